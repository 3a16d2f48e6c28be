import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Gap, PostureDocument, Verdict } from '../../model/posture.js';
import { postureSchema } from '../../model/posture.js';
import { readSnapshot } from '../snapshot/snapshot.js';
import { judgePosture } from './judge.js';

const tenants = fileURLToPath(new URL('../../../test/fixtures/tenants', import.meta.url));
const now = new Date('2026-11-24T00:00:00Z');

function judge(folder: string, only?: string, breakGlass: readonly string[] = ['emergency@tradewinds.example', '99999999-0000-4000-8000-000000000001']): PostureDocument {
  const names = readdirSync(path.join(tenants, folder)).filter((name) => only === undefined || name === `${only}.json`).sort();
  expect(names).not.toHaveLength(0);
  const texts = names.map((name) => ({ name, text: readFileSync(path.join(tenants, folder, name), 'utf8') }));
  const document = judgePosture(readSnapshot(texts), { now, days: 90, breakGlass });
  expect(() => postureSchema.parse(document)).not.toThrow();
  expect(document.problems).toEqual([]);
  return document;
} // prettier-ignore

const measure = (document: PostureDocument, id: string) =>
  document.measures.find((one) => one.id === id)!;
const verdicts = (document: PostureDocument): Record<string, Verdict> =>
  Object.fromEntries(document.measures.map(({ id, verdict }) => [id, verdict]));

/** A gap by its dimensions and ids: `users only role:62e9…`. */
const shape = (gap: Gap): string =>
  gap.kind === 'stated'
    ? gap.says.code
    : gap.parts.map(({ dimension, mode, items }) => `${dimension} ${mode} ${items.map(({ kind, id }) => `${kind}:${id}`).join(' ')}`).join(' & '); // prettier-ignore

const codes = (document: PostureDocument, id: string): readonly string[] => {
  const one = measure(document, id);
  return [...one.because, ...one.remarks, ...one.objects.flatMap(({ why }) => why)].map(({ code }) => code); // prettier-ignore
};

describe('a strong tenant', () => {
  const document = judge('strong');

  test('has every measure enforced; token protection leaves only what it cannot cover', () => {
    const { 'W-70': token, ...others } = verdicts(document);
    expect(new Set(Object.values(others))).toEqual(new Set(['enforced']));
    expect(token).toBe('enforced-with-gaps');
    const { gaps } = measure(document, 'W-70');
    expect(gaps.length).toBeGreaterThan(0);
    expect(gaps.every((gap) => gap.kind === 'open' && gap.inherent)).toBe(true);
  });

  test('has a gap where the emergency account is not named as one', () => {
    const unnamed = judge('strong', undefined, []);
    expect(measure(unnamed, 'W-71').verdict).toBe('enforced-with-gaps');
    expect(measure(unnamed, 'W-71').gaps.map(shape)).toEqual([
      'users only user:99999999-0000-4000-8000-000000000001',
    ]);
  });

  test('is as weak as the files that are missing: nothing passes unseen', () => {
    const empty = judgePosture(readSnapshot([]), { now, days: 90, breakGlass: [] });
    expect(Object.values(verdicts(empty)).some((verdict) => verdict === 'enforced')).toBe(false);
    expect(verdicts(empty)['W-72']).toBe('not-judged');
    expect(empty.missing).toContain('conditionalAccessPolicies');
    const partly = judge('strong', 'conditionalAccessPolicies');
    expect(verdicts(partly)).toMatchObject({ 'W-78': 'not-judged', 'W-7B': 'not-judged', 'W-26': 'not-judged', 'W-74': 'not-decidable' }); // prettier-ignore
  });
});

test('a weak tenant', () => {
  const document = judge('weak');
  expect(verdicts(document)).toEqual({
    'W-26': 'enforced-with-gaps',
    'W-70': 'not-possible',
    'W-71': 'absent',
    'W-72': 'absent',
    'W-73': 'absent',
    'W-74': 'not-decidable',
    'W-75': 'not-possible',
    'W-76': 'absent',
    'W-77': 'not-decidable',
    'W-78': 'absent',
    'W-79': 'not-decidable',
    'W-7A': 'not-decidable',
    'W-7B': 'absent',
    'W-7C': 'not-decidable',
    'W-7D': 'not-decidable',
    'W-7E': 'absent',
  });
  expect(document.licences).toEqual(['Intune', 'P1']);
  expect(codes(document, 'W-73')).toContain('remark.units');
});

