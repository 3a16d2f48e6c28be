import { z } from 'zod';
import type { Severity } from '../../../model/finding.js';
import type { Row } from '../../../store/store.js';
import type { Analyser, AnalyserMatch } from '../../analyser.js';
import { otherSystem } from './families.js';
import { signInFacts } from './facts.js';
import { because, graded, inOrder, numberOf, placesOf, texts, yes } from './rows.js';
import { countryNames, counted } from './words.js';

const parameters = z.strictObject({
  /** Between the two sign-ins. */
  minutes: z.number().positive().default(10),
});
type Parameters = z.infer<typeof parameters>;

/**
 * Two sign-ins of one user from two countries within minutes (W-43). Addresses that do not tell where
 * somebody is are left out: Microsoft's, the company's own, security gateways and relays. A person at
 * a border, on a roaming telephone or behind a private VPN does this too, so that it weighs by what is
 * unusual about the side that is not the user's own: the client, the missing device, a rented machine.
 */
export const countriesInWindow: Analyser<Parameters> = {
  slug: 'countries-in-window',
  parameters,
  run: async (store, { minutes }) => {
    await signInFacts(store);
    const rows = await store.query(pairs, { seconds: Math.round(minutes * 60) });
    return inOrder(rows.flatMap((row) => matchOf(row)));
  },
};

/**
 * Each interactive sign-in against the interactive one before; each of a session against its last
 * interactive one; and an interactive one that is strange against what the user's own computers do by
 * themselves just before and after, which weighs less: they may run at home while their owner travels.
 */
const pairs = `
  WITH located AS (
    SELECT *, way IN ('interactive', 'unknown') AS by_hand FROM signin_attempts
    WHERE outcome = 'success' AND country IS NOT NULL AND class IN ('ordinary', 'hosting', 'anonymiser') AND NOT company),
  before AS (
    SELECT id, last_value(CASE WHEN by_hand THEN id END IGNORE NULLS)
      OVER (PARTITION BY who ORDER BY "time", id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS other
    FROM located WHERE by_hand
    UNION
    SELECT id, last_value(CASE WHEN by_hand THEN id END IGNORE NULLS)
      OVER (PARTITION BY who, session ORDER BY "time", id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS other
    FROM located WHERE session IS NOT NULL
    UNION
    SELECT id, last_value(CASE WHEN core OR own_device THEN id END IGNORE NULLS)
      OVER (PARTITION BY who ORDER BY "time", id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS other
    FROM located QUALIFY by_hand AND NOT core AND NOT own_device
    UNION
    SELECT id, first_value(CASE WHEN core OR own_device THEN id END IGNORE NULLS)
      OVER (PARTITION BY who ORDER BY "time", id ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS other
    FROM located QUALIFY by_hand AND NOT core AND NOT own_device),
  paired AS (
    SELECT a.who, a.id AS a, b.id AS b, least(epoch(a."time"), epoch(b."time")) AS began, abs(epoch(b."time") - epoch(a."time")) AS apart,
      -- The side to explain: the one that is not the user's own, else the later.
      CASE WHEN b.core OR b.own_device THEN NOT (a.core OR a.own_device) ELSE false END AS turned
    FROM before p JOIN located a ON a.id = p.other JOIN located b ON b.id = p.id
    WHERE a.country <> b.country AND (a.by_hand OR b.by_hand)
      AND abs(epoch(b."time") - epoch(a."time")) <= $seconds
      AND NOT (a.network = b.network AND a.class = 'ordinary')),
  sides AS (
    SELECT who, CASE WHEN turned THEN b ELSE a END AS own, CASE WHEN turned THEN a ELSE b END AS strange, apart, began FROM paired)
  SELECT s.who, min(s.began) AS began, min(s.apart) AS apart, x.network, min(x.as_org) AS as_org,
    list_sort(list_distinct(flatten([list(o.country), list(x.country)]))) AS countries,
    flatten([flatten(list(o.places ORDER BY o.id)), flatten(list(x.places ORDER BY x.id))]) AS places,
    bool_or(x.class <> 'ordinary' OR (o.class <> 'ordinary' AND NOT o.core)) AS hosting,
    bool_or(x.core AND o.core) AS both_core, bool_or(x.own_device) AS own_device, max(x.own_days) AS own_days,
    bool_or(x.own_days >= 3 AND x.client_days = 0 AND x.os IS NOT NULL) AS new_client, bool_or(x.device_missing) AS device_missing,
    bool_or(NOT x.own_country AND x.own_days >= 3) AS new_country,
    bool_or(${otherSystem('o.os', 'x.os')} OR o.script <> x.script) AS other_system,
    bool_and(o.way = 'non_interactive' AND o.session IS DISTINCT FROM x.session) AS unattended,
    bool_or(o.os IN ('iOS', 'Android') OR x.os IN ('iOS', 'Android')) AS mobile
  FROM sides s JOIN signin_attempts o ON o.id = s.own JOIN signin_attempts x ON x.id = s.strange
  GROUP BY s.who, x.network, floor(s.began / 86400)
  ORDER BY s.who, began`;

function matchOf(row: Row): readonly AnalyserMatch[] {
  const severity = gravity(row);
  if (severity === undefined) return [];
  return [
    {
      events: placesOf(row),
      severity,
      values: {
        places: countryNames(texts(row['countries'])),
        minutes: counted(Math.max(1, Math.ceil(numberOf(row, 'apart') / 60)), 'minute', 'minutes'),
        why: because([
          { holds: yes(row, 'hosting'), en: 'one address is a rented machine or an anonymiser', ja: '一方はホスティング事業者または匿名化サービスのアドレス' },
          { holds: yes(row, 'new_client'), en: 'the client is new for this user', ja: 'この利用者にとって初めてのクライアント' },
          { holds: yes(row, 'device_missing'), en: 'the registered device is missing', ja: '登録済みデバイスの情報がない' },
          { holds: yes(row, 'new_country'), en: 'the country is new for this user', ja: 'この利用者にとって初めての国' },
          { holds: numberOf(row, 'own_days') < 3, en: 'too few days of logs to know what is usual', ja: 'ログの日数が少なく、普段の状態は不明' },
        ]), // prettier-ignore
      },
    },
  ];
}

function gravity(row: Row): Severity | undefined {
  const baseline = numberOf(row, 'own_days') >= 3;
  if (yes(row, 'own_device') && !yes(row, 'hosting')) return undefined;
  let points = 2;
  if (yes(row, 'hosting')) points += 1;
  if (yes(row, 'new_client')) points += 2;
  if (yes(row, 'device_missing')) points += 1;
  if (yes(row, 'new_country')) points += 1;
  if (yes(row, 'other_system')) points += 1;
  // Home-routed roaming on a telephone, and a hotel's network for the computer.
  if (yes(row, 'mobile') && !yes(row, 'new_client')) points -= 1;
  if (yes(row, 'unattended')) points -= 1;
  if (yes(row, 'both_core')) points -= 2;
  if (yes(row, 'own_device')) points -= 3;
  if (baseline && !yes(row, 'new_client') && !yes(row, 'device_missing')) points -= 1;
  return graded(points, { low: 2, medium: 4, high: 6 });
}
