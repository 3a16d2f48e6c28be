import { practiceMarker } from '../model/practice.js';
import type { Company } from './company/company.js';
import type { Truth } from './truth.js';

export const markerText = (truth: Truth): string =>
  [
    practiceMarker,
    `scenario: ${truth.scenario}`,
    `seed: ${truth.seed}`,
    '',
    'The files in this folder were made by a program. Nothing in them happened.',
    'このフォルダーのファイルは演習用にプログラムで作られたもので、実際の出来事の記録ではありません。',
    '',
  ].join('\n');

/** README.md of the folder. It does not give the answer away. */
export function readmeText(company: Company, truth: Truth): string {
  const rows = truth.files.map(
    ({ file, records }) => `| ${file} | ${records.toLocaleString('en-US')} |`,
  );
  return [
    '# Practice incident: synthetic data, no evidence',
    '',
    '**Everything in this folder was made by `konseki practice new`. No person, company, mail or attack in',
    'it is real. Do not take it for evidence, and do not act on its addresses: networks are named as they',
    'are in reality so that look-ups work, but nothing came from them.**',
    '',
    `Scenario: \`${truth.scenario}\`, seed ${truth.seed}. ${company.name} (${company.domain}), ${company.people.length} people,`,
    `licence ${truth.company.licence.toUpperCase()}, ${truth.span.from} to ${truth.span.to}.`,
    '',
    `> ${truth.report.at}, ${truth.report.from}:`,
    `> ${truth.report.en}`,
    `> ${truth.report.ja}`,
    '',
    'Begin with `konseki investigate .` in this folder. `truth.json` holds what really happened: look into',
    'it last.',
    '',
    '| file | records |',
    '| --- | ---: |',
    ...rows,
    '',
  ].join('\n');
}
