import { describe, expect, it } from 'vitest';
import { destinationsOf } from './forward-destinations.js';

const record = (list: string, ...pairs: readonly (readonly [string, string?])[]): string =>
  JSON.stringify({ [list]: pairs.map(([Name, Value]) => ({ Name, Value })) });
const of = (value: string): ReturnType<typeof destinationsOf> =>
  destinationsOf(record('Parameters', ['ForwardTo', value]), ['ForwardTo']);

describe('to whom mail is sent on', () => {
  it.each([
    ['an address', 'Drop@Example.net', ['drop@example.net'], []],
    ['with its protocol', 'smtp:drop@example.net', ['drop@example.net'], []],
    ['with a name', '"Adele V" [SMTP:adele.v@example.org]', ['adele.v@example.org'], []],
    ['several', 'b@example.net;a@example.net', ['a@example.net', 'b@example.net'], []],
    ['a name of the directory', 'Grady Archie', [], ['Grady Archie']],
    [
      'a distinguished name',
      'EURPR04A009.PROD.OUTLOOK.COM/Microsoft Exchange Hosted Organizations/example.onmicrosoft.com/Grady',
      [],
      ['Grady'],
    ],
    ['a name and an address', 'Grady;drop@example.net', ['drop@example.net'], ['Grady']],
    ['nothing', '', [], []],
    ['null', '$null', [], []],
    ['what is added', '@{Add="drop@example.net"}', ['drop@example.net'], []],
    ['what is taken away', '@{Remove=drop@example.net}', [], []],
  ])('reads %s', (_, value, addresses, entries) => {
    expect(of(value)).toEqual({ addresses, entries });
  });

  it('reads only the parameters it is asked for', () => {
    const raw = record('Parameters', ['Name', 'a@example.net'], ['RedirectTo', 'b@example.net']);
    expect(destinationsOf(raw, ['redirectto']).addresses).toEqual(['b@example.net']);
  });

  it('reads parameters that are JSON text, as Sentinel has them', () => {
    const raw = JSON.stringify({
      Parameters: JSON.stringify([{ Name: 'ForwardTo', Value: 'a@example.net' }], null, 2),
    });
    expect(destinationsOf(raw, ['ForwardTo']).addresses).toEqual(['a@example.net']);
  });

  it("reads Outlook's actions, and no address of its conditions or of other actions", () => {
    const raw = record(
      'OperationProperties',
      ['RuleCondition', '{((SenderSearchKey Equal SMTP:NEWS@EXAMPLE.ORG))}'],
      ['RuleName'],
      [
        'RuleActions',
        JSON.stringify([
          {
            ActionType: 'Forward',
            Recipients: ['drop@example.net', 'Grady'],
            ForwardFlags: 'None',
          },
          { ActionType: 'Tag', Recipients: ['tag@example.org'] },
        ]),
      ],
    );
    expect(destinationsOf(raw, ['ForwardTo'])).toEqual({
      addresses: ['drop@example.net'],
      entries: ['Grady'],
    });
  });

  it('reads the rule of EWS and Graph', () => {
    const server = {
      Condition: { Value: 'news@example.org' },
      Actions: [{ Recipients: [{ Values: [{ Value: 'SMTP' }, { Value: 'drop@example.net' }] }] }],
    };
    const redirect = record(
      'OperationProperties',
      ['Actions', 'RedirectToRecipientsAction'],
      ['ServerRule', JSON.stringify(server)],
    );
    expect(destinationsOf(redirect, ['ForwardTo']).addresses).toEqual(['drop@example.net']);
    const move = redirect.replace('RedirectToRecipientsAction', 'MoveToFolderAction');
    expect(destinationsOf(move, ['ForwardTo']).addresses).toEqual([]);
  });

  it('finds nothing in a record that cannot be read', () => {
    expect(destinationsOf('{"Parameters":[', ['ForwardTo'])).toEqual({
      addresses: [],
      entries: [],
    });
    expect(destinationsOf(null, ['ForwardTo'])).toEqual({ addresses: [], entries: [] });
  });
});
