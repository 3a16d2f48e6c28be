import type { DuckDBAppender } from '@duckdb/node-api';
import { columnNames, eventColumns } from '../../model/event.js';
import { storedColumns } from '../schema.js';
import type { NewEvent, NewReject } from '../store.js';
import { timestamp } from './values.js';

/** The columns of the table, in its order. */
const eventOrder = [...columnNames, 'source', ...Object.keys(storedColumns)] as const;

export function appendEvent(appender: DuckDBAppender, item: NewEvent, evidenceId: number): void {
  const { event } = item;
  for (const name of eventOrder) {
    switch (name) {
      case 'source':
        appender.appendVarchar(item.source);
        break;
      case 'raw':
        appender.appendVarchar(event.raw);
        break;
      case 'envelope':
        appendText(appender, event.envelope);
        break;
      case 'format':
        appender.appendVarchar(item.format);
        break;
      case 'evidence_id':
        appender.appendInteger(evidenceId);
        break;
      case 'record_no':
        appender.appendBigInt(BigInt(item.recordNo));
        break;
      case 'damaged':
        appender.appendBoolean(event.damage !== null);
        break;
      case 'damage':
        appendText(appender, event.damage);
        break;
      default: {
        const value = event.values[name as keyof typeof eventColumns];
        if (value === null) appender.appendNull();
        else if (typeof value === 'string') appender.appendVarchar(value);
        else if (eventColumns[name as keyof typeof eventColumns].kind === 'time')
          appender.appendTimestamp(timestamp(BigInt(value)));
        else appender.appendBigInt(BigInt(value));
      }
    }
  }
  appender.endRow();
}

export function appendText(appender: DuckDBAppender, value: string | null): void {
  if (value === null) appender.appendNull();
  else appender.appendVarchar(value);
}

export function appendReject(
  appender: DuckDBAppender,
  reject: NewReject,
  evidenceId: number,
): void {
  appender.appendInteger(evidenceId);
  appender.appendBigInt(BigInt(reject.recordNo));
  if (reject.line === null) appender.appendNull();
  else appender.appendBigInt(BigInt(reject.line));
  appender.appendVarchar(reject.reason);
  appender.appendVarchar(reject.text);
  appendText(appender, reject.readable);
  appender.endRow();
}
