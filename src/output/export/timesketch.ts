import type { Incident, TimelineEntry } from '../../model/incident.js';

/** A cell of an event, as the store gives it: a bigint is a time in UTC microseconds. */
type Cell = string | number | bigint | boolean | null | undefined;
export type EventCells = Readonly<Record<string, Cell>>;

/** Columns of events that Timesketch gets beside its own. */
export const timesketchColumns = [
  'source', 'operation', 'outcome', 'user', 'target_user', 'object', 'subject', 'ip', 'country', 'asn', 'as_org',
  'user_agent', 'session', 'app_name', 'app_id', 'message_id', 'folder', 'event_id', 'evidence_id', 'record_no',
] as const; // prettier-ignore

/** One line: Timesketch wants message, datetime and timestamp_desc (its guide "Create timeline from JSON/JSONL/CSV"). */
export type TimesketchRow = Readonly<Record<string, string | number | null | readonly string[]>>;

/** Names in the order of the CSV. */
export const timesketchHeader = [
  'message', 'datetime', 'timestamp_desc', 'timestamp', 'data_type', 'lane', 'stage', 'finding', 'tag', ...timesketchColumns,
] as const; // prettier-ignore

/** `2024-05-10T09:31:12.123456+00:00` */
const zoned = (iso: string): string => iso.replace(/Z$/, '+00:00');

/** Of the document: which timeline entry an event belongs to. */
export function entriesByEvent(incident: Incident): ReadonlyMap<string, TimelineEntry> {
  const found = new Map<string, TimelineEntry>();
  for (const entry of incident.timeline)
    for (const id of entry.events) if (!found.has(id) || (entry.finding !== null && found.get(id)?.finding === null)) found.set(id, entry); // prettier-ignore
  return found;
}

/** An event as Timesketch takes it; undefined for one without a time, which no timeline can hold. */
export function timesketchEvent(
  row: EventCells,
  iso: (micros: bigint) => string,
  entry: TimelineEntry | undefined,
): TimesketchRow | undefined {
  const time = row['time'];
  if (typeof time !== 'bigint') return undefined;
  const text = (name: string): string => String(row[name] ?? '');
  const what = text('subject') || text('object') || text('app_name');
  const message = [
    `${text('operation')}${text('outcome') === 'failure' ? ' (failed)' : ''}`,
    text('user'),
    text('ip') === '' ? '' : `from ${text('ip')}`,
    what,
  ].filter((part) => part !== '');
  return {
    message: message.join(' · '),
    datetime: zoned(iso(time)),
    timestamp_desc: 'Event logged',
    timestamp: Number(time),
    data_type: `m365:${text('source')}`,
    lane: entry?.lane ?? null,
    stage: entry?.stage ?? null,
    finding: entry?.finding === undefined || entry.finding === null ? null : entry.said.en,
    tag: entry?.stage === undefined || entry.stage === null ? [] : [entry.stage],
    ...Object.fromEntries(timesketchColumns.map((name) => [name, cellOf(row[name])])),
  };
}

function cellOf(cell: Cell): string | number | null {
  if (cell === null || cell === undefined) return null;
  return typeof cell === 'number' ? cell : String(cell);
}

/** What people noted, and what else no event stands for. */
export const timesketchNotes = (incident: Incident): readonly TimesketchRow[] =>
  incident.timeline
    .filter(({ events }) => events.length === 0)
    .map((entry) => ({
      message: entry.said.en,
      datetime: zoned(entry.at),
      timestamp_desc: entry.note ? 'Note of an analyst' : 'Timeline entry',
      timestamp: Date.parse(entry.at) * 1000,
      data_type: 'konseki:note',
      lane: entry.lane,
      stage: entry.stage,
      finding: null,
      tag: entry.stage === null ? [] : [entry.stage],
      ...Object.fromEntries(timesketchColumns.map((name) => [name, name === 'user' ? entry.user : null])),
    })); // prettier-ignore
