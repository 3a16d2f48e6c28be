import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, test } from 'vitest';
import { useScratch } from '../support/scratch.js';
import type { Json } from './run.js';
import { jsonLines, jsonList, konseki, root } from './run.js';

/** The built program on the practice incident (W-82). */
const session = 'e55a5c8e-aefe-4369-bd4a-c2eaad764e9b';
const scratch = useScratch();
let dir = '';
let evidence = '';

beforeAll(() => {
  dir = scratch.path('practice.case');
  evidence = scratch.path('logs');
  cpSync(path.join(root, 'test/fixtures/incident'), evidence, { recursive: true });
  const { code, err } = konseki('investigate', evidence, '--case', dir);
  expect({ code, err }).toEqual({ code: 0, err: '' });
});

let everything: readonly Json[] | undefined;
const allRows = (): readonly Json[] => (everything ??= rowsOf());

const rowsOf = (...args: readonly string[]): readonly Json[] => {
  const { code, out } = konseki('events', dir, '--json', ...args);
  expect(code).toBe(0);
  return jsonList(out);
};

describe('demo and investigate', () => {
  test('the demo gives the first answer: the rule, and its session over all logs', () => {
    const { code, out } = konseki('demo', '--case', scratch.path('demo.case'));
    expect(code).toBe(0);
    expect(out).toMatch(
      /9 files: [\d,]+ records = [\d,]+ new events \+ \d+ duplicates \+ 0 rejects/,
    );
    expect(out).toContain('Nothing in this case happened');
    expect(out).toContain('alice.aoki@example0.jp made the rule "."');
    expect(out).toContain('subject contains "Activate Your New Business Card System"');
    expect(out).toContain('moves it to Deleted Items');
    expect(out).toContain(`Session ${session}, all its events in order of time`);
    const story = out.slice(out.indexOf(`Session ${session}, all`)).split('\n\n')[0] ?? '';
    for (const log of ['entra_signin', 'entra_audit', 'ual']) expect(story).toContain(log);
    expect(story.indexOf('Consent to application')).toBeLessThan(story.indexOf('New-InboxRule'));
    // What it suggests works.
    const suggested = /events (\S+) --session (\S+)/.exec(out);
    expect(konseki('events', suggested?.[1] ?? '', '--session', suggested?.[2] ?? '').code).toBe(0);
  });

  test('by default the demo makes its case in the temporary folder', () => {
    const { code, out } = konseki('demo', '--json');
    const answer = JSON.parse(out) as { readonly case: { readonly dir: string } };
    expect(code).toBe(0);
    expect(existsSync(path.join(answer.case.dir, 'case.json'))).toBe(true);
  });

  test('--json holds all of it', () => {
    const { out } = konseki('investigate', evidence, '--case', dir, '--json');
    expect(JSON.parse(out)).toMatchObject({
      case: { created: false },
      files: [{ already: true }, { already: true }, { already: true }, { already: true }],
      coverage: [{}, {}, { source: 'entra_audit' }, {}],
      firstAnswer: { rules: [{ name: '.', time: '2024-05-10T10:02:37Z', session }, {}] },
    });
  });

  test('names the case after the first path, in the current folder', () => {
    // Shown in the help; the folder is made only when something was read.
    expect(konseki('investigate', '--help').out).toContain('<first path>.case');
  });

  test('makes no case when nothing is usable', async () => {
    const junk = await scratch.write('junk/readme.md', '# nothing');
    const made = scratch.path('no.case');
    const { code, err } = konseki('investigate', junk, '--case', made);
    expect(code).toBe(3);
    expect(err).toContain('readme.md: not a log that Konseki knows');
    expect(existsSync(made)).toBe(false);
  });

  test('reads the rest when one of the paths is missing, and says so', () => {
    const mail = path.join(evidence, 'Activate Your New Business Card System.eml');
    const { code, out, err } = konseki('investigate', 'nowhere.csv', mail, '--case', scratch.path('part.case'));
    expect(code).toBe(1);
    expect(err).toMatch(/^konseki: .*nowhere\.csv.* no such file.*\n$/);
    expect(out).toContain('1 file: 1 record = 1 new event');
    expect(out).toContain('the case has none yet');
  }); // prettier-ignore

  test('--copy keeps the evidence, so that it verifies when the original is gone', async () => {
    const log = await scratch.write('copy/log.jsonl', JSON.stringify({ CreationTime: '2024-05-10T10:00:00', Id: 'a', Operation: 'Send', Workload: 'Exchange', UserId: 'bo@t.example' })); // prettier-ignore
    const made = scratch.path('copy.case');
    expect(konseki('investigate', log, '--case', made, '--copy').code).toBe(0);
    writeFileSync(log, 'gone');
    expect(jsonList(konseki('evidence', made, '--json').out)[0]?.['copy']).toMatch(/^evidence/);
    expect(konseki('verify', made).out).toContain('changed');
  });
});

