import type { Correlation, RuleHead } from '../rule.js';
import { isNull, named, optionalTexts, textOf, textsOf, type Report } from './report.js';
import { entryOf, type Yaml, type YamlMap } from './yaml.js';

const types = ['event_count', 'value_count', 'temporal', 'temporal_ordered'] as const;
/** Of Sigma 2.1 and of pySigma, which Konseki does not reckon. */
const otherTypes = ['value_sum', 'value_avg', 'value_percentile', 'value_median'];
const bounds = ['gt', 'gte', 'lt', 'lte', 'eq', 'neq'] as const;
const keys = ['type', 'rules', 'group-by', 'timespan', 'condition', 'aliases', 'generate'];

/** Seconds; a month and a year are the mean ones of the Gregorian calendar, as in pySigma. */
const units: Readonly<Record<string, number>> = {
  s: 1,
  m: 60,
  h: 3_600,
  d: 86_400,
  w: 604_800,
  M: 2_629_746,
  y: 31_556_952,
};

/** Reads what stands under `correlation`. Undefined, and said so, where a part is wrong. */
export function readCorrelation(
  head: RuleHead | undefined,
  map: YamlMap,
  value: Yaml,
  report: Report,
): Correlation | undefined {
  if (value.kind !== 'map') {
    report.add('value', 'correlation', 'correlation must be a map', value.place);
    return undefined;
  }
  for (const { key, place } of value.entries)
    if (!keys.includes(key))
      report.add(
        'unsupported',
        key,
        `a correlation has no "${key}"`,
        place,
        `it has ${named(keys, 'and')}`,
      );
  const type = readType(value, report);
  const rules = readRules(value, report);
  const timespan = readTimespan(value, report);
  const aliases = readAliases(value, rules ?? [], report);
  const counted = type && readBounds(value, type, (rules ?? []).length, report);
  const generate = readFlag(value, report) ?? readFlag(map, report) ?? false;
  const groupBy = optionalTexts(value, 'group-by', report);
  if (head === undefined || type === undefined || counted === undefined) return undefined;
  if (rules === undefined || timespan === undefined) return undefined;
  return {
    ...head,
    kind: 'correlation',
    type,
    rules,
    groupBy,
    timespan,
    aliases,
    ...counted,
    generate,
  };
}

function readType(map: YamlMap, report: Report): Correlation['type'] | undefined {
  const entry = entryOf(map, 'type');
  if (entry === undefined) {
    report.add(
      'missing',
      'type',
      'a correlation must have a type',
      map.place,
      `it is ${named(types)}`,
    );
    return undefined;
  }
  const text = textOf(entry.value, 'type', report);
  const type = types.find((one) => one === text);
  if (type !== undefined || text === undefined) return type;
  if (otherTypes.includes(text))
    report.add(
      'unsupported',
      text,
      `correlations of type ${text} are not supported`,
      entry.value.place,
      `there are ${named(types, 'and')}`,
    );
  else
    report.add(
      'value',
      'type',
      `there is no correlation of type "${text}"`,
      entry.value.place,
      `it is ${named(types)}`,
    );
  return undefined;
}

function readRules(map: YamlMap, report: Report): readonly string[] | undefined {
  const entry = entryOf(map, 'rules');
  const rules = entry === undefined ? [] : textsOf(entry.value, 'rules', report);
  if (rules.length === 0) {
    report.add('missing', 'rules', 'a correlation must name its rules', entry?.place ?? map.place);
    return undefined;
  }
  const twice = rules.find((rule, index) => rules.indexOf(rule) !== index);
  if (twice === undefined) return rules;
  report.add('duplicate', twice, `the rule "${twice}" is named twice`, entry?.place ?? map.place);
  return undefined;
}

function readTimespan(map: YamlMap, report: Report): number | undefined {
  const entry = entryOf(map, 'timespan');
  if (entry === undefined) {
    report.add(
      'missing',
      'timespan',
      'a correlation must have a timespan',
      map.place,
      'e.g. timespan: 15m',
    );
    return undefined;
  }
  const text = textOf(entry.value, 'timespan', report);
  if (text === undefined) return undefined;
  const [, count, unit = ''] = /^(\d{1,9})([smhdwMy])$/.exec(text) ?? [];
  const seconds = Number(count) * (units[unit] ?? 0);
  if (seconds > 0) return seconds;
  report.add(
    'value',
    'timespan',
    `"${text}" is no timespan`,
    entry.value.place,
    'write a number and s, m, h, d, w, M or y, e.g. 15m',
  );
  return undefined;
}

/** What it gives is only used where no mistake was told. */
function readAliases(
  map: YamlMap,
  rules: readonly string[],
  report: Report,
): Correlation['aliases'] {
  const entry = entryOf(map, 'aliases');
  if (entry === undefined || isNull(entry.value)) return {};
  if (entry.value.kind !== 'map') {
    report.add('value', 'aliases', 'aliases must be a map', entry.value.place);
    return {};
  }
  return Object.fromEntries(
    entry.value.entries.map(({ key: alias, value }) => [
      alias,
      readAlias(alias, value, rules, report),
    ]),
  );
}

