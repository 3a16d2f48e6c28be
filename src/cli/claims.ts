import type { Claims, TraceClaim } from '../practice/score/claims.js';
import type { Store } from '../store/store.js';

/**
 * What the findings of a case claim of the intrusion: each of at least medium severity is a trace. What is
 * below says only what happened.
 */
export async function claimsOf(store: Store): Promise<Claims> {
  const findings = await store.findings({ filter: { severity: 'medium' }, order: 'time' });
  // A record that one export has without an id goes by its match key.
  const rows = await store.query(
    `SELECT f.finding, e.event_id, e.match_key
     FROM finding_events f JOIN events e USING (evidence_id, record_no)
     WHERE f.finding IN (SELECT unnest(from_json($ids, '["VARCHAR"]')))
     ORDER BY f.finding, e.time NULLS LAST, e.source, e.event_id`,
    { ids: JSON.stringify(findings.map(({ id }) => id)) },
  );
  const events = new Map<string, string[]>();
  for (const row of rows) {
    const finding = String(row['finding']);
    const ids = [row['event_id'], row['match_key']].filter((id) => typeof id === 'string');
    const known = events.get(finding);
    if (known === undefined) events.set(finding, ids);
    else known.push(...ids);
  }
  const traces = findings.map(({ id, stage }): TraceClaim => ({
    id,
    stage,
    events: events.get(id) ?? [],
  }));
  return { traces };
}
