import type { Place } from '../errors.js';

/** A record's fields: a CSV row as header → cell (strings), or a JSON object as parsed. */
export type Fields = Readonly<Record<string, unknown>>;

/** A record as it stands in the evidence. */
export interface ReadRecord {
  readonly kind: 'record';
  /** 1-based, counted over records and rejects of the file together. */
  readonly recordNo: number;
  /** 1-based line where it starts, where the shape has lines. */
  readonly line?: number;
  readonly fields: Fields;
  /** What is wrong with it although it could be read, e.g. "has 9 of 10 columns". */
  readonly damage?: string;
  /** The record's own text, for JSON shapes: kept so that `raw` is what was received. */
  readonly text?: string;
}

/** A stretch of the file that counts as one record and could not be read as one. */
export interface ReadReject {
  readonly kind: 'reject';
  readonly recordNo: number;
  readonly line?: number;
  readonly reason: string;
  /** The start of it, at most 2,000 characters. */
  readonly text: string;
}

export type ReadItem = ReadRecord | ReadReject;

/** How the bytes of one decoded file are laid out. */
export type Shape =
  | {
      readonly kind: 'csv';
      readonly delimiter: string;
      /** Lines before the header line (`#TYPE …`, blank lines, `sep=;`). */
      readonly skipLines: number;
      /** As written, made unique: a second `A` is `A (2)`. */
      readonly header: readonly string[];
    }
  /** One JSON object a line; DuckDB can read it line by line. */
  | { readonly kind: 'jsonl' }
  /** Array, `{"value":[…]}` and its like, documents one after another, or one object. */
  | { readonly kind: 'json' }
  | { readonly kind: 'eml' }
  | { readonly kind: 'msg' }
  | { readonly kind: 'unknown'; readonly looksLike: string };

/** Something about the whole file that the reader of the counts must know. */
export interface ReadNote {
  readonly code: string;
  readonly message: string;
  readonly place?: Place;
}
