import { parse } from 'csv-parse/sync';
import type { ReadItem, ReadNote, ReadReject, Shape } from './record.js';
import type { ReadOptions } from './options.js';
import { readLimits, type ReadLimits } from './limits.js';
import { ByteWindow } from './window.js';
import {
  blankLine,
  delimiters,
  nextLine,
  relaxedRecord,
  scanRecord,
  type CsvDialect,
  type CsvScan,
} from './csv-scan.js';
import { damageOf, resolveDoubt } from './csv-doubt.js';
import { isKnownHeader, mayStartHeader, rowFields, uniqueNames } from './csv-header.js';

export type CsvShape = Extract<Shape, { kind: 'csv' }>;

/** A clean record still lying in the window. */
interface Pending {
  readonly start: number;
  readonly end: number;
  readonly line: number;
}

const bom = Buffer.from([0xef, 0xbb, 0xbf]);
/** Looking twice is free up to here; beyond, it may cost a multiple of what was read. */
const freeDoubt = 64 * 1024 * 1024;

/**
 * The records of a CSV file in UTF-8 (with or without BOM), in batches. Every record of the file is exactly one
 * item; blank lines, repeated headers, `#TYPE` and `sep=` lines are none. Headers in mid-file, and whatever
 * else the reader of the counts must know, go to `onNote`.
 *
 * @throws KonsekiError when the file cannot be read at all; damage in it is items and notes.
 */
