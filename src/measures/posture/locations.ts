import { isSet } from '../snapshot/record.js';
import type { NamedLocation } from '../snapshot/graph.js';

/** How much of the Internet a named location is. */
export interface Breadth {
  /** It is the Internet of this family, or half of it or more. */
  readonly allIpv4: boolean;
  readonly allIpv6: boolean;
  /** Not all, yet too much to be a company's own network: more than 2^20 addresses, or a country. */
  readonly wide: boolean;
  readonly country: boolean;
}

const wideIpv4 = 2n ** 20n;
const wideIpv6 = 2n ** 100n;
/** Global unicast, 2000::/3: what of IPv6 is in use. */
const usedIpv6 = 2n ** 125n;
/** ISO 3166-1 has 249 codes; who lists this many lets in the world. */
const worldOfCountries = 180;

export function breadthOf(location: NamedLocation): Breadth {
  const countries = new Set((location.countriesAndRegions ?? []).map((code) => code.toUpperCase()));
  if (countries.size > 0 || isSet(location.includeUnknownCountriesAndRegions)) {
    const world = countries.size >= worldOfCountries;
    return { allIpv4: world, allIpv6: world, wide: true, country: true };
  }
  const spans4: Span[] = [];
  const spans6: Span[] = [];
  for (const range of location.ipRanges ?? []) {
    const text = range.cidrAddress ?? '';
    const span = text === '' ? edges(range.lowerAddress ?? '', range.upperAddress ?? '') : cidr(text);
    if (span !== undefined) (span.ipv6 ? spans6 : spans4).push(span);
  } // prettier-ignore
  const ipv4 = sizeOf(spans4);
  const ipv6 = sizeOf(spans6);
  return {
    allIpv4: ipv4 >= 2n ** 31n,
    allIpv6: ipv6 >= usedIpv6 / 2n,
    wide: ipv4 > wideIpv4 || ipv6 > wideIpv6,
    country: false,
  };
}

interface Span {
  readonly ipv6: boolean;
  readonly first: bigint;
  readonly last: bigint;
}

/** Addresses in any of the spans, each once: two halves are a whole. */
function sizeOf(spans: readonly Span[]): bigint {
  const sorted = [...spans].sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
  let size = 0n;
  let reached = -1n;
  for (const { first, last } of sorted) {
    const from = first > reached ? first : reached + 1n;
    if (last >= from) size += last - from + 1n;
    if (last > reached) reached = last;
  }
  return size;
}

function cidr(text: string): Span | undefined {
  const [address = '', bits] = text.split('/');
  const parsed = addressOf(address.trim());
  if (parsed === undefined) return undefined;
  const width = parsed.ipv6 ? 128 : 32;
  const length = bits === undefined ? width : Number(bits);
  if (!Number.isInteger(length) || length < 0 || length > width) return undefined;
  const size = 1n << BigInt(width - length);
  const first = (parsed.value / size) * size;
  return { ipv6: parsed.ipv6, first, last: first + size - 1n };
}

function edges(lower: string, upper: string): Span | undefined {
  const first = addressOf(lower);
  const last = addressOf(upper);
  if (first === undefined || first.ipv6 !== last?.ipv6) return undefined;
  return { ipv6: first.ipv6, first: first.value, last: last.value };
}

function addressOf(text: string): { readonly ipv6: boolean; readonly value: bigint } | undefined {
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(text)) {
    const parts = text.split('.').map(Number);
    if (parts.some((part) => part > 255)) return undefined;
    return { ipv6: false, value: parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n) };
  }
  if (!/^[0-9a-f:]+$/i.test(text)) return undefined;
  const halves = text.split('::');
  const words = (half: string | undefined): string[] =>
    half === undefined || half === '' ? [] : half.split(':');
  const head = words(halves[0]);
  const tail = words(halves[1]);
  const missing = 8 - head.length - tail.length;
  if (halves.length > 2 || (halves.length === 1 ? missing !== 0 : missing < 0)) return undefined;
  const all = [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
  if (all.some((part) => !/^[0-9a-f]{1,4}$/i.test(part))) return undefined;
  return { ipv6: true, value: all.reduce((sum, part) => sum * 65536n + BigInt(`0x${part}`), 0n) };
}
