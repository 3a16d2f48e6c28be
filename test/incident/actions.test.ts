import { describe, expect, it } from 'vitest';
import { answeredBy, traceActions } from '../../src/incident/action-table.js';
import { recipeKindOf } from '../../src/output/respond/recipe.js';
import { recipeOf } from '../../src/output/respond/recipes.js';
import { loadForDetection } from '../../src/detect/pack.js';

describe('every kind of finding', () => {
  const own = traceActions.flatMap(({ traces }) => traces);
  const others: readonly string[] = Object.values(answeredBy).flat();

  it('of the shipped rules has a step, or a stated answer', async () => {
    const { rules } = await loadForDetection([]);
    const traces = [...new Set(rules.map(({ trace }) => trace))].sort();
    expect(traces.length).toBeGreaterThan(100);
    expect(traces.filter((trace) => !own.includes(trace) && !others.includes(trace))).toEqual([]);
  });

  it('has one of the two, not both', () => {
    expect(others.filter((trace) => own.includes(trace))).toEqual([]);
    expect(new Set(others).size).toBe(others.length);
  });

  it('with a step has the recipe of it', () => {
    for (const { step } of traceActions) {
      const kind = recipeKindOf({ id: 'a', step, order: 0, user: null, target: null, said: { en: '', ja: '' }, findings: [], events: [] });
      expect([step, kind === undefined ? undefined : recipeOf(kind)?.kind]).toEqual([step, kind]);
      expect(kind).toBeDefined();
    }
  }); // prettier-ignore
});
