import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Condition } from '../rule.js';
import { mistakes, parsedRule, ruleOf, shown } from './testing.case.js';

const names = ['sel_a', 'sel_b', 'filter', '_hidden', 'x-1'];
const detections = names.map((name) => `${name}: { ${name}: 1 }`);
const short = (condition: Condition): string => shown(condition).replaceAll('=number 1', '');
const read = (condition: string): string =>
  short(parsedRule(ruleOf(...detections, `condition: ${condition}`)).condition);

describe('a condition', () => {
  it.each([
    ['sel_a', 'sel_a'],
    ['sel_a and sel_b', '(sel_a and sel_b)'],
    ['sel_a or sel_b and filter', '(sel_a or (sel_b and filter))'],
    ['sel_a and sel_b or filter', '((sel_a and sel_b) or filter)'],
    ['not sel_a and sel_b', '(not sel_a and sel_b)'],
    ['not (sel_a and sel_b)', 'not (sel_a and sel_b)'],
    ['not not sel_a', 'not not sel_a'],
    ['(sel_a or sel_b) and not filter', '((sel_a or sel_b) and not filter)'],
    ['sel_a and sel_b and filter', '(sel_a and sel_b and filter)'],
    ['((sel_a))', 'sel_a'],
    ['sel_a AND NOT sel_b Or filter', '((sel_a and not sel_b) or filter)'],
    ['x-1', 'x-1'],
    ['_hidden', '_hidden'],
    ['1 of sel_*', '(sel_a or sel_b)'],
    ['any of sel_*', '(sel_a or sel_b)'],
    ['all of sel_*', '(sel_a and sel_b)'],
    ['1 of *_a', 'sel_a'],
    ['1 of *', '(sel_a or sel_b or filter or x-1)'],
    ['1 of them', '(sel_a or sel_b or filter or x-1)'],
    ['all of them', '(sel_a and sel_b and filter and x-1)'],
    ['1 of _hid*', '_hidden'],
    ['1 of filter', 'filter'],
    ['1 of s*_*b', 'sel_b'],
    ['not 1 of sel_* and filter', '(not (sel_a or sel_b) and filter)'],
    ['[sel_a, sel_b and filter]', '(sel_a or (sel_b and filter))'],
    ['"(sel_a)"', 'sel_a'],
  ])('%s', (condition, expected) => {
    expect(read(condition)).toBe(expected);
  });

  it('may have detections that are called like words of it in another case', () => {
    const { condition } = parsedRule(
      ruleOf('Not: { f: x }', 'all: { g: y }', 'condition: Not and not all'),
    );
    expect(shown(condition)).toBe("(f='x' and not g='y')");
  });

  it('may go over several lines', () => {
    const { condition } = parsedRule(
      ruleOf('a: { f: x }', 'b: { g: y }', 'condition: |', '  a', '  and b'),
    );
    expect(shown(condition)).toBe("(f='x' and g='y')");
  });

  it.each<[string, string, string]>([
    ["''", '9:15', 'condition the condition is empty'],
    ['sel_a and', '9:23', 'condition the condition ends too early'],
    ['sel_a and sel_c', '9:24', 'unknown there is no detection "sel_c"'],
    ["'sel_a and sel_c'", '9:25', 'unknown there is no detection "sel_c"'],
    ['sel_a sel_b', '9:20', 'condition "and" or "or" is missing before "sel_b"'],
    ['and sel_a', '9:14', 'condition a detection is missing before "and"'],
    ['sel_a and or sel_b', '9:24', 'condition a detection is missing before "or"'],
    ['(sel_a', '9:20', 'condition a closing parenthesis is missing'],
    ['sel_a)', '9:19', 'condition this parenthesis closes nothing'],
    ['()', '9:15', 'condition a detection is missing before ")"'],
    ['sel_*', '9:14', 'condition "sel_*" needs "1 of" or "all of" before it'],
    ['1 of nothing*', '9:19', 'unknown there is no detection "nothing*"'],
    ['1 of', '9:18', 'condition names are missing after "1 of"'],
    ['2 of sel_*', '9:14', 'unsupported "2 of" is not part of Sigma'],
    ['none of them', '9:14', 'unsupported "none of" is not part of Sigma'],
    [
      'sel_a | count() > 5',
      '9:20',
      'unsupported aggregations in a condition (| count() …) are not part of Sigma 2',
    ],
    ['SEL_A', '9:14', 'unknown there is no detection "SEL_A"'],
  ])('%s', (condition, place, expected) => {
    expect(mistakes(ruleOf(...detections, `condition: ${condition}`))).toEqual([
      `rule.yml:${place} ${expected}`,
    ]);
  });

  it('tells each mistake of a list', () => {
    expect(mistakes(ruleOf(...detections, 'condition:', '  - nope', '  - sel_a and nix'))).toEqual([
      'rule.yml:10:7 unknown there is no detection "nope"',
      'rule.yml:11:17 unknown there is no detection "nix"',
    ]);
  });

  it('of nothing but hidden names finds nothing for them', () => {
    expect(mistakes(ruleOf('_a: { f: x }', 'condition: 1 of them'))).toEqual([
      'rule.yml:5:19 unknown there is no detection "them"',
    ]);
  });
});

/** Words of a condition with what they are worth, reckoned while they are made. */
const worth: Readonly<Record<string, boolean>> = { a: true, b: false, c: true, d: false };

interface Made {
  readonly text: string;
  readonly value: boolean;
}

const { or } = fc.letrec<{ or: Made; and: Made; not: Made; atom: Made }>((tie) => ({
  or: fc.array(tie('and'), { minLength: 1, maxLength: 3 }).map((parts) => ({
    text: parts.map(({ text }) => text).join(' or '),
    value: parts.some(({ value }) => value),
  })),
  and: fc.array(tie('not'), { minLength: 1, maxLength: 3 }).map((parts) => ({
    text: parts.map(({ text }) => text).join(' and '),
    value: parts.every(({ value }) => value),
  })),
  not: fc.oneof(
    tie('atom'),
    tie('atom').map(({ text, value }) => ({ text: `not ${text}`, value: !value })),
  ),
  atom: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('a', 'b', 'c', 'd').map((text) => ({ text, value: worth[text] ?? false })),
    tie('or').map(({ text, value }) => ({ text: `(${text})`, value })),
  ),
}));

function valueOf(condition: Condition): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.of.every(valueOf);
    case 'or':
      return condition.of.some(valueOf);
    case 'not':
      return !valueOf(condition.of);
    case 'field':
      return worth[condition.field] ?? false;
    case 'keyword':
      throw new Error('no keyword was written');
  }
}

describe('precedence', () => {
  it('is that of the specification, however deep', () => {
    const lines = Object.keys(worth).map((name) => `${name}: { ${name}: 1 }`);
    fc.assert(
      fc.property(or, ({ text, value }) => {
        const { condition } = parsedRule(ruleOf(...lines, `condition: ${JSON.stringify(text)}`));
        expect(valueOf(condition)).toBe(value);
      }),
      { numRuns: 300 },
    );
  });
});
