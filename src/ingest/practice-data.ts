import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  practiceCompanions,
  practiceEntry,
  practiceFile,
  practiceMarker,
} from '../model/practice.js';
import type { WalkedFile } from '../read/walk.js';
import type { Store } from '../store/store.js';

/** What practice folders are among the files that were found. */
export interface PracticeData {
  /** The marker's lines, for the journal; empty when there is no practice data. */
  readonly markers: readonly string[];
  /** Why a file is no log of the incident; undefined for those that are. */
  readonly reasonToSkip: (file: WalkedFile) => string | undefined;
}

/** Looks for the marker that `konseki practice new` puts beside its exports. */
export async function findPracticeData(files: readonly WalkedFile[]): Promise<PracticeData> {
  const markers = new Map<string, string>();
  for (const file of files) {
    if (path.basename(file.path) !== practiceFile || file.bytes > 10_000) continue;
    const text = await readFile(file.path, 'utf8').catch(() => '');
    if (text.startsWith(practiceMarker)) markers.set(path.dirname(file.path), text);
  }
  return {
    markers: [...markers.values()],
    reasonToSkip: (file) =>
      markers.has(path.dirname(file.path)) && practiceCompanions.includes(path.basename(file.path))
        ? 'belongs to the practice incident, and is no log'
        : undefined,
  };
}

/** Whether practice data was ever added to the case. */
export async function holdsPracticeData(store: Store): Promise<boolean> {
  return (await store.journal()).some(({ kind }) => kind === practiceEntry);
}
