import { z } from 'zod';
import type { Row } from '../../../store/store.js';
import type { Analyser, AnalyserMatch } from '../../analyser.js';
import { signInFacts } from './facts.js';
import { inOrder, numberOf, placesOf, someOf, textOf, texts, yes } from './rows.js';
import { counted } from './words.js';

const parameters = z.strictObject({
  /** Errors that count: by default a wrong password, a lock, an expired password, a disabled account. */
  errors: z.array(z.string()).min(1).default(['50126', '50053', '50055', '50056', '50057', '50064', '500011']),
  /** Different accounts from one address, or from one network with one user agent. */
  users: z.number().int().positive().default(5),
  /** The same, where a script or a rented machine does it. */
  usersOfTool: z.number().int().positive().default(4),
  /** Different accounts with one user agent from many networks. */
  usersOfAgent: z.number().int().positive().default(8),
  /** A pause longer than this ends a campaign. */
  pauseHours: z.number().positive().default(24),
}); // prettier-ignore
type Parameters = z.infer<typeof parameters>;

/**
 * Few wrong passwords for each of many accounts (T1110.003), fast or slow: from one address, from one
 * network with one user agent, or with one user agent from many networks. An office where many people
 * mistype is told apart by their success: who also signs in from there belongs there.
 */
export const passwordSpray: Analyser<Parameters> = {
  slug: 'password-spray',
  parameters,
  run: async (store, given) => {
    await signInFacts(store);
    const rows = await store.query(campaigns, {
      errors: JSON.stringify(given.errors),
      users: given.users,
      usersOfTool: given.usersOfTool,
      usersOfAgent: given.usersOfAgent,
      pause: Math.round(given.pauseHours * 3600),
    });
    return inOrder(withoutRepeats(rows).map((row) => matchOf(row)));
  },
};

