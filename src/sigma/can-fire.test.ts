import { describe, expect, it } from 'vitest';
import { canFire } from './can-fire.js';
import { checkRules } from './check.js';
import { KonsekiError } from '../errors.js';
import { parseRules } from './parse/parse.js';
import type { Rule } from './rule.js';

function ruleOf(service: string, detection: Readonly<Record<string, unknown>>): Rule {
  const [product] = service.split('/');
  const text = JSON.stringify({
    title: 'a rule',
    logsource: { product, service: service.split('/')[1] },
    detection,
    level: 'low',
  });
  const { documents, problems } = parseRules(text, 'a.yml');
  const [rule] = documents;
  if (rule?.kind !== 'rule') throw new Error(JSON.stringify(problems));
  return rule;
}
const one = (service: string, fields: Readonly<Record<string, unknown>>): Rule =>
  ruleOf(service, { one: fields, condition: 'one' });
const reasonOf = (rule: Rule): string | undefined => {
  const verdict = canFire(rule);
  return verdict.kind === 'cannot' ? verdict.reason : undefined;
};

describe('a rule cannot fire', () => {
  it('when no log of its log source has a field that it asks for', () => {
    expect(reasonOf(one('azure/riskdetection', { MailboxOwnerUPN: 'x' }))).toBe(
      `no record of Entra ID Protection's log has the field "MailboxOwnerUPN"`,
    );
    expect(
      reasonOf(one('azure/signinlogs', { operation: 'Sign-in activity', Count: 1 })),
    ).toContain('"Count"');
    expect(reasonOf(one('m365/audit', { Operation: 'Send', 'winlog.event_id': 4625 }))).toContain(
      'winlog.event_id',
    );
  });

  it('when a value is outside what there can be', () => {
    expect(reasonOf(one('azure/auditlogs', { 'properties.result': 'sucess' }))).toContain(
      '"properties.result" is never "sucess"',
    );
    expect(reasonOf(one('azure/pim', { riskEventType: 'anonymizedIPAddress' }))).toContain(
      'riskEventType',
    );
  });

  it('when it asks for two operations in one event', () => {
    expect(
      reasonOf(
        one('azure/auditlogs', {
          'properties.message|contains|all': ['Add user', 'Add member to role'],
        }),
      ),
    ).toContain('one event has one operation');
  });

  it('when a placeholder was never filled in', () => {
    expect(reasonOf(one('azure/auditlogs', { Initiatedby: 'UPN' }))).toContain('UPN');
  });
});

describe('a rule can fire', () => {
  it.each([
    [
      'by one branch of several',
      ruleOf('azure/signinlogs', { a: { Nowhere: 1 }, b: { ResultType: 0 }, condition: 'a or b' }),
    ],
    [
      'by one value of several',
      one('azure/auditlogs', { 'properties.message': ['Add member from group', 'Add user'] }),
    ],
    [
      'when what no log has is excluded',
      ruleOf('azure/signinlogs', {
        a: { ResultType: 0 },
        b: { Nowhere: 'x' },
        condition: 'a and not b',
      }),
    ],
    [
      'when what no log has must be missing',
      one('m365/audit', { Operation: 'Send', Nowhere: null }),
    ],
    ['when what no log has must be empty', one('m365/audit', { Operation: 'Send', Nowhere: '' })],
    [
      'by an operation that nobody has listed',
      one('azure/auditlogs', { OperationName: 'Do something new' }),
    ],
    [
      'by a word of the record',
      ruleOf('azure/activitylogs', {
        keywords: ['Microsoft.Sql/servers/write'],
        condition: 'keywords',
      }),
    ],
    [
      'by a changed property of any name',
      one('azure/auditlogs', { 'ConsentContext.OnBehalfOfAll': 'True' }),
    ],
    [
      'by a column',
      one('m365/audit', { ip_kind: 'hosting', agent_kind: 'tool', session: 'x', country: 'JP' }),
    ],
    [
      'by a parameter of any name',
      one('m365/exchange', { 'Parameters.DeliverToMailboxAndForward': 'False' }),
    ],
  ])('%s', (_, rule) => {
    expect(reasonOf(rule)).toBeUndefined();
  });
});

describe('the check of a pack', () => {
  const none = { correlations: [], analysers: [], problems: [] };
  const good = { ...one('m365/audit', { Operation: 'Send' }), id: 'good' };
  const dead = {
    ...one('azure/auditlogs', { 'properties.message': 'Add member from group' }),
    id: 'dead',
  };
  const unknown = { ...one('windows/security', { EventID: 1 }), id: 'unknown' };

  it('counts, and tells who cannot fire and why', () => {
    const check = checkRules({ ...none, rules: [good, dead] }, () => undefined);
    expect(check).toMatchObject({ rules: 2, compiled: 2, errors: [] });
    expect(check.cannotFire).toEqual([
      {
        id: 'dead',
        title: 'a rule',
        file: 'a.yml',
        line: 1,
        reason:
          'no log has the operation "Add member from group": it is called "Add member to group"',
      },
    ]);
  });

  it('tells of an unknown log source, and of what cannot be compiled, at its place', () => {
    const check = checkRules({ ...none, rules: [good, unknown] }, (rule) => {
      if (rule === good)
        throw new KonsekiError('Such a thing is not supported.', { code: 'not-recognised' });
    });
    expect(check).toMatchObject({ rules: 2, compiled: 1, cannotFire: [] });
    expect(check.errors.map(({ message, place }) => [message, place.file, place.line])).toEqual([
      ['Such a thing is not supported', 'a.yml', 1],
      ['No log source is known as product: windows, service: security', 'a.yml', 1],
    ]);
  });

  it('finds a correlation as dead as its rules', () => {
    const head = {
      ...good,
      kind: 'correlation' as const,
      id: 'both',
      type: 'temporal' as const,
      groupBy: [],
      timespan: 60,
      aliases: {},
      bounds: [],
      field: undefined,
      generate: false,
    };
    const check = (rules: readonly string[], type: 'temporal' | 'event_count') =>
      checkRules(
        { ...none, rules: [good, dead], correlations: [{ ...head, rules, type }] },
        () => undefined,
      ).cannotFire.map(({ id }) => id);
    expect(check(['good', 'dead'], 'temporal')).toEqual(['dead', 'both']);
    expect(check(['good', 'dead'], 'event_count')).toEqual(['dead']);
    expect(check(['dead'], 'event_count')).toEqual(['dead', 'both']);
  });

  it('does not hide a mistake of ours', () => {
    const broken = () => {
      throw new TypeError('oops');
    };
    expect(() => checkRules({ ...none, rules: [good] }, broken)).toThrow(TypeError);
  });
});
