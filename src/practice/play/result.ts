import type { Exercise } from './exercise.js';
import { mostPoints } from './exercise.js';
import type { Phase } from './question.js';
import { phases } from './question.js';
import type { Language } from './text.js';
import { topicOf } from './topics-table.js';
import { phaseNames } from './words.js';

/** How the exercise went, at its end or so far. */
export interface Result {
  readonly points: number;
  /** Of the questions answered so far. */
  readonly most: number;
  /** Whole percent of `most`; null before the first answer. */
  readonly percent: number | null;
  readonly answered: number;
  readonly questions: number;
  readonly hints: number;
  readonly phases: readonly PhaseResult[];
  /** What to read again: rows of workshop.md whose questions were not fully right, worst first. */
  readonly readAgain: readonly Topic[];
}

export interface PhaseResult {
  readonly phase: Phase;
  readonly name: string;
  readonly points: number;
  readonly most: number;
  readonly answered: number;
}

export interface Topic {
  readonly row: string;
  readonly topic: string;
  readonly lost: number;
}

export function result(state: Exercise, lang: Language = state.lang): Result {
  const answered = state.done.flatMap((done, index) => {
    const question = state.questions[index];
    return question === undefined ? [] : [{ done, question }];
  });
  const points = answered.reduce((sum, { done }) => sum + done.points, 0);
  const most = answered.length * mostPoints;
  const lost = new Map<string, number>();
  for (const { done, question } of answered)
    if (done.points < mostPoints)
      for (const row of question.rows)
        lost.set(row, (lost.get(row) ?? 0) + mostPoints - done.points);
  return {
    points,
    most,
    percent: most === 0 ? null : Math.round((100 * points) / most),
    answered: answered.length,
    questions: state.questions.length,
    hints: answered.reduce((sum, { done }) => sum + done.hints, 0),
    phases: phases.map((phase) => {
      const own = answered.filter(({ question }) => question.phase === phase);
      return {
        phase,
        name: phaseNames[phase][lang],
        points: own.reduce((sum, { done }) => sum + done.points, 0),
        most: own.length * mostPoints,
        answered: own.length,
      };
    }),
    readAgain: [...lost]
      .map(([row, points_]) => ({ row, topic: topicOf(row)[lang], lost: points_ }))
      .sort((a, b) => b.lost - a.lost || (a.row < b.row ? -1 : 1)),
  };
}
