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

/** First and last in as few letters as say it: the day is not repeated. */
export function span(
  context: Context,
  first: bigint | null | undefined,
  last: bigint | null | undefined,
): string {
  const from = timeText(context, first);
  const to = timeText(context, last);
  if (from === '' || from === to) return from;
  const [day, clock] = to.split(' ');
  return `${from} – ${from.startsWith(`${day ?? ''} `) ? (clock ?? '') : to}`;
}

/** What an event was done to, in the words that say most. */
export function whatOf(row: Row): string {
  return row['damaged'] === true ? `[damaged] ${objectOf(row)}` : objectOf(row);
}

function objectOf(row: Row): string {
  const subject = text(row, 'subject');
  const object = text(row, 'object');
  if (object.includes('Microsoft Exchange Hosted Organizations'))
    return object.split(/[\\/]/).at(-1) ?? object;
  if (subject !== '') return subject;
  const isId = /^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(object);
  return (isId ? '' : object) || text(row, 'folder') || text(row, 'app_name') || object;
}

/** Ids are cut on a terminal: a GUID to its first letters, a longer id to its last. */
export function shortId(context: Context, id: string): string {
  if (!context.io.outIsTerminal || id.length <= 12) return id;
  return /^[0-9a-f]{8}/.test(id) ? id.slice(0, 8) : `…${id.slice(-8)}`;
}

/** A few of a list, and how many more there are. */
export function some(list: readonly string[], most = 3): string {
  const shown = list.slice(0, most).join(', ');
  return list.length > most ? `${shown} +${list.length - most}` : shown;
}
