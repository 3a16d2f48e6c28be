import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import ipaddr from 'ipaddr.js';
import { parseAddress } from '../formats/address.js';

/** Kinds of indicators that a case can be searched for. */
export const indicatorKinds = ['ip', 'network', 'agent', 'sender', 'domain', 'subject', 'hash', 'app', 'url'] as const; // prettier-ignore
export type IndicatorKind = (typeof indicatorKinds)[number];

export interface Indicator {
  readonly kind: IndicatorKind;
  /** Refanged, canonical; lower case except agents, subjects and the paths of URLs. */
  readonly value: string;
}

export interface ReadIndicators {
  readonly indicators: readonly Indicator[];
  /** Lines or patterns that are no indicator we know. */
  readonly ignored: readonly string[];
}

/** Names that lists use for a kind, lower case, without blanks, dashes and underscores. */
const namedKinds: Readonly<Record<string, IndicatorKind>> = {
  ip: 'ip', ipv4: 'ip', ipv6: 'ip', ipaddress: 'ip', ipaddr: 'ip', address: 'ip', srcip: 'ip', ipdst: 'ip', ipsrc: 'ip', ipv4addr: 'ip', ipv6addr: 'ip', clientip: 'ip',
  cidr: 'network', network: 'network', subnet: 'network',
  agent: 'agent', useragent: 'agent', ua: 'agent',
  sender: 'sender', from: 'sender', email: 'sender', emailsrc: 'sender', emailaddr: 'sender', emailaddress: 'sender', mail: 'sender', senderaddress: 'sender',
  domain: 'domain', hostname: 'domain', host: 'domain', fqdn: 'domain', domainname: 'domain',
  subject: 'subject', emailsubject: 'subject', messagesubject: 'subject',
  hash: 'hash', md5: 'hash', sha1: 'hash', sha256: 'hash', filehash: 'hash', filehashsha256: 'hash', filehashmd5: 'hash', filehashsha1: 'hash',
  app: 'app', appid: 'app', applicationid: 'app', clientid: 'app', oauthapp: 'app',
  url: 'url', uri: 'url', link: 'url',
}; // prettier-ignore
const kindNamed = (name: string): IndicatorKind | undefined =>
  namedKinds[name.toLowerCase().replace(/[\s_-]/g, '')];

