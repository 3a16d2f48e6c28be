import type { EventPlace } from '../analyser.js';
import type { DirectoryAct } from './act.js';

/** Microseconds. */
export const minute = 60_000_000n;
export const hour = 60n * minute;

interface Sets {
  root(at: number): number;
  join(one: number, other: number): void;
}

/** Disjoint sets of the numbers below `size` (union-find). */
function disjoint(size: number): Sets {
  const parents = Array.from({ length: size }, (_, at) => at);
  const root = (at: number): number => {
    let up = at;
    for (;;) {
      const parent = parents[up] ?? up;
      if (parent === up) return up;
      parents[up] = parents[parent] ?? parent;
      up = parent;
    }
  };
  return {
    root,
    join: (one, other) => {
      const roots = [root(one), root(other)];
      parents[Math.max(...roots)] = Math.min(...roots);
    },
  };
}

/**
 * Puts together what shares one of its keys and is less than `gap` after the last with that key.
 * What comes in is in order of time; the groups are too, by their first, and inside.
 */
export function groupByKeys<T extends { readonly time: bigint }>(
  all: readonly T[],
  keysOf: (one: T) => readonly string[],
  gap: bigint,
): readonly (readonly T[])[] {
  const sets = disjoint(all.length);
  const last = new Map<string, number>();
  all.forEach((one, at) => {
    for (const key of keysOf(one)) {
      const before = last.get(key);
      if (before !== undefined && one.time - (all[before]?.time ?? 0n) <= gap)
        sets.join(before, at);
      last.set(key, at);
    }
  });
  const groups = new Map<number, T[]>();
  all.forEach((one, at) => {
    const root = sets.root(at);
    const group = groups.get(root);
    if (group === undefined) groups.set(root, [one]);
    else group.push(one);
  });
  return [...groups.values()];
}

/** The events that acts stand for. */
export const placesOf = (acts: readonly DirectoryAct[]): readonly EventPlace[] =>
  acts.flatMap(({ places }) => places);

/** Different values in order, without empty ones. */
export const distinct = (values: readonly (string | undefined)[]): readonly string[] =>
  [...new Set(values.filter((value) => value !== undefined && value !== ''))] as readonly string[];

/** Values of a sentence: at most so many, then how many more. */
export function listed(values: readonly string[], most = 8): string {
  if (values.length <= most) return values.join(', ');
  return `${values.slice(0, most).join(', ')} … (+${values.length - most})`;
}
