import fc from 'fast-check';
import type { NewEvent } from '../../store/store.js';
import { at, record } from '../../../test/support/store-records.js';
import type { Accessor, FieldMap, FieldStep, LogSourcePart } from '../field.js';
import type {
  Condition,
  Correlation,
  LogSource,
  Pattern,
  PatternPart,
  Rule,
  RuleHead,
  Test,
} from '../rule.js';

/** Generators of rules and events that are likely to meet: both draw from the same few hostile words. */

const words = [
  '',
  'a',
  'A',
  'ab',
  'K', // the Kelvin sign, whose lower case is k
  'k',
  'ſ',
  'İ',
  'i',
  'ß',
  'ΣΑΣ',
  'σας',
  '日本',
  '😀',
  'a%b',
  'a_b',
  'a*b',
  'back\\slash',
  'quo"te',
  "it's",
  'line\nbreak',
  'nul\u0000',
  '\u007f\u2028',
  'null',
  'true',
  'TRUE',
  'k.',
  'a – b ',
] as const;
const numbers = ['1.0', '1', '12', '-0', '-0.0', '1e5', '100000', '0x10', ' 5', '+5', '1e400', '.5', '5.',
  '12345678901234567890', '0.1', '1E-7', '18446744073709551616', '9007199254740993', '-9223372036854775809'] as const; // prettier-ignore
const addresses = ['10.0.0.1', '10.0.0.1:443', '[2001:db8::1]:5', '::ffff:10.0.0.9', '::FFFF:a00:9', '2001:DB8:0:0::1',
  ' 10.1.2.3 ', '10.0.0.256', '2001:db8::1%eth0', '64:ff9b::10.0.0.1', '::', '1:2:3:4:5:6:7:8', 'fe80::'] as const; // prettier-ignore
const times = ['2024-05-10T10:09:08Z', '2024-05-10 23:59', '2024-12-30', '2024-02-30', '2024-05-10T24:00', '0999-01-01',
  '2021-01-03T00:00:00', '2024-05-10x'] as const; // prettier-ignore
const nested = [
  '{"x":"A","Name":"k"}',
  '[1,{"Name":"k","Value":"a"}]',
  '"a"',
  '{"a":1',
  '5',
  '[]',
  '',
] as const;

const texts = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...words) },
  fc.constantFrom(...numbers),
  fc.constantFrom(...addresses),
  fc.constantFrom(...times),
  fc.constantFrom(...nested),
);

const keys = ['Name', 'name', 'NAME', 'Value', 'value', 'k', 'K', 'Parameters', 'parameters', 'a/b', 'a~b', 'a~1b', '0',
  '-', '*', 'q"q', '日本', 'İ', 'i', 'tab\t'] as const; // prettier-ignore
const key = fc.constantFrom(...keys);

/** A text in JSON, in one of the ways to write it. */
const jsonText = (text: string): fc.Arbitrary<string> =>
  fc.constantFrom(
    JSON.stringify(text),
    JSON.stringify(text).replaceAll('/', String.raw`\/`),
    `"${Array.from({ length: text.length }, (_, index) => `\\u${text.charCodeAt(index).toString(16).padStart(4, '0')}`).join('')}"`,
  );

const blank = fc.constantFrom('', '', '', ' ', '\r\n\t');

const { json } = fc.letrec<{ json: string; list: string; object: string }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'json' },
    texts.chain(jsonText),
    fc.constantFrom(...numbers.filter((text) => /^-?\d+(\.\d+)?([eE]-?\d+)?$/.test(text))),
    fc.constantFrom('true', 'false', 'null'),
    tie('object'),
    tie('object'),
    tie('list'),
  ),
  list: fc
    .tuple(fc.array(tie('json'), { maxLength: 3, depthIdentifier: 'json' }), blank)
    .map(([items, space]) => `[${items.join(`,${space}`)}${space}]`),
  object: fc
    .tuple(
      fc.array(fc.tuple(key.chain(jsonText), tie('json')), {
        maxLength: 4,
        depthIdentifier: 'json',
      }),
      blank,
    )
    .map(
      ([members, space]) =>
        `{${space}${members.map(([name, value]) => `${name}:${space}${value}`).join(',')}${space}}`,
    ),
}));

/** A record's text: JSON, most often an object, sometimes none. */
const rawText = fc.oneof(
  { weight: 8, arbitrary: json },
  {
    weight: 8,
    arbitrary: fc
      .array(fc.tuple(key.chain(jsonText), json), { minLength: 1, maxLength: 5 })
      .map((members) => `{${members.map(([name, value]) => `${name}:${value}`).join(',')}}`),
  },
  json.map((text) => text.slice(0, Math.ceil(text.length / 2))),
  fc.constantFrom('', ' ', '{"k":"a",}', '{"k":NaN}', '{"k":"\\ud800"}', ' \ufeff{"k":"a"}', '{"k":"a"} x', "{'k':1}",
    '[{"k":"a"},{"K":"ab"},[{"k":"k"}]]', ' \n{"K":"a"}', '{"k":-Infinity}', '{"k":01}'), // prettier-ignore
);

