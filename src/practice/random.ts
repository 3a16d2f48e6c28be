import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/**
 * Seeded randomness that can be divided by name: what one part of a practice incident draws never
 * shifts what another draws, so that adding an attack leaves ordinary life as it was.
 */
export interface Random {
  /** 0 ≤ x < 1. */
  float(): number;
  /** A whole number, both ends included. */
  int(min: number, max: number): number;
  chance(probability: number): boolean;
  /** @throws Error on an empty list: a mistake in a table. */
  pick<T>(list: readonly T[]): T;
  /** One entry of a list of [weight, value]. */
  weighted<T>(list: readonly (readonly [number, T])[]): T;
  /** Roughly normal, within three deviations. */
  normal(mean: number, deviation: number): number;
  /** How often something happens that happens `mean` times on average. */
  poisson(mean: number): number;
  shuffled<T>(list: readonly T[]): T[];
  hex(digits: number): string;
  guid(): string;
  /** A sign-in's request id: a GUID whose last byte is zero, as Entra's are. */
  requestId(): string;
  /** An id as Exchange and SharePoint give their audit records: it ends in the time, in .NET ticks. */
  recordId(time: number): string;
  /** A generator of its own, which depends on nothing but this one's name and the given name. */
  fork(name: string): Random;
}

const quads = Array.from({ length: 65_536 }, (_, value) => value.toString(16).padStart(4, '0'));
const quad = (value: number): string => quads[value & 0xffff] ?? '0000';
const variants = ['8', '9', 'a', 'b'] as const;

/** cyrb128: four 32-bit numbers of a text, well spread. */
function spread(text: string): readonly [number, number, number, number] {
  let a = 1_779_033_703;
  let b = 3_144_134_277;
  let c = 1_013_904_242;
  let d = 2_773_480_762;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    a = b ^ Math.imul(a ^ code, 597_399_067);
    b = c ^ Math.imul(b ^ code, 2_869_860_233);
    c = d ^ Math.imul(c ^ code, 951_274_213);
    d = a ^ Math.imul(d ^ code, 2_716_044_179);
  }
  a = Math.imul(c ^ (a >>> 18), 597_399_067);
  b = Math.imul(d ^ (b >>> 22), 2_869_860_233);
  c = Math.imul(a ^ (c >>> 17), 951_274_213);
  d = Math.imul(b ^ (d >>> 19), 2_716_044_179);
  a ^= b ^ c ^ d;
  return [a | 0, (b ^ a) | 0, (c ^ a) | 0, (d ^ a) | 0];
}

/** Ticks (100 ns since the year 1) at 1970, and ticks a millisecond, both in units of 65,536. */
const epochHigh = 9_481_139_648_437.5;
const highPerMillisecond = 10_000 / 65_536;
/** The upper 48 bits of a time in .NET ticks, as 12 hex digits. */
export const ticksHigh = (time: number): string =>
  Math.floor(time * highPerMillisecond + epochHigh)
    .toString(16)
    .padStart(12, '0');

export function makeRandom(seed: number, name = ''): Random {
  const path = `${seed}:${name}`;
  const generator = xoroshiro128plusFromState(spread(path));
  const next = (): number => generator.next();
  const float = (): number => (next() >>> 0) / 4_294_967_296;
  const int = (min: number, max: number): number => min + Math.floor(float() * (max - min + 1));
  const pick = <T>(list: readonly T[]): T => {
    const found = list[Math.floor(float() * list.length)];
    if (found === undefined) throw new Error(`nothing to pick from (${path})`);
    return found;
  };
  const guid = (): string => {
    const a = next();
    const b = next();
    const c = next();
    const d = next();
    return `${quad(a)}${quad(a >>> 16)}-${quad(b)}-4${quad(b >>> 16).slice(1)}-${variants[c & 3] ?? '8'}${quad(c >>> 16).slice(1)}-${quad(d)}${quad(d >>> 16)}${quad(c >>> 2)}`;
  };
  return {
    float,
    int,
    chance: (probability) => float() < probability,
    pick,
    weighted: (list) => {
      let left = float() * list.reduce((sum, [weight]) => sum + weight, 0);
      for (const [weight, value] of list) {
        left -= weight;
        if (left < 0) return value;
      }
      return pick(list)[1];
    },
    normal: (mean, deviation) =>
      mean + (float() + float() + float() + float() + float() + float() - 3) * 1.41 * deviation,
    poisson: (mean) => {
      // Above 20 the normal is near enough and does not cost a draw for each.
      if (mean > 20)
        return Math.max(
          0,
          Math.round(mean + (float() + float() + float() - 1.5) * 2 * Math.sqrt(mean)),
        );
      const limit = Math.exp(-mean);
      let count = 0;
      for (let product = float(); product > limit; product *= float()) count++;
      return count;
    },
    shuffled: (list) => {
      const out = [...list];
      for (let at = out.length - 1; at > 0; at--) {
        const other = int(0, at);
        const kept = out[at];
        const moved = out[other];
        if (kept !== undefined && moved !== undefined) {
          out[at] = moved;
          out[other] = kept;
        }
      }
      return out;
    },
    hex: (digits) => {
      let text = '';
      while (text.length < digits) text += quad(next());
      return text.slice(0, digits);
    },
    guid,
    requestId: () => `${guid().slice(0, 34)}00`,
    recordId: (time) => {
      const a = next();
      const b = next();
      return `${quad(a)}${quad(a >>> 16)}-${quad(b)}-4${quad(b >>> 16).slice(1)}-${quad(next())}-${ticksHigh(time)}`;
    },
    fork: (part) => makeRandom(seed, `${name}/${part}`),
  };
}
