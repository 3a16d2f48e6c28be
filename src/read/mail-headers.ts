/** Mail headers: unfolding, encoded words (RFC 2047) and dates (RFC 5322). */

export interface HeaderField {
  readonly name: string;
  /** Unfolded and decoded. */
  readonly value: string;
}

const encodedWord = /=\?([^?*\s]{1,64})(?:\*[^?\s]{0,64})?\?([QqBb])\?([^?]*)\?=/g;

function wordBytes(encoding: string, text: string): Buffer {
  if (encoding === 'B' || encoding === 'b') return Buffer.from(text, 'base64');
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    const hex = char === 0x3d ? text.slice(at + 1, at + 3) : '';
    if (/^[0-9a-f]{2}$/i.test(hex)) {
      bytes.push(Number.parseInt(hex, 16));
      at += 2;
    } else bytes.push(char === 0x5f ? 0x20 : char & 0xff);
  }
  return Buffer.from(bytes);
}

/** Names that mailers write and `TextDecoder` does not know. */
const charsetNames: readonly (readonly [RegExp, string])[] = [
  [/^(?:iso-2022-jp|cp5022[0-2])/, 'iso-2022-jp'],
  [/^cp932$/, 'shift_jis'],
  [/^cp936$/, 'gbk'],
  [/^cp949$/, 'euc-kr'],
  [/^cp950$/, 'big5'],
  [/^cp(?=125\d$)/, 'windows-'],
];

/** Bytes in a named character set; an unknown or refused one (UTF-7) is read as UTF-8. */
export function decodeBytes(charset: string, bytes: Uint8Array): string {
  let label = charset.trim().toLowerCase();
  for (const [pattern, name] of charsetNames)
    if (pattern.test(label)) label = name.endsWith('-') ? label.replace(pattern, name) : name;
  // Two texts joined leave a switch to ASCII and at once back, which the decoder takes for an error.
  const input =
    label === 'iso-2022-jp'
      ? Buffer.from(
          Buffer.from(bytes)
            .toString('latin1')
            .replaceAll('\x1b(B\x1b', '\x1b')
            .replaceAll('\x1b(J\x1b', '\x1b'),
          'latin1',
        )
      : bytes;
  try {
    return new TextDecoder(label).decode(input);
  } catch {
    return new TextDecoder('utf-8').decode(input);
  }
}

/**
 * Decodes encoded words. Neighbours in one character set are joined as bytes first: mailers split
 * multi-byte characters over two words although RFC 2047 §5 forbids it.
 */
export function decodeWords(text: string): string {
  if (!text.includes('=?')) return text;
  let out = '';
  let run: { charset: string; parts: Buffer[] } | undefined;
  let end = 0;
  const flush = (): void => {
    if (run !== undefined) out += decodeBytes(run.charset, Buffer.concat(run.parts));
    run = undefined;
  };
  for (const match of text.matchAll(encodedWord)) {
    const [whole, charset = '', encoding = '', body = ''] = match;
    const gap = text.slice(end, match.index);
    const neighbours = run !== undefined && gap.trim() === '';
    if (!neighbours || run?.charset.toLowerCase() !== charset.toLowerCase()) {
      flush();
      if (!neighbours) out += gap;
      run = { charset, parts: [] };
    }
    run.parts.push(wordBytes(encoding, body));
    end = match.index + whole.length;
  }
  flush();
  return out + text.slice(end);
}

/** Headers hold bytes: most are ASCII, some raw UTF-8, old Japanese mailers raw ISO-2022-JP. */
function eightBit(binary: string): string {
  if (binary.includes('\x1b$')) return decodeBytes('iso-2022-jp', Buffer.from(binary, 'latin1'));
  if (!/[\x80-\xff]/.test(binary)) return binary;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(binary, 'latin1'));
  } catch {
    return binary;
  }
}

/** A header line as it stands (folded, one byte a character) as name and value. */
export function parseHeaderLine(line: string): HeaderField | undefined {
  const colon = line.indexOf(':');
  if (colon < 1) return undefined;
  const name = line.slice(0, colon).trim();
  if (name === '' || /\s/.test(name)) return undefined;
  const raw = eightBit(line.slice(colon + 1)).replace(/\r?\n[ \t]*/g, ' ');
  return { name, value: decodeWords(raw.trim()) };
}

