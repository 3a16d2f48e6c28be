import { z } from 'zod';
import type { Severity } from '../../../model/finding.js';
import type { Row } from '../../../store/store.js';
import type { Analyser, AnalyserMatch } from '../../analyser.js';
import { signInFacts } from './facts.js';
import { because, graded, inOrder, numberOf, placesOf, someOf, yes } from './rows.js';

const parameters = z.strictObject({
  /** From the code to what was done with the token. */
  minutes: z.number().positive().default(120),
  /** Days with device codes that make them a habit of the user's. */
  habitDays: z.number().int().positive().default(3),
});
type Parameters = z.infer<typeof parameters>;

/**
 * A device code, and what became of it (T1528): the code is entered in the user's own browser, so that the
 * sign-in itself looks like the user; the token is used elsewhere, by a script, or registers a device.
 * Technicians and meeting rooms use codes, too, and use the token where they are.
 */
export const deviceCode: Analyser<Parameters> = {
  slug: 'device-code',
  parameters,
  run: async (store, { minutes, habitDays }) => {
    await signInFacts(store);
    const rows = await store.query(codes, { seconds: Math.round(minutes * 60), habitDays });
    return inOrder(rows.flatMap((row) => matchOf(row)));
  },
};

/**
 * Entra says it twice: how this sign-in went (authenticationProtocol), and how its session once began
 * (originalTransferMethod), which all its later tokens carry. The unified audit log has the page on which
 * the user confirms the app: request type Cmsi, interrupt 50199; the page comes on telephones too, so that it
 * counts only with a client that such codes are asked for.
 */
const codeApps = [
  '29d9ed98-a469-4536-ade2-f981bc1d605e',
  'd3590ed6-52b3-4102-aeff-aad2292ab01c',
  '04b07795-8ddb-461a-bbee-02f9e1bf7b46',
  '1950a258-227b-4e31-a9cf-717495945fc2',
  '14d82eec-204b-4c2f-b7e8-296a70dab67e',
  '1fec8e78-bce4-4aaf-ab1b-5451cc387264',
];

/** Entra's records are read as text, straight from the table: only those that are no silent renewal. */
const codes = `
  WITH said AS MATERIALIZED (
    SELECT concat(evidence_id, ':', record_no) AS place FROM events
    WHERE source = 'entra_signin' AND coalesce(sign_in_kind, 'unknown') IN ('interactive', 'unknown') AND contains(raw, 'evice')
      AND regexp_matches(raw, '(?i)"authentication ?protocol"\\s*:\\s*"(?:device ?code|デバイス ?コード)')),
  coded AS (
    SELECT a.* FROM signin_attempts a SEMI JOIN (
      SELECT p.id FROM (SELECT id, unnest(places) AS place FROM signin_attempts) p JOIN said USING (place)
      UNION
      SELECT id FROM signin_attempts WHERE sources[1] = 'ual' AND app_id IN (${codeApps.map((id) => `'${id}'`).join(', ')})
        AND NOT coalesce(os IN ('iOS', 'Android'), false) AND (error_code = '50199' OR request = 'Cmsi:Cmsi')) c USING (id)),
  one AS (
    SELECT who, session, app_id, min(resource_id) AS resource_id, min("time") AS first, max("time") AS last, bool_or(outcome = 'success') AS got_in,
      min(network) AS network, bool_or(NOT core AND NOT own_device) AS strange, min(own_days) AS own_days,
      bool_or(class IN ('hosting', 'anonymiser') AND NOT core) AS hosting, list(id) AS ids, flatten(list(places ORDER BY id)) AS places
    FROM coded GROUP BY who, session, app_id, "time"::DATE),
  used AS (
    SELECT o.who, o.session, o.app_id, o.first, bool_or(a.outcome = 'success') AS got_in,
      bool_or(a.network <> o.network AND a.class <> 'microsoft' AND NOT a.core AND a.outcome = 'success') AS elsewhere,
      bool_or(a.script AND a.outcome = 'success') AS script, bool_or(a.class IN ('hosting', 'anonymiser') AND NOT a.core AND a.outcome = 'success') AS hosting,
      bool_or(a.resource_id = '01cb2876-7ebd-4aa4-9cc9-d28bd4d359a9' AND a.outcome = 'success') AS registers,
      flatten(list(a.places ORDER BY a.id)) AS places
    FROM one o JOIN signin_attempts a ON a.who = o.who AND NOT list_contains(o.ids, a.id)
      AND a."time" BETWEEN o.first AND o.last + to_seconds($seconds)
      AND (a.session = o.session OR (o.session IS NULL AND a.app_id = o.app_id))
    GROUP BY ALL),
  habit AS (SELECT who, app_id, count(DISTINCT "time"::DATE) AS days FROM coded GROUP BY ALL)
  SELECT o.who, o.first, o.strange, o.own_days, h.days >= $habitDays AS habit, o.got_in OR coalesce(u.got_in, false) AS got_in,
    o.app_id IN ('29d9ed98-a469-4536-ade2-f981bc1d605e', 'd3590ed6-52b3-4102-aeff-aad2292ab01c') AS kit_app,
    coalesce(u.elsewhere, false) AS elsewhere, coalesce(u.script, false) AS script, o.hosting OR coalesce(u.hosting, false) AS hosting,
    coalesce(u.registers, false) OR o.resource_id = '01cb2876-7ebd-4aa4-9cc9-d28bd4d359a9' AS registers,
    list_distinct(list_concat(o.places, coalesce(u.places, []))) AS places
  FROM one o JOIN habit h ON h.who = o.who AND h.app_id IS NOT DISTINCT FROM o.app_id
  LEFT JOIN used u ON u.who = o.who AND u.session IS NOT DISTINCT FROM o.session AND u.app_id IS NOT DISTINCT FROM o.app_id AND u.first = o.first
  ORDER BY o.first, o.who`;

function matchOf(row: Row): readonly AnalyserMatch[] {
  const severity = gravity(row);
  if (severity === undefined) return [];
  return [
    {
      events: someOf(placesOf(row)),
      severity,
      values: {
        why: because([
          { holds: yes(row, 'elsewhere'), en: 'the token was used on another network', ja: 'トークンが別のネットワークで使われた' },
          { holds: yes(row, 'script'), en: 'by a script', ja: 'スクリプトが使った' },
          { holds: yes(row, 'hosting'), en: 'from a rented machine or an anonymiser', ja: 'ホスティング事業者または匿名化サービスから使われた' },
          { holds: yes(row, 'registers'), en: 'it was for registering a device', ja: 'デバイス登録のためのトークンだった' },
          { holds: numberOf(row, 'own_days') < 3, en: 'too few days of logs to know what is usual', ja: 'ログの日数が少なく、普段の状態は不明' },
        ]),
      },
    },
  ]; // prettier-ignore
}

function gravity(row: Row): Severity | undefined {
  let points = 1;
  if (!yes(row, 'got_in')) return yes(row, 'strange') ? 'low' : undefined;
  if (yes(row, 'kit_app')) points += 1;
  if (yes(row, 'elsewhere')) points += 2;
  if (yes(row, 'script')) points += 1;
  if (yes(row, 'hosting')) points += 2;
  if (yes(row, 'registers')) points += 1;
  if (yes(row, 'strange')) points += 1;
  if (yes(row, 'habit')) points -= 2;
  return graded(points, { low: 1, medium: 3, high: 5 });
}
