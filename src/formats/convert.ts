import { createHash } from 'node:crypto';
import type { ColumnName, ColumnValue } from '../model/event.js';
import { eventColumns } from '../model/event.js';
import { canonicalIpv6, fourPattern, ipv6Pattern, parseAddress, sixPattern } from './address.js';
import { canonicalToken, isGuid, noToken, tokenFromGuid } from './ids.js';
import type { DateOrder } from './time.js';
import { parseLocal, parseUtc } from './time.js';

/** A value as found: text, or null where the path leads nowhere. */
export type Found = string | null;

/**
 * A small named step from what a record says to what a column holds. `js` is the meaning; `sql`
 * is the same in DuckDB for the fast path, over the SQL expressions of the found values (VARCHAR
 * or NULL). A conversion without `sql` sends its format down the JS path, unless its column is one
 * the fast path hands to the JS path when it is NULL (see `guarded` in compile.ts).
 */
export interface Conversion {
  readonly name: string;
  readonly js: (found: readonly Found[]) => ColumnValue;
  readonly sql?: (found: readonly string[]) => string;
  /** `sql` is NULL for some values that `js` reads: only for the guarded columns. */
  readonly saysLess?: true;
  /**
   * Completes what SQL cannot do: applied once to each distinct value that `when` selects.
   * `js(x) === finish.js(sql(x))` must hold for every x.
   */
  readonly finish?: {
    readonly when: (value: string) => string;
    readonly js: (value: string) => Found;
  };
}

/** What JS's `\s` and DuckDB must agree on to be trimmed. */
const blanks = ' \t\r\n';

/**
 * The value without blanks around it, NULL when nothing is left. Most values have none, and a trim
 * costs ten times a comparison: `<= '!'` holds for what is empty or starts with a blank.
 */
export const trimSql = (value: string): string =>
  `CASE WHEN ${value} <= '!' OR suffix(${value}, ' ') OR suffix(${value}, e'\\n') OR suffix(${value}, e'\\r') OR suffix(${value}, e'\\t') ` +
  `THEN nullif(trim(${value}, e' \\t\\r\\n'), '') ELSE ${value} END`;

/** The same in JS: null when nothing is left. */
export function trimmed(found: Found | undefined): Found {
  if (found === null || found === undefined) return null;
  let start = 0;
  let end = found.length;
  while (start < end && blanks.includes(found[start] ?? '')) start++;
  while (end > start && blanks.includes(found[end - 1] ?? '')) end--;
  return start === end ? null : found.slice(start, end);
}

/**
 * Lower case, each character by itself as DuckDB's `lower` has it: no final sigma, and `İ` is `i`.
 */
export function lowerCase(text: string): string {
  // eslint-disable-next-line no-control-regex -- ASCII is what this asks for
  if (/^[\u0000-\u007f]*$/.test(text)) return text.toLowerCase();
  return Array.from(text, (sign) => (sign === '\u0130' ? 'i' : sign.toLowerCase())).join('');
}

/** A text literal in SQL. Only for constants of the tables, never for what a log holds. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

export const guidPattern =
  '[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}';
const noId = '00000000-0000-0000-0000-000000000000';

/** As it stands, without blanks around it. */
export const text: Conversion = {
  name: 'text',
  js: ([found]) => trimmed(found),
  sql: ([found = 'NULL']) => trimSql(found),
};

/**
 * An event's id as it stands. Not an object or a list (other products nest theirs), and not the zero
 * GUID, which anonymised and failed exports write in every record: those are no ids.
 */
