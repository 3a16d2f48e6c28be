import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DateOrder } from './time.js';
import { parseLocal, parseUtc } from './time.js';

const micros = (iso: string, more = 0n): bigint => BigInt(Date.parse(iso)) * 1000n + more;

describe('a time that says one instant', () => {
  it.each([
    ['2023-06-01T13:12:18', micros('2023-06-01T13:12:18Z')],
    ['2023-06-01 13:12:18', micros('2023-06-01T13:12:18Z')],
    ['2025-03-18T12:33:24Z', micros('2025-03-18T12:33:24Z')],
    ['2026-01-24T06:54:24.0000000Z ', micros('2026-01-24T06:54:24Z')],
    ['2024-05-10T10:12:14.0293077Z', micros('2024-05-10T10:12:14.029Z', 307n)],
    ['2024-05-10T10:12:14.9999999', micros('2024-05-10T10:12:14.999Z', 999n)],
    ['2024-05-10T10:12:14.5Z', micros('2024-05-10T10:12:14.500Z')],
    ['2024-05-10T10:12:14.1234567890123Z', micros('2024-05-10T10:12:14.123Z', 456n)],
    ['2024-05-10T10:12:14+09:00', micros('2024-05-10T01:12:14Z')],
    ['2024-05-10T10:12:14.5-0330', micros('2024-05-10T13:42:14.500Z')],
    ['2024-05-10 10:12:14 UTC', micros('2024-05-10T10:12:14Z')],
    ['\\/Date(1728344797000)\\/', micros('2024-10-07T23:46:37Z')],
    ['/Date(1728344797000)/', micros('2024-10-07T23:46:37Z')],
    ['/Date(1728344797123+0900)/', micros('2024-10-07T23:46:37.123Z')],
    ['/Date(-1000)/', -1_000_000n],
    ['2024-02-29T00:00:00', micros('2024-02-29T00:00:00Z')],
    ['9999-12-31T23:59:59.9999999Z', micros('9999-12-31T23:59:59.999Z', 999n)],
  ])('%s', (written, expected) => {
    expect(parseUtc(written)).toBe(expected);
    expect(parseLocal(written)).toBe(expected);
  });

  it.each([
    '', ' ', 'yesterday', '2023-02-29T00:00:00', '2024-02-30T00:00:00', '2024-13-01T00:00:00', '2024-00-01T00:00:00', '2024-01-32T00:00:00',
    '2024-01-00T00:00:00', '2024-01-01T24:00:00', '2024-01-01T00:60:00', '2024-01-01T00:00:60', '2024-01-01', '2024-01-01T00:00', '24-01-01T00:00:00',
    // .NET's way of saying that there is none
    '0001-01-01T00:00:00', '/Date(-62135596800000)/', '/Date(253402300800000)/', '/Date(x)/', '/Date()/', '２０２４-01-01T00:00:00',
  ])('is not %j', (written) => {
    expect(parseUtc(written)).toBeNull();
  }); // prettier-ignore

  it('is read back, whenever it was', () => {
    const between = {
      min: new Date('1000-01-01'),
      max: new Date('9999-12-31'),
      noInvalidDate: true,
    };
    fc.assert(
      fc.property(fc.date(between), (date) => {
        const expected = BigInt(date.getTime()) * 1000n;
        expect(parseUtc(date.toISOString())).toBe(expected);
        expect(parseUtc(date.toISOString().replace('Z', '+00:00'))).toBe(expected);
        expect(parseUtc(`/Date(${date.getTime()})/`)).toBe(expected);
      }),
    );
  });
});

describe('a time in a person’s notation', () => {
  const cases: readonly [string, DateOrder | undefined, string | null][] = [
    // Sentinel
    ['4/28/2021, 3:05:26.000 PM', undefined, '2021-04-28T15:05:26Z'],
    ['4/26/2021, 7:17:10.447 AM', undefined, '2021-04-26T07:17:10.447Z'],
    // Purview 2023: American, told by AM or PM
    ['9/20/2023 4:05:03 AM', undefined, '2023-09-20T04:05:03Z'],
    ['5/6/2023 12:00:00 AM', undefined, '2023-05-06T00:00:00Z'],
    ['5/6/2023 12:00:00 PM', undefined, '2023-05-06T12:00:00Z'],
    ['5/6/2023 1:02:03 pm', 'dmy', '2023-06-05T13:02:03Z'],
    // day and month could be either
    ['5/6/2023 10:02:03', undefined, null],
    ['5/6/2023 10:02:03', 'mdy', '2023-05-06T10:02:03Z'],
    ['5/6/2023 10:02:03', 'dmy', '2023-06-05T10:02:03Z'],
    // one of them is above 12
    ['25/6/2023 10:02:03', undefined, '2023-06-25T10:02:03Z'],
    ['25/6/2023 10:02:03', 'mdy', '2023-06-25T10:02:03Z'],
    ['6/25/2023 10:02:03', 'dmy', '2023-06-25T10:02:03Z'],
    ['25.06.2023 10:02', undefined, '2023-06-25T10:02:00Z'],
    ['25/25/2023 10:02:03', undefined, null],
    ['31/4/2023 10:02:03', undefined, null],
    // the year first
    ['2024/05/10 9:31:12', undefined, '2024-05-10T09:31:12Z'],
    ['2024/5/10 9:31', undefined, '2024-05-10T09:31:00Z'],
    ['2024/05/10 午後 3:31:12', undefined, '2024-05-10T15:31:12Z'],
    ['2024/05/10 午前 12:31', undefined, '2024-05-10T00:31:00Z'],
    ['2024/05/10 3:31:12 午後', undefined, '2024-05-10T15:31:12Z'],
    ['２０２４／０５／１０ ９：３１：１２', undefined, '2024-05-10T09:31:12Z'],
    // PowerShell 7 writes U+202F before AM and PM
    ['9/20/2023 4:05:03\u202fPM', undefined, '2023-09-20T16:05:03Z'],
    ['9/20/2023 4:05:03 PM UTC', undefined, '2023-09-20T16:05:03Z'],
    ['2024-01-01T00:00', undefined, '2024-01-01T00:00:00Z'],
    ['9/20/2023', undefined, null],
    ['9/20/23 4:05:03 AM', undefined, null],
    ['9/20/2023 25:05:03', undefined, null],
  ];
  it.each(cases)('%s, %s', (written, order, expected) => {
    expect(parseLocal(written, order)).toBe(expected === null ? null : micros(expected));
  });
});
