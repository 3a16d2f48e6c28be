import type { ColumnName } from '../model/event.js';
import { columnNames, eventColumns } from '../model/event.js';
import { literal } from './convert.js';
import type { Conversion } from './convert.js';
import type { CompiledCell, Format } from './format.js';
import type { Path, Step } from './path.js';
import { fieldKey } from './path.js';
import { bodyKeys } from './normalise.js';

/**
 * The fast path: a format's table as one DuckDB SELECT over rows that DuckDB itself has read.
 *
 * A row whose id, time or operation comes out NULL is in doubt; its `damaged` is NULL, and the
 * caller gives it to the reference (normalise.ts) instead. So a conversion of a guarded column may
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

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
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

/** What is read of one JSON document: a tree that becomes `json_transform`'s structure. */
type Node =
  | { kind: 'leaf' }
  | { kind: 'object'; readonly fields: Map<string, { at: number; node: Node }> }
  | { kind: 'list'; readonly item: Node & { kind: 'object' } };

interface Document {
  /** SQL that gives its text; made late, since an outer document may still grow. */
  readonly text: () => string;
  readonly level: number;
  readonly alias: string;
  /** SQL of what it was found in, where that is a value of a record and not the record itself. */
  readonly within: (() => string) | undefined;
  readonly root: Node & { kind: 'object' };
}

const emptyObject = (): Node & { kind: 'object' } => ({ kind: 'object', fields: new Map() });

class Documents {
  readonly #documents = new Map<string, Document>();

  /** The document whose text a SQL expression gives. */
  of(text: string, level: number): Document {
    return this.#keep(text, () => text, level, undefined);
  }

  #keep(
    key: string,
    text: () => string,
    level: number,
    within: (() => string) | undefined,
  ): Document {
    const known = this.#documents.get(key);
    if (known !== undefined) return known;
    const document: Document = {
      text,
      level,
      alias: `json_${this.#documents.size}`,
      within,
      root: emptyObject(),
    };
    this.#documents.set(key, document);
    return document;
  }

  /** SQL of the text at the end of the steps, to be called when all paths are known. */
  found(document: Document, steps: readonly Step[]): () => string {
    const parse = steps.findIndex((step) => step.kind === 'parse');
    if (parse >= 0) {
      const outer = this.found(document, steps.slice(0, parse));
      const key = `${document.alias}:${JSON.stringify(steps.slice(0, parse))}`;
      return this.inside(key, outer, document.level + 1, steps.slice(parse + 1));
    }
    return walk(document.root, steps, quoted(document.alias));
  }

  /** Goes on inside a value that is JSON text. One that is a list is read as the only field of an object. */
  inside(key: string, text: () => string, level: number, steps: readonly Step[]): () => string {
    if (steps[0]?.kind === 'key') return this.found(this.#keep(key, text, level, text), steps);
    const wrapped = this.#keep(
      `${key}[]`,
      () => `(CASE WHEN json_valid(${text()}) THEN '{"_":' || ${text()} || '}' END)`,
      level,
      text,
    );
    return this.found(wrapped, [{ kind: 'key', key: '_' }, ...steps]);
  }

  /** SQL: what looks like JSON inside the record is none to DuckDB, but may be to the reference. */
  unread(): string {
    const doubts = this.#read().flatMap(({ alias, within }) =>
      within === undefined
        ? []
        : `CASE WHEN ${quoted(alias)} IS NULL THEN coalesce(regexp_matches(${within()}, '^(?:@\\{|\\s*[{\\[])'), false) ELSE false END`,
    );
    return doubts.length === 0 ? 'false' : doubts.map((doubt) => `(${doubt})`).join(' OR ');
  }

  #read(): readonly Document[] {
    return [...this.#documents.values()].filter(({ root }) => root.fields.size > 0);
  }

  /** Wraps the rows in one SELECT a level, each adding its documents as STRUCTs. */
  wrap(from: string): string {
    const documents = this.#read();
    const levels = Math.max(0, ...documents.map(({ level }) => level));
    let rows = from;
    for (let level = 1; level <= levels; level++) {
      const columns = documents
        .filter((document) => document.level === level)
        .map(({ text, alias, root }) => {
          const json = text();
          const structure = literal(JSON.stringify(structureOf(root)));
          return `CASE WHEN json_valid(${json}) THEN json_transform(${json}, ${structure}) END AS ${quoted(alias)}`;
        });
      rows = `(SELECT *, ${columns.join(', ')} FROM ${rows})`;
    }
    return rows;
  }
}

function child(
  node: Node & { kind: 'object' },
  key: string,
  make: () => Node,
): { at: number; node: Node } {
  const known = node.fields.get(key);
  if (known !== undefined) return known;
  // DuckDB takes the names in a STRUCT for equal, and gives the one's value for the other.
  const twin = [...node.fields.keys()].find((name) => name.toLowerCase() === key.toLowerCase());
  if (twin !== undefined)
    throw new Error(`${twin} and ${key} differ only in case: the table needs one of them`);
  const field = { at: node.fields.size + 1, node: make() };
  node.fields.set(key, field);
  return field;
}

/** Adds the steps to the tree, and gives the SQL that reads the value there. */
function walk(node: Node & { kind: 'object' }, steps: readonly Step[], sql: string): () => string {
  const [step, next, ...rest] = steps;
  if (step?.kind !== 'key') throw new Error('a path inside a document starts with a key');
  if (next === undefined) {
    const field = child(node, step.key, () => ({ kind: 'leaf' }));
    expectKind(field.node, 'leaf', step.key);
    return () => `struct_extract_at(${sql}, ${field.at})`;
  }
  if (next.kind === 'key') {
    const field = child(node, step.key, emptyObject);
    expectKind(field.node, 'object', step.key);
    return walk(field.node, steps.slice(1), `struct_extract_at(${sql}, ${field.at})`);
  }
  const field = child(node, step.key, () => ({ kind: 'list', item: emptyObject() }));
  expectKind(field.node, 'list', step.key);
  const list = `struct_extract_at(${sql}, ${field.at})`;
  if (next.kind === 'item')
    return walk(field.node.item, rest, `list_extract(${list}, ${next.index + 1})`);
  if (next.kind !== 'where') throw new Error('a list is followed by [n] or [Key=Value]');
  const key = child(field.node.item, next.key, () => ({ kind: 'leaf' }));
  return walk(
    field.node.item,
    rest,
    `list_extract(list_filter(${list}, lambda x: struct_extract_at(x, ${key.at}) = ${literal(next.equals)}), 1)`,
  );
}

function expectKind<K extends Node['kind']>(
  node: Node,
  kind: K,
  key: string,
): asserts node is Extract<Node, { kind: K }> {
  if (node.kind !== kind)
    throw new Error(
      `${key} is used as a ${kind} here and as a ${node.kind} elsewhere in the table`,
    );
}

function structureOf(node: Node): unknown {
  switch (node.kind) {
    case 'leaf':
      return 'VARCHAR';
    case 'list':
      return [structureOf(node.item)];
    case 'object':
      return Object.fromEntries(
        [...node.fields].map(([key, field]) => [key, structureOf(field.node)]),
      );
  }
}
