import type { DuckDBValue } from '@duckdb/node-api';
import type { Evidence, Reject, Warning } from '../../model/evidence.js';
import type { Row } from '../store.js';
import type { Database } from './connection.js';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const timeOrNull = (value: unknown): bigint | null => (typeof value === 'bigint' ? value : null);

/** Evidence that is wholly in, in the order in which it was added. */
export async function readEvidence(
  database: Database,
  where = 'true',
  parameters: Record<string, DuckDBValue> = {},
): Promise<readonly Evidence[]> {
  const rows = await database.all(
    `SELECT * FROM evidence WHERE state = 'added' AND ${where} ORDER BY evidence_id`,
    parameters,
  );
  return rows.map(toEvidence);
}

function toEvidence(row: Row): Evidence {
  return {
    evidenceId: Number(row['evidence_id']),
    file: text(row['file']),
    onDisk: text(row['on_disk']),
    sha256: text(row['sha256']),
    archiveSha256: textOrNull(row['archive_sha256']),
    bytes: Number(row['bytes']),
    copy: textOrNull(row['copy']),
    formats: JSON.parse(text(row['formats'])) as string[],
    encoding: text(row['encoding']),
    records: Number(row['records']),
    events: Number(row['events']),
    duplicates: Number(row['duplicates']),
    rejects: Number(row['rejects']),
    damaged: Number(row['damaged']),
    first: timeOrNull(row['first']),
    last: timeOrNull(row['last']),
    warnings: JSON.parse(text(row['warnings'])) as Warning[],
    addedAt: timeOrNull(row['added_at']) ?? 0n,
    addedBy: text(row['added_by']),
  };
}

export async function readRejects(
  database: Database,
  evidenceId: number | undefined,
): Promise<readonly Reject[]> {
  const rows = await database.all(
    `SELECT * FROM rejects WHERE ($id IS NULL OR evidence_id = $id)
       AND evidence_id IN (SELECT evidence_id FROM evidence WHERE state = 'added')
     ORDER BY evidence_id, record_no`,
    { id: evidenceId ?? null },
  );
  return rows.map((row) => ({
    evidenceId: Number(row['evidence_id']),
    recordNo: Number(row['record_no']),
    line: row['line'] === null ? null : Number(row['line']),
    reason: text(row['reason']),
    text: text(row['text']),
    readable: textOrNull(row['readable']),
  }));
}
