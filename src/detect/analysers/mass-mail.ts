import { z } from 'zod';
import type { Said, Severity } from '../../model/finding.js';
import type { Row, Store } from '../../store/store.js';
import type { Analyser, AnalyserMatch, EventPlace } from '../analyser.js';
import {
  bareSubject,
  bareSubjectSql,
  listed,
  listParameter,
  mostEvents,
  numberIn,
  placeIn,
  textIn,
  timeIn,
} from './activity-rows.js';
import { lureWords } from './lure-words-table.js';
import { mailsSql, ownDomains } from './mail-domains.js';

const parameters = z.strictObject({
  /** Of whom most recipients are: colleagues, or people outside. */
  to: z.enum(['colleagues', 'outside']),
  /** Recipients of one subject (or mails sent, where only the audit log is there) without a longer pause. */
  atLeast: z.number().int().positive(),
  much: z.number().int().positive(),
  pauseMinutes: z.number().positive().default(60),
});
type Parameters = z.infer<typeof parameters>;

interface Wave {
  readonly sender: string;
  readonly subject: string;
  readonly shown: string;
  readonly from: bigint;
  readonly to: bigint;
  readonly inside: number;
  readonly outside: number;
  readonly sends: number;
  /** Recipients that the sender had not corresponded with before. */
  readonly strangers: number;
  /** Whether the traces reach back far enough to tell. */
  readonly known: boolean;
  /** Days with a wave of at least half as many, five days or more away: no intruder's campaign. */
  readonly habit: number;
  readonly reply: boolean;
}

/**
 * One subject from one of the tenant's mailboxes to many within a short time: phishing of colleagues,
 * spam from a taken account (W-13, W-44). Message traces tell the recipients, the audit log the session.
 * What is usual for the sender (newsletters, notices to all) is left out.
 */
export const massMail: Analyser<Parameters> = {
  slug: 'mass-mail',
  parameters,
  run: async (store, given) => {
    const own = await ownDomains(store);
    if (own.size === 0) return [];
    const waves = await wavesOf(store, own, given);
    const matches: AnalyserMatch[] = [];
    for (const wave of waves) {
      const outside = wave.outside > wave.inside;
      // Where no trace tells the recipients, mails sent one by one are taken for mails to colleagues.
      if (outside !== (given.to === 'outside')) continue;
      const hidden = await hidingRule(store, wave);
      const severity = severityOf(wave, given, hidden.length > 0);
      if (severity === undefined) continue;
      const events = await eventsOf(store, own, wave);
      matches.push({
        events: [...events, ...hidden.map(({ place }) => place)],
        severity,
        values: {
          sender: wave.sender,
          subject: wave.shown,
          recipients: recipientsText(wave),
          strangers: wave.known ? String(wave.strangers) : '',
          hidden: hidden.map(({ name }) => name).join(', '),
        },
      });
    }
    return matches;
  },
};

function recipientsText({ inside, outside, sends }: Wave): Said {
  const all = inside + outside;
  if (all === 0) return { en: `${String(sends)} mails`, ja: `${String(sends)} 通` };
  return outside === 0
    ? { en: `${String(inside)} colleagues`, ja: `社内 ${String(inside)} 名` }
    : {
        en: `${String(all)} recipients (${String(inside)} inside, ${String(outside)} outside)`,
        ja: `${String(all)} 名 (社内 ${String(inside)} 名、社外 ${String(outside)} 名)`,
      };
}

const isLure = (subject: string): boolean => lureWords.some((word) => subject.includes(word));

/** Nothing where it is what people ordinarily send. */
function severityOf(wave: Wave, given: Parameters, hidden: boolean): Severity | undefined {
  const size = Math.max(wave.inside + wave.outside, wave.sends);
  if (hidden) return 'high';
  if (wave.habit >= 2) return undefined;
  if (given.to === 'outside') return size >= given.much ? 'medium' : 'low';
  if (wave.reply) return undefined;
  const lure = isLure(wave.subject);
  if (wave.inside + wave.outside === 0) return lure && size >= given.much ? 'medium' : 'low';
  const strange = wave.known && wave.strangers * 10 >= size * 6;
  if (!strange) return size >= given.much && lure ? 'low' : undefined;
  return size >= given.much || lure ? 'medium' : 'low';
}

