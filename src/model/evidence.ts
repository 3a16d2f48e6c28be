/** Evidence: a file as received, and what became of its records. */

export interface Warning {
  /** Stable name, e.g. `round-row-count`. */
  readonly code: string;
  readonly message: string;
}

/** A file as it was found, before its records are read. */
export interface EvidenceFile {
  /** As the user sees it: a path, or `archive.zip!/member.csv`. */
  readonly file: string;
  /** The file on disk: for a member of an archive, the archive. */
  readonly onDisk: string;
  /** SHA-256 of the bytes, lower-case hex: of the member, where it is one. */
  readonly sha256: string;
  /** SHA-256 of the file on disk, where that is an archive. */
  readonly archiveSha256: string | null;
  readonly bytes: number;
  /** Where `--copy` put it, relative to the case. */
  readonly copy: string | null;
}

/** `records = events + duplicates + rejects`, always. */
export interface Counts {
  readonly records: number;
  /** Records that became a new event. */
  readonly events: number;
  /** Records of an event that was already there. */
  readonly duplicates: number;
  readonly rejects: number;
  /** Events of these that are not whole; they are in `events` or `duplicates` too. */
  readonly damaged: number;
}

export interface Evidence extends EvidenceFile, Counts {
  readonly evidenceId: number;
  /** Names of the formats found in it, most records first. */
  readonly formats: readonly string[];
  readonly encoding: string;
  /** UTC microseconds of the first and last event read in it; null when none has a time. */
  readonly first: bigint | null;
  readonly last: bigint | null;
  readonly warnings: readonly Warning[];
  /** UTC microseconds. */
  readonly addedAt: bigint;
  readonly addedBy: string;
}

export interface Reject {
  readonly evidenceId: number;
  readonly recordNo: number;
  readonly line: number | null;
  readonly reason: string;
  /** The start of what stands there. */
  readonly text: string;
  /** What could be read of it, e.g. an id or a user; null when nothing. */
  readonly readable: string | null;
}
