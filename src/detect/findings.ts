import path from 'node:path';
import type { Store } from '../store/store.js';
import { loadForDetection } from './pack.js';
import type { Detected } from './run.js';
import { detect } from './run.js';
import { sameStamp, stampNow, stampOf, stampText } from './stamp.js';

export interface MakeOptions {
  /** Folders of rules beside the shipped ones. */
  readonly folders: readonly string[];
  readonly onProgress?: (done: number, total: number) => void;
}

export interface Made extends Detected {
  readonly rules: number;
}

/** Makes the findings of a case. @throws KonsekiError `rules`, `not-found` */
export async function makeFindings(store: Store, options: MakeOptions): Promise<Made> {
  const folders = options.folders.map((folder) => path.resolve(folder));
  const pack = await loadForDetection(folders);
  const stamp = stampText(await stampNow(store, folders));
  const detected = await detect(store, {
    pack,
    stamp,
    ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
  });
  return { ...detected, rules: pack.rules.length };
}

/** Whether findings are there, and still what this version would make of this case. */
export type Freshness =
  | { readonly kind: 'fresh' }
  /** `folders`: of rules beside the shipped ones, with which they were made. */
  | { readonly kind: 'stale'; readonly folders: readonly string[] }
  | { readonly kind: 'none' };

export async function freshness(store: Store): Promise<Freshness> {
  const stamp = await stampOf(store);
  if (stamp === undefined) return { kind: 'none' };
  const now = await stampNow(store, stamp.folders);
  return sameStamp(stamp, now) ? { kind: 'fresh' } : { kind: 'stale', folders: stamp.folders };
}
