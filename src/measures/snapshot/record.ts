export type JsonRecord = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Graph writes null for what is not set, and leaves out what was not asked for. */
export const isSet = <T>(value: T | null | undefined): value is T =>
  value !== null && value !== undefined;
