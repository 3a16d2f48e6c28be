import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addRecords, at, record } from '../../../test/support/store-records.js';
import type { Normalised } from '../../model/event.js';
import type { NewEvent, Store } from '../../store/store.js';
import { openMemoryStore } from '../../store/duckdb/store.js';
import type { Analyser, AnalyserMatch } from '../analyser.js';
import { filesRenamed } from './files-renamed.js';
import { forwardedOutside } from './forwarded-outside.js';
import { lookalikeDomain } from './lookalike-domain.js';
import { correspondents, isPartner, ownDomains } from './mail-domains.js';
import { massMail } from './mass-mail.js';
import { newSyncClient } from './new-sync-client.js';
import { sentThenDeleted } from './sent-then-deleted.js';
import { volumeBurst } from './volume-burst.js';

/** What the samples beside the rules do not show: levels, edges, records that cannot be read. */

let store: Store;
beforeEach(async () => {
  store = await openMemoryStore();
});
afterEach(() => store.close());

const day = 86_400;
let count = 0;
const alice = 'alice@example.com';

function audited(
  seconds: number,
  operation: string,
  values: Partial<Normalised> = {},
  raw: unknown = {},
): NewEvent {
  count += 1;
  return record(
    {
      event_id: `e${String(count)}`,
      time: at(seconds),
      operation,
      user: alice,
      user_kind: 'member',
      record_type: 2,
      target_user: alice,
      session_id: 's-own',
      ...values,
    },
    { raw: typeof raw === 'string' ? raw : JSON.stringify(raw) },
  );
}

function traced(
  seconds: number,
  sender: string,
  recipients: readonly string[],
  subject: string,
): NewEvent {
  count += 1;
  return record(
    {
      event_id: `t${String(count)}`,
      time: at(seconds),
      operation: 'Message trace',
      user: sender,
      target_user: recipients[0] ?? null,
      object: recipients.join('; '),
      subject,
      message_id: `<${sender}${subject}${String(seconds)}>`,
      outcome: 'success',
    },
    { source: 'message_trace' },
  );
}

async function run<P>(
  analyser: Analyser<P>,
  parameters: object,
  events: readonly NewEvent[],
): Promise<readonly AnalyserMatch[]> {
  await addRecords(store, `f${String(count)}`, events);
  return analyser.run(store, analyser.parameters.parse(parameters));
}

const names = (from: number, to: number, domain = 'example.com'): string[] =>
  Array.from({ length: to - from }, (_, i) => `p${String(from + i)}@${domain}`);

describe('volume-burst', () => {
  const bulk = {
    operations: ['MailItemsAccessed'],
    count: 'messages',
    habitOf: 'mailbox',
    accessType: 'Bind',
    atLeast: 50,
    times: 4,
    much: 500,
    withoutHabit: 200,
  };
  const read = (seconds: number, messages: number, session = 's-own'): NewEvent =>
    audited(
      seconds,
      'MailItemsAccessed',
      { session_id: session },
      {
        OperationProperties: [{ Name: 'MailAccessType', Value: 'Bind' }],
        OperationCount: messages,
      },
    );
  const habit = (messages: number): NewEvent[] => [0, 1, 2, 3, 4].map((n) => read(n * day, messages)); // prettier-ignore

  it('counts the messages of one session, not those of the owner beside it', async () => {
    const [match, ...more] = await run(volumeBurst, bulk, [
      ...habit(5),
      read(9 * day, 30),
      read(9 * day + 60, 60, 's-other'),
    ]);
    expect(more).toEqual([]);
    expect(match).toMatchObject({ severity: 'low', values: { amount: '60', habit: '5' } });
    expect(match?.events).toHaveLength(1);
  });

  it('weighs more from `much` on, and takes hours that follow one another for one burst', async () => {
    const matches = await run(volumeBurst, bulk, [
      ...habit(5),
      read(9 * day, 300),
      read(9 * day + 3600, 700),
      read(9 * day + 6 * 3600, 80),
    ]);
    expect(matches.map(({ severity, values }) => [severity, values?.['amount']])).toEqual([
      ['medium', '1000'],
      ['low', '80'],
    ]);
  });

  it('is not led astray by an intruder of a few days', async () => {
    const intruder = [9, 10].map((n) => read(n * day, 120, 's-other'));
    expect(await run(volumeBurst, bulk, [...habit(5), ...intruder])).toHaveLength(2);
  });

  it('says nothing of those who always read so much, nor of a little without a habit', async () => {
    expect(await run(volumeBurst, bulk, [...habit(120), read(9 * day, 150)])).toEqual([]);
    const other = await openMemoryStore();
    await addRecords(other, 'x', [read(0, 150)]);
    expect(await volumeBurst.run(other, volumeBurst.parameters.parse(bulk))).toEqual([]);
    other.close();
  });

  it('lives with records that are cut', async () => {
    const cut = audited(9 * day, 'HardDelete', {}, '{"AffectedItems":[{"Id":"R');
    const matches = await run(
      volumeBurst,
      { ...bulk, operations: ['HardDelete'], accessType: undefined, atLeast: 1, withoutHabit: 1 },
      [cut],
    );
    expect(matches.map(({ values }) => values?.['amount'])).toEqual(['1']);
  });
});

