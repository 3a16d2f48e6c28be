import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Visit } from '../../test/support/company.js';
import {
  day,
  edge,
  firefox,
  hour,
  iphone,
  life,
  olderEdge,
  python,
  range,
  storeOf,
  visit,
} from '../../test/support/company.js';
import { at, record } from '../../test/support/store-records.js';
import type { Store } from '../store/store.js';
import type { SignalSlug } from './signal-table.js';
import { signalKinds } from './signal-table.js';
import type { Strand, StrandFinding } from './strand.js';
import { readStrands } from './strand.js';
import type { JudgedSession } from './verdict.js';
import { judge } from './verdict.js';

const accused = ({ verdict }: JudgedSession): boolean =>
  verdict === 'attacker' || verdict === 'mixed' || verdict === 'suspicious';

describe('a company of twelve, on the real store', () => {
  const late = 10 * day;
  /** Sessions that the user has beside those of everyday life, and what they must not or must be called. */
  const own: readonly (readonly [string, readonly Omit<Visit, 'user' | 'session'>[]])[] = [
    ['a private VPN with four addresses in one session', range(4).map((n) => ({ ip: `192.0.${n + 50}.9`, agent: edge, time: late + n * 600 }))],
    ['roaming from cell to cell with the own phone', [
      ...range(5).map((n) => ({ ip: `100.70.${n}.9`, agent: iphone, time: late + n * 300 })),
    ]],
    ['IPv4 and IPv6 of one line side by side', range(6).map((n) => ({ ip: n % 2 === 0 ? '100.70.1.9' : '2001:db8:5::7', agent: edge, time: late + n * 60 }))],
    ['a traveller with the own computer', [{ ip: '185.10.10.10', agent: edge, time: late }, { ip: '185.10.10.10', agent: edge, time: late + hour }]],
    ['a new phone at home', [{ ip: '198.51.4.5', agent: iphone, time: late }]],
    ['the day’s new version of the browser', [{ ip: '198.51.5.5', agent: olderEdge, time: late }]],
  ]; // prettier-ignore
  const foul: readonly (readonly [string, readonly Omit<Visit, 'user' | 'session'>[]])[] = [
    ['a new browser on rented machines abroad', [{ ip: '45.9.9.9', agent: firefox, time: late }]],
    ['a script on rented machines', [{ ip: '45.8.8.8', agent: python, time: late }]],
    ['a stolen cookie', [{ ip: '203.0.113.10', agent: edge, time: late }, { ip: '45.9.9.9', agent: firefox, time: late + 900 }]],
    ['a stolen cookie with the name of the new browser it came from', [
      { ip: '198.51.9.5', agent: firefox, time: late },
      { ip: '203.0.113.10', agent: firefox, time: late + hour },
      ...range(3).map((n) => ({ ip: '45.9.9.9', agent: firefox, time: late + 30 * hour + n * 60 })),
    ]],
  ]; // prettier-ignore
  let store: Store;
  let sessions: ReadonlyMap<string, JudgedSession>;
  beforeAll(async () => {
    const special = [...own, ...foul].flatMap(([name, visits], n) =>
      visits.map((one) => visit({ ...one, user: `u${n}@t.example`, session: name })),
    );
    const phone = range(8).map((d) => visit({ user: 'u1@t.example', session: `phone-${d}`, ip: `100.70.${d % 5}.9`, agent: iphone, time: d * day + 12 * hour })); // prettier-ignore
    store = await storeOf([...life(true), ...phone, ...special]);
    sessions = new Map(
      judge(await readStrands(store)).sessions.map((one) => [one.session, one] as const),
    );
  });
  afterAll(() => {
    store.close();
  });

  test.each(own)('does not accuse: %s', (name) => {
    expect(sessions.get(name)).toBeDefined();
    expect(accused(sessions.get(name)!)).toBe(false);
  });
  test.each(foul)('accuses: %s', (name) => {
    expect(accused(sessions.get(name)!)).toBe(true);
  });
  test('accuses nobody’s everyday life', () => {
    const others = [...sessions.values()].filter(({ session }) => session.startsWith('own-'));
    expect(others).toHaveLength(120);
    expect(others.filter(accused)).toEqual([]);
    expect(new Set(others.map(({ verdict }) => verdict))).toEqual(new Set(['user']));
  });
  test('parts the stolen session: the user’s own work in it stays the user’s', () => {
    const stolen = sessions.get('a stolen cookie')!;
    const verdictOf = (named: string): string | undefined =>
      stolen.strands.find(({ client }) => client === named)?.verdict;
    expect(stolen.verdict).toBe('mixed');
    expect(verdictOf('Windows/Edge')).toBe('user');
    expect(verdictOf('Linux/Firefox')).toBe('attacker');
  });
  test('parts it by the places before, too, where the browser is the same', () => {
    const stolen = sessions.get('a stolen cookie with the name of the new browser it came from')!;
    const of = (own: boolean): string[] =>
      stolen.strands.filter(({ ips }) => ips.includes('45.9.9.9') !== own).map(({ verdict }) => verdict); // prettier-ignore
    expect(new Set(of(true))).toEqual(new Set(['user']));
    expect(of(false).every((verdict) => verdict === 'attacker' || verdict === 'suspicious')).toBe(true); // prettier-ignore
  });
});

