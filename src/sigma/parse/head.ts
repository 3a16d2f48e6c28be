import { levels, type Level, type LogSource, type RuleHead } from '../rule.js';
import { named, optionalText, optionalTexts, textOf, isNull, type Report } from './report.js';
import { entryOf, plain, type YamlMap } from './yaml.js';

/** What an `id` is when the author gave none. */
export interface Origin {
  /** The file's name without its ending, and the number of the document where there are several. */
  readonly fallbackId: string;
}

const statuses = ['stable', 'test', 'experimental', 'deprecated', 'unsupported'];

/** Keys of Sigma that tell about a rule and change nothing in what it finds. */
const informative = ['date', 'modified', 'license', 'related', 'scope', 'taxonomy'];

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** What a rule has none of. */
const defaultLevel: Level = 'medium';

/** What all documents begin with; `own`: the keys of this kind of document. Undefined where a part is wrong. */
export function readHead(
  map: YamlMap,
  own: readonly string[],
  { fallbackId }: Origin,
  report: Report,
): RuleHead | undefined {
  const title = entryOf(map, 'title');
  if (title === undefined || isNull(title.value))
    report.add('missing', 'title', 'a rule must have a title', title?.place ?? map.place);
  const titleText =
    title === undefined || isNull(title.value) ? undefined : textOf(title.value, 'title', report);
  const id = readId(map, fallbackId, report);
  const level = oneOf(map, 'level', levels, report);
  const status = oneOf(map, 'status', statuses, report);
  checkTaxonomy(map, report);
  const known = new Set([...headKeys, ...informative, ...own]);
  const head = {
    id: id?.toLowerCase() ?? fallbackId,
    name: optionalText(map, 'name', report),
    status: status ?? undefined,
    description: optionalText(map, 'description', report),
    author: optionalTexts(map, 'author', report).join(', ') || undefined,
    references: optionalTexts(map, 'references', report),
    level: level ?? defaultLevel,
    tags: optionalTexts(map, 'tags', report),
    falsepositives: optionalTexts(map, 'falsepositives', report),
    custom: Object.fromEntries(
      map.entries.filter(({ key }) => !known.has(key)).map(({ key, value }) => [key, plain(value)]),
    ),
    place: map.place,
  };
  return titleText === undefined || id === null || level === null || status === null
    ? undefined
    : { ...head, title: titleText };
}

const headKeys = [
  'title',
  'id',
  'name',
  'status',
  'description',
  'author',
  'references',
  'level',
  'tags',
  'falsepositives',
];

/** The id as written; undefined where there is none, null where it is wrong. */
function readId(map: YamlMap, fallback: string, report: Report): string | undefined | null {
  const entry = entryOf(map, 'id');
  if (entry === undefined || isNull(entry.value)) return undefined;
  const text = textOf(entry.value, 'id', report);
  if (text === undefined) return null;
  if (uuid.test(text)) return text;
  report.add(
    'value',
    'id',
    `the id "${text}" is not a UUID`,
    entry.value.place,
    `without an id the rule is called ${fallback}`,
  );
  return null;
}

function oneOf<T extends string>(
  map: YamlMap,
  key: string,
  allowed: readonly T[],
  report: Report,
): T | undefined | null {
  const entry = entryOf(map, key);
  if (entry === undefined || isNull(entry.value)) return undefined;
  const text = textOf(entry.value, key, report);
  const found = allowed.find((one) => one === text);
  if (found !== undefined) return found;
  if (text !== undefined)
    report.add(
      'value',
      key,
      `there is no ${key} "${text}"`,
      entry.value.place,
      `it is ${named(allowed)}`,
    );
  return null;
}

/** A rule in other words than Sigma's own would mean something else here. */
function checkTaxonomy(map: YamlMap, report: Report): void {
  const entry = entryOf(map, 'taxonomy');
  if (entry === undefined || isNull(entry.value)) return;
  const taxonomy = textOf(entry.value, 'taxonomy', report);
  if (taxonomy !== undefined && taxonomy !== 'sigma')
    report.add(
      'unsupported',
      'taxonomy',
      `the taxonomy "${taxonomy}" is not supported`,
      entry.value.place,
      'use the field names of the log, or of published rules',
    );
}

/** Which logs a rule is for: at least one of product, category and service. */
export function readLogSource(map: YamlMap, report: Report): LogSource | undefined {
  const entry = entryOf(map, 'logsource');
  if (entry === undefined || isNull(entry.value)) {
    report.add('missing', 'logsource', 'a rule must have a logsource', entry?.place ?? map.place);
    return undefined;
  }
  if (entry.value.kind !== 'map') {
    report.add('value', 'logsource', 'logsource must be a map', entry.value.place);
    return undefined;
  }
  const source = entry.value;
  const part = (key: string): string | undefined =>
    optionalText(source, key, report)?.toLowerCase();
  const read = { product: part('product'), category: part('category'), service: part('service') };
  if (Object.values(read).some((text) => text !== undefined)) return read;
  report.add(
    'missing',
    'logsource',
    'a logsource must have a product, category or service',
    entry.place,
  );
  return undefined;
}
