import { appendFile, copyFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { WatchedCase } from '../../test/support/adding.js';
import { add, newCase } from '../../test/support/adding.js';
import { zipOf } from '../../test/support/archives.js';
import { useScratch } from '../../test/support/scratch.js';
import { auditRecords, purviewCsv } from '../../test/support/ual.js';
import { openCase } from './case.js';
import { verifyEvidence } from './verify.js';

const scratch = useScratch();
let opened: WatchedCase;
beforeEach(async () => {
  opened = await newCase(await scratch.folder());
});
afterEach(() => {
  opened.close();
});

const file = (name: string): Promise<string> =>
  scratch.write(name, purviewCsv(auditRecords(0, name.length)));
const states = async (): Promise<string[]> =>
  (await verifyEvidence(opened.store, opened.dir)).map(({ state, detail }) =>
    detail === undefined ? state : `${state}: ${detail}`,
  );

it('tells what is intact, changed, missing and unreadable', async () => {
  const names = ['a.csv', 'bb.csv', 'ccc.csv', 'dddd.csv', 'sub/eeeee.csv'];
  const files = await Promise.all(names.map(file));
  await add(opened, files);
  expect(await states()).toEqual(names.map(() => 'intact'));
  await appendFile(files[1]!, '\n');
  await rm(files[2]!);
  await rm(files[3]!);
  await mkdir(files[3]!);
  // The folder it was in is a file now.
  await rm(scratch.path('sub'), { recursive: true });
  await writeFile(scratch.path('sub'), '');
  const found = await states();
  expect(found).toEqual([
    'intact',
    expect.stringMatching(/^changed: SHA-256 is now [0-9a-f]{64}, was [0-9a-f]{64}$/),
    `missing: ${files[2]} is not there any more`,
    expect.stringMatching(/^unreadable: .*folder/),
    `missing: ${files[4]} is not there any more`,
  ]);
});

it('sees a change that keeps size and time', async () => {
  const evidence = await file('same.csv');
  await add(opened, [evidence]);
  await writeFile(evidence, purviewCsv(auditRecords(0, 8)).replace('Send', 'Sent'));
  expect((await states())[0]).toMatch(/^changed/);
});

it('hashes an archive for its members, once', async () => {
  const zip = await scratch.write(
    'two.zip',
    await zipOf({
      'a.csv': purviewCsv(auditRecords(0, 3)),
      'b.csv': purviewCsv(auditRecords(3, 5)),
    }),
  );
  await add(opened, [zip]);
  let told = 0;
  await verifyEvidence(opened.store, opened.dir, () => told++);
  expect(told).toBe(1);
  expect(await states()).toEqual(['intact', 'intact']);
  await appendFile(zip, 'x');
  for (const state of await states()) expect(state).toMatch(/^changed/);
  await rm(zip);
  for (const state of await states()) expect(state).toMatch(/^missing/);
});

it('lets a copy stand for an original that is gone, and no copy for one that was altered', async () => {
  const evidence = await file('kept.csv');
  await add(opened, [evidence], { copy: true });
  const copy = String((await opened.store.evidence())[0]?.copy);
  expect(await states()).toEqual(['intact']);
  await rename(evidence, `${evidence}.away`);
  expect(await states()).toEqual(['intact: the copy in the case is intact; the original is gone']);
  await mkdir(evidence);
  expect(await states()).toEqual([
    'intact: the copy in the case is intact; the original is unreadable',
  ]);
  await rm(evidence, { recursive: true });
  await writeFile(evidence, 'other');
  expect((await states())[0]).toMatch(/^changed: SHA-256/);
  await copyFile(`${evidence}.away`, evidence);
  await appendFile(path.join(opened.dir, copy), 'x');
  expect((await states())[0]).toMatch(/^changed: the copy in the case: SHA-256/);
  await rm(path.join(opened.dir, copy));
  expect((await states())[0]).toMatch(/^missing: the copy in the case: /);
});

it('looks where the evidence was, from wherever it is asked', async () => {
  const evidence = await file('relative.csv');
  const before = process.cwd();
  process.chdir(path.dirname(evidence));
  try {
    await add(opened, ['relative.csv']);
  } finally {
    process.chdir(before);
  }
  opened.close();
  const again = await openCase(opened.dir, 'read');
  const [result] = await verifyEvidence(again.store, opened.dir);
  expect(result).toMatchObject({
    state: 'intact',
    evidence: { file: 'relative.csv', onDisk: evidence },
  });
  again.close();
});
