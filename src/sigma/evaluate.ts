import { RE2JS } from 're2js';
import ipaddr from 'ipaddr.js';
import { parseAddress } from '../formats/address.js';
import { mapPattern, matchesPattern } from './evaluate-pattern.js';
import type { FieldMap } from './field.js';
import { adapted } from './literal.js';
import type { Comparison, Condition, Pattern, Rule, Test, TimePart } from './rule.js';
import {
  fieldValues,
  fold,
  keywordTexts,
  numberPattern,
  timePattern,
  type FieldValue,
  type RuleEvent,
} from './values.js';

/**
 * Whether a rule's condition holds of one event: the slow reference that compiled rules must agree with. What
 * passes a test is said in values.ts. The rule's log source is not looked at: the caller chooses the events.
 */
export function evaluate(
  rule: Pick<Rule, 'condition'>,
  event: RuleEvent,
  fields: FieldMap,
): boolean {
  return holds(rule.condition, event, fields);
}

function holds(condition: Condition, event: RuleEvent, fields: FieldMap): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.of.every((part) => holds(part, event, fields));
    case 'or':
      return condition.of.some((part) => holds(part, event, fields));
    case 'not':
      return !holds(condition.of, event, fields);
    case 'keyword':
      return keywordPasses(condition.test, event);
    case 'field':
      return fieldPasses(condition.field, condition.test, event, fields);
  }
}

const any = { kind: 'any' } as const;

/** 13 of values.ts. Only patterns and expressions can be keywords: the parser sees to that. */
function keywordPasses(test: Test, event: RuleEvent): boolean {
  const searched: Test =
    test.kind === 'pattern' ? { ...test, pattern: [any, ...test.pattern, any] } : test;
  return keywordTexts(event).some((text) => valuePasses(searched, text));
}

function fieldPasses(field: string, test: Test, event: RuleEvent, fields: FieldMap): boolean {
  const values = fieldValues(field, event, fields);
  switch (test.kind) {
    case 'null':
      return values.length === 0;
    case 'exists':
      return values.length > 0 === test.wanted;
    case 'fieldref':
      return refers(test, values, fieldValues(test.field, event, fields));
    case 'pattern':
      if (test.pattern.length === 0 && values.length === 0) return true;
      return values.some(({ text, literal }) => valuePasses(adapted(test, literal), text));
    default:
      return values.some(({ text }) => valuePasses(test, text));
  }
}

/** Whether one value passes. */
function valuePasses(test: Test, text: string): boolean {
  switch (test.kind) {
    case 'pattern':
      return test.cased
        ? matchesPattern(test.pattern, text)
        : matchesPattern(folded(test.pattern), fold(text));
    case 'regex':
      return expression(test.source, test.flags).matcher(text).find();
    case 'cidr':
      return inNetwork(text, test.network);
    case 'number':
      return numberOf(text) === test.equals;
    case 'compare': {
      const value = numberOf(text);
      return value !== undefined && compares[test.how](value, test.to);
    }
    case 'boolean':
      return text.toLowerCase() === String(test.equals);
    case 'timepart':
      return timePart(text, test.part) === test.equals;
    case 'null':
    case 'exists':
    case 'fieldref':
      // These ask about all of a field's values together.
      return false;
  }
}

const folded = (pattern: Pattern): Pattern => mapPattern(pattern, fold);

type Fieldref = Extract<Test, { kind: 'fieldref' }>;

const relations: Readonly<Record<Fieldref['how'], (value: string, other: string) => boolean>> = {
  equals: (value, other) => value === other,
  contains: (value, other) => value.includes(other),
  startswith: (value, other) => value.startsWith(other),
  endswith: (value, other) => value.endsWith(other),
};

function refers(
  test: Fieldref,
  values: readonly FieldValue[],
  others: readonly FieldValue[],
): boolean {
  const form = test.cased ? (text: string) => text : fold;
  return values.some(({ text }) =>
    others.some((other) => relations[test.how](form(text), form(other.text))),
  );
}

const expressions = new Map<string, RE2JS>();

/** Throws what RE2 says is wrong: the parser has compiled it before. */
function expression(source: string, flags: string): RE2JS {
  const key = `${flags}:${source}`;
  const known = expressions.get(key);
  if (known !== undefined) return known;
  const made = RE2JS.compile(flags === '' ? source : `(?${flags})${source}`);
  expressions.set(key, made);
  return made;
}

const number = new RegExp(numberPattern);

/** 7 of values.ts. */
function numberOf(text: string): number | undefined {
  if (!number.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

const compares: Readonly<Record<Comparison, (value: number, to: number) => boolean>> = {
  lt: (value, to) => value < to,
  lte: (value, to) => value <= to,
  gt: (value, to) => value > to,
  gte: (value, to) => value >= to,
};

/** 10 of values.ts. */
function inNetwork(text: string, network: string): boolean {
  const address = parseAddress(text);
  if (address === null) return false;
  const read = ipaddr.parse(address.ip);
  const [range, bits] = ipaddr.parseCIDR(network);
  return read.kind() === range.kind() && read.match(range, bits);
}

const time = new RegExp(timePattern);
const day = 86_400_000;

/** 12 of values.ts. */
function timePart(text: string, part: TimePart): number | undefined {
  const [, ...written] = time.exec(text) ?? [];
  const [year = NaN, month = NaN, date = NaN, hour, minute] = written.map((digits) =>
    // The groups of the time of day may be absent.
    typeof digits === 'string' ? Number(digits) : undefined,
  );
  const at = new Date(Date.UTC(year, month - 1, date));
  if (at.getUTCMonth() + 1 !== month) return undefined;
  switch (part) {
    case 'minute':
      return minute;
    case 'hour':
      return hour;
    case 'day':
      return date;
    case 'month':
      return month;
    case 'year':
      return year;
    case 'week': {
      // The week belongs to the year of its Thursday.
      const thursday = new Date(at.getTime() + (3 - ((at.getUTCDay() + 6) % 7)) * day);
      const first = Date.UTC(thursday.getUTCFullYear(), 0, 1);
      return Math.floor((thursday.getTime() - first) / day / 7) + 1;
    }
  }
}
