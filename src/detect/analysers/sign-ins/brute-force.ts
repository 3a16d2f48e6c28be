import { z } from 'zod';
import type { Severity } from '../../../model/finding.js';
import type { Row } from '../../../store/store.js';
import type { Analyser, AnalyserMatch } from '../../analyser.js';
import { signInFacts } from './facts.js';
import { inOrder, numberOf, placesOf, someOf, textOf, yes } from './rows.js';
import { counted } from './words.js';

const parameters = z.strictObject({
  /** Wrong passwords, or refused second factors, for one account, each attempt once. */
  tries: z.number().int().positive().default(10),
  errors: z.array(z.string()).min(1).default(['50126', '50053', '50055', '50056', '50064']),
  /** A pause longer than this ends a series. */
  pauseMinutes: z.number().positive().default(60),
  /** A success counts as the end of a series up to so long after it. */
  afterMinutes: z.number().positive().default(60),
  /** Whether a series without a success is told, too. */
  without: z.boolean().default(true),
});
type Parameters = z.infer<typeof parameters>;

/**
 * Many wrong answers for one account, and whether a right one came after them. A telephone or a
 * service that keeps trying an old password does it from the user's own network or device, and tells
 * nothing. With the errors of the second factor instead, it finds MFA fatigue (T1621).
 */
export const bruteForce: Analyser<Parameters> = {
  slug: 'brute-force',
  parameters,
  run: async (store, given) => {
    await signInFacts(store);
    const rows = await store.query(series, {
      errors: JSON.stringify(given.errors),
      tries: given.tries,
      pause: Math.round(given.pauseMinutes * 60),
      after: Math.round(given.afterMinutes * 60),
    });
    return inOrder(rows.flatMap((row) => matchOf(row, given)));
  },
};

const series = `
  WITH wrong AS (
    SELECT *, epoch("time") - lag(epoch("time")) OVER (PARTITION BY who ORDER BY "time", id) AS pause FROM signin_attempts
    WHERE outcome <> 'success' AND error_code IN (SELECT unnest(from_json($errors, '["VARCHAR"]')))),
  numbered AS (SELECT *, sum(CASE WHEN pause IS NULL OR pause > $pause THEN 1 ELSE 0 END) OVER (PARTITION BY who ORDER BY "time", id) AS n FROM wrong),
  found AS (
    SELECT who, n, min("time") AS first, max("time") AS last, count(*) AS tries, count(DISTINCT ip) AS addresses,
      list(DISTINCT network) AS networks, bool_and(core OR own_device) AS own, bool_or(class IN ('hosting', 'anonymiser')) AS hosting,
      min(own_days) AS own_days, bool_or(NOT own_country AND own_days >= 3) AS new_country, flatten(list(places ORDER BY id)) AS places
    FROM numbered GROUP BY who, n HAVING count(*) >= $tries)
  SELECT f.*, s.id AS success, s.places AS success_places, s.ip AS success_ip, coalesce(s.core OR s.own_device, false) AS own_success,
    coalesce(list_contains(f.networks, s.network), false) AS same_network
  FROM found f LEFT JOIN signin_attempts s ON s.who = f.who AND s.outcome = 'success' AND s.way <> 'non_interactive'
    AND s."time" BETWEEN f.first AND f.last + to_seconds($after)
  QUALIFY row_number() OVER (PARTITION BY f.who, f.n ORDER BY same_network DESC, coalesce(s.core OR s.own_device, true), s.id) = 1
  ORDER BY f.first, f.who`;

function matchOf(row: Row, { without }: Parameters): readonly AnalyserMatch[] {
  const got = row['success'] !== null && (!yes(row, 'own_success') || yes(row, 'own'));
  const severity = gravity(row, got);
  if (severity === undefined || (!got && !without)) return [];
  return [
    {
      events: [...someOf(placesOf(row), 300), ...(got ? placesOf(row, 'success_places') : [])],
      severity,
      values: {
        tries: counted(numberOf(row, 'tries'), 'time', 'times'),
        addresses: counted(numberOf(row, 'addresses'), 'address', 'addresses'),
        ...(got ? { success_ip: textOf(row, 'success_ip') } : {}),
      },
    },
  ];
}

function gravity(row: Row, got: boolean): Severity | undefined {
  // On the user's own network or device: forgotten, or a telephone with the old password.
  if (yes(row, 'own')) return got ? 'informational' : undefined;
  if (!got) return 'low';
  const baseline = numberOf(row, 'own_days') >= 3;
  return baseline || yes(row, 'hosting') ? 'high' : 'medium';
}
