import { CommanderError } from 'commander';
import { tellError } from './errors.js';
import { exitCode } from './exit-code.js';
import type { Io } from './io.js';
import { processIo } from './io.js';
import { makeProgram } from './program.js';
import { runServed } from './served.js';

/**
 * Runs one command line (without node and script) and gives the exit code of docs/exit-codes.md.
 * Every error becomes a message here; only Ctrl-C ends the process.
 */
export async function main(argv: readonly string[], io: Io = processIo()): Promise<number> {
  let code: number = exitCode.done;
  const interrupt = (): void => {
    // A file is in the case wholly or not at all, so there is nothing to tidy.
    io.err('\nkonseki: stopped; the same command goes on where it was.\n');
    process.exit(exitCode.interrupted);
  };
  process.once('SIGINT', interrupt);
  try {
    const program = makeProgram(
      io,
      (ended) => {
        code = ended;
      },
      main,
    );
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    // Help and version end this way too, with 0; commander has written its own message.
    if (error instanceof CommanderError)
      return error.exitCode === 0 ? exitCode.done : exitCode.usage;
    return (await served(error, argv, io)) ?? tellError(io, error);
  } finally {
    process.removeListener('SIGINT', interrupt);
  }
}

async function served(
  error: unknown,
  argv: readonly string[],
  io: Io,
): Promise<number | undefined> {
  try {
    return await runServed(error, argv, io);
  } catch (fault) {
    return tellError(io, fault);
  }
}
