import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { incidentDocument } from '../../src/model/incident.js';
import { useScratch } from '../support/scratch.js';
import type { Json } from './run.js';
import { jsonLines, jsonList, konseki, root } from './run.js';

const scratch = useScratch();
const session = 'e55a5c8e-aefe-4369-bd4a-c2eaad764e9b';
const alice = 'alice@tradewinds.example';
let dir = '';
let told = '';

beforeAll(() => {
  dir = scratch.path('incident.case');
  const { code, out } = konseki('investigate', path.join(root, 'test/fixtures/incident'), '--case', dir); // prettier-ignore
  expect(code).toBe(0);
  told = out;
}, 120_000);

test('investigate ends with the incident on one screen', () => {
  const screen = told.slice(told.indexOf('Incident HIGH'));
  for (const part of ['Window', 'First access', 'Victims', 'Sessions', 'Done', 'In scope', 'Exposed', 'Not known', 'Next'])
    expect(screen).toContain(`\n${part}`);
  for (const fact of [alice, session, '152.42.161.220', 'Firefox/125.0', '1. Revoke the sessions'])
    expect(screen).toContain(fact);
}); // prettier-ignore

test('what it suggests to go on with works', () => {
  const lines = [...told.matchAll(/^ {2}\S.*konseki(?:\.mjs)? ((?:session|events|scope|exposed|recipients) .*)$/gm)]; // prettier-ignore
  expect(lines.length).toBeGreaterThanOrEqual(5);
  for (const [, line = ''] of lines) expect([line, konseki(...line.split(' ')).code]).toEqual([line, 0]); // prettier-ignore
}, 120_000);

test('--json is the document of the published schema, twice the same', () => {
  const first = konseki('incident', dir, '--json');
  expect(first.code).toBe(0);
  const document = incidentDocument.parse(JSON.parse(first.out));
  expect(document.incidents[0]?.sessions.map(({ id }) => id)).toEqual([session]);
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string }; // prettier-ignore
  expect(document.konseki).toBe(version);
  expect(konseki('incident', dir, '--json').out).toBe(first.out);
});

describe('scope and why', () => {
  test('members with their chain', () => {
    const members = jsonList(konseki('scope', dir, '--json').out);
    const sender = members.find(({ kind }) => kind === 'sender') as unknown as { readonly chain: readonly Json[] }; // prettier-ignore
    expect(sender.chain.length).toBeGreaterThan(1);
    const csv = konseki('scope', dir, '--csv').out;
    expect(csv.split('\n')[0]).toContain('incident,round,kind,value');
  });

  test.each([
    [alice, 'in scope of'],
    ['ip:152.42.161.220', 'in scope of'],
    ['203.0.113.24', 'NOT in scope'],
    ['johanna@tradewinds.example', 'NOT in scope'],
    ['session:6611cadb-cb92-4df0-984b-00763f8313d1', 'NOT in scope'],
  ])('why %s: %s', (what, answer) => {
    const { code, out } = konseki('why', dir, what);
    expect(code).toBe(0);
    expect(out).toContain(answer);
    expect(out).toMatch(/\[[\w-]{8,}/);
  });

  test('why of what nobody knows ends with 3', () => {
    expect(konseki('why', dir, 'xyzzy')).toMatchObject({ code: 3 });
  });
});

describe('exposed and recipients', () => {
  test('each format holds the same', () => {
    const lines = jsonLines(konseki('exposed', dir, '--jsonl').out);
    expect(lines.filter(({ did }) => did === 'deleted').every(({ restore }) => restore !== null)).toBe(true); // prettier-ignore
    expect(konseki('exposed', dir, '--csv').out.trimEnd().split('\r\n')).toHaveLength(lines.length + 1); // prettier-ignore
  });

  test('who got the mail', () => {
    const list = jsonList(konseki('recipients', dir, '--json').out);
    expect(list.map(({ address }) => address)).toContain(alice);
  });
});

describe('--from', () => {
  test.each([
    [2, 'alice', 'is not a kind and a value'],
    [3, 'user:nobody@tradewinds.example', 'The case has no user'],
    [3, 'ip:192.0.2.1', 'No event of the case came from'],
  ])('ends with %i for %s', (code, from, message) => {
    const ran = konseki('incident', dir, '--from', from);
    expect(ran.code).toBe(code);
    expect(ran.err).toContain(message);
  });

  test('nonsense is refused before anything is read', () => {
    const made = scratch.path('never.case');
    const ran = konseki('investigate', path.join(root, 'test/fixtures/incident'), '--case', made, '--from', 'x'); // prettier-ignore
    expect(ran.code).toBe(2);
    expect(konseki('evidence', made).code).toBe(3);
  });
});

describe('hunt', () => {
  test('finds indicators in any form, and goes into scope', async () => {
    const file = await scratch.write('iocs.txt', '152[.]42[.]161[.]220\n240b:10:32c1::/48\ntradewlnds[.]example\n192.0.2.99\n'); // prettier-ignore
    const hits = jsonList(konseki('hunt', dir, '--indicators', file, '--json').out);
    expect(hits.map(({ events }) => Number(events) > 0)).toEqual([true, true, true, false]);
    const { code, out } = konseki('hunt', dir, '--indicators', file, '--into-scope');
    expect(code).toBe(0);
    expect(out).toContain(session);
  });

  test('ends with 3 when nothing is there', async () => {
    const file = await scratch.write('none.txt', '192.0.2.99\n');
    expect(konseki('hunt', dir, '--indicators', file).code).toBe(3);
    expect(konseki('hunt', dir, '--indicators', await scratch.write('e.txt', 'hello')).code).toBe(3);
    expect(konseki('hunt', dir, '--indicators', 'nowhere.csv').code).toBe(3);
  }); // prettier-ignore
});

describe('mark and note', () => {
  test('a mark overrules, is shown, and is taken back', () => {
    const marked = konseki('mark', dir, `session:${session}`, 'user', '--why', 'she said so', '--by', 'Grady'); // prettier-ignore
    expect(marked.out).toContain('1 → 0 incidents');
    expect(konseki('incident', dir).out).toContain('No intrusion was found');
    expect(konseki('mark', dir, `session:${session}`, 'none').code).toBe(0);
    expect(konseki('incident', dir).out).toContain(session);
  });

  test.each([
    [2, ['session:x', 'evil'], 'cannot be marked "evil"'],
    [2, ['mailbox:x', 'user'], 'cannot be marked'],
    [3, ['session:00000000-0000-0000-0000-000000000000', 'user'], 'no session'],
    [3, ['ip:192.0.2.1', 'ours'], 'No event of the case'],
    [3, ['finding:ffffffffffff', 'expected'], 'No finding'],
  ])('ends with %i for %j', (code, words, message) => {
    const ran = konseki('mark', dir, ...words);
    expect(ran.code).toBe(code);
    expect(ran.err).toContain(message);
  });

  test('a note is in the timeline, with what a terminal would obey made visible', () => {
    const ran = konseki('note', dir, 'called \u001b[31mAlice', '--time', '2024-05-10T11:20');
    expect(ran.code).toBe(0);
    expect(ran.out).not.toContain('\u001b');
    const { incidents } = incidentDocument.parse(JSON.parse(konseki('incident', dir, '--json').out)); // prettier-ignore
    expect(incidents[0]?.timeline.filter(({ note }) => note)).toHaveLength(1);
    expect(konseki('note', dir, ' ').code).toBe(2);
  });
});
