import { markdownText } from '../text-safety/markdown.js';
import type { Block, Report, Table } from './blocks.js';
import { cellText } from './blocks.js';

/** The report as Markdown (GitHub's tables). The figure has no place in it: Markdown files stand alone. */
export function reportMarkdown(report: Report): string {
  const out: string[] = [`# ${markdownText(report.title)}`];
  if (report.banner !== null) out.push(`**${markdownText(report.banner)}**`);
  out.push(factLines(report.facts));
  for (const { title, blocks } of report.sections) {
    if (title !== '') out.push(`## ${markdownText(title)}`);
    for (const block of blocks) out.push(...blockLines(report, block));
  }
  out.push('---', markdownText(report.foot));
  return `${out.join('\n\n')}\n`;
}

const factLines = (facts: Report['facts']): string =>
  facts.map(([name, value]) => `- ${markdownText(name)}: ${markdownText(value)}`).join('\n');

function blockLines(report: Report, block: Block): readonly string[] {
  switch (block.kind) {
    case 'heading':
      return [`${'#'.repeat(block.level)} ${markdownText(block.text)}`];
    case 'paragraph': {
      const text = markdownText(block.text);
      if (block.tone === 'alarm') return [`> **${text}**`];
      return [block.tone === 'note' ? `*${text}*` : text];
    }
    case 'list':
      return [
        block.items
          .map((item, no) => `${block.ordered ? `${no + 1}.` : '-'} ${markdownText(item)}`)
          .join('\n'),
      ];
    case 'facts':
      return [factLines(block.facts)];
    case 'table':
      return [tableLines(report, block.table)];
    case 'figure':
      return [];
  }
}

function tableLines({ moment }: Report, { columns, rows }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(({ title }) => markdownText(title))),
    line(columns.map(({ kind }) => (kind === 'number' ? '---:' : '---'))),
    ...rows.map((row) => line(row.map((cell) => markdownText(cellText(cell, moment))))),
  ].join('\n');
}
