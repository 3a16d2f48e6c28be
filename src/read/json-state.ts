import type { Fields, ReadItem } from './record.js';
import type { ReadOptions } from './options.js';
import { readLimits, type ReadLimits } from './limits.js';
import type { ByteWindow } from './window.js';
import { newBalance, skipBalanced, type JsonScanRules } from './json-scan.js';
import { indentOf } from './json-resync.js';
import { repairJson } from './json-repair.js';

const LF = 10;
const BOM = 0xef;

/** Good records whose keys are remembered at once, and of the later ones one in so many. */
const remembered = 64;
const mostKeys = 1000;

/** What the reader is inside of. */
export type Frame =
  | {
      readonly kind: 'array';
      /** Its elements are Log Analytics tables. */
      readonly tables: boolean;
      /** Its elements are rows of a table with these columns. */
      readonly rows: boolean;
      readonly columns?: readonly string[];
    }
  | { readonly kind: 'envelope'; columns: readonly string[] | undefined; nextLink: boolean };

/** Where the reading of one JSON file stands. */
export interface JsonState {
  readonly window: ByteWindow;
  /** JSON Lines: a record ends with its line. */
  readonly lines: boolean;
  readonly options: ReadOptions;
  readonly limits: ReadLimits;
  readonly rules: JsonScanRules;
  readonly stack: Frame[];
  /** Keys of good records, to know the next one by after damage. */
  readonly keys: Set<string>;
  fewestKeys: number;
  /** Spaces before records that start a line; -1 when none did. */
  indent: number;
  items: ReadItem[];
  itemBytes: number;
  recordNo: number;
  /** Bytes looked at more than once on account of damage. */
  doubted: number;
  /** Line where results end with a link to a next page that has not come. */
  morePages: number | undefined;
  strayNoted: boolean;
}

export function newJsonState(window: ByteWindow, lines: boolean, options: ReadOptions): JsonState {
  const limits: ReadLimits = { ...readLimits, ...options.limits };
  return {
    window,
    lines,
    options,
    limits,
    rules: { nesting: limits.nesting },
    stack: [],
    keys: new Set(),
    fewestKeys: Number.POSITIVE_INFINITY,
    indent: -1,
    items: [],
    itemBytes: 0,
    recordNo: 0,
    doubted: 0,
    morePages: undefined,
    strayNoted: false,
  };
}

export function note(state: JsonState, code: string, message: string, line: number): void {
  state.options.onNote?.({ code, message, place: { line } });
}

export function skipBom(state: JsonState): boolean {
  const { bytes, start, end } = state.window;
  if (bytes[start] !== BOM || end - start < 3) return false;
  if (bytes[start + 1] !== 0xbb || bytes[start + 2] !== 0xbf) return false;
  state.window.moveTo(start + 3);
  return true;
}

export function push(state: JsonState, frame: Frame): void {
  state.window.moveTo(state.window.start + 1);
  state.stack.push(frame);
}

export function pop(state: JsonState): void {
  state.window.moveTo(state.window.start + 1);
  const frame = state.stack.pop();
  if (frame?.kind === 'envelope') state.morePages = frame.nextLink ? state.window.line : undefined;
}

/** Hands out `[start, end)` as a record, or as a reject when it is none. */
export function emit(
  state: JsonState,
  end: number,
  what: 'object' | 'string' | 'row' | 'array',
  columns?: readonly string[],
): void {
  const window = state.window;
  const { bytes, start } = window;
  const text = bytes.toString('utf8', start, end);
  let parsed: unknown;
  let damage: string | undefined;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    const repair = repairJson(text);
    try {
      if (repair === undefined) throw error;
      parsed = JSON.parse(repair.text);
      damage = `had to be mended: ${repair.mended.join(', ')}`;
    } catch {
      reject(state, `malformed JSON: ${parseReason(error)}`, end);
      return;
    }
  }
  switch (what) {
    case 'object':
      if (isFields(parsed)) record(state, parsed, end, text, damage);
      else reject(state, 'not an object', end);
      break;
    case 'row':
      if (Array.isArray(parsed) && columns !== undefined) {
        const wrong =
          parsed.length === columns.length
            ? damage
            : `has ${parsed.length} of ${columns.length} columns`;
        record(state, rowOf(columns, parsed), end, undefined, wrong);
      } else reject(state, 'not a row of the table', end);
      break;
    case 'string': {
      const inner = typeof parsed === 'string' ? objectIn(parsed) : undefined;
      if (inner === undefined) reject(state, 'a string, not an object', end);
      else record(state, inner.fields, end, inner.text, damage);
      break;
    }
    case 'array':
      reject(state, 'an array, not an object', end);
  }
}

