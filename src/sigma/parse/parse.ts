import path from 'node:path';
import type { AnalyserRule, Condition, Filter, Rule, SigmaDocument } from '../rule.js';
import { readCondition, type Detections } from './condition.js';
import { readCorrelation } from './correlation.js';
import { join, readDetection } from './detection.js';
import { readHead, readLogSource, type Origin } from './head.js';
import { byPlace, type Problem } from './problem.js';
import { isNull, optionalTexts, reportOf, textOf, textsOf, type Report } from './report.js';
import type { Placeholders } from './value.js';
import { entryOf, plain, readYaml, type Scalar, type Yaml, type YamlMap } from './yaml.js';

export interface ParseOptions {
  /** What `%name%` stands for in values with the modifier expand. */
  readonly placeholders?: Placeholders;
}

/** `documents` are those without a mistake; `problems` all mistakes of the file, in its order. */
export interface Parsed {
  readonly documents: readonly SigmaDocument[];
  /** How each of them is written, for who reads more of it. */
  readonly written: ReadonlyMap<SigmaDocument, Yaml>;
  readonly problems: readonly Problem[];
}

/**
 * Reads the rules, correlations and filters of one file (Sigma specification 2.1). Never throws: what is wrong,
 * or not supported, is a problem, and its document is left out. No clause is ever dropped.
 */
export function parseRules(text: string, file: string, options: ParseOptions = {}): Parsed {
  const yaml = readYaml(text, file);
  const problems: Problem[] = yaml.problems.map((problem) => ({ ...problem, rule: undefined }));
  const name = path.basename(file).replace(/\.ya?ml$/i, '');
  const written = new Map<SigmaDocument, Yaml>();
  const documents = yaml.documents.flatMap((document, index) => {
    const origin = { fallbackId: index === 0 ? name : `${name}-${index + 1}` };
    const before = problems.length;
    const read = readDocument(document, origin, options.placeholders ?? {}, problems);
    if (read === undefined || problems.length > before) return [];
    written.set(read, document);
    return [read];
  });
  if (yaml.documents.length === 0 && problems.length === 0)
    reportOf(undefined, problems).add('missing', 'rule', 'there is no rule in this file', {
      file,
      line: 1,
      column: 1,
    });
  return { documents, written, problems: problems.sort(byPlace) };
}

function readDocument(
  map: Yaml,
  origin: Origin,
  placeholders: Placeholders,
  problems: Problem[],
): SigmaDocument | undefined {
  if (map.kind !== 'map') {
    reportOf(undefined, problems).add('value', 'rule', 'a rule must be a map', map.place);
    return undefined;
  }
  const title = entryOf(map, 'title')?.value;
  const report = reportOf(
    title?.kind === 'scalar' && title.text !== '' ? title.text : undefined,
    problems,
  );
  const action = entryOf(map, 'action');
  if (action !== undefined) {
    report.add(
      'unsupported',
      'action',
      'rule collections (action: …) are not part of Sigma 2',
      action.place,
      'write each rule out',
    );
    return undefined;
  }
  const kinds = ['detection', 'correlation', 'filter', 'analyser'].filter(
    (key) => entryOf(map, key) !== undefined,
  );
  const [kind = 'detection', second] = kinds;
  if (second !== undefined) {
    const place = entryOf(map, second)?.place ?? map.place;
    report.add(
      'value',
      second,
      `a document cannot have "${kind}" and "${second}"`,
      place,
      'put them into two documents',
    );
    return undefined;
  }
  const inside = entryOf(map, kind)?.value;
  switch (kind) {
    case 'correlation': {
      const head = readHead(map, ['correlation', 'generate'], origin, report);
      return inside && readCorrelation(head, map, inside, report);
    }
    case 'filter':
      return readFilter(map, origin, placeholders, report);
    case 'analyser':
      return readAnalyser(map, origin, report);
    default:
      return readRule(map, origin, placeholders, report);
  }
}

