import type { Incident, IncidentDocument } from '../../model/incident.js';
import { csvLine } from '../../output/csv.js';
import { findingColumns, findingRows } from '../../output/export/findings.js';
import { mispEvent } from '../../output/export/misp.js';
import { stixBundle } from '../../output/export/stix.js';
import type { TimesketchRow } from '../../output/export/timesketch.js';
import {
  entriesByEvent,
  timesketchColumns,
  timesketchEvent,
  timesketchHeader,
  timesketchNotes,
} from '../../output/export/timesketch.js';
import { json, jsonLine } from '../../output/json.js';
import { isoTime } from '../../output/time.js';
import { visible } from '../../output/visible.js';
import type { Row, Store } from '../../store/store.js';
import type { Context } from '../context.js';
import { exitCode } from '../exit-code.js';
import type { FromOptions } from '../incident-of.js';
import { withIncidents } from '../incident-of.js';
import type { OutFiles } from '../output-options.js';
import { incidentOf, someOf, writeFiles } from '../output-options.js';

export interface ExportOptions extends FromOptions {
  readonly format: string;
  readonly out: string;
  readonly incident?: string;
  readonly force?: boolean;
}

const formats = ['timesketch', 'stix', 'misp', 'csv', 'jsonl', 'parquet'] as const;
type ExportFormat = (typeof formats)[number];

const filesOf: Readonly<Record<ExportFormat, readonly string[]>> = {
  timesketch: ['timesketch.jsonl', 'timesketch.csv'],
  stix: ['stix.json'],
  misp: ['misp.json'],
  csv: ['events.csv', 'findings.csv'],
  jsonl: ['events.jsonl', 'findings.jsonl'],
  parquet: ['events.parquet', 'findings.parquet'],
};

/** Writes the incident for other programs. */
export function exportIncident(context: Context, dir: string, options: ExportOptions): Promise<number> {
  const wanted = someOf(formats, options.format, '--format');
  return withIncidents(context, dir, options, async ({ document }, { store }) => {
    const incident = incidentOf(document, options.incident);
    if (incident === undefined) {
      context.note('No intrusion was found, so there is nothing to export.');
      return exitCode.nothing;
    }
    const prefix = `${incident.id.replaceAll(/[^\w-]/g, '_')}-`;
    const names = wanted.flatMap((format) => filesOf[format].map((name) => prefix + name));
    const what = await sourceOf(document, incident, store);
    const written = await writeFiles(options.out, names, options.force === true, async (files) => {
      for (const format of wanted) await fill(format, prefix, files, what);
    });
    if (context.format === 'json') await context.print(json(written));
    else for (const file of written) await context.print(`${visible(file)}\n`);
    return exitCode.done;
  });
} // prettier-ignore

/** What is exported: the events of the scope and of the timeline, in order of time. */
interface ExportSource {
  readonly document: IncidentDocument;
  readonly incident: Incident;
  readonly store: Store;
  readonly ids: readonly string[];
  readonly columns: readonly string[];
  readonly events: (columns: readonly string[]) => AsyncIterable<Row>;
}

async function sourceOf(
  document: IncidentDocument,
  incident: Incident,
  store: Store,
): Promise<ExportSource> {
  const ids = [...new Set([...incident.scope.events, ...incident.timeline.flatMap(({ events }) => events), ...incident.findings.flatMap(({ events }) => events)])]; // prettier-ignore
  const wanted = new Set(ids);
  const [bounds] = await store.query(
    `SELECT min(time) AS first, max(time) AS last FROM events WHERE event_id IN (${idsSql})`,
    { ids: JSON.stringify(ids) },
  );
  const [first, last] = [bounds?.['first'], bounds?.['last']];
  const between = typeof first === 'bigint' && typeof last === 'bigint' ? { since: first, until: last + 1n } : {}; // prettier-ignore
  return {
    document,
    incident,
    store,
    ids,
    columns: (await store.eventColumnNames()).filter((name) => !hidden.has(name)),
    // All events of the span are read and those of the incident kept: memory does not grow with the answer.
    events: async function* (columns) {
      const asked = columns.includes('event_id') ? columns : [...columns, 'event_id'];
      for await (const rows of store.events({ filter: between, columns: asked }))
        for (const row of rows) if (wanted.has(String(row['event_id']))) yield row;
    },
  };
}

