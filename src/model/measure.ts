import type { Source } from './event.js';
import type { Said } from './finding.js';
import type { Stage } from './stage.js';

/** What a measure does to an intrusion (workshop, W-70 … W-7E). */
export const measureKinds = ['prevent', 'contain', 'detect'] as const;
export type MeasureKind = (typeof measureKinds)[number];

/** Where a fact is from, and when it was read there: Microsoft's facts change. */
export interface Reference {
  /** Title of the Microsoft page, or the workshop's row. */
  readonly page: string;
  /** `2026-11-24` */
  readonly checked: string;
}

/** A row of the catalogue of defensive measures. */
export interface Measure {
  /** `W-73` */
  readonly id: string;
  readonly kind: MeasureKind;
  readonly stages: readonly Stage[];
  readonly title: Said;
  readonly licence: Said;
  /** What Microsoft enforces today where the workshop's slide says otherwise; undefined where they agree. */
  readonly today: Said | undefined;
  readonly reference: Reference;
}

/** What a measure would have done to a step of this incident. */
export interface Effect {
  readonly measure: string;
  readonly stage: Stage;
  /** `stops`: the step would have failed; `shortens`: it would have ended sooner; `shows`: somebody would have been told. */
  readonly does: 'stops' | 'shortens' | 'shows';
  /** `surely`: as far as the logs tell; `partly`: of some of it, as `because` says. */
  readonly how: 'surely' | 'partly';
  readonly because: Said;
  /** ISO 8601, of the first event of the step. */
  readonly at: string;
  readonly events: readonly string[];
}

/** A measure held against an incident: its effects, or why it has none. */
export interface MeasureAnswer {
  readonly measure: Measure;
  readonly effects: readonly Effect[];
  readonly without: Said | null;
  /** Of `konseki posture`, where known. */
  readonly posture: string | null;
}

/** What is said of one kind of log for an incident. */
export const readinessStates = [
  'there',
  'part-there',
  'rest-gone',
  'fetch',
  'soon',
  'partly-gone',
  'expired',
  'not-licensed',
  'beforehand',
] as const;
export type ReadinessState = (typeof readinessStates)[number];

/** One kind of log: what it shows, how long it is kept, how to get it. */
export interface LogKind {
  readonly id: string;
  readonly name: Said;
  /** As which log Konseki reads it. */
  readonly source: Source | null;
  readonly stages: readonly Stage[];
  /** Place in the order of looking (W-38, W-12). */
  readonly order: number;
  readonly shows: Said;
  readonly portal: Said;
  readonly powershell: string | null;
  readonly graph: string | null;
  readonly permission: string;
  readonly pitfalls: Said;
  readonly reference: Reference;
}

export interface Readiness {
  readonly log: LogKind;
  readonly state: ReadinessState;
  /** Days; null: not kept by Microsoft unless set up beforehand. */
  readonly keptDays: number | null;
  /** From when to fetch: the incident and the days before it that show what is usual. ISO 8601. */
  readonly fetchFrom: string | null;
  /** After this the record of the incident's start is gone. ISO 8601. */
  readonly fetchBy: string | null;
  /** What is older is gone already. ISO 8601. */
  readonly goneBefore: string | null;
  /** What the case has of it. */
  readonly have: { readonly first: string; readonly last: string } | null;
}

/** Log readiness under a licence, for an incident or in general. */
export interface ReadinessPlan {
  readonly licences: readonly string[];
  readonly now: string;
  /** ISO 8601; null where no incident is named. */
  readonly start: string | null;
  readonly end: string | null;
  readonly rows: readonly Readiness[];
  readonly beforehand: readonly { readonly id: string; readonly said: Said; readonly reference: Reference }[];
} // prettier-ignore
