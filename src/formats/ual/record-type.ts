import type { Conversion } from '../convert.js';
import { literal, trimSql } from '../convert.js';
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

/** RecordType as a number or a name → its name; a number nobody has published stays a number. */
export const recordTypeNameOf: Conversion = {
  name: 'recordTypeName',
  js: ([found]) => {
    const text = found?.trim() ?? '';
    if (text === '') return null;
    if (/^\d{1,9}$/.test(text)) return recordTypeName(Number(text)) ?? text;
    const number = recordTypeNumber(text);
    return number === undefined ? text : (recordTypeName(number) ?? text);
  },
  sql: ([found = 'NULL']) => {
    const bare = trimSql(found);
    return `coalesce((${namesSql})[${digits(found)} + 1], ${bare})`;
  },
};

const numberCases = [...recordTypeNumbers]
  .map(([name, number]) => `WHEN ${literal(name)} THEN ${number}`)
  .join(' ');

/** RecordType as a name → its number. */
export const recordTypeNumberOf: Conversion = {
  name: 'recordTypeNumber',
  js: ([found]) => {
    const text = found?.trim() ?? '';
    return text === '' ? null : (recordTypeNumber(text) ?? null);
  },
  sql: ([found = 'NULL']) =>
    `CASE lower(regexp_replace(${found}, '[ \\t\\r\\n]+', '', 'g')) ${numberCases} END`,
};
