import { KonsekiError } from '../../errors.js';
import { openCase } from '../../ingest/case.js';
import type { Source } from '../../model/event.js';
import { sources } from '../../model/event.js';
import { csvLine } from '../../output/csv.js';
import type { JsonValue } from '../../output/json.js';
import { jsonArrayEnd, jsonArrayItem, jsonLine } from '../../output/json.js';
import { plural } from '../../output/table.js';
import { parseTime } from '../../output/time.js';
import type { EventFilter, Row, Store } from '../../store/store.js';
import { storyColumns } from '../../scope/sessions.js';
import type { Context } from '../context.js';
import { limitOf } from '../context.js';
import { namedColumns, printEvents, usualColumns } from '../event-list.js';
import { exitCode } from '../exit-code.js';
import { printCsv } from '../records.js';
import { isSource } from '../words.js';

export interface EventsOptions {
  readonly user?: readonly string[];
  readonly session?: readonly string[];
  readonly ip?: readonly string[];
  readonly operation?: readonly string[];
  readonly source?: readonly string[];
  readonly app?: readonly string[];
  readonly outcome?: readonly string[];
  readonly country?: readonly string[];
  readonly finding?: readonly string[];
  readonly since?: string;
  readonly until?: string;
  readonly grep?: string;
  readonly columns?: string;
  readonly limit?: string;
}

/** Rows a terminal gets without --limit. */
const terminalLimit = 200;
/** Columns that are long, and left out unless they are named. */
const longColumns: readonly string[] = ['raw', 'envelope'];

/** Lists events in order of time. */
export async function events(
  context: Context,
  dir: string,
  options: EventsOptions,
): Promise<number> {
  const filter = filterOf(options);
  const people = context.format === 'table' && context.io.outIsTerminal;
  const limit = limitOf(options.limit, people ? terminalLimit : undefined);
  const opened = await openCase(dir, 'read');
  const { store } = opened;
  try {
    if (filter.grep !== undefined) await mustBePattern(store, filter.grep);
    const names = await columnsOf(store, options.columns);
    const columns = names ?? (context.format === 'table' ? storyColumns : await allColumns(store));
    const found = store.events({ filter, columns, ...(limit === undefined ? {} : { limit }) });
    const printed = await print(context, found, columns, names);
    if (printed === limit) {
      const total = await store.countEvents(filter);
      if (total > printed)
        context.note(`${plural(total - printed, 'more event')}; --limit all shows them.`);
    }
    if (printed > 0) return exitCode.done;
    const filtered = Object.keys(filter).length > 0;
    context.note(filtered ? 'No event matches.' : 'The case has no events.');
    return filtered ? exitCode.nothing : exitCode.done;
  } finally {
    opened.close();
  }
}

async function print(
  context: Context,
  found: AsyncIterable<readonly Row[]>,
  columns: readonly string[],
  named: readonly string[] | undefined,
): Promise<number> {
  let printed = 0;
  switch (context.format) {
    case 'table':
      return printEvents(
        context,
        named === undefined
          ? usualColumns(context, { users: true, link: false })
          : namedColumns(context, named),
        found,
      );
    case 'json':
      for await (const rows of found) {
        const text = rows.map((row, at) =>
          jsonArrayItem(ordered(row, columns), printed + at === 0),
        );
        await context.print(text.join(''));
        printed += rows.length;
      }
      await context.print(jsonArrayEnd(printed === 0));
      return printed;
    case 'jsonl':
      for await (const rows of found) {
        await context.print(rows.map((row) => jsonLine(ordered(row, columns))).join(''));
        printed += rows.length;
      }
      return printed;
    case 'csv':
      await context.print(csvLine(columns));
      for await (const rows of found) {
        for (const row of rows) await printCsv(context, columns.map((name) => row[name])); // prettier-ignore
        printed += rows.length;
      }
      return printed;
  }
}

const ordered = (row: Row, columns: readonly string[]): JsonValue =>
  Object.fromEntries(columns.map((name) => [name, row[name]]));

function filterOf(options: EventsOptions): EventFilter {
  const { since, until } = options;
  return {
    ...pick('user', options.user),
    ...pick('session', options.session),
    ...pick('ip', options.ip),
    ...pick('operation', options.operation),
    ...pick('app', options.app),
    ...pick('outcome', options.outcome),
    ...pick('country', options.country),
    ...pick('finding', options.finding),
    ...(options.source === undefined ? {} : { source: options.source.map(sourceOf) }),
    ...(since === undefined ? {} : { since: parseTime(since, '--since') }),
    ...(until === undefined ? {} : { until: parseTime(until, '--until') }),
    ...(options.grep === undefined ? {} : { grep: options.grep }),
  };
}

const pick = (name: string, values: readonly string[] | undefined): Partial<EventFilter> =>
  values === undefined ? {} : { [name]: values };

function sourceOf(name: string): Source {
  const source = name.toLowerCase().replaceAll('-', '_');
  if (isSource(source)) return source;
  throw new KonsekiError(`There is no log "${name}".`, {
    code: 'usage',
    hint: `--source takes ${sources.join(', ')}.`,
  });
}

const allColumns = async (store: Store): Promise<readonly string[]> =>
  (await store.eventColumnNames()).filter((name) => !longColumns.includes(name));

async function columnsOf(
  store: Store,
  option: string | undefined,
): Promise<readonly string[] | undefined> {
  if (option === undefined) return undefined;
  const known = await store.eventColumnNames();
  if (option.trim().toLowerCase() === 'all') return known;
  const names = option
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const strange = names.find((name) => !known.includes(name));
  if (strange !== undefined || names.length === 0)
    throw new KonsekiError(
      strange === undefined ? '--columns names no column.' : `There is no column "${strange}".`,
      { code: 'usage', hint: `Columns are: ${known.join(', ')}.` },
    );
  return names;
}

/** @throws KonsekiError `usage`: RE2 does not take it. */
async function mustBePattern(store: Store, pattern: string): Promise<void> {
  try {
    await store.query(`SELECT regexp_matches('', $pattern, 'i')`, { pattern });
  } catch (cause) {
    throw new KonsekiError(`--grep "${pattern}" is not a regular expression that can be searched for.`, {
      code: 'usage',
      hint: 'It takes RE2 syntax: no look-around or back references; write \\. for a dot.',
      cause,
    }); // prettier-ignore
  }
}