describe('own domains and partners', () => {
  it('takes the domains of members and mailboxes, not of guests and failed names', async () => {
    await addRecords(store, 'a', [
      ...names(0, 30).map((user) => audited(0, 'Send', { user, target_user: user })),
      audited(1, 'FileAccessed', { user: 'keiko@partner.example', user_kind: 'guest', target_user: null, record_type: 6 }), // prettier-ignore
      audited(2, 'UserLoginFailed', { user: 'x@examp1e.com', outcome: 'failure', target_user: null, record_type: 15 }), // prettier-ignore
    ]);
    expect([...(await ownDomains(store))]).toEqual(['example.com']);
  });

  it('falls back on the message traces, where all mail has the domain on one side', async () => {
    await addRecords(store, 'a', [
      ...names(0, 6, 'a.example').map((other) => traced(0, other, [alice], 'Order')),
      ...names(0, 6, 'b.example').map((other) => traced(0, alice, [other], 'Order')),
    ]);
    expect([...(await ownDomains(store))]).toEqual(['example.com']);
  });

  it('calls partners those who write and are written to on several days', async () => {
    await addRecords(store, 'a', [
      ...[0, 1, 2].flatMap((n) => [
        traced(n * day, 'k@partner.example', [alice], `Order ${String(n)}`),
        traced(n * day + 60, alice, ['k@partner.example'], `Re: Order ${String(n)}`),
        traced(n * day, 'news@shop.example', [alice], `News ${String(n)}`),
      ]),
    ]);
    const all = await correspondents(store, new Set(['example.com']));
    expect(all.filter(isPartner).map(({ domain }) => domain)).toEqual(['partner.example']);
  });
});