describe('with less', () => {
  test('without any session id the intruder’s hours are still apart from the user’s', async () => {
    const store = await storeOf([
      ...life(false),
      ...range(3).map((n) => visit({ user: 'u1@t.example', session: null, ip: '45.9.9.9', agent: firefox, time: 10 * day + n * 60 })),
    ]); // prettier-ignore
    const { sessions } = judge(await readStrands(store));
    const guilty = sessions.filter(accused);
    expect(guilty.map(({ user, inferred }) => [user, inferred])).toEqual([['u1@t.example', true]]);
    expect(guilty[0]?.strands.map(({ ips, exact, token, attached }) => [ips, exact, token, attached])).toEqual([[['45.9.9.9'], 0, 0, 3]]); // prettier-ignore
    store.close();
  });

  test('a log of one user and without a past accuses nobody for being new', async () => {
    const store = await storeOf([
      visit({ user: 'a@t.example', session: 's1', ip: '198.51.1.5', agent: edge, time: 0 }),
      visit({ user: 'a@t.example', session: 's2', ip: '185.10.10.10', agent: iphone, time: hour }),
    ]);
    expect(judge(await readStrands(store)).sessions.filter(accused)).toEqual([]);
    store.close();
  });

  test('failed sign-ins alone are nobody’s session', async () => {
    const failed = record({ event_id: 'f', user: 'u1@t.example', ip: '45.9.9.9', user_agent: python, session_id: 'spray', outcome: 'failure', time: at(10 * day), operation: 'Sign-in activity' }, { source: 'entra_signin' }); // prettier-ignore
    const store = await storeOf([...life(true), failed]);
    const found = judge(await readStrands(store)).sessions.find(({ session }) => session === 'spray'); // prettier-ignore
    expect(found?.verdict).toBe('unknown');
    store.close();
  });

  test('the same events give the same verdicts, whatever their order', async () => {
    const events = [...life(true), visit({ user: 'u1@t.example', session: 'x', ip: '45.9.9.9', agent: firefox, time: 10 * day })]; // prettier-ignore
    const answers: string[] = [];
    for (const list of [events, events.toReversed()]) {
      const store = await storeOf(list);
      const { sessions } = judge(await readStrands(store));
      answers.push(JSON.stringify(sessions, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))); // prettier-ignore
      store.close();
    }
    expect(answers[1]).toBe(answers[0]);
  });
});

/** Strands in memory, so that one thing at a time can be said of one. */
const base: Strand = {
  no: 0, session: '', inferred: false, user: 'u0@t.example', network: 'AS1', asOrg: 'One', client: 'Windows/Edge',
  first: at(0), last: at(60), events: 1, exact: 1, token: 0, attached: 0, ips: ['198.51.0.5'],
  nets: [{ net: '198.51.0.0/24', first: at(0), last: at(60) }], ipKinds: ['public'], countries: ['JP'], userAgents: [edge],
  apps: [], sources: ['ual'], days: [0], done: 1, failures: 0, deviceIds: [], clientApps: [], risk: undefined,
  ownDevice: false, firstEvents: ['e'], riskEvent: undefined, lure: undefined, findings: [],
}; // prettier-ignore
const net = (name: string, seconds = 0): Strand['nets'][number] => ({ net: name, first: at(seconds), last: at(seconds + 60) }); // prettier-ignore

/** Everyday sessions of six users: each has a network and a net of the own, all the same office. */
const habits = (change: Partial<Strand> = {}): readonly Strand[] =>
  range(6).flatMap((n) =>
    range(4).flatMap((d) => {
      const person = { ...base, user: `u${n}@t.example`, session: `own-${n}-${d}`, days: [d], ...change };
      return [
        { ...person, network: `AS${n + 1}`, ips: [`198.51.${n}.5`], nets: [net(`198.51.${n}.0/24`)] },
        { ...person, network: 'AS99', ips: ['203.0.113.10'], nets: [net('203.0.113.0/24')] },
      ];
    }),
  ); // prettier-ignore

const elsewhere: Partial<Strand> = { network: 'AS50', asOrg: 'Fifty', ips: ['45.9.9.9'], nets: [net('45.9.9.0/24')] }; // prettier-ignore
const owned: Partial<Strand> = { ownDevice: true, deviceIds: ['d'] };

/** For each signal a session in which it is said, and what its user's other sessions are like. */
const cases: Readonly<
  Record<Exclude<SignalSlug, 'finding'>, { readonly strands: readonly Partial<Strand>[]; readonly habit?: Partial<Strand> }>
