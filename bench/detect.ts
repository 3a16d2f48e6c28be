/**
 * `npm run bench:detect`: the shipped Sigma rules run together, routed by operation, against each on its own and
 * against each as a query that matches texts by regular expressions, as Sigma converters write them; as ratios
 * within one run; and how the time grows with ten times the events. Makes its own input under the
 * system's temporary folder. `--small` takes a tenth of it.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { addEvidence } from '../src/ingest/add.js';
import { createCase } from '../src/ingest/case.js';
import { loadPack, shippedRules } from '../src/detect/pack.js';
import { compileRules } from '../src/sigma/compile/compile-rules.js';
import { duckdb } from '../src/sigma/dialect/duckdb.js';
import type { Dialect } from '../src/sigma/dialect/dialect.js';
import { fieldMap } from '../src/sigma/fields.js';
import { logSourceParts } from '../src/sigma/log-source.js';
import type { Rule } from '../src/sigma/rule.js';
import type { Store } from '../src/store/store.js';
import { writeUal } from './ual-data.js';

const megabytes = process.argv.includes('--small') ? 200 : 2000;
const root = await mkdtemp(path.join(tmpdir(), 'konseki-bench-'));
const now = (): Date => new Date();

interface Timed {
  readonly wall: number;
  readonly cpu: number;
}

async function timed(work: () => Promise<void>): Promise<Timed> {
  const cpu = process.cpuUsage();
  const wall = performance.now();
  await work();
  const used = process.cpuUsage(cpu);
  return { wall: (performance.now() - wall) / 1000, cpu: (used.user + used.system) / 1e6 };
}

/** Texts are not folded but matched by regular expressions that ignore case. */
const regexDialect: Dialect = {
  ...duckdb,
  fold: (text) => text,
  foldAll: (list) => list,
  oneOf: (text, values) =>
    `regexp_full_match(${text}, '(?i)' || ${values.map((value) => `regexp_escape(${value})`).join(" || '|' || ")})`,
  contains: (text, part) => `regexp_matches(${text}, '(?i)' || regexp_escape(${part}))`,
  startsWith: (text, part) => `regexp_matches(${text}, '(?i)^' || regexp_escape(${part}))`,
  endsWith: (text, part) => `regexp_matches(${text}, '(?i)' || regexp_escape(${part}) || '$')`,
};

async function runRules(
  store: Store,
  rules: readonly Rule[],
  dialect: Dialect = duckdb,
): Promise<void> {
  for (const { sql, parameters } of compileRules(rules, fieldMap, logSourceParts, dialect))
    await store.query(`SELECT count(*) FROM (${sql})`, parameters);
}

async function caseOf(
  name: string,
  bytes: number,
): Promise<{ store: Store; close: () => void; events: number }> {
  const file = path.join(root, `${name}.csv`);
  await writeUal(file, 'csv', bytes);
  const opened = await createCase(path.join(root, `${name}.case`), { now });
  await addEvidence(opened, [file], { author: 'bench', now });
  await rm(file);
  return {
    store: opened.store,
    close: () => {
      opened.close();
    },
    events: await opened.store.countEvents({}),
  };
}

const row = (what: string, value: string, target = ''): void => {
  console.log(`  ${what.padEnd(52)} ${value.padStart(16)}   ${target}`);
};
const told = ({ wall, cpu }: Timed): string => `${wall.toFixed(1)} s, CPU ${cpu.toFixed(1)} s`;

try {
  const pack = await loadPack([shippedRules]);
  const rules = pack.sigma.flatMap((rule) => (rule.kind === 'rule' ? [rule] : []));
  const small = await caseOf('small', (megabytes / 10) * 1e6);
  const large = await caseOf('large', megabytes * 1e6);
  await runRules(small.store, rules);
  const tenth = await timed(() => runRules(small.store, rules));
  const together = await timed(() => runRules(large.store, rules));
  const alone = await timed(async () => {
    for (const rule of rules) await runRules(large.store, [rule]);
  });
  const byRegex = await timed(async () => {
    for (const rule of rules) await runRules(large.store, [rule], regexDialect);
  });
  small.close();
  large.close();
  console.log(`\n${rules.length} rules, ${small.events} and ${large.events} events`);
  row('all together', told(together));
  row('each on its own', told(alone));
  row('each on its own by regular expressions', told(byRegex));
  row('together / alone, CPU', `${(together.cpu / alone.cpu).toFixed(2)} x`);
  row(
    'together / alone by regular expressions, CPU',
    `${(together.cpu / byRegex.cpu).toFixed(2)} x`,
    'target <= 0.4',
  );
  row(
    'ten times the events in … times the CPU',
    `${(together.cpu / tenth.cpu).toFixed(1)} x`,
    'target <= 10',
  );
} finally {
  await rm(root, { recursive: true, force: true });
}
