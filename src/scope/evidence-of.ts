import type { EventPlace } from '../detect/analyser.js';
import type { Row, Store } from '../store/store.js';
import { numberOf, textOf, timeOf } from './rows.js';

/** An event as expansion needs it. */
export interface ScopeEvent extends EventPlace {
  readonly eventId: string;
  readonly source: string;
  readonly time: bigint | undefined;
  readonly operation: string;
  readonly user: string | undefined;
  readonly target: string | undefined;
  readonly object: string | undefined;
  readonly subject: string | undefined;
  readonly messageId: string | undefined;
  readonly deviceId: string | undefined;
  readonly resource: string | undefined;
  readonly ip: string | undefined;
  readonly correlation: string | undefined;
  readonly outcome: string | undefined;
  /** The strand it is in, if any. */
  readonly strand: number | undefined;
}

const columns = `e.evidence_id, e.record_no, e.event_id, e.source, e.time, lower(e.operation) AS operation, e."user", e.target_user,
  e.object, e.subject, e.message_id, e.device_id, coalesce(e.resource_id, e.resource_name) AS resource, e.ip, e.correlation_id, e.outcome`;

function eventOf(row: Row): ScopeEvent {
  return {
    evidenceId: numberOf(row, 'evidence_id'),
    recordNo: numberOf(row, 'record_no'),
    eventId: textOf(row, 'event_id') ?? '',
    source: textOf(row, 'source') ?? '',
    time: timeOf(row, 'time'),
    operation: textOf(row, 'operation') ?? '',
    user: textOf(row, 'user'),
    target: textOf(row, 'target_user'),
    object: textOf(row, 'object'),
    subject: textOf(row, 'subject'),
    messageId: textOf(row, 'message_id'),
    deviceId: textOf(row, 'device_id'),
    resource: textOf(row, 'resource'),
    ip: textOf(row, 'ip'),
    correlation: textOf(row, 'correlation_id'),
    outcome: textOf(row, 'outcome'),
    strand:
      row['strand'] === null || row['strand'] === undefined ? undefined : numberOf(row, 'strand'),
  };
}

const json = (values: readonly (string | number)[]): string => JSON.stringify(values);
const inList = (name: string, type: 'VARCHAR' | 'INTEGER'): string =>
  `(SELECT unnest(from_json($${name}, '["${type}"]')))`;
const order = 'ORDER BY e.time NULLS LAST, e.source, e.event_id';

/** Reads what leads from one member of a scope to the next. */
export interface EvidenceOf {
  /** Events of strands whose operation is one of these (lower case). */
  deeds(strands: readonly number[], operations: readonly string[]): Promise<readonly ScopeEvent[]>;
  /** All events of these strands. */
  of(strands: readonly number[]): Promise<readonly ScopeEvent[]>;
  /**
   * Applications of these strands that nobody else uses in another session, and those among `consented` that nobody
   * used before they came.
   */
  ownApps(
    strands: readonly number[],
    consented: readonly NewApp[],
  ): Promise<
    readonly {
      readonly appId: string;
      readonly name: string | undefined;
      readonly session: string;
      readonly event: string;
    }[]
  >;
  /** UTC microseconds of all events of these strands, in order. */
  times(strands: readonly number[]): Promise<readonly bigint[]>;
  /** Message trace and mail samples of these messages. */
  mail(messageIds: readonly string[]): Promise<readonly ScopeEvent[]>;
  /** Mail that came to these users in this time. */
  mailTo(users: readonly string[], since: bigint, until: bigint): Promise<readonly ScopeEvent[]>;
  /** What these applications did, as such: the events that carry the id as the client's. */
  byApps(appIds: readonly string[]): Promise<readonly ScopeEvent[]>;
  byDevices(deviceIds: readonly string[]): Promise<readonly ScopeEvent[]>;
  /** Events from these addresses that are in no strand, or in one of failures. */
  fromAddresses(ips: readonly string[]): Promise<readonly ScopeEvent[]>;
  /** Risk detections that name these addresses or correlation ids. */
  risks(ips: readonly string[], correlations: readonly string[]): Promise<readonly ScopeEvent[]>;
  /** Correlation ids of the events of these strands. */
  correlations(strands: readonly number[]): Promise<readonly string[]>;
}

/** An application that came into the tenant at that time, UTC microseconds. */
export interface NewApp {
  readonly id: string;
  readonly since: bigint;
}

