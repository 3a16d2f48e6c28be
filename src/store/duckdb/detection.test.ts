import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addRecords, at, record } from '../../../test/support/store-records.js';
import type { Normalised } from '../../model/event.js';
import type { Source } from '../../model/event.js';
import type { GroupFacts, PlacedMatch, RuleFacts, RuleGrouping } from '../detection.js';
import { openMemoryStore } from './store.js';
import type { MemoryStore } from './store.js';

let store: MemoryStore;
beforeEach(async () => {
  store = await openMemoryStore();
});
afterEach(() => {
  store.close();
});

const minute = 60;
const hour = 3_600_000_000n;
const rule = (more: Partial<RuleGrouping> = {}): RuleGrouping => ({
  rule: 0,
  id: 'rule-a',
  group: ['user', 'session'],
  gap: hour,
  matches: 'merge',
  columns: [],
  needsRecords: false,
  ...more,
});

interface Given extends Partial<Normalised> {
  readonly source?: Source;
}

/** Adds events, numbered from 1; their ids are e1, e2 … */
async function add(...given: readonly Given[]): Promise<void> {
  await addRecords(
    store,
    'a',
    given.map(({ source, ...values }, index) =>
      record(
        { event_id: `e${index + 1}`, user: 'a@x.example', ...values },
        { source: source ?? 'ual' },
      ),
    ),
  );
}

/** The findings of these matches: the numbers of their records, oldest first. */
async function group(
  rules: readonly RuleGrouping[],
  matches: readonly PlacedMatch[],
): Promise<readonly { readonly facts: GroupFacts; readonly records: readonly number[] }[]> {
  const detection = await store.detection();
  await detection.add(matches);
  const count = await detection.group(rules);
  const facts = await detection.facts(0, count);
  await detection.tell(
    facts.map(({ finding }) => ({
      finding,
      severity: 'medium',
      own: 'low',
      raisedEn: undefined,
      raisedJa: undefined,
      saidEn: 'said',
      saidJa: '文',
    })),
  );
  await detection.complete(
    rules.map(({ id }) => ruleFacts(id)),
    'stamp',
  );
  const events = await store.findingEvents(facts.map(({ id }) => id));
  return facts.map((one) => ({
    facts: one,
    records: (events.get(one.id) ?? []).map(({ recordNo }) => recordNo),
  }));
}

const ruleFacts = (id: string): RuleFacts => ({
  rule: id,
  title: { en: id, ja: id },
  stage: 'evasion',
  trace: 'mark',
  techniques: ['T1564.008'],
  rows: ['W-45'],
  falsePositives: [{ en: 'or not', ja: '別のもの' }],
  check: [{ en: 'ask', ja: '聞く' }],
  level: 'low',
  description: '',
  file: 'x.yml',
});

const each = (count: number, more: Partial<PlacedMatch> = {}): readonly PlacedMatch[] =>
  Array.from({ length: count }, (_, index) => ({
    rule: 0,
    match: undefined,
    evidenceId: 1,
    recordNo: index + 1,
    ...more,
  }));

describe('grouping', () => {
  it('joins events of one user and session that are no further apart than the gap', async () => {
    await add(
      { time: at(0), session_id: 's' },
      { time: at(50 * minute), session_id: 's' },
      { time: at(100 * minute), session_id: 's' },
      { time: at(161 * minute), session_id: 's' },
      { time: at(1), session_id: 'other' },
      { time: at(2), session_id: 's', user: 'b@x.example' },
    );
    const found = await group([rule()], each(6));
    expect(found.map(({ records }) => records)).toEqual([[1, 2, 3], [5], [6], [4]]);
    expect(found[0]?.facts).toMatchObject({
      users: ['a@x.example'],
      sessions: ['s'],
      eventCount: 3,
    });
    expect(found[0]?.facts.last).toBe(at(100 * minute));
  });

  it('keeps rules apart, and forgets matches of rules that give no findings', async () => {
    await add({ time: at(0) }, { time: at(1) });
    const found = await group(
      [rule(), rule({ rule: 1, id: 'rule-b' })],
      [...each(2), ...each(2, { rule: 1 }), ...each(2, { rule: 7 })],
    );
    expect(found.map(({ records }) => records)).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect(new Set(found.map(({ facts }) => facts.id)).size).toBe(2);
  });

  it('gives an event without a session to the nearest that has one', async () => {
    await add(
      { time: at(0), session_id: 's' },
      { time: at(10) },
      { time: at(40 * minute) },
      { time: at(50 * minute), session_id: 't' },
      { time: at(5 * 60 * minute) },
    );
    const found = await group([rule()], each(5));
    expect(found.map(({ records }) => records)).toEqual([[1, 2], [3, 4], [5]]);
  });

  it('knows a directory record and its copy for one act, whatever each log calls the object', async () => {
    const act = { operation: 'Add member to role', correlation_id: 'c' };
    await add(
      { ...act, time: at(0), source: 'entra_audit', object: 'b@x.example', session_id: 's' },
      { ...act, time: at(1), object: 'Global Administrator' },
      // Another one at the same time, and one that no other log has.
      { ...act, time: at(1), object: 'Reader', correlation_id: 'd', user: 'b@x.example' },
      { ...act, time: at(2 * minute), object: 'Reader', correlation_id: null },
    );
    const found = await group([rule({ group: ['user', 'object'] })], each(4));
    expect(found.map(({ records }) => records)).toEqual([[1, 2], [3], [4]]);
  });

  it('merges matches that overlap and are of the same user; an analyser’s stay as they are', async () => {
    await add(
      { time: at(0) },
      { time: at(10 * minute) },
      { time: at(20 * minute) },
      { time: at(10 * 60 * minute) },
    );
    const matches: readonly PlacedMatch[] = [
      { rule: 0, match: 1, evidenceId: 1, recordNo: 1 },
      { rule: 0, match: 1, evidenceId: 1, recordNo: 2 },
      { rule: 0, match: 2, evidenceId: 1, recordNo: 2 },
      { rule: 0, match: 2, evidenceId: 1, recordNo: 3 },
      { rule: 0, match: 3, evidenceId: 1, recordNo: 4 },
    ];
    expect((await group([rule()], matches)).map(({ records }) => records)).toEqual([
      [1, 2, 3],
      [4],
    ]);
    const apart = await group([rule({ matches: 'each' })], matches);
    expect(apart.map(({ records }) => records)).toEqual([[1, 2], [2, 3], [4]]);
    expect(apart.map(({ facts }) => facts.match)).toEqual([1, 2, 3]);
  });

  it('groups by what an event says beside its columns', async () => {
    await add({ time: at(0) }, { time: at(1) }, { time: at(2) });
    const detection = await store.detection();
    await detection.add(each(3));
    await detection.addKeys([
      { rule: 0, evidenceId: 1, recordNo: 1, key: 'x' },
      { rule: 0, evidenceId: 1, recordNo: 2, key: 'y' },
      { rule: 0, evidenceId: 1, recordNo: 3, key: 'x' },
    ]);
    expect(await detection.group([rule()])).toBe(2);
    detection.abandon();
  });
});

