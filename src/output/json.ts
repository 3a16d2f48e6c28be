import { isoTime } from './time.js';
import { visibleJson } from './visible.js';

export type JsonValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | undefined
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** Times are the bigints of this program: they become ISO 8601 in UTC. */
function replacer(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? isoTime(value) : value;
}

/**
 * JSON for programs, on several lines: times as `2024-05-10T09:31:12.123Z`, absent values as null.
 * Control and bidi characters are escaped, so that it is safe on a terminal too.
 */
export function json(value: JsonValue): string {
  return `${visibleJson(JSON.stringify(value ?? null, replacer, 2))}\n`;
}

/** One line of JSON Lines. */
export function jsonLine(value: JsonValue): string {
  return `${visibleJson(JSON.stringify(value ?? null, replacer))}\n`;
}

/** Several values as one JSON array, one a line, written piece by piece. */
export function jsonArrayItem(value: JsonValue, first: boolean): string {
  return `${first ? '[\n' : ',\n'}${visibleJson(JSON.stringify(value ?? null, replacer))}`;
}
export function jsonArrayEnd(empty: boolean): string {
  return empty ? '[]\n' : '\n]\n';
}
