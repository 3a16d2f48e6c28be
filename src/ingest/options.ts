import type { UnpackLimits } from '../read/limits.js';
import type { AddProgress, FileResult } from './report.js';

export interface AddOptions {
  /** Who adds it, for the journal. */
  readonly author: string;
  readonly now: () => Date;
  /** Take each file into the case, too. */
  readonly copy?: boolean;
  /** Better address databases (.mmdb), the best first. */
  readonly mmdb?: readonly string[];
  readonly limits?: AddLimits;
  readonly onProgress?: (progress: AddProgress) => void;
  readonly onResult?: (result: FileResult) => void;
}

/** Bounds that are right for people's files, and that a test sets lower. */
export interface AddLimits {
  readonly unpack?: Partial<UnpackLimits>;
  /** Files of fewer lines are not worth the store's own reader. */
  readonly fastFrom?: number;
}
