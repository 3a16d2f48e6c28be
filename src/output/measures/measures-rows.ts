import type { Effect, Measure, MeasureAnswer } from '../../model/measure.js';
import type { Translate } from '../language/translate.js';
import { stages } from '../../model/stage.js';

/** An effect with its measure, in the order of the stages, then of time. */
export interface EffectRow {
  readonly measure: Measure;
  readonly effect: Effect;
  readonly posture: string | null;
}

export const effectRows = (answers: readonly MeasureAnswer[]): readonly EffectRow[] =>
  answers
    .flatMap(({ measure, effects, posture }) => effects.map((effect) => ({ measure, effect, posture })))
    .toSorted(
      (a, b) =>
        stages.indexOf(a.effect.stage) - stages.indexOf(b.effect.stage) ||
        (a.effect.at === b.effect.at ? 0 : a.effect.at < b.effect.at ? -1 : 1) ||
        (a.measure.id < b.measure.id ? -1 : 1),
    ); // prettier-ignore

/** Said where a measure would have had its effect on a part only. */
export const partlyText = (t: Translate, { how }: Effect): string =>
  how === 'partly' ? t('measures.how.partly') : '';
