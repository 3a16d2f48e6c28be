import type { CsvValue } from '../output/csv.js';
import { csvLine } from '../output/csv.js';
import type { JsonValue } from '../output/json.js';
import { json, jsonLine } from '../output/json.js';
import type { TableColumn } from '../output/table.js';
import { table } from '../output/table.js';
import { isoTime } from '../output/time.js';
import { visible } from '../output/visible.js';
import type { Context } from './context.js';

/** A value of a record that programs get; a bigint is a time in UTC microseconds. */
export type Field = string | number | bigint | boolean | null | undefined | readonly string[];
export type Fields = Readonly<Record<string, Field>>;

/** The columns people see of one kind of record. */
export type Column<T> = TableColumn & { readonly cell: (record: T) => string };

export interface Listing<T> {
  readonly records: readonly T[];
  readonly columns: readonly Column<T>[];
  /** What programs get: every field. */
  readonly fields: (record: T) => Fields;
  /** The same where JSON can say it better. */
  readonly json?: (record: T) => JsonValue;
}

/** Writes a list in the format that was asked for. */
export async function printListing<T>(context: Context, listing: Listing<T>): Promise<void> {
  const { records, columns, fields } = listing;
  const asJson = listing.json ?? ((record: T): JsonValue => fields(record));
  switch (context.format) {
    case 'table':
      await context.print(tableOf(context, columns, records));
      return;
    case 'json':
      await context.print(json(records.map(asJson)));
      return;
    case 'jsonl':
      for (const record of records) await context.print(jsonLine(asJson(record)));
      return;
    case 'csv': {
      const all = records.map(fields);
      const names = [...new Set(all.flatMap((record) => Object.keys(record)))];
      if (names.length > 0) await context.print(csvLine(names));
      for (const record of all) await printCsv(context, names.map((name) => record[name])); // prettier-ignore
    }
  }
}

export function tableOf<T>(
  context: Context,
  columns: readonly Column<T>[],
  records: readonly T[],
  indent = 0,
): string {
  const rows = records.map((record) => columns.map(({ cell }) => cell(record)));
  return table(columns, rows, { ...context.layout, indent });
}

/** One line of CSV; on a terminal with everything made visible. */
export async function printCsv(context: Context, fields: readonly Field[]): Promise<void> {
  const line = csvLine(fields.map(csvField));
  await context.print(context.io.outIsTerminal ? `${visible(line.replace(/\r\n$/, ''))}\n` : line);
}

function csvField(field: Field): CsvValue {
  if (typeof field === 'bigint') return isoTime(field);
  if (typeof field === 'object' && field !== null) return field.join('; ');
  return field;
}
