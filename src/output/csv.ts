/** A value that can stand in a cell. */
export type CsvValue = string | number | bigint | boolean | null | undefined;

/**
 * Spreadsheets run a cell that starts with one of these (the full-width forms too, in East Asian
 * settings), so it gets an apostrophe in front, also where the log itself means no harm by it.
 */
const formula = /^[=+\-@\t\r\n＝＋－＠]/;

/** One cell of RFC 4180. Only text is made harmless: a negative number stays a number. */
export function csvCell(value: CsvValue): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  const text = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One line with its end (CRLF, RFC 4180). */
export function csvLine(values: readonly CsvValue[]): string {
  return `${values.map(csvCell).join(',')}\r\n`;
}
