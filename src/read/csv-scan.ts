const QUOTE = 0x22;
const LF = 10;
const CR = 13;
const SPACE = 0x20;
const TAB = 9;

/** The delimiters that exports use, in the order they are tried. */
export const delimiters: readonly string[] = [',', ';', '\t', '|'];

/** How lines and cells are told apart in one CSV file. */
export interface CsvDialect {
  /** The delimiter's byte. */
  readonly delimiter: number;
  /** Lines end with CR alone (old Macintosh exports); otherwise a CR alone is part of its cell. */
  readonly crLines: boolean;
}

/** What a scan from the start of a record found. All positions are indexes into the bytes scanned. */
export type CsvScan =
  /** A record as RFC 4180 wants it: text `[start, end)`, the next one starts at `next`. */
  | {
      readonly kind: 'record';
      readonly end: number;
      readonly next: number;
      readonly columns: number;
      /** It holds a line end inside a quoted cell. */
      readonly multiline: boolean;
    }
  /** The bytes end before the record does. */
  | { readonly kind: 'more' }
  /** A quote stands at `at` where none may. */
  | { readonly kind: 'stray'; readonly at: number }
  /** The file ends inside a quoted cell. */
  | { readonly kind: 'unterminated'; readonly columns: number };

/**
 * Finds the end of the record that starts at `start`, strictly: quotes only around whole cells and doubled
 * within them. Nothing is copied; a scan that answers `more` is repeated when more has been read.
 */
export function scanRecord(
  bytes: Uint8Array,
  start: number,
  end: number,
  ended: boolean,
  dialect: CsvDialect,
): CsvScan {
  const { delimiter, crLines } = dialect;
  let at = start;
  let columns = 1;
  let multiline = false;
  for (;;) {
    if (at < end && bytes[at] === QUOTE) {
      at += 1;
      for (;;) {
        for (; at < end; at += 1) {
          const byte = bytes[at];
          if (byte === QUOTE) break;
          if (byte === LF || byte === CR) multiline = true;
        }
        if (at >= end) return ended ? { kind: 'unterminated', columns } : { kind: 'more' };
        if (at + 1 >= end) {
          if (!ended) return { kind: 'more' };
          at += 1;
          break;
        }
        at += 1;
        if (bytes[at] !== QUOTE) break;
        at += 1;
      }
      if (at >= end) return { kind: 'record', end: at, next: at, columns, multiline };
      const byte = bytes[at];
      if (byte === delimiter) {
        columns += 1;
        at += 1;
      } else if (byte === LF) {
        return { kind: 'record', end: at, next: at + 1, columns, multiline };
      } else if (byte === CR) {
        if (at + 1 >= end && !ended) return { kind: 'more' };
        if (at + 1 < end && bytes[at + 1] === LF)
          return { kind: 'record', end: at, next: at + 2, columns, multiline };
        if (crLines || at + 1 >= end)
          return { kind: 'record', end: at, next: at + 1, columns, multiline };
        return { kind: 'stray', at: at - 1 };
      } else {
        return { kind: 'stray', at: at - 1 };
      }
    } else {
      for (; at < end; at += 1) {
        const byte = bytes[at];
        if (byte === delimiter || byte === LF || byte === QUOTE || byte === CR) {
          if (byte !== CR || crLines) break;
        }
      }
      if (at >= end) {
        if (!ended) return { kind: 'more' };
        const last = at > start && bytes[at - 1] === CR ? at - 1 : at;
        return { kind: 'record', end: last, next: at, columns, multiline };
      }
      const byte = bytes[at];
      if (byte === delimiter) {
        columns += 1;
        at += 1;
      } else if (byte === LF) {
        const before = at > start && bytes[at - 1] === CR ? at - 1 : at;
        return { kind: 'record', end: before, next: at + 1, columns, multiline };
      } else if (byte === CR) {
        if (at + 1 >= end && !ended) return { kind: 'more' };
        const next = at + 1 < end && bytes[at + 1] === LF ? at + 2 : at + 1;
        return { kind: 'record', end: at, next, columns, multiline };
      } else {
        return { kind: 'stray', at };
      }
    }
  }
}

