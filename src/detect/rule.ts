import type { Said, Severity } from '../model/finding.js';
import type { Stage } from '../model/stage.js';
import type { Correlation, Place, Rule } from '../sigma/rule.js';
import type { Template } from './template.js';

/** A rule as detection runs it: what finds, and what is said of what it found. */
export interface DetectRule {
  /** As matches name it: its place among all that run. */
  readonly number: number;
  readonly id: string;
  readonly title: Said;
  readonly description: string;
  readonly level: Severity;
  readonly status: string | undefined;
  readonly references: readonly string[];
  readonly author: string | undefined;
  /** ATT&CK technique ids, from the tags. */
  readonly techniques: readonly string[];
  readonly falsePositives: readonly Said[];
  readonly stage: Stage;
  readonly trace: string;
  readonly rows: readonly string[];
  /** Columns of events, and other names of fields, in which events of one finding are alike. */
  readonly group: readonly string[];
  /** Microseconds. */
  readonly gap: bigint;
  readonly says: { readonly en: Template; readonly ja: Template };
  readonly check: readonly Said[];
  /** Not ours: a published rule without a `konseki` block. */
  readonly foreign: boolean;
  readonly place: Place;
  readonly finder: Finder;
}

export type Finder =
  | { readonly kind: 'rule'; readonly rule: Rule }
  | { readonly kind: 'correlation'; readonly rule: Correlation }
  | { readonly kind: 'analyser'; readonly slug: string; readonly parameters: unknown };
