import { z } from 'zod';
import type { Analyser } from '../../analyser.js';
import { otherSystem } from './families.js';
import { signInFacts } from './facts.js';
import { inOrder, placesOf, textOf } from './rows.js';

const parameters = z.strictObject({ seconds: z.number().positive().default(30) });
type Parameters = z.infer<typeof parameters>;

/**
 * Two sign-ins by hand of one user within half a minute, from two networks, with two browsers or
 * systems (Microsoft-Analyzer-Suite pairs such logins, too): one pair of hands does not do that. Only where one of the two is not the
 * user's own in any way.
 */
export const twoPlacesAtOnce: Analyser<Parameters> = {
  slug: 'two-places-at-once',
  parameters,
  run: async (store, { seconds }) => {
    await signInFacts(store);
    const rows = await store.query(
      `WITH hands AS (
         SELECT * FROM signin_attempts WHERE outcome = 'success' AND way IN ('interactive', 'unknown') AND (os IS NOT NULL OR script)
           AND class IN ('ordinary', 'hosting', 'anonymiser') AND NOT company)
       SELECT b.who, a.ip AS ip_a, b.ip AS ip_b, concat_ws(' ', a.browser, a.os) AS client_a, concat_ws(' ', b.browser, b.os) AS client_b,
         list_concat(a.places, b.places) AS places
       FROM hands b ASOF JOIN hands a ON a.who = b.who AND a.id < b.id
       WHERE epoch(b."time") - epoch(a."time") <= $seconds AND a.network <> b.network
         AND (${otherSystem('a.os', 'b.os')} OR a.browser <> b.browser OR a.script <> b.script)
         AND (a.own_days >= 3 AND ((NOT b.core AND NOT b.own_device AND b.client_days = 0) OR (NOT a.core AND NOT a.own_device AND a.client_days = 0)))
       ORDER BY b.id`,
      { seconds },
    );
    return inOrder(
      rows.map((row) => ({
        events: placesOf(row),
        values: {
          clients: [textOf(row, 'client_a'), textOf(row, 'client_b')].filter(Boolean).join(', '),
        },
      })),
    );
  },
};
