import { formats } from '../../formats/registry.js';
import { columnNames } from '../../model/event.js';
import type { Database } from './connection.js';

/** Columns that the poorer record may complete; the key itself is equal. */
const completed = columnNames.filter((name) => name !== 'event_id');

/** What says nothing, and so yields to any other value. */
const empty: Partial<Record<string, string>> = { sign_in_kind: 'unknown', outcome: 'unknown' };
const said = (column: string): string =>
  empty[column] === undefined ? `"${column}"` : `nullif("${column}", '${empty[column]}')`;

/**
 * Makes one event of all records of the same event: those of the file just read and those that
 * were there. The whole and richer record wins, columns only another has are added, the places of
 * the others go to `sightings`.
 *
 * @returns how many records of this file are of an event that is counted already.
 */
export async function settleDuplicates(
  database: Database,
  evidenceId: number,
  richness: (format: string) => number,
): Promise<number> {
  const id = { id: evidenceId };
  await pairByMatchKey(database, evidenceId);
  await database.run(
    `CREATE TEMP TABLE twin_keys AS
       SELECT source, event_id FROM events WHERE evidence_id = $id GROUP BY ALL HAVING count(*) > 1
       UNION
       SELECT DISTINCT n.source, n.event_id FROM events n
       JOIN events o ON o.event_id = n.event_id AND o.source = n.source
       WHERE n.evidence_id = $id AND o.evidence_id <> $id`,
    id,
  );
  const [keys] = await database.all('SELECT count(*) AS n FROM twin_keys');
  if (keys?.['n'] === 0) {
    await database.run('DROP TABLE twin_keys');
    return 0;
  }
  // One id in records of other operations or seconds (a masked export) names several events. Where a
  // damaged record does not say, it is taken for the event that has its id.
  const rank = formats.map(({ name }) => `WHEN '${name}' THEN ${richness(name)}`).join(' ');
  await database.run(
    `CREATE TEMP TABLE twins AS
       SELECT e.rowid AS row, e.source, e.event_id, e.evidence_id, e.record_no,
         operation, second,
         row_number() OVER (PARTITION BY e.source, e.event_id, operation, second
           ORDER BY e.damaged, CASE e.format ${rank} ELSE 0 END DESC, e.evidence_id, e.record_no) AS rank
       FROM (
         SELECT e.rowid, e.source, e.event_id, e.evidence_id, e.record_no, e.damaged, e.format,
           coalesce(e.operation, min(e.operation) OVER (same, e.second), min(e.operation) OVER (same)) AS operation,
           coalesce(e.second, min(e.second) OVER (same, e.operation), min(e.second) OVER (same)) AS second
         FROM (SELECT rowid, *, date_trunc('second', time) AS second FROM events) e
         JOIN twin_keys k ON k.source = e.source AND k.event_id = e.event_id) e`.replaceAll(
      'same',
      'PARTITION BY e.source, e.event_id',
    ),
  );
  const [counted] = await database.all(
    `SELECT count(*) FILTER (evidence_id = $id) - count(*) FILTER (fresh AND rank = 1) AS duplicates
     FROM (SELECT *, bool_and(evidence_id = $id) OVER (PARTITION BY source, event_id, operation, second) AS fresh FROM twins)`,
    id,
  );
  await completeWinners(database);
  await database.run(
    `INSERT INTO sightings SELECT source, event_id, evidence_id, record_no FROM twins WHERE rank > 1`,
  );
  await database.run('DELETE FROM events WHERE rowid IN (SELECT row FROM twins WHERE rank > 1)');
  await database.run('DROP TABLE twins; DROP TABLE twin_keys');
  return Number(counted?.['duplicates']);
}

/** Fills each winner's empty columns with the best that the others have. */
async function completeWinners(database: Database): Promise<void> {
  const best = completed.map(
    (name) =>
      `arg_min(e."${name}", t.rank) FILTER (${said(name).replace('"', 'e."')} IS NOT NULL) AS "${name}"`,
  );
  const key = 't.source, t.event_id, t.operation, t.second';
  // Most twins are copies, which have nothing to add: only where the columns differ is there work.
  await database.run(
    `CREATE TEMP TABLE unlike AS
       SELECT ${key} FROM twins t JOIN events e ON e.rowid = t.row
       GROUP BY ${key} HAVING count(DISTINCT hash(${completed.map((name) => `e."${name}"`).join(', ')})) > 1`,
  );
  await database.run(
    `CREATE TEMP TABLE best AS
       SELECT arg_min(t.row, t.rank) AS row, ${best.join(', ')}
       FROM twins t JOIN unlike u ON t.source = u.source AND t.event_id = u.event_id
         AND t.operation IS NOT DISTINCT FROM u.operation AND t.second IS NOT DISTINCT FROM u.second
       JOIN events e ON e.rowid = t.row GROUP BY ${key}`,
  );
  const better = completed
    .map((name) => `(${said(name).replace('"', 'e."')} IS NULL AND b."${name}" IS NOT NULL)`)
    .join(' OR ');
  await database.run(
    `UPDATE events AS e SET ${completed.map((name) => `"${name}" = coalesce(${said(name).replace('"', 'e."')}, b."${name}", e."${name}")`).join(', ')}
     FROM best b WHERE e.rowid = b.row AND (${better})`,
  );
  await database.run('DROP TABLE best; DROP TABLE unlike');
}

/**
 * Gives a record without an id the id of its counterpart in a format that has one, so that both
 * are one event from here on. Several with one match key are paired in order of time, each with one
 * only; who is paired with whom is kept, so that the same record is the same event ever after.
 */
async function pairByMatchKey(database: Database, evidenceId: number): Promise<void> {
  const keyed = await database.all(
    'SELECT 1 FROM events WHERE evidence_id = $id AND match_key IS NOT NULL LIMIT 1',
    { id: evidenceId },
  );
  if (keyed.length === 0) return;
  await database.run(
    `UPDATE events AS e SET event_id = p.named FROM pairs p
     WHERE e.evidence_id = $id AND e.match_key IS NOT NULL AND e.source = p.source AND e.event_id = p.nameless`,
    { id: evidenceId },
  );
  await database.run(
    `CREATE TEMP TABLE new_pairs AS
       WITH keys AS (SELECT DISTINCT source, match_key FROM events WHERE evidence_id = $id AND match_key IS NOT NULL),
       ids AS (
         SELECT e.source, e.match_key, e.event_id, starts_with(e.event_id, 'h-') AS nameless, min(e.time) AS time
         FROM events e JOIN keys k ON k.source = e.source AND k.match_key = e.match_key
         WHERE NOT EXISTS (FROM pairs p WHERE p.source = e.source AND p.named = e.event_id)
         GROUP BY ALL),
       ranked AS (
         SELECT *, row_number() OVER (PARTITION BY source, match_key, nameless ORDER BY time, event_id) AS nth FROM ids)
       SELECT n.source, n.event_id AS nameless, i.event_id AS named
       FROM ranked n JOIN ranked i USING (source, match_key, nth) WHERE n.nameless AND NOT i.nameless`,
    { id: evidenceId },
  );
  for (const table of ['events', 'sightings'])
    await database.run(
      `UPDATE ${table} AS t SET event_id = p.named FROM new_pairs p
       WHERE t.source = p.source AND t.event_id = p.nameless`,
    );
  await database.run('INSERT INTO pairs SELECT source, nameless, named FROM new_pairs');
  await database.run('DROP TABLE new_pairs');
}
