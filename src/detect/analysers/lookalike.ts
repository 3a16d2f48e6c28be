import { domainToUnicode } from 'node:url';
import { distance } from 'fastest-levenshtein';
import { getDomain, getPublicSuffix } from 'tldts';
import {
  addedWords,
  cheapSuffixes,
  confusables,
  confusableSuffixes,
  publicMail,
} from './confusables-table.js';

/** A domain as it is registered: `mail.example.co.jp` is `example` under `co.jp`. */
export interface Registered {
  readonly domain: string;
  readonly label: string;
  readonly suffix: string;
}

/**
 * How one domain imitates another: letters that look alike, a hyphen more or less, the whole name
 * inside another (`example.jp.evil.example`, `example-jp.com`), one letter wrong, a word added, another ending.
 */
export type Likeness = 'homoglyph' | 'hyphen' | 'embedded' | 'edit' | 'word' | 'ending';

const tenantSuffix = 'onmicrosoft.com';

/** Lower case, without a final dot; punycode read. Nothing where it is no domain name (an address, a word). */
export function registered(host: string): Registered | undefined {
  const name = domainToUnicode(host.toLowerCase().replace(/\.$/, '')) || host.toLowerCase();
  if (name.endsWith(`.${tenantSuffix}`)) {
    const label = name.slice(0, -tenantSuffix.length - 1).replace(/^.*\./, '');
    return { domain: `${label}.${tenantSuffix}`, label, suffix: tenantSuffix };
  }
  const domain = getDomain(name, { validateHostname: false });
  const suffix = getPublicSuffix(name, { validateHostname: false });
  if (domain === null || suffix === null || !domain.endsWith(`.${suffix}`)) return undefined;
  return { domain, label: domain.slice(0, -suffix.length - 1), suffix };
}

const marks = /\p{M}+/gu;

/** What a label looks like: labels that are read alike have one skeleton. Hyphens are kept. */
export function skeleton(label: string): string {
  let text = label.normalize('NFKD').replace(marks, '').toLowerCase();
  for (const [from, to] of confusables) text = text.replaceAll(from, to);
  return text;
}

const unhyphened = (label: string): string => label.replaceAll('-', '');

/** A name that is short enough is near many others by chance. */
const least = { homoglyph: 4, edit: 6, word: 5, embedded: 5 } as const;

const digit = /^[0-9]$/;

/** One letter changed, added, left out, or two exchanged; numbers that differ are siblings (example0, example1). */
function oneEdit(of: string, label: string): boolean {
  if (Math.abs(of.length - label.length) > 1 || of === label) return false;
  let head = 0;
  while (head < of.length && of[head] === label[head]) head += 1;
  const a = of.slice(head);
  const b = label.slice(head);
  const [one = '', other = ''] = a;
  if (a.length > 1 && b.startsWith(other + one) && a.slice(2) === b.slice(2))
    return !(digit.test(one) && digit.test(other));
  if (distance(of, label) !== 1) return false;
  const changed =
    of.length === label.length ? [one, b[0]] : [of.length > label.length ? one : b[0]];
  return !changed.some((letter) => digit.test(letter ?? ''));
}

const words = new Set(addedWords);
const wordAdded = (of: string, label: string): boolean => {
  const rest = label.startsWith(of)
    ? label.slice(of.length)
    : label.endsWith(of)
      ? label.slice(0, -of.length)
      : undefined;
  if (rest === undefined || rest === '') return false;
  return rest.split('-').filter(Boolean).every((word) => words.has(word)); // prettier-ignore
};

const endings = new Map(confusableSuffixes);
const cheap = new Set(cheapSuffixes);

/** How `host` imitates `of`; nothing where it does not, or is the same company's. */
export function likeness(of: Registered, host: string): Likeness | undefined {
  const it = registered(host);
  if (it === undefined || it.domain === of.domain) return undefined;
  const name = host.toLowerCase();
  if (of.label.length >= least.embedded) {
    if (name.startsWith(`${of.domain}.`) || name.includes(`.${of.domain}.`)) return 'embedded';
    const run = of.domain.replaceAll('.', '-');
    if (it.label === run || it.label === of.domain.replaceAll('.', '')) return 'embedded';
  }
  if (it.label === of.label) {
    if (of.label.length < least.word) return undefined;
    const mistaken = endings.get(of.suffix)?.includes(it.suffix) === true;
    return mistaken || (cheap.has(it.suffix) && !cheap.has(of.suffix)) ? 'ending' : undefined;
  }
  // A tenant's own name for a company called alike is no sign of anything.
  if (it.suffix === tenantSuffix || of.suffix === tenantSuffix) return undefined;
  if (of.label.length >= least.homoglyph) {
    if (skeleton(it.label) === skeleton(of.label)) return 'homoglyph';
    if (unhyphened(it.label) === unhyphened(of.label)) return 'hyphen';
  }
  if (of.label.length >= least.edit && it.label.length >= least.edit && oneEdit(of.label, it.label))
    return 'edit';
  return of.label.length >= least.word && wordAdded(of.label, it.label) ? 'word' : undefined;
}

const everybodys = new Set(publicMail);
export const isPublicMail = (domain: string): boolean => everybodys.has(domain);

/** Every key under which a label can be found by one that is like it; two labels that are alike share one. */
function keysOf({ label, suffix, domain }: Registered): readonly string[] {
  const keys = new Set([label, skeleton(label), unhyphened(label)]);
  // Two names one edit apart share what is left when a letter is taken from one or each.
  for (let at = 0; at < label.length; at++) keys.add(label.slice(0, at) + label.slice(at + 1));
  for (const word of addedWords)
    for (const rest of [
      label.startsWith(word) ? label.slice(word.length) : '',
      label.endsWith(word) ? label.slice(0, -word.length) : '',
    ])
      // prettier-ignore
      if (rest !== '') keys.add(rest.replace(/^-|-$/g, ''));
  const pieces = label.split('-');
  for (let from = 0; from < pieces.length; from++)
    for (let to = from + 1; to <= pieces.length; to++) keys.add(pieces.slice(from, to).join('-'));
  keys.add(domain.replaceAll('.', '-')).add(domain.replaceAll('.', ''));
  keys.add(`${label}.${suffix}`);
  return [...keys];
}

/** Finds the names that a host imitates, without comparing each with each. */
export function imitated(
  references: readonly string[],
): (host: string) => readonly { readonly of: string; readonly how: Likeness }[] {
  const byKey = new Map<string, Registered[]>();
  for (const domain of new Set(references)) {
    const reference = registered(domain);
    if (reference === undefined || isPublicMail(reference.domain)) continue;
    for (const key of keysOf(reference)) byKey.set(key, [...(byKey.get(key) ?? []), reference]);
  }
  return (host) => {
    const it = registered(host);
    if (it === undefined || isPublicMail(it.domain)) return [];
    const near = new Set(keysOf(it).flatMap((key) => byKey.get(key) ?? []));
    // The whole name of another as a part of this one.
    for (const label of host.toLowerCase().split('.'))
      for (const reference of byKey.get(label) ?? []) near.add(reference);
    return [...near].flatMap((reference) => {
      const how = likeness(reference, host);
      return how === undefined ? [] : [{ of: reference.domain, how }];
    });
  };
}
