import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Accessor, FieldStep } from './field.js';
import { readJson } from './values-json.js';
import { cellText, fieldValues, fold, keywordTexts, type RuleEvent } from './values.js';

let duckdb: DuckDBConnection;
let instance: DuckDBInstance;
beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:');
  duckdb = await instance.connect();
});
afterAll(() => {
  duckdb.closeSync();
  instance.closeSync();
});

async function asked(sql: string, texts: readonly string[]): Promise<readonly unknown[]> {
  const list = texts.map((text) => `'${text.replaceAll("'", "''")}'`).join(', ');
  const reader = await duckdb.runAndReadAll(`SELECT ${sql} FROM (SELECT unnest([${list}]) AS x)`);
  return reader.getRows().map(([value]) => value);
}

describe('JSON', () => {
  const written = [
    '[1,]',
    '{"a":1,}',
    '[1,,2]',
    '[,]',
    '{,}',
    '[nan]',
    '[-Infinity]',
    '[INF]',
    '[infin]',
    '[1e309]',
    '[1e-400]',
    '[-0]',
    '[-0.0]',
    '[0e5]',
    '[1.0, 1e5, 1E+5, 0.1000, 1.5e300, 1e21, 1e22, 1e20, 123456.789e3, 5e-324, 4.35, 1e-6, 1e-7]',
    '[12345678901234567890, 123456789012345678901234567890, -9223372036854775809, 12345678901234567890.0]',
    '[01]',
    '[.5]',
    '[1.]',
    '[+1]',
    '[-]',
    '[1e]',
    '[0x1]',
    '[1_0]',
    '[true, false, null]',
    '[True]',
    '[truex]',
    'null',
    '1',
    '"a"',
    '',
    '  ',
    ' [ 1 ] ',
    '[1] 2',
    '{"a":1}{"a":2}',
    '{"a":1,"a":2}',
    '{"a" : { "b":[ ] , "c":{ } } }',
    '{a:1}',
    "{'a':1}",
    '{"a"}',
    '{"a":1 "b":2}',
    '[1 2]',
    '// c\n[1]',
    '[/*c*/1]',
    '["\\u00e9\\/\\n\\b\\f\\r\\t\\u0001\\u007f\\u2028\\"\\\\"]',
    '["\\ud83d\\ude00"]',
    '["\\ud800"]',
    '["\\udc00x"]',
    '["\\x"]',
    '["\\u12"]',
    '["a\tb"]',
    '["a\nb"]',
    '\ufeff[1]',
    '\u00a0[1]',
    '[[[]],]',
    '[',
    ']',
    '["a',
    '{"a":',
  ];

  it('is read as DuckDB reads it', async () => {
    const theirs = await asked('CASE WHEN json_valid(x) THEN json(x)::VARCHAR END', written);
    expect(written.map((text) => readJson(text)?.text ?? null)).toEqual(theirs);
    expect(theirs.filter((text) => text !== null).length).toBeGreaterThan(20);
  });

  it('has any number as DuckDB has it', async () => {
    const numbers = fc.sample(
      fc.oneof(
        fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value.toExponential()),
        fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e25, max: 1e25 }).map(String),
        fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }).map(String),
        fc.tuple(fc.integer(), fc.nat()).map(([whole, part]) => `${whole}.${part}`),
      ),
      1000,
    );
    const theirs = await asked(
      "json_extract_string(x, '$[0]')",
      numbers.map((text) => `[${text}]`),
    );
    expect(numbers.map((text) => readJson(`[${text}]`)?.text.slice(1, -1))).toEqual(theirs);
  });

  it('has any text and object as DuckDB has it', async () => {
    const values = fc.sample(fc.json({ stringUnit: 'binary' }), 500);
    const theirs = await asked('CASE WHEN json_valid(x) THEN json(x)::VARCHAR END', values);
    expect(values.map((text) => readJson(text)?.text ?? null)).toEqual(theirs);
  });

  it('is read however deep', () => {
    const text = `${'[{"a":'.repeat(50_000)}1${'}]'.repeat(50_000)}`;
    expect(readJson(text)?.text).toBe(text);
  });
});

