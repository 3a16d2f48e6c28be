import ipaddr from 'ipaddr.js';
import type { MicrosoftHeaders, ReceivedHop } from './mail-fields.js';
import { mailLimits } from './mail-fields.js';
import type { HeaderField } from './mail-headers.js';
import { headerValue, headerValues, parseMailDate } from './mail-headers.js';

/** An address as written in a header (`[1.2.3.4]`, `IPv6:2001:db8::1`, `1.2.3.4:25`), canonical. */
export function parseIp(text: string): string | null {
  const bare = text
    .replace(/^ipv6:/i, '')
    .replace(/%.*$/, '')
    .replace(/\.$/, '');
  if (bare.length < 2 || bare.length > 50) return null;
  const four = /^(\d{1,3}(?:\.\d{1,3}){3})(?::\d{1,5})?$/.exec(bare)?.[1];
  if (four !== undefined)
    return ipaddr.IPv4.isValidFourPartDecimal(four) ? ipaddr.parse(four).toString() : null;
  if (!bare.includes(':') || !ipaddr.IPv6.isValid(bare)) return null;
  const address = ipaddr.process(bare);
  return address.kind() === 'ipv6' ? ipaddr.IPv6.parse(bare).toRFC5952String() : address.toString();
}

const inside = new Set([
  'private',
  'loopback',
  'linkLocal',
  'uniqueLocal',
  'carrierGradeNat',
  'unspecified',
  'multicast',
  'broadcast',
]);

/** Not an address of a private network. Documentation ranges count as public: cases use them. */
export function isPublicIp(ip: string): boolean {
  return !inside.has(ipaddr.process(ip).range());
}

