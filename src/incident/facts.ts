import type { Ground } from '../scope/ground.js';
import type { Mark, Note } from '../scope/marks.js';
import type { Coverage } from '../scope/coverage.js';
import type { IncidentScope } from '../scope/scope.js';
import type { JudgedSession } from '../scope/verdict.js';
import type { StoredFinding } from '../store/detection.js';
import type { Store } from '../store/store.js';
import type { Evidence } from '../model/evidence.js';
import type { IncidentEvent } from './events.js';
import { eventsOfScope } from './events.js';
import { greatest, least } from './texts.js';

/** What is read once for a case. */
export interface CaseFacts {
  readonly store: Store;
  readonly ground: Ground;
  readonly evidence: readonly Evidence[];
  readonly coverage: readonly Coverage[];
  readonly findings: readonly StoredFinding[];
  /** Ids of the events that prove each finding, in order of time. */
  readonly proof: ReadonlyMap<string, readonly string[]>;
  readonly marks: readonly Mark[];
  readonly notes: readonly Note[];
  /** Domains that the organisation's users have. */
  readonly domains: ReadonlySet<string>;
}

/** What is read once for an incident. */
export interface Facts extends CaseFacts {
  readonly scope: IncidentScope;
  /** All events of the scope, in order of time. */
  readonly events: readonly IncidentEvent[];
  /** Those of the attacker's doing, not those of the mail's way, of Microsoft and of the user. */
  readonly foreign: readonly IncidentEvent[];
  readonly foul: ReadonlySet<number>;
  /** Users as whom the attacker acts. */
  readonly users: readonly string[];
  /** Sessions of users' own in which they were talked into something. */
  readonly lured: ReadonlyMap<JudgedSession, readonly IncidentEvent[]>;
  /** UTC microseconds. */
  readonly from: bigint;
  readonly to: bigint;
}

const carried = new Set(['message_trace', 'mail', 'risk_detection']);

/** @returns undefined where the scope has no event with a time. */
export async function factsOf(whole: CaseFacts, scope: IncidentScope): Promise<Facts | undefined> {
  const events = await eventsOfScope(whole.store, scope);
  const foul = new Set(scope.strands.map(({ no }) => no));
  const apps = new Set(scope.members.flatMap(({ kind, value }) => (kind === 'app' ? [value] : [])));
  const isForeign = (event: IncidentEvent): boolean => {
    if (carried.has(event.source)) return false;
    if (event.strand !== undefined && foul.has(event.strand)) return true;
    const strand = event.strand === undefined ? undefined : whole.ground.strands.get(event.strand);
    // What the user did in a session of their own, the attacker did not.
    if (strand?.verdict === 'user') return false;
    if (event.came === 'app')
      return event.appId !== undefined && apps.has(event.appId) && !event.operation.includes(' ');
    return event.came !== undefined && event.came !== 'received' && event.came !== 'sent';
  };
  const foreign = events.filter(isForeign);
  const times = (list: readonly IncidentEvent[]): bigint[] =>
    list.flatMap(({ time }) => time ?? []);
  const inside = times(
    events.filter(({ source, came }) => !(carried.has(source) && (came === 'received' || source !== 'message_trace'))),
  ); // prettier-ignore
  const all = inside.length > 0 ? inside : times(events);
  const from = least(all);
  const to = greatest(all);
  if (from === undefined || to === undefined) return undefined;
  const acting = new Map<string, bigint>();
  for (const { user, time, strand } of foreign) {
    if (user === undefined || strand === undefined || !user.includes('@')) continue;
    if ((whole.ground.strands.get(strand)?.done ?? 0) === 0) continue;
    if (!acting.has(user)) acting.set(user, time ?? to);
  }
  return {
    ...whole,
    scope,
    events,
    foreign,
    foul,
    users: [...acting].sort((a, b) => (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : a[0] < b[0] ? -1 : 1)).map(([user]) => user),
    lured: luredIn(whole, scope, events, apps),
    from,
    to,
  }; // prettier-ignore
}

/** Users' own sessions with events about an application of the intrusion: there the consent was given. */
function luredIn(
  { ground }: CaseFacts,
  scope: IncidentScope,
  events: readonly IncidentEvent[],
  apps: ReadonlySet<string>,
): ReadonlyMap<JudgedSession, readonly IncidentEvent[]> {
  const foul = new Set(scope.strands.map(({ no }) => no));
  const found = new Map<string, IncidentEvent[]>();
  for (const event of events) {
    const { strand, came } = event;
    if (strand === undefined || foul.has(strand) || came === undefined || carried.has(event.source))
      continue;
    const isConsent = /^(consent to application|add (delegated permission grant|oauth2permissiongrant|app role assignment))/i.test(event.operation); // prettier-ignore
    const isSignIn = /^(sign-in|userlogged?in)/i.test(event.operation) && event.appId !== undefined && apps.has(event.appId); // prettier-ignore
    const session = ground.strands.get(strand)?.session;
    if (session === undefined || !(isConsent || isSignIn)) continue;
    const list = found.get(session);
    if (list === undefined) found.set(session, [event]);
    else list.push(event);
  }
  const lured = ground.sessions.flatMap((session) => {
    const list = found.get(session.session);
    return list === undefined ? [] : [[session, list] as const];
  });
  // What carries no session id is told with the session that does: it is the same consent in another log.
  const named = new Set(lured.flatMap(([{ inferred, user }]) => (inferred ? [] : [user])));
  return new Map(lured.filter(([{ inferred, user }]) => !inferred || !named.has(user)));
}
