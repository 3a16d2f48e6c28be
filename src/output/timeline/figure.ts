import type { Said } from '../../model/finding.js';
import type { Incident } from '../../model/incident.js';
import type { Language, Translate } from '../language/translate.js';
import { inLanguage, translator } from '../language/translate.js';
import type { TimeWriter } from '../time.js';
import { parseTime, timeWriter } from '../time.js';
import type { Arrangement, FigureColumn } from './columns.js';
import { columnsOf } from './columns.js';
import type { EntryGroup } from './group.js';
import { groupEntries } from './group.js';
import { headOf } from './head.js';
import { look, noStage, stageColours } from './look.js';
import { svgText, wrap } from './svg-text.js';
import { namedEntries } from './entry-id.js';

export interface FigureOptions {
  readonly by?: Arrangement;
  /** Writes the times; by default in UTC. */
  readonly time?: TimeWriter;
  /** What the times are called: `UTC`, `Asia/Tokyo`. */
  readonly zone?: string;
  /** Practice data is told as such. */
  readonly practice?: boolean;
  /** Most boxes; entries are joined until they are so few. */
  readonly boxes?: number;
  /** For an A4 page: narrow, with two lines of text in a box. */
  readonly page?: boolean;
}

const defaultBoxes = 28;

/**
 * The incident as one SVG: time downwards, a column for each actor (W-14) or log (W-12), a box for what was
 * done, with its stage (W-11), and the flow from one box to the next (W-64). Nothing in it runs or is loaded.
 */
