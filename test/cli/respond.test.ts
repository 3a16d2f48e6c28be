import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { useScratch } from '../support/scratch.js';
import { konseki, root } from './run.js';

const scratch = useScratch();
let dir = '';

interface Step {
  readonly id: string;
  readonly no: number;
  readonly step: string;
  readonly state: string;
  readonly because: string;
}
const steps = (of = dir): readonly Step[] => {
  const { parts } = JSON.parse(konseki('respond', of, '--json').out) as {
    readonly parts: readonly { readonly steps: readonly Step[] }[];
  };
  return parts.flatMap((part) => part.steps);
};

beforeAll(() => {
  dir = scratch.path('respond.case');
  const { code } = konseki('investigate', path.join(root, 'test/fixtures/incident'), '--case', dir);
  expect(code).toBe(0);
}, 180_000);

test('the plan is in the order of the work, in both languages', () => {
  const { code, out } = konseki('respond', dir, '--full');
  expect(code).toBe(0);
  const at = ['W-50', 'W-51', 'W-54'].map((step) => out.indexOf(` ${step} `));
  expect(at).toEqual([...at].sort((a, b) => a - b));
  expect(out).toContain('Disable-InboxRule -Mailbox $Mailbox');
  expect(out).toContain('/revokeSignInSessions');
  expect(konseki('respond', dir, '--lang', 'ja').out).toContain('対応計画');
}, 120_000);

test('states are kept in the journal, and wrong ones are refused', () => {
  const [first] = steps();
  expect(first?.state).toBe('todo');
  expect(konseki('respond', dir, 'done', first?.id ?? '', '--note', 'at 11:20').code).toBe(0);
  expect(steps()[0]?.state).toBe('done');
  expect(steps()[0]?.because).toContain('at 11:20');
  expect(konseki('respond', dir, 'todo', '1').code).toBe(0);
  expect(steps()[0]?.state).toBe('todo');
  expect(konseki('respond', dir, 'not-needed', '1').code).toBe(2);
  expect(konseki('respond', dir, 'done', '99').code).toBe(3);
  expect(konseki('respond', dir, 'maybe', '1').code).toBe(2);
}, 240_000);

test('scripts go whole into a new folder only', () => {
  const to = scratch.path('scripts');
  expect(konseki('respond', dir, '--script', to).code).toBe(0);
  const names = readdirSync(to);
  expect(names).toContain('README.md');
  expect(names.length).toBe(steps().length + 1);
  expect(readFileSync(path.join(to, '001-W-50-revoke.ps1'), 'utf8')).toContain('Revoke-MgUserSignInSession');
  const full = scratch.path('full');
  mkdirSync(full);
  writeFileSync(path.join(full, 'x'), '');
  expect(konseki('respond', dir, '--script', full).code).toBe(5);
  expect(readdirSync(full)).toEqual(['x']);
}, 120_000); // prettier-ignore

test('what is done stays done with the same evidence, and new evidence reopens it (W-59)', () => {
  const fixture = path.join(root, 'test/fixtures/incident');
  const folder = scratch.path('evidence');
  mkdirSync(folder);
  // What was exported before the last mails were deleted.
  for (const name of readdirSync(fixture)) {
    const text = readFileSync(path.join(fixture, name), 'utf8');
    const lines = name.startsWith('AuditLogSearch')
      ? text.split(/(?<=\n)/).filter((line) => !/,5\/10\/2024 (?:10:4[5-9]|10:5\d|11:\d\d):\d\d AM,/.test(line))
      : [text];
    writeFileSync(path.join(folder, name), lines.join(''));
  }
  const early = scratch.path('early.case');
  expect(konseki('investigate', folder, '--case', early).code).toBe(0);
  const all = steps(early);
  for (const { id } of all) expect(konseki('respond', early, 'done', id, '--note', 'done at once').code).toBe(0);
  expect(new Set(steps(early).map(({ state }) => state))).toEqual(new Set(['done']));

  expect(konseki('add', early, folder).code).toBe(0);
  expect(new Set(steps(early).map(({ state }) => state))).toEqual(new Set(['done']));

  expect(konseki('add', early, path.join(fixture, 'AuditLogSearch_2024-05-10.csv')).code).toBe(0);
  const restore = steps(early).find(({ step }) => step === 'W-46');
  expect(restore?.state).toBe('reopened');
  expect(restore?.because).toMatch(/\d/);
  // What the new evidence does not speak of stays as it was.
  expect(steps(early).find(({ step }) => step === 'W-54')?.state).toBe('done');
}, 600_000); // prettier-ignore
