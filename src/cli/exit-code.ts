import type { ErrorCode } from '../errors.js';

/** docs/exit-codes.md */
export const exitCode = {
  done: 0,
  partly: 1,
  usage: 2,
  nothing: 3,
  busy: 4,
  cannotOpen: 5,
  internal: 70,
  interrupted: 130,
} as const;

/** For `konseki --help`. */
export const exitCodeHelp = `Exit codes:
  0    done
  1    done, but something that was named could not be read in full, or is not as it was
  2    wrong usage
  3    nothing usable, or not found
  4    the case is in use by another process
  5    the case cannot be opened or written
  70   internal error
  130  stopped with Ctrl-C`;

/** The exit code of a command that one error ended. */
export function exitCodeOf(code: ErrorCode): number {
  switch (code) {
    case 'usage':
      return exitCode.usage;
    case 'not-found':
    case 'rules':
    case 'unreadable':
    case 'empty-file':
    case 'not-recognised':
    case 'language':
    case 'truncated':
    case 'corrupt':
    case 'too-large':
    case 'encoding':
    case 'no-evidence':
    case 'not-a-case':
      return exitCode.nothing;
    case 'evidence-changed':
      return exitCode.partly;
    case 'case-busy':
      return exitCode.busy;
    case 'case-newer':
    case 'case-exists':
    case 'read-only':
    case 'disk-full':
      return exitCode.cannotOpen;
    case 'internal':
      return exitCode.internal;
  }
}
