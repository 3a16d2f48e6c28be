import { scanValue, type JsonScanRules } from './json-scan.js';
import type { Fields } from './record.js';

const OPEN_OBJECT = 0x7b;
const OPEN_ARRAY = 0x5b;
const CLOSE_OBJECT = 0x7d;
const QUOTE = 0x22;
const COMMA = 0x2c;
const LF = 10;

/** How far a candidate is read to see whether it is one. */
const candidateBytes = 64 * 1024;

/** What records of this file look like, for telling one from an object inside one. */
export interface Likeness {
  /** The last good records of the file. */
  readonly recent: readonly Fields[];
  /** Spaces before records that start a line; -1 when they do not. */
  readonly indent: number;
}

/** Spaces between the line's start and `at`, or -1 when something else stands there too. */
export function indentOf(bytes: Uint8Array, from: number, at: number): number {
  let back = at - 1;
  while (back >= from && (bytes[back] === 0x20 || bytes[back] === 9)) back -= 1;
  if (back < from || bytes[back] === LF || bytes[back] === 13) return at - 1 - back;
  // A BOM between two documents.
  return bytes[back] === 0xbf && bytes[back - 1] === 0xbb ? 0 : -1;
}

/**
 * The next plausible start of a record in `[from, to)` after a damaged one at `start`, or -1: an object that
 * starts a line as the records here do, or one that shares most of its keys with them. Objects inside the
 * damaged record are told apart by their indentation or their keys.
 */
export function nextRecord(
  bytes: Buffer,
  start: number,
  from: number,
  to: number,
  end: number,
  rules: JsonScanRules,
  likeness: Likeness,
  arraysToo: boolean,
): { readonly at: number; readonly cost: number } {
  const known = new Set<string>();
  let fewest = Number.POSITIVE_INFINITY;
  for (const fields of likeness.recent) {
    const keys = Object.keys(fields);
    fewest = Math.min(fewest, keys.length);
    for (const key of keys) known.add(key);
  }
  if (known.size === 0) {
    const own: string[] = [];
    scanValue(bytes, start, end, { ...rules, keys: own });
    for (const key of own) known.add(key);
    fewest = own.length;
  }
  const needed = Math.max(1, Math.min(3, fewest));
  let cost = 0;
  let at = from;
  while (at < to && cost < 8 * (end - start)) {
    let next = bytes.indexOf(OPEN_OBJECT, at);
    if (arraysToo) {
      const array = bytes.subarray(at, to).indexOf(OPEN_ARRAY);
      if (array !== -1 && (next === -1 || at + array < next)) next = at + array;
    }
    if (next === -1 || next >= to) break;
    at = next + 1;
    let inside = at;
    while (inside < end && (bytes[inside] ?? 0) <= 0x20) inside += 1;
    const opens = bytes[inside];
    const indent = indentOf(bytes, start, next);
    if (bytes[next] === OPEN_ARRAY) {
      if (indent === 0 && (opens === OPEN_OBJECT || opens === OPEN_ARRAY)) return { at: next, cost };
      continue;
    }
    if (opens !== QUOTE && opens !== CLOSE_OBJECT) continue;
    if (indent !== -1 && indent === likeness.indent) return { at: next, cost };
    if (opens === CLOSE_OBJECT) continue;
    let back = next - 1;
    while (back > start && (bytes[back] ?? 0) <= 0x20) back -= 1;
    const before = bytes[back];
    if (before !== COMMA && before !== OPEN_ARRAY && before !== CLOSE_OBJECT && indent === -1) continue;
    const keys: string[] = [];
    const reach = Math.min(end, next + candidateBytes);
    const scan = scanValue(bytes, next, reach, { ...rules, keys });
    cost += (scan.kind === 'value' ? scan.end : scan.kind === 'more' ? reach : scan.at) - next;
    const shared = keys.filter((key) => known.has(key)).length;
    if (shared >= needed && shared * 5 >= keys.length * 3) return { at: next, cost };
  }
  return { at: -1, cost };
}
