import { describe, expect, it } from 'vitest';
import { evaluate } from './evaluate.js';
import { matchesPattern } from './evaluate-pattern.js';
import type { FieldMap } from './field.js';
import { parsedRule, ruleOf } from './parse/testing.case.js';
import { patternOf } from './parse/pattern.js';
import type { RuleEvent } from './values.js';

/** Lower-case names are columns, others paths in the record. */
const fields: FieldMap = {
  resolve: (field) =>
    /^[a-z_]+$/.test(field)
      ? [
          {
            kind: 'column',
            column: field,
            ...(field === 'operation' ? { literal: 'operation' } : {}),
          },
        ]
      : [{ kind: 'raw', steps: field.split('.').map((key) => ({ kind: 'key', key })) }],
};

const record = {
  Operation: 'New-InboxRule',
  ClientIP: '[2001:DB8::1]:4711',
  Addresses: ['192.0.2.7:443', '::ffff:198.51.100.9', 'unknown'],
  Numbers: [5, '7.50', 'x', '1e2'],
  Enabled: 'True',
  Off: false,
  Empty: '',
  Nothing: null,
  Path: 'C:\\Windows\\x.exe',
  Lines: 'first\nsecond LINE',
  When: '2021-01-03T23:59:30+09:00',
  Day: '2024-12-30',
  Wrong: '2024-02-30T10:00:00Z',
  Greek: 'ΟΔΟΣ',
  Turkish: 'İSTANBUL',
  Emoji: 'a😀b',
  UserId: 'alice@example.com',
  Owner: 'ALICE@example.com',
  Domains: ['example.org', 'Example.com'],
};

const event: RuleEvent = {
  source: 'ual',
  columns: {
    time: 1715335748000000n,
    operation: 'Update application - Certificates and secrets management',
    user: 'alice@example.com',
    object: null,
    ip_port: 443,
    subject: 'Re: Rechnung',
  },
  raw: JSON.stringify(record),
};

const holds = (key: string, value: string): boolean =>
  evaluate(parsedRule(ruleOf('a:', `  ${key}: ${value}`, 'condition: a')), event, fields);

