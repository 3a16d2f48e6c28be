import ipaddr from 'ipaddr.js';

/** A client address taken apart: canonical text, and the port where one was written. */
export interface Address {
  readonly ip: string;
  readonly port: number | null;
}

const octet = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
/** Strict dotted quad: no leading zeros, since those mean octal to some and decimal to others. */
export const ipv4Pattern = `${octet}(?:\\.${octet}){3}`;

const group = '[0-9A-Fa-f]{1,4}';
/** Every way to write an IPv6 address: RFC 4291, 2.2. */
export const ipv6Pattern = [
  `(?:${group}:){7}${group}`,
  `(?:${group}:){1,7}:`,
  `(?:${group}:){1,6}:${group}`,
  ...[2, 3, 4, 5].map((after) => `(?:${group}:){1,${7 - after}}(?::${group}){1,${after}}`),
  `${group}:(?::${group}){1,6}`,
  `:(?:(?::${group}){1,7}|:)`,
  `(?:${group}:){6}${ipv4Pattern}`,
  `::(?:${group}:){0,5}${ipv4Pattern}`,
  `(?:${group}:){1,5}:${ipv4Pattern}`,
  ...[1, 2, 3, 4].map(
    (after) => `(?:${group}:){1,${5 - after}}(?::${group}){1,${after}}:${ipv4Pattern}`,
  ),
].join('|');

/** `::ffff:` before an IPv4 address, however many zeros are written. */
const mapped = '(?:[0:]*:[fF]{4}:)?';
/**
 * What is read as an address, without blanks around: 1 the address, 2 the port. The same expressions
 * in JS and in DuckDB (RE2). What `sixPattern` finds is an address if it is an `ipv6Pattern`: in two
 * steps, since to find something by so long an expression takes RE2 four times as long.
 */
export const fourPattern = `^\\[?${mapped}(${ipv4Pattern})\\]?(?::(\\d{1,5}))?$`;
export const sixPattern =
  '^\\[?([0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)(?:%[0-9A-Za-z_.~-]*)?(?:\\](?::(\\d{1,5}))?)?$';

const four = new RegExp(fourPattern);
const six = new RegExp(sixPattern);
const ipv6 = new RegExp(`^(?:${ipv6Pattern})$`);

/**
 * Reads what logs write as an address: `1.2.3.4`, `1.2.3.4:5678`, `[2001:db8::1]:5678`,
 * `::ffff:1.2.3.4`, upper-case or uncompressed IPv6. Null for anything else (`<null>`, names, "").
 */
export function parseAddress(text: string): Address | null {
  const bare = text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
  const quad = four.exec(bare);
  if (quad?.[1] !== undefined) return { ip: quad[1], port: portOf(quad[2]) };
  const found = six.exec(bare);
  if (found?.[1] === undefined || !ipv6.test(found[1])) return null;
  const ip = canonicalIpv6(found[1]);
  return ip === null ? null : { ip, port: portOf(found[2]) };
}

function portOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const port = Number(text);
  return port <= 65_535 ? port : null;
}

/** Canonical (RFC 5952) text of an IPv6 address, IPv4 of a mapped one, zone dropped; null if none. */
export function canonicalIpv6(text: string): string | null {
  const bare = text.replace(/%.*$/, '');
  if (!bare.includes(':') || !ipaddr.IPv6.isValid(bare)) return null;
  const address = ipaddr.IPv6.parse(bare);
  return address.isIPv4MappedAddress()
    ? address.toIPv4Address().toString()
    : address.toRFC5952String();
}
