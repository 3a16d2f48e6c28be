import type { Conversion, Found } from '../convert.js';
import type { Cell } from '../format.js';
import { parseLocal, parseUtc } from '../time.js';

/**
 * Times of mail exports. PowerShell writes them in the exporter's own notation, portals in the zone
 * that the header names. JS only: none of these formats is large.
 */

const epochTicks = 621_355_968_000_000_000n;
const day = 86_400_000_000n;

/**
 * When Exchange Online took the mail in, from its network message id (the MessageTraceId of traces):
 * the last eight bytes are .NET ticks. Not documented; it is so to the millisecond in every real
 * record seen: `cf7a249a-5edd-4350-130a-08da8f69e0f6` was received 2022-09-05T18:10:13.490Z.
 */
export function networkMessageTime(id: Found | undefined): bigint | null {
  const hex = id?.trim().replaceAll('-', '') ?? '';
  if (!/^[0-9a-f]{32}$/i.test(hex)) return null;
  const micros = (BigInt(`0x${hex.slice(20)}${hex.slice(16, 20)}`) - epochTicks) / 10n;
  // Exchange Online's years; anything else is an id made in another way.
  return micros > 1_262_304_000_000_000n && micros < 4_102_444_800_000_000n ? micros : null;
}

const monthNames = 'janfebmaraprmayjunjulaugsepoctnovdec';
const named =
  /^([a-z]{3})[a-z]{0,6}\.? (\d{1,2}),? (\d{4}),? (\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)? ?(am|pm)?$/i;

/** `Nov 22, 2022 6:19:40 AM`, as the Defender portal writes times. */
function parseNamed(text: string): bigint | null {
  const match = named.exec(text.normalize('NFKC').replace(/\s+/g, ' ').trim());
  if (match === null) return null;
  const [, name = '', date = '', year = '', hour = '', minute = '', second = '00', half] = match;
  const month = monthNames.indexOf(name.toLowerCase());
  if (month < 0 || month % 3 !== 0) return null;
  return parseLocal(
    `${year}/${month / 3 + 1}/${date} ${hour}:${minute}:${second}${half === undefined ? '' : ` ${half}`}`,
  );
}

const distance = (a: bigint, b: bigint): bigint => (a > b ? a - b : b - a);

/**
 * A time in the exporter's notation. Which of two numbers is the day is taken from `near` where that
 * decides (it must then lie within two days); dots mean day first; else AM or PM must tell.
 */
function readTime(text: string, near: bigint | null): bigint | null {
  const exact = parseUtc(text) ?? parseNamed(text);
  if (exact !== null) return exact;
  const unaided = parseLocal(text, /^\d{1,2}\./.test(text.trim()) ? 'dmy' : undefined);
  if (near === null) return unaided;
  const nearest = [parseLocal(text, 'mdy'), parseLocal(text, 'dmy')]
    .filter((at) => at !== null)
    .sort((a, b) => (distance(a, near) < distance(b, near) ? -1 : 1))[0];
  if (nearest !== undefined && distance(nearest, near) <= 2n * day) return nearest;
  return unaided ?? (nearest === undefined ? near : null);
}

/** Time in UTC, network message id where there is one → the time. */
export const traceTime: Conversion = {
  name: 'traceTime',
  js: ([found, id]) => {
    const text = found?.trim() ?? '';
    return text === '' ? null : readTime(text, networkMessageTime(id));
  },
};

function zonedTime(minutes: number): Conversion {
  const offset = BigInt(minutes) * 60_000_000n;
  return {
    name: `traceTime${minutes}`,
    js: ([found, id]) => {
      const text = found?.trim() ?? '';
      if (text === '') return null;
      if (/(?:Z|UTC|[+-]\d\d:?\d\d)$/i.test(text)) {
        const exact = parseUtc(text);
        if (exact !== null) return exact;
      }
      const near = networkMessageTime(id);
      const at = readTime(text, near === null ? null : near + offset);
      return at === null ? null : at - offset;
    },
  };
}

const halfHours = [-570, -210, 210, 270, 330, 345, 390, 525, 570, 630, 765];
const wholeHours = Array.from({ length: 27 }, (_, index) => (index - 12) * 60);
/** Offsets from UTC in use, UTC itself first, then the nearest. */
const offsets = [...wholeHours, ...halfHours].sort((a, b) => Math.abs(a) - Math.abs(b));

/** `+09:00`, `+9:00`, `+9` for 540. */
function spellings(minutes: number): readonly string[] {
  if (minutes === 0) return ['', '+00:00', '-00:00', '+0', '±00:00'];
  const sign = minutes < 0 ? '-' : '+';
  const hours = Math.floor(Math.abs(minutes) / 60);
  const rest = String(Math.abs(minutes) % 60).padStart(2, '0');
  const padded = `${sign}${String(hours).padStart(2, '0')}:${rest}`;
  const plain = `${sign}${hours}`;
  const texts = [padded, `${plain}:${rest}`, ...(rest === '00' ? [plain] : [])];
  return [...new Set(texts)];
}

export interface ZonedHeaders {
  /** Cells of a time column; `id` is the path of a network message id. */
  readonly cells: (id: string) => readonly Cell[];
  readonly aliases: Readonly<Record<string, readonly string[]>>;
  /** Of these one must be there. */
  readonly names: readonly string[];
}

/**
 * A time column whose header names the zone: `Email date (UTC)`, `Timestamp (UTC -07:00)`,
 * `日付 (UTC+09:00)`. Without a zone it is taken as UTC.
 */
export function zonedHeaders(names: readonly [string, ...string[]]): ZonedHeaders {
  const [first] = names;
  const columns = offsets.map((minutes) => {
    const texts = spellings(minutes);
    const header = `${first} (UTC${texts[0] ?? ''})`;
    const also = names.flatMap((name) =>
      texts.flatMap((text) => [
        `${name} (UTC${text})`,
        `${name}(UTC${text})`,
        ...(text === '' ? [] : [`${name} (UTC ${text})`]),
      ]),
    );
    return { minutes, header, also: also.filter((name) => name !== header) };
  });
  return {
    cells: (id) => [
      ...columns.map(({ minutes, header }) => ({
        of: [`"${header}"`, id],
        as: zonedTime(minutes),
      })),
      { of: [`"${first}"`, id], as: traceTime },
    ],
    aliases: {
      ...Object.fromEntries(columns.map(({ header, also }) => [header, also])),
      [first]: names.slice(1),
    },
    names: [first, ...columns.map(({ header }) => header)],
  };
}
