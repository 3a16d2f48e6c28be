import { operation } from '../formats/convert.js';
import type { LiteralForm } from './field.js';
import type { Pattern, PatternPart, Test } from './rule.js';

/**
 * The test with its literals in the form that the column holds. Only patterns change: a regular
 * expression is the author's own, and numbers have one form.
 */
export function adapted(test: Test, form: LiteralForm | undefined): Test {
  switch (form) {
    case undefined:
      return test;
    case 'operation':
      return test.kind === 'pattern' ? { ...test, pattern: operationPattern(test.pattern) } : test;
  }
}

/** A sign that `operation` neither changes nor drops: what stands before it is not at an end. */
const guard = '|';

/**
 * `Update application – Certificates and secrets management ` and `Add member to role.` as `operation`
 * holds them. A stop before a wildcard at the end goes too: `contains: 'X.'` is meant for the log that
 * ends its names with one.
 */
function operationPattern(pattern: Pattern): Pattern {
  const last = pattern.findLastIndex((part) => typeof part === 'string');
  return pattern.map((part, at): PatternPart => {
    if (typeof part !== 'string') return part;
    const text = at === last && last < pattern.length - 1 ? part.replace(/\.+ *$/, '') : part;
    const before = at === 0 ? '' : guard;
    const after = at === pattern.length - 1 ? '' : guard;
    const form = operation.js([before + text + after]);
    if (typeof form !== 'string') return part;
    const inside = form.slice(before.length, form.length - after.length);
    return inside === '' ? part : inside;
  });
}
