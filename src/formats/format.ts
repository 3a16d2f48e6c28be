import type { ColumnName, Source } from '../model/event.js';
import type { Fields } from '../read/record.js';
import type { Conversion } from './convert.js';
import { defaultConversion } from './convert.js';
import type { Path } from './path.js';
import { fieldKey, parsePath } from './path.js';

/**
 * One way to fill a column: a path (converted as the column's kind asks), or paths with a named
 * conversion. The cells of a column are tried in order; the first that gives a value is taken.
 */
export type Cell = string | { readonly of: string | readonly string[]; readonly as: Conversion };

export type Columns = Partial<Readonly<Record<ColumnName, Cell | readonly Cell[]>>>;

/** What tells that a record is of a format: names of its fields, compared as `fieldKey` does. */
export interface Signature {
  /** Where it can stand; a CSV row's cells are strings, a JSON record has nested values. */
  readonly shapes: readonly ('csv' | 'json' | 'mail')[];
  /** All of these fields are there. A list inside: at least one of them. */
  readonly needs: readonly (string | readonly string[])[];
  /** None of these is. */
  readonly not?: readonly string[];
  /** Where names alone cannot tell. */
  readonly accepts?: (fields: Fields) => boolean;
}

export interface FormatTable {
  /** kebab-case, e.g. `ual-purview-csv`. */
  readonly name: string;
  /** For people: "Unified audit log, Purview portal export (CSV)". */
  readonly title: string;
  readonly source: Source;
  /**
   * Of two records of one event the one of the richer format gives the values; 0 to 100. Equal
   * numbers: the one that was there first.
   */
  readonly richness: number;
  readonly recognise: Signature;
  /**
   * Where the record itself sits (keys joined by dots), as JSON text or as an object; the rest is its
   * envelope. Without it the row is the record.
   */
  readonly body?: string;
  /**
   * Fields of the envelope that only repeat a field of the record, by that field's name. Where both
   * say the same, the stored envelope holds null: see `wholeEnvelope`.
   */
  readonly repeats?: Readonly<Record<string, string>>;
  /**
   * Other spellings of field names (older exports, other languages), by the name that the columns
   * use. Compared as `fieldKey` does.
   */
  readonly aliases?: Readonly<Record<string, readonly string[]>>;
  readonly columns: Columns;
}

export interface CompiledCell {
  readonly paths: readonly Path[];
  readonly conversion: Conversion;
}

/** A format table with its paths parsed. */
export interface Format extends FormatTable {
  readonly cells: ReadonlyMap<ColumnName, readonly CompiledCell[]>;
}

/** Parses the paths of a table. @throws Error on a mistake in the table. */
export function defineFormat(table: FormatTable): Format {
  const cells = new Map<ColumnName, readonly CompiledCell[]>();
  for (const [column, spec] of Object.entries(table.columns) as [
    ColumnName,
    Cell | readonly Cell[],
  ][]) {
    cells.set(
      column,
      cellsOf(spec).map((cell) =>
        typeof cell === 'string'
          ? { paths: [pathOf(table, cell)], conversion: defaultConversion(column) }
          : {
              paths: (typeof cell.of === 'string' ? [cell.of] : cell.of).map((path) =>
                pathOf(table, path),
              ),
              conversion: cell.as,
            },
      ),
    );
  }
  return { ...table, cells };
}

/** A path whose first key knows the other names that the table gives it. */
function pathOf(table: FormatTable, text: string): Path {
  const path = parsePath(text);
  const [first, ...rest] = path.steps;
  if (first?.kind !== 'key') return path;
  const also = table.aliases?.[first.key]?.map(fieldKey);
  return also === undefined ? path : { ...path, steps: [{ ...first, also }, ...rest] };
}

const cellsOf = (spec: Cell | readonly Cell[] | undefined): readonly Cell[] =>
  spec === undefined ? [] : Array.isArray(spec) ? (spec as readonly Cell[]) : [spec as Cell];

/** The cells of `first`, then for each column those of `then`. */
export function orElse(first: Columns, then: Columns): Columns {
  const names = new Set([...Object.keys(first), ...Object.keys(then)]) as Set<ColumnName>;
  return Object.fromEntries(
    [...names].map((name) => [name, [...cellsOf(first[name]), ...cellsOf(then[name])]]),
  );
}

/** The same columns for a flat row whose nested values are JSON text: `A.B` becomes `A{}.B`. */
export function inJsonText(columns: Columns): Columns {
  const nested = (path: string): string =>
    path.replace(/^(\^?(?:"[^"]+"|[^.[\]{}"]+))([.[])/, '$1{}$2');
  return Object.fromEntries(
    Object.entries(columns).map(([name, spec]) => [
      name,
      cellsOf(spec).map((cell) =>
        typeof cell === 'string'
          ? nested(cell)
          : { ...cell, of: typeof cell.of === 'string' ? nested(cell.of) : cell.of.map(nested) },
      ),
    ]),
  );
}
