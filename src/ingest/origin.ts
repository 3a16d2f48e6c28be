import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { KonsekiError } from '../errors.js';
import type { OnProgress } from '../read/progress.js';
import { hashFile } from '../read/survey.js';
import { systemError } from '../read/system-error.js';
import { tempPath } from '../read/temp.js';
import { copyDir } from './case.js';

/** The file on disk that evidence comes out of: hashed and copied once, however many members it has. */
export interface Origin {
  readonly path: string;
  readonly sha256: (onProgress?: OnProgress) => Promise<string>;
  /** Copies it into the case and says where it is, relative to the case. */
  readonly copy: (caseDir: string, temp: string) => Promise<string>;
  /** @throws KonsekiError 'evidence-changed' when it is not the file any more that it was at first. */
  readonly mustBeUnchanged: () => Promise<void>;
}

export async function originOf(file: string): Promise<Origin> {
  const before = await factsOf(file);
  let hashed: Promise<string> | undefined;
  let copied: Promise<string> | undefined;
  return {
    path: file,
    sha256: (onProgress) => (hashed ??= hashFile(file, onProgress).then(({ sha256 }) => sha256)),
    copy: (caseDir, temp) =>
      (copied ??= takeCopy(file, caseDir, temp).then((copy) => {
        hashed ??= Promise.resolve(copy.sha256);
        return copy.relative;
      })),
    mustBeUnchanged: async () => {
      if ((await factsOf(file)) === before) return;
      throw new KonsekiError(`${file} was changed while it was read; nothing of it was added.`, {
        code: 'evidence-changed',
        place: { file },
        hint: 'Wait until the export is complete, or copy the file first and add the copy.',
      });
    },
  };
}

async function factsOf(file: string): Promise<string> {
  try {
    const { size, mtimeNs, ino } = await stat(file, { bigint: true });
    return `${size} ${mtimeNs} ${ino}`;
  } catch (error) {
    throw systemError(error, file, 'read');
  }
}

/** Room for the hash before the name: a file name has 255 bytes at most. */
const longestName = 200;

async function takeCopy(
  file: string,
  caseDir: string,
  temp: string,
): Promise<{ readonly relative: string; readonly sha256: string }> {
  const partial = tempPath(temp);
  const hash = createHash('sha256');
  try {
    const hashing = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        hash.update(chunk);
        done(null, chunk);
      },
    });
    await pipeline(createReadStream(file), hashing, createWriteStream(partial, { flags: 'wx' }));
    const sha256 = hash.digest('hex');
    const relative = path.join(
      'evidence',
      `${sha256.slice(0, 16)}-${shortened(path.basename(file))}`,
    );
    await mkdir(copyDir(caseDir), { recursive: true });
    // Only a whole copy ever has its name.
    await rename(partial, path.join(caseDir, relative));
    return { relative, sha256 };
  } catch (error) {
    await rm(partial, { force: true });
    throw systemError(error, file, 'copy');
  }
}

/** The end of a name that is too long for a file system: it has the extension. */
function shortened(name: string): string {
  let short = name;
  while (Buffer.byteLength(short) > longestName) short = Array.from(short).slice(1).join('');
  return short;
}
