import { describe, expect, it } from 'vitest';
import { dateText, daysAfter, licenceKeys, licenceOf, retentionDays } from './licences.js';

const days = (licence: string, source: Parameters<typeof retentionDays>[1]) =>
  retentionDays(licenceOf(licence)!, source);

describe('retention (W-33)', () => {
  it.each([
    ['free', 'entra_signin', 7],
    ['p1', 'entra_audit', 30],
    ['p2', 'entra_signin', 30],
    ['e3', 'entra_signin', 30],
    ['office-e3', 'entra_signin', 7],
    ['e3', 'ual', 180],
    ['e5', 'ual', 365],
    ['e5', 'risk_detection', 90],
    ['e3', 'azure_activity', 90],
    ['e3', 'mail', null],
  ] as const)('keeps under %s the log %s for %s days', (licence, source, expected) => {
    expect(days(licence, source)).toBe(expected);
  });

  it('knows licences in any case, and no others', () => {
    expect(licenceOf(' E3 ')?.name).toBe('Microsoft 365 E3');
    expect(licenceOf('toString')).toBeUndefined();
    expect(licenceKeys).toContain('business-premium');
  });

  it('reckons in UTC', () => {
    expect(dateText(daysAfter('2024-05-10T23:59:59Z', 30))).toBe('2024-06-09');
    expect(dateText(daysAfter('2024-05-10T00:00:01Z', -7))).toBe('2024-05-03');
  });
});
