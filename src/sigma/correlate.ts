import type { FieldMap } from './field.js';
import type { Correlation } from './rule.js';
import { fieldValues, fold, type RuleEvent } from './values.js';

/*
 * WHAT A CORRELATION FINDS. `correlate` follows these words slowly; compiled correlations must agree with it.
 *
 * Occurrences
 *  1. A rule occurs in each event it holds of: `from` and `to` are the event's time. Events without a time
 *     take no part. A correlation occurs in each of its matches, which have a `from` and a `to` (7).
 *  2. An event's value of a field is the first of its values (values.ts) that is not empty, folded; or none.
 *     A field that is an alias is, in the events of a rule, the field that the alias says for that rule.
 *  3. Groups: an occurrence is in the group of each combination of `group-by` values that one of its events
 *     has. An event that has no value of one of the fields is in no group. Without `group-by` all are in one.
 *  4. `value_count`: an occurrence counts for the value of `field` in each of its events; occurrences in whose
 *     events there is none take no part. An event that several rules hold of is counted once in a group.
 *
 * Windows, in each group by itself
 *  5. For each occurrence's `from`, e, there is the window from e - timespan to e, both included; the occurrences
 *     in it are those with from <= e and to >= e - timespan. It is satisfied when
 *     event_count: the number of occurrences in it is within all bounds;
 *     value_count: so is the number of different values;
 *     temporal: each rule has an occurrence in it (with bounds: the number of different rules is within them);
 *     temporal_ordered: there are moments t1 <= t2 <= … in the window, one for each rule in the order of `rules`,
 *     at each of which an occurrence of that rule is (from <= t <= to). Equal times are in order, and one
 *     event may stand for several rules.
 *  6. Satisfied windows are taken by e. One that shares an occurrence with the one before it (some occurrence
 *     in it has from <= the e before) goes into the same match; any other begins a new one.
 *  7. A match has all events of the occurrences in its windows. Its `from` is its first e, `to` its last: while
 *     it held. (So failures followed by a success are in order once there were enough failures, and still
 *     while they go on.)
 */

/** Once that a rule or a correlation was found: times are UTC microseconds. */
export interface Occurrence {
  readonly from: bigint;
  readonly to: bigint;
  /** In order of time. */
  readonly events: readonly RuleEvent[];
}

export interface CorrelationMatch extends Occurrence {
  /** Values of `groupBy`, folded. */
  readonly group: readonly string[];
}

/** A rule's occurrence in an event; none where the event has no time. */
export function occurrenceOf(event: RuleEvent): Occurrence | undefined {
  const time = event.columns['time'];
  return typeof time === 'bigint' ? { from: time, to: time, events: [event] } : undefined;
}

/** An occurrence in one group. */
interface Item extends Occurrence {
  readonly rule: string;
  /** Of value_count. */
  readonly values: readonly string[];
}

/**
 * What a correlation finds among what its rules found. `found`: the occurrences of each of `correlation.rules`; one
 * without an entry has none. In order of group and time.
 */
export function correlate(
  correlation: Correlation,
  found: ReadonlyMap<string, readonly Occurrence[]>,
  fields: FieldMap,
): readonly CorrelationMatch[] {
  const groups = new Map<string, { readonly group: readonly string[]; readonly items: Item[] }>();
  for (const rule of correlation.rules) {
    const valueOf = (field: string, event: RuleEvent): string | undefined => {
      const alias = correlation.aliases[field];
      const values = fieldValues(alias?.[rule] ?? field, event, fields);
      const text = values.find((value) => value.text !== '')?.text;
      return text === undefined ? undefined : fold(text);
    };
    for (const occurrence of found.get(rule) ?? []) {
      const values = valuesOf(occurrence, correlation.field, valueOf);
      if (correlation.field !== undefined && values.length === 0) continue;
      for (const group of groupsOf(occurrence, correlation.groupBy, valueOf)) {
        const key = JSON.stringify(group);
        const entry = groups.get(key) ?? { group, items: [] };
        entry.items.push({ ...occurrence, rule, values });
        groups.set(key, entry);
      }
    }
  }
  return [...groups.entries()]
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .flatMap(([, { group, items }]) =>
      matchesOf(correlation, items).map((match) => ({ ...match, group })),
    );
}

