import { lowerCase } from '../convert.js';
import { inGraphOnly, onBothPages, schemaPageDiffers, withdrawn } from './record-type-table.js';

const entries = (table: Readonly<Record<number, string>>): [number, string][] =>
  Object.entries(table).map(([number, name]) => [Number(number), name]);

/** Every AuditLogRecordType known, number to name, in order of the number. */
export const recordTypes: ReadonlyMap<number, string> = new Map(
  [...entries(onBothPages), ...entries(inGraphOnly), ...entries(withdrawn)].sort(
    ([a], [b]) => a - b,
  ),
);

const schemaPage: ReadonlyMap<number, string> = new Map(entries(schemaPageDiffers));

/** Letter case and spaces differ between exporters: `projectForThewebTask`, `Viva Engage`. */
const key = (name: string): string => lowerCase(name.replace(/[ \t\r\n]+/g, ''));

/** Numbers by name, the name in lower case and without spaces. */
export const recordTypeNumbers: ReadonlyMap<string, number> = new Map([
  // The schema page's own names first, so that where a name has two numbers Graph's is kept.
  ...[...schemaPage].map(([number, name]) => [key(name), number] as const),
  ...[...recordTypes].map(([number, name]) => [key(name), number] as const),
]);

/**
 * The name of an AuditLogRecordType, as Search-UnifiedAuditLog writes it; `undefined` when no
 * publication names the number.
 */
export function recordTypeName(number: number): string | undefined {
  return recordTypes.get(number) ?? schemaPage.get(number);
}

/**
 * The number of an AuditLogRecordType by its name in any letter case: the service's own
 * (`Yammer`), Graph's camel case (`exchangeAdmin`), or the schema page's (`Viva Engage`).
 */
export function recordTypeNumber(name: string): number | undefined {
  return recordTypeNumbers.get(key(name));
}
