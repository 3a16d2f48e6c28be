import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { makeFindings } from '../detect/findings.js';
import { addEvidence } from '../ingest/add.js';
import type { Case } from '../ingest/case.js';
import { createCase } from '../ingest/case.js';
import type { IncidentDocument } from '../model/incident.js';
import { incidentDocument } from '../model/incident.js';
import { incidentSchemaText } from '../model/incident-schema.js';
import { markToWrite, noteToWrite } from '../scope/marks.js';
import { buildIncidentDocument } from './build.js';

/** On the real store, with the practice incident of test/fixtures (W-82), made by hand. */
const practice = fileURLToPath(new URL('../../test/fixtures/incident/', import.meta.url));
const attackers = 'e55a5c8e-aefe-4369-bd4a-c2eaad764e9b';
const alice = 'alice@tradewinds.example';
const files = readdirSync(practice).map((name) => path.join(practice, name));
const named = (part: RegExp): string[] => files.filter((file) => part.test(path.basename(file)));

// A case with its findings takes seconds where the machine is busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let folder = '';
let made = 0;
const cases: Case[] = [];

async function caseOf(paths: readonly string[]): Promise<Case> {
  made += 1;
  const opened = await createCase(path.join(folder, `${made}`), { now: () => new Date(0) });
  cases.push(opened);
  for (const each of paths)
    await addEvidence(opened, [each], { author: 'test', now: () => new Date(0) });
  await makeFindings(opened.store, { folders: [] });
  return opened;
}

async function built({ store }: Case, from: readonly string[] = []): Promise<IncidentDocument> {
  const document = await buildIncidentDocument(store, { from, version: '0.0.0', caseName: 'test' });
  return incidentDocument.parse(document);
}

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'konseki-incident-'));
});
afterAll(() => {
  for (const opened of cases) opened.close();
  rmSync(folder, { recursive: true });
});

test('the published schema is that of the code: npm run schema', () => {
  const file = fileURLToPath(new URL('../../docs/incident.schema.json', import.meta.url));
  expect(readFileSync(file, 'utf8')).toBe(incidentSchemaText());
});

