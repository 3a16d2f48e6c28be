/**
 * Runs of consecutive items in which, within the window, so many different keys stand. One sliding window:
 * linear in the number of items, which are in order of time.
 *
 * @param window microseconds
 */
export function burstsOf<T extends { readonly time: bigint }>(
  all: readonly T[],
  keyOf: (one: T) => string,
  atLeast: number,
  window: bigint,
): readonly (readonly T[])[] {
  const found: T[][] = [];
  const inside = new Map<string, number>();
  let start = 0;
  let end = -1;
  all.forEach((one, at) => {
    const key = keyOf(one);
    inside.set(key, (inside.get(key) ?? 0) + 1);
    while (one.time - (all[start]?.time ?? 0n) > window) {
      const first = all[start];
      const gone = first === undefined ? '' : keyOf(first);
      const left = (inside.get(gone) ?? 1) - 1;
      if (left === 0) inside.delete(gone);
      else inside.set(gone, left);
      start += 1;
    }
    if (inside.size < atLeast) return;
    const run = found.at(-1);
    // A run goes on while its windows overlap.
    if (run === undefined || start > end) found.push(all.slice(start, at + 1));
    else run.push(...all.slice(end + 1, at + 1));
    end = at;
  });
  return found;
}
