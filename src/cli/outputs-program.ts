import type { Command } from 'commander';
import type { ExportOptions } from './commands/export.js';
import type { InterviewOptions } from './commands/interview.js';
import type { TimelineOptions } from './commands/timeline.js';
import type { Context, Format } from './context.js';
import { collect } from './context.js';
import { fromHelp } from './incident-program.js';

type Run = <A extends readonly unknown[]>(
  formats: readonly Format[],
  command: Command,
  action: (context: Context, ...args: A) => Promise<number>,
) => (...args: A) => Promise<void>;
type Examples = (...lines: readonly string[]) => string;

/** What is made of an incident for people and other programs: names, options and help. */
export function addOutputs(program: Command, run: Run, examples: Examples): void {
  const making = (name: string, about: string, lines: readonly string[]): Command =>
    program
      .command(name)
      .description(about)
      .argument('<case>', 'folder of the case')
      .option('--incident <id>', 'which incident, by id or its beginning (default: the gravest)')
      .option('--from <kind:value>', fromHelp, collect)
      .option('--force', 'replace files that are there')
      .addHelpText('after', examples(...lines));

  const timeline = making(
    'timeline',
    'show the incident in order of time, as text or as a figure of three lanes: user, Microsoft 365, attacker',
    [
      'konseki timeline alice.case --tz Asia/Tokyo',
      'konseki timeline alice.case --open 3f9a21',
      'konseki timeline alice.case --format svg,png --lang ja --out figures',
      'konseki timeline alice.case --by log --format png --out figures',
    ],
  )
    .option('--format <formats>', 'text, svg, png; several with commas (default: text)')
    .option('--lang <language>', 'en or ja (default: en)')
    .option('--by <columns>', 'lane: who acted; log: which log tells it', 'lane')
    .option('--open <id>', 'the events of one entry, by its id, or of a finding')
    .option('--out <dir>', 'write files into this folder');
  timeline.action(
    run(['table', 'json', 'jsonl', 'csv'], timeline, async (context, dir: string, options: TimelineOptions) =>
      (await import('./commands/timeline.js')).timeline(context, dir, options),
    ),
  ); // prettier-ignore

  const exporting = making(
    'export',
    'write the incident for other programs: Timesketch, STIX 2.1, MISP, and tables of events and findings',
    [
      'konseki export alice.case --format timesketch --out for-timesketch',
      'konseki export alice.case --format stix,misp --out indicators',
      'konseki export alice.case --format csv,jsonl,parquet --out tables',
    ],
  )
    .requiredOption(
      '--format <formats>',
      'timesketch, stix, misp, csv, jsonl, parquet; several with commas',
    )
    .requiredOption('--out <dir>', 'write files into this folder');
  exporting.action(
    run(['table', 'json'], exporting, async (context, dir: string, options: ExportOptions) =>
      (await import('./commands/export.js')).exportIncident(context, dir, options),
    ),
  );

  const interview = making(
    'interview',
    'write questions for the user and colleagues as a form to fill; each says which answer leads to which command',
    [
      'konseki interview alice.case > questions.md',
      'konseki interview alice.case --lang ja --out forms',
    ],
  )
    .option('--lang <language>', 'en or ja (default: en)')
    .option('--out <dir>', 'write the form into this folder (default: to the terminal)');
  interview.action(
    run(['table'], interview, async (context, dir: string, options: InterviewOptions) =>
      (await import('./commands/interview.js')).interview(context, dir, options),
    ),
  );
}
