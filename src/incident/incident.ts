import { createHash } from 'node:crypto';
import type { Severity } from '../model/finding.js';
import { severities } from '../model/finding.js';
import type { Incident, IncidentSession } from '../model/incident.js';
import type { JudgedSession } from '../scope/verdict.js';
import { actionsOf } from './actions.js';
import type { Containment } from './containment.js';
import { containmentsOf } from './containment.js';
import { exposedOf } from './exposed.js';
import type { Facts } from './facts.js';
import { findingsOf, gravest, stagesOf } from './findings.js';
import { gapsOfIncident } from './gaps.js';
import { infrastructureOf } from './infrastructure.js';
import { leftOf } from './left.js';
import { messageNames } from './message-names.js';
import { nextOf } from './next.js';
import type { QuietSpan } from './quiet-spans.js';
import { recipientsOf } from './recipients.js';
import { sessionOf } from './sessions.js';
import { isoMicros, unique } from './texts.js';
import { timelineOf } from './timeline.js';
import { titleOf } from './title.js';
import { afterContainmentOf, victimsOf } from './victims.js';

/** One intrusion, whole. */
export async function incidentOf(facts: Facts, quiet: readonly QuietSpan[]): Promise<Incident> {
  const { scope, events, from, to } = facts;
  const containments = await containmentsOf(facts);
  const { victims, entries } = await victimsOf(facts, containments);
  const first = [...entries.values()].reduce<(typeof victims)[number]['entry']>(
    (a, b) => (a === null || b.at < a.at ? b : a),
    null,
  );
  const findings = findingsOf(facts);
  const recipients = await recipientsOf(facts);
  const gaps = await gapsOfIncident(facts, victims, quiet);
  const actions = actionsOf(facts, victims, findings, gaps, recipients);
  const sessions = sessionsOf(facts, containments);
  return {
    id: idOf(facts),
    severity: severityOf(facts, gravest(findings)),
    said: { ...titleOf(facts, victims, first ?? undefined, findings) },
    window: { from: isoMicros(from), to: isoMicros(to) },
    firstAccess: first,
    victims: [...victims],
    sessions,
    infrastructure: infrastructureOf(facts),
    left: await leftOf(facts),
    scope: {
      rounds: scope.rounds,
      members: scope.members.map((member) => ({
        ...member,
        chain: member.chain.map((link) => ({ ...link, events: [...link.events] })),
      })),
      events: unique(events.map(({ eventId }) => eventId)),
      excluded: scope.excluded.map((one) => ({ ...one, events: [...one.events] })),
    },
    findings,
    stages: stagesOf(findings),
    timeline: timelineOf(facts, findings, containments, recipients),
    exposed: await exposedOf(facts, messageNames(facts.store)),
    recipients,
    gaps,
    actions,
    next: nextOf(victims, containments, actions, gaps),
  };
}

/** Somebody else in an account is never a small thing, whatever the findings say. */
function severityOf({ scope, lured }: Facts, found: Severity | undefined): Severity {
  if (lured.size === 0 && scope.strands.every(({ done }) => done === 0)) return found ?? 'low';
  const sure = scope.sessions.some(({ verdict }) => verdict === 'attacker' || verdict === 'mixed');
  const least: Severity = sure ? 'high' : 'medium';
  return found !== undefined && severities.indexOf(found) > severities.indexOf(least)
    ? found
    : least;
}

/** The attacker's sessions, and those in which users were talked into a consent; the first first. */
function sessionsOf(facts: Facts, containments: readonly Containment[]): IncidentSession[] {
  const { scope, foreign, lured, marks } = facts;
  const told = (session: JudgedSession): IncidentSession => {
    const own = new Set(foreign.flatMap((each) => (each.session === session.session ? [each.eventId] : []))); // prettier-ignore
    const after = session.user === undefined ? [] : afterContainmentOf(facts, session.user, containments); // prettier-ignore
    const foul = scope.sessions.includes(session);
    return sessionOf(session, marks, {
      afterContainment: after.filter((id) => own.has(id)),
      ...(foul ? {} : { lured: (lured.get(session) ?? []).map(({ eventId }) => eventId) }),
    });
  };
  const beside = [...lured.keys()].filter((session) => !scope.sessions.includes(session));
  return [...scope.sessions, ...beside]
    .map(told)
    .sort((a, b) => (a.first !== b.first ? (a.first < b.first ? -1 : 1) : a.id < b.id ? -1 : 1));
}

/** The same as long as it begins with the same event. */
function idOf({ events, scope }: Facts): string {
  const begin = events.find(({ time }) => time !== undefined)?.eventId ?? scope.members[0]?.value;
  return `inc-${createHash('sha256')
    .update(begin ?? '')
    .digest('hex')
    .slice(0, 8)}`;
}
