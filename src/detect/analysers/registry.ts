import type { Analyser } from '../analyser.js';
import { forwardDestination } from './forward-destination.js';
import { ruleHidesOwnMail } from './rule-hides-own-mail.js';

/** Every analyser. To add one, add a row: rules name it by its slug. */
export const analysers: readonly Analyser[] = [forwardDestination, ruleHidesOwnMail];

const bySlug = new Map(analysers.map((analyser) => [analyser.slug, analyser]));
export const analyserNamed = (slug: string): Analyser | undefined => bySlug.get(slug);
