import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvCell, csvLine } from './csv.js';

describe('csv', () => {
  test.each([
    ['=1+1', "'=1+1"],
    ['+SUM(A1)', "'+SUM(A1)"],
    ['-2+3', "'-2+3"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', '"\'\r=1"'],
    ['＝1+1', "'＝1+1"],
    ['=HYPERLINK("http://x","y")', '"\'=HYPERLINK(""http://x"",""y"")"'],
    ['a=1', 'a=1'],
    ['a,"b"', '"a,""b"""'],
    ['two\r\nlines', '"two\r\nlines"'],
    [-5, '-5'],
    [true, 'true'],
    [null, ''],
    ['', ''],
  ])('%j', (value, cell) => expect(csvCell(value)).toBe(cell));

  test('what is written is read again, and no cell starts a formula', () => {
    const cell = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(fc.array(cell, { minLength: 2, maxLength: 5 }), (cells) => {
        const [row] = parse(csvLine(cells), { record_delimiter: '\r\n' });
        expect(row).toHaveLength(cells.length);
        cells.forEach((text, at) => {
          const read = row?.[at] ?? '';
          expect(read === text || read === `'${text}`).toBe(true);
          expect(read).not.toMatch(/^[=+\-@\t\r]/);
        });
      }),
    );
  });
});
