import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Source } from '../model/event.js';
import type { Row } from '../store/store.js';
import { derived } from './derived-table.js';

/** What rules' samples show of these names is tested by the rules; here is what exporters vary. */
function of(name: string, record: unknown, columns: Row = {}, source: Source = 'ual'): unknown {
  return derived[name]?.of({ source, columns, raw: JSON.stringify(record) });
}
const parameters = (fields: Readonly<Record<string, string>>): unknown => ({
  Parameters: Object.entries(fields).map(([Name, Value]) => ({ Name, Value })),
});

it('every name is in docs/rules.md', () => {
  const docs = readFileSync(new URL('../../docs/rules.md', import.meta.url), 'utf8');
  expect(Object.keys(derived).filter((name) => !docs.includes(`| \`${name}\``))).toEqual([]);
});

describe('names that are read out of records', () => {
  it('destinations of mail, in each way they are written', () => {
    const to = (value: string): unknown => of('forward_to', parameters({ ForwardTo: value }));
    expect(to('smtp:X@y.example')).toEqual(['x@y.example']);
    expect(to('"X Y" [SMTP:X@y.example];z@y.example')).toEqual(['x@y.example', 'z@y.example']);
    expect(of('forward_to', parameters({ ForwardingSmtpAddress: '' }))).toEqual([]);
  });

  it('permissions, from a grant and from a consent, in both logs', () => {
    const grant = {
      Name: 'DelegatedPermissionGrant.Scope',
      NewValue: ' Mail.Read openid',
      OldValue: '',
    };
    const ual = { Operation: 'Add delegated permission grant.', ModifiedProperties: [grant] };
    expect(of('scopes', ual)).toEqual(['Mail.Read', 'openid']);
    const consent =
      '[] => [[Id: x, ClientId: y, ConsentType: AllPrincipals, Scope: Mail.Send User.Read, CreatedDateTime: ]];';
    const entry = {
      activityDisplayName: 'Consent to application',
      targetResources: [
        { type: 'ServicePrincipal', displayName: 'App', modifiedProperties: [{ displayName: 'ConsentAction.Permissions', oldValue: null, newValue: JSON.stringify(consent) }] },
      ],
    }; // prettier-ignore
    expect(of('scopes', entry, {}, 'entra_audit')).toEqual(['Mail.Send', 'User.Read']);
    expect(of('consent_type', entry, {}, 'entra_audit')).toEqual([
      { en: 'for all users', ja: '全ユーザーに対して' },
    ]);
    expect(of('app', entry, {}, 'entra_audit')).toEqual(['App']);
  });

  it('a rule named with blanks is told as such', () => {
    expect(of('rule', parameters({ Name: '  ' }), { operation: 'New-InboxRule' })).toEqual([
      { en: '(blank)', ja: '(空白)' },
    ]);
  });

  it.each(Object.keys(derived))(
    '%s of a record that cannot be read is nothing, or a column',
    (name) => {
      const event = { source: 'ual' as const, columns: {}, raw: '{"Operation":"New-Inb' };
      expect(derived[name]?.of(event)).toEqual([]);
      expect(derived[name]?.of({ ...event, raw: null })).toEqual([]);
      expect(derived[name]?.of({ ...event, raw: '[1]' })).toEqual([]);
    },
  );
});