describe('add and evidence', () => {
  test('adding again adds nothing and says so', () => {
    const again = konseki('add', dir, evidence);
    expect(again.code).toBe(0);
    expect(again.out.match(/in the case already; nothing added/g)).toHaveLength(4);
    for (const file of jsonList(konseki('add', dir, evidence, '--json').out)) {
      expect(file).toMatchObject({ already: true, events: 0, rejects: 0 });
      expect(file['duplicates']).toBe(file['records']);
    }
  });

  test('evidence --json: counts add up', () => {
    const files = jsonList(konseki('evidence', dir, '--json').out);
    expect(files).toHaveLength(4);
    for (const file of files) {
      expect(file['sha256']).toMatch(/^[0-9a-f]{64}$/);
      expect(file['records']).toBe(
        Number(file['events']) + Number(file['duplicates']) + Number(file['rejects']),
      );
      expect(file['first']).toMatch(/^2024-05-\d\dT[\d:.]+Z$/);
    }
    const table = konseki('evidence', dir).out;
    expect(table).toContain('Unified audit log, Purview portal export (CSV)');
  });

  test('rejects are counted, listed, and end the command with 1', async () => {
    const file = await scratch.write('bad.jsonl', [
      JSON.stringify({ CreationTime: '2024-05-10T10:00:00', Id: 'a', Operation: 'Send', Workload: 'Exchange', UserId: 'bo@t.example' }),
      JSON.stringify({ hello: 'bo' }),
    ].join('\n')); // prettier-ignore
    const made = scratch.path('bad.case');
    const { code, err } = konseki('investigate', file, '--case', made);
    expect(code).toBe(1);
    expect(err).toMatch(/1 record of 2 could not become events/);
    const [reject] = jsonList(konseki('evidence', made, '--rejects', '--json').out);
    expect(reject).toMatchObject({ file, record: 2, readable: 'hello=bo' });
    const csv = parse(konseki('evidence', made, '--rejects', '--csv').out, { columns: true });
    expect(csv).toHaveLength(1);
  });

  test('verify sees a changed file and a missing one', () => {
    expect(konseki('verify', dir)).toMatchObject({ code: 0 });
    const made = scratch.path('verify.case');
    const copy = scratch.path('to-change');
    cpSync(evidence, copy, { recursive: true });
    konseki('investigate', copy, '--case', made);
    const csv = path.join(copy, 'AuditLogSearch_2024-05-10.csv');
    writeFileSync(csv, readFileSync(csv, 'utf8').replace('New-InboxRule', 'Old-InboxRule'));
    const { code, out } = konseki('verify', made, '--jsonl');
    expect(code).toBe(1);
    expect(jsonLines(out).map(({ state }) => state)).toEqual(
      expect.arrayContaining(['changed', 'intact']),
    );
  });
});

