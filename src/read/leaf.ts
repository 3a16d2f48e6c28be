import type { KonsekiError } from '../errors.js';

/** A file to read records from: one that was named, or a member of an archive unpacked for a while. */
export interface Leaf {
  readonly kind: 'leaf';
  /** As people read it: `exports.zip!/may/UAL.csv`. Written by whoever made the archive. */
  readonly name: string;
  /** Where its bytes are. */
  readonly path: string;
  readonly bytes: number;
  /** The file on disk it came out of; the same as `path` when it is no member. */
  readonly origin: string;
  /** What is wrong with it although part of it could be unpacked: a cut or corrupt archive. */
  readonly damage?: KonsekiError;
  /** Removes what was unpacked for it; the named file itself is never touched. */
  readonly dispose: () => Promise<void>;
}

/** An archive or member that could not be unpacked. */
export interface LeafProblem {
  readonly kind: 'problem';
  readonly name: string;
  readonly error: KonsekiError;
}

/** A member left out on purpose. */
export interface LeafSkip {
  readonly kind: 'skipped';
  readonly name: string;
  readonly reason: string;
}

export type Unpacked = Leaf | LeafProblem | LeafSkip;