describe('lookalike-domain', () => {
  const members = names(0, 5).map((user) => audited(0, 'Send', { user, target_user: user }));
  const partner = [0, 1, 2, 3].flatMap((n) => [
    traced(n * day, 'keiko@northwind-trading.example', [alice], `Order ${String(n)}`),
    traced(n * day + 60, alice, ['keiko@northwind-trading.example'], `Re: Order ${String(n)}`),
  ]);

  it.each([
    ['letters that look alike, of the own', [['ceo@exarnple.com', alice]], 'high'],
    ['one letter wrong, of the own', [['x@exampel.com', alice]], 'medium'],
    ['a slip in an address that is written to', [[alice, 'p1@exampel.com']], 'low'],
    ['letters that look alike, of a partner', [['x@northvvind-trading.example', alice]], 'medium'],
    ['a word added, of a partner', [['x@northwind-trading-billing.example', alice]], 'low'],
  ] as const)('%s', async (_, mails, severity) => {
    const events = mails.map(([from, to], n) => traced(9 * day + n, from, [to], 'Hello'));
    const matches = await run(lookalikeDomain, { sender: 'other' }, [...members, ...partner, ...events]); // prettier-ignore
    expect(matches.map((match) => match.severity)).toEqual([severity]);
  });

  it('tells who bears a known name from the others', async () => {
    const events = [
      ...members,
      ...partner,
      traced(9 * day, 'p3@exarnple.com', ['keiko@northwind-trading.example'], 'New account'),
    ];
    expect(await run(lookalikeDomain, { sender: 'other' }, events)).toEqual([]);
    const [match] = await lookalikeDomain.run(store, lookalikeDomain.parameters.parse({ sender: 'person' })); // prettier-ignore
    expect(match).toMatchObject({ severity: 'high', values: { domain: 'exarnple.com' } });
  });

  it('leaves a domain alone that is corresponded with as much as the real one', async () => {
    const sister = [0, 1, 2, 3].map((n) => traced(n * day, 'x@northwind-tradin.example', [alice], `Bill ${String(n)}`)); // prettier-ignore
    expect(await run(lookalikeDomain, { sender: 'other' }, [...members, ...partner, ...sister, ...sister.map((_, n) => traced(n * day + 5, alice, ['x@northwind-tradin.example'], `Re: Bill ${String(n)}`))])).toEqual([]); // prettier-ignore
  });
});

describe('mass-mail', () => {
  const members = [audited(0, 'Send', { subject: null })];
  const colleagues = { to: 'colleagues', atLeast: 5, much: 20 };

  it('counts the recipients of a row that names several', async () => {
    const before = traced(0, alice, ['p1@example.com'], 'Old');
    const [match] = await run(massMail, colleagues, [
      ...members,
      before,
      traced(4 * day, alice, names(20, 50), 'Summer party'),
    ]);
    expect(match).toMatchObject({
      severity: 'medium',
      values: { strangers: '30', recipients: { en: '30 colleagues' } },
    });
  });

  it('takes the record of the audit log in, which tells the session', async () => {
    const [match] = await run(massMail, colleagues, [
      ...members,
      traced(0, alice, ['p1@example.com'], 'Old'),
      traced(4 * day, alice, names(20, 30), 'Password expires today'),
      audited(4 * day - 120, 'Send', { subject: 'Password expires today' }),
    ]);
    expect(match?.events).toHaveLength(2);
  });

  it('does not call strangers whom the logs are too short to know', async () => {
    expect(
      await run(massMail, colleagues, [...members, traced(0, alice, names(20, 30), 'Menu')]),
    ).toEqual([]);
  });

  it('is graver with a rule of the sender’s that speaks of the subject, in UpdateInboxRules, too', async () => {
    const rule = audited(4 * day + 60, 'UpdateInboxRules', { object: 'x' }, {
      OperationProperties: [
        { Name: 'RuleCondition', Value: 'SubjectContains("Catalogue of autumn")' },
        { Name: 'RuleActions', Value: '[{"ActionType":"Delete"}]' },
      ],
    }); // prettier-ignore
    const mails = Array.from({ length: 6 }, (_, n) => audited(4 * day + n, 'Send', { subject: 'Catalogue of autumn', message_id: `<m${String(n)}>` })); // prettier-ignore
    const [match] = await run(massMail, colleagues, [...mails, rule]);
    expect(match).toMatchObject({ severity: 'high', values: { hidden: '"x"' } });
    expect(match?.events).toHaveLength(7);
  });
});

