import type { Place } from '../rule.js';

/** The kinds of trouble a rule file can have; a program may match on them. */
export type ProblemCode =
  /** It is not YAML, or two keys are the same. */
  | 'yaml'
  /** The file or folder cannot be read. */
  | 'unreadable'
  | 'too-large'
  /** Sigma's, but not a thing Konseki can do. */
  | 'unsupported'
  /** Something every rule must have. */
  | 'missing'
  /** A list where a text should be, an unknown level, a number that is none. */
  | 'value'
  | 'modifier'
  | 'regex'
  | 'condition'
  /** A detection, rule or placeholder that nothing defines. */
  | 'unknown'
  | 'duplicate'
  | 'circular';

/** One thing that is wrong in a rule file. Data, not thrown: a file's problems are told together. */
export interface Problem {
  readonly code: ProblemCode;
  /** Title of the rule, once it is known. */
  readonly rule: string | undefined;
  /** What it is about, as the rule writes it: a key, a modifier, a part of a condition. */
  readonly feature: string;
  /** A sentence without its final stop. */
  readonly message: string;
  readonly hint: string | undefined;
  readonly place: Place;
}

/** `file:line:column: rule: message (hint)` */
export function problemText({ place, rule, message, hint }: Problem): string {
  const where = `${place.file}:${place.line}:${place.column}`;
  return `${where}: ${rule === undefined ? '' : `${rule}: `}${message}${hint === undefined ? '' : ` (${hint})`}`;
}

export function byPlace(a: Problem, b: Problem): number {
  if (a.place.file !== b.place.file) return a.place.file < b.place.file ? -1 : 1;
  return a.place.line - b.place.line || a.place.column - b.place.column;
}