const idsSql = `SELECT unnest(from_json($ids, '["VARCHAR"]'))`;
/** Konseki's own, of no use elsewhere; the raw record holds what the envelope says. */
const hidden: ReadonlySet<string> = new Set(['match_key', 'envelope']);

async function fill(
  format: ExportFormat,
  prefix: string,
  files: OutFiles,
  source: ExportSource,
): Promise<void> {
  const { document, incident, columns } = source;
  const [first = '', second = ''] = filesOf[format].map((name) => prefix + name);
  switch (format) {
    case 'timesketch':
      await files.write(first, mapped(timesketchRows(source), jsonLine));
      await files.write(second, withHead(csvLine(timesketchHeader), mapped(timesketchRows(source), (row) =>
        csvLine(timesketchHeader.map((name) => cellText(row[name])))))); // prettier-ignore
      return;
    case 'stix':
      await files.write(first, [json({ ...stixBundle(document, incident) })]);
      return;
    case 'misp':
      await files.write(first, [`${JSON.stringify(mispEvent(document, incident), null, 2)}\n`]);
      return;
    case 'csv':
      await files.write(first, withHead(csvLine(columns), mapped(source.events(columns), (row) =>
        csvLine(columns.map((name) => { const cell = row[name]; return typeof cell === 'bigint' ? isoTime(cell) : cell; }))))); // prettier-ignore
      await files.write(second, [
        csvLine(findingColumns),
        ...findingRows(incident).map((row) => csvLine(findingColumns.map((name) => row[name]))),
      ]);
      return;
    case 'jsonl':
      await files.write(first, mapped(source.events(columns), (row) =>
        jsonLine(Object.fromEntries(columns.map((name) => [name, row[name]]))))); // prettier-ignore
      await files.write(
        second,
        findingRows(incident).map((row) => jsonLine({ ...row })),
      );
      return;
    case 'parquet':
      await parquet(files, first, second, source);
      return;
  }
}

async function parquet(
  files: OutFiles,
  events: string,
  findings: string,
  { store, ids, columns, incident }: ExportSource,
): Promise<void> {
  await store.parquet(
    files.partOf(events),
    `SELECT ${columns.map((name) => `"${name}"`).join(', ')} FROM event_view WHERE event_id IN (${idsSql})
     ORDER BY time NULLS LAST, source, evidence_id, record_no`,
    { ids: JSON.stringify(ids) },
  );
  const shape = JSON.stringify([Object.fromEntries(findingColumns.map((name) => [name, 'VARCHAR']))]);
  await store.parquet(
    files.partOf(findings),
    `SELECT unnest(from_json($rows, '${shape}'), recursive := true)`,
    { rows: JSON.stringify(findingRows(incident)) },
  );
} // prettier-ignore

async function* timesketchRows({ incident, events }: ExportSource): AsyncIterable<TimesketchRow> {
  const entries = entriesByEvent(incident);
  for await (const row of events(['time', ...timesketchColumns])) {
    const line = timesketchEvent(row, isoTime, entries.get(String(row['event_id'])));
    if (line !== undefined) yield line;
  }
  yield* timesketchNotes(incident);
}

const cellText = (cell: TimesketchRow[string] | undefined): string | number | null =>
  cell === undefined || cell === null ? null : typeof cell === 'object' ? cell.join(' ') : cell;

async function* mapped<T>(rows: AsyncIterable<T>, line: (row: T) => string): AsyncIterable<string> {
  for await (const row of rows) yield line(row);
}
async function* withHead(head: string, rest: AsyncIterable<string>): AsyncIterable<string> {
  yield head;
  yield* rest;
}
