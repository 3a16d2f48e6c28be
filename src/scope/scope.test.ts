import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addEvidence } from '../ingest/add.js';
import type { Case } from '../ingest/case.js';
import { createCase } from '../ingest/case.js';
import type { Row } from '../store/store.js';
import { coverage } from './coverage.js';
import { inboxRuleAnswer } from './first-answer.js';
import { listSessions, sessionEvents } from './sessions.js';
import { listUsers } from './users.js';

/** On the real store, with the practice incident of test/fixtures (W-82), made by hand. */
const practice = fileURLToPath(new URL('../../test/fixtures/incident/', import.meta.url));
const attackers = 'e55a5c8e-aefe-4369-bd4a-c2eaad764e9b';
const alice = 'alice@tradewinds.example';
const micros = (iso: string): bigint => BigInt(Date.parse(iso)) * 1000n;

let folder = '';
const cases: Case[] = [];
async function caseOf(name: string, ...paths: readonly string[]): Promise<Case> {
  const opened = await createCase(path.join(folder, name), { now: () => new Date(0) });
  cases.push(opened);
  await addEvidence(opened, paths, { author: 'test', now: () => new Date(0) });
  return opened;
}

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'konseki-scope-'));
});
afterAll(() => {
  for (const opened of cases) opened.close();
  rmSync(folder, { recursive: true });
});

describe('the practice incident', () => {
  let opened: Case;
  beforeAll(async () => {
    opened = await caseOf('practice', practice);
  });

  test('coverage, per log', async () => {
    const covered = await coverage(opened.store);
    expect(covered.map(({ source, files }) => [source, files])).toEqual([
      ['entra_signin', 1],
      ['ual', 1],
      ['entra_audit', 1],
      ['mail', 1],
    ]);
    expect(covered.reduce((sum, { events }) => sum + events, 0)).toBe(
      await opened.store.countEvents({}),
    );
  });

  test('users: people before services, most events first', async () => {
    const { users, total } = await listUsers(opened.store, 3);
    expect(total).toBe(8);
    expect(users).toHaveLength(3);
    expect(users[0]).toMatchObject({ user: alice, countries: ['JP', 'SG'], sessions: 4 });
  });

  test('sessions, all and of one user', async () => {
    const all = await listSessions(opened.store);
    const hers = await listSessions(opened.store, { user: ['Alice@Tradewinds.example'] });
    expect(all.length).toBeGreaterThan(hers.length);
    expect(hers).toHaveLength(4);
    expect(await listSessions(opened.store, { user: ['nobody'] })).toEqual([]);
    expect(await listSessions(opened.store, { limit: 2 })).toEqual(all.slice(0, 2));
    const one = hers.find(({ session }) => session === attackers);
    expect(one).toMatchObject({
      users: [alice],
      first: micros('2024-05-10T09:25:56Z'),
      last: micros('2024-05-10T10:55:45Z'),
      sources: ['entra_audit', 'entra_signin', 'ual'],
      ips: ['152.42.161.220', '240b:10:32c1:ab00:857:889:3734:e93'],
    });
    expect(one?.token).toBeGreaterThan(0);
    expect(one?.events).toBe((one?.exact ?? 0) + (one?.token ?? 0));
  });

  test('the events of a session: in order of time, over all logs, each with its link', async () => {
    const rows: Row[] = [];
    for await (const batch of sessionEvents(opened.store, attackers)) rows.push(...batch);
    const [session] = (await listSessions(opened.store)).filter((s) => s.session === attackers);
    expect(rows).toHaveLength(session?.events ?? 0);
    const times = rows.map((row) => Number(row['time']));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(new Set(rows.map((row) => row['link']))).toEqual(new Set(['exact', 'token']));
  });

  test('the first answer', async () => {
    const { rules, stories, untold } = await inboxRuleAnswer(opened.store);
    expect(rules[0]).toMatchObject({
      name: '.',
      deed: 'made',
      user: alice,
      byPerson: true,
      mailbox: alice,
      conditions: ['subject contains "Activate Your New Business Card System"'],
      actions: ['moves it to Deleted Items', 'marks it read'],
      reach: 'hides',
      ip: '240b:10:32c1:ab00:857:889:3734:e93',
      country: 'JP',
      session: attackers,
      link: 'exact',
    });
    expect(stories[0]).toMatchObject({ kind: 'session', session: attackers });
    expect(stories[0]?.events).toHaveLength(stories[0]?.total ?? 0);
    expect(untold).toBe(0);
  });

  test('limits leave the total as it is', async () => {
    const { stories, untold } = await inboxRuleAnswer(opened.store, { events: 5, stories: 1 });
    expect(stories).toHaveLength(1);
    expect(stories[0]?.events).toHaveLength(5);
    expect(stories[0]?.total).toBe(await opened.store.countEvents({ session: [attackers] }));
    expect(untold).toBe(1);
  });
});

