import { longestWrapperKey, wrapperKeys } from './json-keys.js';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LF = 10;
const CR = 13;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const COMMA = 0x2c;
const COLON = 0x3a;

/** What a scan from the start of a value found. Positions are indexes into the bytes scanned. */
export type JsonScan =
  | { readonly kind: 'value'; readonly end: number; readonly wrapper: boolean }
  /** The bytes end before the value does. */
  | { readonly kind: 'more'; readonly wrapper: boolean }
  /** No JSON from `at` on. */
  | {
      readonly kind: 'bad';
      readonly at: number;
      readonly reason: string;
      readonly wrapper: boolean;
    }
  /** Nested deeper than allowed at `at`. */
  | { readonly kind: 'deep'; readonly at: number; readonly wrapper: boolean };

export interface JsonScanRules {
  /** Objects and arrays inside one another. */
  readonly nesting: number;
  /** A line end ends the value, finished or not. */
  readonly oneLine?: boolean;
  /** Receives the keys of the outermost object, as far as the scan comes. */
  readonly keys?: string[];
}

/** What the grammar wants next. */
const WANT_KEY = 0;
const WANT_COLON = 1;
const WANT_VALUE = 2;
const WANT_NEXT = 3;

const literal = new Uint8Array(256);
for (const character of '+-._0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ')
  literal[character.charCodeAt(0)] = 1;

/** Containers around the scan's position: 1 an object, 0 an array. Scans are synchronous, so one will do. */
let containers = new Uint8Array(1024);

/**
 * Finds the end of the object, array or string at `start` by JSON's grammar, without recursion. A comma before
 * a closing bracket and control characters other than line ends in strings pass: `repairJson` mends them.
 * `wrapper` says that a key of the outermost object is one under which exports put records.
 */
export function scanValue(
  bytes: Uint8Array,
  start: number,
  end: number,
  rules: JsonScanRules,
): JsonScan {
  const { nesting, keys } = rules;
  const oneLine = rules.oneLine === true;
  if (containers.length <= nesting) containers = new Uint8Array(nesting + 1);
  let depth = 0;
  let inObject = false;
  let want = WANT_VALUE;
  let wrapper = false;
  let keyStart = 0;
  let keyEnd = 0;
  let at = start;
  while (at < end) {
    const byte = bytes[at] ?? 0;
    switch (byte) {
      case 0x20:
      case 9:
        at += 1;
        break;
      case CR:
      case LF:
        if (oneLine)
          return { kind: 'bad', at, reason: 'the line ends inside this record', wrapper };
        at += 1;
        break;
      case QUOTE: {
        if (want !== WANT_KEY && want !== WANT_VALUE)
          return { kind: 'bad', at, reason: 'a string stands where none may', wrapper };
        const opened = at;
        at += 1;
        for (;;) {
          if (at >= end) return { kind: 'more', wrapper };
          const inside = bytes[at] ?? 0;
          if (inside === QUOTE) break;
          if (inside === BACKSLASH) at += 2;
          else if (inside === LF || inside === CR)
            return { kind: 'bad', at, reason: 'a string is not closed on its line', wrapper };
          else at += 1;
        }
        at += 1;
        if (want === WANT_VALUE) {
          want = WANT_NEXT;
          if (depth === 0) return { kind: 'value', end: at, wrapper };
        } else {
          want = WANT_COLON;
          if (depth === 1) {
            keyStart = opened + 1;
            keyEnd = at - 1;
            keys?.push(Buffer.from(bytes.subarray(keyStart, keyEnd)).toString());
          }
        }
        break;
      }
      case OPEN_OBJECT:
      case OPEN_ARRAY:
        if (want !== WANT_VALUE)
          return { kind: 'bad', at, reason: 'a bracket opens where none may', wrapper };
        if (depth === 1 && inObject && !wrapper && keyEnd - keyStart <= longestWrapperKey)
          wrapper = wrapperKeys.has(keyText(bytes, keyStart, keyEnd));
        if (depth >= nesting) return { kind: 'deep', at, wrapper };
        containers[depth] = inObject ? 1 : 0;
        depth += 1;
        inObject = byte === OPEN_OBJECT;
        want = inObject ? WANT_KEY : WANT_VALUE;
        at += 1;
        break;
      case CLOSE_OBJECT:
      case CLOSE_ARRAY: {
        const isObject = byte === CLOSE_OBJECT;
        const mayClose = want === WANT_NEXT || want === (isObject ? WANT_KEY : WANT_VALUE);
        if (depth === 0 || isObject !== inObject || !mayClose)
          return { kind: 'bad', at, reason: 'a bracket closes where none may', wrapper };
        depth -= 1;
        at += 1;
        if (depth === 0) return { kind: 'value', end: at, wrapper };
        inObject = containers[depth] === 1;
        want = WANT_NEXT;
        break;
      }
      case COMMA:
        if (want !== WANT_NEXT)
          return { kind: 'bad', at, reason: 'a comma stands where none may', wrapper };
        want = inObject ? WANT_KEY : WANT_VALUE;
        at += 1;
        break;
      case COLON:
        if (want !== WANT_COLON)
          return { kind: 'bad', at, reason: 'a colon stands where none may', wrapper };
        want = WANT_VALUE;
        at += 1;
        break;
      default: {
        if (want !== WANT_VALUE || literal[byte] === 0)
          return { kind: 'bad', at, reason: 'text stands where none may', wrapper };
        while (at < end && literal[bytes[at] ?? 0] === 1) at += 1;
        if (at >= end) return { kind: 'more', wrapper };
        want = WANT_NEXT;
      }
    }
  }
  return { kind: 'more', wrapper };
}

function keyText(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let at = start; at < end; at += 1) text += String.fromCharCode(bytes[at] ?? 0);
  return text;
}

/** Where a lenient skip stands; it goes from chunk to chunk. */
export interface Balance {
  depth: number;
  inString: boolean;
  escaped: boolean;
}

export function newBalance(): Balance {
  return { depth: 0, inString: false, escaped: false };
}

/**
 * Counts brackets and quotes and nothing else, to get past a value that is not to be read. Returns the index
 * after the value, or -1 when the bytes end first; then `balance` remembers where it stood.
 */
export function skipBalanced(
  bytes: Uint8Array,
  start: number,
  end: number,
  balance: Balance,
): number {
  let { depth, inString, escaped } = balance;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at];
    if (inString) {
      if (escaped) escaped = false;
      else if (byte === BACKSLASH) escaped = true;
      else if (byte === QUOTE) {
        inString = false;
        if (depth === 0) return at + 1;
      }
    } else if (byte === QUOTE) inString = true;
    else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth += 1;
    else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
      depth -= 1;
      if (depth === 0) return at + 1;
      if (depth < 0) return at;
    } else if (depth === 0 && (byte === COMMA || byte === LF)) return at;
  }
  balance.depth = depth;
  balance.inString = inString;
  balance.escaped = escaped;
  return -1;
}
