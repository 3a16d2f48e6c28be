import { describe, expect, test } from 'vitest';
import { readIndicators, refanged } from './indicator-text.js';

const values = (text: string): readonly string[] =>
  readIndicators(text).indicators.map(({ kind, value }) => `${kind} ${value}`);

test.each([
  ['hxxps://evil[.]example/a', 'https://evil.example/a'],
  ['192[.]0[.]2(.)7', '192.0.2.7'],
  ['someone[at]evil[dot]example', 'someone@evil.example'],
])('%s is written back', (fanged, plain) => {
  expect(refanged(fanged)).toBe(plain);
});

describe('a plain list', () => {
  test('one a line, each known by its shape; comments and blank lines are left out', () => {
    expect(
      values(
        [
          '# from the partner',
          '192.0.2.7',
          '',
          '198.51.100.0/24',
          '2001:DB8::1',
          'hxxps://Evil[.]example/Path',
          'bad@evil.example',
          'evil.example',
          'd41d8cd98f00b204e9800998ecf8427e',
          '3F691A1C-cb53-41e5-a56e-acfb23ae6ca5',
          'axios/1.7.9',
          'subject: Re: Invoice, overdue',
        ].join('\r\n'),
      ),
    ).toEqual([
      'ip 192.0.2.7',
      'network 198.51.100.0/24',
      'ip 2001:db8::1',
      'url https://evil.example/Path',
      'sender bad@evil.example',
      'domain evil.example',
      'hash d41d8cd98f00b204e9800998ecf8427e',
      'app 3f691a1c-cb53-41e5-a56e-acfb23ae6ca5',
      'agent axios/1.7.9',
      'subject Re: Invoice, overdue',
    ]);
  });

  test('what is not understood is told, not guessed at', () => {
    const { indicators, ignored } = readIndicators('call me\n192.0.2.7\n999.1.1.1');
    expect(indicators).toHaveLength(1);
    expect(ignored).toEqual(['call me', '999.1.1.1']);
  });
});

describe('CSV', () => {
  test('with kind and value', () => {
    expect(
      values('type,value,comment\nipv4,192.0.2.7,x\n"email-subject","Hello, you",\nsha256,ABCD,'),
    ).toEqual(['ip 192.0.2.7', 'subject Hello, you', 'hash abcd']);
  });

  test('with a column for each kind, and another delimiter', () => {
    expect(values('ip;user_agent;note\n192.0.2.7;python-requests/2.31;a\n;curl/8.0;b')).toEqual([
      'ip 192.0.2.7',
      'agent python-requests/2.31',
      'agent curl/8.0',
    ]);
  });
});

describe('STIX 2.1', () => {
  test('patterns and observables of a bundle', () => {
    const bundle = {
      type: 'bundle',
      objects: [
        { type: 'indicator', pattern: "[ipv4-addr:value = '192.0.2.7' OR ipv4-addr:value ISSUBSET '198.51.100.0/24']" },
        { type: 'indicator', pattern: "[file:hashes.'SHA-256' = 'AA' AND email-message:subject = 'It\\'s due']" },
        { type: 'indicator', pattern: "[windows-registry-key:key = 'x']" },
        { type: 'email-addr', value: 'bad@evil.example' },
        { type: 'identity', name: 'nobody' },
      ],
    }; // prettier-ignore
    const { indicators, ignored } = readIndicators(JSON.stringify(bundle));
    expect(indicators.map(({ kind, value }) => `${kind} ${value}`)).toEqual([
      'ip 192.0.2.7',
      'network 198.51.100.0/24',
      'hash aa',
      "subject It's due",
      'sender bad@evil.example',
    ]);
    expect(ignored).toEqual(["windows-registry-key:key = 'x'"]);
  });
});

test('a quote that is never closed costs no line', () => {
  expect(values('192.0.2.7\n"; DROP TABLE\nbad@evil.example\n')).toEqual(
    expect.arrayContaining(['ip 192.0.2.7', 'sender bad@evil.example']),
  );
});