export const operations = ['Add app', 'ADD APP', 'K', 'k', 'Send', 'a - b'] as const;
const orNull = <T>(values: readonly T[]): fc.Arbitrary<T | null> =>
  fc.constantFrom<T | null>(null, ...values);

export const sources = ['ual', 'entra_signin'] as const;

/** An event before it has its id; some come at the same moment, some within one minute. */
const loose = fc.record({
  source: fc.constantFrom(...sources),
  raw: rawText,
  values: fc.record({
    operation: orNull(operations),
    time: orNull([0, 0, 10, 30, 60, 61, 120, 200, 3600].map((seconds) => at(seconds))),
    record_type: orNull([1, 8, 15]),
    user: orNull(['a', 'b', '', 'ΣΑΣ', 'σας']),
    ip: orNull(['10.0.0.1', '2001:db8::1', '1.2.3.4', 'x']),
    user_agent: orNull(words),
    subject: orNull(words),
    token_id: orNull(['T', 't']),
    session_id: orNull(['s1', 's2']),
    outcome: orNull(['success', 'failure'] as const),
  }),
});

export const events: fc.Arbitrary<readonly NewEvent[]> = fc
  .array(loose, { minLength: 1, maxLength: 14 })
  .map((all) =>
    all.map(({ source, raw, values }, index) =>
      record({ ...values, event_id: `e${index}` }, { source, raw }),
    ),
  );

const step: fc.Arbitrary<FieldStep> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('key' as const), key }) },
  fc.record({ kind: fc.constant('where' as const), key, equals: texts }),
  fc.constant({ kind: 'parse' } as const),
);
const rawAccessor = fc
  .record({ steps: fc.array(step, { minLength: 1, maxLength: 4 }), whole: fc.boolean() })
  .map(({ steps, whole }) =>
    whole ? { kind: 'raw' as const, steps, whole: true as const } : { kind: 'raw' as const, steps },
  );
const columnAccessor = fc.oneof(
  fc.constant({ kind: 'column', column: 'operation', literal: 'operation' } as const),
  fc
    .constantFrom(
      'operation',
      'time',
      'record_type',
      'user',
      'ip',
      'user_agent',
      'subject',
      'outcome',
      'session',
      'link',
      'country',
      'ip_kind',
      'agent_kind',
      'damaged',
      'source',
    ) // prettier-ignore
    .map((column) => ({ kind: 'column' as const, column })),
);
const constantAccessor = fc.record({
  kind: fc.constant('constant' as const),
  value: texts,
  when: fc.record({
    of: fc.oneof(columnAccessor, rawAccessor),
    values: fc.array(fc.constantFrom('k', 'a', 'add app', 'success', '1'), { maxLength: 2 }),
  }),
});
const simple = fc.oneof(columnAccessor, rawAccessor, rawAccessor, constantAccessor);
const accessor: fc.Arbitrary<Accessor> = fc.oneof(
  { weight: 5, arbitrary: simple },
  fc.record({
    kind: fc.constant('any' as const),
    of: fc.array(simple, { minLength: 1, maxLength: 3 }),
  }),
);

/** What each field name means, for each source. */
type Meanings = Readonly<Record<string, readonly (readonly Accessor[])[]>>;

const fieldNames = ['f0', 'f1', 'f2', 'f3', 'f4'] as const;
const meanings: fc.Arbitrary<Meanings> = fc.record(
  Object.fromEntries(
    fieldNames.map((name) => [
      name,
      fc.array(fc.array(accessor, { minLength: 1, maxLength: 3 }), {
        minLength: sources.length,
        maxLength: sources.length,
      }),
    ]),
  ),
);

/** Names that always mean the same, so that rules and correlations often find something. */
const plain: Readonly<Record<string, Accessor>> = {
  op: { kind: 'column', column: 'operation', literal: 'operation' },
  user: { kind: 'column', column: 'user' },
  ip: { kind: 'column', column: 'ip' },
  k: { kind: 'raw', steps: [{ kind: 'key', key: 'k' }] },
  name: { kind: 'raw', steps: [{ kind: 'key', key: 'Name' }] },
  param: {
    kind: 'raw',
    steps: [
      { kind: 'key', key: 'Parameters' },
      { kind: 'where', key: 'Name', equals: 'k' },
      { kind: 'key', key: 'Value' },
    ],
  },
  session: { kind: 'column', column: 'session' },
};
const anyField = fc.constantFrom(...fieldNames, ...Object.keys(plain));

