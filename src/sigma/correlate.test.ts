import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { correlate, occurrenceOf, type CorrelationMatch, type Occurrence } from './correlate.js';
import type { FieldMap } from './field.js';
import { parseRules } from './parse/parse.js';
import type { Correlation } from './rule.js';
import type { RuleEvent } from './values.js';

const fields: FieldMap = { resolve: (field) => [{ kind: 'column', column: field }] };

/** Seconds after the beginning. */
const eventAt = (second: number, columns: RuleEvent['columns'] = {}): RuleEvent => ({
  source: 'entra_signin',
  columns: { time: BigInt(second) * 1_000_000n, ...columns },
  raw: null,
});

function correlationOf(lines: string): Correlation {
  const { documents, problems } = parseRules(`title: C\ncorrelation: { ${lines} }`, 'c.yml');
  const [document] = documents;
  if (document?.kind !== 'correlation') throw new Error(JSON.stringify(problems));
  return document;
}

const occurrences = (events: readonly RuleEvent[]): readonly Occurrence[] =>
  events.flatMap((event) => occurrenceOf(event) ?? []);

function find(
  lines: string,
  found: Readonly<Record<string, readonly RuleEvent[]>>,
): readonly CorrelationMatch[] {
  const entries = Object.entries(found).map(
    ([rule, events]) => [rule, occurrences(events)] as const,
  );
  return correlate(correlationOf(lines), new Map(entries), fields);
}

const seconds = ({ from, to, events }: Occurrence): readonly (number | string)[] => [
  Number(from / 1_000_000n),
  Number(to / 1_000_000n),
  events.map(({ columns }) => Number((columns['time'] as bigint) / 1_000_000n)).join(),
];

const count = 'type: event_count, rules: [a], timespan: 10s';

