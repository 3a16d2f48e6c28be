import { z } from 'zod';
import type { Analyser, AnalyserMatch, EventPlace } from '../analyser.js';
import type { Row } from '../../store/store.js';
import { jsonSql, mostEvents, placeIn, someOf, textIn } from './activity-rows.js';

const parameters = z.strictObject({
  /** Files within an hour. */
  atLeast: z.number().int().positive().default(30),
});

/**
 * Many files get one and the same ending that the tenant's files did not have before: encryption by ransomware,
 * seen as renamings, or as uploads by a sync client. Ordinary endings are those that files had before.
 */
export const filesRenamed: Analyser<z.infer<typeof parameters>> = {
  slug: 'files-renamed',
  parameters,
  run: async (store, { atLeast }) => {
    const rows = await store.query(
      `WITH f AS (
          SELECT evidence_id, record_no, "time", lower("user") AS who, object, operation, date_trunc('hour', "time") AS "hour",
            lower(CASE WHEN operation = 'FileRenamed'
              THEN coalesce(nullif(json_extract_string(${jsonSql}, '$.DestinationFileExtension'), ''), regexp_extract(json_extract_string(${jsonSql}, '$.DestinationFileName'), '\\.([^.]+)$', 1))
              ELSE coalesce(nullif(json_extract_string(${jsonSql}, '$.SourceFileExtension'), ''), regexp_extract(object, '\\.([^./]+)$', 1)) END) AS ending,
            lower(coalesce(nullif(json_extract_string(${jsonSql}, '$.SourceFileExtension'), ''), regexp_extract(object, '\\.([^./]+)$', 1))) AS before
          FROM event_view
          WHERE source = 'ual' AND operation IN ('FileRenamed', 'FileUploaded', 'FileSyncUploadedFull', 'FileModified') AND "user" IS NOT NULL AND object IS NOT NULL),
        changed AS (SELECT * FROM f WHERE coalesce(ending, '') <> '' AND (operation <> 'FileRenamed' OR ending <> before)),
        hours AS (
          SELECT who, ending, "hour", count(DISTINCT object) AS n FROM changed GROUP BY ALL HAVING count(DISTINCT object) >= $least),
        -- What files are called anyway: endings seen in this tenant at another time.
        ordinary AS (
          SELECT h.who, h.ending, h."hour", count(*) FILTER (WHERE abs(epoch_us(o."time") - epoch_us(h."hour")) > 86400000000) AS n
          FROM hours h JOIN f o ON o.before = h.ending GROUP BY ALL)
      SELECT c.*, h.n FROM hours h JOIN changed c ON c.who = h.who AND c.ending = h.ending AND c."hour" = h."hour"
        LEFT JOIN ordinary o ON o.who = h.who AND o.ending = h.ending AND o."hour" = h."hour"
      WHERE coalesce(o.n, 0) = 0
      QUALIFY row_number() OVER (PARTITION BY h.who, h.ending, h."hour" ORDER BY c."time", c.evidence_id, c.record_no) <= ${String(mostEvents)}
      ORDER BY c.who, c.ending, c."time", c.evidence_id, c.record_no`,
      { least: atLeast },
    );
    const groups = new Map<string, Row[]>();
    for (const row of rows) {
      const key = `${textIn(row, 'who')} ${textIn(row, 'ending')}`;
      groups.set(key, [...(groups.get(key) ?? []), row]);
    }
    return [...groups.values()].map(matchOf);
  },
};

/** Files of a kind that programs make in great number (a project, an export of pictures) are no encryption. */
const usual = /^(?:jpe?g|png|gif|heic|tiff?|bmp|webp|mp[34]|mov|wav|pdf|docx?|xlsx?|pptx?|txt|csv|json|xml|html?|js|ts|css|py|java|cs|cpp|h|md|log|zip|msg|eml|one|dwg|svg|ya?ml|sql|parquet|dat|db|url|lnk|tmp)$/; // prettier-ignore

function matchOf(rows: readonly Row[]): AnalyserMatch {
  const [first = {}] = rows;
  const renamed = rows.some((row) => textIn(row, 'operation') === 'FileRenamed');
  const ending = textIn(first, 'ending');
  const events: EventPlace[] = rows.map(placeIn);
  return {
    events,
    severity: usual.test(ending) ? 'low' : renamed ? 'high' : 'medium',
    values: {
      who: textIn(first, 'who'),
      ending,
      amount: String(new Set(rows.map((row) => textIn(row, 'object'))).size),
      files: someOf(
        rows.map((row) => textIn(row, 'object').split('/').at(-1) ?? ''),
        3,
      ),
    },
  };
}
