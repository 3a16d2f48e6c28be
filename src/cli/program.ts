import { Command } from 'commander';
import { visible } from '../output/visible.js';
import type { DemoOptions } from './commands/demo.js';
import type { DetectOptions } from './commands/detect.js';
import type { EventsOptions } from './commands/events.js';
import type { EvidenceOptions } from './commands/evidence.js';
import type { FindingOptions } from './commands/finding.js';
import type { FindingsOptions } from './commands/findings.js';
import type { InvestigateOptions } from './commands/investigate.js';
import type { SessionOptions } from './commands/session.js';
import type { SessionsOptions } from './commands/sessions.js';
import type { AddingOptions } from './adding.js';
import type { Context, Format } from './context.js';
import { collect, contextOf } from './context.js';
import { exitCodeHelp } from './exit-code.js';
import type { Again, Io } from './io.js';
import { addPractice } from './practice-program.js';
import { addIncident, fromHelp } from './incident-program.js';
import { addReport } from './report-program.js';
import { addRespond } from './respond-program.js';
import { addOutputs } from './outputs-program.js';
import { addPosture } from './posture-program.js';
import { addRules } from './rules-program.js';
import { addMeasures } from './measures-program.js';
import { addServe } from './serve-program.js';
import { version } from './version.js';

const examples = (...lines: readonly string[]): string =>
  `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}\n`;

const all: readonly Format[] = ['table', 'json', 'jsonl', 'csv'];

/**
 * The command line: names, options and help. A command's code is loaded when it runs, so that help
 * comes at once. `ended` is told the exit code of the command that ran,
 * `again` runs another command line.
 */
