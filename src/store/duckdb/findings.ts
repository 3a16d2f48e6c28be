import type { DuckDBValue } from '@duckdb/node-api';
import { canonicalIpv6 } from '../../formats/address.js';
import type { Severity } from '../../model/finding.js';
import { severities } from '../../model/finding.js';
import type { Said } from '../../model/finding.js';
import { sources } from '../../model/event.js';
import type { Source } from '../../model/event.js';
import { stages } from '../../model/stage.js';
import type {
  FindingEvent,
  FindingFilter,
  FindingOrder,
  FindingQuery,
  StoredFinding,
} from '../detection.js';
import type { Row } from '../store.js';
import type { Database } from './connection.js';
import { listIn } from './detection.js';
import { timestamp } from './values.js';

/** Reads findings as they were last made. */
export async function readFindings(
  database: Database,
  { filter, order, limit }: FindingQuery,
): Promise<readonly StoredFinding[]> {
  const { sql, parameters } = whereOf(filter);
  const rows = await database.all(
    `SELECT * FROM (${findingView}) WHERE ${sql} ORDER BY ${orders[order]}
     ${limit === undefined ? '' : 'LIMIT $limit'}`,
    limit === undefined ? parameters : { ...parameters, limit: BigInt(limit) },
  );
  return rows.map(findingOf);
}

export async function countFindings(database: Database, filter: FindingFilter): Promise<number> {
  const { sql, parameters } = whereOf(filter);
  const [row] = await database.all(
    `SELECT count(*) AS n FROM (${findingView}) WHERE ${sql}`,
    parameters,
  );
  return Number(row?.['n']);
}

/** The events that prove these findings, each in order of time. */
export async function readFindingEvents(
  database: Database,
  ids: readonly string[],
  most: number | undefined,
): Promise<ReadonlyMap<string, readonly FindingEvent[]>> {
  const rows = await database.all(
    `SELECT f.finding, e.event_id, e.source, e.evidence_id, e.record_no
     FROM finding_events f JOIN events e USING (evidence_id, record_no)
     WHERE f.finding IN (SELECT unnest(from_json($ids, '["VARCHAR"]')))
     ${most === undefined ? '' : 'QUALIFY row_number() OVER (PARTITION BY f.finding ORDER BY e.time NULLS LAST, e.source, e.event_id) <= $most'}
     ORDER BY f.finding, e.time NULLS LAST, e.source, e.event_id`,
    { ids: JSON.stringify(ids), ...(most === undefined ? {} : { most: BigInt(most) }) },
  );
  const found = new Map<string, FindingEvent[]>(ids.map((id) => [id, []]));
  for (const row of rows)
    found.get(String(row['finding']))?.push({
      eventId: String(row['event_id']),
      source: sourceOf(row['source']),
      evidenceId: Number(row['evidence_id']),
      recordNo: Number(row['record_no']),
    });
  return found;
}

/** What something that is made of the events was made from. */
export async function readStamp(
  database: Database,
  of: 'findings' | 'strands',
): Promise<string | undefined> {
  const [row] = await database.all('SELECT value FROM meta WHERE key = $of', { of });
  const value = row?.['value'];
  return typeof value === 'string' ? value : undefined;
}

/**
 * What findings depend on in the store, as one text: the evidence, what is known of addresses and
 * clients, and which token is of which session.
 */
export async function readState(database: Database): Promise<string> {
  const [row] = await database.all(
    `SELECT
       (SELECT string_agg(evidence_id || ':' || sha256 || ':' || events, ',' ORDER BY evidence_id)
        FROM evidence WHERE state = 'added') AS evidence,
       (SELECT count(*) || ':' || coalesce(bit_xor(hash(i))::VARCHAR, '') FROM ip_info i) AS addresses,
       (SELECT count(*) || ':' || coalesce(bit_xor(hash(a))::VARCHAR, '') FROM agent_info a) AS agents,
       (SELECT count(*) FROM token_sessions) AS tokens`,
  );
  return JSON.stringify(row ?? {});
}

const ranks = (names: readonly string[], column: string): string =>
  `CASE ${column} ${names.map((name, at) => `WHEN '${name}' THEN ${at}`).join(' ')} ELSE -1 END`;

const findingView = `
  SELECT f.*, r.* EXCLUDE (rule), ${ranks(severities, 'f.severity')} AS weight, ${ranks(stages, 'r.stage')} AS step
  FROM findings f JOIN finding_rules r USING (rule)`;

