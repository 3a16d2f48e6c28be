import type { RuleGrouping } from '../detection.js';

/**
 * From matches to findings in SQL. An event that lacks a session joins its neighbours that have one;
 * the unified audit log's copy of a directory record joins the record it is a copy of. Then what is
 * alike in the rule's group and no further apart than its gap is one finding.
 */

const name = (column: string): string => `"${column.replaceAll('"', '""')}"`;
const textOf = (column: string): string => `coalesce(e.${name(column)}::VARCHAR, '')`;

/** A log that knows the session beside one that does not: its absence tells nothing. */
const looseColumn = 'session';

/** Columns that facts have under names of their own. */
const known = [
  'user',
  'target_user',
  'session',
  'ip',
  'country',
  'user_agent',
  'app_name',
  'app_id',
];

export const ruleColumns = (rules: readonly RuleGrouping[]): readonly string[] =>
  [...new Set(rules.flatMap(({ columns }) => columns))].filter((column) => !known.includes(column));

/** `keyed`: every match with the key of its group. The rules' numbers are ours, the columns the view's. */
export function keyStatement(rules: readonly RuleGrouping[]): string {
  const sets = new Map<string, { readonly group: readonly string[]; readonly rules: number[] }>();
  for (const { rule, group } of rules) {
    const key = group.join('\n');
    const set = sets.get(key);
    if (set === undefined) sets.set(key, { group, rules: [rule] });
    else set.rules.push(rule);
  }
  const branches = [...sets.values()].map(({ group, rules: of }) => {
    const strict = group.filter((column) => column !== looseColumn);
    const rest =
      strict.length === 0 ? `''` : `concat_ws(chr(31), ${strict.map(textOf).join(', ')})`;
    return { when: `m.rule IN (${of.join(', ')})`, rest, loose: group.includes(looseColumn) };
  });
  const loose = branches.filter((branch) => branch.loose).map(({ when }) => when);
  return `CREATE TEMP TABLE keyed AS
    SELECT m.rule, m.match, m.evidence_id, m.record_no, e.time, e.source, e.event_id,
      e.correlation_id, lower(e.operation) AS operation, e."user",
      CASE ${branches.map(({ when, rest }) => `WHEN ${when} THEN ${rest}`).join(' ')} END || coalesce(chr(31) || k.key, '') AS rest,
      CASE WHEN ${loose.length === 0 ? 'false' : loose.join(' OR ')} THEN e.session END AS loose
    FROM (SELECT DISTINCT rule, match, evidence_id, record_no FROM matches) m
    JOIN event_view e USING (evidence_id, record_no)
    LEFT JOIN match_keys k ON k.rule = m.rule AND k.evidence_id = m.evidence_id AND k.record_no = m.record_no`;
}

/** Seconds between a directory record and its copy in the unified audit log. */
const copySeconds = 10;

