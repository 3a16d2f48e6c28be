import { z } from 'zod';
import type { Severity } from '../../model/finding.js';
import type { Row } from '../../store/store.js';
import type { Analyser, AnalyserMatch, EventPlace } from '../analyser.js';
import { numberIn, placeIn, someOf, textIn } from './activity-rows.js';
import { lureWords } from './lure-words-table.js';

const parameters = z.strictObject({
  /** From the upload of a file to the sharing of it. */
  hours: z.number().positive().default(4),
  /** Of a file with a name as phishing uses; of any other file. */
  recipients: z.number().int().positive().default(5),
  anyRecipients: z.number().int().positive().default(30),
});

const shares = ['AddedToSecureLink', 'SharingSet', 'SharingInvitationCreated', 'AnonymousLinkCreated', 'CompanyLinkCreated', 'SecureLinkCreated', 'SharingLinkCreated'] as const; // prettier-ignore
const uploads = ['FileUploaded', 'FileUploadedPartial', 'FileSyncUploadedFull', 'FileCreated', 'FileModified', 'FileCopied'] as const; // prettier-ignore

/**
 * A file put into OneDrive or SharePoint and at once shared with many, or with everybody by a link, under a
 * name as phishing uses: the mail that tells the recipients comes from Microsoft itself (internal
 * phishing through OneDrive).
 */
export const sharedLure: Analyser<z.infer<typeof parameters>> = {
  slug: 'shared-lure',
  parameters,
  run: async (store, { hours, recipients, anyRecipients }) => {
    const rows = await store.query(
      `WITH up AS (
          SELECT lower("user") AS who, object, min("time") AS made, arg_min(evidence_id, "time") AS up_evidence, arg_min(record_no, "time") AS up_record
          FROM event_view WHERE source = 'ual' AND operation IN ('${uploads.join("', '")}') AND object IS NOT NULL AND "user" IS NOT NULL
            AND coalesce(user_kind, '') NOT IN ('system', 'service', 'application')
          GROUP BY ALL),
        sh AS (
          SELECT evidence_id, record_no, "time", lower("user") AS who, object, operation,
            CASE WHEN json_valid(raw) THEN nullif(lower(json_extract_string(raw, '$.TargetUserOrGroupName')), '') END AS target
          FROM event_view WHERE source = 'ual' AND operation IN ('${shares.join("', '")}'))
      SELECT sh.*, up.up_evidence, up.up_record FROM sh JOIN up ON up.who = sh.who AND up.object = sh.object
        AND sh."time" >= up.made AND sh."time" - up.made <= to_hours($hours::INTEGER)
      QUALIFY row_number() OVER (PARTITION BY sh.who, sh.object ORDER BY sh."time", sh.evidence_id, sh.record_no) <= 2000
      ORDER BY sh.who, sh.object, sh."time", sh.evidence_id, sh.record_no`,
      { hours },
    );
    const files = new Map<string, Row[]>();
    for (const row of rows) {
      const key = `${textIn(row, 'who')} ${textIn(row, 'object')}`;
      files.set(key, [...(files.get(key) ?? []), row]);
    }
    return [...files.values()].flatMap((group) => matchOf(group, recipients, anyRecipients));
  },
};

function matchOf(rows: readonly Row[], few: number, many: number): readonly AnalyserMatch[] {
  const [first] = rows;
  if (first === undefined) return [];
  const name = textIn(first, 'object').split('/').at(-1) ?? '';
  const targets = [...new Set(rows.map((row) => textIn(row, 'target')).filter((target) => target.includes('@')))]; // prettier-ignore
  const open = rows.some((row) => /^(?:Anonymous|Company)LinkCreated$/.test(textIn(row, 'operation'))); // prettier-ignore
  const lure = lureWords.some((word) => name.toLowerCase().includes(word));
  const wide = targets.length >= (lure ? few : many);
  if (!wide && !(lure && open)) return [];
  const events: EventPlace[] = [
    { evidenceId: numberIn(first, 'up_evidence'), recordNo: numberIn(first, 'up_record') },
    ...rows.map(placeIn),
  ];
  const severity: Severity = wide && lure ? 'medium' : 'low';
  return [
    {
      events,
      severity,
      values: {
        who: textIn(first, 'who'),
        file: name,
        recipients:
          open && targets.length === 0
            ? { en: 'everybody with the link', ja: 'リンクを知る全員' }
            : { en: someOf(targets), ja: someOf(targets) },
        amount: String(targets.length),
      },
    },
  ];
}
