import type { Incident, TimelineEntry } from '../../model/incident.js';
import type { Language, Translate } from '../language/translate.js';
import { inLanguage, translator } from '../language/translate.js';
import { widthOf } from '../table.js';
import type { TimeWriter } from '../time.js';
import { parseTime, timeWriter } from '../time.js';
import { visible } from '../visible.js';
import type { Arrangement } from './columns.js';
import { columnsOf } from './columns.js';
import type { NamedEntry } from './entry-id.js';
import { namedEntries } from './entry-id.js';

export interface TextOptions {
  readonly by?: Arrangement;
  readonly time?: TimeWriter;
  readonly zone?: string;
  /** Columns of the terminal; undefined: lines are not broken. */
  readonly width?: number | undefined;
  readonly practice?: boolean;
  readonly bold?: (text: string) => string;
  readonly dim?: (text: string) => string;
}

const plain = (text: string): string => text;

/** The incident's timeline for a terminal: by day, each entry with its lane or log, stage and id. */
export function timelineText(
  incident: Incident,
  language: Language,
  options: TextOptions = {},
): string {
  const { by = 'lane', time = timeWriter(undefined), bold = plain, dim = plain } = options;
  const say = translator(language);
  const { columns, columnOf } = columnsOf(by, incident.timeline, say);
  const titles = new Map(columns.map(({ id, title }) => [id, title]));
  const room = Math.max(...columns.map(({ title }) => widthOf(title)), 0);
  const written = (iso: string): string => time(parseTime(iso, 'time'));
  const events = new Set(incident.timeline.flatMap((entry) => entry.events)).size;
  const lines = [
    bold(say('timeline.title', { id: visible(incident.id) })),
    `${say('timeline.times', { zone: visible(options.zone ?? 'UTC') })} · ${say('timeline.shape', { entries: incident.timeline.length, events })}`,
    ...(options.practice === true ? [say('common.practice')] : []),
  ];
  if (incident.timeline.length === 0) lines.push(say('timeline.empty'));
  let day = '';
  for (const { id, entry } of namedEntries(incident)) {
    const [date = '', clock = ''] = split(written(entry.at));
    if (date !== day) lines.push('', bold(date));
    day = date;
    const title = titles.get(columnOf(entry)) ?? '';
    const lead = `${clock}  ${title}${' '.repeat(room - widthOf(title))}  `;
    const facts = `[${id}] ${factsOf(entry, say, written)}`;
    const indent = ' '.repeat(widthOf(lead));
    const [first = '', ...rest] = broken(
      visible(inLanguage(entry.said, language)),
      options.width === undefined ? undefined : Math.max(30, options.width - widthOf(lead)),
    );
    lines.push(`${lead}${first}`, ...rest.map((line) => indent + line), indent + dim(facts));
  }
  return `${lines.join('\n')}\n`;
}

/** Stage, end and number of events. */
function factsOf(entry: TimelineEntry, say: Translate, written: (iso: string) => string): string {
  const long = Date.parse(entry.until) - Date.parse(entry.at) >= 60_000;
  return [
    entry.note ? say('timeline.note') : entry.stage === null ? '' : say(`timeline.stage.${entry.stage}`),
    entry.count === 0 ? '' : entry.count === 1 ? say('timeline.event') : say('timeline.events', { count: entry.count }),
    long ? say('timeline.until', { time: written(entry.until) }) : '',
    visible(entry.user ?? ''),
  ]
    .filter((text) => text !== '')
    .join(' · ');
} // prettier-ignore

function split(text: string): readonly string[] {
  const at = text.indexOf(' ');
  return at < 0 ? ['', text] : [text.slice(0, at), text.slice(at + 1)];
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });

/** Lines of a display width. */
function broken(text: string, width: number | undefined): readonly string[] {
  if (width === undefined || widthOf(text) <= width) return [text];
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const { segment } of segmenter.segment(text)) {
    const next = widthOf(segment);
    if (used + next > width && line !== '') {
      lines.push(line.trimEnd());
      line = segment.trimStart();
      used = widthOf(line);
    } else {
      line += segment;
      used += next;
    }
  }
  if (line.trim() !== '') lines.push(line.trimEnd());
  return lines;
}

/** An entry as programs get it. */
export interface TimelineRow {
  readonly id: string;
  readonly at: string;
  readonly until: string;
  readonly lane: string;
  readonly stage: string | null;
  readonly source: string | null;
  readonly said: string;
  readonly user: string | null;
  readonly session: string | null;
  readonly finding: string | null;
  readonly note: boolean;
  readonly count: number;
  readonly events: readonly string[];
}
export const timelineRow = ({ id, entry }: NamedEntry, language: Language): TimelineRow => ({
  id,
  at: entry.at,
  until: entry.until,
  lane: entry.lane,
  stage: entry.stage,
  source: entry.source,
  said: inLanguage(entry.said, language),
  user: entry.user,
  session: entry.session,
  finding: entry.finding,
  note: entry.note,
  count: entry.count,
  events: entry.events,
});
