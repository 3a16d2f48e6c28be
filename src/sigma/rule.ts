/**
 * A Sigma rule as a tree (Sigma specification 2): what `parse` makes of the YAML, and what `compile`
 * and `evaluate` both work from. Modifiers are already applied: what is left are tests of values.
 */

/** Where in a rule file something stands; both count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export const levels = ['informational', 'low', 'medium', 'high', 'critical'] as const;
export type Level = (typeof levels)[number];

export interface LogSource {
  readonly product: string | undefined;
  readonly category: string | undefined;
  readonly service: string | undefined;
}

/** A string with wildcards: literal text, `any` (`*`: any text) and `one` (`?`: one character). */
export type PatternPart = string | { readonly kind: 'any' } | { readonly kind: 'one' };
export type Pattern = readonly PatternPart[];

export type Comparison = 'lt' | 'lte' | 'gt' | 'gte';
export type TimePart = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';

/** A test of one value of a field; a field with several values passes if one of them does. */
export type Test =
  /** The whole value, with wildcards; without regard to case unless `cased`. */
  | { readonly kind: 'pattern'; readonly pattern: Pattern; readonly cased: boolean }
  /** RE2, searched anywhere in the value; flags are of `ims`, in that order. */
  | { readonly kind: 'regex'; readonly source: string; readonly flags: string }
  /** Canonical: an address without host bits, `/` and the prefix length. */
  | { readonly kind: 'cidr'; readonly network: string }
  /** The value read as a number. */
  | { readonly kind: 'number'; readonly equals: number }
  | { readonly kind: 'compare'; readonly how: Comparison; readonly to: number }
  | { readonly kind: 'boolean'; readonly equals: boolean }
  /** No value at all. */
  | { readonly kind: 'null' }
  | { readonly kind: 'exists'; readonly wanted: boolean }
  | {
      readonly kind: 'fieldref';
      readonly field: string;
      readonly how: 'equals' | 'contains' | 'startswith' | 'endswith';
      readonly cased: boolean;
    }
  /** A part of the value read as a time, UTC. Week: ISO 8601. */
  | { readonly kind: 'timepart'; readonly part: TimePart; readonly equals: number };

export type Condition =
  | { readonly kind: 'and'; readonly of: readonly Condition[] }
  | { readonly kind: 'or'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'field'; readonly field: string; readonly test: Test; readonly place: Place }
  /** Searched anywhere in the record's text, without regard to case unless the test says so. */
  | { readonly kind: 'keyword'; readonly test: Test; readonly place: Place };

/** What rules and correlations have in common. */
export interface RuleHead {
  /** UUID where the author gave one; otherwise the file's name without its ending. */
  readonly id: string;
  readonly name: string | undefined;
  readonly title: string;
  readonly status: string | undefined;
  readonly description: string | undefined;
  readonly author: string | undefined;
  readonly references: readonly string[];
  readonly level: Level;
  readonly tags: readonly string[];
  readonly falsepositives: readonly string[];
  /** What is not Sigma's: Konseki's own attributes stand under `konseki`. */
  readonly custom: Readonly<Record<string, unknown>>;
  readonly place: Place;
}

export interface Rule extends RuleHead {
  readonly kind: 'rule';
  readonly logsource: LogSource;
  /** Several conditions of one rule are alternatives. */
  readonly condition: Condition;
  readonly fields: readonly string[];
}

export interface Correlation extends RuleHead {
  readonly kind: 'correlation';
  readonly type: 'event_count' | 'value_count' | 'temporal' | 'temporal_ordered';
  /** Ids or names of rules and correlations; in a loaded pack ids only. */
  readonly rules: readonly string[];
  readonly groupBy: readonly string[];
  /** Seconds. */
  readonly timespan: number;
  /** Alias → (rule → field); rules as in `rules`. */
  readonly aliases: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /**
   * Of what is counted in a window: all of them hold. `temporal` counts different rules; without bounds it,
   * and always `temporal_ordered`, wants each of them.
   */
  readonly bounds: readonly {
    readonly how: Comparison | 'eq' | 'neq';
    readonly to: number;
  }[];
  /** Of value_count: whose different values are counted. */
  readonly field: string | undefined;
  /** Whether the rules it is made of give findings of their own. */
  readonly generate: boolean;
}

/** What a Sigma rule cannot express: a file that names an analyser instead of a detection (docs/rules.md). */
export interface AnalyserRule extends RuleHead {
  readonly kind: 'analyser';
  readonly analyser: string;
  /** As written; the analyser's own schema checks them. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** A Sigma filter, already joined to the rules it names when a pack is loaded. */
export interface Filter {
  readonly kind: 'filter';
  readonly id: string;
  readonly title: string;
  readonly logsource: LogSource;
  /** Ids or names; none: every rule whose log source the filter's includes. */
  readonly rules: readonly string[];
  /** What must hold beside the rule's own condition (so usually `not …`). */
  readonly condition: Condition;
  readonly place: Place;
}

export type SigmaDocument = Rule | Correlation | AnalyserRule | Filter;
