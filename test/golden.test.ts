import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { addEvidence } from '../src/ingest/add.js';
import { createCase } from '../src/ingest/case.js';
import type { FileResult } from '../src/ingest/report.js';
import type { Row } from '../src/store/store.js';

/**
 * Golden cases: each folder of test/cases is one. `input/` is added to a new case, and what comes out
 * must be `expected/`, file for file. `KONSEKI_UPDATE_CASES=1 npx vitest run test/golden.test.ts`
 * writes `expected/` anew; read every line of it before committing.
 */
const root = path.join(import.meta.dirname, 'cases');
const update = process.env['KONSEKI_UPDATE_CASES'] === '1';
const now = (): Date => new Date('2026-01-01T00:00:00Z');

const made: string[] = [];
afterAll(async () => {
  for (const dir of made) await rm(dir, { recursive: true, force: true });
});

describe('golden cases', async () => {
  for (const name of (await readdir(root)).sort())
    test(name, async () => {
      const actual = await outputOf(path.join(root, name, 'input'));
      const expected = path.join(root, name, 'expected');
      if (update)
        for (const [file, text] of actual) await writeFile(path.join(expected, file), text);
      expect((await readdir(expected)).sort()).toEqual([...actual.keys()].sort());
      for (const [file, text] of actual)
        expect(text, file).toBe(await readFile(path.join(expected, file), 'utf8'));
    });
});

/** What a case made of the folder holds, as the files of `expected/`. */
async function outputOf(input: string): Promise<ReadonlyMap<string, string>> {
  const dir = await mkdtemp(path.join(tmpdir(), 'konseki-golden-'));
  made.push(dir);
  const opened = await createCase(path.join(dir, 'case'), { now });
  try {
    const { results } = await addEvidence(opened, [input], { author: 'golden', now });
    const columns = (await opened.store.eventColumnNames()).filter((name) => name !== 'raw');
    const events: Row[] = [];
    for await (const batch of opened.store.events({ filter: {}, columns })) events.push(...batch);
    return new Map([
      [
        'files.json',
        `${JSON.stringify(
          results.map((result) => fileOf(result, input)),
          null,
          2,
        )}\n`,
      ],
      ['events.jsonl', events.map((row) => `${JSON.stringify(eventOf(row))}\n`).join('')],
    ]);
  } finally {
    opened.close();
  }
}

/** Paths relative to the input: the machine's own are nobody's business. */
const relative = (file: string, input: string): string =>
  file.replaceAll(`${input}${path.sep}`, '').replaceAll(path.sep, '/');

function fileOf(result: FileResult, input: string): unknown {
  const file = relative(result.file, input);
  switch (result.kind) {
    case 'added': {
      const { records, events, duplicates, rejects, damaged, formats, encoding, warnings } =
        result.evidence;
      expect(records, 'the counts add up').toBe(events + duplicates + rejects);
      return {
        file,
        formats,
        encoding,
        records,
        events,
        duplicates,
        rejects,
        damaged,
        warnings,
        ...(result.problem === undefined ? {} : { problem: result.problem.code }),
      };
    }
    case 'already':
      return { file, already: relative(result.evidence.file, input) };
    case 'failed':
      return { file, failed: result.error.code, message: relative(result.error.message, input) };
    case 'not-recognised':
      return { file, looksLike: result.looksLike };
    case 'skipped':
      return { file, skipped: result.reason };
  }
}

/** Only what is said, times as text. */
function eventOf(row: Row): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [name, typeof value === 'bigint' ? iso(value) : value]),
  );
}

function iso(micros: bigint): string {
  const fraction = String(micros % 1_000_000n).padStart(6, '0');
  return `${new Date(Number(micros / 1000n)).toISOString().slice(0, 19)}.${fraction}Z`;
}
