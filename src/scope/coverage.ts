import type { Store } from '../store/store.js';
import { numberOf, textOf, timeOf } from './rows.js';

/** The time one kind of log covers in the case. */
export interface Coverage {
  readonly source: string;
  readonly first: bigint | undefined;
  readonly last: bigint | undefined;
  readonly events: number;
  readonly files: number;
  readonly users: number;
}

export async function coverage(store: Store): Promise<readonly Coverage[]> {
  const rows = await store.query(
    `SELECT source, min(time) AS first, max(time) AS last, count(*) AS events,
       count(DISTINCT "user") AS users,
       (SELECT count(DISTINCT seen.evidence_id) FROM (
          SELECT e.evidence_id FROM events e WHERE e.source = v.source
          UNION ALL SELECT s.evidence_id FROM sightings s WHERE s.source = v.source) seen) AS files
     FROM event_view v GROUP BY source ORDER BY first NULLS LAST, source`,
  );
  return rows.map((row) => ({
    source: textOf(row, 'source') ?? '',
    first: timeOf(row, 'first'),
    last: timeOf(row, 'last'),
    events: numberOf(row, 'events'),
    files: numberOf(row, 'files'),
    users: numberOf(row, 'users'),
  }));
}
