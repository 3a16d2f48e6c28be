import { z } from 'zod';
import type { Severity } from '../../../model/finding.js';
import type { Row } from '../../../store/store.js';
import type { Analyser, AnalyserMatch, EventPlace } from '../../analyser.js';
import { signInFacts } from './facts.js';
import { because, graded, inOrder, numberOf, textOf, yes } from './rows.js';
import { eventsOf } from './strand-events.js';

const parameters = z.strictObject({
  /** Between what was done in this session and in the user's own, to call them at the same time. */
  minutes: z.number().positive().default(60),
});
type Parameters = z.infer<typeof parameters>;

/**
 * A session that keeps apart from the user's: never on their networks, without their registered device
 * although their browser always names it, and in use while they work in their own. That is how a thief
 * behind household lines of the victim's country looks, whom no address gives away.
 */
export const sessionApart: Analyser<Parameters> = {
  slug: 'session-apart',
  parameters,
  run: async (store, { minutes }) => {
    await signInFacts(store);
    const rows = await store.query(apart, { seconds: Math.round(minutes * 60) });
    const grave = rows.flatMap((row) => {
      const severity = gravity(row);
      return severity === undefined ? [] : [{ row, severity }];
    });
    const events = await eventsOf(
      store,
      grave.map(({ row }) => ({
        who: textOf(row, 'who'),
        session: textOf(row, 'session'),
        network: null,
      })),
    );
    return inOrder(grave.map(({ row, severity }, n) => matchOf(row, severity, events[n] ?? [])));
  },
};

const apart = `
  WITH sessions AS (
    SELECT a.who, a.session, count(DISTINCT a.ip) AS addresses, count(DISTINCT a.day) AS days, min(a.first) AS first,
      bool_or(coalesce(w.core, false) OR i.company OR a.class IN ('gateway', 'relay')) AS core, bool_or(d.device_id IS NOT NULL) AS own_device,
      bool_or(a.os IN ('iOS', 'Android')) AS mobile, min(u.own_days) AS own_days,
      bool_or(u.own_days >= 3 AND NOT coalesce(list_contains(u.countries, a.country), true)) AS new_country,
      bool_or(a.os IS NOT NULL AND c.who IS NULL) AS new_client
    FROM signin_activity a JOIN signin_ips i ON i.ip = a.ip JOIN signin_users u ON u.who = a.who
    LEFT JOIN signin_networks w ON w.who = a.who AND w.network = a.network
    LEFT JOIN signin_devices d ON d.who = a.who AND d.device_id = a.device_id
    LEFT JOIN signin_clients c ON c.who = a.who AND c.os = a.os AND c.browser IS NOT DISTINCT FROM a.browser
    WHERE a.session IS NOT NULL AND NOT a.backend GROUP BY a.who, a.session),
  strange AS (SELECT * FROM sessions WHERE NOT core AND NOT own_device AND own_days >= 3),
  missing AS (
    SELECT s.who, s.session, bool_or(a.device_missing) AS device_missing, bool_or(a.way IN ('interactive', 'unknown') AND a.outcome = 'success') AS began
    FROM strange s JOIN signin_attempts a ON a.who = s.who AND a.session = s.session GROUP BY ALL),
  beside AS (
    SELECT s.who, s.session, count(DISTINCT x.day) AS days_beside
    FROM strange s JOIN signin_activity x ON x.who = s.who AND x.session = s.session
    JOIN signin_activity y ON y.who = s.who AND y.session <> s.session AND y.day BETWEEN x.day - 1 AND x.day + 1
      AND y.first <= x.last + to_seconds($seconds) AND y.last >= x.first - to_seconds($seconds)
    JOIN signin_networks w ON w.who = y.who AND w.network = y.network AND w.core
    GROUP BY ALL)
  SELECT s.*, coalesce(m.device_missing, false) AS device_missing, coalesce(m.began, false) AS began, coalesce(b.days_beside, 0) AS days_beside
  FROM strange s LEFT JOIN missing m USING (who, session) LEFT JOIN beside b USING (who, session)
  ORDER BY s.first, s.who, s.session`;

function gravity(row: Row): Severity | undefined {
  let points = 0;
  if (yes(row, 'device_missing')) points += 2;
  if (yes(row, 'new_client')) points += 1;
  if (yes(row, 'new_country')) points += 1;
  if (numberOf(row, 'days_beside') >= 1) points += 1;
  if (numberOf(row, 'days_beside') >= 2) points += 1;
  if (numberOf(row, 'days_beside') >= 3) points += 1;
  // A fixed line keeps its address; a proxy behind other people's lines does not.
  if (numberOf(row, 'addresses') >= 3 && !yes(row, 'mobile')) points += 1;
  if (numberOf(row, 'addresses') >= 4 && !yes(row, 'mobile')) points += 1;
  return graded(points, { low: 3, medium: 5, high: 99 });
}

function matchOf(row: Row, severity: Severity, events: readonly EventPlace[]): AnalyserMatch {
  return {
    events,
    severity,
    values: {
      session: textOf(row, 'session'),
      why: because([
        { holds: yes(row, 'device_missing'), en: 'without the registered device that this browser otherwise names', ja: '普段は付く登録済みデバイスの情報がない' },
        { holds: yes(row, 'new_client'), en: 'with a client new for this user', ja: 'この利用者にとって初めてのクライアント' },
        { holds: yes(row, 'new_country'), en: 'from a country new for this user', ja: 'この利用者にとって初めての国から' },
        { holds: numberOf(row, 'days_beside') > 0, en: "while the user's own sessions were in use", ja: '本人のセッションが使われている間に' },
        { holds: numberOf(row, 'addresses') >= 3, en: 'from changing addresses', ja: 'アドレスを変えながら' },
      ]),
    },
  }; // prettier-ignore
}
