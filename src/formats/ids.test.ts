import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalToken, guidFromToken, isGuid, tokenFromGuid } from './ids.js';

// formats.md §6
const token = '3kVZRE8tFkinHtPA7_EFAA';
const guid = '445945de-2d4f-4816-a71e-d3c0eff10500';
const zero = '00000000-0000-0000-0000-000000000000';
const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('token ids', () => {
  it('are the request GUID in Microsoft’s byte order', () => {
    expect(tokenFromGuid(guid)).toBe(token);
    expect(tokenFromGuid(guid.toUpperCase())).toBe(token);
    expect(guidFromToken(token)).toBe(guid);
  });

  it('lead to the GUID and back, whatever the GUID', () => {
    fc.assert(
      fc.property(fc.uuid(), (any) => {
        const made = tokenFromGuid(any);
        if (any === zero) return made === null;
        expect(made).toMatch(/^[A-Za-z0-9_-]{22}$/);
        return made !== null && guidFromToken(made) === any;
      }),
    );
  });

  it.each([
    [token, token],
    [`${token}==`, token],
    [` ${token}\r\n`, token],
    ['3kVZRE8tFkinHtPA7/EFAA', token],
    ['3kVZRE8tFkinHtPA7/EFAA==', token],
    [guid, token],
    [guid.toUpperCase(), token],
    // 2022: base64 of the GUID's text
    [base64(guid), token],
    [base64(guid.toUpperCase()), token],
    // none
    ['', null],
    ['  ', null],
    ['==', null],
    ['A'.repeat(22), null],
    [`${'A'.repeat(22)}==`, null],
    ['0'.repeat(22), null],
    [zero, null],
    [base64(zero), null],
    // what is no token stays what it is, its case kept
    ['KOtSNiiy4Ui7', 'KOtSNiiy4Ui7'],
    [base64('x'.repeat(36)), base64('x'.repeat(36))],
  ])('read %j as %j', (written, expected) => {
    expect(canonicalToken(written)).toBe(expected);
  });

  it('come from nothing but GUIDs', () => {
    for (const text of ['', 'x', zero, guid.replaceAll('-', ''), `{${guid}}`, `${guid} `])
      expect(tokenFromGuid(text)).toBeNull();
    for (const text of ['', 'x', token.slice(1), `${token}A`, '3kVZRE8tFkinHtPA7/EFAA'])
      expect(guidFromToken(text)).toBeNull();
    expect(isGuid(`${guid}\n`)).toBe(false);
  });
});
