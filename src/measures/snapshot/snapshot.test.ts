import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { jsonErrorOffset, placeOf } from './json-place.js';
import type { Snapshot } from './snapshot.js';
import { readSnapshot } from './snapshot.js';

const one = (name: string, value: unknown): Snapshot =>
  readSnapshot([{ name, text: JSON.stringify(value) }]);
const policy = { id: 'p', displayName: 'x', state: 'enabled', conditions: {}, grantControls: null };
const context = 'https://graph.microsoft.com/v1.0/$metadata#identity/conditionalAccess/policies';

describe('an object is told by its content before its name', () => {
  test.each([
    ['a collection', 'x.json', { '@odata.context': context, value: [policy] }],
    ['a bare array', 'x.json', [policy]],
    ['one object', 'x.json', policy],
    ['under another name', 'users.json', [policy]],
    ['among others', 'tenant.json', { policies: { '@odata.context': context, value: [policy] }, users: [] }],
    ['in a batch', 'x.json', { responses: [{ id: '1', status: 200, body: { '@odata.context': context, value: [policy] } }] }],
    ['as PowerShell writes it', 'x.json', [{ Id: 'p', DisplayName: 'x', State: 'enabled', Conditions: { Users: { IncludeUsers: ['All'] } }, GrantControls: null }]],
  ])('%s', (_, name, value) => {
    const policies = one(name, value).of('conditionalAccessPolicies');
    expect(policies).toMatchObject({ given: true, cut: false });
    expect(policies.items.map((item) => item.value.state)).toEqual(['enabled']);
  }); // prettier-ignore

  test('an empty collection by its context, or else its name, is there', () => {
    expect(one('x.json', { '@odata.context': context, value: [] }).of('conditionalAccessPolicies').given).toBe(true); // prettier-ignore
    expect(one('namedLocations.json', []).of('namedLocations').given).toBe(true);
    expect(one('x.json', []).problems).toHaveLength(1);
  });

  test('unknown properties are kept', () => {
    const [item] = one('x.json', [{ ...policy, later: { a: 1 } }]).of('conditionalAccessPolicies').items; // prettier-ignore
    expect(item?.value).toMatchObject({ later: { a: 1 } });
  });
});

test('pages: the last of several names no next one', () => {
  const next = { '@odata.context': context, '@odata.nextLink': 'https://x', value: [policy] };
  expect(one('1.json', next).of('conditionalAccessPolicies').cut).toBe(true);
  expect(one('1.json', next).files).toMatchObject([{ cut: true }]);
  const both = readSnapshot([{ name: '1.json', text: JSON.stringify(next) }, { name: '2.json', text: JSON.stringify([policy]) }]); // prettier-ignore
  expect(both.of('conditionalAccessPolicies')).toMatchObject({ cut: false, items: [{}, {}] });
  expect(both.files.map(({ cut }) => cut)).toEqual([false, false]);
});

describe('what cannot be read is told with its place', () => {
  test('malformed JSON, and the kind its name promises is not complete', () => {
    const snapshot = readSnapshot([{ name: 'users.json', text: '{\n  "value": [\n    {"id": 1,}\n' }]); // prettier-ignore
    expect(snapshot.problems[0]?.says).toEqual({ code: 'problem.malformed', values: { line: '3', column: '14' } }); // prettier-ignore
    expect(snapshot.of('users')).toMatchObject({ given: false, cut: true });
  });
  test("Graph's own errors, other objects, wrong shapes", () => {
    const codeOf = (name: string, value: unknown) => one(name, value).problems[0]?.says.code;
    expect(codeOf('users.json', { error: { code: 'Authorization_RequestDenied', message: '' } })).toBe('problem.graph-error'); // prettier-ignore
    expect(codeOf('x.json', { hello: 1 })).toBe('problem.not-recognised');
    expect(codeOf('x.json', 3)).toBe('problem.not-recognised');
    expect(codeOf('x.json', [{ ...policy, conditions: 'all' }])).toBe('problem.shape');
  });
  test('the place is where JSON.parse stops, whatever the text', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.constantFrom('', '}', ',', '"', '\\', 'x', '\u0001'), (json, at, junk) => {
        const text = json.slice(0, at % (json.length + 1)) + junk + json.slice(at % (json.length + 1));
        let good = true;
        try {
          JSON.parse(text);
        } catch {
          good = false;
        }
        expect(jsonErrorOffset(text) === undefined).toBe(good);
      }),
    );
    expect(placeOf('a\nbc', 3)).toEqual({ line: 2, column: 2 });
  }); // prettier-ignore
});
