import { describe, expect, it } from 'vitest';
import { rulePartsOf } from './inbox-rule.js';
import { ruleEffect } from './rule-effect.js';

const record = (fields: Readonly<Record<string, string>>, list = 'Parameters'): string =>
  JSON.stringify({ [list]: Object.entries(fields).map(([Name, Value]) => ({ Name, Value })) });
const effect = (operation: string, raw: string) => ruleEffect(rulePartsOf(operation, raw));

describe('what an inbox rule does', () => {
  it('W-45', () => {
    const raw = record({
      Name: '..',
      SubjectOrBodyContainsWords: 'Re: Invoice;Overdue',
      MoveToFolder: 'Deleted Items',
      MarkAsRead: 'True',
      StopProcessingRules: 'False',
    });
    expect(effect('New-InboxRule', raw)).toEqual({
      en: 'moves mail to Deleted Items and marks it read if its subject or body contains "Re: Invoice" or "Overdue"',
      ja: '件名または本文に「Re: Invoice」または「Overdue」を含むメールを「Deleted Items」へ移動、既読にする',
    });
  });

  it('with an exception', () => {
    const raw = record({ ForwardTo: 'x@y.example', ExceptIfFrom: 'boss@t.example' });
    expect(effect('Set-InboxRule', raw)).toEqual({
      en: 'forwards mail to x@y.example unless it is from boss@t.example',
      ja: 'メール(差出人がboss@t.exampleであるものを除く)をx@y.exampleへ転送',
    });
  });

  it('of Outlook, whose condition stays as it writes it', () => {
    const raw = record(
      {
        RuleCondition: '{(SubString IgnoreCase(SubjectProperty)=invoice)}',
        RuleActions: '[{"ActionType":"Move","Folder":"RSS Feeds"},{"ActionType":"MarkAsRead"}]',
      },
      'OperationProperties',
    );
    expect(effect('UpdateInboxRules', raw)?.en).toBe(
      'moves mail to RSS Feeds and marks it read if (SubString IgnoreCase(SubjectProperty)=invoice)',
    );
  });

  it('with names that look like our own signs', () => {
    const raw = record({ MoveToFolder: '$1 $& {user}', SubjectContainsWords: '$' });
    expect(effect('New-InboxRule', raw)?.en).toBe(
      'moves mail to $1 $& {user} if its subject contains "$"',
    );
  });

  it.each([null, '', '{"Parameters":3}', record({ Name: 'x' })])(
    'that cannot be told: %j',
    (raw) => {
      expect(ruleEffect(rulePartsOf('New-InboxRule', raw))).toBeUndefined();
    },
  );
});