/** Each fixture with the measure it is about, the verdict, and what must be said: gaps by shape, all else by code. */
const role = 'role:62e90394-69f5-4237-9190-012177145e10';
const group = 'group:60000000-0000-4000-8000-000000000001';
const pitfalls: readonly (readonly [string, string, Verdict, readonly (string | RegExp)[]])[] = [
  ['any-app-is-not-all-apps', 'W-72', 'enforced-with-gaps', ['apps except app:9cdead84-a844-4324-93f2-b2e6bb768d07']],
  ['or-mfa-voids-device', 'W-72', 'absent', ['why.or-voids']],
  ['and-mfa-keeps-device', 'W-72', 'enforced', []],
  ['report-only', 'W-73', 'report-only', ['because.report-only']],
  ['disabled', 'W-73', 'absent', ['because.none-counts']],
  ['name-proves-nothing', 'W-73', 'absent', ['why.combinations']],
  ['combinations-prove', 'W-73', 'enforced', []],
  ['combinations-missing', 'W-73', 'not-judged', ['why.combinations-missing']],
  ['strength-or-mfa', 'W-73', 'absent', ['why.or-voids']],
  ['excluded-role', 'W-73', 'enforced-with-gaps', [`users only ${role}`]],
  ['excluded-guests', 'W-73', 'enforced-with-gaps', ['users only guests:*']],
  ['trusted-is-everything', 'W-76', 'absent', ['why.locations-everything', 'remark.location-everything']],
  ['trusted-is-all-ipv4', 'W-76', 'enforced-with-gaps', [/^locations only location:\*4/]],
  ['trusted-halves', 'W-76', 'absent', ['why.locations-everything']],
  ['country-excluded', 'W-76', 'enforced-with-gaps', ['locations only location:10c00000-0000-4000-8000-000000000003']],
  ['all-countries-excluded', 'W-76', 'absent', ['why.locations-everything']],
  ['untrusted-excluded', 'W-76', 'enforced-with-gaps', ['locations only location:10c00000-0000-4000-8000-000000000004']],
  ['all-trusted-without-any', 'W-76', 'enforced', ['remark.no-trusted-location', 'remark.mfa-trusted-ips']],
  ['location-not-in-snapshot', 'W-76', 'enforced-with-gaps', ['locations only unknown-location:10c00000-0000-4000-8000-0000000000ff']],
  ['register-without-grant', 'W-76', 'absent', ['why.grant-unfit']],
  ['every-time', 'W-71', 'enforced', ['remark.every-time']],
  ['one-hour', 'W-71', 'enforced', []],
  ['24-hours', 'W-71', 'absent', ['why.frequency']],
  ['one-day', 'W-71', 'absent', ['why.frequency']],
  ['no-browser', 'W-71', 'absent', ['why.clients-no-browser']],
  ['owa-by-office365', 'W-71', 'enforced', []],
  ['owa-excluded-from-office365', 'W-71', 'absent', ['why.apps-other']],
  ['token-protection-reach', 'W-70', 'enforced-with-gaps', [/clients only client:browser/, /platforms only .*platform:macOS/]],
  ['no-policy', 'W-72', 'absent', ['because.no-policy']],
  ['no-policy', 'W-76', 'absent', ['because.no-policy']],
  ['no-policy', 'W-78', 'absent', ['because.no-policy']],
  ['consent-legacy', 'W-7B', 'enforced-with-gaps', ['gap.consent-legacy']],
  ['consent-low', 'W-7B', 'enforced-with-gaps', ['gap.consent-low']],
  ['consent-owned-only', 'W-7B', 'enforced', ['remark.owner-consent']],
  ['device-setting-voids-policy', 'W-78', 'enforced-with-gaps', ['gap.device-setting-conflict']],
  ['device-setting-alone', 'W-78', 'enforced', ['because.device-setting']],
  ['device-grant-unfit', 'W-78', 'absent', ['why.grant-unfit']],
  ['security-defaults-with-policies', 'W-73', 'enforced-with-gaps', ['gap.security-defaults']],
  ['excluded-group-unknown', 'W-73', 'enforced-with-gaps', [`users only ${group}`]],
  ['excluded-group-known', 'W-73', 'enforced-with-gaps', [`users only ${group}`]],
  ['excluded-group-empty', 'W-73', 'enforced', []],
  ['users-none', 'W-73', 'absent', ['why.users-none']],
  ['guests-only', 'W-73', 'enforced-with-gaps', [/^users (?:except guests|except.*guest:)/]],
  ['union-covers', 'W-73', 'enforced', []],
  ['union-leaves-both-groups', 'W-73', 'enforced-with-gaps', [/^users only both:/]],
  ['platform-excluded', 'W-72', 'enforced-with-gaps', ['platforms only platform:linux']],
  ['device-filter-excluded', 'W-73', 'enforced-with-gaps', ['devices only device-filter:device.displayName -startsWith "KIOSK"']],
  ['risk-only', 'W-73', 'enforced-with-gaps', ['signInRisk only signInRiskLevels:none signInRiskLevels:low signInRiskLevels:medium']],
  ['too-little-licence', 'W-72', 'not-possible', ['because.licence']],
  ['lapsed-licence', 'W-73', 'enforced-with-gaps', ['gap.licence']],
  ['next-link-cut', 'W-72', 'not-judged', ['because.cut']],
]; // prettier-ignore

