import { PassThrough } from 'node:stream';
import ExcelJS from 'exceljs';
import { parseTime } from '../time.js';
import { sheetName, sheetText } from '../text-safety/spreadsheet.js';
import type { Cell, Table } from './blocks.js';
import type { Matter } from './model.js';
import {
  eventTable,
  evidenceTable,
  exposedTable,
  findingTable,
  gapTable,
  indicatorTable,
  recipientTable,
  sessionTable,
  timelineTable,
} from './tables.js';
import { epoch, fixZipDates } from './zip-dates.js';

interface Sheet {
  readonly name: string;
  readonly table: Table;
}

function sheets({ document, incident, voice }: Matter): readonly Sheet[] {
  const { say } = voice;
  const evidence = { name: say('report.sheet-evidence'), table: evidenceTable(voice, document.evidence, true) };
  if (incident === null)
    return [
      { name: say('report.sheet-findings'), table: findingTable(voice, document.findings) },
      { name: say('report.sheet-sessions'), table: sessionTable(voice, document.sessions) },
      { name: say('report.gaps'), table: gapTable(voice, document.gaps) },
      evidence,
    ];
  return [
    { name: say('report.sheet-timeline'), table: timelineTable(voice, incident) },
    { name: say('report.sheet-findings'), table: findingTable(voice, incident.findings) },
    { name: say('report.sheet-sessions'), table: sessionTable(voice, incident.sessions) },
    { name: say('report.sheet-indicators'), table: indicatorTable(voice, incident) },
    { name: say('report.sheet-exposed'), table: exposedTable(voice, incident.exposed) },
    { name: say('report.recipients'), table: recipientTable(voice, incident.recipients) },
    { name: say('report.gaps'), table: gapTable(voice, [...incident.gaps, ...document.gaps]) },
    evidence,
    { name: say('report.appendix'), table: eventTable(voice, incident) },
  ];
} // prettier-ignore

/** Rows of a sheet that Excel opens, the head among them. */
export const excelRows = 1_048_576;

/**
 * The tables of the report as XLSX, with all their rows: heads that stay, filters, dates that are dates
 * (UTC; Excel knows no zones), text that is text and never a formula.
 */
export async function reportXlsx(
  matter: Matter,
  tlp: string,
  rowLimit = excelRows,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const stream = new PassThrough();
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  // Row by row: a sheet held whole takes a style object a cell.
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream, useStyles: true, useSharedStrings: false, zip: { zlib: { level: 4 } } }); // prettier-ignore
  book.creator = 'Konseki';
  book.created = book.modified = epoch;
  for (const { name, table } of sheets(matter))
    for (let from = 0, no = 1; from === 0 || from < table.rows.length; no += 1) {
      const rows = table.rows.slice(from, from + rowLimit - 1);
      addSheet(book, no === 1 ? name : `${name.slice(0, 26)} (${no})`, { ...table, rows }, tlp);
      from += rowLimit - 1;
    }
  await book.commit();
  return fixZipDates(Buffer.concat(chunks));
}

function addSheet(book: ExcelJS.stream.xlsx.WorkbookWriter, name: string, { columns, rows }: Table, tlp: string): void {
  const a4 = 9;
  const sheet = book.addWorksheet(sheetName(name), {
    views: [{ state: 'frozen', ySplit: 1 }],
    pageSetup: { // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- the enumeration is in the types only
      paperSize: a4, orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0, printTitlesRow: '1:1' },
    // & begins a code in a foot.
    headerFooter: { oddFooter: `&L${tlp.replaceAll('&', '&&')}&R&P / &N` },
  });
  sheet.columns = columns.map(({ title, kind, width }) => ({
    header: sheetText(kind === 'time' ? `${title} (UTC)` : title),
    width: Math.max(8, Math.min(80, width)),
    style: {
      alignment: { vertical: 'top', wrapText: kind !== 'time' && kind !== 'number' },
      ...(kind === 'time' ? { numFmt: 'yyyy-mm-dd hh:mm:ss' } : kind === 'number' ? { numFmt: '#,##0' } : {}),
    },
  }));
  const head = sheet.getRow(1);
  head.font = { bold: true };
  head.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFE3EAF3' } };
  head.commit();
  sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: Math.max(1, rows.length + 1), column: columns.length } };
  const widths = columns.map(({ width }) => Math.max(8, Math.min(80, width)));
  for (const row of rows) {
    const added = sheet.addRow(row.map(value));
    const lines = Math.max(1, ...row.map((cell, at) => (typeof cell === 'string' ? linesOf(cell, widths[at] ?? 8) : 1)));
    // Told, since not every program fits a row to text that is wrapped.
    if (lines > 1) added.height = lineHeight * Math.min(lines, mostLines);
    added.commit();
  }
  sheet.commit();
} // prettier-ignore

/** Points. */
const lineHeight = 15;
const mostLines = 12;

/** Lines that a text takes in a column so many digits wide; Japanese letters are two wide. */
function linesOf(text: string, width: number): number {
  if (text.length * 2 <= width) return 1;
  const wide = text.match(/[^\0-\u02ff]/g)?.length ?? 0;
  return Math.ceil(((text.length + wide) * 1.1) / width);
}

function value(cell: Cell): string | number | Date | null {
  if (cell === null || typeof cell === 'number') return cell;
  if (typeof cell === 'string') return cell === '' ? null : sheetText(cell);
  return new Date(Number(parseTime(cell.time, 'time') / 1000n));
}
