import type { Row, Store } from '../store/store.js';
import { listOf, listSql, numberOf, textOf, timeOf } from './rows.js';

/** One sign-in session, from the events that carry its id or a token of it (DESIGN.md §4). */
export interface Session {
  readonly session: string;
  readonly users: readonly string[];
  /** UTC microseconds; undefined when no event has a time. */
  readonly first: bigint | undefined;
  readonly last: bigint | undefined;
  readonly events: number;
  readonly sources: readonly string[];
  readonly ips: readonly string[];
  readonly countries: readonly string[];
  readonly userAgents: number;
  readonly apps: readonly string[];
  readonly operations: number;
  /** Events that carry the session's id, and events joined to it by a token. */
  readonly exact: number;
  readonly token: number;
}

export interface SessionFilter {
  readonly user?: readonly string[];
  readonly limit?: number;
}

/** Every session of the case, or those in which one of the users did something, oldest first. */
export async function listSessions(
  store: Store,
  filter: SessionFilter = {},
): Promise<readonly Session[]> {
  const users = filter.user ?? [];
  const names = users.map((_, at) => `$user${at}`).join(', ');
  const rows = await store.query(
    `SELECT session, ${listSql('"user"')} AS users, min(time) AS first, max(time) AS last,
       count(*) AS events, ${listSql('source')} AS sources, ${listSql('ip')} AS ips,
       ${listSql('country')} AS countries, count(DISTINCT user_agent) AS user_agents,
       ${listSql('coalesce(app_name, app_id)')} AS apps, count(DISTINCT operation) AS operations,
       count(*) FILTER (link = 'exact') AS exact, count(*) FILTER (link = 'token') AS token
     FROM event_view WHERE session IS NOT NULL
     GROUP BY session
     ${users.length === 0 ? '' : `HAVING bool_or("user" IN (${names}) OR user_id IN (${names}))`}
     ORDER BY first NULLS LAST, session ${filter.limit === undefined ? '' : `LIMIT ${Math.trunc(filter.limit)}`}`,
    Object.fromEntries(users.map((user, at) => [`user${at}`, user.toLowerCase()])),
  );
  return rows.map((row) => ({
    session: textOf(row, 'session') ?? '',
    users: listOf(row, 'users'),
    first: timeOf(row, 'first'),
    last: timeOf(row, 'last'),
    events: numberOf(row, 'events'),
    sources: listOf(row, 'sources'),
    ips: listOf(row, 'ips'),
    countries: listOf(row, 'countries'),
    userAgents: numberOf(row, 'user_agents'),
    apps: listOf(row, 'apps'),
    operations: numberOf(row, 'operations'),
    exact: numberOf(row, 'exact'),
    token: numberOf(row, 'token'),
  }));
}

/** What is shown of an event when a session is told. */
export const storyColumns = [
  'event_id',
  'time',
  'source',
  'user',
  'target_user',
  'operation',
  'outcome',
  'error_code',
  'ip',
  'country',
  'as_org',
  'app_name',
  'app_id',
  'object',
  'subject',
  'folder',
  'user_agent',
  'session',
  'link',
  'damaged',
  'evidence_id',
  'record_no',
] as const;

/** Every event of a session over all logs, in order of time (W-3A). */
export async function* sessionEvents(
  store: Store,
  session: string,
  limit?: number,
): AsyncIterable<readonly Row[]> {
  yield* store.events({
    filter: { session: [session] },
    columns: storyColumns,
    ...(limit === undefined ? {} : { limit }),
  });
}