export async function* readCsv(
  path: string,
  shape: CsvShape,
  options: ReadOptions = {},
): AsyncGenerator<readonly ReadItem[], void, undefined> {
  const limits: ReadLimits = { ...readLimits, ...options.limits };
  const note = (code: string, message: string, line: number): void => {
    const made: ReadNote = { code, message, place: { line } };
    options.onNote?.(made);
  };
  const window = await ByteWindow.open(path);
  try {
    let dialect: CsvDialect = { delimiter: shape.delimiter.charCodeAt(0), crLines: false };
    let delimiter = shape.delimiter;
    let header = shape.header;
    const { heading, crLines } = await skipToData(window, dialect, shape.skipLines, limits);
    dialect = { ...dialect, crLines };
    let rawHeader = heading;
    let recordNo = 0;
    let doubted = 0;
    let items: ReadItem[] = [];
    let itemBytes = 0;
    const pending: Pending[] = [];

    const reject = (line: number, reason: string, text: string): void => {
      recordNo += 1;
      const made: ReadReject = { kind: 'reject', recordNo, line, reason, text };
      items.push(made);
    };

    /** One row as it was read: a header, or a record. */
    const take = (cells: readonly string[], line: number, damage: string | undefined): void => {
      if (mayStartHeader(cells[0]) || cells[0] === rawHeader[0]) {
        if (same(cells, rawHeader)) {
          note('header-repeated', `The header stands again on line ${line}.`, line);
          return;
        }
        if (isKnownHeader(cells)) {
          rawHeader = cells;
          header = uniqueNames(cells);
          note(
            'header-changed',
            `Another export starts on line ${line}, with other columns.`,
            line,
          );
          return;
        }
      }
      recordNo += 1;
      const fields = rowFields(header, cells);
      items.push(
        damage === undefined
          ? { kind: 'record', recordNo, line, fields }
          : { kind: 'record', recordNo, line, fields, damage },
      );
    };

    const flush = (): void => {
      if (pending.length === 0) return;
      const rows = cleanRows(window.bytes, pending, delimiter);
      pending.forEach((record, index) => {
        const cells =
          rows?.[index] ?? relaxedRecord(window.bytes, record.start, record.end, dialect).cells;
        take(cells, record.line, damageOf(cells.length, header.length, false, false));
      });
      pending.length = 0;
    };

    /** A line that is none of the file's records although it stands among them. */
    const isAside = (text: string, line: number): boolean => {
      if (/^"?#TYPE\s/.test(text)) {
        note('type-line', `A #TYPE line stands on line ${line}: exports were appended.`, line);
        return true;
      }
      if (/^"?sep=.?"?$/i.test(text)) return true;
      for (const other of delimiters) {
        if (other === delimiter) continue;
        const first = text.slice(0, Math.max(0, text.indexOf(other))).replaceAll('"', '');
        if (!mayStartHeader(first)) continue;
        const read = { delimiter: other.charCodeAt(0), crLines };
        const bytes = Buffer.from(text);
        const { cells } = relaxedRecord(bytes, 0, bytes.length, read);
        if (!isKnownHeader(cells)) continue;
        dialect = read;
        delimiter = other;
        rawHeader = cells;
        header = uniqueNames(cells);
        note('header-changed', `Another export starts on line ${line}, with other columns.`, line);
        return true;
      }
      return false;
    };

    const excerpt = (from: number, to: number): string =>
      window.bytes
        .toString('utf8', from, Math.min(to, from + limits.rejectText * 4))
        .replace(/[\r\n]+$/, '')
        .slice(0, limits.rejectText);

    /** A record that is not as RFC 4180 wants it, or has other columns than the header. */
    const settle = async (at: number, strict: CsvScan): Promise<void> => {
      flush();
      const distance = at - window.start;
      await window.hold(limits.lookaheadBytes);
      const end = Math.min(window.end, window.start + Math.max(limits.lookaheadBytes, distance));
      const ended = window.ended && end === window.end;
      const line = window.line;
      const lineEnd = nextLine(window.bytes, window.start, end, dialect);
      if (lineEnd - window.start <= 4096 && isAside(excerpt(window.start, lineEnd), line)) {
        window.moveTo(lineEnd);
        return;
      }
      const hurried = doubted > freeDoubt + 4 * window.offset;
      const resolution =
        strict.kind === 'record' && !strict.multiline
          ? undefined
          : resolveDoubt(window.bytes, window.start, end, ended, dialect, {
              at: window.start + distance,
              columns: header.length,
              hurried,
            });
      if (resolution === undefined) {
        const read = relaxedRecord(window.bytes, window.start, lineEnd, dialect);
        take(read.cells, line, damageOf(read.cells.length, header.length, false, false));
        itemBytes += lineEnd - window.start;
        window.moveTo(lineEnd);
        return;
      }
      doubted += resolution.looked;
      itemBytes += resolution.next - window.start;
      if (resolution.kind === 'reject') {
        reject(line, `line ${line}: ${resolution.reason}`, excerpt(window.start, resolution.next));
      } else {
        take(resolution.cells, line, resolution.damage);
        if (resolution.cut)
          note('truncated', `The file ends inside the record on line ${line}: it was cut.`, line);
      }
      window.moveTo(resolution.next);
    };

    for (;;) {
      if (items.length >= limits.batchRecords || itemBytes >= limits.batchBytes) {
        yield items;
        items = [];
        itemBytes = 0;
        options.onProgress?.({ bytes: window.offset, totalBytes: window.size, records: recordNo });
      }
      if (window.length < bom.length && !window.ended) {
        flush();
        await window.fill();
        continue;
      }
      if (window.length === 0) break;
      if (window.bytes[window.start] === 0xef && startsWithBom(window)) {
        window.moveTo(window.start + bom.length);
        continue;
      }
      const blank = blankLine(window.bytes, window.start, window.end, window.ended, dialect);
      if (blank !== -1) {
        window.moveTo(blank);
        continue;
      }
      const scan = scanRecord(window.bytes, window.start, window.end, window.ended, dialect);
      const reached = scan.kind === 'record' ? scan.next : window.end;
      if (scan.kind !== 'stray' && reached - window.start > limits.recordBytes) {
        flush();
        const lineEnd = nextLine(window.bytes, window.start, window.end, dialect);
        if (lineEnd - window.start <= limits.recordBytes) {
          await settle(window.end, { kind: 'unterminated', columns: 1 });
          continue;
        }
        const line = window.line;
        const text = excerpt(window.start, window.end);
        const length = await skipLine(window, dialect);
        reject(
          line,
          `line of ${length} bytes is longer than the limit of ${limits.recordBytes}`,
          text,
        );
        continue;
      }
      switch (scan.kind) {
        case 'more':
          flush();
          await window.fill();
          break;
        case 'record':
          if (scan.columns === header.length) {
            pending.push({ start: window.start, end: scan.end, line: window.line });
            itemBytes += scan.end - window.start;
            window.moveTo(scan.next);
            if (
              pending.length + items.length >= limits.batchRecords ||
              itemBytes >= limits.batchBytes
            )
              flush();
          } else {
            await settle(scan.next, scan);
          }
          break;
        case 'stray':
          await settle(scan.at, scan);
          break;
        case 'unterminated':
          await settle(window.end, scan);
          break;
      }
    }
    flush();
    if (items.length > 0) yield items;
    options.onProgress?.({ bytes: window.offset, totalBytes: window.size, records: recordNo });
  } finally {
    await window.close();
  }
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((cell, index) => cell === b[index]);
}

