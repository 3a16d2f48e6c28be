import { parsePath } from '../formats/path.js';
import type { Source } from '../model/event.js';
import type {
  Accessor,
  ColumnAccessor,
  ConstantAccessor,
  FieldStep,
  LiteralForm,
  RawAccessor,
} from './field.js';

/** The words in which the field tables are written. */

export type Simple = ColumnAccessor | RawAccessor | ConstantAccessor;

export const column = (name: string, literal?: LiteralForm): ColumnAccessor =>
  literal === undefined
    ? { kind: 'column', column: name }
    : { kind: 'column', column: name, literal };

/** The column of what was done, which holds names as `operation` of formats/convert.ts makes them. */
export const operation = column('operation', 'operation');

/** @throws Error where the text is no path (formats/path.ts) or has a place in a list: a mistake in a table. */
function steps(path: string): readonly FieldStep[] {
  return parsePath(path).steps.map((step): FieldStep => {
    switch (step.kind) {
      case 'key':
        return { kind: 'key', key: step.key };
      case 'where':
      case 'parse':
        return step;
      case 'item':
        throw new Error(`a field has all items of a list: ${path}`);
    }
  });
}

/** A path in the record as formats/path.ts writes it: `DeviceProperties[Name=SessionId].Value`, `Status{}.errorCode`. */
export const raw = (path: string): RawAccessor => ({ kind: 'raw', steps: steps(path) });
export const whole = (path: string): RawAccessor => ({ ...raw(path), whole: true });

/** The word where `of` has one of the values (lower case). */
export const says = (
  value: string,
  of: ColumnAccessor | RawAccessor,
  ...values: readonly string[]
): ConstantAccessor => ({ kind: 'constant', value, when: { of, values } });

/** The values of all of them together. */
export const any = (...of: readonly Simple[]): Accessor => ({ kind: 'any', of });

/** Names that mean the same, and where their value is: the first accessor that has one. */
export interface FieldEntry {
  readonly names: readonly string[];
  readonly at: readonly Accessor[];
}

/** `names` are separated by blanks, commas where a name has blanks itself. */
export const field = (names: string, ...at: readonly Accessor[]): FieldEntry => ({
  names: names.split(names.includes(',') ? /\s*,\s*/ : /\s+/),
  at,
});

/** A list of objects with a name and a value: `<list>.X` is the value of the one called X. */
export interface NamedList {
  readonly names: readonly string[];
  /** Paths of the list. */
  readonly at: readonly string[];
  /** The key that holds the name; compared without regard to case. */
  readonly key: string;
  /** The keys that hold values; `<list>.X` is the first, `<list>.X.<key>` each. */
  readonly values: readonly string[];
  /** Values are often JSON in text: what is in it, or the text where it is none. */
  readonly json?: true;
  /** Where no such list is: all of these values. */
  readonly otherwise?: readonly Simple[];
}

/** An object that stands elsewhere than where its name says: `<object>.X` is its member X. */
export interface NamedObject {
  readonly names: readonly string[];
  readonly at: readonly string[];
}

export interface FieldTable {
  readonly source: Source;
  readonly fields: readonly FieldEntry[];
  readonly lists?: readonly NamedList[];
  readonly objects?: readonly NamedObject[];
  /** Lists whose entries' own names have dots: an unknown dotted name is also looked for among them. */
  readonly dotted?: NamedList;
}
