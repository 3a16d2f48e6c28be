import type { Condition, Place } from '../rule.js';
import { readKey } from './modifiers.js';
import { isNull, type Report } from './report.js';
import { testsOf, type Placeholders } from './value.js';
import type { Scalar, Yaml, YamlEntry } from './yaml.js';

/** What stands under one name of `detection`; undefined, and said so, where there is a mistake in it. */
export function readDetection(
  name: string,
  value: Yaml,
  placeholders: Placeholders,
  report: Report,
): Condition | undefined {
  if (
    (value.kind === 'map' ? value.entries : value.kind === 'list' ? value.items : [value])
      .length === 0
  ) {
    report.add('value', name, `"${name}" has nothing to look for`, value.place);
    return undefined;
  }
  switch (value.kind) {
    case 'scalar':
      return readItem('', value.place, [value], placeholders, report);
    case 'map':
      return all(
        value.entries.map((entry) => readEntry(entry, placeholders, report)),
        'and',
      );
    case 'list':
      return all(
        value.items.map((item) => {
          if (item.kind !== 'list') return readDetection(name, item, placeholders, report);
          report.add('value', name, 'a list cannot stand in a list', item.place);
          return undefined;
        }),
        'or',
      );
  }
}

function readEntry(
  { key, value, place }: YamlEntry,
  placeholders: Placeholders,
  report: Report,
): Condition | undefined {
  if (value.kind === 'map') {
    report.add(
      'unsupported',
      key,
      `a map cannot be the value of "${key}"`,
      value.place,
      'name what is inside with a dot: Parent.Child',
    );
    return undefined;
  }
  const items = value.kind === 'list' ? value.items : [value];
  if (items.length === 0) {
    report.add(
      'value',
      key,
      `"${key}" has no value to look for`,
      value.place,
      'no value at all is null',
    );
    return undefined;
  }
  const nothing = value.kind === 'list' ? items.find(isNull) : undefined;
  if (nothing !== undefined) {
    report.add(
      'value',
      key,
      'null cannot be one of several values',
      nothing.place,
      'put it under a name of its own and join the two with "or"',
    );
    return undefined;
  }
  const scalars: Scalar[] = [];
  for (const item of items) {
    if (item.kind === 'scalar') scalars.push(item);
    else
      report.add(
        'value',
        key,
        `a ${item.kind} cannot be one of the values of "${key}"`,
        item.place,
      );
  }
  const condition = readItem(key, place, scalars, placeholders, report);
  return scalars.length === items.length ? condition : undefined;
}

/** One field, or the keywords, with its values. */
function readItem(
  key: string,
  place: Place,
  values: readonly Scalar[],
  placeholders: Placeholders,
  report: Report,
): Condition | undefined {
  const how = readKey(key, place, report);
  if (how === undefined) return undefined;
  if (how.all && values.length === 1) {
    report.add('modifier', 'all', '"all" wants more than one value', place, 'leave it out');
    return undefined;
  }
  const conditions = values.map((value) => {
    const tests = testsOf(value, how, placeholders, report);
    const made = tests.map((test): Condition =>
      how.field === ''
        ? { kind: 'keyword', test, place: value.place }
        : { kind: 'field', field: how.field, test, place: value.place },
    );
    return tests.length === 0 ? undefined : join(made, 'or');
  });
  const joined = all(conditions, how.all ? 'and' : 'or');
  return joined !== undefined && how.neq ? { kind: 'not', of: joined } : joined;
}

/** All of them joined; undefined if one of them is missing, since no clause may be dropped. */
function all(
  conditions: readonly (Condition | undefined)[],
  kind: 'and' | 'or',
): Condition | undefined {
  const good = conditions.filter((condition) => condition !== undefined);
  return good.length === conditions.length ? join(good, kind) : undefined;
}

/** At least one condition, joined; one by itself stays as it is. */
export function join(conditions: readonly Condition[], kind: 'and' | 'or'): Condition {
  const [first, ...more] = conditions;
  return first !== undefined && more.length === 0 ? first : { kind, of: conditions };
}