/** A record read leniently. */
export interface RelaxedRecord {
  readonly cells: readonly string[];
  readonly next: number;
  /** A quote was found where none may be, and kept as text. */
  readonly stray: boolean;
  /** The bytes ended inside a quoted cell. */
  readonly open: boolean;
}

/**
 * Reads the record at `start` as a patient person would: a quoted cell ends at a quote that a delimiter or
 * a line end follows; any other quote is text. `end` is as far as it may look.
 */
export function relaxedRecord(
  bytes: Buffer,
  start: number,
  end: number,
  dialect: CsvDialect,
): RelaxedRecord {
  const { delimiter, crLines } = dialect;
  const cells: string[] = [];
  let stray = false;
  let at = start;

  const isBreak = (index: number): boolean => {
    if (index >= end) return true;
    const byte = bytes[index];
    if (byte === delimiter || byte === LF) return true;
    if (byte !== CR) return false;
    return crLines || index + 1 >= end || bytes[index + 1] === LF;
  };
  const skipSpaces = (index: number): number => {
    while (index < end && bytes[index] === SPACE) index += 1;
    return index;
  };

  for (;;) {
    const opening = skipSpaces(at);
    if (opening < end && bytes[opening] === QUOTE) {
      const parts: string[] = [];
      let from = opening + 1;
      let closed = false;
      at = from;
      while (at < end) {
        const quote = bytes.indexOf(QUOTE, at);
        if (quote === -1 || quote >= end) break;
        let after = quote;
        while (after < end && bytes[after] === QUOTE) after += 1;
        const run = after - quote;
        const beyond = skipSpaces(after);
        if (run % 2 === 1 && isBreak(beyond)) {
          parts.push(bytes.toString('utf8', from, quote) + '"'.repeat((run - 1) / 2));
          at = beyond;
          closed = true;
          break;
        }
        if (run % 2 === 1) stray = true;
        parts.push(bytes.toString('utf8', from, quote) + '"'.repeat(Math.ceil(run / 2)));
        from = after;
        at = after;
      }
      if (!closed) {
        parts.push(bytes.toString('utf8', from, end));
        cells.push(parts.join(''));
        return { cells, next: end, stray, open: true };
      }
      cells.push(parts.join(''));
    } else {
      const from = at;
      while (!isBreak(at)) {
        if (bytes[at] === QUOTE) stray = true;
        at += 1;
      }
      cells.push(bytes.toString('utf8', from, at));
    }
    if (at >= end) return { cells, next: end, stray, open: false };
    const byte = bytes[at];
    if (byte === delimiter) {
      at += 1;
      continue;
    }
    const next = byte === CR && at + 1 < end && bytes[at + 1] === LF ? at + 2 : at + 1;
    return { cells, next, stray, open: false };
  }
}

/** The index just past the line end of the line at `start`; `end` when it has none before. */
export function nextLine(bytes: Buffer, start: number, end: number, dialect: CsvDialect): number {
  const lf = bytes.subarray(start, end).indexOf(LF);
  const lineFeed = lf === -1 ? end : start + lf;
  if (dialect.crLines) {
    const cr = bytes.subarray(start, lineFeed).indexOf(CR);
    if (cr !== -1) {
      const at = start + cr;
      return at + 1 < end && bytes[at + 1] === LF ? at + 2 : at + 1;
    }
  }
  return lf === -1 ? end : lineFeed + 1;
}

/** Where a blank line at `start` ends, or -1 when the line there is not blank or not whole. */
export function blankLine(
  bytes: Uint8Array,
  start: number,
  end: number,
  ended: boolean,
  dialect: CsvDialect,
): number {
  let at = start;
  while (at < end) {
    const byte = bytes[at];
    if (byte === LF) return at + 1;
    if (byte === CR && dialect.crLines) return at + 1;
    if (byte === dialect.delimiter || (byte !== SPACE && byte !== TAB && byte !== CR)) return -1;
    at += 1;
  }
  return ended && at > start ? at : -1;
}
