import { visible } from '../visible.js';

/**
 * Text as Markdown shows it, character by character: no emphasis, link, image, heading, list, table cell,
 * HTML or entity comes of it (CommonMark and GitHub's).
 */
export function markdownText(text: string): string {
  return text
    .replaceAll(/[\\`*_{}[\]()#+!|~$^=]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/(?<=:)\/\//g, '&#47;/')
    .replaceAll(/(?<=\bw)ww\./gi, 'ww&#46;')
    .replaceAll(/[\r\n]+/g, ' ')
    .replace(/^(\s*\d{1,9})([.)])/, '$1\\$2')
    .replace(/^(\s*)([-:])/, '$1\\$2');
}

/** The same for text with addresses of people unknown: GitHub's would make links of them too. */
export const unlinkedMarkdown = (text: string): string =>
  markdownText(text).replaceAll('@', '&#64;');

/** Code in a line of Markdown: its fence is longer than any run of backticks in it. */
export function inlineCode(code: string): string {
  const shown = visible(code);
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${shown}${fence}` : `${fence} ${shown} ${fence}`;
}
