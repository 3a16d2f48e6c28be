import { z } from 'zod';
import type { Severity } from '../../../model/finding.js';
import type { Row } from '../../../store/store.js';
import type { Analyser, AnalyserMatch } from '../../analyser.js';
import { aitmApps, aitmKits } from './aitm-kits-table.js';
import { signInFacts } from './facts.js';
import { because, graded, inOrder, numberOf, placesOf, textOf, yes } from './rows.js';

const parameters = z.strictObject({
  /** Which step is the finding: the password that was entered, or the sign-in that it led to. */
  step: z.enum(['password', 'sign-in']).default('sign-in'),
  /** From the question for a second factor to the success. */
  minutes: z.number().positive().default(15),
});
type Parameters = z.infer<typeof parameters>;

/**
 * A sign-in that somebody relayed (W-10, W-12): password and second factor are right, but they come from
 * a rented machine or a place that is not the user's, and the session goes on somewhere else. No one
 * sign is enough; rented machines, kits' own user agents, a missing device and what became of the
 * session add up.
 */
export const aitmSignIn: Analyser<Parameters> = {
  slug: 'aitm-sign-in',
  parameters,
  run: async (store, { step, minutes }) => {
    await signInFacts(store);
    const rows = await store.query(candidates, {
      seconds: Math.round(minutes * 60),
      apps: JSON.stringify(Object.keys(aitmApps)),
      agents: aitmKits.flatMap(({ agent }) => (agent === undefined ? [] : [`(?:${agent})`])).join('|'),
    }); // prettier-ignore
    return inOrder(rows.flatMap((row) => matchOf(row, step)));
  },
};

/** What Entra asks for once the password was right. */
const passwordAsks = `('50074', '50076', '50079', '50072', '50158', '500121')`;

const candidates = `
  WITH successes AS (
    SELECT *, coalesce(regexp_matches(user_agent, '(?i)' || $agents), false) AS kit FROM signin_attempts
    WHERE outcome = 'success' AND way IN ('interactive', 'unknown') AND class IN ('ordinary', 'hosting', 'anonymiser', 'relay')
      AND NOT core AND NOT own_device
      AND (app_id IN (SELECT unnest(from_json($apps, '["VARCHAR"]'))) OR app_id IS NULL)),
  asked AS (
    SELECT s.id, flatten(list(a.places ORDER BY a.id)) AS places, count(DISTINCT a.os) AS systems
    FROM successes s JOIN signin_attempts a ON a.who = s.who AND a.id <> s.id AND a.error_code IN ${passwordAsks} AND a.outcome <> 'success'
      AND (a.network = s.network OR a.correlation_id = s.correlation_id)
      AND a."time" BETWEEN s."time" - to_seconds($seconds) AND s."time"
    GROUP BY s.id),
  flow AS (
    SELECT s.id, count(DISTINCT a.os) AS systems, flatten(list(a.places ORDER BY a.id)) AS places
    FROM successes s JOIN signin_attempts a ON a.who = s.who AND a.network = s.network AND a.error_code IS DISTINCT FROM '50126'
      AND (a.session = s.session OR a.correlation_id = s.correlation_id)
      AND a."time" BETWEEN s."time" - to_seconds(60) AND s."time" + to_seconds(60)
      AND a.error_code IS DISTINCT FROM '50074' AND a.error_code IS DISTINCT FROM '50076' AND a.error_code IS DISTINCT FROM '500121'
    GROUP BY s.id),
  shift AS (
    SELECT s.id, count(DISTINCT CASE WHEN a.os IN ('macOS', 'iOS') THEN 'Apple' WHEN a.os IN ('Android', 'Linux') THEN 'Linux' ELSE a.os END) > 1 AS shifted
    FROM successes s JOIN signin_attempts a ON a.who = s.who AND a.correlation_id = s.correlation_id AND a.way <> 'non_interactive'
      AND a."time" BETWEEN s."time" - to_seconds($seconds) AND s."time" + to_seconds(60)
    GROUP BY s.id),
  went AS (
    SELECT s.id, bool_or(a.network <> s.network AND (a.class <> 'ordinary' OR a.country <> s.country)) AS far,
      bool_or(a.network <> s.network) AS other_network, bool_or(a.ip <> s.ip AND a.network = s.network) AS other_address,
      count(DISTINCT a.ip) >= 3 AND NOT coalesce(bool_or(a.os IN ('iOS', 'Android')), false) AS many_addresses,
      bool_or(a.script <> s.script OR (a.os <> s.os AND a.network <> s.network)) AS other_client
    FROM successes s JOIN signin_activity a ON a.who = s.who AND a.session = s.session AND a.last >= s."time"
    LEFT JOIN signin_networks w ON w.who = a.who AND w.network = a.network
    WHERE NOT coalesce(w.core, false) GROUP BY s.id),
  returned AS (
    SELECT s.id FROM successes s JOIN signin_activity a ON a.who = s.who AND a.session = s.session AND a.os IS NOT DISTINCT FROM s.os
      AND a.browser IS NOT DISTINCT FROM s.browser
    JOIN signin_networks w ON w.who = a.who AND w.network = a.network AND w.core AND w.class = 'ordinary' GROUP BY s.id),
  parallel AS (
    SELECT s.id FROM successes s JOIN signin_activity a ON a.who = s.who AND a.session <> s.session
      AND a.first <= s."time" + to_hours(2) AND a.last >= s."time" - to_hours(2)
    JOIN signin_networks w ON w.who = a.who AND w.network = a.network AND w.core GROUP BY s.id)
  SELECT s.id, s.who, s.ip, s.session, s.country, s.as_org, s.class IN ('hosting', 'anonymiser') AS hosting, s.class = 'relay' AS relay,
    s.app_id = '4765445b-32c6-49b0-83e6-1d93765276ca' AS office_home, s.own_days, NOT s.own_country AND s.own_days >= 3 AS new_country,
    s.client_days = 0 AND s.own_days >= 3 AND s.os IS NOT NULL AS new_client, s.device_missing, s.kit, s.user_agent,
    coalesce(shift.shifted, false) AS shifted, asked.id IS NOT NULL AS asked, asked.places AS asked_places,
    list_distinct(flatten([s.places, coalesce(flow.places, [])])) AS places,
    coalesce(went.far, false) AS far, coalesce(went.other_network, false) AS other_network, coalesce(went.other_address, false) AS other_address, coalesce(went.many_addresses, false) AS many_addresses,
    coalesce(went.other_client, false) AS other_client, returned.id IS NOT NULL AS returned, parallel.id IS NOT NULL AS parallel
  FROM successes s LEFT JOIN asked ON asked.id = s.id LEFT JOIN flow ON flow.id = s.id LEFT JOIN shift ON shift.id = s.id
    LEFT JOIN went ON went.id = s.id LEFT JOIN returned ON returned.id = s.id LEFT JOIN parallel ON parallel.id = s.id
  QUALIFY row_number() OVER (PARTITION BY s.who, s.session, s.network ORDER BY s."time", s.id) = 1 OR s.session IS NULL
  ORDER BY s.id`;