describe('event_count', () => {
  it.each<[string, string, readonly number[], readonly (readonly (number | string)[])[]]>([
    ['enough within the span', 'gte: 3', [0, 4, 9], [[9, 9, '0,4,9']]],
    ['the span includes both its ends', 'gte: 2', [0, 10], [[10, 10, '0,10']]],
    ['and nothing more', 'gte: 2', [0, 11], []],
    [
      'windows that share an event are one match',
      'gte: 3',
      [0, 5, 10, 15, 20],
      [[10, 20, '0,5,10,15,20']],
    ],
    [
      'others are two',
      'gte: 2',
      [0, 1, 12, 13],
      [
        [1, 1, '0,1'],
        [13, 13, '12,13'],
      ],
    ],
    [
      'windows that only touch are two',
      'gte: 2',
      [0, 10, 21, 30],
      [
        [10, 10, '0,10'],
        [30, 30, '21,30'],
      ],
    ],
    ['events before and after are left out', 'gte: 3', [0, 20, 21, 22, 60], [[22, 22, '20,21,22']]],
    ['events at one time', 'gt: 2', [5, 5, 5], [[5, 5, '5,5,5']]],
    ['exactly', 'eq: 2', [0, 1, 2], [[1, 1, '0,1']]],
    ['between', 'gt: 1, lte: 2', [0, 1, 2], [[1, 1, '0,1']]],
    ['less', 'lt: 2', [0, 1], [[0, 0, '0']]],
    ['another number', 'neq: 1', [0, 1], [[1, 1, '0,1']]],
    ['in any order of arrival', 'gte: 3', [9, 0, 4], [[9, 9, '0,4,9']]],
    ['none at all', 'gte: 1', [], []],
  ])('%s', (_, bounds, times, expected) => {
    const matches = find(`${count}, condition: { ${bounds} }`, {
      a: times.map((at) => eventAt(at)),
    });
    expect(matches.map(seconds)).toEqual(expected);
  });

  it('counts each group by itself, without regard to case, and nothing without a value', () => {
    const matches = find(`${count}, group-by: [user, ip], condition: { gte: 2 }`, {
      a: [
        eventAt(0, { user: 'Alice', ip: '1' }),
        eventAt(1, { user: 'bob', ip: '1' }),
        eventAt(2, { user: 'ALICE', ip: '1' }),
        eventAt(3, { user: 'alice', ip: '2' }),
        eventAt(4, { user: null, ip: '1' }),
        eventAt(5, { user: '', ip: '1' }),
      ],
    });
    expect(matches.map((match) => [match.group, ...seconds(match)])).toEqual([
      [['alice', '1'], 2, 2, '0,2'],
    ]);
  });

  it('counts an event once, however many rules hold of it', () => {
    const both = eventAt(0);
    const found = { a: [both], b: [both] };
    const lines = 'type: event_count, rules: [a, b], timespan: 10s';
    expect(find(`${lines}, condition: { gte: 2 }`, found)).toEqual([]);
    expect(find(`${lines}, condition: { eq: 1 }`, found)).toHaveLength(1);
    expect(find(`${lines}, condition: { gte: 2 }`, { a: [both], b: [eventAt(0)] })).toHaveLength(1);
  });

  it('leaves out events without a time', () => {
    const timeless: RuleEvent = { source: 'ual', columns: { time: null }, raw: null };
    expect(find(`${count}, condition: { gte: 1 }`, { a: [timeless] })).toEqual([]);
  });

  it('finds what a look at every window finds', () => {
    const times = fc.array(fc.nat(60), { maxLength: 12 });
    fc.assert(
      fc.property(times, fc.integer({ min: 1, max: 4 }), (list, least) => {
        const matches = find(`${count}, condition: { gte: ${least} }`, {
          a: list.map((at) => eventAt(at)),
        });
        const inside = (start: number): number[] =>
          list.filter((at) => at >= start && at <= start + 10);
        const enough = Array.from({ length: 71 }, (_, n) => n - 10).filter(
          (start) => inside(start).length >= least,
        );
        const expected = [...new Set(enough.flatMap(inside))].sort((a, b) => a - b);
        const got = [
          ...new Set(matches.flatMap((match) => String(seconds(match)[2]).split(',').map(Number))),
        ];
        expect(got).toEqual(expected);
      }),
    );
  });
});

describe('value_count', () => {
  const values = 'type: value_count, rules: [a], timespan: 10s, group-by: [ip]';

  it('counts different values, without regard to case, in events that have one', () => {
    const at = (second: number, user: string | null): RuleEvent =>
      eventAt(second, { ip: 'x', user });
    const found = { a: [at(0, 'a'), at(1, 'A'), at(2, ''), at(3, null), at(4, 'b'), at(30, 'c')] };
    const matches = find(`${values}, condition: { field: user, gte: 2 }`, found);
    expect(matches.map(seconds)).toEqual([[4, 4, '0,1,4']]);
    expect(find(`${values}, condition: { field: user, gte: 3 }`, found)).toEqual([]);
  });
});

describe('temporal', () => {
  const lines = 'type: temporal, rules: [a, b, c], timespan: 10s';

  it('wants each rule in one window, in any order', () => {
    const found = {
      a: [eventAt(9), eventAt(50)],
      b: [eventAt(0)],
      c: [eventAt(5), eventAt(6), eventAt(25)],
    };
    expect(find(lines, found).map(seconds)).toEqual([[9, 9, '0,5,6,9']]);
    expect(find(lines, { ...found, b: [] })).toEqual([]);
    expect(find(lines, { a: [eventAt(0)], b: [eventAt(5)], c: [eventAt(11)] })).toEqual([]);
  });

  it('may want fewer of them', () => {
    const found = { a: [eventAt(0)], b: [eventAt(5)] };
    expect(find(`${lines}, condition: { gte: 2 }`, found).map(seconds)).toEqual([[5, 5, '0,5']]);
    expect(find(`${lines}, condition: { eq: 1 }`, found).map(seconds)).toEqual([[0, 0, '0']]);
  });

  it('one event may stand for several rules', () => {
    const one = eventAt(3);
    expect(find(lines, { a: [one], b: [one], c: [one] }).map(seconds)).toEqual([[3, 3, '3']]);
  });

  it('groups by aliases', () => {
    const aliases = 'aliases: { who: { a: user, b: target_user } }';
    const found = {
      a: [eventAt(0, { user: 'alice' }), eventAt(1, { user: 'carol', target_user: 'bob' })],
      b: [eventAt(5, { target_user: 'ALICE', user: 'bob' })],
    };
    const matches = find(
      `type: temporal, rules: [a, b], timespan: 10s, group-by: [who], ${aliases}`,
      found,
    );
    expect(matches.map((match) => [match.group, ...seconds(match)])).toEqual([
      [['alice'], 5, 5, '0,5'],
    ]);
  });
});

