import type { IncidentSession, IncidentStrand, SignalSaid } from '../model/incident.js';
import type { Mark } from '../scope/marks.js';
import type { JudgedSession, JudgedStrand } from '../scope/verdict.js';
import { both, greatest, isoMicros, least, sortedUnique, unique } from './texts.js';

/** What is added to a session by the incident it is in. */
export interface SessionExtra {
  /** Ids of the attacker's events after the last containment of the session's user. */
  readonly afterContainment?: readonly string[];
  /** The events in which the user was talked into a consent, where the session is the user's own. */
  readonly lured?: readonly string[];
}

const epoch = 0n;
const timeText = (time: bigint | undefined): string => isoMicros(time ?? epoch);

/** A judged session as the document tells it. */
export function sessionOf(
  session: JudgedSession,
  marks: readonly Mark[],
  extra: SessionExtra = {},
): IncidentSession {
  const { strands } = session;
  const mark = marks.find(({ kind, value }) => kind === 'session' && value === session.session);
  const list = (values: (strand: JudgedStrand) => readonly string[]): string[] =>
    sortedUnique(strands.flatMap(values));
  const sum = (value: (strand: JudgedStrand) => number): number =>
    strands.reduce((total, strand) => total + value(strand), 0);
  const lured = extra.lured ?? [];
  const signals: SignalSaid[] = signalsOf(session);
  if (lured.length > 0)
    signals.unshift({
      signal: 'consent-given',
      weight: 0,
      said: both(
        'In this session of their own, the user was led to consent to an application of the intrusion.',
        '本人のセッションだが、この中で侵入に使われたアプリケーションへの同意が行われた。',
      ),
      events: [...lured],
    });
  return {
    id: session.session,
    user: session.user ?? '',
    verdict: lured.length > 0 && mark === undefined && session.verdict === 'user' ? 'mixed' : session.verdict,
    marked: mark === undefined ? null : { by: mark.by, at: isoMicros(mark.at), as: mark.as, why: mark.why },
    weight: session.weight,
    signals,
    strands: strands.map(strandOf),
    first: timeText(least(strands.flatMap(({ first }) => first ?? []))),
    last: timeText(greatest(strands.flatMap(({ last }) => last ?? []))),
    afterContainment: [...(extra.afterContainment ?? [])],
    ips: list(({ ips }) => ips),
    countries: list(({ countries }) => countries),
    userAgents: list(({ userAgents }) => userAgents),
    apps: list(({ apps }) => apps),
    sources: [...new Set(strands.flatMap(({ sources }) => sources))].sort(),
    events: sum(({ events }) => events),
    links: {
      exact: sum(({ exact }) => exact),
      token: sum(({ token }) => token),
      inferred: sum(({ attached }) => attached),
    },
  }; // prettier-ignore
}

/** Of all strands, the same sentence once; the heaviest first. */
function signalsOf({ strands }: JudgedSession): SignalSaid[] {
  const found = new Map<string, SignalSaid>();
  for (const { signals } of strands)
    for (const each of signals) {
      const key = `${each.signal} ${each.said.en}`;
      const known = found.get(key);
      if (known === undefined || Math.abs(each.weight) > Math.abs(known.weight))
        found.set(key, {
          ...each,
          said: { ...each.said },
          events: unique([...(known?.events ?? []), ...each.events]),
        });
    }
  return [...found.values()].sort(
    (a, b) => b.weight - a.weight || (a.said.en < b.said.en ? -1 : a.said.en > b.said.en ? 1 : 0),
  );
}

function strandOf(strand: JudgedStrand): IncidentStrand {
  return {
    network: strand.network,
    asOrg: strand.asOrg ?? null,
    countries: [...strand.countries],
    ips: [...strand.ips],
    client: strand.client,
    userAgents: [...strand.userAgents],
    verdict: strand.verdict,
    weight: strand.weight,
    signals: strand.signals.map((signal) => ({ ...signal, events: [...signal.events] })),
    first: timeText(strand.first),
    last: timeText(strand.last),
    events: strand.events,
  };
}