function gravity(row: Row): Severity | undefined {
  const hosting = yes(row, 'hosting');
  const baseline = numberOf(row, 'own_days') >= 3;
  const kit = yes(row, 'kit') || (yes(row, 'shifted') && (hosting || baseline));
  // Nothing is known of the user and nothing is strange about the place: a baseline of a day says nothing.
  if (!hosting && !kit && !baseline) return undefined;
  if (!hosting && !kit && !yes(row, 'office_home')) return undefined;
  let points = 0;
  if (hosting) points += 3;
  if (yes(row, 'kit')) points += 4;
  if (yes(row, 'shifted')) points += 3;
  if (yes(row, 'new_country')) points += 2;
  if (baseline) points += 1;
  if (yes(row, 'asked')) points += 1;
  if (yes(row, 'device_missing')) points += 1;
  if (yes(row, 'new_client')) points += 1;
  if (yes(row, 'far')) points += 2;
  else if (yes(row, 'other_network') || yes(row, 'other_address')) points += 1;
  if (yes(row, 'many_addresses')) points += 1;
  if (yes(row, 'other_client')) points += 1;
  if (yes(row, 'parallel')) points += 1;
  // A password sign-in that led nowhere else is told by the rule of rented machines.
  if (hosting && !kit && !elsewhere(row) && !yes(row, 'new_country')) return undefined;
  // The same browser and session also at home or in the office: the user's own, on the way or behind a VPN.
  if (yes(row, 'returned')) points -= 4;
  if (yes(row, 'relay')) points -= 2;
  if (!hosting && !yes(row, 'device_missing') && !yes(row, 'new_client')) points -= 1;
  return graded(points, { low: 4, medium: 5, high: 7 });
}

const elsewhere = (row: Row): boolean =>
  ['far', 'other_network', 'other_address', 'other_client', 'parallel'].some((name) =>
    yes(row, name),
  );

function matchOf(row: Row, step: Parameters['step']): readonly AnalyserMatch[] {
  const severity = gravity(row);
  if (severity === undefined) return [];
  const events = placesOf(row, step === 'password' ? 'asked_places' : 'places');
  if (events.length === 0) return [];
  const kit = kitOf(row);
  return [
    {
      events,
      severity,
      values: {
        ...(kit === undefined ? {} : { kit }),
        why: because([
          { holds: yes(row, 'hosting'), en: 'a rented machine', ja: 'ホスティング事業者など' },
          { holds: yes(row, 'new_country'), en: 'a new country', ja: '初めての国' },
          { holds: numberOf(row, 'own_days') >= 3, en: "not the user's networks", ja: '普段のネットワークではない' },
          { holds: yes(row, 'device_missing'), en: 'registered device missing', ja: '登録済みデバイスの情報なし' },
          { holds: yes(row, 'new_client'), en: 'a new client', ja: '初めてのクライアント' },
          { holds: yes(row, 'shifted'), en: 'the system changed during the sign-in', ja: 'サインインの途中で OS が変わった' },
          { holds: yes(row, 'far') || yes(row, 'other_network') || yes(row, 'other_address'), en: 'session used elsewhere afterwards', ja: 'その後別の場所でセッションを使用' },
          { holds: yes(row, 'parallel'), en: "the user's own sessions in use meanwhile", ja: '同じ頃に本人のセッションも使用' },
          { holds: numberOf(row, 'own_days') < 3, en: 'too few days of logs to know what is usual', ja: 'ログの日数が少なく、普段の状態は不明' },
        ]),
      },
    },
  ]; // prettier-ignore
}

function kitOf(row: Row): string | undefined {
  const agent = textOf(row, 'user_agent');
  const found = aitmKits.find(
    (kit) =>
      (kit.agent !== undefined && new RegExp(kit.agent, 'i').test(agent)) ||
      (kit.shiftsDevice === true && yes(row, 'shifted')),
  );
  return found?.name;
}