describe('rules that are hard to follow', () => {
  const record = (more: object): string =>
    JSON.stringify({
      CreationTime: '2024-05-10T10:00:00',
      Id: `${Object.keys(more).length}`,
      Operation: 'New-InboxRule',
      OrganizationId: 'o',
      RecordType: 1,
      UserType: 0,
      Workload: 'Exchange',
      UserId: 'bo@t.example',
      ...more,
    });
  const rule = [{ Name: 'Name', Value: 'x' }, { Name: 'DeleteMessage', Value: 'True' }]; // prettier-ignore

  test('no session id: the events around it, called inferred', async () => {
    const file = path.join(folder, 'around.jsonl');
    writeFileSync(
      file,
      [
        record({ Id: 'rule', Parameters: rule }),
        record({ Id: 'near', Operation: 'Send', CreationTime: '2024-05-10T10:30:00' }),
        record({ Id: 'far', Operation: 'Send', CreationTime: '2024-05-10T10:30:01' }),
        record({ Id: 'his', Operation: 'Send', SessionId: 'a5f29381-2b84-44d3-a900-1853ece8698b' }),
        record({ Id: 'other', Operation: 'Send', UserId: 'cy@t.example' }),
      ].join('\n'),
    );
    const { stories } = await inboxRuleAnswer((await caseOf('around', file)).store);
    expect(stories).toHaveLength(1);
    expect(stories[0]).toMatchObject({ kind: 'around', session: undefined });
    expect(
      new Map(stories[0]?.events.map((row) => [row['event_id'], row['link']])),
    ).toEqual(new Map([['rule', 'inferred'], ['his', 'exact'], ['near', 'inferred']]));
  }); // prettier-ignore

  test('a service and a removed rule come after what a person made', async () => {
    const file = path.join(folder, 'noise.jsonl');
    const service = 'NT AUTHORITY\\SYSTEM (Microsoft.Exchange.Servicehost)';
    writeFileSync(
      file,
      [
        record({ Id: 'service', UserId: service, UserType: 3, Parameters: rule }),
        record({ Id: 'gone', Operation: 'Remove-InboxRule', Parameters: [] }),
        record({ Id: 'made', CreationTime: '2024-05-11T00:00:00', Parameters: rule }),
      ].join('\n'),
    );
    const { rules, stories } = await inboxRuleAnswer((await caseOf('noise', file)).store);
    expect(rules.map(({ eventId }) => eventId)).toEqual(['made', 'gone', 'service']);
    expect(stories.map((story) => story.rules[0]?.eventId)).toEqual(['made', 'gone']);
  });

  test('an empty case has no rules, users, sessions or coverage', async () => {
    const { store } = await caseOf('empty');
    expect(await inboxRuleAnswer(store)).toEqual({ rules: [], stories: [], untold: 0 });
    expect(await listUsers(store)).toEqual({ total: 0, users: [] });
    expect(await listSessions(store)).toEqual([]);
    expect(await coverage(store)).toEqual([]);
  });
});
