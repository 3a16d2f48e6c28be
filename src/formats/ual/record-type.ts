import type { Conversion } from '../convert.js';
import { literal, trimmed, trimSql } from '../convert.js';
import {
  recordTypeName,
  recordTypeNumber,
  recordTypeNumbers,
  recordTypes,
} from './record-types.js';

/** The names by number, as a SQL list that is indexed with number + 1: constant time a row. */
const namesSql = (() => {
  const last = Math.max(...recordTypes.keys());
  const names = Array.from({ length: last + 1 }, (_, number) => recordTypeName(number));
  return `[${names.map((name) => (name === undefined ? 'NULL' : literal(name))).join(', ')}]`;
})();

const digits = (found: string): string =>
  `try_cast(regexp_extract(${trimSql(found)}, '^\\d{1,9}$') AS INTEGER)`;

const numberCases = [...recordTypeNumbers]
  .map(([name, number]) => `WHEN ${literal(name)} THEN ${number}`)
  .join(' ');
const numberSql = (found: string): string =>
  `CASE lower(regexp_replace(${found}, '[ \\t\\r\\n]+', '', 'g')) ${numberCases} END`;

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
    `coalesce((${namesSql})[${digits(found)} + 1], (${namesSql})[${numberSql(found)} + 1], ${trimSql(found)})`,
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
