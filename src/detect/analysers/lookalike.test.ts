import { domainToASCII } from 'node:url';
import { describe, expect, test } from 'vitest';
import { imitated, registered } from './lookalike.js';

describe('imitated', () => {
  const find = imitated(['example0.jp', 'contoso-trading.com', 'harborbank.example', 'gmail.com']);

  test.each([
    ['exampIe0.jp', 'homoglyph'],
    ['exampleo.jp', 'homoglyph'],
    ['exarnple0.jp', 'homoglyph'],
    ['ехample0.jp', 'homoglyph'],
    [domainToASCII('ехample0.jp'), 'homoglyph'],
    ['example0.com', undefined],
    ['exampl0.jp', 'edit'],
    ['examlpe0.jp', 'edit'],
    ['example-0.jp', 'hyphen'],
    ['contosotrading.com', 'hyphen'],
    ['contoso-tradings.com', 'edit'],
    ['contoso-trading.co', 'ending'],
    ['contoso-trading.top', 'ending'],
    ['example0.jp.login.example', 'embedded'],
    ['example0-jp.com', 'embedded'],
    ['harborbank-secure.example', 'word'],
    ['secure-login-harborbank.example', 'word'],
    ['harborbankpayments.com', 'word'],
  ])('%s: %s', (host, how) => {
    expect(find(host).map((one) => one.how)).toEqual(how === undefined ? [] : [how]);
  });

  test.each([
    ['a sibling by number', 'example1.jp'],
    ['itself', 'mail.example0.jp'],
    ['the company in another country', 'contoso-trading.co.jp'],
    ['its subsidiary', 'contoso-trading-logistics.com'],
    ['its tenant', 'contoso-trading.onmicrosoft.com'],
    ['everybody’s mail', 'ymail.com'],
    ['a misspelt public mail', 'gmial.com'],
    ['no domain', 'localhost'],
    ['an empty text', ''],
  ])('not %s (%s)', (_, host) => {
    expect(find(host)).toEqual([]);
  });

  test('short names are near one another by chance', () => {
    expect(imitated(['abc.com', 'nec.com', 'ali.com'])('abd.com')).toEqual([]);
    expect(imitated(['ali.com'])('all.com')).toEqual([]);
  });
});

describe('registered', () => {
  test.each([
    ['mail.example.co.jp', 'example', 'co.jp'],
    ['a.b.example', 'b', 'example'],
    ['contoso.onmicrosoft.com', 'contoso', 'onmicrosoft.com'],
    ['contoso.mail.onmicrosoft.com', 'mail', 'onmicrosoft.com'],
  ])('%s', (host, label, suffix) => {
    expect(registered(host)).toMatchObject({ label, suffix });
  });
});
