import { evaluate } from '../evaluate.js';
import type { Accessor, ConstantAccessor, FieldMap } from '../field.js';
import { adapted } from '../literal.js';
import type { Condition, Place as FilePlace, Test } from '../rule.js';
import type { Tree } from '../compile/condition.js';
import { commaText } from './words.js';
import type { Place } from './place.js';
import { placeOf } from './place.js';
import { kqlText } from './literal.js';
import type { KqlTable, NoteKey } from './table.js';
import type { TextTest } from './test.js';
import { textTests } from './test.js';

/** A condition in KQL: known beforehand, or an expression that is never null. */
export type Predicate =
  | { readonly kind: 'known'; readonly holds: boolean }
  | {
      readonly kind: 'asked';
      readonly sql: string;
      /** Whether it looks at what `mv-apply` found. */
      readonly late: boolean;
      /** True wherever it holds, without `mv-apply`; undefined: nothing is known. */
      readonly early: string | undefined;
      /** Of a conjunction its parts. */
      readonly all?: readonly AskedPredicate[];
    };
export type AskedPredicate = Extract<Predicate, { kind: 'asked' }>;

/** A question about the items of a list, answered by a column. */
export interface Probe {
  readonly name: string;
  readonly place: Pick<Place, 'loops'>;
  readonly sql: string;
}

/** Says what a query cannot say, and where the rule asks for it. */
export interface Unsaid {
  readonly feature: string;
  readonly place: FilePlace | undefined;
}

/** Thrown inside this room only: the rule cannot be said for this table. */
export class CannotSay extends Error {
  readonly unsaid: Unsaid;

  constructor(feature: string, place: FilePlace | undefined) {
    super(feature);
    this.unsaid = { feature, place };
  }
}

/** What a query for one table is made with, and what it was found to need. */
export interface Asking {
  readonly table: KqlTable;
  readonly fields: FieldMap;
  readonly extends: Map<string, string>;
  readonly probes: Map<string, Probe>;
  readonly notes: Set<NoteKey>;
  /** Fields that the table has not: no event has a value there. */
  readonly missing: Map<string, FilePlace>;
}

export const asking = (table: KqlTable, fields: FieldMap): Asking => ({
  table,
  fields,
  extends: new Map(),
  probes: new Map(),
  notes: new Set(table.notes),
  missing: new Map(),
});

export const known = (holds: boolean): Predicate => ({ kind: 'known', holds });
const asked = (sql: string, late: boolean): Predicate => ({ kind: 'asked', sql, late, early: late ? undefined : sql }); // prettier-ignore

/** The tree of a condition, with the places that compile's has not. */
type Grouped =
  | { readonly kind: 'and' | 'or'; readonly of: readonly Grouped[] }
  | { readonly kind: 'not'; readonly of: Grouped }
  | { readonly kind: 'leaf'; readonly field: string | undefined; readonly tests: readonly Test[]; readonly place: FilePlace }; // prettier-ignore

/** Alternatives of one field stand together. */
function grouped(condition: Condition): Grouped {
  switch (condition.kind) {
    case 'field':
      return { kind: 'leaf', field: condition.field, tests: [condition.test], place: condition.place }; // prettier-ignore
    case 'keyword':
      return { kind: 'leaf', field: undefined, tests: [condition.test], place: condition.place };
    case 'not':
      return { kind: 'not', of: grouped(condition.of) };
    case 'and':
      return { kind: 'and', of: flat('and', condition.of) };
    case 'or': {
      const leaves = new Map<string | undefined, Extract<Grouped, { kind: 'leaf' }>>();
      const rest: Grouped[] = [];
      for (const part of flat('or', condition.of)) {
        if (part.kind !== 'leaf') {
          rest.push(part);
          continue;
        }
        const before = leaves.get(part.field);
        leaves.set(part.field, before === undefined ? part : { ...before, tests: [...before.tests, ...part.tests] }); // prettier-ignore
      }
      return { kind: 'or', of: [...leaves.values(), ...rest] };
    }
  }
}

const flat = (kind: 'and' | 'or', of: readonly Condition[]): readonly Grouped[] =>
  of.map(grouped).flatMap((part) => (part.kind === kind ? part.of : [part]));

/** @throws CannotSay */
export const conditionKql = (condition: Condition, asking: Asking): Predicate =>
  groupKql(grouped(condition), asking);

function groupKql(group: Grouped, asking: Asking): Predicate {
  switch (group.kind) {
    case 'leaf':
      return group.field === undefined
        ? keywordKql(group.tests, asking)
        : fieldKql(group.field, group.tests, group.place, asking);
    case 'not': {
      const inner = groupKql(group.of, asking);
      return inner.kind === 'known'
        ? known(!inner.holds)
        : asked(`not(${bare(inner.sql)})`, inner.late);
    }
    case 'and':
    case 'or':
      return joined(
        group.kind,
        group.of.map((part) => groupKql(part, asking)),
      );
  }
}

const bare = (sql: string): string => (enclosed(sql) ? sql.slice(1, -1) : sql);

