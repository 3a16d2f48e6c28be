import { z } from 'zod';
import type { Analyser } from '../analyser.js';
import { jsonSql, listed, listParameter, mostEvents, placeIn, textIn } from './activity-rows.js';

const parameters = z.strictObject({ operations: z.array(z.string()).min(1) });

/** Accounts by which SharePoint and Microsoft's operators work, in lower case. */
const services = ['app@sharepoint', 'sharepoint\\\\', 'microsoft\\\\', 'nt authority\\\\', 'nt service\\\\', 's-1-', 'spo_', 'i:0i.t|']; // prettier-ignore

/**
 * Changes of a site's administrators or settings by a person, but for those that the setting up of the person's own
 * OneDrive logs in that person's name: `/personal/alice_example_com` is alice@example.com's.
 */
export const siteSettings: Analyser<z.infer<typeof parameters>> = {
  slug: 'site-settings',
  parameters,
  run: async (store, { operations }) => {
    const rows = await store.query(
      `WITH acts AS (
          SELECT evidence_id, record_no, "time", lower("user") AS who, lower(coalesce(object, '')) AS object,
            coalesce(json_extract_string(${jsonSql}, '$.SiteUrl'), object, '') AS site
          FROM event_view
          WHERE source = 'ual' AND operation IN (${listed('operations')}) AND "user" IS NOT NULL AND outcome <> 'failure'
            AND coalesce(user_kind, '') NOT IN ('system', 'service', 'application'))
      SELECT evidence_id, record_no, who, site FROM acts
      WHERE NOT regexp_matches(who, '^(${services.map((name) => name.replaceAll('|', '\\|').replaceAll('.', '\\.')).join('|')})')
        AND coalesce(regexp_extract(lower(site), '/personal/([^/]+)', 1), '') <> regexp_replace(who, '[^a-z0-9]', '_', 'g')
      ORDER BY "time", evidence_id, record_no LIMIT ${String(mostEvents)}`,
      { operations: listParameter(operations) },
    );
    return rows.map((row) => ({
      events: [placeIn(row)],
      values: { site: textIn(row, 'site') },
    }));
  },
};
