import type { FieldStep } from '../field.js';
import { fold } from '../values.js';
import type { Binder, RawPath, RawReader } from './dialect.js';

/*
 * Values inside a record's JSON (sigma/values.ts 3). A place is a JSON value, a set of places a list of
 * them; NULL is no place.
 *
 * Whatever a rule asks of a record, the record is parsed once for all members of exactly the names (by a
 * list of paths: 1-2 µs); only where one is missing and its name stands in the text in some spelling are
 * the record's names listed (4 µs) and looked through. The same for each list or object further inside:
 * one pass over its items for all that is asked of them. What comes of one pass is a list, and the
 * places in it have numbers; so the statement stays short, which matters as much: planning takes 1 ms
 * for each kilobyte.
 *
 * A lambda over a list of one is how an expression gets a name: a column of a subquery DuckDB would
 * repeat wherever it is used. Only the record itself may be no JSON: TRY takes it for NULL, at no cost
 * where it is JSON (json_valid would parse it once more). Members are found by JSON pointer, which takes
 * any name; in a path (`$."…"`) a `*` is a wildcard and a quotation mark an error.
 */

/** A step of one or more paths. */
interface Node {
  readonly step: FieldStep | undefined;
  readonly parent: Node | undefined;
  readonly children: Map<string, Node>;
}

const newNode = (parent?: Node, step?: FieldStep): Node => ({ step, parent, children: new Map() });

/** SQL of something, and on how many levels of names it depends. */
interface Found {
  readonly sql: string;
  readonly level: number;
}

/** All members that are asked of the items of one set of places; of each item `m`, `t`, `v`. */
interface Batch {
  readonly list: Found;
  /** 1-based places in `m` (members) and, of names that a `where` compares, in `t` (folded texts). */
  readonly keys: readonly string[];
}

export function duckdbReader(raw: string, uses: readonly RawPath[], binder: Binder): RawReader {
  const root = newNode();
  for (const { steps } of uses)
    steps.reduce((node, step) => {
      const key = JSON.stringify(step);
      const known = node.children.get(key) ?? newNode(node, step);
      node.children.set(key, known);
      return known;
    }, root);
  const rootKeys = keysOf([...root.children.values()]);

  const levels = new Levels(binder);
  const members = rootKeys.length === 0 ? undefined : recordMembers(raw, rootKeys, levels, binder);
  const whole: Found = { sql: `[TRY(json(${raw}))]`, level: 0 };

  const batches = new Map<Node, Batch>();
  const batchOf = (node: Node): Batch => {
    const known = batches.get(node);
    if (known !== undefined) return known;
    const from = placesOf(node);
    const asked = [...node.children.values()];
    const wheres = asked.flatMap(({ step, children }) =>
      step?.kind === 'where' ? [{ key: step.key, next: [...children.values()] }] : [],
    );
    const compared = [...new Set(wheres.map(({ key }) => key))];
    const keys = [
      ...new Set([...compared, ...keysOf(asked), ...wheres.flatMap(({ next }) => keysOf(next))]),
    ];
    const itself = wheres.some(
      ({ next }) => next.length === 0 || next.some(({ step }) => step?.kind !== 'key'),
    );
    const items = levels.bind(from.level, itemsWith(from.sql, keys, itself, binder));
    const list =
      compared.length === 0
        ? items
        : levels.bind(items.level, withTexts(items.sql, compared.length, itself, binder));
    const batch = { list, keys };
    batches.set(node, batch);
    return batch;
  };

  const placesOf = (node: Node): Found => {
    const { step, parent } = node;
    if (step === undefined || parent === undefined) return whole;
    switch (step.kind) {
      case 'key': {
        if (parent === root && members !== undefined)
          return { sql: `${members.sql}[${rootKeys.indexOf(step.key) + 1}]`, level: members.level };
        const item = binder.name();
        if (parent.step?.kind === 'where' && parent.parent !== undefined) {
          const { list, keys } = batchOf(parent.parent);
          return {
            sql: `list_transform(${matching(list.sql, parent.step, keys, binder)}, lambda ${item}: ${item}.m[${keys.indexOf(step.key) + 1}])`,
            level: list.level,
          };
        }
        const { list, keys } = batchOf(parent);
        return {
          sql: `list_transform(${list.sql}, lambda ${item}: ${item}.m[${keys.indexOf(step.key) + 1}])`,
          level: list.level,
        };
      }
      case 'where': {
        const { list, keys } = batchOf(parent);
        const item = binder.name();
        return {
          sql: `list_transform(${matching(list.sql, step, keys, binder)}, lambda ${item}: ${item}.v)`,
          level: list.level,
        };
      }
      case 'parse': {
        const from = placesOf(parent);
        return { sql: parsed(from.sql, binder), level: from.level };
      }
    }
  };

  /** What is asked for in the end: the places, each once, and their values under this name. */
  const values = binder.name();
  const ends = { items: new Map<string, string>(), whole: new Map<string, string>() };
  return {
    values: ({ steps, whole }) => {
      const kind = whole ? 'whole' : 'items';
      const key = JSON.stringify(steps);
      const known = ends[kind];
      if (!known.has(key)) {
        const node = steps.reduce((at, step) => child(at, step), root);
        known.set(key, placesOf(node).sql);
      }
      return `${values}.${kind}[${[...known.keys()].indexOf(key) + 1}]`;
    },
    around: (sql) => {
      const lists = [
        ...(ends.items.size === 0
          ? []
          : [`'items': ${textsOf([...ends.items.values()], false, binder)}`]),
        ...(ends.whole.size === 0
          ? []
          : [`'whole': ${textsOf([...ends.whole.values()], true, binder)}`]),
      ];
      return lists.length === 0 ? sql : levels.around(named(`{${lists.join(', ')}}`, values, sql));
    },
  };
}

