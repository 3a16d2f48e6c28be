import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvShapeOf, readCsvText, useScratch } from './testing.case.js';

const scratch = useScratch();
const cells = (read: Awaited<ReturnType<typeof readCsvText>>): unknown[][] =>
  read.records.map((record) => Object.values(record.fields));

describe('readCsv', () => {
  it('reads quoted cells with delimiters, quotes and line ends in them', async () => {
    const read = await readCsvText(
      scratch,
      'Id,AuditData\r\n1,"{""a"":""b, c""}"\r\n\r\n2,"line\r\nline"\r\n3,\r\n',
    );
    expect(cells(read)).toEqual([
      ['1', '{"a":"b, c"}'],
      ['2', 'line\r\nline'],
      ['3', ''],
    ]);
    expect(read.records.map((record) => record.line)).toEqual([2, 4, 6]);
    expect(read.records.every((record) => record.damage === undefined)).toBe(true);
    expect(read.notes).toEqual([]);
  });

  it('skips BOM, #TYPE, sep= and blank lines above the header', async () => {
    const read = await readCsvText(
      scratch,
      '\ufeff#TYPE Selected.System\r\n\r\nsep=;\r\n"Id";"Name"\r\n"1";"a;b"\r\n',
    );
    expect(cells(read)).toEqual([['1', 'a;b']]);
    expect(read.records[0]?.line).toBe(5);
    expect(Object.keys(read.records[0]?.fields ?? {})).toEqual(['Id', 'Name']);
  });

  it.each([
    ['comma', ','],
    ['semicolon', ';'],
    ['tab', '\t'],
    ['bar', '|'],
  ])('detects a %s as delimiter', async (_name, delimiter) => {
    const read = await readCsvText(
      scratch,
      [`a${delimiter}b`, `1${delimiter}2`, `"x${delimiter}y"${delimiter}z`].join('\n'),
    );
    expect(cells(read)).toEqual([
      ['1', '2'],
      [`x${delimiter}y`, 'z'],
    ]);
  });

  it('reads files whose lines end with CR alone', async () => {
    const read = await readCsvText(scratch, 'a,b\r1,"x\ry"\r2,z\r');
    expect(cells(read)).toEqual([
      ['1', 'x\ry'],
      ['2', 'z'],
    ]);
    expect(read.records.map((record) => record.line)).toEqual([2, 4]);
  });

  it('keeps a lone CR in an unquoted cell and NULs in any', async () => {
    const read = await readCsvText(scratch, 'a,b\n1,x\ry\n2,"n\0l"\n');
    expect(cells(read)).toEqual([
      ['1', 'x\ry'],
      ['2', 'n\0l'],
    ]);
  });

  it('names columns that repeat, have no name, or are called __proto__', async () => {
    const read = await readCsvText(scratch, 'A,A,,__proto__\n1,2,3,4\n');
    expect(Object.entries(read.records[0]?.fields ?? {})).toEqual([
      ['A', '1'],
      ['A (2)', '2'],
      ['column 3', '3'],
      ['__proto__', '4'],
    ]);
  });

  it('keeps rows with too few or too many columns, as damaged', async () => {
    const read = await readCsvText(scratch, 'a,b,c\n1,2,3\n1,2\n1,2,3,4\n5,6,7\n');
    expect(read.records.map((record) => record.damage)).toEqual([
      undefined,
      'has 2 of 3 columns',
      'has 4 of 3 columns',
      undefined,
    ]);
    expect(read.records[1]?.fields).toEqual({ a: '1', b: '2' });
    expect(read.records[2]?.fields).toEqual({ a: '1', b: '2', c: '3', 'column 4': '4' });
  });

  it('notes repeated headers and does not count them', async () => {
    const read = await readCsvText(scratch, 'Id,Name\n1,a\nId,Name\n2,b\n\ufeffId,Name\n3,c\n');
    expect(cells(read)).toEqual([
      ['1', 'a'],
      ['2', 'b'],
      ['3', 'c'],
    ]);
    expect(read.notes.map((note) => [note.code, note.place?.line])).toEqual([
      ['header-repeated', 3],
      ['header-repeated', 5],
    ]);
  });

  it('reads another export appended to the first under its own header', async () => {
    const read = await readCsvText(
      scratch,
      [
        'CreationDate,UserIds,Operations,AuditData',
        '1,2,3,4',
        '#TYPE Deserialized.Object',
        'RecordId,CreationDate,RecordType,Operation,UserId,AuditData',
        'a,b,c,d,e,f',
        'Date (UTC);Request ID;User;Status',
        'q;r;s;t',
        'Date (UTC);Request ID;User;Activity',
        'u;v;w;x',
        '',
      ].join('\n'),
    );
    expect(read.records.map((record) => record.fields)).toEqual([
      { CreationDate: '1', UserIds: '2', Operations: '3', AuditData: '4' },
      {
        RecordId: 'a',
        CreationDate: 'b',
        RecordType: 'c',
        Operation: 'd',
        UserId: 'e',
        AuditData: 'f',
      },
      { 'Date (UTC)': 'q', 'Request ID': 'r', User: 's', Status: 't' },
      { 'Date (UTC)': 'u', 'Request ID': 'v', User: 'w', Activity: 'x' },
    ]);
    expect(read.notes.map((note) => note.code)).toEqual([
      'type-line',
      'header-changed',
      'header-changed',
      'header-changed',
    ]);
  });

  describe('after damage', () => {
    it('gives up the line with an unclosed quote and reads the next', async () => {
      const read = await readCsvText(scratch, 'a,b,c\n1,2,3\n4,"5,6\n7,8,9\n10,11,12\n');
      expect(cells(read)).toEqual([
        ['1', '2', '3'],
        ['7', '8', '9'],
        ['10', '11', '12'],
      ]);
      expect(read.rejects).toEqual([
        {
          kind: 'reject',
          recordNo: 2,
          line: 3,
          reason: 'line 3: a quote opened in this record is not closed',
          text: '4,"5,6',
        },
      ]);
    });

    it('does so in files that quote everything', async () => {
      const rows = Array.from({ length: 2000 }, (_, i) => `"${i}","{""n"":${i}}","x"`);
      rows[700] = '"700","{""n"":700},"x"';
      const read = await readCsvText(scratch, `"a","b","c"\n${rows.join('\n')}\n`);
      expect(read.items.length).toBe(2000);
      expect(read.items[700]?.line).toBe(702);
      expect(read.records.filter((record) => record.damage === undefined).length).toBe(1999);
    });

    it('does so when only one column is quoted', async () => {
      const rows = Array.from({ length: 50 }, (_, i) => `${i},u,"{""n"":${i}}",`);
      rows[20] = '20,u,"{""n"":20},';
      const read = await readCsvText(scratch, `a,b,c,d\n${rows.join('\n')}\n`);
      expect(read.items.length).toBe(50);
      expect(read.rejects.map((reject) => reject.line)).toEqual([22]);
    });

    it('reads stray quotes leniently', async () => {
      const read = await readCsvText(
        scratch,
        'a,b\n"say "hi" now",1\n5" disk,2\n"multi\nline "x" y",3\n"ok",4\n',
      );
      expect(cells(read)).toEqual([
        ['say "hi" now', '1'],
        ['5" disk', '2'],
        ['multi\nline "x" y', '3'],
        ['ok', '4'],
      ]);
      expect(read.records.map((record) => record.damage)).toEqual([
        'has a stray quote',
        'has a stray quote',
        'has a stray quote',
        undefined,
      ]);
      expect(read.records.map((record) => record.line)).toEqual([2, 3, 4, 6]);
    });

    it('keeps what is there of a last record that was cut', async () => {
      const read = await readCsvText(scratch, 'a,b\n1,"x"\n2,"{""Id"":""7');
      expect(cells(read)).toEqual([
        ['1', 'x'],
        ['2', '{"Id":"7'],
      ]);
      expect(read.records[1]?.damage).toBe('the file ends inside this record');
      expect(read.notes.map((note) => note.code)).toEqual(['truncated']);
    });

    it('rejects a line longer than the limit and reads on', async () => {
      const long = 'x'.repeat(3_000_000);
      const read = await readCsvText(scratch, `a,b\n1,2\n3,${long}\n5,6\n7,"${long}`, {
        recordBytes: 1_000_000,
      });
      expect(cells(read)).toEqual([
        ['1', '2'],
        ['5', '6'],
      ]);
      expect(read.rejects.map((reject) => [reject.line, reject.reason])).toEqual([
        [3, 'line of 3000002 bytes is longer than the limit of 1000000'],
        [5, 'line of 3000003 bytes is longer than the limit of 1000000'],
      ]);
      expect(read.rejects[0]?.text.length).toBe(2000);
    });

    it('does not let a quote swallow more than the limit', async () => {
      const rows = Array.from({ length: 20_000 }, (_, i) => `${i},plain`);
      const read = await readCsvText(scratch, `a,b\n0,"open\n${rows.join('\n')}\n`, {
        recordBytes: 100_000,
        lookaheadBytes: 50_000,
      });
      expect(read.rejects.map((reject) => reject.line)).toEqual([2]);
      expect(read.records.length).toBe(20_000);
    });

    it('reads to the end, however the file is broken', async () => {
      const patterns = ['a","b\n', '""a\n', '"a\n', 'x,"""""a\n', '"\n"",\n', '{"a":"b","\n'];
      for (const pattern of patterns) {
        const content = `a,b\n${pattern.repeat(Math.floor(300_000 / pattern.length))}`;
        const read = await readCsvText(scratch, content, {}, csvShapeOf('a,b\n1,2\n'));
        expect(read.items.length).toBeGreaterThan(0);
      }
    }, 120_000);
  });

  it('hands out batches of at most 500', async () => {
    const read = await readCsvText(scratch, `a,b\n${'1,2\n'.repeat(1234)}`);
    expect(read.records.length).toBe(1234);
    expect(read.largestBatch).toBe(500);
  });

  it('agrees with any writer of RFC 4180', async () => {
    const cell = fc.oneof(
      fc.string(),
      fc.stringMatching(/^[",;|\t\r\n a]{0,8}$/),
      fc.string({ unit: 'grapheme' }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(',', ';', '\t', '|'),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        fc.boolean(),
        fc.integer({ min: 2, max: 5 }).chain((width) =>
          fc.array(fc.array(cell, { minLength: width, maxLength: width }), {
            minLength: 1,
            maxLength: 20,
          }),
        ),
        async (delimiter, newline, quoteAll, finalNewline, rows) => {
          const width = rows[0]?.length ?? 2;
          const header = Array.from({ length: width }, (_, index) => `c${index}`);
          const write = (text: string): string =>
            quoteAll || /["\r\n]|^$/.test(text) || text.includes(delimiter)
              ? `"${text.replaceAll('"', '""')}"`
              : text;
          const text = [header, ...rows].map((row) => row.map(write).join(delimiter));
          const content = text.join(newline) + (finalNewline ? newline : '');
          const read = await readCsvText(scratch, content, {}, csvShapeOf(`${text[0] ?? ''}\n`));
          expect(cells(read)).toEqual(rows.map((row) => row.map((c) => Buffer.from(c).toString())));
          expect(read.notes).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('never crashes on damage, nor loses a record after it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 5, max: 40 }),
        fc.boolean(),
        fc.array(fc.tuple(fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 3 })), {
          minLength: 1,
          maxLength: 3,
        }),
        async (count, quoteAll, damages) => {
          const q = quoteAll ? '"' : '';
          const lines = Array.from(
            { length: count },
            (_, i) => `${q}${i}${q},${q}user${i}${q},"{""Id"":""${i}"",""x"":[1,2]}",${q}end${q}`,
          );
          const header = 'No,User,AuditData,End\n';
          const bytes = Buffer.from(`${header}${lines.join('\n')}\n`);
          // Damage in the first half; every line of the second must come out whole, once.
          const half = Math.floor(count / 2);
          const limit = Buffer.byteLength(`${header}${lines.slice(0, half).join('\n')}`);
          for (const [at, patch] of damages)
            bytes.set(patch, header.length + (at % Math.max(1, limit - header.length - 3)));
          const read = await readCsvText(scratch, bytes, {}, csvShapeOf(header));
          const whole = read.records.filter((record) => record.damage === undefined);
          for (let i = half + 1; i < count; i += 1)
            expect(
              whole.filter(
                (record) => record.fields['No'] === String(i) && record.fields['End'] === 'end',
              ).length,
            ).toBe(1);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('never crashes on noise', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.constantFrom('"', ',', '\n', '\r', 'a', '""', '\ufeff', ' ', '#TYPE x', 'sep=;'),
        ),
        async (parts) => {
          const read = await readCsvText(
            scratch,
            `a,b\n${parts.join('')}`,
            {},
            csvShapeOf('a,b\n'),
          );
          expect(read.items.length).toBeLessThanOrEqual(parts.length);
        },
      ),
      { numRuns: 500 },
    );
  });
});
