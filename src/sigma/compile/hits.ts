import type { Binder, Dialect } from '../dialect/dialect.js';
import { newBinder } from './binder.js';
import { eventsWith } from './columns.js';
import type { Tree } from './condition.js';
import { conditionSql, mayHold, residue, treeColumns } from './condition.js';
import { fieldColumns, firstValueSql } from './field.js';
import type { Unit } from './unit.js';
import { scopeOf } from './unit.js';

/** A unit whose hits also say values of the event, for correlations. */
export interface Wanted {
  readonly unit: Unit;
  /** Field names by column of the hits. */
  readonly values: ReadonlyMap<string, string>;
}

/** What each of a unit's events is tested for, and where the unit's events are to be looked for. */
interface Plan {
  readonly id: number;
  readonly unit: Unit;
  /** SQL on the routing columns that is true wherever the unit may hold. */
  readonly route: string;
  /** The same on `operation` alone; undefined: it excludes nothing. */
  readonly operation: string | undefined;
  /** What is left to test; undefined: nothing. */
  readonly rest: string | undefined;
  readonly values: ReadonlyMap<string, string>;
  readonly columns: readonly string[];
}

/**
 * Columns with few different values. Rules are matched with the combinations that occur, which are a
 * few thousand however many events there are, and only then with events.
 */
const routing: ReadonlySet<string> = new Set([
  'source',
  'operation',
  'record_type',
  'record_type_name',
  'workload',
  'outcome',
]);
const operationOnly: ReadonlySet<string> = new Set(['operation']);

/**
 * The events of units in one pass: columns `rule`, `evidence_id`, `record_no`, `time` and those of
 * `values`. One row for each rule that holds of an event.
 */
export function hitsSql(
  wanted: readonly Wanted[],
  columns: readonly string[],
  dialect: Dialect,
  binder: Binder,
): string {
  const plans = wanted.map((one, id) => planOf(one, id, dialect, binder));
  if (plans.length === 0) throw new Error('no unit to look for');
  const keys = [...routing].filter(
    (key) => key === 'source' || plans.some((plan) => plan.columns.includes(key)),
  );
  const quoted = keys.map((key) => dialect.identifier(key));
  const units = plans.map(({ id, unit }) => `(${id}, ${unit.rule})`).join(', ');
  const routes =
    `SELECT k.*, u.unit, u.rule FROM (SELECT DISTINCT ${quoted.join(', ')} FROM ${eventsWith(dialect, new Set(keys))}) k, ` +
    `(VALUES ${units}) u(unit, rule) WHERE ${choice('u.unit', plans, ({ route }) => route, 'false')}`;
  const needed = new Set([
    'evidence_id',
    'record_no',
    'time',
    ...keys,
    ...plans.flatMap((plan) => plan.columns),
  ]);
  const filters = plans.map(({ operation }) => operation);
  const prefilter = filters.every((filter) => filter !== undefined)
    ? [...new Set(filters)].join(' OR ')
    : undefined;
  const on = quoted.map((key) => `e.${key} IS NOT DISTINCT FROM r.${key}`).join(' AND ');
  const tested = plans.filter(({ rest }) => rest !== undefined);
  const where =
    tested.length === 0
      ? ''
      : ` WHERE ${choice('unit', tested, ({ rest }) => rest ?? 'true', 'true')}`;
  const joined =
    `SELECT r.unit, r.rule, e.* FROM ${eventsWith(dialect, needed, prefilter)} e ` +
    `JOIN (${routes}) r ON ${on}`;
  const values = columns.map((column) => `${valueSql(column, plans, dialect)} AS ${column}`);
  return `SELECT ${['rule', 'evidence_id', 'record_no', dialect.identifier('time'), ...values].join(', ')} FROM (${joined})${where}`;
}

function valueSql(column: string, plans: readonly Plan[], dialect: Dialect): string {
  const with_ = plans.filter(({ values }) => values.has(column));
  return with_.length === 0
    ? dialect.noText
    : choice('unit', with_, ({ values }) => values.get(column) ?? dialect.noText, dialect.noText);
}

function choice(
  of: string,
  plans: readonly Plan[],
  sql: (plan: Plan) => string,
  otherwise: string,
): string {
  const whens = plans.map((plan) => `WHEN ${plan.id} THEN ${sql(plan)}`);
  return `CASE ${of} ${whens.join(' ')} ELSE ${otherwise} END`;
}

function planOf({ unit, values }: Wanted, id: number, dialect: Dialect, binder: Binder): Plan {
  const scope = scopeOf(unit, dialect, binder);
  const ofSource: Tree = { kind: 'among', column: 'source', values: [unit.source] };
  const tree: Tree = { kind: 'and', of: [ofSource, ...conjuncts(unit.tree)] };
  const rest = residue(tree, routing, scope);
  return {
    id,
    unit,
    route: mayHold(tree, routing, scope) ?? 'true',
    operation: mayHold(unit.tree, operationOnly, scope),
    rest: rest === undefined ? undefined : conditionSql(rest, scope),
    values: new Map([...values].map(([column, field]) => [column, firstValueSql(field, scope)])),
    columns: [
      ...treeColumns(tree, scope),
      ...[...values.values()].flatMap((field) => fieldColumns(field, scope)),
    ],
  };
}

const conjuncts = (tree: Tree): readonly Tree[] => (tree.kind === 'and' ? tree.of : [tree]);

/** How a unit's events are best looked for; units of one kind go into one pass. */
export type Way =
  /** Its condition looks at columns only. */
  | 'columns'
  /** The record is read too, but only of events whose operation is among the rule's. */
  | 'records'
  /** Nothing tells beforehand which events it can hold of. */
  | 'all-records';

export function wayOf(unit: Unit, dialect: Dialect): Way {
  const scope = scopeOf(unit, dialect, newBinder(dialect));
  const rest = residue(unit.tree, routing, scope);
  if (rest === undefined || !treeColumns(rest, scope).includes('raw')) return 'columns';
  return mayHold(unit.tree, operationOnly, scope) === undefined ? 'all-records' : 'records';
}
