import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, test } from 'vitest';
import { useScratch } from '../support/scratch.js';
import type { Json } from './run.js';
import { jsonLines, jsonList, konseki, root } from './run.js';

/** Findings on the command line, on the practice incident (W-82). */
const session = 'e55a5c8e-aefe-4369-bd4a-c2eaad764e9b';
const alice = 'alice@tradewinds.example';
const fixture = path.join(root, 'test/fixtures/incident');
const scratch = useScratch();
let dir = '';
let all: readonly Json[] = [];

beforeAll(() => {
  dir = scratch.path('findings.case');
  expect(konseki('investigate', fixture, '--case', dir)).toMatchObject({ code: 0, err: '' });
  all = list();
}, 120_000);

function list(...args: readonly string[]): readonly Json[] {
  const { code, out, err } = konseki('findings', dir, '--json', ...args);
  expect({ code: code === 3 ? 0 : code, err: code === 3 ? '' : err }).toEqual({ code: 0, err: '' });
  return jsonList(out);
}
const ids = (found: readonly Json[]): readonly unknown[] => found.map(({ id }) => id);
const ofTrace = (trace: string): readonly Json[] => all.filter((one) => one['trace'] === trace);

/** A published rule, as it stands in its own repository. */
const published = `
title: Any Inbox Rule
id: 5f1f1a3e-2d4b-4c56-9d3c-0b2d6a1c9e11
status: test
description: A rule was made.
author: somebody
date: 2024-01-01
tags: [attack.exfiltration, attack.t1114.003]
logsource: { product: m365, service: audit }
detection:
  selection:
    Operation: New-InboxRule
  condition: selection
level: low
`;
function rulesFolder(name: string, text: string): string {
  const folder = scratch.path(name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'rule.yml'), text);
  return folder;
}

