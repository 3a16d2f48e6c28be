import { correlate, occurrenceOf } from '../sigma/correlate.js';
import type { Occurrence } from '../sigma/correlate.js';
import { evaluate } from '../sigma/evaluate.js';
import { fieldMap } from '../sigma/fields.js';
import { logSourceParts } from '../sigma/log-source.js';
import type { LogSourcePart } from '../sigma/field.js';
import type { Correlation, Rule } from '../sigma/rule.js';
import type { RuleEvent } from '../sigma/values.js';
import { cellText, fold } from '../sigma/values.js';
import type { PlacedMatch } from '../store/detection.js';
import type { Store } from '../store/store.js';
import { eventOf } from './records.js';

/**
 * The matches of Sigma rules in all events of a store, by the slow reference: what compiled rules must
 * agree with. `rule` is the place in the list.
 */
export async function referenceMatches(
  store: Store,
  rules: readonly (Rule | Correlation)[],
): Promise<readonly PlacedMatch[]> {
  const rows = await store.query(
    'SELECT * EXCLUDE (envelope) FROM event_view ORDER BY time NULLS LAST, source, evidence_id, record_no',
  );
  const events = rows.map(eventOf);
  const found = new Map<string, readonly Occurrence[]>();
  const matches: PlacedMatch[] = [];
  const keep = (rule: number, match: number | undefined, event: RuleEvent): void => {
    matches.push({
      rule,
      match,
      evidenceId: Number(event.columns['evidence_id']),
      recordNo: Number(event.columns['record_no']),
    });
  };
  for (const [index, rule] of rules.entries()) {
    if (rule.kind === 'rule') {
      const fields = fieldMap(rule.logsource);
      const parts = logSourceParts(rule.logsource);
      const held = events.filter((event) => isOf(event, parts) && evaluate(rule, event, fields));
      for (const event of held) keep(index, undefined, event);
      found.set(
        rule.id,
        held.flatMap((event) => occurrenceOf(event) ?? []),
      );
    } else {
      const made = correlate(rule, found, fieldMap());
      found.set(rule.id, made);
      for (const [match, one] of made.entries())
        for (const event of one.events) keep(index, match, event);
    }
  }
  return matches;
}

/** Whether an event is of a log source. */
const isOf = (event: RuleEvent, parts: readonly LogSourcePart[]): boolean =>
  parts.some(({ source, only }) => {
    if (source !== event.source) return false;
    if (only === undefined) return true;
    const text = cellText(event.columns[only.column]);
    return text !== undefined && only.values.includes(fold(text));
  });
