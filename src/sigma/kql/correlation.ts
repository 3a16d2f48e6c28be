import type { Correlation, Rule } from '../rule.js';
import { kqlNumber, timespan } from './literal.js';
import type { NoQuery, RuleQueries } from './query.js';
import { entityColumns, ruleQueries, type KqlQuery, type Wanted } from './query.js';
import type { TableName } from './schemas-table.js';
import type { NoteKey } from './table.js';

/*
 * Correlations as KQL. A window ends at an event and begins a timespan before it (sigma/correlate.ts); all
 * windows of a group are told in one row for the time that a query looks at.
 *
 * event_count with a least number: an event's n-th predecessor of its group is no older than the timespan.
 * Other counts: each event is joined with those of its own and the following slot of a timespan's length, and
 * what lies in the window is counted. temporal_ordered: one join for each further rule.
 */

/** Tables of the unified audit log: a correlation takes one of them, else it would count records twice. */
const auditTables = ['OfficeActivity', 'CloudAppEvents'] as const satisfies readonly TableName[];

/** A correlation's queries, one for each table of the unified audit log that can be taken. */
export function correlationQueries(
  correlation: Correlation,
  find: (id: string) => Rule | Correlation | undefined,
): RuleQueries {
  const queries: KqlQuery[] = [];
  const none: NoQuery[] = [];
  for (const table of auditTables) {
    const made = correlated(correlation, find, table, 'Hits');
    if (!('body' in made)) {
      none.push(made);
      continue;
    }
    const text = [...made.lets.map((one) => `${one};`), made.body].join('\n');
    if (queries.some((query) => query.text === text)) continue;
    queries.push({ tables: [...new Set(made.tables)], text, notes: [...new Set<NoteKey>([...made.notes, 'siem.note.period'])].sort(), missing: [] }); // prettier-ignore
  }
  return { queries, none: queries.length > 0 ? [] : none.slice(0, 1) };
}

interface Correlated {
  readonly lets: readonly string[];
  readonly body: string;
  readonly tables: readonly TableName[];
  readonly notes: readonly NoteKey[];
}

const groupName = (at: number): string => `Group${at + 1}`;

function correlated(correlation: Correlation, find: (id: string) => Rule | Correlation | undefined, table: TableName, name: string): Correlated | NoQuery {
  const lets: string[] = [];
  const hits: string[] = [];
  const tables: TableName[] = [];
  const notes: NoteKey[] = correlation.rules.length > 1 && correlation.type === 'event_count' ? ['siem.note.distinct'] : []; // prettier-ignore
  for (const [at, id] of correlation.rules.entries()) {
    const wanted = wantedOf(correlation, id);
    const rule = find(id);
    const made = rule?.kind === 'rule' ? ofRule(rule, wanted, table) : rule === undefined ? unknown : ofInner(rule, wanted, find, table, `${name}${at + 1}`); // prettier-ignore
    if ('reason' in made) return { ...made, reason: 'member' };
    lets.push(...made.lets);
    tables.push(...made.tables);
    notes.push(...made.notes);
    hits.push(...made.bodies.map((body) => `(${body}\n| project TimeGenerated, Member = "${at + 1}", ${[...wanted.map((one) => one.name), ...Object.values(entityColumns)].join(', ')})`)); // prettier-ignore
  }
  const groups = correlation.groupBy.map((_, at) => groupName(at));
  const filled = [...groups, ...(correlation.field === undefined ? [] : ['Value'])].map((column) => `\n| where isnotempty(${column})`); // prettier-ignore
  const together = groups.length > 0 ? '' : `\n| extend ${groupName(0)} = "all"`;
  lets.push(`let ${name} = union ${hits.join(',\n')}${filled.join('')}${together}`);
  const by = groups.length > 0 ? groups : [groupName(0)];
  return { lets, body: windows(correlation, name, by), tables, notes };
} // prettier-ignore

interface Member {
  readonly lets: readonly string[];
  readonly bodies: readonly string[];
  readonly tables: readonly TableName[];
  readonly notes: readonly NoteKey[];
}

const unknown: NoQuery = { table: undefined, reason: 'member', unsaid: [] };

/** The names under which a member gives its group-by and counted values. */
function wantedOf({ groupBy, field, aliases }: Correlation, id: string): Wanted {
  const of = (name: string): string => aliases[name]?.[id] ?? name;
  return [
    ...groupBy.map((name, at) => ({ name: groupName(at), field: of(name) })),
    ...(field === undefined ? [] : [{ name: 'Value', field: of(field) }]),
  ];
}

function ofRule(rule: Rule, wanted: Wanted, table: TableName): Member | NoQuery {
  const { queries, none } = ruleQueries(rule, wanted);
  const other = auditTables.find((one) => one !== table);
  const isIn = (query: KqlQuery, name: TableName | undefined): boolean => query.tables.some((one) => one === name); // prettier-ignore
  // The other table of the unified audit log where this one does not carry the rule.
  const hasOwn = queries.some((query) => isIn(query, table));
  const taken = queries.filter((query) => !isIn(query, hasOwn ? other : undefined));
  if (taken.length === 0) return none[0] ?? unknown;
  return {
    lets: [],
    bodies: taken.map(({ text }) => text),
    tables: taken.flatMap((query) => query.tables),
    notes: taken.flatMap(({ notes }) => notes),
  };
}

