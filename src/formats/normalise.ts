import { createHash } from 'node:crypto';
import { Allow, parse as parsePartial } from 'partial-json';
import type { ColumnName, ColumnValue, Normalised } from '../model/event.js';
import { columnNames } from '../model/event.js';
import type { Fields, ReadRecord } from '../read/record.js';
import type { CompiledCell, Format } from './format.js';
import { fieldKey, follow, isObject, leafText, valueAt } from './path.js';
import type { Path } from './path.js';

/** What a record became. `raw` and `envelope` are JSON text; see `Format.body`. */
export interface NormalisedRecord {
  readonly kind: 'event';
  readonly values: Normalised;
  readonly raw: string;
  readonly envelope: string | null;
  /** Why the event is not whole, where it is not. */
  readonly damage: string | null;
}

/** A record in which neither an id nor a time nor an operation can be read. */
export interface Unreadable {
  readonly kind: 'unreadable';
  readonly reason: string;
}

interface Opened {
  readonly record: unknown;
  readonly raw: string;
  readonly envelope: Fields | null;
  readonly damage: string | null;
}

/**
 * The reference: a format's table interpreted record by record. The fast path (compile.ts) is made
 * from the same table, and agrees with this on every record it keeps.
 */
export function normalise(
  format: Format,
  item: ReadRecord,
  file: string,
): NormalisedRecord | Unreadable {
  const opened = open(format, item);
  const values: Record<ColumnName, ColumnValue> = { ...nothing };
  for (const [column, cells] of format.cells)
    values[column] = firstValue(cells, opened.record, item.fields, file);

  if (values.event_id === null && values.time === null && values.operation === null)
    return {
      kind: 'unreadable',
      reason: opened.damage ?? 'neither an id nor a time nor an operation can be read in it',
    };
  const damages = [item.damage, opened.damage];
  if (values.time === null) damages.push('no time can be read in it');
  values.event_id ??= hashId(opened);
  const damage = damages.filter((text) => text !== undefined && text !== null).join('; ');
  return {
    kind: 'event',
    values,
    raw: opened.raw,
    envelope: opened.envelope === null ? null : JSON.stringify(opened.envelope),
    damage: damage === '' ? null : damage,
  };
}

/** Of everything that stands there: rows whose records are cut alike differ in what is around them. */
function hashId({ raw, envelope }: Opened): string {
  const whole = createHash('sha256').update(raw).update(JSON.stringify(envelope));
  return `h-${whole.digest('hex').slice(0, 32)}`;
}

const nothing = Object.fromEntries(columnNames.map((name) => [name, null])) as Record<
  ColumnName,
  ColumnValue
>;

function firstValue(
  cells: readonly CompiledCell[],
  record: unknown,
  envelope: Fields,
  file: string,
): ColumnValue {
  for (const { paths, conversion } of cells) {
    const value = conversion.js(paths.map((path) => find(path, record, envelope, file)));
    if (value !== null) return value;
  }
  return null;
}

function find(path: Path, record: unknown, envelope: Fields, file: string): string | null {
  switch (path.root) {
    case 'file':
      return file;
    case 'envelope':
      return leafText(follow(envelope, path.steps));
    case 'record':
      return leafText(follow(record, path.steps));
  }
}

function open(format: Format, item: ReadRecord): Opened {
  if (format.body === undefined)
    return {
      record: item.fields,
      raw: item.text ?? JSON.stringify(item.fields),
      envelope: null,
      damage: null,
    };
  const keys = bodyKeys(format);
  const body = keys.reduce<unknown>(
    (value, names) => valueAt(value, names[0] ?? '', names),
    item.fields,
  );
  const around = without(item.fields, keys);
  if (typeof body !== 'string')
    return {
      record: body,
      raw: JSON.stringify(body ?? null),
      envelope: withoutRepeats(format, around, body),
      damage: body === undefined || body === null ? `no ${format.body} in it` : null,
    };
  try {
    const record = JSON.parse(body) as unknown;
    return { record, raw: body, envelope: withoutRepeats(format, around, record), damage: null };
  } catch {
    return {
      record: salvage(body),
      raw: body,
      envelope: around,
      damage:
        body.trim() === ''
          ? `${format.body} is empty`
          : `${format.body} is cut or damaged (${body.length} characters)`,
    };
  }
}

/** The envelope with null for what the record itself says (`FormatTable.repeats`). */
function withoutRepeats(format: Format, envelope: Fields, record: unknown): Fields {
  if (format.repeats === undefined || !isObject(record)) return envelope;
  const repeated = new Map(
    Object.entries(format.repeats).map(([field, key]) => [fieldKey(field), leafText(record[key])]),
  );
  return Object.fromEntries(
    Object.entries(envelope).map(([name, value]) => [
      name,
      value !== '' && repeated.get(fieldKey(name)) === value ? null : value,
    ]),
  );
}

/** A stored envelope with what it left out put back from the record; undefined where there is none. */
export function wholeEnvelope(
  format: Format | undefined,
  envelope: string | null,
  raw: string,
): Fields | undefined {
  if (envelope === null) return undefined;
  const stored = JSON.parse(envelope) as Fields;
  if (format?.repeats === undefined) return stored;
  const repeats = new Map(
    Object.entries(format.repeats).map(([field, key]) => [fieldKey(field), key]),
  );
  let record: unknown;
  try {
    record = JSON.parse(raw);
  } catch {
    return stored;
  }
  return Object.fromEntries(
    Object.entries(stored).map(([name, value]) => {
      const key = repeats.get(fieldKey(name));
      return [
        name,
        value === null && key !== undefined && isObject(record) ? leafText(record[key]) : value,
      ];
    }),
  );
}

/** The keys on the way to the body, each with the other names it may have. */
export function bodyKeys(format: Format): readonly (readonly string[])[] {
  return (format.body ?? '')
    .split('.')
    .map((key) => [key, ...(format.aliases?.[key] ?? []).map(fieldKey)]);
}

/** The fields without the one that the keys lead to; siblings on the way are kept. */
function without(fields: Fields, [names = [], ...rest]: readonly (readonly string[])[]): Fields {
  const keys = new Set(names.map(fieldKey));
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]): [string, unknown][] => {
      if (!keys.has(fieldKey(name))) return [[name, value]];
      return rest.length > 0 && isObject(value) ? [[name, without(value, rest)]] : [];
    }),
  );
}

/** What can be read of JSON that is cut: everything complete before the cut, nothing half read. */
export function salvage(text: string): unknown {
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    return parsePartial(text, Allow.OBJ | Allow.ARR) as unknown;
  } catch {
    return undefined;
  }
}