function readRule(
  map: YamlMap,
  origin: Origin,
  placeholders: Placeholders,
  report: Report,
): Rule | undefined {
  const head = readHead(map, ['logsource', 'detection', 'fields'], origin, report);
  const logsource = readLogSource(map, report);
  const condition = readDetections(map, 'detection', [], placeholders, report);
  const fields = optionalTexts(map, 'fields', report);
  if (head === undefined || logsource === undefined || condition === undefined) return undefined;
  return { ...head, kind: 'rule', logsource, condition, fields };
}

function readFilter(
  map: YamlMap,
  origin: Origin,
  placeholders: Placeholders,
  report: Report,
): Filter | undefined {
  const head = readHead(map, ['logsource', 'filter'], origin, report);
  const logsource = readLogSource(map, report);
  const condition = readDetections(map, 'filter', ['rules'], placeholders, report);
  const filter = entryOf(map, 'filter');
  const rules = filter?.value.kind === 'map' ? entryOf(filter.value, 'rules') : undefined;
  if (filter !== undefined && rules === undefined)
    report.add(
      'missing',
      'rules',
      'a filter must name its rules',
      filter.place,
      'or say rules: any',
    );
  const named = rules === undefined ? [] : textsOf(rules.value, 'rules', report);
  if (head === undefined || logsource === undefined || condition === undefined) return undefined;
  const { id, title, place } = head;
  const every = rules?.value.kind === 'scalar' && named[0]?.toLowerCase() === 'any';
  return { kind: 'filter', id, title, logsource, rules: every ? [] : named, condition, place };
}

function readAnalyser(map: YamlMap, origin: Origin, report: Report): AnalyserRule | undefined {
  const head = readHead(map, ['analyser', 'parameters'], origin, report);
  const entry = entryOf(map, 'analyser');
  const analyser = entry && textOf(entry.value, 'analyser', report);
  const parameters = entryOf(map, 'parameters')?.value;
  const given = parameters === undefined || isNull(parameters) ? {} : plain(parameters);
  if (parameters !== undefined && !isRecord(given))
    report.add('value', 'parameters', 'parameters must be a map', parameters.place);
  if (head === undefined || analyser === undefined || !isRecord(given)) return undefined;
  return { ...head, kind: 'analyser', analyser, parameters: given };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The conditions of a detection, or of a filter; undefined, and said so, where something is wrong in it. */
function readDetections(
  map: YamlMap,
  key: string,
  reserved: readonly string[],
  placeholders: Placeholders,
  report: Report,
): Condition | undefined {
  const entry = entryOf(map, key);
  if (entry === undefined || isNull(entry.value)) {
    report.add('missing', key, `a rule must have a ${key}`, entry?.place ?? map.place);
    return undefined;
  }
  if (entry.value.kind !== 'map') {
    report.add('value', key, `${key} must be a map`, entry.value.place);
    return undefined;
  }
  const detections = new Map<string, Condition | undefined>();
  for (const { key: name, value, place } of entry.value.entries) {
    if (name === 'condition' || reserved.includes(name)) continue;
    if (name === 'timeframe') {
      report.add(
        'unsupported',
        name,
        'timeframe is not part of Sigma 2',
        place,
        'write a correlation with a timespan',
      );
      continue;
    }
    detections.set(name, readDetection(name, value, placeholders, report));
  }
  const condition = entryOf(entry.value, 'condition');
  if (condition === undefined || isNull(condition.value)) {
    report.add(
      'missing',
      'condition',
      `${key} must have a condition`,
      condition?.place ?? entry.place,
    );
    return undefined;
  }
  return readConditions(condition.value, detections, report);
}

/** Several conditions are alternatives. */
function readConditions(
  value: Yaml,
  detections: Detections,
  report: Report,
): Condition | undefined {
  const items = value.kind === 'list' ? value.items : [value];
  const texts = items.filter((item): item is Scalar => item.kind === 'scalar');
  if (texts.length < items.length || items.length === 0) {
    report.add('value', 'condition', 'condition must be a text', value.place);
    return undefined;
  }
  const read = texts.map((text) => readCondition(text, detections, report));
  const good = read.filter((condition) => condition !== undefined);
  return good.length === read.length ? join(good, 'or') : undefined;
}