function readAlias(
  alias: string,
  value: Yaml,
  rules: readonly string[],
  report: Report,
): Readonly<Record<string, string>> {
  if (value.kind !== 'map') {
    report.add(
      'value',
      alias,
      `the alias "${alias}" must be a map of rules to fields`,
      value.place,
    );
    return {};
  }
  for (const { key: rule, place } of value.entries)
    if (!rules.includes(rule))
      report.add(
        'unknown',
        rule,
        `the alias "${alias}" names "${rule}", which is not among the rules`,
        place,
      );
  // An event of a rule without its field would silently be in no group.
  for (const rule of rules)
    if (entryOf(value, rule) === undefined)
      report.add(
        'missing',
        alias,
        `the alias "${alias}" does not say which field it is in "${rule}"`,
        value.place,
      );
  return Object.fromEntries(
    value.entries.map((entry) => [entry.key, textOf(entry.value, alias, report) ?? '']),
  );
}

type Bound = Correlation['bounds'][number];
type Counted = Pick<Correlation, 'bounds' | 'field'>;

const example = 'e.g. condition: { gte: 10 }';

/** What it gives is only used where no mistake was told. */
function readBounds(
  map: YamlMap,
  type: Correlation['type'],
  rules: number,
  report: Report,
): Counted {
  const entry = entryOf(map, 'condition');
  const temporal = type === 'temporal' || type === 'temporal_ordered';
  const none: Counted = { bounds: [], field: undefined };
  if (entry === undefined || isNull(entry.value)) {
    if (!temporal)
      report.add('missing', 'condition', `${type} must have a condition`, map.place, example);
    return none;
  }
  if (entry.value.kind !== 'map') {
    if (temporal)
      report.add(
        'unsupported',
        'condition',
        'expressions as the condition of a correlation are not part of Sigma 2',
        entry.value.place,
        example,
      );
    else report.add('value', 'condition', 'condition must be a map', entry.value.place, example);
    return none;
  }
  const read: Bound[] = [];
  for (const { key, value, place } of entry.value.entries) {
    const how = bounds.find((one) => one === key);
    if (how !== undefined) {
      if (value.kind !== 'scalar' || value.sort !== 'number' || !/^\d+$/.test(value.text))
        report.add('value', key, `${key} wants a whole number`, value.place);
      else read.push({ how, to: Number(value.text) });
    } else if (key !== 'field')
      report.add(
        'unsupported',
        key,
        `the condition of a correlation has no "${key}"`,
        place,
        `it has field, ${named(bounds, 'and')}`,
      );
  }
  if (!entry.value.entries.some(({ key }) => bounds.some((how) => how === key)))
    report.add('missing', 'condition', 'the condition has no number', entry.value.place, example);
  const field = readField(entry.value, type, report);
  if (!temporal) return { bounds: read, field };
  // "Each rule" needs no number, and is all that an order can be told of.
  if (read.every((bound) => least(bound) === rules)) return none;
  if (type === 'temporal_ordered')
    report.add(
      'unsupported',
      'condition',
      'temporal_ordered wants each of its rules',
      entry.value.place,
      'leave the condition out',
    );
  return { bounds: read, field: undefined };
}

/** How many different rules a bound asks for, where it asks for no less and could have no more. */
function least({ how, to }: Bound): number | undefined {
  if (how === 'gt') return to + 1;
  return how === 'gte' || how === 'eq' ? to : undefined;
}

function readField(
  condition: YamlMap,
  type: Correlation['type'],
  report: Report,
): string | undefined {
  const entry = entryOf(condition, 'field');
  if (entry === undefined) {
    if (type === 'value_count')
      report.add(
        'missing',
        'field',
        'value_count must say which field it counts',
        condition.place,
        'e.g. condition: { field: user, gte: 10 }',
      );
    return undefined;
  }
  if (type !== 'value_count')
    report.add('value', 'field', `${type} counts no field`, entry.place, 'value_count does');
  const names = textsOf(entry.value, 'field', report);
  if (names.length > 1)
    report.add(
      'unsupported',
      'field',
      'several fields counted together are not supported',
      entry.value.place,
    );
  if (names.length === 0)
    report.add('missing', 'field', 'field wants the name of a field', entry.value.place);
  return names[0];
}

function readFlag(map: YamlMap, report: Report): boolean | undefined {
  const entry = entryOf(map, 'generate');
  if (entry === undefined) return undefined;
  if (entry.value.kind === 'scalar' && entry.value.sort === 'boolean')
    return entry.value.text.toLowerCase() === 'true';
  report.add('value', 'generate', 'generate must be true or false', entry.value.place);
  return undefined;
}
