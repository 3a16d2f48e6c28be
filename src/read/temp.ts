import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

/** A new name in a temporary folder; names from archives are never used for paths. */
export function tempPath(tempDir: string): string {
  return join(tempDir, `konseki-${randomUUID()}`);
}

/** Removes a temporary file; one that is already gone is fine. */
export async function removeTemp(path: string): Promise<void> {
  await rm(path, { force: true });
}