const reply = `regexp_matches(lower(subject), '^\\s*(re|fw|fwd|aw|wg|tr|rv|sv|vs|antw|回复|答复|转发|返信|転送)\\s*[:：]')`;

/** All mails that the tenant's people sent, by recipient where a trace tells them, else by record of the audit log. */
const sentSql = `
  mails AS (${mailsSql}),
  own AS (${listed('own')} AS domain),
  sent AS (
    SELECT evidence_id, record_no, "time", sender, recipient, recipient_domain IN (SELECT domain FROM own) AS inside,
      subject, ${bareSubjectSql('subject')} AS bare, message_id, false AS audited
    FROM mails WHERE source = 'message_trace' AND sender_domain IN (SELECT domain FROM own) AND subject IS NOT NULL
    UNION ALL
    SELECT evidence_id, record_no, "time", lower(coalesce(target_user, "user")), NULL, NULL,
      subject, ${bareSubjectSql('subject')}, message_id, true
    FROM event_view
    WHERE source = 'ual' AND operation IN ('Send', 'SendAs', 'SendOnBehalf') AND subject IS NOT NULL
      AND coalesce(user_kind, '') NOT IN ('system', 'service') AND outcome <> 'failure')`;

async function wavesOf(
  store: Store,
  own: ReadonlySet<string>,
  { atLeast, pauseMinutes }: Parameters,
): Promise<readonly Wave[]> {
  const rows = await store.query(
    `WITH ${sentSql},
      marked AS (
        SELECT *, CASE WHEN "time" - lag("time") OVER w <= to_minutes($pause::INTEGER) THEN 0 ELSE 1 END AS opens
        FROM sent WHERE bare <> ''
        WINDOW w AS (PARTITION BY sender, bare ORDER BY "time", evidence_id, record_no, recipient)),
      numbered AS (SELECT *, sum(opens) OVER (PARTITION BY sender, bare ORDER BY "time", evidence_id, record_no, recipient ROWS UNBOUNDED PRECEDING) AS wave FROM marked),
      waves AS (
        SELECT sender, bare, wave, min(subject) AS shown, min("time") AS first, max("time") AS last,
          count(DISTINCT recipient) FILTER (WHERE inside AND recipient <> sender) AS inside,
          count(DISTINCT recipient) FILTER (WHERE NOT inside) AS outside,
          count(DISTINCT coalesce(message_id, record_no::VARCHAR)) FILTER (WHERE audited) AS sends,
          bool_and(${reply}) AS reply
        FROM numbered GROUP BY ALL),
      sized AS (SELECT *, greatest(inside + outside, sends) AS size FROM waves),
      large AS (SELECT * FROM sized WHERE size >= $least),
      met AS (
        SELECT one, other, min("time") AS first FROM (
          SELECT sender AS one, recipient AS other, "time" FROM mails UNION ALL SELECT recipient, sender, "time" FROM mails)
        WHERE one IN (SELECT sender FROM large) GROUP BY ALL),
      strange AS (
        SELECT n.sender, n.bare, n.wave, count(DISTINCT n.recipient) AS strangers
        FROM numbered n JOIN large l ON l.sender = n.sender AND l.bare = n.bare AND l.wave = n.wave
          LEFT JOIN met ON met.one = n.sender AND met.other = n.recipient
        WHERE n.recipient IS NOT NULL AND n.recipient <> n.sender AND (met.first IS NULL OR met.first >= l.first)
        GROUP BY ALL),
      traced AS (SELECT min("time") AS start FROM mails WHERE source = 'message_trace')
    SELECT l.sender, l.bare, l.shown, l.first, l.last, l.inside, l.outside, l.sends, l.reply,
      coalesce(l.first - (SELECT start FROM traced) >= INTERVAL 2 DAY, false) AS known,
      (SELECT count(DISTINCT date_trunc('day', p.first)) FROM sized p
        WHERE p.sender = l.sender AND p.size * 2 >= l.size AND abs(epoch(p.first) - epoch(l.first)) >= 5 * 86400) AS habit,
      coalesce(x.strangers, 0) AS strangers
    FROM large l LEFT JOIN strange x ON x.sender = l.sender AND x.bare = l.bare AND x.wave = l.wave
    ORDER BY l.first, l.sender, l.bare`,
    { own: listParameter([...own]), pause: pauseMinutes, least: atLeast },
  );
  return rows.map((row) => ({
    sender: textIn(row, 'sender'),
    subject: textIn(row, 'bare'),
    shown: textIn(row, 'shown'),
    from: timeIn(row, 'first'),
    to: timeIn(row, 'last'),
    inside: numberIn(row, 'inside'),
    outside: numberIn(row, 'outside'),
    sends: numberIn(row, 'sends'),
    strangers: numberIn(row, 'strangers'),
    known: row['known'] === true,
    habit: numberIn(row, 'habit'),
    reply: row['reply'] === true,
  }));
}

