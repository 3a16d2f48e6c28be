import { existsSync, realpathSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { KonsekiError, systemCode } from '../errors.js';
import { openDuckdbStore } from '../store/duckdb/store.js';
import type { Store } from '../store/store.js';

/** A case: a folder with `case.json`, the store and what Konseki makes of the evidence. */
export interface Case {
  readonly dir: string;
  readonly name: string;
  readonly store: Store;
  close(): void;
}

/** The layout of the folder, not of the store: that has its own version. */
const layoutVersion = 1;
const caseFile = z.object({
  konseki: z.number().int().positive(),
  name: z.string(),
  created: z.string(),
});

const manifest = (dir: string): string => path.join(dir, 'case.json');
const storeFile = (dir: string): string => path.join(dir, 'store.duckdb');

/** Where archives are unpacked and text is decoded for a while; emptied whenever the case is opened. */
export const tempDir = (dir: string): string => path.join(dir, 'tmp');
/** Where evidence lies that came through the browser: it has no other place. */
export const uploadDir = (dir: string): string => path.join(dir, 'uploads');
/** Where `--copy` keeps evidence. */
export const copyDir = (dir: string): string => path.join(dir, 'evidence');

export async function isCase(dir: string): Promise<boolean> {
  return Promise.resolve(existsSync(manifest(dir)));
}

/** What a command that was killed while it made a case has left. */
const unfinished = /^(?:store\.duckdb(?:\.wal|\.tmp)?|case\.json\.new|tmp)$/;

/** Makes a new case in a folder that is empty or not there. */
export async function createCase(
  dir: string,
  effects: { readonly now: () => Date },
): Promise<Case> {
  if (existsSync(manifest(dir)))
    throw new KonsekiError('There is a case in this folder already.', {
      code: 'case-exists',
      place: { file: dir },
      hint: `Add to it with "konseki add ${dir} …", or name another folder.`,
    });
  let store: Store | undefined;
  try {
    await mkdir(dir, { recursive: true });
    if ((await readdir(dir)).some((name) => !unfinished.test(name)))
      throw new KonsekiError('The folder for the new case is not empty, and it is no case.', {
        code: 'case-exists',
        place: { file: dir },
        hint: 'Name an empty folder or one that does not exist yet.',
      });
    store = await openDuckdbStore(storeFile(dir), 'write');
    const made = {
      konseki: layoutVersion,
      name: path.basename(path.resolve(dir)),
      created: effects.now().toISOString(),
    };
    // The manifest comes last, and at once: a folder with one is a whole case.
    await writeFile(`${manifest(dir)}.new`, `${JSON.stringify(made, null, 2)}\n`);
    await rename(`${manifest(dir)}.new`, manifest(dir));
    return caseOf(dir, made.name, store);
  } catch (error) {
    store?.close();
    throw folderError(error, dir);
  }
}

/** Cases that this process keeps open for others, by real path. */
const shared = new Map<string, Case>();

/**
 * Keeps a case that is open for writing open: `openCase` in this process gives the same store from now on, and
 * closing that does nothing. DuckDB admits one process, and in it one instance (measured.md).
 *
 * @returns ends the sharing; the case itself is the caller's to close
 */
export function shareCase(opened: Case): () => void {
  const key = realpathSync(opened.dir);
  shared.set(key, opened);
  return () => {
    shared.delete(key);
  };
}

function sharedCase(dir: string): Case | undefined {
  if (shared.size === 0 || !existsSync(dir)) return undefined;
  const opened = shared.get(realpathSync(dir));
  return opened === undefined ? undefined : { ...opened, dir, close: () => undefined };
}

/** Opens a case; in `write` mode what an interrupted command left is cleared away. */
export async function openCase(dir: string, mode: 'read' | 'write'): Promise<Case> {
  const kept = sharedCase(dir);
  if (kept !== undefined) return kept;
  const { name } = await readManifest(dir);
  if (!existsSync(storeFile(dir)))
    throw new KonsekiError('The store of this case is missing (store.duckdb).', {
      code: 'not-a-case',
      place: { file: dir },
      hint: 'Put it back, or make a new case from the evidence with "konseki investigate".',
    });
  const store = await openDuckdbStore(storeFile(dir), mode);
  // Only now: until the store was open, another command might have been at work there.
  if (mode === 'write')
    await rm(tempDir(dir), { recursive: true, force: true }).catch(() => undefined);
  return caseOf(dir, name, store);
}

function caseOf(dir: string, name: string, store: Store): Case {
  return {
    dir,
    name,
    store,
    close: () => {
      store.close();
    },
  };
}

async function readManifest(dir: string): Promise<z.infer<typeof caseFile>> {
  let text: string;
  try {
    text = await readFile(manifest(dir), 'utf8');
  } catch (cause) {
    const there = await stat(dir).then(
      (found) => (found.isDirectory() ? 'folder' : 'file'),
      () => undefined,
    );
    throw new KonsekiError(
      there === undefined
        ? 'There is no such case.'
        : there === 'file'
          ? 'A case is a folder, and this is a file.'
          : 'This folder is no case: it has no case.json.',
      {
        code: there === undefined ? 'not-found' : 'not-a-case',
        place: { file: dir },
        hint: 'Make one with "konseki investigate <files…> --case DIR", or name the folder of one.',
        cause,
      },
    );
  }
  let parsed: z.infer<typeof caseFile>;
  try {
    parsed = caseFile.parse(JSON.parse(text));
  } catch (cause) {
    throw new KonsekiError('case.json cannot be read.', {
      code: 'not-a-case',
      place: { file: manifest(dir) },
      hint: 'Restore it: {"konseki": 1, "name": "…", "created": "…"}; the store beside it is untouched.',
      cause,
    });
  }
  if (parsed.konseki > layoutVersion)
    throw new KonsekiError('The case was made by a newer Konseki.', {
      code: 'case-newer',
      place: { file: dir },
      hint: 'Install the newer version to open it; nothing was changed.',
    });
  return parsed;
}

function folderError(error: unknown, dir: string): unknown {
  switch (systemCode(error)) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOENT': // what Node makes of EROFS where it makes folders within folders
      return new KonsekiError('The folder for the case cannot be written to.', {
        code: 'read-only',
        place: { file: dir },
        hint: 'Name a folder in a place where you may write: --case DIR.',
        cause: error,
      });
    case 'ENOSPC':
      return new KonsekiError('The disk is full; no case was made.', {
        code: 'disk-full',
        place: { file: dir },
        hint: 'Free some space, or name a folder on another disk: --case DIR.',
        cause: error,
      });
    case 'EEXIST':
    case 'ENOTDIR':
      return new KonsekiError('A file stands where the folder of the case should be.', {
        code: 'case-exists',
        place: { file: dir },
        hint: 'Name another folder: --case DIR.',
        cause: error,
      });
    default:
      return error;
  }
}
