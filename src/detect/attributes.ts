import { z } from 'zod';
import { stages } from '../model/stage.js';
import { durationPattern } from './duration.js';

/**
 * The `konseki:` block of a rule, as docs/rules.md tells of it. A misspelt key is an error: what nobody reads must not look as if it worked.
 */

const sentence = z.string().trim().min(1);
const sentences = z.array(sentence).min(1);

export const attributesSchema = z.strictObject({
  stage: z.enum(stages),
  trace: z.string().regex(/^[a-z][a-z0-9-]*$/, 'is a slug: small letters, digits and dashes'),
  rows: z.array(z.string().regex(/^W-[0-9A-F]{2}$/, 'is a row of the workshop, e.g. W-45')).min(1),
  group: z.array(z.string()).min(1).optional(),
  gap: z.string().regex(durationPattern, 'is a time such as 90s, 15m, 1h or 7d').optional(),
  says: sentence,
  check: sentences,
  ja: z.strictObject({
    title: sentence,
    says: sentence,
    falsepositives: sentences,
    check: sentences,
  }),
});
export type Attributes = z.infer<typeof attributesSchema>;
