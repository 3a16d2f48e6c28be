import type { CompiledCell, Format } from '../formats/format.js';
import { follow, leafText, valueAt } from '../formats/path.js';
import type { Step } from '../formats/path.js';
import type { RecordShape } from '../formats/recognise.js';
import { recogniser } from '../formats/registry.js';
import { bodyKeys } from '../formats/normalise.js';
import type { OpenedLeaf } from '../read/read.js';
import { readRecords } from '../read/read.js';
import type { ReadRecord } from '../read/record.js';

/** What the first records of a file say about it. */
export interface Sample {
  readonly shape: RecordShape;
  /** Formats of the first records that are of any, in the order met. */
  readonly formats: readonly Format[];
  /** Records looked at. */
  readonly looked: number;
  /** Some of them are of no format. */
  readonly strangers: boolean;
  /** Keys are written in another case or with other blanks than the table's: not for the fast path. */
  readonly drifts: boolean;
  /** Names of the fields of the first record, for saying what a strange file looks like. */
  readonly fields: readonly string[];
}

const enough = 200;
/** Of a file whose first records are strange, this many are looked at before it is given up. */
const patience = 5_000;

export function recordShape(opened: OpenedLeaf): RecordShape {
  switch (opened.shape.kind) {
    case 'csv':
      return 'csv';
    case 'eml':
    case 'msg':
      return 'mail';
    case 'json':
    case 'jsonl':
    case 'unknown':
      return 'json';
  }
}

/** Looks at the first records of an opened file. */
export async function takeSample(opened: OpenedLeaf): Promise<Sample> {
  const shape = recordShape(opened);
  const formats = new Set<Format>();
  let looked = 0;
  let strangers = false;
  let drifts = false;
  let fields: readonly string[] = [];
  if (opened.shape.kind === 'csv') {
    fields = opened.shape.header;
    // A file of nothing but its header is still of a format.
    const empty = Object.fromEntries(opened.shape.header.map((name) => [name, '']));
    const format = recogniser.recognise(empty, 'csv');
    if (format !== undefined) formats.add(format);
  }
  for await (const batch of readRecords(opened)) {
    for (const item of batch) {
      if (item.kind === 'reject') continue;
      if (looked === 0) {
        fields = Object.keys(item.fields);
        formats.clear();
      }
      looked++;
      const format = recogniser.recognise(item.fields, shape);
      if (format === undefined) strangers = true;
      else {
        formats.add(format);
        drifts ||= driftsFrom(format, item);
      }
    }
    if (looked >= (formats.size > 0 ? enough : patience)) break;
  }
  return { shape, formats: [...formats], looked, strangers, drifts, fields };
}

/** Whether some column of the table gets its value only by folding names. */
function driftsFrom(format: Format, item: ReadRecord): boolean {
  const keys = bodyKeys(format).map(([key = '']) => key);
  let record: unknown = item.fields;
  for (const key of format.body === undefined ? [] : keys) {
    if (!hasOwn(record, key) && valueAt(record, key) !== undefined) return item.text !== undefined;
    record = valueAt(record, key);
  }
  if (typeof record === 'string') {
    try {
      record = JSON.parse(record) as unknown;
    } catch {
      return false;
    }
  }
  // The columns of a CSV row are matched by folding in the fast path too.
  if (format.body === undefined && item.text === undefined) return false;
  return [...format.cells.values()].some(
    (cells) => valueOf(cells, record, follow) !== valueOf(cells, record, followExactly),
  );
}

/** What a column of the record says, by one way of following paths; the envelope is left out. */
function valueOf(
  cells: readonly CompiledCell[],
  record: unknown,
  way: (start: unknown, steps: readonly Step[]) => unknown,
): unknown {
  for (const { paths, conversion } of cells) {
    if (paths.some(({ root }) => root !== 'record')) continue;
    const value = conversion.js(paths.map(({ steps }) => leafText(way(record, steps))));
    if (value !== null) return value;
  }
  return null;
}

function hasOwn(value: unknown, key: string): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key);
}

function followExactly(start: unknown, steps: readonly Step[]): unknown {
  let value = start;
  for (const step of steps) {
    if (step.kind === 'key' && !hasOwn(value, step.key)) return undefined;
    value = follow(value, [step]);
  }
  return value;
}
