import type { Case } from '../ingest/case.js';
import { openCase } from '../ingest/case.js';
import type { Context } from './context.js';
import { openWithFindings } from './with-findings.js';

/** Opens a case for reading its findings and strands; what is not there, or no longer right, is made first. */
export async function openWithStrands(context: Context, dir: string): Promise<Case> {
  const opened = await openWithFindings(context, dir);
  let fresh: boolean;
  try {
    fresh = await opened.store.strandsAreFresh();
  } catch (error) {
    opened.close();
    throw error;
  }
  if (fresh) return opened;
  opened.close();
  const writing = await openCase(dir, 'write');
  try {
    await writing.store.weaveStrands();
  } finally {
    writing.close();
  }
  return openCase(dir, 'read');
}
