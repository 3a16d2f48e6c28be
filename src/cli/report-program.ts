import type { Command } from 'commander';
import type { BundleCommandOptions } from './commands/bundle.js';
import type { ReportCommandOptions } from './commands/report.js';
import type { Context, Format } from './context.js';
import { collect } from './context.js';
import { fromHelp } from './incident-program.js';

type Run = <A extends readonly unknown[]>(
  formats: readonly Format[],
  command: Command,
  action: (context: Context, ...args: A) => Promise<number>,
) => (...args: A) => Promise<void>;
type Examples = (...lines: readonly string[]) => string;

/** `konseki report` and `konseki bundle`: names, options and help. */
export function addReport(program: Command, run: Run, examples: Examples): void {
  const report = program
    .command('report')
    .description(
      'write the report: Markdown, one HTML file, DOCX, PDF and XLSX, in English or Japanese',
    )
    .argument('<case>', 'folder of the case')
    .option('--format <formats>', 'md, html, docx, pdf, xlsx; several with commas (default: all)')
    .option('--lang <language>', 'en or ja (default: en)')
    .option('--out <dir>', 'where to write (default: the folder report of the case)')
    .option('--tlp <label>', 'who may have it: clear, green, amber, amber+strict, red', 'amber')
    .option('--redact', 'people and subjects by pseudonyms, the same everywhere')
    .option('--incident <id>', 'which incident, by id or its beginning (default: the gravest)')
    .option('--force', 'replace files that are there')
    .option('--from <kind:value>', fromHelp, collect)
    .addHelpText(
      'after',
      examples(
        'konseki report alice.case',
        'konseki report alice.case --format pdf,docx --lang ja --out for-the-board',
        'konseki report alice.case --format html --tlp green --redact',
      ),
    );
  report.action(
    run(['table', 'json'], report, async (context, dir: string, options: ReportCommandOptions) =>
      (await import('./commands/report.js')).report(context, dir, options),
    ),
  );

  const bundle = program
    .command('bundle')
    .description(
      'pack the hand-over into one ZIP file: report in all formats, incident document, evidence list, journal, SHA-256 of each',
    )
    .argument('<case>', 'folder of the case')
    .option('--out <file>', 'the ZIP file (default: in the folder bundle of the case)')
    .option('--lang <language>', 'en or ja (default: en)')
    .option('--tlp <label>', 'who may have it: clear, green, amber, amber+strict, red', 'amber')
    .option('--redact', 'people and subjects by pseudonyms; the journal stays out')
    .option('--incident <id>', 'which incident, by id or its beginning (default: the gravest)')
    .option('--force', 'replace a file that is there')
    .option('--from <kind:value>', fromHelp, collect)
    .addHelpText(
      'after',
      examples(
        'konseki bundle alice.case',
        'konseki bundle alice.case --out handover.zip --lang ja --tlp red',
        'konseki bundle alice.case --redact --out for-others.zip',
      ),
    );
  bundle.action(
    run(['table', 'json'], bundle, async (context, dir: string, options: BundleCommandOptions) =>
      (await import('./commands/bundle.js')).bundle(context, dir, options),
    ),
  );
}
