import { z } from 'zod';
import type { Severity } from '../../model/finding.js';
import type { Row } from '../../store/store.js';
import type { Analyser, AnalyserMatch } from '../analyser.js';
import {
  bareSubject,
  jsonSql,
  listed,
  listParameter,
  numberIn,
  placeIn,
  someOf,
  strandSql,
  textIn,
  timeIn,
} from './activity-rows.js';
import { sentFolders } from './lure-words-table.js';

const parameters = z.strictObject({
  /** A mail counts as just sent for so long. */
  hours: z.number().positive().default(72),
  /** Mails of one subject, from which it is `medium`. */
  several: z.number().int().positive().default(3),
});

interface Deletion {
  readonly row: Row;
  readonly mailbox: string;
  readonly strand: string;
  readonly time: bigint;
  readonly subject: string;
}

const dayMicros = 86_400_000_000n;

/**
 * Own mail taken away again: what was sent shortly before, or what lay in Sent Items and was deleted past the
 * Deleted Items. An intruder hides from the owner what went out in the owner's name (W-46). Who
 * always tidies Sent Items does it on many days, and is left out.
 */
export const sentThenDeleted: Analyser<z.infer<typeof parameters>> = {
  slug: 'sent-then-deleted',
  parameters,
  run: async (store, { hours, several }) => {
    const rows = await store.query(
      `WITH deleted AS (
          SELECT evidence_id, record_no, "time", "user", coalesce(target_user, "user") AS mailbox, operation, ${strandSql} AS strand,
            unnest(from_json(json_extract(${jsonSql}, '$.AffectedItems'),
              '[{"InternetMessageId":"VARCHAR","Subject":"VARCHAR","ParentFolder":{"Path":"VARCHAR"}}]')) AS item
          FROM event_view
          WHERE source = 'ual' AND operation IN ('HardDelete', 'SoftDelete', 'MoveToDeletedItems') AND "user" IS NOT NULL
            AND coalesce(user_kind, '') NOT IN ('system', 'service') AND outcome <> 'failure'),
        sent AS (
          SELECT message_id, lower("user") AS sender, min("time") AS sent_at FROM events
          WHERE message_id IS NOT NULL AND "user" IS NOT NULL AND (source = 'message_trace' OR
            source = 'ual' AND operation IN ('Send', 'SendAs', 'SendOnBehalf'))
          GROUP BY ALL),
        items AS (
          SELECT * EXCLUDE (item), item."InternetMessageId" AS item_id, item."Subject" AS subject, lower(mailbox) AS owner,
            lower(regexp_extract(item."ParentFolder"."Path", '([^\\\\]+)$', 1)) AS item_folder
          FROM deleted),
        judged AS (
          -- Joined by equality alone: with the times in it DuckDB compares each with each.
          SELECT i.*, i."time" >= s.sent_at AND i."time" - s.sent_at <= to_hours($hours::INTEGER) AS just_sent,
            i.item_folder IN (${listed('folders')}) AS from_sent
          FROM items i LEFT JOIN sent s ON s.message_id = i.item_id AND s.sender = i.owner)
      SELECT evidence_id, record_no, "time", "user", mailbox, strand, subject
      FROM judged
      WHERE coalesce(just_sent, false) AND (from_sent OR operation <> 'MoveToDeletedItems') OR from_sent AND operation <> 'MoveToDeletedItems'
      ORDER BY mailbox, strand, "time", evidence_id, record_no`,
      { folders: listParameter(sentFolders), hours },
    );
    const deletions = rows.map((row) => ({
      row,
      mailbox: textIn(row, 'mailbox'),
      strand: textIn(row, 'strand'),
      time: timeIn(row, 'time'),
      subject: textIn(row, 'subject'),
    }));
    return groups(deletions).map((group) => matchOf(group, habitOf(deletions, group), several));
  },
};

/** One strand in one mailbox, less than a day from one to the next. */
function groups(deletions: readonly Deletion[]): readonly (readonly Deletion[])[] {
  const all: Deletion[][] = [];
  for (const deletion of deletions) {
    const group = all.at(-1);
    const last = group?.at(-1);
    if (
      group !== undefined &&
      last?.mailbox === deletion.mailbox &&
      last.strand === deletion.strand &&
      deletion.time - last.time < dayMicros
    )
      group.push(deletion);
    else all.push([deletion]);
  }
  return all;
}

/** Other days on which mail sent from this mailbox was deleted. */
function habitOf(all: readonly Deletion[], group: readonly Deletion[]): number {
  const own = new Set(group.map(({ time }) => time / dayMicros));
  const mailbox = group[0]?.mailbox;
  return new Set(
    all
      .filter((one) => one.mailbox === mailbox && !own.has(one.time / dayMicros))
      .map(({ time }) => time / dayMicros),
  ).size;
}

function matchOf(group: readonly Deletion[], habit: number, several: number): AnalyserMatch {
  const places = new Map(
    group.map(({ row }) => [`${String(numberIn(row, 'evidence_id'))} ${String(numberIn(row, 'record_no'))}`, placeIn(row)]), // prettier-ignore
  );
  const subjects = new Map<string, number>();
  for (const { subject } of group)
    if (subject !== '')
      subjects.set(bareSubject(subject), (subjects.get(bareSubject(subject)) ?? 0) + 1);
  const alike = Math.max(0, ...subjects.values());
  const severity: Severity = habit >= 3 ? 'informational' : alike >= several ? 'medium' : 'low';
  return {
    events: [...places.values()],
    severity,
    values: {
      mailbox: group[0]?.mailbox ?? '',
      amount: String(group.length),
      subjects: someOf(group.map(({ subject }) => subject)),
    },
  };
}
