import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.js';
import type { Question } from '../../src/practice/play/question.js';
import { startExercise } from '../../src/practice/play/exercise.js';
import { parseTruth } from '../../src/practice/score/truth-file.js';
import { useScratch } from '../support/scratch.js';
import type { Json } from './run.js';
import { jsonList, konseki, root } from './run.js';

const scratch = useScratch();
const bin = path.join(root, 'bin/konseki.mjs');
let incident = '';
let dir = '';

beforeAll(() => {
  incident = scratch.path('incident');
  dir = scratch.path('practice.case');
  const made = konseki('practice', 'new', 'workshop', '--users', '12', '--days', '2', '--out', incident); // prettier-ignore
  expect(made).toMatchObject({ code: 0, err: '' });
  expect(konseki('investigate', incident, '--case', dir, '-q').code).toBe(0);
});

/** Plays with these lines on standard input. */
function play(lines: readonly string[], ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [bin, 'practice', 'play', incident, ...args],
    { cwd: root, encoding: 'utf8', input: lines.map((line) => `${line}\n`).join('') },
  );
  return { code: status, out: stdout, err: stderr };
}

const truth = () =>
  parseTruth(readFileSync(path.join(incident, 'truth.json'), 'utf8'), 'truth.json');

/** The right answer as a person would type it. */
function typed({ task }: Question): string {
  switch (task.kind) {
    case 'free':
      return task.accepted[0]!;
    case 'choice':
    case 'multi':
      return task.choices.flatMap(({ right }, at) => (right ? [at + 1] : [])).join(' ');
    case 'order':
      return task.items
        .map(({ rank }, at) => ({ rank, at }))
        .sort((a, b) => a.rank - b.rank)
        .map(({ at }) => at + 1)
        .join(' ');
  }
}

describe('practice new and list', () => {
  test('list names every scenario, a line each', () => {
    const { code, out } = konseki('practice', 'list');
    expect(code).toBe(0);
    const listed = jsonList(konseki('practice', 'list', '--json').out);
    expect(out.trimEnd().split('\n')).toHaveLength(listed.length + 1);
    for (const { slug, title } of listed) {
      expect(out).toContain(String(slug));
      expect(out).toContain(String(title));
    }
    expect(listed.map(({ slug }) => slug)).toContain('no-attack');
  });

  test('new says what it wrote, and marks it as made up', () => {
    const out = scratch.path('another');
    const made = konseki('practice', 'new', 'no-attack', '--users', '40', '--days', '12', '--out', out, '--json'); // prettier-ignore
    expect(made.code).toBe(0);
    const answer = JSON.parse(made.out) as { files: Json[]; seed: number };
    expect(answer.seed).toBe(1);
    const there = readdirSync(out);
    for (const { file } of answer.files) expect(there).toContain(file);
    expect(there).toContain('KONSEKI-PRACTICE.txt');
  });

  test.each([
    [['practice', 'new', 'nonsense', '--out', 'x'], 2, 'There is no practice scenario "nonsense"'],
    [['practice', 'new', 'workshop'], 2, "required option '--out <dir>'"],
    [['practice', 'new', 'workshop', '--out', 'x', '--seed', '1.5'], 2, '--seed "1.5" is not a whole number'],
    [['practice', 'new', 'workshop', '--out', 'x', '--users', '-3'], 2, '--users "-3" is not a whole number'],
    [['practice', 'new', 'workshop', '--out', 'x', '--users', '1'], 2, '--users 1 is not possible'],
    [['practice', 'new', 'workshop', '--out', 'docs'], 5, 'docs: The folder for the practice incident is not empty'],
    [['practice', 'play', 'nowhere'], 3, 'nowhere: There is no such file'],
    [['practice', 'play', 'docs'], 3, 'truth.json: There is no such file'],
    [['practice', 'play', '--lang', 'fr'], 2, "Allowed choices are en, ja"],
    [['practice', 'play', '--scenario', 'nonsense'], 2, 'There is no practice scenario'],
    [['practice', 'score', 'nowhere.case', 'nowhere.json'], 3, 'nowhere.json: There is no such file'],
    [['practice', 'frobnicate'], 2, "unknown command 'frobnicate'"],
  ] as const)('%j ends with %i', (args, code, message) => {
    const ran = konseki(...args);
    expect({ code: ran.code, out: ran.out }).toEqual({ code, out: '' });
    expect(ran.err).toContain(message);
  }); // prettier-ignore
});

