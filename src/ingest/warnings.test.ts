import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WatchedCase } from '../../test/support/adding.js';
import { addedOne, newCase } from '../../test/support/adding.js';
import { useScratch } from '../../test/support/scratch.js';
import { auditRecords, jsonl, purviewCsv, searchCsv } from '../../test/support/ual.js';
import type { IntakeProfile } from '../store/store.js';
import { warningsOf } from './warnings.js';

const scratch = useScratch();
let opened: WatchedCase;
beforeEach(async () => {
  opened = await newCase(await scratch.folder());
});
afterEach(() => {
  opened.close();
});

const profile = (more: Partial<IntakeProfile> = {}): IntakeProfile => ({
  rows: 30,
  rejects: 0,
  users: 5,
  recordTypes: 4,
  results: [],
  ...more,
});
const codes = (more: Partial<IntakeProfile>, source = 'ual'): string[] =>
  warningsOf(profile(more), [], source).map(({ code }) => code);

describe('an export', () => {
  it('that shows no sign of being cut has no warning', () => {
    expect(codes({})).toEqual([]);
    expect(codes({ results: [{ count: 30, rows: 30, highest: 30 }] })).toEqual([]);
    // Found twice over, e.g. the same search in two sessions.
    expect(codes({ results: [{ count: 30, rows: 60, highest: 30 }] })).toEqual([]);
    expect(codes({ results: [{ count: 0, rows: 2, highest: 1 }] })).toEqual([]);
  });

  it.each([
    [100, true],
    [1_000, true],
    [5_000, true],
    [50_000, true],
    [100_000, true],
    [99, false],
    [101, false],
    [4_999, false],
  ])('of %d rows', (rows, warned) => {
    expect(codes({ rows })).toEqual(warned ? ['round-row-count'] : []);
    // What could not be read was exported, too.
    expect(codes({ rows: rows - 3, rejects: 3 })).toEqual(warned ? ['round-row-count'] : []);
  });

  it.each([[{ count: 30, rows: 20, highest: 30 }], [{ count: 30, rows: 30, highest: 20 }]])(
    'that lacks results of its search',
    (result) => {
      const [warning] = warningsOf(profile({ results: [result] }), [], 'ual');
      expect(warning).toMatchObject({ code: 'result-count' });
      expect(warning!.message).toMatch(/found 30 records .* holds \d+ of them/);
    },
  );

  it('of many searches has one warning for all', () => {
    const results = Array.from({ length: 500 }, (_, n) => ({ count: n + 10, rows: 2, highest: 2 }));
    const warnings = warningsOf(profile({ results }), [], 'ual');
    expect(warnings).toHaveLength(1);
    expect(warnings[0]!.message).toContain('500 searches');
  });

  it('of one user or one record type, unless it is short', () => {
    expect(codes({ users: 1 })).toEqual(['one-user']);
    expect(codes({ recordTypes: 1 })).toEqual(['one-record-type']);
    expect(codes({ recordTypes: 1 }, 'entra_signin')).toEqual([]);
    expect(codes({ rows: 9, users: 1, recordTypes: 1 })).toEqual([]);
  });

  it('without a record, but not one of rejects only', () => {
    expect(codes({ rows: 0, users: 0, recordTypes: 0 })).toEqual(['no-records']);
    expect(codes({ rows: 0, rejects: 3, users: 0, recordTypes: 0 })).toEqual([]);
  });

  it('hands on what the reader noticed', () => {
    const note = { code: 'truncated', message: 'It was cut.', place: { line: 3 } };
    expect(warningsOf(profile(), [note], 'ual')).toEqual([
      { code: 'truncated', message: 'It was cut.' },
    ]);
  });
});

describe('a file that is added has the warnings', () => {
  const warned = async (name: string, content: string | Buffer): Promise<string[]> => {
    const { evidence } = await addedOne(opened, await scratch.write(name, content));
    expect(await opened.store.evidence()).toEqual([evidence]);
    return evidence.warnings.map(({ code }) => code);
  };
  const several = auditRecords(0, 20);

  it('none', async () => {
    expect(await warned('a.csv', searchCsv(several))).toEqual([]);
  });
  it('round-row-count', async () => {
    expect(await warned('a.csv', purviewCsv(auditRecords(0, 100)))).toEqual(['round-row-count']);
  });
  it('result-count', async () => {
    expect(await warned('a.csv', searchCsv(several, 412))).toEqual(['result-count']);
  });
  it('one-user and one-record-type', async () => {
    const alike = several.map((it) => ({ ...it, UserId: 'a@contoso.test', RecordType: 2 }));
    expect(await warned('a.jsonl', jsonl(alike))).toEqual(['one-user', 'one-record-type']);
  });
  it('truncated', async () => {
    const whole = JSON.stringify(several);
    expect(await warned('a.json', whole.slice(0, -40))).toContain('truncated');
  });
  it('more-pages', async () => {
    const page = { '@odata.nextLink': 'https://graph.microsoft.com/next', value: several };
    expect(await warned('a.json', JSON.stringify(page))).toEqual(['more-pages']);
  });
  it('encoding', async () => {
    const broken = Buffer.from(jsonl(several));
    broken[broken.indexOf('contoso')] = 0xff;
    expect(await warned('a.jsonl', broken)).toEqual(['encoding']);
  });
});
