import { z } from 'zod';
import type { Said, Severity } from '../../model/finding.js';
import type { Row, Store } from '../../store/store.js';
import type { Analyser, AnalyserMatch, EventPlace } from '../analyser.js';
import {
  jsonSql,
  listed,
  listParameter,
  numberIn,
  placeIn,
  someOf,
  textIn,
} from './activity-rows.js';
import { firstPartyApps } from './first-party-apps-table.js';
import { handTools, mailServiceApps } from './mail-service-apps-table.js';

const parameters = z.strictObject({
  /** Events of one application that a finding cites; its sentence says how many there were. */
  most: z.number().int().positive().default(1000),
  /** What is consented to so many days before the first reading is new. */
  newDays: z.number().positive().default(30),
});

/** The id of the Graph and of Exchange itself stands where a client has none of its own. */
const ofMicrosoft = [...firstPartyApps.keys(), ...mailServiceApps.keys()].filter(
  (id) => !handTools.has(id),
);

const readsSql = `
  SELECT evidence_id, record_no, "time", app_id, app_name, lower(coalesce(target_user, "user", user_id)) AS mailbox, lower("user") AS "user", user_id,
    user_kind = 'application' OR contains(coalesce("user", ''), 'ServicePrincipal') OR source = 'graph_activity' AND "user" IS NULL AND user_id IS NULL AS by_itself,
    coalesce(contains(json_extract_string(${jsonSql}, '$.ClientInfoString'), 'RESTSystem'), false) AS system
  FROM event_view
  WHERE (source = 'ual' AND operation = 'MailItemsAccessed'
      OR source = 'graph_activity' AND outcome <> 'failure' AND starts_with(operation, 'GET ') AND
        regexp_matches(lower(operation), '/(me|users/[^/?]+)/(messages|mailfolders)'))
    AND app_id IS NOT NULL AND app_id NOT IN (${listed('microsoft')})`;

/**
 * Mail read by an application that is not Microsoft's own (MailItemsAccessed, Graph requests): one match an
 * application. New in the tenant: `medium`; at work on most days of the logs (an archive, a
 * backup): `informational`.
 */
export const mailByApplication: Analyser<z.infer<typeof parameters>> = {
  slug: 'mail-by-application',
  parameters,
  run: async (store, { most, newDays }) => {
    const microsoft = listParameter(ofMicrosoft);
    const rows = await store.query(
      `WITH reads AS (${readsSql}),
        span AS (SELECT count(DISTINCT date_trunc('day', "time")) AS days FROM events WHERE source IN ('ual', 'graph_activity')),
        added AS (
          -- An application appears: made, let in, or agreed to.
          SELECT lower(app_id) AS app_id, "time" FROM events
          WHERE source IN ('entra_audit', 'ual') AND operation IN ('Consent to application', 'Add service principal', 'Add application', 'Add delegated permission grant', 'Add OAuth2PermissionGrant', 'Add app role assignment to service principal')
            AND app_id IS NOT NULL
          UNION ALL
          SELECT lower(regexp_extract(raw, r.app_id)) AS app_id, e."time" FROM events e, (SELECT DISTINCT app_id FROM reads) r
          WHERE e.source IN ('entra_audit', 'ual') AND e.operation IN ('Consent to application', 'Add service principal', 'Add application', 'Add delegated permission grant', 'Add OAuth2PermissionGrant', 'Add app role assignment to service principal')
            AND contains(e.raw, r.app_id))
      SELECT r.app_id, max(r.app_name) AS name, count(*) AS n, count(DISTINCT mailbox) AS mailboxes,
        array_to_string(list_slice(list_sort(list_distinct(list(mailbox))), 1, 6), ',') AS some,
        bool_or(by_itself) AS by_itself, bool_and(system) AS system, count(DISTINCT date_trunc('day', r."time")) AS days, (SELECT days FROM span) AS span,
        (SELECT bool_or(a."time" <= fresh.first AND fresh.first - a."time" <= to_days($new::INTEGER) OR a."time" > fresh.first) FROM added a WHERE a.app_id = r.app_id) AS fresh
      FROM reads r JOIN (SELECT app_id, min("time") AS first FROM reads GROUP BY 1) fresh ON fresh.app_id = r.app_id
      GROUP BY r.app_id, fresh.first ORDER BY r.app_id`,
      { microsoft, new: newDays },
    );
    if (rows.length === 0) return [];
    const events = await eventsOf(store, microsoft, most);
    return rows.flatMap((row) => {
      const proof = events.get(textIn(row, 'app_id')) ?? [];
      // A service of Microsoft's that no list names; what somebody let in is another matter.
      if (row['system'] === true && row['fresh'] !== true) return [];
      return proof.length === 0 ? [] : [matchOf(row, proof)];
    });
  },
};

async function eventsOf(
  store: Store,
  microsoft: ReturnType<typeof listParameter>,
  most: number,
): Promise<ReadonlyMap<string, EventPlace[]>> {
  const rows = await store.query(
    `WITH reads AS (${readsSql})
    SELECT app_id, evidence_id, record_no FROM reads
    QUALIFY row_number() OVER (PARTITION BY app_id ORDER BY "time", evidence_id, record_no) <= $most
    ORDER BY app_id, "time", evidence_id, record_no`,
    { microsoft, most },
  );
  const events = new Map<string, EventPlace[]>();
  for (const row of rows) {
    const id = textIn(row, 'app_id');
    events.set(id, [...(events.get(id) ?? []), placeIn(row)]);
  }
  return events;
}

const byItself: Said = { en: 'with permissions of its own', ja: 'アプリケーション自身の権限で' };
const forUser: Said = { en: 'in the name of the user', ja: '利用者の委任で' };

function matchOf(row: Row, events: readonly EventPlace[]): AnalyserMatch {
  const days = numberIn(row, 'days');
  const span = numberIn(row, 'span');
  // What works through the logs from end to end was there before whoever came in.
  const usual = span >= 5 && days * 10 >= span * 6;
  const severity: Severity =
    row['fresh'] === true || handTools.has(textIn(row, 'app_id'))
      ? 'medium'
      : usual
        ? 'informational'
        : 'low';
  return {
    events,
    severity,
    values: {
      application:
        textIn(row, 'name') || (handTools.get(textIn(row, 'app_id')) ?? textIn(row, 'app_id')),
      amount: String(numberIn(row, 'n')),
      mailboxes: someOf(textIn(row, 'some').split(',')),
      mailboxes_count: String(numberIn(row, 'mailboxes')),
      how: row['by_itself'] === true ? byItself : forUser,
    },
  };
}