const campaigns = `
  WITH tries AS (
    SELECT a.*, (a.outcome = 'success' OR a.error_code IN ('50074', '50076', '50079', '50072', '50158', '50140', '53003', '530032')) AS right_password,
      a.error_code IN (SELECT unnest(from_json($errors, '["VARCHAR"]'))) AND a.outcome <> 'success' AS wrong
    FROM signin_attempts a WHERE a.ip IS NOT NULL AND a.class <> 'none'),
  keyed AS (
    SELECT 'address' AS how, ip AS key, * FROM tries
    UNION ALL SELECT 'network', concat(network, ' ', user_agent, ' ', client_app), * FROM tries WHERE user_agent IS NOT NULL OR client_app IS NOT NULL
    UNION ALL SELECT 'agent', user_agent, * FROM tries WHERE user_agent IS NOT NULL),
  -- Only keys that could ever be enough are looked at closely.
  candidates AS (
    SELECT how, key FROM keyed WHERE wrong GROUP BY how, key HAVING count(DISTINCT who) >= least($users, $usersOfTool, $usersOfAgent)),
  timed AS (
    SELECT k.*, epoch("time") - lag(epoch("time")) OVER (PARTITION BY how, key ORDER BY wrong DESC, "time", id) AS pause
    FROM keyed k JOIN candidates USING (how, key) WHERE wrong OR right_password),
  -- Successes far from any wrong password are the everyday of that address and belong to no campaign.
  numbered AS (
    SELECT *, sum(CASE WHEN wrong AND (pause IS NULL OR pause > $pause) THEN 1 ELSE 0 END)
      OVER (PARTITION BY how, key ORDER BY wrong DESC, "time", id) AS n FROM timed),
  spans AS (SELECT how, key, n, min("time") AS first, max("time") AS last FROM numbered WHERE wrong GROUP BY ALL),
  everyone AS (
    SELECT s.how, s.key, s.n, s.first, s.last, t.who, bool_or(t.wrong) AS failed, count(*) FILTER (t.wrong) AS tries,
      bool_or(t.outcome = 'success') AS got_in, bool_or(t.right_password) AS right_password,
      -- Belongs here: was let in on the user's own network or device, or mistypes there, by hand.
      bool_or(t.right_password AND (t.core OR t.own_device))
        OR bool_and(t.core OR t.own_device) AND NOT bool_or(t.script OR (t.request = 'OAuth2:Token' AND t.method = '1') IS TRUE) AS belongs
    FROM spans s JOIN timed t ON t.how = s.how AND t.key = s.key
      AND t."time" BETWEEN s.first - to_minutes(10) AND s.last + to_minutes(60)
    GROUP BY ALL),
  found AS (
    SELECT how, key, n, first, last, count(*) FILTER (failed AND NOT belongs) AS users, count(*) FILTER (belongs) AS ours,
      coalesce(max(tries) FILTER (failed AND NOT belongs), 0) AS most, coalesce(sum(tries), 0) AS tries,
      list(who ORDER BY who) FILTER (got_in AND NOT belongs) AS got_in,
      list(who ORDER BY who) FILTER (right_password AND NOT got_in AND NOT belongs) AS known
    FROM everyone GROUP BY ALL),
  described AS (
    SELECT f.*, count(DISTINCT t.ip) AS addresses, count(DISTINCT t.network) AS networks, bool_or(t.script) AS script,
      bool_or(t.class IN ('hosting', 'anonymiser')) AS hosting, bool_or(t.script OR t.class IN ('hosting', 'anonymiser')) AS tool,
      coalesce(min(t.user_agent) FILTER (t.script), min(t.user_agent)) AS agent, min(t.as_org) AS as_org,
      list(DISTINCT t.country ORDER BY t.country) FILTER (t.country IS NOT NULL) AS countries,
      flatten(list(t.places ORDER BY t.outcome = 'success' DESC, t.id)) AS places
    FROM found f JOIN timed t ON t.how = f.how AND t.key = f.key AND t."time" BETWEEN f.first - to_minutes(10) AND f.last + to_minutes(60)
      AND (t.wrong OR list_contains(f.got_in, t.who) OR list_contains(f.known, t.who))
    WHERE f.users >= least($users, $usersOfTool, $usersOfAgent)
    GROUP BY ALL)
  SELECT * FROM described
  WHERE CASE how WHEN 'agent' THEN users >= $usersOfAgent AND networks >= 3 AND ours <= 0.1 * users AND most <= 20
      AND (script OR users >= 4 * $usersOfAgent)
    ELSE users >= CASE WHEN tool THEN $usersOfTool ELSE $users END AND ours <= 0.5 * users AND tries <= 10 * users END
  ORDER BY first, how, key`;

/** One campaign is found in several ways: the widest is told, the others only where they add accounts. */
function withoutRepeats(rows: readonly Row[]): readonly Row[] {
  const told = new Set<string>();
  return rows
    .toSorted((a, b) => numberOf(b, 'users') - numberOf(a, 'users'))
    .filter((row) => {
      const places = texts(row['places']);
      const isNew = places.filter((place) => !told.has(place)).length > 0.5 * places.length;
      if (isNew) for (const place of places) told.add(place);
      return isNew;
    });
}

function matchOf(row: Row): AnalyserMatch {
  const gotIn = texts(row['got_in']);
  const known = texts(row['known']);
  return {
    events: someOf(placesOf(row), 500),
    severity: gotIn.length > 0 ? 'high' : 'medium',
    values: {
      accounts: counted(numberOf(row, 'users'), 'account', 'accounts'),
      tries: counted(numberOf(row, 'tries'), 'wrong password', 'wrong passwords'),
      addresses: counted(numberOf(row, 'addresses'), 'address', 'addresses'),
      ...(gotIn.length > 0 ? { got_in: gotIn.join(', ') } : {}),
      ...(known.length > 0 ? { known: known.join(', ') } : {}),
      ...(yes(row, 'script') ? { agent: textOf(row, 'agent') } : {}),
    },
  };
}
