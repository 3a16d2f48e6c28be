import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { KonsekiError } from '../errors.js';
import type { SnapshotText } from '../measures/snapshot/snapshot.js';
import { encodingOfHead } from '../read/encoding.js';
import { unpackLimits } from '../read/limits.js';
import { systemError } from '../read/system-error.js';
import { unpack } from '../read/unpack.js';
import { walk } from '../read/walk.js';

const MiB = 1024 * 1024;
/** The users of the largest tenants are some hundred megabytes. */
const largestFile = 512 * MiB;
const limits = { ...unpackLimits, totalBytes: 2048 * MiB };

export interface SnapshotFiles {
  readonly texts: readonly SnapshotText[];
  readonly problems: readonly { readonly file: string; readonly message: string }[];
}

/**
 * The texts of a snapshot: a folder, a zip, or one file.
 *
 * @throws KonsekiError `not-found` and the like when there is nothing at that path
 */
export async function readSnapshotFiles(named: string): Promise<SnapshotFiles> {
  const found = await walk([named]);
  const failed = found.problems.find((problem) => problem.path === named);
  if (failed !== undefined) throw failed.error;
  const texts: SnapshotText[] = [];
  const problems = found.problems.map(({ path: file, error }) => ({ file, message: error.message }));
  const tempDir = await mkdtemp(path.join(tmpdir(), 'konseki-'));
  try {
    for (const file of found.files)
      for await (const leaf of unpack(file.path, tempDir, limits)) {
        const shown = shortName(named, leaf.name);
        if (leaf.kind === 'problem') problems.push({ file: shown, message: leaf.error.message });
        if (leaf.kind !== 'leaf') continue;
        try {
          if (leaf.damage !== undefined) problems.push({ file: shown, message: leaf.damage.message });
          texts.push({ name: shown, text: await textOf(leaf.path, shown, leaf.bytes) });
        } catch (error) {
          problems.push({ file: shown, message: systemError(error, shown, 'read').message });
        } finally {
          await leaf.dispose();
        }
      }
  } finally {
    await rm(tempDir, { recursive: true, force: true });
  }
  return { texts, problems };
} // prettier-ignore

/** Within the folder or archive that was named. */
function shortName(named: string, name: string): string {
  const base = named.replace(/[\\/]+$/, '');
  for (const prefix of [`${base}!/`, `${base}/`, `${base}\\`])
    if (name.startsWith(prefix)) return name.slice(prefix.length).replaceAll('\\', '/');
  return path.basename(name);
}

async function textOf(file: string, name: string, bytes: number): Promise<string> {
  if (bytes > largestFile)
    throw new KonsekiError(`${name} is larger than ${largestFile / MiB} MiB.`, { code: 'too-large' }); // prettier-ignore
  const content = await readFile(file);
  const encoding = encodingOfHead(content.subarray(0, 4096));
  const label = encoding === 'utf-8-bom' ? 'utf-8' : encoding;
  // The decoder takes the byte order mark away.
  return new TextDecoder(label).decode(content);
}