/** The mails of the wave in the traces, and their records in the audit log, which tell the session. */
async function eventsOf(
  store: Store,
  own: ReadonlySet<string>,
  { sender, subject, from, to }: Wave,
): Promise<readonly EventPlace[]> {
  const rows = await store.query(
    `WITH ${sentSql}
    SELECT DISTINCT evidence_id, record_no, "time" FROM sent
    WHERE sender = $sender AND bare = $subject AND "time" BETWEEN $since AND $until
    ORDER BY "time", evidence_id, record_no LIMIT ${String(mostEvents)}`,
    {
      own: listParameter([...own]),
      sender,
      subject,
      // The two logs write one sending minutes apart.
      since: from - 600_000_000n,
      until: to + 600_000_000n,
    },
  );
  return rows.map(placeIn);
}

const dayMicros = 86_400_000_000n;

/** Inbox rules of the sender's that speak of the subject: they hide the answers to it (W-45). */
async function hidingRule(
  store: Store,
  { sender, subject, from, to }: Wave,
): Promise<readonly { readonly place: EventPlace; readonly name: string }[]> {
  if (subject.length < 5) return [];
  const rows = await store.query(
    `SELECT evidence_id, record_no, object, raw FROM event_view
    WHERE source = 'ual' AND operation IN ('New-InboxRule', 'Set-InboxRule', 'Enable-InboxRule', 'UpdateInboxRules')
      AND (lower("user") = $sender OR lower(target_user) = $sender) AND "time" BETWEEN $since AND $until
    ORDER BY "time", evidence_id, record_no LIMIT 100`,
    { sender, since: from - 2n * dayMicros, until: to + 2n * dayMicros },
  );
  return rows
    .filter((row) => wordsOf(row).some((words) => speaksOf(words, subject)))
    .map((row) => ({ place: placeIn(row), name: `"${textIn(row, 'object')}"` }));
}

/** The texts in a rule's record, whatever the field. */
function wordsOf(row: Row): readonly string[] {
  let record: unknown;
  try {
    record = JSON.parse(textIn(row, 'raw'));
  } catch {
    return [textIn(row, 'raw')];
  }
  const texts: string[] = [];
  const walk = (value: unknown): void => {
    if (typeof value === 'string') texts.push(...value.split(';'));
    else if (Array.isArray(value)) value.forEach(walk);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(walk);
  };
  for (const [key, value] of Object.entries(Object(record) as Record<string, unknown>))
    if (/^(?:parameters|operationproperties)$/i.test(key)) walk(value);
  return texts;
}

/** A rule names the whole subject, or a good part of it. */
function speaksOf(words: string, subject: string): boolean {
  const bare = bareSubject(words);
  return bare.includes(subject) || (bare.length >= 8 && bare.length * 2 >= subject.length && subject.includes(bare)); // prettier-ignore
}
