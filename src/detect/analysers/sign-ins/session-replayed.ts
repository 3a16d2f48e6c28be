import { z } from 'zod';
import type { Severity } from '../../../model/finding.js';
import type { Row } from '../../../store/store.js';
import type { Analyser, AnalyserMatch, EventPlace } from '../../analyser.js';
import { otherSystem } from './families.js';
import { signInFacts } from './facts.js';
import { because, graded, inOrder, textOf, yes } from './rows.js';
import { eventsOf } from './strand-events.js';
import { networkName } from './words.js';

const parameters = z.strictObject({
  /** Two networks in so many minutes cannot be one person who moved. */
  minutes: z.number().positive().default(60),
});
type Parameters = z.infer<typeof parameters>;

/**
 * One session id used from different networks in a way that one device does not do (W-3A, W-43): with
 * another system or browser, from a rented machine, or from another country at the same time. Looks at
 * everything that carries a session, mail and files included. A laptop that moves, the same network with
 * another address or protocol, Microsoft's own addresses, company gateways and relays, and programs that
 * use a token with no user agent are no such sign.
 */
export const sessionReplayed: Analyser<Parameters> = {
  slug: 'session-replayed',
  parameters,
  run: async (store, { minutes }) => {
    await signInFacts(store);
    const rows = await store.query(strands, { seconds: Math.round(minutes * 60) });
    const grave = rows.flatMap((row) => {
      const severity = gravity(row);
      return severity === undefined ? [] : [{ row, severity }];
    });
    const events = await eventsOf(
      store,
      grave.flatMap(({ row }) => {
        const strand = { who: textOf(row, 'who'), session: textOf(row, 'session') };
        return [
          { ...strand, network: textOf(row, 'network') },
          { ...strand, network: textOf(row, 'home_network'), most: 3 },
        ];
      }),
    );
    return inOrder(
      grave.map(({ row, severity }, n) =>
        matchOf(row, severity, [...(events[2 * n] ?? []), ...(events[2 * n + 1] ?? [])]),
      ),
    );
  },
};

/**
 * Of each session the strand it begins with (or one on the user's own networks or devices) against each
 * strand elsewhere. An address that is the company's is nobody's elsewhere.
 */
const strands = `
  WITH strands AS (
    SELECT a.who, a.session, a.network, a.class, mode(a.country ORDER BY a.country) AS country, a.os, a.browser, a.script,
      bool_or(i.company OR coalesce(w.core, false)) AS core, bool_or(d.device_id IS NOT NULL) AS own_device,
      min(a.first) AS first, max(a.last) AS last, sum(a.n) AS n, max(a.version) AS newest, min(a.version) AS oldest, bool_and(contains(a.ip, ':')) AS v6, bool_and(NOT contains(a.ip, ':')) AS v4
    FROM signin_activity a JOIN signin_ips i ON i.ip = a.ip
    LEFT JOIN signin_networks w ON w.who = a.who AND w.network = a.network
    LEFT JOIN signin_devices d ON d.who = a.who AND d.device_id = a.device_id
    WHERE a.session IS NOT NULL AND a.class IN ('ordinary', 'hosting', 'anonymiser') AND NOT (i.company AND a.class <> 'ordinary') AND NOT a.backend
      AND (a.session, a.who) IN (SELECT (session, who) FROM signin_activity WHERE session IS NOT NULL GROUP BY session, who HAVING count(DISTINCT network) > 1)
    GROUP BY a.who, a.session, a.network, a.class, a.os, a.browser, a.script),
  home AS (
    SELECT * FROM strands QUALIFY row_number() OVER (PARTITION BY who, session
      ORDER BY (core OR own_device) DESC, browser IS NOT NULL DESC, first, n DESC, network, os NULLS LAST, browser NULLS LAST) = 1),
  daily AS (
    SELECT who, session, network, day, min(first) AS first, max(last) AS last FROM signin_activity
    WHERE session IS NOT NULL AND session IN (SELECT session FROM strands) GROUP BY ALL),
  -- How near in time the session was on two networks, whichever came first.
  together AS (
    SELECT x.who, x.session, x.network AS a, y.network AS b,
      min(greatest(0, epoch(x.first) - epoch(y.last), epoch(y.first) - epoch(x.last))) AS apart
    FROM daily x JOIN daily y ON x.who = y.who AND x.session = y.session AND x.network <> y.network AND y.day BETWEEN x.day - 1 AND x.day + 1
    GROUP BY ALL),
  pairs AS (
    SELECT s.who, s.session, s.network, s.class, s.country, s.core, h.network AS home_network, h.class AS home_class, h.country AS home_country, h.core AS home_core,
      least(h.first, s.first) AS first, s.first AS began,
      -- What only the token's device says, without a user agent, is often not the client's own system.
      ${otherSystem('h.os', 's.os')} AND (s.browser IS NOT NULL OR s.script) AND (h.browser IS NOT NULL OR h.script OR s.class <> 'ordinary') AS other_system, s.script AND NOT h.script AND h.browser IS NOT NULL AS became_script,
      h.browser IS NOT NULL AND s.browser IS NOT NULL AND h.browser <> s.browser AND NOT h.script AND NOT s.script AS other_browser,
      -- A browser is updated, and never goes back; both say the same number here, since the family is the same.
      coalesce(h.browser = s.browser AND s.first > h.first AND s.newest < h.oldest, false) AS older_browser,
      s.own_device, s.class <> 'ordinary' AND NOT s.core AS hosting, h.class <> 'ordinary' AND NOT h.core AS home_hosting,
      s.country IS NOT NULL AND h.country IS NOT NULL AND s.country <> h.country AS other_country,
      (h.v4 AND s.v6) OR (h.v6 AND s.v4) AS families,
      coalesce(t.apart, 1e9) AS nearest
    FROM strands s JOIN home h ON h.who = s.who AND h.session = s.session AND h.network <> s.network
    LEFT JOIN together t ON t.who = s.who AND t.session = s.session AND t.a = s.network AND t.b = h.network
    WHERE NOT s.own_device AND NOT (s.core AND h.own_device))
  SELECT who, session, network, home_network, home_country, min(country) AS country, min(first) AS first, min(began) AS began,
    bool_or(other_system) AS other_system, bool_or(became_script) AS became_script, bool_or(other_browser) AS other_browser, bool_or(older_browser) AS older_browser,
    bool_or(hosting) AS hosting, bool_or(home_hosting) AS home_hosting, bool_or(other_country) AS other_country,
    bool_and(core) AND bool_and(home_core) AS both_core, bool_and(NOT core) AND bool_and(NOT home_core) AS neither_core,
    bool_and(families) AS families, min(nearest) <= $seconds AS near,
    (SELECT min(i.as_org) FROM signin_ips i WHERE i.network = pairs.network) AS owner,
    (SELECT min(i.as_org) FROM signin_ips i WHERE i.network = pairs.home_network) AS home_owner
  FROM pairs GROUP BY who, session, network, home_network, home_country
  ORDER BY who, session, began, network`;

