import type { ReadItem } from './record.js';
import type { ReadOptions } from './options.js';
import { ByteWindow } from './window.js';
import { scanValue, type JsonScan } from './json-scan.js';
import { columnKeys, nextLinkKeys } from './json-keys.js';
import { contentOf, isWrapper, keyName, skipSpace } from './json-wrapper.js';
import { newBalance, skipBalanced } from './json-scan.js';
import { recover, recoverText } from './json-recover.js';
import {
  columnNames,
  emit,
  newJsonState,
  note,
  pop,
  push,
  reject,
  rejectLong,
  rejectSkipped,
  skipBom,
  type Frame,
  type JsonState,
} from './json-state.js';

const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;

/** As much of an object as decides whether it is a wrapper, when it is longer. */
const decisionBytes = 256 * 1024;
/** Arrays and envelopes around a record. */
const frames = 16;

/**
 * The records of a JSON file in UTF-8, in batches, whichever of the shapes of formats.md §1 it has: JSON Lines,
 * an array, an envelope such as `{"value":[…]}` or Log Analytics tables, one object, or any of them one after
 * another. `kind: 'jsonl'` adds only that a record ends with its line. Every record is exactly one item;
 * damage costs the record it is in.
 *
 * @throws KonsekiError when the file cannot be read at all.
 */
export async function* readJson(
  path: string,
  kind: 'json' | 'jsonl',
  options: ReadOptions = {},
): AsyncGenerator<readonly ReadItem[], void, undefined> {
  const window = await ByteWindow.open(path);
  try {
    yield* readAll(newJsonState(window, kind === 'jsonl', options));
  } finally {
    await window.close();
  }
}

async function* readAll(state: JsonState): AsyncGenerator<readonly ReadItem[], void, undefined> {
  const window = state.window;
  for (;;) {
    if (
      state.items.length >= state.limits.batchRecords ||
      state.itemBytes >= state.limits.batchBytes
    ) {
      yield state.items;
      state.items = [];
      state.itemBytes = 0;
      progress(state);
    }
    const at = skipSpace(window.bytes, window.start, window.end, true);
    if (at > window.start) window.moveTo(at);
    if (window.length < 3 && !window.ended) {
      await window.fill();
      continue;
    }
    if (window.length === 0) break;
    if (skipBom(state)) continue;
    const frame = state.stack.at(-1);
    if (frame === undefined) await atTop(state);
    else if (frame.kind === 'array') await inArray(state, frame);
    else await inEnvelope(state, frame);
  }
  if (state.stack.length > 0) {
    const { line } = window;
    note(
      state,
      'truncated',
      `The file ends on line ${line} before its list of records does.`,
      line,
    );
  }
  if (state.morePages !== undefined)
    note(
      state,
      'more-pages',
      'The results have further pages that are not in this file (it ends with a link to the next page).',
      state.morePages,
    );
  if (state.items.length > 0) yield state.items;
  progress(state);
}

function progress(state: JsonState): void {
  const { offset, size } = state.window;
  state.options.onProgress?.({ bytes: offset, totalBytes: size, records: state.recordNo });
}

async function atTop(state: JsonState): Promise<void> {
  const window = state.window;
  switch (window.bytes[window.start]) {
    case OPEN_ARRAY:
      push(state, { kind: 'array', tables: false, rows: false });
      break;
    case CLOSE_ARRAY:
    case CLOSE_OBJECT:
      if (!state.strayNoted) {
        state.strayNoted = true;
        const { line } = window;
        note(
          state,
          'stray-bracket',
          `A bracket closes on line ${line} that was never opened.`,
          line,
        );
      }
      window.moveTo(window.start + 1);
      break;
    case OPEN_OBJECT:
      await object(state, false);
      break;
    case QUOTE:
      await value(state, 'string');
      break;
    default:
      await recoverText(state, 'not JSON');
  }
}

async function inArray(state: JsonState, frame: Extract<Frame, { kind: 'array' }>): Promise<void> {
  const window = state.window;
  switch (window.bytes[window.start]) {
    case CLOSE_ARRAY:
      pop(state);
      break;
    case CLOSE_OBJECT:
      // The list's own bracket was lost: its envelope closes here.
      if (state.stack.at(-2)?.kind === 'envelope') state.stack.pop();
      else await recover(state, 'a bracket closes where none may', window.start);
      break;
    case OPEN_OBJECT:
      await object(state, frame.tables);
      break;
    case OPEN_ARRAY:
      if (frame.rows) await value(state, 'row', frame.columns);
      else if (state.stack.length < frames)
        push(state, { kind: 'array', tables: false, rows: false });
      else await value(state, 'array');
      break;
    case QUOTE:
      await value(state, 'string');
      break;
    default:
      await scalar(state);
  }
}

