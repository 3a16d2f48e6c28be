import { appendFileSync } from 'node:fs';
import { readdir, readFile, rename, symlink } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WatchedCase } from '../../test/support/adding.js';
import {
  add,
  addedOne,
  addOne,
  allEvents,
  describeResult,
  newCase,
} from '../../test/support/adding.js';
import { zipOf } from '../../test/support/archives.js';
import { useScratch } from '../../test/support/scratch.js';
import { rowsOf, valuesOf } from '../../test/support/store-records.js';
import {
  auditRecord,
  auditRecords,
  csv,
  jsonl,
  purviewCsv,
  searchCsv,
  utf16,
} from '../../test/support/ual.js';
import type { AddProgress, FileResult } from './report.js';

const scratch = useScratch();
let opened: WatchedCase;
beforeEach(async () => {
  opened = await newCase(await scratch.folder());
});
afterEach(() => {
  opened.close();
});

const records = auditRecords(0, 8);
const columns = ['event_id', 'time', 'operation', 'user', 'ip', 'session_id', 'subject', 'folder'];
const kindsOf = (results: readonly FileResult[], folder: string): string[] =>
  results.map((result) => `${path.relative(folder, result.file)} ${describeResult(result)}`);

describe('one log in every wrapping gives the same events', () => {
  const array = JSON.stringify(records);
  const pretty = JSON.stringify(records, null, 2);
  const table = {
    tables: [
      {
        name: 'PrimaryResult',
        columns: ['RecordId', 'CreationDate', 'AuditData'].map((name) => ({
          name,
          type: 'string',
        })),
        rows: records.map((it) => [it['Id'], it['CreationTime'], JSON.stringify(it)]),
      },
    ],
  };
  const wrapped = records.map((it) => ({ Identity: it['Id'], AuditData: JSON.stringify(it) }));
  const wrappings: [string, string, string | Buffer | Promise<Buffer>][] = [
    ['Purview CSV', 'a.csv', purviewCsv(records)],
    ['CSV with BOM', 'a.csv', `\ufeff${purviewCsv(records)}`],
    ['CSV with CRLF', 'a.csv', purviewCsv(records, { eol: '\r\n' })],
    ['CSV with semicolons', 'a.csv', purviewCsv(records, { delimiter: ';' })],
    ['CSV with tabs', 'a.tsv', purviewCsv(records, { delimiter: '\t' })],
    ['CSV with an open end', 'a.csv', purviewCsv(records, { openEnd: true })],
    ['CSV with #TYPE', 'a.csv', `#TYPE System.Object\r\n${searchCsv(records, 8, { eol: '\r\n' })}`],
    ['CSV in UTF-16LE', 'a.csv', utf16(purviewCsv(records))],
    ['CSV in UTF-16BE', 'a.csv', utf16(purviewCsv(records), 'be')],
    ['CSV of another name', 'export', purviewCsv(records)],
    ['JSON Lines', 'a.jsonl', jsonl(records)],
    ['JSON Lines in UTF-16', 'a.json', utf16(jsonl(records))],
    ['JSON array', 'a.json', array],
    ['JSON array, pretty', 'a.json', pretty],
    ['Graph pages', 'a.json', JSON.stringify({ '@odata.nextLink': null, value: records })],
    ['documents', 'a.json', records.map((it) => JSON.stringify(it, null, 1)).join('\n\n')],
    ['arrays one after another', 'a.json', `${array.slice(0, -1)}]\n[]\n`],
    ['AuditData as text', 'a.json', JSON.stringify(wrapped)],
    ['Log Analytics tables', 'a.json', JSON.stringify(table)],
    ['gzip', 'a.csv.gz', gzipSync(purviewCsv(records))],
    ['zip', 'a.zip', zipOf({ 'UAL.csv': purviewCsv(records) })],
    ['zip with folders', 'a.zip', zipOf({ 'x/y z/痕跡.json': array })],
    ['zip in a zip', 'a.zip', zipOf({ 'in.zip': Buffer.from('') }).then(() => nested())],
    ['gzip of UTF-16 in a zip', 'a.zip', zipOf({ 'a.gz': gzipSync(utf16(pretty)) })],
  ];
  const nested = async (): Promise<Buffer> =>
    zipOf({ 'in.zip': await zipOf({ 'UAL.jsonl': jsonl(records) }) });

  it.each(wrappings)('%s', async (_, name, content) => {
    const file = await scratch.write(name, await content);
    const { evidence } = await addedOne(opened, file);
    expect(evidence).toMatchObject({
      records: 8,
      events: 8,
      duplicates: 0,
      rejects: 0,
      damaged: 0,
    });
    const rows = await rowsOf(opened.store, {}, columns);
    expect(rows.map((row) => row['event_id'])).toEqual(records.map((it) => it['Id']));
    expect(rows[3]).toEqual({
      event_id: records[3]!['Id'],
      time: BigInt(Date.UTC(2024, 4, 1, 0, 0, 3)) * 1000n,
      operation: 'MailItemsAccessed',
      user: 'user3@contoso.test',
      ip: '203.0.113.3',
      session_id: '22222222-2222-4222-8222-000000000003',
      subject: 'Subject 3, "quoted"',
      folder: '\\Inbox',
    });
    expect(
      (await allEvents(opened.store)).map((row) => JSON.parse(String(row['raw'])) as unknown),
    ).toEqual(records);
  });

  it('all of them together add nothing to the first', async () => {
    for (const [index, [, name, content]] of wrappings.entries()) {
      const { evidence } = await addedOne(
        opened,
        await scratch.write(`all/${index}/${name}`, Buffer.concat([Buffer.from(await content)])),
      ).catch(async () => ({ evidence: (await opened.store.evidence())[0]! }));
      expect(evidence.records).toBe(8);
    }
    expect(await opened.store.countEvents({})).toBe(8);
  }, 60_000);
});