describe('sent-then-deleted', () => {
  const items = (...subjects: readonly string[]) => ({
    AffectedItems: subjects.map((Subject, n) => ({
      InternetMessageId: `<sent${String(n)}>`,
      Subject,
      ParentFolder: { Path: '\\Inbox' },
    })),
  });
  const send = (seconds: number, n = 0): NewEvent =>
    audited(seconds, 'Send', { subject: 'Invoice', message_id: `<sent${String(n)}>` });

  it('knows a mail again by its id, wherever it lay', async () => {
    const [match] = await run(sentThenDeleted, {}, [
      send(0),
      audited(600, 'HardDelete', {}, items('Invoice')),
    ]);
    expect(match).toMatchObject({ severity: 'low', values: { amount: '1', subjects: 'Invoice' } });
  });

  it('does not mind what was sent long ago, or by another', async () => {
    expect(
      await run(sentThenDeleted, {}, [
        send(0),
        audited(9 * day, 'HardDelete', {}, items('Invoice')),
        audited(60, 'HardDelete', { user: 'bob@example.com', target_user: 'bob@example.com' }, items('Invoice')),
      ]), // prettier-ignore
    ).toEqual([]);
  });

  it('takes it for a habit where it happens every week', async () => {
    const weeks = [0, 7, 14, 21].flatMap((n) => [
      send(n * day, 0),
      audited(n * day + 60, 'HardDelete', {}, items('Report')),
    ]);
    const matches = await run(sentThenDeleted, { hours: 1000 }, weeks);
    expect(new Set(matches.map(({ severity }) => severity))).toEqual(new Set(['informational']));
  });
});

describe('new-sync-client', () => {
  const sync = (seconds: number, client: string, ip: string): NewEvent =>
    audited(seconds, 'MailItemsAccessed', { client_app: client, ip }, { OperationProperties: [{ Name: 'MailAccessType', Value: 'Sync' }] }); // prettier-ignore
  const usual = [0, 2, 4, 6, 8].map((n) => sync(n * day, 'MSExchangeRPC', '203.0.113.5'));

  it.each([
    ['at a network that is known', '203.0.113.5', 'low'],
    ['at a network never seen', '198.51.100.9', 'medium'],
  ])('a new program %s', async (_, ip, severity) => {
    const matches = await run(newSyncClient, { what: 'mail' }, [...usual, sync(9 * day, 'IMAP4', ip)]); // prettier-ignore
    expect(matches.map((match) => match.severity)).toEqual([severity]);
  });
});

describe('files-renamed', () => {
  const renamed = (n: number, ending: string): NewEvent =>
    audited(n, 'FileRenamed', { object: `https://x/Plan ${String(n)}.docx`, record_type: 6 }, { SourceFileExtension: 'docx', DestinationFileExtension: ending }); // prettier-ignore

  it('does not call an ending strange that files had before', async () => {
    const before = audited(-3 * day, 'FileUploaded', { object: 'https://x/old.draft', record_type: 6 }, { SourceFileExtension: 'draft' }); // prettier-ignore
    const many = Array.from({ length: 40 }, (_, n) => renamed(n, 'draft'));
    expect(await run(filesRenamed, {}, [before, ...many])).toEqual([]);
  });

  it('is grave where files are renamed to what nobody knows', async () => {
    const many = Array.from({ length: 40 }, (_, n) => renamed(n, 'x7q'));
    expect(await run(filesRenamed, {}, many)).toMatchObject([{ severity: 'high', values: { amount: '40' } }]); // prettier-ignore
  });
});

describe('forwarded-outside', () => {
  it('weighs more where each goes on minutes after it came', async () => {
    const mails = [0, 1, 2, 3, 4].flatMap((n) => [
      traced(n * 9000, `c${String(n)}@customer.example`, [alice], `Order ${String(n)}`),
      traced(n * 9000 + 60, alice, ['drop@elsewhere.example'], `Order ${String(n)}`),
    ]);
    expect(await run(forwardedOutside, {}, [audited(0, 'Create'), ...mails])).toMatchObject([
      { severity: 'medium', values: { recipient: 'drop@elsewhere.example', amount: '5' } },
    ]);
  });
});
