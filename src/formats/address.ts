import ipaddr from 'ipaddr.js';

/** A client address taken apart: canonical text, and the port where one was written. */
export interface Address {
  readonly ip: string;
  readonly port: number | null;
}

const octet = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
/** Strict dotted quad: no leading zeros, since those mean octal to some and decimal to others. */
export const ipv4Pattern = `${octet}(?:\\.${octet}){3}`;
const ipv4 = new RegExp(`^(${ipv4Pattern})(?::(\\d{1,5}))?$`);
const bracketed = /^\[([0-9A-Fa-f:.%\w]+)\](?::(\d{1,5}))?$/;

/**
 * Reads what logs write as an address: `1.2.3.4`, `1.2.3.4:5678`, `[2001:db8::1]:5678`,
 * `::ffff:1.2.3.4`, upper-case or uncompressed IPv6. Null for anything else (`<null>`, names, "").
 */
export function parseAddress(text: string): Address | null {
  const trimmed = text.trim();
  const four = ipv4.exec(trimmed);
  if (four?.[1] !== undefined) return { ip: four[1], port: portOf(four[2]) };
  const six = bracketed.exec(trimmed);
  const candidate = six?.[1] ?? trimmed;
  if (six === null && !trimmed.includes(':')) return null;
  const ip = canonicalIpv6(candidate);
  if (ip !== null) return { ip, port: portOf(six?.[2]) };
  return six?.[1] !== undefined && ipv4.test(six[1]) ? { ip: six[1], port: portOf(six[2]) } : null;
}

function portOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const port = Number(text);
  return port <= 65_535 ? port : null;
}

const mappedTail = /^(?:[0:]*:)ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** Canonical (RFC 5952) text of an IPv6 address, IPv4 of a mapped one, zone dropped; null if none. */
export function canonicalIpv6(text: string): string | null {
  const bare = text.replace(/%.*$/, '');
  const mapped = mappedTail.exec(bare);
  if (mapped?.[1] !== undefined) return ipv4.test(mapped[1]) ? mapped[1] : null;
  if (!bare.includes(':') || !ipaddr.IPv6.isValid(bare)) return null;
  const address = ipaddr.IPv6.parse(bare);
  return address.isIPv4MappedAddress()
    ? address.toIPv4Address().toString()
    : address.toRFC5952String();
}
