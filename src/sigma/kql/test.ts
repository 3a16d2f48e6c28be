import type { Pattern, Test } from '../rule.js';
import { commaText } from './words.js';
import { kqlNumber, kqlRegex, kqlText, quoteRegex } from './literal.js';

/** A test in KQL: never null, since `not` of null is null and the row would be lost. */
export type TextTest = Exclude<Test, { kind: 'null' | 'exists' | 'fieldref' }>;

const dateParts = { minute: 'minute', hour: 'hour', day: 'day', week: 'week_of_year', month: 'month', year: 'year' } as const; // prettier-ignore
const signs = { lt: '<', lte: '<=', gt: '>', gte: '>=' } as const;

/** Whether the text, a string expression, passes one of the tests. Equalities are asked together. */
export function textTests(text: string, tests: readonly TextTest[]): string {
  const plain = (cased: boolean): readonly string[] =>
    tests.flatMap((test) => {
      const literal = test.kind === 'pattern' && test.cased === cased ? plainText(test.pattern) : undefined; // prettier-ignore
      return literal === undefined || literal === '' ? [] : [literal];
    });
  const parts = tests.flatMap((test) => containedText(test) ?? []);
  // Many parts as one expression: a rule's query may have no more than 10,000 signs.
  const gathered = parts.length > 3;
  const others = tests.filter(
    (test) =>
      (test.kind !== 'pattern' || (plainText(test.pattern) ?? '') === '') &&
      !(gathered && containedText(test) !== undefined),
  );
  return either([
    ...(gathered
      ? [
          `${text} matches regex ${kqlRegex(`(?i)${[...new Set(parts)].map(quoteRegex).join('|')}`)}`,
        ]
      : []),
    ...equals(text, [...new Set(plain(false))], '=~', 'in~'),
    ...equals(text, [...new Set(plain(true))], '==', 'in'),
    ...others.map((test) => one(text, test)),
  ]);
}

const equals = (text: string, values: readonly string[], same: string, among: string): readonly string[] => {
  const [only, ...more] = values;
  if (only === undefined) return [];
  return [
    more.length === 0 ? `${text} ${same} ${kqlText(only)}` : `${text} ${among} (${commaText(values)})`, // prettier-ignore
  ];
}; // prettier-ignore

export const either = (parts: readonly string[]): string =>
  parts.length === 1 ? (parts[0] ?? '') : `(${parts.join(' or ')})`;

function one(text: string, test: TextTest): string {
  switch (test.kind) {
    case 'pattern':
      return matches(text, test.pattern, test.cased);
    case 'regex':
      return `${text} matches regex ${kqlRegex(test.flags === '' ? test.source : `(?${test.flags})${test.source}`)}`;
    case 'cidr':
      return `coalesce(${test.network.includes(':') ? 'ipv6_is_in_range' : 'ipv4_is_in_range'}(${text}, ${kqlText(test.network)}), false)`;
    case 'number':
      return `coalesce(todouble(${text}) == ${kqlNumber(test.equals)}, false)`;
    case 'compare':
      return `coalesce(todouble(${text}) ${signs[test.how]} ${kqlNumber(test.to)}, false)`;
    case 'boolean':
      return `${text} =~ "${String(test.equals)}"`;
    case 'timepart':
      return `coalesce(datetime_part("${dateParts[test.part]}", todatetime(${text})) == ${test.equals}, false)`;
  }
}

/** What a text must have in it, without regard to case. */
function containedText(test: TextTest): string | undefined {
  if (test.kind !== 'pattern' || test.cased || test.pattern.length !== 3) return undefined;
  const [first, middle, last] = test.pattern;
  return isAny(first) && typeof middle === 'string' && middle !== '' && isAny(last)
    ? middle
    : undefined;
}

const isAny = (part: Pattern[number] | undefined): boolean =>
  part !== undefined && typeof part !== 'string' && part.kind === 'any';

/** The text of a pattern without wildcards. */
const plainText = (pattern: Pattern): string | undefined =>
  pattern.every((part) => typeof part === 'string') ? pattern.join('') : undefined;

function matches(text: string, pattern: Pattern, cased: boolean): string {
  const suffix = cased ? '_cs' : '';
  if (pattern.length === 0 || plainText(pattern) === '') return `isempty(${text})`;
  const [first, middle, last] = pattern;
  if (pattern.every(isAny)) return `isnotempty(${text})`;
  if (pattern.length === 3 && isAny(first) && typeof middle === 'string' && isAny(last))
    return `${text} contains${suffix} ${kqlText(middle)}`;
  if (pattern.length === 2 && typeof first === 'string' && isAny(middle))
    return `${text} startswith${suffix} ${kqlText(first)}`;
  if (pattern.length === 2 && isAny(first) && typeof middle === 'string')
    return `${text} endswith${suffix} ${kqlText(middle)}`;
  return `${text} matches regex ${kqlRegex(patternRegex(pattern, cased))}`;
}

/** RE2 of the whole text. */
export const patternRegex = (pattern: Pattern, cased: boolean): string =>
  `${cased ? '(?s)' : '(?is)'}\\A${pattern
    .map((part) => (typeof part === 'string' ? quoteRegex(part) : part.kind === 'one' ? '.' : '.*'))
    .join('')}\\z`;
