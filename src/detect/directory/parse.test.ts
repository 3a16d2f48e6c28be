import { describe, expect, it } from 'vitest';
import { plain } from './json.js';
import { partsOf } from './parse.js';

describe('plain', () => {
  it.each([
    ['"AllPrincipals"', 'AllPrincipals'],
    ['[\r\n  "clony"\r\n]', 'clony'],
    ['[]', undefined],
    ['""', undefined],
    ['["a","b"]', '["a","b"]'],
    ['[true]', 'true'],
    [' User.Read', 'User.Read'],
    ['"quoted" and more', '"quoted" and more'],
  ])('reads %j', (value, expected) => {
    expect(plain(value)).toBe(expected);
  });
});

const role = { name: 'Global Administrator' };

describe('partsOf', () => {
  it('reads the same of a change in every shape', () => {
    const changes = [{ name: 'Role.DisplayName', before: undefined, after: role.name }];
    const target = {
      id: '9d8001cb-a159-4252-a3a1-c2dc689f322a',
      displayName: null,
      type: 'User',
      userPrincipalName: 'Alice@example.com',
      modifiedProperties: [
        { displayName: 'Role.DisplayName', oldValue: null, newValue: `"${role.name}"` },
      ],
    };
    const shapes = {
      unified: {
        Operation: 'Add member to role.',
        ModifiedProperties: [{ Name: 'Role.DisplayName', NewValue: role.name, OldValue: '' }],
        Target: [
          { ID: `User_${target.id}`, Type: 2 },
          { ID: target.id, Type: 2 },
          { ID: 'User', Type: 2 },
          { ID: 'Alice@example.com', Type: 5 },
        ],
      },
      graph: { targetResources: [target], initiatedBy: { user: { userPrincipalName: 'bob' } } },
      logAnalytics: {
        TargetResources: JSON.stringify([target]),
        InitiatedBy: JSON.stringify({ user: { userPrincipalName: 'bob' } }),
      },
      portal: {
        'Date (UTC)': '2025-06-03T00:00:00Z',
        Activity: 'Add member to role',
        Target1Type: 'User',
        Target1ObjectId: target.id,
        Target1UserPrincipalName: 'Alice@example.com',
        Target1ModifiedProperty1Name: 'Role.DisplayName',
        Target1ModifiedProperty1NewValue: `"${role.name}"`,
      },
    };
    for (const [shape, record] of Object.entries(shapes)) {
      const parts = partsOf(JSON.stringify(record));
      expect(parts.changes, shape).toEqual(changes);
      expect(parts.targets[0], shape).toMatchObject({
        type: 'user',
        id: target.id,
        upn: 'alice@example.com',
      });
    }
  });

  it('says nothing of what it cannot read', () => {
    expect(partsOf('{"cut')).toMatchObject({ targets: [], changes: [] });
    expect(partsOf(undefined)).toMatchObject({ targets: [], changes: [] });
    expect(partsOf('"text"')).toMatchObject({ targets: [], changes: [] });
  });
});
