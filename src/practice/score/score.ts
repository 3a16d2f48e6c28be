import type { Source } from '../../model/event.js';
import { sources } from '../../model/event.js';
import type { Store } from '../../store/store.js';
import type { Truth } from '../truth.js';
import type { Claims, InCase, StagePart } from './claims.js';
import { scoreScope, scoreTraces, scoreVerdicts } from './claims.js';
import type { Entry, Part, Scored } from './part.js';
import { scored } from './part.js';

/** How a case compares with the truth of the practice incident it was made from. */
export interface Score {
  readonly scenario: string;
  readonly seed: number;
  /** The attacker's events that are in the store. */
  readonly events: Scored;
  /** Of those: time to the second, user, session as the record says or as its token leads to. */
  readonly times: Scored;
  readonly users: Scored;
  readonly sessions: Scored;
  /** All events, by log. */
  readonly counts: readonly CountBySource[];
  readonly traces: readonly StagePart[];
  readonly scope: Part;
  readonly verdicts: Part;
}

export interface CountBySource {
  readonly source: Source;
  readonly expected: number;
  readonly found: number;
}

type TruthEvent = Truth['events'][number];

interface Held {
  readonly time: bigint | null;
  readonly user: string | null;
  readonly session: string | null;
}

const second = 1_000_000n;

/**
 * Compares a case with the truth: what was read and joined, and, as far as somebody claims it, what an
 * investigation found.
 */
export async function scoreCase(store: Store, truth: Truth, claims: Claims = {}): Promise<Score> {
  const held = await heldEvents(store, truth.events);
  const present = truth.events.filter((event) => held.has(keyOf(event)));
  const inStore = new Set(present.map(({ id }) => id));
  const inCase: InCase = (id) => inStore.has(id);
  return {
    scenario: truth.scenario,
    seed: truth.seed,
    events: scored({
      expected: truth.events.length,
      found: present.length,
      missed: truth.events
        .filter((event) => !held.has(keyOf(event)))
        .map((event) => ({
          id: event.id,
          expected: `${event.source} ${event.time} ${event.user}`,
          found: null,
        })),
    }),
    times: compare(present, held, {
      expected: ({ time }) => time,
      found: ({ time }) => (time === null ? null : isoText(time)),
      same: (event, { time }) => time !== null && near(time, microsOf(event.time)),
    }),
    users: compare(present, held, {
      expected: ({ user }) => user.toLowerCase(),
      found: ({ user }) => user,
    }),
    sessions: compare(
      present.filter(({ session }) => session !== null),
      held,
      {
        expected: ({ session }) => (session ?? '').toLowerCase(),
        found: ({ session }) => session,
      },
    ),
    counts: await countsOf(store, truth),
    traces: scoreTraces(truth, claims, inCase),
    scope: scoreScope(truth, claims, inCase),
    verdicts: scoreVerdicts(truth, claims, inCase),
  };
}

const keyOf = ({ source, id }: { readonly source: string; readonly id: string }): string =>
  `${source} ${id}`;

async function heldEvents(
  store: Store,
  events: readonly TruthEvent[],
): Promise<ReadonlyMap<string, Held>> {
  const held = new Map<string, Held>();
  const ids = JSON.stringify([...new Set(events.map(({ id }) => id))]);
  // One pass over the events, however many are sought. An export without ids gives a record its match
  // key for an id, and one with ids keeps that beside the record's own.
  const rows = await store.query(
    `WITH sought AS (SELECT unnest(from_json($ids, '["VARCHAR"]')) AS id)
     SELECT source, event_id, match_key, "time", "user", session FROM event_view
     WHERE event_id IN (SELECT id FROM sought) OR match_key IN (SELECT id FROM sought)`,
    { ids },
  );
  for (const { source, event_id: id, match_key: matchKey, time, user, session } of rows) {
    if (typeof source !== 'string') continue;
    const one: Held = {
      time: typeof time === 'bigint' ? time : null,
      user: typeof user === 'string' ? user : null,
      session: typeof session === 'string' ? session : null,
    };
    for (const name of [matchKey, id])
      if (typeof name === 'string') held.set(keyOf({ source, id: name }), one);
  }
  return held;
}

interface Comparison {
  readonly expected: (event: TruthEvent) => string;
  readonly found: (held: Held) => string | null;
  /** By default: what was found is what was expected. */
  readonly same?: (event: TruthEvent, held: Held) => boolean;
}

/** Right, missed (the case says nothing) and wrong (the case says another thing). */
function compare(
  events: readonly TruthEvent[],
  held: ReadonlyMap<string, Held>,
  { expected, found, same }: Comparison,
): Scored {
  const missed: Entry[] = [];
  const wrong: Entry[] = [];
  let right = 0;
  for (const event of events) {
    const one = held.get(keyOf(event));
    if (one === undefined) continue;
    const entry = { id: event.id, expected: expected(event), found: found(one) };
    if (entry.found === null) missed.push(entry);
    else if (same?.(event, one) ?? entry.found === entry.expected) right += 1;
    else wrong.push(entry);
  }
  return scored({ expected: events.length, found: right, missed, wrong });
}

async function countsOf(store: Store, truth: Truth): Promise<readonly CountBySource[]> {
  const counts: CountBySource[] = [];
  for (const source of sources) {
    const expected = truth.counts[source] ?? 0;
    const found = await store.countEvents({ source: [source] });
    if (expected > 0 || found > 0) counts.push({ source, expected, found });
  }
  return counts;
}

const microsOf = (time: string): bigint => BigInt(new Date(time).getTime()) * 1000n;
const isoText = (micros: bigint): string => new Date(Number(micros / 1000n)).toISOString();

/** Many exports cut a time to its second. */
const near = (a: bigint, b: bigint): boolean => (a > b ? a - b : b - a) < second;
