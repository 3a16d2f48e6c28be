import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJsonText, useScratch } from './testing.case.js';

const scratch = useScratch();
const fieldsOf = (read: Awaited<ReturnType<typeof readJsonText>>): unknown[] =>
  read.records.map((record) => record.fields);
const codes = (read: Awaited<ReturnType<typeof readJsonText>>): string[] =>
  read.notes.map((note) => note.code);

describe('readJson', () => {
  it.each([
    ['JSON Lines', '{"a":1}\n{"a":2}\r\n\n{"a":3}\n', [1, 2, 4]],
    ['an array', '[{"a":1},\n{"a":2},{"a":3}]', [1, 2, 2]],
    ['an envelope', '{"@odata.context":"x","value":[\n{"a":1},{"a":2},\n{"a":3}]}', [2, 2, 3]],
    [
      'PascalCase',
      '{"Stats":{"n":[{}]},"Schema":[{"Name":"a"}],"Results":[{"a":1},{"a":2},{"a":3}]}',
      [1, 1, 1],
    ],
    [
      'envelopes in envelopes',
      '{"took":1,"hits":{"total":3,"hits":[{"a":1},{"a":2},{"a":3}]}}',
      [1, 1, 1],
    ],
    [
      'documents one after another',
      '{\n  "a": 1\n}\n\n{\n  "a": 2\n}\n\ufeff{\n "a": 3}',
      [1, 5, 8],
    ],
    ['arrays one after another', '[{"a":1}]\r\n\r\n[{"a":2},{"a":3}]', [1, 3, 3]],
    ['arrays in an array', '[[{"a":1}],[{"a":2},{"a":3}],[]]', [1, 1, 1]],
    [
      'envelopes one after another',
      '{"records":[{"a":1}]}\n{"records":[{"a":2},{"a":3}]}',
      [1, 2, 2],
    ],
    ['a collection of PowerShell 5.1', '{"value":[{"a":1},{"a":2},{"a":3}],"Count":3}', [1, 1, 1]],
    ['strings that hold objects', '"{\\"a\\":1}"\n"{\\"a\\":2}"\n"{\\"a\\":3}"\n', [1, 2, 3]],
    ['strings in an array', '["{\\"a\\":1}",\n"{\\"a\\":2}","{\\"a\\":3}"]', [1, 2, 2]],
    ['commas left over', '[{"a":1},,{"a":2},\n{"a":3},]', [1, 1, 2]],
  ])('reads %s', async (_name, content, lines) => {
    const read = await readJsonText(scratch, content);
    expect(fieldsOf(read)).toEqual([{ a: 1 }, { a: 2 }, { a: 3 }]);
    expect(read.records.map((record) => record.line)).toEqual(lines);
    expect(read.rejects).toEqual([]);
    expect(read.notes).toEqual([]);
  });

  it('keeps the exact text of each record', async () => {
    const first = '{ "a" : "\\u00e9é",\t"b":[ 1.0, 1e3 ] }';
    const read = await readJsonText(scratch, `[ ${first} ,{"c":null}]`);
    expect(read.records.map((record) => record.text)).toEqual([first, '{"c":null}']);
  });

  it.each([
    ['a bare record', '{"CreationTime":"2024","Operation":"x","data":[{"a":1}]}'],
    ['a record whose keys come late', '{"data":[{"a":1}],"Operation":"x"}'],
    ['a record with an id', '{"id":"7","items":[{"a":1}]}'],
    ['a record with values', '{"name":"x","value":[1,2]}'],
    ['an object that is empty', '{}'],
  ])('takes %s as one record', async (_name, content) => {
    const read = await readJsonText(scratch, content);
    expect(fieldsOf(read)).toEqual([JSON.parse(content)]);
  });

  it('finds no record in an envelope with none', async () => {
    const read = await readJsonText(scratch, '{"@odata.context":"x","value":[]}');
    expect(read.items).toEqual([]);
    expect(read.notes).toEqual([]);
  });

  it('takes results with an id for what they are', async () => {
    const read = await readJsonText(scratch, '{"id":"q","value":[{"createdDateTime":"2024"}]}');
    expect(fieldsOf(read)).toEqual([{ createdDateTime: '2024' }]);
  });

  it('reads Log Analytics and Kusto tables', async () => {
    const read = await readJsonText(
      scratch,
      '{"tables":[{"name":"PrimaryResult","columns":[{"name":"A","type":"string"},{"name":"B"}],' +
        '"rows":[["x",1],["y",2],\n["z"]]}]}\n' +
        '{"Tables":[{"TableName":"T","Columns":[{"ColumnName":"A"}],"Rows":[[null]]}]}',
    );
    expect(fieldsOf(read)).toEqual([{ A: 'x', B: 1 }, { A: 'y', B: 2 }, { A: 'z' }, { A: null }]);
    expect(read.records.map((record) => record.damage)).toEqual([
      undefined,
      undefined,
      'has 1 of 2 columns',
      undefined,
    ]);
  });

  it('notes that pages are missing, unless they follow', async () => {
    const page = (a: number, next: boolean): string =>
      `{${next ? '"@odata.nextLink":"https://x",' : ''}"value":[{"a":${a}}]}`;
    expect(codes(await readJsonText(scratch, page(1, true)))).toEqual(['more-pages']);
    expect(codes(await readJsonText(scratch, `${page(1, true)}\n${page(2, false)}`))).toEqual([]);
    expect(codes(await readJsonText(scratch, `[${page(1, true)},${page(2, true)}]`))).toEqual([
      'more-pages',
    ]);
  });

  it('rejects what is no object', async () => {
    const read = await readJsonText(scratch, '[1,{"a":1},"x",null,[2],"[{}]",true]');
    expect(read.rejects.map((reject) => reject.reason)).toEqual([
      '1, not an object',
      'a string, not an object',
      'null, not an object',
      '2, not an object',
      'a string, not an object',
      'true, not an object',
    ]);
    expect(fieldsOf(read)).toEqual([{ a: 1 }]);
  });

  it('mends commas, NaN and control characters, and says so', async () => {
    const read = await readJsonText(
      scratch,
      '[{"a":1,},{"a":NaN,"b":[-Infinity,]},{"a":"x\ty, }"},{"a":"l\nm"}]',
    );
    expect(fieldsOf(read)).toEqual([
      { a: 1 },
      { a: null, b: [null] },
      { a: 'x\ty, }' },
      { a: 'l\nm' },
    ]);
    expect(read.records.map((record) => record.damage)).toEqual([
      'had to be mended: a comma before a closing bracket',
      'had to be mended: NaN instead of a number, -Infinity instead of a number, a comma before a closing bracket',
      'had to be mended: control characters in a string',
      'had to be mended: control characters in a string',
    ]);
  });

  describe('after damage', () => {
    const record = (i: number): string =>
      `{"Id":"${i}","Operation":"Send","Params":[{"Name":"a","Value":"${i}"},{"Name":"b"}],"Deep":{"Id":"x","Kind":1}}`;
    const damages: readonly (readonly [string, (text: string) => string])[] = [
      ['a quote lost', (text) => text.replace('"Send"', '"Send')],
      ['a quote too many', (text) => text.replace('"Send"', '"Se"nd"')],
      ['a bracket lost', (text) => text.slice(0, -1)],
      ['an inner bracket lost', (text) => text.replace(']', '')],
      ['a bracket too many', (text) => text.replace('}', '}}')],
      ['a comma lost', (text) => text.replace('","', '""')],
      ['a word', (text) => text.replace('"Send"', 'Send')],
      ['half of it', (text) => text.slice(0, text.length / 2)],
      ['the first half', (text) => text.slice(text.length / 2)],
      ['a bad escape', (text) => text.replace('Send', '\\x')],
    ];
    const layouts: readonly (readonly [string, (records: readonly string[]) => string])[] = [
      ['JSON Lines', (records) => records.join('\n')],
      ['an array on one line', (records) => `[${records.join(',')}]`],
      ['an array, a record a line', (records) => `[\n${records.join(',\n')}\n]`],
      ['an envelope', (records) => `{"value":[${records.join(',')}]}`],
      ['documents', (records) => records.join('\r\n\r\n')],
    ];
    for (const [layout, lay] of layouts)
      it.each(damages)(`in ${layout}: %s costs one record`, async (_name, damage) => {
        const records = Array.from({ length: 9 }, (_, i) => record(i));
        for (const hurt of [0, 4, 8]) {
          const broken = records.map((text, i) => (i === hurt ? damage(text) : text));
          const read = await readJsonText(scratch, lay(broken));
          const ids = read.records.map((item) => item.fields['Id']);
          const whole = records.flatMap((_, i) => (i === hurt ? [] : [String(i)]));
          expect(ids.filter((id) => id !== String(hurt) && id !== 'x')).toEqual(whole);
          expect(read.rejects.length).toBeGreaterThan(0);
          expect(read.items.length).toBeLessThanOrEqual(11);
        }
      });

    it('recovers in indented arrays and documents by their indentation', async () => {
      const records = Array.from({ length: 6 }, (_, i) => ({ Id: i, In: [{ Id: 1 }, { Id: 2 }] }));
      const text = JSON.stringify(records, null, 4).replace('"Id": 2,', '"Id": 2');
      const read = await readJsonText(scratch, text);
      expect(read.records.map((item) => item.fields['Id'])).toEqual([0, 1, 3, 4, 5]);
      expect(read.rejects.map((reject) => reject.line)).toEqual([24]);
      const documents = records.map((r) => JSON.stringify(r, null, 2)).join('\n\n');
      const hurt = await readJsonText(scratch, documents.replace('"Id": 3,', '"Id": 3'));
      expect(hurt.records.map((item) => item.fields['Id'])).toEqual([0, 1, 2, 4, 5]);
      expect(hurt.rejects.length).toBe(1);
    });

    it('says that a file is cut', async () => {
      const inside = await readJsonText(scratch, '{"value":[{"a":1},{"a":2,"b":"x');
      expect(fieldsOf(inside)).toEqual([{ a: 1 }]);
      expect(inside.rejects.map((reject) => reject.reason)).toEqual([
        'the file ends inside this record',
      ]);
      expect(codes(inside)).toEqual(['truncated']);
      const between = await readJsonText(scratch, '[{"a":1},{"a":2},');
      expect(fieldsOf(between)).toEqual([{ a: 1 }, { a: 2 }]);
      expect(codes(between)).toEqual(['truncated']);
      const line = await readJsonText(scratch, '{"a":1}\n{"a":2}\n{"a":');
      expect(codes(line)).toEqual(['truncated']);
      expect(line.items.length).toBe(3);
    });

    it('rejects what is nested too deep, and reads on', async () => {
      const deep = `{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`;
      for (const content of [`[{"b":1},${deep},{"b":2}]`, `{"b":1}\n${deep}\n{"b":2}\n`]) {
        const read = await readJsonText(scratch, content);
        expect(fieldsOf(read)).toEqual([{ b: 1 }, { b: 2 }]);
        expect(read.rejects.map((reject) => reject.reason)).toEqual([
          'nested deeper than 1000 levels',
        ]);
      }
      const open = await readJsonText(scratch, '[{"a":'.repeat(50_000));
      expect(open.rejects.length).toBeGreaterThan(0);
    });

    it('rejects records longer than the limit in little memory', async () => {
      const long = `{"b":"${'x'.repeat(5_000_000)}"}`;
      for (const content of [
        `[{"a":1},${long},{"a":2}]`,
        `{"a":1}\n${long}\n{"a":2}\n`,
        `{"value":[{"a":1},${long},{"a":2}]}`,
      ]) {
        const read = await readJsonText(scratch, content, { recordBytes: 1_000_000 });
        expect(fieldsOf(read)).toEqual([{ a: 1 }, { a: 2 }]);
        expect(read.rejects.length).toBe(1);
        expect(read.rejects[0]?.text.length).toBe(2000);
      }
    });

    it('reads on after lines that are not JSON', async () => {
      const read = await readJsonText(
        scratch,
        'VERBOSE: x\n{"a":1}\n\nWARNING {\n{"a":2}\n',
        {},
        'json',
      );
      expect(fieldsOf(read)).toEqual([{ a: 1 }, { a: 2 }]);
      expect(read.rejects.map((reject) => reject.line)).toEqual([1, 4]);
    });

    it('reads to the end, however the file is broken', async () => {
      for (const pattern of [
        '[{"a":',
        '{"a":[',
        '{"a":"',
        '{"a":{"b":1}x,',
        '"',
        '{',
        '}',
        '[{}',
        '{"value":[{',
      ])
        for (const kind of ['json', 'jsonl'] as const) {
          const content = pattern.repeat(Math.floor(500_000 / pattern.length));
          const { items, notes } = await readJsonText(scratch, content, {}, kind);
          expect(items.length + notes.length, `${pattern} as ${kind}`).toBeGreaterThan(0);
        }
    }, 120_000);
  });

  it('reads envelopes too large to hold', async () => {
    const record = JSON.stringify({ Id: 'x'.repeat(100), Operation: 'y', items: [{ a: 1 }] });
    const count = 20_000;
    const read = await readJsonText(
      scratch,
      `{"@odata.context":"c","value":[${Array.from({ length: count }, () => record).join(',')}],"@odata.nextLink":"n"}`,
      { recordBytes: 1_000_000 },
    );
    expect(read.records.length).toBe(count);
    expect(read.largestBatch).toBe(500);
    expect(codes(read)).toEqual(['more-pages']);
  });

  const value = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 5 });
  const notEnvelope = value.filter(
    (object) => !Object.keys(object).some((key) => /^(?:value|data|d|hits|rows|items)/i.test(key)),
  );

  it('agrees with JSON.stringify in every shape', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(notEnvelope, { minLength: 1, maxLength: 12 }),
        fc.constantFrom(0, 1, 2, 4),
        fc.constantFrom('\n', '\r\n', '\n\n', '\r\n\r\n\ufeff'),
        fc.constantFrom('array', 'envelope', 'documents', 'arrays'),
        async (objects, indent, newline, shape) => {
          const write = (object: unknown): string =>
            JSON.stringify(object, null, indent).replaceAll(
              '\n',
              newline.includes('\r') ? '\r\n' : '\n',
            );
          const content =
            shape === 'array'
              ? write(objects)
              : shape === 'envelope'
                ? write({ '@odata.context': 'x', value: objects })
                : shape === 'arrays'
                  ? objects.map((object) => write([object])).join(newline)
                  : objects.map(write).join(newline);
          const read = await readJsonText(scratch, content, {}, 'json');
          const expected = objects.map((object) => JSON.parse(JSON.stringify(object)) as unknown);
          expect(fieldsOf(read)).toEqual(expected);
          expect(read.notes).toEqual([]);
          for (const item of read.records) {
            expect(JSON.parse(item.text ?? '')).toEqual(item.fields);
            const before = content.slice(0, content.indexOf(item.text ?? ''));
            expect(item.line).toBeGreaterThanOrEqual(before.split('\n').length);
          }
          if (indent === 0 && shape === 'documents') {
            const lines = await readJsonText(scratch, content, {}, 'jsonl');
            expect(fieldsOf(lines)).toEqual(expected);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('reads the records after a list that damage closed', async () => {
    const records = ['r1', 'r2', 'r3'].map((id) => JSON.stringify({ Id: id, P: [{ Id: 'x' }] }));
    const content = `[]\0Id":"r0","P":[{"Id":"x"}]},${records.join(',')}]`;
    const read = await readJsonText(scratch, content, {}, 'json');
    expect(read.records.map(({ text }) => text)).toEqual(records);
  });

  it('never crashes on damage, nor loses a record after it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 6, max: 30 }),
        fc.constantFrom('\n', ',', ',\n'),
        fc.array(fc.tuple(fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 3 })), {
          minLength: 1,
          maxLength: 3,
        }),
        async (count, between, damages) => {
          const records = Array.from({ length: count }, (_, i) =>
            JSON.stringify({
              Id: `r${i}`,
              Operation: 'Send',
              P: [{ Name: 'a', Value: i }],
              Q: { Id: 0 },
            }),
          );
          const open = between === '\n' ? '' : '[';
          const bytes = Buffer.from(open + records.join(between) + (open === '' ? '' : ']'));
          const half = Math.floor(count / 2);
          const limit = records.slice(0, half).join(between).length - 4;
          for (const [at, patch] of damages) bytes.set(patch, 1 + (at % limit));
          const read = await readJsonText(scratch, bytes, {}, between === '\n' ? 'jsonl' : 'json');
          // By the whole text: damage may turn one id into another.
          const texts = read.records.map((item) => item.text);
          for (let i = half + 1; i < count; i += 1)
            expect(texts.filter((text) => text === records[i]).length, `r${i}`).toBe(1);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('never crashes on noise', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.constantFrom(
            '{',
            '}',
            '[',
            ']',
            '"',
            ',',
            ':',
            'a',
            '1',
            '\n',
            '\\',
            '"a":',
            '{"value":[',
            '\ufeff',
          ),
        ),
        fc.constantFrom('json' as const, 'jsonl' as const),
        async (parts, kind) => {
          const read = await readJsonText(scratch, parts.join(''), {}, kind);
          expect(read.items.length).toBeLessThanOrEqual(2 * parts.length);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
