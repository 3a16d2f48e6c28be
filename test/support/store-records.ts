import type { Normalised } from '../../src/model/event.js';
import { columnNames } from '../../src/model/event.js';
import type { Evidence } from '../../src/model/evidence.js';
import type { Source } from '../../src/model/event.js';
import type {
  Cell,
  EventFilter,
  IntakeFacts,
  NewEvent,
  NewReject,
  Row,
  Store,
} from '../../src/store/store.js';

const nothing = Object.fromEntries(columnNames.map((name) => [name, null])) as Normalised;

export interface Made {
  readonly format?: string;
  readonly source?: Source;
  readonly damage?: string;
  readonly raw?: string;
  readonly envelope?: string;
  readonly recordNo?: number;
}

/** An event on its way into a store; 2024-05-01T00:00:00Z and `Read` unless told otherwise. */
export function record(values: Partial<Normalised>, made: Made = {}): NewEvent {
  const all = { ...nothing, time: at(0), operation: 'Read', ...values };
  return {
    recordNo: made.recordNo ?? 1,
    format: made.format ?? 'ual-record',
    source: made.source ?? 'ual',
    event: {
      kind: 'event',
      values: all,
      raw: made.raw ?? JSON.stringify({ Id: all.event_id }),
      envelope: made.envelope ?? null,
      damage: made.damage ?? null,
    },
  };
}

/** So many seconds after 2024-05-01T00:00:00Z, in microseconds. */
export const at = (seconds: number): bigint =>
  BigInt(Date.UTC(2024, 4, 1)) * 1000n + BigInt(Math.round(seconds * 1e6));

export const facts: IntakeFacts = {
  sha256: '0'.repeat(64),
  encoding: 'utf-8',
  format: null,
  warnings: [],
  addedAt: at(86_400),
  addedBy: 'tester',
};

export const fileOf = (file: string): Parameters<Store['intake']>[0] => ({
  file,
  onDisk: `/evidence/${file}`,
  archiveSha256: null,
  bytes: 1,
  copy: null,
});

/** Adds a file of these records, numbered in their order, rejects last. */
export async function addRecords(
  store: Store,
  file: string,
  events: readonly NewEvent[],
  rejects = 0,
): Promise<Evidence> {
  const intake = await store.intake(fileOf(file));
  await intake.append(events.map((event, index) => ({ ...event, recordNo: index + 1 })));
  await intake.reject(
    Array.from({ length: rejects }, (_, index) => reject(events.length + index + 1)),
  );
  await intake.profile();
  return intake.complete(facts);
}

export const reject = (recordNo: number): NewReject => ({
  recordNo,
  line: recordNo + 1,
  reason: 'torn',
  text: '{"Id"',
  readable: null,
});

/** All rows that a filter selects. */
export async function rowsOf(
  store: Store,
  filter: EventFilter = {},
  columns: readonly string[] = ['event_id'],
  limit?: number,
): Promise<Row[]> {
  const rows: Row[] = [];
  const query = { filter, columns, ...(limit === undefined ? {} : { limit }) };
  for await (const batch of store.events(query)) rows.push(...batch);
  return rows;
}

/** One column of them. */
export async function valuesOf(
  store: Store,
  filter: EventFilter = {},
  column = 'event_id',
): Promise<Cell[]> {
  return (await rowsOf(store, filter, [column])).map((row) => row[column] ?? null);
}
