import type { Scenario } from './scenario.js';
import { workshop } from './workshop.js';

/** Every kind of practice incident, in the order of a course. */
export const scenarios: readonly Scenario[] = [workshop];
