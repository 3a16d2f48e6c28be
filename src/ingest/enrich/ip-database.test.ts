import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mmdbFile } from '../../../test/support/mmdb-file.js';
import { parseAddress } from './address.js';
import { hostingAsns } from './hosting-asn-table.js';
import { openIpDatabase, type IpDatabase } from './ip-database.js';
import { microsoftAsns } from './microsoft-asns.js';
import { findRange } from './range-file.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'konseki-enrich-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, bytes: Buffer | string): string {
  const target = path.join(folder, name);
  writeFileSync(target, bytes);
  return target;
}

const asnFile = createRequire(import.meta.url).resolve('@ip-location-db/asn/asn-ipv4-num.csv');
const asn6File = asnFile.replace('ipv4', 'ipv6');

describe('built-in data', () => {
  let database: IpDatabase;
  beforeAll(async () => {
    database = await openIpDatabase();
  });

  test('opens in no time that a person would notice', async () => {
    const start = performance.now();
    const fresh = await openIpDatabase();
    fresh.lookup('8.8.8.8');
    fresh.lookup('2a01:111::1');
    // Measured: 25 to 40 ms; the margin is for a busy machine.
    expect(performance.now() - start).toBeLessThan(1000);
  });

  test.each([
    ['104.131.0.1', { country: 'US', asn: 14061, as_org: 'DigitalOcean, LLC', kind: 'hosting' }],
    ['51.68.0.1', { asn: 16276, as_org: 'OVH SAS', kind: 'hosting' }],
    ['1.1.1.1', { asn: 13335, as_org: 'Cloudflare, Inc.', kind: 'hosting' }],
    ['40.96.0.1', { asn: 8075, as_org: 'Microsoft Corporation', kind: 'microsoft' }],
    ['2603:1026:c0a::1', { asn: 8075, kind: 'microsoft' }],
    ['2001:4860:4860::8888', { country: 'US', asn: 15169, kind: 'hosting' }],
    ['133.11.0.1', { country: 'JP', kind: 'public' }],
    ['185.65.135.1', { asn: 39351, kind: 'anonymiser' }],
  ])('%s', (ip, expected) => {
    const info = database.lookup(ip);
    expect(info).toMatchObject(expected);
    expect(info.source).toBe('@ip-location-db/geo-whois-asn-country-mmdb + @ip-location-db/asn');
    expect(info.city).toBeNull();
  });

  test.each([
    ['10.1.2.3', 'private'],
    ['172.16.0.1', 'private'],
    ['192.168.1.1', 'private'],
    ['100.64.0.1', 'private'],
    ['fd00::1', 'private'],
    ['127.0.0.1', 'loopback'],
    ['::1', 'loopback'],
    ['169.254.1.1', 'link_local'],
    ['fe80::1', 'link_local'],
    ['fe80::1%eth0', 'link_local'],
    ['0.0.0.0', 'reserved'],
    ['::', 'reserved'],
    ['203.0.113.5', 'reserved'],
    ['224.0.0.1', 'reserved'],
    ['255.255.255.255', 'reserved'],
    ['2001:db8::1', 'reserved'],
    ['', 'invalid'],
    ['<null>', 'invalid'],
    ['example.com', 'invalid'],
    ['1.2.3', 'invalid'],
    ['0x7f.1', 'invalid'],
    ['1.2.3.256', 'invalid'],
    ['1.2.3.4:80', 'invalid'],
  ])('%s is %s, and no database is asked', (ip, kind) => {
    expect(database.lookup(ip)).toEqual({
      country: null,
      city: null,
      asn: null,
      as_org: null,
      kind,
      source: null,
    });
  });

  test.each([
    '::ffff:104.131.0.1',
    '::ffff:6883:1',
    '64:ff9b::6883:1',
    '2002:6883:1::1',
    ' 104.131.0.1 ',
  ])('%s is the IPv4 address in it', (ip) =>
    expect(database.lookup(ip)).toEqual(database.lookup('104.131.0.1')),
  );

  test('says how old it is', () => {
    expect(database.sources).toEqual([
      { name: '@ip-location-db/geo-whois-asn-country-mmdb', built: '2026-06-17' },
      { name: '@ip-location-db/asn', built: '2026-06-17' },
    ]);
  });

  test('is asked for what it does not know', () => {
    const info = database.lookup('2001:1234:5678::1');
    expect(info.asn).toBeNull();
    expect(info.kind).toBe('public');
  });
});

