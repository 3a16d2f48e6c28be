import { describe, expect, test } from 'vitest';
import { inboxRuleOf } from './inbox-rule.js';

const made = (parameters: unknown, more: object = {}): string =>
  JSON.stringify({ Operation: 'New-InboxRule', Parameters: parameters, ...more });
const list = (fields: Readonly<Record<string, string>>): unknown =>
  Object.entries(fields).map(([Name, Value]) => ({ Name, Value }));

describe('inboxRuleOf', () => {
  test('the rule of W-45', () =>
    expect(
      inboxRuleOf(
        'New-InboxRule',
        made(
          list({
            AlwaysDeleteOutlookRulesBlob: 'False',
            Force: 'False',
            MoveToFolder: 'Deleted Items',
            Name: '..',
            SubjectOrBodyContainsWords: 'Re: invoice;Re: payment',
            MarkAsRead: 'True',
            StopProcessingRules: 'False',
          }),
        ),
      ),
    ).toEqual({
      deed: 'made',
      name: '..',
      mailbox: undefined,
      conditions: ['subject or body contains "Re: invoice" or "Re: payment"'],
      actions: ['moves it to Deleted Items', 'marks it read'],
      reach: 'hides',
    }));

  test.each([
    ['a list as JSON text', JSON.stringify(list({ Name: 'x', DeleteMessage: 'True' }))],
    ['PowerShell text', ['@{Value=x; Name=Name}', '@{Value=True; Name=DeleteMessage}']],
    ['PowerShell, name first', ['@{Name=Name; Value=x}', '@{Name=DeleteMessage; Value=True}']],
  ])('parameters as %s', (_, parameters) => {
    const rule = inboxRuleOf('New-InboxRule', made(parameters));
    expect(rule).toMatchObject({ name: 'x', actions: ['deletes it'], reach: 'hides' });
  });

  test.each([
    [{ ForwardTo: 'evil@mail.example', DeleteMessage: 'True' }, 'sends on'],
    [{ MoveToFolder: 'RSS Feeds' }, 'hides'],
    [{ MoveToFolder: 'alice@x.example:\\削除済みアイテム' }, 'hides'],
    [{ MoveToFolder: 'Newsletters' }, 'moves'],
    [{ ApplyCategory: 'Red' }, 'other'],
  ])('%j: %s', (fields, reach) =>
    expect(inboxRuleOf('Set-InboxRule', made(list(fields))).reach).toBe(reach),
  );

  test('the name from the object when no parameter has it', () =>
    expect(
      inboxRuleOf(
        'Enable-InboxRule',
        made([], { ObjectId: 'X/Microsoft Exchange Hosted Organizations/t.example/311b\\Direct' }),
      ),
    ).toMatchObject({ deed: 'enabled', name: 'Direct' }));

  test('an exception and a parameter nobody has heard of are said', () =>
    expect(
      inboxRuleOf('New-InboxRule', made(list({ ExceptIfFrom: 'boss@t.example', NewThing: '7' })))
        .conditions,
    ).toEqual(['except: sender is boss@t.example', 'NewThing 7']));

  test('UpdateInboxRules of Outlook and EWS', () =>
    expect(
      inboxRuleOf(
        'UpdateInboxRules',
        JSON.stringify({
          MailboxOwnerUPN: 'bo@t.example',
          OperationProperties: list({
            RuleOperation: 'AddMailboxRule',
            RuleState: 'Enabled',
            RuleName: '.',
            RuleCondition: '(SubjectProperty contains "invoice")',
            RuleActions: JSON.stringify([
              { ActionType: 'Move', Folder: 'Deleted Items' },
              { ActionType: 'MarkAsRead' },
            ]),
          }),
        }),
      ),
    ).toEqual({
      deed: 'made',
      name: '.',
      mailbox: 'bo@t.example',
      conditions: ['(SubjectProperty contains "invoice")'],
      actions: ['Move (Folder: Deleted Items)', 'MarkAsRead', 'state: Enabled'],
      reach: 'hides',
    }));

  test.each([null, '', '{"Operation":"New-InboxRule","Para', '[]', '"x"', '{"Parameters":3}'])(
    'a record that cannot be read: %j',
    (raw) => expect(inboxRuleOf('New-InboxRule', raw).reach).toBe('unknown'),
  );
});
