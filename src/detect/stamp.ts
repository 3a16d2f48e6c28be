import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { nodeFiles } from '../sigma/pack-files.js';
import type { Store } from '../store/store.js';
import { shippedRules } from './pack.js';

/** What findings were made of: when it is no longer so, they are made anew. */
export interface Stamp {
  readonly version: string;
  /** Of the store: evidence, and what is known of its addresses and clients. */
  readonly state: string;
  /** SHA-256 of all rule files. */
  readonly rules: string;
  /** Folders of rules beside those that come with Konseki. */
  readonly folders: readonly string[];
}

const schema = z.object({
  version: z.string(),
  state: z.string(),
  rules: z.string(),
  folders: z.array(z.string()),
});

/** The stamp that findings made now, with these rules beside the shipped ones, would have. */
export async function stampNow(store: Store, folders: readonly string[]): Promise<Stamp> {
  return {
    version: programVersion(),
    state: hash(await store.findingsState()),
    rules: await hashOfRules([shippedRules, ...folders]),
    folders,
  };
}

/** The stamp of the findings that are there; undefined where there are none, or of an unknown kind. */
export async function stampOf(store: Store): Promise<Stamp | undefined> {
  const text = await store.findingsStamp();
  if (text === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

export const stampText = (stamp: Stamp): string => JSON.stringify(stamp);
export const sameStamp = (a: Stamp, b: Stamp): boolean => stampText(a) === stampText(b);

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Of the names and bytes of the files; a folder that is gone counts as empty. */
async function hashOfRules(folders: readonly string[]): Promise<string> {
  const all = createHash('sha256');
  for (const folder of folders) {
    if (!existsSync(folder)) continue;
    for (const file of await nodeFiles.list(folder))
      all.update(`${file.slice(folder.length)}\0`).update(await nodeFiles.read(file));
  }
  return all.digest('hex');
}

function programVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}
