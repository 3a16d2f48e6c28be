import type { FieldStep } from '../field.js';
import type { Comparison, Pattern, TimePart } from '../rule.js';

/** Collects a statement's values; SQL only ever holds what `value` gives for them. */
export interface Binder {
  /** SQL that stands for the value: the same for the same value. */
  value(value: string): string;
  /** A name that nothing else in the statement has. */
  name(): string;
}

export type ColumnType = 'text' | 'integer' | 'time' | 'boolean';

/** A place in the record's JSON; `whole`: a list there is one value. */
export interface RawPath {
  readonly steps: readonly FieldStep[];
  readonly whole: boolean;
}

export interface RawReader {
  /** A list of the values at that place, none of them NULL; NULL where there is none. */
  values(path: RawPath): string;
  /** SQL that has such lists in it, as an expression that can stand by itself. */
  around(sql: string): string;
}

/**
 * All that is special to one database. What a text passes and what a field's values are is told in
 * sigma/values.ts; each function here makes SQL of one of its sentences. Tests give a boolean, or NULL
 * where the text is NULL, and never fail whatever the text is.
 */
export interface Dialect {
  readonly name: string;
  identifier(name: string): string;
  parameter(name: string): string;

  /** A column's value as text (2). */
  columnText(sql: string, type: ColumnType): string;
  /** Folded text (4). */
  fold(text: string): string;
  /** The text is one of the values (SQL). */
  oneOf(text: string, values: readonly string[]): string;
  contains(text: string, part: string): string;
  startsWith(text: string, part: string): string;
  endsWith(text: string, part: string): string;
  /** The whole text, with wildcards (5). */
  like(text: string, pattern: Pattern, binder: Binder): string;
  /** RE2, anywhere in the text (6). */
  regex(text: string, source: string, flags: string, binder: Binder): string;
  /** A text read as a number (7). */
  number(text: string, how: Comparison | 'eq', to: number, binder: Binder): string;
  /** The same of a column that is an integer. */
  integer(sql: string, how: Comparison | 'eq', to: number, binder: Binder): string;
  /** A text read as an address (10). */
  inNetwork(text: string, network: string, binder: Binder): string;
  /** A text read as a time (12). */
  timePart(text: string, part: TimePart, equals: number, binder: Binder): string;

  /** Reads the JSON in a column (3). `uses`: all paths that will be asked for. */
  rawReader(raw: string, uses: readonly RawPath[], binder: Binder): RawReader;
  /** A list of the texts in which keywords are looked for (13), with NULLs. */
  keywordTexts(raw: string, subject: string): string;
  list(items: readonly string[]): string;
  /** Whether one of a list's values passes; NULL where the list has no value. */
  some(list: string, test: (value: string) => string, binder: Binder): string;
  foldAll(list: string, binder: Binder): string;
  /** A list without its NULLs; NULL where nothing is left. */
  present(list: string, binder: Binder): string;
  /** The first value that is not the empty text; NULL where there is none. */
  firstFilled(list: string, binder: Binder): string;
  /** All values of several lists, of which each may be NULL; NULL where all are. */
  joined(lists: readonly string[]): string;
  /** A row for each item of a list, in the place of its own. */
  unnested(list: string): string;
  /** True where one is true, NULL where all are NULL. */
  either(booleans: readonly string[]): string;
  /** A time as a whole number of microseconds. */
  micros(time: string): string;
  real(value: number, binder: Binder): string;
  /** A whole number that may be large. */
  whole(count: number, binder: Binder): string;
  /** The different rows of these columns, told to be few. */
  few(columns: string, from: string): string;
  /** Says that a common table is to be made once, whoever reads it. */
  readonly materialised: string;
  /** Says that it stands for its SQL wherever it is read. */
  readonly inlined: string;
  /** A NULL of the type of texts. */
  readonly noText: string;
}
