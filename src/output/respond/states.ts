import { z } from 'zod';
import type { JournalEntry } from '../../store/store.js';

/** States of steps are entries of the journal: never changed, the latest of each step and phase holds. */
export const respondEntry = 'respond';

export const stepStates = ['todo', 'done', 'not-needed'] as const;
export type StepState = (typeof stepStates)[number];
export const stepPhases = ['contain', 'remove'] as const;
export type StepPhase = (typeof stepPhases)[number];

export interface RecordedState {
  /** Id of the action. */
  readonly action: string;
  readonly state: StepState;
  readonly phase: StepPhase;
  readonly note: string;
  /** The events that asked for it then: more of them reopen it. */
  readonly events: readonly string[];
  readonly by: string;
  /** UTC microseconds. */
  readonly at: bigint;
}

const detail = z.object({
  action: z.string(),
  state: z.enum(stepStates),
  phase: z.enum(stepPhases),
  note: z.string(),
  events: z.array(z.string()),
});

export const stateToWrite = ({ by, at, ...told }: RecordedState): JournalEntry => ({
  at,
  author: by,
  kind: respondEntry,
  text: `${told.action} ${told.phase} ${told.state}${told.note === '' ? '' : `: ${told.note}`}`,
  detail: { ...told, events: [...told.events] },
});

/** The states that hold, by action and phase. */
export function statesIn(journal: readonly JournalEntry[]): ReadonlyMap<string, RecordedState> {
  const latest = new Map<string, RecordedState>();
  for (const { at, author, kind, detail: told } of journal) {
    const read = kind === respondEntry ? detail.safeParse(told) : undefined;
    if (read?.success === true)
      latest.set(stateKey(read.data.action, read.data.phase), { ...read.data, by: author, at });
  }
  return latest;
}

export const stateKey = (action: string, phase: StepPhase): string => `${action} ${phase}`;