const mapOf = (generated: Meanings): FieldMap => ({
  resolve: (field, source) => {
    const always = plain[field];
    if (always !== undefined) return [always];
    const own = generated[field]?.[sources.findIndex((one) => one === source)];
    return own ?? [{ kind: 'raw', steps: [{ kind: 'key', key: field }] }];
  },
});

const patternPart: fc.Arbitrary<PatternPart> = fc.oneof(
  { weight: 3, arbitrary: texts.filter((text) => text !== '') },
  fc.constant({ kind: 'any' } as const),
  fc.constant({ kind: 'one' } as const),
);
const any = { kind: 'any' } as const;
const pattern: fc.Arbitrary<Pattern> = fc.oneof(
  texts.map((text) => (text === '' ? [] : [text])),
  texts.map((text) => (text === '' ? [any] : [any, text, any])),
  fc.constantFrom('a', 'k', '日', 'σ').map((text) => [any, text]),
  fc.constantFrom('a', 'k', 'b', 'İ').map((text) => [text, any]),
  fc.array(patternPart, { maxLength: 4 }),
);

const value: fc.Arbitrary<Test> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('pattern' as const), pattern, cased: fc.boolean() }),
  },
  fc.record({
    kind: fc.constant('regex' as const),
    source: fc.constantFrom('a.b', '^a', 'b$', '[^a]', String.raw`\d+`, 'x*', String.raw`\bA`, 'σ', 'k', '.', '^$', String.raw`^\p{L}+$`, 'break'),
    flags: fc.constantFrom('', 'i', 'm', 's', 'ims'),
  }), // prettier-ignore
  fc.record({
    kind: fc.constant('cidr' as const),
    network: fc.constantFrom('10.0.0.0/8', '10.0.0.0/30', '10.0.0.1/32', '0.0.0.0/0', '10.0.0.8/31', '2001:db8::/32', '2001:db8::/33', '::/0',
      '2001:db8::1/128', '64:ff9b::/96', '::ffff:0:0/96', 'fe80::/10'), // prettier-ignore
  }),
  fc.record({
    kind: fc.constant('number' as const),
    equals: fc.constantFrom(0, 1, 5, 8, 12, 100000, 0.1, 2 ** 64),
  }),
  fc.record({
    kind: fc.constant('compare' as const),
    how: fc.constantFrom('lt', 'lte', 'gt', 'gte'),
    to: fc.constantFrom(0, 1, 8, 12, 1e5, -0.5),
  }),
  fc.record({ kind: fc.constant('boolean' as const), equals: fc.boolean() }),
  fc.constant({ kind: 'null' } as const),
  fc.record({ kind: fc.constant('exists' as const), wanted: fc.boolean() }),
  fc.record({
    kind: fc.constant('fieldref' as const),
    field: anyField,
    how: fc.constantFrom('equals', 'contains', 'startswith', 'endswith'),
    cased: fc.boolean(),
  }),
  fc
    .constantFrom(
      ['minute', 9],
      ['minute', 0],
      ['hour', 10],
      ['hour', 0],
      ['day', 10],
      ['day', 1],
      ['week', 1],
      ['week', 53],
      ['week', 18],
      ['month', 5],
      ['month', 12],
      ['year', 2024],
      ['year', 2021],
    ) // prettier-ignore
    .map(([part, equals]) => ({ kind: 'timepart' as const, part, equals })),
);

const place = { file: 'generated.yml', line: 1, column: 1 } as const;
const fieldCondition = fc
  .record({ field: anyField, test: value })
  .map((found): Condition => ({ kind: 'field', ...found, place }));
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'condition' },
    { weight: 4, arbitrary: fieldCondition },
    fc.constantFrom(...operations).map((text): Condition => ({
      kind: 'field',
      field: 'op',
      test: { kind: 'pattern', pattern: [text], cased: false },
      place,
    })),
    value
      .filter((test) => test.kind === 'pattern' || test.kind === 'regex')
      .map((test): Condition => ({ kind: 'keyword', test, place })),
    fc
      .array(tie('condition'), { minLength: 1, maxLength: 3 })
      .map((of): Condition => ({ kind: 'and', of })),
    fc
      .array(tie('condition'), { minLength: 1, maxLength: 3 })
      .map((of): Condition => ({ kind: 'or', of })),
    tie('condition').map((of): Condition => ({ kind: 'not', of })),
  ),
}));

const head = (id: string): RuleHead => ({
  id,
  name: undefined,
  title: id,
  status: undefined,
  description: undefined,
  author: undefined,
  references: [],
  level: 'low',
  tags: [],
  falsepositives: [],
  custom: {},
  place,
});

