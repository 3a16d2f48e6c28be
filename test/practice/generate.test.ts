import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KonsekiError } from '../../src/errors.js';
import { openIpDatabase } from '../../src/ingest/enrich/ip-database.js';
import { scenarios } from '../../src/practice/attack/scenarios.js';
import * as networks from '../../src/practice/company/networks-table.js';
import { nodeEffects } from '../../src/practice/effects.js';
import { generatePractice, generateScenario } from '../../src/practice/generate.js';
import { holdAgainstCase } from './truth.case.js';
import { practiceFile, practiceMarker } from '../../src/model/practice.js';
import { truthSchema } from '../../src/practice/truth.js';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'konseki-practice-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

let folders = 0;
const fresh = (): string => path.join(root, `p${++folders}`);
const small = { users: 14, days: 6 } as const;

async function bytesOf(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).sort();
  return Object.fromEntries(
    await Promise.all(
      names.map(async (name) => [name, await readFile(path.join(folder, name), 'utf8')] as const),
    ),
  );
}

describe.each(scenarios.map(({ slug }) => slug))('practice %s', (slug) => {
  it('is read back whole, and its truth holds', async () => {
    const out = fresh();
    const { truth } = await generatePractice(slug, { ...small, seed: 3, out }, nodeEffects);
    expect(
      truthSchema.parse(JSON.parse(await readFile(path.join(out, 'truth.json'), 'utf8'))),
    ).toEqual(truth);
    expect(truth.incident).toBe(slug !== 'no-attack');
    expect(truth.events.length > 0).toBe(truth.incident);
    expect(truth.victims.length > 0).toBe(truth.incident);
    const sources = truth.events.map((event) => `${event.source} ${event.id}`);
    expect(new Set(sources).size).toBe(sources.length);
    const all = new Set(truth.events.map(({ id }) => id));
    for (const { events } of [...truth.traces, ...truth.created])
      expect(events.filter((id) => !all.has(id))).toEqual([]);
    await holdAgainstCase(out, truth);
  });

  it('gives the same bytes for a seed, others for another', async () => {
    const [a, b, c] = [fresh(), fresh(), fresh()];
    const sizes = { users: 9, days: 5 };
    await generatePractice(slug, { ...sizes, seed: 11, out: a }, nodeEffects);
    await generatePractice(slug, { ...sizes, seed: 11, out: b }, nodeEffects);
    await generatePractice(slug, { ...sizes, seed: 12, out: c }, nodeEffects);
    const first = await bytesOf(a);
    expect(await bytesOf(b)).toEqual(first);
    expect(await bytesOf(c)).not.toEqual(first);
  });
});

describe('the workshop', () => {
  it('has what W-82 says, to the second', async () => {
    const { truth } = await generatePractice(
      'workshop',
      { users: 12, days: 2, seed: 1, out: fresh() },
      nodeEffects,
    );
    expect(truth.window).toEqual({ from: '2024-05-10T09:25:56Z', to: '2024-05-10T10:55:45Z' });
    expect(truth.infrastructure.ips.map(({ ip }) => ip)).toEqual([
      '152.42.161.220',
      '240b:10:32c1:ab00:857:889:3734:e93',
    ]);
    expect(truth.infrastructure.userAgents).toEqual([
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:125.0) Gecko/20100101 Firefox/125.0',
    ]);
    expect(truth.sessions.map(({ id }) => id)).toEqual(['e55a5c8e-aefe-4369-bd4a-c2eaad764e9b']);
    const app = truth.created.find(({ kind }) => kind === 'application');
    expect(app).toMatchObject({
      name: '..',
      id: '3f691a1c-cb53-41e5-a56e-acfb23ae6ca5',
      facts: {
        consentType: 'Principal',
        scopes:
          'email Mail.ReadWrite.Shared Mail.Send.Shared openid TeamsActivity.Read TeamsActivity.Send User.Read',
      },
    });
    expect(truth.created.find(({ kind }) => kind === 'inbox-rule')).toMatchObject({
      name: '.',
      facts: { condition: 'SubjectContainsWords: Activate Your New Business Card System' },
    });
    expect(truth.created.map(({ kind }) => kind)).toContain('security-info');
    expect(truth.created.map(({ kind }) => kind)).not.toContain('device');
    expect(truth.contacted.filter(({ did }) => did === 'clicked' || did === 'signed-in')).toEqual(
      [],
    );
  });

  it('adds the application in the order of W-40, in both logs', async () => {
    const out = fresh();
    const { truth } = await generatePractice(
      'workshop',
      { users: 12, days: 1, seed: 5, out },
      nodeEffects,
    );
    const texts = await bytesOf(out);
    const wanted = [
      'Add application', 'Add owner to application', 'Add service principal', 'Add owner to service principal',
      'Add delegated permission grant', 'Add app role assignment grant to user', 'Consent to application',
    ]; // prettier-ignore
    const trace = truth.traces.find((found) => found.trace === 'application-added');
    const audit = JSON.parse(texts['directoryAudits.json'] ?? '') as {
      value: { id: string; activityDisplayName: string; activityDateTime: string }[];
    };
    const own = audit.value.filter(({ id }) => trace?.events.includes(id));
    expect(own.map((entry) => entry.activityDisplayName)).toEqual(wanted);
    const times = own.map((entry) => entry.activityDateTime);
    expect([...times].sort()).toEqual(times);
    const ual = Object.entries(texts).find(([name]) => name.startsWith('UAL_'))?.[1] ?? '';
    const operations = ual.split('\n').map((line) => line.split('","')[3] ?? '');
    expect(operations.filter((name) => wanted.includes(name.replace(/\.$/, '')))).toEqual(
      wanted.map((name) => `${name}.`),
    );
  });

  it('leaves ordinary life as it is: without the script every other row is the same', async () => {
    const [whole, bare] = [fresh(), fresh()];
    const sizes = { users: 12, days: 4, seed: 6 };
    const scenario = scenarios.find(({ slug }) => slug === 'workshop')!;
    await generateScenario(scenario, { ...sizes, out: whole }, nodeEffects);
    const silent = { ...scenario, play: (): void => undefined };
    await generateScenario(silent, { ...sizes, out: bare }, nodeEffects);
    const attacked = await bytesOf(whole);
    for (const [name, text] of Object.entries(await bytesOf(bare))) {
      if (!name.endsWith('.csv') || name.startsWith('UAL_')) continue;
      const rows = new Set(attacked[name]?.split('\n'));
      expect(text.split('\n').filter((row) => !rows.has(row))).toEqual([]);
    }
  });
});

