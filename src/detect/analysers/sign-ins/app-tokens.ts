import { z } from 'zod';
import type { Analyser } from '../../analyser.js';
import { signInFacts } from './facts.js';
import { inOrder, numberOf, textOf, yes } from './rows.js';
import { eventsOf } from './strand-events.js';

const parameters = z.strictObject({
  /** An application that so many people use is the company's. */
  users: z.number().int().positive().default(3),
  /** Between the consent and the first use. */
  days: z.number().positive().default(7),
});
type Parameters = z.infer<typeof parameters>;

/**
 * An application that is not Microsoft's uses what a user granted it from rented machines, soon after
 * the consent, and next to nobody else uses it: a new service, or consent phishing.
 */
export const appTokens: Analyser<Parameters> = {
  slug: 'app-tokens',
  parameters,
  run: async (store, { users, days }) => {
    await signInFacts(store);
    const rows = await store.query(
      `WITH apps AS (
         SELECT backend_app AS app_id, count(DISTINCT who) AS users, min(day) AS since FROM signin_activity WHERE backend GROUP BY 1),
       granted AS (
         SELECT coalesce(e."user", e.user_id) AS who, min(e."time") AS granted_at, e.raw FROM event_view e
         WHERE e.source IN ('ual', 'entra_audit') AND e.operation IN ('Consent to application', 'Add delegated permission grant', 'Add OAuth2PermissionGrant')
         GROUP BY ALL)
       SELECT a.who, a.backend_app AS app_id, a.network, min(i.as_org) AS as_org, min(a.first) AS first, sum(a.n) AS n, count(DISTINCT a.day) AS days,
         list(DISTINCT a.ip) AS addresses, bool_or(g.who IS NOT NULL) AS granted,
         min(a.day) - (SELECT min(day) FROM signin_activity) AS before
       FROM signin_activity a JOIN signin_ips i ON i.ip = a.ip JOIN apps p ON p.app_id = a.backend_app
       LEFT JOIN granted g ON g.who = a.who AND a.first BETWEEN g.granted_at AND g.granted_at + to_days($days) AND contains(lower(g.raw), a.backend_app)
       WHERE a.backend AND a.class IN ('hosting', 'anonymiser') AND NOT i.company AND p.users < $users
       GROUP BY ALL ORDER BY first, a.who`,
      { users, days: Math.round(days) },
    );
    // What was there from the first days of the logs: nothing tells when it came.
    const told = rows.filter((row) => yes(row, 'granted') || numberOf(row, 'before') >= 3);
    const events = await eventsOf(
      store,
      told.map((row) => ({
        who: textOf(row, 'who'),
        session: null,
        app: textOf(row, 'app_id'),
        network: textOf(row, 'network'),
      })),
    );
    return inOrder(
      told.map((row, n) => ({
        events: events[n] ?? [],
        severity: yes(row, 'granted') ? 'medium' : 'low',
        values: { network: textOf(row, 'as_org') || textOf(row, 'network') },
      })),
    );
  },
};
