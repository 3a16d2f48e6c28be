import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { useScratch } from '../../../test/support/scratch.js';
import {
  addRecords,
  at,
  fileOf,
  record,
  reject,
  valuesOf,
} from '../../../test/support/store-records.js';
import { migrations } from '../schema.js';
import { storeContract } from '../store.case.js';
import { openDatabase } from './connection.js';
import { openDuckdbStore } from './store.js';

const scratch = useScratch();

storeContract('DuckDB', async () => {
  const folder = await scratch.folder();
  return {
    open: (mode) => openDuckdbStore(path.join(folder, 'store.duckdb'), mode),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
});

const newFile = async (): Promise<string> => path.join(await scratch.folder(), 'store.duckdb');
const hashOf = async (file: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(file))
    .digest('hex');

const latest = migrations.at(-1)?.to ?? 0;

describe('a DuckDB store', () => {
  it('takes the steps that an older one lacks', async () => {
    const file = await newFile();
    const old = await openDuckdbStore(file, 'write');
    await addRecords(old, 'a', [record({ event_id: 'e1' })]);
    old.close();
    const steps = [
      ...migrations,
      { to: latest + 1, statements: ['ALTER TABLE journal ADD COLUMN colour VARCHAR'] },
      {
        to: latest + 2,
        statements: [`UPDATE journal SET colour = 'red'`, 'CREATE TABLE extra (n INTEGER)'],
      },
    ];
    // Even who only reads it needs it new.
    const store = await openDuckdbStore(file, 'read', steps);
    expect(await valuesOf(store)).toEqual(['e1']);
    expect(await store.query('SELECT * FROM extra')).toEqual([]);
    expect(await store.query('SELECT value FROM meta')).toEqual([{ value: String(latest + 2) }]);
    store.close();
    await expect(openDuckdbStore(file, 'read')).rejects.toMatchObject({ code: 'case-newer' });
  });

  it('takes a step wholly or not at all', async () => {
    const file = await newFile();
    (await openDuckdbStore(file, 'write')).close();
    const broken = [
      ...migrations,
      { to: latest + 1, statements: ['CREATE TABLE half (n INTEGER)', 'CREATE NONSENSE'] },
    ];
    await expect(openDuckdbStore(file, 'write', broken)).rejects.toThrow('syntax error');
    const store = await openDuckdbStore(file, 'read');
    expect(await store.query(`FROM duckdb_tables() WHERE table_name = 'half'`)).toEqual([]);
    store.close();
  });

  it.each(['read', 'write'] as const)(
    'refuses a newer one to %s, and leaves it be',
    async (mode) => {
      const file = await newFile();
      const newer = [...migrations, { to: 99, statements: [] }];
      (await openDuckdbStore(file, 'write', newer)).close();
      const before = await hashOf(file);
      await expect(openDuckdbStore(file, mode)).rejects.toMatchObject({
        code: 'case-newer',
        message: expect.stringContaining('schema 99') as string,
        place: { file },
      });
      expect(await hashOf(file)).toBe(before);
    },
  );

  it('refuses what is no store, and leaves it be', async () => {
    const file = await newFile();
    await writeFile(file, 'RecordId,AuditData\n'.repeat(1000));
    for (const mode of ['read', 'write'] as const)
      await expect(openDuckdbStore(file, mode)).rejects.toMatchObject({
        code: 'case-newer',
        place: { file },
      });
    expect((await readFile(file, 'utf8')).slice(0, 8)).toBe('RecordId');
  });

  it('says where it cannot be written', async () => {
    const folder = await scratch.folder();
    await writeFile(path.join(folder, 'in the way'), '');
    const file = path.join(folder, 'in the way', 'store.duckdb');
    await expect(openDuckdbStore(file, 'write')).rejects.toMatchObject({ code: 'unreadable' });
  });

  /** What a process leaves that is killed where the file says. */
  async function killed(when: 'before' | 'after'): Promise<string> {
    const file = await newFile();
    const store = await openDuckdbStore(file, 'write');
    await addRecords(store, 'a', [record({ event_id: 'e1' })]);
    const intake = await store.intake(fileOf('b'));
    await intake.append([record({ event_id: 'e1', user: 'u' }), record({ event_id: 'e2' })]);
    await intake.reject([reject(3)]);
    // The first transaction is committed with the profile.
    if (when === 'after') await intake.profile();
    const copy = await newFile();
    for (const part of ['', '.wal'])
      if (existsSync(`${file}${part}`)) await copyFile(`${file}${part}`, `${copy}${part}`);
    await intake.abandon();
    store.close();
    return copy;
  }

  it.each([
    ['before', 'read'],
    ['before', 'write'],
    ['after', 'read'],
    ['after', 'write'],
  ] as const)('killed %s the first commit and opened to %s is as it was', async (when, mode) => {
    const file = await killed(when);
    const store = await openDuckdbStore(file, mode);
    expect(await valuesOf(store)).toEqual(['e1']);
    expect(await valuesOf(store, {}, 'user')).toEqual([null]);
    expect(await store.evidence()).toHaveLength(1);
    expect(await store.query('SELECT count(*)::INTEGER AS n FROM evidence')).toEqual([{ n: 1 }]);
    expect(await store.query('SELECT count(*)::INTEGER AS n FROM events')).toEqual([{ n: 1 }]);
    expect(await store.rejects()).toEqual([]);
    // Whoever reads leaves nothing that keeps another reader out.
    expect(existsSync(`${file}.wal`) && mode === 'read').toBe(false);
    store.close();
  });

  it('is open once in a process, or to several who read', async () => {
    const file = await newFile();
    const writer = await openDuckdbStore(file, 'write');
    await addRecords(writer, 'a', [record({ event_id: 'e1' })]);
    const busy = {
      code: 'case-busy',
      message: `The case is in use by this process (PID ${process.pid}).`,
    };
    const detour = path.join(path.dirname(file), '..', path.basename(path.dirname(file)));
    for (const mode of ['read', 'write'] as const)
      await expect(openDuckdbStore(path.join(detour, 'store.duckdb'), mode)).rejects.toMatchObject(
        busy,
      );
    writer.close();
    writer.close();
    const [one, two] = await Promise.all([
      openDuckdbStore(file, 'read'),
      openDuckdbStore(file, 'read'),
    ]);
    await expect(openDuckdbStore(file, 'write')).rejects.toMatchObject(busy);
    one.close();
    expect(await valuesOf(two)).toEqual(['e1']);
    two.close();
    (await openDuckdbStore(file, 'write')).close();
  });

  it('rolls back what fails in the middle', async () => {
    const file = await newFile();
    const store = await openDuckdbStore(file, 'write');
    const intake = await store.intake(fileOf('a'));
    await intake.append([record({ event_id: 'e1' })]);
    const failing = intake.complete(
      {
        sha256: '',
        encoding: '',
        format: null,
        warnings: [],
        addedAt: at(0),
        addedBy: '',
      },
      () => {
        throw new Error('no entry');
      },
    );
    await expect(failing).rejects.toThrow('no entry');
    await intake.abandon();
    expect(await store.countEvents({})).toBe(0);
    expect((await addRecords(store, 'b', [record({ event_id: 'e1' })])).events).toBe(1);
    store.close();
  });

  it('gives up the file when it cannot be opened', async () => {
    const folder = await scratch.folder();
    const file = path.join(folder, 'missing', 'store.duckdb');
    await expect(openDatabase(file, 'read')).rejects.toThrow();
    await mkdir(path.dirname(file));
    (await openDuckdbStore(file, 'write')).close();
  });
});
