import type { Database } from './connection.js';
import { inTransaction } from './connection.js';

/** Removes what was being read when a process ended: nothing is ever half added. */
export async function sweep(database: Database): Promise<number> {
  const unfinished = await database.all(`SELECT evidence_id FROM evidence WHERE state <> 'added'`);
  if (unfinished.length === 0) return 0;
  const ids = unfinished.map((row) => Number(row['evidence_id'])).join(', ');
  await inTransaction(database, async (own) => {
    for (const table of ['events', 'rejects', 'evidence'])
      await own.run(`DELETE FROM ${table} WHERE evidence_id IN (${ids})`);
  });
  return unfinished.length;
}