type ValueOf = (field: string, event: RuleEvent) => string | undefined;

function valuesOf(
  { events }: Occurrence,
  field: string | undefined,
  valueOf: ValueOf,
): readonly string[] {
  if (field === undefined) return [];
  return events.flatMap((event) => valueOf(field, event) ?? []);
}

function groupsOf(
  { events }: Occurrence,
  groupBy: readonly string[],
  valueOf: ValueOf,
): readonly (readonly string[])[] {
  const groups = new Map<string, readonly string[]>();
  for (const event of events) {
    const values = groupBy.flatMap((field) => valueOf(field, event) ?? []);
    if (values.length === groupBy.length) groups.set(JSON.stringify(values), values);
  }
  return [...groups.values()];
}

function matchesOf(correlation: Correlation, unordered: readonly Item[]): readonly Occurrence[] {
  const span = BigInt(correlation.timespan) * 1_000_000n;
  const items = [...unordered].sort((a, b) => compare(a.from, b.from));
  const ends = [...new Set(items.map(({ from }) => from))];
  const matches: { from: bigint; to: bigint; items: Set<Item> }[] = [];
  for (const end of ends) {
    const window = items.filter(({ from, to }) => from <= end && to >= end - span);
    if (!satisfied(correlation, window, end - span, end)) continue;
    const last = matches.at(-1);
    if (last !== undefined && window.some(({ from }) => from <= last.to)) {
      last.to = end;
      for (const item of window) last.items.add(item);
    } else matches.push({ from: end, to: end, items: new Set(window) });
  }
  return matches.map((match) => ({
    from: match.from,
    to: match.to,
    events: inOrder([...match.items].flatMap(({ events }) => events)),
  }));
}

/** Each event once, by time; those of one time as they came. */
function inOrder(events: readonly RuleEvent[]): readonly RuleEvent[] {
  const timeOf = ({ columns }: RuleEvent): bigint =>
    typeof columns['time'] === 'bigint' ? columns['time'] : 0n;
  return [...new Set(events)].sort((a, b) => compare(timeOf(a), timeOf(b)));
}

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

function satisfied(
  correlation: Correlation,
  window: readonly Item[],
  start: bigint,
  end: bigint,
): boolean {
  const within = (count: number): boolean =>
    correlation.bounds.every(({ how, to }) => bounds[how](count, to));
  const rules = new Set(window.map(({ rule }) => rule)).size;
  switch (correlation.type) {
    case 'event_count':
      return within(new Set(window.map(({ events, ...item }) => only(events) ?? item)).size);
    case 'value_count':
      return within(new Set(window.flatMap(({ values }) => values)).size);
    case 'temporal':
      return correlation.bounds.length > 0 ? within(rules) : rules === correlation.rules.length;
    case 'temporal_ordered':
      return ordered(correlation.rules, window, start, end);
  }
}

/** The event of an occurrence that has but one. */
const only = (events: readonly RuleEvent[]): RuleEvent | undefined =>
  events.length === 1 ? events[0] : undefined;

const bounds: Readonly<
  Record<Correlation['bounds'][number]['how'], (count: number, to: number) => boolean>
> = {
  eq: (count, to) => count === to,
  neq: (count, to) => count !== to,
  lt: (count, to) => count < to,
  lte: (count, to) => count <= to,
  gt: (count, to) => count > to,
  gte: (count, to) => count >= to,
};

/** Takes for each rule the earliest moment that is not before the last one's. */
function ordered(
  rules: readonly string[],
  window: readonly Item[],
  start: bigint,
  end: bigint,
): boolean {
  let at = start;
  for (const rule of rules) {
    const moments = window
      .filter((item) => item.rule === rule && item.to >= at)
      .map(({ from }) => (from > at ? from : at));
    const next = moments.reduce<bigint | undefined>(
      (first, moment) => (first === undefined || moment < first ? moment : first),
      undefined,
    );
    if (next === undefined || next > end) return false;
    at = next;
  }
  return true;
}
