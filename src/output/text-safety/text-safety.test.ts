import { describe, expect, it, test } from 'vitest';
import { hostileNames } from '../../../test/hostile.js';
import { defanger } from './defang.js';
import { markdownText } from './markdown.js';
import { cellLength, sheetName, sheetText } from './spreadsheet.js';

describe('defang', () => {
  const defang = defanger(['contoso.example'], ['evil.test']);
  test.each([
    ['from 152.42.161.220 (SG)', 'from 152[.]42[.]161[.]220 (SG)'],
    ['240b:10:32c1:ab00:857:889:3734:e93', '240b[:]10[:]32c1[:]ab00[:]857[:]889[:]3734[:]e93'],
    ['2001:db8::1', '2001[:]db8[:][:]1'],
    ['https://login.evil.test/a?b=c', 'hxxps://login[.]evil[.]test/a?b=c'],
    ['HTTP://user@Evil.test:8080/', 'HXXP://user[@]Evil[.]test[:]8080/'],
    ['javascript:alert(1)', 'javascript[:]alert(1)'],
    ['mallory@evil.test', 'mallory[@]evil[.]test'],
    ['links to login.bizcard-portal.example.', 'links to login[.]bizcard-portal[.]example.'],
    ['WWW.Evil.com', 'WWW[.]Evil[.]com'],
    // What stays as it is.
    ['alice@contoso.example in contoso.example', 'alice@contoso.example in contoso.example'],
    ['Mail.ReadWrite.Shared User.Read', 'Mail.ReadWrite.Shared User.Read'],
    ['Customs form 7881.pdf at 09:25:56', 'Customs form 7881.pdf at 09:25:56'],
    ['Firefox/125.0 rv:125.0 10.15', 'Firefox/125.0 rv:125.0 10.15'],
  ])('%s', (text, safe) => {
    expect(defang(text)).toBe(safe);
    expect(defang(safe)).toBe(safe);
  });
});

describe('markdown', () => {
  it('leaves no sign that Markdown reads', () => {
    for (const name of hostileNames) {
      const text = markdownText(name);
      expect(text).not.toMatch(/[\n\r<>]/);
      expect(text).not.toMatch(/(?<!\\)(?:\\\\)*[`*_[\]|](?<!\\.)/);
      expect(text).not.toMatch(/^\s*(?:[-+#]|\d+[.)])(?:\s|$)/);
    }
  });
});

describe('spreadsheet', () => {
  it('cuts what is too long and escapes what Excel reads as an escape', () => {
    expect(sheetText('a'.repeat(40_000))).toHaveLength(cellLength);
    expect(sheetText('_x0041_ x_')).toBe('_x005F_x0041_ x_');
    expect(sheetName("'a:b/c?*[d]'")).toBe('a b c   d');
    expect(sheetName('')).toBe('-');
  });
});
