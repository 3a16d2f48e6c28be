import type { Place } from '../../sigma/rule.js';
import type { Translate } from '../language/translate.js';
import { visible } from '../visible.js';

/** A rule, or a rule for one table, that has no file. */
export interface NotExported {
  readonly format: string;
  readonly rule: string;
  readonly title: string;
  readonly table: string | undefined;
  readonly why: string;
  readonly feature: string | undefined;
  readonly place: Place;
}

/** Text in a cell of a Markdown table: no sign of it means anything. */
const cell = (text: string): string =>
  visible(text)
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/[\\`*_{}[\]<>()#+!|~&-]/g, String.raw`\$&`);

/** The list of what has no file, as Markdown. */
export function notExported(missing: readonly NotExported[], t: Translate): string {
  const title = `# ${t('siem.report.title')}\n`;
  if (missing.length === 0) return `${title}\n${t('siem.report.none')}\n`;
  const heads = (['rule', 'format', 'table', 'why', 'feature', 'place'] as const).map((name) => t(`siem.report.${name}`)); // prettier-ignore
  const rows = missing.map(({ title: name, format, table, why, feature, place }) =>
    [name, format, table ?? '', why, feature ?? '', `${place.file}:${place.line}`].map(cell),
  );
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [title, `${t('siem.report.partly')}\n`, line(heads), line(heads.map(() => '---')), ...rows.map(line), ''].join('\n'); // prettier-ignore
}
