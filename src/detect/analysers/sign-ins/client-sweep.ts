import { z } from 'zod';
import type { Analyser } from '../../analyser.js';
import { signInFacts } from './facts.js';
import { inOrder, placesOf, someOf, texts } from './rows.js';

const parameters = z.strictObject({
  minutes: z.number().positive().default(5),
  /** Different systems, scripts counted as one more, that one account signs in with from one address. */
  systems: z.number().int().positive().default(4),
  /** Or different applications by scripts. */
  applications: z.number().int().positive().default(3),
});
type Parameters = z.infer<typeof parameters>;

/**
 * One account tries the ways in that policies may have forgotten (T1592.004; MFASweep): in some minutes,
 * from one address, with a Windows computer, a Mac, a Linux one, both kinds of telephone, and scripts.
 */
export const clientSweep: Analyser<Parameters> = {
  slug: 'client-sweep',
  parameters,
  run: async (store, { minutes, systems, applications }) => {
    await signInFacts(store);
    const rows = await store.query(
      `WITH asked AS (
         SELECT *, CASE WHEN script THEN 'script' ELSE os END AS system,
           epoch("time") - lag(epoch("time")) OVER (PARTITION BY who, ip ORDER BY "time", id) AS pause
         FROM signin_attempts WHERE ip IS NOT NULL AND class <> 'none' AND (os IS NOT NULL OR script) AND NOT own_device
           AND NOT (way = 'non_interactive' AND method IS DISTINCT FROM '1' AND NOT script)),
       numbered AS (SELECT *, sum(CASE WHEN pause IS NULL OR pause > $pause THEN 1 ELSE 0 END) OVER (PARTITION BY who, ip ORDER BY "time", id) AS n FROM asked)
       SELECT who, ip, min("time") AS first, list(DISTINCT system ORDER BY system) AS systems, bool_or(outcome = 'success') AS got_in,
         flatten(list(places ORDER BY id)) AS places
       FROM numbered GROUP BY who, ip, n
       HAVING (count(DISTINCT system) >= $systems AND epoch(max("time")) - epoch(min("time")) <= 12 * $pause)
         OR (count(DISTINCT app_id) FILTER (script) >= $applications AND count(DISTINCT system) >= 2)
       ORDER BY first, who`,
      { pause: Math.round(minutes * 60), systems, applications },
    );
    return inOrder(
      rows.map((row) => ({
        events: someOf(placesOf(row)),
        values: { systems: texts(row['systems']).join(', ') },
      })),
    );
  },
};
