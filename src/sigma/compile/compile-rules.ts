import type { FieldMap, LogSourcePart } from '../field.js';
import type { Correlation, LogSource, Rule } from '../rule.js';
import type { Dialect } from '../dialect/dialect.js';
import { duckdb } from '../dialect/duckdb.js';
import type { Statement } from './binder.js';
import { newBinder } from './binder.js';
import type { CorrelationPlan } from './correlation.js';
import { correlationTables, hitsTable, matchedTable, memberField } from './correlation.js';
import type { Wanted } from './hits.js';
import { hitsSql, wayOf } from './hits.js';
import type { Network } from './network.js';
import { networksOf } from './network.js';
import type { Unit } from './unit.js';
import { unitsOf } from './unit.js';

/**
 * Statements that together find what the rules find: rows `rule` (index into the list), `match` (NULL
 * for a rule; for a correlation a number that the events of one match share), `evidence_id`,
 * `record_no` and `time`, one for each event. Rules that are only parts of correlations give none
 * (`Correlation.generate`).
 *
 * @param fields - what field names mean in a rule for that log source.
 * @throws KonsekiError for a log source that `logSources` does not know, or a rule that a correlation
 * names and the list has not.
 */
export function compileRules(
  rules: readonly (Rule | Correlation)[],
  fields: (logsource: LogSource) => FieldMap,
  logSources: (logsource: LogSource) => readonly LogSourcePart[],
  dialect: Dialect = duckdb,
): readonly Statement[] {
  const networks = networksOf(rules);
  const units = rules.map((rule, index) =>
    rule.kind === 'rule'
      ? unitsOf(rule, index, fields(rule.logsource), logSources(rule.logsource))
      : [],
  );
  const inNetwork = new Set(networks.flatMap((network) => network.rules));
  const alone = units.filter((_, index) => !inNetwork.has(index)).flat();
  const passes = (['columns', 'records', 'all-records'] as const).map((way) =>
    alone.filter((unit) => wayOf(unit, dialect) === way),
  );
  return [
    ...passes.filter((pass) => pass.length > 0).map((pass) => rulesStatement(pass, dialect)),
    ...networks.map((network) => networkStatement(network, units, dialect)),
  ];
}

const place = ['evidence_id', 'record_no'] as const;

function rulesStatement(units: readonly Unit[], dialect: Dialect): Statement {
  const binder = newBinder(dialect);
  const wanted = units.map((unit) => ({ unit, values: new Map<string, string>() }));
  const found = hitsSql(wanted, [], dialect, binder);
  const columns = [...place, dialect.identifier('time')].join(', ');
  return binder.statement(`SELECT rule, NULL::BIGINT AS match, ${columns} FROM (${found})`);
}

function networkStatement(
  network: Network,
  units: readonly (readonly Unit[])[],
  dialect: Dialect,
): Statement {
  const binder = newBinder(dialect);
  const { columns, byRule } = valueColumns(network);
  const wanted: Wanted[] = network.rules.flatMap((index) =>
    (units[index] ?? []).map((unit) => ({ unit, values: byRule.get(index) ?? new Map() })),
  );
  const tables = network.correlations.flatMap((plan) =>
    correlationTables(plan, columns, dialect, binder),
  );
  const found = hitsSql(wanted, [...columns.values()], dialect, binder);
  const named = [...place, dialect.identifier('time')].join(', ');
  const told = network.told.map((index) =>
    network.rules.includes(index)
      ? `SELECT rule, NULL::BIGINT AS match, ${named} FROM ${hitsTable} WHERE rule = ${index}`
      : `SELECT DISTINCT ${index} AS rule, match, ${named} FROM ${matchedTable(index)}`,
  );
  const all = [`${hitsTable} AS ${dialect.materialised} (${found})`, ...tables];
  return binder.statement(`WITH ${all.join(', ')} ${told.join(' UNION ALL ')}`);
}

/** A column for each field whose values a correlation of the network asks for, and who has to fill it. */
function valueColumns(network: Network): {
  readonly columns: ReadonlyMap<string, string>;
  /** For each rule the fields by column. */
  readonly byRule: ReadonlyMap<number, ReadonlyMap<string, string>>;
} {
  const columns = new Map<string, string>();
  const byRule = new Map<number, Map<string, string>>();
  const plans = new Map(network.correlations.map((plan) => [plan.index, plan]));
  const ask = (field: string, index: number): void => {
    const inner = plans.get(index);
    if (inner !== undefined) {
      for (const member of inner.members) ask(field, member.index);
      return;
    }
    const column = columns.get(field) ?? `w${columns.size}`;
    columns.set(field, column);
    const asked = byRule.get(index) ?? new Map<string, string>();
    asked.set(column, field);
    byRule.set(index, asked);
  };
  for (const { correlation, members } of network.correlations)
    for (const member of members)
      for (const field of asked(correlation))
        ask(memberField(correlation, field, member), member.index);
  return { columns, byRule };
}

const asked = ({ groupBy, field }: CorrelationPlan['correlation']): readonly string[] =>
  field === undefined ? groupBy : [...groupBy, field];