export const plainId: Conversion = {
  name: 'plainId',
  js: (found) => {
    const value = text.js(found);
    return typeof value === 'string' && (/^[[{]/.test(value) || value === noId) ? null : value;
  },
  sql: ([found = 'NULL']) => {
    const value = trimSql(found);
    return `CASE WHEN prefix(${value}, '{') OR prefix(${value}, '[') THEN NULL ELSE nullif(${value}, '${noId}') END`;
  },
};

/** Lower case: user names and other ids that are compared without regard to case. */
export const lower: Conversion = {
  name: 'lower',
  js: ([found]) => {
    const value = trimmed(found);
    return value === null ? null : lowerCase(value);
  },
  sql: ([found = 'NULL']) => `lower(${trimSql(found)})`,
};

/** A GUID or other id in lower case; the zero GUID is no id. */
export const id: Conversion = {
  name: 'id',
  js: (found) => {
    const value = lower.js(found);
    return value === noId ? null : value;
  },
  sql: ([found = 'NULL']) => `nullif(lower(${trimSql(found)}), '${noId}')`,
};

/** A GUID in lower case; null for anything else. */
export const guidOnly: Conversion = {
  name: 'guidOnly',
  js: (found) => {
    const value = id.js(found);
    return typeof value === 'string' && isGuid(value) ? value : null;
  },
  sql: ([found = 'NULL']) =>
    `nullif(lower(nullif(regexp_extract(${trimSql(found)}, '^${guidPattern}$'), '')), '${noId}')`,
};

/** Upper case, for codes: what has letters beyond ASCII is none, and stays as it is. */
export const upper: Conversion = {
  name: 'upper',
  js: ([found]) => {
    const value = trimmed(found);
    // eslint-disable-next-line no-control-regex -- ASCII is what this asks for
    return value !== null && /^[\u0000-\u007f]*$/.test(value) ? value.toUpperCase() : value;
  },
  sql: ([found = 'NULL']) => {
    const value = trimSql(found);
    return `CASE WHEN strlen(${found}) = length(${found}) THEN upper(${value}) ELSE ${value} END`;
  },
};

export const integer: Conversion = {
  name: 'integer',
  js: ([found]) => {
    const value = trimmed(found);
    return value !== null && /^\d{1,15}$/.test(value) ? Number(value) : null;
  },
  sql: ([found = 'NULL']) => `try_cast(regexp_extract(${trimSql(found)}, '^\\d{1,15}$') AS BIGINT)`,
};

/** What DuckDB casts exactly as time.ts reads it; further digits of the fraction are cut by both. */
const castable =
  '[1-9]\\d{3}-\\d\\d-\\d\\d[T ](?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d{1,9})?Z?';

/** UTC time in ISO 8601 or one of the other unambiguous spellings of time.ts. */
export const utc: Conversion = {
  name: 'utc',
  js: ([found]) => (found === null || found === undefined ? null : parseUtc(found)),
  saysLess: true,
  sql: ([found = 'NULL']) =>
    `CASE WHEN regexp_full_match(${found}, '${castable}') THEN try_cast(${found} AS TIMESTAMP) END`,
};

/** A time in some person's notation (see time.ts), where nothing better is logged. JS only. */
export const local: Conversion = {
  name: 'local',
  js: ([found]) => (found === null || found === undefined ? null : parseLocal(found)),
};

/** The same, where the log is known to write the month or the day first. JS only. */
export function localOrdered(order: DateOrder): Conversion {
  return {
    name: `local-${order}`,
    js: ([found]) => (found === null || found === undefined ? null : parseLocal(found, order)),
  };
}

const dashes = '\u2010\u2011\u2012\u2013\u2014\u2015\u2212';
const dashRun = /[\u2010-\u2015\u2212]/g;

/**
 * An operation's name: any dash is `-`, any blanks one space, no blanks around, no final full stop
 * (`Update application – Certificates and secrets management ` and `Add member to role.`).
 */
export const operation: Conversion = {
  name: 'operation',
  js: ([found]) => {
    if (found === null || found === undefined) return null;
    const plain = found.replace(dashRun, '-');
    const name = plain.replace(/[ \t\r\n\u00a0]+/g, ' ').replace(/^ +|[ .]+$/g, '');
    return name === '' ? null : name;
  },
  sql: ([found = 'NULL']) =>
    `CASE WHEN regexp_full_match(${found}, '[A-Za-z0-9_-]+') THEN ${found} ` +
    `ELSE nullif(ltrim(rtrim(regexp_replace(translate(${found}, '${dashes}', '${'-'.repeat(dashes.length)}'), ` +
    `'[ \\t\\r\\n\u00a0]+', ' ', 'g'), ' .'), ' '), '') END`,
};

/** The address, canonical and without port; null where it is none. */
export const ip: Conversion = {
  name: 'ip',
  js: ([found]) => parseAddress(found ?? '')?.ip ?? null,
  sql: ([found = 'NULL']) => {
    const bare = trimSql(found);
    const four = `nullif(regexp_extract(${bare}, '${fourPattern}', 1), '')`;
    const six = `regexp_extract(${bare}, '${sixPattern}', 1)`;
    return (
      `CASE WHEN contains(${found}, ':') THEN coalesce(${four}, ` +
      `CASE WHEN regexp_full_match(${six}, '${ipv6Pattern}') THEN lower(${six}) END) ELSE ${four} END`
    );
  },
  finish: {
    when: (value) => `contains(${value}, ':')`,
    js: (value) => canonicalIpv6(value),
  },
};

/** The port written after an address. */
export const port: Conversion = {
  name: 'port',
  js: ([found]) => parseAddress(found ?? '')?.port ?? null,
  sql: ([found = 'NULL']) => {
    const bare = trimSql(found);
    const written = `try_cast(regexp_extract(${bare}, ':(\\d{1,5})$', 1) AS INTEGER)`;
    const six = `regexp_extract(${bare}, '${sixPattern}', 1)`;
    // The port of an IPv6 address stands behind a bracket, that of an IPv4 address behind its dots.
    return (
      `CASE WHEN contains(${found}, ':') AND CASE WHEN contains(${found}, ']:') AND NOT contains(${found}, '.') THEN regexp_full_match(${six}, '${ipv6Pattern}') ` +
      `WHEN contains(${found}, '.') THEN regexp_matches(${bare}, '${fourPattern}') OR (contains(${found}, ']:') AND regexp_full_match(${six}, '${ipv6Pattern}')) ELSE false END ` +
      `THEN CASE WHEN ${written} <= 65535 THEN ${written} END END`
    );
  },
};

const hexSwapped = (hex: string): string =>
  [7, 5, 3, 1, 11, 9, 15, 13]
    .map((at) => `substr(${hex}, ${at}, 2)`)
    .concat(`substr(${hex}, 17)`)
    .join(' || ');
const tokenSql = (guid: string): string =>
  `translate(rtrim(to_base64(unhex(${hexSwapped(`replace(${guid}, '-', '')`)})), '='), '+/', '-_')`;

/** A unique token identifier in its 22-character form, whichever way it is spelled. */
export const token: Conversion = {
  name: 'token',
  js: ([found]) => {
    const value = trimmed(found);
    return value === null ? null : canonicalToken(value);
  },
  sql: ([found = 'NULL']) => {
    const plain = `CASE WHEN contains(${found}, '+') OR contains(${found}, '/') THEN translate(${found}, '+/', '-_') ELSE ${found} END`;
    const value = `rtrim(trim(${found}, e' \\t\\r\\n'), '=')`;
    const other = `translate(${value}, '+/', '-_')`;
    const fromGuid = (guid: string): string =>
      `CASE WHEN regexp_full_match(${guid}, '${guidPattern}') THEN ${tokenOrNull(guid)} ELSE ${other} END`;
    const endsPlain = ['=', ' ', '\\t', '\\r', '\\n'].map(
      (end) => `NOT suffix(${found}, e'${end}')`,
    );
    return (
      `CASE WHEN strlen(${found}) = 22 AND ${found} > '!' AND ${endsPlain.join(' AND ')} THEN ${tokenish(plain)} ` +
      `ELSE CASE length(${value}) WHEN 0 THEN NULL WHEN 22 THEN ${tokenish(other)} ` +
      `WHEN 36 THEN ${fromGuid(value)} WHEN 48 THEN ${fromGuid(fromBase64(value))} ELSE ${other} END END`
    );
  },
};
function tokenish(value: string): string {
  return noToken.reduce((inner, none) => `nullif(${inner}, '${none}')`, value);
}
function tokenOrNull(guid: string): string {
  return `nullif(${tokenSql(guid)}, '${'A'.repeat(22)}')`;
}
function fromBase64(value: string): string {
  return `coalesce(try(decode(from_base64(translate(${value}, '-_', '+/')))), '')`;
}

/** The token id of a sign-in, from its request id, where the log gives only that. */
export const tokenOfRequest: Conversion = {
  name: 'tokenOfRequest',
  js: ([found]) => {
    const value = trimmed(found);
    return value === null ? null : tokenFromGuid(lowerCase(value));
  },
  sql: ([found = 'NULL']) =>
    `CASE WHEN regexp_full_match(${trimSql(found)}, '${guidPattern}') THEN ${tokenOrNull(trimSql(found))} END`,
};

/** A value from a small table, looked up without regard to case; null where it is not there. */
export function lookup(name: string, table: Readonly<Record<string, ColumnValue>>): Conversion {
  const byLower = new Map(Object.entries(table).map(([key, value]) => [lowerCase(key), value]));
  return {
    name,
    js: ([found]) => {
      const value = trimmed(found);
      return value === null ? null : (byLower.get(lowerCase(value)) ?? null);
    },
    sql: ([found = 'NULL']) => {
      const cases = [...byLower].map(
        ([key, value]) =>
          `WHEN ${literal(key)} THEN ${value === null ? 'NULL' : typeof value === 'string' ? literal(value) : String(value)}`,
      );
      return `CASE lower(${trimSql(found)}) ${cases.join(' ')} END`;
    },
  };
}

/** Always the same value. */
export function constant(value: string | number): Conversion {
  return {
    name: 'constant',
    js: () => value,
    sql: () => (typeof value === 'string' ? literal(value) : String(value)),
  };
}

const unit = '\u001f';
/** `h-` and 32 hex digits of what identifies a record that has no id; null when nothing is there. */
export const hash: Conversion = {
  name: 'hash',
  js: (found) => {
    const parts = found.map((part) => trimmed(part) ?? '');
    if (parts.every((part) => part === '')) return null;
    return `h-${createHash('sha256').update(parts.join(unit)).digest('hex').slice(0, 32)}`;
  },
  sql: (found) => {
    const parts = found.map((part) => `coalesce(trim(${part}, e' \\t\\r\\n'), '')`);
    return (
      `CASE WHEN ${parts.map((part) => `${part} = ''`).join(' AND ')} THEN NULL ` +
      `ELSE 'h-' || left(sha256(concat_ws(chr(31), ${parts.join(', ')})), 32) END`
    );
  },
};

const byColumn: Partial<Record<ColumnName, Conversion>> = {
  event_id: plainId,
  operation,
  user: lower,
  user_id: id,
  target_user: lower,
  ip,
  ip_port: port,
  country: upper,
  device_id: id,
  session_id: id,
  token_id: token,
  correlation_id: id,
  app_id: id,
  resource_id: id,
};

/** What a cell goes through when its table does not say. */
export function defaultConversion(column: ColumnName): Conversion {
  const kind = eventColumns[column].kind;
  return byColumn[column] ?? (kind === 'time' ? utc : kind === 'integer' ? integer : text);
}
