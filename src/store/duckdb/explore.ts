import type { DuckDBValue } from '@duckdb/node-api';
import { KonsekiError } from '../../errors.js';
import type { EventPlace, Facet, FacetName, Histogram } from '../explore.js';
import { eventViewOf } from '../schema.js';
import type { EventFilter, Row } from '../store.js';
import type { Database } from './connection.js';
import { whereOf } from './filter.js';
import { eventsFrom } from './pivot.js';
import { timestamp } from './values.js';

interface Made {
  /** The table of events beside it, if any. */
  readonly join: string;
  readonly sql: string;
  /** Columns of the events that it is made of. */
  readonly keys: readonly string[];
}
const fromAddress = { join: 'LEFT JOIN ip_info i ON i.ip = e.ip' };
const fromAgent = { join: 'LEFT JOIN agent_info a ON a.user_agent = e.user_agent' };

/** What a column of the view is made from, where that is not the table of events alone (schema.ts). */
const made: Readonly<Record<string, Made>> = {
  outcome: { join: '', sql: `coalesce(e.outcome, 'unknown')`, keys: ['outcome'] },
  session: {
    join: 'LEFT JOIN token_sessions t ON t.token_id = e.token_id',
    sql: 'coalesce(e.session_id, t.session_id)',
    keys: ['session_id', 'token_id'],
  },
  country: { ...fromAddress, sql: 'coalesce(e.country, i.country)', keys: ['country', 'ip'] },
  as_org: { ...fromAddress, sql: 'i.as_org', keys: ['ip'] },
  browser: { ...fromAgent, sql: 'coalesce(e.browser, a.browser)', keys: ['browser', 'user_agent'] },
  os: { ...fromAgent, sql: 'coalesce(e.os, a.os)', keys: ['os', 'user_agent'] },
};
const inEvents = ['outcome', 'country', 'browser', 'os'];

interface Source {
  readonly from: string;
  readonly where: string;
  readonly parameters: Record<string, DuckDBValue>;
  /** Whether `from` is the view, narrowed by the index: few rows, with every column. */
  readonly indexed: boolean;
}

/**
 * The events of a filter, joined with no more than the filter asks for: over ten million events each join of the
 * view costs as much as the answer itself. As in the view, a file on its way in is nobody's business.
 */
async function sourceOf(database: Database, filter: EventFilter): Promise<Source> {
  const { sql, parameters } = whereOf(filter);
  const indexed = await eventsFrom(database, filter, undefined);
  if (indexed.sql !== 'event_view')
    return { from: `${indexed.sql} v`, where: sql, parameters: { ...parameters, ...indexed.parameters }, indexed: true };
  const needed = (['session', 'country', 'outcome'] as const).filter((name) => filter[name] !== undefined);
  const parts = needed.flatMap((name) => made[name] ?? []);
  const replaced = needed.filter((name) => inEvents.includes(name));
  const columns = [
    'e.rowid AS no',
    replaced.length === 0 ? 'e.*' : `e.* EXCLUDE (${replaced.join(', ')})`,
    ...needed.flatMap((name) => (made[name] === undefined ? [] : [`${made[name].sql} AS "${name}"`])),
    // What filters replace, facets still count by.
    ...replaced.map((name) => `e.${name} AS log_${name}`),
  ];
  return {
    from: `(SELECT ${columns.join(', ')} FROM events e
      ANTI JOIN (SELECT evidence_id FROM evidence WHERE state <> 'added') u ON u.evidence_id = e.evidence_id
      ${[...new Set(parts.map(({ join }) => join))].join(' ')}) v`,
    where: sql,
    parameters,
    indexed: false,
  };
} // prettier-ignore

/** How many there are; the same as by the view, sooner. */
export async function eventCount(database: Database, filter: EventFilter): Promise<number> {
  const { from, where, parameters } = await sourceOf(database, filter);
  const [row] = await database.all(`SELECT count(*) AS n FROM ${from} WHERE ${where}`, parameters);
  return Number(row?.['n']);
}

const order = 'ORDER BY time NULLS LAST, source, evidence_id, record_no';

