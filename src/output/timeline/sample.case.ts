import type { Incident, TimelineEntry } from '../../model/incident.js';

/** Parts of documents for tests of outputs. */

export const entry = (parts: Partial<TimelineEntry> = {}): TimelineEntry => ({
  at: '2024-05-10T09:25:56.000000Z',
  until: '2024-05-10T09:25:56.000000Z',
  lane: 'attacker',
  stage: 'login',
  source: 'entra_signin',
  said: { en: 'Somebody signed in', ja: '何者かがサインインした' },
  user: 'alice@contoso.example',
  session: null,
  finding: null,
  note: false,
  count: 1,
  events: ['e1'],
  ...parts,
});

export const incidentWith = (
  timeline: readonly TimelineEntry[],
  parts: Partial<Incident> = {},
): Incident => ({
  id: 'inc-00000001',
  severity: 'high',
  said: { en: 'Somebody else used an account.', ja: '第三者がアカウントを使用した。' },
  window: { from: '2024-05-10T09:25:56.000000Z', to: '2024-05-10T10:55:45.000000Z' },
  firstAccess: null,
  victims: [],
  sessions: [],
  infrastructure: { ips: [], userAgents: [], senders: [], domains: [], urls: [] },
  left: { applications: [], inboxRules: [] },
  scope: { rounds: 1, members: [], events: [], excluded: [] },
  findings: [],
  stages: [],
  timeline: [...timeline],
  exposed: { messages: [], files: [], searches: [], unknown: [] },
  recipients: [],
  gaps: [],
  actions: [],
  next: [],
  ...parts,
});
