import { parseRules } from './parse.js';
import type { Condition, Pattern, Rule, Test } from '../rule.js';
import type { Placeholders } from './value.js';

/** A rule around a detection, whose lines are given: they begin at line 4 of the file `rule.yml`. */
export const ruleOf = (...lines: readonly string[]): string =>
  [
    'title: T',
    'logsource: { product: m365 }',
    'detection:',
    ...lines.map((line) => `  ${line}`),
  ].join('\n');

/** `file:line:column code message` of each problem. */
export function mistakes(text: string, placeholders: Placeholders = {}): readonly string[] {
  return parseRules(text, 'rule.yml', { placeholders }).problems.map(
    ({ place, code, message }) => `${place.file}:${place.line}:${place.column} ${code} ${message}`,
  );
}

/** The only rule of a text that has no mistake. */
export function parsedRule(text: string, placeholders: Placeholders = {}): Rule {
  const { documents, problems } = parseRules(text, 'rule.yml', { placeholders });
  const [rule, ...more] = documents;
  if (problems.length > 0 || rule?.kind !== 'rule' || more.length > 0)
    throw new Error(`not one rule: ${JSON.stringify(problems.map(({ message }) => message))}`);
  return rule;
}

/** A condition as a person writes it: `and`, `or`, `not`, names as `field=test`. */
export function shown(condition: Condition): string {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return `(${condition.of.map(shown).join(` ${condition.kind} `)})`;
    case 'not':
      return `not ${shown(condition.of)}`;
    case 'keyword':
      return `~${shownTest(condition.test)}`;
    case 'field':
      return `${condition.field}=${shownTest(condition.test)}`;
  }
}

function shownTest(test: Test): string {
  switch (test.kind) {
    case 'pattern':
      return `${test.cased ? 'cased ' : ''}${shownPattern(test.pattern)}`;
    case 'regex':
      return `/${test.source}/${test.flags}`;
    case 'cidr':
      return `cidr ${test.network}`;
    case 'number':
      return `number ${test.equals}`;
    case 'compare':
      return `${test.how} ${test.to}`;
    case 'boolean':
      return `boolean ${test.equals}`;
    case 'null':
      return 'null';
    case 'exists':
      return `exists ${test.wanted}`;
    case 'fieldref':
      return `${test.cased ? 'cased ' : ''}${test.how} field ${test.field}`;
    case 'timepart':
      return `${test.part} ${test.equals}`;
  }
}

/** Texts in quotes, wildcards bare. */
const shownPattern = (pattern: Pattern): string =>
  pattern.length === 0
    ? "''"
    : pattern
        .map((part) => (typeof part === 'string' ? `'${part}'` : part.kind === 'any' ? '*' : '?'))
        .join('');
