import { z } from 'zod';
import { severities, type Severity } from '../../../model/finding.js';
import type { Row } from '../../../store/store.js';
import type { Analyser, AnalyserMatch, EventPlace } from '../../analyser.js';
import { signInFacts } from './facts.js';
import { because, graded, inOrder, numberOf, textOf, texts, yes } from './rows.js';
import { eventsOf } from './strand-events.js';

const parameters = z.strictObject({
  /** Days on which the user was seen on networks of their own: with fewer, nothing can be new. */
  baseline: z.number().int().positive().default(3),
});
type Parameters = z.infer<typeof parameters>;

/**
 * Somebody acts as a user from a rented machine or an anonymiser that is no habit of this user: no
 * address of the company's, and not the private VPN that they have come through for a good part of
 * their days. Mail and file events count like sign-ins, since they are often all that is left.
 */
export const newHostingNetwork: Analyser<Parameters> = {
  slug: 'new-hosting-network',
  parameters,
  run: async (store, { baseline }) => {
    await signInFacts(store);
    const rows = await store.query(visits);
    const grave = rows.flatMap((row) => {
      const severity = gravity(row, baseline);
      return severity === undefined ? [] : [{ row, severity }];
    });
    // Of a session everything away from the user's own networks, so that what it did elsewhere is seen with it.
    const events = await eventsOf(
      store,
      grave.map(({ row }) => ({
        who: textOf(row, 'who'),
        session: textOf(row, 'session') === '' ? null : textOf(row, 'session'),
        network: textOf(row, 'session') === '' ? textOf(row, 'network') : null,
      })),
    );
    const found = new Map<string, AnalyserMatch>();
    const sessions = grave.filter(({ row }) => textOf(row, 'session') !== '');
    for (const [n, { row, severity }] of grave.entries()) {
      const match = matchOf(row, severity, baseline, events[n] ?? []);
      if (match.events.length === 0) continue;
      const key = keyOf(row, severity, sessions);
      const before = found.get(key);
      found.set(key, before === undefined ? match : joined(before, match));
    }
    return inOrder([...found.values()]);
  },
};

interface Weighed {
  readonly row: Row;
  readonly severity: Severity;
}

/**
 * What is one finding: a session; everything of a person's private VPN, however many sessions went
 * through it; and records without a session with the session on their network.
 */
function keyOf(row: Row, severity: Severity, sessions: readonly Weighed[]): string {
  const who = textOf(row, 'who');
  if (textOf(row, 'session') === '') {
    const network = textOf(row, 'network');
    const session = sessions.find(
      (one) => textOf(one.row, 'who') === who && texts(one.row['networks']).includes(network),
    );
    if (session !== undefined) return keyOf(session.row, session.severity, []);
  }
  return JSON.stringify([
    who,
    severity === 'low' ? row['networks'] : (row['session'] ?? row['network']),
  ]);
}

const weight = (severity: Severity | undefined): number => severities.indexOf(severity ?? 'low');

/** Two matches as one: the graver says why. */
function joined(a: AnalyserMatch, b: AnalyserMatch): AnalyserMatch {
  const graver = weight(b.severity) > weight(a.severity) ? b : a;
  return { ...graver, events: [...a.events, ...b.events] };
}

/**
 * One for each session, since a thief goes from one rented machine to the next; without sessions, one for
 * each network. Somebody with a new system or a script, or without the device that their browser always
 * names, is less likely the user.
 */
