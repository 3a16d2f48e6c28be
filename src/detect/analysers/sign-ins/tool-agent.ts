import { z } from 'zod';
import type { Severity } from '../../../model/finding.js';
import type { Row } from '../../../store/store.js';
import type { Analyser, AnalyserMatch } from '../../analyser.js';
import { firstPartyApps } from '../first-party-apps-table.js';
import { signInFacts } from './facts.js';
import { inOrder, numberOf, placesOf, someOf, textOf, yes } from './rows.js';
import { suspiciousAgents } from './suspicious-agents-table.js';

const parameters = z.strictObject({
  kind: z.enum(['attack', 'library']),
});
type Parameters = z.infer<typeof parameters>;

/**
 * Somebody signed in with a tool's or a library's user agent. Libraries are told for Microsoft's own
 * clients only: an application of somebody else's may be written in anything.
 */
export const toolAgent: Analyser<Parameters> = {
  slug: 'tool-agent',
  parameters,
  run: async (store, { kind }) => {
    await signInFacts(store);
    const agents = suspiciousAgents.filter((agent) => agent.kind === kind);
    const rows = await store.query(kind === 'attack' ? anywhere : signIns, {
      pattern: agents.map(({ pattern }) => `(?:${pattern})`).join('|'),
      ...(kind === 'attack' ? {} : { apps: JSON.stringify([...firstPartyApps.keys()]) }),
    });
    return inOrder(rows.flatMap((row) => matchOf(row, kind)));
  },
};

/** A tool made for attacks counts in every log. */
const anywhere = `
  WITH agents AS (SELECT user_agent FROM agent_info WHERE regexp_matches(user_agent, '(?i)' || $pattern))
  SELECT coalesce(e."user", e.user_id) AS who, e.user_agent, min(e."time") AS first, bool_or(e.outcome <> 'failure') AS got_in, 1 AS strange,
    list(concat(e.evidence_id, ':', e.record_no) ORDER BY e."time", e.evidence_id, e.record_no) AS places
  FROM event_view e JOIN agents a ON a.user_agent = e.user_agent
  GROUP BY ALL ORDER BY first, who, e.user_agent`;

const signIns = `
  SELECT who, any_value(user_agent) AS user_agent, regexp_extract(user_agent, '^[^/ ]+') AS agent, min("time") AS first, true AS got_in,
    bool_or(NOT core AND NOT own_device) AS strange, bool_or(class IN ('hosting', 'anonymiser') AND NOT core) AS hosting,
    bool_or(way IN ('interactive') OR method = '1') AS by_hand, count(DISTINCT "time"::DATE) AS days, any_value(own_days) AS own_days,
    flatten(list(places ORDER BY id)) AS places
  FROM signin_attempts
  WHERE outcome = 'success' AND regexp_matches(user_agent, '(?i)' || $pattern)
    AND (app_id IS NULL OR app_id IN (SELECT unnest(from_json($apps, '["VARCHAR"]'))))
  GROUP BY who, agent, session ORDER BY first, who, agent`;

function matchOf(row: Row, kind: Parameters['kind']): readonly AnalyserMatch[] {
  const severity = gravity(row, kind);
  if (severity === undefined) return [];
  const agent = textOf(row, 'user_agent');
  const known = suspiciousAgents.find(({ pattern }) => new RegExp(pattern, 'i').test(agent));
  return [
    {
      events: someOf(placesOf(row)),
      severity,
      values: { tool: known?.name ?? agent, agent },
    },
  ];
}

function gravity(row: Row, kind: Parameters['kind']): Severity | undefined {
  if (kind === 'attack') return yes(row, 'got_in') ? 'high' : 'medium';
  // On the user's own network or device, again and again: their own script.
  if (!yes(row, 'strange')) return numberOf(row, 'days') >= 3 ? undefined : 'informational';
  return yes(row, 'hosting') || numberOf(row, 'own_days') >= 3 ? 'medium' : 'low';
}
