import type { DuckDBValue } from '@duckdb/node-api';
import { canonicalIpv6 } from '../../formats/address.js';
import { eventViewOf } from '../schema.js';
import type { EventFilter } from '../store.js';
import type { Database } from './connection.js';

/**
 * The index of sessions, users and addresses: which rows of `events` each has, in the order in which
 * `Store.events` gives them. Made with the strands, at analysis and not at add (four bytes a row and key).
 * Where it is missing or old, events are found by scanning.
 */
const kinds = { session: 1, user: 2, ip: 3 } as const;
type PivotKind = keyof typeof kinds;

/** What the index depends on. */
const stateSql = `SELECT 'pivots 1 ' || coalesce((SELECT string_agg(evidence_id || ':' || sha256 || ':' || events, ',' ORDER BY evidence_id)
    FROM evidence WHERE state = 'added'), '') || ' ' || (SELECT count(*) FROM token_sessions) AS state`;

const added = `ANTI JOIN (SELECT evidence_id FROM evidence WHERE state <> 'added') x ON x.evidence_id = e.evidence_id`;

const insertion = (rows: string): string =>
  `INSERT INTO pivots SELECT no, "row" FROM (${rows}) ORDER BY no, time NULLS LAST, source, evidence_id, record_no`;

/** Makes it anew. */
export const pivotStatements: readonly string[] = [
  `DELETE FROM pivot_keys`,
  `DELETE FROM pivots`,
  `INSERT INTO pivot_keys
     SELECT kind, value, row_number() OVER (ORDER BY kind, value)::INTEGER AS no FROM (
       SELECT DISTINCT ${kinds.session}::UTINYINT AS kind, session_id AS value FROM events WHERE session_id IS NOT NULL
       UNION SELECT ${kinds.session}, session_id FROM token_sessions
       UNION SELECT ${kinds.user}, "user" FROM events WHERE "user" IS NOT NULL
       UNION SELECT ${kinds.user}, target_user FROM events WHERE target_user IS NOT NULL
       UNION SELECT ${kinds.user}, user_id FROM events WHERE user_id IS NOT NULL
       UNION SELECT ${kinds.ip}, ip FROM events WHERE ip IS NOT NULL)
     ORDER BY no`,
  // A kind at a time, in the order of their numbers: what is sorted at once fits beside the rest.
  insertion(
    `SELECT k.no, e.rowid AS "row", e.time, e.source, e.evidence_id, e.record_no
     FROM events e LEFT JOIN token_sessions t ON t.token_id = CASE WHEN e.session_id IS NULL THEN e.token_id END
     JOIN pivot_keys k ON k.kind = ${kinds.session} AND k.value = coalesce(e.session_id, t.session_id) ${added}`,
  ),
  insertion(
    [
      ['"user"', 'true'],
      ['target_user', 'e.target_user IS DISTINCT FROM e."user"'],
      ['user_id', 'e.user_id IS DISTINCT FROM e."user" AND e.user_id IS DISTINCT FROM e.target_user'],
    ]
      .map(
        ([column = '', where = '']) =>
          `SELECT k.no, e.rowid AS "row", e.time, e.source, e.evidence_id, e.record_no
           FROM events e JOIN pivot_keys k ON k.kind = ${kinds.user} AND k.value = e.${column} ${added} WHERE ${where}`,
      )
      .join(' UNION ALL '),
  ), // prettier-ignore
  insertion(
    `SELECT k.no, e.rowid AS "row", e.time, e.source, e.evidence_id, e.record_no
     FROM events e JOIN pivot_keys k ON k.kind = ${kinds.ip} AND k.value = e.ip ${added}`,
  ),
  `INSERT OR REPLACE INTO meta ${stateSql.replace('SELECT', `SELECT 'pivots',`)}`,
];

/** Where to read the events of a filter from; `$` names of `parameters` are its own. */
export interface EventsFrom {
  readonly sql: string;
  readonly parameters: Record<string, DuckDBValue>;
}

const everything: EventsFrom = { sql: 'event_view', parameters: {} };

/**
 * The view of events, narrowed to the rows of the filter's one session, user or address where the index
 * knows them. The filter itself must be applied all the same.
 *
 * @param limit - how many events are asked for; the index answers it alone where nothing else filters
 */
export async function eventsFrom(
  database: Database,
  filter: EventFilter,
  limit: number | undefined,
): Promise<EventsFrom> {
  const key = keyOf(filter);
  if (key === undefined) return everything;
  const [answer] = await database.all(
    `SELECT (SELECT value FROM meta WHERE key = 'pivots') = (${stateSql}) AS fresh,
       (SELECT no FROM pivot_keys WHERE kind = $kind AND value = $value) AS no`,
    { kind: kinds[key.kind], value: key.value },
  );
  if (answer?.['fresh'] !== true) return everything;
  const alone = Object.values(filter).filter((value) => value !== undefined).length === 1;
  const first = alone && limit !== undefined ? `ORDER BY rowid LIMIT ${Math.trunc(limit)}` : '';
  return {
    sql: `(${eventViewOf(`(FROM events WHERE rowid IN (SELECT "row" FROM pivots WHERE no = $pivot ${first}))`)})`,
    parameters: { pivot: Number(answer['no'] ?? -1) },
  };
}

function keyOf(
  filter: EventFilter,
): { readonly kind: PivotKind; readonly value: string } | undefined {
  const [session, ...sessions] = filter.session ?? [];
  const [user, ...users] = filter.user ?? [];
  const [ip, ...ips] = filter.ip ?? [];
  if (session !== undefined && sessions.length === 0)
    return { kind: 'session', value: session.toLowerCase() };
  if (ip !== undefined && ips.length === 0) return { kind: 'ip', value: canonicalIpv6(ip) ?? ip };
  if (user !== undefined && users.length === 0) return { kind: 'user', value: user.toLowerCase() };
  return undefined;
}
