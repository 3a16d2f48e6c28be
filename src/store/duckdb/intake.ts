import type { DuckDBAppender } from '@duckdb/node-api';
import { KonsekiError } from '../../errors.js';
import { literal } from '../../formats/convert.js';
import { formatNamed } from '../../formats/registry.js';
import type { Evidence, EvidenceFile } from '../../model/evidence.js';
import type {
  DoubtfulRow,
  FastLoad,
  FastResult,
  Intake,
  IntakeFacts,
  IntakeProfile,
} from '../store.js';
import type { Database } from './connection.js';
import { appendEvent, appendReject, appendText } from './append.js';
import { storeError } from './connection.js';
import { readEvidence } from './evidence.js';
import { writeJournal } from './journal.js';
import { fastSelect, longestFastLine, rejectedLines, rejectedScans } from './reader.js';
import { settleDuplicates } from './settle.js';
import { sweep } from './sweep.js';
import { timestamp } from './values.js';

/**
 * One file on its way in, in two transactions: the first brings the rows, with the evidence marked
 * `reading`; the second numbers them, settles duplicates and marks it `added`. Whoever opens the
 * store after a kill between the two removes what is marked `reading` (see `sweep`).
 */
export async function openIntake(
  store: Database,
  file: Omit<EvidenceFile, 'sha256'>,
  closed: () => void,
): Promise<Intake> {
  await sweep(store);
  // Its own connection: whoever reads meanwhile sees what is committed.
  const database = await store.another();
  const evidenceId = await firstTransaction();

  let loaded: FastLoad | undefined;
  let settling = false;
  let rejected = 0;
  let left = false;
  let events: DuckDBAppender | undefined;
  let rejects: DuckDBAppender | undefined;

  async function firstTransaction(): Promise<number> {
    try {
      const [next] = await database.all(
        'SELECT coalesce(max(evidence_id), 0) + 1 AS id FROM evidence',
      );
      const id = Number(next?.['id']);
      await begin(id);
      return id;
    } catch (error) {
      database.close();
      throw error;
    }
  }

  async function begin(id: number): Promise<void> {
    await database.run('BEGIN');
    await database.run(
      `INSERT INTO evidence (evidence_id, state, file, on_disk, sha256, archive_sha256, bytes, copy)
       VALUES ($id, 'reading', $file, $onDisk, '', $archive, $bytes, $copy)`,
      {
        id,
        file: file.file,
        onDisk: file.onDisk,
        archive: file.archiveSha256,
        bytes: BigInt(file.bytes),
        copy: file.copy,
      },
    );
  }

  function flush(): void {
    try {
      events?.closeSync();
      rejects?.closeSync();
    } catch (error) {
      throw storeError(error, database.file);
    }
    events = undefined;
    rejects = undefined;
  }

  /** Ends the first transaction and starts the second. */
  async function settle(): Promise<void> {
    if (settling) return;
    flush();
    await database.run('COMMIT');
    settling = true;
    await database.run('BEGIN');
    if (loaded === undefined) return;
    // The order of rowids is the order of the file (measured.md).
    await database.run(
      `UPDATE events SET record_no = rowid - (SELECT min(rowid) FROM events WHERE evidence_id = $id) + 1
       WHERE evidence_id = $id`,
      { id: evidenceId },
    );
    await finishColumns(database, evidenceId, loaded);
  }

  return {
    evidenceId,

    load: async (load): Promise<FastResult> => {
      if (load.longestLine >= longestFastLine)
        return { kind: 'refused', reason: `a line has ${load.longestLine} bytes` };
      const compiled = fastSelect(load);
      if (compiled === undefined)
        return { kind: 'refused', reason: `${load.format.name} needs the reference` };
      try {
        // Literals, not parameters: with those DuckDB would plan this long statement twice.
        const rows = await database.run(
          `INSERT INTO events BY NAME
           SELECT s.*, ${literal(load.format.source)} AS source, ${literal(load.format.name)} AS format,
             ${evidenceId}::INTEGER AS evidence_id
           FROM (${compiled.sql}) s`,
        );
        const [unread] = await database.all(`SELECT count(*) AS n FROM ${rejectedLines}`);
        await database.run(`DROP TABLE ${rejectedLines}; DROP TABLE ${rejectedScans}`);
        if (unread?.['n'] !== 0) {
          await restart();
          return { kind: 'refused', reason: `${String(unread?.['n'])} lines cannot be read` };
        }
        const [doubt] = await database.all(
          'SELECT count(*) AS n FROM events WHERE evidence_id = $id AND damaged IS NULL',
          { id: evidenceId },
        );
        loaded = load;
        return { kind: 'loaded', rows, doubtful: Number(doubt?.['n']) };
      } catch (error) {
        const known = storeError(error, database.file);
        // That the evidence cannot be read is for our own reader to say.
        if (known instanceof KonsekiError && known.code !== 'unreadable') throw known;
        await restart();
        return { kind: 'refused', reason: error instanceof Error ? error.message : String(error) };
      }
    },

    unload: restart,

    peekDoubtful: async () => {
      const rows = await database.all(
        'SELECT raw, envelope FROM events WHERE evidence_id = $id AND damaged IS NULL',
        { id: evidenceId },
      );
      return rows.map((row) => ({
        raw: textOrNull(row['raw']),
        envelope: textOrNull(row['envelope']),
      }));
    },

    takeDoubtful: async (): Promise<readonly DoubtfulRow[]> => {
      await settle();
      const rows = await database.all(
        `SELECT record_no, raw, envelope FROM events
         WHERE evidence_id = $id AND damaged IS NULL ORDER BY record_no`,
        { id: evidenceId },
      );
      if (rows.length > 0)
        await database.run('DELETE FROM events WHERE evidence_id = $id AND damaged IS NULL', {
          id: evidenceId,
        });
      return rows.map((row) => ({
        recordNo: Number(row['record_no']),
        raw: textOrNull(row['raw']),
        envelope: textOrNull(row['envelope']),
      }));
    },

    append: async (batch) => {
      events ??= await database.connection.createAppender('events');
      for (const event of batch) appendEvent(events, event, evidenceId);
    },

    reject: async (batch) => {
      rejects ??= await database.connection.createAppender('rejects');
      for (const reject of batch) appendReject(rejects, reject, evidenceId);
      rejected += batch.length;
    },

    profile: async () => {
      await settle();
      flush();
      return profile(database, evidenceId, rejected);
    },

    complete: async (facts, entryOf): Promise<Evidence> => {
      await settle();
      flush();
      await complete(database, evidenceId, rejected, facts);
      const evidence = await readEvidence(database, 'evidence_id = $id', { id: evidenceId });
      const [mine] = evidence;
      if (mine === undefined) throw new Error(`evidence ${evidenceId} is not in the store`);
      if (entryOf !== undefined) await writeJournal(database, entryOf(mine));
      await database.run('COMMIT');
      leave();
      return mine;
    },

    abandon: async () => {
      if (left) return;
      // An appender that is only forgotten would write its rows when it is collected.
      for (const appender of [events, rejects])
        try {
          appender?.clear();
        } catch {
          // One that could not write has nothing to clear.
        }
      leave();
      // What was committed already is invisible, and the next intake sweeps, too.
      if (settling) await sweep(store).catch(() => undefined);
    },
  };

  function leave(): void {
    left = true;
    database.close();
    closed();
  }

  async function restart(): Promise<void> {
    await database.run('ROLLBACK');
    loaded = undefined;
    await begin(evidenceId);
  }
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** Completes the columns that SQL alone cannot make canonical, once for each distinct value. */
async function finishColumns(
  database: Database,
  evidenceId: number,
  load: FastLoad,
): Promise<void> {
  for (const { column, finish } of fastSelect(load)?.finish ?? []) {
    const values = await database.all(
      `SELECT DISTINCT "${column}" AS value FROM events WHERE evidence_id = $id AND ${finish.when(`"${column}"`)}`,
      { id: evidenceId },
    );
    const changed = values
      .map(({ value }) => String(value))
      .map((value) => ({ value, finished: finish.js(value) }))
      .filter(({ value, finished }) => value !== finished);
    if (changed.length === 0) continue;
    await database.run('CREATE TEMP TABLE finishing (value VARCHAR, finished VARCHAR)');
    const appender = await database.connection.createAppender('finishing');
    for (const { value, finished } of changed) {
      appender.appendVarchar(value);
      appendText(appender, finished);
      appender.endRow();
    }
    appender.closeSync();
    // A value that turns out to be none: the reference looks whether another path has a better one.
    await database.run(
      `UPDATE events SET "${column}" = f.finished, damaged = CASE WHEN f.finished IS NULL THEN NULL ELSE damaged END
       FROM finishing f WHERE evidence_id = $id AND "${column}" = f.value`,
      { id: evidenceId },
    );
    await database.run('DROP TABLE finishing');
  }
}

async function profile(
  database: Database,
  evidenceId: number,
  rejects: number,
): Promise<IntakeProfile> {
  const [counts] = await database.all(
    `SELECT count(*) AS n, count(DISTINCT "user") AS users, count(DISTINCT record_type) AS types,
       count(*) FILTER (format IN ('ual-search-csv', 'ual-search-json')) AS searches
     FROM events WHERE evidence_id = $id`,
    { id: evidenceId },
  );
  const results =
    counts?.['searches'] === 0
      ? []
      : await database.all(
          `SELECT count, count(*) AS n, max(index) AS highest FROM (
             SELECT try_cast(j.ResultCount AS BIGINT) AS count, try_cast(j.ResultIndex AS BIGINT) AS index FROM (
               SELECT CASE WHEN json_valid(envelope) THEN json_transform(envelope, '{"ResultCount":"VARCHAR","ResultIndex":"VARCHAR"}') END AS j
               FROM events WHERE evidence_id = $id AND format IN ('ual-search-csv', 'ual-search-json')))
           WHERE count IS NOT NULL AND index IS NOT NULL GROUP BY count ORDER BY count`,
          { id: evidenceId },
        );
  return {
    rows: Number(counts?.['n']),
    rejects,
    users: Number(counts?.['users']),
    recordTypes: Number(counts?.['types']),
    results: results.map((row) => ({
      count: Number(row['count']),
      rows: Number(row['n']),
      highest: Number(row['highest']),
    })),
  };
}

async function complete(
  database: Database,
  evidenceId: number,
  rejects: number,
  facts: IntakeFacts,
): Promise<void> {
  const id = { id: evidenceId };
  const formats = await database.all(
    `SELECT format, count(*) AS n, count(*) FILTER (damaged) AS damaged, min(time) AS first, max(time) AS last
     FROM events WHERE evidence_id = $id GROUP BY format ORDER BY n DESC, format`,
    id,
  );
  const total = (name: string): number => formats.reduce((sum, row) => sum + Number(row[name]), 0);
  const times = formats
    .flatMap(({ first, last }) => [first, last])
    .filter((time) => typeof time === 'bigint')
    .sort((a, b) => (a < b ? -1 : 1));
  const rows = total('n');
  const richness = (name: string): number => formatNamed(name)?.richness ?? 0;
  const duplicates = await settleDuplicates(database, evidenceId, richness);
  await database.run(
    `UPDATE evidence SET state = 'added', sha256 = $sha256, formats = $formats, encoding = $encoding, records = $records,
       events = $events, duplicates = $duplicates, rejects = $rejects, damaged = $damaged,
       first = $first, last = $last, warnings = $warnings, added_at = $addedAt, added_by = $addedBy
     WHERE evidence_id = $id`,
    {
      ...id,
      sha256: facts.sha256,
      formats: JSON.stringify(
        formats.length > 0 || facts.format === null
          ? formats.map(({ format }) => format)
          : [facts.format],
      ),
      encoding: facts.encoding,
      records: BigInt(rows + rejects),
      events: BigInt(rows - duplicates),
      duplicates: BigInt(duplicates),
      rejects: BigInt(rejects),
      damaged: BigInt(total('damaged')),
      first: timeOrNull(times[0]),
      last: timeOrNull(times.at(-1)),
      warnings: JSON.stringify(facts.warnings),
      addedAt: timestamp(facts.addedAt),
      addedBy: facts.addedBy,
    },
  );
}

const timeOrNull = (value: bigint | undefined): ReturnType<typeof timestamp> | null =>
  value === undefined ? null : timestamp(value);
