import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Reader, type Response } from 'maxmind';
import { KonsekiError, systemCode } from '../../errors.js';

/** What one MaxMind database says of one address; fields it does not have are left out. */
export interface MmdbFacts {
  readonly country?: string;
  readonly city?: string;
  readonly asn?: number;
  readonly as_org?: string;
  readonly kind?: 'hosting' | 'anonymiser';
}

export interface Mmdb {
  /** The file's name, for `source`. */
  readonly name: string;
  /** The day it was made, `2026-06-17`. */
  readonly built: string;
  readonly lookup: (ip: string) => MmdbFacts | undefined;
}

/**
 * Opens a MaxMind database: GeoLite2 and GeoIP2 (City, Country, ASN, ISP, Anonymous IP), DB-IP,
 * ipinfo (country, city, asn, lite, privacy) and ip-location-db are understood.
 *
 * @throws KonsekiError `not-found`, `unreadable` or `corrupt`, naming the file
 */
export async function openMmdb(file: string): Promise<Mmdb> {
  const reader = openReader(file, await readMmdb(file));
  return {
    name: path.basename(file),
    built: reader.metadata.buildEpoch.toISOString().slice(0, 10),
    lookup(ip) {
      try {
        return factsOf(reader.get(ip));
      } catch (cause) {
        throw damaged(file, cause);
      }
    },
  };
}

async function readMmdb(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    const code = systemCode(cause);
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new KonsekiError(`There is no IP database ${file}`, {
        code: 'not-found',
        place: { file },
        hint: 'Check the path given to --mmdb; without it the built-in database is used.',
        cause,
      });
    throw new KonsekiError(`The IP database ${file} cannot be read (${code ?? 'unknown error'})`, {
      code: 'unreadable',
      place: { file },
      hint: 'Check that it is a file and that you may read it.',
      cause,
    });
  }
}

function openReader(file: string, bytes: Buffer): Reader<Response> {
  try {
    const reader = new Reader<Response>(bytes);
    const { nodeCount, searchTreeSize, ipVersion } = reader.metadata;
    if (!(nodeCount > 0 && searchTreeSize < bytes.length && [4, 6].includes(ipVersion)))
      throw new Error('its metadata does not fit its size');
    // A file cut in the middle fails here rather than at some record of the evidence.
    for (const probe of ['8.8.8.8', '40.96.0.1', '133.0.0.1', '197.0.0.1', '223.0.0.1'])
      reader.get(probe);
    return reader;
  } catch (cause) {
    throw damaged(file, cause);
  }
}

function damaged(file: string, cause: unknown): KonsekiError {
  return new KonsekiError(`${file} is not a MaxMind database, or it is damaged`, {
    code: 'corrupt',
    place: { file },
    hint: 'Name a whole .mmdb file, unpacked (not the .tar.gz or .gz it was downloaded as).',
    cause,
  });
}

/** Reads the record of any of the known databases; what has another shape says nothing. */
function factsOf(record: unknown): MmdbFacts | undefined {
  const fields = asObject(record);
  if (fields === undefined) return undefined;
  const country = firstText(
    asObject(fields.country)?.iso_code,
    fields.country_code,
    fields.country,
    asObject(fields.registered_country)?.iso_code,
  );
  const city = firstText(asObject(asObject(fields.city)?.names)?.en, fields.city);
  const traits = asObject(fields.traits);
  const asn = firstAsn(
    fields.autonomous_system_number,
    traits?.autonomous_system_number,
    fields.asn,
  );
  const organisation = firstText(
    fields.autonomous_system_organization,
    traits?.autonomous_system_organization,
    fields.as_name,
    fields.asn === undefined ? undefined : fields.name,
  );
  const kind = kindOf({ ...traits, ...fields });
  return {
    ...(country !== undefined && /^[A-Za-z]{2}$/.test(country)
      ? { country: country.toUpperCase() }
      : {}),
    ...(city === undefined ? {} : { city }),
    ...(asn === undefined ? {} : { asn }),
    ...(asn === undefined || organisation === undefined ? {} : { as_org: organisation }),
    ...(kind === undefined ? {} : { kind }),
  };
}

const anonymiserFlags = [
  'is_anonymous_vpn',
  'is_tor_exit_node',
  'is_public_proxy',
  'is_residential_proxy',
  'vpn',
  'proxy',
  'tor',
  'relay',
];
const hostingFlags = ['is_hosting_provider', 'hosting'];

function kindOf(fields: Readonly<Record<string, unknown>>): MmdbFacts['kind'] {
  const set = (flag: string) => fields[flag] === true || fields[flag] === 'true';
  if (anonymiserFlags.some(set)) return 'anonymiser';
  if (hostingFlags.some(set) || fields.type === 'hosting') return 'hosting';
  return undefined;
}

function asObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)
    : undefined;
}

function firstText(...values: readonly unknown[]): string | undefined {
  return values.find((value): value is string => typeof value === 'string' && value !== '');
}

/** A number, or text such as `AS15169`. */
function firstAsn(...values: readonly unknown[]): number | undefined {
  for (const value of values) {
    if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
    const digits = typeof value === 'string' ? /^(?:AS)?(\d{1,10})$/i.exec(value)?.[1] : undefined;
    if (digits !== undefined) return Number(digits);
  }
  return undefined;
}
