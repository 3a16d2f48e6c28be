import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { KonsekiError } from '../../errors.js';
import { parseAddress, type Address, type AddressScope } from './address.js';
import { hostingAsns } from './hosting-asn-table.js';
import { microsoftAsns } from './microsoft-asns.js';
import { openMmdb, type Mmdb, type MmdbFacts } from './mmdb.js';
import { findRange } from './range-file.js';

/**
 * `microsoft` is any network of Microsoft's, Azure's rented machines included; `invalid` is text
 * that is no address. `public` is everything of which nothing more is known.
 */
export type IpKind =
  Exclude<AddressScope, 'public'> | 'microsoft' | 'hosting' | 'anonymiser' | 'public' | 'invalid';

export interface IpInfo {
  /** ISO 3166 alpha-2. */
  readonly country: string | null;
  /** English name; only a database of the user's own knows it. */
  readonly city: string | null;
  readonly asn: number | null;
  readonly as_org: string | null;
  readonly kind: IpKind;
  /** The databases that said so, joined by ` + `; `null` when none was needed. */
  readonly source: string | null;
}

export interface IpDatabase {
  /** Pure and quick (some microseconds); ask for distinct addresses all the same. */
  readonly lookup: (ip: string) => IpInfo;
  /** The databases in use, the user's first: addresses change hands, so a report says how old. */
  readonly sources: readonly IpSource[];
}

export interface IpSource {
  readonly name: string;
  /** The day it was made, `2026-06-17`; `null` if it does not say. */
  readonly built: string | null;
}

export interface IpDatabaseOptions {
  /** Files of the user's own, the first that knows a field wins; the built-in data come last. */
  readonly mmdb?: readonly string[];
}

const packages = createRequire(import.meta.url);

/**
 * Opens the built-in databases of countries and autonomous systems (packages `@ip-location-db/*`,
 * no network), and the user's own on top of them.
 *
 * @throws KonsekiError for a user's database that is missing or broken, `internal` for a built-in one
 */
export async function openIpDatabase(options: IpDatabaseOptions = {}): Promise<IpDatabase> {
  const own: Mmdb[] = [];
  for (const file of options.mmdb ?? []) own.push(await openMmdb(file));
  const builtIn = [await builtInCountries(), builtInAsns()];
  const databases = [...own, ...builtIn];
  return {
    sources: databases.map(({ name, built }) => ({ name, built })),
    lookup(ip) {
      const address = parseAddress(ip);
      if (address === undefined) return nothing('invalid');
      if (address.scope !== 'public') return nothing(address.scope);
      return lookupPublic(address, databases);
    },
  };
}

interface Database {
  readonly name: string;
  readonly built: string | null;
  readonly lookup: (ip: string, address: Address) => MmdbFacts | undefined;
}

function lookupPublic(address: Address, databases: readonly Database[]): IpInfo {
  let facts: MmdbFacts = {};
  const sources: string[] = [];
  for (const database of databases) {
    const more = database.lookup(address.text, address);
    if (more === undefined) continue;
    const merged = merge(facts, more);
    if (Object.keys(merged).length === Object.keys(facts).length) continue;
    facts = merged;
    sources.push(database.name);
  }
  return {
    country: facts.country ?? null,
    city: facts.city ?? null,
    asn: facts.asn ?? null,
    as_org: facts.as_org ?? null,
    kind: kindOf(facts),
    source: sources.length === 0 ? null : sources.join(' + '),
  };
}

/** Adds what is not known yet; number and name of a network are never mixed from two databases. */
function merge(facts: MmdbFacts, more: MmdbFacts): MmdbFacts {
  if (facts.asn === undefined || facts.asn === more.asn) return { ...more, ...facts };
  const { as_org: _, ...rest } = more;
  return { ...rest, ...facts };
}

const kindOfAsn: ReadonlyMap<number, IpKind> = new Map<number, IpKind>([
  ...hostingAsns.flatMap(({ asns, kind }) => asns.map((asn) => [asn, kind] as const)),
  ...microsoftAsns.flatMap(({ asns }) => asns.map((asn) => [asn, 'microsoft'] as const)),
]);

function kindOf(facts: MmdbFacts): IpKind {
  const byNetwork = facts.asn === undefined ? undefined : kindOfAsn.get(facts.asn);
  if (byNetwork === 'microsoft' || byNetwork === 'anonymiser') return byNetwork;
  return facts.kind ?? byNetwork ?? 'public';
}

function nothing(kind: IpKind): IpInfo {
  return { country: null, city: null, asn: null, as_org: null, kind, source: null };
}

async function builtInCountries(): Promise<Database> {
  const name = '@ip-location-db/geo-whois-asn-country-mmdb';
  const database = await openMmdb(locate(`${name}/geo-whois-asn-country.mmdb`));
  return { ...database, name };
}

function builtInAsns(): Database {
  const name = '@ip-location-db/asn';
  const files = { 4: locate(`${name}/asn-ipv4-num.csv`), 6: locate(`${name}/asn-ipv6-num.csv`) };
  const loaded = new Map<4 | 6, Buffer>();
  return {
    name,
    built: dayOfVersion(name),
    lookup(_, address) {
      let csv = loaded.get(address.family);
      if (csv === undefined) {
        csv = readFileSync(files[address.family]);
        loaded.set(address.family, csv);
      }
      const range = findRange(csv, address.number);
      return range === undefined ? undefined : { asn: range.asn, as_org: range.organisation };
    },
  };
}

/** These packages are versioned by the hour they were made: `2.3.2026061719`. */
function dayOfVersion(name: string): string | null {
  const description = readFileSync(locate(`${name}/package.json`), 'utf8');
  const day = /"version":\s*"[\d.]*\.(\d{4})(\d{2})(\d{2})\d{2}"/.exec(description);
  return day === null ? null : day.slice(1).join('-');
}

function locate(file: string): string {
  try {
    return packages.resolve(file);
  } catch (cause) {
    throw new KonsekiError(`The built-in IP database ${file} is missing`, {
      code: 'internal',
      hint: 'Install Konseki again (npm ci).',
      cause,
    });
  }
}
