import type { Condition, Test } from '../rule.js';
import type { RawPath } from '../dialect/dialect.js';
import type { Scope, Sql } from './field.js';
import {
  columnValue,
  costOf,
  fieldColumns,
  fieldSql,
  isDecided,
  partialSql,
  rawUses,
} from './field.js';
import { foldsAll, testSql } from './test.js';

/**
 * A tree in which the alternatives of one field stand together: they are then answered by one look
 * at its values (`in ('a', 'b')` for equalities).
 */
export type Tree =
  | { readonly kind: 'and' | 'or'; readonly of: readonly Tree[] }
  | { readonly kind: 'not'; readonly of: Tree }
  | { readonly kind: 'field'; readonly field: string; readonly tests: readonly Test[] }
  | { readonly kind: 'keyword'; readonly tests: readonly Test[] }
  /** A column has, folded, one of the values. */
  | { readonly kind: 'among'; readonly column: string; readonly values: readonly string[] };

export function treeOf(condition: Condition): Tree {
  switch (condition.kind) {
    case 'not':
      return { kind: 'not', of: treeOf(condition.of) };
    case 'field':
      return { kind: 'field', field: condition.field, tests: [condition.test] };
    case 'keyword':
      return { kind: 'keyword', tests: [condition.test] };
    case 'and':
      return { kind: 'and', of: flat('and', condition.of) };
    case 'or':
      return { kind: 'or', of: gathered(flat('or', condition.of)) };
  }
}

const flat = (kind: 'and' | 'or', of: readonly Condition[]): readonly Tree[] =>
  of.map(treeOf).flatMap((tree) => (tree.kind === kind ? tree.of : [tree]));

function gathered(of: readonly Tree[]): readonly Tree[] {
  const byField = new Map<string, Test[]>();
  const keywords: Test[] = [];
  const others: Tree[] = [];
  for (const tree of of) {
    if (tree.kind === 'keyword') keywords.push(...tree.tests);
    else if (tree.kind === 'field') {
      const tests = byField.get(tree.field) ?? [];
      tests.push(...tree.tests);
      byField.set(tree.field, tests);
    } else others.push(tree);
  }
  return [
    ...[...byField].map(([field, tests]): Tree => ({ kind: 'field', field, tests })),
    ...(keywords.length > 0 ? [{ kind: 'keyword', tests: keywords } as const] : []),
    ...others,
  ];
}

/** The columns that the tree looks at. */
export function treeColumns(tree: Tree, scope: Scope): readonly string[] {
  switch (tree.kind) {
    case 'and':
    case 'or':
      return tree.of.flatMap((one) => treeColumns(one, scope));
    case 'not':
      return treeColumns(tree.of, scope);
    case 'field':
      return fieldColumns(tree.field, scope, tree.tests);
    case 'keyword':
      return ['raw', 'subject'];
    case 'among':
      return [tree.column];
  }
}

/** What the tree asks of the record. */
export function treeUses(tree: Tree, scope: Scope): readonly RawPath[] {
  switch (tree.kind) {
    case 'and':
    case 'or':
      return tree.of.flatMap((one) => treeUses(one, scope));
    case 'not':
      return treeUses(tree.of, scope);
    case 'field':
      return rawUses(tree.field, tree.tests, scope);
    case 'keyword':
    case 'among':
      return [];
  }
}

/** The columns of the record itself. */
const isRecord = (column: string): boolean => column === 'raw';

export const readsRecord = (tree: Tree, scope: Scope): boolean =>
  treeColumns(tree, scope).some(isRecord);

/**
 * A condition in SQL: two-valued, never NULL. `cheap` is what the columns alone tell: true wherever it
 * may hold. The record is looked at only there (in a CASE: the database keeps no order among AND or OR,
 * measured.md 8).
 */
export function conditionSql(
  tree: Tree,
  scope: Scope,
): { readonly sql: string; readonly cheap: string | undefined } {
  const all = treeColumns(tree, scope);
  if (!all.some(isRecord)) {
    const { sql } = treeSql(tree, scope);
    return { sql, cheap: sql };
  }
  const columns = new Set(all.filter((column) => !isRecord(column)));
  const cheap = mayHold(tree, columns, scope);
  const { sql } = treeSql(residue(tree, columns, scope) ?? tree, scope);
  return cheap === undefined
    ? { sql, cheap }
    : { sql: `CASE WHEN ${cheap} THEN ${sql} ELSE false END`, cheap };
}

/** The tree in SQL: two-valued, never NULL. What is dear is only reckoned where what is cheap leaves it open. */
function treeSql(tree: Tree, scope: Scope): Sql {
  switch (tree.kind) {
    case 'field': {
      const { sql, cost } = fieldSql(tree.field, tree.tests, scope);
      return { sql: `(${sql})`, cost };
    }
    case 'keyword':
      return keywordSql(tree.tests, scope);
    case 'among':
      return { sql: amongSql(tree, scope), cost: 1 };
    case 'not': {
      const { sql, cost } = treeSql(tree.of, scope);
      return { sql: `(NOT ${sql})`, cost };
    }
    case 'and':
    case 'or':
      return joined(
        tree.kind,
        tree.of.map((one) => treeSql(one, scope)),
      );
  }
}

