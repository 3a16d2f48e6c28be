import type { Shape } from './record.js';
import {
  blankLine,
  delimiters,
  nextLine,
  relaxedRecord,
  scanRecord,
  type CsvDialect,
} from './csv-scan.js';
import { isKnownHeader, uniqueNames } from './csv-header.js';
import { scanValue } from './json-scan.js';
import { isWrapper } from './json-wrapper.js';
import { readLimits } from './limits.js';
import { binaryKind, isBinary, isOle } from './magic.js';

const bom = Buffer.from([0xef, 0xbb, 0xbf]);
const linesTried = 20;

/**
 * How the bytes of a decoded file are laid out, from its first bytes (up to a megabyte). Only the layout is
 * judged: which log it is, `formats/` decides. The name is used where the content leaves a choice.
 */
export function detectShape(head: Buffer, name: string): Shape {
  if (isOle(head))
    return /\.(?:xls|doc|ppt)$/i.test(name)
      ? unknown('an old Office document: save the sheet as "CSV UTF-8" and add that')
      : { kind: 'msg' };
  const binary = binaryKind(head);
  if (binary !== undefined) return unknown(binary);
  if (isBinary(head)) return unknown('binary data');
  const text = head.length >= 3 && head.compare(bom, 0, 3, 0, 3) === 0 ? head.subarray(3) : head;
  const first = firstContent(text);
  if (first === -1) return unknown(head.length === 0 ? 'an empty file' : 'a file of blank lines');
  const json = jsonShape(text, first);
  if (json !== undefined) return json;
  const markup = markupKind(text, first);
  if (markup !== undefined) return unknown(markup);
  if (isMail(text, first)) return { kind: 'eml' };
  return csvShape(text) ?? unknown('plain text');
}

function unknown(looksLike: string): Shape {
  return { kind: 'unknown', looksLike };
}

function firstContent(text: Buffer): number {
  for (let at = 0; at < text.length; at += 1) if ((text[at] ?? 0) > 0x20) return at;
  return -1;
}

