import type { EventPlace } from '../analyser.js';
import type { Cell, Row } from '../../store/store.js';

/** What the analysers of mail and files share: reading rows, and SQL that several of them need. */

export const textIn = (row: Row, name: string): string => {
  const value = row[name];
  return typeof value === 'string' ? value : '';
};

export function numberIn(row: Row, name: string): number {
  const value = row[name];
  return typeof value === 'bigint' ? Number(value) : typeof value === 'number' ? value : 0;
}

/** UTC microseconds. */
export function timeIn(row: Row, name: string): bigint {
  const value = row[name];
  return typeof value === 'bigint' ? value : 0n;
}

export const placeIn = (row: Row): EventPlace => ({
  evidenceId: numberIn(row, 'evidence_id'),
  recordNo: numberIn(row, 'record_no'),
});

/** A list as a parameter: `IN (${listed('name')})` reads it. */
export const listParameter = (values: readonly string[]): Cell => JSON.stringify(values);
export const listed = (name: string): string => `SELECT unnest(from_json($${name}, '["VARCHAR"]'))`;

/** The record's JSON, or nothing where it is damaged. */
export const jsonSql = `CASE WHEN json_valid(raw) THEN raw END`;

/**
 * Who acts, as far as the record tells: the session, else the network, else the address. A stolen
 * account's two users differ in it.
 */
export const strandSql = `coalesce(session, 'as' || asn, ip, '')`;

/** A subject without the marks of replies and forwards in the main languages, in lower case, blanks as one. */
export const bareSubjectSql = (column: string): string =>
  `trim(regexp_replace(regexp_replace(lower(${column}), '^(\\s*(re|fw|fwd|aw|wg|tr|rv|sv|vs|antw|回复|答复|转发|返信|転送)\\s*[:：]\\s*)+', ''), '\\s+', ' ', 'g'))`;

/** The same, of a text in JS. */
export const bareSubject = (subject: string): string =>
  subject
    .toLowerCase()
    .replace(
      /^(?:\s*(?:re|fw|fwd|aw|wg|tr|rv|sv|vs|antw|回复|答复|转发|返信|転送)\s*[:：]\s*)+/u,
      '',
    )
    .replace(/\s+/gu, ' ')
    .trim();

/** Names as a sentence lists them: at most `most`, then how many more. */
export function someOf(names: readonly string[], most = 5): string {
  const different = [...new Set(names.filter((name) => name !== ''))];
  const shown = different.slice(0, most).join(', ');
  return different.length > most ? `${shown} (+${String(different.length - most)})` : shown;
}

/** At most so many events prove one finding: what is more of the same says nothing new. */
export const mostEvents = 5_000;
