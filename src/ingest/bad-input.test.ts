import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, open, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { KonsekiError, placeText } from '../errors.js';
import type { WatchedCase } from '../../test/support/adding.js';
import { add, addedOne, addOne, newCase, now } from '../../test/support/adding.js';
import { zipOf } from '../../test/support/archives.js';
import { useScratch } from '../../test/support/scratch.js';
import { rowsOf } from '../../test/support/store-records.js';
import {
  auditRecord,
  auditRecords,
  csv,
  jsonl,
  purviewCsv,
  purviewHeader,
  purviewRow,
} from '../../test/support/ual.js';
import type { UnpackLimits } from '../read/limits.js';
import { openDuckdbStore } from '../store/duckdb/store.js';
import { createCase, openCase } from './case.js';
import type { FileResult } from './report.js';

const scratch = useScratch();
const good = purviewCsv(auditRecords(0, 5));
const goodIds = 5;
let opened: WatchedCase;
let other: string;
beforeEach(async () => {
  opened = await newCase(await scratch.folder());
  other = await scratch.write('the-rest.csv', good);
});
afterEach(() => {
  opened.close();
});

/** A sentence for people: it ends, its hint is one too, and its place is the file that was named. */
function mustBeClear(error: unknown, file: string): void {
  if (!(error instanceof KonsekiError)) throw error;
  expect(error.message).toMatch(/^\S.*[.!?)]$/su);
  expect(error.message.length).toBeLessThan(400);
  expect(error.message).not.toMatch(/undefined|\[object|Error:|ENO|EIS/);
  expect(error.hint ?? '').toMatch(/^\S.*\.$/su);
  expect(placeText(error.place)).toContain(file);
}

/** Adds the bad file together with a good one: the good one must be in, and nothing left behind. */
async function withTheRest(
  bad: string,
  limits: Partial<UnpackLimits> = {},
): Promise<readonly FileResult[]> {
  const { results } = await add(opened, [bad, other], { limits: { unpack: limits } });
  expect(results.at(-1)).toMatchObject({
    kind: expect.stringMatching(/added|already/) as string,
    file: other,
  });
  expect(await readdir(opened.dir)).not.toContain('tmp');
  return results.slice(0, -1);
}

/** The same, where the bad file fails with a code. */
async function failing(
  bad: string,
  code: string,
  limits: Partial<UnpackLimits> = {},
): Promise<KonsekiError> {
  const results = await withTheRest(bad, limits);
  const failed = results.find(({ kind }) => kind === 'failed');
  if (failed?.kind !== 'failed') throw new Error(`it did not fail: ${JSON.stringify(results)}`);
  mustBeClear(failed.error, bad);
  expect(failed.error.code).toBe(code);
  return failed.error;
}

describe('what is no evidence', () => {
  it('a missing path', async () => {
    await failing(scratch.path('nowhere.csv'), 'not-found');
  });

  it('an empty file', async () => {
    await failing(await scratch.write('empty.csv', ''), 'empty-file');
  });

  it('a folder without logs', async () => {
    await scratch.write('bare/readme.txt', 'Nothing to see.\n');
    await mkdir(scratch.path('bare', 'empty'));
    expect(await withTheRest(scratch.path('bare'))).toMatchObject([
      { kind: 'not-recognised', named: false, looksLike: 'plain text' },
    ]);
  });

  it('a binary', async () => {
    const random = Buffer.from(Array.from({ length: 5000 }, (_, n) => (n * 7919 + (n >> 3)) % 256));
    expect(await withTheRest(await scratch.write('a.bin', random))).toMatchObject([
      { kind: 'not-recognised', named: true },
    ]);
    const elf = await scratch.write(
      'a.csv',
      Buffer.concat([Buffer.from('\x7fELF', 'latin1'), random]),
    );
    expect(await addOne(opened, elf)).toMatchObject({ looksLike: 'a Linux program' });
  });

  it('a saved sign-in page', async () => {
    const page = '<!DOCTYPE html><html><title>Sign in to your account</title></html>';
    const [result] = await withTheRest(await scratch.write('UAL.csv', page));
    expect(result).toMatchObject({
      kind: 'not-recognised',
      looksLike: expect.stringContaining('sign-in page') as string,
    });
  });

  it('a device', async () => {
    await failing('/dev/null', 'unreadable');
  });
});

