import { KonsekiError } from '../errors.js';
import { compileRules } from '../sigma/compile/compile-rules.js';
import { fieldMap } from '../sigma/fields.js';
import { logSourceParts } from '../sigma/log-source.js';
import type { Problem } from '../sigma/parse/problem.js';
import type { Rule } from '../sigma/rule.js';

/** Makes a query of a rule. @throws KonsekiError where that cannot be done. */
export function compileAlone(rule: Rule): void {
  compileRules([rule], fieldMap, logSourceParts);
}

/** Why a rule cannot be run although it can be read; undefined where it can. */
export function compileProblem(rule: Rule): Problem | undefined {
  try {
    logSourceParts(rule.logsource);
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
