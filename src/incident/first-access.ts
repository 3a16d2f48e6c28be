import type { Incident } from '../model/incident.js';
import { grouped, isPlace } from '../scope/baseline.js';
import { textOf, timeOf } from '../scope/rows.js';
import type { EntryKind } from './entry-table.js';
import { entrySaid, entryTraces, officeHome } from './entry-table.js';
import type { IncidentEvent } from './events.js';
import type { Facts } from './facts.js';
import { both, isoMicros, minuteOf, unique } from './texts.js';

export type FirstAccess = NonNullable<Incident['firstAccess']>;

/** What is no sign-in has begun with one that is not there. */
const isSignIn = ({ source, operation }: IncidentEvent): boolean =>
  source === 'entra_signin' || /^userlog(gedin|on)/i.test(operation);
const succeeded = ({ outcome }: IncidentEvent): boolean =>
  outcome !== 'failure' && outcome !== 'interrupted';
const tenMinutes = 600_000_000n;
const sixHours = 6n * 3_600_000_000n;

/** When and how the attacker first had this user's account; undefined where no event tells it. */
export async function firstAccessOf(facts: Facts, user: string): Promise<FirstAccess | undefined> {
  const { foreign, lured } = facts;
  const own = foreign.filter((event) => event.user === user && succeeded(event));
  const consents = [...lured].flatMap(([session, events]) =>
    session.user === user ? events.filter((event) => succeeded(event)) : [],
  );
  const given = tokenGiven(consents);
  const first = earliest(own);
  const byConsent = given?.time !== undefined && (first?.time === undefined || given.time <= first.time); // prettier-ignore
  const used = byConsent ? given : first;
  if (used?.time === undefined) return undefined;
  const how = byConsent ? 'consent' : howOf(facts, user, used, own);
  const event = how === 'device-code' ? await codeEntered(facts, user, used) : used;
  const { time } = event;
  if (time === undefined) return undefined;
  const certain = isCertain(facts, event, how);
  const proof = unique([
    event.eventId,
    ...(how === 'consent' ? consents.map(({ eventId }) => eventId) : []),
    ...(how === 'aitm' ? relayEvents(facts, user, event) : []),
    ...traceEvents(facts, user, how).slice(0, 3),
    ...(how === 'internal-phish' ? mailBefore(facts, user, time).slice(0, 1) : []),
  ]);
  const at = minuteOf(time);
  const doubt = certain
    ? both('', '')
    : both(
        ' The logs do not hold what came before it: it may have begun earlier.',
        ' それ以前のログがないため、実際の開始はさらに早い可能性がある。',
      );
  return {
    at: isoMicros(time),
    user,
    how,
    certain,
    said: both(
      `First access to ${user} at ${at} ${entrySaid[how].en}.${doubt.en}`,
      `${user} への最初の不正アクセスは ${at}、${entrySaid[how].ja}。${doubt.ja}`,
    ),
    events: proof,
  };
}

/**
 * With the consent the sign-in to the application goes on, and only its token gives the attacker access; without a record of that,
 * the consent is the first that is known.
 */
function tokenGiven(consents: readonly IncidentEvent[]): IncidentEvent | undefined {
  const consent = earliest(consents.filter(({ operation }) => /^consent to application/i.test(operation))); // prettier-ignore
  const since = consent?.time;
  if (since === undefined) return earliest(consents);
  const signedIn = consents.find(
    (event) => isSignIn(event) && event.time !== undefined && event.time >= since && event.time - since <= tenMinutes,
  ); // prettier-ignore
  return signedIn ?? consent;
}

/** The user enters the code at the own place: that sign-in, in the same session, is the first access. */
async function codeEntered(
  { store, findings, proof }: Facts,
  user: string,
  used: IncidentEvent,
): Promise<IncidentEvent> {
  const ids = findings.flatMap(({ id, trace, users }) =>
    trace === 'device-code-sign-in' && users.includes(user) ? (proof.get(id) ?? []) : [],
  );
  const rows = await store.query(
    `SELECT e.event_id, e.time FROM events e JOIN event_strands x ON x."row" = e.rowid JOIN strands t ON t.strand = x.strand
     WHERE e.event_id IN (SELECT unnest(from_json($ids, '["VARCHAR"]'))) AND t.session = $session
       AND coalesce(e.outcome, 'unknown') NOT IN ('failure', 'interrupted') AND e.time IS NOT NULL
     ORDER BY e.time, e.source, e.event_id LIMIT 1`,
    { ids: JSON.stringify(ids), session: used.session ?? '' },
  );
  const [row] = rows;
  const time = row === undefined ? undefined : timeOf(row, 'time');
  return row === undefined || time === undefined || (used.time !== undefined && time > used.time)
    ? used
    : { ...used, eventId: textOf(row, 'event_id') ?? used.eventId, time };
}