describe('findings', () => {
  it('have ids that come from the rule and the first event, whatever else is there', async () => {
    await add({ time: at(0) }, { time: at(5 * 60 * minute) });
    const [one, two] = await group([rule()], each(2));
    const alone = await group([rule()], each(2).slice(1));
    expect(alone[0]?.facts.id).toBe(two?.facts.id);
    expect(one?.facts.id).toMatch(/^[0-9a-f]{12}$/);
  });

  it('with the same first event have ids of their own', async () => {
    await add({ time: at(0) }, { time: at(1) }, { time: at(2) });
    const found = await group(
      [rule({ matches: 'each' })],
      [
        { rule: 0, match: 1, evidenceId: 1, recordNo: 1 },
        { rule: 0, match: 1, evidenceId: 1, recordNo: 2 },
        { rule: 0, match: 2, evidenceId: 1, recordNo: 1 },
        { rule: 0, match: 2, evidenceId: 1, recordNo: 3 },
      ],
    );
    expect(new Set(found.map(({ facts }) => facts.id)).size).toBe(2);
  });

  it('are read with what their rule says, and filtered', async () => {
    await add(
      { time: at(0), session_id: 's', ip: '192.0.2.1', target_user: 'b@x.example' },
      { time: at(7_200) },
    );
    await group([rule()], each(2));
    const [first, second] = await store.findings({ filter: {}, order: 'time' });
    expect(first).toMatchObject({
      title: { en: 'rule-a' }, severity: 'medium', level: 'low', techniques: ['T1564.008'], rows: ['W-45'],
      falsePositives: [{ en: 'or not', ja: '別のもの' }], check: [{ en: 'ask', ja: '聞く' }], raised: undefined,
    }); // prettier-ignore
    const ids = async (
      filter: Parameters<typeof store.countFindings>[0],
    ): Promise<readonly string[]> =>
      (await store.findings({ filter, order: 'time' })).map(({ id }) => id);
    expect(await ids({ ip: ['::ffff:192.0.2.1'] })).toEqual([first?.id]);
    expect(await ids({ user: ['B@x.example'] })).toEqual([first?.id]);
    expect(await ids({ since: at(1) })).toEqual([second?.id]);
    expect(await ids({ until: at(1) })).toEqual([first?.id]);
    expect(await ids({ severity: 'high' })).toEqual([]);
    expect(await ids({ technique: ['t1564'] })).toHaveLength(2);
    expect(await ids({ technique: ['T156'] })).toEqual([]);
    expect(await ids({ id: first?.id.slice(0, 5) ?? '' })).toEqual([first?.id]);
    expect(await store.countFindings({ stage: ['evasion'], rule: ['mark'] })).toBe(2);
    expect(await store.countEvents({ finding: [first?.id ?? ''] })).toBe(1);
  });

  it('stay as they were when the making of new ones is given up', async () => {
    await add({ time: at(0) });
    await group([rule()], each(1));
    const before = await store.findings({ filter: {}, order: 'time' });
    const detection = await store.detection();
    await detection.add([]);
    expect(await detection.group([rule()])).toBe(0);
    // Nobody sees what is not complete.
    expect(await store.findings({ filter: {}, order: 'time' })).toEqual(before);
    detection.abandon();
    expect(await store.findingsStamp()).toBe('stamp');
    const emptied = await store.detection();
    await emptied.group([rule()]);
    await emptied.complete([], 'none');
    expect(await store.findings({ filter: {}, order: 'time' })).toEqual([]);
    expect(await store.findingsStamp()).toBe('none');
  });

  it('depend on the evidence, and on what is known of addresses', async () => {
    const empty = await store.findingsState();
    await add({ time: at(0), ip: '192.0.2.1' });
    const added = await store.findingsState();
    await store.saveAddresses([
      {
        ip: '192.0.2.1',
        country: 'JP',
        city: null,
        asn: 1,
        asOrg: null,
        kind: 'public',
        origin: 'x',
      },
    ]);
    const known = await store.findingsState();
    expect(new Set([empty, added, known]).size).toBe(3);
    expect(await store.findingsState()).toBe(known);
  });
});
