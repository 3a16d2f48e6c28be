import type { IncidentDocument } from '../../model/incident.js';
import { entry, incidentWith } from '../timeline/sample.case.js';

const at = '2024-05-10T09:25:56.000000Z';

/** A document in which every field that an attacker can write holds one of these names. */
export function documentOf(names: readonly string[]): IncidentDocument {
  const said = (name: string): { en: string; ja: string } => ({ en: name, ja: name });
  const incident = incidentWith(names.map((name) => entry({ said: said(name), user: name })), {
    said: said(names[0] ?? ''),
    victims: [{ user: 'alice@contoso.example', userId: null, how: 'signs-in', roles: [...names], privileged: true, firstAccess: at, entry: null, lastSeen: at, contained: [], afterContainment: ['e1'], cameBack: ['e2'], said: said('x') }],
    infrastructure: { ips: [{ ip: '203.0.113.9', country: 'SG', asn: 64500, asOrg: names[0] ?? null, kind: null, first: at, last: at, events: 1 }], userAgents: [...names], senders: ['mallory@evil.example'], domains: [...names, 'evil.example'], urls: ['https://login.evil.example/a?b=c'] },
    findings: names.map((name, no) => ({ id: `f${no}`, rule: 'r', title: said(name), said: said(name), stage: no % 2 === 0 ? 'application' : 'evasion', trace: no % 2 === 0 ? 'application-added' : 'hiding-rule', severity: 'high', raised: null, first: at, last: at, users: [name], targets: [], sessions: [], ips: [], apps: [name], techniques: [name], rows: [name], events: [`e${no}`] })),
    exposed: {
      messages: names.map((name) => ({ messageId: null, subject: name, mailbox: name, folder: name, did: 'read', certainty: 'possible', first: at, last: at, restore: null, events: ['e1'] })),
      files: names.map((name) => ({ path: name, site: name, did: 'downloaded', certainty: 'certain', first: at, last: at, events: ['e1'] })),
      searches: names.map((name) => ({ words: name, where: name, at, events: ['e1'] })),
      unknown: [],
    },
    recipients: names.map((name) => ({ address: 'bob@contoso.example', internal: true, messageId: null, subject: name, sender: name, received: at, delivered: name, did: [], events: [] })),
    actions: names.map((name, no) => ({ id: `a${no}`, step: 'W-54', order: no, user: null, target: null, said: said(name), findings: [], events: [] })),
    next: names.map(said),
  }); // prettier-ignore
  return {
    ...empty,
    case: names[1] ?? 'case',
    evidence: names.map((name) => ({ file: `/x/${name}`, sha256: 'ab'.repeat(32), bytes: 1, formats: [name], records: 1, events: 1, duplicates: 0, rejects: 0, first: at, last: at })),
    incidents: [incident],
  }; // prettier-ignore
}

export const empty: IncidentDocument = {
  document: 1,
  konseki: '0.0.0',
  case: 'empty',
  practice: false,
  from: [],
  evidence: [],
  coverage: [],
  incidents: [],
  sessions: [],
  findings: [],
  gaps: [],
  marks: [],
  notes: [],
};
