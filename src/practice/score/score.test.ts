import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { useScratch } from '../../../test/support/scratch.js';
import { addRecords, record } from '../../../test/support/store-records.js';
import { workshopTruth } from '../../../test/support/truths.js';
import type { Store } from '../../store/store.js';
import { openDuckdbStore } from '../../store/duckdb/store.js';
import type { Truth } from '../truth.js';
import type { Claims } from './claims.js';
import { scoreCase } from './score.js';

const scratch = useScratch();
const truth: Truth = {
  ...workshopTruth,
  counts: { ual: 2, entra_signin: 2, entra_audit: 2, mail: 1 },
};

const micros = (time: string): bigint => BigInt(Date.parse(time)) * 1000n;

type Change = (event: Truth['events'][number], index: number) => Record<string, unknown> | null;

/** A store with the truth's events, some of them changed or (null) left out. */
async function storeOf(change: Change = () => ({})): Promise<Store> {
  const store = await openDuckdbStore(path.join(await scratch.folder(), 'store.duckdb'), 'write');
  const records = truth.events.flatMap((event, index) => {
    const changed = change(event, index);
    if (changed === null) return [];
    const values = {
      event_id: event.id,
      time: micros(event.time),
      user: event.user,
      session_id: event.session,
    };
    return [record({ ...values, ...changed }, { source: event.source })];
  });
  await addRecords(store, 'all', records);
  return store;
}

async function scoreOf(change?: Change, claims?: Claims) {
  const store = await storeOf(change);
  try {
    return await scoreCase(store, truth, claims);
  } finally {
    store.close();
  }
}

describe('scoring what was read and joined', () => {
  it('finds everything in a case that holds everything', async () => {
    const score = await scoreOf();
    const all = truth.events.length;
    expect(score.events).toMatchObject({ expected: all, found: all, recall: 1, missed: [] });
    for (const part of [score.times, score.users, score.sessions])
      expect(part).toMatchObject({ expected: all, found: all, recall: 1, precision: 1, wrong: [] });
    expect(score.counts).toEqual([
      { source: 'ual', expected: 2, found: 2 },
      { source: 'entra_signin', expected: 2, found: 2 },
      { source: 'entra_audit', expected: 2, found: 2 },
      { source: 'mail', expected: 1, found: 1 },
    ]);
  });

  it('names the events that are not there, and counts them nowhere else', async () => {
    const score = await scoreOf((_, index) => (index < 2 ? null : {}));
    expect(score.events.missed.map(({ id }) => id)).toEqual(
      truth.events.slice(0, 2).map(({ id }) => id),
    );
    expect(score.events.recall).toBeCloseTo(5 / 7);
    expect(score.times).toMatchObject({ expected: 5, found: 5 });
  });

  it('does not take an event of another log for it', async () => {
    const store = await openDuckdbStore(path.join(await scratch.folder(), 'store.duckdb'), 'write');
    const [event] = truth.events;
    await addRecords(store, 'all', [record({ event_id: event!.id }, { source: 'azure_activity' })]);
    const score = await scoreCase(store, truth);
    store.close();
    expect(score.events.found).toBe(0);
    expect(score.counts).toContainEqual({ source: 'azure_activity', expected: 0, found: 1 });
  });

  it('takes a time that is cut to its second, and no other', async () => {
    const score = await scoreOf(({ time }, index) =>
      index === 0 ? { time: micros(time) + 900_000n } : index === 1 ? { time: micros(time) + 9_000_000_000n } : {},
    ); // prettier-ignore
    const [, second] = truth.events;
    expect(score.times.wrong).toEqual([
      { id: second!.id, expected: second!.time, found: '2024-05-10T11:55:56.000Z' },
    ]);
    expect(score.times.missed).toEqual([]);
  });

  it('tells a missing session from a wrong one', async () => {
    const score = await scoreOf((_, index) =>
      index === 0 ? { session_id: null } : index === 1 ? { session_id: 'other' } : { user: 'x@y' },
    );
    const [first, second] = truth.events;
    expect(score.sessions.missed.map(({ id }) => id)).toEqual([first!.id]);
    expect(score.sessions.wrong).toEqual([
      { id: second!.id, expected: second!.session, found: 'other' },
    ]);
    expect(score.sessions).toMatchObject({ expected: 7, found: 5, precision: 5 / 6 });
    expect(score.users.wrong).toHaveLength(5);
  });

  it('takes the session a token leads to', async () => {
    const { session } = truth.events[0]!;
    const store = await openDuckdbStore(path.join(await scratch.folder(), 'store.duckdb'), 'write');
    const [event] = truth.events;
    await addRecords(store, 'all', [
      record({ event_id: event!.id, time: micros(event!.time), token_id: 'token', user: event!.user }, { source: event!.source }),
      record({ event_id: 'sign-in', token_id: 'token', session_id: session }, { source: 'entra_signin' }),
    ]); // prettier-ignore
    await store.joinTokens();
    expect((await scoreCase(store, truth)).sessions).toMatchObject({ expected: 1, found: 1 });
    store.close();
  });
});

