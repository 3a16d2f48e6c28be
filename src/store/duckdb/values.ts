import type { DuckDBValue } from '@duckdb/node-api';
import { DuckDBListValue, DuckDBTimestampValue } from '@duckdb/node-api';
import type { Cell } from '../store.js';

/** DuckDB's value as the store's: times as microseconds, integers as numbers, lists as JSON text. */
export function toCell(value: DuckDBValue): Cell {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof DuckDBTimestampValue) return value.micros;
  if (value instanceof DuckDBListValue) return JSON.stringify(value.items.map(toCell), plain);
  return String(value);
}

function plain(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}

/** A microsecond time as a parameter. */
export function timestamp(micros: bigint): DuckDBTimestampValue {
  return new DuckDBTimestampValue(micros);
}

/** A cell as a parameter: a bigint of ours is a time. */
export function parameter(value: Cell): DuckDBValue {
  return typeof value === 'bigint' ? timestamp(value) : value;
}
