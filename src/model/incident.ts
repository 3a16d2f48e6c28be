import { z } from 'zod';
import { sources } from './event.js';
import { exposed, recipient } from './exposed.js';
import { severities } from './finding.js';
import { eventIds, said, time } from './incident-parts.js';
import { left } from './left.js';
import { stages } from './stage.js';

/**
 * The incident document: what an investigation says of a case. One strict, versioned JSON document, made
 * from the case alone: the same case gives the same document, byte for byte. Every statement names the
 * ids of the events it rests on. Times are ISO 8601, UTC. Texts are English and Japanese.
 */

const source = z.enum(sources);
const stage = z.enum(stages);
const severity = z.enum(severities);

/** `mixed`: a session in which the user and somebody else both acted (a stolen cookie). */
export const verdicts = ['user', 'unknown', 'suspicious', 'mixed', 'attacker'] as const;
export type Verdict = (typeof verdicts)[number];

/** What belongs to an intrusion. */
export const entityKinds = [
  'user',
  'session',
  'ip',
  'user-agent',
  'app',
  'inbox-rule',
  'device',
  'security-info',
  'message',
  'file',
  'flow',
  'role',
  'azure-resource',
  'sender',
  'domain',
  'url',
] as const;
export type EntityKind = (typeof entityKinds)[number];

/** How one thing leads to another. The first three need no further proof; the last ones are weak. */
export const linkKinds = [
  /** The analyst named it. */
  'given',
  /** Its own signals say so. */
  'verdict',
  /** The analyst's mark. */
  'mark',
  /** The same session id, or a token of it. */
  'session',
  'token',
  /** Made, consented to, registered or changed in an attacker's session. */
  'created',
  /** What an application consented to by the attacker, or given to it, did. */
  'app',
  /** Mail sent by the attacker, and who got it. */
  'sent',
  'received',
  /** Signed in soon after the phishing mail came. */
  'signed-in-after',
  /** An address, or an agent on a network, that is rare in the tenant, in the same span. */
  'ip',
  'agent',
  /** Attached by user, address, agent and time alone. */
  'inferred',
  'indicator',
] as const;
export type LinkKind = (typeof linkKinds)[number];

const entity = z.strictObject({ kind: z.enum(entityKinds), value: z.string() });
export type Entity = z.infer<typeof entity>;

/** What speaks for or against a verdict; positive weights accuse. */
const signal = z.strictObject({
  signal: z.string(),
  weight: z.number(),
  said,
  events: eventIds,
});
export type SignalSaid = z.infer<typeof signal>;

const strand = z.strictObject({
  /** AS12345, or the address's own net where no number is known. */
  network: z.string(),
  asOrg: z.string().nullable(),
  countries: z.array(z.string()),
  ips: z.array(z.string()),
  /** Browser and system, or the kind of client. */
  client: z.string(),
  userAgents: z.array(z.string()),
  verdict: z.enum(verdicts),
  weight: z.number(),
  signals: z.array(signal),
  first: time,
  last: time,
  events: z.number().int().nonnegative(),
});

const session = z.strictObject({
  /** The session id; `i-…` for one inferred from records that carry none. */
  id: z.string(),
  user: z.string(),
  verdict: z.enum(verdicts),
  /** The mark that overrules, if any. */
  marked: z.strictObject({ by: z.string(), at: time, as: z.string(), why: z.string() }).nullable(),
  weight: z.number(),
  signals: z.array(signal),
  strands: z.array(strand),
  first: time,
  last: time,
  /** Events after the last recorded containment (reset, revocation, account disabled) of its user. */
  afterContainment: eventIds,
  ips: z.array(z.string()),
  countries: z.array(z.string()),
  userAgents: z.array(z.string()),
  apps: z.array(z.string()),
  sources: z.array(source),
  events: z.number().int().nonnegative(),
  links: z.strictObject({
    exact: z.number().int().nonnegative(),
    token: z.number().int().nonnegative(),
    inferred: z.number().int().nonnegative(),
  }),
});

const chainLink = z.strictObject({
  /** What it was reached from; null at the beginning. */
  from: entity.nullable(),
  link: z.enum(linkKinds),
  said,
  events: eventIds,
});

const member = z.strictObject({
  kind: z.enum(entityKinds),
  value: z.string(),
  /** Its name for people, where the value is an id. */
  name: z.string().nullable(),
  /** 0: what the investigation began with. */
  round: z.number().int().nonnegative(),
  /** How it came in: the last link of its chain. */
  link: z.enum(linkKinds),
  /** From the beginning to this member. */
  chain: z.array(chainLink).min(1),
});
export type ScopeMember = z.infer<typeof member>;

const finding = z.strictObject({
  id: z.string(),
  rule: z.string(),
  title: said,
  said,
  stage,
  trace: z.string(),
  severity,
  raised: said.nullable(),
  first: time.nullable(),
  last: time.nullable(),
  users: z.array(z.string()),
  targets: z.array(z.string()),
  sessions: z.array(z.string()),
  ips: z.array(z.string()),
  apps: z.array(z.string()),
  techniques: z.array(z.string()),
  rows: z.array(z.string()),
  events: eventIds,
});

/** What a gap is: a log that is not there, a span without records, a cut or filtered export … */
export const gapKinds = [
  'missing-log',
  'expired',
  'span',
  'cut-export',
  'filtered-export',
  'throttled',
  'damaged',
  'rejected',
  /** A session that the logs cannot tell from its user's own. */
  'like-user',
  'no-session',
  'no-ids',
] as const;
const gap = z.strictObject({
  kind: z.enum(gapKinds),
  source: source.nullable(),
  from: time.nullable(),
  to: time.nullable(),
  said,
  /** What it hides, for this incident. */
  hides: said,
  events: eventIds,
});