const child = (node: Node, step: FieldStep): Node => {
  const found = node.children.get(JSON.stringify(step));
  if (found === undefined) throw new Error('a path that was not announced');
  return found;
};

const keysOf = (nodes: readonly Node[]): readonly string[] => [
  ...new Set(nodes.flatMap(({ step }) => (step?.kind === 'key' ? [step.key] : []))),
];

const named = (value: string, name: string, inside: string): string =>
  `list_transform([${value}], lambda ${name}: ${inside})[1]`;

/** Names for expressions, each level able to use those before it. */
class Levels {
  readonly #binder: Binder;
  readonly #levels: { readonly variable: string; readonly definitions: string[] }[] = [];

  constructor(binder: Binder) {
    this.#binder = binder;
  }

  /** @param level - how many levels the definition depends on. */
  bind(level: number, definition: string): Found {
    const known = (this.#levels[level] ??= { variable: this.#binder.name(), definitions: [] });
    known.definitions.push(definition);
    return { sql: `${known.variable}.b${known.definitions.length - 1}`, level: level + 1 };
  }

  around(sql: string): string {
    return this.#levels.reduceRight((inside, { variable, definitions }) => {
      const fields = definitions.map((definition, at) => `'b${at}': ${definition}`);
      return named(`{${fields.join(', ')}}`, variable, inside);
    }, sql);
  }
}

/** For each name the set of places that a record's members of that name are. */
function recordMembers(
  raw: string,
  keys: readonly string[],
  levels: Levels,
  binder: Binder,
): Found {
  const [place, item] = [binder.name(), binder.name()];
  const exact = levels.bind(0, `TRY(json_extract(${raw}, ${pointersOf(keys, binder)}))`);
  // Where the record is a list of records.
  const ofList = levels.bind(
    0,
    `CASE WHEN regexp_matches(${raw}, '^[ \\t\\r\\n]*\\[') THEN [TRY(json(${raw}))] END`,
  );
  const names = levels.bind(
    exact.level,
    `CASE WHEN ${exact.sql} IS NOT NULL THEN ${namesText(raw)} END`,
  );
  const anyCase = looked(raw, exact.sql, keys, (found) => `[${found}]`, binder);
  const inList = looked(
    item,
    `json_extract(${item}, ${pointersOf(keys, binder)})`,
    keys,
    (found) =>
      `flatten(list_transform(${ofList.sql}, lambda ${place}: list_transform(json_extract(${place}, '$[*]'), lambda ${item}: ` +
      `CASE json_type(${item}) WHEN 'OBJECT' THEN ${found} END)))`,
    binder,
  );
  const all = keys.map((_, index) => `[${exact.sql}[${index + 1}]]`);
  return levels.bind(
    names.level,
    `CASE WHEN ${ofList.sql} IS NOT NULL THEN ${inList} ` +
      `WHEN ${otherwise(exact.sql, names.sql, keys, binder)} THEN ${anyCase} ELSE [${all.join(', ')}] END`,
  );
}

/** The names of an object's members in one text, in lower case: much cheaper than one by one. */
const namesText = (object: string): string =>
  `chr(1) || lower(array_to_string(json_keys(${object}), chr(1))) || chr(1)`;

