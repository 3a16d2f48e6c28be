import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadPack, shippedRules } from '../src/detect/pack.js';
import type { DetectRule } from '../src/detect/rule.js';
import { referenceMatches } from '../src/detect/reference.js';
import { addSample, readSamples, samplesFileOf, settleSamples } from '../src/detect/samples.js';
import type { TriedRule } from '../src/detect/try-samples.js';
import { trySamples } from '../src/detect/try-samples.js';
import { openIpDatabase } from '../src/ingest/enrich/ip-database.js';
import { compileRules } from '../src/sigma/compile/compile-rules.js';
import { fieldMap } from '../src/sigma/fields.js';
import { logSourceParts } from '../src/sigma/log-source.js';
import { nodeFiles } from '../src/sigma/pack-files.js';
import { problemText } from '../src/sigma/parse/problem.js';
import { openMemoryStore } from '../src/store/duckdb/store.js';

/**
 * Every rule of rules/: adding a file adds its tests. Each positive sample gives a finding of the rule whose
 * sentence is whole, each benign one none, on the real store; and the reference agrees with the SQL.
 */
const minutes = 60_000;
const pack = await loadPack([shippedRules]);
const folderOf = ({ place }: DetectRule): string => path.basename(path.dirname(place.file));
const folders = [...new Set(pack.rules.map(folderOf))];

test('no rule of the pack is wrong', () => {
  expect(pack.problems.map(problemText)).toEqual([]);
});

test('every rule is ours, in a file named after its stage, with an id of its own', () => {
  expect(pack.rules.filter(({ foreign }) => foreign).map(({ place }) => place.file)).toEqual([]);
  expect(new Set(pack.rules.map(({ id }) => id)).size).toBe(pack.rules.length);
  for (const { place, stage } of pack.rules)
    expect(path.basename(place.file)).toMatch(new RegExp(`^${stage}_[a-z0-9-]+\\.yml$`));
});

test('no samples lie beside no rule', async () => {
  const rules = new Set((await nodeFiles.list(shippedRules)).map(samplesFileOf));
  const { readdir } = await import('node:fs/promises');
  const files = await readdir(shippedRules, { recursive: true });
  const samples = files.filter((file) => file.endsWith('.samples.yml'));
  expect(samples.filter((file) => !rules.has(path.join(shippedRules, file)))).toEqual([]);
});

describe.each(folders)('rules/%s', (folder) => {
  const own = pack.rules.filter((rule) => folderOf(rule) === folder);
  let outcomes: ReadonlyMap<string, TriedRule>;
  beforeAll(async () => {
    const tried = await trySamples(own, pack);
    outcomes = new Map(tried.map((one) => [one.rule.id, one]));
  }, 5 * minutes);

  test.each(own.map((rule) => [path.basename(rule.place.file, '.yml'), rule] as const))(
    '%s',
    (_name, rule) => {
      const outcome = outcomes.get(rule.id);
      expect(outcome?.problems.map(problemText)).toEqual([]);
      // What is wrong is told by name: the sample, what it should be, and what was said of it.
      expect(outcome?.tried.filter(({ right }) => !right)).toEqual([]);
      const kinds = outcome?.tried.map(({ kind }) => kind) ?? [];
      expect(kinds.filter((kind) => kind === 'positive').length).toBeGreaterThanOrEqual(1);
      expect(kinds.filter((kind) => kind === 'benign').length).toBeGreaterThanOrEqual(2);
    },
  );
});

test(
  'the reference finds the same in all samples together as the SQL',
  async () => {
    const store = await openMemoryStore();
    try {
      for (const rule of pack.rules)
        for (const sample of (await readSamples(rule.place.file)).samples)
          await addSample(store, sample);
      await settleSamples(store, await openIpDatabase({}));
      const found: string[] = [];
      for (const { sql, parameters } of compileRules(pack.sigma, fieldMap, logSourceParts))
        for (const row of await store.query(sql, parameters))
          found.push(`${titleOf(Number(row['rule']))} ${String(row['evidence_id'])}:${String(row['record_no'])}`);
      const parts = new Set(pack.rules.map(({ id }) => id));
      const expected = (await referenceMatches(store, pack.sigma))
        .filter(({ rule }) => parts.has(pack.sigma[rule]?.id ?? ''))
        .map(({ rule, evidenceId, recordNo }) => `${titleOf(rule)} ${evidenceId}:${recordNo}`);
      expect(found.length).toBeGreaterThan(pack.sigma.length);
      expect(unique(found)).toEqual(unique(expected));
    } finally {
      store.close();
    }
  },
  5 * minutes,
); // prettier-ignore

const titleOf = (number: number): string => pack.sigma[number]?.title ?? '';
const unique = (list: readonly string[]): readonly string[] => [...new Set(list)].sort();