export const groupStatements: readonly string[] = [
  // The copy of a directory record takes the key of the record.
  `UPDATE keyed SET rest = c.rest, loose = coalesce(keyed.loose, c.loose)
   FROM (
     SELECT k.rule, k.evidence_id, k.record_no,
       arg_min(a.rest, (abs(epoch_us(k.time) - epoch_us(a.time)), a.event_id)) AS rest,
       arg_min(a.loose, (abs(epoch_us(k.time) - epoch_us(a.time)), a.event_id)) AS loose
     FROM keyed k JOIN keyed a ON a.rule = k.rule AND a.operation = k.operation
       AND a.source = 'entra_audit' AND k.source = 'ual' AND a.match IS NULL AND k.match IS NULL
       AND abs(epoch_us(k.time) - epoch_us(a.time)) <= ${copySeconds * 1_000_000}
     WHERE a.correlation_id = k.correlation_id
       OR a."user" = k."user" AND (a.correlation_id IS NULL OR k.correlation_id IS NULL
         OR NOT EXISTS (SELECT 1 FROM keyed s WHERE s.source = 'entra_audit' AND s.correlation_id = k.correlation_id))
     GROUP BY k.rule, k.evidence_id, k.record_no
   ) c
   WHERE keyed.rule = c.rule AND keyed.evidence_id = c.evidence_id AND keyed.record_no = c.record_no
     AND keyed.match IS NULL`,
  // Events: whoever lacks a session takes that of the nearest of the same key.
  `CREATE TEMP TABLE filled AS
   SELECT k.rule, k.evidence_id, k.record_no, k.time, k.source, k.event_id, k.rest,
     CASE
       WHEN k.loose IS NOT NULL THEN k.loose
       WHEN before_time IS NOT NULL AND epoch_us(k.time) - epoch_us(before_time) <= r.gap
         AND (after_time IS NULL OR k.time - before_time <= after_time - k.time) THEN before_loose
       WHEN after_time IS NOT NULL AND epoch_us(after_time) - epoch_us(k.time) <= r.gap THEN after_loose
       WHEN before_time IS NOT NULL AND epoch_us(k.time) - epoch_us(before_time) <= r.gap THEN before_loose
     END AS loose, r.gap
   FROM (
     SELECT *,
       last_value(loose IGNORE NULLS) OVER past AS before_loose,
       last_value(CASE WHEN loose IS NOT NULL THEN time END IGNORE NULLS) OVER past AS before_time,
       first_value(loose IGNORE NULLS) OVER future AS after_loose,
       first_value(CASE WHEN loose IS NOT NULL THEN time END IGNORE NULLS) OVER future AS after_time
     FROM keyed WHERE match IS NULL
     WINDOW
       past AS (PARTITION BY rule, rest ORDER BY time, source, event_id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW),
       future AS (PARTITION BY rule, rest ORDER BY time, source, event_id ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)
   ) k JOIN rule_grouping r USING (rule)`,
  // Then events alike, no further apart than the gap.
  `CREATE TEMP TABLE grouped AS
   SELECT rule, NULL::BIGINT AS match, rest || chr(30) || coalesce(loose, '') AS key,
     sum(starts) OVER (PARTITION BY rule, rest, loose ORDER BY time, source, event_id ROWS UNBOUNDED PRECEDING) AS part,
     evidence_id, record_no, time, source, event_id
   FROM (
     SELECT *, CASE WHEN epoch_us(time) - epoch_us(lag(time) OVER (PARTITION BY rule, rest, loose ORDER BY time, source, event_id)) <= gap
       THEN 0 ELSE 1 END AS starts
     FROM filled)`,
  `DROP TABLE filled`,
  // Matches: what its events have in common is the match's key, and those that overlap are one.
  `INSERT INTO grouped
   WITH one AS (
     SELECT rule, match, min(time) AS first, max(time) AS last,
       CASE WHEN count(DISTINCT rest) = 1 THEN min(rest) ELSE '' END AS rest,
       CASE WHEN count(DISTINCT loose) = 1 THEN min(loose) ELSE '' END AS loose
     FROM keyed WHERE match IS NOT NULL GROUP BY rule, match),
   starting AS (
     SELECT one.*, r.apart, CASE WHEN r.apart OR first IS NULL THEN 1
       WHEN epoch_us(first) - epoch_us(max(last) OVER (PARTITION BY rule, rest, loose ORDER BY first, last, match
         ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) <= r.gap THEN 0 ELSE 1 END AS starts
     FROM one JOIN rule_grouping r USING (rule)),
   numbered AS (
     SELECT *, sum(starts) OVER (PARTITION BY rule, rest, loose ORDER BY first, last, match ROWS UNBOUNDED PRECEDING) AS part
     FROM starting)
   SELECT DISTINCT n.rule, CASE WHEN n.apart THEN n.match END, n.rest || chr(30) || n.loose || chr(29), n.part,
     k.evidence_id, k.record_no, k.time, k.source, k.event_id
   FROM numbered n JOIN keyed k ON k.rule = n.rule AND k.match = n.match`,
  `DROP TABLE keyed`,
];