function gravity(row: Row): Severity | undefined {
  const conflict =
    (yes(row, 'other_system') ? 2 : 0) +
    (yes(row, 'became_script') ? 3 : 0) +
    (yes(row, 'other_browser') || yes(row, 'older_browser') ? 1 : 0);
  const rented = yes(row, 'hosting') || yes(row, 'home_hosting');
  const place =
    (rented ? 2 : 0) +
    (yes(row, 'other_country') ? 1 : 0) +
    (yes(row, 'near') && (yes(row, 'other_country') || rented || conflict >= 2) ? 1 : 0) +
    (yes(row, 'near') && yes(row, 'other_country') ? 1 : 0);
  // A laptop that moves between networks that nobody rents, or between protocols of one line.
  if (conflict < 2 && !rented && !(yes(row, 'other_country') && yes(row, 'near'))) return undefined;
  if (yes(row, 'families') && !yes(row, 'other_country') && !rented && conflict < 2)
    return undefined;
  let points = conflict + place;
  if (yes(row, 'neither_core')) points += 1;
  if (yes(row, 'both_core')) points -= 2;
  return graded(points, { low: 3, medium: 4, high: 6 });
}

function matchOf(row: Row, severity: Severity, events: readonly EventPlace[]): AnalyserMatch {
  return {
    events,
    severity,
    values: {
      session: textOf(row, 'session'),
      elsewhere: networkName(textOf(row, 'owner'), textOf(row, 'network'), textOf(row, 'country')),
      first_network: networkName(textOf(row, 'home_owner'), textOf(row, 'home_network'), textOf(row, 'home_country')),
      why: because([
        { holds: yes(row, 'became_script'), en: 'by a script after a browser', ja: 'ブラウザーのあとにスクリプトから' },
        { holds: yes(row, 'other_system'), en: 'with another system', ja: '別の OS で' },
        { holds: yes(row, 'other_browser'), en: 'with another browser', ja: '別のブラウザーで' },
        { holds: yes(row, 'older_browser'), en: 'with an older version of the browser', ja: 'ブラウザーの古いバージョンで' },
        { holds: yes(row, 'hosting'), en: 'from a rented machine or an anonymiser', ja: 'ホスティング事業者または匿名化サービスから' },
        { holds: yes(row, 'home_hosting') && !yes(row, 'hosting'), en: 'after a sign-in through a rented machine or an anonymiser', ja: 'ホスティング事業者または匿名化サービスからのサインインのあとに' },
        { holds: yes(row, 'other_country'), en: 'from another country', ja: '別の国から' },
        { holds: yes(row, 'near'), en: 'within the hour', ja: '1 時間以内に' },
      ]),
    },
  }; // prettier-ignore
}
