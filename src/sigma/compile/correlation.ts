import type { Binder, Dialect } from '../dialect/dialect.js';
import type { Correlation } from '../rule.js';

/*
 * Correlations in SQL. sigma/correlate.ts says what they find; this finds the same by sorting, never by
 * comparing occurrences with one another, so that millions of them take seconds.
 *
 * An occurrence is in the windows that end at e as long as from <= e <= to + timespan. What is counted
 * (occurrences, values, rules) is in them as long as one of its occurrences is: stretches of time, of
 * which each beginning counts +1 and each end -1. The sum of these up to e is the count in e's window.
 */

/** One of what a correlation is made of. */
export interface Member {
  /** As the correlation names it. */
  readonly name: string;
  readonly kind: 'rule' | 'correlation';
  /** Index into the list of rules. */
  readonly index: number;
}

export interface CorrelationPlan {
  readonly correlation: Correlation;
  readonly index: number;
  /** In the order of `Correlation.rules`, each once. */
  readonly members: readonly Member[];
  /** Whether another correlation is made of it. */
  readonly inner: boolean;
}

/** Columns of the hits, by the name of the field whose first value (folded) they hold. */
export type ValueColumns = ReadonlyMap<string, string>;

/** The common table of the rules' events: `rule`, `evidence_id`, `record_no`, `time`, value columns. */
export const hitsTable = 'hits';

/**
 * The common table of a correlation's events: the same with `match`, `match_from`, `match_to`. An event is
 * there more than once where its rules give it different values.
 */
export const matchedTable = (index: number): string => `matched_${index}`;

/** The field whose value counts for `field` in the events of a member. */
export const memberField = ({ aliases }: Correlation, field: string, { name }: Member): string =>
  aliases[field]?.[name] ?? field;

/** What a correlation's tables are made with. */
interface Context extends CorrelationPlan {
  readonly columns: ValueColumns;
  readonly dialect: Dialect;
  readonly binder: Binder;
  /** SQL: microseconds. */
  readonly span: string;
}

/** The definitions `name AS (…)` of the common tables of one correlation; the last is `matchedTable`. */
export function correlationTables(
  plan: CorrelationPlan,
  columns: ValueColumns,
  dialect: Dialect,
  binder: Binder,
): readonly string[] {
  const span = dialect.whole(plan.correlation.timespan * 1e6, binder);
  const context: Context = { ...plan, columns, dialect, binder, span };
  const define = (name: string, how: string, sql: string): string =>
    `${table(name, context)} AS ${how} (${sql})`;
  const items = plan.members.map((member, at) => itemsSql(member, at, context));
  // Of rules alone they are the hits in other words, and not worth a copy.
  const how = isOfRules(context) ? dialect.inlined : dialect.materialised;
  return [
    define('items', how, items.join(' UNION ALL ')),
    define('satisfied', dialect.materialised, satisfiedSql(context)),
    define('matched', dialect.materialised, matchedSql(context)),
  ];
}

const table = (name: string, { index }: CorrelationPlan): string => `${name}_${index}`;

/** Value columns that an outer correlation may ask for. */
const kept = ({ inner, columns }: Context): readonly string[] =>
  inner ? [...columns.values()] : [];

