import type { z } from 'zod';
import type { Problem } from '../sigma/parse/problem.js';
import type { Yaml } from '../sigma/parse/yaml.js';
import { entryOf } from '../sigma/parse/yaml.js';
import type { Place } from '../sigma/rule.js';

/** Where the value at this path stands: its key, or the nearest around it that is there. */
export function placeOf(document: Yaml, path: readonly PropertyKey[]): Place {
  let place = document.place;
  let value: Yaml = document;
  for (const step of path) {
    if (value.kind === 'map') {
      const entry = entryOf(value, String(step));
      if (entry === undefined) return place;
      place = entry.place;
      value = entry.value;
    } else if (value.kind === 'list') {
      const item: Yaml | undefined = value.items[Number(step)];
      if (item === undefined) return place;
      place = item.place;
      value = item;
    } else return place;
  }
  return place;
}

/** What zod found, each at its place; `within` is where in the document the schema began. */
export function problemsOf(
  error: z.ZodError,
  document: Yaml,
  rule: string | undefined,
  within: readonly PropertyKey[] = [],
): readonly Problem[] {
  return error.issues.flatMap((issue): readonly Problem[] => {
    const path = [...within, ...issue.path];
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) =>
        problem(document, rule, [...path, key], `${nameOf(path)}there is no "${key}"`),
      );
    return [problem(document, rule, path, `${nameOf(path)}${issue.message}`)];
  });
}

const nameOf = (path: readonly PropertyKey[]): string =>
  path.length === 0 ? '' : `${path.map(String).join('.')}: `;

/** Something wrong with a value, at its place. */
export function problem(
  document: Yaml,
  rule: string | undefined,
  path: readonly PropertyKey[],
  message: string,
  hint?: string,
): Problem {
  return {
    code: 'value',
    rule,
    feature: path.map(String).join('.'),
    message,
    hint,
    place: placeOf(document, path),
  };
}
