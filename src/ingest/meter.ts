import type { OnProgress } from '../read/progress.js';
import type { WalkedFile } from '../read/walk.js';
import type { AddProgress } from './report.js';

/** Tells how far an add is, over all files, in bytes on disk; what it tells never goes back. */
export interface Meter {
  readonly hashing: (file: WalkedFile) => OnProgress;
  readonly reading: (file: WalkedFile) => OnProgress;
  /** So many records of the file (or of a member of it) are in. */
  readonly stored: (file: WalkedFile, records: number) => void;
  readonly done: (file: WalkedFile) => void;
}

export function makeMeter(
  files: readonly WalkedFile[],
  onProgress: ((progress: AddProgress) => void) | undefined,
): Meter {
  const bytesTotal = files.reduce((sum, { bytes }) => sum + bytes, 0);
  let before = 0;
  let reached = 0;
  let records = 0;
  const tell = (
    file: WalkedFile,
    phase: AddProgress['phase'],
    bytes: number,
    more: number,
  ): void => {
    reached = Math.max(reached, before + Math.min(bytes, file.bytes));
    onProgress?.({
      file: file.path,
      phase,
      bytesDone: reached,
      bytesTotal,
      records: records + more,
    });
  };
  return {
    hashing: (file) => (progress) => {
      tell(file, 'hashing', progress.bytes, 0);
    },
    reading: (file) => (progress) => {
      tell(file, 'reading', progress.bytes, progress.records);
    },
    stored: (file, more) => {
      records += more;
      tell(file, 'storing', 0, 0);
    },
    done: (file) => {
      before += file.bytes;
      tell(file, 'storing', 0, 0);
    },
  };
}
