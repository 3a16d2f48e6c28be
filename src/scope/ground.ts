import type { EventPlace } from '../detect/analyser.js';
import type { DirectoryAct } from '../detect/directory/act.js';
import { readActs } from '../detect/directory/read.js';
import type { Said } from '../model/finding.js';
import type { Row, Store } from '../store/store.js';
import type { Baseline } from './baseline.js';
import { grouped } from './baseline.js';
import type { EvidenceOf } from './evidence-of.js';
import { evidenceOf } from './evidence-of.js';
import { phishingSql } from './lures.js';
import { listOf, numberOf, textOf, timeOf } from './rows.js';
import { placeKey } from './scope.js';
import type { JudgedSession, JudgedStrand, Marks } from './verdict.js';

/** Everything a scope is grown from, read once for a case. */
export interface Ground {
  readonly store: Store;
  readonly evidence: EvidenceOf;
  readonly sessions: readonly JudgedSession[];
  readonly strands: ReadonlyMap<number, JudgedStrand>;
  /** The same by what they share. */
  readonly strandsOf: {
    readonly ip: ReadonlyMap<string, readonly JudgedStrand[]>;
    readonly agent: ReadonlyMap<string, readonly JudgedStrand[]>;
    readonly user: ReadonlyMap<string, readonly JudgedStrand[]>;
    readonly session: ReadonlyMap<string, readonly JudgedStrand[]>;
  };
  readonly baseline: Baseline;
  readonly marks: Marks;
  readonly acts: readonly DirectoryAct[];
  /** Places of mails that are given as samples, or that a finding calls phishing. */
  readonly phishing: ReadonlySet<string>;
  /** Findings that are one thing made, in all its records. */
  readonly bundles: readonly Bundle[];
  /** Event ids of acts' places. */
  readonly idOf: ReadonlyMap<string, string>;
}

/** A finding whose events belong together: an application's steps, a device's, in both logs. */
export interface Bundle {
  readonly finding: string;
  readonly stage: string;
  readonly trace: string;
  readonly apps: readonly string[];
  readonly sessions: readonly string[];
  readonly users: readonly string[];
  readonly first: bigint | undefined;
  readonly said: Said;
  readonly places: readonly (EventPlace & {
    readonly eventId: string;
    readonly strand: number | undefined;
  })[];
}

async function readBundles(store: Store): Promise<readonly Bundle[]> {
  const rows = await store.query(
    `SELECT f.id, r.stage, r.trace, to_json(f.apps)::VARCHAR AS apps, to_json(f.sessions)::VARCHAR AS sessions, f.first, f.said_en, f.said_ja, to_json(f.users)::VARCHAR AS users,
       e.evidence_id, e.record_no, e.event_id, s.strand
     FROM findings f JOIN finding_rules r ON r.rule = f.rule JOIN finding_events x ON x.finding = f.id
     JOIN events e ON e.evidence_id = x.evidence_id AND e.record_no = x.record_no
     LEFT JOIN event_strands s ON s."row" = e.rowid
     WHERE f.events <= 200 AND (r.stage IN ('application', 'device', 'security-info') OR r.trace IN ('device-code-sign-in', 'bec-mail'))
       AND f.severity <> 'informational'
     ORDER BY f.id, e.time NULLS LAST, e.source, e.event_id`,
  );
  return [...grouped(rows, (row) => textOf(row, 'id') ?? '')].map(([finding, list]) => {
    const [first] = list;
    return {
      finding,
      stage: first === undefined ? '' : (textOf(first, 'stage') ?? ''),
      trace: first === undefined ? '' : (textOf(first, 'trace') ?? ''),
      apps: first === undefined ? [] : listOf(first, 'apps'),
      sessions: first === undefined ? [] : listOf(first, 'sessions'),
      users: first === undefined ? [] : listOf(first, 'users'),
      first: first === undefined ? undefined : timeOf(first, 'first'),
      said: saidOf(
        first === undefined ? '' : (textOf(first, 'said_en') ?? ''),
        first === undefined ? '' : (textOf(first, 'said_ja') ?? ''),
      ),
      places: list.map((row) => ({
        evidenceId: numberOf(row, 'evidence_id'),
        recordNo: numberOf(row, 'record_no'),
        eventId: textOf(row, 'event_id') ?? '',
        strand: row['strand'] === null ? undefined : numberOf(row, 'strand'),
      })),
    };
  });
}

export async function groundOf(
  store: Store,
  sessions: readonly JudgedSession[],
  baseline: Baseline,
  marks: Marks,
): Promise<Ground> {
  // Operations of the directory are words with blanks between; those of the other services are not.
  const acts = await readActs(store, ' ');
  const ids = await store.query(
    `SELECT evidence_id, record_no, event_id FROM events WHERE source IN ('ual', 'entra_audit') AND contains(operation, ' ')`,
  );
  const phishing = await store.query(phishingSql);
  const placeOf = (row: Row): string =>
    placeKey({ evidenceId: Number(row['evidence_id']), recordNo: Number(row['record_no']) });
  const strands = sessions.flatMap((session) => session.strands);
  const by = (
    keysOf: (strand: JudgedStrand) => readonly string[],
  ): ReadonlyMap<string, readonly JudgedStrand[]> => {
    const pairs = grouped(
      strands.flatMap((strand) => keysOf(strand).map((key) => ({ key, strand }))),
      ({ key }) => key,
    );
    return new Map([...pairs].map(([key, list]) => [key, list.map(({ strand }) => strand)]));
  };
  return {
    store,
    evidence: evidenceOf(store),
    phishing: new Set(phishing.map(placeOf)),
    bundles: await readBundles(store),
    sessions,
    strands: new Map(strands.map((strand) => [strand.no, strand])),
    strandsOf: {
      ip: by(({ ips }) => ips),
      agent: by(({ userAgents }) => userAgents),
      user: by(({ user }) => (user === undefined ? [] : [user])),
      session: by(({ session }) => [session]),
    },
    baseline,
    marks,
    acts,
    idOf: new Map(ids.map((row) => [placeOf(row), String(row['event_id'])])),
  };
}

const saidOf = (en: string, ja: string): Said => ({ en, ja });