> = {
  'new-network': { strands: [elsewhere] },
  'hosting-network': { strands: [{ ...elsewhere, ipKinds: ['hosting'] }] },
  'anonymiser-network': { strands: [{ ...elsewhere, ipKinds: ['anonymiser'] }] },
  'new-country': { strands: [{ ...elsewhere, countries: ['SG'] }] },
  'country-nobody-uses': { strands: [{ ...elsewhere, countries: ['SG'] }] },
  'new-client': { strands: [{ client: 'Linux/Firefox', userAgents: [firefox] }] },
  'new-network-and-client': { strands: [{ ...elsewhere, client: 'Linux/Firefox', userAgents: [firefox] }] },
  'new-address-and-client': { strands: [{ ips: ['198.51.77.5'], nets: [net('198.51.77.0/24')], client: 'Linux/Firefox', userAgents: [firefox] }] },
  'device-missing': { strands: [elsewhere], habit: owned },
  'after-phishing': { strands: [{ ...elsewhere, lure: 'mail' }] },
  'session-moved': { strands: [{ ...elsewhere, nets: [net('45.9.9.0/24', 0), net('45.7.7.0/24', 600)] }] },
  'attackers-session': { strands: [
    { network: 'unknown', ips: [], nets: [], client: 'unknown', userAgents: [] },
    { ...elsewhere, client: 'Linux/Firefox', ipKinds: ['hosting'], countries: ['SG'], userAgents: [firefox] },
  ] },
  'script-client': { strands: [{ client: 'python-requests', userAgents: [python] }] },
  'session-shared': { strands: [{ ...elsewhere, client: 'Linux/Firefox', userAgents: [firefox] }, {}] },
  'risk-medium': { strands: [{ ...elsewhere, risk: 'medium' }] },
  'risk-high': { strands: [{ ...elsewhere, risk: 'high' }] },
  'usual-address': { strands: [{}] },
  'usual-network': { strands: [{ ips: ['198.51.77.5'], nets: [net('198.51.77.0/24')] }] },
  'company-address': { strands: [{ network: 'AS99', nets: [net('203.0.113.0/24')] }] },
  'usual-client': { strands: [elsewhere] },
  'same-agent': { strands: [elsewhere] },
  'own-device': { strands: [{ ...elsewhere, ownDevice: true }] },
  'known-device': { strands: [{ ...elsewhere, deviceIds: ['known'] }], habit: { deviceIds: ['known'] } },
}; // prettier-ignore

/** Deeds of so much weight, a multiple of three up to the most that all may have. */
function deeds(weight: number): readonly StrandFinding[] {
  const [high, medium] = [Math.floor(weight / 45), Math.floor((weight % 45) / 15)];
  const low = Math.floor((weight % 15) / 3);
  const severities = [
    ...range(high).map(() => 'high' as const),
    ...range(medium).map(() => 'medium' as const),
    ...range(low).map(() => 'low' as const),
  ];
  return severities.map((severity, n) => ({
    id: `f${n}`, trace: `deed-${n}`, stage: 'evasion', severity, events: ['e'],
  })); // prettier-ignore
}
/** What a strand of this weight lacks, or hardly lacks, to the edges of the verdicts. */
const paddings = (weight: number): readonly number[] =>
  [80, 50, 10, 0]
    .flatMap((edge) => [Math.floor((edge - weight) / 3) * 3, Math.ceil((edge - weight) / 3) * 3])
    .filter((lack) => lack >= 0 && lack <= 90);

describe('the table of signals', () => {
  const weights = new Map(Object.entries(signalKinds).map(([slug, { weight }]) => [slug, weight]));
  const setWeight = (slug: SignalSlug, weight: number): void => {
    Object.assign(signalKinds[slug], { weight });
  };
  afterEach(() => {
    for (const slug of Object.keys(cases) as SignalSlug[]) setWeight(slug, weights.get(slug) ?? 0);
  });

  const judged = (slug: keyof typeof cases, findings: readonly StrandFinding[]): JudgedSession => {
    const { strands, habit } = cases[slug];
    const session = strands.map((one, n) => ({
      ...base, ...one, session: 'case', no: 1000 + n, days: [10], findings: n === 0 ? findings : [],
    })); // prettier-ignore
    const others = habits(habit).map((strand, no) => ({ ...strand, no }));
    const found = judge([...others, ...session]).sessions.find((one) => one.session === 'case');
    return found!;
  };
  const first = ({ strands }: JudgedSession) => strands.find(({ no }) => no === 1000)!;

  test.each(Object.keys(cases) as (keyof typeof cases)[])('%s decides a verdict', (slug) => {
    const said = first(judged(slug, [])).signals.find(({ signal }) => signal === slug);
    expect(said, 'it is said').toBeDefined();
    expect(said?.events.length).toBeGreaterThan(0);
    expect(said?.said.ja).not.toBe('');
    const before = first(judged(slug, [])).weight;
    setWeight(slug, 0);
    const after = first(judged(slug, [])).weight;
    setWeight(slug, weights.get(slug) ?? 0);
    const all = [0, 90, ...paddings(before), ...paddings(after)].map(deeds);
    const withIt = all.map((findings) => first(judged(slug, findings)).verdict);
    setWeight(slug, 0);
    const without = all.map((findings) => first(judged(slug, findings)).verdict);
    expect(without).not.toEqual(withIt);
  });

  test('and every signal has such a case', () => {
    expect([...Object.keys(cases), 'finding'].sort()).toEqual(Object.keys(signalKinds).sort());
  });
});
