import { mkdir, realpath, rm } from 'node:fs/promises';
import path from 'node:path';
import { KonsekiError } from '../errors.js';
import { unpackLimits } from '../read/limits.js';
import { systemError } from '../read/system-error.js';
import { unpack } from '../read/unpack.js';
import type { Walk, WalkedFile } from '../read/walk.js';
import { walk } from '../read/walk.js';
import { addFile } from './add-file.js';
import type { Case } from './case.js';
import { tempDir, uploadDir } from './case.js';
import { practiceEntry } from '../model/practice.js';
import { enrich } from './enrich/enrich.js';
import { findPracticeData, holdsPracticeData } from './practice-data.js';
import { makeMeter } from './meter.js';
import type { AddOptions } from './options.js';
import { originOf } from './origin.js';
import type { AddReport, FileResult } from './report.js';

export type { AddLimits, AddOptions } from './options.js';

/**
 * Adds files, folders and archives to a case. One file that cannot be read costs no other; each is
 * in the case wholly or not at all. What became of each is in the report.
 *
 * @throws KonsekiError only where nothing more can be added: the disk is full, the case is gone.
 */
export async function addEvidence(
  opened: Case,
  paths: readonly string[],
  options: AddOptions,
): Promise<AddReport> {
  const results: FileResult[] = [];
  const tell = (result: FileResult): void => {
    results.push(result);
    options.onResult?.(result);
  };
  const temp = tempDir(opened.dir);
  try {
    await mkdir(temp, { recursive: true });
  } catch (error) {
    throw systemError(error, temp, 'make');
  }
  try {
    const files = await found(opened, paths, tell);
    const sizes = new Set((await opened.store.evidence()).map(({ bytes }) => bytes));
    const meter = makeMeter(files, options.onProgress);
    const limits = { ...unpackLimits, ...options.limits?.unpack };
    const practice = await findPracticeData(files);
    await noteMarkers(opened, practice.markers, options);
    for (const file of files) {
      const reason = practice.reasonToSkip(file);
      if (reason !== undefined) {
        tell({ kind: 'skipped', file: file.path, reason });
        meter.done(file);
        continue;
      }
      try {
        const origin = await originOf(file.path);
        for await (const leaf of unpack(file.path, temp, limits)) {
          switch (leaf.kind) {
            case 'problem':
              tell({ kind: 'failed', file: leaf.name, error: leaf.error });
              break;
            case 'skipped':
              tell({ kind: 'skipped', file: leaf.name, reason: leaf.reason });
              break;
            case 'leaf':
              try {
                const hasSize = (bytes: number): boolean => sizes.has(bytes);
                const job = { opened, leaf, file, origin, temp, options, meter, hasSize };
                tell(await addFile(job));
                sizes.add(leaf.bytes);
              } catch (error) {
                tell(await failure(opened, error, leaf.name));
              } finally {
                await leaf.dispose();
              }
          }
        }
      } catch (error) {
        tell(await failure(opened, error, file.path));
      }
      meter.done(file);
    }
    // What an add that was interrupted left out is made up for by the next.
    if (
      options.mmdb !== undefined ||
      (await opened.store.unknownAddresses()).length > 0 ||
      (await opened.store.unknownAgents()).length > 0
    )
      await enrich(opened.store, options.mmdb);
    if (results.some(({ kind }) => kind === 'added' || kind === 'already'))
      await opened.store.joinTokens();
    return { results };
  } finally {
    // What stays behind is cleared away when the case is opened next.
    await rm(temp, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Marks the case, once, as one of practice data. */
async function noteMarkers(
  { store }: Case,
  markers: readonly string[],
  { now, author }: AddOptions,
): Promise<void> {
  if (markers.length === 0 || (await holdsPracticeData(store))) return;
  await store.write({
    at: BigInt(now().getTime()) * 1000n,
    author,
    kind: practiceEntry,
    text: 'Practice data was added: nothing in it happened.',
    detail: markers,
  });
}

/** The files to read; the rest is told. The case's own files are no evidence. */
async function found(
  opened: Case,
  paths: readonly string[],
  tell: (result: FileResult) => void,
): Promise<readonly WalkedFile[]> {
  const { files, problems, skipped }: Walk = await walk(paths);
  const dir = await realpath(opened.dir);
  const isWithin = (folder: string, file: string): boolean => {
    const from = path.relative(folder, file);
    return from !== '..' && !from.startsWith(`..${path.sep}`) && !path.isAbsolute(from);
  };
  const isOwn = ({ realPath, named }: WalkedFile): boolean =>
    isWithin(dir, realPath) && !(named && isWithin(uploadDir(dir), realPath));
  for (const { path: file, error } of problems) tell({ kind: 'failed', file, error });
  for (const { path: file, reason } of skipped) tell({ kind: 'skipped', file, reason });
  const own = files.filter(isOwn);
  for (const { path: file } of own.filter(({ named }) => named))
    tell({ kind: 'skipped', file, reason: 'it lies in the folder of the case itself' });
  if (own.some(({ named }) => !named))
    tell({ kind: 'skipped', file: opened.dir, reason: 'the folder of the case itself' });
  return files.filter((file) => !isOwn(file));
}

/**
 * What a failure at one file is in the report: an error of ours as it stands, any other as a fault
 * of ours. @throws KonsekiError where it is not the file's but the store's, which then takes no other.
 */
async function failure(opened: Case, error: unknown, file: string): Promise<FileResult> {
  const known = asFailure(error, file);
  if (known.code === 'disk-full' || known.code === 'case-busy' || known.code === 'read-only')
    throw known;
  try {
    await opened.store.evidence();
  } catch {
    throw known;
  }
  return { kind: 'failed', file, error: known };
}

function asFailure(error: unknown, file: string): KonsekiError {
  if (error instanceof KonsekiError) return error;
  return new KonsekiError(
    `The file could not be added: ${error instanceof Error ? error.message : String(error)}`,
    {
      code: 'internal',
      place: { file },
      hint: 'Nothing of it is in the case. Please report this with the first lines of the file.',
      cause: error,
    },
  );
}
