import { numberPattern, timePattern } from '../values.js';
import type { Comparison, Pattern, TimePart } from '../rule.js';
import type { Binder, ColumnType, Dialect } from './dialect.js';
import { duckdbReader } from './duckdb-json.js';
import { duckdbInNetwork } from './duckdb-network.js';

const comparisons = { eq: '=', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const;

/** A text in SQL: only for constants of this file, never for what a rule or a log holds. */
const constant = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** As text: a number of JavaScript that is whole is not always one of the database. */
const double = (value: number, binder: Binder): string =>
  `CAST(${binder.value(String(value))} AS DOUBLE)`;

/** DuckDB 1.5, as src/store/duckdb runs it. Every function here was chosen by measuring (bench/detect.ts). */
export const duckdb: Dialect = {
  name: 'duckdb',
  identifier: (name) => `"${name.replaceAll('"', '""')}"`,
  parameter: (name) => `$${name}`,
  // As rows of DISTINCT they are held for a fifth of all events, and a join would then keep the events
  // in memory and not these; what is in the one row of an aggregate is held for one.
  few: (columns, from) =>
    `SELECT unnest(list(k), recursive := true) FROM (SELECT DISTINCT ${columns} FROM ${from}) k`,
  materialised: 'MATERIALIZED',
  inlined: 'NOT MATERIALIZED',
  noText: 'NULL::VARCHAR',

  columnText,
  fold: (text) => `lower(${text})`,
  // IN becomes a join: of every row, whatever stands around it in a CASE.
  oneOf: (text, values) =>
    values.length === 1
      ? `${text} = ${values.join('')}`
      : `list_contains([${values.join(', ')}], ${text})`,
  contains: (text, part) => `contains(${text}, ${part})`,
  startsWith: (text, part) => `starts_with(${text}, ${part})`,
  endsWith: (text, part) => `suffix(${text}, ${part})`,
  like: (text, pattern, binder) =>
    `(${text} LIKE ${binder.value(likePattern(pattern))} ESCAPE '\\')`,
  regex: (text, source, flags, binder) =>
    `regexp_matches(${text}, ${binder.value(flags === '' ? source : `(?${flags})${source}`)})`,
  number: (text, how, to, binder) =>
    `CASE WHEN regexp_matches(${text}, ${constant(numberPattern)}) THEN ${compare(`TRY_CAST(${text} AS DOUBLE)`, how, to, binder)} ` +
    `WHEN ${text} IS NOT NULL THEN false END`,
  integer: (sql, how, to, binder) => `(${sql} ${comparisons[how]} ${double(to, binder)})`,
  inNetwork: duckdbInNetwork,
  timePart,

  rawReader: duckdbReader,
  keywordTexts: (raw, subject) =>
    `[${raw}, CASE WHEN contains(${raw}, '\\') ` +
    `THEN regexp_replace(TRY(json(${raw}))::VARCHAR, '\\\\(["\\\\])', '\\1', 'g') END, ${subject}]`,
  list: (items) => `[${items.join(', ')}]`,
  some: (list, test, binder) => {
    const value = binder.name();
    return `list_bool_or(list_transform(${list}, lambda ${value}: ${test(value)}))`;
  },
  foldAll: (list, binder) => {
    const value = binder.name();
    return `list_transform(${list}, lambda ${value}: lower(${value}))`;
  },
  present: (list, binder) => {
    const value = binder.name();
    return `nullif(list_filter(${list}, lambda ${value}: ${value} IS NOT NULL), [])`;
  },
  firstFilled: (list, binder) => {
    const value = binder.name();
    return `list_filter(${list}, lambda ${value}: ${value} <> '')[1]`;
  },
  joined: (lists) => `nullif(list_concat(${lists.join(', ')}), [])`,
  unnested: (list) => `unnest(${list})`,
  either: (booleans) => `greatest(${booleans.join(', ')})`,
  micros: (time) => `epoch_us(${time})`,
  real: double,
  whole: (count, binder) => `CAST(${binder.value(String(count))} AS BIGINT)`,
};

function columnText(sql: string, type: ColumnType): string {
  switch (type) {
    case 'text':
      return sql;
    case 'integer':
    case 'boolean':
      return `CAST(${sql} AS VARCHAR)`;
    case 'time':
      return `strftime(${sql}, '%Y-%m-%dT%H:%M:%S.%fZ')`;
  }
}

function likePattern(pattern: Pattern): string {
  return pattern
    .map((part) =>
      typeof part === 'string'
        ? part.replace(/[\\%_]/g, String.raw`\$&`)
        : part.kind === 'any'
          ? '%'
          : '_',
    )
    .join('');
}

function compare(value: string, how: Comparison | 'eq', to: number, binder: Binder): string {
  return `coalesce(isfinite(${value}) AND ${value} ${comparisons[how]} ${double(to, binder)}, false)`;
}

const partSql: Readonly<Record<TimePart, (text: string, date: string) => string>> = {
  minute: (text) => `TRY_CAST(substr(${text}, 15, 2) AS INTEGER)`,
  hour: (text) => `TRY_CAST(substr(${text}, 12, 2) AS INTEGER)`,
  day: (_, date) => `day(${date})`,
  week: (_, date) => `week(${date})`,
  month: (_, date) => `month(${date})`,
  year: (_, date) => `year(${date})`,
};

function timePart(text: string, part: TimePart, equals: number, binder: Binder): string {
  const date = `TRY_CAST(substr(${text}, 1, 10) AS DATE)`;
  return (
    `CASE WHEN regexp_matches(${text}, ${constant(timePattern)}) ` +
    `THEN coalesce(${date} IS NOT NULL AND ${partSql[part](text, date)} = ${double(equals, binder)}, false) ` +
    `WHEN ${text} IS NOT NULL THEN false END`
  );
}