describe('practice score', () => {
  test('a case made from the whole incident holds every event of the attacker', () => {
    const { code, out } = konseki('practice', 'score', dir, incident, '--json');
    expect(code).toBe(0);
    const score = JSON.parse(out) as Record<string, Json>;
    const expected = truth().events.length;
    expect(score['events']).toMatchObject({ scored: true, expected, found: expected, missed: [] });
    expect(score['times']).toMatchObject({ recall: 1, wrong: [] });
    expect(score['users']).toMatchObject({ recall: 1, wrong: [] });
    expect(score['sessions']).toMatchObject({ precision: 1, wrong: [] });
    for (const count of score['counts'] as unknown as Json[])
      expect(count['found']).toBe(count['expected']);
    expect(score['scope']).toMatchObject({ scored: true, precision: 1 });
    expect(score['verdicts']).toMatchObject({ scored: true, recall: 1, wrong: [] });
    expect(Object.keys(score['traces'] ?? {})).toContain('evasion');
  });

  test('as a table it shows every part', () => {
    const { out } = konseki('practice', 'score', dir, path.join(incident, 'truth.json'));
    expect(out).toContain("Attacker's events in the case");
    expect(out).toMatch(/with the right time +\d+ +\d+ +0 +0 +100\.0 % +100\.0 %/);
    expect(out).toMatch(/Events in scope +\d/);
    expect(out).toMatch(/Verdicts on sessions +\d/);
    expect(out).toContain('Entra sign-ins');
  });

  test('lists what a case lacks by its id', () => {
    const part = scratch.path('part.case');
    const ual = readdirSync(incident).filter((file) => file.startsWith('AuditLog_'));
    const files = ual.map((file) => path.join(incident, file));
    expect(konseki('investigate', ...files, '--case', part, '-q').code).toBe(0);
    const missing = truth().events.find(({ source }) => source === 'entra_signin')!;
    expect(konseki('practice', 'score', part, incident, '--json').out).toContain(missing.id);
    const { out } = konseki('practice', 'score', part, incident);
    expect(out).toContain("Attacker's events in the case: missed");
    expect(out).toContain('--json has all');
  });

  test('says where a truth is wrong', () => {
    const broken = scratch.path('broken');
    mkdirSync(broken);
    const text = readFileSync(path.join(incident, 'truth.json'), 'utf8');
    writeFileSync(path.join(broken, 'truth.json'), text.replace('"truth": 1', '"truth": 2'));
    const other = konseki('practice', 'score', dir, broken);
    expect(other.code).toBe(3);
    expect(other.err).toContain('has version 2; this Konseki knows 1');
    writeFileSync(
      path.join(broken, 'truth.json'),
      text.replace(/"incident": \w+/, '"incident": 3'),
    );
    const malformed = konseki('practice', 'score', dir, broken);
    expect(malformed.code).toBe(3);
    expect(malformed.err).toContain('malformed at incident: ');
    expect(malformed.err).toContain(path.join('broken', 'truth.json'));
  });
});

