import type { Store } from '../store/store.js';
import { textOf, timeOf } from './rows.js';

/** A phishing mail that came to a user. */
export interface Lure {
  /** UTC microseconds. */
  readonly time: bigint;
  readonly eventId: string;
}

/** SQL: places of mails that are given as samples, or that a finding of weight calls phishing. */
export const phishingSql = `
  SELECT evidence_id, record_no FROM events WHERE source = 'mail'
  UNION SELECT x.evidence_id, x.record_no FROM finding_events x JOIN findings f ON f.id = x.finding
    JOIN finding_rules r ON r.rule = f.rule WHERE r.stage = 'phishing' AND f.severity IN ('medium', 'high', 'critical')`;

/** The phishing mails of each user, the first first. */
export async function readLures(store: Store): Promise<ReadonlyMap<string, readonly Lure[]>> {
  const rows = await store.query(
    `SELECT e.target_user AS who, e.time, e.event_id FROM events e JOIN (${phishingSql}) p USING (evidence_id, record_no)
     WHERE e.source IN ('mail', 'message_trace') AND e.target_user IS NOT NULL AND e.time IS NOT NULL
     ORDER BY e.time, e.source, e.event_id`,
  );
  const found = new Map<string, Lure[]>();
  for (const row of rows) {
    const who = textOf(row, 'who') ?? '';
    const time = timeOf(row, 'time');
    if (time === undefined) continue;
    const lure = { time, eventId: textOf(row, 'event_id') ?? '' };
    const list = found.get(who);
    if (list === undefined) found.set(who, [lure]);
    else list.push(lure);
  }
  return found;
}

/** Who falls for a mail mostly does so the same day. */
const day = 24n * 3_600_000_000n;

/** The last of them that came within the day before. */
export const lureBefore = (lures: readonly Lure[], time: bigint): Lure | undefined =>
  lures.findLast((lure) => lure.time <= time && time - lure.time <= day);
