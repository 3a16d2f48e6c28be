import type { Language } from './language.js';

/** How values are written: the one place for it. Times are UTC throughout, and say so where they stand alone. */

/** `2024-05-10 10:05:27` */
export const timeText = (iso: string | null): string =>
  iso === null ? '–' : `${iso.slice(0, 10)} ${iso.slice(11, 19)}`;
/** `10:05:27` */
export const clockText = (iso: string | null): string => (iso === null ? '–' : iso.slice(11, 19));
export const dayText = (iso: string | null): string => (iso === null ? '–' : iso.slice(0, 10));

/** `2024-05-10 09:25:56 – 10:55:45`, the day once. */
export function spanText(first: string | null, last: string | null): string {
  if (first === null || last === null || first === last) return timeText(first ?? last);
  return first.slice(0, 10) === last.slice(0, 10)
    ? `${timeText(first)} – ${clockText(last)}`
    : `${timeText(first)} – ${timeText(last)}`;
}

export const countText = (count: number, language: Language): string =>
  count.toLocaleString(language === 'ja' ? 'ja-JP' : 'en-GB');

/** `1.2 MB` */
export function bytesText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;
  let value = bytes;
  let at = 0;
  while (value >= 1000 && at < units.length - 1) {
    value /= 1000;
    at++;
  }
  return `${at === 0 ? value : value.toFixed(value < 10 ? 1 : 0)} ${units[at] ?? ''}`;
}

/** Control, bidi and zero-width characters as `\u202e`: what a log holds must not play tricks on the reader. */
export const visibleText = (text: string): string =>
  text.replace(
    // eslint-disable-next-line no-control-regex -- they are what is made visible
    /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** The end of an id says as much as its beginning, and ids of one log begin alike. */
export const shortId = (id: string): string => (id.length > 13 ? `${id.slice(0, 8)}…` : id);
