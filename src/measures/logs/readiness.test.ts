import { describe, expect, test } from 'vitest';
import type { Readiness, ReadinessPlan } from '../../model/measure.js';
import { sources } from '../../model/event.js';
import { logRows } from './logs-table.js';
import type { ReadinessQuestion } from './readiness.js';
import { readinessOf } from './readiness.js';

const day = 86_400_000;
const now = Date.parse('2026-11-24T00:00:00Z');
const ask = (rest: Partial<ReadinessQuestion>): ReadinessPlan =>
  readinessOf({ licences: [], now, ...rest });
function row(plan: ReadinessPlan, id: string): Readiness {
  const found = plan.rows.find(({ log }) => log.id === id);
  if (found === undefined) throw new Error(`no ${id}`);
  return found;
}
const state = (rest: Partial<ReadinessQuestion>, id = 'entra-signins'): string =>
  row(ask(rest), id).state;
const iso = (at: number): string => new Date(at).toISOString();

describe('readiness', () => {
  test('keeps logs for as long as the licence says (W-33)', () => {
    const days = (licences: string[], id: string): number | null =>
      row(ask({ licences }), id).keptDays;
    expect(days([], 'entra-signins')).toBe(7);
    expect(days(['business-premium'], 'entra-signins')).toBe(30);
    expect(days(['e3'], 'ual')).toBe(180);
    expect(days(['E5 '], 'ual')).toBe(365);
    expect(days(['o365-e3', 'e5-security'], 'risk-detections')).toBe(90);
    expect(row(ask({ licences: ['e3'] }), 'risk-detections').state).toBe('not-licensed');
    expect(row(ask({}), 'graph-activity').state).toBe('not-licensed');
    expect(row(ask({ licences: ['p1'] }), 'graph-activity').state).toBe('beforehand');
  });

  test('says until when each must be fetched, and puts what is about to go first', () => {
    const licences = ['p1'];
    expect(state({ licences, start: now - 10 * day })).toBe('fetch');
    expect(state({ licences, start: now - 25 * day })).toBe('soon');
    expect(state({ licences, start: now - 31 * day })).toBe('partly-gone');
    expect(state({ licences, start: now - 40 * day, end: now - 35 * day })).toBe('expired');
    const plan = ask({ licences, start: now - 25 * day });
    expect(row(plan, 'entra-signins')).toMatchObject({
      fetchBy: '2026-11-29T00:00:00Z',
      fetchFrom: '2026-10-25T00:00:00Z',
    });
    const states = plan.rows.map((one) => one.state);
    expect(states.lastIndexOf('soon')).toBeLessThan(states.indexOf('fetch'));
    const expired = row(ask({ licences, start: now - 40 * day, end: now - 35 * day }), 'ual');
    expect(expired.state).toBe('fetch');
  });

  test('knows what a case has, to a day', () => {
    const start = now - 5 * day;
    const end = now - 3 * day;
    const have = (first: number, last: number) => ({
      licences: ['p1'], start, end,
      coverage: [{ source: 'entra_signin', first: iso(first), last: iso(last) }] as const,
    }); // prettier-ignore
    expect(state(have(start - 9 * day, end))).toBe('there');
    expect(state(have(start + day / 2, end - day / 2))).toBe('there');
    expect(state(have(start + 1.5 * day, end))).toBe('part-there');
    expect(state(have(start - day, start))).toBe('part-there');
    expect(state({ ...have(start - day, start), now: now + 90 * day })).toBe('rest-gone');
    const mail = [{ source: 'mail', first: iso(start), last: iso(start) }] as const;
    expect(state({ start, end, coverage: mail }, 'mail-sample')).toBe('there');
    expect(state({ start, end, coverage: [{ source: 'mail', first: null, last: null }] }, 'mail-sample')).toBe('fetch'); // prettier-ignore
  });

  test('refuses licences nobody sells, and incidents to come', () => {
    expect(() => ask({ licences: ['e9'] })).toThrow('There is no licence "e9".');
    expect(() => ask({ start: now + day })).toThrow('in the future');
  });

  test('has a source, and both languages, for every log', () => {
    expect(new Set(logRows.map(({ id }) => id)).size).toBe(logRows.length);
    for (const { name, shows, portal, pitfalls, source, reference, kept } of logRows) {
      for (const said of [name, shows, portal, pitfalls])
        expect(Math.min(said.en.length, said.ja.length)).toBeGreaterThan(3);
      expect(sources).toContain(source);
      expect(reference.page).not.toBe('');
      expect(kept.length).toBeGreaterThan(0);
    }
  });
});