describe('findings', () => {
  test('say what happened, to whom, when, from where, and by which events', () => {
    const [rule] = ofTrace('hiding-rule');
    expect(rule).toMatchObject({
      stage: 'evasion',
      users: [alice],
      sessions: [session],
      techniques: expect.arrayContaining(['T1564.008']) as unknown,
      rows: expect.arrayContaining(['W-45']) as unknown,
      first: '2024-05-10T10:02:37Z',
    });
    expect(String(rule?.['said'])).toContain('Activate Your New Business Card System');
    expect(String(rule?.['said_ja'])).toContain('Activate Your New Business Card System');
    const [event] = rule?.['events'] as readonly string[];
    const shown = konseki('event', dir, event ?? '', '--json');
    expect(jsonList(shown.out)[0]).toMatchObject({ operation: 'New-InboxRule' });
  });

  test('the application is one finding over both logs, with its scopes and consent', () => {
    const added = ofTrace('application-added');
    expect(added).toHaveLength(1);
    for (const word of ['".."', 'Mail.ReadWrite.Shared', 'Principal'])
      expect(String(added[0]?.['said'])).toContain(word);
    expect((added[0]?.['events'] as readonly string[]).length).toBeGreaterThanOrEqual(7);
  });

  test('what was only done in the session is raised, and says by what', () => {
    const raised = all.filter((one) => one['raised'] !== undefined && one['raised'] !== null);
    expect(raised.length).toBeGreaterThan(0);
    for (const one of raised) {
      expect(one).toMatchObject({ severity: 'medium' });
      expect(['informational', 'low']).toContain(one['level']);
      const [, by] = /\(([0-9a-f]{12})\)\.$/.exec(String(one['raised'])) ?? [];
      expect(ids(all)).toContain(by);
    }
    const others = all.filter((one) => !(one['users'] as readonly string[]).includes(alice));
    expect(others.filter((one) => one['raised'] !== undefined && one['raised'] !== null)).toEqual(
      [],
    );
  });

  test('come the gravest first, and the same each time', () => {
    const order = ['critical', 'high', 'medium', 'low', 'informational'];
    const ranks = all.map(({ severity }) => order.indexOf(String(severity)));
    expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
    expect(konseki('detect', dir, '--quiet').code).toBe(0);
    expect(list()).toEqual(all);
  });

  test.each([
    ['--stage', 'evasion', (one: Json) => one['stage'] === 'evasion'],
    ['--severity', 'high', (one: Json) => ['high', 'critical'].includes(String(one['severity']))],
    ['--session', session.toUpperCase(), (one: Json) => has(one, 'sessions', session)],
    ['--ip', '152.42.161.220', (one: Json) => has(one, 'ips', '152.42.161.220')],
    ['--user', 'Alice@Tradewinds.example', (one: Json) => has(one, 'users', alice) || has(one, 'targets', alice)],
    ['--rule', 'hiding-rule', (one: Json) => one['trace'] === 'hiding-rule'],
    ['--technique', 't1564', (one: Json) => (one['techniques'] as readonly string[]).some((id) => id.startsWith('T1564'))],
    ['--since', '2024-05-10T10:00', (one: Json) => String(one['last']) >= '2024-05-10T10:00'],
    ['--until', '2024-05-10T09:30', (one: Json) => String(one['first']) < '2024-05-10T09:30'],
  ])('%s %s', (option, value, holds) => {
    const found = list(option, value);
    expect(found.length).toBeGreaterThan(0);
    expect(found.length).toBeLessThan(all.length);
    expect(ids(found)).toEqual(ids(all.filter(holds)));
  }); // prettier-ignore

  test('filters of two kinds hold together; one that nothing passes ends with 3', () => {
    const both = list('--stage', 'evasion', '--severity', 'high');
    expect(both.every((one) => one['stage'] === 'evasion' && one['severity'] !== 'medium')).toBe(
      true,
    );
    expect(konseki('findings', dir, '--user', 'nobody@example.com')).toMatchObject({ code: 3, err: 'No finding matches.\n' }); // prettier-ignore
    const limited = konseki('findings', dir, '--json', '--limit', '2');
    expect(jsonList(limited.out)).toEqual(all.slice(0, 2));
    expect(limited.err).toBe(`${all.length - 2} more findings; --limit all shows them.\n`);
  });

  test('as JSON Lines and CSV they are the same', () => {
    const lines = jsonLines(konseki('findings', dir, '--jsonl').out);
    expect(lines).toEqual(all);
    const rows = parse<Json>(konseki('findings', dir, '--csv').out, { columns: true });
    expect(ids(rows)).toEqual(ids(all));
    expect(rows[0]?.['events']).toBe((all[0]?.['events'] as readonly string[]).join('; '));
  });

  test('as a table', () => {
    const { out } = konseki('findings', dir, '--severity', 'high');
    expect(out.split('\n')[0]).toMatch(/^Id +Severity +Stage +First/);
    expect(out).toContain(String(all[0]?.['id']));
  });
});

const has = (one: Json, field: string, value: string): boolean =>
  (one[field] as readonly string[]).includes(value);

describe('finding', () => {
  test('opens one down to the records', () => {
    const [rule] = ofTrace('hiding-rule');
    const id = String(rule?.['id']);
    const { code, out } = konseki('finding', dir, id.slice(0, 8));
    expect(code).toBe(0);
    for (const part of ['What else it could be', 'What to check next', 'AuditLogSearch_2024-05-10.csv, record', id])
      expect(out).toContain(part); // prettier-ignore
    const one = JSON.parse(konseki('finding', dir, id, '--json').out) as Json;
    expect(one).toMatchObject({ ...rule, check: expect.any(Array) as unknown });
    const [record] = one['records'] as readonly Json[];
    expect(record).toMatchObject({
      operation: 'New-InboxRule',
      evidence_id: expect.any(Number) as unknown,
    });
    // What it suggests works.
    const suggested = /konseki\S* event (\S+) (\S+)/.exec(out);
    expect(konseki('event', suggested?.[1] ?? '', suggested?.[2] ?? '').code).toBe(0);
  });

  test('an unknown id', () => {
    const { code, err } = konseki('finding', dir, 'zzzz');
    expect(code).toBe(3);
    expect(err).toContain('No finding has the id "zzzz"');
  });
});

