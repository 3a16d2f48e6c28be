import type { Stage } from '../../src/model/stage.js';
import type { Truth } from '../../src/practice/truth.js';
import { truthSchema } from '../../src/practice/truth.js';

/** Hand-made truths of the kinds of incident there are, for tests of scoring and of the exercise. */

const day = '2024-05-10';
const at = (clock: string): string => `${day}T${clock}Z`;
const upn = (name: string): string => `${name}@tradewinds.example`;

const people: Truth['company']['people'] = [
  ['alice', 'Alice Aoki', 'Coordinator', 'Sales', false],
  ['adele', 'Adele Vance', 'Manager', 'Sales', false],
  ['grady', 'Grady Archie', 'Associate', 'Sales', false],
  ['johanna', 'Johanna Lorenz', 'Associate', 'Sales', false],
  ['admin', 'Ivo Tanaka', 'IT Admin', 'IT', true],
  ['mai', 'Mai Ono', 'Accountant', 'Finance', false],
].map(([name, full, title, department, privileged]) => ({
  upn: upn(String(name)),
  name: String(full),
  title: String(title),
  department: String(department),
  privileged: privileged === true,
}));

type TraceSpec = readonly [
  trace: string,
  stage: Stage,
  clock: string,
  source?: Truth['events'][number]['source'],
];

interface Spec extends Partial<Omit<Truth, 'traces' | 'events' | 'company'>> {
  readonly steps?: readonly TraceSpec[];
  readonly user?: string;
  readonly licence?: string;
}

const attackerSession = 'e55a5c8e-aefe-4369-bd4a-c2eaad764e9b';

/** A whole truth: what is not given is empty; steps become one event and one trace each. */
export function truthOf(spec: Spec): Truth {
  const { steps = [], user = upn('alice'), licence = 'e3', ...rest } = spec;
  const session = rest.sessions?.find(({ verdict }) => verdict !== 'user')?.id ?? null;
  const events = steps.map(([trace, stage, clock, source = 'ual'], index) => ({
    id: `00000000-0000-4000-8000-${String(index + 1).padStart(12, '0')}`,
    source,
    time: at(clock),
    user,
    stage,
    trace,
    session,
  }));
  const incident = rest.incident ?? true;
  // What was made is proved by the step that is named after its kind.
  const created = rest.created?.map((one) => {
    const own = events.filter(({ trace }) => trace.startsWith(one.kind));
    return { ...one, events: own.length > 0 ? own.map(({ id }) => id) : one.events };
  });
  return truthSchema.parse({
    truth: 1,
    synthetic: true,
    scenario: 'test',
    seed: 7,
    span: { from: '2024-04-25T00:00:00Z', to: '2024-05-24T00:00:00Z' },
    company: {
      name: 'Tradewinds',
      domain: 'tradewinds.example',
      partners: ['example1.jp', 'example2.jp'],
      licence,
      timeZone: 'Asia/Tokyo',
      users: 300,
      people,
    },
    report: {
      at: at('11:05:00'),
      from: upn('adele'),
      en: 'Adele Vance calls: "I got a strange mail from Alice."',
      ja: 'Adele Vance から電話: 「Alice からおかしなメールが来ました。」',
    },
    incident,
    window: incident ? { from: at('09:25:56'), to: at('10:55:45') } : null,
    victims: incident
      ? [
          {
            upn: user,
            how: 'aitm',
            firstAccess: at('09:25:56'),
            event: events[0]?.id ?? null,
            privileged: false,
          },
        ]
      : [],
    sessions: [],
    infrastructure: { ips: [], userAgents: [], domains: [], senders: [], urls: [] },
    phish: null,
    contacted: [],
    exposed: { read: [], sent: [], deleted: [], files: [], searches: [] },
    gaps: [],
    files: [],
    counts: { ual: 100, entra_signin: 200, entra_audit: 20, message_trace: 30, mail: 1 },
    ...rest,
    created: created ?? [],
    events,
    traces: steps.map(([trace, stage], index) => ({
      trace,
      stage,
      techniques: [],
      rows: [],
      user,
      text: `${user} did ${trace}`,
      events: [events[index]?.id],
    })),
  });
}

const firefox =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:125.0) Gecko/20100101 Firefox/125.0';
const chrome =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36';

