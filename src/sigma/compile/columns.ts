import { columnNames, eventColumns } from '../../model/event.js';
import type { ColumnType, Dialect } from '../dialect/dialect.js';

type Join = 'addresses' | 'agents' | 'tokens';

interface ViewColumn {
  readonly type: ColumnType;
  /** From `e`, the table of events, and the joined tables, where it is more than a column of `e`. */
  readonly sql?: string;
  readonly join?: Join;
}

/**
 * The columns of `event_view` (store/schema.ts). The view itself joins three tables for every event,
 * and no database leaves out a join that it cannot prove to be idle; a rule seldom needs one.
 */
const columns: Readonly<Record<string, ViewColumn>> = {
  ...Object.fromEntries(columnNames.map((name) => [name, { type: eventColumns[name].kind }])),
  source: { type: 'text' },
  raw: { type: 'text' },
  envelope: { type: 'text' },
  format: { type: 'text' },
  evidence_id: { type: 'integer' },
  record_no: { type: 'integer' },
  damaged: { type: 'boolean' },
  damage: { type: 'text' },
  outcome: { type: 'text', sql: `coalesce(e.outcome, 'unknown')` },
  log_country: { type: 'text', sql: 'e.country' },
  country: { type: 'text', sql: 'coalesce(e.country, i.country)', join: 'addresses' },
  city: { type: 'text', sql: 'coalesce(e.city, i.city)', join: 'addresses' },
  asn: { type: 'integer', sql: 'coalesce(e.asn, i.asn)', join: 'addresses' },
  as_org: { type: 'text', sql: 'i.as_org', join: 'addresses' },
  ip_kind: { type: 'text', sql: 'i.kind', join: 'addresses' },
  browser: { type: 'text', sql: 'coalesce(e.browser, a.browser)', join: 'agents' },
  os: { type: 'text', sql: 'coalesce(e.os, a.os)', join: 'agents' },
  agent_kind: { type: 'text', sql: 'a.kind', join: 'agents' },
  session: { type: 'text', sql: 'coalesce(e.session_id, t.session_id)', join: 'tokens' },
  link: {
    type: 'text',
    sql: `CASE WHEN e.session_id IS NOT NULL THEN 'exact' WHEN t.session_id IS NOT NULL THEN 'token' END`,
    join: 'tokens',
  },
};

const joins: Readonly<Record<Join, string>> = {
  addresses: 'LEFT JOIN ip_info i ON i.ip = e.ip',
  agents: 'LEFT JOIN agent_info a ON a.user_agent = e.user_agent',
  tokens: 'LEFT JOIN token_sessions t ON t.token_id = e.token_id',
};

/** @throws Error for a column that `event_view` has not: a mistake in the field map. */
export function columnType(name: string): ColumnType {
  const column = columns[name];
  if (column === undefined) throw new Error(`event_view has no column ${name}`);
  return column.type;
}

/**
 * The events of a case, complete files only, with these columns, in the brackets of a FROM clause.
 * @param where - a condition on the columns, under the names they have here.
 */
export function eventsWith(dialect: Dialect, names: ReadonlySet<string>, where?: string): string {
  const wanted = [...names].sort();
  const needed = new Set(wanted.flatMap((name) => columns[name]?.join ?? []));
  const selected = wanted.map((name) => {
    const quoted = dialect.identifier(name);
    return `${columns[name]?.sql ?? `e.${quoted}`} AS ${quoted}`;
  });
  const from = `FROM events e ANTI JOIN (SELECT evidence_id FROM evidence WHERE state <> 'added') u ON u.evidence_id = e.evidence_id`;
  const all = `SELECT ${selected.join(', ')} ${from} ${[...needed].map((join) => joins[join]).join(' ')}`;
  return where === undefined ? `(${all})` : `(SELECT * FROM (${all}) e WHERE ${where})`;
}
