import { z } from '@hono/zod-openapi';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { ErrorCode } from '../../errors.js';
import { KonsekiError, placeText } from '../../errors.js';

/** What the browser is told when something cannot be done: one sentence, a place, a way out. */
export const problem = z
  .object({
    code: z.string(),
    message: z.string(),
    hint: z.string().nullable(),
    place: z.string().nullable(),
  })
  .openapi('Problem');
export type Problem = z.infer<typeof problem>;

/** The status of each situation; only here are statuses chosen. */
const statuses: Readonly<Record<ErrorCode, ContentfulStatusCode>> = {
  usage: 400,
  'not-found': 404,
  unreadable: 422,
  'empty-file': 422,
  'not-recognised': 422,
  language: 422,
  truncated: 422,
  corrupt: 422,
  'too-large': 413,
  encoding: 422,
  'no-evidence': 409,
  'not-a-case': 409,
  'case-newer': 409,
  'case-busy': 409,
  'case-exists': 409,
  'read-only': 507,
  'disk-full': 507,
  'evidence-changed': 409,
  rules: 422,
  internal: 500,
};

export const problemOf = ({ code, message, hint, place }: KonsekiError): Problem => ({
  code,
  message,
  hint: hint ?? null,
  place: placeText(place) || null,
});

/** A fault of ours is told without its details: they stand on the server's own terminal. */
export function answerOf(error: unknown): { readonly body: Problem; readonly status: ContentfulStatusCode } {
  if (error instanceof KonsekiError) return { body: problemOf(error), status: statuses[error.code] };
  return {
    body: {
      code: 'internal',
      message: 'Konseki has a fault here.',
      hint: 'The terminal that runs "konseki serve" says more. Nothing of the case was changed.',
      place: null,
    },
    status: 500,
  };
} // prettier-ignore
