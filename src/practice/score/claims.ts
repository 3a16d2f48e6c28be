import type { Stage } from '../../model/stage.js';
import type { Truth } from '../truth.js';
import { stages } from '../../model/stage.js';
import type { Entry, Part } from './part.js';
import { notSaid, scored } from './part.js';

/**
 * What an investigation says of the intrusion. Each is absent as long as nothing in the case says it;
 * an empty list says that there is none. Whoever has an incident document fills this in.
 */
export interface Claims {
  readonly traces?: readonly TraceClaim[];
  /** The events in scope, each with the ids it may go by: an export without ids gives it another. */
  readonly scope?: readonly (readonly string[])[];
  readonly verdicts?: readonly VerdictClaim[];
}

export interface TraceClaim {
  readonly id: string;
  readonly stage: Stage;
  /** Ids of the events that prove it. */
  readonly events: readonly string[];
}

export interface VerdictClaim {
  readonly session: string;
  readonly verdict: 'attacker' | 'suspicious' | 'mixed' | 'unknown' | 'user';
  /** Ids of what is accused in it, where it is made of records that carry no session id. */
  readonly events?: readonly string[];
}

export interface StagePart {
  readonly stage: Stage;
  readonly part: Part;
}

/** Is any event, or this one, in the case? */
export type InCase = (eventId: string) => boolean;

/** A trace is found when a finding of its stage is proved by one of its events; a finding that no trace accounts for is wrong. */
export function scoreTraces(truth: Truth, claims: Claims, inCase: InCase): readonly StagePart[] {
  const claimed = claims.traces;
  const relevant = stages.filter(
    (stage) =>
      truth.traces.some((trace) => trace.stage === stage) ||
      claimed?.some((claim) => claim.stage === stage) === true,
  );
  if (claimed === undefined) return relevant.map((stage) => ({ stage, part: notSaid }));
  return relevant.map((stage) => {
    const said = claimed.filter((claim) => claim.stage === stage);
    const traces = truth.traces.filter((trace) => trace.stage === stage);
    const visible = traces.filter(({ events }) => events.some(inCase));
    const proves = (claim: TraceClaim, events: readonly string[]): boolean =>
      claim.events.some((id) => events.includes(id));
    const missed = visible.filter(({ events }) => !said.some((claim) => proves(claim, events)));
    const wrong = said.filter((claim) => !traces.some(({ events }) => proves(claim, events)));
    const entry = ({ trace, text, events }: (typeof traces)[number]): Entry => ({
      id: events[0] ?? trace,
      expected: `${trace}: ${text}`,
      found: null,
    });
    const part = scored({
      expected: visible.length,
      found: visible.length - missed.length,
      missed: missed.map(entry),
      wrong: wrong.map(({ id, events }) => ({ id, expected: null, found: events.join(', ') })),
      absent: traces.filter((trace) => !visible.includes(trace)).map(entry),
      right: said.length - wrong.length,
    });
    return { stage, part };
  });
}

/** Events in scope against the attacker's. */
export function scoreScope(truth: Truth, claims: Claims, inCase: InCase): Part {
  if (claims.scope === undefined) return notSaid;
  const said = new Set(claims.scope.flat());
  const attacker = new Set(truth.events.map(({ id }) => id));
  const visible = [...attacker].filter(inCase);
  const missed = visible.filter((id) => !said.has(id));
  const entry = (id: string): Entry => ({ id, expected: 'in scope', found: null });
  return scored({
    expected: visible.length,
    found: visible.length - missed.length,
    missed: missed.map(entry),
    wrong: claims.scope
      .filter((names) => !names.some((id) => attacker.has(id)))
      .map(([id = '']) => ({ id, expected: null, found: 'in scope' })),
    absent: [...attacker].filter((id) => !inCase(id)).map(entry),
  });
}

const accuses = (verdict: string): boolean =>
  verdict === 'attacker' || verdict === 'suspicious' || verdict === 'mixed';

/**
 * The sessions in which somebody else acted are to be called attacker, suspicious or mixed; calling any
 * other session so is wrong, whether or not the truth names it. A session that is inferred has no name in
 * the truth: it is right if the attacker's events are in what is accused in it, and it is not asked for.
 */
export function scoreVerdicts(truth: Truth, claims: Claims, inCase: InCase): Part {
  if (claims.verdicts === undefined) return notSaid;
  const said = new Map(
    claims.verdicts.map(({ session, verdict }) => [session.toLowerCase(), verdict]),
  );
  const foul = truth.sessions.filter(({ verdict }) => verdict !== 'user');
  const seen = new Set(
    truth.events.filter(({ id }) => inCase(id)).map(({ session }) => session?.toLowerCase()),
  );
  const visible = foul.filter(({ id }) => seen.has(id.toLowerCase()));
  const missed = visible.filter(({ id }) => !accuses(said.get(id.toLowerCase()) ?? ''));
  const attacker = new Set(truth.events.map(({ id }) => id));
  const foulIds = new Set(foul.map(({ id }) => id.toLowerCase()));
  const entry = ({ id, verdict }: (typeof foul)[number]): Entry => ({
    id,
    expected: verdict,
    found: said.get(id.toLowerCase()) ?? null,
  });
  return scored({
    expected: visible.length,
    found: visible.length - missed.length,
    missed: missed.map(entry),
    wrong: claims.verdicts
      .filter(
        ({ session, verdict, events }) =>
          accuses(verdict) &&
          !foulIds.has(session.toLowerCase()) &&
          !events?.some((id) => attacker.has(id)),
      )
      .map(({ session, verdict }) => ({ id: session, expected: 'user', found: verdict })),
    absent: foul.filter((session) => !visible.includes(session)).map(entry),
  });
}