describe('practice play', () => {
  test('right answers from a pipe, one a line, give 100 %', () => {
    const { questions } = startExercise(truth(), 'en');
    const { code, out, err } = play(questions.map(typed), '--lang', 'en', '--case', 'my.case');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain("Alice's account is sending strange mail");
    expect(out).toContain('Everything here is made up');
    expect(out).toContain(
      `Score: ${questions.length * 10}/${questions.length * 10} points (100 %)`,
    );
    expect(out).not.toContain('Read again');
    // The commands are those of this case.
    expect(out).toContain('events my.case --session e55a5c8e-aefe-4369-bd4a-c2eaad764e9b');
    expect(out).not.toContain('FILES');
  });

  test('in Japanese, too', () => {
    const { questions } = startExercise(truth(), 'ja');
    const { code, out } = play(questions.map(typed), '--lang', 'ja');
    expect(code).toBe(0);
    expect(out).toContain('アリスさんのアカウントから');
    expect(out).toContain('点 (100 %)');
    expect(out).toContain('演習は終了です。');
  });

  test('takes hints, slips and passing over, and ends where the input ends', () => {
    const { questions } = startExercise(truth(), 'en');
    const [first, second] = questions;
    const lines = ['?', typed(first!), 'what?', '', '-', '?', '?'];
    const { code, out } = play(lines, '--lang', 'en');
    expect(code).toBe(0);
    expect(out).toContain('Hint: First the damage must not grow');
    expect(out).toContain('Right 8/10 points');
    expect(out).toContain('There is no such choice.');
    expect(out).toContain('Nothing was answered.');
    expect(out).toContain('Passed over 0/10 points');
    expect(out).toContain(second!.explanation.en);
    expect(out).toContain('There is no further hint.');
    expect(out).toContain('Stopped; the score so far:');
    expect(out).toMatch(/Score: 8\/20 points \(40 %\), 2\/\d+ questions answered, hints: 1/);
    expect(out).toContain('W-13 BEC and spam');
  });

  test('every command that it names shows something in the case', async () => {
    const { questions } = startExercise(truth(), 'en');
    const commands = new Set(
      questions.flatMap(({ command }) => (command === null ? [] : [command])),
    );
    expect(commands.size).toBeGreaterThan(15);
    for (const command of commands) {
      if (command.includes('FILES')) continue;
      // Words as a shell takes them: quoted where they hold blanks.
      const words = [...command.matchAll(/'([^']*)'|(\S+)/g)].map(
        ([, quoted, bare]) => quoted ?? bare ?? '',
      );
      let out = '';
      const code = await main(
        words.slice(1).map((word) => (word === 'CASE' ? dir : word)),
        {
          out: (text) => {
            out += text;
            return Promise.resolve();
          },
          err: () => undefined,
          outIsTerminal: false,
          errIsTerminal: false,
          columns: undefined,
          env: {},
          now: () => new Date(),
        },
      );
      expect({ command, code, isEmpty: out === '' }).toEqual({ command, code: 0, isEmpty: false });
    }
  });

  test('without any input there is no score', () => {
    const { code, out } = play([], '--lang', 'en');
    expect(code).toBe(0);
    expect(out).toContain('Nothing was answered.');
  });

  test('--json gives the result only', () => {
    const { questions } = startExercise(truth(), 'en');
    const { out } = play([typed(questions[0]!), 'whatever'], '--json');
    expect(JSON.parse(out)).toMatchObject({
      scenario: 'workshop',
      finished: false,
      points: 10,
      most: 10,
      percent: 100,
      answers: [{ question: 'order-of-work', grade: 1 }],
    });
  });

  test('the language is that of the terminal', () => {
    const { stdout } = spawnSync(process.execPath, [bin, 'practice', 'play', incident], {
      cwd: root,
      encoding: 'utf8',
      input: '',
      env: { ...process.env, LC_ALL: '', LC_MESSAGES: '', LANG: 'ja_JP.UTF-8' },
    });
    expect(stdout).toContain('報告が入りました');
  });

  // Windows has no signal that a process could be sent.
  test.skipIf(process.platform === 'win32')('Ctrl-C ends with the score so far', async () => {
    const { questions } = startExercise(truth(), 'en');
    const child = spawn(process.execPath, [bin, 'practice', 'play', incident, '--lang', 'en'], {
      cwd: root,
    });
    let out = '';
    const ended = new Promise<number | null>((resolve) => {
      child.on('close', (code) => {
        resolve(code);
      });
    });
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      // The second question is up: the first was answered.
      if (text.includes('Question 2/')) child.kill('SIGINT');
    });
    child.stdin.write(`${typed(questions[0]!)}\n`);
    expect(await ended).toBe(130);
    expect(out).toContain('Score: 10/10 points (100 %), 1/');
  });

  test('what an incident says is harmless on a terminal', () => {
    const hostile = scratch.path('hostile');
    mkdirSync(hostile);
    const text = readFileSync(path.join(incident, 'truth.json'), 'utf8');
    writeFileSync(
      path.join(hostile, 'truth.json'),
      text.replaceAll('Activate Your New', 'Activate\\u001b[2J \\u202eYour New'),
    );
    const { stdout } = spawnSync(
      process.execPath,
      [bin, 'practice', 'play', hostile, '--lang', 'en', '--no-color'],
      { cwd: root, encoding: 'utf8', input: '-\n'.repeat(80) },
    );
    expect(stdout).toContain('Activate\\x1b[2J \\u202eYour New');
    expect(stdout).not.toContain('\u001b');
    expect(stdout).not.toContain('\u202e');
  });
});
