import { stringify } from 'yaml';
import { fieldColumns } from './fields.js';
import { productOf } from './log-source.js';
import type { Yaml, YamlEntry, YamlMap } from './parse/yaml.js';
import { publishedNames, type PublishedName } from './published-names-table.js';
import type { Filter, LogSource, Place, Rule } from './rule.js';

/** A rule in the words of published Sigma, or what of it has none. */
export type Published =
  | { readonly kind: 'sigma'; readonly text: string }
  | { readonly kind: 'none'; readonly feature: string; readonly place: Place };

/** Thrown inside this file only. */
class NoName extends Error {
  readonly feature: string;
  readonly place: Place;

  constructor(feature: string, place: Place) {
    super(feature);
    this.feature = feature;
    this.place = place;
  }
}

/** The rule as written, but with published names for our own, and without what is ours alone. */
export function publishedRule(rule: Rule, written: Yaml): Published {
  return published(written, (key, value) => {
    if (key === 'detection') return detections(value, namesFor(rule.logsource));
    return undefined;
  });
}

/** A filter, which names fields as rules do. */
export const publishedFilter = (filter: Filter, written: Yaml): Published =>
  published(written, (key, value) =>
    key === 'filter' ? detections(value, namesFor(filter.logsource)) : undefined,
  );

/** @param rule - one that the correlation is made of: fields are named in its words */
export function publishedCorrelation(rule: Rule | undefined, written: Yaml): Published {
  const names = rule === undefined ? {} : namesFor(rule.logsource);
  return published(written, (key, value) => (key === 'correlation' ? correlated(value, names) : undefined));
} // prettier-ignore

type Plain =
  string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

function published(written: Yaml, change: (key: string, value: Yaml) => Plain | undefined): Published {
  if (written.kind !== 'map') return { kind: 'none', feature: 'rule', place: written.place };
  try {
    const entries = written.entries
      .filter(({ key }) => key !== 'konseki')
      .map(({ key, value }) => [key, change(key, value) ?? plain(value)] as const);
    return { kind: 'sigma', text: stringify(Object.fromEntries(entries), { lineWidth: 0, aliasDuplicateObjects: false }) }; // prettier-ignore
  } catch (error) {
    if (error instanceof NoName)
      return { kind: 'none', feature: error.feature, place: error.place };
    throw error;
  }
} // prettier-ignore

type Names = Readonly<Record<string, PublishedName>>;

function namesFor(logsource: LogSource): Names {
  const services = publishedNames[productOf(logsource) ?? ''] ?? {};
  return services[logsource.service?.toLowerCase() ?? ''] ?? services[''] ?? {};
}

/** Scalars as YAML would read them back: text that looks like a number is quoted again. */
function plain(value: Yaml): Plain {
  switch (value.kind) {
    case 'list':
      return value.items.map(plain);
    case 'map':
      return Object.fromEntries(value.entries.map((entry) => [entry.key, plain(entry.value)]));
    case 'scalar':
      switch (value.sort) {
        case 'null':
          return null;
        case 'boolean':
          return value.text.toLowerCase() === 'true';
        case 'number':
          return Number(value.text);
        case 'text':
          return value.text;
      }
  }
}

function detections(value: Yaml, names: Names): Plain {
  if (value.kind !== 'map') return plain(value);
  return Object.fromEntries(
    value.entries.map(({ key, value: inside }) => [
      key,
      key === 'condition' ? plain(inside) : detection(inside, names),
    ]),
  );
}

function detection(value: Yaml, names: Names): Plain {
  switch (value.kind) {
    case 'scalar':
      return plain(value);
    case 'list':
      return value.items.map((item) => detection(item, names));
    case 'map':
      return fieldsOf(value, names);
  }
}

function fieldsOf({ entries }: YamlMap, names: Names): Plain {
  const taken = new Set<string>();
  return Object.fromEntries(
    entries.map((entry) => {
      const [key, value] = fieldOf(entry, names);
      // Two of our names may be one of theirs: in one map both must hold, which a map cannot say.
      if (taken.has(key.toLowerCase())) throw new NoName(entry.key, entry.place);
      taken.add(key.toLowerCase());
      return [key, value];
    }),
  );
}

function fieldOf({ key, value, place }: YamlEntry, names: Names): readonly [string, Plain] {
  const [field = '', ...modifiers] = key.split('|');
  const lower = field.trim().toLowerCase();
  if (!fieldColumns.has(lower) || field !== lower) return [key, plain(value)];
  const found = names[lower];
  if (found === undefined) throw new NoName(field, place);
  if (found.values === undefined) return [[found.name, ...modifiers].join('|'), plain(value)];
  if (modifiers.length > 0) throw new NoName(key, place);
  const theirs = (value.kind === 'list' ? value.items : [value]).flatMap((item) => {
    const said = item.kind === 'scalar' ? found.values?.[item.text.toLowerCase()] : undefined;
    if (said === undefined) throw new NoName(`${field}: ${item.kind === 'scalar' ? item.text : item.kind}`, item.place); // prettier-ignore
    return [...said];
  });
  const [only, ...more] = theirs;
  if (only === undefined) throw new NoName(key, place);
  if (found.exists === true) return [`${found.name}|exists`, true];
  return [found.name, more.length === 0 ? only : theirs];
}

function correlated(value: Yaml, names: Names): Plain {
  if (value.kind !== 'map') return plain(value);
  const name = (text: Yaml): Plain => {
    if (text.kind !== 'scalar') return plain(text);
    const lower = text.text.toLowerCase();
    if (!fieldColumns.has(lower) || lower !== text.text) return text.text;
    const found = names[lower];
    if (found === undefined) throw new NoName(text.text, text.place);
    return found.name;
  };
  const aliases = value.entries.find(({ key }) => key === 'aliases')?.value;
  const own = new Set(aliases?.kind === 'map' ? aliases.entries.map(({ key }) => key) : []);
  const renamed = (text: Yaml): Plain =>
    text.kind === 'scalar' && own.has(text.text) ? text.text : name(text);
  return Object.fromEntries(
    value.entries.map(({ key, value: inside }) => {
      if (key === 'group-by') return [key, inside.kind === 'list' ? inside.items.map(renamed) : renamed(inside)]; // prettier-ignore
      if (key === 'condition' && inside.kind === 'map') return [key, Object.fromEntries(inside.entries.map((entry) => [entry.key, entry.key === 'field' ? renamed(entry.value) : plain(entry.value)]))]; // prettier-ignore
      return [key, plain(inside)];
    }),
  );
}
