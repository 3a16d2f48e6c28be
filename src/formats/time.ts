/**
 * Times as the logs write them, into UTC microseconds since 1970. Only spellings that mean one
 * instant whoever reads them; what depends on the exporter's locale is `parseLocal`.
 */
const iso =
  /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9})\d*)?\s*(Z|UTC|[+-]\d\d:?\d\d)?$/;
/** PowerShell 5.1's ConvertTo-Json: milliseconds since 1970. */
const netDate = /^\\?\/Date\((-?\d{1,15})(?:[+-]\d{4})?\)\\?\/$/;

/** Years 1000 to 9999: .NET writes the year 1 where it has no time. */
const earliest = Date.UTC(1000, 0);
const latest = Date.UTC(10_000, 0) - 1;

function micros(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  fraction: string,
): bigint | null {
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59) return null;
  const ms = Date.UTC(year, month - 1, day, hour, minute, second);
  if (year < 1000 || new Date(ms).getUTCDate() !== day) return null;
  return BigInt(ms) * 1000n + BigInt(fraction.slice(0, 6).padEnd(6, '0'));
}

/** ISO 8601 with any fraction (cut to microseconds), with or without zone (none is UTC); `/Date(ms)/`. */
export function parseUtc(text: string): bigint | null {
  const trimmed = text.trim();
  const match = iso.exec(trimmed);
  if (match !== null) {
    const [, year, month, day, hour, minute, second, fraction = '', zone = 'Z'] = match;
    const at = micros(
      Number(year),
      Number(month),
      Number(day),
      Number(hour),
      Number(minute),
      Number(second),
      fraction,
    );
    return at === null ? null : at - offsetMicros(zone);
  }
  const net = netDate.exec(trimmed);
  if (net?.[1] === undefined) return null;
  const ms = Number(net[1]);
  return ms < earliest || ms > latest ? null : BigInt(ms) * 1000n;
}

function offsetMicros(zone: string): bigint {
  if (zone === 'Z' || zone === 'UTC') return 0n;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return BigInt(zone.startsWith('-') ? -minutes : minutes) * 60_000_000n;
}

const slashed =
  /^(\d{1,4})[/.-](\d{1,2})[/.-](\d{1,4}),?[ T]+(\d{1,2}):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?\s*(AM|PM|午前|午後)?\s*(?:Z|UTC)?$/i;
const leadingHalf =
  /^(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})\s+(午前|午後)\s*(\d{1,2}):(\d\d)(?::(\d\d))?$/;

export type DateOrder = 'mdy' | 'dmy';

/**
 * A time in a person's notation, taken as UTC: `4/28/2021, 3:05:26.000 PM`, `2024/05/10 9:31:12`,
 * `28.04.2021 15:05`. `order` decides where day and month could be either; without it such a time
 * is null unless AM or PM (American notation) or a number above 12 tells.
 */
export function parseLocal(text: string, order?: DateOrder): bigint | null {
  const exact = parseUtc(text);
  if (exact !== null) return exact;
  const trimmed = text.normalize('NFKC').trim().replace(/\s+/g, ' ');
  const leading = leadingHalf.exec(trimmed);
  if (leading !== null) {
    const [, year, month, day, half, hour, minute, second = '0'] = leading;
    return micros(
      Number(year),
      Number(month),
      Number(day),
      hour24(Number(hour), half),
      Number(minute),
      Number(second),
      '',
    );
  }
  const match = slashed.exec(trimmed);
  if (match === null) return null;
  const [, a = '', b = '', c = '', hour, minute, second = '0', fraction = '', half] = match;
  const date = dateParts(a, b, c, half === undefined ? order : (order ?? 'mdy'));
  if (date === null) return null;
  return micros(
    date.year,
    date.month,
    date.day,
    hour24(Number(hour), half),
    Number(minute),
    Number(second),
    fraction,
  );
}

function dateParts(
  a: string,
  b: string,
  c: string,
  order: DateOrder | undefined,
): { readonly year: number; readonly month: number; readonly day: number } | null {
  if (a.length === 4) return { year: Number(a), month: Number(b), day: Number(c) };
  if (c.length !== 4) return null;
  const first = Number(a);
  const second = Number(b);
  const year = Number(c);
  if (first > 12) return { year, month: second, day: first };
  if (second > 12) return { year, month: first, day: second };
  if (order === 'mdy') return { year, month: first, day: second };
  if (order === 'dmy') return { year, month: second, day: first };
  return null;
}

function hour24(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  const afternoon = /^(pm|午後)$/i.test(half);
  return (hour % 12) + (afternoon ? 12 : 0);
}
