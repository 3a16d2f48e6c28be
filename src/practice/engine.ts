import type { Act } from './life/act.js';
import type { Draft, Emit } from './records/draft.js';

/** Records may come this much before their act (a token is fetched first). */
const slack = 5_000;
const flushEvery = 64;

export interface EngineHooks {
  /** A record whose turn it is. */
  readonly write: (draft: Draft) => void;
  readonly flush: () => Promise<void>;
  readonly endDay: () => void;
}

/**
 * Lets days go by: the acts of each in the order of time, and the records that they make, which
 * may come a while after them, merged into that order. Holds one day's acts and a few minutes' records.
 */
export async function runDays(
  days: number,
  actsOf: (day: number) => Act[],
  startOf: (day: number) => number,
  hooks: EngineHooks,
): Promise<void> {
  let pending: Draft[] = [];
  const emit: Emit = (draft) => {
    pending.push(draft);
  };
  const release = (until: number): void => {
    const later: Draft[] = [];
    const now: Draft[] = [];
    for (const draft of pending) (draft.time < until ? now : later).push(draft);
    now.sort((a, b) => a.time - b.time).forEach(hooks.write);
    pending = later;
  };
  for (let day = 0; day < days; day++) {
    const acts = actsOf(day).sort((a, b) => a.time - b.time);
    let since = 0;
    for (const act of acts) {
      act.make(emit);
      if (++since >= flushEvery) {
        release(act.time - slack);
        since = 0;
        await hooks.flush();
      }
    }
    release(startOf(day + 1));
    hooks.endDay();
    await hooks.flush();
  }
}
