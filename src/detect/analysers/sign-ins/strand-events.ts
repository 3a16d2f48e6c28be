import type { Store } from '../../../store/store.js';
import type { EventPlace } from '../../analyser.js';
import { placesOf } from './rows.js';

/** Which events of somebody prove a match. */
export interface WantedEvents {
  readonly who: string;
  /** Null: those without a session. With `app` it does not matter. */
  readonly session: string | null;
  /** Null: everywhere but on the user's own networks. */
  readonly network: string | null;
  readonly app?: string;
  /** At most so many, sign-ins first. */
  readonly most?: number;
}

/**
 * The events of many strands, in the order they are asked for, in one pass over all events: a pass
 * for each match would take longer than everything else. Needs the facts (`signInFacts`).
 */
export async function eventsOf(
  store: Store,
  wanted: readonly WantedEvents[],
): Promise<readonly (readonly EventPlace[])[]> {
  if (wanted.length === 0) return [];
  const rows = await store.query(
    `WITH wanted AS (
       SELECT unnest(from_json($wanted, '[{"n":"INTEGER","who":"VARCHAR","session":"VARCHAR","network":"VARCHAR","app":"VARCHAR","most":"INTEGER"}]'), recursive := true)),
     ranked AS (
       SELECT w.n, w.most, concat(e.evidence_id, ':', e.record_no) AS place,
         row_number() OVER (PARTITION BY w.n
           ORDER BY (e.source = 'entra_signin' OR e.operation IN ('UserLoggedIn', 'UserLoginFailed')) DESC, e."time", e.evidence_id, e.record_no) AS rank
       FROM event_view e JOIN signin_ips i ON i.ip = e.ip JOIN wanted w ON w.who = coalesce(e."user", e.user_id)
       LEFT JOIN signin_networks o ON o.who = w.who AND o.network = i.network
       WHERE e.source IN ('ual', 'entra_signin', 'entra_audit', 'graph_activity') AND e."time" IS NOT NULL
         AND CASE WHEN w.app IS NULL THEN e.session IS NOT DISTINCT FROM w.session ELSE e.app_id = w.app END
         AND CASE WHEN w.network IS NULL THEN i.class NOT IN ('microsoft', 'none') AND NOT coalesce(o.core, false) ELSE i.network = w.network END)
     SELECT n, list(place ORDER BY rank) AS places FROM ranked WHERE rank <= most GROUP BY n`,
    {
      wanted: JSON.stringify(wanted.map((one, n) => ({ app: null, most: 200, ...one, n }))),
    },
  );
  const found = new Map(rows.map((row) => [Number(row['n']), placesOf(row)]));
  return wanted.map((_, n) => found.get(n) ?? []);
}
