import { z } from '@hono/zod-openapi';
import { KonsekiError } from '../../errors.js';
import { sources } from '../../model/event.js';
import { parseTime } from '../../output/time.js';
import type { EventFilter } from '../../store/store.js';

const several = (example: string) =>
  z
    .union([z.string(), z.array(z.string())])
    .optional()
    .transform((value) => (value === undefined ? undefined : Array.isArray(value) ? value : [value]))
    .openapi({ type: 'array', items: { type: 'string' }, example: [example] }); // prettier-ignore

/** The filters of `konseki events`, by the same names. */
export const eventFilter = z.object({
  user: several('alice@contoso.example'),
  session: several('e55a5c8e-aefe-4369-bd4a-c2eaad764e9b'),
  ip: several('192.0.2.1'),
  operation: several('New-InboxRule'),
  source: several('ual'),
  app: several('OfficeHome'),
  outcome: several('failure'),
  country: several('JP'),
  finding: several('f-1234'),
  since: z.string().optional(),
  until: z.string().optional(),
  grep: z.string().max(1000).optional(),
});
export type EventQuestion = z.infer<typeof eventFilter>;

/** @throws KonsekiError `usage` */
export function filterOf(asked: EventQuestion): EventFilter {
  const { user, session, ip, operation, app, outcome, country, finding } = asked;
  return {
    ...given('user', user),
    ...given('session', session),
    ...given('ip', ip),
    ...given('operation', operation),
    ...given('app', app),
    ...given('outcome', outcome),
    ...given('country', country),
    ...given('finding', finding),
    ...(asked.source === undefined ? {} : { source: asked.source.map(sourceOf) }),
    ...(asked.since === undefined ? {} : { since: parseTime(asked.since, 'since') }),
    ...(asked.until === undefined ? {} : { until: parseTime(asked.until, 'until') }),
    ...(asked.grep === undefined ? {} : { grep: asked.grep }),
  };
}

const given = (name: string, values: readonly string[] | undefined): Partial<EventFilter> =>
  values === undefined ? {} : { [name]: values };

function sourceOf(name: string): (typeof sources)[number] {
  const found = sources.find((source) => source === name);
  if (found !== undefined) return found;
  throw new KonsekiError(`There is no log "${name}".`, {
    code: 'usage',
    hint: `Logs are ${sources.join(', ')}.`,
  });
}
