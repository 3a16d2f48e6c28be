import type { DuckDBValue } from '@duckdb/node-api';
import { KonsekiError } from '../../errors.js';
import { migrations, schemaVersion } from '../schema.js';
import type { Cell, JournalEntry, Row, Store } from '../store.js';
import type { Database, Mode } from './connection.js';
import { openDatabase } from './connection.js';
import { readEvidence, readRejects } from './evidence.js';
import { whereOf } from './filter.js';
import { openIntake, sweep } from './intake.js';
import { timestamp } from './values.js';

/**
 * Opens the store in a file, bringing its schema up to date and removing what an interrupted add
 * left. In read mode several processes may have it open, as long as none writes.
 */
export async function openDuckdbStore(file: string, mode: Mode): Promise<Store> {
  let database = await openDatabase(file, mode);
  try {
    if (mode === 'read' && (await needsWriting(database))) {
      database.close();
      database = await openDatabase(file, 'write');
      await prepare(database);
      database.close();
      database = await openDatabase(file, 'read');
    }
    if (mode === 'write') await prepare(database);
    return storeOf(database);
  } catch (error) {
    database.close();
    throw error;
  }
}

async function versionOf(database: Database): Promise<number> {
  const tables = await database.all(
    `SELECT 1 FROM duckdb_tables() WHERE table_name = 'meta' AND NOT temporary`,
  );
  if (tables.length === 0) return 0;
  const [row] = await database.all(`SELECT value FROM meta WHERE key = 'schema'`);
  return Number(row?.['value'] ?? 0);
}

async function needsWriting(database: Database): Promise<boolean> {
  const version = await versionOf(database);
  mustNotBeNewer(version, database.file);
  if (version < schemaVersion) return true;
  const unfinished = await database.all(`SELECT 1 FROM evidence WHERE state <> 'added' LIMIT 1`);
  return unfinished.length > 0;
}

function mustNotBeNewer(version: number, file: string): void {
  if (version <= schemaVersion) return;
  throw new KonsekiError(
    `The case was made by a newer Konseki (schema ${version}; this one knows ${schemaVersion}).`,
    {
      code: 'case-newer',
      place: { file },
      hint: 'Install the newer version to open it; nothing was changed.',
    },
  );
}

async function prepare(database: Database): Promise<void> {
  const version = await versionOf(database);
  mustNotBeNewer(version, database.file);
  for (const { to, statements } of migrations.filter((step) => step.to > version)) {
    await database.run('BEGIN');
    for (const statement of statements) await database.run(statement);
    await database.run(`INSERT OR REPLACE INTO meta VALUES ('schema', $version)`, {
      version: String(to),
    });
    await database.run('COMMIT');
  }
  await sweep(database);
}

