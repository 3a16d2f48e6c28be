import { z } from 'zod';
import type { Severity } from '../model/finding.js';
import { severities } from '../model/finding.js';
import type { Stage } from '../model/stage.js';
import { stages } from '../model/stage.js';
import type { Source } from '../model/event.js';
import { sources } from '../model/event.js';
import type { Row, Store } from '../store/store.js';
import type { Lure } from './lures.js';
import { lureBefore, readLures } from './lures.js';
import { listOf, numberOf, textOf, timeOf } from './rows.js';

/** A finding that has events in a strand. */
export interface StrandFinding {
  readonly id: string;
  readonly trace: string;
  readonly stage: Stage;
  readonly severity: Severity;
  /** Ids of its first events in this strand. */
  readonly events: readonly string[];
}

export interface NetUse {
  readonly net: string;
  /** UTC microseconds. */
  readonly first: bigint;
  readonly last: bigint;
}

/** The part of a session on one network with one client, and what its events say (DESIGN.md §1, §4). */
export interface Strand {
  readonly no: number;
  readonly session: string;
  readonly inferred: boolean;
  readonly user: string | undefined;
  readonly network: string;
  readonly asOrg: string | undefined;
  readonly client: string;
  /** UTC microseconds. */
  readonly first: bigint | undefined;
  readonly last: bigint | undefined;
  readonly events: number;
  readonly exact: number;
  readonly token: number;
  readonly attached: number;
  readonly ips: readonly string[];
  /** The nets of its addresses (IPv4 /24, IPv6 /48), each with its first and last use, by first use. */
  readonly nets: readonly NetUse[];
  readonly ipKinds: readonly string[];
  readonly countries: readonly string[];
  readonly userAgents: readonly string[];
  readonly apps: readonly string[];
  readonly sources: readonly Source[];
  /** Days since 1970 (UTC) on which something happened in it. */
  readonly days: readonly number[];
  /** Events that are no failed or interrupted sign-in: without one, nobody was in. */
  readonly done: number;
  readonly failures: number;
  readonly deviceIds: readonly string[];
  readonly clientApps: readonly string[];
  readonly risk: 'low' | 'medium' | 'high' | undefined;
  /** A device of the organisation signed in: compliant, managed or joined. */
  readonly ownDevice: boolean;
  /** Ids of its first events, and of the first that says the risk. */
  readonly firstEvents: readonly string[];
  readonly riskEvent: string | undefined;
  /** Id of a phishing mail that came to its user within the day before it began. */
  readonly lure: string | undefined;
  readonly findings: readonly StrandFinding[];
}

const groups = (part: string): string =>
  `list_filter(string_split(${part}, ':'), lambda g: g <> '')`;
/** SQL: the eight groups of an IPv6 address, `::` written out. */
const groupsSql = (ip: string): string => {
  const [before, after] = [1, 2].map((at) => groups(`split_part(${ip}, '::', ${at})`));
  return `list_concat(${before}, list_transform(range(8 - len(${before}) - len(${after})), lambda z: '0'), ${after})`;
};

/** SQL: the net that neighbours share. */
const netSql = (ip: string): string => `CASE
  WHEN contains(${ip}, ':') THEN array_to_string(list_slice(${groupsSql(ip)}, 1, 3), ':') || '::/48'
  ELSE regexp_replace(${ip}, '\\.[0-9]+$', '.0/24') END`;

/** All strands of the case, in the order of their numbers. Weaves them first where that is due. */
export async function readStrands(store: Store): Promise<readonly Strand[]> {
  await store.weaveStrands();
  const rows = await store.query(`
    WITH facts AS (
      SELECT s.strand,
        to_json(list_sort(list(DISTINCT date_diff('day', DATE '1970-01-01', e.time::DATE)) FILTER (e.time IS NOT NULL)))::VARCHAR AS days,
        count(*) FILTER (NOT (coalesce(e.outcome, 'unknown') IN ('failure', 'interrupted')
          AND (e.source = 'entra_signin' OR e.record_type IN (9, 15)))) AS done,
        count(*) FILTER (e.outcome = 'failure') AS failures,
        to_json(list_sort(list(DISTINCT e.device_id) FILTER (e.device_id IS NOT NULL)))::VARCHAR AS device_ids,
        to_json(list_sort(list(DISTINCT e.client_app) FILTER (e.client_app IS NOT NULL)))::VARCHAR AS client_apps,
        max(CASE e.risk_level WHEN 'low' THEN 1 WHEN 'medium' THEN 2 WHEN 'high' THEN 3 END) AS risk,
        min_by(e.event_id, (CASE e.risk_level WHEN 'low' THEN 3 WHEN 'medium' THEN 2 WHEN 'high' THEN 1 END, e.time, e.event_id)) FILTER (e.risk_level IN ('low', 'medium', 'high')) AS risk_event,
        to_json(min_by(e.event_id, (e.time, e.event_id), 3))::VARCHAR AS first_events
      FROM event_strands s JOIN events e ON e.rowid = s."row" GROUP BY s.strand),
    uses AS (
      SELECT strand, to_json(list({net: net, first: epoch_us(first), last: epoch_us(last)} ORDER BY first, net))::VARCHAR AS nets FROM (
        SELECT s.strand, ${netSql('e.ip')} AS net, min(e.time) AS first, max(e.time) AS last
        FROM event_strands s JOIN events e ON e.rowid = s."row" WHERE e.ip IS NOT NULL AND e.time IS NOT NULL GROUP BY ALL)
      GROUP BY strand),
    owned AS (
      SELECT DISTINCT s.strand FROM event_strands s JOIN events e ON e.rowid = s."row"
      WHERE e.source IN ('entra_signin', 'ual') AND e.device_id IS NOT NULL
        AND regexp_matches(e.raw, '(?i)"(isCompliant|isManaged|Compliant|Managed)"\\s*:\\s*("true"|"yes"|true)|hybrid (azure ad|microsoft entra) joined|"(azure ad|microsoft entra) joined|AzureAd"|ServerAd"|"TrustType","Value":"[01]"'))
    SELECT t.strand, t.session, t.inferred, t."user", t.network, t.as_org, t.client, t.first, t.last, t.events, t.exact, t.token, t.attached,
      to_json(t.ips)::VARCHAR AS ips, to_json(t.ip_kinds)::VARCHAR AS ip_kinds, to_json(t.countries)::VARCHAR AS countries,
      to_json(t.user_agents)::VARCHAR AS user_agents, to_json(t.apps)::VARCHAR AS apps, to_json(t.sources)::VARCHAR AS sources,
      f.* EXCLUDE (strand), u.nets, o.strand IS NOT NULL AS own_device
    FROM strands t JOIN facts f USING (strand) LEFT JOIN uses u USING (strand) LEFT JOIN owned o USING (strand) ORDER BY t.strand`);
  const findings = await readStrandFindings(store);
  const lures = await readLures(store);
  return rows.map((row) => strandOf(row, findings.get(numberOf(row, 'strand')) ?? [], lures));
}

