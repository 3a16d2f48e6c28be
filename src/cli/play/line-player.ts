import { createInterface } from 'node:readline';
import type { QuestionView } from '../../practice/play/exercise.js';
import type { Language } from '../../practice/play/text.js';
import { visible } from '../../output/visible.js';
import type { Context } from '../context.js';
import type { Player } from './player.js';
import { replyOf } from './player.js';
import { questionText } from './texts.js';
import { playWords } from './words.js';

/** One answer a line, from a pipe or a plain terminal. */
export function linePlayer(context: Context, lang: Language, isTalking: boolean): Player {
  const lines = createInterface({ input: process.stdin, crlfDelay: Infinity });
  const waiting = lines[Symbol.asyncIterator]();
  let asked: string | undefined;
  const show = async (text: string): Promise<void> => {
    if (isTalking) await context.print(text);
  };
  return {
    ask: async (question: QuestionView) => {
      // A question is put once; after a hint or a slip only the prompt comes again.
      if (asked !== question.id) await show(questionText(context, question, lang));
      asked = question.id;
      await show(`${playWords[question.kind][lang]} (${playWords.keys[lang]}): `);
      const next = await waiting.next();
      await show('\n');
      return next.done === true ? { kind: 'end' } : replyOf(next.value);
    },
    tell: (text) => show(`${visible(text)}\n`),
    close: () => {
      lines.close();
    },
  };
}