describe('events', () => {
  test.each([
    [['--user', 'ALICE@tradewinds.example'], (row: Json) => row['user'] === 'alice@tradewinds.example' || row['target_user'] === 'alice@tradewinds.example'],
    [['--session', session.toUpperCase()], (row: Json) => row['session'] === session],
    [['--ip', '152.42.161.220'], (row: Json) => row['ip'] === '152.42.161.220'],
    [['--ip', '240B:10:32C1:AB00:0857:0889:3734:0E93'], (row: Json) => row['country'] === 'JP'],
    [['--operation', 'new-inboxrule'], (row: Json) => row['operation'] === 'New-InboxRule'],
    [['--operation', 'Send', '--operation', 'HardDelete'], (row: Json) => row['operation'] === 'Send' || row['operation'] === 'HardDelete'],
    [['--source', 'entra-audit'], (row: Json) => row['source'] === 'entra_audit'],
    [['--app', 'azure portal'], (row: Json) => row['app_name'] === 'Azure Portal'],
    [['--since', '2024-05-10T19:00+09:00'], (row: Json) => String(row['time']) >= '2024-05-10T10:00:00Z'],
    [['--until', '2024-05-10'], (row: Json) => String(row['time']) < '2024-05-10T00:00:00Z'],
    [['--grep', 'business +card'], () => true],
    [['--user', 'alice@tradewinds.example', '--operation', 'Send', '--session', session], (row: Json) => row['operation'] === 'Send' && row['session'] === session],
  ])('%j', (args, holds) => {
    const rows = rowsOf(...args);
    const all = allRows();
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.length).toBeLessThan(all.length);
    expect(rows.filter((row) => !holds(row))).toEqual([]);
    const times = rows.map((row) => String(row['time']).slice(0, -1).padEnd(20, '.').padEnd(26, '0'));
    expect(times).toEqual(times.toSorted());
  }); // prettier-ignore

  test('JSON, JSON Lines and CSV say the same', () => {
    const columns = ['--columns', 'event_id,time,user,record_type,damaged,subject'];
    const rows = rowsOf(...columns);
    expect(rows).toHaveLength(140);
    expect(jsonLines(konseki('events', dir, '--jsonl', ...columns).out)).toEqual(rows);
    const csv: Json[] = parse(konseki('events', dir, '--csv', ...columns).out, { columns: true });
    expect(csv).toEqual(
      rows.map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([k, v]) => [
            k,
            v === null ? '' : typeof v === 'string' ? v : JSON.stringify(v),
          ]),
        ),
      ),
    );
    expect(rows[0]?.['damaged']).toBe(false);
    expect(rows.some((row) => typeof row['record_type'] === 'number')).toBe(true);
  });

  test('--limit cuts, and tells how many more there are', () => {
    const { out, err } = konseki('events', dir, '--limit', '3', '--columns', 'time,operation');
    expect(out.trimEnd().split('\n')).toHaveLength(4);
    expect(err).toBe('137 more events; --limit all shows them.\n');
    expect(konseki('events', dir, '--limit', '3', '--quiet').err).toBe('');
  });

  test('--tz is for people; programs get UTC', () => {
    const args = ['--operation', 'New-InboxRule', '--columns', 'time', '--tz', 'Asia/Tokyo'];
    expect(konseki('events', dir, ...args).out).toContain('2024-05-10 19:02:37+09:00');
    expect(rowsOf(...args)[1]).toEqual({ time: '2024-05-10T10:02:37Z' });
  });

  test('raw is there when it is asked for', () => {
    const [row] = rowsOf('--operation', 'New-InboxRule', '--columns', 'all');
    expect(JSON.parse(String(row?.['raw']))).toMatchObject({ Operation: 'New-InboxRule' });
    expect(rowsOf('--limit', '1')[0]).not.toHaveProperty('raw');
  });

  test('nothing that matches', () => {
    expect(konseki('events', dir, '--grep', 'no such thing')).toMatchObject({
      code: 3,
      out: '',
      err: 'No event matches.\n',
    });
    expect(konseki('events', dir, '--ip', '192.0.2.99', '--json')).toMatchObject({
      code: 3,
      out: '[]\n',
    });
  });
});

