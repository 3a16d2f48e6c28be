import { sources } from '../model/event.js';
import type { RuleEvent } from '../sigma/values.js';
import type { Row } from '../store/store.js';

/** Rows of `event_view` as rules see events, by the finding they stand for. */
export function eventsOf(rows: readonly Row[]): ReadonlyMap<number, readonly RuleEvent[]> {
  const found = new Map<number, RuleEvent[]>();
  for (const row of rows) {
    const finding = Number(row['finding']);
    const events = found.get(finding);
    const event = eventOf(row);
    if (events === undefined) found.set(finding, [event]);
    else events.push(event);
  }
  return found;
}

export function eventOf(row: Row): RuleEvent {
  const { source, raw } = row;
  return {
    source: sources.find((known) => known === source) ?? 'ual',
    columns: row,
    raw: typeof raw === 'string' ? raw : null,
  };
}