describe('temporal_ordered', () => {
  const lines = 'type: temporal_ordered, rules: [a, b, c], timespan: 10s';
  it.each<[string, readonly number[], readonly number[], readonly number[], number]>([
    ['in order', [0], [4], [9], 1],
    ['out of order', [4], [0], [9], 0],
    ['at one time', [5], [5], [5], 1],
    ['one before and one after', [6, 1], [4], [5, 0], 1],
    ['the last too late', [0], [5], [11], 0],
    ['a later beginning will do', [0, 3], [5], [12], 1],
    ['the only good middle is too early', [2], [1], [3], 0],
    ['in two windows, not one', [0], [8], [12], 0],
  ])('%s', (_, a, b, c, expected) => {
    const at = (times: readonly number[]): readonly RuleEvent[] =>
      times.map((time) => eventAt(time));
    expect(find(lines, { a: at(a), b: at(b), c: at(c) })).toHaveLength(expected);
  });
});

describe('a correlation of correlations', () => {
  const many = correlationOf(
    'type: event_count, rules: [failed], group-by: [user], timespan: 10s, condition: { gte: 3 }',
  );
  const then = correlationOf(
    'type: temporal_ordered, rules: [many, success], group-by: [user], timespan: 5s',
  );
  const failures = (...times: readonly number[]): readonly Occurrence[] =>
    correlate(
      many,
      new Map([['failed', occurrences(times.map((at) => eventAt(at, { user: 'alice' })))]]),
      fields,
    );
  const after = (
    success: number,
    parts: readonly Occurrence[],
    user = 'Alice',
  ): readonly CorrelationMatch[] =>
    correlate(
      then,
      new Map([
        ['many', parts],
        ['success', occurrences([eventAt(success, { user })])],
      ]),
      fields,
    );

  it.each<[string, number, number]>([
    ['soon after', 12, 1],
    ['as late as the span allows', 13, 1],
    ['too late', 14, 0],
    ['while they go on', 7, 1],
    ['with the one that makes them enough', 4, 1],
    ['before there are enough', 3, 0],
  ])('failures, then a success %s', (_, success, expected) => {
    expect(after(success, failures(0, 2, 4, 6, 8))).toHaveLength(expected);
  });

  it('has the events of its parts', () => {
    expect(after(12, failures(0, 2, 4, 6, 8)).map(seconds)).toEqual([[12, 12, '0,2,4,6,8,12']]);
  });

  it('is of the groups of all events of its parts', () => {
    const spray = correlationOf(
      'type: value_count, rules: [failed], group-by: [ip], timespan: 10s, condition: { field: user, gte: 3 }',
    );
    const users = ['alice', 'bob', 'carol'].map((user, second) =>
      eventAt(second, { ip: 'x', user }),
    );
    const parts = correlate(spray, new Map([['failed', occurrences(users)]]), fields);
    expect(parts).toHaveLength(1);
    expect(after(4, parts, 'BOB').map(({ group }) => group)).toEqual([['bob']]);
    expect(after(4, parts, 'dave')).toEqual([]);
  });
});