describe('archives', () => {
  const many = auditRecords(10, 400);

  it('a gzip that is cut gives what was whole', async () => {
    const whole = gzipSync(purviewCsv(many));
    const file = await scratch.write('cut.csv.gz', whole.subarray(0, whole.length - 900));
    const [result] = await withTheRest(file);
    if (result?.kind !== 'added') throw new Error(JSON.stringify(result));
    mustBeClear(result.problem, 'cut.csv.gz');
    expect(result.problem?.code).toBe('truncated');
    expect(result.evidence.records).toBeGreaterThan(200);
    expect(result.evidence.events).toBeLessThan(390);
    expect(result.evidence.warnings.map(({ code }) => code)).toContain('truncated');
    // The whole one completes what the cut one had.
    const { evidence } = await addedOne(opened, await scratch.write('whole.csv.gz', whole));
    expect(
      evidence.events + result.evidence.events - result.evidence.damaged,
    ).toBeGreaterThanOrEqual(389);
    expect(await opened.store.countEvents({})).toBe(390 + goodIds);
  });

  it('a gzip of which nothing is left', async () => {
    const whole = gzipSync(purviewCsv(many));
    await failing(await scratch.write('stub.csv.gz', whole.subarray(0, 12)), 'truncated');
    await failing(
      await scratch.write(
        'torn.gz',
        Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3, 4, 5, 6, 255, 255, 255]),
      ),
      'corrupt',
    );
  });

  it('a zip without its end', async () => {
    const whole = await zipOf({ 'a.csv': purviewCsv(many) });
    await failing(
      await scratch.write('cut.zip', whole.subarray(0, whole.length - 30)),
      'truncated',
    );
  });

  it('a zip with one torn member keeps the others', async () => {
    const bytes = await zipOf(
      { 'a.csv': purviewCsv(many), 'b.csv': purviewCsv(auditRecords(500, 510)) },
      false,
    );
    bytes.write('XXXX', 5000);
    const results = await withTheRest(await scratch.write('torn.zip', bytes));
    expect(results).toMatchObject([
      { kind: 'added', problem: { code: 'corrupt' } },
      { kind: 'added', evidence: { records: 10 } },
    ]);
  });

  const zeros = Buffer.alloc(3_000_000);
  it('a bomb by its ratio', async () => {
    const limits = { ratio: 100, ratioFromBytes: 100_000 };
    const error = await failing(
      await scratch.write('ratio.csv.gz', gzipSync(zeros)),
      'too-large',
      limits,
    );
    expect(error.message).toContain('100 times');
    await failing(
      await scratch.write('ratio.zip', await zipOf({ 'a.csv': zeros })),
      'too-large',
      limits,
    );
  });

  it('a bomb by its size', async () => {
    const file = await scratch.write(
      'big.zip',
      await zipOf({ 'a.csv': purviewCsv(many), 'b.csv': 'x', 'c.csv': 'y' }),
    );
    const error = await failing(file, 'too-large', { totalBytes: 50_000 });
    expect(error.message).toContain('50000 bytes');
  });

  it('a bomb by its count', async () => {
    const members = Object.fromEntries(
      many.slice(0, 30).map((it, n) => [`${n}.jsonl`, jsonl([it])]),
    );
    await failing(await scratch.write('many.zip', await zipOf(members)), 'too-large', {
      members: 29,
    });
    expect(await opened.store.countEvents({})).toBe(goodIds);
  });

  it('a bomb by its nesting', async () => {
    let bytes = await zipOf({ 'a.csv': purviewCsv(many) });
    for (let n = 0; n < 3; n++) bytes = await zipOf({ 'in.zip': bytes });
    const error = await failing(await scratch.write('deep.zip', bytes), 'too-large');
    expect(error.message).toContain('3');
    await rm(scratch.path('deep.zip'));
  });

  it('names that lead out of it', async () => {
    const bytes = await zipOf({ 'aa/aa/evil.csv': purviewCsv(many) });
    for (let at = bytes.indexOf('aa/aa'); at !== -1; at = bytes.indexOf('aa/aa', at))
      bytes.write('../..', at);
    const [result] = await withTheRest(await scratch.write('slip.zip', bytes));
    expect(result).toMatchObject({ kind: 'added', evidence: { records: 390 } });
    expect(await readdir(scratch.path())).not.toContain('evil.csv');
  });
});

