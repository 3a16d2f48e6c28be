import type { Store } from '../store/store.js';
import type { Ground } from './ground.js';
import { expand } from './expand.js';
import { groundOf } from './ground.js';
import type { Lure } from './lures.js';
import { readLures } from './lures.js';
import type { IncidentScope, Seed } from './scope.js';
import { placeKey } from './scope.js';
import { readStrands } from './strand.js';
import type { JudgedSession, Marks } from './verdict.js';
import { judge, noMarks } from './verdict.js';

export interface Intrusions {
  readonly ground: Ground;
  /** The gravest first. */
  readonly scopes: readonly IncidentScope[];
}

/**
 * The intrusions of a case: with seeds (or what makes them once the sessions are judged), the one that grows from them; without, one from each group of
 * sessions that are called attacker's, the gravest first, until all are in one.
 */
export async function findIntrusions(
  store: Store,
  asked: readonly Seed[] | ((ground: Ground) => Promise<readonly Seed[]>) = [],
  marks: Marks = noMarks,
): Promise<Intrusions> {
  const { sessions, baseline } = judge(await readStrands(store), marks);
  const ground = await groundOf(store, sessions, baseline, marks);
  const seeds = typeof asked === 'function' ? await asked(ground) : asked;
  const scopes: IncidentScope[] = [];
  if (seeds.length > 0) scopes.push(await expand(ground, seeds));
  const placed = new Set(scopes.flatMap(({ strands }) => strands.map(({ no }) => no)));
  const lured = await readLures(store);
  for (const session of gravestFirst(sessions, lured)) {
    if (seeds.length > 0) break;
    if (session.strands.some(({ no }) => placed.has(no))) continue;
    const scope = await expand(ground, [seedOf(session)]);
    for (const { no } of scope.strands) placed.add(no);
    scopes.push(scope);
  }
  return { ground, scopes };
}

const week = 7n * 24n * 3_600_000_000n;

/** Sessions that begin an intrusion: an attacker's by its own signals, or a suspicious one soon after a phishing mail. */
function gravestFirst(
  sessions: readonly JudgedSession[],
  lured: ReadonlyMap<string, readonly Lure[]>,
): readonly JudgedSession[] {
  const begins = ({ verdict, user, strands }: JudgedSession): boolean => {
    if (verdict === 'attacker' || verdict === 'mixed') return true;
    if (verdict !== 'suspicious') return false;
    const mail = lured.get(user ?? '')?.[0]?.time;
    return (
      mail !== undefined &&
      strands.some(({ first }) => first !== undefined && first >= mail && first <= mail + week)
    );
  };
  return sessions
    .filter(begins)
    .sort((a, b) => b.weight - a.weight || (a.session < b.session ? -1 : 1));
}

/** What is said of a session whose own signals began the investigation. */
export function seedOf(session: JudgedSession): Seed {
  const strand = session.strands.reduce((worst, each) =>
    each.weight > worst.weight ? each : worst,
  );
  const signals = [...strand.signals]
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  return {
    kind: 'session',
    value: session.session,
    link: 'verdict',
    said: {
      en: `Its own signals: ${signals.map(({ said }) => said.en).join('; ')}.`,
      ja: `セッション自体のシグナル: ${signals.map(({ said }) => said.ja).join('、')}。`,
    },
    events: [...new Set(signals.flatMap(({ events }) => events))],
  };
}

/** The events of a scope, in order of time. */
export async function scopeEvents(
  store: Store,
  scope: IncidentScope,
): Promise<readonly { readonly eventId: string; readonly source: string }[]> {
  const rows = await store.query(
    `SELECT e.event_id, e.source FROM events e
     WHERE e.rowid IN (SELECT "row" FROM event_strands WHERE strand IN (SELECT unnest(from_json($strands, '["INTEGER"]'))))
       OR (e.evidence_id || ':' || e.record_no) IN (SELECT unnest(from_json($places, '["VARCHAR"]')))
     ORDER BY e.time NULLS LAST, e.source, e.event_id`,
    {
      strands: JSON.stringify(scope.strands.map(({ no }) => no)),
      places: JSON.stringify(scope.places.map(placeKey)),
    },
  );
  return rows.map((row) => ({ eventId: String(row['event_id']), source: String(row['source']) }));
}