/** Whether the first bracket is closed by the last: texts in it are not looked into, so only when sure. */
function enclosed(sql: string): boolean {
  if (!sql.startsWith('(') || !sql.endsWith(')') || sql.includes('"')) return false;
  let depth = 0;
  for (const [at, sign] of Array.from(sql).entries()) {
    if (sign === '(') depth++;
    if (sign === ')') depth--;
    if (depth === 0 && at < sql.length - 1) return false;
  }
  return true;
}

/** All of them, or one of them. */
export function joined(kind: 'and' | 'or', parts: readonly Predicate[]): Predicate {
  const decides = kind === 'or';
  if (parts.some((part) => part.kind === 'known' && part.holds === decides)) return known(decides);
  const rest = parts.filter((part) => part.kind === 'asked');
  const [only, ...more] = rest;
  if (only === undefined) return known(!decides);
  if (more.length === 0) return only;
  if (kind === 'and') {
    const whole = rest.flatMap((part) => part.all ?? [part]);
    return { ...together(kind, whole), all: whole };
  }
  return together(kind, rest);
}

function together(kind: 'and' | 'or', rest: readonly AskedPredicate[]): AskedPredicate {
  const early = rest.flatMap((part) => part.early ?? []);
  const isEarly = kind === 'and' ? early.length > 0 : early.length === rest.length;
  const all = (of: readonly string[]): string =>
    of.length === 1 ? (of[0] ?? '') : `(${of.join(` ${kind} `)})`;
  return {
    kind: 'asked',
    sql: all(rest.map(({ sql }) => sql)),
    late: rest.some(({ late }) => late),
    early: isEarly ? all(early) : undefined,
  };
}

function keywordKql(tests: readonly Test[], asking: Asking): Predicate {
  const { record } = asking.table;
  asking.notes.add('siem.note.keyword');
  const any = { kind: 'any' } as const;
  const searched = tests
    .filter(isTextTest)
    .map((test): TextTest =>
      test.kind === 'pattern' ? { ...test, pattern: [any, ...test.pattern, any] } : test,
    );
  return asked(textTests(record === undefined ? 'tostring(pack_all())' : `tostring(${record})`, searched), false); // prettier-ignore
}

const isTextTest = (test: Test): test is TextTest =>
  test.kind !== 'null' && test.kind !== 'exists' && test.kind !== 'fieldref';

/** One of the places of a field's values. */
type Value =
  | { readonly kind: 'place'; readonly place: Place; readonly accessor: Accessor }
  | { readonly kind: 'constant'; readonly word: string; readonly when: Place; readonly values: readonly string[] }; // prettier-ignore

function valuesOf(field: string, asking: Asking): readonly Value[] {
  const { table, fields } = asking;
  const accessors = fields.resolve(field, table.source);
  const found = accessors
    .flatMap((accessor) => (accessor.kind === 'any' ? accessor.of : [accessor]))
    .flatMap((accessor): readonly Value[] => {
      if (accessor.kind === 'constant') return constantOf(accessor, table);
      const place = placeOf(accessor, table);
      return place === undefined ? [] : [{ kind: 'place', place, accessor }];
    });
  return distinct(found);
}

