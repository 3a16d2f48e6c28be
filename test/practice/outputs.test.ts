import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { scenarios } from '../../src/practice/attack/scenarios.js';
import { konseki } from '../cli/run.js';
import type { ParsePowerShell } from '../support/powershell.js';
import { powerShellErrors, powerShellParser } from '../support/powershell.js';
import { useScratch } from '../support/scratch.js';

const scratch = useScratch();
const parser: { parse?: ParsePowerShell } = {};
beforeAll(async () => {
  parser.parse = await powerShellParser();
});

/** What comes of every scenario's findings, from the command line. */
const slugs = scenarios.map(({ slug }) => slug);
/** Every third also goes into the other outputs. */
const whole = new Set(slugs.filter((_, at) => at % 3 === 0));

describe.each(slugs.filter((slug) => slug !== 'no-attack'))(
  'the outputs of practice %s',
  (slug) => {
    test('scripts parse, and every other output is written', () => {
    const exports = scratch.path(`${slug}.exports`);
    const dir = scratch.path(`${slug}.case`);
    expect(konseki('practice', 'new', slug, '--out', exports, '--users', '12', '--days', '5', '--seed', '3').code).toBe(0);
    const { code } = konseki('investigate', exports, '--case', dir);
    expect(code).toBe(0);
    const scripts = scratch.path(`${slug}.scripts`);
    expect(konseki('respond', dir, '--script', scripts).code).toBe(0);
    const names = readdirSync(scripts).filter((name) => name.endsWith('.ps1'));
    expect(names.length).toBeGreaterThan(3);
    for (const name of names) {
      const text = readFileSync(path.join(scripts, name), 'utf8').replace(/^\uFEFF/, '');
      const root = parser.parse?.(text);
      expect([name, root === undefined ? ['no parser'] : powerShellErrors(root)]).toEqual([name, []]);
    }
    if (!whole.has(slug)) return;
    const out = scratch.path(`${slug}.out`);
    expect(konseki('export', dir, '--format', 'timesketch,stix,misp,csv,jsonl,parquet', '--out', out).code).toBe(0);
    expect(konseki('timeline', dir, '--format', 'svg', '--out', out).code).toBe(0);
    expect(konseki('report', dir, '--format', 'md,html', '--out', out).code).toBe(0);
    expect(readdirSync(out).length).toBeGreaterThanOrEqual(13);
    expect(konseki('interview', dir, '--lang', 'ja').code).toBe(0);
  }, 180_000); // prettier-ignore
  },
);

test('where no intrusion was found, that is said and no file is left behind', () => {
  const exports = scratch.path('none.exports');
  const dir = scratch.path('none.case');
  expect(konseki('practice', 'new', 'no-attack', '--out', exports, '--users', '12', '--days', '5', '--seed', '3').code).toBe(0);
  expect(konseki('investigate', exports, '--case', dir).code).toBe(0);
  const out = scratch.path('none.out');
  for (const args of [['respond', dir, '--script', out], ['export', dir, '--format', 'stix,csv', '--out', out], ['timeline', dir, '--format', 'svg', '--out', out], ['interview', dir], ['interview', dir, '--out', out]]) {
    const ran = konseki(...args);
    expect([args[0], ran.code]).toEqual([args[0], 3]);
    expect(ran.err + ran.out).toMatch(/No intrusion was found/);
    expect(existsSync(out)).toBe(false);
  }
  expect(konseki('respond', dir)).toMatchObject({ code: 0, out: expect.stringContaining('nothing to do') as string });
  expect(konseki('report', dir, '--format', 'md', '--out', out).code).toBe(0);
  expect(readdirSync(out)).toHaveLength(1);
}, 180_000); // prettier-ignore
