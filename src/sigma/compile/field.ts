import type { Accessor, ColumnAccessor, FieldMap, RawAccessor } from '../field.js';
import type { Source } from '../../model/event.js';
import { valuePasses } from '../one-value.js';
import type { Test } from '../rule.js';
import type { Binder, Dialect, RawPath, RawReader } from '../dialect/dialect.js';
import { columnType } from './columns.js';
import type { SqlValue } from './test.js';
import { foldsAll, passesNone, testSql } from './test.js';

/** What the conditions of one log's events are compiled with. */
export interface Scope {
  readonly dialect: Dialect;
  readonly binder: Binder;
  readonly fields: FieldMap;
  readonly source: Source;
  /** Where records are read: see `withReader`. */
  readonly reader?: RawReader;
}

type PlainTest = Exclude<Test, { kind: 'fieldref' }>;
type FieldRef = Extract<Test, { kind: 'fieldref' }>;

/** A condition in SQL: two-valued, never NULL, never failing. */
export interface Sql {
  readonly sql: string;
  /** How dear it is to evaluate for one event, in parts of a look at a column. */
  readonly cost: number;
}

const columnCost = 1;
/** Reading a record's JSON, or searching its text (measured: some 1-2 µs an event; a column 0.01-0.1). */
const rawCost = 100;

/** The columns an accessor looks at; `raw` among them where it looks into the record. */
export function columnsOf(accessor: Accessor): readonly string[] {
  switch (accessor.kind) {
    case 'column':
      return [accessor.column];
    case 'raw':
      return ['raw'];
    case 'constant':
      return columnsOf(accessor.when.of);
    case 'any':
      return accessor.of.flatMap(columnsOf);
  }
}

/** The columns that tell whether one of the tests passes; of everything that the field may be, without tests. */
export function fieldColumns(
  field: string,
  scope: Scope,
  tests: readonly Test[] = [],
): readonly string[] {
  const others = tests.flatMap((test) =>
    test.kind === 'fieldref' ? fieldColumns(test.field, scope) : [],
  );
  return [...telling(field, tests, scope).flatMap(columnsOf), ...others];
}

/** What a field may be, as far as it matters for the tests. */
function telling(field: string, tests: readonly Test[], scope: Scope): readonly Accessor[] {
  const accessors = scope.fields.resolve(field, scope.source);
  const plain = tests.filter((test) => test.kind !== 'fieldref');
  return plain.length === 0 || plain.length < tests.length
    ? accessors
    : withoutIdle(accessors, plain);
}

export function costOf(columns: readonly string[]): number {
  return columns.includes('raw') ? rawCost : columnCost;
}

/** One of the tests passes on one of the field's values. */
export function fieldSql(field: string, tests: readonly Test[], scope: Scope): Sql {
  const plain = tests.filter((test) => test.kind !== 'fieldref');
  const parts = tests
    .filter((test) => test.kind === 'fieldref')
    .map((test) => fieldrefSql(field, test, scope));
  if (plain.length > 0) parts.unshift(plainSql(field, plain, scope));
  const cost = Math.max(...parts.map((part) => part.cost));
  return { sql: parts.map(({ sql }) => sql).join(' OR '), cost };
}

/** What a field asks of the record, once for each list that `fieldSql` (or `firstValueSql`) makes of it. */
export function rawUses(field: string, tests: readonly Test[], scope: Scope): readonly RawPath[] {
  const own = pathsOf(field, scope);
  const others = tests.filter((test) => test.kind !== 'fieldref');
  const plain = others.length === 0 ? [] : telling(field, others, scope).flatMap(accessorPaths);
  const refs = tests.flatMap((test) =>
    test.kind === 'fieldref' ? [...own, ...pathsOf(test.field, scope)] : [],
  );
  return [...plain, ...refs];
}

export const pathsOf = (field: string, scope: Scope): readonly RawPath[] =>
  scope.fields.resolve(field, scope.source).flatMap(accessorPaths);

function accessorPaths(accessor: Accessor): readonly RawPath[] {
  switch (accessor.kind) {
    case 'column':
      return [];
    case 'raw':
      return [pathOf(accessor)];
    case 'constant':
      return accessorPaths(accessor.when.of);
    case 'any':
      return accessor.of.flatMap(accessorPaths);
  }
}

const pathOf = ({ steps, whole }: RawAccessor): RawPath => ({ steps, whole: whole === true });

