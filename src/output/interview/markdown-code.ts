import { visible } from '../visible.js';

/** A word as a shell takes it, on one line whatever it holds. */
export const shellQuoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) && !word.startsWith('-')
    ? word
    : `'${visible(word).replaceAll("'", "'\\''")}'`;

/** Code in a line of Markdown: its fence is longer than any run of backticks in it. */
export function inlineCode(code: string): string {
  const shown = visible(code);
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${shown}${fence}` : `${fence} ${shown} ${fence}`;
}

/** Text that Markdown shows as it stands: no link, image, heading, list or HTML comes of it. */
export const plainMarkdown = (text: string): string =>
  visible(text)
    .replaceAll(/[\\`*_{}[\]()#+!|~$^=]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('://', ':&#47;/')
    .replaceAll(/www\./gi, (found) => `${found.slice(0, 3)}&#46;`)
    .replaceAll('@', '&#64;');