function storeOf(database: Database): Store {
  return {
    intake: (file) => openIntake(database, file),
    evidence: () => readEvidence(database),
    evidenceBySha256: async (sha256) =>
      (await readEvidence(database, 'sha256 = $sha256', { sha256 }))[0],
    rejects: (evidenceId) => readRejects(database, evidenceId),

    countEvents: async (filter) => {
      const { sql, parameters } = whereOf(filter);
      const [row] = await database.all(
        `SELECT count(*) AS n FROM event_view WHERE ${sql}`,
        parameters,
      );
      return Number(row?.['n']);
    },

    events: async function* ({ filter, columns, limit }) {
      const known = await columnsOf(database);
      for (const column of columns)
        if (!known.includes(column))
          throw new KonsekiError(`There is no column "${column}".`, {
            code: 'usage',
            hint: `Columns are: ${known.join(', ')}.`,
          });
      const { sql, parameters } = whereOf(filter);
      yield* database.stream(
        `SELECT ${columns.map((column) => `"${column}"`).join(', ')} FROM event_view WHERE ${sql}
         ORDER BY time NULLS LAST, source, evidence_id, record_no ${limit === undefined ? '' : 'LIMIT $limit'}`,
        limit === undefined ? parameters : { ...parameters, limit: BigInt(limit) },
      );
    },

    eventColumnNames: () => columnsOf(database),

    sightings: (source, eventId) =>
      database.all(
        `SELECT s.*, e.file FROM sightings s JOIN evidence e USING (evidence_id)
         WHERE s.source = $source AND s.event_id = $eventId ORDER BY s.evidence_id, s.record_no`,
        { source, eventId },
      ),

    query: (sql, parameters = {}) =>
      database.all(
        sql,
        Object.fromEntries(Object.entries(parameters).map(([k, v]) => [k, parameter(v)])),
      ),

    unknownAddresses: async () => {
      const rows = await database.all(
        `SELECT DISTINCT ip FROM events WHERE ip IS NOT NULL AND ip NOT IN (SELECT ip FROM ip_info) ORDER BY ip`,
      );
      return rows.map(({ ip }) => String(ip));
    },

    unknownAgents: async () => {
      const rows = await database.all(
        `SELECT DISTINCT user_agent FROM events WHERE user_agent IS NOT NULL
         AND user_agent NOT IN (SELECT user_agent FROM agent_info) ORDER BY user_agent`,
      );
      return rows.map((row) => String(row['user_agent']));
    },

    saveAddresses: (rows) =>
      save(database, 'ip_info', rows.map((row) => [
        row.ip, row.country, row.city, row.asn, row.asOrg, row.kind, row.origin,
      ])), // prettier-ignore

    saveAgents: (rows) =>
      save(
        database,
        'agent_info',
        rows.map((row) => [row.userAgent, row.browser, row.os, row.kind]),
      ),

    forgetAddresses: async () => {
      await database.run('DELETE FROM ip_info');
    },

    joinTokens: async () => {
      await database.run('BEGIN');
      await database.run('DELETE FROM token_sessions');
      // A token of two sessions is no evidence for either.
      await database.run(
        `INSERT INTO token_sessions SELECT token_id, min(session_id) FROM events
         WHERE token_id IS NOT NULL AND session_id IS NOT NULL
         GROUP BY token_id HAVING count(DISTINCT session_id) = 1`,
      );
      await database.run('COMMIT');
    },

    journal: async () => {
      const rows = await database.all('SELECT * FROM journal ORDER BY "at"');
      return rows.map((row) => ({
        at: typeof row['at'] === 'bigint' ? row['at'] : 0n,
        author: String(row['author']),
        kind: String(row['kind']),
        text: String(row['text']),
        detail: JSON.parse(String(row['detail'])) as unknown,
      }));
    },

    write: async (entry: JournalEntry) => {
      await database.run('INSERT INTO journal VALUES ($at, $author, $kind, $text, $detail)', {
        at: timestamp(entry.at),
        author: entry.author,
        kind: entry.kind,
        text: entry.text,
        detail: JSON.stringify(entry.detail ?? null),
      });
    },

    close: () => {
      database.close();
    },
  };
}

async function columnsOf(database: Database): Promise<readonly string[]> {
  const rows = await database.all(
    `SELECT column_name FROM duckdb_columns() WHERE table_name = 'event_view' ORDER BY column_index`,
  );
  return rows.map((row) => String(row['column_name']));
}

async function save(
  database: Database,
  table: string,
  rows: readonly (readonly (string | number | null)[])[],
): Promise<void> {
  if (rows.length === 0) return;
  const appender = await database.connection.createAppender(table);
  for (const row of rows) {
    for (const value of row) {
      if (value === null) appender.appendNull();
      else if (typeof value === 'number') appender.appendBigInt(BigInt(value));
      else appender.appendVarchar(value);
    }
    appender.endRow();
  }
  appender.closeSync();
}

/** A bigint of ours is a time. */
function parameter(value: Cell): DuckDBValue {
  return typeof value === 'bigint' ? timestamp(value) : value;
}

export type { Row };