/** Whether a member that is missing may be there in another spelling. */
function otherwise(exact: string, names: string, keys: readonly string[], binder: Binder): string {
  const missing = keys.map(
    (key, index) =>
      `${exact}[${index + 1}] IS NULL AND contains(${names}, ${binder.value(`\u0001${fold(key)}\u0001`)})`,
  );
  return `(${missing.join(' OR ')})`;
}

/** For each key the member of exactly that name, or else the first whose name differs only in case. */
function looked(
  object: string,
  exact: string,
  keys: readonly string[],
  as: (found: string) => string,
  binder: Binder,
): string {
  const [key, at, name] = [binder.name(), binder.name(), binder.name()];
  const other = `list_filter(json_keys(${object}), lambda ${name}: lower(${name}) = ${key})[1]`;
  const found = `coalesce((${exact})[${at}], json_extract(${object}, '/' || replace(replace(${other}, '~', '~0'), '/', '~1')))`;
  return `list_transform(${listOf(keys.map(fold), binder)}, lambda ${key}, ${at}: ${as(found)})`;
}

/**
 * Each item of each place that is a list, and each place that is none, as `m`, its members of these
 * names, and `v`, itself. Of what is no object the members are NULL.
 */
function itemsWith(
  places: string,
  keys: readonly string[],
  itself: boolean,
  binder: Binder,
): string {
  const [place, item, read] = [binder.name(), binder.name(), binder.name()];
  // Of a list, a pointer that is a number is an item.
  const object = keys.some((one) => /^(?:\d+|-)$/.test(one))
    ? `CASE json_type(${item}) WHEN 'OBJECT' THEN ${item} END`
    : item;
  const [exact, names] = [`${read}.x`, `${read}.n`];
  const all =
    `CASE WHEN ${otherwise(exact, names, keys, binder)} ` +
    `THEN ${looked(object, exact, keys, (found) => found, binder)} ELSE ${exact} END`;
  const one = named(
    `{'x': json_extract(${object}, ${pointersOf(keys, binder)}), 'n': ${namesText(object)}}`,
    read,
    `{'m': ${all}${itself ? `, 'v': ${item}` : ''}}`,
  );
  return (
    `flatten(list_transform(${places}, lambda ${place}: list_transform(CASE json_type(${place}) ` +
    `WHEN 'ARRAY' THEN json_extract(${place}, '$[*]') ELSE [${place}] END, lambda ${item}: ${one})))`
  );
}

/** The same with `t`, the first so many members as folded texts. */
function withTexts(items: string, count: number, itself: boolean, binder: Binder): string {
  const [item, member] = [binder.name(), binder.name()];
  return (
    `list_transform(${items}, lambda ${item}: {'m': ${item}.m${itself ? `, 'v': ${item}.v` : ''}, ` +
    `'t': list_transform(${item}.m[1:${count}], lambda ${member}: lower(${text(member)}))})`
  );
}

function matching(
  items: string,
  { key, equals }: Extract<FieldStep, { kind: 'where' }>,
  keys: readonly string[],
  binder: Binder,
): string {
  const item = binder.name();
  return `list_filter(${items}, lambda ${item}: ${item}.t[${keys.indexOf(key) + 1}] = ${binder.value(fold(equals))})`;
}

function parsed(places: string, binder: Binder): string {
  const place = binder.name();
  return (
    `list_transform(${places}, lambda ${place}: CASE json_type(${place}) WHEN 'VARCHAR' ` +
    `THEN CASE WHEN json_valid(${text(place)}) THEN json(${text(place)}) END ELSE ${place} END)`
  );
}

/** The values at each set of places: a list without NULLs, or NULL where there is none. */
function textsOf(places: readonly string[], whole: boolean, binder: Binder): string {
  const [set, place, item, value] = Array.from({ length: 4 }, () => binder.name());
  const texts = whole
    ? `list_transform(${set}, lambda ${place}: ${text(place ?? '')})`
    : `flatten(list_transform(${set}, lambda ${place}: CASE json_type(${place}) WHEN 'ARRAY' ` +
      `THEN list_transform(json_extract(${place}, '$[*]'), lambda ${item}: ${text(item ?? '')}) ELSE [${text(place ?? '')}] END))`;
  return `list_transform([${places.join(', ')}], lambda ${set}: nullif(list_filter(${texts}, lambda ${value}: ${value} IS NOT NULL), []))`;
}

const listOf = (values: readonly string[], binder: Binder): string =>
  `[${values.map((value) => binder.value(value)).join(', ')}]`;
const text = (place: string): string => `json_extract_string(${place}, '$')`;
const pointersOf = (keys: readonly string[], binder: Binder): string =>
  listOf(
    keys.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
    binder,
  );
