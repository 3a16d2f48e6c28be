import type { Conversion } from '../formats/convert.js';
import type { NormalisedRecord } from '../formats/normalise.js';
import type { ColumnName, Source } from '../model/event.js';
import type { Counts, Evidence, EvidenceFile, Reject, Warning } from '../model/evidence.js';

/** A value as the store gives it: times are UTC microseconds. */
export type Cell = string | number | bigint | boolean | null;
export type Row = Readonly<Record<string, Cell>>;

/** Which events: all conditions hold together; within one, any of its values. */
export interface EventFilter {
  readonly user?: readonly string[];
  readonly session?: readonly string[];
  readonly ip?: readonly string[];
  readonly operation?: readonly string[];
  readonly source?: readonly Source[];
  readonly app?: readonly string[];
  readonly eventId?: readonly string[];
  readonly evidenceId?: number;
  /** UTC microseconds; since is included, until is not. */
  readonly since?: bigint;
  readonly until?: bigint;
  /** A regular expression (RE2, without regard to case) searched in the record's JSON and subject. */
  readonly grep?: string;
}

export interface EventQuery {
  readonly filter: EventFilter;
  readonly columns: readonly string[];
  readonly limit?: number;
}

/** A record that became an event, on its way into the store. */
export interface NewEvent {
  readonly recordNo: number;
  readonly format: string;
  readonly source: Source;
  readonly event: NormalisedRecord;
}
export type NewReject = Omit<Reject, 'evidenceId'>;

/** What the fast path gives the store: rows that its own reader makes. */
export interface FastLoad {
  readonly format: string;
  readonly source: Source;
  /** SELECT of the columns of model/event.ts, raw, envelope, damaged (see formats/compile.ts). */
  readonly select: string;
  readonly finish: readonly {
    readonly column: ColumnName;
    readonly finish: NonNullable<Conversion['finish']>;
  }[];
}

/** A row that the fast path leaves to the reference. */
export interface DoubtfulRow {
  readonly recordNo: number;
  readonly raw: string | null;
  readonly envelope: string | null;
}

/** One evidence file being filled. Nothing of it is seen by anybody before `complete`. */
export interface Intake {
  readonly evidenceId: number;
  /** Rows read; undefined when the reader rejected any line, in which case nothing was kept. */
  load(load: FastLoad): Promise<number | undefined>;
  append(events: readonly NewEvent[]): Promise<void>;
  reject(rejects: readonly NewReject[]): Promise<void>;
  /** After `load`: the rows in doubt, which it forgets; the caller appends or rejects each. */
  takeDoubtful(): Promise<readonly DoubtfulRow[]>;
  /** Finds duplicates, completes events, counts, and makes it all visible. */
  complete(facts: IntakeFacts): Promise<Evidence>;
  /** Forgets everything about this file. */
  abandon(): Promise<void>;
}

export interface IntakeFacts {
  readonly encoding: string;
  readonly warnings: readonly Warning[];
  /** UTC microseconds, and who. */
  readonly addedAt: bigint;
  readonly addedBy: string;
}

export interface IpRow {
  readonly ip: string;
  readonly country: string | null;
  readonly city: string | null;
  readonly asn: number | null;
  readonly asOrg: string | null;
  readonly kind: string;
  readonly origin: string;
}
export interface AgentRow {
  readonly userAgent: string;
  readonly browser: string | null;
  readonly os: string | null;
  readonly kind: string;
}

export interface JournalEntry {
  readonly at: bigint;
  readonly author: string;
  readonly kind: string;
  readonly text: string;
  readonly detail: unknown;
}

/** What a store must do; `store.case.ts` holds every implementation to it. */
export interface Store {
  intake(file: EvidenceFile): Promise<Intake>;
  evidence(): Promise<readonly Evidence[]>;
  evidenceBySha256(sha256: string): Promise<Evidence | undefined>;
  rejects(evidenceId?: number): Promise<readonly Reject[]>;
  countEvents(filter: EventFilter): Promise<number>;
  /** In order of time, then source and place. Streams: memory does not grow with the answer. */
  events(query: EventQuery): AsyncIterable<readonly Row[]>;
  /** Names that `EventQuery.columns` and `events` know. */
  eventColumnNames(): Promise<readonly string[]>;
  sightings(source: string, eventId: string): Promise<readonly Row[]>;
  /** Reads with a statement of the store's own dialect; values are parameters. */
  query(sql: string, parameters?: Readonly<Record<string, Cell>>): Promise<readonly Row[]>;
  /** Addresses and user agents of events that have no row in ip_info or agent_info yet. */
  unknownAddresses(): Promise<readonly string[]>;
  unknownAgents(): Promise<readonly string[]>;
  saveAddresses(rows: readonly IpRow[]): Promise<void>;
  saveAgents(rows: readonly AgentRow[]): Promise<void>;
  forgetAddresses(): Promise<void>;
  /** Joins tokens to sessions anew, from records that carry both. */
  joinTokens(): Promise<void>;
  journal(): Promise<readonly JournalEntry[]>;
  write(entry: JournalEntry): Promise<void>;
  close(): void;
}

export type { Counts };
