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