const earliest = (events: readonly IncidentEvent[]): IncidentEvent | undefined =>
  events.find(({ time }) => time !== undefined);

function howOf(
  facts: Facts,
  user: string,
  first: IncidentEvent,
  own: readonly IncidentEvent[],
): EntryKind {
  const { time = 0n } = first;
  const traced = entryTraces.find(({ how }) => traceEvents(facts, user, how).length > 0)?.how;
  if (traced === 'device-code') return traced;
  if (mailBefore(facts, user, time).length > 0) return 'internal-phish';
  if (isStolen(facts, first)) return 'cookie';
  if (traced !== undefined) return traced;
  const session = facts.scope.sessions.find(({ session: id }) => id === first.session);
  const moved = session?.strands.some(({ signals }) =>
    signals.some(({ signal }) => signal === 'session-moved' || signal === 'session-shared'),
  );
  const soon = own.filter((event) => event.time !== undefined && event.time - time <= sixHours);
  const apps = new Set(soon.flatMap(({ appId }) => appId ?? []));
  if (moved === true || (isSignIn(first) && soon.some(({ appId }) => appId === officeHome) && apps.size > 1)) return 'aitm'; // prettier-ignore
  if (soon.some(({ clientApp }) => /imap|pop|smtp|other clients|activesync|mapi/i.test(clientApp ?? ''))) return 'legacy'; // prettier-ignore
  return 'unknown';
}

/** What shows the relay: the password given before the second factor was asked for, and the session used elsewhere. */
function relayEvents({ foreign }: Facts, user: string, first: IncidentEvent): readonly string[] {
  const { time, session, ip } = first;
  if (time === undefined || session === undefined || ip === undefined) return [];
  const own = foreign.filter((event) => event.user === user && event.session === session);
  const asked = own.filter(
    (event) =>
      event.outcome === 'interrupted' && event.time !== undefined && event.time <= time && time - event.time <= sixHours,
  ); // prettier-ignore
  const moved = own.filter(
    (event) => event.ip !== undefined && event.ip !== ip && succeeded(event) && (event.time ?? time) > time,
  ); // prettier-ignore
  return [...asked.slice(-2), ...moved.slice(0, 2)].map(({ eventId }) => eventId);
}

/** Events, in this user's attacker strands, of findings that tell this way in. */
function traceEvents({ scope, foul }: Facts, user: string, how: EntryKind): readonly string[] {
  const traces = new Set(entryTraces.find((each) => each.how === how)?.traces ?? []);
  return scope.strands
    .filter((strand) => strand.user === user && foul.has(strand.no))
    .flatMap(({ findings }) => findings.filter(({ trace }) => traces.has(trace)))
    .flatMap(({ events }) => events);
}

/** The session began as the user's own, in another strand that is not the attacker's. */
function isStolen({ scope, foul }: Facts, first: IncidentEvent): boolean {
  const session = scope.sessions.find(({ session: id }) => id === first.session);
  return (
    session?.strands.some(
      (strand) =>
        !foul.has(strand.no) && strand.verdict === 'user' && strand.done > 0 && isPlace(strand.network) &&
        strand.first !== undefined && strand.first < (first.time ?? 0n),
    ) ?? false
  ); // prettier-ignore
}

/** Ids of mail, sent in another victim's session of the attacker, that this user got before. */
function mailBefore(
  { scope, events, foreign }: Facts,
  user: string,
  time: bigint,
): readonly string[] {
  const sent = new Map(
    [...grouped(foreign.filter(({ messageId, operation }) => messageId !== undefined && /^send/i.test(operation)), ({ messageId }) => messageId ?? '')]
      .map(([id, list]) => [id, list[0]?.user]),
  ); // prettier-ignore
  const members = new Set(scope.members.flatMap(({ kind, value }) => (kind === 'message' ? [value] : []))); // prettier-ignore
  return events
    .filter(
      (event) =>
        event.source === 'message_trace' && event.target === user && event.messageId !== undefined &&
        members.has(event.messageId) && (event.time ?? time) < time &&
        sent.has(event.messageId) && sent.get(event.messageId) !== user,
    )
    .map(({ eventId }) => eventId); // prettier-ignore
}

/** Sign-ins before it are in the logs, and it is one itself. */
function isCertain({ coverage }: Facts, event: IncidentEvent, how: EntryKind): boolean {
  const before = coverage.some(
    ({ source, first }) =>
      (source === 'entra_signin' || source === 'ual') && first !== undefined && event.time !== undefined && first < event.time,
  ); // prettier-ignore
  return before && (isSignIn(event) || how === 'consent' || how === 'cookie');
}