/** The same place under several spellings of a path is one. */
function distinct(values: readonly Value[]): readonly Value[] {
  const seen = new Set<string>();
  return values.filter((value) => {
    const key = JSON.stringify(value.kind === 'place' ? [value.place.text, value.place.loops, value.place.only] : [value.word, value.when]); // prettier-ignore
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function constantOf({ value, when }: ConstantAccessor, table: KqlTable): readonly Value[] {
  const place = placeOf(when.of, table);
  return place === undefined
    ? []
    : [{ kind: 'constant', word: value, when: place, values: when.values }];
}

function fieldKql(field: string, tests: readonly Test[], place: FilePlace, asking: Asking): Predicate {
  const values = valuesOf(field, asking);
  if (values.length === 0) asking.missing.set(field, place);
  return joined(
    'or',
    [
      ...tests.filter((test) => !isTextTest(test) || isEmptyPattern(test)).map((test) => whetherKql(field, test, values, place, asking)), // prettier-ignore
      ...passesAny(tests.filter(isTextTest).filter((test) => !isEmptyPattern(test)), values, asking),
    ],
  );
} // prettier-ignore

const isEmptyPattern = (test: Test): boolean =>
  test.kind === 'pattern' && test.pattern.every((part) => part === '');

/** Tests that ask about all of a field's values together. */
function whetherKql(field: string, test: Test, values: readonly Value[], place: FilePlace, asking: Asking): Predicate {
  const exists = (): Predicate => joined('or', values.map((value) => existsKql(value, asking)));
  switch (test.kind) {
    case 'exists':
      return test.wanted ? exists() : negated(exists());
    case 'null':
      return negated(exists());
    case 'pattern':
      // The empty text, or no value at all.
      return negated(joined('or', values.map((value) => filledKql(value, asking))));
    case 'fieldref': {
      const others = valuesOf(test.field, asking);
      if (others.length === 0) asking.missing.set(test.field, place);
      return joined('or', values.flatMap((value) => others.map((other) => refersKql(field, test, value, other, place, asking)))); // prettier-ignore
    }
    default:
      return known(false);
  }
} // prettier-ignore

const negated = (inner: Predicate): Predicate =>
  inner.kind === 'known' ? known(!inner.holds) : asked(`not(${bare(inner.sql)})`, inner.late);

const relations = { equals: ['=~', '=='], contains: ['contains', 'contains_cs'], startswith: ['startswith', 'startswith_cs'], endswith: ['endswith', 'endswith_cs'] } as const; // prettier-ignore

function refersKql(field: string, test: Extract<Test, { kind: 'fieldref' }>, value: Value, other: Value, at: FilePlace, asking: Asking): Predicate {
  const [own, their] = [plainValue(value, asking), plainValue(other, asking)];
  if (own === undefined || their === undefined)
    throw new CannotSay(`fieldref: ${field}, ${test.field}`, at);
  return asked(`(isnotempty(${own}) and isnotempty(${their}) and ${own} ${relations[test.how][test.cased ? 1 : 0]} ${their})`, false); // prettier-ignore
} // prettier-ignore

function plainValue(value: Value, asking: Asking): string | undefined {
  if (value.kind === 'constant' || value.place.loops.length > 0) return undefined;
  use(value.place, asking);
  return value.place.text;
}

/** Several single places of which the first with a value counts are one text. */
function passesAny(tests: readonly TextTest[], values: readonly Value[], asking: Asking): readonly Predicate[] {
  if (tests.length === 0) return [];
  if (tests.some(({ kind }) => kind === 'number' || kind === 'compare')) asking.notes.add('siem.note.number'); // prettier-ignore
  return values.map((value): Predicate => {
    if (value.kind === 'constant')
      return tests.some((test) => wordPasses(value.word, test)) ? whenKql(value, asking) : known(false); // prettier-ignore
    const { place, accessor } = value;
    const literal = accessor.kind === 'column' ? accessor.literal : undefined;
    const own = tests.map((test) => adapted(test, literal)).filter(isTextTest);
    return placeKql(place, textTests(place.text, own), asking);
  });
} // prettier-ignore

const whenKql = ({ when, values }: Extract<Value, { kind: 'constant' }>, asking: Asking): Predicate => placeKql(when, `${when.text} in~ (${commaText(values)})`, asking); // prettier-ignore

const existsKql = (value: Value, asking: Asking): Predicate =>
  value.kind === 'constant'
    ? whenKql(value, asking)
    : placeKql(value.place, value.place.dynamic === undefined ? (asking.notes.add('siem.note.empty'), `isnotempty(${value.place.text})`) : `isnotnull(${value.place.dynamic})`, asking); // prettier-ignore

const filledKql = (value: Value, asking: Asking): Predicate =>
  value.kind === 'constant'
    ? whenKql(value, asking)
    : placeKql(value.place, `isnotempty(${value.place.text})`, asking);

/** What is asked of one place: at once, or of the items of its lists. */
function placeKql(place: Place, sql: string, asking: Asking): Predicate {
  use(place, asking);
  if (place.loops.length === 0) return asked(sql, false);
  const whole = [...place.only, sql].join(' and ');
  const key = `${place.loops.map(({ list }) => list).join(' > ')}: ${whole}`;
  const probe = asking.probes.get(key) ?? { name: `Found${asking.probes.size + 1}`, place, sql: whole }; // prettier-ignore
  asking.probes.set(key, probe);
  return asked(probe.name, true);
}

function use(place: Place, asking: Asking): void {
  if (place.parsed) asking.notes.add('siem.note.json');
  const { column } = place;
  if (column?.note !== undefined) asking.notes.add(column.note);
  if (column?.extend !== undefined) asking.extends.set(column.text, column.extend);
}

/** Whether a word passes, by the reference itself. */
function wordPasses(word: string, test: Test): boolean {
  const place = { file: '', line: 1, column: 1 };
  return evaluate(
    { condition: { kind: 'field', field: 'word', test, place } },
    { source: 'ual', columns: { word }, raw: null },
    { resolve: () => [{ kind: 'column', column: 'word' }] },
  );
}

/** The value of a field in a row, for grouping: of several the first; folded. @throws CannotSay */
export function valueKql(field: string, at: FilePlace, asking: Asking): string {
  const values = valuesOf(field, asking);
  const texts = values.flatMap((value) => plainValue(value, asking) ?? []);
  if (texts.length === 0) throw new CannotSay(field, at);
  return `tolower(${texts.length === 1 ? (texts[0] ?? '') : `coalesce(${texts.join(', ')})`})`;
}

/** A limit of a log source, where the table can tell. */
export function amongKql(only: Extract<Tree, { kind: 'among' }>, asking: Asking): Predicate {
  const place = placeOf({ kind: 'column', column: only.column }, asking.table);
  return place === undefined
    ? known(true)
    : placeKql(place, `${place.text} in~ (${only.values.map(kqlText).join(', ')})`, asking);
}
