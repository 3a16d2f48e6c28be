import type { Finding, Severity } from '../model/finding.js';
import type { Source } from '../model/event.js';
import type { Stage } from '../model/stage.js';
import type { Cell, Row } from './row.js';

/** What a finding of a rule is, as far as the store must know it to make one of matches. */
export interface RuleGrouping {
  /** As the statements' rows name the rule. */
  readonly rule: number;
  /** Of the rule itself: findings' ids are made of it. */
  readonly id: string;
  /** Columns of `event_view` that events of one finding have alike. */
  readonly group: readonly string[];
  /** Events (or matches) so far apart, and no further, are one finding. Microseconds. */
  readonly gap: bigint;
  /**
   * `merge`: events alike and matches that overlap are one finding. `each`: every match is one.
   */
  readonly matches: 'merge' | 'each';
  /** Columns whose values its sentence says, beside those of `GroupFacts`. */
  readonly columns: readonly string[];
  /** Whether its sentence needs whole records. */
  readonly needsRecords: boolean;
}

/** An event that an analyser names. */
export interface PlacedMatch {
  readonly rule: number;
  /** Undefined: the event is found by itself. */
  readonly match: number | undefined;
  readonly evidenceId: number;
  readonly recordNo: number;
}

/** Text that events of one finding have alike, for an event that a rule found. */
export interface MatchKey {
  readonly rule: number;
  readonly evidenceId: number;
  readonly recordNo: number;
  readonly key: string;
}

/** One finding before it is told: what its events say. Lists are sorted and without repeats. */
export interface GroupFacts {
  /** From 0, without gaps. */
  readonly finding: number;
  readonly rule: number;
  readonly id: string;
  /** Of a finding that is one match. */
  readonly match: number | undefined;
  /** UTC microseconds. */
  readonly first: bigint | undefined;
  readonly last: bigint | undefined;
  readonly eventCount: number;
  readonly users: readonly string[];
  readonly targets: readonly string[];
  readonly sessions: readonly string[];
  readonly ips: readonly string[];
  /** Those of `ips` that are a client's: neither Microsoft's nor of no network. */
  readonly clientIps: readonly string[];
  readonly countries: readonly string[];
  readonly userAgents: readonly string[];
  readonly apps: readonly string[];
  readonly appIds: readonly string[];
  /** Of `RuleGrouping.columns`. */
  readonly values: Readonly<Record<string, readonly string[]>>;
}

/** How much an address is used in a case; what failed does not count. */
export interface AddressUse {
  readonly users: number;
  readonly days: number;
}

/** A finding as it is told. */
export interface ToldFinding {
  readonly finding: number;
  readonly severity: Severity;
  /** Before others raised it. */
  readonly own: Severity;
  readonly raisedEn: string | undefined;
  readonly raisedJa: string | undefined;
  readonly saidEn: string;
  readonly saidJa: string;
}

/** What all findings of a rule share. */
export type RuleFacts = Pick<
  Finding,
  'rule' | 'title' | 'stage' | 'trace' | 'techniques' | 'rows' | 'falsePositives' | 'check'
> & { readonly level: Severity; readonly description: string; readonly file: string };

/**
 * The findings of a case made anew, in one transaction: until `complete`, everybody sees the old
 * ones. Bulk stays in the store: only findings, and of their events a few, leave it.
 */
export interface Detection {
  /**
   * Keeps the rows of a statement as matches: `rule` (a place in `numbers`), `match` (NULL, or a number that
   * groups the events of one match), `evidence_id`, `record_no`. @returns how many.
   */
  match(
    sql: string,
    parameters: Readonly<Record<string, Cell>>,
    numbers: readonly number[],
  ): Promise<number>;
  /**
   * The events that rules have found, whole, as rows of `event_view` with a column `rule`; `skip` and `take` in
   * order of place.
   */
  matched(rules: readonly number[], skip: number, take: number): Promise<readonly Row[]>;
  /** What an event says beside its columns under which its rule groups. */
  addKeys(keys: readonly MatchKey[]): Promise<void>;
  add(matches: readonly PlacedMatch[]): Promise<void>;
  /** Makes findings of the matches of these rules; those of others are forgotten. @returns how many. */
  group(rules: readonly RuleGrouping[]): Promise<number>;
  /** In the order of their numbers, `from` included, `to` not. */
  facts(from: number, to: number): Promise<readonly GroupFacts[]>;
  /** How many users of the whole case have used each of these addresses, and on how many days. */
  usesOf(ips: readonly string[]): Promise<ReadonlyMap<string, AddressUse>>;
  /** The first events, as rows of `event_view` with a column `finding`, of findings that need records. */
  records(from: number, to: number, most: number): Promise<readonly Row[]>;
  tell(findings: readonly ToldFinding[]): Promise<void>;
  /** Puts these findings in the place of the old ones. */
  complete(rules: readonly RuleFacts[], stamp: string): Promise<void>;
  /** Leaves the old ones as they are. */
  abandon(): void;
}

/** Which findings: all conditions hold together; within one, any of its values. */
export interface FindingFilter {
  /** An id or its beginning. */
  readonly id?: string;
  readonly stage?: readonly Stage[];
  /** At least. */
  readonly severity?: Severity;
  readonly user?: readonly string[];
  readonly session?: readonly string[];
  readonly ip?: readonly string[];
  /** Id of the rule, its beginning, or its trace. */
  readonly rule?: readonly string[];
  /** `T1078` is also its sub-techniques. */
  readonly technique?: readonly string[];
  /** UTC microseconds: findings that have a part in this time; until is not included. */
  readonly since?: bigint;
  readonly until?: bigint;
}

/** The gravest first; or by stage, and within each the gravest first; or by time. */
export type FindingOrder = 'severity' | 'stage' | 'time';

export interface FindingQuery {
  readonly filter: FindingFilter;
  readonly order: FindingOrder;
  readonly limit?: number;
}

/** A finding with what its rule says of itself. */
export type StoredFinding = Finding & {
  /** Its severity before others raised it. */
  readonly level: Severity;
  readonly description: string;
  readonly file: string;
};

/** An event that proves a finding. */
export interface FindingEvent {
  readonly eventId: string;
  readonly source: Source;
  readonly evidenceId: number;
  readonly recordNo: number;
}
