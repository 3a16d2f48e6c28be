import { visible } from '../../output/visible.js';
import type { Exercise, Feedback, QuestionView } from '../../practice/play/exercise.js';
import type { Result } from '../../practice/play/result.js';
import type { Language } from '../../practice/play/text.js';
import { phaseNames } from '../../practice/play/words.js';
import type { Context } from '../context.js';
import { shellWord } from '../context.js';
import { playWords } from './words.js';

/** Everything the exercise puts on a terminal; what comes from an incident is made visible here. */

export function openingText(
  context: Context,
  { opening, lang }: Exercise,
  folder: string,
  me: string,
): string {
  const { bold, dim } = context.colors;
  const { role, company, report, reportedAt, synthetic } = opening;
  const lines = [
    dim(synthetic[lang]),
    '',
    visible(role[lang]),
    ...company.map((text) => `  ${visible(text[lang])}`),
    '',
    bold(`${playWords.reported[lang]} · ${visible(reportedAt)}`),
    `  ${visible(report[lang])}`,
    '',
    `${playWords.logsIn[lang]}: ${visible(folder)}`,
    `${playWords.investigate[lang]}: ${me} investigate ${shellWord(folder)}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** Where one is, and what is asked. */
export function headText(context: Context, question: QuestionView, lang: Language): string {
  const { dim, bold } = context.colors;
  const { number, of, phase, prompt } = question;
  return `${dim(`${phaseNames[phase][lang]} · ${playWords.question[lang]} ${number}/${of}`)}\n${bold(visible(prompt))}`;
}

export const listText = ({ choices }: QuestionView): string =>
  choices.map(({ text }, at) => `  ${at + 1}. ${visible(text)}\n`).join('');

export const questionText = (context: Context, question: QuestionView, lang: Language): string =>
  `\n${headText(context, question, lang)}\n${listText(question)}`;

export function feedbackText(
  context: Context,
  feedback: Feedback,
  lang: Language,
  command: string | null,
): string {
  const { bold, dim, green, red, yellow } = context.colors;
  const color = { right: green, partly: yellow, wrong: red, passed: yellow }[feedback.verdict];
  const { points, most, verdict, rightAnswer, choices, explanation, rows } = feedback;
  let out = `${color(bold(playWords[verdict][lang]))} ${dim(`${points}/${most} ${playWords.points[lang]}`)}\n`;
  if (verdict !== 'right') {
    const [only, ...more] = rightAnswer;
    out +=
      more.length === 0
        ? `  ${playWords.answerIs[lang]}: ${visible(only ?? '')}\n`
        : `  ${playWords.answerIs[lang]}:\n${rightAnswer.map((text) => `    ${visible(text)}\n`).join('')}`;
  }
  // Why a wrong choice is wrong is told to those who took it, and to everybody where there is one answer.
  for (const { text, right, picked, why } of choices)
    if (why !== null && !right && (picked || rightAnswer.length === 1))
      out += `  ${picked ? red('✗') : dim('·')} ${visible(text)}: ${visible(why)}\n`;
  out += `  ${visible(explanation)}\n`;
  if (command !== null) out += `  ${playWords.shownBy[lang]}: ${visible(command)}\n`;
  return `${out}  ${dim(`${playWords.rows[lang]}: ${rows.join(', ')}`)}\n`;
}

export function resultText(
  context: Context,
  { points, most, percent, answered, questions, hints, phases, readAgain }: Result,
  lang: Language,
  ended: 'done' | 'stopped' | 'input',
): string {
  const { bold, dim } = context.colors;
  let out = `\n${ended === 'done' ? playWords.over[lang] : playWords.soFar[lang]}\n`;
  if (percent === null) return `${out}${playWords.nothing[lang]}\n`;
  out += `${bold(`${playWords.score[lang]}: ${points}/${most} ${playWords.points[lang]} (${percent} %)`)}, ${answered}/${questions} ${playWords.answered[lang]}, ${playWords.hints[lang]}: ${hints}\n`;
  for (const phase of phases)
    if (phase.most > 0) out += `  ${phase.name}: ${phase.points}/${phase.most}\n`;
  if (readAgain.length > 0) {
    out += `\n${playWords.readAgain[lang]}:\n`;
    for (const { row, topic } of readAgain.slice(0, 12)) out += `  ${dim(row)} ${topic}\n`;
  }
  return out;
}
