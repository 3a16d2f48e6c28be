import { fieldKey, parsePath } from '../formats/path.js';
import type { Source } from '../model/event.js';
import { eventColumns } from '../model/event.js';
import type { Accessor, FieldMap, FieldStep } from './field.js';
import { auditTable } from './field-audit-table.js';
import { commonFields } from './field-common-table.js';
import { otherTables } from './field-other-table.js';
import { signInTable } from './field-signin-table.js';
import { ualTables } from './field-ual-table.js';
import type { FieldTable, NamedList, NamedObject } from './field-words.js';
import { any, column, operation, raw } from './field-words.js';
import { productOf } from './log-source.js';
import type { LogSource } from './rule.js';

/** Columns of `event_view` beside those of the event schema. */
const viewColumns = [
  'source',
  'format',
  'log_country',
  'as_org',
  'ip_kind',
  'agent_kind',
  'session',
  'link',
  'evidence_id',
  'record_no',
  'damaged',
  'damage',
] as const;

/** Every column that a rule may name. */
export const fieldColumns: ReadonlySet<string> = new Set([
  ...Object.keys(eventColumns),
  ...viewColumns,
]);

/** How a name came to its accessors: what is known of it, or the path it spells. */
export interface Resolved {
  readonly accessors: readonly Accessor[];
  readonly by: 'column' | 'table' | 'list' | 'path';
}

export interface KnownFieldMap extends FieldMap {
  explain(field: string, source: Source): Resolved;
}

interface Names {
  readonly entries: ReadonlyMap<string, readonly Accessor[]>;
  readonly lists: readonly (NamedList & { readonly prefix: string })[];
  readonly objects: readonly (NamedObject & { readonly prefix: string })[];
  readonly dotted: NamedList | undefined;
}

function namesOf(table: FieldTable): Names {
  const entries = new Map<string, readonly Accessor[]>();
  for (const { names, at } of [...table.fields, ...commonFields])
    for (const name of names) if (!entries.has(fieldKey(name))) entries.set(fieldKey(name), at);
  return {
    entries,
    lists: prefixed(table.lists ?? []),
    objects: prefixed(table.objects ?? []),
    dotted: table.dotted,
  };
}

/** By each name, the longest first. */
function prefixed<T extends { readonly names: readonly string[] }>(
  all: readonly T[],
): readonly (T & { readonly prefix: string })[] {
  return all
    .flatMap((one) => one.names.map((name) => ({ ...one, prefix: `${fieldKey(name)}.` })))
    .sort((one, other) => other.prefix.length - one.prefix.length);
}

const ualNames = {
  audit: namesOf(ualTables.audit),
  alerts: namesOf(ualTables.alerts),
  directory: namesOf(ualTables.directory),
  logon: namesOf(ualTables.logon),
};
const otherNames = new Map(
  [signInTable, auditTable, ...otherTables].map((table) => [table.source, namesOf(table)]),
);

const alertServices: ReadonlySet<string> = new Set([
  'threat_management',
  'threat_detection',
  'microsoft365portal',
]);

/** Whose words a rule for this log source speaks, where it looks at the unified audit log. */
function ualNamesFor(logsource: LogSource | undefined): Names {
  const service = logsource?.service?.toLowerCase() ?? '';
  if (logsource !== undefined && productOf(logsource) === 'azure')
    return /sign-?in|^azuread$/.test(service) ? ualNames.logon : ualNames.directory;
  return alertServices.has(service) ? ualNames.alerts : ualNames.audit;
}

/**
 * What the field names of a rule for that log source mean. Names are compared without regard to case, width
 * and blanks around them. First the columns of `event_view`, then the tables (docs/sigma.md), then the path
 * that the name spells.
 */
export function fieldMap(logsource?: LogSource): KnownFieldMap {
  const memo = new Map<string, Resolved>();
  const explain = (field: string, source: Source): Resolved => {
    const key = `${source} ${fieldKey(field)}`;
    const known = memo.get(key);
    if (known !== undefined) return known;
    const names = source === 'ual' ? ualNamesFor(logsource) : otherNames.get(source);
    const found = find(field, source, names);
    memo.set(key, found);
    return found;
  };
  return { explain, resolve: (field, source) => explain(field, source).accessors };
}

