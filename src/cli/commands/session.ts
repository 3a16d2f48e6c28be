import type { JsonValue } from '../../output/json.js';
import { json } from '../../output/json.js';
import { count, plural } from '../../output/table.js';
import { visible } from '../../output/visible.js';
import type { FlowEvent, SessionView } from '../../scope/sessions.js';
import { oneSession, sessionFlow } from '../../scope/sessions.js';
import type { JudgedStrand } from '../../scope/verdict.js';
import type { Context } from '../context.js';
import { limitOf } from '../context.js';
import { printEvents, usualColumns } from '../event-list.js';
import { exitCode } from '../exit-code.js';
import type { Fields } from '../records.js';
import { printListing, tableOf } from '../records.js';
import { sessionJson, verdictText } from '../session-view.js';
import { openWithStrands } from '../with-strands.js';
import { some, span } from '../words.js';

export interface SessionOptions {
  readonly limit?: string;
}

/** Events a terminal gets without --limit. */
const terminalLimit = 200;
/** Strands and addresses that people get. */
const mostStrands = 12;

/** One session: what speaks for and against it, its strands, and its flow over all logs (W-3A). */
export async function session(
  context: Context,
  dir: string,
  id: string,
  options: SessionOptions,
): Promise<number> {
  const people = context.format === 'table' && context.io.outIsTerminal;
  const limit = limitOf(options.limit, people ? terminalLimit : undefined);
  const opened = await openWithStrands(context, dir);
  try {
    const view = await oneSession(opened.store, id);
    const flow = await sessionFlow(opened.store, view, limit);
    const letters = lettersOf(view);
    if (context.format === 'table') await print(context, view, flow, letters);
    else if (context.format === 'json')
      await context.print(json({ ...sessionJson(view), flow: flow.map((one) => eventJson(one)) }));
    else
      await printListing(context, {
        records: flow,
        columns: [],
        fields: (one) => eventFields(one),
        json: (one) => eventJson(one),
      });
    if (flow.length < view.events)
      context.note(`${plural(view.events - flow.length, 'more event')}; --limit all shows them.`);
    return exitCode.done;
  } finally {
    opened.close();
  }
}

const eventJson = ({ row, strand, findings }: FlowEvent): JsonValue => ({
  ...row,
  strand,
  findings: findings.map((one) => ({ ...one })),
});
const eventFields = ({ row, strand, findings }: FlowEvent): Fields => ({
  ...row,
  strand,
  findings: findings.map(({ trace }) => trace),
});

/** Names of strands for people: A, B, … Z, S27, … in order of their first events. */
const lettersOf = ({ strands }: SessionView): ReadonlyMap<number, string> =>
  new Map(strands.map(({ no }, at) => [no, at < 26 ? String.fromCharCode(65 + at) : `S${at + 1}`]));

async function print(
  context: Context,
  view: SessionView,
  flow: readonly FlowEvent[],
  letters: ReadonlyMap<number, string>,
): Promise<void> {
  const { bold, dim } = context.colors;
  const line = (name: string, value: string): string =>
    value === '' ? '' : `  ${dim(name.padEnd(12))} ${visible(value)}\n`;
  const { marked, strands } = view;
  const links = [
    `${count(view.exact)} exact`,
    `${count(view.token)} by token`,
    `${count(view.attached)} inferred`,
  ].join(', ');
  let out =
    `${bold(visible(view.session))}  ${verdictText(context, view.verdict)}${marked === undefined ? '' : ` (marked by ${visible(marked.by)})`}\n` +
    (view.inferred
      ? dim('Made of records that carry no session id: by user, network, client and time.\n')
      : '') +
    line('User', view.users.join(', ')) +
    line('Span', span(context, view.first, view.last)) +
    line('Events', `${count(view.events)} (${links})`) +
    line('Logs', view.sources.join(', ')) +
    line('Countries', view.countries.join(', ')) +
    line('Networks', some(view.networks, mostStrands)) +
    line('Addresses', some(view.ips, mostStrands)) +
    line('Clients', some(view.clients, mostStrands)) +
    line('User agents', some(view.agents, 6)) +
    line('Applications', some(view.apps, mostStrands)) +
    line('Mark', marked === undefined ? '' : `${marked.as}, by ${marked.by}: ${marked.why}`);
  const gravest = [...strands].sort((a, b) => b.weight - a.weight || a.no - b.no);
  for (const strand of gravest.slice(0, mostStrands))
    out += strandText(context, strand, letters.get(strand.no) ?? '');
  if (gravest.length > mostStrands)
    out += `\n${plural(gravest.length - mostStrands, 'more strand')}; --json has all.\n`;
  await context.print(out);

  if (flow.length === 0) return;
  const byRow = new Map(flow.map((one) => [one.row, one]));
  const columns = [
    ...usualColumns(context, { users: view.users.length > 1, link: true }),
    ...(strands.length > 1
      ? [{ title: 'Strand', least: 0, cell: (row: FlowEvent['row']) => letters.get(byRow.get(row)?.strand ?? -1) ?? '' }]
      : []),
    {
      title: 'Finding',
      least: 10,
      cell: (row: FlowEvent['row']) =>
        [...new Set((byRow.get(row)?.findings ?? []).map(({ trace }) => trace))].join(', '),
    },
  ]; // prettier-ignore
  await context.print(`\n${bold('Flow')}\n`);
  await printEvents(context, columns, [flow.map(({ row }) => row)]);
}

/** A strand and what is said of it, the accusing signals first. */
function strandText(context: Context, strand: JudgedStrand, letter: string): string {
  const { bold, dim } = context.colors;
  const where = [strand.asOrg ?? '', strand.network, strand.countries.join(', ')]
    .filter((part, at, all) => part !== '' && all.indexOf(part) === at)
    .join(', ');
  const signals = [...strand.signals].sort((a, b) => b.weight - a.weight);
  return (
    `\n${bold(`Strand ${letter}`)}  ${verdictText(context, strand.verdict)}, weight ${strand.weight}: ${visible(where)} · ${visible(strand.client)}\n` +
    `  ${dim(`${span(context, strand.first, strand.last)}, ${plural(strand.events, 'event')}, ${some(strand.ips, 4)}`)}\n` +
    (signals.length === 0
      ? ''
      : tableOf(
          context,
          [
            { title: 'Weight', align: 'right', least: 0, cell: ({ weight }) => (weight > 0 ? `+${weight}` : String(weight)) },
            { title: 'Signal', least: 30, cell: ({ said }) => said.en },
            { title: 'From events', least: 12, cell: ({ events }) => some(events, 2) },
          ],
          signals,
          2,
        ))
  ); // prettier-ignore
}
