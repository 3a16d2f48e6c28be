import { KonsekiError } from '../errors.js';

const microsPerMilli = 1000n;

function parts(micros: bigint): { readonly milli: number; readonly fraction: string } {
  // Rounds down, also before 1970.
  const second = (micros - (((micros % 1_000_000n) + 1_000_000n) % 1_000_000n)) / 1_000_000n;
  const fraction = (micros - second * 1_000_000n).toString().padStart(6, '0').replace(/0+$/, '');
  return { milli: Number(second * 1_000_000n) / Number(microsPerMilli), fraction };
}

/** UTC microseconds → `2024-05-10T09:31:12.123456Z`, without trailing zeros. */
export function isoTime(micros: bigint): string {
  const { milli, fraction } = parts(micros);
  const date = new Date(milli);
  if (Number.isNaN(date.getTime())) return `${micros} µs`;
  return `${date.toISOString().slice(0, -5)}${fraction === '' ? '' : `.${fraction}`}Z`;
}

/** Writes a time for people: to the second, with its offset. */
export type TimeWriter = (micros: bigint) => string;

const utcTime: TimeWriter = (micros) => {
  const date = new Date(parts(micros).milli);
  if (Number.isNaN(date.getTime())) return `${micros} µs`;
  return `${date.toISOString().slice(0, -5).replace('T', ' ')}Z`;
};

/**
 * `2024-05-10 09:31:12Z`, or in a time zone of the IANA database `2024-05-10 18:31:12+09:00`.
 *
 * @throws KonsekiError `usage` when there is no such zone.
 */
export function timeWriter(zone: string | undefined): TimeWriter {
  if (zone === undefined || /^(utc|z)$/i.test(zone)) return utcTime;
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      timeZoneName: 'longOffset',
    });
  } catch (cause) {
    throw new KonsekiError(`There is no time zone "${zone}".`, {
      code: 'usage',
      hint: 'Use a name of the IANA time zone database, e.g. --tz Asia/Tokyo or --tz Europe/Berlin.',
      cause,
    });
  }
  return (micros) => {
    const date = new Date(parts(micros).milli);
    if (Number.isNaN(date.getTime())) return `${micros} µs`;
    const part = new Map(format.formatToParts(date).map(({ type, value }) => [type, value]));
    const get = (name: Intl.DateTimeFormatPartTypes): string => part.get(name) ?? '';
    const offset = get('timeZoneName').replace('GMT', '') || '+00:00';
    return `${get('year').padStart(4, '0')}-${get('month')}-${get('day')} ${get('hour')}:${get('minute')}:${get('second')}${offset}`;
  };
}

const iso =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?([Zz]|[+-]\d{2}(?::?\d{2})?)?)?$/;

/**
 * A time as a person gives it, in UTC microseconds: an ISO 8601 date (its first moment in UTC) or
 * date and time, in UTC unless it says a zone.
 *
 * @throws KonsekiError `usage`
 */
export function parseTime(text: string, option: string): bigint {
  const found = iso.exec(text.trim());
  if (found !== null) {
    const [, year = '', month = '', day = '', hour = '00', minute = '00', second = '00'] = found;
    const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
    const offset = offsetMinutes(found[8]);
    // Date takes 31 February for 2 March; then it does not come back as it was written.
    if (
      offset !== undefined &&
      !Number.isNaN(date.getTime()) &&
      date.toISOString().startsWith(`${year}-${month}-${day}T${hour}:${minute}:${second}`)
    ) {
      const fraction = BigInt((found[7] ?? '').padEnd(6, '0').slice(0, 6));
      return BigInt(date.getTime() - offset * 60_000) * microsPerMilli + fraction;
    }
  }
  throw new KonsekiError(`${option} "${text}" is not a time.`, {
    code: 'usage',
    hint: 'Write 2024-05-10, 2024-05-10T09:30 (UTC) or 2024-05-10T18:30+09:00.',
  });
}

function offsetMinutes(zone: string | undefined): number | undefined {
  if (zone === undefined || /^z$/i.test(zone)) return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(':', '') || '0');
  if (hours > 14 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}
