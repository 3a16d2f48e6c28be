import stringWidth from 'string-width';
import { visible } from './visible.js';

export interface TableColumn {
  readonly title: string;
  /** Numbers stand to the right. */
  readonly align?: 'left' | 'right';
  /** How narrow it may become before others give more. By default 8; 0: never narrowed. */
  readonly least?: number;
  /** Colour of its cells, applied after they are measured. */
  readonly style?: (text: string) => string;
}

export interface TableOptions {
  /** Columns of the terminal; undefined: nothing is cut. */
  readonly width?: number | undefined;
  readonly indent?: number;
  /** Colour of the titles. */
  readonly head?: (text: string) => string;
}

const plain = (text: string): string => text;
const gap = 2;
const defaultLeast = 8;
const hardLeast = 4;

/** A table that is laid out once, from some of its rows, and then written row by row. */
export interface Table {
  head(): string;
  row(cells: readonly string[]): string;
}

/** Display width: East Asian letters take two columns. */
export const widthOf = (text: string): number => stringWidth(text);

const segmenter = new Intl.Segmenter();

/** Cuts to a display width, with … as its last character. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = '';
  let used = 0;
  for (const { segment } of segmenter.segment(text)) {
    const next = widthOf(segment);
    if (used + next > width - 1) break;
    kept += segment;
    used += next;
  }
  return `${kept}…`;
}

/** Lays a table out so that the sample fits the terminal; cells are made visible here. */
export function layTable(
  columns: readonly TableColumn[],
  sample: readonly (readonly string[])[],
  options: TableOptions = {},
): Table {
  const { width, indent = 0, head = plain } = options;
  const widths = columns.map(({ title }, at): number =>
    sample.reduce<number>(
      (most, row) => Math.max(most, widthOf(visible(row[at] ?? ''))),
      widthOf(visible(title)),
    ),
  );
  if (width !== undefined) narrow(widths, columns, width - indent - gap * (columns.length - 1));
  const cell = (text: string, at: number, style: (text: string) => string): string => {
    const room = widths[at] ?? 0;
    const shown = width === undefined ? visible(text) : cut(visible(text), room);
    const pad = ' '.repeat(Math.max(0, room - widthOf(shown)));
    if (columns[at]?.align === 'right') return pad + style(shown);
    return at === columns.length - 1 ? style(shown) : style(shown) + pad;
  };
  const line = (cells: readonly string[]): string =>
    `${' '.repeat(indent)}${cells.join(' '.repeat(gap))}`.trimEnd() + '\n';
  return {
    head: () => line(columns.map(({ title }, at) => cell(title, at, head))),
    row: (cells) => line(columns.map(({ style }, at) => cell(cells[at] ?? '', at, style ?? plain))),
  };
}

/**
 * Takes from the widest column, again and again, until all fit: first down to the least of each,
 * and when that is not enough, as far as a letter or two.
 */
function narrow(widths: number[], columns: readonly TableColumn[], room: number): void {
  const least = columns.map(({ least: wanted = defaultLeast }) =>
    wanted === 0 ? Infinity : wanted,
  );
  shrink(widths, least, room);
  shrink(widths, least.map((wanted) => (wanted === Infinity ? Infinity : hardLeast)), room); // prettier-ignore
}

function shrink(widths: number[], least: readonly number[], room: number): void {
  let excess = widths.reduce((sum, width) => sum + width, 0) - room;
  while (excess > 0) {
    let widest = -1;
    widths.forEach((width, at) => {
      if (width > (least[at] ?? 0) && width > (widths[widest] ?? 0)) widest = at;
    });
    if (widest < 0) return;
    widths[widest] = (widths[widest] ?? 0) - 1;
    excess -= 1;
  }
}

/** A whole table. */
export function table(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  options: TableOptions = {},
): string {
  const layout = layTable(columns, rows, options);
  return layout.head() + rows.map((row) => layout.row(row)).join('');
}

/** `1234567` → `1,234,567`. */
export const count = (value: number): string => value.toLocaleString('en-US');

/** `1 event`, `2 events`. */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** Bytes for people: `512 B`, `1.4 MB`. */
export function size(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let at = 0;
  while (value >= 1000 && at < units.length - 1) {
    value /= 1000;
    at += 1;
  }
  return `${at === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[at] ?? ''}`;
}