describe('damaged content', () => {
  const line = (n: number, auditData?: string): string =>
    csv([purviewRow(auditRecord(n), auditData)]).trimEnd();
  const head = csv([purviewHeader]).trimEnd();
  const csvOf = (lines: readonly string[]): string => [head, ...lines, ''].join('\n');

  it('a line of 100 MB', async () => {
    const file = await scratch.write('long.jsonl', jsonl(auditRecords(20, 23)));
    const handle = await open(file, 'a');
    await handle.write(`{"Id":"long","Operation":"`);
    const megabyte = Buffer.alloc(1024 * 1024, 'x');
    for (let n = 0; n < 100; n++) await handle.write(megabyte);
    await handle.write(`"}\n${jsonl(auditRecords(23, 25))}`);
    await handle.close();
    const [result] = await withTheRest(file);
    expect(result).toMatchObject({
      kind: 'added',
      evidence: { records: 6, events: 5, rejects: 1 },
    });
    const [reject] = await opened.store.rejects();
    expect(reject).toMatchObject({ recordNo: 4, line: 4 });
    expect(reject!.reason).toMatch(/more than|longer than/);
    expect(reject!.text.length).toBeLessThanOrEqual(2000);
  }, 60_000);

  it('JSON nested 10,000 deep', async () => {
    const deep = `{"Id":"deep","Operation":"X","RecordType":1,"CreationTime":${'['.repeat(10_000)}${']'.repeat(10_000)}}`;
    const file = await scratch.write(
      'deep.json',
      `[${JSON.stringify(auditRecord(20))},\n${deep},\n${JSON.stringify(auditRecord(21))}]`,
    );
    const [result] = await withTheRest(file);
    expect(result).toMatchObject({
      kind: 'added',
      evidence: { records: 3, events: 2, rejects: 1 },
    });
    expect((await opened.store.rejects())[0]).toMatchObject({
      recordNo: 2,
      line: 2,
      reason: expect.stringContaining('nested deeper than') as string,
    });
    const bare = await scratch.write('bare.json', '['.repeat(10_000));
    expect((await addOne(opened, bare)).kind).not.toBe('added');
  });

  it('invalid UTF-8', async () => {
    const bytes = Buffer.from(csvOf(auditRecords(20, 23).map((_, n) => line(20 + n))));
    bytes[bytes.indexOf('contoso')] = 0xff;
    const [result] = await withTheRest(await scratch.write('latin.csv', bytes));
    if (result?.kind !== 'added') throw new Error(JSON.stringify(result));
    expect(result.evidence.events).toBe(3);
    expect(result.evidence.warnings.map(({ code }) => code)).toContain('encoding');
    expect(result.evidence.encoding).not.toBe('utf-8');
  });

  it('rows with too many and too few cells', async () => {
    const short = csv([purviewRow(auditRecord(30)).slice(0, 4)]).trimEnd();
    const lines = [line(20), `${line(21)},"more"`, '"Rows:","4"', short, line(22)];
    const [result] = await withTheRest(await scratch.write('uneven.csv', csvOf(lines)));
    expect(result).toMatchObject({ evidence: { records: 5, events: 4, rejects: 1, damaged: 2 } });
    expect(await opened.store.rejects()).toMatchObject([{ recordNo: 3, line: 4 }]);
    const columns = ['record_no', 'event_id', 'operation', 'user', 'damage'];
    const rows = await rowsOf(opened.store, { evidenceId: 1 }, columns);
    expect(rows.filter(({ damage }) => damage !== null)).toMatchObject([
      { record_no: 2, damage: 'has 7 of 6 columns' },
      { record_no: 4, event_id: auditRecord(30)['Id'], operation: 'MailItemsAccessed' },
    ]);
  });

  it('a header and nothing else', async () => {
    const [result] = await withTheRest(await scratch.write('header.csv', `${head}\n`));
    if (result?.kind !== 'added') throw new Error(JSON.stringify(result));
    expect(result.evidence).toMatchObject({
      records: 0,
      formats: ['ual-purview-csv'],
      first: null,
    });
    expect(result.evidence.warnings.map(({ code }) => code)).toEqual(['no-records']);
  });

  it('two headers', async () => {
    const lines = [line(20), head, line(21)];
    const [result] = await withTheRest(await scratch.write('twice.csv', csvOf(lines)));
    if (result?.kind !== 'added') throw new Error(JSON.stringify(result));
    expect(result.evidence).toMatchObject({ records: 2, events: 2, rejects: 0, damaged: 0 });
    expect(result.evidence.warnings[0]).toMatchObject({ code: 'header-repeated' });
  });

  it('two columns of one name', async () => {
    const content = csv([
      [...purviewHeader, 'Operation'],
      [...purviewRow(auditRecord(20)), 'second'],
    ]);
    const [result] = await withTheRest(await scratch.write('columns.csv', content));
    expect(result).toMatchObject({ kind: 'added', evidence: { events: 1, damaged: 0 } });
    const [row] = await rowsOf(opened.store, { evidenceId: 1 }, ['operation', 'envelope']);
    expect(row!['operation']).toBe('Send');
    expect(JSON.parse(String(row!['envelope']))).toMatchObject({ 'Operation (2)': 'second' });
  });

  it('rows in which nothing can be read are rejects with their place', async () => {
    const lines = [line(20), '"","","","","",""', line(21), line(22, '{"CreationT')];
    const [result] = await withTheRest(await scratch.write('void.csv', csvOf(lines)));
    expect(result).toMatchObject({ evidence: { records: 4, events: 3, rejects: 1, damaged: 1 } });
    expect(await opened.store.rejects()).toMatchObject([{ recordNo: 2, line: 3 }]);
  });
});

