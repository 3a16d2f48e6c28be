import type { Problem } from '../sigma/parse/problem.js';
import type { Correlation, Rule } from '../sigma/rule.js';
import { KonsekiError } from '../errors.js';
import { logSourceParts } from '../sigma/log-source.js';

/** Why a rule cannot be run although it can be read; undefined where it can. */
export function compileProblem(
  rule: Rule | Correlation,
  _all: readonly Rule[],
): Problem | undefined {
  try {
    if (rule.kind === 'rule') logSourceParts(rule.logsource);
    return undefined;
  } catch (error) {
    if (!(error instanceof KonsekiError)) throw error;
    return {
      code: 'unsupported',
      rule: rule.title,
      feature: 'logsource',
      message: error.message.replace(/\.$/, ''),
      hint: error.hint,
      place: rule.place,
    };
  }
}