const orders: Readonly<Record<FindingOrder, string>> = {
  severity: 'weight DESC, first NULLS LAST, step, id',
  stage: 'step, weight DESC, first NULLS LAST, id',
  time: 'first NULLS LAST, step, id',
};

interface Where {
  readonly sql: string;
  readonly parameters: Record<string, DuckDBValue>;
}

function whereOf(filter: FindingFilter): Where {
  const conditions: string[] = [];
  const parameters: Record<string, DuckDBValue> = {};
  const bind = (value: DuckDBValue): string => {
    const name = `p${Object.keys(parameters).length}`;
    parameters[name] = value;
    return `$${name}`;
  };
  const anyOf = (values: readonly string[] | undefined, one: (value: string) => string): void => {
    if (values !== undefined && values.length > 0)
      conditions.push(`(${values.map(one).join(' OR ')})`);
  };
  if (filter.id !== undefined) conditions.push(`starts_with(id, ${bind(filter.id.toLowerCase())})`);
  anyOf(filter.stage, (value) => `stage = ${bind(value)}`);
  if (filter.severity !== undefined)
    conditions.push(`weight >= ${severities.indexOf(filter.severity)}`);
  anyOf(filter.user, (value) => {
    const name = bind(value.toLowerCase());
    return `(list_contains(users, ${name}) OR list_contains(targets, ${name}))`;
  });
  anyOf(filter.session, (value) => `list_contains(sessions, ${bind(value.toLowerCase())})`);
  anyOf(filter.ip, (value) => `list_contains(ips, ${bind(canonicalIpv6(value) ?? value)})`);
  anyOf(filter.rule, (value) => {
    const name = bind(value.toLowerCase());
    return `(starts_with(rule, ${name}) OR trace = ${name})`;
  });
  anyOf(filter.technique, (value) => {
    const name = bind(value.toUpperCase());
    return `len(list_filter(techniques, lambda t: t = ${name} OR starts_with(t, ${name} || '.'))) > 0`;
  });
  if (filter.since !== undefined) conditions.push(`last >= ${bind(timestamp(filter.since))}`);
  if (filter.until !== undefined) conditions.push(`first < ${bind(timestamp(filter.until))}`);
  return { sql: conditions.length === 0 ? 'true' : conditions.join(' AND '), parameters };
}

const text = (row: Row, name: string): string => {
  const cell = row[name];
  return typeof cell === 'string' ? cell : '';
};
const said = (row: Row, name: string): Said => ({
  en: text(row, `${name}_en`),
  ja: text(row, `${name}_ja`),
});
const time = (row: Row, name: string): bigint | undefined => {
  const cell = row[name];
  return typeof cell === 'bigint' ? cell : undefined;
};
const saidList = (row: Row, name: string): readonly Said[] =>
  JSON.parse(text(row, name) || '[]') as readonly Said[];

function findingOf(row: Row): StoredFinding {
  return {
    id: text(row, 'id'),
    rule: text(row, 'rule'),
    title: said(row, 'title'),
    stage: oneOf(stages, row['stage'], 'evasion'),
    trace: text(row, 'trace'),
    severity: severityOf(row['severity']),
    raised: text(row, 'raised_en') === '' ? undefined : said(row, 'raised'),
    said: said(row, 'said'),
    first: time(row, 'first'),
    last: time(row, 'last'),
    users: listIn(row, 'users'),
    targets: listIn(row, 'targets'),
    sessions: listIn(row, 'sessions'),
    ips: listIn(row, 'ips'),
    countries: listIn(row, 'countries'),
    userAgents: listIn(row, 'user_agents'),
    apps: listIn(row, 'apps'),
    techniques: listIn(row, 'techniques'),
    rows: listIn(row, 'rows'),
    falsePositives: saidList(row, 'false_positives'),
    check: saidList(row, 'checks'),
    eventCount: Number(row['events']),
    level: severityOf(row['own_severity'] ?? row['severity']),
    description: text(row, 'description'),
    file: text(row, 'file'),
  };
}

function oneOf<T extends string>(known: readonly T[], value: unknown, otherwise: T): T {
  return known.find((one) => one === value) ?? otherwise;
}
const severityOf = (value: unknown): Severity => oneOf(severities, value, 'informational');
const sourceOf = (value: unknown): Source => oneOf(sources, value, 'ual');
