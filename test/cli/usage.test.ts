import { readFileSync } from 'node:fs';
import path from 'node:path';
import { spawn, spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { createCase } from '../../src/ingest/case.js';
import { useScratch } from '../support/scratch.js';
import { konseki, root } from './run.js';

const scratch = useScratch();
const commands = [
  'investigate',
  'add',
  'evidence',
  'events',
  'event',
  'sessions',
  'verify',
  'demo',
  'detect',
  'findings',
  'finding',
  'rules',
  'incident',
  'scope',
  'why',
  'exposed',
  'recipients',
  'mark',
  'note',
  'hunt',
];

describe('help', () => {
  test.each(commands)('%s --help has examples and ends with 0', (command) => {
    const { code, out } = konseki(command, '--help');
    expect(code).toBe(0);
    expect(out).toContain(`Usage: konseki ${command}`);
    expect(out).toContain('Examples:');
    expect(out).toContain('--tz <zone>');
  });

  test('konseki --help names every command and the exit codes of the documentation', () => {
    const { code, out } = konseki('--help');
    expect(code).toBe(0);
    for (const command of commands) expect(out).toContain(`  ${command} `);
    const documented = readFileSync(path.join(root, 'docs/exit-codes.md'), 'utf8');
    for (const [, exit] of documented.matchAll(/^\| (\d+) /gm))
      expect(out).toMatch(new RegExp(`^ +${exit} `, 'm'));
  });

  test('--version', () => {
    const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
    expect(konseki('--version')).toEqual({ code: 0, out: `${version}\n`, err: '' });
  }); // prettier-ignore
});

describe('exit codes', () => {
  test.each([
    [2, ['frobnicate'], "unknown command 'frobnicate'"],
    [2, ['events'], "missing required argument 'case'"],
    [2, ['investigate'], "missing required argument 'paths'"],
    [2, ['events', 'x', '--bogus'], "unknown option '--bogus'"],
    [2, ['events', 'x', '--since', '2h'], '--since "2h" is not a time'],
    [2, ['events', 'x', '--limit', 'many'], '--limit "many"'],
    [2, ['events', 'x', '--source', 'syslog'], 'There is no log "syslog"'],
    [2, ['events', 'x', '--tz', 'Mars/Olympus'], 'There is no time zone "Mars/Olympus"'],
    [2, ['events', 'x', '--json', '--csv'], 'Choose one of --json and --csv'],
    [2, ['investigate', 'x', '--csv'], '"investigate" cannot answer as --csv'],
    [2, ['investigate', '.', '--mmdb', 'nowhere.mmdb'], 'nowhere.mmdb'],
    [3, ['investigate', 'nowhere.csv'], 'nowhere.csv: There is no such file'],
    [3, ['events', 'nowhere.case'], 'nowhere.case: There is no such case'],
    [3, ['verify', 'docs'], 'docs: This folder is no case'],
    [3, ['sessions', 'package.json'], 'package.json: A case is a folder'],
    [5, ['investigate', 'test/fixtures/incident', '--case', 'docs'], 'docs: The folder for the new case is not empty'],
  ])('%d: konseki %j', (code, args, message) => {
    const ran = konseki(...args);
    expect(ran.err).toContain(message);
    expect(ran).toMatchObject({ code, out: '' });
    expect(ran.err).toMatch(/^konseki: /);
    // One sentence and a way out, no stack.
    expect(ran.err).not.toMatch(/\n\s+at /);
    expect(ran.err.trimEnd().split('\n').length).toBeLessThanOrEqual(2);
  }); // prettier-ignore

  test('without a command: the help, and 2', () => {
    const { code, err } = konseki();
    expect(code).toBe(2);
    expect(err).toContain('Usage: konseki');
  });

  test('an empty file', async () => {
    const file = await scratch.write('empty.csv', '');
    const { code, err } = konseki('investigate', file, '--case', scratch.path('e.case'));
    expect(code).toBe(3);
    expect(err).toContain(`${file}: The file is empty`);
  });

  test('a case in use, and one of a newer Konseki', async () => {
    const dir = scratch.path('busy.case');
    const opened = await createCase(dir, { now: () => new Date(0) });
    const busy = konseki('events', dir);
    expect(busy.err).toContain(dir);
    expect(busy).toMatchObject({ code: 4, out: '' });
    expect(konseki('add', dir, 'test/fixtures/incident')).toMatchObject({ code: 4, out: '' });
    opened.close();
    expect(konseki('events', dir).code).toBe(0);
    await scratch.write('busy.case/case.json', '{"konseki":99,"name":"x","created":"later"}');
    const newer = konseki('events', dir);
    expect(newer.err).toContain('newer');
    expect(newer.code).toBe(5);
  });

  test('columns and patterns that are not', () => {
    const dir = scratch.path('c.case');
    konseki('investigate', 'test/fixtures/incident', '--case', dir);
    expect(konseki('events', dir, '--columns', 'time,colour')).toMatchObject({
      code: 2,
      err: expect.stringContaining('There is no column "colour". Columns are: event_id,'),
    });
    expect(konseki('events', dir, '--grep', '(')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--grep "(" is not a regular expression'),
    });
  });
});

