import type { Random } from '../random.js';
import type { City, NetworkRange } from './networks-table.js';

/** Where a request comes from, as logs see it. */
export interface Place {
  readonly ip: string;
  readonly asn: number;
  readonly country: string;
  readonly city: string;
  readonly state: string;
}

/** The rest of an IPv4 address after its leading octets. */
export function drawV4(random: Random, prefix: string): string {
  const given = prefix.split('.').length - 1;
  const rest = Array.from({ length: 4 - given }, (_, at) =>
    String(at === 3 - given ? random.int(2, 253) : random.int(1, 254)),
  );
  return prefix + rest.join('.');
}

const group = (random: Random): string => random.int(1, 65_535).toString(16);

/** A household's or telephone's /64: the first four groups, ending in a colon. */
export function drawSite(random: Random, prefix: string): string {
  const given = prefix.split(':').length - 1;
  const rest = Array.from({ length: 4 - given }, () => group(random));
  return prefix + rest.map((part) => `${part}:`).join('');
}

/** An address in a /64: privacy extensions draw a new one every day. */
export function drawV6(random: Random, site: string): string {
  return site + [group(random), group(random), group(random), group(random)].join(':');
}

/** An IPv4 address of the network. */
export function placeIn(random: Random, network: NetworkRange, city: City): Place {
  return placeAt(drawV4(random, random.pick(network.v4)), network, city);
}

export function placeAt(ip: string, network: NetworkRange, city: City): Place {
  return { ip, asn: network.asn, country: network.country, city: city.city, state: city.state };
}
