import { visible } from '../visible.js';

/** A word as a POSIX shell takes it, on one line whatever it holds. */
export const shellQuoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) && !word.startsWith('-')
    ? word
    : `'${visible(word).replaceAll("'", "'\\''")}'`;
