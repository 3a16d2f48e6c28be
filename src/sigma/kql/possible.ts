import { evaluate } from '../evaluate.js';
import type { FieldMap } from '../field.js';
import type { Condition, Test } from '../rule.js';
import type { Source } from '../../model/event.js';

/** Three-valued: what an event's operation alone tells of a condition. */
type Told = 'holds' | 'fails' | 'open';

const opposite = { holds: 'fails', fails: 'holds', open: 'open' } as const;

/** What events of that operation make of the condition, whatever else they say. */
export function toldByOperation(condition: Condition, operation: string, source: Source, fields: FieldMap): Told {
  const told = (part: Condition): Told => toldByOperation(part, operation, source, fields);
  switch (condition.kind) {
    case 'not':
      return opposite[told(condition.of)];
    case 'and': {
      const parts = condition.of.map(told);
      if (parts.includes('fails')) return 'fails';
      return parts.includes('open') ? 'open' : 'holds';
    }
    case 'or': {
      const parts = condition.of.map(told);
      if (parts.includes('holds')) return 'holds';
      return parts.includes('open') ? 'open' : 'fails';
    }
    case 'keyword':
      return 'open';
    case 'field': {
      if (!asksOperation(condition.field, source, fields)) return 'open';
      const event = { source, columns: { operation }, raw: null };
      return evaluate({ condition }, event, fields) ? 'holds' : 'fails';
    }
  }
} // prettier-ignore

function asksOperation(field: string, source: Source, fields: FieldMap): boolean {
  const [first, ...more] = fields.resolve(field, source);
  return first?.kind === 'column' && first.column === 'operation' && more.length === 0;
}

/** The operations that a condition names, as far as they are names and not expressions. */
export function namedOperations(condition: Condition, source: Source, fields: FieldMap): readonly string[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.of.flatMap((part) => namedOperations(part, source, fields));
    case 'not':
    case 'keyword':
      return [];
    case 'field':
      return asksOperation(condition.field, source, fields) ? literal(condition.test) : [];
  }
} // prettier-ignore

const literal = (test: Test): readonly string[] =>
  test.kind === 'pattern' && test.pattern.every((part) => typeof part === 'string')
    ? [test.pattern.join('')]
    : [];
