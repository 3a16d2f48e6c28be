import { z } from 'zod';
import type { Severity } from '../../model/finding.js';
import type { Row, Store } from '../../store/store.js';
import type { Analyser, AnalyserMatch, EventPlace } from '../analyser.js';
import {
  jsonSql,
  listed,
  listParameter,
  mostEvents,
  numberIn,
  placeIn,
  someOf,
  strandSql,
  textIn,
  timeIn,
} from './activity-rows.js';

const parameters = z.strictObject({
  operations: z.array(z.string()).min(1),
  /** What an event counts for: itself, the messages it names, or its object (each object once an hour). */
  count: z.enum(['events', 'messages', 'objects']).default('events'),
  /** Whose habit is asked: the person's, or the mailbox's. */
  habitOf: z.enum(['user', 'mailbox']).default('user'),
  /** Of MailItemsAccessed: Bind or Sync. */
  accessType: z.enum(['Bind', 'Sync']).optional(),
  /** In an hour, and how many times the median of the busiest hours of the other days. */
  atLeast: z.number().positive(),
  times: z.number().positive().default(4),
  /** From here on it is `then`; more is needed where too little of a habit is known. */
  much: z.number().positive(),
  muchTimes: z.number().positive().default(8),
  then: z.enum(['low', 'medium', 'high']).default('medium'),
  /** Days with such activity, other than the day itself, that make a habit. */
  habitDays: z.number().int().positive().default(3),
  /** Where there is no habit: in an hour. */
  withoutHabit: z.number().positive(),
});
type Parameters = z.infer<typeof parameters>;

const weights = {
  events: '1',
  // OperationCount stands in MailItemsAccessed, AffectedItems in moves and deletions.
  messages: `greatest(1, coalesce(CASE WHEN operation = 'MailItemsAccessed'
    THEN TRY_CAST(regexp_extract(raw, '"OperationCount"\\s*:\\s*"?([0-9]+)', 1) AS BIGINT)
    ELSE json_array_length(json_extract(${jsonSql}, '$.AffectedItems')) END, 1))`,
  objects: '1',
} as const;

const selected = ({ count, habitOf, accessType }: Parameters): string => `
  SELECT evidence_id, record_no, "time", "user", coalesce(target_user, "user") AS mailbox,
    ${habitOf === 'user' ? '"user"' : 'coalesce(target_user, "user")'} AS whose,
    ${strandSql} AS strand, date_trunc('hour', "time") AS "hour",
    ${weights[count]} AS weight, object
  FROM event_view
  WHERE source = 'ual' AND operation IN (${listed('operations')}) AND "user" IS NOT NULL AND "time" IS NOT NULL
    AND coalesce(user_kind, '') NOT IN ('system', 'service')
    AND outcome <> 'failure'
    ${accessType === undefined ? '' : `AND contains(raw, '"${accessType}"')`}`;

const measure = ({ count }: Parameters): string =>
  count === 'objects' ? 'count(DISTINCT object)' : 'sum(weight)';

/**
 * More in an hour than this person (or mailbox) has on other days: reading, taking or deleting in bulk.
 * The habit is the median of the busiest hours of the other days, so that an intruder's few days do
 * not become the habit; an hour is told apart by session, else network.
 */
export const volumeBurst: Analyser<Parameters> = {
  slug: 'volume-burst',
  parameters,
  run: async (store, given) => {
    const hours = await store.query(
      `WITH e AS (${selected(given)}),
        hours AS (SELECT "user", mailbox, whose, strand, "hour", ${measure(given)} AS n FROM e GROUP BY ALL),
        busy AS (
          SELECT whose, date_trunc('day', "hour") AS "day", max(n) AS n
          FROM (SELECT whose, "hour", sum(n) AS n FROM hours GROUP BY ALL) GROUP BY ALL),
        many AS (SELECT * FROM hours WHERE n >= $least),
        judged AS (
          SELECT m.*,
            (SELECT median(b.n) FROM busy b WHERE b.whose = m.whose AND b."day" <> date_trunc('day', m."hour")) AS habit,
            (SELECT count(*) FROM busy b WHERE b.whose = m.whose AND b."day" <> date_trunc('day', m."hour")) AS habit_days
          FROM many m)
      SELECT "user", mailbox, strand, "hour", n::DOUBLE AS n, coalesce(habit, 0)::DOUBLE AS habit, habit_days
      FROM judged
      ORDER BY "user", mailbox, strand, "hour"`,
      { operations: listParameter(given.operations), least: given.atLeast },
    );
    const bursts = joined(hours.flatMap((row) => judged(row, given)));
    if (bursts.length === 0) return [];
    const places = await eventsOf(store, given, bursts);
    return bursts.flatMap((burst, index): AnalyserMatch[] => {
      const events = places.get(index)?.events ?? [];
      if (events.length === 0) return [];
      const habit = Math.round(burst.habit);
      return [
        {
          events,
          severity: burst.severity,
          values: {
            amount: String(burst.n),
            mailbox: burst.mailbox,
            habit: burst.habitDays === 0 ? { en: 'unknown', ja: '不明' } : String(habit),
            objects: someOf(places.get(index)?.objects ?? []),
          },
        },
      ];
    });
  },
};

