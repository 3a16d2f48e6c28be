import { describe, expect, test } from 'vitest';
import { isoTime, parseTime, timeWriter } from './time.js';

const noon = 1_715_342_400_000_000n; // 2024-05-10T12:00:00Z

describe('isoTime', () => {
  test.each([
    [noon, '2024-05-10T12:00:00Z'],
    [noon + 123_456n, '2024-05-10T12:00:00.123456Z'],
    [noon + 120_000n, '2024-05-10T12:00:00.12Z'],
    [-1n, '1969-12-31T23:59:59.999999Z'],
    [0n, '1970-01-01T00:00:00Z'],
  ])('%s', (time, text) => expect(isoTime(time)).toBe(text));
});

describe('timeWriter', () => {
  test.each([
    [undefined, '2024-05-10 12:00:00Z'],
    ['utc', '2024-05-10 12:00:00Z'],
    ['Asia/Tokyo', '2024-05-10 21:00:00+09:00'],
    ['Asia/Kathmandu', '2024-05-10 17:45:00+05:45'],
    ['America/New_York', '2024-05-10 08:00:00-04:00'],
  ])('%s', (zone, text) => expect(timeWriter(zone)(noon)).toBe(text));

  test('an unknown zone is wrong usage', () =>
    expect(() => timeWriter('Mars/Olympus')).toThrow(
      expect.objectContaining({ code: 'usage', message: expect.stringContaining('Mars/Olympus') }),
    ));
});

describe('parseTime', () => {
  test.each([
    ['2024-05-10', '2024-05-10T00:00:00Z'],
    ['2024-05-10T12:00', '2024-05-10T12:00:00Z'],
    ['2024-05-10 12:00:01.5', '2024-05-10T12:00:01.5Z'],
    ['2024-05-10T21:00+09:00', '2024-05-10T12:00:00Z'],
    ['2024-05-10T08:00:00-0400', '2024-05-10T12:00:00Z'],
    ['2024-05-10T12:00:00.1234567Z', '2024-05-10T12:00:00.123456Z'],
    ['2024-02-29', '2024-02-29T00:00:00Z'],
  ])('%s', (text, time) => expect(isoTime(parseTime(text, '--since'))).toBe(time));

  test.each(['', '2h', 'yesterday', '10/5/2024', '2023-02-29', '2024-05-10T24:01', '2024-13-01'])(
    '%j is wrong usage',
    (text) =>
      expect(() => parseTime(text, '--since')).toThrow(
        expect.objectContaining({ code: 'usage', message: expect.stringContaining('--since') }),
      ),
  );
});
