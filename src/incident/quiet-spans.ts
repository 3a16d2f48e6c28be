import type { Store } from '../store/store.js';
import { numberOf, textOf } from '../scope/rows.js';

/** A span in which a log holds nothing although it should. */
export interface QuietSpan {
  readonly source: string;
  /** UTC microseconds: the last record before it, and the first after it. */
  readonly from: bigint;
  readonly to: bigint;
  /** How many records there would have been, by other days. */
  readonly expected: number;
}

const hour = 3_600_000_000n;
/** Silence of so many expected records does not come by chance, even with records in bursts … */
const tooMany = 25;
/** … in some hours; a night or a holiday is longer, and quiet in its own way. */
const tooManyLong = 80;
const long = 6n * hour;
const shortest = 30n * 60_000_000n;
/** Days that must be known before anything can be expected. */
const leastDays = 4;

/**
 * Spans without records, where the same hours of other days have many (workdays and weekends apart) and
 * the other logs go on: holidays are quiet in all of them.
 */
export async function quietSpans(store: Store): Promise<readonly QuietSpan[]> {
  const rows = await store.query(
    `SELECT source, date_diff('hour', TIMESTAMP '1970-01-01', time) AS hour, count(*) AS n,
       epoch_us(min(time))::VARCHAR AS first, epoch_us(max(time))::VARCHAR AS last
     FROM events WHERE time IS NOT NULL AND source IN ('ual', 'entra_signin', 'message_trace') GROUP BY 1, 2 ORDER BY 1, 2`,
  );
  const logs = new Map<string, Bucket[]>();
  for (const row of rows) {
    const source = textOf(row, 'source') ?? '';
    const list = logs.get(source) ?? [];
    logs.set(source, list);
    list.push({
      hour: numberOf(row, 'hour'),
      n: numberOf(row, 'n'),
      first: BigInt(textOf(row, 'first') ?? '0'),
      last: BigInt(textOf(row, 'last') ?? '0'),
    });
  }
  const usual = new Map([...logs].map(([source, list]) => [source, usualOf(list)]));
  return [...logs].flatMap(([source, list]) =>
    list.flatMap((bucket, at): readonly QuietSpan[] => {
      const next = list[at + 1];
      if (next === undefined || next.first - bucket.last < shortest) return [];
      const expects = usual.get(source);
      const expected = expects?.(bucket.last, next.first) ?? 0;
      if (expected < (next.first - bucket.last > long ? tooManyLong : tooMany)) return [];
      const others = [...logs].filter(([name]) => name !== source);
      const theirs = others.reduce((sum, [name]) => sum + (usual.get(name)?.(bucket.last, next.first) ?? 0), 0); // prettier-ignore
      const seen = others.reduce((sum, [, each]) => sum + inSpan(each, bucket.last, next.first), 0);
      if (theirs >= tooMany && seen < theirs * 0.25) return [];
      return [{ source, from: bucket.last, to: next.first, expected: Math.round(expected) }];
    }),
  );
}

interface Bucket {
  /** Hours since 1970, UTC. */
  readonly hour: number;
  readonly n: number;
  readonly first: bigint;
  readonly last: bigint;
}

const isWeekend = (hours: number): boolean => {
  // 1970-01-01 was a Thursday.
  const day = (Math.floor(hours / 24) + 4) % 7;
  return day === 0 || day === 6;
};

/** How many records a span would have, by the lower quartile of the same hour on other days. */
function usualOf(list: readonly Bucket[]): (from: bigint, to: bigint) => number {
  const [first, last] = [list[0]?.hour ?? 0, list.at(-1)?.hour ?? 0];
  const byHour = new Map(list.map(({ hour: at, n }) => [at, n]));
  const quartiles = new Map<string, number>();
  for (const weekend of [false, true])
    for (let of = 0; of < 24; of++) {
      const counts: number[] = [];
      for (let at = first; at <= last; at++)
        if (at % 24 === of && isWeekend(at) === weekend) counts.push(byHour.get(at) ?? 0);
      counts.sort((a, b) => a - b);
      quartiles.set(`${weekend} ${of}`, counts.length < leastDays ? 0 : (counts[counts.length >> 2] ?? 0)); // prettier-ignore
    }
  return (from, to) => {
    let sum = 0;
    for (let start = from - (from % hour); start < to; start += hour) {
      const begin = start > from ? start : from;
      const end = start + hour < to ? start + hour : to;
      const at = Number(start / hour);
      sum += ((quartiles.get(`${isWeekend(at)} ${at % 24}`) ?? 0) * Number(end - begin)) / Number(hour);
    }
    return sum;
  };
} // prettier-ignore

const inSpan = (list: readonly Bucket[], from: bigint, to: bigint): number =>
  list.reduce((sum, { first, last, n }) => (first >= from && last <= to ? sum + n : sum), 0);
