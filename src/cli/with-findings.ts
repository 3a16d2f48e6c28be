import type { Freshness } from '../detect/findings.js';
import { freshness, makeFindings } from '../detect/findings.js';
import type { Made } from '../detect/findings.js';
import type { Case } from '../ingest/case.js';
import { openCase } from '../ingest/case.js';
import type { Context } from './context.js';
import { stepView } from './progress.js';

/** Opens a case for reading its findings; those that are not there, or no longer right, are made first. */
export async function openWithFindings(context: Context, dir: string): Promise<Case> {
  const opened = await openCase(dir, 'read');
  let state: Freshness;
  try {
    state = await freshness(opened.store);
  } catch (error) {
    opened.close();
    throw error;
  }
  if (state.kind === 'fresh') return opened;
  opened.close();
  const folders = state.kind === 'stale' ? state.folders : [];
  const writing = await openCase(dir, 'write');
  try {
    await make(context, writing, folders);
  } finally {
    writing.close();
  }
  return openCase(dir, 'read');
}

/** Makes the findings of a case that is open for writing, with a progress line. */
export async function make(
  context: Context,
  { store }: Case,
  folders: readonly string[],
): Promise<Made> {
  const progress = stepView(context, 'looking for traces');
  try {
    return await makeFindings(store, { folders, onProgress: progress.onProgress });
  } finally {
    progress.stop();
  }
}
