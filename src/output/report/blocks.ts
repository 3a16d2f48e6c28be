import type { Language } from '../language/translate.js';

/** What a report is made of. All text is plain, defanged and visible; each format escapes it for itself. */

/** Traffic light protocol 2.0 (FIRST): who may be given the report. */
export const tlps = ['clear', 'green', 'amber', 'amber+strict', 'red'] as const;
export type Tlp = (typeof tlps)[number];

/** A moment: an ISO time in UTC, for sheets a date, else text. */
export interface Moment {
  readonly time: string;
}
export type Cell = string | number | null | Moment;

export interface Column {
  readonly title: string;
  /** `id`: a hash or an identifier, which is not broken where it fits. */
  readonly kind: 'text' | 'time' | 'number' | 'id';
  /** Share of the width. */
  readonly width: number;
}

export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

export type Block =
  | { readonly kind: 'heading'; readonly level: 2 | 3; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string; readonly tone: 'plain' | 'note' | 'alarm' }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly string[] }
  | { readonly kind: 'facts'; readonly facts: readonly (readonly [string, string])[] }
  | { readonly kind: 'table'; readonly table: Table }
  /** An SVG of our own making. */
  | { readonly kind: 'figure'; readonly svg: string; readonly caption: string };

export interface Section {
  readonly id: string;
  readonly title: string;
  /** Begins a page of its own. */
  readonly page: boolean;
  readonly blocks: readonly Block[];
}

export interface Report {
  readonly language: Language;
  readonly title: string;
  readonly tlp: Tlp;
  /** Said at the top, e.g. that it is practice data. */
  readonly banner: string | null;
  readonly facts: readonly (readonly [string, string])[];
  readonly sections: readonly Section[];
  /** At the foot of each page. */
  readonly foot: string;
  /** How a moment is written. */
  readonly moment: (iso: string) => string;
}

export const paragraph = (
  text: string,
  tone: 'plain' | 'note' | 'alarm' = 'plain',
): Block => ({ kind: 'paragraph', text, tone }); // prettier-ignore
export const heading = (level: 2 | 3, text: string): Block => ({ kind: 'heading', level, text });
export const list = (items: readonly string[], ordered = false): Block => ({
  kind: 'list',
  ordered,
  items,
});

/** A cell for people. */
export function cellText(cell: Cell, moment: Report['moment']): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return cell;
  return typeof cell === 'number' ? String(cell) : moment(cell.time);
}
