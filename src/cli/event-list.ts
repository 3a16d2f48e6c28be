import type { TableColumn } from '../output/table.js';
import { layTable } from '../output/table.js';
import type { Row } from '../store/store.js';
import type { Context } from './context.js';
import { shortId, text, timeCell, whatOf } from './words.js';

/** A column of a table of events: of the store, or made of several for people. */
export interface EventColumn extends TableColumn {
  readonly cell: (row: Row) => string;
}

const outcomeColor = (context: Context): ((shown: string) => string) => {
  const { colors } = context;
  return (shown) =>
    shown.startsWith('fail')
      ? colors.red(shown)
      : shown.startsWith('interr')
        ? colors.yellow(shown)
        : shown;
};

export interface UsualOptions {
  /** There may be several users. */
  readonly users: boolean;
  readonly link: boolean;
  /** The day of all of them, which then is told elsewhere. */
  readonly day?: string | undefined;
  readonly appNames?: ReadonlyMap<string, string>;
}

/** The columns for people when they name none. */
export function usualColumns(context: Context, options: UsualOptions): readonly EventColumn[] {
  const { dim } = context.colors;
  const { users, link, day, appNames } = options;
  const only = (shown: boolean, column: EventColumn): readonly EventColumn[] =>
    shown ? [column] : [];
  return [
    {
      title: day === undefined ? `Time (${context.zone})` : 'Time',
      least: 0,
      cell: (row) => timeCell(context, row, 'time').slice(day === undefined ? 0 : day.length + 1),
    },
    { title: 'Log', least: 0, style: dim, cell: (row) => text(row, 'source') },
    ...only(users, { title: 'User', least: 12, cell: (row) => text(row, 'user') }),
    { title: 'Operation', least: 24, cell: (row) => text(row, 'operation') },
    { title: 'Outcome', least: 8, style: outcomeColor(context), cell: outcomeOf },
    { title: 'IP', least: 15, cell: (row) => text(row, 'ip') },
    { title: 'CC', least: 0, cell: (row) => text(row, 'country') },
    { title: 'What', least: 12, cell: (row) => whatOf(row, appNames) },
    ...only(link, { title: 'Link', least: 0, style: dim, cell: (row) => text(row, 'link') }),
    {
      title: 'Event',
      least: 0,
      style: dim,
      cell: (row) => shortId(context, text(row, 'event_id')),
    },
  ];
}

const outcomeWords: Readonly<Record<string, string>> = {
  success: 'ok',
  failure: 'failed',
  interrupted: 'interrupted',
  unknown: '',
};

function outcomeOf(row: Row): string {
  const outcome = text(row, 'outcome');
  const code = text(row, 'error_code');
  return `${outcomeWords[outcome] ?? outcome} ${code}`.trim();
}

/** Columns of the store, as named with --columns. */
export function namedColumns(context: Context, names: readonly string[]): EventColumn[] {
  return names.map((name) => ({
    title: name,
    cell: (row) => timeCell(context, row, name),
    ...(name === 'time' ? { least: 0 } : {}),
  })); // prettier-ignore
}

/** Rows from which the widths of a table are taken when it is longer. */
const sampleRows = 1_000;

/** Writes a table of events as they come: the first thousand set the widths. */
export async function printEvents(
  context: Context,
  columns: readonly EventColumn[],
  batches: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>,
  indent = 0,
): Promise<number> {
  let waiting: (readonly string[])[] = [];
  let layout: ReturnType<typeof layTable> | undefined;
  let printed = 0;
  const flush = async (): Promise<void> => {
    if (layout === undefined) {
      layout = layTable(columns, waiting, { ...context.layout, indent });
      await context.print(layout.head());
    }
    const lines = layout;
    await context.print(waiting.map((cells) => lines.row(cells)).join(''));
    printed += waiting.length;
    waiting = [];
  };
  for await (const rows of batches)
    for (const row of rows) {
      waiting.push(columns.map(({ cell }) => cell(row)));
      if (waiting.length >= sampleRows) await flush();
    }
  if (waiting.length > 0) await flush();
  return printed;
}