describe('mistakes of known checkers', () => {
  test.each(pitfalls)('%s: %s is %s', (name, id, verdict, expected) => {
    const document = judge('pitfalls', name);
    const said = [...codes(document, id), ...measure(document, id).gaps.map(shape)];
    expect({ verdict: measure(document, id).verdict, said }).toMatchObject({ verdict });
    for (const one of expected)
      if (typeof one === 'string') expect(said).toContain(one);
      else expect(said.some((text) => one.test(text)) ? [] : said).toEqual([]);
  });

  test('every fixture has its test', () => {
    const names = readdirSync(path.join(tenants, 'pitfalls')).map((name) => name.replace('.json', ''));
    expect(new Set(pitfalls.map(([name]) => name))).toEqual(new Set(names));
  }); // prettier-ignore
});

test('guests: the three values of guestUserRoleId, and who invites', () => {
  const base = readFileSync(path.join(tenants, 'strong', 'authorizationPolicy.json'), 'utf8');
  const of = (guestUserRoleId: string, allowInvitesFrom: string) => {
    const text = JSON.stringify({ ...(JSON.parse(base) as object), guestUserRoleId, allowInvitesFrom }); // prettier-ignore
    const ux = { name: 'ux.json', text: '{"id":"x","restrictNonAdminAccess":"true"}' };
    const document = judgePosture(readSnapshot([{ name: 'a.json', text }, ux]), { now, days: 90, breakGlass: [] }); // prettier-ignore
    return [measure(document, 'W-7E').verdict, ...measure(document, 'W-7E').gaps.map(shape)];
  };
  expect(of('a0b1b346-4d3e-4e8b-98f8-753987be4970', 'none')).toEqual(['enforced-with-gaps', 'gap.guest-as-member']); // prettier-ignore
  expect(of('10dae51f-b6af-4016-8d66-8c2a99b929b3', 'none')).toEqual(['enforced-with-gaps', 'gap.guest-limited']); // prettier-ignore
  expect(of('2af84b1e-32c8-42b7-82bc-daa82404023b', 'none')).toEqual(['enforced']);
  expect(of('2af84b1e-32c8-42b7-82bc-daa82404023b', 'everyone')).toContain('gap.invites-everyone');
  expect(of('2af84b1e-32c8-42b7-82bc-daa82404023b', 'adminsGuestInvitersAndAllMembers')).toContain('gap.invites-members'); // prettier-ignore
});