/** The database keeps no order among AND or OR, so what is dear stands in a CASE (measured.md, 8). */
function joined(kind: 'and' | 'or', parts: readonly Sql[]): Sql {
  const cost = parts.reduce((sum, part) => sum + part.cost, 0);
  const [first, ...rest] = [...parts].sort((a, b) => a.cost - b.cost);
  if (first === undefined) return { sql: kind === 'and' ? 'true' : 'false', cost: 0 };
  const cheap = [first, ...rest.filter((part) => part.cost < dear)];
  const dearer = rest.filter((part) => part.cost >= dear);
  const word = kind === 'and' ? ' AND ' : ' OR ';
  const plain = cheap.map(({ sql }) => sql).join(word);
  const start = cheap.length === 1 ? plain : `(${plain})`;
  const sql = dearer.reduceRight<string | undefined>(
    (after, part) =>
      after === undefined
        ? part.sql
        : kind === 'and'
          ? `CASE WHEN ${part.sql} THEN ${after} ELSE false END`
          : `CASE WHEN ${part.sql} THEN true ELSE ${after} END`,
    undefined,
  );
  if (sql === undefined) return { sql: start, cost };
  return {
    sql:
      kind === 'and'
        ? `CASE WHEN ${start} THEN ${sql} ELSE false END`
        : `CASE WHEN ${start} THEN true ELSE ${sql} END`,
    cost,
  };
}

const dear = 50;

function keywordSql(tests: readonly Test[], { dialect, binder }: Scope): Sql {
  const texts = dialect.keywordTexts(dialect.identifier('raw'), dialect.identifier('subject'));
  const searched = tests
    .filter((test) => test.kind !== 'fieldref')
    .map((test) =>
      test.kind === 'pattern'
        ? ({
            ...test,
            pattern: [{ kind: 'any' }, ...test.pattern, { kind: 'any' }],
          } as const)
        : test,
    );
  const some = foldsAll(searched)
    ? dialect.some(
        dialect.foldAll(texts, binder),
        (text) => testSql(searched, undefined, { text }, text, dialect, binder),
        binder,
      )
    : dialect.some(
        texts,
        (text) => testSql(searched, undefined, { text }, dialect.fold(text), dialect, binder),
        binder,
      );
  return { sql: `coalesce(${some}, false)`, cost: costOf(['raw']) };
}

function amongSql(
  { column, values }: Extract<Tree, { kind: 'among' }>,
  { dialect, binder }: Scope,
): string {
  const text = columnValue({ kind: 'column', column }, dialect).text;
  const among = values.map((value) => binder.value(value));
  return `coalesce(${dialect.oneOf(dialect.fold(text), among)}, false)`;
}

/** What is known of a condition from some columns alone; undefined: nothing. */
interface Known {
  /** SQL: it may be true. */
  readonly mayHold: string | undefined;
  /** SQL: it may be false. */
  readonly mayFail: string | undefined;
}

/**
 * The condition as far as these columns tell: SQL that is true wherever it may hold. Undefined where
 * they exclude no event.
 */
export const mayHold = (tree: Tree, known: ReadonlySet<string>, scope: Scope): string | undefined =>
  knownOf(tree, known, scope).mayHold;

function knownOf(tree: Tree, known: ReadonlySet<string>, scope: Scope): Known {
  switch (tree.kind) {
    case 'keyword':
      return { mayHold: undefined, mayFail: undefined };
    case 'among': {
      if (!known.has(tree.column)) return { mayHold: undefined, mayFail: undefined };
      const holds = amongSql(tree, scope);
      return { mayHold: holds, mayFail: `(NOT ${holds})` };
    }
    case 'field': {
      const holds = partialSql(tree.field, tree.tests, known, true, scope);
      const passes = partialSql(tree.field, tree.tests, known, false, scope);
      return { mayHold: holds, mayFail: passes === undefined ? undefined : `(NOT ${passes})` };
    }
    case 'not': {
      const inner = knownOf(tree.of, known, scope);
      return { mayHold: inner.mayFail, mayFail: inner.mayHold };
    }
    case 'and': {
      const parts = tree.of.map((one) => knownOf(one, known, scope));
      return {
        mayHold: all(parts.map((part) => part.mayHold)),
        mayFail: any(parts.map((part) => part.mayFail)),
      };
    }
    case 'or': {
      const parts = tree.of.map((one) => knownOf(one, known, scope));
      return {
        mayHold: any(parts.map((part) => part.mayHold)),
        mayFail: all(parts.map((part) => part.mayFail)),
      };
    }
  }
}

function all(parts: readonly (string | undefined)[]): string | undefined {
  const told = parts.filter((part) => part !== undefined);
  if (told.length === 0) return undefined;
  return told.length === 1 ? told[0] : `(${told.join(' AND ')})`;
}

function any(parts: readonly (string | undefined)[]): string | undefined {
  const told = parts.filter((part) => part !== undefined);
  if (told.length < parts.length || told.length === 0) return undefined;
  return told.length === 1 ? told[0] : `(${told.join(' OR ')})`;
}

/** What is left to test of events for which `mayHold` is true; undefined: nothing. */
function residue(tree: Tree, known: ReadonlySet<string>, scope: Scope): Tree | undefined {
  if (decided(tree, known, scope)) return undefined;
  if (tree.kind !== 'and') return tree;
  const left = tree.of.filter((one) => !decided(one, known, scope));
  return left.length === 1 ? left[0] : { kind: 'and', of: left };
}

function decided(tree: Tree, known: ReadonlySet<string>, scope: Scope): boolean {
  switch (tree.kind) {
    case 'keyword':
      return false;
    case 'field':
      return isDecided(tree.field, tree.tests, known, scope);
    case 'among':
      return known.has(tree.column);
    case 'not':
      return decided(tree.of, known, scope);
    case 'and':
    case 'or':
      return tree.of.every((one) => decided(one, known, scope));
  }
}
