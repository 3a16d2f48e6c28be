/**
 * `npm run bench:ingest`: how fast evidence comes in, as ratios within one run (the machine's own speed
 * cancels out). Makes its own input under the system's temporary folder: about 2 GB, removed at the end.
 * `--small` runs the same on a tenth of it.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { writeUal } from './ual-data.js';

interface Measured {
  readonly seconds: number;
  readonly peakMb: number;
  readonly records: number;
  readonly storeMb?: number;
}

const scale = process.argv.includes('--small') ? 0.1 : 1;
const rounds = 3;
const run = promisify(execFile);
const root = await mkdtemp(path.join(tmpdir(), 'konseki-bench-'));

async function measure(name: string, file: string): Promise<Measured> {
  const dir = path.join(root, 'work');
  await rm(dir, { recursive: true, force: true });
  await mkdir(dir);
  const script = path.join(import.meta.dirname, 'ingest-case.ts');
  const { stdout } = await run(process.execPath, ['--import', 'tsx', script, name, file, dir]);
  return JSON.parse(stdout) as Measured;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

async function compare(label: string, file: string, bytes: number, small: string): Promise<void> {
  const times: Record<'raw' | 'konseki', number[]> = { raw: [], konseki: [] };
  let last: Measured | undefined;
  let peak = 0;
  // Turn about, so that a slow minute of the machine hits both.
  for (let round = 0; round < rounds; round++) {
    times.raw.push((await measure('raw', file)).seconds);
    last = await measure('konseki', file);
    times.konseki.push(last.seconds);
    peak = Math.max(peak, last.peakMb);
  }
  const script = (await measure('script', file)).seconds;
  const tenth = (await measure('konseki', small)).seconds;
  const ours = median(times.konseki);
  const raw = median(times.raw);
  const row = (what: string, value: string, target: string): void => {
    console.log(`  ${what.padEnd(52)} ${value.padStart(12)}   ${target}`);
  };
  console.log(
    `\n${label}: ${(bytes / 1e6).toFixed(0)} MB, ${last?.records} records, ${rounds} rounds`,
  );
  row('DuckDB loads the raw file, median', `${raw.toFixed(1)} s`, '');
  row('Konseki adds it, median', `${ours.toFixed(1)} s`, '');
  row('speed against DuckDB raw', `${(raw / ours).toFixed(2)} x`, 'target >= 0.6');
  // Only in a CSV is every record a text inside a text, which a script has to parse twice.
  const isCsv = file.endsWith('.csv');
  row(
    `speed against ${isCsv ? 'csv-parse and ' : ''}JSON.parse, nothing stored`,
    `${(script / ours).toFixed(2)} x`,
    isCsv ? 'target >= 3' : '',
  );
  row('peak memory', `${peak.toFixed(0)} MB`, 'target <= 1300');
  row('ten times the data in … times the time', `${(ours / tenth).toFixed(1)} x`, 'target <= 10');
  const store = (last?.storeMb ?? NaN) / (bytes / 1e6);
  row('store / input', store.toFixed(3), isCsv ? 'target <= 0.15' : '');
}

try {
  for (const [label, kind, size] of [
    ['CSV (Search-UnifiedAuditLog)', 'csv', 1e9],
    ['JSON Lines (bare records)', 'jsonl', 0.8e9],
  ] as const) {
    const file = path.join(root, `ual.${kind}`);
    const small = path.join(root, `tenth.${kind}`);
    const { bytes } = await writeUal(file, kind, size * scale);
    await writeUal(small, kind, (size * scale) / 10);
    await compare(label, file, bytes, small);
    await rm(file);
    await rm(small);
  }
} finally {
  await rm(root, { recursive: true, force: true });
}
