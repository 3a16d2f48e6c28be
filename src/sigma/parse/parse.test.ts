import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRules } from './parse.js';
import { problemText } from './problem.js';
import { mistakes, parsedRule, ruleOf, shown } from './testing.case.js';

describe('a rule', () => {
  it('keeps all that Sigma says of it, and the rest under custom', () => {
    const rule = parsedRule(`title: Hides mail
id: 5B0C7A52-2C0D-4D43-9E58-0A41F2D7C111
name: hides
status: experimental
description: Why.
references: [https://example.com/a, https://example.com/b]
author: A. Author
date: 2024/05/10
modified: 2024-05-11
tags: [attack.t1564.008]
logsource: { product: M365, service: Exchange, definition: Requires audit }
detection:
  made: { operation: New-InboxRule }
  condition: made
fields: [user]
falsepositives:
  - Unknown
level: high
konseki: { stage: evasion, minutes: 10, on: yes, really: true, list: [1.5, '2', ~] }
regression_tests_path: here
`);
    expect(rule).toMatchObject({
      kind: 'rule',
      id: '5b0c7a52-2c0d-4d43-9e58-0a41f2d7c111',
      name: 'hides',
      title: 'Hides mail',
      status: 'experimental',
      description: 'Why.',
      references: ['https://example.com/a', 'https://example.com/b'],
      author: 'A. Author',
      tags: ['attack.t1564.008'],
      logsource: { product: 'm365', service: 'exchange', category: undefined },
      fields: ['user'],
      falsepositives: ['Unknown'],
      level: 'high',
      place: { file: 'rule.yml', line: 1, column: 1 },
    });
    expect(rule.custom).toEqual({
      konseki: { stage: 'evasion', minutes: 10, on: 'yes', really: true, list: [1.5, '2', null] },
      regression_tests_path: 'here',
    });
    expect(shown(rule.condition)).toBe("operation='New-InboxRule'");
  });

  it('without an id is called as its file, and as its place in it', () => {
    const one = ruleOf('a: { f: x }', 'condition: a');
    const { documents } = parseRules(`${one}\n---\n${one}\n---\n`, 'some/evasion_hides.yml');
    expect(documents.map(({ id }) => id)).toEqual(['evasion_hides', 'evasion_hides-2']);
  });

  it('tells where each value stands', () => {
    const { condition } = parsedRule(ruleOf('a:', '  f:', '    - x', "    - 'y'", 'condition: a'));
    expect(
      condition.kind === 'or' && condition.of.map((part) => part.kind === 'field' && part.place),
    ).toEqual([
      { file: 'rule.yml', line: 6, column: 9 },
      { file: 'rule.yml', line: 7, column: 9 },
    ]);
  });

  it('reads files with a byte order mark and with CRLF', () => {
    const text = `\ufeff${ruleOf('a: { f: x }', 'condition: b')}`.replaceAll('\n', '\r\n');
    expect(mistakes(text)).toEqual(['rule.yml:5:14 unknown there is no detection "b"']);
  });

  it('may be an analyser’s', () => {
    const text =
      'title: T\nanalyser: countries-in-window\nparameters: { minutes: 10 }\nkonseki: { stage: login }\n';
    expect(parseRules(text, 'rule.yml').documents).toMatchObject([
      {
        kind: 'analyser',
        analyser: 'countries-in-window',
        parameters: { minutes: 10 },
        custom: { konseki: { stage: 'login' } },
      },
    ]);
  });
});

describe('the shapes of a detection', () => {
  it.each<[string, readonly string[], string]>([
    ['a map: all of it', ['a: { f: x, g: y }'], "(f='x' and g='y')"],
    ['a list of values: any', ['a: { f: [x, y] }'], "(f='x' or f='y')"],
    ['a list of maps: any', ['a: [{ f: x, g: y }, { f: z }]'], "((f='x' and g='y') or f='z')"],
    ['a list of keywords', ['a: [x, y]'], "(~'x' or ~'y')"],
    ['one keyword', ['a: x'], "~'x'"],
    ['keywords, all of them', ["a: { '|all': [x, y] }"], "(~'x' and ~'y')"],
    ['keywords as expressions', ["a: { '|re': 'x+' }"], '~/x+/'],
    ['keywords and maps together', ['a: [x, { f: y }]'], "(~'x' or f='y')"],
    ['a keyword that is a number', ['a: [4625, true]'], "(~'4625' or ~'true')"],
    ['null', ['a: { f: null }'], 'f=null'],
    ['null by leaving the value out', ['a:', '  f:'], 'f=null'],
    ['an empty text', ["a: { f: '' }"], "f=''"],
    [
      'names of fields with blanks and dots',
      ["a: { 'properties.message': x, 'New Value': y }"],
      "(properties.message='x' and New Value='y')",
    ],
    ['aliases of YAML', ['a: { f: &v [x, y] }', 'b: { g: *v }'], "(f='x' or f='y')"],
  ])('%s', (_, lines, expected) => {
    expect(shown(parsedRule(ruleOf(...lines, 'condition: a')).condition)).toBe(expected);
  });
});

