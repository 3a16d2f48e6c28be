import { z } from 'zod';
import type { Row, Store } from '../../store/store.js';
import type { Analyser, AnalyserMatch, EventPlace } from '../analyser.js';
import type { InboxRule } from '../inbox-rule.js';
import { inboxRuleOf } from '../inbox-rule.js';
import { parsedRecord } from '../raw-record.js';
import { bareSubject, listed, listParameter, mostEvents, placeIn, someOf, textIn, timeIn } from './activity-rows.js'; // prettier-ignore

const parameters = z.strictObject({
  /** Mail sent so long before or after the rule was made counts. */
  hours: z.number().positive().default(72),
  /** Shorter words say too little. */
  letters: z.number().int().positive().default(5),
});

interface Made {
  readonly row: Row;
  readonly name: string;
  readonly mailbox: string;
  readonly words: readonly string[];
  /** Deletes or moves out of sight, not only reads and sorts. */
  readonly hides: boolean;
}
interface Sent {
  readonly row: Row;
  readonly sender: string;
  readonly subject: string;
}

/**
 * An inbox rule that hides the answers to what its own mailbox sent (W-45): its words stand in the subject
 * of mail sent shortly before or after. Who sends about a project and sorts its answers into a folder does
 * not hide them: only rules that delete, move out of sight, or mark read and move count.
 */
export const ruleHidesOwnMail: Analyser<z.infer<typeof parameters>> = {
  slug: 'rule-hides-own-mail',
  parameters,
  run: async (store, { hours, letters }) => {
    const rules = (await rulesMade(store)).flatMap((row) => hidingRule(row, letters));
    if (rules.length === 0) return [];
    const sent = await sentFrom(store, [...new Set(rules.map(({ mailbox }) => mailbox))]);
    const near = BigInt(Math.round(hours * 3_600_000_000));
    return rules.flatMap((rule) => {
      const answered = sent.filter(
        (mail) =>
          mail.sender === rule.mailbox &&
          distance(timeIn(mail.row, 'time'), timeIn(rule.row, 'time')) <= near &&
          rule.words.some((word) => mail.subject.includes(word) || word.includes(mail.subject)),
      );
      return answered.length === 0 ? [] : [matchOf(rule, answered)];
    });
  },
};

const rulesMade = (store: Store): Promise<readonly Row[]> =>
  store.query(
    `SELECT evidence_id, record_no, "time", operation, lower("user") AS "user", lower(target_user) AS target_user, raw
      FROM event_view
      WHERE source = 'ual' AND lower(operation) IN ('new-inboxrule', 'set-inboxrule', 'updateinboxrules')
        AND coalesce(user_kind, '') NOT IN ('system', 'service') AND outcome <> 'failure'
      ORDER BY "time", evidence_id, record_no`,
  );

const sentFrom = (store: Store, mailboxes: readonly string[]): Promise<readonly Sent[]> =>
  store
    .query(
      `SELECT evidence_id, record_no, "time", subject,
          CASE WHEN source = 'ual' THEN lower(coalesce(target_user, "user")) ELSE lower("user") END AS sender
        FROM event_view
        WHERE subject IS NOT NULL AND (source = 'message_trace' OR
            source = 'ual' AND operation IN ('Send', 'SendAs', 'SendOnBehalf'))
          AND sender IN (${listed('mailboxes')})
        ORDER BY "time", evidence_id, record_no`,
      { mailboxes: listParameter(mailboxes) },
    )
    .then((rows) =>
      rows.map((row) => ({
        row,
        sender: textIn(row, 'sender'),
        subject: bareSubject(textIn(row, 'subject')),
      })),
    )
    .then((mails) => mails.filter(({ subject }) => subject.length >= 5));

function hidingRule(row: Row, letters: number): readonly Made[] {
  const raw = textIn(row, 'raw');
  const rule = inboxRuleOf(textIn(row, 'operation'), raw);
  if (!hides(rule)) return [];
  const words = wordsOf(raw).filter((word) => word.length >= letters);
  const mailbox = (rule.mailbox ?? '').includes('@') ? (rule.mailbox ?? '').toLowerCase() : '';
  const owner = mailbox !== '' ? mailbox : textIn(row, 'target_user') || textIn(row, 'user');
  return words.length === 0
    ? []
    : [{ row, name: rule.name ?? '', mailbox: owner, words, hides: rule.reach === 'hides' }];
}

/** Deleted, out of sight, or read before the owner sees it. */
const hides = ({ reach, actions }: InboxRule): boolean =>
  reach === 'hides' ||
  (reach === 'moves' && actions.some((action) => /marks it read|MarkAsRead/i.test(action)));

/** Part of a subject that a rule's words must make up to be meant for it. */
const wholeShare = 0.6;

const wordParameters = /^(?:SubjectContainsWords|SubjectOrBodyContainsWords)$/i;
/** `(SubString IgnoreCase(SubjectProperty)=…)` */
const outlookWords = /SubjectProperty\)\s*=\s*([^)]*)\)/g;

function wordsOf(raw: string): readonly string[] {
  const record = parsedRecord(raw);
  const said = record
    .pairs('Parameters')
    .filter(([name]) => wordParameters.test(name))
    .flatMap(([, value]) => value.split(';'));
  const conditions = record
    .pairs('OperationProperties')
    .filter(([name]) => /^RuleConditions?$/i.test(name))
    .flatMap(([, value]) => [...value.matchAll(outlookWords)].map((match) => match[1] ?? ''));
  return [...said, ...conditions].map((word) => bareSubject(word.replace(/^\s*"|"\s*$/g, '')));
}

const distance = (one: bigint, other: bigint): bigint => (one > other ? one - other : other - one);

function matchOf(rule: Made, sent: readonly Sent[]): AnalyserMatch {
  const proof = sent.slice(0, mostEvents - 1).map(({ row }) => placeIn(row));
  const places: readonly EventPlace[] = [placeIn(rule.row), ...proof];
  // A word that many subjects begin with sorts mail; a subject's own words are meant for this mail.
  const meant = sent.some(({ subject }) =>
    rule.words.some((word) => word.length >= subject.length * wholeShare),
  );
  return {
    events: places,
    ...(rule.hides || meant ? {} : { severity: 'low' as const }),
    values: {
      hiding_rule: rule.name,
      mailbox: rule.mailbox,
      subjects: someOf(sent.map(({ row }) => textIn(row, 'subject'))),
      sent: String(sent.length),
    },
  };
}