describe('the practice incident', () => {
  let opened: Case;
  let document: IncidentDocument;
  beforeAll(async () => {
    opened = await caseOf(files);
    document = await built(opened);
  });

  test('is one intrusion, with window, first access, victim and session', () => {
    expect(document.incidents).toHaveLength(1);
    const [incident] = document.incidents;
    expect(incident?.window).toEqual({
      from: '2024-05-10T09:25:56.000000Z',
      to: '2024-05-10T10:55:45.000000Z',
    });
    expect(incident?.firstAccess).toMatchObject({ user: alice, how: 'aitm', certain: true });
    expect(incident?.victims).toMatchObject([
      { user: alice, how: 'signs-in', privileged: false, afterContainment: [] },
    ]);
    expect(incident?.sessions).toMatchObject([{ id: attackers, user: alice, verdict: 'attacker' }]);
    expect(incident?.sessions[0]?.ips).toContain('152.42.161.220');
    expect(incident?.infrastructure.ips.map(({ ip }) => ip)).toContain('152.42.161.220');
  });

  test('every event that is cited is in the case', async () => {
    const cited = new Set<string>();
    const walk = (value: unknown): void => {
      if (Array.isArray(value)) value.forEach(walk);
      else if (typeof value === 'object' && value !== null)
        for (const [key, inner] of Object.entries(value))
          if (key === 'events' && Array.isArray(inner))
            inner.forEach((id) => (typeof id === 'string' ? cited.add(id) : walk(id)));
          else if (key === 'afterContainment' && Array.isArray(inner)) inner.forEach((id) => cited.add(String(id)));
          else walk(inner);
    }; // prettier-ignore
    walk(document);
    const rows = await opened.store.query('SELECT DISTINCT event_id FROM events');
    const known = new Set(rows.map((row) => String(row['event_id'])));
    expect([...cited].filter((id) => !known.has(id))).toEqual([]);
    expect(cited.size).toBeGreaterThan(40);
  });

  test('tells what was exposed: the rule storage is no mail to restore (W-46)', () => {
    const messages = document.incidents[0]?.exposed.messages ?? [];
    const deleted = messages.filter(({ did }) => did === 'deleted');
    expect(deleted.length).toBeGreaterThan(0);
    expect(deleted.every(({ restore }) => restore !== null && restore.en !== '')).toBe(true);
    expect(messages.filter(({ subject }) => /rules organizer/i.test(subject ?? ''))).toEqual([]);
    expect(messages.some(({ did, certainty }) => did === 'read' && certainty === 'certain')).toBe(
      true,
    );
  });

  test('tells what was left behind in the terms of the logs (W-63)', () => {
    const left = document.incidents[0]?.left;
    expect(left?.applications).toMatchObject([
      { appId: '3f691a1c-cb53-41e5-a56e-acfb23ae6ca5', name: '..', registered: true, consent: 'Principal', roles: [] },
    ]);
    expect(left?.applications[0]?.scopes.toSorted()).toEqual(
      ['Mail.ReadWrite.Shared', 'Mail.Send.Shared', 'TeamsActivity.Read', 'TeamsActivity.Send', 'User.Read', 'email', 'openid'],
    );
    expect(left?.inboxRules).toMatchObject([
      { mailbox: alice, name: '.', deed: 'made', hides: true },
    ]);
    expect(left?.inboxRules[0]?.actions).toContainEqual({ name: 'MoveToFolder', value: 'Deleted Items' });
    expect(left?.inboxRules[0]?.conditions).toEqual([
      { name: 'SubjectContainsWords', value: '"Activate Your New Business Card System"', except: false },
    ]);
  }); // prettier-ignore

  test('asks for the steps of the response, in their order', () => {
    const actions = document.incidents[0]?.actions ?? [];
    const steps = actions.map(({ step }) => step);
    for (const step of ['W-50', 'W-51', 'W-52', 'W-54', 'W-56', 'W-58', 'W-59'])
      expect(steps).toContain(step);
    expect(actions.map(({ order }) => order)).toEqual(
      actions.map(({ order }) => order).toSorted((a, b) => a - b),
    );
    expect(new Set(actions.map(({ id }) => id)).size).toBe(actions.length);
    expect(document.incidents[0]?.next).toHaveLength(3);
  });

  test('draws the timeline in three lanes, in order', () => {
    const entries = document.incidents[0]?.timeline ?? [];
    expect(entries.map(({ at }) => at)).toEqual(entries.map(({ at }) => at).toSorted());
    expect(entries.some(({ lane, stage }) => lane === 'attacker' && stage === 'evasion')).toBe(
      true,
    );
  });

  test('is the same again, and whatever the order of the files', async () => {
    expect(await built(opened)).toEqual(document);
    const other = await built(await caseOf(files.toReversed()));
    expect(JSON.stringify(other)).toBe(JSON.stringify(document));
  });

  test.each([
    [`user:${alice}`],
    ['ip:152.42.161.220'],
    [`session:${attackers}`],
    ['rule:"."'],
    ['app:3f691a1c-cb53-41e5-a56e-acfb23ae6ca5'],
    ['time:2024-05-10T09:30/2024-05-10T11:00'],
    ['sender:general-affairs@tradewlnds.example'],
  ])('leads there from %s', async (from) => {
    const { incidents } = await built(opened, [from]);
    expect(incidents[0]?.sessions.map(({ id }) => id)).toContain(attackers);
    expect(incidents[0]?.scope.members.some(({ round, link }) => round === 0 && link === 'given')).toBe(true);
  }); // prettier-ignore

  test.each([
    ['user:alicia@tradewinds.example', 'alice@tradewinds.example'],
    ['ip:152.42.161.221', '152.42.161.220'],
    ['session:00000000-0000-0000-0000-000000000000', 'sessions CASE'],
    ['rule:nothing', '"."'],
    ['time:2001-01-01/2001-01-02', 'findings CASE'],
  ])('says in one sentence that the case has no %s', async (from, hint) => {
    await expect(built(opened, [from])).rejects.toMatchObject({
      code: 'not-found',
      hint: expect.stringContaining(hint) as unknown,
    });
  });

  test('does not take nonsense to begin with', async () => {
    await expect(built(opened, ['alice'])).rejects.toMatchObject({ code: 'usage' });
    await expect(built(opened, ['time:yesterday'])).rejects.toMatchObject({ code: 'usage' });
  });
});

