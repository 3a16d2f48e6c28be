import type { Command } from 'commander';
import type { RulesExportOptions } from './commands/rules-export.js';
import type { Context, Format } from './context.js';

type Run = <A extends readonly unknown[]>(
  formats: readonly Format[],
  command: Command,
  action: (context: Context, ...args: A) => Promise<number>,
) => (...args: A) => Promise<void>;

/** `konseki rules …`: names, options and help. */
export function addRules(
  program: Command,
  run: Run,
  examples: (...lines: readonly string[]) => string,
): void {
  const rules = program
    .command('rules')
    .description(
      'the rules that find traces: list, show, check and test them, and export them for a SIEM',
    )
    .addHelpText(
      'after',
      examples(
        'konseki rules list',
        'konseki rules show evasion_inbox-rule-hides',
        'konseki rules check my-rules/',
        'konseki rules test my-rules/',
        'konseki rules export --to kql,sentinel --out siem',
      ),
    );

  const listCommand = rules
    .command('list')
    .description('list the rules: stage, trace, severity, techniques, logs')
    .option('--rules <path>', 'rules of your own as well: a folder or a file', collectPath)
    .addHelpText(
      'after',
      examples('konseki rules list', 'konseki rules list --rules sigma/ --csv'),
    );
  listCommand.action(
    run(
      ['table', 'json', 'jsonl', 'csv'],
      listCommand,
      async (context, options: { readonly rules?: readonly string[] }) =>
        (await import('./commands/rules-list.js')).rulesList(context, options.rules ?? []),
    ),
  );

  const showCommand = rules
    .command('show')
    .description('show one rule: what it finds and why, what else it could be, what to check')
    .argument('<id>', "the rule's id or its beginning, its file's name, or its title")
    .option('--rules <path>', 'rules of your own as well: a folder or a file', collectPath)
    .addHelpText('after', examples('konseki rules show evasion_inbox-rule-hides'));
  showCommand.action(
    run(
      ['table', 'json'],
      showCommand,
      async (context, id: string, options: { readonly rules?: readonly string[] }) =>
        (await import('./commands/rules-list.js')).rulesShow(context, id, options.rules ?? []),
    ),
  );

  const checkCommand = rules
    .command('check')
    .description(
      'check rules: what cannot be used, and where; which rules could never find anything',
    )
    .argument('[paths...]', 'folders and files (default: the rules that come with Konseki)')
    .addHelpText(
      'after',
      `\nEnds with 1 when a rule is wrong, with 3 when there is none. Rules that can never find anything are listed.\n${examples('konseki rules check my-rules/', 'konseki rules check sigma/rules/cloud --json')}`,
    );
  checkCommand.action(
    run(['table', 'json'], checkCommand, async (context, paths: string[]) =>
      (await import('./commands/rules-check.js')).rulesCheck(context, paths),
    ),
  );

  const testCommand = rules
    .command('test')
    .description('run rules on the samples beside them')
    .argument('[paths...]', 'folders and files (default: the rules that come with Konseki)')
    .addHelpText(
      'after',
      `\nEnds with 1 when a sample is not as it should be.\n${examples('konseki rules test rules/exchange', 'konseki rules test rules/exchange/evasion_inbox-rule-hides.yml')}`,
    );
  testCommand.action(
    run(['table', 'json'], testCommand, async (context, paths: string[]) =>
      (await import('./commands/rules-test.js')).rulesTest(context, paths),
    ),
  );

  const exportCommand = rules
    .command('export')
    .description(
      'write the rules for a SIEM: published Sigma, KQL, analytic rules of Microsoft Sentinel',
    )
    .requiredOption('--to <formats>', 'sigma, kql, sentinel; several with commas')
    .requiredOption('--out <dir>', 'write files into this folder, which must be empty')
    .option('--rules <path>', 'these rules instead of those that come with Konseki', collectPath)
    .option('--level <level>', 'rules of this level and above', 'informational')
    .option('--lang <language>', 'heads of files in en or ja (default: en)')
    .option('--force', 'replace files that are there')
    .addHelpText(
      'after',
      `\nWhat a format cannot say is listed in NOT-EXPORTED.md, and the command ends with 1.\n${examples('konseki rules export --to sigma,kql,sentinel --out siem', 'konseki rules export --to sentinel --level medium --lang ja --out siem', 'konseki rules export --to kql --rules my-rules/ --out siem --json')}`,
    );
  exportCommand.action(
    run(['table', 'json'], exportCommand, async (context, options: RulesExportOptions) =>
      (await import('./commands/rules-export.js')).rulesExport(context, options),
    ),
  );
}

const collectPath = (value: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  value,
];