describe('detect', () => {
  test('shows findings by stage', () => {
    const { code, out, err } = konseki('detect', dir);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^\d+ findings by \d+ rules: \d+ high/);
    expect(out.indexOf('(phishing)')).toBeLessThan(out.indexOf('(application)'));
    expect(out.indexOf('(application)')).toBeLessThan(out.indexOf('(evasion)'));
    expect(out).toContain(`session ${session}`);
    expect(jsonList(konseki('detect', dir, '--json').out)).toHaveLength(all.length);
  });

  test('takes published rules as they are, and findings keep them until they are detected without', () => {
    const folder = rulesFolder('published', published);
    const { code, out } = konseki('detect', dir, '--rules', folder, '--json');
    expect(code).toBe(0);
    const [found] = jsonList(out).filter(({ title }) => title === 'Any Inbox Rule');
    expect(found).toMatchObject({
      stage: 'info-theft',
      level: 'low',
      techniques: ['T1114.003'],
      users: [alice],
    });
    expect(String(found?.['said'])).toMatch(
      /^alice@tradewinds\.example: Any Inbox Rule \(New-InboxRule\)/,
    );
    expect(list().length).toBe(jsonList(out).length);
    expect(konseki('detect', dir, '-q').code).toBe(0);
    expect(list()).toEqual(all);
  });

  test('refuses rules that are wrong, with the place, and keeps the findings', () => {
    const broken = rulesFolder(
      'broken',
      published.replace('condition: selection', 'condition: selektion'),
    );
    const { code, err } = konseki('detect', dir, '--rules', broken);
    expect(code).toBe(3);
    expect(err).toMatch(/rule\.yml:13: The rules cannot be used: Any Inbox Rule: .*selektion/);
    expect(list()).toEqual(all);
  });

  test.each([
    [['detect', 'no-such.case'], 3, 'There is no such case'],
    [['findings', 'no-such.case'], 3, 'There is no such case'],
    [['detect', '.', '--rules', 'no-such-folder'], 3, 'There is no such file or folder of rules'],
    [['findings', '.', '--stage', 'lateral'], 2, 'There is no stage "lateral"'],
    [['findings', '.', '--severity', 'grave'], 2, 'There is no severity "grave"'],
    [['findings', '.', '--limit', '0'], 2, '--limit "0"'],
    [['rules', 'show', 'no-such-rule'], 3, 'There is no rule "no-such-rule"'],
    [['rules', 'check', 'no-such-folder'], 3, 'There is no such file or folder of rules'],
  ])('%j', (args, code, message) => {
    const ran = konseki(...args);
    expect(ran.code).toBe(code);
    expect(ran.err).toContain(message);
  });

  test('findings are made anew by themselves when evidence comes', () => {
    const grown = scratch.path('grown.case');
    expect(
      konseki('investigate', path.join(fixture, 'directoryAudits.json'), '--case', grown).code,
    ).toBe(0);
    const before = jsonList(konseki('findings', grown, '--json').out);
    expect(konseki('add', grown, fixture, '-q').code).toBe(0);
    const after = jsonList(konseki('findings', grown, '--json').out);
    // In whatever order the evidence comes, the findings are the same.
    expect(after).toEqual(all);
    expect(ids(before)).not.toEqual(ids(after));
  });
});

