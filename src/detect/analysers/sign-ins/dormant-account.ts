import { z } from 'zod';
import type { Analyser } from '../../analyser.js';
import { signInFacts } from './facts.js';
import { inOrder, numberOf, placesOf, someOf, yes } from './rows.js';

const parameters = z.strictObject({
  /** Without a sign of life. */
  days: z.number().int().positive().default(30),
});
type Parameters = z.infer<typeof parameters>;

/**
 * An account that was silent for weeks, although the logs have others in that time, and then is
 * signed in to from a network that it was never on (W-26).
 */
export const dormantAccount: Analyser<Parameters> = {
  slug: 'dormant-account',
  parameters,
  run: async (store, { days }) => {
    await signInFacts(store);
    const rows = await store.query(
      `WITH lived AS (SELECT who, day, lag(day) OVER (PARTITION BY who ORDER BY day) AS before FROM (SELECT DISTINCT who, day FROM signin_activity)),
       -- Days without anybody's events are a gap of the logs and no silence of the account.
       logged AS (SELECT DISTINCT day FROM signin_activity),
       woke AS (
         SELECT l.who, l.day, l.before, l.day - l.before AS silent FROM lived l
         WHERE l.day - l.before > $days AND (SELECT count(*) FROM logged g WHERE g.day > l.before AND g.day < l.day) >= 0.5 * $days)
       SELECT w.who, w.day, w.silent, bool_or(a.class IN ('hosting', 'anonymiser')) AS hosting, flatten(list(a.places ORDER BY a.id)) AS places
       FROM woke w JOIN signin_attempts a ON a.who = w.who AND a."time"::DATE = w.day AND a.outcome = 'success' AND a.way <> 'non_interactive'
         AND a.class IN ('ordinary', 'hosting', 'anonymiser') AND NOT a.company
       WHERE NOT EXISTS (FROM signin_activity b WHERE b.who = w.who AND b.network = a.network AND b.day < w.day)
       GROUP BY w.who, w.day, w.silent ORDER BY w.day, w.who`,
      { days },
    );
    return inOrder(
      rows.map((row) => ({
        events: someOf(placesOf(row)),
        ...(yes(row, 'hosting') ? { severity: 'medium' as const } : {}),
        values: { days: String(numberOf(row, 'silent')) },
      })),
    );
  },
};
