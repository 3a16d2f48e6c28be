import { outsideDomains } from '../company/content-table.js';
import type { Company } from '../company/company.js';
import type { Person } from '../company/person.js';
import { fill, outsider } from '../life/mail.js';
import type { Random } from '../random.js';
import type { Message } from '../records/message.js';
import { exchangeMessageId, foreignMessageId } from '../records/message.js';

const worth = [
  'Invoice {n}', 'Re: Invoice {n}', 'Bank details of our company', 'Payment terms {n}', 'Remittance advice {n}', 'Contract draft {n}',
  'Price list {month}', 'Re: Contract draft {n}', 'Quotation for order {n}', 'Forecast for next quarter', 'Letter of credit {n}',
  'Password of the order portal', 'VPN instructions', 'Passport copy for visa', 'Budget {month}', 'Salary table {month}',
] as const; // prettier-ignore

/** What a victim has in the mailbox that an attacker would read. */
export function mailboxOf(
  random: Random,
  company: Company,
  owner: Person,
  count: number,
): Message[] {
  return Array.from({ length: count }, () => {
    const inside = random.chance(0.35);
    const sender = inside
      ? random.pick(company.people).upn
      : outsider(random, [...outsideDomains, ...company.partners]);
    const size = random.int(6_000, 400_000);
    const subject = fill(random, random.pick(worth), company);
    return {
      id: inside
        ? exchangeMessageId(random)
        : foreignMessageId(random, sender.split('@')[1] ?? owner.upn),
      subject,
      sender,
      folder: random.chance(0.75) ? '\\Inbox' : '\\Sent Items',
      size,
      ...(size > 200_000
        ? { attachments: `${subject.replace(/[^A-Za-z0-9 ]/g, '')}.pdf (${size - 4000}b)` }
        : {}),
    };
  });
}
