import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** How rule files are found and read; throws what the system says. */
export interface RuleFiles {
  /** The rule files below a folder, or the file itself, in order of path. */
  list(path: string): Promise<readonly string[]>;
  /** Bytes. */
  size(path: string): Promise<number>;
  read(path: string): Promise<Uint8Array>;
}

/** `.yml` and `.yaml`, but not samples and hidden files. */
export function isRuleFile(name: string): boolean {
  return /\.ya?ml$/i.test(name) && !/\.samples\.ya?ml$/i.test(name) && !name.startsWith('.');
}

/** The computer's own files. Links to folders are not followed, since they may lead in circles. */
export const nodeFiles: RuleFiles = {
  list: async (path) => ((await stat(path)).isDirectory() ? below(path) : [path]),
  size: async (path) => (await stat(path)).size,
  read: (path) => readFile(path),
};

async function below(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!entry.name.startsWith('.')) found.push(...(await below(path)));
    } else if (isRuleFile(entry.name) && (entry.isFile() || (await stat(path)).isFile()))
      found.push(path);
  }
  return found;
}
