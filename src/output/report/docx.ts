import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  Header,
  HeadingLevel,
  ImageRun,
  LevelFormat,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  ShadingType,
  Table as DocxTable,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import type { FileChild, IRunOptions } from 'docx';
import { pngOf } from '../timeline/png.js';
import type { Block, Report, Table } from './blocks.js';
import { cellText } from './blocks.js';
import { fixZipDates } from './zip-dates.js';

/** Twips (1/20 pt) of A4 between margins of 18 mm. */
const pageWidth = 9866;
const font = { ascii: 'Calibri', hAnsi: 'Calibri', eastAsia: 'Yu Gothic', cs: 'Calibri' };
const soft = '5B6675';

const plain = (text: string): TextRun => new TextRun(text);
const run = (options: IRunOptions): TextRun => new TextRun(options);

/** The report as DOCX: real headings, lists and tables. */
export async function reportDocx(report: Report): Promise<Buffer> {
  let lists = 0;
  const children: FileChild[] = [
    new Paragraph({ heading: HeadingLevel.TITLE, children: [plain(report.title)] }),
    ...(report.banner === null ? [] : [new Paragraph({ shading: { type: ShadingType.CLEAR, fill: 'FFF7ED' }, children: [run({ text: report.banner, bold: true, color: '92400E' })] })]),
    factTable(report.facts),
  ]; // prettier-ignore
  for (const { title, page, blocks } of report.sections) {
    if (title !== '')
      children.push(new Paragraph({ heading: HeadingLevel.HEADING_1, pageBreakBefore: page, children: [plain(title)] })); // prettier-ignore
    for (const block of blocks) {
      if (block.kind === 'list') lists += 1;
      children.push(...one(report, block, lists));
    }
  }
  const document = new Document({
    title: report.title,
    creator: 'Konseki',
    lastModifiedBy: 'Konseki',
    styles: {
      default: {
        document: { run: { font, size: 20 }, paragraph: { spacing: { after: 80, line: 252, lineRule: LineRuleType.AUTO } } },
        title: { run: { font, size: 40, bold: true, color: '1C2430' } },
        heading1: { run: { font, size: 30, bold: true, color: '0B5CAD' }, paragraph: { spacing: { before: 320, after: 120 }, keepNext: true } },
        heading2: { run: { font, size: 25, bold: true, color: '1C2430' }, paragraph: { spacing: { before: 240, after: 80 }, keepNext: true } },
        heading3: { run: { font, size: 22, bold: true, color: '1C2430' }, paragraph: { spacing: { before: 200, after: 60 }, keepNext: true } },
      },
    },
    numbering: {
      config: [
        { reference: 'steps', levels: [{ level: 0, format: LevelFormat.DECIMAL, text: '%1.', alignment: AlignmentType.START, style: { paragraph: { indent: { left: 460, hanging: 360 } } } }] },
      ],
    },
    sections: [
      {
        properties: { page: { size: { width: 11906, height: 16838 }, margin: { top: 1020, bottom: 1020, left: 1020, right: 1020 } } },
        headers: { default: new Header({ children: [new Paragraph({ alignment: AlignmentType.END, children: [run({ text: `TLP:${report.tlp.toUpperCase()}`, bold: true, size: 18, ...tlpColours(report) })] })] }) },
        footers: { default: new Footer({ children: [new Paragraph({ alignment: AlignmentType.CENTER, children: [run({ text: `${report.foot} · `, size: 16, color: soft }), run({ children: [PageNumber.CURRENT, ' / ', PageNumber.TOTAL_PAGES], size: 16, color: soft })] })] }) },
        children,
      },
    ],
  }); // prettier-ignore
  // The library writes the time of day into the properties; a report has none.
  const core = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${xml(report.title)}</dc:title><dc:creator>Konseki</dc:creator><dc:language>${report.language}</dc:language></cp:coreProperties>`;
  return fixZipDates(
    await Packer.toBuffer(document, undefined, [{ path: 'docProps/core.xml', data: core }]),
  );
}

const xml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const tlpColours = ({ tlp }: Report): { readonly color: string; readonly shading: { readonly type: typeof ShadingType.CLEAR; readonly fill: string } } => ({
  color: { clear: 'FFFFFF', green: '33FF00', amber: 'FFC000', 'amber+strict': 'FFC000', red: 'FF2B2B' }[tlp],
  shading: { type: ShadingType.CLEAR, fill: '000000' },
}); // prettier-ignore

function one(report: Report, block: Block, instance: number): readonly FileChild[] {
  switch (block.kind) {
    case 'heading':
      return [new Paragraph({ heading: block.level === 2 ? HeadingLevel.HEADING_2 : HeadingLevel.HEADING_3, children: [plain(block.text)] })]; // prettier-ignore
    case 'paragraph':
      if (block.tone === 'alarm')
        return [new Paragraph({ shading: { type: ShadingType.CLEAR, fill: 'FEF2F2' }, border: { left: { style: BorderStyle.SINGLE, size: 24, color: 'B91C1C', space: 6 } }, children: [run({ text: block.text, bold: true, color: '7F1D1D' })] })]; // prettier-ignore
      return [new Paragraph({ children: [run(block.tone === 'note' ? { text: block.text, size: 17, color: soft } : { text: block.text })] })]; // prettier-ignore
    case 'list':
      return block.items.map(
        (item) =>
          new Paragraph({
            ...(block.ordered ? { numbering: { reference: 'steps', level: 0, instance } } : { bullet: { level: 0 } }),
            spacing: { after: 50 },
            children: [plain(item)],
          }),
      ); // prettier-ignore
    case 'facts':
      return [factTable(block.facts)];
    case 'table':
      return [table(report, block.table), new Paragraph({ children: [] })];
    case 'figure':
      return [figure(block.svg, block.caption), new Paragraph({ children: [run({ text: block.caption, size: 17, color: soft })] })]; // prettier-ignore
  }
}

const none = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const;

function factTable(facts: Report['facts']): FileChild {
  const cell = (text: string, width: number, colour?: string): TableCell =>
    new TableCell({
      width: { size: width, type: WidthType.DXA },
      children: [new Paragraph({ spacing: { after: 20 }, children: [run({ text, ...(colour === undefined ? {} : { color: colour }) })] })],
    }); // prettier-ignore
  return new DocxTable({
    layout: TableLayoutType.FIXED,
    columnWidths: [2400, pageWidth - 2400],
    width: { size: pageWidth, type: WidthType.DXA },
    borders: { top: none, bottom: none, left: none, right: none, insideHorizontal: none, insideVertical: none },
    rows: facts.map(([name, value]) => new TableRow({ children: [cell(name, 2400, soft), cell(value, pageWidth - 2400)] })),
  }); // prettier-ignore
}

function table({ moment }: Report, { columns, rows }: Table): FileChild {
  const all = columns.reduce((sum, { width }) => sum + width, 0);
  const widths = columns.map(({ width }) => Math.floor((pageWidth * width) / all));
  const line = { style: BorderStyle.SINGLE, size: 4, color: 'D5DBE3' } as const;
  const cell = (text: string, at: number, head: boolean): TableCell =>
    new TableCell({
      width: { size: widths[at] ?? 0, type: WidthType.DXA },
      margins: { top: 30, bottom: 30, left: 60, right: 60 },
      ...(head ? { shading: { type: ShadingType.CLEAR, fill: 'EEF2F7' } } : {}),
      children: [
        new Paragraph({
          alignment: columns[at]?.kind === 'number' ? AlignmentType.END : AlignmentType.START,
          spacing: { after: 0, line: 240, lineRule: LineRuleType.AUTO },
          children: [run({ text, size: 15, bold: head })],
        }),
      ],
    }); // prettier-ignore
  return new DocxTable({
    layout: TableLayoutType.FIXED,
    columnWidths: widths,
    width: { size: pageWidth, type: WidthType.DXA },
    borders: { top: line, bottom: line, left: line, right: line, insideHorizontal: line, insideVertical: line },
    rows: [
      new TableRow({ tableHeader: true, cantSplit: true, children: columns.map(({ title }, at) => cell(title, at, true)) }),
      ...rows.map((row) => new TableRow({ cantSplit: true, children: row.map((value, at) => cell(cellText(value, moment), at, false)) })),
    ],
  }); // prettier-ignore
}

/** Word shows SVG in its newest versions only: the figure is drawn. */
function figure(svg: string, caption: string): Paragraph {
  const data = Buffer.from(pngOf(svg));
  // The size stands in the head of a PNG; 640 by 860 pixels are what a page holds.
  const [width, height] = [data.readUInt32BE(16), data.readUInt32BE(20)];
  const scale = Math.min(640 / width, 860 / height);
  return new Paragraph({
    alignment: AlignmentType.CENTER,
    children: [
      new ImageRun({
        type: 'png',
        data,
        transformation: { width: Math.round(width * scale), height: Math.round(height * scale) },
        // The library counts drawings over all documents of a process.
        altText: { id: '1', name: caption, title: caption, description: caption },
      }),
    ],
  });
}
