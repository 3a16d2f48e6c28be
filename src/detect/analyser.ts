import type { z } from 'zod';
import type { Source } from '../model/event.js';
import type { Said, Severity } from '../model/finding.js';
import type { Store } from '../store/store.js';

/** An event's place in the evidence: unique in a case. */
export interface EventPlace {
  readonly evidenceId: number;
  readonly recordNo: number;
}

/** What an analyser found once: it becomes one finding. */
export interface AnalyserMatch {
  /** All events that prove it, at least one. */
  readonly events: readonly EventPlace[];
  /** Further names for the sentence, beside the events' own fields. */
  readonly values?: Readonly<Record<string, string | Said>>;
  /** Where this one weighs more or less than the rule's level. */
  readonly severity?: Severity;
}

/** Finds what a Sigma rule cannot express. Deterministic: the same case gives the same matches in the same order. */
export interface Analyser<P = unknown> {
  /** As `analyser:` in a rule file names it. */
  readonly slug: string;
  /** What `parameters:` may hold: thresholds and lists, with their defaults. */
  readonly parameters: z.ZodType<P>;
  /** Logs it looks in, for the list of rules. */
  readonly logs?: readonly Source[];
  run(store: Store, parameters: P): Promise<readonly AnalyserMatch[]>;
}