/** A correlation in a correlation: each of its rows is one occurrence, at its end. */
function ofInner(inner: Correlation, wanted: Wanted, find: (id: string) => Rule | Correlation | undefined, table: TableName, name: string): Member | NoQuery {
  const made = correlated(inner, find, table, name);
  if (!('body' in made)) return made;
  const columns = wanted.map((one) => {
    const at = inner.groupBy.findIndex((field) => field.toLowerCase() === one.field.toLowerCase());
    return at < 0 ? undefined : `${one.name} = Of${groupName(at)}`;
  });
  const lost = columns.indexOf(undefined);
  if (lost >= 0)
    return { table: undefined, reason: 'member', unsaid: [{ feature: wanted[lost]?.field ?? '', place: inner.place }] }; // prettier-ignore
  const renamed = inner.groupBy.map((_, at) => `Of${groupName(at)} = ${groupName(at)}`);
  const body = [made.body, ...(renamed.length > 0 ? [`| project-rename ${renamed.join(', ')}`, `| extend ${columns.join(', ')}`] : [])]; // prettier-ignore
  return { lets: made.lets, bodies: [body.join('\n')], tables: made.tables, notes: [...made.notes, 'siem.note.inner'] }; // prettier-ignore
} // prettier-ignore

const signs = { eq: '==', neq: '!=', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const;

function windows(correlation: Correlation, hits: string, by: readonly string[]): string {
  const span = timespan(correlation.timespan);
  const entities = Object.values(entityColumns);
  const rows = `TimeGenerated = max(EndTime), StartTime = min(StartTime), EndTime = max(EndTime), ${entities.map((name) => `${name} = take_any(${name})`).join(', ')} by ${by.join(', ')}`;
  if (correlation.type === 'temporal_ordered') return ordered(correlation, hits, by, span, rows);
  const least = correlation.type === 'event_count' ? leastOf(correlation) : undefined;
  if (least !== undefined)
    return [
      hits,
      `| sort by ${[...by.map((name) => `${name} asc`), 'TimeGenerated asc'].join(', ')}`,
      `| extend ${['FirstTime = prev(TimeGenerated, N)', ...by.map((name) => `First${name} = prev(${name}, N)`)].join(', ').replaceAll(', N)', `, ${least - 1})`)}`,
      `| where ${[...by.map((name) => `First${name} == ${name}`), `TimeGenerated - FirstTime <= ${span}`].join(' and ')}`,
      `| extend StartTime = FirstTime, EndTime = TimeGenerated`,
      `| summarize ${rows}`,
    ].join('\n');
  const counted = { event_count: 'count()', value_count: 'count_distinct(Value)', temporal: 'count_distinct(Member)' }[correlation.type]; // prettier-ignore
  const bounds = correlation.bounds.length > 0 || correlation.type !== 'temporal' ? correlation.bounds : [{ how: 'gte' as const, to: correlation.rules.length }]; // prettier-ignore
  return [
    hits,
    `| project ${by.join(', ')}, EndTime = TimeGenerated`,
    `| distinct *`,
    `| extend Slot = bin(EndTime, ${span})`,
    `| join kind=inner (`,
    `    ${hits}`,
    `    | extend Slot = pack_array(bin(TimeGenerated, ${span}), bin(TimeGenerated, ${span}) + ${span})`,
    `    | mv-expand Slot to typeof(datetime)`,
    `) on ${[...by, 'Slot'].join(', ')}`,
    `| where TimeGenerated between ((EndTime - ${span}) .. EndTime)`,
    `| summarize Counted = ${counted}, StartTime = min(TimeGenerated), ${entities.map((name) => `${name} = take_any(${name})`).join(', ')} by ${[...by, 'EndTime'].join(', ')}`,
    ...bounds.map(({ how, to }) => `| where Counted ${signs[how]} ${kqlNumber(to)}`),
    `| summarize ${rows}`,
  ].join('\n');
}

/** The least number where that is all that is asked, as a whole number of two or more. */
function leastOf({ bounds, rules }: Correlation): number | undefined {
  const [only, ...more] = bounds;
  if (only === undefined || more.length > 0 || rules.length > 1) return undefined;
  if (only.how !== 'gte' && only.how !== 'gt') return undefined;
  const least = only.how === 'gte' ? Math.ceil(only.to) : Math.floor(only.to) + 1;
  return least >= 2 ? least : undefined;
}

function ordered({ rules }: Correlation, hits: string, by: readonly string[], span: string, rows: string): string {
  const entities = Object.values(entityColumns);
  const later = rules.slice(1).flatMap((_, at) => [
    `| join kind=inner (${hits} | where Member == "${at + 2}" | project ${by.join(', ')}, Time${at + 2} = TimeGenerated) on ${by.join(', ')}`,
    `| where Time${at + 2} >= Time${at + 1} and Time${at + 2} - Time1 <= ${span}`,
    `| project ${[...by, ...entities, 'Time1', `Time${at + 2}`].join(', ')}`,
  ]);
  return [
    hits,
    `| where Member == "1"`,
    `| project ${[...by, ...entities].join(', ')}, Time1 = TimeGenerated`,
    ...later,
    `| extend StartTime = Time1, EndTime = Time${rules.length}`,
    `| summarize ${rows}`,
  ].join('\n');
} // prettier-ignore
