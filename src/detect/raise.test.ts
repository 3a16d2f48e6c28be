import { describe, expect, it } from 'vitest';
import type { Severity } from '../model/finding.js';
import type { Stage } from '../model/stage.js';
import type { AddressUse, GroupFacts } from '../store/detection.js';
import { foreignRule } from './foreign.js';
import type { Weighed } from './raise.js';
import { raiserOf } from './raise.js';

const minute = 60_000_000n;
let made = 0;

function one(
  stage: Stage,
  severity: Severity,
  facts: Partial<GroupFacts> = {},
  trace?: string,
): Weighed {
  made += 1;
  const rule = foreignRule({
    kind: 'rule', id: `rule-${made}`, name: undefined, title: `Rule ${made}`, status: undefined, description: undefined,
    author: undefined, references: [], level: severity, tags: [], falsepositives: [], custom: {}, fields: [],
    place: { file: 'x.yml', line: 1, column: 1 }, logsource: { product: 'm365', category: undefined, service: 'audit' },
    condition: { kind: 'and', of: [] },
  }); // prettier-ignore
  return {
    severity,
    rule: { ...rule, number: made, stage, trace: trace ?? `trace-${made}` },
    facts: {
      finding: made, rule: made, id: `id-${made}`, match: undefined, first: 0n, last: minute, eventCount: 1,
      users: ['a@x.example'], targets: [], sessions: ['s'], ips: ['192.0.2.1'], clientIps: ['192.0.2.1'], countries: [],
      userAgents: [], apps: [], appIds: [], values: {}, ...facts,
    }, // prettier-ignore
  };
}

const uses = (given: Readonly<Record<string, AddressUse>> = {}): ReadonlyMap<string, AddressUse> =>
  new Map(Object.entries({ '192.0.2.1': { users: 1, days: 1 }, ...given }));
const isRaised = (
  low: Weighed,
  by: readonly Weighed[],
  used: ReadonlyMap<string, AddressUse> = uses(),
): boolean => raiserOf(by, used).raise(low) !== undefined;

const read = (facts: Partial<GroupFacts> = {}): Weighed =>
  one('info-theft', 'informational', facts);

describe('what was done in a session is raised', () => {
  it('by a grave finding in it, and says by which', () => {
    const by = one('session-theft', 'high');
    expect(raiserOf([by], uses()).raise(read())).toEqual({
      en: `Raised because the same session also has "${by.rule.title.en}" (${by.facts.id}).`,
      ja: expect.stringContaining(by.facts.id) as unknown,
    });
  });

  it('by a medium one about who it was, not by one that administrators and users give all day', () => {
    expect(isRaised(read(), [one('login', 'medium')])).toBe(true);
    for (const stage of ['privilege', 'evasion', 'application', 'security-info'] as const)
      expect(isRaised(read(), [one(stage, 'medium')])).toBe(false);
  });

  it('by two medium ones of different stages together, privileges aside', () => {
    expect(isRaised(read(), [one('evasion', 'medium'), one('application', 'medium')])).toBe(true);
    expect(isRaised(read(), [one('evasion', 'medium'), one('evasion', 'medium')])).toBe(false);
    expect(isRaised(read(), [one('evasion', 'medium'), one('privilege', 'medium')])).toBe(false);
  });

  it('not by the same kind of trace, nor in another session', () => {
    expect(isRaised(one('login', 'low', {}, 'x'), [one('login', 'high', {}, 'x')])).toBe(false);
    expect(isRaised(read({ sessions: ['t'] }), [one('login', 'high')])).toBe(false);
  });
});

describe('of a session that two use', () => {
  const home = '198.51.100.7';
  const used = uses({ [home]: { users: 40, days: 12 } });
  const theft = one('session-theft', 'high', {
    clientIps: ['192.0.2.1', home],
    userAgents: ['ua'],
  });

  it('only the intruder’s part', () => {
    expect(isRaised(read(), [theft], used)).toBe(true);
    expect(isRaised(read({ clientIps: [home], userAgents: ['ua'] }), [theft], used)).toBe(false);
    expect(isRaised(read({ clientIps: [] }), [theft], used)).toBe(false);
  });

  it('an intruder who changes addresses is known by the client, and by the time where there is no address', () => {
    const login = one('login', 'high', { userAgents: ['ua'] });
    expect(isRaised(read({ clientIps: ['203.0.113.9'], userAgents: ['ua'] }), [login])).toBe(true);
    expect(isRaised(read({ clientIps: ['203.0.113.9'], userAgents: ['other'] }), [login])).toBe(
      false,
    );
    expect(isRaised(read({ clientIps: [] }), [login])).toBe(true);
    expect(
      isRaised(read({ clientIps: [], first: 180n * minute, last: 181n * minute }), [login]),
    ).toBe(false);
  });
});

describe('without a session', () => {
  it('the same user at an address that few have, within a day', () => {
    const low = read({ sessions: [] });
    const by = one('login', 'high');
    expect(isRaised(low, [by])).toBe(true);
    expect(isRaised(low, [by], uses({ '192.0.2.1': { users: 3, days: 1 } }))).toBe(false);
    expect(isRaised(read({ sessions: [], users: ['b@x.example'] }), [by])).toBe(false);
    const later = { first: 3_000n * minute, last: 3_001n * minute };
    expect(isRaised(read({ sessions: [], ...later }), [by])).toBe(false);
  });

  it('what an application did that a grave finding is about, from then on', () => {
    const by = one('application', 'medium', { appIds: ['app'], first: 10n * minute, sessions: [] });
    const low = (facts: Partial<GroupFacts>): Weighed =>
      read({ sessions: [], clientIps: [], appIds: ['app'], ...facts });
    expect(isRaised(low({ first: 20n * minute, last: 20n * minute }), [by])).toBe(true);
    expect(isRaised(low({ first: 0n, last: 5n * minute }), [by])).toBe(false);
    expect(isRaised(low({ appIds: ['other'] }), [by])).toBe(false);
  });
});
