import type { FieldStep } from '../field.js';
import { fold } from '../values.js';
import type { Binder, RawPath, RawReader } from './dialect.js';

/*
 * Values inside a record's JSON (sigma/values.ts 3). A place is a JSON value, a set of places a list of
 * them; NULL is no place.
 *
 * A record is parsed twice whatever a rule asks of it: once for the members of exactly the names (a list
 * of paths), once for the names, of which the others are found without regard to case (measured: 1 µs
 * each; a path by itself the same). What several paths have in common is read once. A lambda over a list
 * of one is how an expression gets a name: DuckDB repeats a column of a subquery wherever it is used.
 *
 * Only the record itself may be no JSON: TRY takes it for NULL, at no cost where it is JSON (json_valid
 * would parse it once more). Members are found by JSON pointer, which takes any name; in a path (`$."…"`)
 * a `*` is a wildcard and a quotation mark an error.
 */

/** A step of one or more paths. */
interface Node {
  readonly step: FieldStep | undefined;
  readonly parent: Node | undefined;
  readonly children: Map<string, Node>;
  /** How often its values are asked for, as a list's items and whole. */
  readonly ends: { items: number; whole: number };
}

const newNode = (parent?: Node, step?: FieldStep): Node => ({
  step,
  parent,
  children: new Map(),
  ends: { items: 0, whole: 0 },
});

/** SQL of something, and how many names it needs to stand inside of. */
interface Found {
  readonly sql: string;
  readonly level: number;
}

/** Levels at which the record itself is read, its names are folded, and its members found. */
const record = 0;
const names = 1;
const members = 2;

export function duckdbReader(raw: string, uses: readonly RawPath[], binder: Binder): RawReader {
  const root = newNode();
  for (const path of uses) {
    const { ends } = follow(root, path, (node, step) => {
      const made = newNode(node, step);
      node.children.set(JSON.stringify(step), made);
      return made;
    });
    ends[path.whole ? 'whole' : 'items']++;
  }

  /** By level, the definitions of its names. */
  const levels: string[][] = [];
  const variables: string[] = [];
  const variable = (level: number): string => (variables[level] ??= binder.name());
  const bind = (level: number, sql: string): Found => {
    const all = (levels[level] ??= []);
    all.push(sql);
    return { sql: `${variable(level)}.b${all.length - 1}`, level: level + 1 };
  };
  const known = new Map<string, Found>();
  const ids = new Map<Node, number>();
  const once = (node: Node, what: string, make: () => Found): Found => {
    const id = ids.get(node) ?? ids.size;
    ids.set(node, id);
    const key = `${id} ${what}`;
    const found = known.get(key) ?? make();
    known.set(key, found);
    return found;
  };

  const keys: string[] = [];
  const start = (): readonly [read: string, folded: string] => {
    if (levels[record] === undefined) {
      levels[record] = [
        `TRY(json_extract(${raw}, [\0]))`,
        `TRY(json_keys(${raw}))`,
        `CASE WHEN regexp_matches(${raw}, '^[ \\t\\r\\n]*\\[') THEN [TRY(json(${raw}))] END`,
      ];
      const name = binder.name();
      levels[names] = [`list_transform(${variable(record)}.b1, lambda ${name}: lower(${name}))`];
    }
    return [variable(record), `${variable(names)}.b0`];
  };

  const member = (key: string): Found => {
    const [read, folded] = start();
    keys.push(binder.value(pointer(key)));
    const wanted = binder.value(fold(key));
    const other =
      `CASE WHEN list_contains(${folded}, ${wanted}) ` +
      `THEN json_extract(${raw}, ${dynamic(`${read}.b1[list_position(${folded}, ${wanted})]`)}) END`;
    return bind(
      members,
      `CASE WHEN ${read}.b2 IS NULL THEN [coalesce(${read}.b0[${keys.length}], ${other})] ` +
        `ELSE ${step(`${read}.b2`, { kind: 'key', key }, binder)} END`,
    );
  };

  const placesOf = (node: Node): Found =>
    once(node, 'places', () => {
      if (node.step === undefined || node.parent === undefined)
        return { sql: `[TRY(json(${raw}))]`, level: record };
      if (node.parent === root && node.step.kind === 'key') return member(node.step.key);
      const from = placesOf(node.parent);
      const found =
        node.step.kind === 'where' && sameWheres(node.parent, node.step.key) > 1
          ? among(node.parent, node.step)
          : { sql: step(from.sql, node.step, binder), level: from.level };
      return askers(node) > 1 ? bind(Math.max(found.level, members + 1), found.sql) : found;
    });

  /** The objects of a list by the folded text of one member: for several `where` on it. */
  const among = (node: Node, { key, equals }: Extract<FieldStep, { kind: 'where' }>): Found => {
    const listed = once(node, `named ${key}`, () => {
      const from = placesOf(node);
      const [place, item] = [binder.name(), binder.name()];
      const named = `{'n': lower(${text(memberOf(item, key, binder))}), 'v': ${item}}`;
      return bind(
        Math.max(from.level, members + 1),
        `flatten(list_transform(${from.sql}, lambda ${place}: ` +
          `list_transform(${itemsOrItself(place)}, lambda ${item}: ${named})))`,
      );
    });
    const one = binder.name();
    return {
      sql:
        `list_transform(list_filter(${listed.sql}, lambda ${one}: ${one}.n = ${binder.value(fold(equals))}), ` +
        `lambda ${one}: ${one}.v)`,
      level: listed.level,
    };
  };

  return {
    values: (path) => {
      const node = follow(root, path, () => {
        throw new Error('a path that was not announced');
      });
      return once(node, path.whole ? 'whole' : 'items', () => {
        const places = placesOf(node);
        const sql = textsOf(places.sql, path.whole, binder);
        const often = node.ends[path.whole ? 'whole' : 'items'] > 1;
        return often
          ? bind(Math.max(places.level, members + 1), sql)
          : { sql, level: places.level };
      }).sql;
    },
    around: (sql) =>
      levels.reduceRight((inside, definitions, level) => {
        const fields = definitions.map(
          (definition, at) => `'b${at}': ${definition.replace('\0', () => keys.join(', '))}`,
        );
        return `list_transform([{${fields.join(', ')}}], lambda ${variable(level)}: ${inside})[1]`;
      }, sql),
  };
}