describe('what a log says does not reach the terminal', () => {
  const evil = 'x\u001b[2J\u202egpj.exe\u200b\r\n=1+1';

  test('in tables, the first answer, single events, and JSON', async () => {
    const record = {
      CreationTime: '2024-05-10T10:00:00', Id: 'evil-1', Operation: 'New-InboxRule', RecordType: 1,
      Workload: 'Exchange', UserType: 0, UserId: 'bo@t.example', ClientIP: '192.0.2.7:99',
      SessionId: 'a5f29381-2b84-44d3-a900-1853ece8698b', ObjectId: evil,
      Parameters: [{ Name: 'Name', Value: evil }, { Name: 'SubjectContainsWords', Value: evil }],
    }; // prettier-ignore
    const file = await scratch.write('evil\u202e.jsonl', JSON.stringify(record));
    const dir = scratch.path('evil.case');
    const outs = [
      konseki('investigate', file, '--case', dir),
      konseki('evidence', dir),
      konseki('events', dir),
      konseki('event', dir, 'evil-1'),
      konseki('event', dir, 'evil-1', '--json'),
      konseki('events', dir, '--json', '--columns', 'all'),
      konseki('event', dir, evil),
      konseki('events', dir, '--source', evil),
      konseki(evil),
    ];
    for (const { out, err } of outs)
      expect((out + err).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(outs[0]?.out).toContain('made the rule "x\\x1b[2J\\u202egpj.exe\\u200b\\r\\n=1+1"');
    // Standing in the middle of a cell, a formula is none; the cell begins with a letter.
    const csv = konseki('events', dir, '--csv', '--columns', 'object').out;
    expect(csv).toMatch(/^object\r\n"x/);
  });

  test('a formula starts with an apostrophe in CSV', async () => {
    const file = await scratch.write('formula.jsonl', JSON.stringify({
      CreationTime: '2024-05-10T10:00:00', Id: 'f', Operation: 'Send', Workload: 'Exchange',
      UserId: 'bo@t.example', Item: { Subject: '=HYPERLINK("https://evil.example")' },
    })); // prettier-ignore
    const dir = scratch.path('formula.case');
    konseki('investigate', file, '--case', dir);
    expect(konseki('events', dir, '--csv', '--columns', 'subject').out).toBe(
      'subject\r\n"\'=HYPERLINK(""https://evil.example"")"\r\n',
    );
  });

  test('on a pipe there is no colour and no progress', () => {
    const { out, err } = konseki('demo', '--case', scratch.path('pipe.case'), '--quiet');
    expect(err).toBe('');
    expect(out).not.toContain('\u001b');
  });
});

describe.skipIf(process.platform === 'win32')('other processes (POSIX signals and pipes)', () => {
  const bin = path.join(root, 'bin/konseki.mjs');

  test('a reader that stops early', () => {
    const dir = scratch.path('head.case');
    konseki('investigate', 'test/fixtures/incident', '--case', dir);
    const command = `"${process.execPath}" "${bin}" events "${dir}" --jsonl --columns all | head -n 1`;
    const { stdout, stderr } = spawnSync('bash', ['-c', command], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(stdout.split('\n')).toHaveLength(2);
  });

  test('Ctrl-C ends with 130, and the same command goes on', async () => {
    const many = Array.from({ length: 60_000 }, (_, at) =>
      JSON.stringify({ CreationTime: '2024-05-10T10:00:00', Id: `i${at}`, Operation: 'Send', Workload: 'Exchange', UserId: 'bo@t.example', Filler: 'x'.repeat(400) }),
    ).join('\n'); // prettier-ignore
    const file = await scratch.write('many.jsonl', many);
    const dir = scratch.path('int.case');
    const child = spawn(process.execPath, [bin, 'investigate', file, '--case', dir], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let err = '';
    child.stderr.on('data', (chunk) => (err += String(chunk)));
    const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
    await new Promise((resolve) => setTimeout(resolve, 900));
    child.kill('SIGINT');
    const code = await ended;
    // On a fast machine it may be done before.
    if (code !== 0) {
      expect(code).toBe(130);
      expect(err).toContain('konseki: stopped');
    }
    const again = konseki('investigate', file, '--case', dir, '--json');
    expect(again.code).toBe(0);
    expect(JSON.parse(again.out)).toMatchObject({ files: [{ records: 60_000 }] });
    expect(JSON.parse(konseki('evidence', dir, '--json').out)).toMatchObject([{ events: 60_000 }]);
  }, 60_000);
});