/** Letters of a finding's id: 48 bits of a hash of its rule and first event. */
const idLetters = 12;

/** `numbered`: the findings with their ids; `members`: their events. */
export const idStatements: readonly string[] = [
  `CREATE TEMP TABLE numbered AS
   WITH one AS (
     SELECT rule, match, key, part, min(time) AS first, max(time) AS last, count(*) AS events,
       first(source || ':' || event_id ORDER BY time NULLS LAST, source, event_id) AS first_event,
       first(source || ':' || event_id ORDER BY time DESC NULLS FIRST, source DESC, event_id DESC) AS last_event
     FROM grouped GROUP BY rule, match, key, part),
   named AS (
     SELECT one.*, r.id AS rule_id, row_number() OVER (
       PARTITION BY one.rule, first_event ORDER BY last_event, events, key, part, match) AS again
     FROM one JOIN rule_grouping r USING (rule))
   SELECT row_number() OVER (ORDER BY first NULLS LAST, rule_id, first_event, again) - 1 AS finding,
     rule, match, key, part, first, last, events,
     left(sha256(rule_id || chr(10) || first_event || CASE WHEN again > 1 THEN chr(10) || again ELSE '' END), ${idLetters}) AS id
   FROM named`,
  `CREATE TEMP TABLE members AS
   SELECT n.finding, g.rule, g.evidence_id, g.record_no, g.time, g.source, g.event_id
   FROM grouped g JOIN numbered n
     ON n.rule = g.rule AND n.key = g.key AND n.part = g.part AND n.match IS NOT DISTINCT FROM g.match`,
  `DROP TABLE grouped`,
];

/** Kinds of network that tell nothing of who the client is. */
const notClients = `('microsoft', 'private', 'loopback', 'reserved')`;
/** As many different values of a column as a finding keeps. */
const mostValues = 1000;

const listSql = (expression: string, filter = 'true'): string =>
  `list_slice(list_sort(list(DISTINCT ${expression}) FILTER (${expression} IS NOT NULL AND ${filter})), 1, ${mostValues})`;

/** `facts`: what the events of each finding say. */
export function factsStatement(rules: readonly RuleGrouping[]): string {
  const extra = ruleColumns(rules).map((column) => {
    const of = rules.filter(({ columns }) => columns.includes(column)).map(({ rule }) => rule);
    return `${listSql(`e.${name(column)}::VARCHAR`, `m.rule IN (${of.join(', ')})`)} AS ${name(`v_${column}`)}`;
  });
  return `CREATE TEMP TABLE facts AS
    SELECT n.finding, n.rule, n.match, n.id, n.first, n.last, n.events, f.* EXCLUDE (finding)
    FROM numbered n JOIN (
      SELECT m.finding, ${[
        `${listSql('e."user"')} AS users`,
        `${listSql('e.target_user')} AS targets`,
        `${listSql('e.session')} AS sessions`,
        `${listSql('e.ip')} AS ips`,
        `${listSql('e.ip', `coalesce(e.ip_kind, '') NOT IN ${notClients}`)} AS client_ips`,
        `${listSql('e.country')} AS countries`,
        `${listSql('e.user_agent')} AS user_agents`,
        `${listSql('e.app_name')} AS apps`,
        `${listSql('e.app_id')} AS app_ids`,
        ...extra,
      ].join(',\n        ')}
      FROM members m JOIN event_view e USING (evidence_id, record_no)
      GROUP BY m.finding) f USING (finding)`;
}

export const recordsStatement = `
  SELECT m.finding, e.* EXCLUDE (envelope)
  FROM (
    SELECT *, row_number() OVER (PARTITION BY finding ORDER BY time NULLS LAST, source, event_id) AS place
    FROM members JOIN rule_grouping USING (rule)
    WHERE needs_records AND finding >= $from AND finding < $to) m
  JOIN event_view e USING (evidence_id, record_no)
  WHERE m.place <= $most
  ORDER BY m.finding, m.place`;