export function makeProgram(io: Io, ended: (code: number) => void, again: Again): Command {
  const program = new Command('konseki');
  program
    .description(
      'Konseki (痕跡, "traces"): from the log exports of a Microsoft 365 tenant to what an intruder did.\nNothing is sent anywhere; evidence is read and never altered.',
    )
    .version(version(), '-V, --version', 'show the version')
    .option('--json', 'answer as JSON (times in UTC, ISO 8601)')
    .option('--jsonl', 'answer as JSON Lines')
    .option('--csv', 'answer as CSV; cells that a spreadsheet would run start with an apostrophe')
    .option('--tz <zone>', 'show times to people in this zone, e.g. Asia/Tokyo (default: UTC)')
    .option('--no-color', 'no colours (also with NO_COLOR set)')
    .option('-q, --quiet', 'no progress and no remarks, only results and errors')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .configureHelp({ showGlobalOptions: true, helpWidth: Math.min(io.columns ?? 100, 100) })
    .configureOutput({
      writeOut: (text) => void io.out(text),
      writeErr: (text) => {
        io.err(text);
      },
      outputError: (text, write) => {
        write(`konseki: ${visible(text.trim().replace(/^error: /, ''))}\n`);
      },
    })
    .showHelpAfterError('Try "konseki --help" or "konseki <command> --help".')
    .exitOverride()
    .addHelpText('after', () =>
      [
        examples(
          'konseki demo',
          'konseki investigate exports/',
          'konseki investigate ual.csv signins.json.gz --case alice.case',
          'konseki events alice.case --session e55a5c8e-aefe-4369-bd4a-c2eaad764e9b',
        ),
        exitCodeHelp,
      ].join('\n'),
    );

  /** An action that answers in one of the formats. */
  const run =
    <A extends readonly unknown[]>(
      formats: readonly Format[],
      command: Command,
      action: (context: Context, ...args: A) => Promise<number>,
    ) =>
    async (...args: A): Promise<void> => {
      ended(await action(contextOf(io, command, formats), ...args));
    };

  const adding = (command: Command): Command =>
    command
      .option('--copy', 'keep a copy of each file in the case')
      .option('--mmdb <file>', 'a better address database (.mmdb); may be repeated', collect);

  const investigateCommand = adding(program.command('investigate'))
    .description(
      'read logs into a case and tell the incident: who came in, when and how, what was done, what to do now',
    )
    .argument('<paths...>', 'files, folders and archives (.zip, .gz)')
    .option('--from <kind:value>', fromHelp, collect)
    .option('--case <dir>', 'the case; made if it is not there (default: <first path>.case here)')
    .addHelpText(
      'after',
      examples(
        'konseki investigate exports/',
        'konseki investigate ual.csv signins.csv --case alice.case',
        'konseki investigate exports.zip --from user:alice@tradewinds.example',
        'konseki investigate exports.zip --tz Asia/Tokyo',
        'konseki investigate exports/ --json > answer.json',
      ),
    );
  investigateCommand.action(
    run(
      ['table', 'json'],
      investigateCommand,
      async (context, paths: string[], options: InvestigateOptions) =>
        (await import('./commands/investigate.js')).investigate(context, paths, options),
    ),
  );

  const addCommand = adding(program.command('add'))
    .description('add files to a case that is there')
    .argument('<case>', 'folder of the case')
    .argument('<paths...>', 'files, folders and archives')
    .addHelpText(
      'after',
      examples(
        'konseki add alice.case signins-june.csv',
        'konseki add alice.case more/ --copy --json',
      ),
    );
  addCommand.action(
    run(
      ['table', 'json', 'jsonl'],
      addCommand,
      async (context, dir: string, paths: string[], options: AddingOptions) =>
        (await import('./commands/add.js')).add(context, dir, paths, options),
    ),
  );

  const evidenceCommand = program
    .command('evidence')
    .description('list the files of a case and what became of their records')
    .argument('<case>', 'folder of the case')
    .option('--rejects', 'list the records that could not become events, and why')
    .addHelpText(
      'after',
      examples('konseki evidence alice.case', 'konseki evidence alice.case --rejects --csv'),
    );
  evidenceCommand.action(
    run(all, evidenceCommand, async (context, dir: string, options: EvidenceOptions) =>
      (await import('./commands/evidence.js')).evidence(context, dir, options),
    ),
  );

  const eventsCommand = program
    .command('events')
    .description(
      'list events in order of time; all filters must hold, and of a filter given twice either value',
    )
    .argument('<case>', 'folder of the case')
    .option('--user <name>', 'who did it or whose it is: user principal name or object id', collect)
    .option('--session <id>', 'session, also of events joined to it by a token', collect)
    .option('--ip <address>', 'client address', collect)
    .option('--operation <name>', 'e.g. New-InboxRule', collect)
    .option('--source <log>', 'ual, entra_signin, entra_audit, …', collect)
    .option('--app <name>', "application's name or id", collect)
    .option('--outcome <word>', 'success, failure, unknown, …', collect)
    .option('--country <code>', 'two letters, as JP', collect)
    .option('--finding <id>', 'events that prove this finding', collect)
    .option('--since <time>', '2024-05-10 or 2024-05-10T09:30 (UTC) or …T18:30+09:00; included')
    .option('--until <time>', 'the same; not included, so a date alone ends before that day')
    .option('--grep <regexp>', 'regular expression (RE2, any case) in the whole record')
    .option('--columns <names>', 'columns, separated by commas, or "all"')
    .option(
      '--limit <rows>',
      'at most so many rows, or "all" (default: 200 on a terminal, else all)',
    )
    .addHelpText(
      'after',
      examples(
        'konseki events alice.case --user alice@tradewinds.example --since 2024-05-10T09:00',
        'konseki events alice.case --operation New-InboxRule --operation Set-InboxRule',
        'konseki events alice.case --ip 152.42.161.220 --columns time,user,operation,app_name',
        'konseki events alice.case --grep "business card" --csv > found.csv',
      ),
    );
  eventsCommand.action(
    run(all, eventsCommand, async (context, dir: string, options: EventsOptions) =>
      (await import('./commands/events.js')).events(context, dir, options),
    ),
  );

  const eventCommand = program
    .command('event')
    .description('show one event: every column, the whole record, and where it was found')
    .argument('<case>', 'folder of the case')
    .argument('<id>', "the event's id, or the beginning or end of it")
    .addHelpText(
      'after',
      examples('konseki event alice.case 5c2f8a10', 'konseki event alice.case 5c2f8a10 --json'),
    );
  eventCommand.action(
    run(['table', 'json', 'jsonl'], eventCommand, async (context, dir: string, id: string) =>
      (await import('./commands/event.js')).event(context, dir, id),
    ),
  );

  const detectCommand = program
    .command('detect')
    .description(
      'look for traces of an intruder with all rules, and show what was found, by stage of the attack',
    )
    .argument('<case>', 'folder of the case')
    .option('--rules <path>', 'Sigma rules of your own as well: a folder or a file', collect)
    .addHelpText(
      'after',
      `\nOther commands look for traces by themselves when evidence or rules have changed.\n${examples(
        'konseki detect alice.case',
        'konseki detect alice.case --rules sigma/rules/cloud/m365 --json',
      )}`,
    );
  detectCommand.action(
    run(all, detectCommand, async (context, dir: string, options: DetectOptions) =>
      (await import('./commands/detect.js')).detect(context, dir, options),
    ),
  );

  const findingsCommand = program
    .command('findings')
    .description(
      'list findings, the gravest first; all filters must hold, and of a filter given twice either value',
    )
    .argument('<case>', 'folder of the case')
    .option('--stage <stage>', 'phishing, credential, session-theft, login, …', collect)
    .option('--severity <severity>', 'at least so grave: low, medium, high, critical')
    .option('--user <name>', 'who did it, or to whom it was done', collect)
    .option('--session <id>', 'session', collect)
    .option('--ip <address>', 'client address', collect)
    .option('--rule <id>', 'id of a rule or its beginning, or a trace: hiding-rule, …', collect)
    .option('--technique <id>', 'ATT&CK technique; T1078 is also T1078.004', collect)
    .option('--since <time>', '2024-05-10 or 2024-05-10T09:30 (UTC) or …T18:30+09:00; included')
    .option('--until <time>', 'the same; not included')
    .option('--limit <rows>', 'at most so many, or "all" (default: 100 on a terminal, else all)')
    .addHelpText(
      'after',
      examples(
        'konseki findings alice.case --severity medium',
        'konseki findings alice.case --stage evasion --user alice@tradewinds.example',
        'konseki findings alice.case --json > findings.json',
      ),
    );
  findingsCommand.action(
    run(all, findingsCommand, async (context, dir: string, options: FindingsOptions) =>
      (await import('./commands/findings.js')).findings(context, dir, options),
    ),
  );

  const findingCommand = program
    .command('finding')
    .description(
      'show one finding: what it could be instead, what to check next, and the records that prove it',
    )
    .argument('<case>', 'folder of the case')
    .argument('<id>', "the finding's id, or its beginning")
    .option('--limit <rows>', 'at most so many events, or "all" (default: 50 on a terminal)')
    .addHelpText(
      'after',
      examples('konseki finding alice.case 3f9a', 'konseki finding alice.case 3f9a --json'),
    );
  findingCommand.action(
    run(
      ['table', 'json'],
      findingCommand,
      async (context, dir: string, id: string, options: FindingOptions) =>
        (await import('./commands/finding.js')).finding(context, dir, id, options),
    ),
  );

  const sessionsCommand = program
    .command('sessions')
    .description(
      'list sign-in sessions, the gravest first: whose they seem and why, from where, how many events',
    )
    .argument('<case>', 'folder of the case')
    .option('--user <name>', 'only sessions in which this user did something', collect)
    .option('--verdict <verdict>', 'only attacker, mixed, suspicious, unknown or user', collect)
    .option('--order <order>', 'gravity or time (default: gravity)')
    .option('--limit <rows>', 'at most so many rows, or "all"')
    .addHelpText(
      'after',
      examples(
        'konseki sessions alice.case',
        'konseki sessions alice.case --verdict attacker --verdict mixed',
        'konseki sessions alice.case --user alice@tradewinds.example --order time --json',
      ),
    );
  sessionsCommand.action(
    run(all, sessionsCommand, async (context, dir: string, options: SessionsOptions) =>
      (await import('./commands/sessions.js')).sessions(context, dir, options),
    ),
  );

  const sessionCommand = program
    .command('session')
    .description(
      'show one session: what speaks for and against it, its parts, and its flow over all logs',
    )
    .argument('<case>', 'folder of the case')
    .argument('<id>', "the session's id, or its beginning; i-… for one without an id")
    .option('--limit <rows>', 'at most so many events, or "all" (default: 200 on a terminal)')
    .addHelpText(
      'after',
      examples(
        'konseki session alice.case e55a5c8e',
        'konseki session alice.case e55a5c8e --csv > flow.csv',
      ),
    );
  sessionCommand.action(
    run(all, sessionCommand, async (context, dir: string, id: string, options: SessionOptions) =>
      (await import('./commands/session.js')).session(context, dir, id, options),
    ),
  );

  const verifyCommand = program
    .command('verify')
    .description(
      'hash the evidence again and compare; ends with 1 when a file is not as it was added',
    )
    .argument('<case>', 'folder of the case')
    .addHelpText(
      'after',
      examples('konseki verify alice.case', 'konseki verify alice.case --json'),
    );
  verifyCommand.action(
    run(all, verifyCommand, async (context, dir: string) =>
      (await import('./commands/verify.js')).verify(context, dir),
    ),
  );

  const demoCommand = program
    .command('demo')
    .description('investigate the practice incident that comes with Konseki, in a case of its own')
    .option('--case <dir>', 'where to make the case (default: in the temporary folder)')
    .option('--no-serve', 'end after the answer, without the workbench (as on a pipe)')
    .option('--no-open', 'do not open the browser, only print the address')
    .addHelpText(
      'after',
      examples('konseki demo', 'konseki demo --case ./demo.case --tz Asia/Tokyo'),
    );
  demoCommand.action(
    run(['table', 'json'], demoCommand, async (context, options: DemoOptions) =>
      (await import('./commands/demo.js')).demo(context, options, again),
    ),
  );

  addServe(program, run, examples, again);
  addMeasures(program, run, examples);
  addIncident(program, run, examples);
  addReport(program, run, examples);
  addRespond(program, run, examples);
  addOutputs(program, run, examples);
  addPosture(program, run, examples);
  addRules(program, run, examples);
  addPractice(program, run, examples);
  return program;
}
