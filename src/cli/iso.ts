import { parseTime } from '../output/time.js';
import type { Context } from './context.js';

/** A time of the incident document for people, in their zone. */
export const shownTime = (context: Context, iso: string): string =>
  context.time(parseTime(iso, 'time'));

/** First and last, as `span` writes them. */
export const micros = (iso: string): bigint => parseTime(iso, 'time');
