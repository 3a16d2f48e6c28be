import { z } from 'zod';

/** Parts that the schemas of the incident document share. */

export const said = z.strictObject({ en: z.string(), ja: z.string() });
export const time = z.iso.datetime({ precision: 6 });
export const eventIds = z.array(z.string());
