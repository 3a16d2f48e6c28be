import type { Command } from 'commander';
import type { ServeCommandOptions } from './commands/serve.js';
import type { Context, Format } from './context.js';
import type { Again } from './io.js';

type Run = <A extends readonly unknown[]>(
  formats: readonly Format[],
  command: Command,
  action: (context: Context, ...args: A) => Promise<number>,
) => (...args: A) => Promise<void>;
type Examples = (...lines: readonly string[]) => string;

/** `konseki serve`: names, options and help. */
export function addServe(program: Command, run: Run, examples: Examples, again: Again): void {
  const serve = program
    .command('serve')
    .description('open the workbench on a case in the browser; a case that is not there is made')
    .argument('<case>', 'folder of the case')
    .option('--port <number>', 'the port to answer on (default: any free one)')
    .option('--no-open', 'do not open the browser, only print the address')
    .addHelpText(
      'after',
      examples(
        'konseki serve alice.case',
        'konseki serve new.case          (drop files on it in the browser)',
        'konseki serve alice.case --port 8600 --no-open',
      ),
    );
  serve.action(
    run(['table', 'json'], serve, async (context, dir: string, options: ServeCommandOptions) =>
      (await import('./commands/serve.js')).serve(context, dir, options, again),
    ),
  );
}