describe('the case', () => {
  it('of a newer store', async () => {
    opened.close();
    const newer = [{ to: 99, statements: [] }];
    const file = path.join(opened.dir, 'store.duckdb');
    (await openDuckdbStore(file, 'write', newer)).close();
    for (const mode of ['read', 'write'] as const) {
      const error: unknown = await openCase(opened.dir, mode).catch((caught: unknown) => caught);
      mustBeClear(error, opened.dir);
      expect(error).toMatchObject({ code: 'case-newer' });
    }
  });

  it('of a newer layout, or with a broken manifest', async () => {
    const manifest = path.join(opened.dir, 'case.json');
    await writeFile(manifest, '{"konseki":2,"name":"x","created":"y"}');
    await expect(openCase(opened.dir, 'read')).rejects.toMatchObject({ code: 'case-newer' });
    for (const content of ['', '{', '[]', '{"konseki":"1"}']) {
      await writeFile(manifest, content);
      const error: unknown = await openCase(opened.dir, 'read').catch((caught: unknown) => caught);
      mustBeClear(error, manifest);
      expect(error).toMatchObject({ code: 'not-a-case' });
    }
  });

  it.each([
    ['not there', 'not-found', (dir: string) => path.join(dir, 'nowhere')],
    ['a file', 'not-a-case', (dir: string) => path.join(dir, 'case.json')],
    ['another folder', 'not-a-case', (dir: string) => path.dirname(dir)],
  ])('%s', async (_, code, place) => {
    const dir = place(opened.dir);
    const error: unknown = await openCase(dir, 'write').catch((caught: unknown) => caught);
    mustBeClear(error, dir);
    expect(error).toMatchObject({ code });
  });

  it('without its store', async () => {
    opened.close();
    await rm(path.join(opened.dir, 'store.duckdb'));
    for (const mode of ['read', 'write'] as const)
      await expect(openCase(opened.dir, mode)).rejects.toMatchObject({ code: 'not-a-case' });
    expect(await readdir(opened.dir)).not.toContain('store.duckdb');
  });

  it('where something else is', async () => {
    const file = await scratch.write('in-the-way', '');
    const full = path.dirname(await scratch.write('full/diary.txt', 'dear'));
    for (const dir of [file, path.join(file, 'below'), full, opened.dir]) {
      const error: unknown = await createCase(dir, { now }).catch((caught: unknown) => caught);
      mustBeClear(error, dir);
      expect(error).toMatchObject({ code: 'case-exists' });
    }
    expect(await readdir(full)).toEqual(['diary.txt']);
  });

  it('of a command that was killed while it made it', async () => {
    const dir = await scratch.folder();
    (await openDuckdbStore(path.join(dir, 'store.duckdb'), 'write')).close();
    await writeFile(path.join(dir, 'case.json.new'), '{"kon');
    const made = await createCase(dir, { now });
    await addedOne(made, other);
    made.close();
    expect((await readdir(dir)).sort()).toEqual(['case.json', 'store.duckdb']);
  });

  it('in a folder that may not be written to', async ({ skip }) => {
    if (process.getuid?.() === 0) return skip('root may write anywhere; see the read-only disk');
    opened.close();
    await chmod(opened.dir, 0o500);
    onTestFinished(() => chmod(opened.dir, 0o700));
    await expect(openCase(opened.dir, 'write')).rejects.toMatchObject({ code: 'read-only' });
    await expect(createCase(path.join(opened.dir, 'x'), { now })).rejects.toMatchObject({
      code: 'read-only',
    });
  });
});

