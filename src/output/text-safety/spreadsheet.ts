/** Most characters in one cell of Excel. */
export const cellLength = 32_767;

/**
 * Text as a cell of XLSX holds it. The cell is of type text, so a leading `=` runs nothing; what Excel
 * reads as an escape (`_x0041_`) is escaped itself, and what is too long ends with `…`.
 */
export function sheetText(text: string): string {
  const escaped = text.replaceAll(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_');
  return escaped.length > cellLength ? `${escaped.slice(0, cellLength - 1)}…` : escaped;
}

/** A name that Excel takes for a sheet: 31 characters, without `: \ / ? * [ ]` and outer apostrophes. */
export function sheetName(name: string): string {
  return (
    name
      .replaceAll(/[:\\/?*[\]]/g, ' ')
      .replaceAll(/^'|'$/g, ' ')
      .slice(0, 31)
      .trim() || '-'
  );
}
