import { KonsekiError } from '../errors.js';
import { canFire } from './can-fire.js';
import type { Pack } from './pack.js';
import { byPlace, type Problem } from './parse/problem.js';
import type { Correlation, Rule } from './rule.js';

/** A rule that is well written and finds nothing all the same. */
export interface CannotFire {
  readonly id: string;
  readonly title: string;
  readonly file: string;
  readonly line: number;
  /** A sentence without its final stop. */
  readonly reason: string;
}

/** What `rules check` tells of a pack. */
export interface RuleCheck {
  /** Rules, correlations and analysers' rules, those with mistakes too. */
  readonly rules: number;
  /** Those that were made into a query, or name an analyser; they may still be unable to fire. */
  readonly compiled: number;
  readonly cannotFire: readonly CannotFire[];
  readonly errors: readonly Problem[];
}

/**
 * Judges every rule of a pack.
 *
 * @param compile - makes a query of a rule, or throws KonsekiError where it cannot.
 */
export function checkRules(
  pack: Pick<Pack, 'rules' | 'correlations' | 'analysers' | 'problems'>,
  compile: (rule: Rule) => void,
): RuleCheck {
  const errors = [...pack.problems];
  const cannotFire: CannotFire[] = [];
  const dead = new Set<string>();
  let compiled = pack.analysers.length;

  const cannot = ({ id, title, place }: Rule | Correlation, reason: string): void => {
    dead.add(id);
    cannotFire.push({ id, title, file: place.file, line: place.line, reason });
  };
  for (const rule of pack.rules)
    try {
      compile(rule);
      compiled++;
      const verdict = canFire(rule);
      if (verdict.kind === 'cannot') cannot(rule, verdict.reason);
    } catch (error) {
      errors.push(problemOf(rule, error));
    }
  // Each stands after those it is made of.
  for (const correlation of pack.correlations) {
    compiled++;
    const parts = correlation.rules.filter((id) => dead.has(id));
    const needsAll =
      correlation.type === 'temporal_ordered' ||
      (correlation.type === 'temporal' && correlation.bounds.length === 0);
    if (needsAll ? parts.length > 0 : parts.length === correlation.rules.length)
      cannot(correlation, `it is made of rules that cannot fire (${parts.join(', ')})`);
  }
  // A folder without any rule is a mistake, too, but no rule.
  const ofRules = pack.problems.filter(({ place }) => /\.ya?ml$/i.test(place.file));
  const unread = new Set(ofRules.map(({ place, rule }) => `${place.file}\n${rule ?? ''}`));
  return {
    rules: pack.rules.length + pack.correlations.length + pack.analysers.length + unread.size,
    compiled,
    cannotFire,
    errors: errors.sort(byPlace),
  };
}

/** @throws what is no KonsekiError: a mistake of ours, not of the rule. */
function problemOf(rule: Rule, error: unknown): Problem {
  if (!(error instanceof KonsekiError)) throw error;
  return {
    code: 'unsupported',
    rule: rule.title,
    feature: error.code === 'not-recognised' ? 'logsource' : 'detection',
    message: error.message.replace(/\.$/, ''),
    hint: error.hint,
    place: rule.place,
  };
}
