import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Incident, IncidentDocument } from '../../model/incident.js';
import { incidentWith } from '../timeline/sample.case.js';
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
});
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
    expect(objects.filter(({ type }) => type === 'indicator')).toHaveLength(7);
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
