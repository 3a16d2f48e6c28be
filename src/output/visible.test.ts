import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { visible, visibleJson, visibleLines } from './visible.js';

/** What a terminal could obey, or a reader not see. */
const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

describe('visible', () => {
  test.each([
    ['a clear screen', '\x1b[2Jx', '\\x1b[2Jx'],
    ['a C1 control sequence', '\x9b31m', '\\x9b31m'],
    ['a link', '\x1b]8;;https://evil.example\x07', '\\x1b]8;;https://evil.example\\x07'],
    ['carriage return over the line', 'bad\rgood', 'bad\\rgood'],
    ['line feed and tab', 'a\nb\tc', 'a\\nb\\tc'],
    ['right-to-left override', 'invoice\u202efdp.exe', 'invoice\\u202efdp.exe'],
    ['isolates', '\u2066x\u2069', '\\u2066x\\u2069'],
    ['zero width', 'pay\u200bpal\u2060', 'pay\\u200bpal\\u2060'],
    ['byte order mark', '\ufeffx', '\\ufeffx'],
    ['tag characters', '\u{e0041}', '\\u{e0041}'],
    ['a lone surrogate', '\ud800', '\\ud800'],
    ['line separator', 'a\u2028b', 'a\\u2028b'],
    ['letters drawn as nothing', '\u3164\u2800', '\\u3164\\u2800'],
    ['NUL and DEL', '\0\x7f', '\\x00\\x7f'],
  ])('%s', (_, text, shown) => expect(visible(text)).toBe(shown));

  test('ordinary text of all scripts stays', () => {
    const text = 'Re: 請求書 – Größe, naïve, عربي, हिन्दी, 한국어 👍 C:\\Users';
    expect(visible(text)).toBe(text);
  });

  test('marks heaped on a letter are unstacked', () =>
    expect(visible(`e${'\u0301'.repeat(6)}`)).toBe(`e${'\u0301'.repeat(4)}\\u0301\\u0301`));

  test('nothing unsafe is left, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(visible(text)).not.toMatch(unsafe);
        expect(visibleLines(text).replaceAll('\n', '')).not.toMatch(unsafe);
      }),
    );
  });

  test('JSON says the same with nothing unsafe in it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string({ unit: 'binary' }), (value, text) => {
        const json = visibleJson(JSON.stringify({ value, text }, undefined, 2));
        expect(json.replaceAll('\n', '')).not.toMatch(unsafe);
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify({ value, text })));
      }),
    );
  });
});
