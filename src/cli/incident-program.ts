import type { Command } from 'commander';
import type { HuntOptions } from './commands/hunt.js';
import type { MarkOptions } from './commands/mark.js';
import type { NoteOptions } from './commands/note.js';
import type { Context, Format } from './context.js';
import { collect } from './context.js';
import type { FromOptions } from './incident-of.js';

type Run = <A extends readonly unknown[]>(
  formats: readonly Format[],
  command: Command,
  action: (context: Context, ...args: A) => Promise<number>,
) => (...args: A) => Promise<void>;
type Examples = (...lines: readonly string[]) => string;

const all: readonly Format[] = ['table', 'json', 'jsonl', 'csv'];

export const fromHelp =
  'begin with this: user:, ip:, session:, app:, rule:, message:, time:A/B, device:, sender:, agent: or finding:; may be repeated';

/** The commands that tell of an incident, and those that add what people know: names, options and help. */
export function addIncident(program: Command, run: Run, examples: Examples): void {
  const telling = (name: string, about: string, lines: readonly string[]): Command =>
    program
      .command(name)
      .description(about)
      .argument('<case>', 'folder of the case')
      .option('--from <kind:value>', fromHelp, collect)
      .addHelpText('after', examples(...lines));

  const incidentCommand = telling(
    'incident',
    'tell the incident on one screen; --json gives the whole document (docs/incident.schema.json)',
    ['konseki incident alice.case', 'konseki incident alice.case --from user:alice@tradewinds.example', 'konseki incident alice.case --json > incident.json'],
  ); // prettier-ignore
  incidentCommand.action(
    run(['table', 'json'], incidentCommand, async (context, dir: string, options: FromOptions) =>
      (await import('./commands/incident.js')).incident(context, dir, options),
    ),
  );

  const scopeCommand = telling(
    'scope',
    'list what belongs to the intrusion, round by round, each with how it came in',
    ['konseki scope alice.case', 'konseki scope alice.case --from ip:152.42.161.220 --csv'],
  );
  scopeCommand.action(
    run(all, scopeCommand, async (context, dir: string, options: FromOptions) =>
      (await import('./commands/scope.js')).scope(context, dir, options),
    ),
  );

  const whyCommand = program
    .command('why')
    .description('explain why something is in scope, or why it is not')
    .argument('<case>', 'folder of the case')
    .argument('<what>', 'a user, session, address, application, message id, rule …; or kind:value')
    .option('--from <kind:value>', fromHelp, collect)
    .addHelpText(
      'after',
      examples(
        'konseki why alice.case grady@tradewinds.example',
        'konseki why alice.case ip:203.0.113.9',
      ),
    );
  whyCommand.action(
    run(
      ['table', 'json'],
      whyCommand,
      async (context, dir: string, what: string, options: FromOptions) =>
        (await import('./commands/why.js')).why(context, dir, what, options),
    ),
  );

  const exposedCommand = telling(
    'exposed',
    'list mail read, sent and deleted, and files taken: certain, possible, unknown; with what can be restored',
    ['konseki exposed alice.case', 'konseki exposed alice.case --csv > exposed.csv'],
  );
  exposedCommand.action(
    run(all, exposedCommand, async (context, dir: string, options: FromOptions) =>
      (await import('./commands/exposed.js')).exposed(context, dir, options),
    ),
  );

  const recipientsCommand = telling(
    'recipients',
    'list who got the mails of the intrusion, and who opened, clicked, answered or signed in after',
    ['konseki recipients alice.case', 'konseki recipients alice.case --jsonl'],
  );
  recipientsCommand.action(
    run(all, recipientsCommand, async (context, dir: string, options: FromOptions) =>
      (await import('./commands/recipients.js')).recipients(context, dir, options),
    ),
  );

  const markCommand = program
    .command('mark')
    .description(
      'say what a session, address or finding is; the latest word holds, the journal keeps all',
    )
    .argument('<case>', 'folder of the case')
    .argument('<what>', 'session:ID, ip:ADDRESS or finding:ID')
    .argument('<as>', 'session: user or attacker; ip: ours or attacker; finding: expected; or none')
    .option('--why <text>', 'the reason, e.g. what the user said')
    .option('--by <name>', 'who says so (default: your user name)')
    .addHelpText(
      'after',
      examples(
        'konseki mark alice.case session:e55a5c8e-aefe-4369-bd4a-c2eaad764e9b attacker --why "Alice was asleep"',
        'konseki mark alice.case ip:203.0.113.9 ours --why "new VPN exit"',
        'konseki mark alice.case finding:3f9a21c0 none',
      ),
    );
  markCommand.action(
    run(
      ['table', 'json'],
      markCommand,
      async (context, dir: string, what: string, as: string, options: MarkOptions) =>
        (await import('./commands/mark.js')).mark(context, dir, what, as, options),
    ),
  );

  const noteCommand = program
    .command('note')
    .description('add a fact from outside the logs (a phone call, a payment) to the timeline')
    .argument('<case>', 'folder of the case')
    .argument('<text>', 'what happened')
    .option('--time <time>', 'when: 2024-05-10T11:20 (UTC) or …T20:20+09:00 (default: now)')
    .option('--by <name>', 'who says so (default: your user name)')
    .addHelpText(
      'after',
      examples('konseki note alice.case --time 2024-05-10T11:20 "Grady called the help desk"'),
    );
  noteCommand.action(
    run(
      ['table', 'json'],
      noteCommand,
      async (context, dir: string, text: string, options: NoteOptions) =>
        (await import('./commands/note.js')).note(context, dir, text, options),
    ),
  );

  const huntCommand = program
    .command('hunt')
    .description('look for indicators in a case: where they occur, and what they lead to')
    .argument('<case>', 'folder of the case')
    .requiredOption(
      '--indicators <file>',
      'CSV, STIX 2.1 bundle or a plain list: addresses, networks, user agents, senders, domains, subjects, hashes, application ids, URLs; also written as hxxp, [.]',
    )
    .option('--into-scope', 'begin with what was found, and tell the incident')
    .addHelpText(
      'after',
      examples(
        'konseki hunt alice.case --indicators iocs.csv',
        'konseki hunt alice.case --indicators bundle.json --into-scope',
      ),
    );
  huntCommand.action(
    run(all, huntCommand, async (context, dir: string, options: HuntOptions) =>
      (await import('./commands/hunt.js')).hunt(context, dir, options),
    ),
  );
}
