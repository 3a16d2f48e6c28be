import { expect, it } from 'vitest';
import { shippedRules } from '../../src/detect/pack.js';
import { referenceMatches } from '../../src/detect/reference.js';
import { addSample, readSamples, settleSamples } from '../../src/detect/samples.js';
import { openIpDatabase } from '../../src/ingest/enrich/ip-database.js';
import { assemble, loadRules } from '../../src/sigma/pack.js';
import { parseRules } from '../../src/sigma/parse/parse.js';
import { fieldColumns } from '../../src/sigma/fields.js';
import { publishedRule } from '../../src/sigma/published.js';
import type { Condition } from '../../src/sigma/rule.js';
import { openMemoryStore } from '../../src/store/duckdb/store.js';

const pack = await loadRules([shippedRules]);
const made = pack.rules.flatMap((rule) => {
  const written = pack.written.get(rule.id);
  const published = written === undefined ? undefined : publishedRule(rule, written);
  return published?.kind === 'sigma' ? [{ rule, text: published.text }] : [];
});
const parsed = made.map(({ text }) => parseRules(text, 'x.yml'));
const again = assemble(
  parsed.flatMap(({ documents }) => documents),
  new Map(parsed.flatMap(({ written }) => [...written])),
  parsed.flatMap(({ problems }) => problems),
);

const fieldsOf = (condition: Condition): readonly string[] => {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.of.flatMap(fieldsOf);
    case 'not':
      return fieldsOf(condition.of);
    case 'field':
      return [condition.field];
    case 'keyword':
      return [];
  }
};

it('reads back, in names that are not ours', () => {
  expect(again.problems).toEqual([]);
  expect(again.rules.length).toBe(made.length);
  const ours = again.rules.flatMap(({ condition, title }) =>
    fieldsOf(condition).flatMap((name) =>
      name === name.toLowerCase() && fieldColumns.has(name) ? [`${title}: ${name}`] : [],
    ),
  );
  expect(ours).toEqual([]);
  expect(made.some(({ text }) => text.includes('konseki:'))).toBe(false);
});

/** Named again, these look at fewer places: the column stands for several fields of the record. */
const narrower = new Set(['folder', 'subject', 'outcome', 'user_kind', 'client_app', 'object', 'target_user', 'user', 'risk_level']); // prettier-ignore

it('finds in the samples what the rule itself finds', async () => {
  const store = await openMemoryStore();
  try {
    for (const { rule } of made)
      for (const sample of (await readSamples(rule.place.file)).samples)
        await addSample(store, sample);
    await settleSamples(store, await openIpDatabase({}));
    const ids = new Map(again.rules.map((rule) => [rule.id, rule]));
    const exact = made.filter(({ rule }) => !fieldsOf(rule.condition).some((name) => narrower.has(name))); // prettier-ignore
    expect(exact.length).toBeGreaterThan(20);
    const keys = async (which: 'own' | 'published'): Promise<readonly string[]> => {
      const rules = exact.map(({ rule }) => (which === 'own' ? rule : (ids.get(rule.id) ?? rule)));
      return (await referenceMatches(store, rules)).map(({ rule, evidenceId, recordNo }) => `${rules[rule]?.title ?? ''} ${evidenceId}:${recordNo}`).sort(); // prettier-ignore
    };
    const own = await keys('own');
    expect(own.length).toBeGreaterThan(exact.length / 2);
    expect(await keys('published')).toEqual(own);
  } finally {
    store.close();
  }
}, 120_000);
