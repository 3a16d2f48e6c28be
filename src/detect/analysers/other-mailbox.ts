import { z } from 'zod';
import type { Severity } from '../../model/finding.js';
import type { Row } from '../../store/store.js';
import type { Analyser, AnalyserMatch, EventPlace } from '../analyser.js';
import { jsonSql, listed, listParameter, numberIn, placeIn, someOf, textIn, timeIn } from './activity-rows.js'; // prettier-ignore

const parameters = z.strictObject({
  operations: z.array(z.string()).min(1),
  /** The person must be in the logs for so long before a mailbox counts as new to them. */
  historyDays: z.number().positive().default(7),
  /** New mailboxes within a day, from which it is `medium`. */
  several: z.number().int().positive().default(3),
  most: z.number().int().positive().default(200),
});

const dayMicros = 86_400_000_000n;

/**
 * A person (or application) in a mailbox of somebody else that they were never in before. Assistants and shared
 * mailboxes are habits: what happened in the first days of the logs is taken for one. LogonType 1 is an
 * administrator, 2 a delegate; records without it are judged by who the owner is.
 */
export const otherMailbox: Analyser<z.infer<typeof parameters>> = {
  slug: 'other-mailbox',
  parameters,
  run: async (store, { operations, historyDays, several, most }) => {
    const rows = await store.query(
      `WITH acts AS (
          SELECT evidence_id, record_no, "time", operation, lower("user") AS who, lower(target_user) AS mailbox,
            coalesce(json_extract_string(${jsonSql}, '$.LogonType'), '') AS logon,
            coalesce(json_extract_string(${jsonSql}, '$.LogonUserSid') = json_extract_string(${jsonSql}, '$.MailboxOwnerSid'), false) AS own
          FROM event_view
          WHERE source = 'ual' AND operation IN (${listed('operations')}) AND contains("user", '@') AND contains(target_user, '@')
            AND lower("user") <> lower(target_user) AND coalesce(user_kind, '') NOT IN ('system', 'service') AND outcome <> 'failure'),
        -- A mail sent as another lies in the sender's own mailbox.
        others AS (SELECT * FROM acts WHERE operation IN ('SendAs', 'SendOnBehalf') OR NOT own AND logon NOT IN ('0', 'Owner') OR NOT own AND mailbox <> who),
        span AS (
          SELECT lower("user") AS who, min("time") AS start FROM events
          WHERE source IN ('ual', 'entra_signin') AND "user" IS NOT NULL GROUP BY 1),
        met AS (
          SELECT o.who, o.mailbox, min(o."time") AS first, any_value(s.start) AS start FROM others o JOIN span s ON s.who = o.who GROUP BY ALL
          HAVING min(o."time") - any_value(s.start) >= to_days($history::INTEGER))
      SELECT o.*, m.first FROM others o JOIN met m ON m.who = o.who AND m.mailbox = o.mailbox AND o."time" - m.first < INTERVAL 1 DAY
      QUALIFY row_number() OVER (PARTITION BY o.who, o.mailbox ORDER BY o."time", o.evidence_id, o.record_no) <= $most
      ORDER BY o.who, m.first, o.mailbox, o."time", o.evidence_id, o.record_no`,
      { operations: listParameter(operations), history: historyDays, most },
    );
    return days(rows).map((group) => matchOf(group, several));
  },
};

/** What a person was first in within a day is one match. */
function days(rows: readonly Row[]): readonly (readonly Row[])[] {
  const groups: Row[][] = [];
  for (const row of rows) {
    const group = groups.at(-1);
    const [first] = group ?? [];
    if (
      group !== undefined &&
      first !== undefined &&
      textIn(first, 'who') === textIn(row, 'who') &&
      timeIn(row, 'first') - timeIn(first, 'first') < dayMicros
    )
      group.push(row);
    else groups.push([row]);
  }
  return groups;
}

function matchOf(rows: readonly Row[], several: number): AnalyserMatch {
  const mailboxes = [...new Set(rows.map((row) => textIn(row, 'mailbox')))];
  const admin = rows.some((row) => /^(?:1|admin)$/i.test(textIn(row, 'logon')));
  const places = new Map<string, EventPlace>();
  for (const row of rows)
    places.set(`${String(numberIn(row, 'evidence_id'))} ${String(numberIn(row, 'record_no'))}`, placeIn(row)); // prettier-ignore
  const severity: Severity = mailboxes.length >= several || admin ? 'medium' : 'low';
  return {
    events: [...places.values()],
    severity,
    values: {
      who: textIn(rows[0] ?? {}, 'who'),
      mailboxes: someOf(mailboxes),
      mailboxes_count: String(mailboxes.length),
      as: admin
        ? { en: 'as an administrator', ja: '管理者として' }
        : { en: 'as a delegate', ja: '代理人として' },
    },
  };
}