describe('folding', () => {
  it('is DuckDB’s lower() for every code point', async () => {
    // The byte order mark is lost on its way out of DuckDB.
    const reader = await duckdb.runAndReadAll(
      `SELECT chr(i::INTEGER), lower(chr(i::INTEGER)) FROM range(1, 1114112) t(i) WHERE i NOT BETWEEN 55296 AND 57343 AND i <> 65279`,
    );
    const wrong = reader.getRows().filter(([sign, lower]) => fold(String(sign)) !== lower);
    expect(wrong).toEqual([]);
  });

  it('looks at each code point by itself', async () => {
    const texts = ['ΑΣ ΑΣ', 'İstanbul', 'STRASSE ẞ', 'Ǆ', 'ﬀ', '\u{10400}Σ', '\u{a7da}ΑΣ İ', 'ÅÅ'];
    expect(texts.map(fold)).toEqual(await asked('lower(x)', texts));
  });
});

const event = (raw: unknown, columns: RuleEvent['columns'] = {}): RuleEvent => ({
  source: 'ual',
  columns,
  raw: typeof raw === 'string' ? raw : JSON.stringify(raw),
});

const values = (accessors: readonly Accessor[], of: RuleEvent): readonly string[] =>
  fieldValues('f', of, { resolve: () => accessors }).map(({ text }) => text);
const key = (name: string): FieldStep => ({ kind: 'key', key: name });
const raw = (...steps: readonly FieldStep[]): Accessor => ({ kind: 'raw', steps });