function jsonShape(text: Buffer, first: number): Shape | undefined {
  const opens = text[first];
  const rest = text.toString('latin1', first, first + 64);
  if (opens === 0x5b) return /^\[\s*(?:[{["\]]|$)/.test(rest) ? { kind: 'json' } : undefined;
  if (opens === 0x22) return /^"\s*\{\s*\\"/.test(rest) ? { kind: 'jsonl' } : undefined;
  if (opens !== 0x7b || !/^\{\s*(?:["}]|$)/.test(rest)) return undefined;
  return isJsonl(text) ? { kind: 'jsonl' } : { kind: 'json' };
}

/** Is each of the first lines one JSON object, and none an envelope around others? A few may be damaged. */
function isJsonl(text: Buffer): boolean {
  const rules = { nesting: readLimits.nesting, oneLine: true };
  let whole = 0;
  let broken = 0;
  let at = 0;
  for (let line = 0; at < text.length && line < linesTried; line += 1) {
    const lf = text.indexOf(10, at);
    const end = lf === -1 ? text.length : lf;
    const start = at;
    at = end + 1;
    const last = text.toString('utf8', start, end).trim();
    if (last === '') continue;
    // The head may end inside its last line.
    const isCut = lf === -1;
    const open = text.indexOf(0x7b, start);
    const scan = open === -1 || open >= end ? undefined : scanValue(text, open, end, rules);
    if (
      scan?.kind === 'value' &&
      last.startsWith('{') &&
      text.toString('utf8', scan.end, end).trim() === ''
    ) {
      if (scan.wrapper && isWrapper(text, open, end, rules)) return false;
      whole += 1;
    } else if (!isCut) broken += 1;
  }
  return whole > broken;
}

function markupKind(text: Buffer, first: number): string | undefined {
  const start = text.toString('latin1', first, first + 1024);
  if (
    /^<(?:!doctype html|html|head|body|script|table|div)\b/i.test(start) ||
    /^<!--[\s\S]*<html/i.test(start)
  )
    return /sign in|login\.microsoftonline/i.test(text.toString('latin1', first, first + 65536))
      ? 'a web page (a sign-in page was saved instead of the export: sign in and download it again)'
      : 'a web page (HTML)';
  if (/^<\?xml\b/.test(start) || /^<[A-Za-z][\w:.-]*[\s>/]/.test(start)) return 'an XML document';
  return undefined;
}

const mailHeaders = new Set(
  [
    'from,to,cc,subject,received,message-id,return-path,mime-version,date,delivered-to,content-type,sender',
    'authentication-results,dkim-signature,arc-seal,arc-message-signature,arc-authentication-results,received-spf',
    'content-transfer-encoding,reply-to,x-mailer,thread-topic,thread-index,in-reply-to,references',
  ].flatMap((names) => names.split(',')),
);

/** Mail headers (RFC 5322) from the first line on, at least two of them well known. */
function isMail(text: Buffer, first: number): boolean {
  const lines = text.toString('latin1', first, first + 16384).split(/\r?\n/);
  if (/^From \S+ /.test(lines[0] ?? '')) lines.shift();
  let known = 0;
  for (const [index, line] of lines.entries()) {
    if (line === '') break;
    if (/^[ \t]/.test(line) && index > 0) continue;
    const name = /^([!-9;-~]+):/.exec(line)?.[1];
    if (name === undefined) return known >= 2 && index > 3;
    if (mailHeaders.has(name.toLowerCase()) || /^x-ms-/i.test(name)) known += 1;
    if (known >= 3) return true;
  }
  return known >= 2;
}

interface CsvGuess {
  readonly delimiter: string;
  readonly header: readonly string[];
  readonly score: number;
}

function csvShape(text: Buffer): Shape | undefined {
  const ends = lineDialect(text);
  let skipLines = 0;
  let at = 0;
  let told: string | undefined;
  while (at < text.length) {
    const blank = blankLine(text, at, text.length, true, { delimiter: 0, crLines: ends });
    const next = nextLine(text, at, text.length, { delimiter: 0, crLines: ends });
    const line = text.toString('utf8', at, Math.min(next, at + 1024)).trim();
    const separator = /^"?sep=(.)"?$/i.exec(line)?.[1];
    if (blank === -1 && separator === undefined && !/^"?#TYPE\s/.test(line)) break;
    if (separator !== undefined) told = separator;
    skipLines += 1;
    at = next;
  }
  if (at >= text.length) return undefined;
  const candidates = told === undefined || told.charCodeAt(0) > 127 ? delimiters : [told];
  let best: CsvGuess | undefined;
  for (const delimiter of candidates) {
    const guess = headerBy(text, at, delimiter, ends);
    if (guess !== undefined && (best === undefined || guess.score > best.score)) best = guess;
  }
  if (best === undefined) return undefined;
  return { kind: 'csv', delimiter: best.delimiter, skipLines, header: uniqueNames(best.header) };
}

/** Do lines end with CR alone? */
function lineDialect(text: Buffer): boolean {
  const cr = text.indexOf(13);
  if (cr === -1 || text[cr + 1] === 10) return false;
  const lf = text.indexOf(10);
  return lf === -1 || lf > cr;
}

/** The header under one delimiter, if the line at `at` can be one. */
function headerBy(
  text: Buffer,
  at: number,
  delimiter: string,
  crLines: boolean,
): CsvGuess | undefined {
  const dialect: CsvDialect = { delimiter: delimiter.charCodeAt(0), crLines };
  const scan = scanRecord(text, at, text.length, true, dialect);
  const end = scan.kind === 'record' ? scan.next : nextLine(text, at, text.length, dialect);
  const read = relaxedRecord(text, at, end, dialect);
  const header = read.cells;
  if (read.open || header.filter((cell) => cell.trim() !== '').length < 2) return undefined;
  if (isKnownHeader(header)) return { delimiter, header, score: 1000 + header.length };
  if (!header.every(mayName)) return undefined;
  const agreeing = rowsAgreeing(text, read.next, dialect, header.length);
  if (agreeing === undefined || agreeing < 0.5) return undefined;
  return { delimiter, header, score: header.length * agreeing };
}

/** Could this be a column's name? Names are short and are no sentences. */
function mayName(cell: string): boolean {
  const text = cell.trim();
  if (text.length > 128 || /[\r\n]/.test(text)) return false;
  if (/[.!?。]$/.test(text) && text.includes(' ')) return false;
  return text.split(/\s+/).length <= 10;
}

/** The share of the first rows with as many columns as the header; undefined when prose is likelier. */
function rowsAgreeing(
  text: Buffer,
  from: number,
  dialect: CsvDialect,
  columns: number,
): number | undefined {
  let rows = 0;
  let agreeing = 0;
  let at = from;
  for (let line = 0; at < text.length && line < linesTried; line += 1) {
    const blank = blankLine(text, at, text.length, true, dialect);
    if (blank !== -1) {
      at = blank;
      continue;
    }
    const scan = scanRecord(text, at, text.length, false, dialect);
    if (scan.kind === 'more') break;
    rows += 1;
    if (scan.kind === 'record') {
      if (scan.columns === columns) agreeing += 1;
      at = scan.next;
    } else {
      const next = nextLine(text, at, text.length, dialect);
      const read = relaxedRecord(text, at, next, dialect);
      if (!read.open && read.cells.length === columns) agreeing += 1;
      at = next;
    }
  }
  return rows === 0 ? 1 : agreeing / rows;
}
