import { z } from 'zod';
import type { Severity } from '../../../model/finding.js';
import type { Row } from '../../../store/store.js';
import type { Analyser, AnalyserMatch } from '../../analyser.js';
import { firstPartyApps } from '../first-party-apps-table.js';
import { signInFacts } from './facts.js';
import { libraryAgents } from './library-agents-table.js';
import { inOrder, numberOf, placesOf, someOf, textOf, yes } from './rows.js';

const parameters = z.strictObject({
  /** On the user's own network or device: so many days make it their own script. */
  habitDays: z.number().int().positive().default(3),
});
type Parameters = z.infer<typeof parameters>;

/**
 * Somebody signed in to a client of Microsoft's with a program's user agent. An application of somebody
 * else's may be written in anything and is left out; tools made for attacks are the rule of tools' agents.
 */
export const libraryAgent: Analyser<Parameters> = {
  slug: 'library-agent',
  parameters,
  run: async (store, { habitDays }) => {
    await signInFacts(store);
    const rows = await store.query(signIns, {
      pattern: libraryAgents.map(({ pattern }) => `(?:${pattern})`).join('|'),
      apps: JSON.stringify([...firstPartyApps.keys()]),
    });
    return inOrder(rows.flatMap((row) => matchOf(row, habitDays)));
  },
};

const signIns = `
  SELECT who, session, min(user_agent) AS user_agent, regexp_extract(user_agent, '^[^/ ]+') AS agent, min("time") AS first,
    bool_or(NOT core AND NOT own_device) AS strange, bool_or(class IN ('hosting', 'anonymiser') AND NOT core) AS hosting,
    count(DISTINCT "time"::DATE) AS days, min(own_days) AS own_days, flatten(list(places ORDER BY id)) AS places
  FROM signin_attempts
  WHERE outcome = 'success' AND regexp_matches(user_agent, '(?i)' || $pattern)
    AND (app_id IS NULL OR app_id IN (SELECT unnest(from_json($apps, '["VARCHAR"]'))))
  GROUP BY who, agent, session ORDER BY first, who, agent`;

function matchOf(row: Row, habitDays: number): readonly AnalyserMatch[] {
  const severity = gravity(row, habitDays);
  if (severity === undefined) return [];
  const agent = textOf(row, 'user_agent');
  const known = libraryAgents.find(({ pattern }) => new RegExp(pattern, 'i').test(agent));
  return [
    {
      events: someOf(placesOf(row)),
      severity,
      values: { program: known?.name ?? agent, agent },
    },
  ];
}

function gravity(row: Row, habitDays: number): Severity | undefined {
  if (!yes(row, 'strange')) return numberOf(row, 'days') >= habitDays ? undefined : 'informational';
  return yes(row, 'hosting') || numberOf(row, 'own_days') >= 3 ? 'medium' : 'low';
}
