import type { Place } from '../rule.js';
import type { Problem, ProblemCode } from './problem.js';
import { entryOf, type Scalar, type Yaml, type YamlMap } from './yaml.js';

/** Where the parts of the parser say what is wrong, and go on. */
export interface Report {
  add(code: ProblemCode, feature: string, message: string, place: Place, hint?: string): void;
}

/** A report for one document, whose title it puts before each problem. */
export function reportOf(rule: string | undefined, problems: Problem[]): Report {
  return {
    add: (code, feature, message, place, hint) => {
      problems.push({ code, rule, feature, message, hint, place });
    },
  };
}

/** A text, a number or a truth value, as written; undefined, and said so, for anything else. */
export function textOf(value: Yaml, key: string, report: Report): string | undefined {
  if (value.kind === 'scalar' && value.sort !== 'null') return value.text;
  report.add('value', key, `${key} must be a text`, value.place);
  return undefined;
}

/** Texts of a list; a single text counts as a list of one. */
export function textsOf(value: Yaml, key: string, report: Report): readonly string[] {
  if (value.kind === 'scalar' && value.sort === 'null') return [];
  const items = value.kind === 'list' ? value.items : [value];
  return items.flatMap((item) => textOf(item, key, report) ?? []);
}

export function optionalText(map: YamlMap, key: string, report: Report): string | undefined {
  const entry = entryOf(map, key);
  if (entry === undefined || isNull(entry.value)) return undefined;
  return textOf(entry.value, key, report);
}

export function optionalTexts(map: YamlMap, key: string, report: Report): readonly string[] {
  const entry = entryOf(map, key);
  return entry === undefined ? [] : textsOf(entry.value, key, report);
}

export const isNull = (value: Yaml): value is Scalar =>
  value.kind === 'scalar' && value.sort === 'null';

/** The names of a list like `a, b and c`. */
export const named = (names: readonly string[], last = 'or'): string =>
  names.length < 2
    ? (names[0] ?? '')
    : `${names.slice(0, -1).join(', ')} ${last} ${names.at(-1) ?? ''}`;
