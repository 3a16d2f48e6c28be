/** Reading of records whose shape differs between exporters: keys in any case, JSON inside of text. */

/** A parsed JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The text as JSON; undefined where it is none. */
export function parsed(text: string): Json | undefined {
  try {
    // JSON.parse gives exactly the values of Json.
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** The value itself, or what is in it when it is JSON text of a list or an object. */
export function opened(value: Json | undefined): Json | undefined {
  if (typeof value !== 'string') return value;
  const start = value.trimStart()[0];
  if (start !== '{' && start !== '[') return value;
  return parsed(value) ?? value;
}

/** A member of an object: the exact name first, then without regard to case. */
export function member(of: Json | undefined, ...names: readonly string[]): Json | undefined {
  const object = opened(of);
  if (!isObject(object)) return undefined;
  for (const name of names) {
    const exact = object[name];
    if (exact !== undefined && exact !== null && exact !== '') return exact;
    const wanted = name.toLowerCase();
    for (const [key, value] of Object.entries(object))
      if (key.toLowerCase() === wanted && value !== undefined && value !== null && value !== '')
        return value;
  }
  return undefined;
}

/** The items of a list, or of JSON text of one; an object alone is a list of itself. */
export function items(value: Json | undefined): readonly Json[] {
  const list = opened(value);
  if (Array.isArray(list)) return list as readonly Json[];
  return isObject(list) ? [list] : [];
}

/** A text, number or boolean as text; undefined for the others and for blank text. */
export function text(value: Json | undefined): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  return value.trim();
}

/**
 * A value of modified properties as a person would write it. The logs wrap it: `"\"All\""`, `["All"]` and
 * `[\r\n  "All"\r\n]` are all `All`; an empty list or empty quotes are nothing.
 */
export function plain(value: Json | undefined): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') {
    if (Array.isArray(value)) {
      if (value.length === 0) return undefined;
      if (value.length === 1) return plain((value as readonly Json[])[0]);
    }
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  }
  const trimmed = value.trim();
  if (trimmed === '') return undefined;
  const first = trimmed[0] ?? '';
  if (first !== '"' && first !== '[') return trimmed;
  const inside = parsed(trimmed);
  if (inside === undefined || inside === null) return trimmed;
  if (typeof inside === 'string') return plain(inside);
  if (Array.isArray(inside)) {
    const list = inside as readonly Json[];
    if (list.length === 0) return undefined;
    if (list.length === 1 && typeof list[0] !== 'object') return plain(list[0]);
  }
  return trimmed;
}

/** The same as a list: of `["a","b"]` both; text alone is one item. */
export function plainItems(value: string | undefined): readonly Json[] {
  if (value === undefined) return [];
  const inside = opened(value);
  if (Array.isArray(inside)) return inside as readonly Json[];
  return inside === undefined ? [] : [inside];
}
