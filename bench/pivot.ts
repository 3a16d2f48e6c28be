/**
 * `npm run bench:pivot`: from a session, a user and an address to their events, through the store, at ten
 * million events: the median of each must stay below 100 ms. `--events N` takes another number, `--file F`
 * keeps the store (1 GB) for the next run.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { storyColumns } from '../src/scope/sessions.js';
import type { EventFilter, Store } from '../src/store/store.js';
import { openDuckdbStore } from '../src/store/duckdb/store.js';
import { makeStore } from './pivot-data.js';

const { values } = parseArgs({
  options: { events: { type: 'string', default: '10000000' }, file: { type: 'string' } },
});
const rounds = 15;
const page = 200;
const scratch = await mkdtemp(path.join(tmpdir(), 'konseki-pivot-'));
const file = values.file ?? path.join(scratch, 'store.duckdb');

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
};
const median = (list: readonly number[]): number =>
  [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? NaN;

async function ask(store: Store, filter: EventFilter, limit?: number): Promise<number> {
  let rows = 0;
  const query = { filter, columns: storyColumns, ...(limit === undefined ? {} : { limit }) };
  for await (const batch of store.events(query)) rows += batch.length;
  return rows;
}

async function measure(
  store: Store,
  name: string,
  filters: readonly EventFilter[],
  limit?: number,
): Promise<void> {
  const times: number[] = [];
  const work: number[] = [];
  let rows = 0;
  await ask(store, filters[0] ?? {}, limit);
  for (const filter of filters) {
    const before = process.cpuUsage();
    times.push(1000 * (await seconds(async () => (rows += await ask(store, filter, limit)))));
    const { user, system } = process.cpuUsage(before);
    work.push((user + system) / 1000);
  }
  // The processor's time as well: on a busy machine the clock says little.
  console.log(`  ${name.padEnd(34)} ${median(times).toFixed(0).padStart(6)} ms, ${median(work).toFixed(0).padStart(5)} ms of work   (${Math.round(rows / filters.length)} rows, worst ${Math.max(...times).toFixed(0)} ms)`); // prettier-ignore
}

try {
  if (!existsSync(file)) {
    const made = await seconds(() => makeStore(file, Number(values.events)));
    console.log(`made in ${made.toFixed(0)} s`);
  }
  const writing = await openDuckdbStore(file, 'write');
  const [held] = await writing.query('SELECT count(*) AS n FROM events');
  const due = !(await writing.strandsAreFresh());
  const wove = await seconds(() => writing.weaveStrands());
  writing.close();
  console.log(`${Number(held?.['n'])} events${due ? `, strands and index in ${wove.toFixed(1)} s` : ''}`); // prettier-ignore

  const store = await openDuckdbStore(file, 'read');
  const some = async (kind: number): Promise<readonly string[]> =>
    (
      await store.query(
        `SELECT k.value FROM pivot_keys k WHERE kind = $kind AND NOT starts_with(value, '203.0.113.') ORDER BY hash(value) LIMIT ${rounds}`,
        { kind },
      )
    ).map((row) => String(row['value']));
  const [sessions, users, ips] = [await some(1), await some(2), await some(3)];
  console.log(`median of ${rounds}, target <= 100 ms:`);
  await measure(store, 'session, all events', sessions.map((session) => ({ session: [session] }))); // prettier-ignore
  await measure(store, `user, first ${page}`, users.map((user) => ({ user: [user] })), page); // prettier-ignore
  await measure(store, `address, first ${page}`, ips.map((ip) => ({ ip: [ip] })), page); // prettier-ignore
  console.log('and without target:');
  await measure(store, 'user, all events', users.map((user) => ({ user: [user] }))); // prettier-ignore
  await measure(store, 'address, all events', ips.map((ip) => ({ ip: [ip] }))); // prettier-ignore
  await measure(store, `address of an office, first ${page}`, [1, 2, 3].map((at) => ({ ip: [`203.0.113.${at}`] })), page); // prettier-ignore
  store.close();
} finally {
  await rm(scratch, { recursive: true, force: true });
}