describe('values of a field', () => {
  it.each<[string, unknown, readonly FieldStep[], readonly string[]]>([
    ['a text', { A: 'x "y" é' }, [key('A')], ['x "y" é']],
    ['an empty text', { A: '' }, [key('A')], ['']],
    [
      'numbers',
      '{"A":[1, 1.0, 1e5, -0, 12345678901234567890]}',
      [key('A')],
      ['1', '1.0', '100000.0', '0', '12345678901234567890'],
    ],
    ['truth values', { A: [true, false] }, [key('A')], ['true', 'false']],
    ['null', { A: null }, [key('A')], []],
    ['nulls in a list', { A: [null, 1, null] }, [key('A')], ['1']],
    ['no such member', { A: 1 }, [key('B')], []],
    ['an empty list', { A: [] }, [key('A')], []],
    ['an empty object', { A: {} }, [key('A')], ['{}']],
    ['an object', '{"A":{ "b" : 1.50, "c":"\\u00e9" }}', [key('A')], ['{"b":1.5,"c":"é"}']],
    ['a list in a list', { A: [[1, 2], 'x'] }, [key('A')], ['[1,2]', 'x']],
    ['a key in another case', { cLIENTip: 'x' }, [key('ClientIP')], ['x']],
    ['the exact key first', { a: 1, A: 2 }, [key('A')], ['2']],
    ['else the first', { AA: 1, Aa: 2 }, [key('aa')], ['1']],
    ['a key twice', '{"a":1,"a":2}', [key('a')], ['1']],
    ['a key with a dot', { 'a.b': 1 }, [key('a.b')], ['1']],
    ['a member of a member', { A: { B: 1 } }, [key('a'), key('b')], ['1']],
    [
      'a member of each object of a list',
      { A: [{ b: 1 }, { B: 2 }, 3, [{ b: 4 }], { b: [5, 6] }] },
      [key('A'), key('b')],
      ['1', '2', '5', '6'],
    ],
    ['a member of a text', { A: 'x' }, [key('A'), key('b')], []],
    [
      'of a list of pairs',
      { P: [{ Name: 'To', Value: 'x' }, { Name: 'From', Value: 'y' }, 'z'] },
      [key('P'), { kind: 'where', key: 'name', equals: 'TO' }, key('Value')],
      ['x'],
    ],
    [
      'of a pair by itself',
      { P: { Name: 'To', Value: 'x' } },
      [key('P'), { kind: 'where', key: 'Name', equals: 'to' }, key('Value')],
      ['x'],
    ],
    [
      'of pairs without that name',
      { P: [{ Name: null, Value: 'x' }] },
      [key('P'), { kind: 'where', key: 'Name', equals: 'null' }, key('Value')],
      [],
    ],
    [
      'JSON in a text',
      { A: '{"b":[1,{"c":"x"}]}' },
      [key('A'), { kind: 'parse' }, key('b'), key('c')],
      ['x'],
    ],
    ['a text that is no JSON', { A: '{"b":' }, [key('A'), { kind: 'parse' }, key('b')], []],
    ['what is JSON already', { A: { b: 1 } }, [key('A'), { kind: 'parse' }, key('b')], ['1']],
    ['the record itself', '[1,"x"]', [], ['1', 'x']],
    ['a cut record', '{"A":1', [key('A')], []],
    ['an empty record', '', [key('A')], []],
  ])('%s', (_, record, steps, expected) => {
    expect(values([raw(...steps)], event(record))).toEqual(expected);
  });

  it('of a column', () => {
    const columns = {
      user: 'A@b',
      time: 1715335748500000n,
      ip_port: 443,
      damaged: false,
      object: null,
      folder: '',
    };
    const of = (column: string): readonly string[] =>
      values([{ kind: 'column', column }], event('', columns));
    expect(of('user')).toEqual(['A@b']);
    expect(of('time')).toEqual(['2024-05-10T10:09:08.500000Z']);
    expect(of('ip_port')).toEqual(['443']);
    expect(of('damaged')).toEqual(['false']);
    expect(of('object')).toEqual([]);
    expect(of('missing')).toEqual([]);
    expect(of('folder')).toEqual(['']);
    expect(cellText(-1n)).toBe('1969-12-31T23:59:59.999999Z');
  });

  it('come from the first accessor that has one', () => {
    const of = event({ A: '', B: 'b' }, { object: null });
    const object: Accessor = { kind: 'column', column: 'object' };
    expect(values([object, raw(key('A')), raw(key('B'))], of)).toEqual(['']);
    expect(values([object, raw(key('C')), raw(key('B'))], of)).toEqual(['b']);
    expect(values([object], of)).toEqual([]);
  });

  it('of several accessors together, and of words for others', () => {
    const of = event({ A: ['x', 'y'] }, { outcome: 'Failure' });
    const word: Accessor = {
      kind: 'constant',
      value: 'Failed',
      when: { of: { kind: 'column', column: 'outcome' }, values: ['failure', 'interrupted'] },
    };
    expect(values([{ kind: 'any', of: [{ kind: 'raw', steps: [key('A')] }, word] }], of)).toEqual([
      'x',
      'y',
      'Failed',
    ]);
    expect(values([word], event({}, { outcome: 'success' }))).toEqual([]);
    expect(values([{ kind: 'raw', steps: [key('A')], whole: true }], of)).toEqual(['["x","y"]']);
    expect(values([{ kind: 'raw', steps: [key('A')], whole: true }], event({ A: [] }))).toEqual([
      '[]',
    ]);
  });
});

describe('texts for keywords', () => {
  it('are the record, its JSON with quotes and backslashes undone, and the subject', async () => {
    const record = '{"p": "C:\\\\x \\"q\\" \\u0027s\\n"}';
    expect(keywordTexts(event(record, { subject: 'S' }))).toEqual([
      record,
      '{"p":"C:\\x "q" \'s\\n"}',
      'S',
    ]);
    const sql = String.raw`regexp_replace(json(x)::VARCHAR, '\\(["\\])', '\1', 'g')`;
    expect(await asked(sql, [record])).toEqual([keywordTexts(event(record))[1]]);
  });

  it('are the record alone where nothing is escaped, or it is cut', () => {
    expect(keywordTexts(event('{"p": 1}'))).toEqual(['{"p": 1}']);
    expect(keywordTexts(event('{"p": "a\\\\b'))).toEqual(['{"p": "a\\\\b']);
    expect(keywordTexts({ source: 'ual', columns: { subject: null }, raw: null })).toEqual([]);
  });
});