function find(name: string, source: Source, names: Names | undefined): Resolved {
  const key = fieldKey(name);
  const entry = names?.entries.get(key);
  // A record's own field called `Source` is in the table; `operation` has a form of its own.
  if (key === 'operation' && entry === undefined) return { accessors: [operation], by: 'column' };
  if (fieldColumns.has(key) && entry === undefined)
    return { accessors: [column(key)], by: 'column' };
  if (entry !== undefined) return { accessors: entry, by: 'table' };
  const paths = spelled(name, source);
  const list = names?.lists.find(({ prefix }) => key.startsWith(prefix));
  if (list !== undefined)
    return { accessors: [...inList(list, restOf(name, list.prefix)), ...paths], by: 'list' };
  const object = names?.objects.find(({ prefix }) => key.startsWith(prefix));
  if (object !== undefined)
    return { accessors: [...inObject(object, restOf(name, object.prefix)), ...paths], by: 'list' };
  const dotted = name.includes('.') ? names?.dotted : undefined;
  const among = dotted === undefined ? [] : inList(dotted, name.trim());
  return { accessors: [...paths, ...among], by: 'path' };
}

const restOf = (name: string, prefix: string): string => name.trim().slice(prefix.length);

function inObject(object: NamedObject, rest: string): readonly Accessor[] {
  return object.at.flatMap((path): Accessor[] => {
    const at = raw(`${path}.x`).steps.slice(0, -1);
    const nested: Accessor = { kind: 'raw', steps: [...at, ...stepsOf(rest)] };
    // A claim's name is an address, with dots.
    const single: Accessor = { kind: 'raw', steps: [...at, { kind: 'key', key: rest }] };
    return rest.includes('.') ? [single, nested] : [single];
  });
}

/** `<list>.X`, `<list>.X.NewValue`: by name in the list. */
function inList(list: NamedList, rest: string): readonly Accessor[] {
  const lower = rest.toLowerCase();
  const ending = list.values.find((value) => lower.endsWith(`.${value.toLowerCase()}`));
  const name = ending === undefined ? rest : rest.slice(0, -ending.length - 1);
  const value = ending ?? list.values[0] ?? '';
  const otherwise = list.otherwise === undefined ? [] : [any(...list.otherwise)];
  const named = list.at.flatMap((path): Accessor[] => {
    const at = raw(`${path}{}`);
    const steps: readonly FieldStep[] = [
      ...at.steps,
      { kind: 'where', key: list.key, equals: name },
      { kind: 'key', key: value },
    ];
    const plain: Accessor = { kind: 'raw', steps };
    if (list.json !== true) return [plain];
    return [any({ kind: 'raw', steps: [...steps, { kind: 'parse' }] }, { kind: 'raw', steps })];
  });
  return [...named, ...otherwise];
}

/** The path that a name spells, nested or as the one key of a flat row; text on the way is read as JSON. */
function spelled(name: string, source: Source): readonly Accessor[] {
  const text = name.trim();
  if (/["[\]{}]/.test(text)) {
    try {
      return [raw(parsePath(text).text)];
    } catch {
      return [{ kind: 'raw', steps: [{ kind: 'key', key: text }] }];
    }
  }
  const paths = [text];
  // Diagnostic settings: `raw` is what stands under `properties` of sign-ins and audits, the whole elsewhere.
  if (/^properties\./i.test(text)) paths.push(text.slice('properties.'.length));
  else if (underProperties.has(source)) paths.push(`properties.${text}`);
  const nested = paths.map((path): Accessor => ({ kind: 'raw', steps: stepsOf(path) }));
  if (!text.includes('.')) return nested;
  return [...nested, { kind: 'raw', steps: [{ kind: 'key', key: text }] }];
}

const underProperties: ReadonlySet<Source> = new Set([
  'risk_detection',
  'graph_activity',
  'azure_activity',
]);

function stepsOf(path: string): readonly FieldStep[] {
  const keys = path.split('.').filter((key) => key !== '');
  return (keys.length === 0 ? [path] : keys).flatMap((key, at): FieldStep[] =>
    at === 0 ? [{ kind: 'key', key }] : [{ kind: 'parse' }, { kind: 'key', key }],
  );
}

/** Names of the vocabulary for a log, as written in the tables: for docs, completion and `rules check`. */
export function knownNames(source: Source, logsource?: LogSource): readonly string[] {
  const names = source === 'ual' ? ualNamesFor(logsource) : otherNames.get(source);
  return names === undefined ? [] : [...names.entries.keys()];
}
