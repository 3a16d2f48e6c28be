/** How far a pass over a file has come; counts only grow. */
export interface Progress {
  readonly bytes: number;
  readonly totalBytes: number;
  /** Records and rejects handed out so far; 0 for passes that know no records. */
  readonly records: number;
}

/** Called now and then (about once a megabyte) while a file is read. */
export type OnProgress = (progress: Progress) => void;
