/**
 * Where a value sits in a record, as a short text that a table can hold.
 *
 * ```text
 * CreationTime                              a key
 * AppAccessContext.AADSessionId             a key in an object
 * DeviceProperties[Name=SessionId].Value    the first object of a list whose Name is "SessionId"
 * Folders[0].Path                           the first object of a list
 * DeviceDetail{}.browser                    the value is JSON text (or already an object): go on inside
 * ^CreationDate                             the row around the record (its envelope)
 * @file                                     the name of the evidence file
 * "TimeGenerated [UTC]"                     a key with one of the signs . [ ] { } ^ @ in it
 * ```
 *
 * Keys are compared exactly first, then as `fieldKey` folds them: exporters differ.
 */
export interface Path {
  readonly text: string;
  readonly root: 'record' | 'envelope' | 'file';
  readonly steps: readonly Step[];
}

export type Step =
  | {
      readonly kind: 'key';
      readonly key: string;
      /** Other names of the same field (older exports, other languages), as `fieldKey` gives them. */
      readonly also?: readonly string[];
    }
  | { readonly kind: 'where'; readonly key: string; readonly equals: string }
  | { readonly kind: 'item'; readonly index: number }
  | { readonly kind: 'parse' };

const token = /"([^"]+)"|\[([^\]=]+)=([^\]]+)\]|\[(\d+)\]|(\{\})|(\.)|((?:[^.[\]{}"])+)/y;

/** @throws Error when the text is not a path: a mistake in a format table, found when it is loaded. */
export function parsePath(text: string): Path {
  if (text === '@file') return { text, root: 'file', steps: [] };
  const root = text.startsWith('^') ? 'envelope' : 'record';
  const steps: Step[] = [];
  token.lastIndex = root === 'envelope' ? 1 : 0;
  /** A key stands at the start or after a dot, and a dot before a key. */
  let keyDue = true;
  while (token.lastIndex < text.length) {
    const match = token.exec(text);
    const isKey = match?.[1] !== undefined || match?.[7] !== undefined;
    if (match === null || isKey !== keyDue) throw new Error(`not a path: ${text}`);
    const [, quoted, whereKey, whereValue, index, parse, dot, plain] = match;
    keyDue = dot !== undefined;
    if (whereKey !== undefined && whereValue !== undefined)
      steps.push({ kind: 'where', key: whereKey, equals: whereValue });
    else if (index !== undefined) steps.push({ kind: 'item', index: Number(index) });
    else if (parse !== undefined) steps.push({ kind: 'parse' });
    else if (dot === undefined) steps.push({ kind: 'key', key: quoted ?? plain ?? '' });
  }
  if (keyDue) throw new Error(`a path starts and ends with a key: ${text}`);
  return { text, root, steps };
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const keyMemo = new Map<string, string>();

/**
 * How field names are compared: width and compatibility forms folded (NFKC), blanks at the ends
 * dropped and runs of them made one, case ignored. `Application ID ` is `application id`,
 * `Autonomous system  number` is `autonomous system number`.
 */
export function fieldKey(name: string): string {
  const known = keyMemo.get(name);
  if (known !== undefined) return known;
  // Names can come from the evidence: the memo is bounded.
  if (keyMemo.size > 20_000) keyMemo.clear();
  const key = name.normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase();
  keyMemo.set(name, key);
  return key;
}

const folded = new WeakMap<object, ReadonlyMap<string, unknown>>();

const psObject = /^@\{([^]*)\}$/;

/**
 * The fields of an object that PowerShell wrote as text (`@{Name=SessionId; Value=e55a…}`: Export-Csv,
 * or ConvertTo-Json beyond its depth). Undefined where one name comes twice: a value says `; x=` then,
 * and which is which cannot be told.
 */
function powershellFields(text: string): Readonly<Record<string, string>> | undefined {
  const inside = psObject.exec(text)?.[1];
  if (inside === undefined || inside === '') return undefined;
  const pairs = inside.split(/; (?=[\w@.-]+=)/).map((pair): [string, string] => {
    const at = pair.indexOf('=');
    return [pair.slice(0, Math.max(at, 0)), pair.slice(at + 1)];
  });
  const fields = new Map(pairs);
  return fields.size === pairs.length ? Object.fromEntries(fields) : undefined;
}

/** The value under a key: exactly written, or else the same `fieldKey`, or one of `also`. */
export function valueAt(container: unknown, key: string, also: readonly string[] = []): unknown {
  if (typeof container === 'string' && container.startsWith('@{'))
    return valueAt(powershellFields(container), key, also);
  if (!isObject(container)) return undefined;
  if (Object.hasOwn(container, key)) return container[key];
  let byKey = folded.get(container);
  if (byKey === undefined) {
    const map = new Map<string, unknown>();
    for (const [name, value] of Object.entries(container)) {
      const folding = fieldKey(name);
      if (!map.has(folding)) map.set(folding, value);
    }
    byKey = map;
    folded.set(container, byKey);
  }
  const same = byKey.get(fieldKey(key));
  if (same !== undefined) return same;
  for (const other of also) {
    const value = byKey.get(other);
    if (value !== undefined) return value;
  }
  return undefined;
}

/**
 * A leaf as text: strings as they are, other scalars printed, objects as JSON, nothing as null.
 * Control characters in such JSON are escaped in upper case, as DuckDB writes them.
 */
export function leafText(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return value;
  const text = JSON.stringify(value);
  return text.includes('\\u00')
    ? text.replace(/\\(?:\\|u00[01][0-9a-f])/g, (escape) =>
        escape === '\\\\' ? escape : `\\u${escape.slice(2).toUpperCase()}`,
      )
    : text;
}

function parseObject(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (value.startsWith('@{')) return value;
  const first = value.trimStart()[0];
  if (first !== '{' && first !== '[') return undefined;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return undefined;
  }
}

/** Follows the steps from a value; `undefined` as soon as one leads nowhere. */
export function follow(start: unknown, steps: readonly Step[]): unknown {
  let value = start;
  for (const step of steps) {
    switch (step.kind) {
      case 'key':
        value = valueAt(value, step.key, step.also);
        break;
      case 'item':
        value = Array.isArray(value) ? (value as readonly unknown[])[step.index] : undefined;
        break;
      case 'where':
        value = Array.isArray(value)
          ? (value as readonly unknown[]).find(
              (item) => leafText(valueAt(item, step.key)) === step.equals,
            )
          : undefined;
        break;
      case 'parse':
        value = parseObject(value);
        break;
    }
    if (value === undefined || value === null) return undefined;
  }
  return value;
}
