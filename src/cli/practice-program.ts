import type { Command } from 'commander';
import { Option } from 'commander';
import type { NewOptions } from './commands/practice.js';
import type { PlayOptions } from './commands/practice-play.js';
import type { Context, Format } from './context.js';

/** How makeProgram wraps the action of a command. */
export type Run = <A extends readonly unknown[]>(
  formats: readonly Format[],
  command: Command,
  action: (context: Context, ...args: A) => Promise<number>,
) => (...args: A) => Promise<void>;

const all: readonly Format[] = ['table', 'json', 'jsonl', 'csv'];

/** `konseki practice new | list | play | score`. */
export function addPractice(
  program: Command,
  run: Run,
  examples: (...lines: readonly string[]) => string,
): void {
  const practice = program
    .command('practice')
    .description('practice incidents: make one, play the exercise, score an investigation')
    .helpCommand(false)
    .addHelpText(
      'after',
      examples(
        'konseki practice list',
        'konseki practice new workshop --out incident',
        'konseki investigate incident --case practice.case',
        'konseki practice play incident --case practice.case',
        'konseki practice score practice.case incident/truth.json',
      ),
    );

  const newCommand = practice
    .command('new')
    .description('write the exports of a made-up incident, with the truth of what happened')
    .argument('<scenario>', 'one of "konseki practice list"')
    .requiredOption('--out <dir>', 'a folder that is empty or not there')
    .option('--seed <number>', 'the same seed gives the same files', '1')
    .option('--users <number>', "people in the company (default: the scenario's own)")
    .option('--days <number>', "days of logs (default: the scenario's own)")
    .option('--events <number>', 'about so many events: everyday life is made as busy as that')
    .addHelpText(
      'after',
      examples(
        'konseki practice new workshop --out incident',
        'konseki practice new workshop --seed 7 --users 40 --days 7 --out small',
        'konseki practice new workshop --events 1000000 --out large',
      ),
    );
  newCommand.action(
    run(['table', 'json'], newCommand, async (context, scenario: string, options: NewOptions) =>
      (await import('./commands/practice.js')).practiceNew(context, scenario, options),
    ),
  );

  const listCommand = practice
    .command('list')
    .description('list the scenarios there are')
    .addHelpText('after', examples('konseki practice list', 'konseki practice list --json'));
  listCommand.action(
    run(all, listCommand, async (context) =>
      (await import('./commands/practice.js')).practiceList(context),
    ),
  );

  const playCommand = practice
    .command('play')
    .description(
      'the exercise: a report comes in, and at each step of the work there are questions; piped input answers one a line',
    )
    .argument('[incident]', 'folder or truth.json of "practice new" (default: made anew)')
    .addOption(
      new Option('--lang <language>', 'language of the exercise (default: as the terminal is)')
        .choices(['en', 'ja']), // prettier-ignore
    )
    .option('--case <dir>', 'your case, for the commands that show the answers')
    .option('--scenario <name>', 'scenario to make when no incident is named', 'workshop')
    .option('--seed <number>', 'its seed', '1')
    .addHelpText(
      'after',
      examples(
        'konseki practice play',
        'konseki practice play incident --case practice.case',
        'konseki practice play incident --lang ja',
        'konseki practice play incident --json < answers.txt',
      ),
    );
  playCommand.action(
    run(
      ['table', 'json'],
      playCommand,
      async (context, incident: string | undefined, options: PlayOptions) =>
        (await import('./commands/practice-play.js')).practicePlay(context, incident, options),
    ),
  );

  const scoreCommand = practice
    .command('score')
    .description('compare what a case holds and an investigation found with the truth')
    .argument('<case>', 'folder of the case')
    .argument('<truth>', 'truth.json of the incident, or its folder')
    .addHelpText(
      'after',
      examples(
        'konseki practice score practice.case incident/truth.json',
        'konseki practice score practice.case incident --json',
      ),
    );
  scoreCommand.action(
    run(['table', 'json'], scoreCommand, async (context, dir: string, truth: string) =>
      (await import('./commands/practice.js')).practiceScore(context, dir, truth),
    ),
  );
}
