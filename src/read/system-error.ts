import { KonsekiError, systemCode, type ErrorCode } from '../errors.js';

interface Situation {
  readonly code: ErrorCode;
  readonly says: string;
  readonly hint: string;
}

const situations: Readonly<Record<string, Situation>> = {
  ENOENT: {
    code: 'not-found',
    says: 'there is no such file or folder',
    hint: 'Check the path; quote it if it contains spaces.',
  },
  EACCES: {
    code: 'unreadable',
    says: 'you may not read it',
    hint: 'Give yourself read permission, or copy it to a folder of your own.',
  },
  EPERM: {
    code: 'unreadable',
    says: 'you may not read it',
    hint: 'Give yourself read permission, or copy it to a folder of your own.',
  },
  EISDIR: {
    code: 'unreadable',
    says: 'it is a folder, not a file',
    hint: 'Name the folder itself and Konseki reads the files in it.',
  },
  ELOOP: {
    code: 'unreadable',
    says: 'it is a symbolic link that leads back to itself',
    hint: 'Name the file that the link should lead to.',
  },
  ENAMETOOLONG: {
    code: 'unreadable',
    says: 'its path is too long',
    hint: 'Move it to a folder with a shorter path.',
  },
  EMFILE: {
    code: 'unreadable',
    says: 'too many files are open',
    hint: 'Raise the limit of open files (ulimit -n) and try again.',
  },
  EIO: {
    code: 'unreadable',
    says: 'the disk reports an error',
    hint: 'Copy the file from its source again.',
  },
  ENOSPC: {
    code: 'disk-full',
    says: 'the disk is full',
    hint: 'Free space, or choose another temporary folder on a larger disk.',
  },
  EDQUOT: {
    code: 'disk-full',
    says: 'your disk quota is used up',
    hint: 'Free space, or choose another temporary folder on a larger disk.',
  },
};

/** A failure of the file system as a sentence; a {@link KonsekiError} passes through unchanged. */
export function systemError(error: unknown, file: string, doing: string): KonsekiError {
  if (error instanceof KonsekiError) return error;
  const code = systemCode(error);
  const situation = code === undefined ? undefined : situations[code];
  if (situation !== undefined)
    return new KonsekiError(`Cannot ${doing} ${file}: ${situation.says}.`, {
      code: situation.code,
      place: { file },
      hint: situation.hint,
      cause: error,
    });
  const says = error instanceof Error ? error.message : String(error);
  return new KonsekiError(`Cannot ${doing} ${file}: ${says}.`, {
    code: 'unreadable',
    place: { file },
    cause: error,
  });
}