/** One page in order of time, then source and place; `after` is where the page before ended. */
export async function eventPage(
  database: Database,
  filter: EventFilter,
  columns: readonly string[],
  limit: number,
  after: EventPlace | undefined,
): Promise<readonly Row[]> {
  const source = await sourceOf(database, filter);
  const page = (condition: string, most: number, place: Record<string, DuckDBValue>): Promise<readonly Row[]> => {
    const where = `(${source.where}) AND ${condition} ${order} LIMIT ${Math.trunc(most)}`;
    const names = columns.map((name) => `"${name}"`).join(', ');
    return database.all(
      source.indexed
        ? `SELECT ${names} FROM ${source.from} WHERE ${where}`
        : // The few rows of the page first, then what the view adds to them.
          `SELECT ${names} FROM (${eventViewOf(`(FROM events WHERE rowid IN (SELECT no FROM ${source.from} WHERE ${where}))`)}) ${order}`,
      { ...source.parameters, ...place },
    );
  };
  const beyond = '(source, evidence_id, record_no) > ($source, $evidence, $record)';
  const place = after === undefined ? {} : { source: after.source, evidence: after.evidenceId, record: BigInt(after.recordNo) };
  if (after?.time === null) return page(`time IS NULL AND ${beyond}`, limit, place);
  // Those with a time by themselves: what begins at a time is found without reading what is before it.
  const dated = await (after === undefined
    ? page('time IS NOT NULL', limit, {})
    : page(`time >= $time AND (time > $time OR ${beyond})`, limit, { ...place, time: timestamp(after.time) }));
  if (dated.length >= limit || filter.since !== undefined || filter.until !== undefined) return dated;
  return [...dated, ...(await page('time IS NULL', limit - dated.length, {}))];
} // prettier-ignore

export async function eventFacet(
  database: Database,
  filter: EventFilter,
  by: FacetName,
  limit: number,
): Promise<Facet> {
  const { from, where, parameters, indexed } = await sourceOf(database, filter);
  const { join, sql, keys } = made[by] ?? { join: '', sql: `e."${by}"`, keys: [by] };
  // Counted by what it is made of, and only then joined: addresses are fewer than events.
  const known = indexed || (made[by] !== undefined && isFiltered(filter, by));
  const counts = known
    ? `SELECT "${by}"::VARCHAR AS value, count(*) AS events FROM ${from} WHERE ${where} GROUP BY 1`
    : `SELECT (${sql})::VARCHAR AS value, sum(e.n)::BIGINT AS events FROM (
         SELECT ${keys.map((key) => `${replacedBy(filter, key)} AS "${key}"`).join(', ')}, count(*) AS n FROM ${from} WHERE ${where} GROUP BY ALL) e
       ${join} GROUP BY 1`;
  const rows = await database.all(
    `SELECT value, events, count(*) OVER () AS n FROM (${counts}) ORDER BY events DESC, value NULLS LAST LIMIT ${Math.trunc(limit)}`,
    parameters,
  );
  return {
    distinct: Number(rows[0]?.['n'] ?? 0),
    values: rows.map(({ value, events }) => ({
      value: value === null || value === undefined ? null : String(value),
      events: Number(events),
    })),
  };
} // prettier-ignore

/** A column as the log has it, where the filter has put the view's in its place. */
const replacedBy = (filter: EventFilter, key: string): string =>
  inEvents.includes(key) && isFiltered(filter, key) ? `log_${key}` : `"${key}"`;

const isFiltered = (filter: EventFilter, name: string): boolean =>
  Object.entries(filter).some(([key, value]) => key === name && value !== undefined);

/** Widths that a person reads easily, in seconds. */
const widths = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400,
  172_800, 604_800, 1_209_600, 2_592_000, 7_776_000, 31_536_000,
] as const; // prettier-ignore

/** @throws KonsekiError `usage`: more bars than a picture holds */
export async function eventHistogram(
  database: Database,
  filter: EventFilter,
  bars: number,
): Promise<Histogram> {
  if (bars < 1 || bars > 2000)
    throw new KonsekiError('A histogram has 1 to 2,000 bars.', { code: 'usage' });
  const { from, where, parameters } = await sourceOf(database, filter);
  const [span] = await database.all(
    `SELECT min(time) AS first, max(time) AS last, count(*) FILTER (time IS NULL) AS undated FROM ${from} WHERE ${where}`,
    parameters,
  );
  const first = span?.['first'];
  const last = span?.['last'];
  const undated = Number(span?.['undated'] ?? 0);
  if (typeof first !== 'bigint' || typeof last !== 'bigint')
    return { width: 1_000_000n, bars: [], undated };
  const wanted = Number(last - first) / 1e6 / bars;
  const width = BigInt(widths.find((each) => each >= wanted) ?? Math.ceil(wanted)) * 1_000_000n;
  const rows = await database.all(
    `SELECT nth * $width::BIGINT AS "from", source, events FROM (
       SELECT (epoch_us(time) // ${width}) AS nth, source, count(*) AS events
       FROM ${from} WHERE (${where}) AND time IS NOT NULL GROUP BY ALL) ORDER BY 1, 2`,
    { ...parameters, width },
  );
  return {
    width,
    undated,
    bars: rows.map((row) => ({
      from: BigInt(String(row['from'])),
      source: String(row['source']),
      events: Number(row['events']),
    })),
  };
}
