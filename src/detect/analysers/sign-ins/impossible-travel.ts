import { z } from 'zod';
import type { Severity } from '../../../model/finding.js';
import type { Row } from '../../../store/store.js';
import type { Analyser, AnalyserMatch } from '../../analyser.js';
import { countryPlaces } from './country-places-table.js';
import { signInFacts } from './facts.js';
import { graded, inOrder, numberOf, placesOf, textOf, yes } from './rows.js';
import { countryNames } from './words.js';

const parameters = z.strictObject({
  /** An airliner's, in kilometres an hour. */
  speed: z.number().positive().default(1000),
  /** Nearer pairs of countries are not judged. */
  kilometres: z.number().positive().default(500),
  /** Nearer pairs of sign-ins are the other rule's (countries-in-window). */
  fromMinutes: z.number().nonnegative().default(10),
  toHours: z.number().positive().default(24),
});
type Parameters = z.infer<typeof parameters>;

/**
 * Two sign-ins by hand of one user in two countries, so far apart that no aircraft gets there in time. What is
 * left out and what weighs is as with countries in a window; the user's own device is nobody else's.
 */
export const impossibleTravel: Analyser<Parameters> = {
  slug: 'impossible-travel',
  parameters,
  run: async (store, { speed, kilometres, fromMinutes, toHours }) => {
    await signInFacts(store);
    const rows = await store.query(
      `WITH places AS (SELECT unnest(from_json($countries, '[{"code":"VARCHAR","lat":"DOUBLE","lon":"DOUBLE","reach":"DOUBLE"}]'), recursive := true)),
       hands AS (
         SELECT a.*, lag(a.id) OVER (PARTITION BY who ORDER BY "time", id) AS other FROM signin_attempts a
         WHERE outcome = 'success' AND way IN ('interactive', 'unknown') AND country IS NOT NULL AND class IN ('ordinary', 'hosting', 'anonymiser') AND NOT company),
       pairs AS (
         SELECT a.id AS a, b.id AS b, epoch(b."time") - epoch(a."time") AS apart,
           2 * 6371 * asin(sqrt(least(1, pow(sin(radians(q.lat - p.lat) / 2), 2) + cos(radians(p.lat)) * cos(radians(q.lat)) * pow(sin(radians(q.lon - p.lon) / 2), 2))))
             - p.reach - q.reach AS distance,
           CASE WHEN (b.core OR b.own_device) AND NOT (a.core OR a.own_device) THEN a.id ELSE b.id END AS strange
         FROM hands b JOIN hands a ON a.id = b.other JOIN places p ON p.code = a.country JOIN places q ON q.code = b.country
         WHERE a.country <> b.country AND a.network <> b.network)
       SELECT x.who, min(o.country) AS country_a, min(x.country) AS country_b, min(p.apart) AS apart, min(p.distance) AS distance,
         bool_or(x.own_device) AS own_device, min(x.own_days) AS own_days, bool_or(x.core) AS core,
         bool_or(x.own_days >= 3 AND x.client_days = 0 AND x.os IS NOT NULL) AS new_client, bool_or(x.device_missing) AS device_missing,
         bool_or(NOT x.own_country AND x.own_days >= 3) AS new_country, bool_or(x.class <> 'ordinary') AS hosting,
         flatten([flatten(list(o.places ORDER BY o.id)), flatten(list(x.places ORDER BY x.id))]) AS places
       FROM pairs p JOIN signin_attempts x ON x.id = p.strange JOIN signin_attempts o ON o.id = CASE WHEN p.strange = p.a THEN p.b ELSE p.a END
       WHERE p.apart > $from AND p.apart <= $to AND p.distance >= $kilometres AND p.distance / (p.apart / 3600) > $speed
       GROUP BY x.who, x.network, x."time"::DATE ORDER BY min(x.id)`,
      {
        countries: JSON.stringify(
          countryPlaces.map(([code, lat, lon, reach]) => ({ code, lat, lon, reach })),
        ),
        from: Math.round(fromMinutes * 60),
        to: Math.round(toHours * 3600),
        kilometres,
        speed,
      },
    );
    return inOrder(rows.flatMap((row) => matchOf(row)));
  },
};

function matchOf(row: Row): readonly AnalyserMatch[] {
  const severity = gravity(row);
  if (severity === undefined) return [];
  return [
    {
      events: placesOf(row),
      severity,
      values: {
        places: countryNames([textOf(row, 'country_a'), textOf(row, 'country_b')]),
        minutes: String(Math.ceil(numberOf(row, 'apart') / 60)),
        kilometres: String(Math.round(numberOf(row, 'distance') / 100) * 100),
      },
    },
  ];
}

function gravity(row: Row): Severity | undefined {
  if (yes(row, 'own_device') || (yes(row, 'core') && !yes(row, 'new_client'))) return undefined;
  let points = 1;
  if (yes(row, 'hosting')) points += 1;
  if (yes(row, 'new_client')) points += 2;
  if (yes(row, 'device_missing')) points += 1;
  if (yes(row, 'new_country')) points += 1;
  if (numberOf(row, 'own_days') < 3) points += 1;
  return graded(points, { low: 1, medium: 3, high: 99 });
}