describe('what passes', () => {
  it.each([
    ['Operation', 'new-inboxRULE'],
    ['OPERATION', 'New-InboxRule'],
    ['Operation', 'new-*rule'],
    ['Operation', 'new?inboxrule'],
    ['Operation|contains', 'inbox'],
    ['Operation|startswith', 'NEW'],
    ['Operation|endswith', 'rule'],
    ['Operation|cased', 'New-InboxRule'],
    ['Operation|neq', 'Set-InboxRule'],
    ['Missing|neq', 'x'],
    ['Operation|contains|all', '[new, rule]'],
    ["'Operation'", "'*'"],
    ['Path', "'c:\\windows\\x.exe'"],
    ['Path|startswith', "'c:\\\\*'"],
    ['Lines', "'first*line'"],
    ['Lines', "'first?second line'"],
    ['Greek', 'οδοσ'],
    ['Turkish', 'istanbul'],
    ['Emoji', "'a?b'"],
    ['Domains', 'example.COM'],
    ['Operation|re', '^New-[A-Z]'],
    ['Operation|re|i', '^new-[a-z]+$'],
    ['Lines|re', 'first$|second'],
    ['Lines|re|m', '^second LINE$'],
    ['Lines|re|s', 'first.second'],
    ['Addresses|cidr', '192.0.2.0/24'],
    ['Addresses|cidr', '198.51.100.0/24'],
    ['ClientIP|cidr', '"2001:db8::/32"'],
    ['Numbers', '5'],
    ['Numbers', '7.5'],
    ['Numbers', '100'],
    ['Numbers', "'7.50'"],
    ['ip_port', '443'],
    ['ip_port', "'44?'"],
    ['Numbers|gt', '99'],
    ['Numbers|lte', '5'],
    ['Enabled', 'true'],
    ['Off', 'false'],
    ['Nothing', 'null'],
    ['Missing', 'null'],
    ['object', 'null'],
    ['object', "''"],
    ['Missing', "''"],
    ['Empty', "''"],
    ['Empty|exists', 'true'],
    ['Nothing|exists', 'false'],
    ['object|exists', 'false'],
    ['user|exists', 'true'],
    ['UserId|fieldref', 'Owner'],
    ['UserId|fieldref', 'user'],
    ['UserId|fieldref|endswith', 'Domains'],
    ['UserId|fieldref|contains', 'Domains'],
    ['Owner|fieldref|startswith', 'UserId'],
    ['UserId|fieldref|neq', 'Missing'],
    ['UserId|fieldref|cased', 'user'],
    ['time|hour', '10'],
    ['time|minute', '9'],
    ['time|day', '10'],
    ['time|month', '5'],
    ['time|year', '2024'],
    ['time|week', '19'],
    ['When|hour', '23'],
    ['When|week', '53'],
    ['Day|week', '1'],
    ['time|startswith', "'2024-05-10T10:'"],
    ['operation', "'Update application – Certificates and secrets management '"],
    ['operation', "'update application*management.'"],
    ["'|re'", "'InboxRule'"],
    ["'|all'", '[inboxrule, RECHNUNG]'],
    ["'|cased'", '[Rechnung, nope]'],
  ])('%s: %s', (key, value) => {
    expect(holds(key, value)).toBe(true);
  });

  it.each([
    ['Operation', 'inboxrule'],
    ['Operation', "'new-inboxrule?'"],
    ['Operation|cased', 'new-inboxrule'],
    ['Operation|neq', 'new-inboxrule'],
    ['Operation|neq', '[x, new-inboxrule]'],
    ['Missing', "'*'"],
    ['object|contains', "''"],
    ['Operation|re', '^new'],
    ['Lines|re', 'first.second'],
    ['Lines|re', '^second'],
    ['Lines|re', "'first$'"],
    ['Addresses|cidr', '0.0.0.0/5'],
    ['ClientIP|cidr', '0.0.0.0/0'],
    ['Operation|cidr', '0.0.0.0/0'],
    ['Numbers', '6'],
    ['Numbers|gt', '100'],
    ['Numbers', "'7.5'"],
    ['Enabled', 'false'],
    ['Off', 'true'],
    ['Numbers', 'true'],
    ['Empty', 'null'],
    ['user', 'null'],
    ['user', "''"],
    ['Empty|exists', 'false'],
    ['Nothing|exists', 'true'],
    ['UserId|fieldref', 'Operation'],
    ['UserId|fieldref', 'Missing'],
    ['Missing|fieldref', 'Nothing'],
    ['UserId|fieldref|cased', 'Owner'],
    ['Owner|fieldref|neq', 'UserId'],
    ['Day|hour', '0'],
    ['Wrong|day', '30'],
    ['Wrong|year', '2024'],
    ['Operation|year', '2024'],
    ['operation', "'Update application'"],
    ["'|cased'", '[rechnung]'],
    ["'|re'", 'inboxrule'],
    ["'|all'", '[inboxrule, nope]'],
  ])('not %s: %s', (key, value) => {
    expect(holds(key, value)).toBe(false);
  });

  it('keywords: anywhere in the record, as written or without its escapes', () => {
    const found = (keyword: string): boolean =>
      evaluate(
        parsedRule(ruleOf(`a: [${JSON.stringify(keyword)}]`, 'condition: a')),
        event,
        fields,
      );
    expect(
      [
        'NEW-INBOX',
        'C:\\Windows\\x.exe',
        '"Off":false',
        'first*line',
        're: rechnung',
        '2001:db8',
      ].map(found),
    ).toEqual(Array(6).fill(true));
    expect(['C:/Windows', 'x.exe.exe', 'Rechnungen'].map(found)).toEqual([false, false, false]);
  });

  it('not is the whole truth: a missing field makes it true', () => {
    const rule = parsedRule(
      ruleOf('a: { Operation: New-InboxRule }', 'b: { Missing: x }', 'condition: a and not b'),
    );
    expect(evaluate(rule, event, fields)).toBe(true);
  });
});