describe('event and sessions', () => {
  test('one event: columns, place, the record whole', () => {
    const [rule] = rowsOf('--operation', 'New-InboxRule', '--session', session);
    const id = String(rule?.['event_id']);
    const { code, out } = konseki('event', dir, id);
    expect(code).toBe(0);
    expect(out).toContain(`session           ${session}`);
    expect(out).toContain('AuditLogSearch_2024-05-10.csv');
    expect(out).toMatch(/record +\d+\n/);
    expect(out).toContain('      "Name": "SubjectContainsWords",\n');
    expect(konseki('event', dir, id.slice(0, 8)).out).toBe(out);
    expect(konseki('event', dir, `…${id.slice(-8)}`).out).toBe(out);
    const [json] = jsonList(konseki('event', dir, id, '--json').out);
    expect(json).toMatchObject({
      event_id: id,
      raw: { Operation: 'New-InboxRule' },
      envelope: { RecordType: '1' },
      evidence: { format: 'ual-purview-csv' },
      sightings: [],
    });
  });

  test('an id of several logs shows all of them', () => {
    const [first] = rowsOf('--operation', 'UserLoggedIn');
    const id = String(first?.['event_id']);
    expect(jsonList(konseki('event', dir, id, '--json').out).map((row) => row['source'])).toEqual([
      'entra_signin',
      'ual',
    ]);
  });

  test('a record that came twice names both places', () => {
    const log = readFileSync(path.join(evidence, 'AuditLogSearch_2024-05-10.csv'), 'utf8');
    const ids = log.split('\r\n').map((line) => line.slice(0, 36));
    const twice = ids.filter((id, at) => id !== '' && ids.indexOf(id) !== at);
    expect(twice).toHaveLength(2);
    for (const id of twice) {
      const found = jsonList(konseki('event', dir, id, '--json').out);
      expect(found.find(({ source }) => source === 'ual')?.['sightings']).toHaveLength(1);
      expect(konseki('event', dir, id).out).toContain('also seen in');
    }
  });

  test('an unknown id: the nearest', () => {
    const [rule] = rowsOf('--operation', 'New-InboxRule', '--session', session);
    const id = String(rule?.['event_id']);
    const wrong = `${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}`;
    const { code, err } = konseki('event', dir, wrong);
    expect(code).toBe(3);
    expect(err).toContain(`The nearest is ${id}`);
  });

  test('one session: its verdict, and its flow with each event’s link', () => {
    const flow = jsonLines(konseki('session', dir, session.slice(0, 8), '--jsonl').out);
    expect(flow.length).toBeGreaterThan(10);
    expect(new Set(flow.map((row) => row['link']))).toContain('exact');
    const times = flow.map((row) => Date.parse(String(row['time'])));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    const [whole] = [JSON.parse(konseki('session', dir, session, '--json').out) as Record<string, unknown>]; // prettier-ignore
    expect(whole).toMatchObject({ session, inferred: false, events: flow.length });
    expect(whole['flow']).toEqual(flow);
    const text = konseki('session', dir, session, '--limit', '3');
    expect(text.out).toContain('Strand A');
    expect(text.err).toContain('--limit all shows them');
    expect(konseki('session', dir, 'ffffffff-none').code).not.toBe(0);
  });

  test('sessions, in every format', () => {
    const all = jsonList(konseki('sessions', dir, '--json').out);
    const one = all.find((row) => row['session'] === session);
    expect(one).toMatchObject({
      users: ['alice@tradewinds.example'],
      first: '2024-05-10T09:25:56Z',
      last: '2024-05-10T10:55:45Z',
    });
    expect(jsonLines(konseki('sessions', dir, '--jsonl').out)).toEqual(all);
    expect(parse(konseki('sessions', dir, '--csv').out, { columns: true })).toHaveLength(
      all.length,
    );
    const table = konseki('sessions', dir, '--user', 'alice@tradewinds.example').out;
    expect(table).toContain(session);
    expect(table).not.toContain('grady');
  });
});
