import { KonsekiError, placeText } from '../errors.js';
import { visible } from '../output/visible.js';
import { exitCode, exitCodeOf } from './exit-code.js';
import type { Io } from './io.js';

/** `place: message hint`, on one line, safe for a terminal. */
export function errorText(error: KonsekiError): string {
  const place = placeText(error.place);
  // The reader may have put the place in the sentence already.
  const where = place === '' || error.message.includes(place) ? '' : `${place}: `;
  const hint = error.hint === undefined ? '' : ` ${error.hint}`;
  const end = /[.!?]$/.test(error.message) ? '' : '.';
  return visible(`${where}${error.message}${end}${hint}`);
}

/** Tells what ended a command, and with which exit code. */
export function tellError(io: Io, error: unknown): number {
  const debug = (io.env['KONSEKI_DEBUG'] ?? '') !== '';
  if (error instanceof KonsekiError) {
    io.err(`konseki: ${errorText(error)}\n`);
    if (debug) io.err(`${stackOf(error)}\n`);
    return exitCodeOf(error.code);
  }
  const message = error instanceof Error ? error.message : String(error);
  const more = debug ? '' : ' Set KONSEKI_DEBUG=1 to see where.';
  io.err(`konseki: internal error: ${visible(message.split('\n')[0] ?? '')}.${more}\n`);
  if (debug) io.err(`${stackOf(error)}\n`);
  return exitCode.internal;
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.stack ?? error.message;
  return error.cause === undefined ? own : `${own}\ncaused by: ${stackOf(error.cause)}`;
}
