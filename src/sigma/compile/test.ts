import { adapted } from '../literal.js';
import type { LiteralForm } from '../field.js';
import type { Pattern, Test } from '../rule.js';
import { fold } from '../values.js';
import type { Binder, Dialect } from '../dialect/dialect.js';

/** A value in SQL: as text and, of a column of integers, as it is. */
export interface SqlValue {
  readonly text: string;
  readonly integer?: string;
}

/** Tests of one field of which one must pass. */
export interface AnyTest {
  readonly tests: readonly Exclude<Test, { kind: 'fieldref' }>[];
}

/** Whether a test is true where the field has no value (values.ts, "Tests", 5 and 9). */
export function passesNone(test: Test): boolean {
  switch (test.kind) {
    case 'null':
      return true;
    case 'exists':
      return !test.wanted;
    case 'pattern':
      return test.pattern.length === 0;
    default:
      return false;
  }
}

/** Whether the value's case never matters. */
export const foldsAll = (tests: readonly Test[]): boolean =>
  tests.every((test) => test.kind === 'pattern' && !test.cased);

/** SQL: one of the tests passes on the value; NULL only where that is NULL. */
export function testSql(
  tests: readonly Exclude<Test, { kind: 'fieldref' }>[],
  form: LiteralForm | undefined,
  value: SqlValue,
  folded: string,
  dialect: Dialect,
  binder: Binder,
): string {
  const equal = new Map<string, string[]>();
  const others: string[] = [];
  for (const test of tests.map((one) => adapted(one, form))) {
    if (test.kind === 'fieldref') continue;
    const whole = test.kind === 'pattern' ? literalOf(test.pattern) : undefined;
    if (test.kind === 'pattern' && whole !== undefined) {
      const text = test.cased ? value.text : folded;
      const literals = equal.get(text) ?? [];
      literals.push(binder.value(test.cased ? whole : fold(whole)));
      equal.set(text, literals);
    } else others.push(oneTest(test, value, folded, dialect, binder));
  }
  const all = [...[...equal].map(([text, literals]) => dialect.oneOf(text, literals)), ...others];
  return all.length === 1 ? (all[0] ?? 'false') : `(${all.join(' OR ')})`;
}

function oneTest(
  test: Exclude<Test, { kind: 'fieldref' }>,
  value: SqlValue,
  folded: string,
  dialect: Dialect,
  binder: Binder,
): string {
  switch (test.kind) {
    case 'pattern':
      return test.cased
        ? patternSql(value.text, test.pattern, dialect, binder)
        : patternSql(folded, foldPattern(test.pattern), dialect, binder);
    case 'regex':
      return dialect.regex(value.text, test.source, test.flags, binder);
    case 'cidr':
      return dialect.inNetwork(value.text, test.network, binder);
    case 'number':
      return numberSql(value, 'eq', test.equals, dialect, binder);
    case 'compare':
      return numberSql(value, test.how, test.to, dialect, binder);
    case 'boolean':
      return `${dialect.fold(value.text)} = ${binder.value(String(test.equals))}`;
    case 'null':
      return `(${value.text} IS NULL AND NULL)`;
    case 'exists':
      return test.wanted
        ? `(${value.text} IS NOT NULL OR NULL)`
        : `(${value.text} IS NULL AND NULL)`;
    case 'timepart':
      return dialect.timePart(value.text, test.part, test.equals, binder);
  }
}

const numberSql = (
  value: SqlValue,
  how: 'eq' | 'lt' | 'lte' | 'gt' | 'gte',
  to: number,
  dialect: Dialect,
  binder: Binder,
): string =>
  value.integer === undefined
    ? dialect.number(value.text, how, to, binder)
    : dialect.integer(value.integer, how, to, binder);

const foldPattern = (pattern: Pattern): Pattern =>
  pattern.map((part) => (typeof part === 'string' ? fold(part) : part));

function literalOf(pattern: Pattern): string | undefined {
  return pattern.every((part) => typeof part === 'string') ? pattern.join('') : undefined;
}

const isAny = (part: Pattern[number] | undefined): boolean =>
  typeof part === 'object' && part.kind === 'any';

/** The cheapest way to say it: the whole text with wildcards costs most. */
export function patternSql(
  text: string,
  pattern: Pattern,
  dialect: Dialect,
  binder: Binder,
): string {
  const open = isAny(pattern[0]);
  const end = pattern.length > 1 && isAny(pattern.at(-1));
  const inner = literalOf(pattern.slice(open ? 1 : 0, end ? -1 : undefined));
  if (inner === undefined) return dialect.like(text, pattern, binder);
  if (open && end) return dialect.contains(text, binder.value(inner));
  if (open) return dialect.endsWith(text, binder.value(inner));
  if (end) return dialect.startsWith(text, binder.value(inner));
  return `${text} = ${binder.value(inner)}`;
}
