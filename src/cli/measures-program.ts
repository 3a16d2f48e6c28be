import type { Command } from 'commander';
import type { MeasuresOptions, MeasuresPolicyOptions } from './commands/measures.js';
import type { PlanOptions } from './commands/plan.js';
import type { Context, Format } from './context.js';
import { collect } from './context.js';
import { fromHelp } from './incident-program.js';

type Run = <A extends readonly unknown[]>(
  formats: readonly Format[],
  command: Command,
  action: (context: Context, ...args: A) => Promise<number>,
) => (...args: A) => Promise<void>;
type Examples = (...lines: readonly string[]) => string;

/** `konseki plan` and `konseki measures`: names, options and help. */
export function addMeasures(program: Command, run: Run, examples: Examples): void {
  const plan = program
    .command('plan')
    .description('which logs there are, until when each can be fetched for this incident, how, and in what order')
    .argument('[case]', 'folder of a case: what is there already, and what is missing')
    .option('--licence <names>', 'free, p1, p2, e3, e5, business-premium …; several with commas', collect)
    .option('--incident-start <time>', 'when it began (default: as the case says)')
    .option('--incident-end <time>', 'when it ended (default: as the case says, else now)')
    .option('--now <time>', 'reckon as of this time (default: now)')
    .option('--incident <id>', 'which incident of the case (default: the gravest)')
    .option('--from <kind:value>', fromHelp, collect)
    .option('--format <format>', 'text or md', 'text')
    .option('--lang <language>', 'en or ja (default: en)')
    .addHelpText('after', examples(
      'konseki plan --licence e3 --incident-start 2024-05-10T09:25',
      'konseki plan alice.case --licence business-premium --lang ja',
      'konseki plan --licence e5 --format md > fetch-these.md',
    )); // prettier-ignore
  plan.action(
    run(['table', 'json'], plan, async (context, dir: string | undefined, options: PlanOptions) =>
      (await import('./commands/plan.js')).plan(context, dir, options),
    ),
  );

  const measures = program
    .command('measures')
    .description('which measure would have stopped, ended or shown which step of the incident; and its setting'); // prettier-ignore
  const ofCase = measures
    .command('show', { isDefault: true })
    .description('hold the measures against the incident of a case')
    .argument('<case>', 'folder of the case')
    .option('--incident <id>', 'which incident, by id or its beginning (default: the gravest)')
    .option('--from <kind:value>', fromHelp, collect)
    .option('--posture <file>', 'what "konseki posture SNAPSHOT --json" printed: the state in this tenant')
    .option('--format <formats>', 'text, md, svg, png; several with commas', 'text')
    .option('--out <dir>', 'where to write files (default: the folder measures of the case)')
    .option('--lang <language>', 'en or ja (default: en)')
    .option('--force', 'replace files that are there')
    .addHelpText('after', examples(
      'konseki measures alice.case',
      'konseki measures alice.case --format svg,png,md --lang ja --out figures',
      'konseki measures alice.case --posture posture.json',
    )); // prettier-ignore
  ofCase.action(
    run(['table', 'json'], ofCase, async (context, dir: string, options: MeasuresOptions) =>
      (await import('./commands/measures.js')).measures(context, dir, options),
    ),
  );

  const policy = measures
    .command('policy')
    .description('write the Conditional Access policy (report-only) or setting of one measure as Graph takes it')
    .argument('<measure>', 'e.g. W-73')
    .requiredOption('--out <file>', 'where to write it')
    .option('--break-glass <id>', 'object id of an emergency account to exclude; may be repeated', collect)
    .option('--lang <language>', 'en or ja (default: en)')
    .option('--force', 'replace a file that is there')
    .addHelpText('after', examples(
      'konseki measures policy W-73 --out w73.json --break-glass 11111111-2222-3333-4444-555555555555',
      'konseki measures policy W-7B --out w7b.json --lang ja',
    )); // prettier-ignore
  policy.action(
    run(['table', 'json'], policy, async (context, id: string, options: MeasuresPolicyOptions) =>
      (await import('./commands/measures.js')).measuresPolicy(context, id, options),
    ),
  );
}
