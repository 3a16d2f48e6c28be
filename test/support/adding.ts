import path from 'node:path';
import { expect } from 'vitest';
import type { AddOptions } from '../../src/ingest/add.js';
import { addEvidence } from '../../src/ingest/add.js';
import type { Case } from '../../src/ingest/case.js';
import { createCase } from '../../src/ingest/case.js';
import type { AddReport, FileResult } from '../../src/ingest/report.js';
import { columnNames } from '../../src/model/event.js';
import type { FastResult, Row, Store } from '../../src/store/store.js';
import { rowsOf } from './store-records.js';

export const now = (): Date => new Date('2024-06-01T00:00:00Z');

/** A case in a folder, whose use of the store's own reader is written down. */
export interface WatchedCase extends Case {
  /** What each attempt to load a file came to; `unloaded` where it was given up afterwards. */
  readonly loads: (FastResult['kind'] | 'unloaded')[];
}

export async function newCase(folder: string): Promise<WatchedCase> {
  return watched(await createCase(folder, { now }));
}

export function watched(opened: Case): WatchedCase {
  const loads: WatchedCase['loads'] = [];
  const store: Store = {
    ...opened.store,
    intake: async (file) => {
      const intake = await opened.store.intake(file);
      return {
        ...intake,
        load: async (load) => {
          const result = await intake.load(load);
          loads.push(result.kind);
          return result;
        },
        unload: async () => {
          loads.push('unloaded');
          await intake.unload();
        },
      };
    },
  };
  return { ...opened, store, loads };
}

export type Added = Extract<FileResult, { kind: 'added' }>;

/** Adds paths, holding the counts of everything that is added to what they must add up to. */
export async function add(
  opened: Case,
  paths: readonly string[],
  options: Partial<AddOptions> = {},
): Promise<AddReport> {
  const report = await addEvidence(opened, paths, { author: 'tester', now, ...options });
  for (const result of report.results) if (result.kind === 'added') mustAddUp(result);
  const all = await opened.store.evidence();
  const events = all.reduce((sum, evidence) => sum + evidence.events, 0);
  expect(await opened.store.countEvents({})).toBe(events);
  return report;
}

function mustAddUp({ evidence }: Added): void {
  const { records, events, duplicates, rejects } = evidence;
  expect(events + duplicates + rejects).toBe(records);
}

/** Adds one file, and expects that one thing became of it. */
export async function addOne(
  opened: Case,
  file: string,
  options: Partial<AddOptions> = {},
): Promise<FileResult> {
  const { results } = await add(opened, [file], options);
  expect(results).toHaveLength(1);
  return results[0]!;
}

export async function addedOne(
  opened: Case,
  file: string,
  options: Partial<AddOptions> = {},
): Promise<Added> {
  const result = await addOne(opened, file, options);
  if (result.kind !== 'added') throw new Error(`${file}: ${describeResult(result)}`);
  return result;
}

export function describeResult(result: FileResult): string {
  switch (result.kind) {
    case 'failed':
      return `failed (${result.error.code}): ${result.error.message}`;
    case 'not-recognised':
      return `not-recognised: ${result.looksLike}`;
    case 'skipped':
      return `skipped: ${result.reason}`;
    case 'added':
    case 'already':
      return result.kind;
  }
}

/** Everything the store holds of each event, but not which evidence it is of. */
export async function allEvents(store: Store): Promise<readonly Row[]> {
  const columns = [
    ...columnNames,
    ...['source', 'raw', 'envelope', 'format', 'record_no', 'damaged', 'damage'],
  ];
  return rowsOf(store, {}, columns);
}

export const relativeTo = (folder: string, file: string): string => path.relative(folder, file);
