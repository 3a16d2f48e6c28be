import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cut, size, table, widthOf } from './table.js';

describe('table', () => {
  test('numbers to the right, East Asian letters two wide', () => {
    const columns = [{ title: 'Name' }, { title: 'N', align: 'right' as const }, { title: 'X' }];
    expect(table(columns, [['青木', '5', 'a'], ['bo', '100', 'b']])).toBe(
      'Name    N  X\n青木    5  a\nbo    100  b\n',
    );
  }); // prettier-ignore

  test('fits the terminal, cutting the widest', () => {
    const columns = [
      { title: 'Time', least: 0 },
      { title: 'What', least: 5 },
    ];
    const rows = [['2024-05-10 12:00:00Z', 'a very long subject indeed']];
    expect(table(columns, rows, { width: 32 })).toBe(
      'Time                  What\n2024-05-10 12:00:00Z  a very lo…\n',
    );
    expect(table(columns, rows)).toContain('a very long subject indeed');
  });

  test('a hostile cell stays on its line', () => {
    const text = table([{ title: 'A' }, { title: 'B' }], [['x\n\x1b[1Ay', '\u202eb']]);
    expect(text.split('\n')).toHaveLength(3);
    expect(text).toContain('x\\n\\x1b[1Ay');
    expect(text).not.toContain('\u202e');
  });

  test('no line is wider than the terminal, whatever the cells', () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 60 });
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { maxLength: 5 }), (rows) => {
        const columns = ['A', 'B', 'C'].map((title) => ({ title, least: 6 }));
        for (const line of table(columns, rows, { width: 40 }).split('\n'))
          expect(widthOf(line)).toBeLessThanOrEqual(40);
      }),
    );
  });
});

test('cut keeps whole letters', () => {
  expect(cut('日本語', 5)).toBe('日本…');
  expect(cut('日本語', 6)).toBe('日本語');
  expect(widthOf(cut('👩‍👩‍👧 family', 4))).toBeLessThanOrEqual(4);
});

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1400, '1.4 kB'],
  [233_000_000, '233 MB'],
])('size %d', (bytes, text) => expect(size(bytes)).toBe(text));
