import type { Accessor, FieldStep, RawAccessor } from '../field.js';
import { kqlText, member } from './literal.js';
import { columnsOf } from './schemas-table.js';
import type { KqlColumn, KqlTable } from './table.js';
import { listKeys, namedLists } from './table.js';

/*
 * Where a field's values are in a table. A list is looked at item by item: `mv-apply` over it, so that a test
 * passes if one of the items does, and two tests of one item are never made of two.
 */

/** A list whose items are looked at in turn; `item` is the name that they have in the rest. */
export interface Loop {
  readonly list: string;
  readonly item: string;
}

/** Values in a row: a string expression, within loops. */
export interface Place {
  readonly text: string;
  /** The dynamic value behind the text, which can tell an empty one from none. */
  readonly dynamic: string | undefined;
  readonly loops: readonly Loop[];
  /** What an item must be, beside: the name in a list of names and values. */
  readonly only: readonly string[];
  /** The expression is of a column with these properties. */
  readonly column: KqlColumn | undefined;
  readonly parsed: boolean;
}

/** A column of the query's own for what is long: it may be asked for often. */
function ready(name: string, table: KqlTable): KqlColumn | undefined {
  const column = table.columns[name];
  if (column === undefined || column.extend !== undefined || column.text.length < 60) return column;
  const own = `Event${name.replace(/(?:^|_)([a-z])/g, (_, first: string) => first.toUpperCase())}`;
  return { ...column, text: own, extend: `${own} = ${column.text}` };
}

/** A list of at least one, whatever stands there: `mv-apply` would drop the row of an empty one. */
const atLeastOne = (value: string): string =>
  `iff(gettype(${value}) == "array" and array_length(${value}) > 0, ${value}, pack_array(${value}))`;

/** The place that an accessor means in the table; undefined: the table has no such thing. */
export function placeOf(
  accessor: Exclude<Accessor, { kind: 'any' | 'constant' }>,
  table: KqlTable,
): Place | undefined {
  if (accessor.kind === 'column') {
    const column = ready(accessor.column, table);
    return column === undefined
      ? undefined
      : { text: column.text, dynamic: undefined, loops: [], only: [], column, parsed: false };
  }
  return ofRaw(accessor, table);
}

interface Walk {
  value: string;
  /** Whether the value is dynamic; if not, it is a string. */
  dynamic: boolean;
  /** Whether a list is looked for there. */
  list: boolean;
  /** The key of the list whose items are being looked at, in lower case. */
  within: string;
  loops: Loop[];
  only: string[];
  parsed: boolean;
}

function ofRaw({ steps, whole }: RawAccessor, table: KqlTable): Place | undefined {
  const [first, ...rest] = steps;
  if (first?.kind !== 'key') return undefined;
  const walk = start(first.key, rest.length > 0, table);
  if (walk === undefined) return undefined;
  for (const step of rest) if (!take(walk, step)) return undefined;
  if (walk.list && whole !== true) into(walk);
  return {
    text: walk.dynamic ? `tostring(${walk.value})` : walk.value,
    dynamic: walk.dynamic ? walk.value : undefined,
    loops: walk.loops,
    only: walk.only,
    column: undefined,
    parsed: walk.parsed,
  };
}

function start(key: string, goesOn: boolean, table: KqlTable): Walk | undefined {
  const lower = key.toLowerCase();
  const none = { loops: [], only: [], parsed: false, within: lower };
  const list = listKeys.has(lower);
  if (table.record !== undefined)
    return /^[\w@-]+$/.test(key)
      ? { ...none, value: member(table.record, key), dynamic: true, list }
      : undefined;
  const column = columnsOf(table.name).get((table.roots?.[lower] ?? key).toLowerCase());
  if (column === undefined) return undefined;
  switch (column.type) {
    case 'dynamic':
      return { ...none, value: column.name, dynamic: true, list };
    case 'string':
      return goesOn || list
        ? { ...none, value: `parse_json(${column.name})`, dynamic: true, list }
        : { ...none, value: column.name, dynamic: false, list };
    default:
      return { ...none, value: `tostring(${column.name})`, dynamic: false, list: false };
  }
}

/** One step on; false where there is no such place. */
function take(walk: Walk, step: FieldStep): boolean {
  switch (step.kind) {
    case 'parse':
      // What is dynamic may be JSON in a string all the same.
      walk.value = walk.list && walk.loops.length === 0 && walk.value.startsWith('parse_json(') ? walk.value : `parse_json(tostring(${walk.value}))`; // prettier-ignore
      walk.dynamic = true;
      walk.parsed = true;
      return true;
    case 'where': {
      into(walk);
      walk.only.push(`tostring(${member(walk.value, step.key)}) =~ ${kqlText(step.equals)}`);
      walk.list = false;
      return true;
    }
    case 'key':
      if (walk.list && namedLists[walk.within]?.has(step.key.toLowerCase()) === false) return false;
      if (walk.list) into(walk);
      if (!walk.dynamic) return false;
      walk.within = step.key.toLowerCase();
      walk.value = member(walk.value, step.key);
      walk.list = listKeys.has(step.key.toLowerCase());
      walk.parsed = false;
      return true;
  }
}

/** The items of the list that has been come to. */
function into(walk: Walk): void {
  const item = `item${walk.loops.length + 1}`;
  walk.loops.push({ list: atLeastOne(walk.value), item });
  walk.value = item;
  walk.dynamic = true;
  walk.list = false;
}
