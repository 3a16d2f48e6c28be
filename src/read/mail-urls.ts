import type { MailContext, MailUrl } from './mail-fields.js';
import { mailLimits } from './mail-fields.js';

/** One pass over the text each: mails are written to break their readers. */

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  sol: '/',
  colon: ':',
  period: '.',
  commat: '@',
  num: '#',
  quest: '?',
  equals: '=',
  lowbar: '_',
  Tab: '\t',
  NewLine: '\n',
};

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-zA-Z]{2,8}));?/gi,
    (whole, hex, dec, name) => {
      if (typeof name === 'string') return named[name] ?? whole;
      const code = typeof hex === 'string' ? Number.parseInt(hex, 16) : Number(dec);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\uFFFD';
    },
  );
}

interface Tag {
  readonly name: string;
  readonly closing: boolean;
  readonly attributes: ReadonlyMap<string, string>;
  readonly start: number;
  readonly end: number;
}

/** Tags as they come, also inside comments: Outlook shows what `<!--[if mso]>` holds. */
function* tagsIn(html: string): Generator<Tag> {
  let at = html.indexOf('<');
  while (at >= 0) {
    const start = at++;
    const closing = html.charAt(at) === '/';
    if (closing) at++;
    const nameStart = at;
    while (/[a-zA-Z0-9:_-]/.test(html.charAt(at))) at++;
    const name = html.slice(nameStart, at).toLowerCase();
    if (!/^[a-z]/.test(name)) {
      at = html.indexOf('<', at);
      continue;
    }
    const attributes = new Map<string, string>();
    at = readAttributes(html, at, attributes);
    yield { name, closing, attributes, start, end: at };
    at = html.indexOf('<', at);
  }
}

function skipSpace(html: string, from: number): number {
  let at = from;
  while (/[\s/]/.test(html.charAt(at))) at++;
  return at;
}

/** Fills `attributes`; gives the place after the `>`. */
function readAttributes(html: string, from: number, attributes: Map<string, string>): number {
  let at = skipSpace(html, from);
  while (at < html.length && html.charAt(at) !== '>') {
    const nameStart = at;
    at++;
    while (at < html.length && !/[\s/>=]/.test(html.charAt(at))) at++;
    const name = html.slice(nameStart, at).toLowerCase();
    let equals = at;
    while (/\s/.test(html.charAt(equals))) equals++;
    if (html.charAt(equals) === '=') {
      at = equals + 1;
      while (/\s/.test(html.charAt(at))) at++;
      const quote = html.charAt(at);
      let value: string;
      if (quote === '"' || quote === "'") {
        const close = html.indexOf(quote, at + 1);
        value = html.slice(at + 1, close < 0 ? html.length : close);
        at = close < 0 ? html.length : close + 1;
      } else {
        const valueStart = at;
        while (at < html.length && !/[\s>]/.test(html.charAt(at))) at++;
        value = html.slice(valueStart, at);
      }
      if (!attributes.has(name) && attributes.size < 200) attributes.set(name, value);
    }
    at = skipSpace(html, at);
  }
  return Math.min(at + 1, html.length);
}

/** The text a reader sees, at most `max` characters; blanks made one. */
export function htmlText(html: string, max: number): string {
  let out = '';
  let from = 0;
  let hidden: string | undefined;
  const add = (piece: string): void => {
    if (hidden === undefined && out.length < max * 2) out += piece.slice(0, max * 8);
  };
  for (const tag of tagsIn(html)) {
    add(html.slice(from, tag.start));
    from = tag.end;
    if (tag.name === 'style' || tag.name === 'script' || tag.name === 'title') {
      if (!tag.closing) hidden ??= tag.name;
      else if (hidden === tag.name) hidden = undefined;
    } else if (/^(?:br|p|div|tr|li|h[1-6]|table)$/.test(tag.name)) add('\n');
    else if (tag.name === 'td') add(' ');
    if (out.length > max * 8) break;
  }
  add(html.slice(from, from + max * 8));
  const lines = decodeEntities(out.replace(/<!--|-->|<!\[[^\]]{0,200}\]>/g, ''))
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim());
  return lines
    .filter((line, index) => line !== '' || lines[index - 1] !== '')
    .join('\n')
    .trim()
    .slice(0, max);
}

/** Schemes that open something elsewhere. */
const scheme = /^(?:https?|ftp|file|search-ms|ms-appinstaller):/i;

function addressOf(value: string): string | null {
  // A browser drops tabs and line ends inside an address, so they cannot hide one here either.
  const text = decodeEntities(value)
    .replace(/[\t\r\n]/g, '')
    .trim();
  const whole = text.startsWith('//') ? `https:${text}` : text;
  return scheme.test(whole) ? whole : null;
}

