import type { Truth } from '../truth.js';
import type { Given, Problem } from './answer.js';
import { grade, read } from './answer.js';
import { factsOf } from './facts.js';
import type { Opening } from './opening.js';
import { openingOf } from './opening.js';
import type { Phase, Question, Task } from './question.js';
import type { QuestionTemplate } from './template.js';
import { templates } from './questions/all.js';
import type { Language } from './text.js';
import { name } from './text.js';
import { problemTexts } from './words.js';

/**
 * The exercise (W-83) as a pure state machine: every function takes a state and gives the next. The state is
 * plain data that survives JSON; it holds the answers, so show `currentQuestion` to players, not the state.
 */
export interface Exercise {
  readonly exercise: 1;
  readonly scenario: string;
  readonly seed: number;
  readonly lang: Language;
  readonly opening: Opening;
  readonly questions: readonly Question[];
  readonly done: readonly Done[];
  /** Hints seen of the current question. */
  readonly hints: number;
}

export interface Done {
  readonly question: string;
  /** Null: passed over. */
  readonly given: Given | null;
  /** 0…1 */
  readonly grade: number;
  readonly points: number;
  readonly hints: number;
}

/** What a right answer is worth, and what the first, second and third hint take off it. */
export const mostPoints = 10;
export const hintCosts = [2, 3, 3] as const;

const costOf = (hints: number): number =>
  hintCosts.slice(0, hints).reduce((sum: number, cost) => sum + cost, 0);

export function startExercise(truth: Truth, lang: Language): Exercise {
  const facts = factsOf(truth);
  const pose = (template: QuestionTemplate): Question => {
    const posed = template.pose(facts);
    const { id, phase, rows } = template;
    return { id, phase, rows, ...posed, task: shuffledTask(posed.task) };
    function shuffledTask(task: Task): Task {
      switch (task.kind) {
        case 'free':
          return task;
        case 'choice':
        case 'multi':
          return { ...task, choices: facts.draw.shuffled(id, task.choices, (one) => one.id) };
        case 'order':
          return { ...task, items: facts.draw.shuffled(id, task.items, (one) => one.id) };
      }
    }
  };
  return {
    exercise: 1,
    scenario: truth.scenario,
    seed: truth.seed,
    lang,
    opening: openingOf(truth),
    questions: templates.filter((template) => template.appliesTo(facts)).map(pose),
    done: [],
    hints: 0,
  };
}

/** The same exercise, going on in another language. */
export const inLanguage = (state: Exercise, lang: Language): Exercise => ({ ...state, lang });

/** A question as a player may see it. */
export interface QuestionView {
  readonly id: string;
  readonly phase: Phase;
  readonly rows: readonly string[];
  readonly kind: Task['kind'];
  /** From 1. */
  readonly number: number;
  readonly of: number;
  readonly prompt: string;
  /** What to choose from or put in order; empty for a free answer. */
  readonly choices: readonly { readonly id: string; readonly text: string }[];
  readonly hints: readonly string[];
  /** Points the next hint costs; null when there is none. */
  readonly nextHintCosts: number | null;
  /** Points a right answer is worth now. */
  readonly worth: number;
}

const current = (state: Exercise): Question | undefined => state.questions[state.done.length];

/** The question to answer now; undefined when all are done. */
export function currentQuestion(state: Exercise): QuestionView | undefined {
  const question = current(state);
  if (question === undefined) return undefined;
  const { id, phase, rows, task, prompt, hints } = question;
  const { lang } = state;
  const entries =
    task.kind === 'free' ? [] : task.kind === 'order' ? task.items : task.choices;
  return {
    id,
    phase,
    rows,
    kind: task.kind,
    number: state.done.length + 1,
    of: state.questions.length,
    prompt: prompt[lang],
    choices: entries.map((entry) => ({ id: entry.id, text: entry.text[lang] })),
    hints: hints.slice(0, state.hints).map((text) => text[lang]),
    nextHintCosts: state.hints < hints.length ? (hintCosts[state.hints] ?? null) : null,
    worth: mostPoints - costOf(state.hints),
  };
} // prettier-ignore

