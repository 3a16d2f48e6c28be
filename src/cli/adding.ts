import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { KonsekiError } from '../errors.js';
import { addEvidence } from '../ingest/add.js';
import type { Case } from '../ingest/case.js';
import { createCase, isCase, openCase } from '../ingest/case.js';
import type { AddReport } from '../ingest/report.js';
import type { Context } from './context.js';
import { progressView } from './progress.js';

/** Options of the commands that add evidence. */
export interface AddingOptions {
  readonly copy?: boolean;
  readonly mmdb?: readonly string[];
}

/** @throws KonsekiError `not-found` when none of the paths exists: then no case need be opened. */
export function mustExist(paths: readonly string[]): void {
  if (paths.some((name) => existsSync(name))) return;
  const [first = ''] = paths;
  throw new KonsekiError(
    paths.length === 1 ? 'There is no such file or folder.' : 'None of these files exists.',
    {
      code: 'not-found',
      place: { file: first },
      hint: `The current folder is ${process.cwd()}.`,
    },
  );
}

/** @throws KonsekiError `usage` */
export function mustBeFiles(mmdb: readonly string[] | undefined): void {
  for (const file of mmdb ?? [])
    if (!existsSync(file))
      throw new KonsekiError('There is no such address database.', {
        code: 'usage',
        place: { file },
        hint: 'Name a MaxMind DB file (.mmdb) with --mmdb.',
      });
}

/** The case `investigate` uses when none is named: `exports.case` for `…/exports.zip`. */
export function defaultCase(first: string): string {
  const base = path.basename(path.resolve(first));
  const stem = base.replace(/(\.(csv|jsonl?|txt|zip|gz|eml|msg))+$/i, '');
  return `${stem === '' ? 'konseki' : stem}.case`;
}

export interface OpenedCase {
  readonly opened: Case;
  readonly created: boolean;
}

export async function openOrCreate(context: Context, dir: string): Promise<OpenedCase> {
  if (await isCase(dir)) return { opened: await openCase(dir, 'write'), created: false };
  return { opened: await createCase(dir, { now: context.io.now }), created: true };
}

/** Adds with a progress line; one line is told of how many files were done when it is stopped. */
export async function addTo(
  context: Context,
  opened: Case,
  paths: readonly string[],
  options: AddingOptions,
): Promise<AddReport> {
  const progress = progressView(context);
  try {
    return await addEvidence(opened, paths, {
      author: author(),
      now: context.io.now,
      copy: options.copy === true,
      ...(options.mmdb === undefined ? {} : { mmdb: options.mmdb }),
      ...(progress.onProgress === undefined ? {} : { onProgress: progress.onProgress }),
    });
  } finally {
    progress.stop();
  }
}

/** A case that was just made and got nothing is taken away again. */
export async function dropEmptyCase(dir: string): Promise<void> {
  await rm(dir, { recursive: true, force: true });
}

/** Who is at work, for the journal. */
export function author(): string {
  try {
    return os.userInfo().username;
  } catch {
    // A user id without a name, as in some containers.
    return 'unknown';
  }
}
