import { literal } from '../../formats/convert.js';
import type { Cell } from '../row.js';
import type { Database } from './connection.js';
import { parameter } from './values.js';

let made = 0;

/** Writes the answer of a statement as a Parquet file. COPY takes no parameters, so a table stands between. */
export async function writeParquet(
  database: Database,
  file: string,
  sql: string,
  parameters: Readonly<Record<string, Cell>>,
): Promise<void> {
  made += 1;
  const table = `parquet_${made}`;
  await database.all(
    `CREATE TEMP TABLE ${table} AS ${sql}`,
    Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, parameter(value)])),
  );
  try {
    await database.run(`COPY ${table} TO ${literal(file)} (FORMAT parquet, COMPRESSION zstd)`);
  } finally {
    await database.run(`DROP TABLE ${table}`);
  }
}