/** Addresses in a text, those in brackets first; what follows `HELO` is the client's own claim. */
function ipsIn(text: string): readonly string[] {
  const bracketed: string[] = [];
  const bare: string[] = [];
  for (const match of text.matchAll(/[0-9A-Za-z:.%]{2,80}/g)) {
    const before = text.slice(Math.max(0, match.index - 6), match.index).toLowerCase();
    if (/(?:helo|ehlo)[= ]\[?$/.test(before)) continue;
    const ip = parseIp(match[0]);
    if (ip !== null) (before.endsWith('[') ? bracketed : bare).push(ip);
  }
  return [...bracketed, ...bare];
}

const keywords = new Set(['from', 'by', 'via', 'with', 'id', 'for']);

/** One Received header. Works on what is there: every server writes its own way. */
export function parseReceived(value: string): ReceivedHop {
  const semicolon = value.lastIndexOf(';');
  const date = parseMailDate(semicolon < 0 ? null : value.slice(semicolon + 1).trim());
  const clauses = new Map<string, { words: string[]; comments: string[] }>();
  let clause: { words: string[]; comments: string[] } | undefined;
  for (const part of parts(date === null ? value : value.slice(0, semicolon))) {
    if (part.kind === 'comment') {
      clause?.comments.push(part.text);
      continue;
    }
    const keyword = part.text.toLowerCase();
    if (keywords.has(keyword) && !clauses.has(keyword)) {
      clause = { words: [], comments: [] };
      clauses.set(keyword, clause);
    } else clause?.words.push(part.text);
  }
  const words = (name: string): string | null => {
    const text = clauses.get(name)?.words.join(' ').slice(0, 500) ?? '';
    return text === '' ? null : text;
  };
  const from = clauses.get('from');
  const seen = from?.comments.flatMap(ipsIn) ?? [];
  const claimed = from?.words.flatMap(ipsIn) ?? [];
  return {
    from: words('from'),
    by: words('by'),
    with: words('with'),
    ip: seen[0] ?? claimed[0] ?? null,
    date,
  };
}

interface Part {
  readonly kind: 'word' | 'comment';
  readonly text: string;
}

function parts(text: string): readonly Part[] {
  const out: Part[] = [];
  let word = '';
  let comment = '';
  let depth = 0;
  const endWord = (): void => {
    if (word !== '') out.push({ kind: 'word', text: word });
    word = '';
  };
  for (const char of text) {
    if (char === '(') {
      endWord();
      if (depth++ > 0) comment += char;
    } else if (char === ')' && depth > 0) {
      if (--depth > 0) comment += char;
      else {
        out.push({ kind: 'comment', text: comment });
        comment = '';
      }
    } else if (depth > 0) comment += char;
    else if (/\s/.test(char)) endWord();
    else word += char;
  }
  endWord();
  if (depth > 0) out.push({ kind: 'comment', text: comment });
  return out;
}

/** The Received chain, newest first. */
export function receivedHops(headers: readonly HeaderField[]): readonly ReceivedHop[] {
  return headerValues(headers, 'Received').slice(0, mailLimits.hops).map(parseReceived);
}

function publicIpIn(value: string | null): string | null {
  if (value === null) return null;
  return ipsIn(value.slice(0, 2_000)).find(isPublicIp) ?? null;
}

/** Headers in which a mail service names the client that submitted the mail. */
const originatingHeaders = [
  'X-Originating-IP',
  'X-MS-Exchange-Organization-OriginalClientIPAddress',
  'X-Originating-Client-IP',
  'X-Sender-IP',
];

/** Where the mail came from; see `MailFields.clientIp`. */
export function clientIpOf(
  headers: readonly HeaderField[],
  received: readonly ReceivedHop[],
): string | null {
  for (const name of originatingHeaders) {
    for (const value of headerValues(headers, name)) {
      const ip = publicIpIn(value);
      if (ip !== null) return ip;
    }
  }
  const earliest = received.findLast((hop) => hop.ip !== null && isPublicIp(hop.ip));
  return earliest?.ip ?? connectingIpOf(headers);
}

/** `CIP:203.0.113.5;CTRY:RU;LANG:en;SCL:1;…CAT:PHSH;…` (X-Forefront-Antispam-Report). */
function forefront(headers: readonly HeaderField[], key: string): string | null {
  const report = headerValue(headers, 'X-Forefront-Antispam-Report');
  if (report === null) return null;
  for (const part of report.slice(0, 8_000).split(';')) {
    const colon = part.indexOf(':');
    if (part.slice(0, colon).trim().toUpperCase() === key) {
      const value = part.slice(colon + 1).trim();
      return value === '' ? null : value;
    }
  }
  return null;
}

/** The address that connected to Microsoft's servers, in Microsoft's own words. */
export function connectingIpOf(headers: readonly HeaderField[]): string | null {
  const cip = forefront(headers, 'CIP');
  const ip = cip === null ? null : parseIp(cip);
  if (ip !== null && isPublicIp(ip)) return ip;
  return publicIpIn(
    headerValue(headers, 'X-MS-Exchange-CrossTenant-OriginalAttributedTenantConnectingIp'),
  );
}

export function microsoftHeaders(headers: readonly HeaderField[]): MicrosoftHeaders {
  const first = (...names: readonly string[]): string | null => {
    for (const name of names) {
      const value = headerValue(headers, name);
      if (value !== null) return value;
    }
    return null;
  };
  const id = first(
    'X-MS-Exchange-Organization-Network-Message-Id',
    'X-MS-Exchange-CrossTenant-Network-Message-Id',
    'X-MS-Office365-Filtering-Correlation-Id',
  );
  const arrival = first('X-MS-Exchange-CrossTenant-OriginalArrivalTime', 'X-OriginalArrivalTime');
  return {
    networkMessageId: id?.toLowerCase() ?? null,
    tenantId: first('X-MS-Exchange-CrossTenant-Id')?.toLowerCase() ?? null,
    fromEntity: first('X-MS-Exchange-CrossTenant-FromEntityHeader'),
    authAs: first('X-MS-Exchange-CrossTenant-AuthAs', 'X-MS-Exchange-Organization-AuthAs'),
    authSource: first(
      'X-MS-Exchange-CrossTenant-AuthSource',
      'X-MS-Exchange-Organization-AuthSource',
    ),
    originalArrivalTime: parseMailDate(arrival),
    messageDirectionality: first('X-MS-Exchange-Organization-MessageDirectionality'),
    scl: first('X-MS-Exchange-Organization-SCL') ?? forefront(headers, 'SCL'),
    category: forefront(headers, 'CAT'),
    country: forefront(headers, 'CTRY'),
  };
}
