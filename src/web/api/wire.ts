import { z } from '@hono/zod-openapi';
import { isoTime } from '../../output/time.js';
import type { Cell, Row } from '../../store/store.js';

/** UTC, ISO 8601 with as many digits as the log has. */
export const time = z.string().openapi({ example: '2024-05-10T10:05:27Z' });
/** A sentence in both languages. */
export const said = z.object({ en: z.string(), ja: z.string() });

/** Answers are read-only. */
export const list = <T extends z.ZodType>(of: T): z.ZodReadonly<z.ZodArray<T>> =>
  z.array(of).readonly();

export const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export type WireCell = z.infer<typeof cell>;
/** An event: column → value; times in ISO 8601. */
export const row = z.record(z.string(), cell).openapi('Row');
export type WireRow = z.infer<typeof row>;

/** The store's bigints are times. */
export const wireCell = (value: Cell | undefined): WireCell =>
  value === undefined ? null : typeof value === 'bigint' ? isoTime(value) : value;

export const wireRow = (read: Row): WireRow =>
  Object.fromEntries(Object.entries(read).map(([name, value]) => [name, wireCell(value)]));

export const wireTime = (value: bigint | null | undefined): string | null =>
  value === null || value === undefined ? null : isoTime(value);

/** For `responses` of a route that answers with JSON. */
export const answers = <T extends z.ZodType>(
  schema: T,
  description: string,
): { 200: { description: string; content: { 'application/json': { schema: T } } } } => ({
  200: { description, content: { 'application/json': { schema } } },
});
