import type { MeasureAnswer } from '../../model/measure.js';
import { effectRows, partlyText } from '../measures/measures-rows.js';
import type { Section } from './blocks.js';
import { paragraph } from './blocks.js';
import type { Voice } from './words.js';

/** The measures that would have stopped, ended or shown each step (W-70 … W-7E). */
export function measuresSection({ say, said }: Voice, answers: readonly MeasureAnswer[]): Section {
  return {
    id: 'measures',
    title: say('measures.title'),
    page: true,
    blocks: [
      paragraph(say('measures.lead')),
      {
        kind: 'table',
        table: {
          columns: [
            { title: say('measures.col.stage'), kind: 'text', width: 2 },
            { title: say('measures.col.measure'), kind: 'text', width: 4 },
            { title: say('measures.col.licence'), kind: 'text', width: 2 },
            { title: say('measures.col.time'), kind: 'time', width: 2 },
            { title: say('measures.col.effect'), kind: 'text', width: 2 },
            { title: say('measures.col.why'), kind: 'text', width: 6 },
          ],
          rows: effectRows(answers).map(({ measure, effect }) => [
            say(`timeline.stage.${effect.stage}`),
            `${measure.id} ${said(measure.title)} (${say(`measures.kind.${measure.kind}`)})`,
            said(measure.licence),
            { time: effect.at },
            `${say(`measures.does.${effect.does}`)}${partlyText(say, effect)}`,
            said(effect.because),
          ]),
        },
      },
    ],
  };
}
