const units = { s: 1n, m: 60n, h: 3_600n, d: 86_400n } as const;

/** `90s`, `15m`, `1h`, `7d`. */
export const durationPattern = /^([1-9]\d{0,5})([smhd])$/;

/** Microseconds; undefined where the text is no duration. */
export function durationOf(text: string): bigint | undefined {
  const [, digits = '', unit = ''] = durationPattern.exec(text) ?? [];
  if (unit !== 's' && unit !== 'm' && unit !== 'h' && unit !== 'd') return undefined;
  return BigInt(digits) * units[unit] * 1_000_000n;
}