describe('patterns', () => {
  it('agree with expressions', () => {
    const texts = ['', 'a', 'b', 'ab', 'ba', 'aab', 'aba', 'abab', 'a\nb'];
    const signs = ['a', 'b', '*', '?'];
    const words = (length: number): string[] =>
      length === 0 ? [''] : words(length - 1).flatMap((word) => signs.map((sign) => word + sign));
    for (const word of [0, 1, 2, 3, 4, 5].flatMap(words)) {
      const wanted = new RegExp(`^${word.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's');
      for (const text of texts)
        if (matchesPattern(patternOf(word), text) !== wanted.test(text))
          expect.fail(`${word} and ${text}`);
    }
  });

  it('are quick whatever they are', () => {
    const pattern = patternOf(`${'a*'.repeat(200)}b`);
    expect(matchesPattern(pattern, 'a'.repeat(20_000))).toBe(false);
  });
});

/** Rules as people publish them, in the words of the logs they are for: one event they mean, one they do not. */
describe('rules as published', () => {
  it.each<[string, readonly string[], unknown, unknown]>([
    [
      'unified audit log: a rule that hides mail',
      [
        'made: { Operation: [New-InboxRule, Set-InboxRule] }',
        "hides: { 'Parameters.Value|contains': [Deleted Items, RSS] }",
        "names: { 'Parameters.Value': ['.', '..'] }",
        'condition: made and 1 of hides or made and names',
      ],
      {
        Operation: 'New-InboxRule',
        Parameters: [{ Name: 'MoveToFolder', Value: 'x\\Deleted Items' }],
      },
      { Operation: 'New-InboxRule', Parameters: [{ Name: 'MoveToFolder', Value: 'Newsletters' }] },
    ],
    [
      'Cloud App Security',
      [
        'selection: { EventSource: SecurityComplianceCenter, EventName: Impossible travel activity, Status: success }',
        'condition: selection',
      ],
      {
        eventSource: 'SecurityComplianceCenter',
        eventName: 'Impossible travel activity',
        status: 'Success',
      },
      {
        eventSource: 'SecurityComplianceCenter',
        eventName: 'Impossible travel activity',
        status: 'failure',
      },
    ],
    [
      'Entra sign-ins',
      [
        'selection: { ResultType: 50057 }',
        "filter_main: { 'DeviceDetail.trustType': [Azure AD registered, Azure AD joined] }",
        "filter_empty: { 'Location': '' }",
        'condition: selection and not 1 of filter_*',
      ],
      { ResultType: '50057', Location: 'JP', DeviceDetail: { trustType: '' } },
      { ResultType: '50057', Location: 'JP', DeviceDetail: { trustType: 'Azure AD joined' } },
    ],
    [
      'Azure activity',
      [
        "selection: { 'properties.message|startswith': MICROSOFT.AUTHORIZATION/, 'properties.message|endswith': /WRITE }",
        'condition: selection',
      ],
      { properties: { message: 'Microsoft.Authorization/roleAssignments/write' } },
      { properties: { message: 'Microsoft.Authorization/roleAssignments/read' } },
    ],
    [
      'keywords',
      ["keywords: { '|all': ['OabVirtualDirectory', ' -ExternalUrl '] }", 'condition: keywords'],
      { CmdletName: 'Set-OabVirtualDirectory', Text: 'x -ExternalUrl y' },
      { CmdletName: 'Set-OabVirtualDirectory' },
    ],
  ])('%s', (_, lines, meant, other) => {
    const rule = parsedRule(ruleOf(...lines));
    const of = (raw: unknown): RuleEvent => ({
      source: 'ual',
      columns: {},
      raw: JSON.stringify(raw),
    });
    const map: FieldMap = {
      resolve: (field) => [
        { kind: 'raw', steps: field.split('.').map((key) => ({ kind: 'key', key })) },
      ],
    };
    expect(evaluate(rule, of(meant), map)).toBe(true);
    expect(evaluate(rule, of(other), map)).toBe(false);
  });
});
