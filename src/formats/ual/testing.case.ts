import type { Normalised } from '../../model/event.js';
import type { Fields } from '../../read/record.js';
import { normalise } from '../normalise.js';
import type { RecordShape } from '../recognise.js';
import { recogniser } from '../registry.js';

/** What the registry makes of one record: its format, the columns that say something, the damage. */
export function read(
  fields: Fields,
  shape: RecordShape = 'json',
): {
  readonly format: string;
  readonly values: Partial<Normalised>;
  readonly damage: string | null;
  readonly raw: string;
} {
  const format = recogniser.recognise(fields, shape);
  if (format === undefined) throw new Error(`not recognised: ${Object.keys(fields).join(', ')}`);
  const event = normalise(format, { kind: 'record', recordNo: 1, fields }, 'audit.csv');
  if (event.kind === 'unreadable') throw new Error(event.reason);
  const values = Object.fromEntries(
    Object.entries(event.values).filter(([, value]) => value !== null),
  );
  return { format: format.name, values, damage: event.damage, raw: event.raw };
}

export const at = (iso: string): bigint => BigInt(Date.parse(iso)) * 1000n;
