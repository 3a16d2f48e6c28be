import type { Cell, Row } from '../store/store.js';

/** Reads the cells of rows that a statement of ours returned. */
export const textOf = (row: Row, name: string): string | undefined => {
  const cell = row[name];
  return typeof cell === 'string' ? cell : undefined;
};
export const numberOf = (row: Row, name: string): number => Number(row[name] ?? 0);
/** UTC microseconds. */
export const timeOf = (row: Row, name: string): bigint | undefined => {
  const cell: Cell | undefined = row[name];
  return typeof cell === 'bigint' ? cell : undefined;
};
/** A list, which the store gives as JSON text. */
export function listOf(row: Row, name: string): readonly string[] {
  const cell = row[name];
  if (typeof cell !== 'string') return [];
  const list: unknown = JSON.parse(cell);
  return Array.isArray(list) ? list.map(String) : [];
}

/** SQL of a sorted list of a column's different values. */
export const listSql = (column: string): string =>
  `to_json(list_sort(list(DISTINCT ${column}) FILTER (${column} IS NOT NULL)))::VARCHAR`;