describe('an add', () => {
  it('reads a mail', async () => {
    const mail = [
      'From: Mallory <mallory@evil.test>',
      'To: alice@contoso.test',
      'Subject: =?utf-8?B?6KuL5rGC5pu4?=',
      'Message-ID: <m1@evil.test>',
      'Date: Wed, 01 May 2024 10:00:00 +0900',
      '',
      'See https://evil.test/login',
    ].join('\r\n');
    const { evidence } = await addedOne(opened, await scratch.write('a.eml', mail));
    expect(evidence).toMatchObject({ records: 1, events: 1, formats: ['mail'] });
    expect(await rowsOf(opened.store, {}, ['source', 'subject', 'message_id', 'time'])).toEqual([
      {
        source: 'mail',
        subject: '請求書',
        message_id: '<m1@evil.test>',
        time: BigInt(Date.UTC(2024, 4, 1, 1)) * 1000n,
      },
    ]);
  });

  it('tells formats apart within one file', async () => {
    const signIn = {
      id: '33333333-3333-4333-8333-333333333333',
      createdDateTime: '2024-05-01T00:00:00Z',
      userPrincipalName: 'A@contoso.test',
      appDisplayName: 'App',
      appId: 'x',
      ipAddress: '192.0.2.7',
      clientAppUsed: 'Browser',
      correlationId: 'c',
      status: { errorCode: 0 },
    };
    const lines = [...records.map((it) => it as unknown), signIn, { other: 1 }];
    const { evidence } = await addedOne(
      opened,
      await scratch.write('mixed.jsonl', lines.map((it) => JSON.stringify(it)).join('\n')),
    );
    expect(evidence).toMatchObject({ records: 10, events: 9, rejects: 1 });
    expect(evidence.formats).toHaveLength(2);
    expect(evidence.formats[0]).toBe('ual-record');
    expect(await valuesOf(opened.store, { ip: ['192.0.2.7'] }, 'source')).toEqual(['entra_signin']);
    expect(await opened.store.rejects()).toMatchObject([
      {
        recordNo: 10,
        line: 10,
        reason: 'a record of no known format, with other',
        text: '{"other":1}',
      },
    ]);
  });

  it('knows the same bytes under another name', async () => {
    const one = await scratch.write('one.csv', purviewCsv(records));
    const two = await scratch.write('two.csv', purviewCsv(records));
    const zip = await scratch.write('three.zip', await zipOf({ 'x.csv': purviewCsv(records) }));
    const { evidence } = await addedOne(opened, one);
    const { results } = await add(opened, [two, one, zip]);
    expect(results.map(({ kind }) => kind)).toEqual(['already', 'already', 'already']);
    expect(results[0]).toMatchObject({
      file: two,
      evidence: { file: one, sha256: evidence.sha256 },
    });
    expect(await opened.store.evidence()).toHaveLength(1);
    expect(await opened.store.journal()).toHaveLength(1);
  });

  it('knows them within one command', async () => {
    const folder = await scratch.folder();
    for (const name of ['a.csv', 'b.csv'])
      await scratch.write(
        path.relative(scratch.path(), path.join(folder, name)),
        purviewCsv(records),
      );
    const { results } = await add(opened, [folder]);
    expect(results.map(({ kind }) => kind)).toEqual(['added', 'already']);
  });

  it('keeps records apart that have no id, or the zero id', async () => {
    const none = ['00000000-0000-0000-0000-000000000000', '', undefined].flatMap((Id) => [
      auditRecord(1, { Id }),
      auditRecord(2, { Id }),
    ]);
    const file = await scratch.write('anonymous.jsonl', jsonl(none));
    expect((await addedOne(opened, file)).evidence).toMatchObject({ events: 6, duplicates: 0 });
    const again = await scratch.write(
      'again.json',
      none.map((it) => JSON.stringify(it)).join('\n\n'),
    );
    expect((await addedOne(opened, again)).evidence).toMatchObject({ events: 0, duplicates: 6 });
  });

  it('adds what an overlapping export has more', async () => {
    const early = await scratch.write('early.csv', purviewCsv(auditRecords(0, 6)));
    const late = await scratch.write('late.jsonl', jsonl(auditRecords(4, 10)));
    await addedOne(opened, early);
    expect((await addedOne(opened, late)).evidence).toMatchObject({ events: 4, duplicates: 2 });
    const seen = await opened.store.sightings('ual', String(auditRecord(4)['Id']));
    expect(seen).toMatchObject([{ file: late, record_no: 1 }]);
  });

  it('says in the journal who added what', async () => {
    const file = await scratch.write('j.csv', purviewCsv(records));
    const { evidence } = await addedOne(opened, file, { author: "O'Neil" });
    expect(evidence.addedBy).toBe("O'Neil");
    expect(await opened.store.journal()).toEqual([
      {
        at: evidence.addedAt,
        author: "O'Neil",
        kind: 'evidence-added',
        text: `${file}: 8 events, 0 duplicates, 0 rejects`,
        detail: { evidenceId: 1, sha256: evidence.sha256, records: 8 },
      },
    ]);
  });

  it('walks a folder and says of each thing in it what became of it', async () => {
    const base = 'walked';
    await scratch.write(`${base}/b/UAL.csv`, purviewCsv(auditRecords(0, 3)));
    await scratch.write(`${base}/a/x.json`, JSON.stringify(auditRecords(3, 5)));
    await scratch.write(`${base}/notes.txt`, 'We met on Monday.\nThen we left.\n');
    await scratch.write(`${base}/logo.png`, Buffer.from('\x89PNG\r\n\x1a\n0000', 'latin1'));
    await scratch.write(`${base}/.DS_Store`, 'x');
    await scratch.write(`${base}/people.csv`, 'Name,Age\nA,1\nB,2\n');
    await scratch.write(`${base}/settings.json`, '{"theme":"dark","size":3}');
    const { results } = await add(opened, [scratch.path(base)]);
    expect(kindsOf(results, scratch.path(base))).toEqual([
      '.DS_Store skipped: left behind by the operating system',
      'a/x.json added',
      'b/UAL.csv added',
      'logo.png not-recognised: a PNG picture',
      'notes.txt not-recognised: plain text',
      'people.csv not-recognised: CSV with the columns Name, Age',
      'settings.json not-recognised: JSON with the keys theme, size',
    ]);
    for (const result of results)
      if (result.kind === 'not-recognised') expect(result.named).toBe(false);
    const named = await addOne(opened, scratch.path(base, 'notes.txt'));
    expect(named).toMatchObject({ kind: 'not-recognised', named: true });
  });

  it('leaves the case itself out, wherever it lies', async () => {
    const folder = await scratch.folder();
    const inner = await newCase(path.join(folder, 'case'));
    await scratch.write(
      path.relative(scratch.path(), path.join(folder, 'a.csv')),
      purviewCsv(records),
    );
    await symlink(path.join(folder, 'case'), path.join(folder, 'z-link'));
    const throughLink = { ...inner, dir: path.join(folder, 'z-link') };
    const { results } = await add(throughLink, [folder], { copy: true });
    expect(kindsOf(results, folder)).toEqual([
      'z-link skipped: the same folder was already read',
      'z-link skipped: the folder of the case itself',
      'a.csv added',
    ]);
    const copy = (await inner.store.evidence())[0]!.copy!;
    expect(await addOne(inner, path.join(inner.dir, copy))).toMatchObject({
      kind: 'skipped',
      reason: 'it lies in the folder of the case itself',
    });
    inner.close();
  });

  it('takes copies, whole, under their hash', async () => {
    const name = `${'long '.repeat(45)}痕跡.csv`;
    const file = await scratch.write(name, purviewCsv(records));
    const zip = await scratch.write(
      'two.zip',
      await zipOf({
        'a.csv': purviewCsv(auditRecords(20, 22)),
        'b.csv': purviewCsv(auditRecords(22, 24)),
      }),
    );
    const { results } = await add(opened, [file, zip], { copy: true });
    const [one, two, three] = results.map((it) => (it.kind === 'added' ? it.evidence : undefined));
    expect(one!.copy).toMatch(/^evidence\/[0-9a-f]{16}-.*痕跡\.csv$/);
    expect(one!.copy!.slice(9, 25)).toBe(one!.sha256.slice(0, 16));
    expect(two!.copy).toBe(three!.copy);
    expect(two!.archiveSha256!.slice(0, 16)).toBe(two!.copy!.slice(9, 25));
    expect(await readFile(path.join(opened.dir, one!.copy!))).toEqual(await readFile(file));
    expect(await readdir(path.join(opened.dir, 'evidence'))).toHaveLength(2);
    expect((await readdir(opened.dir)).sort()).toEqual([
      'case.json',
      'evidence',
      'store.duckdb',
      'store.duckdb.wal',
    ]);
  });

  it.each([
    'with space.csv',
    '*.csv',
    '[abc]?.csv',
    '{a,b}.csv',
    'it\'s "quoted".csv',
    'line\nbreak.csv',
    '-rf.csv',
    '~.csv',
    '$(id).csv',
    '%41 &#x41;.csv',
    'é 痕跡 😀 \u202egnp.csv',
    'back\\slash.csv',
  ])('takes the name %j as it is', async (name) => {
    await scratch.write('names/a.csv', purviewCsv(auditRecords(30, 32)));
    const file = await scratch.write(`names/${name}`, purviewCsv(records));
    const { evidence } = await addedOne(opened, file, { copy: true });
    expect(evidence).toMatchObject({ file, onDisk: file, events: 8 });
    const id = String(records[0]!['Id']);
    await addedOne(opened, await scratch.write(`names/2 ${name}`, jsonl(records)));
    expect(await opened.store.sightings('ual', id)).toMatchObject([{ record_no: 1 }]);
  });

  it('refuses portal CSVs in languages it does not read, saying what to do', async () => {
    const header = [
      'Datum (UTC)',
      'Anforderungs-ID',
      'Benutzer-Agent',
      'Korrelations-ID',
      'Benutzer-ID',
      'Benutzername',
      'IP-Adresse',
      'Standort',
      'Anwendung',
      'Status',
      'Fehlercode bei der Anmeldung',
      'Fehlerursache',
      'Client-App',
      'Browser',
      'Betriebssystem',
    ];
    const file = await scratch.write('de.csv', csv([header, header.map(() => 'x')]));
    const result = await addOne(opened, file);
    expect(result).toMatchObject({
      kind: 'failed',
      error: { code: 'language', place: { file, line: 1 } },
    });
    expect(describeResult(result)).toContain('German');
  });

  it('tells how far it is, never backwards', async () => {
    const files = [
      await scratch.write('p/a.csv', purviewCsv(auditRecords(0, 1500))),
      await scratch.write(
        'p/b.zip',
        await zipOf({
          'x.csv': purviewCsv(auditRecords(2000, 2500)),
          'y.csv': purviewCsv(auditRecords(3000, 3100)),
        }),
      ),
    ];
    const told: AddProgress[] = [];
    await add(opened, files, { onProgress: (progress) => told.push(progress) });
    const bytes = told.map(({ bytesDone }) => bytesDone);
    expect(bytes).toEqual([...bytes].sort((a, b) => a - b));
    expect(told.at(-1)).toMatchObject({ bytesDone: told[0]!.bytesTotal, records: 2100 });
  });

  it('makes up for what an interrupted one left undone', async () => {
    const file = await scratch.write('late.jsonl', jsonl(records));
    await addedOne(opened, file);
    await opened.store.forgetAddresses();
    expect(await addOne(opened, file)).toMatchObject({ kind: 'already' });
    expect(await opened.store.unknownAddresses()).toEqual([]);
  });

  it('refuses a file that changes meanwhile, and takes it when it rests', async () => {
    const file = await scratch.write('growing.jsonl', jsonl(records));
    const other = await scratch.write('swapped.jsonl', jsonl(auditRecords(50, 58)));
    let changed = false;
    const onProgress = ({ phase }: AddProgress): void => {
      if (phase !== 'reading' || changed) return;
      changed = true;
      appendFileSync(file, jsonl([auditRecord(99)]));
    };
    const result = await addOne(opened, file, { onProgress });
    expect(result).toMatchObject({ kind: 'failed', error: { code: 'evidence-changed' } });
    expect(await opened.store.countEvents({})).toBe(0);
    await rename(other, file);
    expect(await addOne(opened, file)).toMatchObject({ kind: 'added', evidence: { records: 8 } });
  });
});
