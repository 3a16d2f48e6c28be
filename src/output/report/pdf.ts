import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import type { Block, Report, Table } from './blocks.js';
import { cellText } from './blocks.js';
import { orderPdf } from './pdf-order.js';
import { template } from './pdf-template.js';

/** A folder that is nowhere: Typst reads only what it is given. */
const nowhere = '/konseki-report';

/**
 * The report as PDF, set by Typst with the fonts given.
 *
 * @throws Error with what Typst says, when it cannot set it.
 */
export function reportPdf(report: Report, fonts: readonly Buffer[]): Buffer {
  const compiler = NodeCompiler.create({
    workspace: nowhere,
    fontArgs: [{ fontBlobs: [...fonts] }],
  });
  const figures: string[] = [];
  const sections = report.sections.map((section) => ({
    ...section,
    blocks: section.blocks.map((block) => plain(report, block, figures)),
  }));
  for (const [no, svg] of figures.entries())
    compiler.mapShadow(`${nowhere}/${figureFile(no)}`, Buffer.from(svg));
  const { language, title, tlp, banner, facts, foot } = report;
  const result = compiler.compile({
    mainFileContent: template,
    inputs: {
      report: JSON.stringify({ language, title, tlp, banner, facts: facts.map(([name, value]) => [name, soft(value)]), foot, sections }),
    },
  }); // prettier-ignore
  const document = result.result;
  if (document === null || result.hasError())
    throw new Error(JSON.stringify(result.takeError()?.shortDiagnostics ?? 'no diagnosis'));
  const pdf = compiler.pdf(document);
  compiler.evictCache(0);
  return orderPdf(pdf);
}

const figureFile = (no: number): string => `figure-${no}.svg`;

/** A block as the template takes it. */
function plain(report: Report, block: Block, figures: string[]): object {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
      return { ...block, text: soft(block.text) };
    case 'list':
      return { ...block, items: block.items.map((item) => soft(item)) };
    case 'facts':
      return block;
    case 'table':
      return { kind: 'table', ...tableData(report, block.table) };
    case 'figure':
      figures.push(block.svg);
      return {
        kind: 'figure',
        file: figureFile(figures.length - 1),
        caption: block.caption,
        tall: heightOf(block.svg) > tallest,
      };
  }
}

const tableData = ({ moment }: Report, { columns, rows }: Table): object => ({
  columns,
  rows: rows.map((row) =>
    row.map((cell, at) => {
      const text = cellText(cell, moment);
      // A hash must come whole out of the PDF.
      return /^[0-9a-f]{64}$/.test(text) ? text : soft(text, columns[at]?.kind === 'id' ? 46 : 12);
    }),
  ),
});

/** A figure higher than a page is fitted into its height, any other into its width. */
const tallest = 1.3;
function heightOf(svg: string): number {
  const [, width, height] = /^<svg[^>]*? width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? [];
  return width === undefined || height === undefined ? 1 : Number(height) / Number(width);
}

/** Lets words longer than `most` break, at signs between their parts first. */
function soft(text: string, most = 40): string {
  return text
    .split(' ')
    .map((word) =>
      word.length <= most
        ? word
        : word
            .replaceAll(/[\]@._/\\:;,?&=-]+(?=[[\p{L}\p{N}])/gu, '$&\u200b')
            .replaceAll(/[\p{L}\p{N}]{24}(?=[\p{L}\p{N}])/gu, '$&\u200b'),
    )
    .join(' ');
}