export function timelineFigure(
  incident: Incident,
  language: Language,
  options: FigureOptions = {},
): string {
  const { by = 'lane', time = timeWriter(undefined), boxes: most = defaultBoxes, page = false } = options; // prettier-ignore
  const say = translator(language);
  const { columns, columnOf } = columnsOf(by, incident.timeline, say);
  const columnWidth = by === 'log' ? look.logWidth : page ? look.pageLaneWidth : look.laneWidth;
  const left = look.margin + look.times;
  const width = left + columns.length * (columnWidth + look.gap) - look.gap + look.margin;
  const groups = groupEntries(incident.timeline, columnOf, most);
  const written = (iso: string): string => time(parseTime(iso, 'time'));
  const head = headOf(incident, language, {
    width,
    time: written,
    zone: options.zone ?? 'UTC',
    practice: options.practice ?? false,
    grouped: groups.length < incident.timeline.length,
    page,
  });

  const titles = new Map(page ? incident.findings.map(({ id, title }) => [id, title]) : []);
  const ids = new Map(namedEntries(incident).map(({ id, entry }) => [entry, id]));
  const top = head.height + look.rowGap + 34;
  let y = top;
  let day = '';
  const drawn = groups.map((group): Drawn => {
    const at = columns.findIndex(({ id }) => id === group.column);
    const x = left + Math.max(0, at) * (columnWidth + look.gap);
    const [date = '', clock = ''] = splitTime(written(group.at));
    const newDay = date !== day;
    day = date;
    if (newDay) y += 8;
    const box = boxOf(group, { x, y, width: columnWidth, title: titles.get(group.main.finding ?? '') ?? group.main.said, page, language, say, time: written, id: ids.get(group.main) ?? '' }); // prettier-ignore
    const drawing = { ...box, x, y, date: newDay ? date : '', clock };
    y += box.height + look.rowGap;
    return drawing;
  });
  const height = Math.max(y, top + 60) + look.margin - look.rowGap;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${look.font}" fill="${look.ink}" role="img" aria-labelledby="t">`,
    `<title id="t">${svgText(say('timeline.title', { id: incident.id }))}</title>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    head.svg,
    ...columns.map((column, at) =>
      columnSvg(column, left + at * (columnWidth + look.gap), head.height + 8, columnWidth, height),
    ),
    groups.length === 0
      ? label(left + 12, top + 24, look.heading, say('timeline.empty'), look.faint)
      : '',
    flow(drawn, columnWidth),
    ...drawn.map((one) => `${timeSvg(one)}${one.svg}`),
    '</svg>',
  ]
    .filter((part) => part !== '')
    .join('\n')
    .concat('\n');
}

interface Box {
  readonly svg: string;
  readonly height: number;
}
interface Drawn extends Box {
  readonly x: number;
  readonly y: number;
  readonly date: string;
  readonly clock: string;
}

const label = (x: number, y: number, size: number, text: string, fill: string = look.ink, bold = false): string =>
  `<text x="${x}" y="${round(y)}" font-size="${size}" fill="${fill}"${bold ? ' font-weight="700"' : ''}>${svgText(text)}</text>`; // prettier-ignore

const round = (value: number): number => Math.round(value * 10) / 10;

/** `2024-05-10 09:31:12Z` → day and time of day. */
function splitTime(text: string): readonly string[] {
  const at = text.indexOf(' ');
  return at < 0 ? ['', text] : [text.slice(0, at), text.slice(at + 1, at + 9)];
}

function columnSvg(
  { title, colour }: FigureColumn,
  x: number,
  y: number,
  width: number,
  height: number,
): string {
  return [
    `<rect x="${x}" y="${y}" width="${width}" height="${height - y - look.margin / 2}" rx="6" fill="${colour}"/>`,
    `<text x="${x + width / 2}" y="${y + 22}" font-size="15" font-weight="700" text-anchor="middle">${svgText(title)}</text>`,
  ].join('');
}

function timeSvg({ y, date, clock }: Drawn): string {
  const at = y + look.padding + look.heading - 2;
  const day = date === '' ? '' : label(look.margin, at - 17, look.small, date, look.faint, true);
  return `${day}${label(look.margin, at, look.heading, clock)}`;
}

interface BoxPlace {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly title: Said;
  readonly page: boolean;
  readonly language: Language;
  readonly say: Translate;
  readonly time: (iso: string) => string;
  readonly id: string;
}

function boxOf(group: EntryGroup, place: BoxPlace): Box {
  const { x, y, width, language, say } = place;
  const { main, entries } = group;
  const colour = main.stage === null ? noStage : stageColours[main.stage];
  const inner = width - 2 * look.padding - 20;
  const words = [
    main.note ? say('timeline.note') : main.stage === null ? '' : say(`timeline.stage.${main.stage}`),
    until(group, place),
  ].filter((text) => text !== ''); // prettier-ignore
  const said = wrap(inLanguage(place.title, language), inner / look.body, place.page ? 2 : 4);
  const facts = [
    main.user ?? '',
    group.count === 0 ? '' : group.count === 1 ? say('timeline.event') : say('timeline.events', { count: group.count }),
    `[${place.id}]`,
    entries.length > 1 ? say('timeline.more', { count: entries.length - 1 }) : '',
  ].filter((text) => text !== ''); // prettier-ignore
  const [fact = ''] = wrap(facts.slice(1).join(' · '), inner / look.small, 1);
  const [who = ''] = wrap(facts[0] ?? '', inner / look.small, 1);
  let at = y + look.padding;
  const lines: string[] = [];
  const add = (text: string, size: number, fill: string = look.ink, bold = false): void => {
    at += size * look.leading;
    lines.push(label(x + look.padding + 6, at - size * 0.38, size, text, fill, bold));
  };
  if (words.length > 0) add(words.join(' · '), look.small, colour, true);
  for (const line of said) add(line, look.body);
  if (main.user !== null) add(who, look.small, look.faint);
  if (!place.page)
    add(
      main.user === null ? [who, fact].filter(Boolean).join(' · ') : fact,
      look.small,
      look.faint,
    );
  const height = round(at - y + look.padding - 2);
  return {
    height,
    svg: [
      `<rect x="${x + 5}" y="${y}" width="${width - 10}" height="${height}" rx="5" fill="#ffffff" stroke="${colour}" stroke-width="1"/>`,
      `<rect x="${x + 5}" y="${y}" width="6" height="${height}" rx="2" fill="${colour}"/>`,
      ...lines,
    ].join(''),
  };
}

/** The end of what took longer than a minute. */
function until({ at, until: end }: EntryGroup, { say, time }: BoxPlace): string {
  if (Date.parse(end) - Date.parse(at) < 60_000) return '';
  const [fromDay = ''] = splitTime(time(at));
  const [toDay = '', clock = ''] = splitTime(time(end));
  return say('timeline.until', { time: fromDay === toDay ? clock : `${toDay} ${clock}` });
}

/** From each box to the next. */
function flow(drawn: readonly Drawn[], width: number): string {
  return drawn
    .map((box, at) => {
      const next = drawn[at + 1];
      if (next === undefined) return '';
      const [x1, y1, x2, y2] = [box.x + width / 2, box.y + box.height, next.x + width / 2, next.y];
      const middle = round(y2 - 14);
      const line = x1 === x2 ? `M${x1} ${y1}V${y2 - 5}` : `M${x1} ${y1}V${middle}H${x2}V${y2 - 5}`;
      return `<path d="${line}" fill="none" stroke="${look.line}" stroke-width="1.5"/><path d="M${x2 - 4} ${y2 - 6}h8l-4 6z" fill="${look.line}"/>`;
    })
    .join('');
}
