import { z } from 'zod';
import type { Severity } from '../../../model/finding.js';
import type { Row } from '../../../store/store.js';
import type { Analyser, AnalyserMatch } from '../../analyser.js';
import { clientApps } from './client-apps-table.js';
import { signInFacts } from './facts.js';
import { because, graded, inOrder, numberOf, placesOf, someOf, textOf, yes } from './rows.js';

const parameters = z.strictObject({
  /** Days of the user's own activity before the first use: with fewer, nothing can be new. */
  baseline: z.number().int().positive().default(3),
  /** From here on it is the user's habit. */
  habitDays: z.number().int().positive().default(3),
});
type Parameters = z.infer<typeof parameters>;

/** A command-line or administration client, signed in to by a user who never did before. */
export const unusualApp: Analyser<Parameters> = {
  slug: 'unusual-app',
  parameters,
  run: async (store, { baseline, habitDays }) => {
    await signInFacts(store);
    const rows = await store.query(
      `WITH apps AS (SELECT unnest(from_json($apps, '["VARCHAR"]')) AS key),
       used AS (
         SELECT a.*, apps.key FROM signin_attempts a JOIN apps ON apps.key = a.app_id || ' ' OR apps.key = concat(a.app_id, ' ', a.resource_id)
         WHERE a.outcome = 'success')
       SELECT u.who, u.app_id, u.key, min(u."time") AS first, count(DISTINCT u."time"::DATE) AS days, min(u.own_days) AS own_days,
         min(u."time")::DATE - min(s.since) AS before, bool_or(NOT u.core AND NOT u.own_device) AS strange,
         bool_or(u.class IN ('hosting', 'anonymiser') AND NOT u.core) AS hosting, bool_or(u.script AND NOT u.core) AS script,
         bool_or(NOT u.own_country AND u.own_days >= 3) AS new_country, flatten(list(u.places ORDER BY u.id)) AS places
       FROM used u LEFT JOIN signin_users s ON s.who = u.who
       GROUP BY u.who, u.app_id, u.key HAVING count(DISTINCT u."time"::DATE) < $habitDays
       ORDER BY first, u.who, u.app_id`,
      {
        apps: JSON.stringify(Object.entries(clientApps).map(([id, { resource }]) => `${id} ${resource ?? ''}`)),
        habitDays,
      },
    ); // prettier-ignore
    return inOrder(rows.flatMap((row) => matchOf(row, baseline)));
  },
};

function matchOf(row: Row, baseline: number): readonly AnalyserMatch[] {
  const severity = gravity(row, baseline);
  if (severity === undefined) return [];
  return [
    {
      events: someOf(placesOf(row)),
      severity,
      values: {
        client: clientApps[textOf(row, 'app_id')]?.name ?? textOf(row, 'app_id'),
        why: because([
          { holds: yes(row, 'hosting'), en: 'from a rented machine or an anonymiser', ja: 'ホスティング事業者または匿名化サービスから' },
          { holds: yes(row, 'new_country'), en: 'from a country new for this user', ja: 'この利用者にとって初めての国から' },
          { holds: yes(row, 'strange'), en: "away from the user's own networks and devices", ja: '普段のネットワークやデバイス以外から' },
        ]),
      },
    },
  ]; // prettier-ignore
}

function gravity(row: Row, baseline: number): Severity | undefined {
  const known = numberOf(row, 'own_days') >= baseline && numberOf(row, 'before') >= baseline;
  let points = 0;
  if (known) points += 1;
  if (yes(row, 'hosting')) points += 2;
  else if (yes(row, 'strange') && known) points += 1;
  if (yes(row, 'new_country')) points += 1;
  // At the desk: a technician, or a new computer that is being joined.
  if (!yes(row, 'strange'))
    return known && clientApps[textOf(row, 'app_id')]?.resource === undefined
      ? 'informational'
      : undefined;
  return graded(points, { low: 2, medium: 3, high: 99 });
}
