import type { Source } from '../model/event.js';
import { sources } from '../model/event.js';
import type { LinkKind } from '../model/incident.js';
import type { IncidentScope } from '../scope/scope.js';
import { placeKey } from '../scope/scope.js';
import { numberOf, textOf, timeOf } from '../scope/rows.js';
import type { Row, Store } from '../store/store.js';

/** An event of an incident's scope, as the document needs it. */
export interface IncidentEvent {
  readonly eventId: string;
  readonly source: Source;
  readonly evidenceId: number;
  readonly recordNo: number;
  /** UTC microseconds. */
  readonly time: bigint | undefined;
  readonly operation: string;
  readonly outcome: string;
  readonly user: string | undefined;
  readonly userId: string | undefined;
  readonly userKind: string | undefined;
  readonly target: string | undefined;
  readonly object: string | undefined;
  readonly ip: string | undefined;
  readonly country: string | undefined;
  readonly asn: number | undefined;
  readonly asOrg: string | undefined;
  readonly ipKind: string | undefined;
  readonly userAgent: string | undefined;
  readonly clientApp: string | undefined;
  readonly appId: string | undefined;
  readonly appName: string | undefined;
  readonly subject: string | undefined;
  readonly messageId: string | undefined;
  readonly folder: string | undefined;
  readonly resource: string | undefined;
  /** Of `event_strands`, where the event is in one. */
  readonly strand: number | undefined;
  readonly session: string | undefined;
  /** Why it is in scope, where not for its strand. */
  readonly came: LinkKind | undefined;
}

const columns = `e.event_id, e.source, e.evidence_id, e.record_no, e.time, e.operation, coalesce(e.outcome, 'unknown') AS outcome,
  e."user", e.user_id, e.user_kind, e.target_user, e.object, e.ip, coalesce(e.country, i.country) AS country,
  coalesce(e.asn, i.asn) AS asn, i.as_org, i.kind AS ip_kind, e.user_agent, e.client_app, e.app_id, e.app_name, e.subject,
  e.message_id, e.folder, coalesce(e.resource_name, e.resource_id) AS resource, x.strand, coalesce(t.session, e.session_id) AS session`;
const from = `events e LEFT JOIN event_strands x ON x."row" = e.rowid LEFT JOIN strands t ON t.strand = x.strand LEFT JOIN ip_info i ON i.ip = e.ip`;
const order = 'ORDER BY e.time NULLS LAST, e.source, e.event_id';

/** The events of a scope, in order of time. */
export async function eventsOfScope(
  store: Store,
  scope: IncidentScope,
): Promise<readonly IncidentEvent[]> {
  const came = new Map(scope.places.map((place) => [placeKey(place), place.link]));
  const rows = await store.query(
    `SELECT ${columns} FROM ${from}
     WHERE x.strand IN (SELECT unnest(from_json($strands, '["INTEGER"]')))
       OR (e.evidence_id || ':' || e.record_no) IN (SELECT unnest(from_json($places, '["VARCHAR"]'))) ${order}`,
    {
      strands: JSON.stringify(scope.strands.map(({ no }) => no)),
      places: JSON.stringify([...came.keys()]),
    },
  );
  return rows.map((row) => incidentEvent(row, came));
}

function incidentEvent(row: Row, came: ReadonlyMap<string, LinkKind>): IncidentEvent {
  const place = { evidenceId: numberOf(row, 'evidence_id'), recordNo: numberOf(row, 'record_no') };
  const number = (name: string): number | undefined =>
    row[name] === null || row[name] === undefined ? undefined : numberOf(row, name);
  return {
    ...place,
    eventId: textOf(row, 'event_id') ?? '',
    source: sources.find((name) => name === row['source']) ?? 'ual',
    time: timeOf(row, 'time'),
    operation: textOf(row, 'operation') ?? '',
    outcome: textOf(row, 'outcome') ?? 'unknown',
    user: textOf(row, 'user'),
    userId: textOf(row, 'user_id'),
    userKind: textOf(row, 'user_kind'),
    target: textOf(row, 'target_user'),
    object: textOf(row, 'object'),
    ip: textOf(row, 'ip'),
    country: textOf(row, 'country'),
    asn: number('asn'),
    asOrg: textOf(row, 'as_org'),
    ipKind: textOf(row, 'ip_kind'),
    userAgent: textOf(row, 'user_agent'),
    clientApp: textOf(row, 'client_app'),
    appId: textOf(row, 'app_id'),
    appName: textOf(row, 'app_name'),
    subject: textOf(row, 'subject'),
    messageId: textOf(row, 'message_id'),
    folder: textOf(row, 'folder'),
    resource: textOf(row, 'resource'),
    strand: number('strand'),
    session: textOf(row, 'session'),
    came: came.get(placeKey(place)),
  };
}

/** Events read at a time with their whole records. */
const batch = 2000;

/** The whole record (JSON) of each of these events, by place. */
export async function rawOf(
  store: Store,
  events: readonly IncidentEvent[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (let at = 0; at < events.length; at += batch) {
    const rows = await store.query(
      `SELECT evidence_id || ':' || record_no AS place, raw FROM events
       WHERE (evidence_id || ':' || record_no) IN (SELECT unnest(from_json($places, '["VARCHAR"]')))`,
      { places: JSON.stringify(events.slice(at, at + batch).map(placeKey)) },
    );
    for (const row of rows) found.set(textOf(row, 'place') ?? '', textOf(row, 'raw') ?? '');
  }
  return found;
}