const safeLinks =
  /^(?:[a-z0-9-]+\.)*safelinks\.protection\.(?:outlook\.com|office365\.us|outlook\.cn|partner\.outlook\.cn)$/i;

/**
 * The address inside a Safe Links address (Microsoft page "Safe Links in Microsoft Defender for
 * Office 365"), through several layers; the address itself where it is none.
 */
export function unwrapSafeLinks(url: string): string {
  let current = url;
  for (let layer = 0; layer < 5; layer++) {
    let parsed: URL;
    try {
      parsed = new URL(current);
    } catch {
      return current;
    }
    const isWrapper =
      safeLinks.test(parsed.hostname) ||
      (parsed.hostname === 'statics.teams.cdn.office.net' &&
        parsed.pathname.includes('/safelinks/'));
    const inner = isWrapper ? parsed.searchParams.get('url') : null;
    if (inner === null || !scheme.test(inner)) return current;
    current = inner;
  }
  return current;
}

/** Gathers the addresses of one mail, each once, up to what the file may still hold. */
export class UrlList {
  readonly #context: MailContext;
  readonly #seen = new Set<string>();
  readonly urls: MailUrl[] = [];

  constructor(context: MailContext) {
    this.#context = context;
  }

  add(address: string, place: MailUrl['place'], text: () => string | null = () => null): void {
    if (address.length > mailLimits.urlLength) {
      this.#context.notes.add(`addresses above ${mailLimits.urlLength} characters were left out`);
      return;
    }
    const url = unwrapSafeLinks(address);
    const key = `${url}\n${address}`;
    if (this.#seen.has(key)) return;
    if (this.#context.budget.urls <= 0) {
      this.#context.notes.add(`only the first ${mailLimits.urls} addresses were kept`);
      return;
    }
    this.#context.budget.urls--;
    this.#seen.add(key);
    this.urls.push({ url, wrapped: url === address ? null : address, text: text(), place });
  }

  addHtml(html: string, place: MailUrl['place'] = 'html'): void {
    for (const tag of tagsIn(html)) {
      if (tag.closing) continue;
      for (const value of linksOf(tag)) {
        const address = addressOf(value);
        if (address !== null) this.add(address, place, () => anchorText(html, tag));
      }
    }
    // An attached page may hold its address in a script only.
    this.addText(place === 'attachment' ? html : htmlText(html, 1_000_000), place);
  }

  addText(text: string, place: MailUrl['place'] = 'text'): void {
    for (const match of text.matchAll(
      /(?:https?|ftp):\/\/[^\s<>"'`{}|\\\u3000-\u303f\uff00-\uff65]+/gi,
    )) {
      const address = trimEnd(match[0]);
      if (address.length > 'https://'.length) this.add(address, place);
    }
  }
}

function linksOf(tag: Tag): readonly string[] {
  const get = (name: string): string[] => {
    const value = tag.attributes.get(name);
    return value === undefined ? [] : [value];
  };
  switch (tag.name) {
    case 'link':
    case 'base':
      return [];
    case 'form':
      return get('action');
    case 'button':
    case 'input':
      return get('formaction');
    case 'iframe':
    case 'frame':
    case 'embed':
    case 'script':
      return get('src');
    case 'object':
      return get('data');
    case 'meta': {
      const content = tag.attributes.get('content') ?? '';
      const target = /url\s{0,5}=\s{0,5}['"]?([^'"]{1,8192})/i.exec(content)?.[1];
      return target === undefined ? [] : [target];
    }
    default:
      return [...get('href'), ...get('xlink:href')];
  }
}

/** What is written on a link: often the address that it pretends to be. */
function anchorText(html: string, tag: Tag): string | null {
  if (tag.name !== 'a') return null;
  const near = html.slice(tag.end, tag.end + 4_000);
  const close = near.search(/<\/a/i);
  const text = htmlText(close < 0 ? near.slice(0, 400) : near.slice(0, close), 200)
    .replace(/\s+/g, ' ')
    .trim();
  return text === '' ? null : text;
}

/** Punctuation after an address belongs to the sentence; a bracket only where none was opened. */
function trimEnd(address: string): string {
  let surplus = address.split(')').length - address.split('(').length;
  let end = address.length;
  while (end > 0) {
    const last = address.charAt(end - 1);
    if (last === ')') {
      if (surplus <= 0) break;
      surplus--;
    } else if (!/[.,;:!?*_~\]]/.test(last)) break;
    end--;
  }
  return address.slice(0, end);
}
