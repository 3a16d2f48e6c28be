import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { readCsv, type CsvShape } from './csv.js';
import { readJson } from './json.js';
import type { ReadLimits } from './limits.js';
import type { ReadItem, ReadNote, ReadRecord, ReadReject } from './record.js';
import { detectShape } from './shape.js';

/** A temporary folder that lives as long as the test file runs. */
export interface Scratch {
  readonly path: (name: string) => string;
  readonly write: (name: string, content: string | Uint8Array) => Promise<string>;
}

export function useScratch(): Scratch {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'konseki-read-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return {
    path: (name) => path.join(folder, name),
    write: async (name, content) => {
      const file = path.join(folder, name);
      await writeFile(file, content);
      return file;
    },
  };
}

/** All that a reader handed out, and what it noted. */
export interface ReadAll {
  readonly items: readonly ReadItem[];
  readonly records: readonly ReadRecord[];
  readonly rejects: readonly ReadReject[];
  readonly notes: readonly ReadNote[];
  readonly largestBatch: number;
}

async function collect(
  batches: AsyncIterable<readonly ReadItem[]>,
  notes: ReadNote[],
): Promise<ReadAll> {
  const items: ReadItem[] = [];
  let largestBatch = 0;
  for await (const batch of batches) {
    largestBatch = Math.max(largestBatch, batch.length);
    items.push(...batch);
  }
  items.forEach((item, index) => {
    if (item.recordNo !== index + 1)
      throw new Error(`item ${index + 1} has record number ${item.recordNo}`);
  });
  return {
    items,
    records: items.filter((item) => item.kind === 'record'),
    rejects: items.filter((item) => item.kind === 'reject'),
    notes,
    largestBatch,
  };
}

export function csvShapeOf(content: string | Uint8Array, name = 'a.csv'): CsvShape {
  const shape = detectShape(Buffer.from(content), name);
  if (shape.kind !== 'csv') throw new Error(`not CSV but ${JSON.stringify(shape)}`);
  return shape;
}

/** Writes and reads a CSV, by its detected shape unless one is given. */
export async function readCsvText(
  scratch: Scratch,
  content: string | Uint8Array,
  limits: Partial<ReadLimits> = {},
  shape?: CsvShape,
): Promise<ReadAll> {
  const file = await scratch.write('a.csv', content);
  const notes: ReadNote[] = [];
  const onNote = (note: ReadNote): void => {
    notes.push(note);
  };
  return collect(readCsv(file, shape ?? csvShapeOf(content), { limits, onNote }), notes);
}

/** Writes and reads a JSON file. */
export async function readJsonText(
  scratch: Scratch,
  content: string | Uint8Array,
  limits: Partial<ReadLimits> = {},
  kind?: 'json' | 'jsonl',
): Promise<ReadAll> {
  const file = await scratch.write('a.json', content);
  const shape = detectShape(Buffer.from(content).subarray(0, 1024 * 1024), 'a.json');
  const detected = shape.kind === 'jsonl' ? 'jsonl' : 'json';
  const notes: ReadNote[] = [];
  const onNote = (note: ReadNote): void => {
    notes.push(note);
  };
  return collect(readJson(file, kind ?? detected, { limits, onNote }), notes);
}

/** Where the project's real samples are, for tests that skip without them. */
export const samples = path.resolve(import.meta.dirname, '../../../shared/samples');
