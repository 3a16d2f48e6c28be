import { KonsekiError } from '../../errors.js';
import { json } from '../../output/json.js';
import { count } from '../../output/table.js';
import { visible } from '../../output/visible.js';
import type { StoredFinding } from '../../store/detection.js';
import type { Row, Store } from '../../store/store.js';
import type { Context } from '../context.js';
import { limitOf, programName, shellWord } from '../context.js';
import { exitCode } from '../exit-code.js';
import { findingJson, severityText, stageName } from '../finding-words.js';
import { tableOf } from '../records.js';
import { openWithFindings } from '../with-findings.js';
import { sourceName, text, timeCell, timeText, whatOf } from '../words.js';

export interface FindingOptions {
  readonly limit?: string;
}

/** Events a terminal gets without --limit. */
const terminalLimit = 50;
const columns = [
  'event_id', 'source', 'time', 'operation', 'outcome', 'user', 'target_user', 'object', 'subject', 'folder', 'ip',
  'country', 'app_name', 'app_id', 'session', 'link', 'damaged', 'evidence_id', 'record_no',
] as const; // prettier-ignore

/** Everything about one finding, down to the records that prove it. */
export async function finding(
  context: Context,
  dir: string,
  id: string,
  options: FindingOptions,
): Promise<number> {
  const people = context.format === 'table' && context.io.outIsTerminal;
  const limit = limitOf(options.limit, people ? terminalLimit : undefined);
  const opened = await openWithFindings(context, dir);
  try {
    const { store } = opened;
    const found = await oneFinding(store, id);
    const events: Row[] = [];
    for await (const rows of store.events({
      filter: { finding: [found.id] },
      columns,
      ...(limit === undefined ? {} : { limit }),
    }))
      events.push(...rows);
    const files = new Map(
      (await store.evidence()).map(({ evidenceId, file }) => [evidenceId, file]),
    );
    const fileOf = (row: Row): string => files.get(Number(row['evidence_id'])) ?? '';
    if (context.format === 'json')
      await context.print(
        json({
          ...findingJson(found, []),
          description: found.description,
          rule_file: found.file,
          falsepositives: found.falsePositives.map((one) => ({ ...one })),
          check: found.check.map((one) => ({ ...one })),
          events: events.map((row) => text(row, 'event_id')),
          records: events.map((row) => ({ ...row, file: fileOf(row) })),
        }),
      );
    else await print(context, dir, found, events, fileOf);
    return exitCode.done;
  } finally {
    opened.close();
  }
}

const shortestPart = 3;

/** The finding with this id or the one whose id begins so. @throws KonsekiError `not-found` */
async function oneFinding(store: Store, id: string): Promise<StoredFinding> {
  const part = id.replace(/…$/, '').trim();
  const found =
    part.length < shortestPart
      ? []
      : await store.findings({ filter: { id: part }, order: 'severity', limit: 6 });
  const [only, second] = found;
  if (only !== undefined && (second === undefined || only.id === part.toLowerCase())) return only;
  if (second !== undefined)
    throw new KonsekiError(`Several findings have an id that begins with "${id}".`, {
      code: 'not-found',
      hint: `Name one of ${found.slice(0, 5).map((one) => one.id).join(', ')}${found.length > 5 ? ', …' : ''}.`,
    }); // prettier-ignore
  throw new KonsekiError(`No finding has the id "${id}".`, {
    code: 'not-found',
    hint: '"konseki findings CASE" lists them; ids change when what a finding begins with does.',
  });
}

async function print(
  context: Context,
  dir: string,
  found: StoredFinding,
  events: readonly Row[],
  fileOf: (row: Row) => string,
): Promise<void> {
  const { bold, dim } = context.colors;
  const line = (name: string, value: string): string =>
    value === '' ? '' : `  ${dim(name.padEnd(12))} ${visible(value)}\n`;
  const list = (name: string, values: readonly string[]): string =>
    values.length === 0 ? '' : `\n${bold(name)}\n${values.map((value) => `  - ${visible(value)}\n`).join('')}`; // prettier-ignore
  await context.print(
    `${severityText(context, found.severity)} ${bold(visible(found.title.en))}  ${dim(found.id)}\n` +
      `${visible(found.said.en)}\n\n` +
      line('Stage', `${stageName(found.stage)} (${found.stage}), trace ${found.trace}`) +
      line('Severity', found.raised === undefined ? found.severity : `${found.severity}; of itself ${found.level}. ${found.raised.en}`) +
      line('First', timeText(context, found.first)) +
      line('Last', timeText(context, found.last)) +
      line('User', found.users.join(', ')) +
      line('Of or to', found.targets.join(', ')) +
      line('Session', found.sessions.join(', ')) +
      line('From', [found.ips.join(', '), found.countries.length > 0 ? `(${found.countries.join(', ')})` : ''].filter(Boolean).join(' ')) +
      line('Client', found.userAgents.join(' | ')) +
      line('Application', found.apps.join(', ')) +
      line('Techniques', found.techniques.join(', ')) +
      line('Rows', found.rows.join(', ')) +
      line('Rule', `${found.rule} (${found.file})`) +
      (found.description === '' ? '' : `\n${visible(found.description.trim())}\n`) +
      list('What else it could be', found.falsePositives.map(({ en }) => en)) +
      list('What to check next', found.check.map(({ en }) => en)) +
      `\n${bold(`The ${count(found.eventCount)} ${found.eventCount === 1 ? 'event that proves' : 'events that prove'} it`)}\n` +
      tableOf(
        context,
        [
          { title: `Time (${context.zone})`, least: 0, cell: (row) => timeCell(context, row, 'time') },
          { title: 'Log', least: 0, cell: (row) => sourceName(text(row, 'source')) },
          { title: 'Operation', least: 12, cell: (row) => text(row, 'operation') },
          { title: 'What', least: 12, cell: (row) => whatOf(row) },
          { title: 'IP', least: 8, cell: (row) => text(row, 'ip') },
          { title: 'Event', least: 10, cell: (row) => text(row, 'event_id') },
          { title: 'Where', least: 16, cell: (row) => `${fileOf(row)}, record ${text(row, 'record_no')}` },
        ],
        events,
      ),
  ); // prettier-ignore
  if (events.length < found.eventCount)
    context.note(`${count(found.eventCount - events.length)} more; --limit all shows them.`);
  const [first] = events;
  if (first !== undefined && !context.quiet)
    await context.print(
      `\nThe record: ${dim(visible(`${programName(context.io.env)} event ${shellWord(dir)} ${text(first, 'event_id')}`))}\n`,
    );
}