describe('what is not quoted', () => {
  it.each([
    ['5', 'number 5'],
    ['-2.50', 'number -2.5'],
    ['0', 'number 0'],
    ["'5'", "'5'"],
    ['"5"', "'5'"],
    ['010', "'010'"],
    ['0x1F', "'0x1F'"],
    ['0o17', "'0o17'"],
    ['1_000', "'1_000'"],
    ['1e5', "'1e5'"],
    ['+5', "'+5'"],
    ['.5', "'.5'"],
    ['5.', "'5.'"],
    ['.inf', "'.inf'"],
    ['.nan', "'.nan'"],
    ['12:30', "'12:30'"],
    ['2024-05-10', "'2024-05-10'"],
    ['2024-05-10T10:09:08Z', "'2024-05-10T10:09:08Z'"],
    ['999999999999999', 'number 999999999999999'],
    ['12345678901234567890', "'12345678901234567890'"],
    ['true', 'boolean true'],
    ['False', 'boolean false'],
    ['yes', "'yes'"],
    ['No', "'No'"],
    ['on', "'on'"],
    ['off', "'off'"],
    ['y', "'y'"],
    ['~', 'null'],
    ['Null', 'null'],
    ["'null'", "'null'"],
    ['!!str 5', "'5'"],
  ])('%s', (written, expected) => {
    const { condition } = parsedRule(ruleOf('a:', `  f: ${written}`, 'condition: a'));
    expect(shown(condition)).toBe(`f=${expected}`);
  });
});

describe('wildcards and escapes', () => {
  it.each([
    ['a*b?c', "'a'*'b'?'c'"],
    ['*', '*'],
    ['**a', "*'a'"],
    ['??', '??'],
    ['a\\*b', "'a*b'"],
    ['a\\?', "'a?'"],
    ['a\\\\*', "'a\\'*"],
    ['a\\\\\\*', "'a\\*'"],
    ['C:\\Windows\\x', "'C:\\Windows\\x'"],
    ['\\\\x', "'\\x'"],
    ['a\\\\\\b', "'a\\\\b'"],
    ['a\\\\\\\\b', "'a\\\\b'"],
    ['end\\', "'end\\'"],
    ['%x%', "'%x%'"],
    ['^$.[(', "'^$.[('"],
  ])('%s', (written, expected) => {
    const { condition } = parsedRule(ruleOf('a:', `  f: '${written}'`, 'condition: a'));
    expect(shown(condition)).toBe(`f=${expected}`);
  });
});

const head = (line: string): string =>
  [
    'title: T',
    line,
    'logsource: { product: m365 }',
    'detection: { a: { f: x }, condition: a }',
  ].join('\n');

