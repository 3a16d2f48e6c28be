import { newBalance, scanValue, skipBalanced } from './json-scan.js';
import { skipSpace } from './json-wrapper.js';
import { candidateBytes, indentOf, learnKeys, nextRecord, type Likeness } from './json-resync.js';
import { repairJson } from './json-repair.js';
import {
  emit,
  isFields,
  note,
  record,
  reject,
  rejectLine,
  rejectWhile,
  type JsonState,
} from './json-state.js';

const OPEN_OBJECT = 0x7b;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const LF = 10;
const BOM = 0xef;

/** How far past the failure a damaged record is looked at. */
const beyondFailure = 256 * 1024;
/** Looking twice is free up to here; beyond, it may cost a multiple of what was read. */
const freeDoubt = 64 * 1024 * 1024;

/**
 * Gets past the damaged record at the window's start: to the next plausible record inside it, to where its
 * brackets close, or to the next line.
 */
export async function recover(state: JsonState, reason: string, failedAt: number): Promise<void> {
  const window = state.window;
  const atTop = state.stack.length === 0;
  const failed = failedAt - window.start;
  await window.hold(Math.max(state.limits.lookaheadBytes, failed + beyondFailure));
  const { bytes, start, end } = window;
  if (state.lines && atTop) {
    await recoverLine(state, reason);
    return;
  }
  const hurried = state.doubted > freeDoubt + 4 * window.offset;
  const seen = likeness(state, hurried);
  const search = { start, from: start + 1, end, arrays: atTop, hurried };
  const next = nextRecord(bytes, search, state.rules, seen);
  state.doubted += next.cost;
  const cut = window.ended && failed >= end - start;
  if (next.at !== -1) {
    rejectOrMend(state, next.at, cut ? 'it does not end' : reason);
    return;
  }
  if (cut) {
    const { line } = window;
    reject(state, 'the file ends inside this record', end);
    note(state, 'truncated', `The file ends inside the record on line ${line}: it was cut.`, line);
    state.stack.length = 0;
    return;
  }
  const close = hurried ? -1 : skipBalanced(bytes, start, end, newBalance());
  state.doubted += (close === -1 ? end : close) - start;
  if (close > start && endsRecord(state, close)) rejectOrMend(state, close, reason);
  else await rejectUntilRecord(state, `malformed JSON: ${reason}`, seen);
}

/** What records look like here; learnt from what lies ahead when none was read yet. */
function likeness(state: JsonState, hurried: boolean): Likeness {
  const { bytes, start, end } = state.window;
  if (state.keys.size === 0 && !hurried) {
    const keys = learnKeys(bytes, start + 1, end, state.rules);
    state.doubted += end - start;
    for (const key of keys) state.keys.add(key);
    state.fewestKeys = keys.length;
  }
  const own = indentOf(bytes, Math.max(0, start - 256), start);
  return {
    keys: state.keys,
    fewest: state.fewestKeys,
    indent: own === -1 ? state.indent : own,
  };
}

/** Is a record that no other follows over at `at`, judging by what follows? */
function endsRecord(state: JsonState, at: number): boolean {
  const { bytes, end, ended } = state.window;
  const next = skipSpace(bytes, at, end);
  if (next >= end) return ended;
  const byte = bytes[next];
  if (state.stack.length === 0) return byte === OPEN_OBJECT || byte === OPEN_ARRAY || byte === BOM;
  return byte === CLOSE_ARRAY;
}

/** What lies before `next` is one damaged record: mended if that is all it takes, otherwise a reject. */
function rejectOrMend(state: JsonState, next: number, reason: string): void {
  const { bytes, start } = state.window;
  const text = bytes.toString('utf8', start, next).replace(/[\s,]+$/, '');
  const repair = repairJson(text);
  if (repair !== undefined)
    try {
      const parsed: unknown = JSON.parse(repair.text);
      if (isFields(parsed)) {
        record(state, parsed, next, text, `had to be mended: ${repair.mended.join(', ')}`);
        return;
      }
    } catch {
      // Not to be mended.
    }
  reject(state, `malformed JSON: ${reason}`, next);
}

/** JSON Lines: the damage ends with the line, unless a record spread over lines starts here. */
async function recoverLine(state: JsonState, reason: string): Promise<void> {
  const window = state.window;
  const { bytes, start, end } = window;
  const lf = bytes.subarray(start, end).indexOf(LF);
  const lineEnd = lf === -1 ? end : start + lf;
  if (/^[{[]\s*$/.test(bytes.toString('latin1', start, Math.min(lineEnd, start + 64)))) {
    for (;;) {
      const scan = scanValue(window.bytes, window.start, window.end, state.rules);
      if (scan.kind === 'value') {
        emit(state, scan.end, 'object');
        return;
      }
      if (scan.kind !== 'more' || window.ended || window.length > state.limits.recordBytes) break;
      await window.fill();
    }
  }
  const here = window.start;
  const stop = here + (lineEnd - start);
  const { line } = window;
  const cut = lf === -1 && window.ended;
  if (lf === -1 && !window.ended) {
    await rejectLine(state, `malformed JSON: ${reason}`);
    return;
  }
  // Two records may share the line: the second is read for itself.
  const hurried = state.doubted > freeDoubt + 4 * window.offset;
  const search = { start: here, from: here + 1, end: stop, arrays: false, hurried };
  const seen = { keys: state.keys, fewest: state.fewestKeys, indent: -1 };
  const next = nextRecord(window.bytes, search, state.rules, seen);
  state.doubted += next.cost;
  if (next.at !== -1) {
    reject(state, `malformed JSON: ${reason}`, next.at);
    return;
  }
  reject(state, cut ? 'the file ends inside this record' : `malformed JSON: ${reason}`, stop);
  if (cut)
    note(state, 'truncated', `The file ends inside the record on line ${line}: it was cut.`, line);
}

/** Text where a record should start: it ends with its line, or where a plausible record starts in it. */
export async function recoverText(state: JsonState, reason: string): Promise<void> {
  const window = state.window;
  await window.hold(state.limits.lookaheadBytes);
  const { bytes, start, end } = window;
  const lf = bytes.subarray(start, end).indexOf(LF);
  const hurried = state.doubted > freeDoubt + 4 * window.offset;
  const seen = likeness(state, hurried);
  if (lf === -1 && !window.ended) {
    await rejectUntilRecord(state, reason, seen);
    return;
  }
  const search = { start, from: start + 1, end: lf === -1 ? end : start + lf, arrays: false, hurried }; // prettier-ignore
  const next = nextRecord(bytes, search, state.rules, seen);
  state.doubted += next.cost;
  if (next.at === -1) await rejectLine(state, reason);
  else reject(state, reason, next.at);
}

/** One reject from here to the next plausible record, however far. */
async function rejectUntilRecord(state: JsonState, reason: string, seen: Likeness): Promise<void> {
  const window = state.window;
  const arrays = state.stack.length === 0;
  let from = 1;
  const tail = { closes: false };
  await rejectWhile(
    state,
    reason,
    () => {
      const { bytes, start, end } = window;
      const search = { start, from: Math.min(end, start + from), end, arrays, hurried: true };
      from = 0;
      tail.closes = /[\]}]\s*$/.test(bytes.toString('latin1', Math.max(start, end - 64), end));
      return nextRecord(bytes, search, state.rules, seen).at;
    },
    candidateBytes,
  );
  // The brackets that close the list are in the reject: the list is not cut.
  if (window.length === 0 && window.ended && tail.closes) state.stack.length = 0;
}