describe('scoring what an investigation says', () => {
  it('scores nothing that nobody has said', async () => {
    const score = await scoreOf();
    const notScored = {
      kind: 'not-scored',
      reason: 'not scored: nothing in the case says it yet',
    };
    expect(score.scope).toEqual(notScored);
    expect(score.verdicts).toEqual(notScored);
    expect(score.traces.length).toBeGreaterThan(3);
    for (const { part } of score.traces) expect(part).toEqual(notScored);
  });

  it('tells nothing found from nothing said', async () => {
    const score = await scoreOf(undefined, { traces: [], scope: [], verdicts: [] });
    expect(score.scope).toMatchObject({ kind: 'scored', recall: 0, precision: null });
    expect(score.verdicts).toMatchObject({ kind: 'scored', recall: 0, precision: null });
    for (const { part } of score.traces) expect(part).toMatchObject({ recall: 0 });
  });

  it('counts a trace as found by a finding of its stage that an event of it proves', async () => {
    const rule = truth.traces.find(({ stage }) => stage === 'evasion')!;
    const score = await scoreOf(undefined, {
      traces: [
        { id: 'f1', stage: 'evasion', events: ['unrelated', rule.events[0]!] },
        { id: 'f2', stage: 'evasion', events: ['unrelated'] },
        { id: 'f3', stage: 'login', events: [rule.events[0]!] },
      ],
    });
    const part = (stage: string) => score.traces.find((one) => one.stage === stage)!.part;
    expect(part('evasion')).toMatchObject({ found: 1, recall: 1, precision: 0.5 });
    expect(part('evasion')).toMatchObject({ wrong: [{ id: 'f2' }] });
    expect(part('login')).toMatchObject({ found: 0, recall: 0, precision: 0 });
    expect(part('application')).toMatchObject({ recall: 0, precision: null });
  });

  it('asks for nothing that the evidence does not hold', async () => {
    const rule = truth.traces.find(({ stage }) => stage === 'evasion')!;
    const score = await scoreOf((event) => (event.trace === rule.trace ? null : {}), {
      traces: [],
      scope: truth.events.filter(({ id }) => id !== rule.events[0]).map(({ id }) => [id]),
      verdicts: [],
    });
    const { part } = score.traces.find(({ stage }) => stage === 'evasion')!;
    expect(part).toMatchObject({ expected: 0, recall: null, absent: [{ id: rule.events[0] }] });
    expect(score.scope).toMatchObject({ recall: 1, precision: 1, absent: [{}] });
  });

  it('accuses no user', async () => {
    const [stolen, decoy] = truth.sessions;
    const score = await scoreOf(undefined, {
      scope: [['by-key', truth.events[0]!.id], ['innocent']],
      verdicts: [
        { session: stolen!.id.toUpperCase(), verdict: 'suspicious' },
        { session: decoy!.id, verdict: 'attacker' },
        { session: 'another', verdict: 'mixed' },
        { session: 'a third', verdict: 'user' },
        { session: 'i-1', verdict: 'attacker', events: [truth.events[0]!.id] },
        { session: 'i-2', verdict: 'attacker', events: ['innocent'] },
      ],
    });
    expect(score.verdicts).toMatchObject({
      expected: 1,
      found: 1,
      wrong: [{ id: decoy!.id }, { id: 'another' }, { id: 'i-2' }],
      precision: 1 / 4,
    });
    expect(score.scope).toMatchObject({ found: 1, precision: 0.5, wrong: [{ id: 'innocent' }] });
  });
});