export function evidenceOf(store: Store): EvidenceOf {
  const read = async (
    where: string,
    parameters: Readonly<Record<string, string | bigint>>,
  ): Promise<readonly ScopeEvent[]> =>
    (
      await store.query(
        `SELECT ${columns}, s.strand FROM events e LEFT JOIN event_strands s ON s."row" = e.rowid
         WHERE e.evidence_id IN (SELECT evidence_id FROM evidence WHERE state = 'added') AND ${where} ${order}`,
        parameters,
      )
    ).map(eventOf);
  return {
    deeds: async (strands, operations) =>
      (
        await store.query(
          `SELECT ${columns}, s.strand FROM event_strands s JOIN events e ON e.rowid = s."row"
           WHERE s.strand IN ${inList('strands', 'INTEGER')} AND lower(e.operation) IN ${inList('operations', 'VARCHAR')} ${order}`,
          { strands: json(strands), operations: json(operations) },
        )
      ).map(eventOf),
    of: async (strands) =>
      (
        await store.query(
          `SELECT ${columns}, s.strand FROM event_strands s JOIN events e ON e.rowid = s."row"
           WHERE s.strand IN ${inList('strands', 'INTEGER')} ${order}`,
          { strands: json(strands) },
        )
      ).map(eventOf),
    ownApps: async (strands, consented) =>
      (
        await store.query(
          `WITH mine AS (
             SELECT e.app_id, min(e.app_name) AS name, min(t.session) AS session, min_by(e.event_id, (e.time, e.event_id)) AS event, list(DISTINCT t."user") AS users
             FROM event_strands s JOIN events e ON e.rowid = s."row" JOIN strands t USING (strand)
             WHERE s.strand IN ${inList('strands', 'INTEGER')} AND e.app_id IS NOT NULL GROUP BY e.app_id)
           SELECT * EXCLUDE (users) FROM mine m
           WHERE EXISTS (FROM (SELECT unnest(from_json($consented, '[{"id":"VARCHAR","since":"BIGINT"}]'), recursive := true)) c
               WHERE c.id = m.app_id AND NOT EXISTS (FROM events e WHERE e.app_id = c.id AND e.outcome = 'success' AND epoch_us(e.time) < c.since - 3600000000))
             OR NOT EXISTS (FROM events e WHERE e.app_id = m.app_id AND e."user" IS NOT NULL AND contains(e."user", '@') AND NOT list_contains(m.users, e."user"))
           ORDER BY app_id`,
          {
            strands: json(strands),
            consented: JSON.stringify(
              consented.map(({ id, since }) => ({ id, since: Number(since) })),
            ),
          },
        )
      ).map((row) => ({
        appId: textOf(row, 'app_id') ?? '',
        name: textOf(row, 'name'),
        session: textOf(row, 'session') ?? '',
        event: textOf(row, 'event') ?? '',
      })),
    times: async (strands) =>
      (
        await store.query(
          `SELECT e.time FROM event_strands s JOIN events e ON e.rowid = s."row"
           WHERE s.strand IN ${inList('strands', 'INTEGER')} AND e.time IS NOT NULL ORDER BY e.time`,
          { strands: json(strands) },
        )
      ).flatMap((row) => timeOf(row, 'time') ?? []),
    mail: (messageIds) =>
      messageIds.length === 0
        ? Promise.resolve([])
        : read(
            `e.source IN ('message_trace', 'mail') AND e.message_id IN ${inList('ids', 'VARCHAR')}`,
            { ids: json(messageIds) },
          ),
    mailTo: (users, since, until) =>
      read(
        `e.source IN ('message_trace', 'mail') AND e.target_user IN ${inList('users', 'VARCHAR')}
         AND e.time BETWEEN $since AND $until`,
        { users: json(users), since, until },
      ),
    byApps: (appIds) =>
      appIds.length === 0
        ? Promise.resolve([])
        : read(`e.app_id IN ${inList('ids', 'VARCHAR')}`, { ids: json(appIds) }),
    byDevices: (deviceIds) =>
      deviceIds.length === 0
        ? Promise.resolve([])
        : read(`e.device_id IN ${inList('ids', 'VARCHAR')}`, { ids: json(deviceIds) }),
    fromAddresses: (ips) =>
      ips.length === 0
        ? Promise.resolve([])
        : read(`e.ip IN ${inList('ips', 'VARCHAR')}`, { ips: json(ips) }),
    risks: (ips, correlations) =>
      read(
        `e.source = 'risk_detection' AND (e.ip IN ${inList('ips', 'VARCHAR')} OR e.correlation_id IN ${inList('correlations', 'VARCHAR')})`,
        { ips: json(ips), correlations: json(correlations) },
      ),
    correlations: async (strands) =>
      (
        await store.query(
          `SELECT DISTINCT e.correlation_id FROM event_strands s JOIN events e ON e.rowid = s."row"
           WHERE s.strand IN ${inList('strands', 'INTEGER')} AND e.correlation_id IS NOT NULL ORDER BY 1`,
          { strands: json(strands) },
        )
      ).flatMap((row) => textOf(row, 'correlation_id') ?? []),
  };
}
