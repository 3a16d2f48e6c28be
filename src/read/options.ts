import type { ReadLimits } from './limits.js';
import type { OnProgress } from './progress.js';
import type { ReadNote } from './record.js';

/** Receives what the reader of the counts must know, as soon as it is known. */
export type OnNote = (note: ReadNote) => void;

/** What the readers of all shapes take. */
export interface ReadOptions {
  readonly limits?: Partial<ReadLimits>;
  readonly onNote?: OnNote;
  readonly onProgress?: OnProgress;
}
