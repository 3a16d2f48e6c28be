import { existsSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { openLeaf, readRecords } from './read.js';
import type { ReadItem, ReadNote } from './record.js';
import { samples, useScratch } from './testing.case.js';
import { unpack } from './unpack.js';
import { walk } from './walk.js';

const scratch = useScratch();

interface FileRead {
  readonly name: string;
  readonly shape: string;
  readonly encoding: string;
  readonly items: readonly ReadItem[];
  readonly notes: readonly ReadNote[];
}

async function readAll(paths: readonly string[]): Promise<readonly FileRead[]> {
  const temp = scratch.path('temp');
  const found = await walk(paths);
  expect(found.problems).toEqual([]);
  const reads: FileRead[] = [];
  for (const file of found.files)
    for await (const leaf of unpack(file.path, temp)) {
      if (leaf.kind !== 'leaf') throw new Error(JSON.stringify(leaf));
      const opened = await openLeaf(leaf, temp);
      const items: ReadItem[] = [];
      const notes = [...opened.notes];
      if (opened.shape.kind !== 'unknown')
        for await (const batch of readRecords(opened, (note) => notes.push(note)))
          items.push(...batch);
      await opened.dispose();
      await leaf.dispose();
      const { shape, encoding } = opened;
      reads.push({ name: leaf.name, shape: shape.kind, encoding, items, notes });
    }
  expect(await readdir(temp)).toEqual([]);
  return reads;
}

describe('reading files', () => {
  beforeAll(() => mkdir(scratch.path('temp')));

  it('reads a PowerShell 5.1 export (UTF-16) from a gzip', async () => {
    const csv = '#TYPE X\r\n"CreationDate","AuditData"\r\n"1","{""Id"":""é""}"\r\n';
    const file = await scratch.write(
      'ual.csv.gz',
      gzipSync(Buffer.from(`\ufeff${csv}`, 'utf16le')),
    );
    const [read] = await readAll([file]);
    expect(read).toMatchObject({ name: `${file}!/ual.csv`, shape: 'csv', encoding: 'utf-16le' });
    expect(read?.items).toEqual([
      {
        kind: 'record',
        recordNo: 1,
        line: 3,
        fields: { CreationDate: '1', AuditData: '{"Id":"é"}' },
      },
    ]);
    expect(read?.notes[0]?.place?.file).toBe(read?.name);
  });

  it('says that a cut gzip is cut, and reads what is there', async () => {
    const lines = Array.from({ length: 5000 }, (_, i) => JSON.stringify({ Id: `${i * 7919}` }));
    const whole = gzipSync(lines.join('\n'));
    const [read] = await readAll([
      await scratch.write('cut.jsonl.gz', whole.subarray(0, whole.length / 2)),
    ]);
    expect(read?.notes[0]?.code).toBe('truncated');
    expect(read?.items.length).toBeGreaterThan(100);
  });

  it('reads UTF-16 JSON without BOM', async () => {
    const bytes = Buffer.from('[{"a":"漢"},{"a":"é"}]', 'utf16le');
    const [read] = await readAll([await scratch.write('a.json', bytes)]);
    expect(read?.items.length).toBe(2);
  });

  it('reads a mail as one record', async () => {
    const file = await scratch.write('m.eml', 'From: a@b\r\nTo: c@d\r\nSubject: x\r\n\r\nHi\r\n');
    const [read] = await readAll([file]);
    expect(read).toMatchObject({ shape: 'eml', encoding: 'binary' });
    expect(read?.items.length).toBe(1);
  });

  it('refuses what is no log, with its reason', async () => {
    const file = await scratch.write('x.pdf', '%PDF-1.4');
    for await (const leaf of unpack(file, scratch.path('temp'))) {
      if (leaf.kind !== 'leaf') throw new Error('no leaf');
      const opened = await openLeaf(leaf, scratch.path('temp'));
      const iterator = readRecords(opened)[Symbol.asyncIterator]();
      await expect(iterator.next()).rejects.toMatchObject({
        code: 'not-recognised',
        message: `${file} is no log: it looks like a PDF document.`,
      });
    }
  });

  it.skipIf(!existsSync(samples))('reads the real samples (absent: skipped)', async () => {
    const reads = await readAll([samples]);
    const logs = reads.filter((read) => read.shape !== 'unknown');
    expect(reads.filter((read) => read.shape === 'unknown').map((read) => read.name)).toEqual(
      reads.map((read) => read.name).filter((name) => /README\.md$|LICENSE$/.test(name)),
    );
    expect(logs.flatMap((read) => read.notes)).toEqual([]);
    const items = logs.flatMap((read) => read.items);
    expect(items.filter((item) => item.kind === 'reject' || item.damage !== undefined)).toEqual([]);
    const count = (folder: string): number =>
      logs
        .filter((read) => read.name.includes(`/${folder}/`))
        .reduce((sum, read) => sum + read.items.length, 0);
    expect(['deteng', 'techjollof', 'otrf', 'plaso'].map(count)).toEqual([125, 500, 14, 4]);
  });
});
