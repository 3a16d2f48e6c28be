const MiB = 1024 * 1024;
const GiB = 1024 * MiB;

/** What a reader may hold in memory for one record. All sizes in bytes. */
export interface ReadLimits {
  /** A record longer than this is a reject; memory stays within a small multiple of it. */
  readonly recordBytes: number;
  /** Objects and arrays inside one another. */
  readonly nesting: number;
  /** How far past a damaged record the readers look for the next whole one. */
  readonly lookaheadBytes: number;
  /** Records handed out together. */
  readonly batchRecords: number;
  /** A batch is handed out early when its records weigh this much. */
  readonly batchBytes: number;
  /** Characters of a reject's text that are kept. */
  readonly rejectText: number;
}

export const readLimits: ReadLimits = {
  recordBytes: 32 * MiB,
  nesting: 1000,
  lookaheadBytes: MiB,
  batchRecords: 500,
  batchBytes: 4 * MiB,
  rejectText: 2000,
};

/** What an archive may unpack to. All sizes in bytes. */
export interface UnpackLimits {
  /** Everything unpacked from one file the user named, nested archives included. */
  readonly totalBytes: number;
  /**
   * Unpacked to packed size, of a member and of an archive as a whole. Logs compress 20 to 60 times, exports
   * that repeat records to about 120; DEFLATE cannot exceed 1,032, which is where bombs are.
   */
  readonly ratio: number;
  /** The ratio is judged only past this size: a small file of zeros is no bomb. */
  readonly ratioFromBytes: number;
  /** Members of one archive. */
  readonly members: number;
  /** Archives inside one another: a zip in a zip in a zip is 3. */
  readonly nesting: number;
}

export const unpackLimits: UnpackLimits = {
  totalBytes: 200 * GiB,
  ratio: 500,
  ratioFromBytes: 64 * MiB,
  members: 100_000,
  nesting: 3,
};