/** The service names the log source: see `partsOf`. */
const services = ['both', 'ual', 'signin', 'some'] as const;
export function partsOf({ service }: LogSource): readonly LogSourcePart[] {
  switch (service) {
    case 'ual':
      return [{ source: 'ual' }];
    case 'signin':
      return [{ source: 'entra_signin' }];
    case 'some':
      return [
        { source: 'ual', only: { column: 'record_type', values: ['8', '15'] } },
        { source: 'ual', only: { column: 'user', values: ['σας'] } },
        { source: 'entra_signin' },
      ];
    default:
      return [{ source: 'ual' }, { source: 'entra_signin' }];
  }
}

export const ruleOf = (id: string, condition: Condition, service = 'both'): Rule => ({
  ...head(id),
  kind: 'rule',
  logsource: { product: 'test', category: undefined, service },
  condition,
  fields: [],
});

const rule = (id: string): fc.Arbitrary<Rule> =>
  fc
    .record({ condition, service: fc.constantFrom(...services) })
    .map(({ condition, service }) => ruleOf(id, condition, service));

/** Rules that hold of many events: what correlations are made of. */
const frequent = (id: string): fc.Arbitrary<Rule> =>
  fc
    .oneof(
      fc.constant<Condition>({ kind: 'and', of: [] }),
      fc.constantFrom('user', 'op', 'k').map((field): Condition => ({
        kind: 'field',
        field,
        test: { kind: 'exists', wanted: true },
        place,
      })),
      fc.constantFrom('a', 'b').map((text): Condition => ({
        kind: 'field',
        field: 'user',
        test: { kind: 'pattern', pattern: [text], cased: false },
        place,
      })),
      condition,
    )
    .map((condition) => ruleOf(id, condition));

export const correlationOf = (
  id: string,
  type: Correlation['type'],
  rules: readonly string[],
  more: Partial<Correlation> = {},
): Correlation => ({
  ...head(id),
  kind: 'correlation',
  type,
  rules,
  groupBy: [],
  timespan: 60,
  aliases: {},
  bounds: [],
  field: undefined,
  generate: false,
  ...more,
});

const groupField = fc.constantFrom('user', 'ip', 'k', 'name', 'f0', 'f1', 'session', 'alias');

function correlation(id: string, known: readonly string[]): fc.Arbitrary<Correlation> {
  const bound = fc.record({
    how: fc.constantFrom('gte', 'gte', 'gt', 'lte', 'lt', 'eq', 'neq'),
    to: fc.integer({ min: 0, max: 4 }),
  });
  return fc
    .record({
      type: fc.constantFrom('event_count', 'value_count', 'temporal', 'temporal_ordered'),
      rules: fc.uniqueArray(fc.constantFrom(...known), { minLength: 1, maxLength: 3 }),
      groupBy: fc.uniqueArray(groupField, { maxLength: 2 }),
      timespan: fc.constantFrom(0, 10, 60, 61, 100, 86_400),
      bounds: fc.array(bound, { minLength: 1, maxLength: 2 }),
      free: fc.boolean(),
      field: groupField,
      aliased: fc.array(fc.tuple(fc.constantFrom(...known), anyField), { maxLength: 3 }),
      generate: fc.boolean(),
    })
    .map(({ type, bounds, free, field, aliased, rules, ...rest }) =>
      correlationOf(id, type, rules, {
        ...rest,
        aliases: { alias: Object.fromEntries(aliased) },
        bounds: type === 'temporal_ordered' || (type === 'temporal' && free) ? [] : bounds,
        field: type === 'value_count' ? field : undefined,
      }),
    );
}

export interface Generated {
  readonly rules: readonly (Rule | Correlation)[];
  readonly fields: FieldMap;
}

export const plainRules: fc.Arbitrary<Generated> = fc
  .record({
    rules: fc
      .array(fc.nat(0), { minLength: 1, maxLength: 8 })
      .chain((all) => fc.tuple(...all.map((_, index) => rule(`r${index}`)))),
    meanings,
  })
  .map(({ rules, meanings }) => ({ rules, fields: mapOf(meanings) }));

/** Rules, correlations of them, and one of everything before it. */
export const correlations: fc.Arbitrary<Generated> = fc
  .record({
    rules: fc.tuple(frequent('r0'), frequent('r1'), frequent('r2')),
    first: fc.tuple(correlation('c0', ['r0', 'r1', 'r2']), correlation('c1', ['r0', 'r1', 'r2'])),
    last: correlation('c2', ['r0', 'r1', 'c0', 'c1']),
    meanings,
  })
  .map(({ rules, first, last, meanings }) => ({
    rules: [...rules, ...first, last],
    fields: mapOf(meanings),
  }));

/** Said in few words when a run fails. */
export const described = (value: unknown): string =>
  JSON.stringify(value, (key, item: unknown) =>
    key === 'place' || item === undefined ? undefined : typeof item === 'bigint' ? `${item}` : item,
  ).slice(0, 3000);
