import { z } from 'zod';
import type { Severity } from '../../model/finding.js';
import type { Analyser, EventPlace } from '../analyser.js';
import { jsonSql, placeIn, textIn } from './activity-rows.js';

const parameters = z.strictObject({
  /** Mail: folders fetched whole (MailItemsAccessed, Sync). Files: the OneDrive client on a computer. */
  what: z.enum(['mail', 'files']),
  /** Syncing must be known of the person for so long before a client counts as new. */
  historyDays: z.number().positive().default(5),
  /** Files, in the first day of the client. */
  atLeast: z.number().int().positive().default(1),
  most: z.number().int().positive().default(1000),
});
type Parameters = z.infer<typeof parameters>;

/** The program by which mail is fetched: the client's kind and its process, without versions. */
const mailClient = `coalesce(client_app, '') || coalesce(' ' || json_extract_string(${jsonSql}, '$.ClientProcessName'), '')`;

const syncsSql = ({ what }: Parameters): string =>
  what === 'mail'
    ? `SELECT evidence_id, record_no, "time", lower(coalesce(target_user, "user")) AS whose, "user",
        ${mailClient} AS client, asn, ip, as_org, folder AS what
      FROM event_view
      WHERE source = 'ual' AND operation = 'MailItemsAccessed' AND contains(raw, '"Sync"')
        AND coalesce(user_kind, '') NOT IN ('system', 'service')`
    : `SELECT evidence_id, record_no, "time", lower("user") AS whose, "user",
        json_extract_string(${jsonSql}, '$.MachineId') AS client, asn, ip, as_org, object AS what
      FROM event_view
      WHERE source = 'ual' AND operation IN ('FileSyncDownloadedFull', 'FileSyncDownloadedPartial')
        AND coalesce(user_kind, '') NOT IN ('system', 'service')`;

/**
 * A client that begins to keep a copy of a mailbox or of files, where others have done so for days. A new
 * computer at a network that the person has used before is `low`; one at a network never seen is `medium`.
 */
export const newSyncClient: Analyser<Parameters> = {
  slug: 'new-sync-client',
  parameters,
  run: async (store, given) => {
    const rows = await store.query(
      `WITH s AS (${syncsSql(given)}),
        first AS (SELECT whose, min("time") AS start FROM s GROUP BY 1),
        clients AS (SELECT whose, client, min("time") AS began FROM s WHERE client IS NOT NULL AND trim(client) <> '' GROUP BY ALL),
        fresh AS (
          SELECT c.* FROM clients c JOIN first f ON f.whose = c.whose WHERE c.began - f.start >= to_days($history::INTEGER)),
        events_of AS (
          SELECT s.*, f.began FROM s JOIN fresh f ON f.whose = s.whose AND f.client = s.client AND s."time" - f.began < INTERVAL 1 DAY),
        -- Where the person was seen before, in whatever log.
        places AS (
          SELECT lower("user") AS whose, coalesce('as' || asn, ip) AS network, min("time") AS seen FROM event_view
          WHERE "user" IS NOT NULL AND ip IS NOT NULL AND outcome <> 'failure' GROUP BY ALL)
      SELECT e.*, e.began,
        EXISTS (SELECT 1 FROM places p WHERE p.whose = e.whose AND p.network = coalesce('as' || e.asn, e.ip) AND p.seen < e.began - INTERVAL 1 DAY) AS known
      FROM events_of e
      QUALIFY row_number() OVER (PARTITION BY e.whose, e.client ORDER BY e."time", e.evidence_id, e.record_no) <= $most
        AND count(*) OVER (PARTITION BY e.whose, e.client) >= $least
      ORDER BY e.whose, e.client, e."time", e.evidence_id, e.record_no`,
      { history: given.historyDays, most: given.most, least: given.atLeast },
    );
    const groups = new Map<string, (typeof rows)[number][]>();
    for (const row of rows) {
      const key = `${textIn(row, 'whose')} ${textIn(row, 'client')}`;
      groups.set(key, [...(groups.get(key) ?? []), row]);
    }
    return [...groups.values()].map((group) => {
      const [first = {}] = group;
      const strange = group.some((row) => row['known'] === false && textIn(row, 'ip') !== '');
      const severity: Severity = strange ? 'medium' : 'low';
      const events: EventPlace[] = group.map(placeIn);
      return {
        events,
        severity,
        values: {
          whose: textIn(first, 'whose'),
          client: textIn(first, 'client'),
          network: textIn(first, 'as_org') || textIn(first, 'ip'),
          amount: String(new Set(group.map((row) => textIn(row, 'what'))).size),
          newness: strange
            ? { en: 'a network never seen for the person', ja: '本人の利用履歴がないネットワーク' }
            : { en: 'a known network', ja: '利用履歴のあるネットワーク' },
        },
      };
    });
  },
};
