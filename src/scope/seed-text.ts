import { KonsekiError } from '../errors.js';

/** What an analyst can begin with. */
export const seedKinds = [
  'user',
  'ip',
  'session',
  'app',
  'rule',
  'message',
  'time',
  'device',
  'sender',
  'agent',
  'finding',
] as const;
export type SeedKind = (typeof seedKinds)[number];

/** `user:alice@…`, taken apart. */
export interface Asked {
  readonly kind: SeedKind;
  readonly value: string;
}

const usage = (message: string, hint: string): KonsekiError =>
  new KonsekiError(message, { code: 'usage', hint });

/** @throws KonsekiError `usage` */
export function parseFrom(text: string): Asked {
  const at = text.indexOf(':');
  const kind = seedKinds.find((name) => name === text.slice(0, at).trim().toLowerCase());
  const value = text.slice(at + 1).trim();
  if (at < 0 || kind === undefined || value === '')
    throw usage(
      `--from "${text}" is not a kind and a value.`,
      `Write one of ${seedKinds.map((name) => `${name}:…`).join(' ')}; for a time, time:2024-05-10T09:30/2024-05-10T11:00.`,
    );
  return { kind, value };
}

/** `"."` as a shell may leave it. */
export const unquoted = (text: string): string => /^"(.*)"$/.exec(text)?.[1] ?? text;

const half = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2})?)?$/;
const dayLong = 24 * 3_600_000;

/** `A/B` in UTC microseconds, both ends included; a date alone is the whole day. @throws KonsekiError `usage` */
export function spanOf(value: string): readonly [since: bigint, until: bigint] {
  const parts = value.split('/').map((part) => part.trim());
  const [from, to] = parts;
  const time = (text: string | undefined, isEnd: boolean): bigint | undefined => {
    if (text === undefined || !half.test(text)) return undefined;
    const isDate = text.length === 10;
    const zoned = isDate || /(?:Z|[+-]\d{2}:?\d{2})$/.test(text.slice(10)) ? text : `${text}Z`;
    const milli = Date.parse(zoned.replace(' ', 'T'));
    if (Number.isNaN(milli)) return undefined;
    return BigInt(isDate && isEnd ? milli + dayLong - 1 : milli) * 1000n;
  };
  const since = time(from, false);
  const until = time(to ?? (from?.length === 10 ? from : undefined), true);
  if (since === undefined || until === undefined || parts.length > 2 || until < since)
    throw usage(
      `--from time: "${value}" is not a span of time.`,
      'Write time:2024-05-10T09:30/2024-05-10T11:00 (UTC) or time:2024-05-10.',
    );
  return [since, until];
}