function follow(
  root: Node,
  { steps }: RawPath,
  missing: (node: Node, step: FieldStep) => Node,
): Node {
  return steps.reduce(
    (node, step) => node.children.get(JSON.stringify(step)) ?? missing(node, step),
    root,
  );
}

const sameWheres = (node: Node, key: string): number =>
  [...node.children.values()].filter(({ step }) => step?.kind === 'where' && step.key === key)
    .length;

/** How many ask for a node's places: those that share a list by name are one. */
function askers({ children, ends }: Node): number {
  const others = new Set(
    [...children.values()].map(({ step }, at) =>
      step?.kind === 'where' ? `where ${step.key}` : String(at),
    ),
  );
  return others.size + (ends.items > 0 ? 1 : 0) + (ends.whole > 0 ? 1 : 0);
}

const text = (place: string): string => `json_extract_string(${place}, '$')`;
const items = (place: string): string => `json_extract(${place}, '$[*]')`;
const itemsOrItself = (place: string): string =>
  `CASE json_type(${place}) WHEN 'ARRAY' THEN ${items(place)} ELSE [${place}] END`;

function textsOf(places: string, whole: boolean, binder: Binder): string {
  const place = binder.name();
  if (whole) return `list_transform(${places}, lambda ${place}: ${text(place)})`;
  const item = binder.name();
  return (
    `flatten(list_transform(${places}, lambda ${place}: CASE json_type(${place}) ` +
    `WHEN 'ARRAY' THEN list_transform(${items(place)}, lambda ${item}: ${text(item)}) ELSE [${text(place)}] END))`
  );
}

function step(places: string, next: FieldStep, binder: Binder): string {
  const place = binder.name();
  const item = binder.name();
  switch (next.kind) {
    case 'key':
      return (
        `flatten(list_transform(${places}, lambda ${place}: list_transform(${itemsOrItself(place)}, ` +
        `lambda ${item}: ${memberOf(item, next.key, binder)})))`
      );
    case 'where':
      return (
        `flatten(list_transform(${places}, lambda ${place}: list_filter(${itemsOrItself(place)}, ` +
        `lambda ${item}: lower(${text(memberOf(item, next.key, binder))}) = ${binder.value(fold(next.equals))})))`
      );
    case 'parse':
      return (
        `list_transform(${places}, lambda ${place}: CASE json_type(${place}) WHEN 'VARCHAR' ` +
        `THEN CASE WHEN json_valid(${text(place)}) THEN json(${text(place)}) END ELSE ${place} END)`
      );
  }
}

/** The member of exactly that name, or else the first whose name differs only in case. */
function memberOf(place: string, key: string, binder: Binder): string {
  const name = binder.name();
  const first = `list_filter(json_keys(${place}), lambda ${name}: lower(${name}) = ${binder.value(fold(key))})[1]`;
  const member = `coalesce(json_extract(${place}, ${binder.value(pointer(key))}), json_extract(${place}, ${dynamic(first)}))`;
  // Of a list, such a pointer is an item.
  return /^(?:\d+|-)$/.test(key)
    ? `CASE json_type(${place}) WHEN 'OBJECT' THEN ${member} END`
    : member;
}

const dynamic = (name: string): string => `'/' || replace(replace(${name}, '~', '~0'), '/', '~1')`;
const pointer = (key: string): string => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