describe('what cannot be made', () => {
  const run = (slug: string, options: object): Promise<unknown> =>
    generatePractice(slug, { seed: 1, out: fresh(), ...options }, nodeEffects);
  it.each([
    ['nothing-like-it', {}],
    ['workshop', { users: 3 }],
    ['workshop', { users: -5 }],
    ['workshop', { users: 1.5 }],
    ['workshop', { days: 0 }],
    ['quiet', { days: 2 }],
    ['workshop', { seed: -1 }],
    ['workshop', { seed: Number.NaN }],
    ['workshop', { events: 0 }],
    ['workshop', { users: 8, days: 1, events: 10_000_000 }],
    ['workshop', { users: 2_000, days: 30, events: 10 }],
    ['workshop', { users: 10_000_000 }],
  ])('%s %o is a usage error with a hint', async (slug, options) => {
    const error: unknown = await run(slug, options).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(KonsekiError);
    expect(error).toMatchObject({ code: 'usage', hint: expect.stringMatching(/\w/) as unknown });
  });

  it('does not write into a folder that holds something, or over a file', async () => {
    const { mkdir } = await import('node:fs/promises');
    const folder = fresh();
    await mkdir(folder);
    await writeFile(path.join(folder, 'mine.txt'), 'mine');
    await expect(run('workshop', { out: folder })).rejects.toMatchObject({ code: 'case-exists' });
    expect(await readdir(folder)).toEqual(['mine.txt']);
    await expect(run('workshop', { out: path.join(folder, 'mine.txt') })).rejects.toMatchObject({
      code: 'case-exists',
    });
  });
});

describe('the folder', () => {
  it('says that it is practice data', async () => {
    const out = fresh();
    await generatePractice('workshop', { users: 8, days: 1, seed: 1, out }, nodeEffects);
    expect((await readFile(path.join(out, practiceFile), 'utf8')).split('\n')[0]).toBe(
      practiceMarker,
    );
    expect(await readFile(path.join(out, 'README.md'), 'utf8')).toMatch(
      /synthetic data, no evidence/,
    );
  });
});

describe('networks', () => {
  it('are of the country and number that the table says, by the built-in databases', async () => {
    const { lookup } = await openIpDatabase();
    const ranges = [
      ...networks.homeNetworks.map(([, range]) => range),
      ...networks.mobileNetworks.map(([, range]) => range),
      ...networks.officeNetworks.map(({ network }) => network),
      ...Object.values(networks.otherNetworks),
      ...Object.values(networks.attackNetworks),
    ];
    const wrong = ranges.flatMap((range: networks.NetworkRange) => {
      const four = range.v4.flatMap((prefix) => {
        const rest = 4 - (prefix.split('.').length - 1);
        return rest === 1
          ? ['2', '77', '253'].map((end) => prefix + end)
          : ['1.2', '40.9', '100.100', '177.30', '254.253'].map((end) => prefix + end);
      });
      const six = (range.v6 ?? []).flatMap((prefix) =>
        ['1:1::5', '7a2:11::9', 'fff0:e:1::2'].map((end) => prefix + end),
      );
      return [...four, ...six].flatMap((ip) => {
        const { asn, country } = lookup(ip);
        return asn === range.asn && country === range.country
          ? []
          : [`${ip}: ${country ?? ''} ${asn ?? ''}, not ${range.country} ${range.asn}`];
      });
    });
    expect(wrong).toEqual([]);
  });
});
