import type { Command } from 'commander';
import type { DormantCommandOptions } from './commands/dormant.js';
import type { PostureCommandOptions } from './commands/posture.js';
import type { Context, Format } from './context.js';
import { collect } from './context.js';

type Run = <A extends readonly unknown[]>(
  formats: readonly Format[],
  command: Command,
  action: (context: Context, ...args: A) => Promise<number>,
) => (...args: A) => Promise<void>;
type Examples = (...lines: readonly string[]) => string;

/** `konseki posture` and `konseki dormant`: names, options and help. */
export function addPosture(program: Command, run: Run, examples: Examples): void {
  const judging = (name: string, about: string): Command =>
    program
      .command(name)
      .description(about)
      .argument('<snapshot>', 'folder, zip or JSON file with objects of Microsoft Graph')
      .option('--days <days>', 'without sign-in for so long is unused (default: 90)')
      .option('--now <time>', 'judge as of this time (default: now)')
      .option('--break-glass <id>', 'an emergency account or its group, by id or name; may be repeated', collect)
      .option('--lang <language>', 'en or ja (default: en)'); // prettier-ignore

  const posture = judging(
    'posture',
    "judge each defensive measure by a tenant's configuration: enforced, with gaps, report-only, absent …",
  )
    .option('--measure <id>', 'only this one, e.g. W-73; may be repeated', collect)
    .option('--licence <names>', 'free, p1, p2, e3, e5, business-premium …; overrules subscribedSkus')
    .option('--answers <file>', 'answers to what configuration does not tell (JSON or YAML)')
    .option('--answer <id=answer>', 'answer yes, partly or no, and keep it in --answers', collect)
    .option('--note <text>', 'how, with --answer')
    .option('--by <name>', 'who says so, with --answer')
    .addHelpText(
      'after',
      examples(
        'konseki posture tenant/',
        'konseki posture tenant.zip --lang ja --break-glass emergency@tradewinds.example',
        'konseki posture tenant/ --measure W-72 --json',
        'konseki posture tenant/ --answers answers.json --answer W-74=yes --note "Sentinel rule 12" --by Alice',
      ),
    ); // prettier-ignore
  posture.action(
    run(['table', 'json'], posture, async (context, at: string, options: PostureCommandOptions) =>
      (await import('./commands/posture.js')).posture(context, at, options),
    ),
  );

  const dormant = judging(
    'dormant',
    'list unused accounts, guests, privilege that is not needed, and applications nobody uses',
  ).addHelpText(
    'after',
    examples('konseki dormant tenant/', 'konseki dormant tenant.zip --days 60 --json'),
  );
  dormant.action(
    run(['table', 'json'], dormant, async (context, at: string, options: DormantCommandOptions) =>
      (await import('./commands/dormant.js')).dormant(context, at, options),
    ),
  );
}
