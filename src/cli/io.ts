import { once } from 'node:events';

/** The terminal, or the pipe in its place. */
export interface Io {
  /** Result text, to standard output; waits while the reader is slow. */
  out(text: string): Promise<void>;
  /** Messages, to standard error. */
  err(text: string): void;
  readonly outIsTerminal: boolean;
  readonly errIsTerminal: boolean;
  /** Columns of the terminal; undefined when standard output is none. */
  readonly columns: number | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
}

/** Runs a command line in this process. @returns its exit code */
export type Again = (argv: readonly string[], io: Io) => Promise<number>;

const fallbackColumns = 80;

/** Node leaves `isTTY` out on a pipe, whatever its type says. */
const isTerminal = (stream: { readonly isTTY?: boolean }): boolean => stream.isTTY ?? false;

export function processIo(): Io {
  const { stdout, stderr } = process;
  const outIsTerminal = isTerminal(stdout);
  return {
    out: async (text) => {
      if (text !== '' && !stdout.write(text)) await once(stdout, 'drain');
    },
    err: (text) => {
      stderr.write(text);
    },
    outIsTerminal,
    errIsTerminal: isTerminal(stderr),
    columns: outIsTerminal ? stdout.columns || fallbackColumns : undefined,
    env: process.env,
    now: () => new Date(),
  };
}
