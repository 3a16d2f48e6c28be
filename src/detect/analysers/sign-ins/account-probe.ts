import { z } from 'zod';
import type { Analyser } from '../../analyser.js';
import { signInFacts } from './facts.js';
import { inOrder, numberOf, placesOf, someOf } from './rows.js';
import { counted } from './words.js';

const parameters = z.strictObject({
  /** The account is not there; is disabled. */
  errors: z.array(z.string()).min(1).default(['50034', '50059', '50128']),
  /** Different accounts from one address, or from one network with one user agent. */
  users: z.number().int().positive().default(5),
  pauseHours: z.number().positive().default(6),
});
type Parameters = z.infer<typeof parameters>;

/** One address asks for many accounts that are not there (T1589.002): it is finding out which are. */
export const accountProbe: Analyser<Parameters> = {
  slug: 'account-probe',
  parameters,
  run: async (store, { errors, users, pauseHours }) => {
    await signInFacts(store);
    const rows = await store.query(
      `WITH asked AS (
         SELECT *, concat(network, ' ', user_agent) AS key FROM signin_attempts
         WHERE outcome <> 'success' AND error_code IN (SELECT unnest(from_json($errors, '["VARCHAR"]'))) AND class <> 'none'),
       timed AS (SELECT *, epoch("time") - lag(epoch("time")) OVER (PARTITION BY key ORDER BY "time", id) AS pause FROM asked),
       numbered AS (SELECT *, sum(CASE WHEN pause IS NULL OR pause > $pause THEN 1 ELSE 0 END) OVER (PARTITION BY key ORDER BY "time", id) AS n FROM timed)
       SELECT key, min("time") AS first, count(DISTINCT who) AS users, count(*) AS tries, flatten(list(places ORDER BY id)) AS places
       FROM numbered GROUP BY key, n HAVING count(DISTINCT who) >= $users OR (count(*) >= 3 * $users AND count(DISTINCT who) = 1 AND min(who) NOT LIKE '%@%')
       ORDER BY first, key`,
      { errors: JSON.stringify(errors), users, pause: Math.round(pauseHours * 3600) },
    );
    return inOrder(
      rows.map((row) => ({
        events: someOf(placesOf(row), 300),
        values: {
          accounts: counted(numberOf(row, 'users'), 'account', 'accounts'),
          tries: counted(numberOf(row, 'tries'), 'time', 'times'),
        },
      })),
    );
  },
};
