import type { Source } from '../model/event.js';
import { sources } from '../model/event.js';
import type { Row } from '../store/store.js';
import type { Context } from './context.js';

/** Names of logs for people. */
const sourceNames: Readonly<Record<Source, string>> = {
  ual: 'Unified audit log',
  entra_signin: 'Entra sign-ins',
  entra_audit: 'Entra audit',
  azure_activity: 'Azure activity',
  graph_activity: 'Graph activity',
  risk_detection: 'Risk detections',
  message_trace: 'Message trace',
  mail: 'Mail',
};

export const isSource = (name: string): name is Source =>
  (sources as readonly string[]).includes(name);
export const sourceName = (name: string): string => (isSource(name) ? sourceNames[name] : name);

export const text = (row: Row, name: string): string => {
  const cell = row[name];
  return cell === null || cell === undefined ? '' : String(cell);
};

export function timeText(context: Context, time: bigint | null | undefined): string {
  return time === null || time === undefined ? '' : context.time(time);
}

export function timeCell(context: Context, row: Row, name: string): string {
  const cell = row[name];
  return typeof cell === 'bigint' ? context.time(cell) : text(row, name);
}

/** First and last to the minute, in as few letters as say it: year and day are not repeated. */
export function span(
  context: Context,
  first: bigint | null | undefined,
  last: bigint | null | undefined,
): string {
  const from = timeText(context, first).slice(0, minute);
  const to = timeText(context, last).slice(0, minute);
  if (from === to) return from;
  if (from.slice(0, day) === to.slice(0, day)) return `${from} – ${to.slice(day + 1)}`;
  return `${from} – ${from.slice(0, year) === to.slice(0, year) ? to.slice(year + 1) : to}`;
}

/** Lengths of the parts of `2024-05-10 09:31`. */
const year = 4;
const day = 10;
const minute = 16;

/** What an event was done to, in the words that say most; `appNames`: by id, where a record has none. */
export function whatOf(row: Row, appNames: ReadonlyMap<string, string> = new Map()): string {
  return row['damaged'] === true ? `[damaged] ${objectOf(row, appNames)}` : objectOf(row, appNames);
}

function objectOf(row: Row, appNames: ReadonlyMap<string, string>): string {
  const subject = text(row, 'subject');
  const object = text(row, 'object');
  if (object.includes('Microsoft Exchange Hosted Organizations'))
    return object.split(/[\\/]/).at(-1) ?? object;
  if (subject !== '') return subject;
  const isId = /^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(object);
  return (
    (isId ? '' : object) ||
    text(row, 'folder') ||
    text(row, 'app_name') ||
    (appNames.get(text(row, 'app_id')) ?? object)
  );
}

/** Ids are cut on a terminal: a GUID to its first letters, a longer id to its last. */
export function shortId(context: Context, id: string): string {
  if (!context.io.outIsTerminal || id.length <= 12) return id;
  return /^[0-9a-f]{8}/.test(id) ? id.slice(0, 8) : `…${id.slice(-7)}`;
}

/** A few of a list, and how many more there are. */
export function some(list: readonly string[], most = 3): string {
  const shown = list.slice(0, most).join(', ');
  return list.length > most ? `${shown} +${list.length - most}` : shown;
}
