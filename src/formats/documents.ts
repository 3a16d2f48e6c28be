import { literal } from './convert.js';
import type { Step } from './path.js';

/** A name in SQL. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** What is read of one JSON document: a tree that becomes `json_transform`'s structure. */
type Node =
  | { kind: 'leaf' }
  | { kind: 'object'; readonly fields: Map<string, { at: number; node: Node }> }
  | { kind: 'list'; readonly item: Node & { kind: 'object' } };

export interface Document {
  /** SQL that gives its text; made late, since an outer document may still grow. */
  readonly text: () => string;
  readonly level: number;
  readonly alias: string;
  /** SQL of what it was found in, where that is a value of a record and not the record itself. */
  readonly within: (() => string) | undefined;
  readonly root: Node & { kind: 'object' };
}

const emptyObject = (): Node & { kind: 'object' } => ({ kind: 'object', fields: new Map() });

/** The JSON documents that a table's paths look into, each parsed once a row. */
export class Documents {
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
          // Parsed once: TRY makes NULL of what is no JSON, where json_valid would parse it a second time.
          return `TRY(json_transform(${json}, ${structure})) AS ${quoted(alias)}`;
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
    // Most records lack the list: those rows need not pass through the lambda.
    `(CASE WHEN ${list} IS NOT NULL THEN list_extract(list_filter(${list}, lambda x: struct_extract_at(x, ${key.at}) = ${literal(next.equals)}), 1) END)`,
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