describe('a hostile name', () => {
  test('is visible on a terminal, and itself in JSON', () => {
    const name = 'x\u001b[31m\u202egnp';
    const folder = scratch.path('hostile');
    mkdirSync(folder, { recursive: true });
    const record = {
      Id: 'a9f6d7d4-6f7e-4b53-8f3a-000000000001', RecordType: 1, CreationTime: '2024-05-10T10:02:37', Operation: 'New-InboxRule',
      Workload: 'Exchange', UserId: 'eve@example.com', UserType: 0, ResultStatus: 'True', ClientIP: '192.0.2.1:1',
      Parameters: [{ Name: 'Name', Value: name }, { Name: 'DeleteMessage', Value: 'True' }],
    }; // prettier-ignore
    writeFileSync(path.join(folder, 'ual.json'), JSON.stringify([record]));
    const made = scratch.path('hostile.case');
    expect(konseki('investigate', folder, '--case', made).code).toBe(0);
    for (const command of [
      ['detect', made],
      ['findings', made],
    ]) {
      const { out } = konseki(...command);
      expect(out).toContain('x\\x1b[31m\\u202egnp');
      expect(out).not.toContain('\u001b');
    }
    const [found] = jsonList(konseki('findings', made, '--json').out);
    expect(String(found?.['said'])).toContain(name);
  });
});

describe('rules', () => {
  test('list and show', () => {
    const rules = jsonList(konseki('rules', 'list', '--json').out);
    expect(rules.length).toBeGreaterThan(100);
    const stages = new Set(rules.map(({ stage }) => stage));
    expect(stages.size).toBe(11);
    const { code, out } = konseki('rules', 'show', 'evasion_inbox-rule-hides');
    expect(code).toBe(0);
    for (const part of ['T1564.008', 'W-45', 'What else it could be', 'What to check next'])
      expect(out).toContain(part);
    const shown = JSON.parse(
      konseki('rules', 'show', 'evasion_inbox-rule-hides', '--json').out,
    ) as Json;
    expect(konseki('rules', 'show', String(shown['id']).slice(0, 8)).out).toBe(out);
  });

  test('check tells each error with its place', () => {
    const folder = rulesFolder(
      'wrong',
      `${published}\nkonseki:\n  stage: nowhere\n  says: '{no_such_field}'\n`,
    );
    const { code, out } = konseki('rules', 'check', folder, '--json');
    expect(code).toBe(1);
    const checked = JSON.parse(out) as { readonly errors: readonly Json[]; readonly rules: number };
    expect(checked.rules).toBe(1);
    expect(checked.errors).toContainEqual(
      expect.objectContaining({ line: 17, column: 3, file: path.join(folder, 'rule.yml') }),
    );
    expect(konseki('rules', 'check', folder).out).toContain(
      `${path.join(folder, 'rule.yml')}:17:3: Any Inbox Rule:`,
    );
  });

  test('check of the shipped rules, of published ones, and of a folder without any', () => {
    expect(JSON.parse(konseki('rules', 'check', '--json').out)).toMatchObject({ errors: [] });
    const good = konseki('rules', 'check', rulesFolder('good', published), '--json');
    expect(JSON.parse(good.out)).toEqual({ rules: 1, compiled: 1, cannotFire: [], errors: [] });
    expect(good.code).toBe(0);
    const empty = scratch.path('empty');
    mkdirSync(empty, { recursive: true });
    expect(konseki('rules', 'check', empty)).toMatchObject({ code: 1 });
  });

  test('test runs a rule on its samples, and fails with a sample that is wrong', () => {
    const folder = scratch.path('tried');
    mkdirSync(folder, { recursive: true });
    const name = 'evasion_inbox-rule-hides';
    for (const ending of ['.yml', '.samples.yml'])
      cpSync(path.join(root, `rules/exchange/${name}${ending}`), path.join(folder, `${name}${ending}`));
    const right = konseki('rules', 'test', folder);
    expect(right).toMatchObject({ code: 0 });
    expect(right.out).toMatch(/^right .*evasion_inbox-rule-hides\.yml {2}\d+\/\d+ positive, \d+\/\d+ benign\n$/);
    const file = path.join(folder, `${name}.samples.yml`);
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('New-InboxRule', 'Get-InboxRule').replaceAll('Set-InboxRule', 'Get-InboxRule'));
    const wrong = konseki('rules', 'test', folder);
    expect(wrong.code).toBe(1);
    expect(wrong.out).toContain('gives no finding');
  }); // prettier-ignore
});
