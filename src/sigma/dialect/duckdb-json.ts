import type { FieldStep } from '../field.js';
import { fold } from '../values.js';
import type { Binder, Dialect } from './dialect.js';

/*
 * Values inside a record's JSON (sigma/values.ts 3 and 13). A place is a JSON value, a set of places a
 * list of them; NULL is no place. Only the record itself may be no JSON: TRY takes it for NULL, at no
 * cost where it is JSON (json_valid would parse it a second time).
 *
 * Members are found by JSON pointer, which takes any name; in a path (`$."…"`) a `*` is a wildcard and a
 * quotation mark an error.
 */
export const duckdbValues: Pick<Dialect, 'rawValues' | 'keywordTexts'> = {
  rawValues: (raw, steps, whole, binder) => {
    const places = placesOf(raw, steps, binder);
    const place = binder.name();
    if (whole) return `list_transform(${places}, lambda ${place}: ${text(place)})`;
    const item = binder.name();
    return (
      `flatten(list_transform(${places}, lambda ${place}: CASE json_type(${place}) ` +
      `WHEN 'ARRAY' THEN list_transform(${items(place)}, lambda ${item}: ${text(item)}) ELSE [${text(place)}] END))`
    );
  },

  keywordTexts: (raw, subject) =>
    `[${raw}, CASE WHEN contains(${raw}, '\\') ` +
    `THEN regexp_replace(TRY(json(${raw}))::VARCHAR, '\\\\(["\\\\])', '\\1', 'g') END, ${subject}]`,
};

const text = (place: string): string => `json_extract_string(${place}, '$')`;
const items = (place: string): string => `json_extract(${place}, '$[*]')`;
const itemsOrItself = (place: string): string =>
  `CASE json_type(${place}) WHEN 'ARRAY' THEN ${items(place)} ELSE [${place}] END`;

function placesOf(raw: string, steps: readonly FieldStep[], binder: Binder): string {
  const [first, ...rest] = steps;
  const start =
    first?.kind === 'key'
      ? ofRecord(raw, first.key, binder)
      : first === undefined
        ? whole(raw)
        : step(whole(raw), first, binder);
  return rest.reduce((places, next) => step(places, next, binder), start);
}

const whole = (raw: string): string => `[TRY(json(${raw}))]`;

/**
 * The first key, without a copy of the record. Only where there is no member of exactly that name and
 * the record's text has the name in it at all are the members' names listed.
 */
function ofRecord(raw: string, key: string, binder: Binder): string {
  const exact = `TRY(json_extract(${raw}, ${binder.value(pointer(key))}))`;
  const slow = `TRY(${anyCase(raw, key, binder)})`;
  const quoted = `"${fold(key)}"`;
  // A name with signs that JSON may write as escapes cannot be found by its text.
  const escapable = JSON.stringify(fold(key)) !== quoted || key.includes('/');
  const guarded = escapable
    ? slow
    : `CASE WHEN contains(lower(${raw}), ${binder.value(quoted)}) OR contains(${raw}, '\\u') THEN ${slow} END`;
  return (
    `CASE WHEN regexp_matches(${raw}, '^[ \\t\\r\\n]*\\[') THEN ${step(whole(raw), { kind: 'key', key }, binder)} ` +
    `ELSE [coalesce(${exact}, ${guarded})] END`
  );
}

function step(places: string, next: FieldStep, binder: Binder): string {
  const place = binder.name();
  switch (next.kind) {
    case 'key': {
      const item = binder.name();
      const member = memberOf(item, next.key, binder);
      return (
        `flatten(list_transform(${places}, lambda ${place}: ` +
        `list_transform(${itemsOrItself(place)}, lambda ${item}: ${member})))`
      );
    }
    case 'where': {
      const item = binder.name();
      const member = memberOf(item, next.key, binder);
      return (
        `flatten(list_transform(${places}, lambda ${place}: list_filter(${itemsOrItself(place)}, ` +
        `lambda ${item}: lower(${text(member)}) = ${binder.value(fold(next.equals))})))`
      );
    }
    case 'parse':
      return (
        `list_transform(${places}, lambda ${place}: CASE json_type(${place}) WHEN 'VARCHAR' ` +
        `THEN CASE WHEN json_valid(${text(place)}) THEN json(${text(place)}) END ELSE ${place} END)`
      );
  }
}

/** The member of exactly that name, or else the first whose name differs only in case. */
function memberOf(place: string, key: string, binder: Binder): string {
  const member = `coalesce(json_extract(${place}, ${binder.value(pointer(key))}), ${anyCase(place, key, binder)})`;
  // Of a list, such a pointer is an item.
  return /^(?:\d+|-)$/.test(key)
    ? `CASE json_type(${place}) WHEN 'OBJECT' THEN ${member} END`
    : member;
}

function anyCase(place: string, key: string, binder: Binder): string {
  const name = binder.name();
  const first = `list_filter(json_keys(${place}), lambda ${name}: lower(${name}) = ${binder.value(fold(key))})[1]`;
  return `json_extract(${place}, '/' || replace(replace(${first}, '~', '~0'), '/', '~1'))`;
}

const pointer = (key: string): string => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
