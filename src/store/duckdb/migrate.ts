import { KonsekiError } from '../../errors.js';
import type { Migration } from '../schema.js';
import type { Database } from './connection.js';
import { inTransaction } from './connection.js';

const latest = (steps: readonly Migration[]): number => steps.at(-1)?.to ?? 0;

async function versionOf(database: Database): Promise<number> {
  const tables = await database.all(
    `SELECT 1 FROM duckdb_tables() WHERE table_name = 'meta' AND NOT temporary`,
  );
  if (tables.length === 0) return 0;
  const [row] = await database.all(`SELECT value FROM meta WHERE key = 'schema'`);
  return Number(row?.['value'] ?? 0);
}

/** @throws KonsekiError 'case-newer' when it is of a version that is not known here. */
export async function isOlder(database: Database, steps: readonly Migration[]): Promise<boolean> {
  const version = await versionOf(database);
  if (version > latest(steps))
    throw new KonsekiError(
      `The case was made by a newer Konseki (schema ${version}; this one knows ${latest(steps)}).`,
      {
        code: 'case-newer',
        place: { file: database.file },
        hint: 'Install the newer version to open it; nothing was changed.',
      },
    );
  return version < latest(steps);
}

/** Takes the steps that the store has not taken yet, each wholly or not at all. */
export async function migrate(database: Database, steps: readonly Migration[]): Promise<void> {
  if (!(await isOlder(database, steps))) return;
  const version = await versionOf(database);
  for (const { to, statements } of steps.filter((step) => step.to > version))
    await inTransaction(database, async (own) => {
      for (const statement of statements) await own.run(statement);
      await own.run(`INSERT OR REPLACE INTO meta VALUES ('schema', $version)`, {
        version: String(to),
      });
    });
}
