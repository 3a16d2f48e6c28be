import type { ColumnName } from '../model/event.js';
import { columnNames, eventColumns } from '../model/event.js';
import { literal } from './convert.js';
import type { Conversion } from './convert.js';
import type { Document } from './documents.js';
import { Documents, quoted } from './documents.js';
import type { CompiledCell, Format } from './format.js';
import type { Path, Step } from './path.js';
import { fieldKey } from './path.js';
import { bodyKeys } from './normalise.js';

/**
 * The fast path: a format's table as one DuckDB SELECT over rows that DuckDB itself has read.
 *
 * A row whose id, time or operation comes out NULL, or in which something looks like JSON and is none
 * to DuckDB, is in doubt; its `damaged` is NULL, and the caller gives it to the reference
 * (normalise.ts) instead. So a conversion of a guarded column may
 * say less in SQL than in JS, and any other must say the same.
 */
export const guarded: readonly ColumnName[] = ['event_id', 'time', 'operation'];

/** What DuckDB read: CSV columns in the order of the header, all VARCHAR, or one JSON line a row. */
export type FastInput =
  | { readonly kind: 'csv'; readonly header: readonly string[]; readonly names: readonly string[] }
  | { readonly kind: 'jsonl'; readonly name: string };

export interface CompiledSelect {
  /** `SELECT <columns of model/event.ts>, raw, envelope, damaged FROM <from>`. */
  readonly sql: string;
  /** Columns to complete with `Conversion.finish`, in place, after the rows are in. */
  readonly finish: readonly {
    readonly column: ColumnName;
    readonly finish: NonNullable<Conversion['finish']>;
  }[];
}

/** The SELECT, or undefined where the table needs something that only the reference can do. */
export function compileSelect(
  format: Format,
  input: FastInput,
  from: string,
  file: string,
): CompiledSelect | undefined {
  if (format.recognise.accepts !== undefined && input.kind === 'csv') return undefined;
  const documents = new Documents();
  const layout = layoutOf(format, input, documents);
  if (layout === undefined) return undefined;

  const values = new Values(documents);
  const columns: [ColumnName, (() => string) | null][] = [];
  const finish: { column: ColumnName; finish: NonNullable<Conversion['finish']> }[] = [];
  for (const name of columnNames) {
    const cells = format.cells.get(name);
    const compiled = cells === undefined ? [] : compileCells(name, cells, layout, values, file);
    // A row whose id, time or operation nothing can give is in doubt, and every row would be.
    if (compiled === undefined || (compiled.length === 0 && guarded.includes(name)))
      return undefined;
    columns.push([
      name,
      compiled.length === 0 ? null : () => coalesce(compiled.map((cell) => cell())),
    ]);
    const last = cells?.find((cell) => cell.conversion.finish !== undefined);
    if (last?.conversion.finish !== undefined)
      finish.push({ column: name, finish: last.conversion.finish });
  }

  const selected = columns.map(
    ([name, value]) => `${value === null ? 'NULL' : value()}::${sqlType(name)} AS ${quoted(name)}`,
  );
  const inner = values.wrap(documents.wrap(from));
  const unread = documents.unread();
  const sql =
    `SELECT * EXCLUDE (unread), CASE WHEN ${guarded.map((name) => `${quoted(name)} IS NOT NULL`).join(' AND ')} AND NOT unread THEN false END AS damaged ` +
    `FROM (SELECT ${selected.join(', ')}, ${layout.raw} AS raw, ${layout.envelope()} AS envelope, ${unread} AS unread FROM ${inner})`;
  return { sql, finish };
}

const coalesce = (values: readonly string[]): string =>
  values.length === 1 ? (values[0] ?? 'NULL') : `coalesce(${values.join(', ')})`;

/** The store's type of a column. */
export function sqlType(name: ColumnName): string {
  switch (eventColumns[name].kind) {
    case 'text':
      return 'VARCHAR';
    case 'time':
      return 'TIMESTAMP';
    case 'integer':
      return 'BIGINT';
  }
}

interface Layout {
  readonly record: Source;
  /** Made late: it compares with what the document holds. */
  readonly envelope: () => string;
  readonly raw: string;
  readonly around: Source;
}

/** What a path starts from: a row of columns, or a JSON document. */
type Source =
  | {
      readonly kind: 'row';
      readonly column: (key: string, also: readonly string[]) => string | undefined;
    }
  | { readonly kind: 'document'; readonly document: Document }
  | { readonly kind: 'within'; readonly document: Document; readonly keys: readonly Step[] };

