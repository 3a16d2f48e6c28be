import type { Binder, Dialect } from '../dialect/dialect.js';
import { newBinder } from './binder.js';
import { eventsWith } from './columns.js';
import { conditionSql, mayHold, readsRecord, treeColumns, treeUses } from './condition.js';
import type { Scope } from './field.js';
import { fieldColumns, firstValueSql } from './field.js';
import type { Unit } from './unit.js';
import { scopeOf } from './unit.js';

/** A unit whose hits also say values of the event, for correlations. */
export interface Wanted {
  readonly unit: Unit;
  /** Field names by column of the hits. */
  readonly values: ReadonlyMap<string, string>;
}

/** How a unit's events are best looked for; units of one kind go into one pass. */
export type Way =
  /** Its condition looks at columns only. */
  | 'columns'
  /** The record is read too, but only of events whose operation is among the rule's. */
  | 'records'
  /** Nothing tells beforehand which events it can hold of. */
  | 'all-records';

const byOperation: ReadonlySet<string> = new Set(['operation']);

export function wayOf({ tree, ...unit }: Unit, dialect: Dialect): Way {
  const scope = scopeOf({ tree, ...unit }, dialect, newBinder(dialect));
  if (!readsRecord(tree, scope)) return 'columns';
  return mayHold(tree, byOperation, scope) === undefined ? 'all-records' : 'records';
}

/** Units that look at the same events: these are read once for all of them. */
interface Group {
  readonly source: string;
  /** SQL on `operation` that is true wherever one of them may hold; undefined: it excludes nothing. */
  readonly operation: string | undefined;
  readonly units: readonly (Wanted & { readonly id: number; readonly scope: Scope })[];
}

/**
 * The events of units in one pass: columns `rule`, `evidence_id`, `record_no`, `time` and those of
 * `values`. One row for each rule that holds of an event.
 *
 * The events are joined to the groups by source and operation: the combinations that occur are a few
 * hundred however many events there are, and only those are compared with the rules.
 */
export function hitsSql(
  wanted: readonly Wanted[],
  columns: readonly string[],
  dialect: Dialect,
  binder: Binder,
): string {
  const groups = groupsOf(wanted, dialect, binder);
  const all = groups.flatMap(({ units }) => units);
  if (all.length === 0) throw new Error('no unit to look for');
  const needed = new Set([
    ...['evidence_id', 'record_no', 'time', 'source', 'operation'],
    ...all.flatMap(({ unit, values, scope }) => [
      ...treeColumns(unit.tree, scope),
      ...[...values.values()].flatMap((field) => fieldColumns(field, scope)),
    ]),
  ]);
  const operations = groups.map(({ operation }) => operation);
  const filter = operations.every((one) => one !== undefined)
    ? [...new Set(operations)].join(' OR ')
    : undefined;

  const [source = '', operation = '', time = ''] = ['source', 'operation', 'time'].map((name) =>
    dialect.identifier(name),
  );
  const combinations = dialect.few(
    [source, operation].join(', '),
    eventsWith(dialect, new Set(['source', 'operation'])),
  );
  const isOf = groups.map(
    (group) =>
      `${source} = ${binder.value(group.source)} AND ${group.operation === undefined ? 'true' : `(${group.operation})`}`,
  );
  const routes =
    `SELECT k.*, g.grp FROM (${combinations}) k, (VALUES ${groups.map((_, id) => `(${id})`).join(', ')}) g(grp) ` +
    `WHERE ${choice(
      'g.grp',
      isOf.map((sql, id) => [id, sql]),
    )}`;
  const found = choice(
    'grp',
    groups.map((group, id) => [id, groupSql(group, dialect, binder)]),
  );
  const joined =
    `SELECT *, ${found} AS found FROM (SELECT e.*, r.grp FROM ${eventsWith(dialect, needed, filter)} e ` +
    `JOIN (${routes}) r ON e.${source} = r.${source} AND e.${operation} IS NOT DISTINCT FROM r.${operation})`;

  const rule = choice(
    'unit',
    all.map(({ id, unit }) => [id, String(unit.rule)]),
  );
  const values = columns.map((column) => {
    const asked = all.flatMap(({ id, values, scope }): [number, string][] => {
      const field = values.get(column);
      return field === undefined ? [] : [[id, firstValueSql(field, scope)]];
    });
    return `${asked.length === 0 ? dialect.noText : choice('unit', asked)} AS ${column}`;
  });
  return (
    `SELECT ${[`${rule} AS rule`, 'evidence_id', 'record_no', time, ...values].join(', ')} ` +
    `FROM (SELECT *, ${dialect.unnested('found')} AS unit FROM (${joined}))`
  );
}

const choice = (of: string, cases: readonly (readonly [number, string])[]): string =>
  `CASE ${of} ${cases.map(([id, sql]) => `WHEN ${id} THEN ${sql}`).join(' ')} END`;

function groupsOf(wanted: readonly Wanted[], dialect: Dialect, binder: Binder): readonly Group[] {
  const groups = new Map<string, Group>();
  wanted.forEach(({ unit, values }, id) => {
    const scope = scopeOf(unit, dialect, binder);
    const operation = mayHold(unit.tree, byOperation, scope);
    const key = JSON.stringify([unit.source, operation, readsRecord(unit.tree, scope)]);
    const { units } = groups.get(key) ?? { units: [] };
    groups.set(key, {
      source: unit.source,
      operation,
      units: [...units, { unit, values, id, scope }],
    });
  });
  return [...groups.values()];
}

/** A list of the ids of those units that hold of an event. */
function groupSql({ units }: Group, dialect: Dialect, binder: Binder): string {
  const reader = dialect.rawReader(
    dialect.identifier('raw'),
    units.flatMap(({ unit, scope }) => treeUses(unit.tree, scope)),
    binder,
  );
  const conditions = units.map(({ id, unit, scope }) => ({
    id,
    ...conditionSql(unit.tree, { ...scope, reader }),
  }));
  const whens = conditions.map(({ id, sql }) => `CASE WHEN ${sql} THEN ${id} END`);
  const found = dialect.present(dialect.list(whens), binder);
  const cheap = conditions.map((condition) => condition.cheap);
  return cheap.every((one) => one !== undefined)
    ? `CASE WHEN ${cheap.join(' OR ')} THEN ${reader.around(found)} END`
    : reader.around(found);
}
