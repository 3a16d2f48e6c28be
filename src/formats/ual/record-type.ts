import type { Conversion } from '../convert.js';
import { literal } from '../convert.js';
import { recordTypeName, recordTypeNumber, recordTypes } from './record-types.js';

/** The names by number, as a SQL list that is indexed with number + 1: constant time a row. */
const namesSql = (() => {
  const last = Math.max(...recordTypes.keys());
  const names = Array.from({ length: last + 1 }, (_, number) => recordTypeName(number));
  return `[${names.map((name) => (name === undefined ? 'NULL' : literal(name))).join(', ')}]`;
})();

const digits = (found: string): string =>
  `try_cast(regexp_extract(trim(${found}, e' \\t\\r\\n'), '^\\d{1,9}$') AS INTEGER)`;

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
    const bare = `nullif(trim(${found}, e' \\t\\r\\n'), '')`;
    return `coalesce((${namesSql})[${digits(found)} + 1], ${bare})`;
  },
};

/** RecordType as a name → its number. JS only: logs at volume write numbers. */
export const recordTypeNumberOf: Conversion = {
  name: 'recordTypeNumber',
  js: ([found]) => {
    const text = found?.trim() ?? '';
    if (text === '' || /^\d+$/.test(text)) return null;
    return recordTypeNumber(text) ?? null;
  },
};
