import type { Recipient } from '../model/exposed.js';
import { grouped } from '../scope/baseline.js';
import { textOf, timeOf } from '../scope/rows.js';
import type { JudgedStrand } from '../scope/verdict.js';
import type { Cell, Row } from '../store/store.js';
import type { Facts } from './facts.js';
import type { Receipt } from './receipt.js';
import { isoMicros } from './texts.js';

type Reaction = Recipient['did'][number];

/** What is looked at after a mail came, microseconds. */
const watched = 14n * 24n * 3_600_000_000n;
const weekLong = 7n * 24n * 3_600_000_000n;

/** What recipients did with a mail, as far as their own records tell; one list for each receipt. */
export async function reactionsOf(
  facts: Facts,
  receipts: readonly Receipt[],
): Promise<readonly (readonly Reaction[])[]> {
  if (receipts.length === 0) return [];
  const since = receipts.reduce((first, { at }) => (at < first ? at : first), receipts[0]?.at ?? 0n);
  const until = receipts.reduce((last, { at }) => (at > last ? at : last), 0n) + watched;
  const people = [...new Set(receipts.map(({ address }) => address))];
  const ids = [...new Set(receipts.flatMap(({ messageId }) => messageId ?? []))];
  const parameters = { since, until, people: JSON.stringify(people), ids: JSON.stringify(ids) };
  const rows = await facts.store.query(touchedSql, parameters);
  const clicks = await facts.store.query(clickSql, { since, until, people: parameters.people });
  const byReceipt = grouped(rows, (row) => `${textOf(row, 'id') ?? ''}\u0000${textOf(row, 'who') ?? ''}`); // prettier-ignore
  const byUser = grouped(clicks, (row) => textOf(row, 'who') ?? '');
  const replies = await repliesOf(facts, receipts, since, until);
  return receipts.map((receipt) => [
    ...firstOfEach(byReceipt.get(`${receipt.messageId ?? ''}\u0000${receipt.address}`) ?? [], receipt, facts),
    ...firstOfEach((byUser.get(receipt.address) ?? []).filter((row) => isOf(row, receipt)), receipt, facts),
    ...firstOfEach(replies.get(`${receipt.address}\u0000${bare(receipt.subject)}`) ?? [], receipt, facts),
    ...signedIn(facts, receipt),
  ].sort((a, b) => (a.at !== b.at ? (a.at < b.at ? -1 : 1) : a.what < b.what ? -1 : 1)));
} // prettier-ignore

/** Reading, moving to the bin and reporting, by the message's id in the record. */
const touchedSql = `
  WITH ids AS (SELECT unnest(from_json($ids, '["VARCHAR"]')) AS id),
  acts AS (
    SELECT e.event_id, e.time, e."user" AS who, x.strand,
      CASE WHEN lower(e.operation) = 'mailitemsaccessed' THEN 'opened'
        WHEN lower(e.operation) IN ('softdelete', 'harddelete', 'movetodeleteditems') THEN 'deleted' ELSE 'reported' END AS what,
      unnest(list_distinct(regexp_extract_all(replace(replace(e.raw, '\\u003c', '<'), '\\u003e', '>'), '"InternetMessageId\\\\*"\\s*:\\s*\\\\*"([^"\\\\]+)', 1))) AS id
    FROM events e LEFT JOIN event_strands x ON x."row" = e.rowid
    WHERE e.source = 'ual' AND e.time BETWEEN $since AND $until
      AND lower(e.operation) IN ('mailitemsaccessed', 'softdelete', 'harddelete', 'movetodeleteditems', 'usersubmission', 'adminsubmission')
      AND e."user" IN (SELECT unnest(from_json($people, '["VARCHAR"]'))))
  SELECT * FROM acts WHERE id IN (FROM ids) ORDER BY time, event_id`;

/** Links that were clicked, and mails that were reported without an id. */
const clickSql = `
  SELECT e.event_id, e.time, e."user" AS who, x.strand, e.subject, e.message_id,
    CASE WHEN lower(e.operation) LIKE '%click%' THEN 'clicked' ELSE 'reported' END AS what
  FROM events e LEFT JOIN event_strands x ON x."row" = e.rowid
  WHERE e.time BETWEEN $since AND $until AND (lower(e.operation) LIKE '%url%click%' OR lower(e.operation) LIKE '%click%url%' OR lower(e.operation) IN ('usersubmission', 'userreportedphish', 'clickedurl'))
    AND e."user" IN (SELECT unnest(from_json($people, '["VARCHAR"]'))) ORDER BY e.time, e.event_id`;