const stolen: Truth['sessions'][number] = {
  id: attackerSession,
  user: upn('alice'),
  verdict: 'attacker',
  why: 'The proxy of the phishing site signed in and the cookie was replayed.',
  ips: ['152.42.161.220', '240b:10:32c1:ab00:857:889:3734:e93'],
  userAgents: [firefox],
  first: at('09:25:56'),
  last: at('10:55:45'),
};

const decoy = (id: number, name: string, why: string, ips: string[]): Truth['sessions'][number] => ({
  id: `aaaaaaaa-0000-4000-8000-${String(id).padStart(12, '0')}`,
  user: upn(name),
  verdict: 'user',
  why,
  ips,
  userAgents: [chrome],
  first: at('07:00:00'),
  last: at('08:30:00'),
}); // prettier-ignore

const vpnDecoy = decoy(1, 'grady', 'Company VPN: the same laptop from two networks.', [
  '198.51.100.7',
  '203.0.113.20',
]);
const travelDecoy = decoy(2, 'adele', 'On a business trip, with the known laptop.', ['192.0.2.44']);

const infrastructure: Truth['infrastructure'] = {
  ips: [
    { ip: '152.42.161.220', use: 'AiTM proxy' },
    { ip: '240b:10:32c1:ab00:857:889:3734:e93', use: 'replay' },
  ],
  userAgents: [firefox],
  domains: ['login.bizcard-activate.example'],
  senders: ['no-reply@bizcard-activate.example'],
  urls: ['https://login.bizcard-activate.example/a'],
};

const phish: NonNullable<Truth['phish']> = {
  messageId: '<phish-1@bizcard-activate.example>',
  subject: 'Activate Your New Business Card System',
  sender: 'no-reply@bizcard-activate.example',
  recipients: [upn('alice')],
  sent: at('08:50:00'),
};

const mail = (n: number, subject: string, certain: boolean) => ({
  messageId: `<m${n}@tradewinds.example>`,
  subject,
  certain,
});

const aCreated = (
  kind: Truth['created'][number]['kind'],
  name: string,
  facts: Record<string, string> = {},
  owner = upn('alice'),
  id: string | null = null,
): Truth['created'][number] => ({ kind, name, id, owner, facts, events: ['e'] });

const sent = (n: number, subject: string, recipients: string[]) => ({
  messageId: `<s${n}@tradewinds.example>`,
  subject,
  sender: upn('alice'),
  recipients,
  sent: at('10:40:00'),
});

const contact = (
  address: string,
  did: Truth['contacted'][number]['did'] = 'nothing',
): Truth['contacted'][number] => ({
  address,
  internal: address.endsWith('tradewinds.example'),
  did,
});

const rule = aCreated('inbox-rule', '.', {
  condition: 'SubjectContainsWords: Activate Your New Business Card System',
  action: 'MoveToFolder: Deleted Items',
});

const scopes =
  'email Mail.ReadWrite.Shared Mail.Send.Shared openid TeamsActivity.Read TeamsActivity.Send User.Read';
const application = aCreated(
  'application',
  '..',
  { appId: '3f691a1c-cb53-41e5-a56e-acfb23ae6ca5', scopes, consentType: 'Principal' },
  upn('alice'),
  '3f691a1c-cb53-41e5-a56e-acfb23ae6ca5',
);

const base = { sessions: [stolen, vpnDecoy], infrastructure, phish };
const signIn = ['aitm-sign-in', 'login', '09:25:56', 'entra_signin'] as const;
const stealing = ['session-replayed', 'session-theft', '09:31:00', 'entra_signin'] as const;

export const workshopTruth = truthOf({
  ...base,
  scenario: 'workshop',
  steps: [
    ['phish', 'phishing', '08:50:00', 'mail'],
    signIn,
    stealing,
    ['security-info-registered', 'security-info', '09:40:00', 'entra_audit'],
    ['application-added', 'application', '09:50:00', 'entra_audit'],
    ['inbox-rule', 'evasion', '10:20:00'],
    ['internal-phish', 'spread', '10:40:00'],
  ],
  created: [
    aCreated('security-info', 'Microsoft Authenticator', { method: 'OTP' }),
    application,
    rule,
  ],
  contacted: [contact(upn('grady')), contact(upn('johanna')), contact(upn('adele'), 'reported')],
  exposed: {
    read: [mail(1, 'Q2 forecast', true), mail(2, 'Lunch on Friday?', false)],
    sent: [sent(1, 'Activate Your New Business Card System', [upn('grady'), upn('johanna')])],
    deleted: [],
    files: [],
    searches: [],
  },
});