describe('mistakes are told with their place', () => {
  it.each<[string, string, readonly string[]]>([
    ['nothing at all', '', ['1:1 missing there is no rule in this file']],
    ['only a remark', '# rule\n---\n', ['1:1 missing there is no rule in this file']],
    ['no map', '- a', ['1:1 value a rule must be a map']],
    [
      'no title',
      'logsource: { product: m365 }\ndetection: { a: { f: x }, condition: a }',
      ['1:1 missing a rule must have a title'],
    ],
    [
      'an empty title',
      head('level: low').replace('title: T', 'title:'),
      ['1:1 missing a rule must have a title'],
    ],
    [
      'a title that is a list',
      head('level: low').replace('title: T', 'title: [T]'),
      ['1:8 value title must be a text'],
    ],
    [
      'no log source',
      'title: T\ndetection: { a: { f: x }, condition: a }',
      ['1:1 missing a rule must have a logsource'],
    ],
    [
      'an empty log source',
      head('level: low').replace('product: m365', 'definition: x'),
      ['3:1 missing a logsource must have a product, category or service'],
    ],
    [
      'a log source that is a text',
      head('level: low').replace('{ product: m365 }', 'm365'),
      ['3:12 value logsource must be a map'],
    ],
    [
      'no detection',
      'title: T\nlogsource: { product: m365 }',
      ['1:1 missing a rule must have a detection'],
    ],
    [
      'a detection that is a list',
      'title: T\nlogsource: { product: m365 }\ndetection: [a]',
      ['3:12 value detection must be a map'],
    ],
    ['no condition', ruleOf('a: { f: x }'), ['3:1 missing detection must have a condition']],
    ['an id that is no UUID', head('id: my-rule'), ['2:5 value the id "my-rule" is not a UUID']],
    ['an unknown level', head('level: urgent'), ['2:8 value there is no level "urgent"']],
    ['an unknown status', head('status: new'), ['2:9 value there is no status "new"']],
    [
      'a taxonomy of others',
      head('taxonomy: ecs'),
      ['2:11 unsupported the taxonomy "ecs" is not supported'],
    ],
    ['tags that are no texts', head('tags: [[x]]'), ['2:8 value tags must be a text']],
    [
      'a rule collection',
      head('action: global'),
      ['2:1 unsupported rule collections (action: …) are not part of Sigma 2'],
    ],
    [
      'two kinds in one',
      head('analyser: x'),
      ['2:1 value a document cannot have "detection" and "analyser"'],
    ],
    [
      'a detection with nothing in it',
      ruleOf('a: {}', 'b: []', 'condition: a or b'),
      ['4:6 value "a" has nothing to look for', '5:6 value "b" has nothing to look for'],
    ],
    [
      'a field without values',
      ruleOf('a: { f: [] }', 'condition: a'),
      ['4:11 value "f" has no value to look for'],
    ],
    [
      'null among values',
      ruleOf('a:', '  f:', "    - ''", '    - null', 'condition: a'),
      ['7:9 value null cannot be one of several values'],
    ],
    [
      'null as a keyword',
      ruleOf('a: [x, null]', 'condition: a'),
      ['4:10 value null cannot be searched for or changed'],
    ],
    [
      'a map as a value',
      ruleOf('a: { f: { g: x } }', 'condition: a'),
      ['4:11 unsupported a map cannot be the value of "f"'],
    ],
    [
      'a list in a list of values',
      ruleOf('a: { f: [x, [y]] }', 'condition: a'),
      ['4:15 value a list cannot be one of the values of "f"'],
    ],
    [
      'a list in a list',
      ruleOf('a: [x, [y]]', 'condition: a'),
      ['4:10 value a list cannot stand in a list'],
    ],
    [
      'a timeframe',
      ruleOf('a: { f: x }', 'timeframe: 5m', 'condition: a'),
      ['5:3 unsupported timeframe is not part of Sigma 2'],
    ],
    [
      'a condition that is a map',
      ruleOf('a: { f: x }', 'condition: { a: b }'),
      ['5:14 value condition must be a text'],
    ],
    [
      'an unfinished text',
      'title: "T',
      ['1:10 yaml this is not valid YAML: Missing closing "quote'],
    ],
    [
      'a key twice',
      ruleOf('a:', '  f: x', '  f: y', 'condition: a'),
      ['6:5 yaml this is not valid YAML: Map keys must be unique'],
    ],
    [
      'an unknown anchor',
      ruleOf('a: { f: *v }', 'condition: a'),
      ['4:11 yaml nothing has the anchor v'],
    ],
    [
      'a tag',
      ruleOf('a: { f: !!binary eA== }', 'condition: a'),
      ['4:20 unsupported the tag tag:yaml.org,2002:binary is not supported'],
    ],
    [
      'a merge key',
      ruleOf('a: &v { f: x }', 'b: { <<: *v }', 'condition: b'),
      ['5:8 unsupported merge keys (<<) are not part of YAML 1.2'],
    ],
    [
      'a key that is a list',
      ruleOf('a: { [f]: x }', 'condition: a'),
      ['4:8 yaml a key must be a text'],
    ],
  ])('%s', (_, text, expected) => {
    expect(mistakes(text)).toEqual(expected.map((line) => `rule.yml:${line}`));
  });

  it('all of a file, in its order, and the documents without one are kept', () => {
    const good = ruleOf('a: { f: x }', 'condition: a');
    const bad = ruleOf('a: { f|contians: x, g|re: "(" }', 'b: { f|all: y }', 'condition: a and c');
    const { documents, problems } = parseRules(`${bad}\n---\n${good}\n---\n- x\n`, 'rule.yml');
    expect(documents).toHaveLength(1);
    expect(problems.map(problemText)).toEqual([
      'rule.yml:4:8: T: there is no modifier "contians" (did you mean contains?)',
      'rule.yml:4:29: T: this is no regular expression of RE2: missing closing ): `(` (there are no look-arounds and no back-references in RE2)',
      'rule.yml:5:8: T: "all" wants more than one value (leave it out)',
      'rule.yml:6:20: T: there is no detection "c" (did you mean a?)',
      'rule.yml:14:1: a rule must be a map',
    ]);
  });
});