/** One occurrence a row, for each group it is in: `g`, `m` (which member), `f` and `t` (from, to), `k` (what is counted). */
function itemsSql(member: Member, at: number, context: Context): string {
  const { correlation, columns, dialect } = context;
  const columnOf = (field: string): string =>
    columns.get(memberField(correlation, field, member)) ?? dialect.noText;
  const groups = correlation.groupBy.map(columnOf);
  const value = correlation.field === undefined ? undefined : columnOf(correlation.field);
  const present = groups.map((column) => `${column} IS NOT NULL`);
  if (member.kind === 'rule') {
    const time = dialect.identifier('time');
    const micros = dialect.micros(time);
    const where = [
      `rule = ${member.index}`,
      `${time} IS NOT NULL`,
      ...present,
      ...(value === undefined ? [] : [`${value} IS NOT NULL`]),
    ];
    const key = keyed(correlation, at, {
      value,
      item: `evidence_id || ':' || record_no`,
    });
    return (
      `SELECT ${groupKey(groups)} AS g, ${at} AS m, ${micros} AS f, ${micros} AS t, ${key} AS k, ` +
      `NULL::BIGINT AS inner_match, evidence_id, record_no, ${[time, ...kept(context)].join(', ')} ` +
      `FROM ${hitsTable} WHERE ${where.join(' AND ')}`
    );
  }
  const matched = matchedTable(member.index);
  const counted =
    value === undefined
      ? ''
      : `JOIN (SELECT DISTINCT match, ${value} AS value FROM ${matched} WHERE ${value} IS NOT NULL) v ON v.match = o.match `;
  const key = keyed(correlation, at, {
    value: 'v.value',
    item: `CASE WHEN o.events = 1 THEN o.event ELSE '${at}/' || o.match END`,
  });
  const filter = present.length === 0 ? '' : ` WHERE ${present.join(' AND ')}`;
  const none = [dialect.identifier('time'), ...kept(context)].map((name) => `NULL AS ${name}`);
  return (
    `SELECT g.g, ${at} AS m, o.f, o.t, ${key} AS k, o.match AS inner_match, NULL AS evidence_id, NULL AS record_no, ${none.join(', ')} FROM ` +
    `(SELECT match, min(match_from) AS f, max(match_to) AS t, count(DISTINCT evidence_id || ':' || record_no) AS events, min(evidence_id || ':' || record_no) AS event FROM ${matched} GROUP BY match) o ` +
    `JOIN (SELECT DISTINCT match, ${groupKey(groups)} AS g FROM ${matched}${filter}) g ON g.match = o.match ${counted}`
  );
}

function keyed(
  { type }: Correlation,
  at: number,
  { value, item }: { readonly value: string | undefined; readonly item: string },
): string {
  switch (type) {
    case 'event_count':
      return item;
    case 'value_count':
      return value ?? item;
    case 'temporal':
    case 'temporal_ordered':
      return `'${at}'`;
  }
}

/** One text for several values, such that different values give different texts. */
function groupKey(columns: readonly string[]): string {
  const [only, ...more] = columns;
  if (only === undefined) return `''`;
  if (more.length === 0) return only;
  return columns.map((column) => `length(${column}) || ':' || ${column}`).join(` || `);
}

/**
 * The moments e whose windows are satisfied (5), with the number of the match they belong to (6). `latest`:
 * the last `to` of what began until e.
 */
function satisfiedSql(context: Context): string {
  const moments =
    context.correlation.type === 'temporal_ordered'
      ? orderedMoments(context)
      : countedMoments(context);
  return (
    `SELECT g, e, sum(CASE WHEN last_latest >= e - ${context.span} THEN 0 ELSE 1 END) OVER (ORDER BY g, e)::BIGINT AS match ` +
    `FROM (SELECT g, e, lag(latest) OVER (PARTITION BY g ORDER BY e) AS last_latest FROM (${moments}))`
  );
}

function countedMoments(context: Context): string {
  const { correlation, members, span } = context;
  const items = table('items', context);
  const reached = (of: string): string => (isOfRules(context) ? 'e' : of);
  if (correlation.type === 'temporal') {
    // A rule has an occurrence in the window if the last `to` of what began until e is in it.
    const last = members.map((_, at) => `max(CASE WHEN m = ${at} THEN t END) OVER s AS last_${at}`);
    const n = members.map((_, at) => `CASE WHEN last_${at} >= e - ${span} THEN 1 ELSE 0 END`);
    return (
      `SELECT DISTINCT g, e, latest FROM (SELECT g, e, ${n.join(' + ')} AS n, latest FROM ` +
      `(SELECT g, f AS e, ${isOfRules(context) ? 'f' : 'max(t) OVER s'} AS latest, ${last.join(', ')} FROM ${items} WINDOW s AS (PARTITION BY g ORDER BY f))) ` +
      `WHERE ${withinBounds(context)}`
    );
  }
  if (correlation.type === 'event_count' && isPlain(context))
    return (
      `SELECT DISTINCT g, e, e AS latest FROM (SELECT g, f AS e, count(*) OVER ` +
      `(PARTITION BY g ORDER BY f RANGE BETWEEN ${span} PRECEDING AND CURRENT ROW) AS n FROM ${items}) WHERE ${withinBounds(context)}`
    );
  const stretches =
    `SELECT g, f, t, CASE WHEN f <= before + ${span} THEN 0 ELSE 1 END AS begins, CASE WHEN next <= upto + ${span} THEN NULL ELSE upto END AS ends ` +
    `FROM (SELECT g, f, t, max(t) OVER (s ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before, ` +
    `max(t) OVER (s ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS upto, lead(f) OVER s AS next ` +
    `FROM ${items} WINDOW s AS (PARTITION BY g, k ORDER BY f, t))`;
  const steps =
    `SELECT g, ending, CASE ending WHEN 0 THEN f ELSE ends + ${span} END AS moment, ` +
    `CASE ending WHEN 0 THEN begins ELSE -1 END AS step, CASE ending WHEN 0 THEN t END AS t ` +
    `FROM (${stretches}), (VALUES (0), (1)) v(ending) WHERE ending = 0 OR ends IS NOT NULL`;
  return (
    `SELECT DISTINCT g, e, ${reached('latest')} AS latest FROM ` +
    `(SELECT g, moment AS e, ending, sum(step) OVER s AS n, max(t) OVER s AS latest FROM (${steps}) WINDOW s AS (PARTITION BY g ORDER BY moment, ending)) ` +
    `WHERE ending = 0 AND ${withinBounds(context)}`
  );
}