/** The values of a header in order, decoded; the name without regard to case. */
export function headerValues(headers: readonly HeaderField[], name: string): readonly string[] {
  const wanted = name.toLowerCase();
  return headers.filter((h) => h.name.toLowerCase() === wanted).map((h) => h.value);
}

/** The first that is not empty. */
export function headerValue(headers: readonly HeaderField[], name: string): string | null {
  return headerValues(headers, name).find((value) => value !== '') ?? null;
}

/** The text without its `(comments)`, and the comments; nested ones belong to the outer. */
export function splitComments(text: string): {
  readonly text: string;
  readonly comments: readonly string[];
} {
  let plain = '';
  let comment = '';
  const comments: string[] = [];
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '\\' && depth > 0) {
      comment += text.charAt(++at);
    } else if (char === '(') {
      if (depth++ > 0) comment += char;
      else plain += ' ';
    } else if (char === ')' && depth > 0) {
      if (--depth > 0) comment += char;
      else {
        comments.push(comment);
        comment = '';
      }
    } else if (depth > 0) comment += char;
    else plain += char;
  }
  if (depth > 0) comments.push(comment);
  return { text: plain, comments };
}

const months = 'janfebmaraprmayjunjulaugsepoctnovdec';
const zones: Readonly<Record<string, number>> = {
  EST: -300,
  EDT: -240,
  CST: -360,
  CDT: -300,
  MST: -420,
  MDT: -360,
  PST: -480,
  PDT: -420,
  JST: 540,
};
const rfcDate =
  /^(?:[A-Za-z]{2,9}\.?,? {0,3})?(\d{1,2})[ -]([A-Za-z]{3})[A-Za-z]{0,6}[ -](\d{2,4}) (\d{1,2}):(\d\d)(?::(\d\d))?(?:\.\d{1,9})? ?([+-]\d\d:?\d\d|[A-Za-z]{1,5})?/;
const isoDate = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)$/;

/** A mail's date in ISO 8601, UTC. Without a zone it is taken as UTC; null when it is no date. */
export function parseMailDate(value: string | null): string | null {
  if (value === null) return null;
  const text = splitComments(value.slice(0, 400)).text.replace(/\s+/g, ' ').trim();
  if (isoDate.test(text)) return isoOf(Date.parse(text.replace(' ', 'T')));
  const match = rfcDate.exec(text);
  if (match === null) return null;
  const [, day, month = '', year = '', hour, minute, second = '0', zone = 'GMT'] = match;
  const monthAt = months.indexOf(month.toLowerCase());
  if (monthAt < 0 || monthAt % 3 !== 0) return null;
  const ms = Date.UTC(
    fullYear(Number(year), year.length),
    monthAt / 3,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  return isoOf(ms - offsetMinutes(zone) * 60_000);
}

function isoOf(ms: number): string | null {
  if (!Number.isFinite(ms) || Math.abs(ms) > 8.64e15) return null;
  const iso = new Date(ms).toISOString();
  return /^\d{4}-/.test(iso) ? iso : null;
}

/** RFC 5322 §4.3: 00 to 49 are this century. */
function fullYear(year: number, digits: number): number {
  if (digits === 4) return year;
  return year + (digits === 2 && year < 50 ? 2000 : 1900);
}

function offsetMinutes(zone: string): number {
  if (/^[+-]/.test(zone)) {
    const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
    return zone.startsWith('-') ? -minutes : minutes;
  }
  return zones[zone.toUpperCase()] ?? 0;
}

/** The id with its angle brackets; what stands around them is dropped. */
export function messageIdOf(value: string | null): string | null {
  if (value === null) return null;
  const open = value.indexOf('<');
  const close = open < 0 ? -1 : value.indexOf('>', open);
  const inner = (close < 0 ? value.replace(/[<>]/g, '') : value.slice(open + 1, close)).trim();
  return inner === '' ? null : `<${inner}>`;
}