/** The grouped entries of the timeline; an entry opens into its events. */
const entry = z.strictObject({
  at: time,
  until: time,
  /** W-14. */
  lane: z.enum(['user', 'microsoft', 'attacker']),
  stage: stage.nullable(),
  source: source.nullable(),
  said,
  user: z.string().nullable(),
  session: z.string().nullable(),
  finding: z.string().nullable(),
  /** From the journal: a fact that a person added. */
  note: z.boolean(),
  count: z.number().int().nonnegative(),
  events: eventIds,
});

const action = z.strictObject({
  id: z.string(),
  /** W-50 … W-59, or what the kind of finding asks for. */
  step: z.string(),
  order: z.number().int(),
  user: z.string().nullable(),
  target: entity.nullable(),
  said,
  /** Ids of findings and of events that ask for it. */
  findings: z.array(z.string()),
  events: eventIds,
});

/** When and how the attacker first had an account. */
const access = z.strictObject({
  at: time,
  user: z.string(),
  how: z.enum([
    'aitm',
    'device-code',
    'consent',
    'password',
    'legacy',
    'cookie',
    'internal-phish',
    'unknown',
  ]),
  /** The logs begin before it: it is the first, not only the first that is seen. */
  certain: z.boolean(),
  said,
  events: eventIds,
});

const victim = z.strictObject({
  user: z.string(),
  userId: z.string().nullable(),
  /** `signs-in`: the attacker acts as this user. `target`: their mailbox, files or settings were acted upon. */
  how: z.enum(['signs-in', 'target']),
  /** Directory or Azure roles (W-25). */
  roles: z.array(z.string()),
  privileged: z.boolean(),
  firstAccess: time.nullable(),
  /** The same, and how. */
  entry: access.nullable(),
  lastSeen: time.nullable(),
  /** Recorded responses: password reset, sessions revoked, account disabled. */
  contained: z.array(z.strictObject({ at: time, what: said, events: eventIds })),
  /** The attacker's events after the last containment; not empty: the first line of the answer. */
  afterContainment: eventIds,
  /** The attacker's events between a first containment and a later one: the first did not keep them out. */
  cameBack: eventIds,
  said,
});

const incident = z.strictObject({
  id: z.string(),
  severity,
  said,
  window: z.strictObject({ from: time, to: time }),
  firstAccess: access.nullable(),
  victims: z.array(victim),
  sessions: z.array(session),
  infrastructure: z.strictObject({
    ips: z.array(
      z.strictObject({
        ip: z.string(),
        country: z.string().nullable(),
        asn: z.number().nullable(),
        asOrg: z.string().nullable(),
        kind: z.string().nullable(),
        first: time,
        last: time,
        events: z.number().int(),
      }),
    ),
    userAgents: z.array(z.string()),
    senders: z.array(z.string()),
    domains: z.array(z.string()),
    urls: z.array(z.string()),
  }),
  left,
  scope: z.strictObject({
    /** How many rounds it took until nothing new came in. */
    rounds: z.number().int().nonnegative(),
    members: z.array(member),
    events: eventIds,
    /** What was looked at and left out: hubs, company addresses, users' own sessions. */
    excluded: z.array(
      z.strictObject({ kind: z.enum(entityKinds), value: z.string(), said, events: eventIds }),
    ),
  }),
  findings: z.array(finding),
  stages: z.array(
    z.strictObject({ stage, first: time, last: time, findings: z.array(z.string()) }),
  ),
  timeline: z.array(entry),
  exposed,
  recipients: z.array(recipient),
  gaps: z.array(gap),
  actions: z.array(action),
  /** The next three steps. */
  next: z.array(said),
});

export const incidentDocument = z.strictObject({
  document: z.literal(1),
  /** Version of Konseki that made it. */
  konseki: z.string(),
  case: z.string(),
  /** Practice data: what no one may take for a real incident. */
  practice: z.boolean(),
  /** What the analyst began with, as given: `user:alice@…`. */
  from: z.array(z.string()),
  evidence: z.array(
    z.strictObject({
      file: z.string(),
      sha256: z.string(),
      bytes: z.number(),
      formats: z.array(z.string()),
      records: z.number().int(),
      events: z.number().int(),
      duplicates: z.number().int(),
      rejects: z.number().int(),
      first: time.nullable(),
      last: time.nullable(),
    }),
  ),
  coverage: z.array(
    z.strictObject({
      source,
      first: time.nullable(),
      last: time.nullable(),
      events: z.number().int(),
    }),
  ),
  /** The gravest first. */
  incidents: z.array(incident),
  /** Sessions that are called suspicious or worse and belong to no incident. */
  sessions: z.array(session),
  /** Findings of at least medium severity that belong to no incident. */
  findings: z.array(finding),
  /** What hides even whether there was an intrusion. */
  gaps: z.array(gap),
  marks: z.array(
    z.strictObject({
      kind: z.string(),
      value: z.string(),
      as: z.string(),
      why: z.string(),
      by: z.string(),
      at: time,
    }),
  ),
  notes: z.array(z.strictObject({ at: time, text: z.string(), by: z.string(), written: time })),
});

export type IncidentDocument = z.infer<typeof incidentDocument>;
export type Incident = z.infer<typeof incident>;
export type IncidentSession = z.infer<typeof session>;
export type IncidentStrand = z.infer<typeof strand>;
export type IncidentVictim = z.infer<typeof victim>;
export type IncidentGap = z.infer<typeof gap>;
export type TimelineEntry = z.infer<typeof entry>;
export type IncidentAction = z.infer<typeof action>;
export type IncidentFinding = z.infer<typeof finding>;