const visits = `
  WITH returned AS (
    -- The same client in the same session also on a network of the user's own: a VPN that was turned on.
    SELECT DISTINCT b.who, b.session, b.os, b.browser, b.script FROM signin_activity b
    JOIN signin_networks o ON o.who = b.who AND o.network = b.network AND o.core
    WHERE b.session IS NOT NULL AND b.class = 'ordinary'),
  missing AS (
    SELECT who, network, bool_or(device_missing) AS device_missing FROM signin_attempts WHERE outcome = 'success' GROUP BY ALL)
  SELECT a.who, a.session, CASE WHEN a.session IS NULL THEN a.network END AS network,
    list(DISTINCT a.network ORDER BY a.network) AS networks, list(DISTINCT coalesce(i.as_org, a.network) ORDER BY coalesce(i.as_org, a.network)) AS owners,
    bool_or(a.class = 'anonymiser') AS anonymiser, count(DISTINCT a.day) AS days, min(u.own_days) AS own_days,
    bool_or(a.script) AS script, bool_or(u.own_days >= 3 AND a.os IS NOT NULL AND coalesce(c.days, 0) = 0) AS new_client,
    bool_and(u.own_days >= 3 AND NOT coalesce(list_contains(u.countries, a.country), false)) AS new_country,
    bool_or(d.device_id IS NOT NULL) AS own_device, bool_or(r.device_missing) AS device_missing,
    bool_and(back.session IS NOT NULL) AS returned, max(w.days) AS network_days, min(a.first) AS first
  FROM signin_activity a JOIN signin_ips i ON i.ip = a.ip
  JOIN signin_users u ON u.who = a.who
  LEFT JOIN signin_networks w ON w.who = a.who AND w.network = a.network
  LEFT JOIN signin_devices d ON d.who = a.who AND d.device_id = a.device_id
  LEFT JOIN signin_clients c ON c.who = a.who AND c.os = a.os AND c.browser IS NOT DISTINCT FROM a.browser
  LEFT JOIN missing r ON r.who = a.who AND r.network = a.network
  LEFT JOIN returned back ON back.who = a.who AND back.session = a.session AND back.os IS NOT DISTINCT FROM a.os
    AND back.browser IS NOT DISTINCT FROM a.browser AND back.script = a.script
  WHERE a.class IN ('hosting', 'anonymiser') AND NOT i.company AND NOT coalesce(w.core, false) AND NOT a.backend
  GROUP BY a.who, a.session, CASE WHEN a.session IS NULL THEN a.network END ORDER BY first, a.who, a.session, networks`;

function gravity(row: Row, baseline: number): Severity | undefined {
  if (numberOf(row, 'own_days') < baseline) return 'low';
  let points = 3;
  if (yes(row, 'anonymiser')) points += 1;
  if (yes(row, 'new_client') || yes(row, 'script') || yes(row, 'device_missing')) points += 1;
  if (yes(row, 'new_country')) points += 1;
  if (yes(row, 'own_device')) points -= 3;
  else if (yes(row, 'returned')) points -= 2;
  // Now and then over weeks: a private VPN rather than somebody who was let in once.
  else if (numberOf(row, 'network_days') >= 4 && !yes(row, 'new_client') && !yes(row, 'script'))
    points -= 1;
  return graded(points, { low: 1, medium: 4, high: 7 });
}

function matchOf(
  row: Row,
  severity: Severity,
  baseline: number,
  events: readonly EventPlace[],
): AnalyserMatch {
  return {
    events,
    severity,
    values: {
      network: texts(row['owners']).join(', '),
      kind: yes(row, 'anonymiser')
        ? { en: 'an anonymiser', ja: '匿名化サービス' }
        : { en: 'rented machines', ja: 'ホスティング事業者' },
      why: because([
        { holds: yes(row, 'new_country'), en: 'a country new for this user', ja: 'この利用者にとって初めての国' },
        { holds: yes(row, 'script'), en: 'by a script', ja: 'スクリプトから' },
        { holds: yes(row, 'new_client'), en: 'a client new for this user', ja: 'この利用者にとって初めてのクライアント' },
        { holds: yes(row, 'device_missing'), en: 'the registered device is missing', ja: '登録済みデバイスの情報がない' },
        { holds: numberOf(row, 'own_days') < baseline, en: 'too few days of logs to know what is usual', ja: 'ログの日数が少なく、普段の状態は不明' },
      ]),
    },
  }; // prettier-ignore
}
