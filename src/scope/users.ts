import type { Store } from '../store/store.js';
import { listOf, listSql, numberOf, textOf, timeOf } from './rows.js';

/** What the case holds of one user. */
export interface UserActivity {
  readonly user: string;
  readonly kind: string | undefined;
  readonly events: number;
  readonly first: bigint | undefined;
  readonly last: bigint | undefined;
  readonly sources: readonly string[];
  readonly ips: number;
  readonly countries: readonly string[];
  readonly sessions: number;
}

/** Users by number of events, people before services; `total` counts those beyond the limit too. */
export async function listUsers(
  store: Store,
  limit?: number,
): Promise<{ readonly total: number; readonly users: readonly UserActivity[] }> {
  const rows = await store.query(
    `SELECT "user", mode(user_kind) AS kind, count(*) AS events, min(time) AS first, max(time) AS last,
       ${listSql('source')} AS sources, count(DISTINCT ip) AS ips, ${listSql('country')} AS countries,
       count(DISTINCT session) AS sessions, count(*) OVER () AS total
     FROM event_view WHERE "user" IS NOT NULL GROUP BY "user"
     ORDER BY "user" NOT LIKE '%@%', events DESC, "user"
     ${limit === undefined ? '' : `LIMIT ${Math.trunc(limit)}`}`,
  );
  return {
    total: rows[0] === undefined ? 0 : numberOf(rows[0], 'total'),
    users: rows.map((row) => ({
      user: textOf(row, 'user') ?? '',
      kind: textOf(row, 'kind'),
      events: numberOf(row, 'events'),
      first: timeOf(row, 'first'),
      last: timeOf(row, 'last'),
      sources: listOf(row, 'sources'),
      ips: numberOf(row, 'ips'),
      countries: listOf(row, 'countries'),
      sessions: numberOf(row, 'sessions'),
    })),
  };
}
