import type { Format } from '../formats/format.js';
import type { NormalisedRecord } from '../formats/normalise.js';
import { normalise } from '../formats/normalise.js';
import { recogniser } from '../formats/registry.js';
import type { ReadItem, ReadRecord } from '../read/record.js';
import type { NewEvent, NewReject } from '../store/store.js';
import type { Sample } from './sample.js';

/** What became of one record of a file. */
export type Made =
  | { readonly kind: 'event'; readonly event: NewEvent }
  | { readonly kind: 'reject'; readonly reject: NewReject };

/**
 * One record through the reference. It never throws: what it trips over is a reject.
 *
 * @param expected - the one format of the file's first records, if it is one.
 */
export function interpret(
  item: ReadItem,
  shape: Sample['shape'],
  file: string,
  expected: Format | undefined,
): Made {
  if (item.kind === 'reject')
    return {
      kind: 'reject',
      reject: {
        recordNo: item.recordNo,
        line: item.line ?? null,
        reason: item.reason,
        text: item.text,
        readable: null,
      },
    };
  try {
    return made(item, shape, file, expected);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return rejected(item, `it could not be interpreted (${why}); please report this`);
  }
}

function made(
  item: ReadRecord,
  shape: Sample['shape'],
  file: string,
  expected: Format | undefined,
): Made {
  const format = recogniser.recognise(item.fields, shape);
  if (format === undefined) {
    // A row that is cut short lacks the columns by which it would be known.
    const cut = shape === 'csv' && item.damage !== undefined ? expected : undefined;
    const event = cut === undefined ? undefined : normalise(cut, item, file);
    if (cut !== undefined && event?.kind === 'event' && event.values.time !== null)
      return eventOf(item, cut, event);
    const names = Object.keys(item.fields).slice(0, 8).join(', ');
    return rejected(item, `a record of no known format, with ${names}`);
  }
  const event = normalise(format, item, file);
  if (event.kind === 'unreadable') return rejected(item, event.reason);
  return eventOf(item, format, event);
}

function eventOf({ recordNo }: ReadRecord, format: Format, event: NormalisedRecord): Made {
  return { kind: 'event', event: { recordNo, format: format.name, source: format.source, event } };
}

const rejectText = 2_000;

function rejected(item: ReadRecord, reason: string): Made {
  const readable = Object.entries(item.fields)
    .filter(([, value]) => typeof value === 'string' && value !== '' && value.length < 200)
    .slice(0, 6)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(', ');
  return {
    kind: 'reject',
    reject: {
      recordNo: item.recordNo,
      line: item.line ?? null,
      reason,
      text: (item.text ?? JSON.stringify(item.fields)).slice(0, rejectText),
      readable: readable === '' ? null : readable,
    },
  };
}
