import { existsSync } from 'node:fs';
import { KonsekiError } from '../../errors.js';
import type { Migration } from '../schema.js';
import { migrations } from '../schema.js';
import type { Row, Store } from '../store.js';
import type { Database, Mode } from './connection.js';
import { inMemory, inTransaction, openDatabase } from './connection.js';
import { openDetection } from './detection.js';
import { readEvidence, readRejects } from './evidence.js';
import { eventCount, eventFacet, eventHistogram, eventPage } from './explore.js';
import {
  countFindings,
  readFindingEvents,
  readFindings,
  readStamp,
  readState,
} from './findings.js';
import { whereOf } from './filter.js';
import { openIntake } from './intake.js';
import { writeJournal } from './journal.js';
import { isOlder, migrate } from './migrate.js';
import { writeParquet } from './parquet.js';
import { eventsFrom } from './pivot.js';
import { sweep } from './sweep.js';
import { parameter } from './values.js';
import { strandsAreFresh, weaveStrands } from './weave.js';

/**
 * Opens the store in a file, bringing its schema up to date and removing what an interrupted add
 * left. In read mode several processes may have it open, as long as none writes.
 */
export async function openDuckdbStore(
  file: string,
  mode: Mode,
  steps: readonly Migration[] = migrations,
): Promise<Store> {
  // A store that was not closed has a write-ahead log, which only a writer can take in.
  if (mode === 'read' && !existsSync(`${file}.wal`)) {
    const database = await openDatabase(file, 'read');
    try {
      if (!(await needsWriting(database, steps))) return storeOf(database);
    } catch (error) {
      database.close();
      throw error;
    }
    database.close();
  }
  const database = await openDatabase(file, 'write');
  try {
    await migrate(database, steps);
    await sweep(database);
  } catch (error) {
    database.close();
    throw error;
  }
  if (mode === 'write') return storeOf(database);
  database.close();
  return storeOf(await openDatabase(file, 'read'));
}

export interface MemoryStore extends Store {
  /** Forgets everything, as if it were new. */
  reset(): Promise<void>;
}

/** A store in memory, for trying rules on samples: nothing of it is kept. */
export async function openMemoryStore(): Promise<MemoryStore> {
  const database = await openDatabase(inMemory, 'write');
  try {
    await migrate(database, migrations);
  } catch (error) {
    database.close();
    throw error;
  }
  const tables = await database.all(
    `SELECT table_name FROM duckdb_tables() WHERE table_name <> 'meta' AND NOT temporary`,
  );
  const emptying = [
    ...tables.map((row) => `DELETE FROM "${String(row['table_name'])}"`),
    `DELETE FROM meta WHERE key <> 'schema'`,
  ].join('; ');
  return {
    ...storeOf(database),
    reset: async () => {
      await database.run(emptying);
    },
  };
}

async function needsWriting(database: Database, steps: readonly Migration[]): Promise<boolean> {
  if (await isOlder(database, steps)) return true;
  const unfinished = await database.all(`SELECT 1 FROM evidence WHERE state <> 'added' LIMIT 1`);
  return unfinished.length > 0;
}

function storeOf(database: Database): Store {
  let filling = false;
  return {
    intake: async (file) => {
      if (filling) throw new Error('one file is added at a time');
      filling = true;
      try {
        return await openIntake(database, file, () => {
          filling = false;
        });
      } catch (error) {
        filling = false;
        throw error;
      }
    },
    evidence: () => readEvidence(database),
    evidenceBySha256: async (sha256) =>
      (await readEvidence(database, 'sha256 = $sha256', { sha256 }))[0],
    rejects: (evidenceId) => readRejects(database, evidenceId),

    countEvents: async (filter) => {
      await mustBePattern(database, filter.grep);
      return eventCount(database, filter);
    },

    events: async function* ({ filter, columns, limit }) {
      const known = await columnsOf(database);
      for (const column of columns)
        if (!known.includes(column))
          throw new KonsekiError(`There is no column "${column}".`, {
            code: 'usage',
            hint: `Columns are: ${known.join(', ')}.`,
          });
      await mustBePattern(database, filter.grep);
      const { sql, parameters } = whereOf(filter);
      const from = await eventsFrom(database, filter, limit);
      const all = { ...parameters, ...from.parameters };
      yield* database.stream(
        `SELECT ${columns.map((column) => `"${column}"`).join(', ')} FROM ${from.sql} WHERE ${sql}
         ORDER BY time NULLS LAST, source, evidence_id, record_no ${limit === undefined ? '' : 'LIMIT $limit'}`,
        limit === undefined ? all : { ...all, limit: BigInt(limit) },
      );
    },

    eventPage: async ({ filter, columns, limit, after }) => {
      await mustBePattern(database, filter.grep);
      return eventPage(database, filter, columns, limit, after);
    },
    eventFacet: async (filter, by, limit) => {
      await mustBePattern(database, filter.grep);
      return eventFacet(database, filter, by, limit);
    },
    eventHistogram: async (filter, bars) => {
      await mustBePattern(database, filter.grep);
      return eventHistogram(database, filter, bars);
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

    parquet: (file, sql, parameters = {}) => writeParquet(database, file, sql, parameters),

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

    weaveStrands: () => weaveStrands(database),
    strandsAreFresh: () => strandsAreFresh(database),

    joinTokens: () =>
      inTransaction(database, async (own) => {
        await own.run('DELETE FROM token_sessions');
        // A token of two sessions is no evidence for either.
        await own.run(
          `INSERT INTO token_sessions SELECT token_id, min(session_id) FROM events
           WHERE token_id IS NOT NULL AND session_id IS NOT NULL
           GROUP BY token_id HAVING count(DISTINCT session_id) = 1`,
        );
      }),

    detection: () => openDetection(database),
    findings: (query) => readFindings(database, query),
    countFindings: (filter) => countFindings(database, filter),
    findingEvents: (ids, most) => readFindingEvents(database, ids, most),
    findingsStamp: () => readStamp(database, 'findings'),
    findingsState: () => readState(database),

    journal: async () => {
      const rows = await database.all('SELECT * FROM journal ORDER BY "at", rowid');
      return rows.map((row) => ({
        at: typeof row['at'] === 'bigint' ? row['at'] : 0n,
        author: String(row['author']),
        kind: String(row['kind']),
        text: String(row['text']),
        detail: JSON.parse(String(row['detail'])) as unknown,
      }));
    },

    write: (entry) => writeJournal(database, entry),

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

/** @throws KonsekiError 'usage' for a regular expression that RE2 does not take. */
async function mustBePattern(database: Database, pattern: string | undefined): Promise<void> {
  if (pattern === undefined) return;
  try {
    await database.all(`SELECT regexp_matches('', $pattern)`, { pattern });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.replace(/^[A-Z][\w ]*Error: /, '') : '';
    throw new KonsekiError(`"${pattern}" is no regular expression that can be searched: ${why}.`, {
      code: 'usage',
      hint: 'Put a backslash before each of . * + ? ( ) [ ] { } ^ $ | \\ to search for the sign itself; look-around is not known.',
      cause,
    });
  }
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

export type { Row };
