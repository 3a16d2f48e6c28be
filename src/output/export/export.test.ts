import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Incident, IncidentDocument } from '../../model/incident.js';
import { hostileNames } from '../../../test/hostile.js';
import { csvLine } from '../csv.js';
import { documentOf } from '../report/hostile.case.js';
import { entry, incidentWith } from '../timeline/sample.case.js';
import { findingColumns, findingRows } from './findings.js';
import { indicatorsOf } from './indicators.js';
import { timesketchHeader, timesketchNotes } from './timesketch.js';
import { mispEvent } from './misp.js';
import { stixBundle } from './stix.js';
import { uuid5 } from './uuid.js';

const hostile = `'] OR [ipv4-addr:value = '0.0.0.0' \\ "x"\n<script>`;
const seen = {
  first: '2024-05-10T09:25:56.123456Z',
  last: '2024-05-10T10:00:00.000000Z',
  events: 3,
};
const net = { country: 'SG', asn: 14061, asOrg: 'DigitalOcean, LLC', kind: 'hosting' };
const incident: Incident = incidentWith([], {
  infrastructure: {
    ips: [
      { ip: '152.42.161.220', ...net, ...seen },
      { ip: '240b:10:32c1:ab00:857:889:3734:e93', ...net, ...seen },
      { ip: 'no address', ...net, ...seen },
    ],
    userAgents: ['Mozilla/5.0', hostile],
    senders: ['mallory@evil.example'],
    domains: ['evil.example'],
    urls: ['https://evil.example/x?a=1'],
  },
  recipients: [
    { address: 'bob@contoso.example', internal: true, messageId: null, subject: hostile, sender: 'mallory@evil.example', received: seen.first, delivered: null, did: [], events: [] },
  ],
  left: {
    applications: [{ appId: '3f691a1c-cb53-41e5-a56e-acfb23ae6ca5', name: hostile, registered: true, by: [], at: seen.first, scopes: ['Mail.Read'], roles: [], consent: null, reach: ['content'], events: ['e1'] }],
    inboxRules: (['made', 'removed'] as const).map((deed) => ({ mailbox: 'alice@contoso.example', name: deed === 'made' ? hostile : 'gone', deed, by: 'alice@contoso.example', at: seen.first, actions: [], conditions: [], effect: { en: 'deletes mail', ja: 'メールを削除' }, hides: true, events: ['e2'] })),
  },
}); // prettier-ignore
const document: IncidentDocument = {
  document: 1, konseki: '0', case: 'c', practice: true, from: [], evidence: [], coverage: [],
  incidents: [incident], sessions: [], findings: [], gaps: [], marks: [], notes: [],
}; // prettier-ignore

/** What STIX 2.1 requires of the objects we write (§4.5 grouping, §4.6 identity, §4.7 indicator, §6). */
const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';
const idOf = (type: string): z.ZodString => z.string().regex(new RegExp(`^${type}--${uuid}$`));
const stixTime = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
const sdo = { spec_version: z.literal('2.1'), created: stixTime, modified: stixTime };
const more = { created_by_ref: idOf('identity'), labels: z.array(z.string()).optional(), name: z.string(), description: z.string() }; // prettier-ignore
const observable = <T extends string>(type: T, value: z.ZodType) =>
  z.strictObject({ type: z.literal(type), spec_version: z.literal('2.1'), id: idOf(type), value });
