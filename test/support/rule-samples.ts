import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadPack, shippedRules } from '../../src/detect/pack.js';
import type { TriedRule } from '../../src/detect/try-samples.js';
import { trySamples } from '../../src/detect/try-samples.js';
import { problemText } from '../../src/sigma/parse/problem.js';

export const minutes = 60_000;
export const pack = await loadPack([shippedRules]);

/**
 * Each positive sample gives a finding of the rule whose sentence is whole, each benign one none, on the
 * real store. Every second rule, from `first`: the halves run beside each other.
 */
export function ruleSamples(first: 0 | 1): void {
  const own = pack.rules.filter((_, index) => index % 2 === first);
  describe('the samples of', () => {
    let outcomes: ReadonlyMap<string, TriedRule>;
    beforeAll(async () => {
      const tried = await trySamples(own, pack);
      outcomes = new Map(tried.map((one) => [one.rule.id, one]));
    }, 5 * minutes);

    const named = own.map((rule) => [path.relative(shippedRules, rule.place.file), rule] as const);
    test.each(named)('%s', (_name, rule) => {
      const outcome = outcomes.get(rule.id);
      expect(outcome?.problems.map(problemText)).toEqual([]);
      // What is wrong is told by name: the sample, what it should be, and what was said of it.
      expect(outcome?.tried.filter(({ right }) => !right)).toEqual([]);
      const kinds = outcome?.tried.map(({ kind }) => kind) ?? [];
      expect(kinds.filter((kind) => kind === 'positive').length).toBeGreaterThanOrEqual(1);
      expect(kinds.filter((kind) => kind === 'benign').length).toBeGreaterThanOrEqual(2);
    });
  });
}
