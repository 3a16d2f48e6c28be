import type { ActTarget, DirectoryAct } from './act.js';

/** The two logs write one act within this time; the unified one cuts the seconds' fraction. */
const tolerance = 5_000_000n;

const namesOf = ({ id, upn, name }: ActTarget): string[] =>
  [id, upn, name].filter((one) => one !== undefined);

function sameTarget(one: DirectoryAct, other: DirectoryAct): boolean {
  if (one.targets.length === 0 || other.targets.length === 0) return true;
  const names = new Set(one.targets.flatMap(namesOf));
  return other.targets.flatMap(namesOf).some((name) => names.has(name));
}

const longer = <T>(one: readonly T[], other: readonly T[]): readonly T[] =>
  other.length > one.length ? other : one;

/** What either log knows; they tell the same changes, so the longer list is taken. */
function joined(one: DirectoryAct, other: DirectoryAct): DirectoryAct {
  const [unified, entry] = one.sources.includes('ual') ? [one, other] : [other, one];
  return {
    ...entry,
    places: [...one.places, ...other.places],
    sources: [...one.sources, ...other.sources],
    by: entry.byApplication === unified.byApplication ? entry.by || unified.by : entry.by,
    byId: entry.byId ?? unified.byId,
    targets: [...entry.targets, ...unified.targets],
    changes: longer(entry.changes, unified.changes),
    details: new Map([...unified.details, ...entry.details]),
    correlation: entry.correlation ?? unified.correlation,
    session: entry.session ?? unified.session,
    ip: entry.ip ?? unified.ip,
    agent: entry.agent ?? unified.agent,
    targetUser: entry.targetUser ?? unified.targetUser,
  };
}

/**
 * Makes one act of each that both logs tell: same operation and correlation id, a target in
 * common, within five seconds. The acts are in order of time, and so is the answer.
 */
export function mergeLogs(acts: readonly DirectoryAct[]): readonly DirectoryAct[] {
  const merged: DirectoryAct[] = [];
  /** Positions in `merged` that another log may still complete, by operation and correlation id. */
  const open = new Map<string, number[]>();
  for (const act of acts) {
    const key = `${act.operation}|${act.correlation ?? ''}`;
    const waiting = open.get(key) ?? [];
    const at = waiting.find((position) => {
      const other = merged[position];
      return (
        other !== undefined &&
        act.time - other.time <= tolerance &&
        other.sources.length === 1 &&
        other.sources[0] !== act.sources[0] &&
        sameTarget(other, act)
      );
    });
    const partner = at === undefined ? undefined : merged[at];
    if (at !== undefined && partner !== undefined) {
      merged[at] = joined(partner, act);
      open.set(
        key,
        waiting.filter((position) => position !== at),
      );
    } else {
      merged.push(act);
      open.set(key, [...waiting, merged.length - 1]);
    }
  }
  return merged;
}