function layoutOf(format: Format, input: FastInput, documents: Documents): Layout | undefined {
  switch (input.kind) {
    case 'csv': {
      const byKey = new Map<string, string>();
      input.header.forEach((header, at) => {
        const key = fieldKey(header);
        const name = input.names[at];
        if (name !== undefined && !byKey.has(key)) byKey.set(key, name);
      });
      const exact = new Map(input.header.map((header, at) => [header, input.names[at]]));
      const column = (key: string, also: readonly string[]): string | undefined => {
        const name =
          exact.get(key) ?? [fieldKey(key), ...also].map((k) => byKey.get(k)).find(Boolean);
        return name === undefined ? undefined : quoted(name);
      };
      const row: Source = { kind: 'row', column };
      const pairs = (
        skip: ReadonlySet<string>,
        repeated: ReadonlyMap<string, () => string> = new Map(),
      ): string => {
        const kept = input.header.flatMap((header, at) => {
          const name = quoted(input.names[at] ?? '');
          const key = fieldKey(header);
          if (skip.has(key)) return [];
          const same = repeated.get(key);
          return same === undefined
            ? [`${literal(header)}, coalesce(${name}, '')`]
            : [
                `${literal(header)}, CASE WHEN ${name} <> '' AND ${name} = ${same()} THEN NULL ELSE coalesce(${name}, '') END`,
              ];
        });
        return kept.length === 0 ? 'NULL' : `json_object(${kept.join(', ')})::VARCHAR`;
      };
      if (format.body === undefined)
        return { record: row, around: row, raw: pairs(new Set()), envelope: () => 'NULL' };
      const keys = bodyKeys(format);
      const [names = []] = keys;
      const body = keys.length === 1 ? column(names[0] ?? '', names) : undefined;
      if (body === undefined) return undefined;
      const document = documents.of(body, 1);
      const repeated = new Map(
        Object.entries(format.repeats ?? {}).map(([field, key]) => [
          fieldKey(field),
          documents.found(document, [{ kind: 'key', key }]),
        ]),
      );
      return {
        record: { kind: 'document', document },
        around: row,
        raw: body,
        envelope: () => pairs(new Set(names.map(fieldKey)), repeated),
      };
    }
    case 'jsonl': {
      if (format.repeats !== undefined) return undefined;
      const line = quoted(input.name);
      const document = documents.of(line, 1);
      const around: Source = { kind: 'document', document };
      if (format.body === undefined)
        return { record: around, around, raw: line, envelope: () => 'NULL' };
      const keys = bodyKeys(format).map(([key = '']) => key);
      const path = `$.${keys.map((key) => `"${key}"`).join('.')}`;
      const removal = keys.reduceRight<unknown>((inner, key) => ({ [key]: inner }), null);
      return {
        record: {
          kind: 'within',
          document,
          keys: keys.map((key): Step => ({ kind: 'key', key })),
        },
        around,
        raw: `CASE WHEN json_valid(${line}) THEN coalesce(json_extract(${line}, ${literal(path)})::VARCHAR, 'null') ELSE ${line} END`,
        envelope: () =>
          `CASE WHEN json_valid(${line}) THEN json_merge_patch(${line}, ${literal(JSON.stringify(removal))})::VARCHAR END`,
      };
    }
  }
}

/** The cells of a column as SQL, made once every document knows its paths; undefined: JS only. */
function compileCells(
  name: ColumnName,
  cells: readonly CompiledCell[],
  layout: Layout,
  values: Values,
  file: string,
): (() => string)[] | undefined {
  const compiled: (() => string)[] = [];
  // What JS may read and SQL cannot: only where it is empty is the next cell's turn.
  const unsure: (() => string)[] = [];
  for (const { paths, conversion } of cells) {
    const { sql } = conversion;
    if (sql === undefined) {
      return guarded.includes(name) ? compiled : undefined;
    }
    if (conversion.saysLess === true && !guarded.includes(name)) return undefined;
    const found = paths.map((path) => foundSql(path, layout, values, file));
    const before = [...unsure];
    compiled.push(() => {
      const value = sql(found.map((each) => each()));
      if (before.length === 0) return value;
      return `CASE WHEN ${before.map((each) => `coalesce(${each()}, '') = ''`).join(' AND ')} THEN ${value} END`;
    });
    if (conversion.saysLess === true) unsure.push(...found);
  }
  return compiled;
}

function foundSql(path: Path, layout: Layout, values: Values, file: string): () => string {
  if (path.root === 'file') return () => literal(file);
  const source = path.root === 'envelope' ? layout.around : layout.record;
  switch (source.kind) {
    case 'document':
      return values.of(source.document, path.steps);
    case 'within':
      return values.of(source.document, [...source.keys, ...path.steps]);
    case 'row': {
      const [first, ...rest] = path.steps;
      const column = first?.kind === 'key' ? source.column(first.key, first.also ?? []) : undefined;
      if (column === undefined) return () => 'NULL::VARCHAR';
      if (rest.length === 0) return () => column;
      // A cell is text: only JSON text has an inside.
      if (rest[0]?.kind !== 'parse') return () => 'NULL::VARCHAR';
      return values.inside(column, rest.slice(1));
    }
  }
}

/**
 * The values that conversions start from, each read once a row and given a name: a conversion
 * writes its value many times over, and reading one may mean searching a list.
 */
class Values {
  readonly #documents: Documents;
  readonly #named = new Map<string, { readonly alias: string; readonly read: () => string }>();

  constructor(documents: Documents) {
    this.#documents = documents;
  }

  of(document: Document, steps: readonly Step[]): () => string {
    return this.#keep(`${document.alias} ${JSON.stringify(steps)}`, () =>
      this.#documents.found(document, steps),
    );
  }

  /** A value inside a column that holds JSON text. */
  inside(column: string, steps: readonly Step[]): () => string {
    return this.#keep(`${column} ${JSON.stringify(steps)}`, () =>
      this.#documents.inside(column, () => column, 1, steps),
    );
  }

  #keep(key: string, find: () => () => string): () => string {
    const known = this.#named.get(key) ?? { alias: `value_${this.#named.size}`, read: find() };
    this.#named.set(key, known);
    return () => quoted(known.alias);
  }

  /** Adds the values as columns to rows that have their documents. */
  wrap(rows: string): string {
    const columns = [...this.#named.values()].map(
      ({ alias, read }) => `${read()} AS ${quoted(alias)}`,
    );
    return columns.length === 0 ? rows : `(SELECT *, ${columns.join(', ')} FROM ${rows})`;
  }
}