describe('findRange', () => {
  /** Every line of the file, read in the plainest way. */
  function lines(csvFile: string): { start: bigint; end: bigint; asn: number }[] {
    return readFileSync(csvFile, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => {
        const [start, end, asn] = line.split(',', 3);
        return { start: BigInt(start!), end: BigInt(end!), asn: Number(asn) };
      });
  }

  test.each([asnFile, asn6File])('agrees with a scan of %s', (csvFile) => {
    const csv = readFileSync(csvFile);
    const ranges = lines(csvFile);
    // The search needs rising starts: an update of the data that breaks this shows here.
    expect(ranges.findIndex(({ start }, i) => i > 0 && start <= ranges[i - 1]!.start)).toBe(-1);
    for (let i = 0; i + 1 < ranges.length; i += 101) {
      const range = ranges[i]!;
      expect(findRange(csv, range.start)?.asn).toBe(range.asn);
      // One range of the data overlaps the next.
      if (ranges[i + 1]!.start <= range.end) continue;
      expect(findRange(csv, range.end)?.asn).toBe(range.asn);
      if (ranges[i + 1]!.start > range.end + 1n)
        expect(findRange(csv, range.end + 1n)).toBeUndefined();
    }
    expect(findRange(csv, 0n)).toBeUndefined();
    expect(findRange(csv, 2n ** 128n - 1n)).toBeUndefined();
  });

  test('holds for any list of ranges, with and without a final line end', () => {
    const gaps = fc.array(fc.tuple(fc.nat(300), fc.nat(300)), { maxLength: 40 });
    fc.assert(
      fc.property(gaps, fc.nat(30_000), fc.boolean(), (pairs, wanted, finalEnd) => {
        let at = 0;
        const ranges = pairs.map(([gap, size], index) => {
          const start = at + gap;
          at = start + size + 1;
          return { start, end: start + size, asn: index };
        });
        const text = ranges
          .map(({ start, end, asn }) => `${start},${end},${asn},"Org ""${asn}"", Ltd"`)
          .join('\n');
        const found = findRange(Buffer.from(finalEnd ? `${text}\n` : text), BigInt(wanted));
        const expected = ranges.find(({ start, end }) => start <= wanted && wanted <= end);
        expect(found).toEqual(
          expected && { asn: expected.asn, organisation: `Org "${expected.asn}", Ltd` },
        );
      }),
      { numRuns: 500 },
    );
  });
});

describe('tables of networks', () => {
  const owner = new Map<number, string>();
  beforeAll(() => {
    for (const csvFile of [asn6File, asnFile])
      for (const line of readFileSync(csvFile, 'utf8').trimEnd().split('\n')) {
        const [, asn, name] = /^\d+,\d+,(\d+),(.*)$/.exec(line)!;
        owner.set(
          Number(asn),
          name!.startsWith('"') ? name!.slice(1, -1).replaceAll('""', '"') : name!,
        );
      }
  });

  test('every number belongs to the organisation that the table says', () => {
    const wrong = [...hostingAsns, ...microsoftAsns].flatMap(({ organisation, asns }) =>
      asns
        .filter((asn) => owner.get(asn) !== organisation)
        .map((asn) => `AS${asn} is ${owner.get(asn) ?? 'nobody'}, not ${organisation}`),
    );
    expect(wrong).toEqual([]);
  });

  test('no number stands twice', () => {
    const all = [...hostingAsns, ...microsoftAsns].flatMap(({ asns }) => asns);
    expect(all.length).toBe(new Set(all).size);
    expect(all.length).toBeGreaterThan(500);
  });

  test('all of Microsoft Corporation is listed', () => {
    const listed = new Set(microsoftAsns.flatMap(({ asns }) => asns));
    const missing = [...owner].filter(
      ([asn, name]) => /^microsoft\b/i.test(name) && !listed.has(asn),
    );
    expect(missing).toEqual([]);
  });
});

