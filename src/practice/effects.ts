import { mkdir, open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { KonsekiError, systemCode } from '../errors.js';

/** A file that is being written. */
export interface Sink {
  write(text: string): Promise<void>;
  close(): Promise<void>;
}

/** What the generator needs of the world around it. */
export interface PracticeEffects {
  /** The names in a folder; undefined where there is none. */
  list(folder: string): Promise<readonly string[] | undefined>;
  makeFolder(folder: string): Promise<void>;
  create(folder: string, file: string): Promise<Sink>;
}

function folderError(error: unknown, folder: string): unknown {
  switch (systemCode(error)) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new KonsekiError('The folder for the practice incident cannot be written to.', {
        code: 'read-only',
        place: { file: folder },
        hint: 'Name a folder in a place where you may write: --out DIR.',
        cause: error,
      });
    case 'ENOSPC':
      return new KonsekiError('The disk is full; the practice incident is not complete.', {
        code: 'disk-full',
        place: { file: folder },
        hint: 'Remove the folder and free some space, or ask for fewer events: --events N.',
        cause: error,
      });
    case 'EEXIST':
    case 'ENOTDIR':
      return new KonsekiError(
        'A file stands where the folder of the practice incident should be.',
        {
          code: 'case-exists',
          place: { file: folder },
          hint: 'Name another folder: --out DIR.',
          cause: error,
        },
      );
    default:
      return error;
  }
}

/** The real file system. */
export const nodeEffects: PracticeEffects = {
  list: async (folder) => {
    try {
      return await readdir(folder);
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return undefined;
      throw folderError(error, folder);
    }
  },
  makeFolder: async (folder) => {
    try {
      await mkdir(folder, { recursive: true });
    } catch (error) {
      throw folderError(error, folder);
    }
  },
  create: async (folder, file) => {
    try {
      // Never over something that is there.
      const handle = await open(path.join(folder, file), 'wx');
      return {
        write: async (text) => {
          try {
            await handle.writeFile(text);
          } catch (error) {
            throw folderError(error, folder);
          }
        },
        close: () => handle.close(),
      };
    } catch (error) {
      throw folderError(error, folder);
    }
  },
};
