import { describe, expect, it } from 'vitest';
import type { Correlation } from '../rule.js';
import { parseRules } from './parse.js';
import { mistakes } from './testing.case.js';

/** A correlation whose section is given: its lines begin at line 3 of the file. */
const correlationOf = (...lines: readonly string[]): string =>
  ['title: C', 'correlation:', ...lines.map((line) => `  ${line}`)].join('\n');

function parsed(text: string): Correlation {
  const { documents, problems } = parseRules(text, 'rule.yml');
  const [document] = documents;
  if (document?.kind !== 'correlation') throw new Error(JSON.stringify(problems));
  return document;
}

describe('a correlation', () => {
  it('counts events', () => {
    const text = correlationOf(
      'type: event_count',
      'rules: [failed]',
      'group-by: [User, Host]',
      'timespan: 1h',
      'condition: { gt: 100, lte: 200 }',
      'generate: true',
    );
    expect(parsed(`${text}\nlevel: high\nname: many\nkonseki: { stage: login }`)).toMatchObject({
      kind: 'correlation',
      id: 'rule',
      name: 'many',
      title: 'C',
      level: 'high',
      type: 'event_count',
      rules: ['failed'],
      groupBy: ['User', 'Host'],
      timespan: 3600,
      aliases: {},
      bounds: [
        { how: 'gt', to: 100 },
        { how: 'lte', to: 200 },
      ],
      field: undefined,
      generate: true,
      custom: { konseki: { stage: 'login' } },
    });
  });

  it('counts values', () => {
    const text = correlationOf(
      'type: value_count',
      'rules: failed',
      'timespan: 1d',
      'condition: { field: User, gte: 5 }',
    );
    expect(parsed(text)).toMatchObject({
      type: 'value_count',
      rules: ['failed'],
      groupBy: [],
      field: 'User',
      bounds: [{ how: 'gte', to: 5 }],
      generate: false,
    });
  });

  it.each(['temporal', 'temporal_ordered'])('is %s, with aliases', (type) => {
    const text = correlationOf(
      `type: ${type}`,
      'rules: [a, b]',
      'group-by: ip',
      'timespan: 10s',
      'aliases: { ip: { a: ClientIP, b: source.ip } }',
    );
    expect(parsed(text)).toMatchObject({
      type,
      groupBy: ['ip'],
      aliases: { ip: { a: 'ClientIP', b: 'source.ip' } },
      bounds: [],
    });
  });

  it('takes "each rule" in any words', () => {
    const of = (type: string, condition: string): Correlation['bounds'] =>
      parsed(
        correlationOf(
          `type: ${type}`,
          'rules: [a, b, c]',
          'timespan: 10s',
          `condition: ${condition}`,
        ),
      ).bounds;
    expect(
      ['{ gte: 3 }', '{ eq: 3 }', '{ gt: 2 }'].map((condition) =>
        of('temporal_ordered', condition),
      ),
    ).toEqual([[], [], []]);
    expect(of('temporal', '{ gte: 2 }')).toEqual([{ how: 'gte', to: 2 }]);
  });

  it.each([
    ['30s', 30],
    ['5m', 300],
    ['2h', 7200],
    ['3d', 259_200],
    ['1w', 604_800],
    ['1M', 2_629_746],
    ['1y', 31_556_952],
  ])('spans %s', (text, seconds) => {
    expect(
      parsed(correlationOf('type: temporal', 'rules: [a]', `timespan: ${text}`)).timespan,
    ).toBe(seconds);
  });

  const good = ['type: event_count', 'rules: [a, b]', 'timespan: 5m', 'condition: { gte: 3 }'];
  /** The good lines with those of the given keys exchanged. */
  const withLine = (line: string): string => {
    const key = line.slice(0, line.indexOf(':') + 1);
    return correlationOf(...good.filter((other) => !other.startsWith(key)), line);
  };

  it.each<[string, readonly string[]]>([
    ['title: C\ncorrelation: x', ['2:14 value correlation must be a map']],
    [
      'correlation: {}',
      [
        '1:1 missing a rule must have a title',
        '1:14 missing a correlation must have a type',
        '1:14 missing a correlation must name its rules',
        '1:14 missing a correlation must have a timespan',
      ],
    ],
    [withLine('type: event_sum'), ['6:9 value there is no correlation of type "event_sum"']],
    [
      withLine('type: value_avg'),
      ['6:9 unsupported correlations of type value_avg are not supported'],
    ],
    [withLine('rules: []'), ['6:3 missing a correlation must name its rules']],
    [withLine('rules: [a, a]'), ['6:3 duplicate the rule "a" is named twice']],
    [withLine('timespan: 5'), ['6:13 value "5" is no timespan']],
    [withLine('timespan: 0m'), ['6:13 value "0m" is no timespan']],
    [withLine('timespan: 5 m'), ['6:13 value "5 m" is no timespan']],
    [withLine('timeframe: 5m'), ['7:3 unsupported a correlation has no "timeframe"']],
    [withLine('generate: yes'), ['7:13 value generate must be true or false']],
    [withLine('condition: 3'), ['6:14 value condition must be a map']],
    [withLine('condition: {}'), ['6:14 missing the condition has no number']],
    [withLine('condition: { gte: many }'), ['6:21 value gte wants a whole number']],
    [withLine('condition: { gte: -1 }'), ['6:21 value gte wants a whole number']],
    [
      withLine('condition: { gte: 1, percentile: 5 }'),
      ['6:24 unsupported the condition of a correlation has no "percentile"'],
    ],
    [withLine('condition: { gte: 1, field: x }'), ['6:24 value event_count counts no field']],
    [withLine('type: value_count'), ['5:14 missing value_count must say which field it counts']],
    [withLine('aliases: x'), ['7:12 value aliases must be a map']],
    [
      withLine('aliases: { ip: x }'),
      ['7:18 value the alias "ip" must be a map of rules to fields'],
    ],
    [
      withLine('aliases: { ip: { a: x, c: y } }'),
      [
        '7:18 missing the alias "ip" does not say which field it is in "b"',
        '7:26 unknown the alias "ip" names "c", which is not among the rules',
      ],
    ],
    [
      correlationOf('type: event_count', 'rules: [a]', 'timespan: 5m'),
      ['3:3 missing event_count must have a condition'],
    ],
    [
      correlationOf(
        'type: value_count',
        'rules: [a]',
        'timespan: 5m',
        'condition: { field: [x, y], gte: 2 }',
      ),
      ['6:23 unsupported several fields counted together are not supported'],
    ],
    [
      correlationOf('type: temporal', 'rules: [a, b]', 'timespan: 5m', 'condition: a and not b'),
      ['6:14 unsupported expressions as the condition of a correlation are not part of Sigma 2'],
    ],
    [
      correlationOf(
        'type: temporal_ordered',
        'rules: [a, b]',
        'timespan: 5m',
        'condition: { gte: 1 }',
      ),
      ['6:14 unsupported temporal_ordered wants each of its rules'],
    ],
    [
      'title: C\ncorrelation: {}\ndetection: {}',
      ['2:1 value a document cannot have "detection" and "correlation"'],
    ],
  ])('%s', (text, expected) => {
    expect(mistakes(text)).toEqual(expected.map((line) => `rule.yml:${line}`));
  });
});

