import type { Conversion } from '../convert.js';
import { literal, trimmed, trimSql } from '../convert.js';
import {
  recordTypeName,
  recordTypeNumber,
  recordTypeNumbers,
  recordTypes,
} from './record-types.js';

/** A table as one SQL constant: DuckDB splits it when it plans, and plans no literal of its own for each. */
const listSql = (items: readonly (string | number)[]): string =>
  `string_split(${literal(items.join('|'))}, '|')`;

/** The names by number: indexed with number + 1; '' where nobody has published one. */
const namesSql = listSql(
  Array.from(
    { length: Math.max(...recordTypes.keys()) + 1 },
    (_, number) => recordTypeName(number) ?? '',
  ),
);
const nameSql = (number: string): string => `nullif((${namesSql})[${number} + 1], '')`;

const digits = (found: string): string =>
  `try_cast(regexp_extract(${trimSql(found)}, '^\\d{1,9}$') AS INTEGER)`;

const numberSql = (found: string): string =>
  `try_cast((${listSql([...recordTypeNumbers.values()])})[list_position(${listSql([...recordTypeNumbers.keys()])}, ` +
  `lower(regexp_replace(${found}, '[ \\t\\r\\n]+', '', 'g')))] AS BIGINT)`;

/** RecordType as a number or a name → its name; what nobody has published stays as it is. */
export const recordTypeNameOf: Conversion = {
  name: 'recordTypeName',
  js: ([found]) => {
    const text = trimmed(found);
    if (text === null) return null;
    const number = /^\d{1,9}$/.test(text) ? Number(text) : recordTypeNumber(text);
    return number === undefined ? text : (recordTypeName(number) ?? text);
  },
  sql: ([found = 'NULL']) =>
    `coalesce(${nameSql(digits(found))}, ${nameSql(numberSql(found))}, ${trimSql(found)})`,
};

/** RecordType as a name → its number. */
export const recordTypeNumberOf: Conversion = {
  name: 'recordTypeNumber',
  js: ([found]) => {
    const text = trimmed(found);
    return text === null ? null : (recordTypeNumber(text) ?? null);
  },
  sql: ([found = 'NULL']) => numberSql(found),
};
