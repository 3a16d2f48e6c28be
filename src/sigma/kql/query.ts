import { fieldMap } from '../fields.js';
import type { FieldMap, LogSourcePart } from '../field.js';
import { logSourceParts, productOf } from '../log-source.js';
import type { Place, Rule } from '../rule.js';
import type { AskedPredicate, Asking, Predicate, Probe, Unsaid } from './predicate.js';
import { amongKql, asking, CannotSay, conditionKql, joined, valueKql } from './predicate.js';
import { namedOperations, toldByOperation } from './possible.js';
import type { TableName } from './schemas-table.js';
import type { KqlTable, NoteKey } from './table.js';
import { kqlTables } from './tables-table.js';

/** A rule as a query of one or more tables. */
export interface KqlQuery {
  readonly tables: readonly TableName[];
  /** One to a line; without a final line end. */
  readonly text: string;
  readonly notes: readonly NoteKey[];
  /** Fields that the table has not, where the rule asks for them. */
  readonly missing: readonly Unsaid[];
}

/** Why there is no query for a table that has the log. */
export interface NoQuery {
  readonly table: TableName | undefined;
  readonly reason: NoReason;
  readonly unsaid: readonly Unsaid[];
}
/** `fields`: nothing is left without the fields that the table has not; the sentences are in siem-table.ts. */
export type NoReason = 'fields' | 'everything' | 'feature' | 'log' | 'analyser' | 'member';

export interface RuleQueries {
  readonly queries: readonly KqlQuery[];
  readonly none: readonly NoQuery[];
}

/** Columns that every query of a rule ends with: who and from where, for an alert's entities. */
export const entityColumns = { account: 'AccountUpn', address: 'ClientAddress' } as const;

/** What else a query gives out: names and the fields of the rule. */
export type Wanted = readonly { readonly name: string; readonly field: string }[];

/** A rule for each table that holds records of its log. */
export function ruleQueries(rule: Rule, wanted: Wanted = []): RuleQueries {
  const queries: KqlQuery[] = [];
  const none: NoQuery[] = [];
  const fields = fieldMap(rule.logsource);
  const parts = partsOf(rule, fields);
  for (const table of kqlTables) {
    const own = parts.filter(({ source }) => source === table.source);
    if (own.length === 0 || !carries(table, rule, fields)) continue;
    const made = tableQuery(rule, own, table, fields, wanted);
    if ('text' in made) queries.push(made);
    else none.push(made);
  }
  if (queries.length === 0 && none.length === 0) none.push({ table: undefined, reason: 'log', unsaid: [] }); // prettier-ignore
  return { queries, none };
}

/**
 * The parts of the log source that a workspace is asked for. The unified audit log's copies of Entra's
 * records are not: a workspace has these in their own tables.
 */
function partsOf({ logsource, condition }: Rule, fields: FieldMap): readonly LogSourcePart[] {
  const parts = logSourceParts(logsource);
  const entra = productOf(logsource) === 'azure';
  return parts.filter(({ source, only }) => {
    if (entra && source === 'ual') return false;
    if (only?.column !== 'operation') return true;
    return only.values.some((value) => toldByOperation(condition, value, source, fields) !== 'fails');
  });
} // prettier-ignore

function carries(table: KqlTable, { condition }: Rule, fields: FieldMap): boolean {
  const { carries, source } = table;
  if (carries === undefined) return true;
  const named = namedOperations(condition, source, fields);
  return named.length === 0 || named.some((name) => carries.test(name));
}

function tableQuery(rule: Rule, parts: readonly LogSourcePart[], table: KqlTable, fields: FieldMap, wanted: Wanted): KqlQuery | NoQuery {
  const ask = asking(table, fields);
  if (productOf(rule.logsource) === 'azure' && table.source !== 'azure_activity') ask.notes.add('siem.note.copies'); // prettier-ignore
  try {
    const condition = joined('and', [limitKql(parts, ask), conditionKql(rule.condition, ask)]);
    const extra = wanted.map(({ name, field }) => `${name} = ${valueKql(field, rule.place, ask)}`);
    const missing = unsaidOf(ask.missing);
    if (condition.kind === 'known')
      return { table: table.name, reason: condition.holds ? 'everything' : 'fields', unsaid: missing }; // prettier-ignore
    return { tables: [table.name], text: written(condition, extra, ask), notes: [...ask.notes].sort(), missing }; // prettier-ignore
  } catch (error) {
    if (!(error instanceof CannotSay)) throw error;
    return { table: table.name, reason: 'feature', unsaid: [error.unsaid] };
  }
} // prettier-ignore

const unsaidOf = (missing: ReadonlyMap<string, Place>): readonly Unsaid[] =>
  [...missing].map(([feature, place]) => ({ feature, place }));

/** Parts of one table are alternatives; one without a limit is all of it. */
function limitKql(parts: readonly LogSourcePart[], ask: Asking): Predicate {
  return joined(
    'or',
    parts.map(({ only }) => only === undefined ? { kind: 'known', holds: true } : amongKql({ kind: 'among', ...only }, ask)), // prettier-ignore
  );
}

function written(condition: AskedPredicate, extra: readonly string[], ask: Asking): string {
  const { table, probes } = ask;
  const names = [...probes.values()].map(({ name }) => name);
  const all = condition.all ?? [condition];
  // What is known without a look into lists comes first, so that few rows are looked into.
  const before = all.flatMap(({ early }) => early ?? []);
  const after = all.filter(({ late }) => late).map(({ sql }) => sql);
  return [
    table.name,
    ...[...ask.extends.values()].map((sql) => `| extend ${sql}`),
    ...before.map((sql) => `| where ${sql}`),
    ...probeLines([...probes.values()]),
    ...after.map((sql) => `| where ${sql}`),
    ...(names.length > 0 ? [`| project-away ${names.join(', ')}`] : []),
    `| extend ${[`${entityColumns.account} = ${table.account}`, ...(table.address === undefined ? [] : [`${entityColumns.address} = ${table.address}`]), ...extra].join(', ')}`,
  ].join('\n');
} // prettier-ignore

/** One `mv-apply` for each list, which asks all that is to be asked of its items. */
function probeLines(probes: readonly Probe[]): readonly string[] {
  const byLoops = new Map<string, Probe[]>();
  for (const probe of probes) {
    const key = JSON.stringify(probe.place.loops);
    byLoops.set(key, [...(byLoops.get(key) ?? []), probe]);
  }
  return [...byLoops.values()].flatMap((same) => {
    const [outer, ...inner] = same[0]?.place.loops ?? [];
    if (outer === undefined) return [];
    const counts = same.map(({ name, sql }) => `${name} = countif(${sql}) > 0`);
    return [
      `| mv-apply ${outer.item} = ${outer.list} on (`,
      ...inner.map(({ item, list }) => `    mv-expand ${item} = ${list}\n    |`),
      `    summarize ${counts.join(',\n        ')}`,
      ')',
    ];
  });
}
