import {
  columnKeys,
  envelopeKeys,
  recordKeys,
  rowKeys,
  tableKeys,
  weakRecordKeys,
  wrapperKeys,
} from './json-keys.js';
import { scanValue, type JsonScanRules } from './json-scan.js';

const OPEN_OBJECT = 0x7b;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const QUOTE = 0x22;
const COLON = 0x3a;
const COMMA = 0x2c;

/** Envelopes inside one another, as in Elasticsearch's `hits.hits`. */
const envelopes = 3;

/** The index of the first byte from `at` that is neither white space nor, with `commas`, a comma. */
export function skipSpace(bytes: Uint8Array, at: number, end: number, commas = false): number {
  while (at < end) {
    const byte = bytes[at];
    if (byte !== 0x20 && byte !== 10 && byte !== 13 && byte !== 9 && !(commas && byte === COMMA))
      return at;
    at += 1;
  }
  return end;
}

interface Member {
  readonly key: string;
  /** Where its value starts. */
  readonly value: number;
  /** Where its value ends, or `end` when the bytes (or what can be read of them) end first. */
  readonly valueEnd: number;
  readonly whole: boolean;
}

/** The members of the object at `start`, as far as they can be read. */
export function* members(
  bytes: Buffer,
  start: number,
  end: number,
  rules: JsonScanRules,
): Generator<Member, void, undefined> {
  let at = start + 1;
  for (;;) {
    at = skipSpace(bytes, at, end, true);
    if (at >= end || bytes[at] !== QUOTE) return;
    const key = scanValue(bytes, at, end, rules);
    if (key.kind !== 'value') return;
    const name = keyName(bytes, at, key.end);
    at = skipSpace(bytes, key.end, end);
    if (at >= end || bytes[at] !== COLON) return;
    const value = skipSpace(bytes, at + 1, end);
    if (value >= end) return;
    // A number or a word at top level is never "ended" by the scan: give it brackets by hand.
    const valueEnd = scalarEnd(bytes, value, end);
    if (valueEnd !== -1) {
      yield { key: name, value, valueEnd, whole: valueEnd < end };
      at = valueEnd;
      continue;
    }
    const scan = scanValue(bytes, value, end, rules);
    const whole = scan.kind === 'value';
    yield { key: name, value, valueEnd: whole ? scan.end : end, whole };
    if (!whole) return;
    at = scan.end;
  }
}

/** The end of a number or word at `at`, or -1 when an object, array or string stands there. */
function scalarEnd(bytes: Uint8Array, at: number, end: number): number {
  const first = bytes[at];
  if (first === OPEN_OBJECT || first === OPEN_ARRAY || first === QUOTE) return -1;
  while (at < end) {
    const byte = bytes[at] ?? 0;
    if (byte <= 0x20 || byte === COMMA || byte === 0x7d || byte === CLOSE_ARRAY) return at;
    at += 1;
  }
  return end;
}

/** The name of a key from its text with quotes; escapes are resolved where they are valid. */
export function keyName(bytes: Buffer, start: number, end: number): string {
  const text = bytes.toString('utf8', start, end);
  if (!text.includes('\\')) return text.slice(1, -1);
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'string' ? parsed : text;
  } catch {
    return text.slice(1, -1);
  }
}

/** The keys of the object at `start`, as far as they can be read. */
function keysOf(bytes: Buffer, start: number, end: number, rules: JsonScanRules): string[] {
  const keys: string[] = [];
  scanValue(bytes, start, end, { ...rules, keys });
  return keys;
}

/** What stands under a key of an object that may be an envelope. */
export type Content = 'records' | 'empty' | 'tables' | 'rows' | 'envelope' | undefined;

/** What the member's value holds, judged by its first element. */
export function contentOf(
  bytes: Buffer,
  key: string,
  value: number,
  end: number,
  rules: JsonScanRules,
  level = 1,
): Content {
  if (!wrapperKeys.has(key)) return undefined;
  if (bytes[value] === OPEN_OBJECT)
    return level < envelopes && isWrapper(bytes, value, end, rules, level + 1)
      ? 'envelope'
      : undefined;
  if (bytes[value] !== OPEN_ARRAY) return undefined;
  const first = skipSpace(bytes, value + 1, end);
  if (first >= end) return undefined;
  switch (bytes[first]) {
    case CLOSE_ARRAY:
      return 'empty';
    case OPEN_OBJECT: {
      if (!tableKeys.has(key)) return 'records';
      const keys = keysOf(bytes, first, end, rules);
      return keys.some((name) => columnKeys.has(name)) ? 'tables' : 'records';
    }
    case OPEN_ARRAY:
      return rowKeys.has(key) ? 'rows' : undefined;
    case QUOTE: {
      // Records encoded once more: ["{\"Id\":…}"].
      const inside = skipSpace(bytes, first + 1, end);
      return bytes[inside] === OPEN_OBJECT ? 'records' : undefined;
    }
    default:
      return undefined;
  }
}

/**
 * Is the object at `start` an envelope around records rather than a record? `bytes[start, end)` need not hold
 * all of it: wrappers may be gigabytes, and the decision falls on what can be seen. A key that only a log
 * record has makes it a record; one that both have (`id`, `time`) leaves it to what its array holds.
 */
export function isWrapper(
  bytes: Buffer,
  start: number,
  end: number,
  rules: JsonScanRules,
  level = 1,
): boolean {
  let content: Content;
  let weak = false;
  let recordsInside = false;
  let envelopeOnly = true;
  let columns = false;
  for (const member of members(bytes, start, end, rules)) {
    const { key, value } = member;
    if (recordKeys.has(key)) return false;
    if (weakRecordKeys.has(key)) weak = true;
    if (columnKeys.has(key)) columns = true;
    const found = contentOf(bytes, key, value, end, rules, level);
    if (found !== undefined && (content === undefined || content === 'empty')) {
      content = found;
      const first = skipSpace(bytes, value + 1, end);
      recordsInside =
        found === 'records' &&
        bytes[first] === OPEN_OBJECT &&
        keysOf(bytes, first, end, rules).some((name) => recordKeys.has(name));
    }
    if (found === undefined && !key.startsWith('@') && !envelopeKeys.has(key)) envelopeOnly = false;
  }
  switch (content) {
    case undefined:
      return false;
    case 'empty':
      return envelopeOnly;
    case 'tables':
      return true;
    case 'rows':
      return columns;
    case 'envelope':
      return !weak;
    case 'records':
      return !weak || recordsInside;
  }
}