/** A record that names no mail is of any that came before it. */
function isOf(row: Row, { messageId, subject, at }: Receipt): boolean {
  const time = timeOf(row, 'time');
  if (time === undefined || time < at) return false;
  const [id, title] = [textOf(row, 'message_id'), textOf(row, 'subject')];
  if (id !== undefined) return id === messageId;
  return title === undefined || bare(title) === bare(subject);
}

const prefix = /^\s*((re|fwd?|aw|wg|sv|tr|rv|vs|antw|返信|転送)\s*(\[\d+\])?\s*[:：]\s*)+/i;
const bare = (subject: string | undefined): string =>
  (subject ?? '').replace(prefix, '').trim().toLowerCase();

/** Answers to it, by recipient and subject. */
async function repliesOf(
  { store }: Facts,
  receipts: readonly Receipt[],
  since: bigint,
  until: bigint,
): Promise<ReadonlyMap<string, readonly Row[]>> {
  const parameters: Readonly<Record<string, Cell>> = {
    since,
    until,
    people: JSON.stringify([...new Set(receipts.map(({ address }) => address))]),
    senders: JSON.stringify([...new Set(receipts.map(({ sender }) => sender))]),
  };
  const rows = await store.query(
    `SELECT e.event_id, e.time, e."user" AS who, x.strand, e.subject, 'replied' AS what FROM events e LEFT JOIN event_strands x ON x."row" = e.rowid
     WHERE e.time BETWEEN $since AND $until AND e.subject IS NOT NULL AND e."user" IN (SELECT unnest(from_json($people, '["VARCHAR"]')))
       AND ((e.source = 'ual' AND lower(e.operation) IN ('send', 'sendas', 'sendonbehalf'))
         OR (e.source = 'message_trace' AND e.target_user IN (SELECT unnest(from_json($senders, '["VARCHAR"]')))))
     ORDER BY e.time, e.event_id`,
    parameters,
  );
  const answers = rows.filter((row) => prefix.test(textOf(row, 'subject') ?? ''));
  return grouped(answers, (row) => `${textOf(row, 'who') ?? ''}\u0000${bare(textOf(row, 'subject'))}`); // prettier-ignore
}

const kinds = ['opened', 'clicked', 'replied', 'deleted', 'reported'] as const;

/** The first of each kind after the mail came, by the recipient and not by the attacker as them. */
function firstOfEach(rows: readonly Row[], receipt: Receipt, facts: Facts): readonly Reaction[] {
  const found = new Map<string, Reaction>();
  for (const row of rows) {
    const time = timeOf(row, 'time');
    const what = kinds.find((kind) => kind === row['what']);
    if (time === undefined || what === undefined || time < receipt.at || found.has(what)) continue;
    const strand = row['strand'];
    if (strand !== null && strand !== undefined && facts.foul.has(Number(strand))) continue;
    found.set(what, {
      what,
      at: isoMicros(time),
      suspicious: false,
      events: [textOf(row, 'event_id') ?? ''],
    });
  }
  return [...found.values()];
}

/** Sessions that began after the mail came and that are not plainly the recipient's own. */
function signedIn({ ground, foul }: Facts, { address, at }: Receipt): readonly Reaction[] {
  const told = new Set<string>();
  const own = [...(ground.strandsOf.user.get(address) ?? [])].sort(byFirst);
  return own.flatMap((strand): readonly Reaction[] => {
    if (strand.done === 0 || strand.first === undefined) return [];
    if (strand.first < at || strand.first > at + weekLong) return [];
    const suspicious = foul.has(strand.no) || strand.verdict === 'attacker' || strand.verdict === 'suspicious'; // prettier-ignore
    if (!suspicious || told.has(strand.session)) return [];
    told.add(strand.session);
    return [
      {
        what: 'signed-in',
        at: isoMicros(strand.first),
        suspicious,
        events: [...strand.firstEvents.slice(0, 1)],
      },
    ];
  });
}

const byFirst = (a: JudgedStrand, b: JudgedStrand): number =>
  (a.first ?? 0n) < (b.first ?? 0n) ? -1 : (a.first ?? 0n) > (b.first ?? 0n) ? 1 : a.no - b.no;