interface Burst {
  readonly user: string;
  readonly mailbox: string;
  readonly strand: string;
  /** Of the first and the last hour, UTC microseconds. */
  readonly from: bigint;
  readonly to: bigint;
  readonly n: number;
  readonly habit: number;
  readonly habitDays: number;
  readonly severity: Severity;
}

function judged(row: Row, given: Parameters): Burst[] {
  const n = numberIn(row, 'n');
  const habit = numberIn(row, 'habit');
  const habitDays = numberIn(row, 'habit_days');
  const known = habitDays >= given.habitDays;
  if (known ? n < given.times * habit : n < given.withoutHabit) return [];
  const much = n >= given.much && (!known || n >= given.muchTimes * habit);
  const hour = timeIn(row, 'hour');
  return [
    {
      user: textIn(row, 'user'),
      mailbox: textIn(row, 'mailbox'),
      strand: textIn(row, 'strand'),
      from: hour,
      to: hour,
      n,
      habit,
      habitDays,
      severity: much ? given.then : 'low',
    },
  ];
}

const hourMicros = 3_600_000_000n;

/** Hours that follow one another are one burst. */
function joined(bursts: readonly Burst[]): Burst[] {
  const all: Burst[] = [];
  for (const burst of bursts) {
    const last = all.at(-1);
    if (
      last?.user === burst.user &&
      last.mailbox === burst.mailbox &&
      last.strand === burst.strand &&
      burst.from - last.to <= hourMicros
    )
      all[all.length - 1] = {
        ...last,
        to: burst.to,
        n: last.n + burst.n,
        severity: last.severity === 'low' ? burst.severity : last.severity,
      };
    else all.push(burst);
  }
  return all;
}

interface Proof {
  readonly events: EventPlace[];
  readonly objects: string[];
}

async function eventsOf(
  store: Store,
  given: Parameters,
  bursts: readonly Burst[],
): Promise<ReadonlyMap<number, Proof>> {
  const sought = bursts.map(({ user, mailbox, strand, from, to }, burst) => ({
    burst,
    user,
    mailbox,
    strand,
    since: String(from),
    until: String(to + hourMicros),
  }));
  const rows = await store.query(
    `WITH b AS (SELECT unnest(from_json($bursts,
        '[{"burst":"BIGINT","user":"VARCHAR","mailbox":"VARCHAR","strand":"VARCHAR","since":"BIGINT","until":"BIGINT"}]'), recursive := true)),
      e AS (${selected(given)})
    SELECT b.burst, e.evidence_id, e.record_no, e.object
    FROM e JOIN b ON e."user" = b."user" AND e.mailbox = b.mailbox AND e.strand = b.strand
      AND epoch_us(e."time") >= b.since AND epoch_us(e."time") < b.until
    QUALIFY row_number() OVER (PARTITION BY b.burst ORDER BY e."time", e.evidence_id, e.record_no) <= $most
    ORDER BY b.burst, e."time", e.evidence_id, e.record_no`,
    {
      operations: listParameter(given.operations),
      bursts: JSON.stringify(sought),
      most: mostEvents,
    },
  );
  const found = new Map<number, Proof>();
  for (const row of rows) {
    const index = numberIn(row, 'burst');
    const proof = found.get(index) ?? { events: [], objects: [] };
    found.set(index, proof);
    proof.events.push(placeIn(row));
    if (proof.objects.length < 50) proof.objects.push(lastPart(textIn(row, 'object')));
  }
  return found;
}

/** `https://…/Documents/Plan.xlsx` → `Plan.xlsx`. */
const lastPart = (object: string): string => object.slice(object.lastIndexOf('/') + 1);
