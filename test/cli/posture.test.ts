import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.js';
import { hostileNames } from '../hostile.js';
import { useScratch } from '../support/scratch.js';
import { zipOf } from '../support/archives.js';
import { root } from './run.js';

const scratch = useScratch();
const tenants = path.join(root, 'test/fixtures/tenants');

async function run(...args: readonly string[]) {
  let out = '';
  let err = '';
  const code = await main([...args, '--now', '2026-11-24'], {
    out: async (text) => void (out += text),
    err: (text) => void (err += text),
    outIsTerminal: false,
    errIsTerminal: false,
    columns: undefined,
    env: {},
    now: () => new Date('2026-11-24T00:00:00Z'),
  });
  return { code, out, err };
}
const verdict = (out: string, id: string): unknown =>
  (JSON.parse(out) as { measures: { id: string; verdict: string }[] }).measures.find((one) => one.id === id)?.verdict; // prettier-ignore

describe('posture', () => {
  test('tells a strong and a weak tenant, in both languages', async () => {
    const strong = await run('posture', path.join(tenants, 'strong'), '--break-glass', 'emergency@tradewinds.example'); // prettier-ignore
    expect(strong.code).toBe(0);
    expect(strong.out).toMatch(/W-73 +enforced +Phishing-resistant MFA/);
    const weak = await run('posture', path.join(tenants, 'weak'), '--lang', 'ja');
    expect(weak.code).toBe(0);
    expect(weak.out).toMatch(/W-73 +未設定/);
    expect(weak.out).not.toContain('posture.');
  });

  test('takes a zip and UTF-16, and one measure', async () => {
    const file = path.join(tenants, 'pitfalls/report-only.json');
    const text = readFileSync(file, 'utf8');
    const utf16 = await scratch.write('u/policies.json', Buffer.from(`\ufeff${text}`, 'utf16le'));
    const zip = await scratch.write('t.zip', await zipOf({ 'a/policies.json': text }));
    for (const at of [utf16, zip]) {
      const { out, code } = await run('posture', at, '--measure', 'w-73', '--json');
      expect(code).toBe(0);
      expect(verdict(out, 'W-73')).toBe('report-only');
      expect(verdict(out, 'W-72')).toBeUndefined();
    }
  });

  test('keeps answers, and a licence that is named overrules', async () => {
    const at = path.join(tenants, 'weak');
    const answers = scratch.path('answers.json');
    const first = await run('posture', at, '--answers', answers, '--answer', 'W-74=yes', '--note', 'rule 12', '--json'); // prettier-ignore
    expect(verdict(first.out, 'W-74')).toBe('enforced');
    const again = await run('posture', at, '--answers', answers, '--answer', 'W-77=no', '--json');
    expect([verdict(again.out, 'W-74'), verdict(again.out, 'W-77')]).toEqual(['enforced', 'absent']); // prettier-ignore
    const yaml = await scratch.write('a.yaml', 'W-74: partly\n');
    expect(verdict((await run('posture', at, '--answers', yaml, '--json')).out, 'W-74')).toBe('enforced-with-gaps'); // prettier-ignore
    expect(verdict((await run('posture', at, '--licence', 'free', '--json')).out, 'W-72')).toBe('not-possible'); // prettier-ignore
    expect((await run('posture', at, '--answer', 'W-74=yes')).code).toBe(2);
    expect((await run('posture', at, '--licence', 'e7')).code).toBe(2);
    expect((await run('posture', at, '--measure', 'W-99')).code).toBe(2);
  });

  test('says the file and place of what is not JSON, and ends with 3 when nothing is usable', async () => {
    const folder = await scratch.folder();
    cpSync(path.join(tenants, 'strong'), folder, { recursive: true });
    writeFileSync(path.join(folder, 'namedLocations.json'), '{\n"value": [}');
    const partly = await run('posture', folder);
    expect(partly.code).toBe(1);
    expect(partly.out).toContain('namedLocations.json: Not JSON: line 2, column 11.');
    const bad = await run('posture', path.join(folder, 'namedLocations.json'));
    expect(bad.code).toBe(3);
    expect(bad.err).toContain('line 2, column 11');
    expect((await run('posture', path.join(folder, 'none'))).code).toBe(3);
  });
});

describe('dormant', () => {
  test('lists what to take away, and nothing in a strong tenant', async () => {
    const weak = await run('dormant', path.join(tenants, 'weak'));
    expect(weak.out).toContain('old@tradewinds.example');
    expect(weak.out).not.toContain('new@tradewinds.example');
    const strong = await run('dormant', path.join(tenants, 'strong'), '--break-glass', 'emergency@tradewinds.example', '--json'); // prettier-ignore
    expect(JSON.parse(strong.out)).toMatchObject({ findings: [], notJudged: [] });
    const near = await run('dormant', path.join(tenants, 'weak'), '--days', '3000', '--json');
    const kinds = (JSON.parse(near.out) as { findings: { kind: string }[] }).findings.map(({ kind }) => kind); // prettier-ignore
    expect(kinds).not.toContain('unused');
    expect(kinds).toContain('admin-without-mfa');
  });
});

test('hostile names stay text in both', async () => {
  const text = readFileSync(path.join(tenants, 'pitfalls/excluded-role.json'), 'utf8');
  const { conditionalAccessPolicies } = JSON.parse(text) as { conditionalAccessPolicies: { value: object[] } }; // prettier-ignore
  const [policy] = conditionalAccessPolicies.value;
  const snapshot = {
    policies: hostileNames.map((displayName, at) => ({ ...policy, id: `p${at}`, displayName })),
    users: hostileNames.map((userPrincipalName, at) => ({ id: `u${at}`, displayName: 'x', userPrincipalName, accountEnabled: true, createdDateTime: '2020-01-01T00:00:00Z', signInActivity: { lastSignInDateTime: '2021-01-01T00:00:00Z' } })),
  }; // prettier-ignore
  const file = await scratch.write('hostile.json', JSON.stringify(snapshot));
  for (const command of ['posture', 'dormant'])
    for (const json of [[], ['--json']]) {
      const { out } = await run(command, file, ...json);
      expect(out.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
    }
});
