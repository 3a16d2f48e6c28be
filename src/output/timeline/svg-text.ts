import { visible } from '../visible.js';

/** Text for SVG: what cannot be seen is written out, what XML would obey is escaped. */
export const svgText = (text: string): string =>
  visible(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const narrow = /[ .,:;'|!iljtfrI()[\]]/;
const broad = /[mwMW@%&—…]/;

/**
 * Width in em as the figure's font sets it, a little to the wide side: the viewer's font is not known
 * when the figure is drawn.
 */
export function textWidth(text: string, bold = false): number {
  let width = 0;
  for (const letter of text) {
    if (wide.test(letter)) width += 1;
    else if (narrow.test(letter)) width += 0.42;
    else if (broad.test(letter)) width += 0.95;
    else if (/[A-Z]/.test(letter)) width += 0.75;
    else width += 0.64;
  }
  return bold ? width * 1.05 : width;
}

/** Signs that begin no line in Japanese, and those that end none. */
const noBegin = /^[、。，．）」』】〕・：；？！ー々～\])},.!?:;]/u;
const noEnd = /[（「『【〔([{]$/u;
/** Words of letters, and each East Asian letter by itself. */
const pieces = new RegExp(`${wide.source}|\\s+|(?:(?!${wide.source})\\S)+`, 'gu');

/** Text on at most so many lines of a width in em; what is left out is told by … */
export function wrap(text: string, width: number, lines: number, bold = false): readonly string[] {
  // Long texts are cut before they are looked at letter by letter.
  const shown = Array.from(visible(text).slice(0, 2000))
    .slice(0, Math.ceil(width * lines * 4))
    .join('');
  const done: string[] = [];
  let line = '';
  const fits = (more: string): boolean => textWidth((line + more).trimEnd(), bold) <= width;
  const turn = (): void => {
    let next = '';
    while (noEnd.test(line) && Array.from(line).length > 1) {
      next = `${Array.from(line).at(-1) ?? ''}${next}`;
      line = line.slice(0, line.length - 1);
    }
    done.push(line.trimEnd());
    line = next;
  };
  for (const piece of shown.match(pieces) ?? []) {
    if (fits(piece) || (noBegin.test(piece) && Array.from(piece).length === 1)) {
      if (line !== '' || piece.trim() !== '') line += piece;
      continue;
    }
    if (line !== '') turn();
    // A word longer than the line is broken where it must be.
    for (const letter of piece.trimStart()) {
      if (!fits(letter)) turn();
      line += letter;
    }
  }
  if (line.trim() !== '') done.push(line.trimEnd());
  if (done.length <= lines && shown.length >= visible(text).length) return done;
  const kept = done.slice(0, lines);
  let last = kept.at(-1) ?? '';
  while (last !== '' && textWidth(`${last}…`, bold) > width)
    last = Array.from(last).slice(0, -1).join('');
  return [...kept.slice(0, -1), `${last.trimEnd()}…`];
}