export const spamTruth = truthOf({
  ...base,
  scenario: 'mass-spam',
  steps: [signIn, ['inbox-rule', 'evasion', '10:20:00'], ['mass-mail', 'spread', '10:40:00']],
  created: [rule],
  contacted: Array.from({ length: 400 }, (_, n) => contact(`p${n}@customer${n % 40}.example`)),
  exposed: {
    read: [],
    sent: [sent(1, 'Shared document', ['p1@customer1.example'])],
    deleted: [{ messageId: '<d1@x>', subject: 'Undeliverable: Shared document' }],
    files: [],
    searches: [],
  },
});

export const becTruth = truthOf({
  ...base,
  scenario: 'bec-lookalike',
  steps: [
    signIn,
    ['mail-search', 'info-theft', '09:45:00'],
    ['mail-read', 'info-theft', '09:50:00'],
    ['mail-deleted', 'evasion', '10:00:00'],
    ['lookalike-mail', 'spread', '10:40:00', 'message_trace'],
  ],
  infrastructure: { ...infrastructure, domains: ['login.bizcard-activate.example', 'exampie1.jp'] },
  contacted: [contact('billing@example1.jp', 'replied')],
  exposed: {
    read: [mail(1, 'Invoice 2024-118', true), mail(2, 'RE: Bank details', true)],
    sent: [sent(1, 'RE: Invoice 2024-118', ['billing@example1.jp'])],
    deleted: [{ messageId: '<d1@x>', subject: 'RE: Invoice 2024-118' }],
    files: [{ path: '/sites/Sales/Shared Documents/Invoices.xlsx', did: 'downloaded' }],
    searches: ['invoice', 'wire transfer'],
  },
});

export const chainTruth = truthOf({
  ...base,
  scenario: 'chain',
  sessions: [
    stolen,
    { ...stolen, id: 'b0000000-0000-4000-8000-000000000002', user: upn('grady'), ips: ['152.42.161.9'] },
    { ...stolen, id: 'b0000000-0000-4000-8000-000000000003', user: upn('mai'), verdict: 'mixed', ips: ['203.0.113.9', '152.42.161.9'] },
    travelDecoy,
  ],
  victims: (['alice', 'grady', 'mai'] as const).map((name, n) => ({
    upn: upn(name),
    how: n === 0 ? 'aitm' as const : 'internal-phish' as const,
    firstAccess: at(`09:${25 + n * 10}:56`),
    event: null,
    privileged: false,
  })),
  steps: [signIn, ['inbox-rule', 'evasion', '09:40:00'], ['internal-phish', 'spread', '09:42:00']],
  created: [rule, aCreated('inbox-rule', '..', { condition: 'every mail', action: 'DeleteMessage: True' }, upn('grady'))],
  contacted: [contact(upn('grady'), 'signed-in'), contact(upn('mai'), 'signed-in'), contact(upn('johanna'), 'clicked')],
}); // prettier-ignore

export const privilegedTruth = truthOf({
  ...base,
  scenario: 'privileged',
  user: upn('admin'),
  licence: 'e5',
  victims: [
    { upn: upn('admin'), how: 'aitm', firstAccess: at('09:25:56'), event: null, privileged: true },
  ],
  sessions: [{ ...stolen, user: upn('admin') }, vpnDecoy],
  steps: [
    signIn,
    ['role-granted', 'privilege', '09:50:00', 'entra_audit'],
    ['azure-owner', 'privilege', '10:00:00', 'azure_activity'],
    ['azure-resource', 'privilege', '10:10:00', 'azure_activity'],
  ],
  created: [
    aCreated('directory-role', 'Global Administrator', { to: upn('mai') }, upn('admin')),
    aCreated('azure-role', 'Owner', { scope: '/subscriptions/1' }, upn('admin')),
    aCreated('azure-resource', 'vm-backup-02', { type: 'virtualMachines' }, upn('admin')),
  ],
  counts: { ual: 10, entra_signin: 20, entra_audit: 30, azure_activity: 40, risk_detection: 2 },
});

