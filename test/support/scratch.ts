import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll } from 'vitest';

/** A temporary folder that lives as long as the test file runs. */
export interface Scratch {
  /** A path in it. */
  readonly path: (...names: readonly string[]) => string;
  /** Writes a file, with the folders it is in, and gives its path. */
  readonly write: (name: string, content: string | Uint8Array) => Promise<string>;
  /** A new empty folder. */
  readonly folder: () => Promise<string>;
}

export function useScratch(): Scratch {
  let root = '';
  let folders = 0;
  beforeAll(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'konseki-test-'));
  });
  afterAll(() => rm(root, { recursive: true, force: true }));
  const within = (...names: readonly string[]): string => path.join(root, ...names);
  return {
    path: within,
    write: async (name, content) => {
      const file = within(name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, content);
      return file;
    },
    folder: async () => {
      const folder = within(`folder-${folders++}`);
      await mkdir(folder);
      return folder;
    },
  };
}