/** Whether every occurrence is one event. */
const isOfRules = ({ members }: CorrelationPlan): boolean =>
  members.every(({ kind }) => kind === 'rule');

/** Whether every occurrence is one event of one rule. */
const isPlain = (plan: CorrelationPlan): boolean => plan.members.length === 1 && isOfRules(plan);

const comparisons = { eq: '=', neq: '<>', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const;

function withinBounds({ correlation, dialect, binder }: Context): string {
  const { type, bounds, rules } = correlation;
  if (type === 'temporal' && bounds.length === 0) return `n = ${rules.length}`;
  const all = bounds.map(({ how, to }) => `n ${comparisons[how]} ${dialect.real(to, binder)}`);
  return all.length === 0 ? 'true' : all.join(' AND ');
}

/**
 * From e backwards, for each rule the last moment, not after the one found for the next rule, at which
 * there was an occurrence of it: the window is satisfied if the first rule's is in it.
 */
function orderedMoments(context: Context): string {
  const { correlation, members, span } = context;
  const items = table('items', context);
  // Of an event, from and to are one: nothing reaches beyond the moment itself.
  const until = (isEvent: boolean): string =>
    isEvent ? 'f' : 'max(t) OVER (PARTITION BY g ORDER BY f)';
  const ends = `SELECT g, f AS e, f AS x, ${until(isOfRules(context))} AS latest FROM ${items}`;
  const chain = correlation.rules.reduceRight((after, name) => {
    const at = members.findIndex((member) => member.name === name);
    const reach = `SELECT g, f, ${until(members[at]?.kind === 'rule')} AS reach FROM ${items} WHERE m = ${at}`;
    return (
      `SELECT c.g, c.e, least(c.x, r.reach) AS x, c.latest FROM (${after}) c ` +
      `ASOF JOIN (${reach}) r ON c.g = r.g AND c.x >= r.f`
    );
  }, ends);
  return `SELECT DISTINCT g, e, latest FROM (${chain}) WHERE x >= e - ${span}`;
}

/** The events of each match (7): an occurrence is in the match of the first satisfied window that has it. */
function matchedSql(context: Context): string {
  const { members, span, dialect } = context;
  const time = dialect.identifier('time');
  const columns = [time, ...kept(context)];
  const found =
    `SELECT i.*, s.match FROM ${table('items', context)} i ` +
    `ASOF JOIN ${table('satisfied', context)} s ON i.g = s.g AND i.f <= s.e WHERE s.e - ${span} <= i.t`;
  const own = `SELECT match, evidence_id, record_no, ${columns.join(', ')} FROM (${found})`;
  const theirs = members.flatMap(({ kind, index }, at) =>
    kind === 'rule'
      ? []
      : `SELECT f.match, ${['evidence_id', 'record_no', ...columns].map((name) => `e.${name}`).join(', ')} ` +
        `FROM (${found}) f JOIN ${matchedTable(index)} e ON f.m = ${at} AND e.match = f.inner_match`,
  );
  const rows = [
    ...(members.some(({ kind }) => kind === 'rule')
      ? [theirs.length === 0 ? own : `${own} WHERE inner_match IS NULL`]
      : []),
    ...theirs,
  ].join(' UNION ALL ');
  const distinct = isPlain(context) ? rows : `SELECT DISTINCT * FROM (${rows})`;
  if (!context.inner) return distinct;
  return (
    `SELECT d.*, b.match_from, b.match_to FROM (${distinct}) d JOIN ` +
    `(SELECT match, min(e) AS match_from, max(e) AS match_to FROM ${table('satisfied', context)} GROUP BY match) b ON b.match = d.match`
  );
}
