import { z } from 'zod';
import type { Severity } from '../../model/finding.js';
import type { Row } from '../../store/store.js';
import type { Analyser, AnalyserMatch } from '../analyser.js';
import { bareSubjectSql, listParameter, listed, numberIn, placeIn, someOf, textIn } from './activity-rows.js'; // prettier-ignore
import { isPublicMail } from './lookalike.js';
import { mailsSql, ownDomains } from './mail-domains.js';

const parameters = z.strictObject({
  /** Mails to one address outside that were received before, or that say they are forwarded. */
  atLeast: z.number().int().positive().default(4),
  /** Of all mails from the one to the other. */
  share: z.number().positive().default(0.8),
  /** A mail that goes on so soon after receipt goes by itself. */
  minutes: z.number().positive().default(10),
});

/**
 * One address outside gets what a mailbox receives: a rule, a forwarding or a flow at work, whatever made it (flows
 * and server-side forwarding leave no inbox rule). Only addresses that write nothing themselves.
 */
export const forwardedOutside: Analyser<z.infer<typeof parameters>> = {
  slug: 'forwarded-outside',
  parameters,
  run: async (store, { atLeast, share, minutes }) => {
    const own = await ownDomains(store);
    if (own.size === 0) return [];
    const rows = await store.query(
      `WITH mails AS (${mailsSql}), own AS (${listed('own')} AS domain),
        -- The same address under a mailbox's other domains, and notices to those who wrote, are no forwarding.
        out AS (
          SELECT evidence_id, record_no, "time", sender, recipient, subject, message_id, ${bareSubjectSql('subject')} AS bare,
            regexp_matches(lower(subject), '^\\s*(fw|fwd|wg|tr|rv|vs|转发|転送)\\s*[:：]') AS marked
          FROM mails WHERE source = 'message_trace' AND sender_domain IN (SELECT domain FROM own)
            AND recipient_domain NOT IN (SELECT domain FROM own) AND recipient_domain IS NOT NULL AND subject IS NOT NULL),
        received AS (
          SELECT recipient AS mailbox, ${bareSubjectSql('subject')} AS bare, "time" FROM mails
          WHERE source = 'message_trace' AND recipient_domain IN (SELECT domain FROM own) AND subject IS NOT NULL),
        pairs AS (
          SELECT sender, recipient FROM out GROUP BY ALL HAVING count(DISTINCT coalesce(message_id, record_no::VARCHAR)) >= $least),
        mine AS (SELECT o.* FROM out o SEMI JOIN pairs p ON p.sender = o.sender AND p.recipient = o.recipient),
        soon AS (
          SELECT DISTINCT o.evidence_id, o.record_no, o.recipient FROM mine o JOIN received r
            ON r.mailbox = o.sender AND r.bare = o.bare AND o."time" >= r."time" AND o."time" - r."time" <= to_minutes($minutes::INTEGER)),
        writers AS (SELECT DISTINCT sender FROM mails),
        told AS (
          SELECT o.*, s.record_no IS NOT NULL AS soon FROM mine o
            LEFT JOIN soon s ON s.evidence_id = o.evidence_id AND s.record_no = o.record_no AND s.recipient = o.recipient),
        counted AS (
          SELECT sender, recipient, count(*) AS n, count(*) FILTER (WHERE marked OR soon) AS forwarded, count(*) FILTER (WHERE soon) AS soon, count(DISTINCT bare) AS subjects
          FROM told GROUP BY ALL
          HAVING count(*) FILTER (WHERE marked OR soon) >= $least AND count(*) FILTER (WHERE marked OR soon) >= $share * count(*) AND count(DISTINCT bare) >= 3)
      SELECT t.evidence_id, t.record_no, t.sender, t.recipient, t.subject, c.forwarded, c.soon FROM told t
        JOIN counted c ON c.sender = t.sender AND c.recipient = t.recipient
        ANTI JOIN writers w ON w.sender = t.recipient
      WHERE t.marked OR t.soon
      QUALIFY row_number() OVER (PARTITION BY t.sender, t.recipient ORDER BY t."time", t.evidence_id, t.record_no) <= 2000
      ORDER BY t.sender, t.recipient, t."time", t.evidence_id, t.record_no`,
      { own: listParameter([...own]), least: atLeast, share, minutes },
    );
    const groups = new Map<string, Row[]>();
    for (const row of rows) {
      const key = `${textIn(row, 'sender')} ${textIn(row, 'recipient')}`;
      groups.set(key, [...(groups.get(key) ?? []), row]);
    }
    return [...groups.values()].map((group) => matchOf(group, atLeast));
  },
};

function matchOf(rows: readonly Row[], atLeast: number): AnalyserMatch {
  const [first = {}] = rows;
  const recipient = textIn(first, 'recipient');
  const byItself = numberIn(first, 'soon') >= atLeast;
  const severity: Severity = byItself || isPublicMail(recipient.replace(/^.*@/, '')) ? 'medium' : 'low'; // prettier-ignore
  return {
    events: rows.map(placeIn),
    severity,
    values: {
      mailbox: textIn(first, 'sender'),
      recipient,
      amount: String(numberIn(first, 'forwarded')),
      subjects: someOf(rows.map((row) => textIn(row, 'subject')), 3), // prettier-ignore
      how: byItself
        ? { en: ', minutes after it came', ja: '、受信から数分以内に' }
        : { en: '', ja: '' },
    },
  };
}