/** What is said after an answer. */
export interface Feedback {
  readonly question: string;
  readonly verdict: 'right' | 'partly' | 'wrong' | 'passed';
  readonly points: number;
  readonly most: number;
  /** The right choices, the right order, or an accepted answer. */
  readonly rightAnswer: readonly string[];
  /** Every choice with its reason; empty where there are none. */
  readonly choices: readonly {
    readonly text: string;
    readonly right: boolean;
    readonly picked: boolean;
    readonly why: string | null;
  }[];
  readonly explanation: string;
  readonly command: string | null;
  readonly rows: readonly string[];
}

export type Step =
  | { readonly kind: 'answered'; readonly state: Exercise; readonly feedback: Feedback }
  /** The answer was not understood; the state is as it was. */
  | {
      readonly kind: 'not-understood';
      readonly state: Exercise;
      readonly problem: Problem;
      readonly text: string;
    }
  | { readonly kind: 'over'; readonly state: Exercise };

/** Answers the current question: ids, or what a person typed (numbers, letters, words). */
export function answer(state: Exercise, input: string | readonly string[]): Step {
  const question = current(state);
  if (question === undefined) return { kind: 'over', state };
  const reading = read(question, input);
  if (reading.kind === 'problem') {
    const { problem } = reading;
    return { kind: 'not-understood', state, problem, text: problemTexts[problem][state.lang] };
  }
  return close(state, question, reading.given);
}

/** Passes over the current question: no points, but its explanation. */
export function pass(state: Exercise): Step {
  const question = current(state);
  return question === undefined ? { kind: 'over', state } : close(state, question, null);
}

function close(state: Exercise, question: Question, given: Given | null): Step {
  const graded = given === null ? 0 : grade(question.task, given);
  const points = Math.max(0, Math.round(graded * mostPoints) - costOf(state.hints));
  const done: Done = {
    question: question.id,
    given,
    grade: graded,
    points: graded === 0 ? 0 : points,
    hints: state.hints,
  };
  return {
    kind: 'answered',
    state: { ...state, done: [...state.done, done], hints: 0 },
    feedback: feedbackOf(question, done, state.lang),
  };
}

function feedbackOf(question: Question, done: Done, lang: Language): Feedback {
  const { task, explanation, command, rows } = question;
  const picked = done.given?.kind === 'ids' ? done.given.ids : [];
  const choices = task.kind === 'choice' || task.kind === 'multi' ? task.choices : [];
  return {
    question: question.id,
    verdict: verdictOf(done),
    points: done.points,
    most: mostPoints,
    rightAnswer: rightAnswer(task, lang),
    choices: choices.map(({ id, text, right, why }) => ({
      text: text[lang],
      right,
      picked: picked.includes(id),
      why: why?.[lang] ?? null,
    })),
    explanation: explanation[lang],
    command,
    rows,
  };
}

/** What was said after the last answer; undefined before the first. */
export function lastFeedback(state: Exercise): Feedback | undefined {
  const done = state.done.at(-1);
  const question = state.questions[state.done.length - 1];
  return done === undefined || question === undefined
    ? undefined
    : feedbackOf(question, done, state.lang);
}

function verdictOf({ given, grade: graded }: Done): Feedback['verdict'] {
  if (given === null) return 'passed';
  if (graded === 0) return 'wrong';
  return graded === 1 ? 'right' : 'partly';
}

function rightAnswer(task: Task, lang: Language): readonly string[] {
  switch (task.kind) {
    case 'free':
      return task.accepted.slice(0, 1).map((text) => name(text)[lang]);
    case 'choice':
    case 'multi':
      return task.choices.filter(({ right }) => right).map(({ text }) => text[lang]);
    case 'order':
      return [...task.items].sort((a, b) => a.rank - b.rank).map(({ text }) => text[lang]);
  }
}

/** Shows the next hint, which costs points; `text` is undefined when there is no further one. */
export function hint(state: Exercise): { readonly state: Exercise; readonly text: string | undefined } {
  const question = current(state);
  const text = question?.hints[state.hints];
  if (text === undefined) return { state, text: undefined };
  return { state: { ...state, hints: state.hints + 1 }, text: text[state.lang] };
} // prettier-ignore
