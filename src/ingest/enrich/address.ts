import ipaddr from 'ipaddr.js';

/** Where an address belongs before any database is asked. */
export type AddressScope = 'private' | 'loopback' | 'link_local' | 'reserved' | 'public';

export interface Address {
  readonly family: 4 | 6;
  /** Canonical text; IPv4 in IPv6 clothes (mapped, NAT64, 6to4) is the IPv4 address. */
  readonly text: string;
  readonly number: bigint;
  readonly scope: AddressScope;
}

/** Reads an address, or says `undefined` when the text is none. Octal and hex IPv4 are none. */
export function parseAddress(text: string): Address | undefined {
  const bare = text.trim();
  if (ipaddr.IPv4.isValidFourPartDecimal(bare)) return fromIPv4(ipaddr.IPv4.parse(bare));
  if (!ipaddr.IPv6.isValid(bare)) return undefined;
  const address = ipaddr.IPv6.parse(bare);
  const inner = innerIPv4(address);
  if (inner !== undefined) return fromIPv4(inner);
  return {
    family: 6,
    text: address.toRFC5952String(),
    number: toNumber(address.toByteArray()),
    scope: scopeOf(address.range()),
  };
}

function fromIPv4(address: ipaddr.IPv4): Address {
  return {
    family: 4,
    text: address.toString(),
    number: toNumber(address.octets),
    scope: scopeOf(address.range()),
  };
}

function innerIPv4(address: ipaddr.IPv6): ipaddr.IPv4 | undefined {
  const bytes = address.toByteArray();
  switch (address.range()) {
    case 'ipv4Mapped':
    case 'rfc6052':
      return new ipaddr.IPv4(bytes.slice(12));
    case '6to4':
      return new ipaddr.IPv4(bytes.slice(2, 6));
    default:
      return undefined;
  }
}

function toNumber(bytes: readonly number[]): bigint {
  return bytes.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
}

type Range = ReturnType<ipaddr.IPv4['range']> | ReturnType<ipaddr.IPv6['range']>;

function scopeOf(range: Range): AddressScope {
  switch (range) {
    case 'private':
    case 'uniqueLocal':
    case 'carrierGradeNat':
      return 'private';
    case 'loopback':
      return 'loopback';
    case 'linkLocal':
      return 'link_local';
    case 'unicast':
    case 'teredo':
    case 'as112':
    case 'as112v6':
    case 'amt':
      return 'public';
    default:
      // Unspecified, multicast, broadcast, documentation and whatever else cannot be a client.
      return 'reserved';
  }
}
