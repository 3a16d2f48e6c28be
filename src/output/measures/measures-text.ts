import type { MeasureAnswer } from '../../model/measure.js';
import type { Language } from '../language/translate.js';
import { inLanguage, translator } from '../language/translate.js';
import { markdownText } from '../text-safety/markdown.js';
import { visible } from '../visible.js';
import { effectRows, partlyText } from './measures-rows.js';

const minute = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;

/** The measures for a terminal. */
export function measuresText(
  answers: readonly MeasureAnswer[],
  language: Language,
  { bold, dim }: { readonly bold: (text: string) => string; readonly dim: (text: string) => string },
): string {
  const t = translator(language);
  const out = [bold(t('measures.title')), t('measures.lead')];
  let stage = '';
  for (const { measure, effect, posture } of effectRows(answers)) {
    if (effect.stage !== stage) out.push('', bold(t(`timeline.stage.${effect.stage}`)));
    ({ stage } = effect);
    out.push(`  ${measure.id}  ${inLanguage(measure.title, language)} (${t(`measures.kind.${measure.kind}`)}, ${inLanguage(measure.licence, language)})`);
    out.push(`        ${minute(effect.at)}: ${t(`measures.does.${effect.does}`)}${partlyText(t, effect)}${posture === null ? '' : `; ${t('measures.col.state')}: ${visible(posture)}`}`);
    out.push(`        ${visible(inLanguage(effect.because, language))}${effect.events.length === 0 ? '' : dim(` [${visible(effect.events.slice(0, 2).join(', '))}]`)}`);
    if (measure.today !== undefined) out.push(`        ${dim(`${t('measures.today')}: ${inLanguage(measure.today, language)}`)}`);
  }
  out.push('', bold(t('measures.without')));
  for (const { measure, without } of answers)
    if (without !== null) out.push(`  ${measure.id}  ${inLanguage(measure.title, language)}: ${visible(inLanguage(without, language))}`);
  return `${out.join('\n')}\n`;
} // prettier-ignore

/** The same as Markdown. */
export function measuresMarkdown(answers: readonly MeasureAnswer[], language: Language): string {
  const t = translator(language);
  const cells = (list: readonly string[]): string => `| ${list.map((text) => markdownText(text).replaceAll('|', '\\|')).join(' | ')} |`;
  const out = [`# ${t('measures.title')}`, '', t('measures.lead'), '',
    cells([t('measures.col.stage'), t('measures.col.measure'), t('measures.col.licence'), t('measures.col.time'), t('measures.col.effect'), t('measures.col.why')]),
    '| --- | --- | --- | --- | --- | --- |'];
  for (const { measure, effect } of effectRows(answers))
    out.push(cells([
      t(`timeline.stage.${effect.stage}`), `${measure.id} ${inLanguage(measure.title, language)} (${t(`measures.kind.${measure.kind}`)})`,
      inLanguage(measure.licence, language), minute(effect.at), `${t(`measures.does.${effect.does}`)}${partlyText(t, effect)}`, inLanguage(effect.because, language),
    ]));
  out.push('', `## ${t('measures.without')}`, '');
  for (const { measure, without } of answers)
    if (without !== null) out.push(`- ${markdownText(`${measure.id} ${inLanguage(measure.title, language)}: ${inLanguage(without, language)}`)}`);
  return `${out.join('\n')}\n`;
} // prettier-ignore
