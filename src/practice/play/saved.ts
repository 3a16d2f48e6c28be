import { z } from 'zod';
import type { Truth } from '../truth.js';
import type { Exercise } from './exercise.js';
import { startExercise } from './exercise.js';
import type { Language } from './text.js';

const given = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ids'), ids: z.array(z.string()).readonly() }),
  z.strictObject({ kind: z.literal('text'), text: z.string() }),
]);

/** What an exercise is kept as: what was answered. The questions come of the truth again. */
export const savedExercise = z.strictObject({
  saved: z.literal(1),
  scenario: z.string(),
  seed: z.number(),
  done: z
    .array(
      z.strictObject({
        question: z.string(),
        given: given.nullable(),
        grade: z.number().min(0).max(1),
        points: z.number().min(0),
        hints: z.number().int().min(0),
      }),
    )
    .readonly(),
  hints: z.number().int().min(0),
});
export type SavedExercise = z.infer<typeof savedExercise>;

export const toSave = ({ scenario, seed, done, hints }: Exercise): SavedExercise => ({
  saved: 1,
  scenario,
  seed,
  done,
  hints,
});

/** The exercise as it was left; undefined where what was kept belongs to another incident or to other questions. */
export function resume(truth: Truth, saved: SavedExercise, lang: Language): Exercise | undefined {
  const fresh = startExercise(truth, lang);
  const fits =
    saved.scenario === fresh.scenario &&
    saved.seed === fresh.seed &&
    saved.done.every(({ question }, at) => fresh.questions[at]?.id === question);
  return fits ? { ...fresh, done: saved.done, hints: saved.hints } : undefined;
}
