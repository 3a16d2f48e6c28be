import { scanValue, type JsonScan, type JsonScanRules } from './json-scan.js';

const OPEN_OBJECT = 0x7b;
const OPEN_ARRAY = 0x5b;
const CLOSE_OBJECT = 0x7d;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const LF = 10;

/** How far a candidate is read to see whether it is one. */
export const candidateBytes = 64 * 1024;
const hurriedBytes = 256;
/** Objects looked at to learn what a record looks like. */
const candidatesLearnt = 200;

/** What records of this file look like, for telling one from an object inside one. */
export interface Likeness {
  /** Keys of good records. */
  readonly keys: ReadonlySet<string>;
  /** The fewest keys a record had. */
  readonly fewest: number;
  /** Spaces before records that start a line; -1 when they do not. */
  readonly indent: number;
}

/** Where to look for the next record, and how carefully. */
export interface Search {
  /** The damaged record. */
  readonly start: number;
  /** Candidates start in `[from, end)`; they may be read to `end`. */
  readonly from: number;
  readonly end: number;
  /** An array that starts a line will do too. */
  readonly arrays: boolean;
  /** Believe the first key: too much of the file was looked at twice already. */
  readonly hurried: boolean;
}

export interface Found {
  /** -1 when there is none. */
  readonly at: number;
  /** Bytes looked at. */
  readonly cost: number;
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
 * The next plausible start of a record after a damaged one: an object that starts a line as the records here
 * do, or one that shares enough keys with them. Objects inside a record are told apart by the same marks:
 * they are indented deeper and have other keys.
 */
export function nextRecord(
  bytes: Buffer,
  search: Search,
  rules: JsonScanRules,
  likeness: Likeness,
): Found {
  const { start, end, arrays, hurried } = search;
  const { keys: known, indent: usual } = likeness;
  const needed = Math.max(1, Math.min(3, likeness.fewest));
  const view = bytes.subarray(0, end);
  const affordable = 8 * (end - start);
  let cost = 0;
  for (let at = search.from; at < end && cost < affordable;) {
    let next = view.indexOf(OPEN_OBJECT, at);
    if (arrays) {
      const array = view.indexOf(OPEN_ARRAY, at);
      if (array !== -1 && (next === -1 || array < next)) next = array;
    }
    if (next === -1) return { at: -1, cost: cost + end - at };
    cost += next - at;
    at = next + 1;
    const opens = bytes[afterSpace(bytes, at, end)];
    const indent = indentOf(bytes, start, next);
    if (bytes[next] === OPEN_ARRAY) {
      if (indent === 0 && (opens === OPEN_OBJECT || opens === OPEN_ARRAY))
        return { at: next, cost };
      continue;
    }
    if (indent !== -1 && indent === usual && (opens === QUOTE || opens === CLOSE_OBJECT))
      return { at: next, cost };
    if (opens !== QUOTE || !mayPrecede(bytes, start, next)) continue;
    const keys: string[] = [];
    const reach = Math.min(end, next + (hurried ? hurriedBytes : candidateBytes));
    cost += scanned(scanValue(bytes, next, reach, { ...rules, keys }), reach) - next;
    const shared = keys.filter((key) => known.has(key)).length;
    if (hurried ? shared > 0 : shared >= needed && shared * 5 >= keys.length * 2)
      return { at: next, cost };
  }
  return { at: -1, cost };
}

/**
 * The keys of a record when no good one was read yet: those of the longest whole object ahead, for a record is
 * longer than what is in it.
 */
export function learnKeys(
  bytes: Buffer,
  from: number,
  end: number,
  rules: JsonScanRules,
): readonly string[] {
  const view = bytes.subarray(0, end);
  let longest = 0;
  let learned: readonly string[] = [];
  let at = from;
  for (let tries = 0; tries < candidatesLearnt; tries += 1) {
    const next = view.indexOf(OPEN_OBJECT, at);
    if (next === -1) break;
    at = next + 1;
    if (bytes[afterSpace(bytes, at, end)] !== QUOTE) continue;
    const keys: string[] = [];
    const scan = scanValue(bytes, next, Math.min(end, next + candidateBytes), { ...rules, keys });
    if (scan.kind !== 'value') continue;
    if (scan.end - next > longest) {
      longest = scan.end - next;
      learned = keys;
    }
    at = scan.end;
  }
  return learned;
}

function afterSpace(bytes: Uint8Array, at: number, end: number): number {
  while (at < end && (bytes[at] ?? 0) <= 0x20) at += 1;
  return at;
}

/** May what stands before `at` stand before a record? A colon may not. */
function mayPrecede(bytes: Uint8Array, start: number, at: number): boolean {
  let back = at - 1;
  while (back > start && (bytes[back] ?? 0) <= 0x20) back -= 1;
  const before = bytes[back];
  return (
    before === COMMA ||
    before === OPEN_ARRAY ||
    before === CLOSE_OBJECT ||
    (before !== COLON && indentOf(bytes, start, at) !== -1)
  );
}

function scanned(scan: JsonScan, reach: number): number {
  return scan.kind === 'value' ? scan.end : scan.kind === 'more' ? reach : scan.at;
}