/** A file system of its own, for as long as the test runs; undefined where none may be mounted. */
async function mounted(options: string): Promise<string | undefined> {
  const dir = await scratch.folder();
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'konseki-test', dir]);
  if (status !== 0) return undefined;
  onTestFinished(() => {
    spawnSync('umount', ['-l', dir]);
  });
  return dir;
}

describe('the disk', () => {
  it('is read-only', async ({ skip }) => {
    const dir = await mounted('size=64m');
    if (dir === undefined) return skip('no file system may be mounted here');
    const made = await createCase(path.join(dir, 'case'), { now });
    await addedOne(made, other);
    made.close();
    spawnSync('mount', ['-o', 'remount,ro', dir]);
    const errors: unknown[] = [
      await openCase(made.dir, 'write').catch((caught: unknown) => caught),
      await createCase(path.join(dir, 'new'), { now }).catch((caught: unknown) => caught),
    ];
    for (const error of errors) {
      mustBeClear(error, dir);
      expect(error).toMatchObject({ code: 'read-only' });
    }
    const reading = await openCase(made.dir, 'read');
    expect(await reading.store.countEvents({})).toBe(goodIds);
    reading.close();
  });

  for (const [what, options] of [
    ['the store', {}],
    ['the copy', { copy: true }],
    ['the fast path', { limits: { fastFrom: 1 } }],
  ] as const)
    it(`is full for ${what}`, { timeout: 60_000 }, async ({ skip }) => {
      const dir = await mounted('size=12m');
      if (dir === undefined) return skip('no file system may be mounted here');
      const made = await createCase(path.join(dir, 'case'), { now });
      await addedOne(made, other);
      const noisy = auditRecords(100, 12_100).map((it) => ({
        ...it,
        Noise: randomBytes(900).toString('base64'),
      }));
      const big = await scratch.write('big.jsonl', jsonl(noisy));
      const error: unknown = await add(made, [big], options).catch((caught: unknown) => caught);
      mustBeClear(error, what === 'the copy' ? big : dir);
      expect(error).toMatchObject({ code: 'disk-full' });
      made.close();
      // Nothing of it is in, and with room the same command completes.
      const before = await openCase(made.dir, 'read');
      expect(await before.store.countEvents({})).toBe(goodIds);
      expect(await before.store.evidence()).toHaveLength(1);
      before.close();
      spawnSync('mount', ['-o', 'remount,size=400m', dir]);
      const again = await openCase(made.dir, 'write');
      expect(await addedOne(again, big, options)).toMatchObject({ evidence: { events: 12_000 } });
      again.close();
    });
});