describe('a filter', () => {
  const filterOf = (...lines: readonly string[]): string =>
    [
      'title: F',
      'logsource: { product: m365 }',
      'filter:',
      ...lines.map((line) => `  ${line}`),
    ].join('\n');

  it('names rules, and what must hold beside them', () => {
    const text = filterOf(
      'rules: [a, 929a690e-bef0-4204-a928-ef5e620d6fcc]',
      'admins: { User|startswith: adm_ }',
      'condition: not admins',
    );
    expect(parseRules(text, 'f.yml').documents).toMatchObject([
      {
        kind: 'filter',
        id: 'f',
        title: 'F',
        rules: ['a', '929a690e-bef0-4204-a928-ef5e620d6fcc'],
        condition: { kind: 'not', of: { kind: 'field', field: 'User' } },
      },
    ]);
  });

  it('may be for any rule', () => {
    const text = filterOf('rules: any', 'a: { f: x }', 'condition: not a');
    expect(parseRules(text, 'f.yml').documents).toMatchObject([{ rules: [] }]);
  });

  it.each<[string, readonly string[]]>([
    [filterOf('a: { f: x }', 'condition: not a'), ['3:1 missing a filter must name its rules']],
    [filterOf('rules: [a]', 'a: { f: x }'), ['3:1 missing filter must have a condition']],
    [
      filterOf('rules: [a]', 'a: { f: x }', 'condition: rules'),
      ['6:14 unknown there is no detection "rules"'],
    ],
    [
      'title: F\nfilter: { rules: [a], a: { f: x }, condition: a }',
      ['1:1 missing a rule must have a logsource'],
    ],
  ])('%s', (text, expected) => {
    expect(mistakes(text)).toEqual(expected.map((line) => `rule.yml:${line}`));
  });
});
