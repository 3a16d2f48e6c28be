import type { Recipient } from '../model/exposed.js';
import { items, member, parsed, text } from '../detect/directory/json.js';
import { textOf, timeOf } from '../scope/rows.js';
import type { Row } from '../store/store.js';
import type { Facts } from './facts.js';
import { reactionsOf } from './reactions.js';
import type { Receipt } from './receipt.js';
import { isoMicros } from './texts.js';

/**
 * Who got the mails that began it or that the attacker sent (W-58), and what they did then (W-59): from
 * message traces, Explorer's exports, mail samples, and records of sending that name recipients.
 */
export async function recipientsOf(facts: Facts): Promise<Recipient[]> {
  const receipts = await receiptsOf(facts);
  const reactions = await reactionsOf(facts, receipts);
  return receipts.map((receipt, at) => ({
    address: receipt.address,
    internal: facts.domains.has(receipt.address.split('@')[1] ?? ''),
    messageId: receipt.messageId ?? null,
    subject: receipt.subject ?? null,
    sender: receipt.sender,
    received: isoMicros(receipt.at),
    delivered: receipt.delivered ?? null,
    did: [...(reactions[at] ?? [])],
    events: [...receipt.events],
  }));
}

async function receiptsOf(facts: Facts): Promise<readonly Receipt[]> {
  const { store, scope } = facts;
  const ids = scope.members.flatMap(({ kind, value }) => (kind === 'message' ? [value] : []));
  if (ids.length === 0) return [];
  const rows = await store.query(
    `WITH known AS (SELECT unnest(from_json($ids, '["VARCHAR"]')) AS id),
     lures AS (SELECT DISTINCT e."user" AS sender, e.subject, e.time FROM events e JOIN known ON known.id = e.message_id
       WHERE e.source IN ('mail', 'message_trace') AND e.subject IS NOT NULL AND e."user" IS NOT NULL)
     SELECT e.event_id, e.source, e.time, e.operation, e."user", e.target_user, e.subject, e.message_id, e.outcome, e.error_reason, e.raw FROM events e
     WHERE e.time IS NOT NULL AND (
       (e.source IN ('mail', 'message_trace') AND e.operation NOT ILIKE '%click%' AND
         (e.message_id IN (FROM known) OR EXISTS (FROM lures l WHERE l.sender = e."user" AND l.subject = e.subject
            AND e.time BETWEEN l.time - INTERVAL 7 DAY AND l.time + INTERVAL 7 DAY)))
       OR (e.source = 'ual' AND lower(e.operation) IN ('send', 'sendas', 'sendonbehalf') AND e.message_id IN (FROM known)))
     ORDER BY e.time, e.source DESC, e.event_id`,
    { ids: JSON.stringify(ids) },
  );
  const found = new Map<string, Receipt>();
  for (const row of rows)
    for (const receipt of receiptsIn(row)) {
      const key = `${receipt.messageId ?? ''}\u0000${receipt.address}`;
      const known = found.get(key);
      found.set(
        key,
        known === undefined
          ? receipt
          : {
              ...known,
              subject: known.subject ?? receipt.subject,
              delivered: known.delivered ?? receipt.delivered,
              events: [...new Set([...known.events, ...receipt.events])],
            },
      );
    }
  return [...found.values()].sort(
    (a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.address < b.address ? -1 : a.address > b.address ? 1 : 0),
  );
} // prettier-ignore

/** Who a record says got the mail. */
function receiptsIn(row: Row): readonly Receipt[] {
  const at = timeOf(row, 'time');
  const sender = textOf(row, 'user') ?? '';
  if (at === undefined) return [];
  const source = textOf(row, 'source');
  const target = textOf(row, 'target_user');
  const addresses = source === 'message_trace' ? [] : namedIn(textOf(row, 'raw') ?? '');
  const all = source === 'ual' ? addresses : [...(target === undefined ? [] : [target]), ...addresses]; // prettier-ignore
  return [...new Set(all.map((address) => address.toLowerCase()))]
    .filter((address) => address.includes('@') && address !== sender)
    .map((address) => ({
      address,
      messageId: textOf(row, 'message_id'),
      subject: textOf(row, 'subject'),
      sender,
      at,
      delivered: source === 'message_trace' ? statusIn(textOf(row, 'raw') ?? '') : undefined,
      events: [textOf(row, 'event_id') ?? ''],
    }));
}

/** To, Cc and Bcc of a mail sample; recipients of a record of sending, where it names them. */
function namedIn(raw: string): readonly string[] {
  const record = parsed(raw);
  const item = member(record, 'Item');
  return [record, item].flatMap((of) =>
    ['to', 'cc', 'bcc', 'Recipients'].flatMap((name) =>
      items(member(of, name)).flatMap((each) => text(member(each, 'address', 'EmailAddress', 'Smtp')) ?? text(each) ?? []),
    ),
  ); // prettier-ignore
}

const statusIn = (raw: string): string | undefined => {
  const record = parsed(raw);
  return text(
    member(record, 'Status', 'DeliveryStatus', 'DeliveryAction', 'Delivery action', 'recipient_status', 'LatestDeliveryAction'),
  );
}; // prettier-ignore
