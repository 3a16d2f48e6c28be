import type { Claims, VerdictClaim } from '../practice/score/claims.js';
import type { Intrusions } from '../scope/intrusions.js';
import { scopeEvents } from '../scope/intrusions.js';
import type { JudgedSession } from '../scope/verdict.js';
import type { Store } from '../store/store.js';

/** What the intrusions that were found claim: the events in scope, and what each session is called. */
export async function scopeClaims(
  store: Store,
  { ground, scopes }: Intrusions,
): Promise<Pick<Claims, 'scope' | 'verdicts'>> {
  const events = new Map<string, string>();
  for (const scope of scopes)
    for (const { source, eventId } of await scopeEvents(store, scope))
      events.set(`${source} ${eventId}`, eventId);
  const names = await store.query(
    `SELECT event_id, match_key FROM events
     WHERE match_key IS NOT NULL AND event_id IN (SELECT unnest(from_json($ids, '["VARCHAR"]')))`,
    { ids: JSON.stringify([...new Set(events.values())]) },
  );
  const keys = new Map(names.map((row) => [String(row['event_id']), String(row['match_key'])]));
  const verdicts: VerdictClaim[] = [];
  for (const session of ground.sessions)
    verdicts.push({
      session: session.session,
      verdict: session.verdict,
      // A session of records without an id has no name in the truth: its events say whose it is.
      ...(session.inferred && isAccused(session)
        ? { events: await accusedEvents(store, session) }
        : {}),
    });
  return {
    scope: [...events.values()].map((id) => [id, ...(keys.has(id) ? [keys.get(id) ?? id] : [])]),
    verdicts,
  };
}

const isAccused = ({ verdict }: JudgedSession): boolean =>
  verdict === 'attacker' || verdict === 'suspicious' || verdict === 'mixed';

async function accusedEvents(store: Store, session: JudgedSession): Promise<readonly string[]> {
  const strands = session.strands
    .filter(({ verdict }) => verdict === 'attacker' || verdict === 'suspicious')
    .map(({ no }) => no);
  const rows = await store.query(
    `SELECT e.event_id, e.match_key FROM event_strands s JOIN events e ON e.rowid = s."row"
     WHERE s.strand IN (SELECT unnest(from_json($strands, '["INTEGER"]'))) ORDER BY e.event_id`,
    { strands: JSON.stringify(strands) },
  );
  return rows
    .flatMap((row) => [row['event_id'], row['match_key']])
    .filter((id) => typeof id === 'string');
}
