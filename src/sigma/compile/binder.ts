import type { Cell } from '../../store/store.js';
import type { Binder, Dialect } from '../dialect/dialect.js';

/** A statement's values, each bound once. */
export interface Values extends Binder {
  readonly parameters: Readonly<Record<string, Cell>>;
}

export function newBinder(dialect: Pick<Dialect, 'parameter'>): Values {
  const parameters: Record<string, Cell> = {};
  const known = new Map<string, string>();
  let names = 0;
  return {
    parameters,
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