/** SQL that reads the record in these places, read together. */
export function withReader(
  uses: readonly RawPath[],
  scope: Scope,
  make: (scope: Scope) => string,
): string {
  const { dialect, binder } = scope;
  const reader = dialect.rawReader(dialect.identifier('raw'), uses, binder);
  return reader.around(make({ ...scope, reader }));
}

function plainSql(field: string, tests: readonly PlainTest[], scope: Scope): Sql {
  const accessors = telling(field, tests, scope);
  const verdicts = runsOf(accessors).map((run) => verdictOfRun(run, tests, scope));
  const none = String(tests.some(passesNone));
  return {
    sql: `coalesce(${[...verdicts, none].join(', ')})`,
    cost: costOf(accessors.flatMap(columnsOf)),
  };
}

/** Without words at the end that pass no test: like no value, they decide nothing any more. */
function withoutIdle(
  accessors: readonly Accessor[],
  tests: readonly PlainTest[],
): readonly Accessor[] {
  const last = accessors.at(-1);
  if (last === undefined || tests.some(passesNone)) return accessors;
  const idle = (accessor: Accessor): boolean =>
    accessor.kind === 'constant' && !tests.some((test) => valuePasses(test, accessor.value));
  const before = accessors.slice(0, -1);
  if (last.kind === 'any') {
    const of = last.of.filter((one) => !idle(one));
    return of.length > 0 ? [...before, { kind: 'any', of }] : withoutIdle(before, tests);
  }
  return idle(last) ? withoutIdle(before, tests) : accessors;
}

/**
 * The same as far as `known` columns tell: what it is for certain, else `unknown`.
 * Undefined if they tell nothing.
 */
export function partialSql(
  field: string,
  tests: readonly Test[],
  known: ReadonlySet<string>,
  unknown: boolean,
  scope: Scope,
): string | undefined {
  const plain = tests.filter((test) => test.kind !== 'fieldref');
  if (plain.length < tests.length) return undefined;
  const accessors = telling(field, tests, scope);
  const open = accessors.findIndex((accessor) => !columnsOf(accessor).every((c) => known.has(c)));
  if (open === 0) return undefined;
  const decided = open < 0 ? accessors : accessors.slice(0, open);
  const verdicts = decided.map((accessor) => verdict(accessor, plain, scope));
  const last = open < 0 ? plain.some(passesNone) : unknown;
  return `coalesce(${[...verdicts, String(last)].join(', ')})`;
}

/** Whether the known columns decide all there is to a field. */
export const isDecided = (
  field: string,
  tests: readonly Test[],
  known: ReadonlySet<string>,
  scope: Scope,
): boolean =>
  tests.every((test) => test.kind !== 'fieldref') &&
  fieldColumns(field, scope, tests).every((column) => known.has(column));

/** Accessors in order, those that are only places in the record together: one test for all. */
function runsOf(accessors: readonly Accessor[]): readonly (readonly Accessor[])[] {
  const runs: Accessor[][] = [];
  for (const accessor of accessors) {
    const last = runs.at(-1);
    if (isRaw(accessor) && last?.every(isRaw) === true) last.push(accessor);
    else runs.push([accessor]);
  }
  return runs;
}

const isRaw = (accessor: Accessor): boolean =>
  accessor.kind === 'raw' ||
  (accessor.kind === 'any' && accessor.of.every(({ kind }) => kind === 'raw'));

function verdictOfRun(run: readonly Accessor[], tests: readonly PlainTest[], scope: Scope): string {
  const [first] = run;
  if (first === undefined || !isRaw(first))
    return first === undefined ? 'NULL' : verdict(first, tests, scope);
  const lists = run.map((accessor) => listOf(accessor, scope));
  return someOf(`coalesce(${lists.join(', ')})`, tests, scope);
}

/** Whether one of a list's values passes one of the tests; NULL where it has none. */
function someOf(list: string, tests: readonly PlainTest[], { dialect, binder }: Scope): string {
  return foldsAll(tests)
    ? dialect.some(
        dialect.foldAll(list, binder),
        (text) => testSql(tests, undefined, { text }, text, dialect, binder),
        binder,
      )
    : dialect.some(
        list,
        (text) => testSql(tests, undefined, { text }, dialect.fold(text), dialect, binder),
        binder,
      );
}