export function record(
  state: JsonState,
  fields: Fields,
  end: number,
  text: string | undefined,
  damage: string | undefined,
): void {
  const window = state.window;
  state.recordNo += 1;
  state.items.push({
    kind: 'record',
    recordNo: state.recordNo,
    line: window.line,
    fields,
    ...(damage === undefined ? {} : { damage }),
    ...(text === undefined ? {} : { text }),
  });
  state.itemBytes += end - window.start;
  // What had to be mended is no example of a record.
  if (damage === undefined && (state.recordNo <= remembered || state.recordNo % remembered === 0)) {
    const keys = Object.keys(fields);
    if (keys.length > 0) state.fewestKeys = Math.min(state.fewestKeys, keys.length);
    if (state.keys.size < mostKeys) for (const key of keys) state.keys.add(key);
    const indent = indentOf(window.bytes, Math.max(0, window.start - 256), window.start);
    if (indent !== -1) state.indent = indent;
  }
  window.moveTo(end);
}

export function reject(state: JsonState, reason: string, end: number): void {
  const window = state.window;
  const text = excerpt(state, end);
  state.recordNo += 1;
  state.items.push({
    kind: 'reject',
    recordNo: state.recordNo,
    line: window.line,
    reason,
    text,
  });
  state.itemBytes += text.length;
  window.moveTo(end);
}

export function excerpt(state: JsonState, end: number): string {
  const { bytes, start } = state.window;
  return bytes
    .toString('utf8', start, Math.min(end, start + state.limits.rejectText * 4))
    .trimEnd()
    .slice(0, state.limits.rejectText);
}

/** One reject from here to the end of the line, however long it is. */
export async function rejectLine(state: JsonState, reason: string): Promise<void> {
  const window = state.window;
  await rejectWhile(state, reason, () => {
    const lf = window.bytes.subarray(window.start, window.end).indexOf(LF);
    return lf === -1 ? -1 : window.start + lf;
  });
}

/**
 * One reject from here to where `find` says; what it has looked at is let go before more
 * is read, except for the last `keep` bytes, where something may begin.
 */
export async function rejectWhile(
  state: JsonState,
  reason: string,
  find: () => number,
  keep = 0,
): Promise<void> {
  const window = state.window;
  const { line } = window;
  const text = excerpt(state, window.end);
  for (;;) {
    const at = find();
    const passed = window.ended ? window.end : Math.max(window.start, window.end - keep);
    window.moveTo(at === -1 ? passed : at);
    if (at !== -1 || (window.length === 0 && window.ended)) break;
    await window.fill();
  }
  state.recordNo += 1;
  state.items.push({ kind: 'reject', recordNo: state.recordNo, line, reason, text });
  state.itemBytes += text.length;
}

/** Too long to hold: one reject, and nothing of it is kept but its start. */
export async function rejectLong(state: JsonState): Promise<void> {
  await rejectSkipped(
    state,
    `record of more than ${state.limits.recordBytes} bytes, the limit for one record`,
  );
}

export async function rejectSkipped(state: JsonState, reason: string): Promise<void> {
  if (state.lines && state.stack.length === 0) {
    await rejectLine(state, reason);
    return;
  }
  const window = state.window;
  const balance = newBalance();
  await rejectWhile(state, reason, () =>
    skipBalanced(window.bytes, window.start, window.end, balance),
  );
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object that a string encodes once more, if it does. */
function objectIn(text: string): { readonly fields: Fields; readonly text: string } | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return isFields(parsed) ? { fields: parsed, text: text.trim() } : undefined;
  } catch {
    return undefined;
  }
}

function rowOf(columns: readonly string[], row: readonly unknown[]): Fields {
  return Object.fromEntries(
    row.map((cell, index) => [columns[index] ?? `column ${index + 1}`, cell]),
  );
}

/** Column names of a Log Analytics or Kusto table. */
export function columnNames(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.map((column: unknown, index) => {
    if (typeof column === 'string') return column;
    if (isFields(column)) {
      const name = column['name'] ?? column['ColumnName'] ?? column['Name'];
      if (typeof name === 'string') return name;
    }
    return `column ${index + 1}`;
  });
}

/** JSON.parse's complaint without the text it quotes: the reject has that anyway. */
function parseReason(error: unknown): string {
  const position =
    error instanceof Error ? /at position (\d+)/.exec(error.message)?.[1] : undefined;
  return position === undefined ? 'it cannot be parsed' : `it breaks off at character ${position}`;
}
