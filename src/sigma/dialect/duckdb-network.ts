import ipaddr from 'ipaddr.js';
import { fourPattern, ipv6Pattern, sixPattern } from '../../formats/address.js';
import type { Binder } from './dialect.js';

/** Before the eight digits of an IPv4 address, among the 32 of IPv6. */
const mapped = '00000000000000000000ffff';

/**
 * Addresses are compared as 32 hexadecimal digits (IPv4 as `::ffff:1.2.3.4`): a network is all texts
 * between its first and its last address. Reads what `parseAddress` of formats/address.ts reads.
 */
export function duckdbInNetwork(text: string, network: string, binder: Binder): string {
  const bare = `regexp_replace(${text}, '^[ \\t\\r\\n]+|[ \\t\\r\\n]+$', '', 'g')`;
  const { first, last, four } = rangeOf(network);
  const between = (digits: string): string =>
    `coalesce(${digits} BETWEEN ${binder.value(first)} AND ${binder.value(last)}, false)`;
  const quad = `regexp_extract(${bare}, '${fourPattern}', 1)`;
  const six = hexOfSix(`lower(regexp_extract(${bare}, '${sixPattern}', 1))`, binder);
  const sixIn = four
    ? between(six)
    : `${between(six)} AND NOT coalesce(starts_with(${six}, '${mapped}'), false)`;
  return (
    `CASE WHEN ${text} IS NULL THEN NULL ` +
    `WHEN regexp_matches(${bare}, '${fourPattern}') THEN ${four ? between(`'${mapped}' || ${hexOfQuad(quad)}`) : 'false'} ` +
    `WHEN regexp_full_match(regexp_extract(${bare}, '${sixPattern}', 1), '${ipv6Pattern}') THEN ${sixIn} ELSE false END`
  );
}

function rangeOf(network: string): { first: string; last: string; four: boolean } {
  const [address, length] = ipaddr.parseCIDR(network);
  const four = address.kind() === 'ipv4';
  const bytes = address.toByteArray();
  const whole = four ? [...Array<number>(10).fill(0), 255, 255, ...bytes] : bytes;
  const bits = four ? length + 96 : length;
  const fill = (sign: 0 | 1): string =>
    whole
      .map((byte, at) => {
        const kept = Math.min(8, Math.max(0, bits - at * 8));
        const host = 255 >> kept;
        return ((byte & ~host) | (sign === 1 ? host : 0)).toString(16).padStart(2, '0');
      })
      .join('');
  return { first: fill(0), last: fill(1), four };
}

const hexOfQuad = (quad: string): string =>
  `format('{:02x}{:02x}{:02x}{:02x}', ${[1, 2, 3, 4].map((at) => `TRY_CAST(split_part(${quad}, '.', ${at}) AS INTEGER)`).join(', ')})`;

/** The 32 digits of an address that is an `ipv6Pattern`, in lower case. */
function hexOfSix(address: string, binder: Binder): string {
  const tail = `regexp_extract(${address}, '[0-9.]+$')`;
  const groups =
    `CASE WHEN contains(${address}, '.') THEN substr(${address}, 1, length(${address}) - length(${tail})) || ` +
    `format('{:x}:{:x}', ${pair(tail, 1)}, ${pair(tail, 3)}) ELSE ${address} END`;
  const group = binder.name();
  const side = (at: 1 | 2): string =>
    `array_to_string(list_transform(list_filter(string_split(split_part(${groups}, '::', ${at}), ':'), lambda ${group}: ${group} <> ''), ` +
    `lambda ${group}: lpad(${group}, 4, '0')), '')`;
  const before = side(1);
  const after = side(2);
  return `(${before} || repeat('0', 32 - length(${before}) - length(${after})) || ${after})`;
}

const pair = (quad: string, at: number): string =>
  `coalesce(TRY_CAST(split_part(${quad}, '.', ${at}) AS INTEGER) * 256 + TRY_CAST(split_part(${quad}, '.', ${at + 1}) AS INTEGER), 0)`;
