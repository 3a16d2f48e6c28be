/** A value as the store gives it: times are UTC microseconds. */
export type Cell = string | number | bigint | boolean | null;
export type Row = Readonly<Record<string, Cell>>;
