import type { Table } from '../../shared/language.js';

export const reportWords = {
  title: { en: 'Report', ja: '報告書' },
  lead: { en: 'As the command line writes it: made from the incident document, every time the same.', ja: 'コマンドラインと同じ内容。インシデントの文書から毎回同じ結果で作成されます。' },
  language: { en: 'Language of the report', ja: '報告書の言語' },
  tlp: { en: 'Traffic light protocol', ja: 'TLP (共有範囲)' },
  redact: { en: 'People and subjects by pseudonyms', ja: '氏名・件名を仮名にする' },
  preview: { en: 'Preview of the report', ja: '報告書のプレビュー' },
  download: { en: 'Download', ja: 'ダウンロード' },
  print: { en: 'Print or save as PDF: take the PDF; it carries its fonts.', ja: '印刷・配布には PDF を使ってください (フォント埋め込み済み)。' },
} as const satisfies Table; // prettier-ignore
