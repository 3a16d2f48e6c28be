import type { Source } from '../model/event.js';

/**
 * What a field name of a rule means for the events of one log. A field has any number of values, all
 * of them text; `compile` and `evaluate` must agree on each.
 */
export type Accessor =
  /** A column of `event_view`: one value, or none where it is NULL. */
  | ColumnAccessor
  /** A place in the record's JSON. */
  | RawAccessor
  /** A word of the rules' vocabulary, which events have that say the same in another way. */
  | ConstantAccessor
  /** The values of all of these together; never nested. */
  | {
      readonly kind: 'any';
      readonly of: readonly (ColumnAccessor | RawAccessor | ConstantAccessor)[];
    };

export interface ColumnAccessor {
  readonly kind: 'column';
  readonly column: string;
  /**
   * The column holds a normalised form: a rule's own text goes through the same first, by `adapted`
   * of literal.ts, when this accessor is compared (`operation`: dashes, blanks, final stop).
   */
  readonly literal?: LiteralForm;
}

export interface RawAccessor {
  readonly kind: 'raw';
  readonly steps: readonly FieldStep[];
  /** A list or object at the end is one value, its compact JSON text (`[]` where it is empty). */
  readonly whole?: true;
}

/** One value, `value`, where one of `when.of`'s values is among `when.values` without regard to case; else none. */
export interface ConstantAccessor {
  readonly kind: 'constant';
  readonly value: string;
  readonly when: {
    readonly of: ColumnAccessor | RawAccessor;
    /** Lower case. */
    readonly values: readonly string[];
  };
}

/** How the literals of a rule are rewritten before a column is compared with them: see literal.ts. */
export type LiteralForm = 'operation';

/**
 * `key`: a member of an object, its name compared without regard to case (the exact spelling first); of a
 * list, that member of each of its objects. `where`: those objects of a list whose member `key` equals
 * `equals`, without regard to case. `parse`: text is JSON, go on inside (what is no text passes as it is;
 * text that is not JSON leads nowhere).
 *
 * At the end a string, number or boolean is one value (its JSON text, a string without quotes), null none;
 * a list gives the values of its items; an object is its compact JSON text.
 */
export type FieldStep =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'where'; readonly key: string; readonly equals: string }
  | { readonly kind: 'parse' };

export interface FieldMap {
  /** In order: the first that has a value is the field's. Never empty: an unknown name is a path in the record. */
  resolve(field: string, source: Source): readonly Accessor[];
}

/** Which events a rule's log source means: any of these. */
export interface LogSourcePart {
  readonly source: Source;
  /** Lower-cased values of a column, one of which the event must have, e.g. record types of the UAL. */
  readonly only?: { readonly column: string; readonly values: readonly string[] };
}
