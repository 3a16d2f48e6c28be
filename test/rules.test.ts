import path from 'node:path';
import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { shippedRules } from '../src/detect/pack.js';
import { referenceMatches } from '../src/detect/reference.js';
import { addSample, readSamples, samplesFileOf, settleSamples } from '../src/detect/samples.js';
import { openIpDatabase } from '../src/ingest/enrich/ip-database.js';
import { compileRules } from '../src/sigma/compile/compile-rules.js';
import { fieldMap } from '../src/sigma/fields.js';
import { logSourceParts } from '../src/sigma/log-source.js';
import { nodeFiles } from '../src/sigma/pack-files.js';
import { problemText } from '../src/sigma/parse/problem.js';
import { openMemoryStore } from '../src/store/duckdb/store.js';
import { minutes, pack, ruleSamples } from './support/rule-samples.js';

/** Every rule of rules/: adding a file adds its tests. The other half of the samples is in rules-more.test.ts. */

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
  const files = await readdir(shippedRules, { recursive: true });
  const samples = files.filter((file) => file.endsWith('.samples.yml'));
  expect(samples.filter((file) => !rules.has(path.join(shippedRules, file)))).toEqual([]);
});

ruleSamples(0);

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
