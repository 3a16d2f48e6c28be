import { blankLine, nextLine, relaxedRecord, scanRecord, type CsvDialect } from './csv-scan.js';

/** How a doubtful record was resolved. */
export type Resolution =
  | {
      readonly kind: 'record';
      readonly cells: readonly string[];
      readonly next: number;
      readonly damage: string | undefined;
      /** The file ends inside it. */
      readonly cut: boolean;
      readonly looked: number;
    }
  /** `looked`: bytes looked at more than once to decide. */
  | {
      readonly kind: 'reject';
      readonly next: number;
      readonly reason: string;
      readonly looked: number;
    };

export interface Doubt {
  /** Where the strict reading stopped, or the end of what it read when only the columns are wrong. */
  readonly at: number;
  /** Expected number of columns. */
  readonly columns: number;
  /** Look at the first line only: too much of the file was looked at twice already. */
  readonly hurried: boolean;
}

const linesSearched = 1000;

/**
 * Decides what a record is that RFC 4180 cannot read. The line after it, or a later one, is taken as the next
 * record when it reads well by itself; otherwise the record is read leniently; and when nothing helps its
 * first line alone is given up, so that no damage reaches further than a line.
 *
 * `bytes[start, end)` is what may be looked at; `ended` says that the file ends there.
 */
export function resolveDoubt(
  bytes: Buffer,
  start: number,
  end: number,
  ended: boolean,
  dialect: CsvDialect,
  doubt: Doubt,
): Resolution {
  const lineEnd = nextLine(bytes, start, end, dialect);
  const single = relaxedRecord(bytes, start, lineEnd, dialect);
  let looked = 0;
  const asRecord = (read: typeof single, cut: boolean): Resolution => ({
    kind: 'record',
    cells: read.cells,
    next: read.next,
    damage: damageOf(read.cells.length, doubt.columns, read.stray, cut),
    cut,
    looked,
  });
  if (!single.open && single.cells.length === doubt.columns) return asRecord(single, false);
  if (!doubt.hurried) {
    const whole = relaxedRecord(bytes, start, end, dialect);
    const zone = Math.max(doubt.at, whole.open ? 0 : whole.next);
    looked += whole.next - start;
    const to = Math.min(zone, end);
    const { resync, cost } = nextWhole(bytes, lineEnd, to, end, ended, dialect, doubt.columns);
    looked += cost;
    if (resync !== -1) {
      if (resync === lineEnd && !single.open) return asRecord(single, false);
      return { kind: 'reject', next: resync, reason: openQuote, looked };
    }
    if (!whole.open && whole.cells.length === doubt.columns) return asRecord(whole, false);
    // The last record of a file that was cut: what is there of it is worth having.
    if (whole.open && ended && (lineEnd === end || whole.cells.length > 1))
      return asRecord(whole, true);
  }
  if (!single.open) return asRecord(single, false);
  return { kind: 'reject', next: lineEnd, reason: openQuote, looked };
}

const openQuote = 'a quote opened in this record is not closed';

/** The first line start in `[from, to)` where a record reads well by itself, or -1. */
function nextWhole(
  bytes: Buffer,
  from: number,
  to: number,
  end: number,
  ended: boolean,
  dialect: CsvDialect,
  columns: number,
): { readonly resync: number; readonly cost: number } {
  const affordable = 4 * (end - from);
  let cost = 0;
  let at = from;
  for (let line = 0; at < to && line < linesSearched && cost < affordable; line += 1) {
    if (blankLine(bytes, at, end, ended, dialect) === -1) {
      const scan = scanRecord(bytes, at, end, ended, dialect);
      if (scan.kind === 'record') {
        // Of other columns, only a row on one line: a damaged row of its own, not a line of a long cell.
        const near = !scan.multiline && scan.columns > 1 && scan.columns * 2 >= columns;
        if (scan.columns === columns || near) return { resync: at, cost };
      }
      cost += (scan.kind === 'record' ? scan.next : scan.kind === 'stray' ? scan.at : end) - at;
    }
    at = nextLine(bytes, at, end, dialect);
  }
  return { resync: -1, cost };
}

/** What is wrong with a record of `found` columns that could be read, or undefined when nothing is. */
export function damageOf(
  found: number,
  columns: number,
  stray: boolean,
  cut: boolean,
): string | undefined {
  const wrongs: string[] = [];
  if (cut) wrongs.push('the file ends inside this record');
  if (found !== columns) wrongs.push(`has ${found} of ${columns} columns`);
  if (stray) wrongs.push('has a stray quote');
  return wrongs.length === 0 ? undefined : wrongs.join('; ');
}
