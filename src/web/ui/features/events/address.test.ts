import fc from 'fast-check';
import { expect, test } from 'vitest';
import { listIn, listNames, questionOf, searchFor, textOf, toggled } from './address.js';
import { commandText } from './command-text.js';

const value = fc.string({ minLength: 1 });

test('any values come back from an address as they were', () => {
  fc.assert(
    fc.property(fc.array(value, { minLength: 1 }), (values) => {
      expect(listIn(textOf(values))).toEqual(values);
    }),
  );
  fc.assert(
    fc.property(fc.constantFrom(...listNames), value, (name, one) => {
      expect(questionOf(searchFor({ [name]: [one] }))).toEqual({ [name]: [one] });
    }),
  );
  expect(listIn(undefined)).toEqual([]);
  expect(listIn('Add member to role.')).toEqual(['Add member to role.']);
});

test('a value is taken in and off again', () => {
  const once = toggled({}, 'user', 'a');
  expect(once).toEqual({ user: ['a'] });
  expect(questionOf(searchFor(toggled(once, 'user', 'a')))).toEqual({});
});

test('the command line holds what is asked, quoted for a shell', () => {
  expect(commandText('my case', { user: ['a@x.test'], grep: "it's $(rm)", since: '2024-05-10T09:30:00Z' })).toBe(
    `konseki events 'my case' --user a@x.test --since 2024-05-10T09:30:00Z --grep 'it'\\''s $(rm)'`,
  );
  expect(commandText('c', { app: ['-x', ''] })).toBe(`konseki events c --app=-x --app ''`);
}); // prettier-ignore
