import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Stats } from 'node:fs';
import { KonsekiError } from '../errors.js';
import { systemError } from './system-error.js';

/** A file to read. */
export interface WalkedFile {
  /** As the user named it, or the folder they named joined with what lies below it. */
  readonly path: string;
  /** Absolute, without symbolic links: the file's identity within one walk. */
  readonly realPath: string;
  readonly bytes: number;
  /** True when the user named the file itself, false when it was found in a folder. */
  readonly named: boolean;
}

/** A path that could not be read, and why. */
export interface WalkProblem {
  readonly path: string;
  readonly error: KonsekiError;
}

/** A path left out on purpose. */
export interface WalkSkip {
  readonly path: string;
  readonly reason: string;
}

export interface Walk {
  readonly files: readonly WalkedFile[];
  readonly problems: readonly WalkProblem[];
  readonly skipped: readonly WalkSkip[];
}

const litter = new Set(['thumbs.db', 'desktop.ini', '__macosx', 'ehthumbs.db']);

/** Why a file or folder of this name is never evidence, if so: litter of operating systems, hidden files. */
export function litterReason(name: string): string | undefined {
  if (litter.has(name.toLowerCase()) || name.startsWith('._') || name === '.DS_Store')
    return 'left behind by the operating system';
  if (name.startsWith('.')) return 'hidden';
  return undefined;
}

function kindOf(stats: Stats): string {
  if (stats.isSocket()) return 'a socket';
  if (stats.isFIFO()) return 'a pipe';
  if (stats.isBlockDevice() || stats.isCharacterDevice()) return 'a device';
  return 'neither a file nor a folder';
}

interface Found {
  readonly files: WalkedFile[];
  readonly problems: WalkProblem[];
  readonly skipped: WalkSkip[];
  readonly seenFiles: Set<string>;
  readonly seenFolders: Set<string>;
}

async function visit(path: string, named: boolean, found: Found): Promise<void> {
  try {
    const stats = await stat(path);
    const real = await realpath(path);
    if (stats.isFile()) {
      if (found.seenFiles.has(real)) {
        found.skipped.push({ path, reason: 'the same file was already named' });
        return;
      }
      found.seenFiles.add(real);
      found.files.push({ path, realPath: real, bytes: stats.size, named });
    } else if (stats.isDirectory()) {
      // A folder reached twice (a link into its own parents, or named twice) holds nothing new.
      if (found.seenFolders.has(real)) {
        found.skipped.push({ path, reason: 'the same folder was already read' });
        return;
      }
      found.seenFolders.add(real);
      const names = await readdir(path);
      // Code units, not the locale: the order must not depend on the machine.
      names.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
      for (const name of names) {
        const below = join(path, name);
        const reason = litterReason(name);
        if (reason !== undefined) found.skipped.push({ path: below, reason });
        else await visit(below, false, found);
      }
    } else {
      throw new KonsekiError(`Cannot read ${path}: it is ${kindOf(stats)}.`, {
        code: 'unreadable',
        place: { file: path },
        hint: 'Save its content to a file and name that file.',
      });
    }
  } catch (error) {
    found.problems.push({ path, error: await explain(error, path) });
  }
}

/** A link whose target is gone deserves better than "no such file". */
async function explain(error: unknown, path: string): Promise<KonsekiError> {
  const plain = systemError(error, path, 'read');
  if (plain.code !== 'not-found') return plain;
  try {
    if ((await lstat(path)).isSymbolicLink())
      return new KonsekiError(`Cannot read ${path}: the file this link leads to is gone.`, {
        code: 'not-found',
        place: { file: path },
        hint: 'Name the file itself.',
        cause: error,
      });
  } catch {
    return plain;
  }
  return plain;
}

/**
 * The files to read for the paths a user named: arguments in the order given, folders searched with
 * their entries sorted by code unit, each file once. What is not read is returned too, with the reason.
 */
export async function walk(paths: readonly string[]): Promise<Walk> {
  const found: Found = {
    files: [],
    problems: [],
    skipped: [],
    seenFiles: new Set(),
    seenFolders: new Set(),
  };
  for (const path of paths) await visit(path, true, found);
  return { files: found.files, problems: found.problems, skipped: found.skipped };
}
