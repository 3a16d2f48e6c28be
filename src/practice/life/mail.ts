import type { Company } from '../company/company.js';
import { months, outsideDomains, subjects } from '../company/content-table.js';
import { givenNames, familyNames } from '../company/names-table.js';
import type { Surface } from '../company/person.js';
import type { Random } from '../random.js';
import type { Access } from '../records/access.js';
import type { Emit } from '../records/draft.js';
import type { MailClient } from '../records/exchange.js';
import { mailItem, mailMoved, mailRead, mailSynced, searched } from '../records/exchange.js';
import type { Message } from '../records/message.js';
import { exchangeMessageId, foreignMessageId, traceRows } from '../records/message.js';
import type { Life, Live } from './act.js';
import { receive } from './act.js';

/** A subject with its blanks filled. */
export function fill(random: Random, text: string, company: Company): string {
  const month = Number(company.clock.first.slice(5, 7)) - 1;
  return text
    .replace('{n}', String(random.int(1000, 9999)))
    .replace('{month}', months[(month + random.int(0, 1)) % 12] ?? 'May');
}

export const outsider = (random: Random, domains: readonly string[]): string =>
  `${random.pick(givenNames)}.${random.pick(familyNames)}@${random.pick(domains)}`.toLowerCase();

const exchangeIp = (random: Random): string =>
  `2603:1096:40${random.int(0, 4)}:${random.hex(3)}::${random.int(2, 30).toString(16)}`;
const size = (random: Random): number => random.int(4_000, random.chance(0.1) ? 2_500_000 : 90_000);

/** A mail comes in from outside. */
export function incoming(random: Random, life: Life, live: Live, time: number, emit: Emit): void {
  const { company } = life;
  const domains = [...outsideDomains, ...company.partners];
  const sender = outsider(random, domains);
  const message: Message = {
    id: foreignMessageId(random, sender.split('@')[1] ?? ''),
    subject: fill(random, random.pick(subjects), company),
    sender,
    folder: '\\Inbox',
    size: size(random),
  };
  const spam = random.chance(0.05);
  const rows = traceRows(random, {
    time,
    messageId: message.id,
    sender,
    recipients: [live.person.upn],
    subject: spam
      ? random.pick(['You have won', 'Parcel waiting', 'Cheap toner', 'Invoice overdue'])
      : message.subject,
    fromIp: `198.51.100.${random.int(2, 250)}`,
    size: message.size,
    status: spam ? (random.chance(0.6) ? 'FilteredAsSpam' : 'Quarantined') : 'Delivered',
    inside: () => true,
  });
  rows.forEach(emit);
  if (!spam) receive(live, message);
}

/** Somebody writes a mail. */
export function outgoing(
  random: Random,
  life: Life,
  live: Live,
  access: Access,
  client: MailClient,
  time: number,
  emit: Emit,
): void {
  const { company } = life;
  const count = random.weighted([
    [70, 1],
    [20, 2],
    [10, 4],
  ] as const);
  const recipients = new Set<string>();
  for (let at = 0; at < count; at++)
    recipients.add(
      random.chance(0.6)
        ? random.pick(life.people).person.upn
        : outsider(random, [...outsideDomains, ...company.partners]),
    );
  const bytes = size(random);
  const message: Message = {
    id: exchangeMessageId(random),
    subject: fill(random, random.pick(subjects), company),
    sender: live.person.upn,
    folder: random.chance(0.5) ? '\\Drafts' : '\\Sent Items',
    size: bytes,
  };
  emit(
    mailItem(random, company, access, {
      time,
      client,
      operation: 'Send',
      message,
      ...(bytes > 80_000
        ? { attachments: `${fill(random, 'Document {n}.pdf', company)} (${bytes - 3000}b)` }
        : {}),
    }),
  );
  const rows = traceRows(random, {
    time: time + 2000,
    messageId: message.id,
    sender: live.person.upn,
    recipients: [...recipients],
    subject: message.subject,
    fromIp: exchangeIp(random),
    size: bytes,
    inside: (recipient) => recipient.endsWith(`@${company.domain}`),
  });
  rows.forEach(emit);
  for (const recipient of recipients) {
    const other = life.byUpn.get(recipient);
    if (other !== undefined) receive(other, { ...message, folder: '\\Inbox' });
  }
}

/** Mails of somebody's inbox; what came before the logs begin has been read, too. */
function someMails(random: Random, life: Life, live: Live, most: number): Message[] {
  const count = random.int(1, most);
  const found: Message[] = [];
  for (let at = 0; at < count; at++) {
    const known = live.inbox[random.int(0, 11)];
    if (known !== undefined && !found.includes(known)) found.push(known);
    else
      found.push({
        id: foreignMessageId(random, random.pick(outsideDomains)),
        subject: fill(random, random.pick(subjects), life.company),
        sender: 'unknown',
        folder: random.chance(0.85) ? '\\Inbox' : '\\Sent Items',
        size: size(random),
      });
  }
  return found;
}

export const mailClientOf = (random: Random, surface: Surface): MailClient => {
  if (random.chance(0.06)) return 'rest';
  switch (surface) {
    case 'browser':
      return 'owa';
    case 'native':
      return 'outlook';
    case 'phone':
      return 'mobile';
  }
};

/** Somebody reads: MailItemsAccessed, Bind or, from a program that keeps a copy, Sync. */
export function reading(
  random: Random,
  life: Life,
  live: Live,
  access: Access,
  client: MailClient,
  time: number,
  emit: Emit,
): void {
  if (client === 'outlook' && random.chance(0.35))
    emit(
      mailSynced(random, life.company, access, {
        time,
        client,
        folder: random.pick(['\\Inbox', '\\Sent Items', '\\Calendar', '\\Archive']),
      }),
    );
  else
    emit(
      mailRead(random, life.company, access, {
        time,
        client,
        messages: someMails(random, life, live, 6),
      }),
    );
}

/** Drafts, changes, deletions, a search: the rest of what people do to mail. */
export function tidying(
  random: Random,
  life: Life,
  live: Live,
  access: Access,
  client: MailClient,
  time: number,
  emit: Emit,
): void {
  const { company } = life;
  const how = random.float();
  if (how < 0.45) {
    const [first] = someMails(random, life, live, 1);
    if (first === undefined) return;
    const draft = { ...first, id: exchangeMessageId(random), folder: '\\Drafts' };
    emit(
      mailItem(random, company, access, {
        time,
        client,
        operation: random.chance(0.6) ? 'Create' : 'Update',
        message: draft,
        ...(random.chance(0.3) ? { changed: ['AttachmentCollection', 'RecipientCollection'] } : {}),
      }),
    );
  } else if (how < 0.95) {
    const messages = someMails(random, life, live, 4).map((message) => ({
      ...message,
      folder: '\\Inbox',
    }));
    const operation = random.weighted([
      [55, 'MoveToDeletedItems'],
      [20, 'SoftDelete'],
      [15, 'Move'],
      [10, 'HardDelete'],
    ] as const);
    emit(
      mailMoved(random, company, access, {
        time,
        client,
        operation,
        messages,
        ...(operation === 'Move' ? { to: '\\Archive' } : {}),
      }),
    );
  } else {
    const where = random.chance(0.6) ? 'Exchange' : 'SharePoint';
    emit(
      searched(random, company, access, {
        time,
        where,
        query: fill(
          random,
          random.pick([
            'order {n}',
            'schedule',
            'price list',
            'invoice {n}',
            'minutes',
            'vacation',
          ]),
          company,
        ),
      }),
    );
  }
}
