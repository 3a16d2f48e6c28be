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
const steps = (): readonly Step[] => {
  const { parts } = JSON.parse(konseki('respond', dir, '--json').out) as {
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
