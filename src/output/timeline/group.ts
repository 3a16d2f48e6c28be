import type { TimelineEntry } from '../../model/incident.js';
import { stages } from '../../model/stage.js';

/** Entries that one box of the figure stands for. */
export interface EntryGroup {
  readonly column: string;
  /** The entry that speaks for it. */
  readonly main: TimelineEntry;
  readonly entries: readonly TimelineEntry[];
  readonly at: string;
  readonly until: string;
  /** Events, over all entries. */
  readonly count: number;
}

const minute = 60_000;
/** Spans in which entries alike become one, the first that is enough; at last, whole stages. */
const spans = [0, 15, 60, 240, 1440, 10_080, Infinity].map((minutes) => minutes * minute);

/**
 * At most so many boxes: entries of one column, stage and user that lie within a span are joined, the span
 * growing until the boxes are few enough. Then users are no longer told apart, and at last the rest of the
 * boxes of a column are joined to the one before them. Notes of people stay alone as long as they can.
 */
export function groupEntries(
  timeline: readonly TimelineEntry[],
  columnOf: (entry: TimelineEntry) => string,
  most: number,
): readonly EntryGroup[] {
  const keys: readonly ((entry: TimelineEntry) => string)[] = [
    (entry) => JSON.stringify([columnOf(entry), entry.stage, entry.user, entry.note ? entry : '']),
    (entry) => JSON.stringify([columnOf(entry), entry.stage]),
    (entry) => columnOf(entry),
  ];
  let boxes = timeline.map((entry) => [entry]);
  for (const key of keys)
    for (const span of spans) {
      if (boxes.length <= most) return boxes.map((entries) => groupOf(entries, columnOf));
      boxes = joined(timeline, key, span);
    }
  return boxes.map((entries) => groupOf(entries, columnOf));
}

function joined(
  timeline: readonly TimelineEntry[],
  key: (entry: TimelineEntry) => string,
  span: number,
): TimelineEntry[][] {
  const boxes: TimelineEntry[][] = [];
  const open = new Map<string, TimelineEntry[]>();
  let before: TimelineEntry[] | undefined;
  for (const entry of timeline) {
    const name = key(entry);
    const known = open.get(name);
    const first = known?.[0];
    // Without a span only neighbours are one: what came between stays between.
    const fits =
      known !== undefined &&
      first !== undefined &&
      (span === 0 ? known === before : Date.parse(entry.at) - Date.parse(first.at) <= span);
    if (fits) known.push(entry);
    else {
      const box = [entry];
      boxes.push(box);
      open.set(name, box);
    }
    before = open.get(name);
  }
  return boxes;
}

function groupOf(
  entries: readonly TimelineEntry[],
  columnOf: (entry: TimelineEntry) => string,
): EntryGroup {
  const [first] = entries;
  if (first === undefined) throw new Error('a group has an entry');
  // The latest stage that a finding proves says most.
  const weight = ({ finding, stage, note }: TimelineEntry): number =>
    (finding === null ? 0 : 100) + (note ? 50 : 0) + (stage === null ? 0 : stages.indexOf(stage));
  const main = entries.reduce((best, entry) => (weight(entry) > weight(best) ? entry : best));
  return {
    column: columnOf(first),
    main,
    entries,
    at: first.at,
    until: entries.reduce((last, { until }) => (until > last ? until : last), first.until),
    count: entries.reduce((sum, { count }) => sum + count, 0),
  };
}
