import type { QuestionTemplate } from '../template.js';
import { collection } from './collection.js';
import { entry } from './investigation-entry.js';
import { reach } from './investigation-reach.js';
import { traces } from './investigation-traces.js';
import { measures } from './measures.js';
import { occurred } from './occurred.js';
import { reporting } from './reporting.js';
import { response } from './response.js';

/** Every question there is, in the order of the work (W-20). */
export const templates: readonly QuestionTemplate[] = [
  ...occurred,
  ...response,
  ...collection,
  ...entry,
  ...traces,
  ...reach,
  ...reporting,
  ...measures,
];
