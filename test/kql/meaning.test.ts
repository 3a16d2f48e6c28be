import fc from 'fast-check';
import { expect, it } from 'vitest';
import { evaluate } from '../../src/sigma/evaluate.js';
import { fieldMap } from '../../src/sigma/fields.js';
import { ruleQueries } from '../../src/sigma/kql/query.js';
import { parsedRule } from '../../src/sigma/parse/testing.case.js';
import type { Condition, Pattern, Test } from '../../src/sigma/rule.js';
import { holds } from './holds.js';
import { diagnosticsOf } from './service.js';

const place = { file: 'a.yml', line: 1, column: 1 };
const signs = fc.constantFrom('a', 'A', 'b', '"', '\\', '.', '*', ' ', '1');
const text = fc.string({ unit: signs, minLength: 1, maxLength: 3 });
const pattern: fc.Arbitrary<Pattern> = fc.array(
  fc.oneof(text, fc.constant({ kind: 'any' } as const), fc.constant({ kind: 'one' } as const)),
  { minLength: 0, maxLength: 4 },
);
const test: fc.Arbitrary<Test> = fc.oneof(
  fc.record({ kind: fc.constant('pattern' as const), pattern, cased: fc.boolean() }),
  fc.record({ kind: fc.constant('pattern' as const), pattern: text.map((one): Pattern => [{ kind: 'any' }, one, { kind: 'any' }]), cased: fc.boolean() }), // prettier-ignore
  fc.record({ kind: fc.constant('regex' as const), source: fc.constantFrom('a+', '^a', '\\.', 'b$', '"'), flags: fc.constantFrom('', 'i') }), // prettier-ignore
  fc.record({ kind: fc.constant('compare' as const), how: fc.constantFrom('lt' as const, 'lte' as const, 'gt' as const, 'gte' as const), to: fc.integer({ min: 0, max: 12 }) }), // prettier-ignore
  fc.record({ kind: fc.constant('number' as const), equals: fc.integer({ min: 0, max: 12 }) }),
  fc.constant({ kind: 'null' as const }),
  fc.record({ kind: fc.constant('exists' as const), wanted: fc.boolean() }),
  fc.record({ kind: fc.constant('fieldref' as const), field: fc.constant('AppDisplayName'), how: fc.constantFrom('equals' as const, 'contains' as const, 'startswith' as const, 'endswith' as const), cased: fc.boolean() }), // prettier-ignore
);
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ kind: fc.constant('field' as const), field: fc.constantFrom('UserAgent', 'AppDisplayName'), test, place: fc.constant(place) }), // prettier-ignore
    fc.record({ kind: fc.constant('and' as const), of: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }), // prettier-ignore
    fc.record({ kind: fc.constant('or' as const), of: fc.array(tie('condition'), { minLength: 1, maxLength: 5 }) }), // prettier-ignore
    fc.record({ kind: fc.constant('not' as const), of: tie('condition') }),
  ),
}));
const cell = fc.option(text, { nil: null });

it('means in KQL what the rule means', () => {
  const rule = {
    ...parsedRule('title: T\nlogsource: { product: azure, service: signinlogs }\ndetection:\n  s:\n    a: b\n  condition: s\n'), // prettier-ignore
  };
  const fields = fieldMap(rule.logsource);
  fc.assert(
    fc.property(condition, fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 6 }), (tree, rows) => {
      const [query] = ruleQueries({ ...rule, condition: tree }).queries;
      if (query === undefined) return false;
      return rows.every(([agent, app]) => {
        const event = { source: 'entra_signin' as const, columns: { user_agent: agent, app_name: app }, raw: null }; // prettier-ignore
        const said = holds(query.text, { UserAgent: agent ?? '', AppDisplayName: app ?? '' });
        return said === evaluate({ condition: tree }, event, fields);
      });
    }),
    { numRuns: 400 },
  );
}); // prettier-ignore

it('binds whatever the condition is', () => {
  const rule = parsedRule('title: T\nlogsource: { product: azure, service: signinlogs }\ndetection:\n  s:\n    a: b\n  condition: s\n'); // prettier-ignore
  const queries = fc.sample(condition, { numRuns: 40, seed: 7 }).flatMap((tree) => ruleQueries({ ...rule, condition: tree }).queries); // prettier-ignore
  expect(queries.length).toBeGreaterThan(40);
  expect(queries.flatMap((query) => diagnosticsOf(query.text))).toEqual([]);
}, 60_000);