function startsWithBom(window: ByteWindow): boolean {
  return window.bytes.compare(bom, 0, bom.length, window.start, window.start + bom.length) === 0;
}

/**
 * The cells of records that the scanner found clean, by csv-parse. Undefined should the two ever disagree
 * about what a record is: then each record is read by itself, and none can be lost.
 */
function cleanRows(
  bytes: Buffer,
  pending: readonly Pending[],
  delimiter: string,
): readonly (readonly string[])[] | undefined {
  let size = 0;
  for (const { start, end } of pending) size += end - start + 1;
  const text = Buffer.allocUnsafe(size);
  let at = 0;
  for (const { start, end } of pending) {
    at += bytes.copy(text, at, start, end);
    text[at] = 10;
    at += 1;
  }
  try {
    // Line ends are cut off and replaced, so that a CR left over belongs to its cell.
    const rows = parse(text, {
      delimiter,
      record_delimiter: '\n',
      relax_column_count: true,
      skip_empty_lines: false,
    });
    return rows.length === pending.length ? rows : undefined;
  } catch {
    return undefined;
  }
}

/** Moves past the lines above the header and the header; says how its line ends. */
async function skipToData(
  window: ByteWindow,
  dialect: CsvDialect,
  skipLines: number,
  limits: ReadLimits,
): Promise<{ readonly heading: readonly string[]; readonly crLines: boolean }> {
  await window.hold(limits.lookaheadBytes);
  if (window.length >= bom.length && startsWithBom(window)) window.moveTo(bom.length);
  const tolerant = { ...dialect, crLines: true };
  const { bytes } = window;
  const first = nextLine(bytes, window.start, window.end, tolerant);
  const crLines = first > window.start && bytes[first - 1] === 13 && bytes[first] !== 10;
  const read = { ...dialect, crLines };
  window.crLines = crLines;
  for (let line = 0; line < skipLines; line += 1)
    window.moveTo(nextLine(bytes, window.start, window.end, read));
  let heading = relaxedRecord(bytes, window.start, window.end, read);
  if (heading.open)
    heading = relaxedRecord(
      bytes,
      window.start,
      nextLine(bytes, window.start, window.end, read),
      read,
    );
  window.moveTo(heading.next);
  return { heading: heading.cells, crLines };
}

/** Moves past a line however long it is, holding little of it; returns its length without the line end. */
async function skipLine(window: ByteWindow, dialect: CsvDialect): Promise<number> {
  const from = window.offset;
  for (;;) {
    const next = nextLine(window.bytes, window.start, window.end, dialect);
    const last = next > window.start ? window.bytes[next - 1] : undefined;
    const whole = last === 10 || (dialect.crLines && last === 13);
    window.moveTo(next);
    if (whole) return window.offset - from - 1;
    if (window.ended) return window.offset - from;
    await window.fill();
  }
}