export const flowTruth = truthOf({
  ...base,
  scenario: 'flow',
  steps: [signIn, ['flow-created', 'evasion', '10:20:00']],
  created: [aCreated('flow', 'Sync 1', { forwards: 'drop@mailbox.example' })],
});

export const deviceCodeTruth = truthOf({
  ...base,
  scenario: 'device-code',
  licence: 'p2',
  victims: [
    { upn: upn('alice'), how: 'device-code', firstAccess: at('09:25:56'), event: null, privileged: false },
  ],
  steps: [
    ['device-code-sign-in', 'login', '09:25:56', 'entra_signin'],
    ['mail-read', 'info-theft', '09:50:00'],
  ],
  exposed: { read: [mail(1, 'Price list', true)], sent: [], deleted: [], files: [], searches: [] },
}); // prettier-ignore

export const consentTruth = truthOf({
  ...base,
  scenario: 'consent',
  licence: 'free',
  sessions: [vpnDecoy],
  victims: [
    { upn: upn('alice'), how: 'consent', firstAccess: at('09:25:56'), event: null, privileged: false },
  ],
  steps: [['consent', 'application', '09:25:56', 'entra_audit'], ['mail-read', 'info-theft', '10:00:00']],
  created: [
    aCreated('consent', 'Mail Archive Pro', { scopes: 'Mail.Read offline_access User.Read', consentType: 'Principal', appId: '5a0f6f7c-2f0e-4d9e-9d55-111111111111' }),
  ],
  infrastructure: { ...infrastructure, userAgents: [] },
}); // prettier-ignore

export const quietTruth = truthOf({
  ...base,
  scenario: 'quiet',
  sessions: [{ ...stolen, verdict: 'mixed', ips: ['203.0.113.99', '203.0.113.5'] }],
  infrastructure: {
    ips: [{ ip: '203.0.113.99', use: 'residential proxy' }],
    userAgents: [],
    domains: [],
    senders: [],
    urls: [],
  },
  phish: null,
  steps: [stealing, ['mail-read', 'info-theft', '09:50:00']],
  exposed: {
    read: [mail(1, 'Q2 forecast', true), mail(2, 'Salaries', false)],
    sent: [],
    deleted: [],
    files: [],
    searches: [],
  },
});

export const persistenceTruth = truthOf({
  ...base,
  scenario: 'persistence',
  steps: [
    signIn,
    ['security-info-registered', 'security-info', '09:40:00', 'entra_audit'],
    ['device-registered', 'device', '09:45:00', 'entra_audit'],
  ],
  created: [
    aCreated('security-info', 'Microsoft Authenticator'),
    aCreated('device', 'DESKTOP-K2J9Q1L', { os: 'Windows' }),
  ],
});

export const ualOnlyTruth = truthOf({
  ...workshopTruth,
  scenario: 'ual-only',
  steps: [
    ['user-logged-in', 'login', '09:25:56'],
    ['application-added', 'application', '09:50:00'],
    ['inbox-rule', 'evasion', '10:20:00'],
  ],
  report: { ...workshopTruth.report, at: '2024-06-20T11:05:00Z' },
  created: [application, rule],
  counts: { ual: 1000 },
  gaps: [
    { kind: 'expired', source: 'entra_signin', text: 'Sign-ins are gone.' },
    { kind: 'expired', source: 'entra_audit', text: 'Audit is gone.' },
  ],
});

export const gapsTruth = truthOf({
  ...base,
  scenario: 'gaps',
  steps: [signIn, ['mail-read', 'info-theft', '09:50:00']],
  exposed: {
    read: [mail(1, 'Q2 forecast', true)],
    sent: [],
    deleted: [],
    files: [],
    searches: [],
  },
  gaps: [
    { kind: 'throttled', source: 'ual', text: 'MailItemsAccessed was throttled.' },
    { kind: 'time-gap', source: 'entra_signin', text: 'Two hours are missing.' },
  ],
});

export const noAttackTruth = truthOf({
  scenario: 'no-attack',
  incident: false,
  sessions: [vpnDecoy, travelDecoy],
});

/** One of each kind. */
export const truths: readonly Truth[] = [
  workshopTruth,
  spamTruth,
  becTruth,
  chainTruth,
  privilegedTruth,
  flowTruth,
  deviceCodeTruth,
  consentTruth,
  quietTruth,
  persistenceTruth,
  ualOnlyTruth,
  gapsTruth,
  noAttackTruth,
];
