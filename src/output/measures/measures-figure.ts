import type { Incident } from '../../model/incident.js';
import type { MeasureAnswer, MeasureKind } from '../../model/measure.js';
import { measureKinds } from '../../model/measure.js';
import { stages } from '../../model/stage.js';
import type { Language } from '../language/translate.js';
import { inLanguage, translator } from '../language/translate.js';
import { stageColours } from '../timeline/look.js';
import { partlyText } from './measures-rows.js';
import { svgText, wrap } from '../timeline/svg-text.js';

const colours: Readonly<Record<MeasureKind, string>> = {
  prevent: '#1b6e4b',
  contain: '#8a5a00',
  detect: '#2f55b4',
};
const look = {
  margin: 24,
  label: 92,
  column: 132,
  gap: 6,
  head: 92,
  box: 74,
  small: 10.5,
} as const;

/**
 * The workshop's figure: the stages from left to right, in three rows what prevents, contains and detects each. What
 * would have had an effect on this incident is filled; the rest is an outline.
 */
export function measuresFigure(
  incident: Incident,
  answers: readonly MeasureAnswer[],
  language: Language,
): string {
  const t = translator(language);
  const { margin, label, column, gap, head, box, small } = look;
  const cells = new Map<string, MeasureAnswer[]>();
  for (const answer of answers)
    for (const stage of answer.measure.stages)
      cells.set(`${answer.measure.kind} ${stage}`, [...(cells.get(`${answer.measure.kind} ${stage}`) ?? []), answer]); // prettier-ignore
  const shown = stages.filter((stage) => incident.stages.some((one) => one.stage === stage) || answers.some(({ measure }) => measure.stages.includes(stage))); // prettier-ignore
  const tall = measureKinds.map((kind) => Math.max(1, ...shown.map((stage) => cells.get(`${kind} ${stage}`)?.length ?? 0)) * (box + gap)); // prettier-ignore
  const width = margin * 2 + label + shown.length * (column + gap);
  const height = head + tall.reduce((sum, each) => sum + each + gap * 2, 0) + margin;
  const out = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="BIZ UDPGothic, Noto Sans, Segoe UI, Hiragino Sans, Yu Gothic UI, sans-serif" font-size="12" fill="#1c2733">`,
    `<title>${svgText(`${t('measures.title')} ${incident.id}`)}</title>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    `<text x="${margin}" y="30" font-size="16" font-weight="bold">${svgText(t('measures.title'))}</text>`,
  ];
  shown.forEach((stage, at) => {
    const x = margin + label + at * (column + gap);
    const first = incident.stages.find((one) => one.stage === stage)?.first;
    out.push(
      `<rect x="${x}" y="44" width="${column}" height="36" rx="3" fill="${first === undefined ? '#ffffff' : stageColours[stage]}" stroke="${stageColours[stage]}"/>`,
      `<text x="${x + 6}" y="59" font-weight="bold" font-size="${small}" fill="${first === undefined ? stageColours[stage] : '#ffffff'}">${svgText(t(`timeline.stage.${stage}`))}</text>`,
      `<text x="${x + 6}" y="73" font-size="${small}" fill="${first === undefined ? '#5a6b7c' : '#ffffff'}">${svgText(first === undefined ? '–' : `${first.slice(5, 10)} ${first.slice(11, 16)}`)}</text>`,
    );
  });
  let y: number = head;
  measureKinds.forEach((kind, row) => {
    const rowHeight = tall[row] ?? 0;
    out.push(
      `<rect x="${margin - 6}" y="${y - 4}" width="${width - margin * 2 + 12}" height="${rowHeight + gap}" fill="#f4f6f8"/>`,
      `<text x="${margin}" y="${y + 16}" font-weight="bold" fill="${colours[kind]}">${svgText(t(`measures.kind.${kind}`))}</text>`,
    );
    shown.forEach((stage, at) => {
      const x = margin + label + at * (column + gap);
      (cells.get(`${kind} ${stage}`) ?? []).forEach(({ measure, effects }, no) => {
        const top = y + no * (box + gap);
        const effect = effects.find((one) => one.stage === stage);
        const ink = effect === undefined ? '#5a6b7c' : '#ffffff';
        const lines = wrap(inLanguage(measure.title, language), (column - 12) / small, 4);
        out.push(
          `<rect x="${x}" y="${top}" width="${column}" height="${box}" rx="3" fill="${effect === undefined ? '#ffffff' : colours[kind]}" fill-opacity="${effect?.how === 'partly' ? 0.72 : 1}" stroke="${effect === undefined ? '#9aa8b5' : colours[kind]}"${effect?.how === 'partly' ? ' stroke-dasharray="4 3"' : ''}/>`,
          `<text x="${x + 6}" y="${top + 14}" font-size="${small}" font-weight="bold" fill="${ink}">${svgText(measure.id)}${effect === undefined ? '' : ` ${svgText(`${effect.at.slice(11, 16)}${partlyText(t, effect)}`)}`}</text>`,
          ...lines.map((line, nth) => `<text x="${x + 6}" y="${top + 29 + nth * 13}" font-size="${small}" fill="${ink}">${svgText(line)}</text>`),
        );
      });
    });
    y += rowHeight + gap * 2;
  });
  return `${out.join('\n')}\n</svg>\n`;
} // prettier-ignore
