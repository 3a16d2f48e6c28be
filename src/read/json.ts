import type { Fields, ReadItem } from './record.js';
import type { ReadOptions } from './options.js';
import { readLimits, type ReadLimits } from './limits.js';
import { ByteWindow } from './window.js';
import {
  newBalance,
  scanValue,
  skipBalanced,
  type JsonScan,
  type JsonScanRules,
} from './json-scan.js';
import { columnKeys, nextLinkKeys } from './json-keys.js';
import { contentOf, isWrapper, keyName, skipSpace } from './json-wrapper.js';
import { indentOf, nextRecord, type Likeness } from './json-resync.js';
import { repairJson } from './json-repair.js';

const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const LF = 10;
const BOM = 0xef;

/** As much of an object as decides whether it is a wrapper, when it is longer. */
const decisionBytes = 256 * 1024;
/** Arrays and envelopes around a record. */
const frames = 16;
/** Looking twice is free up to here; beyond, it may cost a multiple of what was read. */
const freeDoubt = 64 * 1024 * 1024;
const recentRecords = 4;

/** What the reader is inside of. */
type Frame =
  | {
      readonly kind: 'array';
      readonly tables: boolean;
      readonly rows: boolean;
      readonly columns?: readonly string[];
    }
  | { readonly kind: 'envelope'; columns: readonly string[] | undefined; nextLink: boolean };

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
    yield* new JsonReader(window, kind === 'jsonl', options).read();
  } finally {
    await window.close();
  }
}

class JsonReader {
  readonly #window: ByteWindow;
  readonly #lines: boolean;
  readonly #options: ReadOptions;
  readonly #limits: ReadLimits;
  readonly #rules: JsonScanRules;
  readonly #stack: Frame[] = [];
  readonly #recent: Fields[] = [];
  #indent = -1;
  #items: ReadItem[] = [];
  #itemBytes = 0;
  #recordNo = 0;
  #doubted = 0;
  #morePages: number | undefined;
  #strayNoted = false;

  constructor(window: ByteWindow, lines: boolean, options: ReadOptions) {
    this.#window = window;
    this.#lines = lines;
    this.#options = options;
    this.#limits = { ...readLimits, ...options.limits };
    this.#rules = { nesting: this.#limits.nesting };
  }

  async *read(): AsyncGenerator<readonly ReadItem[], void, undefined> {
    const window = this.#window;
    for (;;) {
      if (
        this.#items.length >= this.#limits.batchRecords ||
        this.#itemBytes >= this.#limits.batchBytes
      ) {
        yield this.#items;
        this.#items = [];
        this.#itemBytes = 0;
        this.#progress();
      }
      const at = skipSpace(window.bytes, window.start, window.end, true);
      if (at > window.start) window.moveTo(at);
      if (window.length < 3 && !window.ended) {
        await window.fill();
        continue;
      }
      if (window.length === 0) break;
      if (this.#skipBom()) continue;
      const frame = this.#stack.at(-1);
      if (frame === undefined) await this.#atTop();
      else if (frame.kind === 'array') await this.#inArray(frame);
      else await this.#inEnvelope(frame);
    }
    if (this.#stack.length > 0) {
      const { line } = window;
      this.#note('truncated', `The file ends on line ${line} before its list of records does.`, line);
    }
    if (this.#morePages !== undefined)
      this.#note(
        'more-pages',
        'The results have further pages that are not in this file (it ends with a link to the next page).',
        this.#morePages,
      );
    if (this.#items.length > 0) yield this.#items;
    this.#progress();
  }

  #progress(): void {
    const { offset, size } = this.#window;
    this.#options.onProgress?.({ bytes: offset, totalBytes: size, records: this.#recordNo });
  }

  #note(code: string, message: string, line: number): void {
    this.#options.onNote?.({ code, message, place: { line } });
  }