/** Whether one of an accessor's values passes; NULL where it has none. */
function verdict(accessor: Accessor, tests: readonly PlainTest[], scope: Scope): string {
  const { dialect, binder } = scope;
  switch (accessor.kind) {
    case 'column': {
      const value = columnValue(accessor, dialect);
      return testSql(tests, accessor.literal, value, dialect.fold(value.text), dialect, binder);
    }
    case 'raw':
      return someOf(rawList(accessor, scope), tests, scope);
    case 'constant': {
      // The value is known: the reference itself says what it passes.
      const passes = tests.some((test) => valuePasses(test, accessor.value));
      return `CASE WHEN ${applies(accessor, scope)} THEN ${String(passes)} END`;
    }
    case 'any':
      return dialect.either(accessor.of.map((one) => verdict(one, tests, scope)));
  }
}

/** Whether a constant accessor has its value. */
function applies(accessor: Extract<Accessor, { kind: 'constant' }>, scope: Scope): string {
  const { of, values } = accessor.when;
  const { dialect, binder } = scope;
  const among = values.map((value) => binder.value(value));
  if (values.length === 0) return 'false';
  return of.kind === 'column'
    ? dialect.oneOf(dialect.fold(columnValue(of, dialect).text), among)
    : dialect.some(rawList(of, scope), (text) => dialect.oneOf(dialect.fold(text), among), binder);
}

export function columnValue(accessor: ColumnAccessor, dialect: Dialect): SqlValue {
  const type = columnType(accessor.column);
  const sql = dialect.identifier(accessor.column);
  const text = dialect.columnText(sql, type);
  return type === 'integer' ? { text, integer: sql } : { text };
}

function rawList(accessor: RawAccessor, { reader }: Scope): string {
  if (reader === undefined) throw new Error('no reader of records here');
  return reader.values(pathOf(accessor));
}

/**
 * The first value of a field that is not empty, folded (correlate.ts, 2); NULL where there is none.
 */
export function firstValueSql(field: string, scope: Scope): string {
  const { dialect, binder } = scope;
  const accessors = scope.fields.resolve(field, scope.source);
  const columns = accessors.filter((accessor) => accessor.kind === 'column');
  if (columns.length < accessors.length)
    return withReader(pathsOf(field, scope), scope, (reading) =>
      dialect.fold(dialect.firstFilled(fieldList(field, reading), binder)),
    );
  const whens = columns.map((accessor) => {
    const { text } = columnValue(accessor, dialect);
    return `WHEN ${dialect.identifier(accessor.column)} IS NOT NULL THEN nullif(${text}, '')`;
  });
  return dialect.fold(`CASE ${whens.join(' ')} END`);
}

/** All values of a field as a list, NULL where there is none. */
const fieldList = (field: string, scope: Scope): string =>
  `coalesce(${scope.fields
    .resolve(field, scope.source)
    .map((accessor) => listOf(accessor, scope))
    .join(', ')})`;

/** All values of an accessor as a list without NULLs; NULL where there is none. */
function listOf(accessor: Accessor, scope: Scope): string {
  const { dialect, binder } = scope;
  switch (accessor.kind) {
    case 'any':
      return accessor.of.length === 1
        ? accessor.of.map((one) => listOf(one, scope)).join('')
        : dialect.joined(accessor.of.map((one) => listOf(one, scope)));
    case 'column':
      return dialect.present(dialect.list([columnValue(accessor, dialect).text]), binder);
    case 'raw':
      return rawList(accessor, scope);
    case 'constant':
      return dialect.present(
        dialect.list([
          `CASE WHEN ${applies(accessor, scope)} THEN ${binder.value(accessor.value)} END`,
        ]),
        binder,
      );
  }
}

function fieldrefSql(field: string, test: FieldRef, scope: Scope): Sql {
  const { dialect, binder } = scope;
  const prepared = (name: string): string => {
    const list = fieldList(name, scope);
    return test.cased ? list : dialect.foldAll(list, binder);
  };
  const passes = (left: string, right: string): string => {
    switch (test.how) {
      case 'equals':
        return `${left} = ${right}`;
      case 'contains':
        return dialect.contains(left, right);
      case 'startswith':
        return dialect.startsWith(left, right);
      case 'endswith':
        return dialect.endsWith(left, right);
    }
  };
  const other = prepared(test.field);
  const some = dialect.some(
    prepared(field),
    (left) => dialect.some(other, (right) => passes(left, right), binder),
    binder,
  );
  const columns = [...fieldColumns(field, scope), ...fieldColumns(test.field, scope)];
  return { sql: `coalesce(${some}, false)`, cost: costOf(columns) * 2 };
}
