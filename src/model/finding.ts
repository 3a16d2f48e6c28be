import type { Source } from './event.js';
import type { Stage } from './stage.js';

export const severities = ['informational', 'low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** A text in the languages of the product. */
export interface Said {
  readonly en: string;
  readonly ja: string;
}

/** An event as a finding cites it: its id, and its place in the evidence. */
export interface EventRef {
  readonly eventId: string;
  readonly source: Source;
  readonly evidenceId: number;
  readonly recordNo: number;
}

/** One instance of a trace: what a rule or an analyser found, with the events that prove it. */
export interface Finding {
  /** The same for the same rule and first event, whatever else is in the case. */
  readonly id: string;
  /** Id of the rule. */
  readonly rule: string;
  readonly title: Said;
  readonly stage: Stage;
  /** Slug of the kind of trace, e.g. `hiding-rule`. */
  readonly trace: string;
  readonly severity: Severity;
  /** Why the severity is not the rule's own: what else was found in the same session. */
  readonly raised: Said | undefined;
  /** What happened, in one sentence with its names and values. */
  readonly said: Said;
  /** UTC microseconds. */
  readonly first: bigint | undefined;
  readonly last: bigint | undefined;
  readonly users: readonly string[];
  readonly targets: readonly string[];
  readonly sessions: readonly string[];
  readonly ips: readonly string[];
  readonly countries: readonly string[];
  readonly userAgents: readonly string[];
  readonly apps: readonly string[];
  /** ATT&CK technique ids. */
  readonly techniques: readonly string[];
  /** Rows of workshop.md. */
  readonly rows: readonly string[];
  readonly falsePositives: readonly Said[];
  readonly check: readonly Said[];
  /** How many events prove it; they are listed by `store.findingEvents`. */
  readonly eventCount: number;
}
