import type { Incident } from '../../model/incident.js';
import { isoTime } from '../../output/time.js';
import { visible } from '../../output/visible.js';
import { json } from '../../output/json.js';
import type { Context } from '../context.js';
import { exitCode } from '../exit-code.js';
import { exposedLines } from '../incident-view.js';
import type { FromOptions } from '../incident-of.js';
import { withIncidents } from '../incident-of.js';
import { micros } from '../iso.js';
import type { Fields } from '../records.js';
import { printListing, tableOf } from '../records.js';
import { span } from '../words.js';

/** One thing that was exposed, whatever it is. */
interface Row {
  readonly incident: string;
  readonly what: 'message' | 'file' | 'search' | 'unknown';
  readonly did: string;
  readonly certainty: string;
  readonly name: string;
  readonly id: string | null;
  readonly where: string;
  readonly first: string | null;
  readonly last: string | null;
  readonly restore: string | null;
  readonly events: readonly string[];
}

/** What the intruder read, sent, deleted and took, with how certain that is. */
export function exposed(context: Context, dir: string, options: FromOptions): Promise<number> {
  return withIncidents(context, dir, options, async ({ document }) => {
    const rows = document.incidents.flatMap(rowsOf);
    if (context.format === 'json')
      await context.print(
        json(document.incidents.map(({ id, exposed: of }) => ({ incident: id, ...of }))),
      );
    else if (context.format !== 'table')
      await printListing(context, {
        records: rows,
        columns: [],
        fields: (row): Fields => ({
          ...row,
          first: row.first === null ? null : isoTime(micros(row.first)),
          last: row.last === null ? null : isoTime(micros(row.last)),
        }),
      });
    else
      for (const incident of document.incidents) {
        const own = rows.filter((row) => row.incident === incident.id);
        await context.print(`${context.colors.bold(`Incident ${incident.id}`)}\n`);
        for (const line of exposedLines(incident.exposed))
          await context.print(`  ${visible(line)}\n`);
        if (own.length > 0) await context.print(`\n${listOf(context, own)}`);
      }
    if (document.incidents.length === 0)
      context.note('No intrusion was found, so nothing is known to be exposed.');
    return document.incidents.length === 0 ? exitCode.nothing : exitCode.done;
  });
}

const listOf = (context: Context, rows: readonly Row[]): string =>
  tableOf(
    context,
    [
      { title: `First – last (${context.zone})`, least: 0, cell: ({ first, last }) => (first === null || last === null ? '' : span(context, micros(first), micros(last))) },
      { title: 'What', least: 0, cell: ({ what, did }) => `${what} ${did}` },
      { title: 'Certainty', least: 0, cell: ({ certainty }) => certainty },
      { title: 'Name', least: 20, cell: ({ name }) => name },
      { title: 'Where', least: 12, cell: ({ where }) => where },
      { title: 'Restore', least: 12, cell: ({ restore }) => restore ?? '' },
      { title: 'Event', least: 10, cell: ({ events }) => events[0] ?? '' },
    ],
    rows.filter(({ what }) => what !== 'unknown'),
    2,
  ); // prettier-ignore

function rowsOf({ id, exposed: of }: Incident): readonly Row[] {
  return [
    ...of.messages.map((one): Row => ({
      incident: id, what: 'message', did: one.did, certainty: one.certainty, name: one.subject ?? one.messageId ?? (one.folder === null ? 'all of it' : `everything in ${one.folder}`),
      id: one.messageId, where: [one.mailbox, one.folder ?? ''].filter(Boolean).join(' '), first: one.first, last: one.last, restore: one.restore?.en ?? null, events: one.events,
    })),
    ...of.files.map((one): Row => ({
      incident: id, what: 'file', did: one.did, certainty: one.certainty, name: one.path.split('/').at(-1) ?? one.path,
      id: one.path, where: one.site ?? '', first: one.first, last: one.last, restore: null, events: one.events,
    })),
    ...of.searches.map((one): Row => ({
      incident: id, what: 'search', did: 'searched', certainty: 'certain', name: one.words,
      id: null, where: one.where, first: one.at, last: one.at, restore: null, events: one.events,
    })),
    ...of.unknown.map((one): Row => ({
      incident: id, what: 'unknown', did: '', certainty: 'unknown', name: one.said.en,
      id: null, where: '', first: null, last: null, restore: null, events: one.events,
    })),
  ];
} // prettier-ignore
