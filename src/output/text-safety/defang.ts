import ipaddr from 'ipaddr.js';
import { parse } from 'tldts';

/**
 * Text in which no address or link can be clicked: `hxxps://evil[.]example/`, `203[.]0[.]113[.]9`,
 * `2001[:]db8[:][:]1`, `mallory[@]evil[.]example`. Names of hosts are changed where they are part of a link
 * or of a mail address, where they were named as the attacker's, and where they are written as hosts
 * are: in lower case, with a public suffix. Addresses and hosts of the organisation's own domains stay.
 */
export type Defang = (text: string) => string;

const ipv4 = /(?<![\w.[])\d{1,3}(?:\.\d{1,3}){3}(?![\w[]|\.\d)/g;
const ipv6 = /(?<![\w:.[])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w[]|:\w)/gi;
const link = /(?<![a-z0-9+])(ht)(tp)(s?):(\/\/|\\\\|\/)([^\s/\\?#<>"']*)/gi;
const otherScheme = /(?<![a-z0-9+])(ftp|file|javascript|vbscript|data|mailto|ms-[a-z]+):(?=\S)/gi;
const mail = /(?<=[^\s<>"'(),;:@[\]])@([\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+)/gu;
const host = /(?<![\p{L}\p{N}@.[\]/\\_-])[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?(?:\.[\p{L}\p{N}-]+)+(?![\p{L}\p{N}@[]|\.[\p{L}\p{N}])/gu; // prettier-ignore

/** Suffixes of files (and of permissions) that are top-level domains too. */
const files = new Set(['zip', 'mov', 'sh', 'py', 'md', 'rs', 'ps', 'pl', 'cc', 'so', 'app', 'bat', 'com', 'read', 'java', 'net']); // prettier-ignore

const dots = (text: string): string => text.replaceAll('.', '[.]');

/** `own`: domains of the organisation; `hostile`: domains that are named as the attacker's. */
export function defanger(own: Iterable<string>, hostile: Iterable<string> = []): Defang {
  const ours = new Set([...own].map((name) => name.toLowerCase()));
  const theirs = new Set([...hostile].map((name) => name.toLowerCase()));
  const under = (name: string, among: ReadonlySet<string>): boolean => {
    for (let rest = name; rest.includes('.'); rest = rest.slice(rest.indexOf('.') + 1))
      if (among.has(rest)) return true;
    return false;
  };
  const hostText = (name: string): string => {
    const lower = name.toLowerCase();
    if (under(lower, theirs)) return dots(name);
    if (under(lower, ours)) return name;
    if (lower.startsWith('www.')) return dots(name);
    if (name !== lower || /^[\d.]+$/.test(name)) return name;
    const suffix = lower.slice(lower.lastIndexOf('.') + 1);
    const known = parse(lower);
    if (known.domain === null) return name;
    if (files.has(suffix) && lower.split('.').length < 3 && suffix !== 'com' && suffix !== 'net')
      return name;
    return known.isIcann === true || suffix === 'example' ? dots(name) : name;
  };
  return (text) => {
    if (!/[.:@]/.test(text)) return text;
    return text
      .replace(link, (_, h: string, t: string, s: string, slashes: string, at: string) =>
        `${h === 'HT' ? 'HXX' : 'hxx'}${t.slice(1)}${s}:${slashes}${dots(at.replaceAll(/(?<!\[)[:@](?!\])/g, '[$&]'))}`)
      .replace(otherScheme, '$1[:]')
      .replace(ipv6, (found) => (found.length > 3 && ipaddr.IPv6.isValid(found) && found !== '::' ? found.replaceAll(':', '[:]') : found))
      .replace(ipv4, (found) => (ipaddr.IPv4.isValidFourPartDecimal(found) ? dots(found) : found))
      .replace(mail, (found, name: string) => {
        const lower = name.toLowerCase();
        return under(lower, ours) && !under(lower, theirs) ? found : `[@]${dots(name)}`;
      })
      .replace(host, hostText);
  }; // prettier-ignore
}
