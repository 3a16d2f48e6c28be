import { z } from 'zod';
import { isRecord } from './record.js';

/** What the configuration cannot tell and a person has answered. */
export interface Answer {
  /** `W-74`, or a part of a measure: `W-7E.admin-centre`. */
  readonly measure: string;
  readonly answer: 'yes' | 'partly' | 'no';
  readonly note: string;
  readonly by: string;
  /** When, as written; empty when not said. */
  readonly at: string;
  readonly file: string;
}

export const answersKind = 'konseki-answers';

/** The questions: measures that no object of Graph v1.0 decides, and the part of one. */
export const askable = ['W-74', 'W-75', 'W-77', 'W-79', 'W-7A', 'W-7C', 'W-7D', 'W-7E.admin-centre'] as const; // prettier-ignore
export type Askable = (typeof askable)[number];

const word = z
  .union([z.enum(['yes', 'partly', 'no']), z.boolean()])
  .transform((value) => (value === true ? 'yes' : value === false ? 'no' : value));
const entry = z.union([
  word.transform((answer) => ({ answer, note: '', by: '', at: '' })),
  z.looseObject({
    answer: word,
    note: z.string().default(''),
    by: z.string().default(''),
    at: z.string().default(''),
  }),
]);

export const askableOf = (text: string): Askable | undefined =>
  askable.find((one) => one.toLowerCase() === text.trim().toLowerCase());

/** `{kind, answers: {"W-74": "yes", "W-77": {answer, note, by, at}}}`; the kind may be left out in a file named as answers. */
export function readAnswers(
  value: unknown,
  file: string,
): { readonly answers: readonly Answer[]; readonly wrong: readonly string[] } {
  const answers: Answer[] = [];
  const wrong: string[] = [];
  const map = isRecord(value) && isRecord(value['answers']) ? value['answers'] : value;
  if (!isRecord(map)) return { answers, wrong: ['$'] };
  for (const [name, given] of Object.entries(map)) {
    if (name === 'kind' || name === 'version') continue;
    const measure = askableOf(name);
    const parsed = entry.safeParse(given);
    if (measure === undefined || !parsed.success) wrong.push(name);
    else {
      const { answer, note, by, at } = parsed.data;
      answers.push({ measure, answer, note, by, at, file });
    }
  }
  return { answers, wrong };
}

/** The last answer to a question counts: a later file overrules an earlier one. */
export const answerTo = (answers: readonly Answer[], measure: Askable): Answer | undefined =>
  answers.findLast((answer) => answer.measure === measure);
