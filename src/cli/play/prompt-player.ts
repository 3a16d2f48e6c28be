import { log, multiselect, select, text } from '@clack/prompts';
import { visible } from '../../output/visible.js';
import type { QuestionView } from '../../practice/play/exercise.js';
import type { Language } from '../../practice/play/text.js';
import type { Context } from '../context.js';
import type { Player, Reply } from './player.js';
import { replyOf } from './player.js';
import { headText, listText } from './texts.js';
import { playWords } from './words.js';

const hintChosen = '?';
const passChosen = '-';

/** Questions as prompts of a terminal: arrows and space, or typing where there is nothing to pick from. */
export function promptPlayer(context: Context, lang: Language): Player {
  return {
    ask: async (question) => {
      const given = await put(context, question, lang);
      if (typeof given === 'symbol') return { kind: 'stop' };
      return typeof given === 'string' ? replyTo(question, given) : chosen(given);
    },
    tell: async (words) => {
      log.info(visible(words));
    },
    close: () => undefined,
  };
}

async function put(
  context: Context,
  question: QuestionView,
  lang: Language,
): Promise<string | string[] | symbol> {
  const options = question.choices.map(({ id, text: words }) => ({
    value: id,
    label: visible(words),
  }));
  const others = [
    ...(question.nextHintCosts === null
      ? []
      : [{ value: hintChosen, label: `${playWords.hintCosts[lang]} −${question.nextHintCosts}` }]),
    { value: passChosen, label: playWords.pass[lang] },
  ];
  const head = headText(context, question, lang);
  // The instructions of the library are in English only.
  const quiet = { showInstructions: false };
  const keys = playWords.keys[lang];
  switch (question.kind) {
    case 'choice':
      return select({
        message: `${head} (${playWords.arrows[lang]})`,
        options: [...options, ...others],
        ...quiet,
      });
    case 'multi':
      return multiselect({
        message: `${head} (${playWords.space[lang]})`,
        options: [...options, ...others],
        required: false,
        ...quiet,
      });
    case 'order':
      log.message(`${head}\n${listText(question)}`);
      return text({ message: `${playWords.order[lang]} (${keys})` });
    case 'free':
      return text({ message: `${head} (${keys})` });
  }
}

function replyTo({ kind }: QuestionView, given: string): Reply {
  return kind === 'choice' && given !== hintChosen && given !== passChosen
    ? { kind: 'answer', input: [given] }
    : replyOf(given);
}

function chosen(given: readonly string[]): Reply {
  if (given.includes(hintChosen)) return { kind: 'hint' };
  if (given.includes(passChosen)) return { kind: 'pass' };
  return { kind: 'answer', input: given };
}