describe('hostile files', () => {
  const bomb = (levels: number): string =>
    [
      'a0: &a0 [x, x, x, x, x, x, x, x, x, x]',
      ...Array.from(
        { length: levels },
        (_, n) => `a${n + 1}: &a${n + 1} [${Array(10).fill(`*a${n}`).join(', ')}]`,
      ),
    ].join('\n');

  it.each<[string, string, string]>([
    ['aliases that multiply', 'too-large', bomb(9)],
    ['an alias of itself', 'too-large', 'title: T\na: &a [*a]'],
    ['a long file', 'too-large', `title: ${'x'.repeat(2_000_000)}`],
    ['deep brackets', 'too-large', `title: ${'['.repeat(300)}${']'.repeat(300)}`],
    ['very deep brackets', 'yaml', `title: ${'['.repeat(100_000)}`],
  ])('%s', (_, code, text) => {
    const { documents, problems } = parseRules(text, 'rule.yml');
    expect(documents).toEqual([]);
    expect(problems.map(({ code }) => code)).toContain(code);
  });

  it('a condition of a thousand parentheses', () => {
    const text = ruleOf('a: { f: x }', `condition: ${'('.repeat(1000)}a${')'.repeat(1000)}`);
    expect(mistakes(text)).toEqual(['rule.yml:5:114 condition the condition is nested too deeply']);
  });

  it('never throws, whatever the text', () => {
    const yamlish = fc
      .array(
        fc.constantFrom(
          'title: T',
          'logsource:',
          '  product: m365',
          'detection:',
          '  a:',
          '    f|re: (',
          '    - x',
          '  condition: a',
          '  condition:',
          'correlation:',
          '  type: event_count',
          '  rules: [x]',
          '  timespan: 5m',
          '  condition: { gte: 1 }',
          '---',
          '{',
          ']',
          ': ',
          '&a',
          '*a',
          '? x',
          '|',
          '%YAML 1.1',
          '\t',
          '    a|b|c: 1',
          'filter: {}',
          '!!map',
          'level: [',
        ),
      )
      .map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(fc.oneof(yamlish, fc.string(), fc.string({ unit: 'binary' })), (text) => {
        const { problems, documents } = parseRules(text, 'rule.yml');
        expect(problems.length + documents.length).toBeGreaterThan(0);
        for (const { place } of problems)
          expect(Math.min(place.line, place.column)).toBeGreaterThan(0);
      }),
      { numRuns: 1000 },
    );
  });

  it('never throws, whatever stands in a good place', () => {
    const text = fc.oneof(fc.string(), fc.stringMatching(/^[a-z|()*_ \\%?]{0,30}$/));
    fc.assert(
      fc.property(text, text, text, fc.jsonValue(), (condition, key, value, json) => {
        const quote = JSON.stringify;
        for (const lines of [
          [`a: { ${quote(key)}: ${quote(value)} }`, `condition: ${quote(condition)}`],
          [`a: { ${quote(`f|${key}`)}: ${quote(json)} }`, 'condition: a'],
          [`a: ${quote(json)}`, `condition: 1 of ${quote(condition).slice(1, -1)}`],
        ])
          parseRules(ruleOf(...lines), 'rule.yml');
      }),
      { numRuns: 1000 },
    );
  });
});