/** One member of an envelope: what holds records is entered, the rest passed over. */
async function inEnvelope(
  state: JsonState,
  frame: Extract<Frame, { kind: 'envelope' }>,
): Promise<void> {
  const window = state.window;
  if (window.bytes[window.start] === CLOSE_OBJECT) {
    pop(state);
    return;
  }
  await window.hold(decisionBytes);
  const { bytes, start, end } = window;
  const scan = bytes[start] === QUOTE ? scanValue(bytes, start, end, state.rules) : undefined;
  if (scan?.kind !== 'value') {
    // Not a member: what follows is read as if no envelope were around it.
    state.stack.pop();
    return;
  }
  const key = keyName(bytes, start, scan.end);
  const colon = skipSpace(bytes, scan.end, end);
  if (bytes[colon] !== COLON || colon >= end) {
    state.stack.pop();
    return;
  }
  const value = skipSpace(bytes, colon + 1, end);
  const content = contentOf(bytes, key, value, end, state.rules);
  window.moveTo(value);
  if (content === 'envelope') {
    push(state, { kind: 'envelope', columns: undefined, nextLink: false });
  } else if (content === 'rows') {
    const { columns } = frame;
    if (columns === undefined) await skipValue(state);
    else push(state, { kind: 'array', tables: false, rows: true, columns });
  } else if (content !== undefined && !(content === 'empty' && state.stack.length > frames)) {
    push(state, { kind: 'array', tables: content === 'tables', rows: false });
  } else if (columnKeys.has(key)) {
    frame.columns = columnNames(await parseValue(state)) ?? frame.columns;
  } else if (nextLinkKeys.has(key)) {
    const link = await parseValue(state);
    if (typeof link === 'string' && link !== '') frame.nextLink = true;
  } else {
    await skipValue(state);
  }
}

/** An object: a record, an envelope around records, or damage. */
async function object(state: JsonState, isTable: boolean): Promise<void> {
  const window = state.window;
  const rules =
    state.lines && state.stack.length === 0 ? { ...state.rules, oneLine: true } : state.rules;
  for (;;) {
    const { bytes, start } = window;
    if (isTable) {
      push(state, { kind: 'envelope', columns: undefined, nextLink: false });
      return;
    }
    const scan = scanValue(bytes, start, window.end, rules);
    if (scan.kind === 'more' && !window.ended) {
      if (scan.wrapper && window.length >= decisionBytes && enterEnvelope(state)) return;
      if (window.length > state.limits.recordBytes) {
        await rejectLong(state);
        return;
      }
      await window.fill();
      continue;
    }
    if (scan.wrapper && enterEnvelope(state)) return;
    await finish(state, scan, 'object');
    return;
  }
}

function enterEnvelope(state: JsonState): boolean {
  const { bytes, start, end } = state.window;
  if (state.stack.length >= frames || !isWrapper(bytes, start, end, state.rules)) return false;
  push(state, { kind: 'envelope', columns: undefined, nextLink: false });
  state.morePages = undefined;
  return true;
}

/** A string, a row of a table, or an array too deep inside others. */
async function value(
  state: JsonState,
  what: 'string' | 'row' | 'array',
  columns?: readonly string[],
): Promise<void> {
  const window = state.window;
  for (;;) {
    const scan = scanValue(window.bytes, window.start, window.end, state.rules);
    if (scan.kind === 'more' && !window.ended) {
      if (window.length > state.limits.recordBytes) {
        await rejectLong(state);
        return;
      }
      await window.fill();
      continue;
    }
    await finish(state, scan, what, columns);
    return;
  }
}

async function finish(
  state: JsonState,
  scan: JsonScan,
  what: 'object' | 'string' | 'row' | 'array',
  columns?: readonly string[],
): Promise<void> {
  const window = state.window;
  switch (scan.kind) {
    case 'value':
      if (scan.end - window.start > state.limits.recordBytes) {
        await rejectLong(state);
        return;
      }
      emit(state, scan.end, what, columns);
      break;
    case 'deep':
      await rejectSkipped(state, `nested deeper than ${state.limits.nesting} levels`);
      break;
    case 'bad':
      await recover(state, scan.reason, scan.at);
      break;
    case 'more':
      await recover(state, 'the file ends inside this record', window.end);
  }
}

/** A number, a word, or text that is no JSON, in an array. */
async function scalar(state: JsonState): Promise<void> {
  const window = state.window;
  await window.hold(4096);
  const { bytes, start, end } = window;
  let at = start;
  while (at < end) {
    const byte = bytes[at] ?? 0;
    if (byte === COMMA || byte === CLOSE_ARRAY || byte === CLOSE_OBJECT || byte <= 0x20) break;
    at += 1;
  }
  const word = bytes.toString('utf8', start, at);
  if (at < end && /^(?:null|true|false|-?[\d.eE+-]+|-?NaN|-?Infinity)$/.test(word))
    reject(state, `${word.slice(0, 20)}, not an object`, at);
  else await recover(state, 'text stands where none may', start);
}

/** Passes over a value of an envelope, however long. */
async function skipValue(state: JsonState): Promise<void> {
  const window = state.window;
  const balance = newBalance();
  for (;;) {
    const at = skipBalanced(window.bytes, window.start, window.end, balance);
    window.moveTo(at === -1 ? window.end : at);
    if (at !== -1 || window.ended) return;
    await window.fill();
  }
}

/** The value of an envelope's member, if it is short and valid; the window moves past it in any case. */
async function parseValue(state: JsonState): Promise<unknown> {
  const window = state.window;
  await window.hold(state.limits.lookaheadBytes);
  const { bytes, start, end } = window;
  const scan = scanValue(bytes, start, end, state.rules);
  let parsed: unknown;
  if (scan.kind === 'value')
    try {
      parsed = JSON.parse(bytes.toString('utf8', start, scan.end));
    } catch {
      parsed = undefined;
    }
  await skipValue(state);
  return parsed;
}
