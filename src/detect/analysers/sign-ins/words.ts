import type { Said } from '../../../model/finding.js';

const english = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' });
const japanese = new Intl.DisplayNames(['ja'], { type: 'region', fallback: 'code' });

/** Names of countries by their codes; what is no code stays as it is. */
export function countryNames(codes: readonly string[]): Said {
  const named = (names: Intl.DisplayNames, code: string): string =>
    /^[A-Z]{2}$/.test(code) ? (names.of(code) ?? code) : code;
  return {
    en: codes.map((code) => named(english, code)).join(', '),
    ja: codes.map((code) => named(japanese, code)).join('、'),
  };
}

/** `1 address`, `3 addresses`; in Japanese the number, whose counter the sentence has. */
export function counted(count: number, one: string, many: string): Said {
  return { en: `${count} ${count === 1 ? one : many}`, ja: String(count) };
}

/** A network by its owner, else by its number, and the country. */
export function networkName(owner: string, network: string, country: string): Said {
  const name = owner === '' ? network : owner;
  if (country === '') return { en: name, ja: name };
  const { en, ja } = countryNames([country]);
  return { en: `${name} (${en})`, ja: `${name}（${ja}）` };
}
