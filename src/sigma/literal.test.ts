import { describe, expect, it } from 'vitest';
import { adapted } from './literal.js';
import type { Pattern, Test } from './rule.js';

const any = { kind: 'any' } as const;
const patternOf = (pattern: Pattern): Pattern | undefined => {
  const test: Test = { kind: 'pattern', pattern, cased: false };
  const made = adapted(test, 'operation');
  return made.kind === 'pattern' ? made.pattern : undefined;
};

describe('a literal compared with the operation', () => {
  it.each<[string, Pattern, Pattern]>([
    ['a final stop', ['Add service principal.'], ['Add service principal']],
    [
      'a dash and a blank at the end',
      ['Update application – Certificates and secrets management '],
      ['Update application - Certificates and secrets management'],
    ],
    [
      'a stop before a wildcard',
      [any, 'Disable Strong Authentication.', any],
      [any, 'Disable Strong Authentication', any],
    ],
    ['a blank before a wildcard stays', ['Add ', any], ['Add ', any]],
    ['a blank after a wildcard stays', [any, ' role.'], [any, ' role']],
    [
      'a stop inside stays',
      ['admissionregistration.k8s.io', any, '/write'],
      ['admissionregistration.k8s.io', any, '/write'],
    ],
    ['nothing but a stop stays', [any, '.', any], [any, '.', any]],
  ])('%s', (_, given, expected) => {
    expect(patternOf(given)).toEqual(expected);
  });

  it('leaves other tests and other columns alone', () => {
    const regex: Test = { kind: 'regex', source: 'x\\.$', flags: '' };
    expect(adapted(regex, 'operation')).toBe(regex);
    const pattern: Test = { kind: 'pattern', pattern: ['x.'], cased: false };
    expect(adapted(pattern, undefined)).toBe(pattern);
  });
});
