import type { FieldMap, LogSourcePart } from '../field.js';
import type { Source } from '../../model/event.js';
import type { Rule } from '../rule.js';
import type { Binder, Dialect } from '../dialect/dialect.js';
import type { Tree } from './condition.js';
import { treeOf } from './condition.js';
import type { Scope } from './field.js';

/** A rule for the events of one log: field names mean something else in each. */
export interface Unit {
  /** Index into the list of rules. */
  readonly rule: number;
  readonly source: Source;
  /** What names mean in rules for its log source. */
  readonly fields: FieldMap;
  readonly tree: Tree;
}

/** The units of a rule, one for each source that its log source means. */
export function unitsOf(
  rule: Rule,
  index: number,
  fields: FieldMap,
  parts: readonly LogSourcePart[],
): readonly Unit[] {
  const condition = treeOf(rule.condition);
  return [...new Set(parts.map(({ source }) => source))].map((source) => {
    const own = parts.filter((part) => part.source === source);
    const only = own.map(({ only }) => only);
    const limits = only.filter((one) => one !== undefined);
    // A part without a limit is the whole log.
    if (limits.length < only.length) return { rule: index, source, fields, tree: condition };
    const limit: Tree = {
      kind: 'or',
      of: limits.map(({ column, values }) => ({ kind: 'among', column, values })),
    };
    return { rule: index, source, fields, tree: { kind: 'and', of: [limit, condition] } };
  });
}

export const scopeOf = ({ source, fields }: Unit, dialect: Dialect, binder: Binder): Scope => ({
  dialect,
  binder,
  fields,
  source,
});
