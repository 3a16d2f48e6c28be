import fc from 'fast-check';
import { RE2JS } from 're2js';
import { expect, it } from 'vitest';
import { matchesPattern } from '../../src/sigma/evaluate-pattern.js';
import {
  commentLine,
  kqlRegex,
  kqlText,
  quoteRegex,
  timespan,
} from '../../src/sigma/kql/literal.js';
import { patternRegex } from '../../src/sigma/kql/test.js';
import type { PatternPart } from '../../src/sigma/rule.js';
import { hostileNames } from '../hostile.js';
import { diagnosticsOf, literalValue } from './service.js';

const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.constantFrom(...hostileNames)); // prettier-ignore

it('writes every text so that the language service reads the same text', () => {
  for (const name of hostileNames) expect(literalValue(kqlText(name))).toBe(name);
  fc.assert(fc.property(anyText, (text) => literalValue(kqlText(text)) === text));
  fc.assert(fc.property(anyText, (text) => literalValue(kqlRegex(text)) === text));
});

it('ends no literal, line or comment early', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const lines = [kqlText(text), kqlRegex(text), commentLine(text)];
      return lines.every((line) => !/[\n\r\u0085\u2028\u2029\p{Cc}\p{Cf}]/u.test(line));
    }),
  );
  const texts = hostileNames.filter(({ length }) => length < 200);
  const query = [...texts.map(commentLine), 'SigninLogs', `| where UserPrincipalName in~ (${texts.map(kqlText).join(', ')})`]; // prettier-ignore
  expect(diagnosticsOf(query.join('\n'))).toEqual([]);
});

const parts = fc.array(
  fc.oneof(
    fc.string({ minLength: 1, maxLength: 3, unit: fc.constantFrom('a', 'b', '.', '*', '(', '\\', '\n', '日', '😀', '"') }), // prettier-ignore
    fc.constant<PatternPart>({ kind: 'any' }),
    fc.constant<PatternPart>({ kind: 'one' }),
  ),
  { maxLength: 6 },
);
const words = fc.string({ maxLength: 8, unit: fc.constantFrom('a', 'b', '.', '*', '(', '\\', '\n', '日', '😀', '"') }); // prettier-ignore

it('matches wildcards as the reference does', () => {
  fc.assert(
    fc.property(parts, words, (pattern, text) => {
      const said = RE2JS.compile(literalValue(kqlRegex(patternRegex(pattern, true)))).matcher(text).find(); // prettier-ignore
      return said === matchesPattern(pattern, text);
    }),
    { numRuns: 500 },
  );
});

it('quotes texts in expressions', () => {
  fc.assert(
    fc.property(words, words, (text, around) => {
      const found = RE2JS.compile(quoteRegex(text)).matcher(around + text + around).find(); // prettier-ignore
      return found && (RE2JS.compile(quoteRegex(text)).matcher(around).find() === around.includes(text)); // prettier-ignore
    }),
  );
});

it('writes spans of time', () => {
  expect([90, 60, 3600, 7200, 86_400, 90_000].map(timespan)).toEqual(['90s', '1m', '1h', '2h', '1d', '25h']); // prettier-ignore
});
