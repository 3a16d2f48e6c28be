import type { Cell, Row, Store } from '../../store/store.js';
import type { Source } from '../../model/event.js';
import { sources } from '../../model/event.js';
import type { DirectoryAct } from './act.js';
import { mergeLogs } from './merge.js';
import { partsOf } from './parse.js';

const textCell = (value: Cell | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
const lower = (value: string | undefined): string => value?.toLowerCase() ?? '';

const sourceOf = (value: Cell | undefined): Source =>
  sources.find((source) => source === value) ?? 'entra_audit';

function actOf(row: Row): DirectoryAct | undefined {
  const { time } = row;
  if (typeof time !== 'bigint') return undefined;
  const parts = partsOf(textCell(row['raw']));
  return {
    places: [{ evidenceId: Number(row['evidence_id']), recordNo: Number(row['record_no']) }],
    sources: [sourceOf(row['source'])],
    time,
    operation: lower(textCell(row['operation'])),
    failed: row['outcome'] === 'failure',
    by: lower(
      parts.application
        ? (parts.actors[0] ?? textCell(row['user']))
        : (textCell(row['user']) ?? parts.actors[0]),
    ),
    byId: textCell(row['user_id'])?.toLowerCase(),
    byApplication: parts.application || row['user_kind'] === 'application',
    targets: parts.targets,
    changes: parts.changes,
    details: parts.details,
    reason: parts.reason,
    correlation: textCell(row['correlation_id'])?.toLowerCase(),
    session: textCell(row['session']),
    ip: textCell(row['ip']),
    agent: textCell(row['user_agent']),
    targetUser: textCell(row['target_user'])?.toLowerCase(),
  };
}

/**
 * Operations of these logs that match, as the store spells them. Naming them spares the store to look at
 * each event's.
 *
 * @param pattern RE2, searched in the lower-case operation
 */
export async function operationsLike(
  store: Store,
  pattern: string,
  of: readonly Source[],
): Promise<readonly string[]> {
  const rows = await store.query(
    `SELECT operation FROM (
       SELECT DISTINCT operation FROM events WHERE source IN (${of.map((_, at) => `$source${at}`).join(', ')}))
     WHERE regexp_matches(lower(operation), $pattern) ORDER BY 1`,
    { pattern, ...Object.fromEntries(of.map((source, at) => [`source${at}`, source])) },
  );
  return rows.flatMap(({ operation }) => textCell(operation) ?? []);
}

/**
 * The acts whose operation matches, in order of time; those that both logs tell are one.
 *
 * @param pattern RE2, searched in the lower-case operation
 */
export async function readActs(store: Store, pattern: string): Promise<readonly DirectoryAct[]> {
  const named = await operationsLike(store, pattern, ['ual', 'entra_audit']);
  if (named.length === 0) return [];
  const rows = await store.query(
    `SELECT evidence_id, record_no, source, "time", operation, outcome, "user", user_id, user_kind,
            target_user, ip, user_agent, correlation_id, session, raw
     FROM event_view
     WHERE source IN ('ual', 'entra_audit') AND "time" IS NOT NULL
       AND operation IN (${named.map((_, at) => `$operation${at}`).join(', ')})
     ORDER BY "time", source, evidence_id, record_no`,
    Object.fromEntries(named.map((name, at) => [`operation${at}`, name])),
  );
  return mergeLogs(rows.map(actOf).filter((act) => act !== undefined));
}

/** Exactly these operations, in lower case or not, as a pattern for `readActs`. */
export const exactly = (operations: readonly string[]): string =>
  `^(?:${operations.map((name) => name.toLowerCase().replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})$`;
