import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { KonsekiError, systemCode } from '../errors.js';

/**
 * Writes files whole: under another name first, so that nothing half-written stands where a reader looks.
 *
 * @throws KonsekiError `usage` for a file that is there, unless `replace`; `read-only` or `disk-full`
 */
export function writeNewFiles(
  dir: string,
  files: readonly { readonly file: string; readonly bytes: Buffer }[],
  replace: boolean,
): void {
  const there = replace ? undefined : files.find(({ file }) => existsSync(file));
  if (there !== undefined)
    throw new KonsekiError(`${there.file} is there already.`, {
      code: 'usage',
      hint: 'Take --force to replace it, or another folder with --out.',
    });
  let half: string | undefined;
  try {
    mkdirSync(dir, { recursive: true });
    for (const { file, bytes } of files) {
      half = path.join(dir, `.${path.basename(file)}.${process.pid}.part`);
      writeFileSync(half, bytes, { flush: true });
      renameSync(half, file);
    }
  } catch (cause) {
    if (half !== undefined) rmSync(half, { force: true });
    const full = systemCode(cause) === 'ENOSPC';
    throw new KonsekiError(
      full ? `The disk of ${dir} is full.` : `${dir} cannot be written (${systemCode(cause) ?? 'unknown error'}).`,
      { code: full ? 'disk-full' : 'read-only', place: { file: dir }, hint: full ? 'Make room, or name another folder with --out.' : 'Name a folder that you may write with --out.', cause },
    ); // prettier-ignore
  }
}