/** Reads a list of indicators: a STIX 2.1 bundle, CSV with or without a header, or one a line. */
export function readIndicators(text: string): ReadIndicators {
  const plain = text.replace(/^\ufeff/, '');
  return /^\s*[[{]/.test(plain) && isJson(plain) ? fromStix(plain) : fromLines(plain);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** `hxxps://evil[.]example` → `https://evil.example` */
export const refanged = (text: string): string =>
  text
    .trim()
    .replace(/^h(xx|\*\*|tt)p(s?)(?=[:[])/i, 'http$2')
    .replace(/\[:\/\/\]|\[:\]\/\//g, '://')
    .replace(/[[({]\s*(\.|dot)\s*[\])}]/gi, '.')
    .replace(/[[({]\s*(@|at)\s*[\])}]/gi, '@')
    .replace(/[[({]:[\])}]/g, ':');

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const hash = /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})$/i;
const domain =
  /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})$/i;
const email = /^[^\s@"<>]+@(?:[a-z0-9-]+\.)+[a-z0-9-]{2,}$/i; // prettier-ignore

/** What a text is; undefined where it is none of the kinds. */
export function indicatorOf(text: string, kind?: IndicatorKind): Indicator | undefined {
  const value = refanged(text);
  if (value === '') return undefined;
  const network = networkOf(value);
  const address = parseAddress(value)?.ip;
  switch (kind) {
    case undefined:
      break;
    case 'ip':
    case 'network':
      return network ?? (address === undefined ? undefined : { kind: 'ip', value: address });
    case 'agent':
    case 'subject':
      return { kind, value };
    case 'sender':
      return email.test(value) ? { kind, value: value.toLowerCase() } : domain.test(value.replace(/^@/, '')) ? { kind: 'domain', value: value.replace(/^@/, '').toLowerCase() } : undefined; // prettier-ignore
    case 'url':
      return { kind, value: urlOf(value) };
    case 'domain':
    case 'hash':
    case 'app':
      return { kind, value: value.toLowerCase() };
  }
  if (network !== undefined) return network;
  if (address !== undefined) return { kind: 'ip', value: address };
  if (/^https?:\/\//i.test(value)) return { kind: 'url', value: urlOf(value) };
  if (email.test(value)) return { kind: 'sender', value: value.toLowerCase() };
  if (guid.test(value)) return { kind: 'app', value: value.toLowerCase() };
  if (hash.test(value)) return { kind: 'hash', value: value.toLowerCase() };
  if (domain.test(value)) return { kind: 'domain', value: value.toLowerCase() };
  if (/^[\w.+-]+\/\d[\w.]*(\s|$)/.test(value)) return { kind: 'agent', value };
  return undefined;
}

/** Scheme and host in lower case. */
const urlOf = (url: string): string =>
  url.replace(/^([a-z]+:\/\/[^/?#]*)/i, (start) => start.toLowerCase());

function networkOf(text: string): Indicator | undefined {
  if (!/^[0-9a-f:.]+\/\d{1,3}$/i.test(text) || !ipaddr.isValidCIDR(text)) return undefined;
  const [address, bits] = ipaddr.parseCIDR(text);
  const whole = address.kind() === 'ipv4' ? 32 : 128;
  return bits === whole
    ? { kind: 'ip', value: address.toString() }
    : { kind: 'network', value: `${address.toString()}/${bits}` };
}

/** Cells of lines; a quote that is never closed is a character like others, and takes no line after it with it. */
function rowsOf(text: string): string[][] {
  const options = {
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
    delimiter: delimiterOf(text),
  };
  try {
    return parse(text, options);
  } catch {
    return parse(text, { ...options, quote: false });
  }
}

function fromLines(text: string): ReadIndicators {
  const rows = rowsOf(text);
  const [head = []] = rows;
  const type = head.findIndex((name) => /^(indicator[ _-]?)?(type|kind)$/i.test(name));
  const value = head.findIndex((name) => /^(indicator|value|ioc|indicator[ _-]?value|observable)$/i.test(name)); // prettier-ignore
  const kinds = head.map(kindNamed);
  const found: Indicator[] = [];
  const ignored: string[] = [];
  const keep = (indicator: Indicator | undefined, line: string): void => {
    if (indicator === undefined) ignored.push(line);
    else found.push(indicator);
  };
  if (type >= 0 && value >= 0)
    for (const row of rows.slice(1)) keep(indicatorOf(row[value] ?? '', kindNamed(row[type] ?? '')), row.join(', ')); // prettier-ignore
  else if (value >= 0)
    for (const row of rows.slice(1)) keep(indicatorOf(row[value] ?? ''), row.join(', ')); // prettier-ignore
  else if (kinds.some((kind) => kind !== undefined))
    for (const row of rows.slice(1))
      for (const [at, cell] of row.entries())
        if (kinds[at] !== undefined && cell !== '') keep(indicatorOf(cell, kinds[at]), cell);
        else continue;
  else
    for (const line of text.split(/\r?\n/)) {
      if (/^\s*(#|\/\/(?!.)|;|$)/.test(line)) continue;
      const bare = line.trim();
      const labelled = /^([A-Za-z][A-Za-z _-]{0,20})\s*[:=]\s*(.+)$/.exec(bare);
      const kind = kindNamed(labelled?.[1] ?? '');
      if (kind !== undefined) {
        keep(indicatorOf(labelled?.[2] ?? '', kind), bare);
        continue;
      }
      const one = indicatorOf(bare);
      if (one !== undefined) {
        found.push(one);
        continue;
      }
      const several = bare.split(/[,;\t]/).flatMap((cell) => indicatorOf(cell.replace(/^"|"$/g, '')) ?? []); // prettier-ignore
      if (several.length === 0) ignored.push(bare);
      found.push(...several);
    }
  return { indicators: once(found), ignored };
}

/** Of the first line: what is there most often. */
function delimiterOf(text: string): string {
  const [line = ''] = text.split(/\r?\n/, 1);
  return [',', ';', '\t'].reduce((best, each) => (line.split(each).length > line.split(best).length ? each : best)); // prettier-ignore
}

const stixObjects = z.object({
  objects: z.array(
    z.looseObject({
      type: z.string(),
      pattern: z.string().optional(),
      value: z.string().optional(),
      subject: z.string().optional(),
      hashes: z.record(z.string(), z.string()).optional(),
    }),
  ),
});

/** What STIX calls a thing, and the kind it is. */
const stixKinds: readonly (readonly [path: RegExp, kind: IndicatorKind])[] = [
  [/^ipv[46]-addr:value/, 'ip'],
  [/^domain-name:value/, 'domain'],
  [/^url:value/, 'url'],
  [/^email-addr:value|^email-message:(from_ref|sender_ref)\.value/, 'sender'],
  [/^email-message:subject/, 'subject'],
  [/^file:hashes/, 'hash'],
  [/user-agent/i, 'agent'],
];

function fromStix(text: string): ReadIndicators {
  const read = stixObjects.safeParse(JSON.parse(text));
  if (!read.success) return fromLines(JSON.stringify(JSON.parse(text)).replace(/[[\]{}"]/g, '').replaceAll(',', '\n')); // prettier-ignore
  const found: Indicator[] = [];
  const ignored: string[] = [];
  for (const { type, pattern, value, subject, hashes } of read.data.objects) {
    for (const [path, said] of comparisons(pattern ?? '')) {
      const kind = stixKinds.find(([of]) => of.test(path))?.[1];
      const indicator = kind === undefined ? undefined : indicatorOf(said, kind);
      if (indicator === undefined) ignored.push(`${path} = '${said}'`);
      else found.push(indicator);
    }
    const kind = stixKinds.find(([of]) => of.test(`${type}:value`))?.[1];
    for (const one of [
      kind === undefined || value === undefined ? undefined : indicatorOf(value, kind),
      subject === undefined ? undefined : indicatorOf(subject, 'subject'),
      ...Object.values(hashes ?? {}).map((each) => indicatorOf(each, 'hash')),
    ])
      if (one !== undefined) found.push(one);
  }
  return { indicators: once(found), ignored };
}

/** `[ipv4-addr:value = '1.2.3.4' OR …]`: each comparison for equality, membership or a network. */
function comparisons(pattern: string): readonly (readonly [path: string, value: string])[] {
  const found: (readonly [string, string])[] = [];
  const one = /([a-z0-9-]+:[\w.'"-]+(?:\[[^\]]*\])?[\w.'"-]*)\s*(?:=|IN|ISSUBSET|LIKE|MATCHES)\s*(\((?:[^)']|'(?:[^'\\]|\\.)*')*\)|'(?:[^'\\]|\\.)*')/gi;
  for (const [, path = '', values = ''] of pattern.matchAll(one))
    for (const [, value = ''] of values.matchAll(/'((?:[^'\\]|\\.)*)'/g))
      found.push([path, value.replace(/\\(.)/g, '$1')]);
  return found;
} // prettier-ignore

const once = (found: readonly Indicator[]): readonly Indicator[] => [
  ...new Map(found.map((one) => [`${one.kind} ${one.value}`, one])).values(),
];
