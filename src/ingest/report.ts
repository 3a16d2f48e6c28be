import type { KonsekiError } from '../errors.js';
import type { Evidence } from '../model/evidence.js';

/** What became of one file that was found. */
export type FileResult =
  /**
   * Read and added; `evidence` is what the store now says of it. `problem`: the file itself is cut or
   * corrupt, and this is what could be read.
   */
  | {
      readonly kind: 'added';
      readonly file: string;
      readonly evidence: Evidence;
      readonly problem?: KonsekiError;
    }
  /** The same bytes are in the case already, under `evidence.file`. */
  | { readonly kind: 'already'; readonly file: string; readonly evidence: Evidence }
  /** Not a log that Konseki knows; `looksLike` says what it seems to be. */
  | {
      readonly kind: 'not-recognised';
      readonly file: string;
      readonly looksLike: string;
      readonly hint: string | undefined;
      /** The user named this very file (it was not found in a folder or an archive). */
      readonly named: boolean;
    }
  /** Left out on purpose, e.g. `.DS_Store`. */
  | { readonly kind: 'skipped'; readonly file: string; readonly reason: string }
  /** Could not be read, or not to its end; nothing of it is in the case. */
  | { readonly kind: 'failed'; readonly file: string; readonly error: KonsekiError };

export interface AddReport {
  /** In the order in which they were found. */
  readonly results: readonly FileResult[];
}

/** How far a long add is; bytes are of files on disk. */
export interface AddProgress {
  readonly file: string;
  readonly phase: 'unpacking' | 'hashing' | 'reading' | 'storing';
  readonly bytesDone: number;
  readonly bytesTotal: number;
  readonly records: number;
}
