import { z } from 'zod';
import { sources } from '../model/event.js';
import { stages } from '../model/stage.js';

/**
 * `truth.json`: what really happened in a practice incident. Whatever an investigation finds is
 * scored against it; the exercise takes its answers from it. Times are ISO 8601, UTC.
 */

const time = z.iso.datetime();
const upn = z.string().min(3);
const stage = z.enum(stages);
const source = z.enum(sources);

/** An event of the attacker. Every one of them is here, and no other. */
const attackerEvent = z.strictObject({
  /** The record's own id, as Konseki's event_id gives it. */
  id: z.string(),
  source,
  time,
  user: z.string(),
  stage,
  /** Slug of the trace it belongs to; null for what leaves no trace of its own (a page opened). */
  trace: z.string().nullable(),
  /** The session it happened in, whether or not the record says so; null where there is none. */
  session: z.string().nullable(),
});

/** A mark the attacker left, as one finding should tell it. */
const trace = z.strictObject({
  trace: z.string(),
  stage,
  /** MITRE ATT&CK technique ids. */
  techniques: z.array(z.string()),
  /** Rows of workshop.md, e.g. W-45. */
  rows: z.array(z.string()),
  user: z.string(),
  /** One sentence in English with the names and values. */
  text: z.string(),
  events: z.array(z.string()).min(1),
});

const victim = z.strictObject({
  upn,
  /** How the attacker got in. */
  how: z.enum(['aitm', 'device-code', 'consent', 'password', 'internal-phish', 'cookie']),
  firstAccess: time,
  /** The event that is the first access. */
  event: z.string().nullable(),
  privileged: z.boolean(),
});

/** A session in which somebody other than the user acted, or which only looks like it. */
const session = z.strictObject({
  id: z.string(),
  user: upn,
  /** `mixed`: the user's own session, stolen. `user`: a decoy that must not be called an attack. */
  verdict: z.enum(['attacker', 'mixed', 'user']),
  why: z.string(),
  ips: z.array(z.string()),
  userAgents: z.array(z.string()),
  first: time,
  last: time,
});

const created = z.strictObject({
  kind: z.enum([
    'inbox-rule',
    'forwarding',
    'delegation',
    'application',
    'consent',
    'security-info',
    'device',
    'flow',
    'directory-role',
    'azure-role',
    'azure-resource',
    'sharing-link',
  ]),
  name: z.string(),
  id: z.string().nullable(),
  owner: z.string(),
  /** What a report must say of it, e.g. condition and action of a rule, scopes and consent type. */
  facts: z.record(z.string(), z.string()),
  events: z.array(z.string()).min(1),
});

const message = z.strictObject({
  messageId: z.string(),
  subject: z.string(),
  sender: z.string(),
  recipients: z.array(z.string()),
  sent: time,
});

const person = z.strictObject({
  upn,
  name: z.string(),
  title: z.string(),
  department: z.string(),
  /** Has directory or Azure roles. */
  privileged: z.boolean(),
});

export const truthSchema = z.strictObject({
  truth: z.literal(1),
  /** No real data: what no one may take for evidence. */
  synthetic: z.literal(true),
  scenario: z.string(),
  seed: z.number().int().nonnegative(),
  /** What the exports cover. */
  span: z.strictObject({ from: time, to: time }),
  company: z.strictObject({
    name: z.string(),
    domain: z.string(),
    partners: z.array(z.string()),
    /** For retention: keys of the log-readiness catalogue, e.g. `e3`. */
    licence: z.string(),
    timeZone: z.string(),
    users: z.number().int().positive(),
    people: z.array(person),
  }),
  /** What the exercise opens with: who reports what, when. */
  report: z.strictObject({ at: time, from: z.string(), en: z.string(), ja: z.string() }),
  /** False: nobody intruded, and finding somebody is an error. */
  incident: z.boolean(),
  /**
   * First to last event of the attacker in the tenant, the mails that began it left out; null without
   * an incident, and where the exports hold none of it.
   */
  window: z.strictObject({ from: time, to: time }).nullable(),
  victims: z.array(victim),
  sessions: z.array(session),
  infrastructure: z.strictObject({
    ips: z.array(z.strictObject({ ip: z.string(), use: z.string() })),
    userAgents: z.array(z.string()),
    domains: z.array(z.string()),
    senders: z.array(z.string()),
    urls: z.array(z.string()),
  }),
  created: z.array(created),
  /** The mail that started it, where there is one. */
  phish: message.nullable(),
  /** Who else got mail of the attacker, and what they did. */
  contacted: z.array(
    z.strictObject({
      address: z.string(),
      internal: z.boolean(),
      did: z.enum(['nothing', 'opened', 'clicked', 'signed-in', 'replied', 'reported']),
    }),
  ),
  exposed: z.strictObject({
    read: z.array(
      z.strictObject({ messageId: z.string(), subject: z.string(), certain: z.boolean() }),
    ),
    sent: z.array(message),
    deleted: z.array(z.strictObject({ messageId: z.string(), subject: z.string() })),
    files: z.array(
      z.strictObject({ path: z.string(), did: z.enum(['opened', 'downloaded', 'shared']) }),
    ),
    searches: z.array(z.string()),
  }),
  traces: z.array(trace),
  events: z.array(attackerEvent),
  /** What the exports do not hold, and what that hides. */
  gaps: z.array(z.strictObject({ kind: z.string(), source: source.nullable(), text: z.string() })),
  /** The files written, relative to the folder. */
  files: z.array(
    z.strictObject({
      file: z.string(),
      format: z.string(),
      /** Records in it, duplicates included. */
      records: z.number().int().nonnegative(),
    }),
  ),
  /** Distinct events over all files, by source: what ingest must arrive at. */
  counts: z.partialRecord(source, z.number().int().nonnegative()),
});

export type Truth = z.infer<typeof truthSchema>;
