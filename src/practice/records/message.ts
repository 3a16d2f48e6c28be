import type { Identity } from '../company/person.js';
import type { Random } from '../random.js';
import { ticksHigh } from '../random.js';
import type { Mark, TraceRow } from './draft.js';

/** A mail in a mailbox. */
export interface Message {
  /** Internet message id with its brackets. */
  readonly id: string;
  readonly subject: string;
  readonly sender: string;
  readonly folder: string;
  readonly size: number;
  /** Names and sizes, as Exchange writes them. */
  readonly attachments?: string;
}

/** A message id as Exchange Online gives it to mail sent from it. */
export const exchangeMessageId = (random: Random): string => {
  const server = `TYCPR01MB${random.int(5000, 5019)}`;
  return `<${server}${random.hex(24).toUpperCase()}@${server}.jpnprd01.prod.outlook.com>`;
};

/** A message id of some other mail system. */
export const foreignMessageId = (random: Random, domain: string): string =>
  `<${random.hex(16)}.${random.int(100_000, 999_999)}@mail.${domain}>`;

const folderNumbers = new Map<string, string>();
/** The id of a mailbox folder: always the same for the same folder. */
export function folderId(user: Identity, folder: string): string {
  const key = `${user.mailbox}${folder}`;
  let id = folderNumbers.get(key);
  if (id === undefined) {
    if (folderNumbers.size > 20_000) folderNumbers.clear();
    id = `LgAAAA${Buffer.from(
      `${user.mailbox.replaceAll('-', '').slice(0, 24)}${folder}`.padEnd(42, '.'),
    )
      .toString('base64')
      .slice(0, 50)}AAAB`;
    folderNumbers.set(key, id);
  }
  return id;
}

export const itemId = (random: Random, user: Identity): string =>
  `RgAAAA${user.mailbox.replaceAll('-', '').slice(0, 28)}BwA${random.hex(28)}AAA=`;

const epochTicks = 621_355_968_000_000_000n;
/** A network message id: its last eight bytes are the time of receipt in .NET ticks (formats.md, mail). */
export function networkMessageId(random: Random, time: number): string {
  const low = Number((BigInt(Math.floor(time)) * 10_000n + epochTicks) & 0xffffn);
  const head = random.guid();
  return `${head.slice(0, 18)}-${low.toString(16).padStart(4, '0')}-${ticksHigh(time)}`;
}

/** One row a recipient, all with the same ids. */
export function traceRows(
  random: Random,
  plan: {
    readonly time: number;
    readonly messageId: string;
    readonly networkId?: string;
    readonly sender: string;
    readonly recipients: readonly string[];
    readonly subject: string;
    readonly fromIp: string;
    readonly size: number;
    readonly status?: TraceRow['status'];
    readonly mark?: Mark | undefined;
    /** Recipients outside get it from Exchange Online's own servers. */
    readonly inside: (recipient: string) => boolean;
  },
): TraceRow[] {
  const networkId = plan.networkId ?? networkMessageId(random, plan.time);
  return plan.recipients.map((recipient) => ({
    kind: 'trace',
    time: plan.time,
    mark: plan.mark,
    messageId: plan.messageId,
    networkId,
    sender: plan.sender,
    recipient,
    subject: plan.subject,
    status: plan.status ?? 'Delivered',
    fromIp: plan.fromIp,
    toIp: plan.inside(recipient) ? '' : `203.0.113.${random.int(2, 250)}`,
    size: plan.size,
  }));
}