async function readStrandFindings(
  store: Store,
): Promise<ReadonlyMap<number, readonly StrandFinding[]>> {
  const rows = await store.query(`
    SELECT s.strand, f.id, r.trace, r.stage, f.severity, to_json(min_by(e.event_id, (e.time, e.event_id), 3))::VARCHAR AS events
    FROM finding_events x JOIN findings f ON f.id = x.finding JOIN finding_rules r ON r.rule = f.rule
    JOIN event_strands s ON s.evidence_id = x.evidence_id AND s.record_no = x.record_no
    JOIN events e ON e.rowid = s."row"
    GROUP BY s.strand, f.id, r.trace, r.stage, f.severity ORDER BY s.strand, f.id`);
  const found = new Map<number, StrandFinding[]>();
  for (const row of rows) {
    const strand = numberOf(row, 'strand');
    const stage = stages.find((name) => name === row['stage']);
    const severity = severities.find((name) => name === row['severity']);
    if (stage === undefined || severity === undefined) continue;
    const list = found.get(strand) ?? [];
    found.set(strand, list);
    list.push({
      id: textOf(row, 'id') ?? '',
      trace: textOf(row, 'trace') ?? '',
      stage,
      severity,
      events: listOf(row, 'events'),
    });
  }
  return found;
}

const netUses = z.array(z.strictObject({ net: z.string(), first: z.number(), last: z.number() }));
const netsOf = (text: string | undefined): readonly NetUse[] =>
  text === undefined
    ? []
    : netUses
        .parse(JSON.parse(text))
        .map(({ net, first, last }) => ({ net, first: BigInt(first), last: BigInt(last) }));

const risks = [undefined, 'low', 'medium', 'high'] as const;

function strandOf(
  row: Row,
  findings: readonly StrandFinding[],
  lures: ReadonlyMap<string, readonly Lure[]>,
): Strand {
  const first = timeOf(row, 'first');
  const user = textOf(row, 'user');
  const received = lures.get(user ?? '') ?? [];
  return {
    no: numberOf(row, 'strand'),
    session: textOf(row, 'session') ?? '',
    inferred: row['inferred'] === true,
    user,
    network: textOf(row, 'network') ?? 'unknown',
    asOrg: textOf(row, 'as_org'),
    client: textOf(row, 'client') ?? 'unknown',
    first,
    last: timeOf(row, 'last'),
    events: numberOf(row, 'events'),
    exact: numberOf(row, 'exact'),
    token: numberOf(row, 'token'),
    attached: numberOf(row, 'attached'),
    ips: listOf(row, 'ips'),
    nets: netsOf(textOf(row, 'nets')),
    ipKinds: listOf(row, 'ip_kinds'),
    countries: listOf(row, 'countries'),
    userAgents: listOf(row, 'user_agents'),
    apps: listOf(row, 'apps'),
    sources: listOf(row, 'sources').flatMap((name) => sources.filter((source) => source === name)),
    days: listOf(row, 'days').map(Number),
    done: numberOf(row, 'done'),
    failures: numberOf(row, 'failures'),
    deviceIds: listOf(row, 'device_ids'),
    clientApps: listOf(row, 'client_apps'),
    risk: risks[numberOf(row, 'risk')],
    ownDevice: row['own_device'] === true,
    firstEvents: listOf(row, 'first_events'),
    riskEvent: textOf(row, 'risk_event'),
    lure: first === undefined ? undefined : lureBefore(received, first)?.eventId,
    findings,
  };
}
