import type { Cell } from '../../store/store.js';
import type { Binder, Dialect } from '../dialect/dialect.js';

/** SQL that reads, with its values beside it. */
export interface Statement {
  readonly sql: string;
  readonly parameters: Readonly<Record<string, Cell>>;
}

/** A statement's values, each bound once. */
export interface Values extends Binder {
  /** The statement with the values that it has; others may have been asked for and not needed. */
  statement(sql: string): Statement;
}

export function newBinder(dialect: Pick<Dialect, 'parameter'>): Values {
  const parameters: Record<string, Cell> = {};
  const known = new Map<string, string>();
  let names = 0;
  return {
    statement: (sql) => {
      const used = new Set(sql.match(/\bp\d+\b/g));
      return {
        sql,
        parameters: Object.fromEntries(
          Object.entries(parameters).filter(([name]) => used.has(name)),
        ),
      };
    },
    value: (value) => {
      const same = known.get(value);
      if (same !== undefined) return same;
      const name = `p${known.size}`;
      parameters[name] = value;
      const sql = dialect.parameter(name);
      known.set(value, sql);
      return sql;
    },
    name: () => `v${names++}`,
  };
}
