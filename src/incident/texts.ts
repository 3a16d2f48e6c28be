import type { Said } from '../model/finding.js';

/** The same sentence in both languages. */
export const both = (en: string, ja: string): Said => ({ en, ja });

/** A few of a list, and how many more there are. */
export function few(list: readonly string[], most = 3): string {
  const shown = list.slice(0, most).join(', ');
  return list.length > most ? `${shown} +${list.length - most}` : shown;
}

/** UTC microseconds → `2024-05-10T09:31:12.123456Z`, always with six digits. */
export function isoMicros(micros: bigint): string {
  const fraction = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const milli = Number((micros - fraction) / 1000n);
  return `${new Date(milli).toISOString().slice(0, 19)}.${fraction.toString().padStart(6, '0')}Z`;
}

/** `2024-05-10 09:31 UTC`, for sentences. */
export const minuteOf = (micros: bigint): string =>
  `${isoMicros(micros).slice(0, 16).replace('T', ' ')} UTC`;

export const sortedUnique = (list: readonly string[]): string[] => [...new Set(list)].sort();
export const unique = (list: readonly string[]): string[] => [...new Set(list)];

export const least = (times: readonly bigint[]): bigint | undefined =>
  times.reduce<bigint | undefined>((a, b) => (a === undefined || b < a ? b : a), undefined);
export const greatest = (times: readonly bigint[]): bigint | undefined =>
  times.reduce<bigint | undefined>((a, b) => (a === undefined || b > a ? b : a), undefined);

/** English `1 mail`, `3 mails`. */
export const counted = (n: number, one: string, many = `${one}s`): string =>
  `${n.toLocaleString('en-US')} ${n === 1 ? one : many}`;