describe('databases of the user', () => {
  const ip = '104.131.7.7';
  const records = {
    'GeoLite2-City': {
      city: { names: { en: 'Sapporo', ja: '札幌' } },
      country: { iso_code: 'JP', names: { en: 'Japan' } },
    },
    'GeoLite2-ASN': { autonomous_system_number: 64_501, autonomous_system_organization: 'Own Net' },
    'ipinfo country_asn': {
      country: 'JP',
      country_name: 'Japan',
      asn: 'AS64501',
      as_name: 'Own Net',
    },
    'ipinfo lite': { country: 'Japan', country_code: 'JP', asn: 'AS64501', as_name: 'Own Net' },
    'ipinfo location': { city: 'Sapporo', region: 'Hokkaido', country: 'JP' },
    'ipinfo asn': { asn: 'AS64501', name: 'Own Net', domain: 'own.example', type: 'hosting' },
    'ipinfo privacy': { vpn: 'true', hosting: 'true', proxy: '', tor: '', relay: '' },
    'ip-location-db city': { city: 'Sapporo', country_code: 'jp' },
    'GeoIP2-Anonymous-IP': { is_anonymous: true, is_tor_exit_node: true },
    'GeoIP2-Enterprise': {
      country: { iso_code: 'JP' },
      traits: {
        autonomous_system_number: 64_501,
        autonomous_system_organization: 'Own Net',
        is_hosting_provider: true,
      },
    },
    unheard: { colour: 'red', country: 'a long story', city: 3 },
  };
  const builtIn = { asn: 14061, as_org: 'DigitalOcean, LLC', country: 'US', city: null };

  test.each([
    ['GeoLite2-City', { ...builtIn, country: 'JP', city: 'Sapporo', kind: 'hosting' }],
    ['GeoLite2-ASN', { ...builtIn, asn: 64_501, as_org: 'Own Net', kind: 'public' }],
    [
      'ipinfo country_asn',
      { country: 'JP', city: null, asn: 64_501, as_org: 'Own Net', kind: 'public' },
    ],
    ['ipinfo lite', { country: 'JP', city: null, asn: 64_501, as_org: 'Own Net', kind: 'public' }],
    ['ipinfo location', { ...builtIn, country: 'JP', city: 'Sapporo', kind: 'hosting' }],
    ['ipinfo asn', { ...builtIn, asn: 64_501, as_org: 'Own Net', kind: 'hosting' }],
    ['ipinfo privacy', { ...builtIn, kind: 'anonymiser' }],
    ['ip-location-db city', { ...builtIn, country: 'JP', city: 'Sapporo', kind: 'hosting' }],
    ['GeoIP2-Anonymous-IP', { ...builtIn, kind: 'anonymiser' }],
    [
      'GeoIP2-Enterprise',
      { country: 'JP', city: null, asn: 64_501, as_org: 'Own Net', kind: 'hosting' },
    ],
    ['unheard', { ...builtIn, kind: 'hosting' }],
  ] as const)('%s', async (name, expected) => {
    const mmdb = file(`${name}.mmdb`, mmdbFile({ '104.131.7.0/24': records[name] }));
    const database = await openIpDatabase({ mmdb: [mmdb] });
    const info = database.lookup(ip);
    expect(info).toMatchObject(expected);
    expect(info.source?.startsWith(`${name}.mmdb`)).toBe(name !== 'unheard');
    expect(database.lookup('104.131.8.1')).toMatchObject(builtIn);
    expect(database.sources[0]).toEqual({ name: `${name}.mmdb`, built: '2023-11-14' });
  });

  test('the first one that knows a field wins', async () => {
    const city = file('city.mmdb', mmdbFile({ '104.131.7.0/24': records['GeoLite2-City'] }));
    const all = file(
      'all.mmdb',
      mmdbFile({
        '104.131.7.0/24': { country_code: 'FR', asn: 'AS64502', as_name: 'Other Net' },
        '2001:500::/32': { country_code: 'FR' },
      }),
    );
    const database = await openIpDatabase({ mmdb: [city, all] });
    expect(database.lookup(ip)).toEqual({
      country: 'JP',
      city: 'Sapporo',
      asn: 64_502,
      as_org: 'Other Net',
      kind: 'public',
      source: 'city.mmdb + all.mmdb',
    });
    expect(database.lookup('2001:500::53').country).toBe('FR');
  });

  test('a number without a name does not borrow the name of another network', async () => {
    const mmdb = file('bare.mmdb', mmdbFile({ '104.131.7.0/24': { asn: 'AS64501' } }));
    const database = await openIpDatabase({ mmdb: [mmdb] });
    expect(database.lookup(ip)).toMatchObject({ asn: 64_501, as_org: null, country: 'US' });
  });

  const whole = mmdbFile({
    '8.0.0.0/8': { country_code: 'US' },
    '40.0.0.0/8': { country_code: 'US' },
  });
  test.each([
    ['empty', Buffer.alloc(0), 'corrupt'],
    ['text', Buffer.from('not a database\n'.repeat(1000)), 'corrupt'],
    ['gzip', Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]), 'corrupt'],
    ['cut at the end', whole.subarray(0, -40), 'corrupt'],
    ['cut at the start', whole.subarray(800), 'corrupt'],
  ])('%s: says which file and what to do', async (name, bytes, code) => {
    const broken = file(`${name}.mmdb`, bytes);
    await expect(openIpDatabase({ mmdb: [broken] })).rejects.toMatchObject({
      name: 'KonsekiError',
      code,
      place: { file: broken },
      hint: expect.stringContaining('.mmdb'),
    });
  });

  test.each([
    ['missing', 'not-found', () => path.join(folder, 'nowhere.mmdb')],
    ['a folder', 'unreadable', () => folder],
  ])('%s', async (_, code, name) => {
    await expect(openIpDatabase({ mmdb: [name()] })).rejects.toMatchObject({
      name: 'KonsekiError',
      code,
      place: { file: name() },
      hint: expect.any(String),
    });
  });
});

test('parseAddress gives one text for one address', () => {
  expect(parseAddress('2001:0DB8:0:0:0:0:0:1')?.text).toBe('2001:db8::1');
  expect(parseAddress('::ffff:8.8.8.8')).toEqual(parseAddress('8.8.8.8'));
});
