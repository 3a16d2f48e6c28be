import type { Accessor, ColumnAccessor, FieldMap, RawAccessor } from '../field.js';
import type { Source } from '../../model/event.js';
import { valuePasses } from '../one-value.js';
import type { Test } from '../rule.js';
import type { Binder, Dialect } from '../dialect/dialect.js';
import { columnType } from './columns.js';
import type { SqlValue } from './test.js';
import { foldsAll, passesNone, testSql } from './test.js';

/** What the conditions of one log's events are compiled with. */
export interface Scope {
  readonly dialect: Dialect;
  readonly binder: Binder;
  readonly fields: FieldMap;
  readonly source: Source;
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

/** The columns of everything that a field may be in events of this log. */
export const fieldColumns = (field: string, scope: Scope): readonly string[] =>
  scope.fields.resolve(field, scope.source).flatMap(columnsOf);

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

function plainSql(field: string, tests: readonly PlainTest[], scope: Scope): Sql {
  const accessors = scope.fields.resolve(field, scope.source);
  const telling = withoutIdle(accessors, tests);
  const verdicts = telling.map((accessor) => verdict(accessor, tests, scope));
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
  const accessors = scope.fields.resolve(field, scope.source);
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
  fieldColumns(field, scope).every((column) => known.has(column));

/** Whether one of an accessor's values passes; NULL where it has none. */
function verdict(accessor: Accessor, tests: readonly PlainTest[], scope: Scope): string {
  const { dialect, binder } = scope;
  switch (accessor.kind) {
    case 'column': {
      const value = columnValue(accessor, dialect);
      return testSql(tests, accessor.literal, value, dialect.fold(value.text), dialect, binder);
    }
    case 'raw': {
      const list = rawList(accessor, scope);
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
  const among = values.map((value) => binder.value(value)).join(', ');
  if (values.length === 0) return 'false';
  return of.kind === 'column'
    ? `${dialect.fold(columnValue(of, dialect).text)} IN (${among})`
    : dialect.some(rawList(of, scope), (text) => `${dialect.fold(text)} IN (${among})`, binder);
}

export function columnValue(accessor: ColumnAccessor, dialect: Dialect): SqlValue {
  const type = columnType(accessor.column);
  const sql = dialect.identifier(accessor.column);
  const text = dialect.columnText(sql, type);
  return type === 'integer' ? { text, integer: sql } : { text };
}

const rawList = (accessor: RawAccessor, { dialect, binder }: Scope): string =>
  dialect.rawValues(dialect.identifier('raw'), accessor.steps, accessor.whole === true, binder);

/**
 * The first value of a field that is not empty, folded (correlate.ts, 2); NULL where there is none.
 */
export function firstValueSql(field: string, scope: Scope): string {
  const { dialect, binder } = scope;
  const accessors = scope.fields.resolve(field, scope.source);
  const columns = accessors.filter((accessor) => accessor.kind === 'column');
  if (columns.length < accessors.length)
    return dialect.fold(dialect.firstFilled(fieldList(field, scope), binder));
  const whens = columns.map((accessor) => {
    const { text } = columnValue(accessor, dialect);
    return `WHEN ${dialect.identifier(accessor.column)} IS NOT NULL THEN nullif(${text}, '')`;
  });
  return dialect.fold(`CASE ${whens.join(' ')} END`);
}

/** All values of a field as a list, NULL where there is none. */
function fieldList(field: string, scope: Scope): string {
  const lists = scope.fields
    .resolve(field, scope.source)
    .map((accessor) => scope.dialect.present(listOf(accessor, scope), scope.binder));
  return `coalesce(${[...lists, 'NULL'].join(', ')})`;
}

function listOf(accessor: Accessor, scope: Scope): string {
  const { dialect } = scope;
  switch (accessor.kind) {
    case 'any':
      return dialect.joined(accessor.of.map((one) => listOf(one, scope)));
    case 'column':
      return dialect.list([columnValue(accessor, dialect).text]);
    case 'raw':
      return rawList(accessor, scope);
    case 'constant':
      return dialect.list([
        `CASE WHEN ${applies(accessor, scope)} THEN ${scope.binder.value(accessor.value)} END`,
      ]);
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
