import type { DuckDBValue } from '@duckdb/node-api';
import { KonsekiError } from '../../errors.js';
import type { EventPlace, Facet, FacetName, Histogram } from '../explore.js';
import { eventViewOf } from '../schema.js';
import type { EventFilter, Row } from '../store.js';
import type { Database } from './connection.js';
import { whereOf } from './filter.js';
import { eventsFrom } from './pivot.js';
import { timestamp } from './values.js';

/** What a column of the view is made from, where that is not the table of events alone. */
const joins: Readonly<Record<string, { readonly join: string; readonly sql: string }>> = {
  session: { join: 'LEFT JOIN token_sessions t ON t.token_id = e.token_id', sql: 'coalesce(e.session_id, t.session_id)' },
  country: { join: 'LEFT JOIN ip_info i ON i.ip = e.ip', sql: 'coalesce(e.country, i.country)' },
  as_org: { join: 'LEFT JOIN ip_info i ON i.ip = e.ip', sql: 'i.as_org' },
  ip_kind: { join: 'LEFT JOIN ip_info i ON i.ip = e.ip', sql: 'i.kind' },
  browser: { join: 'LEFT JOIN agent_info a ON a.user_agent = e.user_agent', sql: 'coalesce(e.browser, a.browser)' },
  os: { join: 'LEFT JOIN agent_info a ON a.user_agent = e.user_agent', sql: 'coalesce(e.os, a.os)' },
}; // prettier-ignore

interface Source {
  readonly from: string;
  readonly where: string;
  readonly parameters: Record<string, DuckDBValue>;
}

/**
 * The events of a filter, joined with no more than what is asked for: over ten million events each join of the
 * view costs as much as the answer itself.
 */
async function sourceOf(
  database: Database,
  filter: EventFilter,
  columns: readonly FacetName[],
): Promise<Source> {
  const { sql, parameters } = whereOf(filter);
  const indexed = await eventsFrom(database, filter, undefined);
  if (indexed.sql !== 'event_view')
    return { from: `${indexed.sql} v`, where: sql, parameters: { ...parameters, ...indexed.parameters } };
  const needed = [...columns, ...(filter.session === undefined ? [] : ['session' as const])];
  const joined = needed.flatMap((name) => joins[name]?.join ?? []);
  const made = [...new Set(needed)].flatMap((name) => (joins[name] === undefined ? [] : [`${joins[name].sql} AS "${name}"`]));
  const replaced = [...new Set(needed)].filter((name) => ['country', 'browser', 'os'].includes(name));
  const star = replaced.length === 0 ? 'e.*' : `e.* EXCLUDE (${replaced.join(', ')})`;
  return {
    from: `(SELECT e.rowid AS no, ${[star, ...made].join(', ')} FROM events e
      ANTI JOIN (SELECT evidence_id FROM evidence WHERE state <> 'added') u ON u.evidence_id = e.evidence_id
      ${[...new Set(joined)].join(' ')}) v`,
    where: sql,
    parameters,
  };
} // prettier-ignore

/** One page in order of time, then source and place; `after` is where the page before ended. */
export async function eventPage(
  database: Database,
  filter: EventFilter,
  columns: readonly string[],
  limit: number,
  after: EventPlace | undefined,
): Promise<readonly Row[]> {
  const { from, where, parameters } = await sourceOf(database, filter, []);
  const later = after === undefined ? 'true' : after.time === null
    ? `time IS NULL AND (source, evidence_id, record_no) > ($source, $evidence, $record)`
    : `(time > $time OR time IS NULL OR (time = $time AND (source, evidence_id, record_no) > ($source, $evidence, $record)))`;
  const place: Record<string, DuckDBValue> = after === undefined ? {} : {
    source: after.source, evidence: after.evidenceId, record: after.recordNo,
    ...(after.time === null ? {} : { time: timestamp(after.time) }),
  };
  const order = 'ORDER BY time NULLS LAST, source, evidence_id, record_no';
  // The few rows of the page first, then what the view adds to them.
  const places = `SELECT evidence_id, record_no, source FROM ${from} WHERE (${where}) AND ${later} ${order} LIMIT ${Math.trunc(limit)}`;
  return database.all(
    `SELECT ${columns.map((name) => `"${name}"`).join(', ')}
     FROM (${eventViewOf(`(SELECT x.* FROM events x SEMI JOIN (${places}) p ON p.evidence_id = x.evidence_id AND p.record_no = x.record_no AND p.source = x.source)`)}) ${order}`,
    { ...parameters, ...place },
  );
} // prettier-ignore

export async function eventFacet(
  database: Database,
  filter: EventFilter,
  by: FacetName,
  limit: number,
): Promise<Facet> {
  const { from, where, parameters } = await sourceOf(database, filter, [by]);
  const rows = await database.all(
    `SELECT value, events, count(*) OVER () AS n FROM (
       SELECT "${by}"::VARCHAR AS value, count(*) AS events FROM ${from} WHERE ${where} GROUP BY 1)
     ORDER BY events DESC, value NULLS LAST LIMIT ${Math.trunc(limit)}`,
    parameters,
  );
  return {
    distinct: Number(rows[0]?.['n'] ?? 0),
    values: rows.map(({ value, events }) => ({
      value: value === null || value === undefined ? null : String(value),
      events: Number(events),
    })),
  };
}

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
  const { from, where, parameters } = await sourceOf(database, filter, []);
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
    `SELECT (epoch_us(time) // $width) * $width AS "from", source, count(*) AS events
     FROM ${from} WHERE (${where}) AND time IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2`,
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
