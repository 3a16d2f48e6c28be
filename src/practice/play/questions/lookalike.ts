import type { Truth } from '../../truth.js';

/** Domains of the attacker that are made to be misread as the company's or a partner's (W-13). */
export function lookalikes({ company, infrastructure }: Truth): readonly string[] {
  const genuine = [company.domain, ...company.partners].map(domainOf);
  const senders = infrastructure.senders.map(domainOf);
  return [...new Set([...infrastructure.domains.map(domainOf), ...senders])].filter((domain) =>
    genuine.some((own) => resembles(domain, own)),
  );
}

/** Of an address, what follows the @; partners may be named either way. */
const domainOf = (text: string): string => text.slice(text.lastIndexOf('@') + 1).toLowerCase();

function resembles(domain: string, own: string): boolean {
  if (domain === own || own === '') return false;
  return skeleton(domain) === skeleton(own) || (own.length >= 6 && distance(domain, own) === 1);
}

/** Letters that look alike become one. */
const skeleton = (domain: string): string =>
  domain
    .replace(/[il1|]/g, 'l')
    .replaceAll('0', 'o')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w');

/** Edits from one to the other (Levenshtein). */
function distance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let at = 1; at <= b.length; at += 1) {
      const same = a[row - 1] === b[at - 1] ? 0 : 1;
      current.push(
        Math.min((above[at] ?? 0) + 1, (current[at - 1] ?? 0) + 1, (above[at - 1] ?? 0) + same),
      );
    }
    above = current;
  }
  return above[b.length] ?? 0;
}
