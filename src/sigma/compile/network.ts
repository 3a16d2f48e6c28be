import { KonsekiError } from '../../errors.js';
import type { Correlation, Rule } from '../rule.js';
import type { CorrelationPlan, Member } from './correlation.js';

/** Correlations that share rules, directly or by other correlations, with those rules. */
export interface Network {
  /** Indices of the rules. */
  readonly rules: readonly number[];
  /** Each after those it is made of. */
  readonly correlations: readonly CorrelationPlan[];
  /** Indices of those that give rows. */
  readonly told: readonly number[];
}

/** @throws KonsekiError where a correlation names a rule that the list has not, or itself. */
export function networksOf(rules: readonly (Rule | Correlation)[]): readonly Network[] {
  const membersOf = new Map<number, readonly Member[]>();
  rules.forEach((rule, index) => {
    if (rule.kind === 'correlation') membersOf.set(index, members(rule, rules));
  });
  const hidden = hiddenIn(rules, membersOf);
  const order = inOrder(membersOf, rules);
  const inner = new Set([...membersOf.values()].flat().map(({ index }) => index));

  // Whoever shares a member ends under one root.
  const root = new Map<number, number>();
  const rootOf = (index: number): number => {
    const up = root.get(index) ?? index;
    return up === index ? index : rootOf(up);
  };
  for (const [index, own] of membersOf)
    for (const member of own) root.set(rootOf(member.index), rootOf(index));

  const all = [...new Set([...order, ...[...membersOf.values()].flat().map(({ index }) => index)])];
  return [...new Set(order.map(rootOf))].map((top) => {
    const inside = all.filter((index) => rootOf(index) === top);
    return {
      rules: inside.filter((index) => !membersOf.has(index)),
      correlations: inside.flatMap((index) => {
        const correlation = rules[index];
        return correlation?.kind === 'correlation'
          ? { correlation, index, members: membersOf.get(index) ?? [], inner: inner.has(index) }
          : [];
      }),
      told: inside.filter((index) => !hidden.has(index)),
    };
  });
}

/** Rules and correlations that are only parts of correlations which do not want them told. */
function hiddenIn(
  rules: readonly (Rule | Correlation)[],
  membersOf: ReadonlyMap<number, readonly Member[]>,
): ReadonlySet<number> {
  const told = new Set<number>();
  const parts = new Set<number>();
  for (const [index, own] of membersOf) {
    const correlation = rules[index];
    for (const member of own) {
      parts.add(member.index);
      if (correlation?.kind === 'correlation' && correlation.generate) told.add(member.index);
    }
  }
  return new Set([...parts].filter((index) => !told.has(index)));
}

function members(
  correlation: Correlation,
  rules: readonly (Rule | Correlation)[],
): readonly Member[] {
  return [...new Set(correlation.rules)].map((name) => {
    const byId = rules.findIndex(({ id }) => id === name);
    const index = byId >= 0 ? byId : rules.findIndex((rule) => rule.name === name);
    const rule = rules[index];
    if (rule === undefined) throw wrong(correlation, `names a rule that is not there: ${name}`);
    return { name, kind: rule.kind, index };
  });
}

/** Indices of the correlations, each after those it is made of. */
function inOrder(
  membersOf: ReadonlyMap<number, readonly Member[]>,
  rules: readonly (Rule | Correlation)[],
): readonly number[] {
  const done = new Set<number>();
  const visit = (index: number, above: readonly number[]): void => {
    const own = membersOf.get(index);
    if (own === undefined || done.has(index)) return;
    const rule = rules[index];
    if (above.includes(index) && rule !== undefined) throw wrong(rule, 'is made of itself');
    for (const member of own) visit(member.index, [...above, index]);
    done.add(index);
  };
  for (const index of membersOf.keys()) visit(index, []);
  return [...done];
}

function wrong(rule: Rule | Correlation, what: string): KonsekiError {
  return new KonsekiError(`The correlation "${rule.title}" ${what}.`, {
    code: 'usage',
    place: { file: rule.place.file, line: rule.place.line },
    hint: 'Correlations name other rules by id or name.',
  });
}