describe('marks and notes', () => {
  const at = 1_800_000_000_000_000n;
  let opened: Case;
  beforeAll(async () => {
    opened = await caseOf(files);
  }, 120_000);

  test('a mark overrules the verdict, is told with its author, and is taken back', async () => {
    const say = (as: string, later: bigint): Promise<void> =>
      opened.store.write(
        markToWrite({ kind: 'session', value: attackers, as, why: 'she said so', by: 'Grady', at: at + later }), // prettier-ignore
      );
    await say('user', 0n);
    const without = await built(opened);
    expect(without.incidents).toEqual([]);
    expect(without.marks).toMatchObject([{ kind: 'session', as: 'user', by: 'Grady', why: 'she said so' }]); // prettier-ignore
    await say('attacker', 1n);
    const [incident] = (await built(opened)).incidents;
    expect(incident?.sessions[0]?.marked).toMatchObject({ as: 'attacker', by: 'Grady' });
    await say('none', 2n);
    const back = await built(opened);
    expect(back.marks).toEqual([]);
    expect(back.incidents[0]?.sessions[0]?.marked).toBeNull();
  });

  test('a finding that was expected is not told', async () => {
    const [finding] = (await built(opened)).incidents[0]?.findings ?? [];
    if (finding === undefined) throw new Error('the practice incident has findings');
    await opened.store.write(
      markToWrite({ kind: 'finding', value: finding.id, as: 'expected', why: '', by: 'x', at }),
    );
    const ids = (await built(opened)).incidents.flatMap((one) => one.findings.map(({ id }) => id));
    expect(ids).not.toContain(finding.id);
  });

  test('a note stands in the timeline at its time', async () => {
    const when = BigInt(Date.parse('2024-05-10T11:20:00Z')) * 1000n;
    await opened.store.write(noteToWrite({ at: when, text: 'Alice called', by: 'Grady', written: at })); // prettier-ignore
    const { incidents, notes } = await built(opened);
    expect(notes).toMatchObject([{ text: 'Alice called', at: '2024-05-10T11:20:00.000000Z' }]);
    expect(incidents[0]?.timeline.filter(({ note }) => note)).toMatchObject([
      { at: '2024-05-10T11:20:00.000000Z', lane: 'user', count: 0 },
    ]);
  });
});

describe('with less than all logs', () => {
  test('only the unified audit log (W-34)', async () => {
    const { incidents } = await built(await caseOf(named(/^AuditLog/)));
    const [incident] = incidents;
    expect(incident?.sessions.map(({ id }) => id)).toContain(attackers);
    const missing = incident?.gaps.filter(({ kind }) => kind === 'missing-log') ?? [];
    expect(missing.map(({ source }) => source)).toEqual(
      expect.arrayContaining(['entra_signin', 'entra_audit', 'message_trace']),
    );
    expect(missing.every(({ hides }) => hides.en !== '' && hides.ja !== '')).toBe(true);
  });

  test('only the sign-ins: nothing is known of mail, and that is said', async () => {
    const document = await built(await caseOf(named(/sign-?in/i)), [`user:${alice}`]);
    const [incident] = document.incidents;
    expect(incident?.victims[0]?.user).toBe(alice);
    expect(incident?.gaps.some(({ kind, source }) => kind === 'missing-log' && source === 'ual')).toBe(true); // prettier-ignore
    expect(incident?.exposed.messages).toEqual([]);
    expect(incident?.exposed.unknown.length).toBeGreaterThan(0);
  });

  test('records without any session id: what is attached is called inferred', async () => {
    const file = path.join(folder, 'plain.csv');
    const record = (id: string, operation: string, time: string, more: object = {}): string => {
      const data = JSON.stringify({ Id: id, Operation: operation, CreationTime: time, OrganizationId: 'o', RecordType: 1, UserType: 0, Workload: 'Exchange', UserId: 'bo@t.example', ClientIP: '45.77.10.9', ResultStatus: 'Succeeded', ...more });
      return `${time},bo@t.example,${operation},"${data.replaceAll('"', '""')}"`;
    }; // prettier-ignore
    writeFileSync(
      file,
      [
        'CreationDate,UserIds,Operations,AuditData',
        record('a1', 'New-InboxRule', '2024-05-10T10:00:00', { Parameters: [{ Name: 'Name', Value: '..' }, { Name: 'DeleteMessage', Value: 'True' }, { Name: 'SubjectOrBodyContainsWords', Value: 'invoice' }] }),
        record('a2', 'Send', '2024-05-10T10:05:00', { RecordType: 2, Item: { Subject: 'Invoice', InternetMessageId: '<a@b>' } }),
      ].join('\n'),
    ); // prettier-ignore
    const document = await built(await caseOf([file]), ['user:bo@t.example']);
    const [incident] = document.incidents;
    expect(incident?.sessions.every(({ id }) => id.startsWith('i-'))).toBe(true);
    expect(incident?.scope.events).toEqual(['a1', 'a2']);
    expect(incident?.gaps.map(({ kind }) => kind)).toContain('no-ids');
    expect(incident?.exposed.messages).toMatchObject([{ did: 'sent', subject: 'Invoice' }]);
  });

  test('an empty case has no incident, and says which logs are missing', async () => {
    const document = await built(await caseOf([]));
    expect(document.incidents).toEqual([]);
    expect(document.gaps.map(({ source }) => source)).toContain('ual');
  });
});
