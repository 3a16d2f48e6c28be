import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { useScratch } from '../support/scratch.js';
import { konseki } from './run.js';

const scratch = useScratch();

const rule = (title: string, field: string): string =>
  `title: ${title}\nlogsource: { product: azure, service: signinlogs }\nlevel: high\ndetection:\n  s:\n    ${field}\n  condition: s\n`;

test('rules export writes a folder for each format, and what could not be said', async () => {
  await scratch.write('rules/a.yml', rule('Known', "UserAgent: 'x\"y'"));
  await scratch.write('rules/b.yml', rule('Unknown', 'ip_kind: hosting'));
  const out = scratch.path('out');
  const ran = konseki('rules', 'export', '--to', 'sigma,kql,sentinel', '--rules', scratch.path('rules'), '--out', out); // prettier-ignore
  expect(ran.code).toBe(1);
  expect(ran.out).toContain('2 rules');
  expect(readdirSync(out).sort()).toEqual(['NOT-EXPORTED.md', 'kql', 'not-exported.json', 'sentinel', 'sigma']); // prettier-ignore
  expect(readdirSync(`${out}/kql`).sort()).toEqual(['rules-a.AADNonInteractiveUserSignInLogs.kql', 'rules-a.SigninLogs.kql']); // prettier-ignore
  expect(readFileSync(`${out}/kql/rules-a.SigninLogs.kql`, 'utf8')).toContain('| where UserAgent =~ "x\\"y"'); // prettier-ignore
  const missing = JSON.parse(readFileSync(`${out}/not-exported.json`, 'utf8')) as { feature: string; line: number }[]; // prettier-ignore
  expect(missing.every(({ feature, line }) => feature === 'ip_kind' && line > 1)).toBe(true);

  const again = konseki('rules', 'export', '--to', 'kql', '--rules', scratch.path('rules'), '--out', out); // prettier-ignore
  expect(again.code).toBe(2);
  expect(again.err).toContain('not empty');
  const forced = konseki('rules', 'export', '--to', 'kql', '--rules', scratch.path('rules/a.yml'), '--out', out, '--force', '--json'); // prettier-ignore
  expect(forced.code).toBe(0);
  expect(JSON.parse(forced.out)).toMatchObject({ rules: 1, formats: [{ format: 'kql', exported: 1, none: 0, files: 2 }], missing: [] }); // prettier-ignore
});

test('rules export tells what is wrong with its options, and writes nothing', async () => {
  const out = scratch.path('none');
  const wrong = konseki('rules', 'export', '--to', 'splunk', '--out', out);
  expect(wrong.code).toBe(2);
  expect(wrong.err).toContain('sigma, kql, sentinel');
  expect(konseki('rules', 'export', '--to', 'kql', '--level', 'huge', '--out', out).code).toBe(2);
  expect(konseki('rules', 'export', '--to', 'kql').code).toBe(2);
  const file = await scratch.write('file', '');
  expect(konseki('rules', 'export', '--to', 'kql', '--out', file).err).toContain('is a file');
  expect(konseki('rules', 'export', '--to', 'kql', '--out', `${file}/below`).code).toBe(5);
  expect(konseki('rules', 'export', '--to', 'kql', '--rules', scratch.path('nowhere'), '--out', out).code).toBe(3); // prettier-ignore
  expect(existsSync(out)).toBe(false);
});
