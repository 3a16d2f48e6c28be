import { describe, expect, it } from 'vitest';
import { noAttackTruth, truths, workshopTruth } from '../../../test/support/truths.js';
import { scenarios } from '../attack/scenarios.js';
import type { PracticeEffects } from '../effects.js';
import { generatePractice } from '../generate.js';
import type { Truth } from '../truth.js';
import { normalised } from './answer.js';
import type { Exercise, Feedback } from './exercise.js';
import {
  answer,
  currentQuestion,
  hint,
  hintCosts,
  inLanguage,
  mostPoints,
  pass,
  startExercise,
} from './exercise.js';
import type { Question } from './question.js';
import { phases } from './question.js';
import { templates } from './questions/all.js';
import { result } from './result.js';
import type { Text } from './text.js';
import { languages } from './text.js';
import { knownRows } from './topics-table.js';

/** What a player who knows everything, or nothing, answers. */
function rightInput({ task }: Question): string | readonly string[] {
  switch (task.kind) {
    case 'free':
      return task.accepted[0]!;
    case 'choice':
    case 'multi':
      return task.choices.filter((choice) => choice.right).map(({ id }) => id);
    case 'order':
      return [...task.items].sort((a, b) => a.rank - b.rank).map(({ id }) => id);
  }
}

function wrongInput({ task }: Question): string | readonly string[] {
  switch (task.kind) {
    case 'free':
      return 'something else entirely';
    case 'choice':
      return task.choices.filter((choice) => !choice.right).slice(0, 1).map(({ id }) => id);
    case 'multi':
      return task.choices.filter((choice) => !choice.right).map(({ id }) => id);
    case 'order':
      return [...task.items].sort((a, b) => b.rank - a.rank).map(({ id }) => id);
  }
} // prettier-ignore

type Input = (question: Question) => string | readonly string[];

function playAll(start: Exercise, input: Input): { state: Exercise; feedback: Feedback[] } {
  let state = start;
  const feedback: Feedback[] = [];
  for (const question of start.questions) {
    expect(currentQuestion(state)?.id).toBe(question.id);
    const step = answer(state, input(question));
    if (step.kind !== 'answered') throw new Error(`${question.id}: ${step.kind}`);
    feedback.push(step.feedback);
    ({ state } = step);
  }
  expect(currentQuestion(state)).toBeUndefined();
  return { state, feedback };
}

const entriesOf = ({ task }: Question): readonly { text: Text }[] =>
  task.kind === 'free' ? [] : task.kind === 'order' ? task.items : task.choices;

/** Every sentence of a question that a player may see before the answer. */
const beforehand = (question: Question): readonly Text[] => [
  question.prompt,
  ...question.hints,
  ...entriesOf(question).map(({ text }) => text),
];

const allTexts = (question: Question): readonly Text[] => [
  ...beforehand(question),
  question.explanation,
  ...(question.task.kind === 'choice' || question.task.kind === 'multi'
    ? question.task.choices.flatMap(({ why }) => (why === null ? [] : [why]))
    : []),
];

/** Words that Japanese writes in Latin letters: products, operations, parameters. */
const productNames =
  /Conditional Access|Microsoft Authenticator|Authentication Methods|User registered security info|Device Registration Service|Add (?:service principal|member to role|delegated permission grant|device)|Consent to application|Register device|Entra ID Protection|Outlook on the web|Outlook Rules Organizer/g;

/** Nothing is kept of a generated incident but its truth. */
const nowhere: PracticeEffects = {
  list: () => Promise.resolve(undefined),
  makeFolder: () => Promise.resolve(),
  create: () => Promise.resolve({ write: () => Promise.resolve(), close: () => Promise.resolve() }),
};

const generated: Truth[] = [];
for (const { slug, leastUsers, leastDays } of scenarios) {
  const sizes = { users: Math.max(leastUsers, 20), days: Math.max(leastDays, 4) };
  generated.push((await generatePractice(slug, { seed: 1, out: 'nowhere', ...sizes }, nowhere)).truth);
} // prettier-ignore

const everyTruth: readonly (readonly [string, Truth])[] = [
  ...truths.map((truth) => [`made by hand: ${truth.scenario}`, truth] as const),
  ...generated.map((truth) => [`the generated ${truth.scenario}`, truth] as const),
];

