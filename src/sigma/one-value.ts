import { evaluate } from './evaluate.js';
import type { FieldMap } from './field.js';
import type { Test } from './rule.js';

const only: FieldMap = { resolve: () => [{ kind: 'column', column: 'value' }] };
const place = { file: '', line: 1, column: 1 };

/** Whether a value that is known beforehand passes a test, by the reference itself. */
export const valuePasses = (test: Test, value: string): boolean =>
  evaluate(
    { condition: { kind: 'field', field: 'value', test, place } },
    { source: 'ual', columns: { value }, raw: null },
    only,
  );
