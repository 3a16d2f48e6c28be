/**
 * One measurement in a process of its own, so that peak memory is its own: `tsx ingest-case.ts NAME FILE DIR`.
 * Prints one line of JSON: {name, seconds, peakMb, records, storeMb}.
 */
import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { DuckDBInstance } from '@duckdb/node-api';
import { parse } from 'csv-parse';
import { addEvidence } from '../src/ingest/add.js';
import { createCase } from '../src/ingest/case.js';

const [, , name = '', file = '', dir = ''] = process.argv;
const isCsv = file.endsWith('.csv');

/** DuckDB loads the raw file into a table with its defaults: the yardstick. */
async function raw(): Promise<number> {
  const store = path.join(dir, 'raw.duckdb');
  const instance = await DuckDBInstance.create(store);
  const connection = await instance.connect();
  const source = isCsv
    ? `read_csv('${file}', header=true, all_varchar=true)`
    : `read_csv('${file}', columns={'line': 'VARCHAR'}, delim=e'\\x01', quote='', escape='', header=false, auto_detect=false)`;
  const result = await connection.run(`CREATE TABLE raw AS SELECT * FROM ${source}`);
  const rows = result.rowsChanged;
  await connection.run('CHECKPOINT');
  connection.closeSync();
  instance.closeSync();
  return rows;
}

/** What most scripts do: csv-parse and JSON.parse, nothing stored. */
async function script(): Promise<number> {
  let records = 0;
  if (isCsv) {
    for await (const row of createReadStream(file).pipe(parse({ columns: true, bom: true }))) {
      JSON.parse((row as { AuditData: string }).AuditData);
      records++;
    }
    return records;
  }
  for await (const line of createInterface({ input: createReadStream(file) })) {
    JSON.parse(line);
    records++;
  }
  return records;
}

async function konseki(): Promise<number> {
  const opened = await createCase(path.join(dir, 'case'), { now: () => new Date() });
  const { results } = await addEvidence(opened, [file], { author: 'bench', now: () => new Date() });
  opened.close();
  const [result] = results;
  if (result?.kind !== 'added') throw new Error(`not added: ${JSON.stringify(result)}`);
  const { records, events, duplicates, rejects } = result.evidence;
  if (records !== events + duplicates + rejects) throw new Error('the counts do not add up');
  return records;
}

const cases: Readonly<Record<string, () => Promise<number>>> = { raw, script, konseki };
const started = performance.now();
const records = await cases[name]?.();
const seconds = (performance.now() - started) / 1000;
const storeMb =
  name === 'konseki' ? (await stat(path.join(dir, 'case', 'store.duckdb'))).size / 1e6 : undefined;
await rm(dir, { recursive: true, force: true });
const peakMb = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ name, seconds, peakMb, records, storeMb }));
