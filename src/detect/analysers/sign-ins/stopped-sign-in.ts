import { z } from 'zod';
import type { Severity } from '../../../model/finding.js';
import type { Row } from '../../../store/store.js';
import type { Analyser, AnalyserMatch } from '../../analyser.js';
import { signInFacts } from './facts.js';
import { because, graded, inOrder, numberOf, placesOf, someOf, yes } from './rows.js';
import { counted } from './words.js';

const parameters = z.strictObject({
  /** What stopped it: the second factor, by default, or a policy. */
  errors: z.array(z.string()).min(1).default(['50074', '50076', '50079', '50072', '50158', '500121']),
  /** No success from there so long after it. */
  minutes: z.number().positive().default(60),
  /** The gravest it can be. */
  most: z.enum(['low', 'medium']).default('medium'),
}); // prettier-ignore
type Parameters = z.infer<typeof parameters>;

/**
 * The password was right, and then it was over (W-10): somebody who is not the user knows it. Only away
 * from the user's own networks and devices, only by hand, and only where no success followed: everybody
 * is asked for a second factor, and leaves one sign-in in ten unfinished.
 */
export const stoppedSignIn: Analyser<Parameters> = {
  slug: 'stopped-sign-in',
  parameters,
  run: async (store, given) => {
    await signInFacts(store);
    const rows = await store.query(stopped, {
      errors: JSON.stringify(given.errors),
      seconds: Math.round(given.minutes * 60),
    });
    return inOrder(rows.flatMap((row) => matchOf(row, given.most)));
  },
};

const stopped = `
  WITH asked AS (
    SELECT * FROM signin_attempts WHERE outcome <> 'success' AND error_code IN (SELECT unnest(from_json($errors, '["VARCHAR"]')))
      AND way <> 'non_interactive' AND class IN ('ordinary', 'hosting', 'anonymiser') AND NOT core AND NOT own_device),
  passed AS (
    SELECT DISTINCT a.id FROM asked a JOIN signin_attempts s ON s.who = a.who AND s.outcome = 'success'
      AND (s.network = a.network OR s.correlation_id = a.correlation_id OR s.session = a.session)
      AND s."time" BETWEEN a."time" - to_seconds($seconds) AND a."time" + to_seconds($seconds))
  SELECT a.who, a.network, min(a."time") AS first, count(*) AS tries, min(a.own_days) AS own_days,
    bool_or(a.class <> 'ordinary') AS hosting, bool_or(NOT a.own_country AND a.own_days >= 3) AS new_country, bool_or(a.script) AS script,
    bool_or(a.own_days >= 3 AND a.client_days = 0 AND a.os IS NOT NULL) AS new_client,
    bool_or(a.error_code = '500121') AS denied, flatten(list(a.places ORDER BY a.id)) AS places
  FROM asked a ANTI JOIN passed p ON p.id = a.id
  GROUP BY a.who, a.network, a."time"::DATE ORDER BY first, a.who, a.network`;

function matchOf(row: Row, most: Parameters['most']): readonly AnalyserMatch[] {
  let points = 0;
  if (yes(row, 'hosting')) points += 2;
  if (yes(row, 'new_country')) points += 2;
  if (yes(row, 'new_client') || yes(row, 'script')) points += 1;
  if (numberOf(row, 'tries') >= 3) points += 1;
  const graver: Severity | undefined = graded(points, { low: 1, medium: 2, high: 99 });
  // Away from home, by what is known of two days: nothing that could be told.
  if (graver === undefined) return [];
  return [
    {
      events: someOf(placesOf(row)),
      severity: most === 'low' ? 'low' : graver,
      values: {
        tries: counted(numberOf(row, 'tries'), 'step', 'steps'),
        why: because([
          { holds: yes(row, 'hosting'), en: 'a rented machine or an anonymiser', ja: 'ホスティング事業者または匿名化サービス' },
          { holds: yes(row, 'new_country'), en: 'a country new for this user', ja: 'この利用者にとって初めての国' },
          { holds: yes(row, 'script'), en: 'a script', ja: 'スクリプト' },
          { holds: yes(row, 'new_client'), en: 'a client new for this user', ja: 'この利用者にとって初めてのクライアント' },
        ]),
      },
    },
  ]; // prettier-ignore
}
