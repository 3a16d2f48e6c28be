import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addRecords } from '../../test/support/store-records.js';
import { openDuckdbStore } from '../store/duckdb/store.js';
import type { NewEvent, Row, Store } from '../store/store.js';
import { compileRules } from './compile/compile-rules.js';
import type { Generated } from './compile/testing.case.js';
import {
  correlations,
  described,
  events,
  partsOf,
  plainRules,
  sources,
} from './compile/testing.case.js';
import type { Occurrence } from './correlate.js';
import { correlate, occurrenceOf } from './correlate.js';
import { evaluate } from './evaluate.js';
import type { FieldMap, LogSourcePart } from './field.js';
import type { Correlation, Rule } from './rule.js';
import type { RuleEvent } from './values.js';
import { cellText, fold } from './values.js';

let folder: string;
let store: Store;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'konseki-compile-'));
  store = await openDuckdbStore(path.join(folder, 'store.duckdb'), 'write');
  await store.saveAddresses([
    { ip: '10.0.0.1', country: 'JP', city: null, asn: 1, asOrg: 'K', kind: 'hosting', origin: 'x' },
  ]);
  await store.saveAgents([{ userAgent: 'a', browser: 'k', os: null, kind: 'tool' }]);
});
afterAll(async () => {
  store.close();
  await rm(folder, { recursive: true, force: true });
});

/** Puts these events in the place of the last run's: to open a store anew takes longer than all the rest. */
async function fill(records: readonly NewEvent[]): Promise<void> {
  for (const table of ['events', 'evidence', 'sightings', 'journal'])
    await store.query(`DELETE FROM ${table}`);
  await addRecords(store, 'evidence', records);
  await store.joinTokens();
}

/** The events as `evaluate` sees them, by record number. */
async function eventsOf(): Promise<readonly RuleEvent[]> {
  const rows = await store.query('SELECT * FROM event_view ORDER BY record_no');
  return rows.map((columns) => ({
    source: columns['source'] as RuleEvent['source'],
    columns,
    raw: columns['raw'] as string | null,
  }));
}

const numberOf = ({ columns }: RuleEvent): number => Number(columns['record_no']);

/** `rule: records` of each rule's events and of each correlation's matches, in order. */
function reference({ rules, fields }: Generated, all: readonly RuleEvent[]): readonly string[] {
  const found = new Map<string, readonly Occurrence[]>();
  const parts = new Map<string, boolean>();
  const lines: string[] = [];
  for (const rule of rules) {
    if (rule.kind === 'correlation') {
      const matches = correlate(rule, found, fields);
      found.set(rule.id, matches);
      for (const id of rule.rules) parts.set(id, (parts.get(id) ?? false) || rule.generate);
      for (const { events } of matches) lines.push(line(rule.id, events.map(numberOf)));
      continue;
    }
    const hits = all.filter((event) => isMeant(rule, event) && evaluate(rule, event, fields));
    found.set(
      rule.id,
      hits.flatMap((event) => occurrenceOf(event) ?? []),
    );
    for (const event of hits) lines.push(line(rule.id, [numberOf(event)]));
  }
  return lines.filter((text) => parts.get(text.split(':')[0] ?? '') !== false).sort();
}

const isMeant = ({ logsource }: Rule, { source, columns }: RuleEvent): boolean =>
  partsOf(logsource).some((part) => part.source === source && has(part, columns));

const has = ({ only }: LogSourcePart, columns: Row): boolean =>
  only === undefined || only.values.includes(fold(cellText(columns[only.column]) ?? '\u0000'));

const line = (rule: string, records: readonly number[]): string =>
  `${rule}: ${[...records].sort((a, b) => a - b).join(' ')}`;

async function compiled(
  rules: readonly (Rule | Correlation)[],
  fields: FieldMap,
): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const { sql, parameters } of compileRules(rules, () => fields, partsOf)) {
    const matches = new Map<string, number[]>();
    for (const row of await store.query(sql, parameters)) {
      const rule = rules[Number(row['rule'])]?.id ?? '?';
      const record = Number(row['record_no']);
      if (row['match'] === null) lines.push(line(rule, [record]));
      else {
        const key = `${rule}/${String(row['match'])}`;
        matches.set(key, [...(matches.get(key) ?? []), record]);
      }
    }
    for (const [key, records] of matches) lines.push(line(key.split('/')[0] ?? '', records));
  }
  return lines.sort();
}

/** What matters of a rule, with what the fields mean that it names. */
function brief(rule: Rule | Correlation, fields: FieldMap): unknown {
  const said =
    rule.kind === 'rule'
      ? { id: rule.id, service: rule.logsource.service, condition: rule.condition }
      : { ...rule, place: undefined, tags: undefined, level: undefined, custom: undefined };
  const names = [...new Set(described(said).match(/"f\d"/g) ?? [])].map((name) =>
    name.slice(1, -1),
  );
  return {
    said,
    means: names.map((name) => [name, ...sources.map((one) => fields.resolve(name, one))]),
  };
}

let found = 0;
async function agree(generated: Generated, records: readonly NewEvent[]): Promise<void> {
  await fill(records);
  const expected = reference(generated, await eventsOf());
  found += expected.length;
  expect(await compiled(generated.rules, generated.fields)).toEqual(expected);
}

/** Runs a property with short counterexamples; `KONSEKI_RUNS` and `KONSEKI_SEED` for a longer look. */
async function holds(cases: fc.Arbitrary<Generated>, numRuns: number): Promise<void> {
  found = 0;
  const seed = process.env['KONSEKI_SEED'];
  await fc.assert(fc.asyncProperty(cases, events, agree), {
    endOnFailure: process.env.QUICK === '1',
    numRuns: Number(process.env['KONSEKI_RUNS'] ?? numRuns),
    ...(seed === undefined ? {} : { seed: Number(seed) }),
    reporter: (run) => {
      if (!run.failed) return;
      const [generated, records] = run.counterexample ?? [];
      const shown = {
        rules: generated?.rules.map((rule) => brief(rule, generated.fields)),
        raws: records?.map(({ source, event }) => [source, event.raw, event.values.operation]),
      };
      throw new Error(
        `seed ${run.seed}: ${String(run.errorInstance).slice(0, 2000)}\n${described(shown)}`,
      );
    },
  });
  // Otherwise the agreement would say nothing.
  expect(found).toBeGreaterThan(10);
}

describe('a compiled rule', () => {
  it('finds the events that evaluate finds', { timeout: 240_000 }, () => holds(plainRules, 60));
});

describe('a compiled correlation', () => {
  it('finds the matches that correlate finds', { timeout: 240_000 }, () => holds(correlations, 60));
});
