import type { Format } from '../formats/format.js';
import type { NormalisedRecord } from '../formats/normalise.js';
import type { Source } from '../model/event.js';
import type {
  Detection,
  FindingEvent,
  FindingFilter,
  FindingQuery,
  StoredFinding,
} from './detection.js';
import type { EventPlace, Facet, FacetName, Histogram } from './explore.js';
import type { Cell, Row } from './row.js';
import type { Counts, Evidence, EvidenceFile, Reject, Warning } from '../model/evidence.js';

/** Which events: all conditions hold together; within one, any of its values. */
export interface EventFilter {
  readonly user?: readonly string[];
  readonly session?: readonly string[];
  readonly ip?: readonly string[];
  readonly operation?: readonly string[];
  readonly source?: readonly Source[];
  readonly app?: readonly string[];
  readonly outcome?: readonly string[];
  readonly country?: readonly string[];
  readonly eventId?: readonly string[];
  readonly evidenceId?: number;
  /** Ids of findings that the events prove. */
  readonly finding?: readonly string[];
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

/** A file that the store's own reader may be able to load, by a format's table (the fast path). */
export interface FastLoad {
  readonly format: Format;
  /** Plain UTF-8 on disk, every line complete. */
  readonly path: string;
  /** The evidence's name, for formats that look at it. */
  readonly file: string;
  readonly layout:
    | {
        readonly kind: 'csv';
        readonly header: readonly string[];
        readonly delimiter: string;
        /** Lines before the header. */
        readonly skipLines: number;
      }
    | { readonly kind: 'jsonl' };
  /** Bytes of the longest line. */
  readonly longestLine: number;
}

/** `refused`: nothing was kept, read the file another way. */
export type FastResult =
  | { readonly kind: 'loaded'; readonly rows: number; readonly doubtful: number }
  | { readonly kind: 'refused'; readonly reason: string };

/** A row that the fast path leaves to the reference. */
export interface DoubtfulRow {
  readonly recordNo: number;
  readonly raw: string | null;
  readonly envelope: string | null;
}

/** One evidence file being filled. Nothing of it is seen by anybody before `complete`. */
export interface Intake {
  readonly evidenceId: number;
  /** Loads the whole file at once, or nothing. */
  load(load: FastLoad): Promise<FastResult>;
  append(events: readonly NewEvent[]): Promise<void>;
  reject(rejects: readonly NewReject[]): Promise<void>;
  /** Undoes `load`, so that the file can be read another way. */
  unload(): Promise<void>;
  /** After `load`: the rows in doubt, without their numbers; nothing is changed. */
  peekDoubtful(): Promise<readonly Omit<DoubtfulRow, 'recordNo'>[]>;
  /** After `load`: the rows in doubt, which the store forgets; the caller appends or rejects each. */
  takeDoubtful(): Promise<readonly DoubtfulRow[]>;
  /** What the file looks like as a whole, before `complete`. */
  profile(): Promise<IntakeProfile>;
  /** Finds duplicates, completes events, counts, and makes it all visible, with its entry in the journal. */
  complete(facts: IntakeFacts, entry?: (evidence: Evidence) => JournalEntry): Promise<Evidence>;
  /** Forgets everything about this file. */
  abandon(): Promise<void>;
}

/** Facts that tell whether an export is whole. */
export interface IntakeProfile {
  /** Records that became an event, and those that did not. */
  readonly rows: number;
  readonly rejects: number;
  readonly users: number;
  readonly recordTypes: number;
  /** For each ResultCount that the rows name: how many rows do, and their highest ResultIndex. */
  readonly results: readonly {
    readonly count: number;
    readonly rows: number;
    readonly highest: number;
  }[];
}

export interface IntakeFacts {
  /** Of the bytes as received; known last, since it is reckoned while the rows come in. */
  readonly sha256: string;
  readonly encoding: string;
  /** Of what format the file is, for one that has no event. */
  readonly format: string | null;
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
  /** One at a time: the next when the last is complete or abandoned. */
  intake(file: Omit<EvidenceFile, 'sha256'>): Promise<Intake>;
  evidence(): Promise<readonly Evidence[]>;
  evidenceBySha256(sha256: string): Promise<Evidence | undefined>;
  rejects(evidenceId?: number): Promise<readonly Reject[]>;
  countEvents(filter: EventFilter): Promise<number>;
  /** In order of time, then source and place. Streams: memory does not grow with the answer. */
  events(query: EventQuery): AsyncIterable<readonly Row[]>;
  /** One page of them, after a place in that order. */
  eventPage(
    query: EventQuery & { readonly limit: number; readonly after?: EventPlace },
  ): Promise<readonly Row[]>;
  /** The values of one column, the most frequent first. */
  eventFacet(filter: EventFilter, by: FacetName, limit: number): Promise<Facet>;
  /** Over time and by log, in at most about so many bars. */
  eventHistogram(filter: EventFilter, bars: number): Promise<Histogram>;
  /** Names that `EventQuery.columns` and `events` know. */
  eventColumnNames(): Promise<readonly string[]>;
  sightings(source: string, eventId: string): Promise<readonly Row[]>;
  /** Reads with a statement of the store's own dialect; values are parameters. */
  query(sql: string, parameters?: Readonly<Record<string, Cell>>): Promise<readonly Row[]>;
  /** Writes the answer of such a statement as a Parquet file; also of a store that is open for reading. */
  parquet(file: string, sql: string, parameters?: Readonly<Record<string, Cell>>): Promise<void>;
  /** Addresses and user agents of events that have no row in ip_info or agent_info yet. */
  unknownAddresses(): Promise<readonly string[]>;
  unknownAgents(): Promise<readonly string[]>;
  saveAddresses(rows: readonly IpRow[]): Promise<void>;
  saveAgents(rows: readonly AgentRow[]): Promise<void>;
  forgetAddresses(): Promise<void>;
  /** Joins tokens to sessions anew, from records that carry both. */
  joinTokens(): Promise<void>;
  /**
   * Makes the strands anew where anything they depend on has changed: `strands` holds one row for each,
   * `event_strands` which event is in which. @returns whether they were made.
   */
  weaveStrands(): Promise<boolean>;
  /** Whether the strands are still what `weaveStrands` would make. */
  strandsAreFresh(): Promise<boolean>;
  /** Begins to make the findings anew. One at a time. */
  detection(): Promise<Detection>;
  /** As they were last made; the gravest first among equals by time. */
  findings(query: FindingQuery): Promise<readonly StoredFinding[]>;
  countFindings(filter: FindingFilter): Promise<number>;
  /** The events that prove each of these findings, in order of time; of each at most so many. */
  findingEvents(
    ids: readonly string[],
    most?: number,
  ): Promise<ReadonlyMap<string, readonly FindingEvent[]>>;
  /** What `Detection.complete` was told last; undefined where there never were findings. */
  findingsStamp(): Promise<string | undefined>;
  /** What findings depend on in the store, as a text that changes with it. */
  findingsState(): Promise<string>;
  journal(): Promise<readonly JournalEntry[]>;
  write(entry: JournalEntry): Promise<void>;
  close(): void;
}

export type { Cell, Counts, Row };
