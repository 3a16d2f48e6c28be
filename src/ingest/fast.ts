import path from 'node:path';
import type { Format } from '../formats/format.js';
import { bodyKeys, wholeEnvelope } from '../formats/normalise.js';
import { fieldKey } from '../formats/path.js';
import type { OpenedLeaf } from '../read/read.js';
import { countCsvRecords } from '../read/survey.js';
import type { ReadRecord } from '../read/record.js';
import type { DoubtfulRow, FastLoad, Intake } from '../store/store.js';
import type { Sample } from './sample.js';

/** The plan for the store's own reader; undefined where it cannot read this file exactly. */
export function fastPlan(
  opened: OpenedLeaf,
  sample: Sample,
  fromLines: number = fastFrom,
): FastLoad | undefined {
  const { shape, survey } = opened;
  const [format] = sample.formats;
  if (format === undefined || sample.formats.length > 1 || sample.strangers || sample.drifts)
    return undefined;
  if (survey === undefined || opened.leaf.damage !== undefined) return undefined;
  const uniform =
    survey.validUtf8 &&
    !survey.hasNul &&
    survey.loneCr === 0 &&
    (survey.crlf === 0 || survey.crlf === survey.newlines);
  const lines = survey.newlines + (survey.endsWithNewline ? 0 : 1);
  const base = {
    format,
    // Absolute: DuckDB takes "~x" and "file:x" for something else.
    path: path.resolve(opened.decodedPath),
    file: opened.leaf.name,
    longestLine: survey.longestLine,
  };
  // DuckDB expands these signs in a path.
  if (!uniform || /[*?[\]{}]/.test(base.path) || lines < fromLines) return undefined;
  switch (shape.kind) {
    case 'csv':
      return {
        ...base,
        layout: {
          kind: 'csv',
          header: shape.header,
          delimiter: shape.delimiter,
          skipLines: shape.skipLines,
        },
      };
    case 'jsonl':
      return opened.encoding === 'utf-8-bom' ? undefined : { ...base, layout: { kind: 'jsonl' } };
    case 'json':
    case 'eml':
    case 'msg':
    case 'unknown':
      return undefined;
  }
}

/** Fewer lines are read sooner than DuckDB plans the statement (0.5 to 1 s, measured). */
const fastFrom = 8_000;
/** More rows in doubt than this share: the reference reads the file from the start. */
const mostDoubtful = 0.05;

/**
 * Loads a file through the store's own reader. True when every record is accounted for and the rows
 * left in doubt are in `doubtful`; false when nothing was kept and the reference must read the file.
 */
export async function loadFast(
  intake: Intake,
  opened: OpenedLeaf,
  load: FastLoad,
): Promise<boolean> {
  const result = await intake.load(load);
  if (result.kind === 'refused') return false;
  if (await isExact(opened, load, result.rows, result.doubtful)) {
    if (result.doubtful === 0) return true;
    const rows = await intake.peekDoubtful();
    if (rows.every((row) => recordOf(load, { ...row, recordNo: 0 }) !== undefined)) return true;
  }
  await intake.unload();
  return false;
}

async function isExact(
  opened: OpenedLeaf,
  load: FastLoad,
  rows: number,
  doubtful: number,
): Promise<boolean> {
  if (doubtful > 1000 && doubtful > rows * mostDoubtful) return false;
  const { survey } = opened;
  if (survey === undefined) return false;
  const lines = survey.newlines + (survey.endsWithNewline ? 0 : 1);
  const before = load.layout.kind === 'csv' ? load.layout.skipLines + 1 : 0;
  if (rows === lines - before) return true;
  // Line ends inside cells, or blank lines: count the records themselves.
  if (load.layout.kind !== 'csv' || load.layout.skipLines > 0) return false;
  return rows === (await countCsvRecords(opened.decodedPath)) - 1;
}

/**
 * A row in doubt as the record it was; undefined where that cannot be said, e.g. a line that is no
 * JSON, or a second header: the file must be read by the reader that knows what to do with those.
 */
export function recordOf(load: FastLoad, row: DoubtfulRow): ReadRecord | undefined {
  const raw = row.raw ?? '';
  if (load.layout.kind === 'jsonl') {
    // The line is kept whole only where it is the record.
    if (load.format.body !== undefined) return undefined;
    const fields = parseObject(raw);
    return fields === undefined
      ? undefined
      : { kind: 'record', recordNo: row.recordNo, line: row.recordNo, fields, text: raw };
  }
  const around =
    load.format.body === undefined
      ? parseObject(raw)
      : wholeEnvelope(load.format, row.envelope ?? '{}', raw);
  // Whether the quote in a cell was a stray one only the text of the line tells.
  if (around === undefined || Object.values(around).some(hasQuote)) return undefined;
  const fields =
    load.format.body === undefined
      ? around
      : { ...around, [bodyHeader(load.format, load.layout.header)]: raw };
  const isHeader = Object.entries(fields).some(([name, value]) => value === name);
  return isHeader ? undefined : { kind: 'record', recordNo: row.recordNo, fields };
}

const hasQuote = (cell: unknown): boolean =>
  typeof cell === 'string' && cell.includes('"') && !/^\s*[[{]/.test(cell);

function bodyHeader(format: Format, header: readonly string[]): string {
  const [names = []] = bodyKeys(format);
  const keys = new Set(names.map(fieldKey));
  return header.find((name) => keys.has(fieldKey(name))) ?? format.body ?? '';
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
