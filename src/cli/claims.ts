import type { Built } from '../incident/build.js';
import type { Incident, IncidentVictim } from '../model/incident.js';
import type { Stage } from '../model/stage.js';
import type { Claims, TraceClaim, VerdictClaim } from '../practice/score/claims.js';
import type { JudgedSession } from '../scope/verdict.js';
import type { Store } from '../store/store.js';

/**
 * What the findings of a case claim of the intrusion: each of at least medium severity is a trace. What is
 * below says only what happened.
 */
export async function claimsOf(store: Store): Promise<Pick<Claims, 'traces'>> {
  const findings = await store.findings({ filter: { severity: 'medium' }, order: 'time' });
  const events = await store.findingEvents(findings.map(({ id }) => id));
  const names = await namesOf(
    store,
    [...events.values()].flat().map(({ eventId }) => eventId),
  );
  return {
    traces: findings.map(({ id, stage }) => ({
      id,
      stage,
      events: (events.get(id) ?? []).flatMap(({ eventId }) => names(eventId)),
    })),
  };
}

/**
 * What the incident document claims beside: the events in scope, what each session is called, and as traces also the
 * findings that it counts to an incident, whatever their severity, how each victim's account was first come by, and
 * that somebody else was in its sessions.
 */
export async function documentClaims(
  store: Store,
  { document, ground }: Pick<Built, 'document' | 'ground'>,
): Promise<Claims> {
  const { incidents } = document;
  const { traces = [] } = await claimsOf(store);
  const more = incidents.flatMap((incident) => incidentTraces(incident));
  const scope = [...new Set(incidents.flatMap((incident) => incident.scope.events))];
  const names = await namesOf(store, [...scope, ...more.flatMap(({ events }) => events)]);
  const verdicts = new Map(
    [...incidents.flatMap(({ sessions }) => sessions), ...document.sessions].map((session) => [
      session.id,
      session.verdict,
    ]),
  );
  const claims: VerdictClaim[] = [];
  for (const session of ground.sessions)
    claims.push({
      session: session.session,
      verdict: verdicts.get(session.session) ?? session.verdict,
      // A session of records without an id has no name in the truth: its events say whose it is.
      ...(session.inferred && isAccused(session)
        ? { events: await accusedEvents(store, session) }
        : {}),
    });
  const known = new Set(traces.map(({ id }) => id));
  return {
    traces: [
      ...traces,
      ...more
        .filter(({ id }) => !known.has(id))
        .map((claim) => ({ ...claim, events: claim.events.flatMap((id) => names(id)) })),
    ],
    scope: scope.map((id) => names(id)),
    verdicts: claims,
  };
}

/** The stages that a way in passes through (W-11). */
const entryStages: Readonly<Record<NonNullable<IncidentVictim['entry']>['how'], readonly Stage[]>> =
  {
    aitm: ['credential', 'session-theft', 'login'],
    cookie: ['session-theft', 'login'],
    'device-code': ['login'],
    consent: ['application', 'login'],
    password: ['login'],
    legacy: ['login'],
    'internal-phish': ['login'],
    unknown: ['login'],
  };

function incidentTraces(incident: Incident): readonly TraceClaim[] {
  const inScope = new Set(incident.scope.events);
  return [
    ...incident.findings.map(({ id, stage, events }) => ({ id, stage, events })),
    ...incident.victims.flatMap(({ entry }) =>
      entry === null
        ? []
        : entryStages[entry.how].map((stage) => ({
            id: `entry ${entry.user} ${stage}`,
            stage,
            events: entry.events.filter((id) => inScope.has(id)),
          })),
    ),
  ];
}

const isAccused = ({ verdict }: JudgedSession): boolean =>
  verdict === 'attacker' || verdict === 'suspicious' || verdict === 'mixed';

/** All names of an event: a record that one export has without an id goes by its match key. */
async function namesOf(
  store: Store,
  ids: readonly string[],
): Promise<(eventId: string) => readonly string[]> {
  const rows = await store.query(
    `SELECT event_id, match_key FROM events
     WHERE match_key IS NOT NULL AND event_id IN (SELECT unnest(from_json($ids, '["VARCHAR"]')))`,
    { ids: JSON.stringify([...new Set(ids)]) },
  );
  const keys = new Map(rows.map((row) => [String(row['event_id']), String(row['match_key'])]));
  return (id) => {
    const key = keys.get(id);
    return key === undefined ? [id] : [id, key];
  };
}

async function accusedEvents(store: Store, session: JudgedSession): Promise<readonly string[]> {
  const strands = session.strands
    .filter(({ verdict }) => verdict === 'attacker' || verdict === 'suspicious')
    .map(({ no }) => no);
  const rows = await store.query(
    `SELECT e.event_id, e.match_key FROM event_strands s JOIN events e ON e.rowid = s."row"
     WHERE s.strand IN (SELECT unnest(from_json($strands, '["INTEGER"]'))) ORDER BY e.event_id`,
    { strands: JSON.stringify(strands) },
  );
  return rows
    .flatMap((row) => [row['event_id'], row['match_key']])
    .filter((id) => typeof id === 'string');
}