describe.each(everyTruth)('the exercise on %s', (_, truth) => {
  const start = startExercise(truth, 'en');

  it('asks in the order of the work, with rows that there are', () => {
    const order = start.questions.map(({ phase }) => phases.indexOf(phase));
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(new Set(order).size).toBe(phases.length);
    const ids = start.questions.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { rows } of start.questions) {
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) expect(knownRows).toContain(row);
    }
  });

  it.each(start.questions.map((question): [string, Question] => [question.id, question]))(
    '%s has exactly one right set of answers',
    (_id, { task }) => {
      switch (task.kind) {
        case 'free':
          expect(task.accepted.length).toBeGreaterThan(0);
          for (const accepted of task.accepted) expect(normalised(accepted)).not.toBe('');
          return;
        case 'choice':
          expect(task.choices.filter(({ right }) => right)).toHaveLength(1);
          expect(task.choices.length).toBeGreaterThanOrEqual(3);
          break;
        case 'multi':
          expect(task.choices.filter(({ right }) => right).length).toBeGreaterThan(0);
          expect(task.choices.filter(({ right }) => !right).length).toBeGreaterThan(0);
          break;
        case 'order':
          expect(new Set(task.items.map(({ rank }) => rank)).size).toBeGreaterThan(1);
      }
      const entries = task.kind === 'order' ? task.items : task.choices;
      expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
      for (const language of languages)
        expect(new Set(entries.map(({ text }) => normalised(text[language]))).size).toBe(
          entries.length,
        );
    },
  );

  it.each(start.questions.map((question): [string, Question] => [question.id, question]))(
    'the hints and the prompt of %s do not give the answer',
    (_id, question) => {
      const { task, hints, prompt } = question;
      expect(hints.length).toBeGreaterThan(0);
      expect(hints.length).toBeLessThanOrEqual(hintCosts.length);
      const answers =
        task.kind === 'free'
          ? task.accepted.filter((accepted) => accepted.length > 3)
          : task.kind === 'order'
            ? []
            : task.choices
                .filter(({ right }) => right)
                .flatMap(({ text }) => languages.map((language) => text[language]));
      for (const text of [prompt, ...hints])
        for (const language of languages)
          for (const right of answers)
            expect(normalised(text[language])).not.toContain(normalised(right));
    },
  );

  it('does not tell a free answer in a question before it', () => {
    // The mail that started it is evidence: it may well name its sender's domain or its application.
    const evidence = truth.phish === null ? [] : [truth.phish.subject, truth.phish.sender];
    const bare = (text: string): string =>
      normalised(evidence.reduce((left, one) => left.replaceAll(one, ''), text));
    start.questions.forEach(({ task, id }, at) => {
      if (task.kind !== 'free') return;
      const earlier = start.questions.slice(0, at).flatMap(beforehand);
      for (const accepted of task.accepted.filter((text) => text.length > 5))
        for (const text of earlier)
          for (const language of languages)
            if (bare(text[language]).includes(normalised(accepted)))
              throw new Error(`${id}: "${accepted}" in "${text[language]}"`);
    });
  });

  it('is complete in Japanese', () => {
    const own = new Set(JSON.stringify(truth).match(/[\p{L}\p{N}]+/gu));
    for (const question of start.questions)
      for (const { en, ja } of allTexts(question)) {
        expect(en.trim()).not.toBe('');
        expect(ja.trim()).not.toBe('');
        expect(en).not.toMatch(/undefined|\[object|\bnull\b|NaN/);
        expect(ja).not.toMatch(/undefined|\[object|\bnull\b|NaN/);
        // Names and values read the same; sentences do not.
        if (en === ja.replaceAll('、', ', ')) continue;
        expect(ja).toMatch(/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u);
        expect(en).not.toMatch(/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u);
        const foreign = ja
          .replace(/“[^”]*”|「[^」]*」/g, '')
          .replace(productNames, '')
          .split(/[^\p{L}\p{N}'’ .-]+/u)
          .flatMap((run) => run.match(/[A-Za-z'’.-]+(?: [A-Za-z'’.-]+){2,}/g) ?? [])
          .filter((run) => run.split(' ').some((word) => /^[a-z]/.test(word) && !own.has(word)));
        expect(foreign).toEqual([]);
      }
  });

  it('gives 100 % for right answers', () => {
    const { state, feedback } = playAll(start, rightInput);
    const most = start.questions.length * mostPoints;
    expect(result(state)).toMatchObject({ points: most, most, percent: 100, readAgain: [] });
    for (const { verdict } of feedback) expect(verdict).toBe('right');
  });

  it('gives nothing for wrong answers, and explains them', () => {
    const { state, feedback } = playAll(start, wrongInput);
    expect(result(state)).toMatchObject({ points: 0, percent: 0 });
    expect(result(state).readAgain.length).toBeGreaterThan(10);
    for (const { verdict, explanation, rightAnswer } of feedback) {
      expect(verdict).toBe('wrong');
      expect(explanation.length).toBeGreaterThan(20);
      expect(rightAnswer.length).toBeGreaterThan(0);
    }
  });

  it('is the same each time, and plain data', () => {
    expect(startExercise(truth, 'en')).toEqual(start);
    expect(JSON.parse(JSON.stringify(start))).toEqual(start);
  });
});

describe('the questions', () => {
  it('are all asked in one incident or another', () => {
    const asked = new Set(
      truths.flatMap((truth) => startExercise(truth, 'en').questions.map(({ id }) => id)),
    );
    const never = templates.map(({ id }) => id).filter((id) => !asked.has(id));
    // So many decoys, and a forwarding mailbox, no hand-made truth has.
    expect(never).toEqual(['decoy-3', 'decoy-4', 'forwarding']);
  });

  it('give no choice a telling place', () => {
    const places = truths.flatMap((truth) =>
      startExercise(truth, 'en').questions.flatMap(({ task }) =>
        task.kind === 'choice' && task.choices.length === 4
          ? [task.choices.findIndex(({ right }) => right)]
          : [],
      ),
    );
    for (const place of [0, 1, 2, 3])
      expect(places.filter((one) => one === place).length / places.length).toBeGreaterThan(0.1);
  });

  it('ask, where nothing happened, nothing that takes an intruder', () => {
    const ids = startExercise(noAttackTruth, 'en').questions.map(({ id }) => id);
    expect(ids).toContain('incident');
    expect(ids).toContain('decoy-2');
    expect(ids).toContain('report-of-nothing');
    for (const id of ['session', 'victims', 'actions', 'window', 'first-access', 'stages'])
      expect(ids).not.toContain(id);
    const incident = startExercise(noAttackTruth, 'en').questions.find(
      ({ id }) => id === 'incident',
    );
    expect(incident && rightInput(incident)).toEqual(['no']);
  });
});

/** The exercise at a question. */
function at(id: string, truth: Truth = workshopTruth): Exercise {
  let state = startExercise(truth, 'en');
  while (currentQuestion(state)?.id !== id) {
    const step = pass(state);
    if (step.kind === 'over') throw new Error(`no question ${id}`);
    ({ state } = step);
  }
  return state;
}

const verdictOf = (state: Exercise, input: string | readonly string[]): string => {
  const step = answer(state, input);
  return step.kind === 'answered' ? step.feedback.verdict : step.kind;
};

describe('answers', () => {
  it('shows no solution before it is given', () => {
    const view = JSON.stringify(currentQuestion(at('first-response')));
    expect(view).not.toMatch(/right|why|explanation|rank|accepted/);
  });

  it.each([
    'E55A5C8E-AEFE-4369-BD4A-C2EAAD764E9B',
    'e55a5c8e',
    '  ｅ５５ａ５ｃ８ｅ－aefe ',
    '「e55a5c8e-aefe」',
  ])('takes "%s" for the session', (input) => {
    expect(verdictOf(at('session'), input)).toBe('right');
  });

  it.each(['e55a5c8', 'e55a5c8f', 'session'])('does not take "%s"', (input) => {
    expect(verdictOf(at('session'), input)).toBe('wrong');
  });

  it.each([
    ['.', 'right'],
    ['．', 'right'],
    ['"."', 'right'],
    ['..', 'wrong'],
    [',', 'wrong'],
  ])('takes %s for the rule "." as %s', (input, verdict) => {
    expect(verdictOf(at('rule-name'), input)).toBe(verdict);
  });

  it.each(['exampIe1.jp', 'exampie1[.]jp', 'EXAMPIE1(dot)JP', 'exampie1．jp'])(
    'takes the lookalike domain as %s',
    (input) => {
      expect(verdictOf(at('lookalike-domain', truths[2]), input)).toBe('right');
      expect(verdictOf(at('lookalike-domain', truths[2]), 'example1.jp')).toBe('wrong');
    },
  );

  it('understands numbers, letters, words and full width', () => {
    const state = at('first-response');
    const { choices } = currentQuestion(state)!;
    const place = choices.findIndex(({ id }) => id === 'revoke');
    const inputs = [
      `${place + 1}`,
      '１２３４'.charAt(place),
      'abcd'.charAt(place),
      `${'ABCD'.charAt(place)})`,
      choices[place]!.text.toUpperCase(),
      'アカウントのセッションを取り消し、パスワードをリセットする',
      'revoke',
    ];
    for (const input of inputs) expect([input, verdictOf(state, input)]).toEqual([input, 'right']);
  });

  it.each([
    ['', 'Nothing was answered.'],
    ['  ', 'Nothing was answered.'],
    ['9', 'There is no such choice.'],
    ['0', 'There is no such choice.'],
    ['z', 'There is no such choice.'],
    ['1 2', 'Choose one only.'],
    ['whatever', 'There is no such choice.'],
  ])('does not understand "%s", and takes no points for it', (input, text) => {
    const state = at('first-response');
    expect(answer(state, input)).toMatchObject({ kind: 'not-understood', state, text });
  });

  it('takes several choices in one line', () => {
    const state = at('aims-of-response');
    const signs = currentQuestion(state)!.choices.flatMap(({ id }, index) =>
      ['contain', 'keep', 'scope'].includes(id) ? [index + 1] : [],
    );
    for (const mark of [',', ' ', '、', '', ', '])
      expect(verdictOf(state, signs.join(mark))).toBe('right');
  });

  it('gives part of the points for part of the choices, none for all of them', () => {
    const state = at('aims-of-response');
    const points = (input: readonly string[]): number => {
      const step = answer(state, input);
      return step.kind === 'answered' ? step.feedback.points : -1;
    };
    expect(points(['contain', 'keep'])).toBe(7);
    expect(points(['contain', 'keep', 'scope', 'clean'])).toBe(5);
    expect(points(['contain', 'keep', 'scope', 'clean', 'culprit'])).toBe(0);
  });

  it('takes an order only whole, and items of one rank in either order', () => {
    const state = at('application-flow');
    expect(answer(state, '1 2 3')).toMatchObject({ kind: 'not-understood', problem: 'not-all' });
    expect(answer(state, '1 1 2 3 4')).toMatchObject({ problem: 'not-all' });
    const start = ['application', 'principal'];
    expect(verdictOf(state, [...start, 'grant', 'assignment', 'consent'])).toBe('right');
    expect(verdictOf(state, [...start, 'assignment', 'grant', 'consent'])).toBe('right');
    expect(verdictOf(state, [...start, 'assignment', 'consent', 'grant'])).toBe('partly');
    expect(verdictOf(state, ['consent', 'assignment', 'grant', 'principal', 'application'])).toBe('wrong'); // prettier-ignore
  });

  it('ends after the last question', () => {
    let state = startExercise(noAttackTruth, 'en');
    while (currentQuestion(state) !== undefined) {
      const step = pass(state);
      if (step.kind === 'over') break;
      ({ state } = step);
    }
    expect(answer(state, '1').kind).toBe('over');
    expect(pass(state).kind).toBe('over');
    expect(hint(state).text).toBeUndefined();
  });
});

describe('hints', () => {
  it('cost points, and end', () => {
    let state = at('first-response');
    expect(currentQuestion(state)).toMatchObject({ worth: 10, nextHintCosts: 2, hints: [] });
    const first = hint(state);
    expect(first.text).toContain('Where does the attacker');
    ({ state } = first);
    expect(currentQuestion(state)).toMatchObject({ worth: 8, nextHintCosts: 3 });
    ({ state } = hint(state));
    const none = hint(state);
    expect(none).toEqual({ state, text: undefined });
    expect(currentQuestion(state)).toMatchObject({ worth: 5, nextHintCosts: null });
    expect(currentQuestion(state)!.hints).toHaveLength(2);
    const step = answer(state, 'revoke');
    expect(step).toMatchObject({ feedback: { points: 5, verdict: 'right' } });
    // The next question begins without.
    expect(currentQuestion(step.state)).toMatchObject({ hints: [], worth: 10 });
    expect(result(step.state)).toMatchObject({ hints: 2 });
  });
});

describe('the result', () => {
  it('says nothing before the first answer', () => {
    expect(result(startExercise(workshopTruth, 'en'))).toMatchObject({
      points: 0,
      most: 0,
      percent: null,
      answered: 0,
      readAgain: [],
    });
  });

  it('tells what to read again, worst first, in the language of the player', () => {
    const state = at('privileged-first');
    const step = answer(state, 'disable');
    const { readAgain, phases: parts, points } = result(inLanguage(step.state, 'ja'));
    expect(points).toBe(10);
    // Passed over: the questions before it.
    expect(readAgain[0]!.lost).toBeGreaterThanOrEqual(readAgain.at(-1)!.lost);
    expect(readAgain).toContainEqual({ row: 'W-20', topic: '対応の流れ', lost: 10 });
    expect(readAgain.map(({ row }) => row)).not.toContain('W-25');
    expect(parts.slice(0, 2)).toMatchObject([
      { name: 'インシデント発生', points: 0, most: 30 },
      { name: '初動対応', points: 10, most: 20 },
    ]);
  });
});