  #skipBom(): boolean {
    const { bytes, start, end } = this.#window;
    if (bytes[start] !== BOM || end - start < 3) return false;
    if (bytes[start + 1] !== 0xbb || bytes[start + 2] !== 0xbf) return false;
    this.#window.moveTo(start + 3);
    return true;
  }

  #push(frame: Frame): void {
    this.#window.moveTo(this.#window.start + 1);
    this.#stack.push(frame);
  }

  #pop(): void {
    this.#window.moveTo(this.#window.start + 1);
    const frame = this.#stack.pop();
    if (frame?.kind === 'envelope') this.#morePages = frame.nextLink ? this.#window.line : undefined;
  }

  async #atTop(): Promise<void> {
    const window = this.#window;
    switch (window.bytes[window.start]) {
      case OPEN_ARRAY:
        this.#push({ kind: 'array', tables: false, rows: false });
        break;
      case CLOSE_ARRAY:
      case CLOSE_OBJECT:
        if (!this.#strayNoted) {
          this.#strayNoted = true;
          const { line } = window;
          this.#note('stray-bracket', `A bracket closes on line ${line} that was never opened.`, line);
        }
        window.moveTo(window.start + 1);
        break;
      case OPEN_OBJECT:
        await this.#object(false);
        break;
      case QUOTE:
        await this.#value('string');
        break;
      default:
        await this.#rejectLine('not JSON');
    }
  }

  async #inArray(frame: Extract<Frame, { kind: 'array' }>): Promise<void> {
    const window = this.#window;
    switch (window.bytes[window.start]) {
      case CLOSE_ARRAY:
        this.#pop();
        break;
      case CLOSE_OBJECT:
        // The list's own bracket was lost: its envelope closes here.
        if (this.#stack.at(-2)?.kind === 'envelope') this.#stack.pop();
        else await this.#recover('a bracket closes where none may', window.start);
        break;
      case OPEN_OBJECT:
        await this.#object(frame.tables);
        break;
      case OPEN_ARRAY:
        if (frame.rows) await this.#value('row', frame.columns);
        else if (this.#stack.length < frames)
          this.#push({ kind: 'array', tables: false, rows: false });
        else await this.#value('array');
        break;
      case QUOTE:
        await this.#value('string');
        break;
      default:
        await this.#scalar();
    }
  }

  /** One member of an envelope: what holds records is entered, the rest passed over. */
  async #inEnvelope(frame: Extract<Frame, { kind: 'envelope' }>): Promise<void> {
    const window = this.#window;
    if (window.bytes[window.start] === CLOSE_OBJECT) {
      this.#pop();
      return;
    }
    await window.hold(decisionBytes);
    const { bytes, start, end } = window;
    const scan =
      bytes[start] === QUOTE ? scanValue(bytes, start, end, this.#rules) : undefined;
    if (scan?.kind !== 'value') {
      // Not a member: what follows is read as if no envelope were around it.
      this.#stack.pop();
      return;
    }
    const key = keyName(bytes, start, scan.end);
    const colon = skipSpace(bytes, scan.end, end);
    if (bytes[colon] !== COLON || colon >= end) {
      this.#stack.pop();
      return;
    }
    const value = skipSpace(bytes, colon + 1, end);
    const content = contentOf(bytes, key, value, end, this.#rules);
    window.moveTo(value);
    if (content === 'envelope') {
      this.#push({ kind: 'envelope', columns: undefined, nextLink: false });
    } else if (content === 'rows') {
      const { columns } = frame;
      if (columns === undefined) await this.#skipValue();
      else this.#push({ kind: 'array', tables: false, rows: true, columns });
    } else if (content !== undefined && !(content === 'empty' && this.#stack.length > frames)) {
      this.#push({ kind: 'array', tables: content === 'tables', rows: false });
    } else if (columnKeys.has(key)) {
      frame.columns = columnNames(await this.#parseValue()) ?? frame.columns;
    } else if (nextLinkKeys.has(key)) {
      const link = await this.#parseValue();
      if (typeof link === 'string' && link !== '') frame.nextLink = true;
    } else {
      await this.#skipValue();
    }
  }

  /** An object: a record, an envelope around records, or damage. */
  async #object(isTable: boolean): Promise<void> {
    const window = this.#window;
    const rules =
      this.#lines && this.#stack.length === 0 ? { ...this.#rules, oneLine: true } : this.#rules;
    for (;;) {
      const { bytes, start } = window;
      if (isTable) {
        this.#push({ kind: 'envelope', columns: undefined, nextLink: false });
        return;
      }
      const scan = scanValue(bytes, start, window.end, rules);
      if (scan.kind === 'more' && !window.ended) {
        if (scan.wrapper && window.length >= decisionBytes && this.#enterEnvelope()) return;
        if (window.length > this.#limits.recordBytes) {
          await this.#rejectLong();
          return;
        }
        await window.fill();
        continue;
      }
      if (scan.wrapper && this.#enterEnvelope()) return;
      await this.#finish(scan, 'object');
      return;
    }
  }

  #enterEnvelope(): boolean {
    const { bytes, start, end } = this.#window;
    if (this.#stack.length >= frames || !isWrapper(bytes, start, end, this.#rules)) return false;
    this.#push({ kind: 'envelope', columns: undefined, nextLink: false });
    this.#morePages = undefined;
    return true;
  }

  /** A string, a row of a table, or an array too deep inside others. */
  async #value(
    what: 'string' | 'row' | 'array',
    columns?: readonly string[],
  ): Promise<void> {
    const window = this.#window;
    for (;;) {
      const scan = scanValue(window.bytes, window.start, window.end, this.#rules);
      if (scan.kind === 'more' && !window.ended) {
        if (window.length > this.#limits.recordBytes) {
          await this.#rejectLong();
          return;
        }
        await window.fill();
        continue;
      }
      await this.#finish(scan, what, columns);
      return;
    }
  }

  async #finish(
    scan: JsonScan,
    what: 'object' | 'string' | 'row' | 'array',
    columns?: readonly string[],
  ): Promise<void> {
    const window = this.#window;
    switch (scan.kind) {
      case 'value':
        if (scan.end - window.start > this.#limits.recordBytes) {
          await this.#rejectLong();
          return;
        }
        this.#emit(scan.end, what, columns);
        break;
      case 'deep':
        await this.#rejectSkipped(`nested deeper than ${this.#limits.nesting} levels`);
        break;
      case 'bad':
        await this.#recover(scan.reason, scan.at);
        break;
      case 'more':
        await this.#recover('the file ends inside this record', window.end);
    }
  }

  /** Hands out `[start, end)` as a record, or as a reject when it is none. */
  #emit(
    end: number,
    what: 'object' | 'string' | 'row' | 'array',
    columns?: readonly string[],
  ): void {
    const window = this.#window;
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
        this.#reject(`malformed JSON: ${parseReason(error)}`, end);
        return;
      }
    }
    switch (what) {
      case 'object':
        if (isFields(parsed)) this.#record(parsed, end, text, damage);
        else this.#reject('not an object', end);
        break;
      case 'row':
        if (Array.isArray(parsed) && columns !== undefined) {
          const wrong =
            parsed.length === columns.length
              ? damage
              : `has ${parsed.length} of ${columns.length} columns`;
          this.#record(rowOf(columns, parsed), end, undefined, wrong);
        } else this.#reject('not a row of the table', end);
        break;
      case 'string': {
        const inner = typeof parsed === 'string' ? objectIn(parsed) : undefined;
        if (inner === undefined) this.#reject('a string, not an object', end);
        else this.#record(inner.fields, end, inner.text, damage);
        break;
      }
      case 'array':
        this.#reject('an array, not an object', end);
    }
  }

  #record(
    fields: Fields,
    end: number,
    text: string | undefined,
    damage: string | undefined,
  ): void {
    const window = this.#window;
    this.#recordNo += 1;
    this.#items.push({
      kind: 'record',
      recordNo: this.#recordNo,
      line: window.line,
      fields,
      ...(damage === undefined ? {} : { damage }),
      ...(text === undefined ? {} : { text }),
    });
    this.#itemBytes += end - window.start;
    // A likeness every so often is enough; it is asked for only after damage.
    if (this.#recordNo <= recentRecords || this.#recordNo % 64 === 0) {
      this.#recent[this.#recordNo % recentRecords] = fields;
      const indent = indentOf(window.bytes, Math.max(0, window.start - 256), window.start);
      if (indent !== -1) this.#indent = indent;
    }
    window.moveTo(end);
  }

  #reject(reason: string, end: number): void {
    const window = this.#window;
    const text = this.#excerpt(end);
    this.#recordNo += 1;
    this.#items.push({
      kind: 'reject',
      recordNo: this.#recordNo,
      line: window.line,
      reason,
      text,
    });
    this.#itemBytes += text.length;
    window.moveTo(end);
  }

  #excerpt(end: number): string {
    const { bytes, start } = this.#window;
    return bytes
      .toString('utf8', start, Math.min(end, start + this.#limits.rejectText * 4))
      .trimEnd()
      .slice(0, this.#limits.rejectText);
  }

  /** A number, a word, or text that is no JSON, in an array. */
  async #scalar(): Promise<void> {
    const window = this.#window;
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
      this.#reject(`${word.slice(0, 20)}, not an object`, at);
    else await this.#recover('text stands where none may', start);
  }

  /**
   * Gets past the damaged record at the window's start: to the next plausible record inside it, to where its
   * brackets close, or to the next line.
   */
  async #recover(reason: string, failedAt: number): Promise<void> {
    const window = this.#window;
    const atTop = this.#stack.length === 0;
    const failed = failedAt - window.start;
    await window.hold(Math.max(this.#limits.lookaheadBytes, failed + decisionBytes));
    const { bytes, start, end } = window;
    if (this.#lines && atTop) {
      await this.#recoverLine(reason);
      return;
    }
    const likeness = this.#likeness();
    const close = skipBalanced(bytes, start, end, newBalance());
    const closed = close > start && this.#endsRecord(close) ? close : -1;
    const to = closed === -1 ? end : closed;
    const hurried = this.#doubted > freeDoubt + 4 * window.offset;
    this.#doubted += to - start;
    const cut = window.ended && failed >= end - start;
    if (!hurried) {
      const next = nextRecord(bytes, start, start + 1, to, end, this.#rules, likeness, atTop);
      this.#doubted += next.cost;
      if (next.at !== -1) {
        this.#reject(cut ? 'malformed JSON: it does not end' : `malformed JSON: ${reason}`, next.at);
        return;
      }
    }
    if (cut) {
      const { line } = window;
      this.#reject('the file ends inside this record', end);
      this.#note('truncated', `The file ends inside the record on line ${line}: it was cut.`, line);
      this.#stack.length = 0;
      return;
    }
    if (closed !== -1) {
      this.#emitDamaged(closed, reason);
      return;
    }
    await this.#rejectUntilRecord(`malformed JSON: ${reason}`, likeness);
  }

  #likeness(): Likeness {
    const { bytes, start } = this.#window;
    const own = indentOf(bytes, Math.max(0, start - 256), start);
    return {
      recent: this.#recent.filter((fields) => Object.keys(fields).length > 0),
      indent: own === -1 ? this.#indent : own,
    };
  }

  /** Does a record end at `at`, judging by what follows? */
  #endsRecord(at: number): boolean {
    const { bytes, end, ended } = this.#window;
    const next = skipSpace(bytes, at, end);
    if (next >= end) return ended;
    const byte = bytes[next];
    if (this.#stack.length === 0) return byte === OPEN_OBJECT || byte === OPEN_ARRAY || byte === BOM;
    return byte === COMMA || byte === CLOSE_ARRAY || byte === OPEN_OBJECT;
  }

  /** A record whose brackets close although something inside it is no JSON. */
  #emitDamaged(end: number, reason: string): void {
    const { bytes, start } = this.#window;
    const text = bytes.toString('utf8', start, end);
    const repair = repairJson(text);
    try {
      const parsed: unknown = repair === undefined ? undefined : JSON.parse(repair.text);
      if (repair !== undefined && isFields(parsed)) {
        this.#record(parsed, end, text, `had to be mended: ${repair.mended.join(', ')}`);
        return;
      }
    } catch {
      // Not to be mended.
    }
    this.#reject(`malformed JSON: ${reason}`, end);
  }

  /** JSON Lines: the damage ends with the line, unless a record spread over lines starts here. */
  async #recoverLine(reason: string): Promise<void> {
    const window = this.#window;
    const { bytes, start, end } = window;
    const lf = bytes.subarray(start, end).indexOf(LF);
    const lineEnd = lf === -1 ? end : start + lf;
    if (/^[{[]\s*$/.test(bytes.toString('latin1', start, Math.min(lineEnd, start + 64)))) {
      for (;;) {
        const scan = scanValue(window.bytes, window.start, window.end, this.#rules);
        if (scan.kind === 'value') {
          this.#emit(scan.end, 'object');
          return;
        }
        if (scan.kind !== 'more' || window.ended || window.length > this.#limits.recordBytes) break;
        await window.fill();
      }
    }
    const here = window.start;
    const stop = here + (lineEnd - start);
    const { line } = window;
    const cut = lf === -1 && window.ended;
    if (lf === -1 && !window.ended) {
      await this.#rejectLine(`malformed JSON: ${reason}`);
      return;
    }
    // Two records may share the line: the second is read for itself.
    const next = nextRecord(
      window.bytes,
      here,
      here + 1,
      stop,
      stop,
      this.#rules,
      { recent: this.#likeness().recent, indent: -1 },
      false,
    );
    if (next.at !== -1 && this.#recent.length > 0) {
      this.#reject(`malformed JSON: ${reason}`, next.at);
      return;
    }
    this.#reject(cut ? 'the file ends inside this record' : `malformed JSON: ${reason}`, stop);
    if (cut)
      this.#note('truncated', `The file ends inside the record on line ${line}: it was cut.`, line);
  }

  /** One reject from here to the end of the line, however long it is. */
  async #rejectLine(reason: string): Promise<void> {
    const window = this.#window;
    await this.#rejectWhile(reason, () => {
      const lf = window.bytes.subarray(window.start, window.end).indexOf(LF);
      return lf === -1 ? -1 : window.start + lf;
    });
  }

  /** One reject from here to the next plausible record, however far. */
  async #rejectUntilRecord(reason: string, likeness: Likeness): Promise<void> {
    const window = this.#window;
    const atTop = this.#stack.length === 0;
    let from = 1;
    await this.#rejectWhile(reason, () => {
      const { bytes, start, end } = window;
      const first = Math.min(end, start + from);
      from = 0;
      return nextRecord(bytes, start, first, end, end, this.#rules, likeness, atTop).at;
    });
  }

  /** Too long to hold: one reject, and nothing of it is kept but its start. */
  async #rejectLong(): Promise<void> {
    await this.#rejectSkipped(
      `record of more than ${this.#limits.recordBytes} bytes, the limit for one record`,
    );
  }

  async #rejectSkipped(reason: string): Promise<void> {
    if (this.#lines && this.#stack.length === 0) {
      await this.#rejectLine(reason);
      return;
    }
    const window = this.#window;
    const balance = newBalance();
    await this.#rejectWhile(reason, () =>
      skipBalanced(window.bytes, window.start, window.end, balance),
    );
  }

  /** One reject from here to where `find` says; what it has looked at is let go before more is read. */
  async #rejectWhile(reason: string, find: () => number): Promise<void> {
    const window = this.#window;
    const { line } = window;
    const text = this.#excerpt(window.end);
    for (;;) {
      const at = find();
      window.moveTo(at === -1 ? window.end : at);
      if (at !== -1 || window.ended) break;
      await window.fill();
    }
    this.#recordNo += 1;
    this.#items.push({ kind: 'reject', recordNo: this.#recordNo, line, reason, text });
    this.#itemBytes += text.length;
  }

  /** Passes over a value of an envelope, however long. */
  async #skipValue(): Promise<void> {
    const window = this.#window;
    const balance = newBalance();
    for (;;) {
      const at = skipBalanced(window.bytes, window.start, window.end, balance);
      window.moveTo(at === -1 ? window.end : at);
      if (at !== -1 || window.ended) return;
      await window.fill();
    }
  }

  /** The value of an envelope's member, if it is short and valid; the window moves past it in any case. */
  async #parseValue(): Promise<unknown> {
    const window = this.#window;
    await window.hold(this.#limits.lookaheadBytes);
    const { bytes, start, end } = window;
    const scan = scanValue(bytes, start, end, this.#rules);
    let parsed: unknown;
    if (scan.kind === 'value')
      try {
        parsed = JSON.parse(bytes.toString('utf8', start, scan.end));
      } catch {
        parsed = undefined;
      }
    await this.#skipValue();
    return parsed;
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object that a string encodes once more, if it does. */
function objectIn(
  text: string,
): { readonly fields: Fields; readonly text: string } | undefined {
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
function columnNames(value: unknown): readonly string[] | undefined {
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
  const position = error instanceof Error ? /at position (\d+)/.exec(error.message)?.[1] : undefined;
  return position === undefined ? 'it cannot be parsed' : `it breaks off at character ${position}`;
}