const bundle = z.strictObject({
  type: z.literal('bundle'),
  id: idOf('bundle'),
  objects: z.array(
    z.discriminatedUnion('type', [
      z.strictObject({ type: z.literal('identity'), id: idOf('identity'), ...sdo, name: z.string(), identity_class: z.literal('system') }),
      z.strictObject({
        type: z.literal('indicator'), id: idOf('indicator'), ...sdo, ...more,
        indicator_types: z.array(z.enum(['anomalous-activity', 'malicious-activity'])).min(1),
        pattern: z.string().regex(/^\[[a-z0-9-]+:[\w.'-]+ = '(?:[^'\\]|\\['\\])*'\]$/s),
        pattern_type: z.literal('stix'), pattern_version: z.literal('2.1'), valid_from: stixTime,
        confidence: z.number().int().min(0).max(100),
      }),
      z.strictObject({ type: z.literal('grouping'), id: idOf('grouping'), ...sdo, ...more, context: z.literal('suspicious-activity'), object_refs: z.array(z.string()).min(1) }),
      observable('ipv4-addr', z.ipv4()),
      observable('ipv6-addr', z.ipv6()),
      observable('domain-name', z.string().regex(/^[\w.-]+$/)),
      observable('url', z.url()),
      observable('email-addr', z.email()),
    ]),
  ),
}); // prettier-ignore

describe('the STIX bundle', () => {
  const made = stixBundle(document, incident);

  it('is as the specification asks, hostile values and all', () => {
    const { objects } = bundle.parse(made);
    const ids = objects.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const refs = objects.flatMap((object) => (object.type === 'grouping' ? object.object_refs : []));
    for (const ref of refs) expect(ids).toContain(ref);
    expect(objects.filter(({ type }) => type === 'indicator')).toHaveLength(10);
  }); // prettier-ignore

  it('has the ids that every producer gives the same observable', () => {
    // As python-stix2 makes it: IPv4Address(value="177.60.40.7").id
    const namespace = '00abedb4-aa42-466c-9c01-fed23315a9b7';
    const id = made.objects.find(({ type }) => type === 'ipv4-addr')?.['id'];
    expect(id).toBe(`ipv4-addr--${uuid5(namespace, '{"value":"152.42.161.220"}')}`);
    // RFC 9562, appendix A.4
    expect(uuid5('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2'); // prettier-ignore
  });

  it('is the same twice, and without indicators has no empty grouping', () => {
    expect(JSON.stringify(stixBundle(document, incident))).toBe(JSON.stringify(made));
    expect(bundle.parse(stixBundle(document, incidentWith([]))).objects).toHaveLength(1);
  });
});

describe('names that an attacker chose', () => {
  const named = documentOf(hostileNames);
  const [whole] = named.incidents;
  const one = { ...incidentWith([]), ...whole, infrastructure: { ...incident.infrastructure, userAgents: [...hostileNames] } }; // prettier-ignore

  it('stay one string of a STIX pattern, of the same value', () => {
    const { objects } = bundle.parse(JSON.parse(JSON.stringify(stixBundle(named, one))));
    const patterns = objects.flatMap((object) => (object.type === 'indicator' ? [object.pattern] : []));
    const values = patterns.map((pattern) => /= '([^]*)'\]$/.exec(pattern)?.[1]?.replaceAll(/\\([\\'])/g, '$1'));
    const found = indicatorsOf(one).map(({ value }) => value);
    expect(found.length).toBeGreaterThan(400);
    expect(new Set(values)).toEqual(new Set(found));
  }); // prettier-ignore

  it('stay values of MISP and of JSON', () => {
    const { Event: event } = mispEvent(named, one);
    const read = JSON.parse(JSON.stringify(event)) as typeof event;
    expect(read.Attribute.map(({ value }) => value)).toEqual(indicatorsOf(one).map(({ value }) => value)); // prettier-ignore
  });

  it('are one cell each in CSV, and no formula', () => {
    const noted = incidentWith(hostileNames.map((name) => entry({ said: { en: name, ja: name }, user: name, note: true, events: [] }))); // prettier-ignore
    const rows = [
      ...findingRows(one).map((row) => findingColumns.map((column) => row[column])),
      ...timesketchNotes(noted).map((row) => timesketchHeader.map((column) => row[column] ?? null)),
    ];
    expect(rows.length).toBeGreaterThan(2 * hostileNames.length - 1);
    for (const row of rows) {
      const cells = cellsOf(csvLine(row.map((cell) => (typeof cell === 'object' ? '' : String(cell))))); // prettier-ignore
      expect(cells).toHaveLength(row.length);
      for (const cell of cells) expect(cell).not.toMatch(/^[\t\r\n]*[=+\-@＝＋－＠](?![\d.]+$)/);
    }
  });
});

/** A line of RFC 4180 as its cells. */
const cellsOf = (line: string): readonly string[] =>
  [...`${line.replace(/\r?\n$/, '')},`.matchAll(/("(?:[^"]|"")*"|[^",]*),/g)].map(
    ([, cell = '']) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell),
  );

describe('the MISP event', () => {
  const { Event: event } = mispEvent(document, incident);

  it('is not published, and says what is for detection', () => {
    expect(event).toMatchObject({ published: false, distribution: '0', threat_level_id: '1', date: '2024-05-10' }); // prettier-ignore
    const agents = event.Attribute.filter(({ type }) => type === 'user-agent');
    expect(agents.map((one) => one.to_ids)).toEqual([false, false]);
    expect(new Set(event.Attribute.map((one) => one.uuid)).size).toBe(event.Attribute.length);
    for (const one of event.Attribute) expect(one.uuid).toMatch(new RegExp(`^${uuid}$`));
  });
});
