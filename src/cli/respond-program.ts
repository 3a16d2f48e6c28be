import type { Command } from 'commander';
import type { RespondOptions } from './commands/respond.js';
import type { Context, Format } from './context.js';

type Run = <A extends readonly unknown[]>(
  formats: readonly Format[],
  command: Command,
  action: (context: Context, ...args: A) => Promise<number>,
) => (...args: A) => Promise<void>;
type Examples = (...lines: readonly string[]) => string;

/** The response plan: name, options and help. */
export function addRespond(program: Command, run: Run, examples: Examples): void {
  const command = program
    .command('respond')
    .description(
      'plan the response step by step: why, what to save first, portal, PowerShell, Graph; and keep what was done',
    )
    .argument('<case>', 'folder of the case')
    .argument('[state]', 'record a state: done, todo or not-needed')
    .argument('[step]', 'number or id of the step')
    .option('--lang <language>', 'en or ja (default: en)')
    .option('--incident <id>', 'the incident (default: the gravest)')
    .option('--full', 'tell everything of every step')
    .option('--script <dir>', 'write one PowerShell script a step and a README into a new folder')
    .option('--phase <phase>', 'with done: contain or remove (default: contain)')
    .option('--note <text>', 'what was done')
    .option('--why <text>', 'why it is not needed')
    .option('--by <name>', 'who says so (default: your user name)')
    .addHelpText(
      'after',
      examples(
        'konseki respond alice.case',
        'konseki respond alice.case --full --lang ja',
        'konseki respond alice.case --script scripts/',
        'konseki respond alice.case done 1 --note "revoked in the portal at 11:20"',
        'konseki respond alice.case done W-54 --phase remove',
        'konseki respond alice.case not-needed 9 --why "the address is our VPN"',
      ),
    );
  command.action(
    run(
      ['table', 'json'],
      command,
      async (context, dir: string, state: string | undefined, step: string | undefined, options: RespondOptions) =>
        (await import('./commands/respond.js')).respond(context, dir, state, step, options),
    ),
  ); // prettier-ignore
}
