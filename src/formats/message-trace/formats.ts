import type { Format } from '../format.js';
import { defenderMailFormats } from './defender-formats.js';
import { traceFormats } from './trace-formats.js';

/** Mails on their way: message traces, and what Defender for Office 365 recorded of them. */
export const messageTraceFormats: readonly Format[] = [...defenderMailFormats, ...traceFormats];
