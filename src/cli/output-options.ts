import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { KonsekiError, systemCode } from '../errors.js';
import type { Incident, IncidentDocument } from '../model/incident.js';
import type { Language } from '../output/language/translate.js';
import { languages } from '../output/language/translate.js';

/** One of the words an option takes. @throws KonsekiError `usage` */
export function oneOf<T extends string>(known: readonly T[], text: string, option: string): T {
  const found = known.find((name) => name === text.trim().toLowerCase());
  if (found !== undefined) return found;
  throw new KonsekiError(`${option} has no "${text}".`, {
    code: 'usage',
    hint: `It takes ${known.join(', ')}.`,
  });
}

/** Several of them with commas. @throws KonsekiError `usage` */
export const someOf = <T extends string>(
  known: readonly T[],
  text: string,
  option: string,
): readonly T[] => [...new Set(text.split(',').map((word) => oneOf(known, word, option)))];

export const languageOf = (text: string | undefined): Language =>
  oneOf(languages, text ?? 'en', '--lang');

/** The incident that is meant: the gravest unless named; undefined in a case without. @throws KonsekiError */
export function incidentOf(
  { incidents }: IncidentDocument,
  id: string | undefined,
): Incident | undefined {
  if (id === undefined) return incidents[0];
  const found = incidents.filter((one) => id !== '' && one.id.startsWith(id));
  const [only] = incidents.find((one) => one.id === id) ? incidents.filter((one) => one.id === id) : found; // prettier-ignore
  if (only !== undefined && (found.length === 1 || only.id === id)) return only;
  throw new KonsekiError(
    found.length > 1 ? `Several incidents begin with "${id}".` : `The case has no incident "${id}".`,
    {
      code: 'not-found',
      hint: incidents.length === 0 ? 'No intrusion was found in it.' : `It has ${incidents.map((one) => one.id).join(', ')}.`,
    },
  ); // prettier-ignore
}

/** Files of one output: all are written under other names, and get their own only when all are whole. */
export interface OutFiles {
  /** The path to write a file at until all is done. */
  partOf(name: string): string;
  write(name: string, chunks: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>): Promise<void>; // prettier-ignore
}

/**
 * Writes files into a folder, all or none.
 *
 * @throws KonsekiError `usage` for a file that is there, unless `replace`; `read-only` or `disk-full`
 */
export async function writeFiles(
  dir: string,
  names: readonly string[],
  replace: boolean,
  fill: (files: OutFiles) => Promise<void>,
): Promise<readonly string[]> {
  const there = replace ? undefined : names.find((name) => existsSync(path.join(dir, name)));
  if (there !== undefined)
    throw new KonsekiError(`${path.join(dir, there)} is there already.`, {
      code: 'usage',
      hint: 'Take --force to replace it, or another folder with --out.',
    });
  const partOf = (name: string): string => path.join(dir, `.${name}.${process.pid}.part`);
  try {
    makeFolder(path.resolve(dir));
    await fill({
      partOf,
      write: async (name, chunks) => {
        const file = openSync(partOf(name), 'w');
        try {
          for await (const chunk of chunks)
            writeSync(file, typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
          fsyncSync(file);
        } finally {
          closeSync(file);
        }
      },
    });
    for (const name of names) renameSync(partOf(name), path.join(dir, name));
  } catch (cause) {
    for (const name of names) removeQuietly(partOf(name));
    const code = systemCode(cause);
    if (code === undefined || !/^E[A-Z]+$/.test(code)) throw cause;
    const full = code === 'ENOSPC';
    throw new KonsekiError(
      full ? `The disk of ${dir} is full.` : `${dir} cannot be written (${code}).`,
      {
        code: full ? 'disk-full' : 'read-only',
        place: { file: dir },
        hint: full ? 'Make room, or name another folder with --out.' : 'Name a folder that you may write with --out.',
        cause,
      },
    ); // prettier-ignore
  }
  return names.map((name) => path.join(dir, name));
}

/** One folder at a time: made all at once where none can be made (/proc), Node tries for ever. */
function makeFolder(dir: string): void {
  if (existsSync(dir)) return;
  makeFolder(path.dirname(dir));
  mkdirSync(dir);
}

/** What went wrong before is told, not what goes wrong in clearing up. */
function removeQuietly(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // The folder is none, or is gone.
  }
}
