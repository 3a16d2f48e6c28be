import { mkdtemp, realpath, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { json } from '../../output/json.js';
import { visible } from '../../output/visible.js';
import { nodeEffects } from '../../practice/effects.js';
import { generatePractice } from '../../practice/generate.js';
import { scenarioOf } from '../../practice/options.js';
import type { Exercise } from '../../practice/play/exercise.js';
import {
  answer,
  currentQuestion,
  hint,
  pass,
  startExercise,
} from '../../practice/play/exercise.js';
import { result } from '../../practice/play/result.js';
import type { Language } from '../../practice/play/text.js';
import { readTruth } from '../../practice/score/truth-file.js';
import type { Truth } from '../../practice/truth.js';
import type { Context } from '../context.js';
import { programName, shellWord } from '../context.js';
import { exitCode } from '../exit-code.js';
import type { Player } from '../play/player.js';
import { linePlayer } from '../play/line-player.js';
import { promptPlayer } from '../play/prompt-player.js';
import { feedbackText, openingText, resultText } from '../play/texts.js';
import { playWords } from '../play/words.js';
import { wholeNumber } from './practice.js';

export interface PlayOptions {
  readonly lang?: Language;
  readonly case?: string;
  readonly scenario: string;
  readonly seed: string;
}

interface Incident {
  readonly truth: Truth;
  /** Where its logs are. */
  readonly folder: string;
}

/** Plays the exercise on a terminal, or with the answers of a pipe. Ends with the score, also when it is stopped. */
export async function practicePlay(
  context: Context,
  named: string | undefined,
  options: PlayOptions,
): Promise<number> {
  const { io } = context;
  const lang = options.lang ?? languageOf(io.env);
  const { truth, folder } =
    named === undefined ? await newIncident(context, lang, options) : await incidentIn(named);
  let state = startExercise(truth, lang);
  const isTalking = context.format === 'table';
  const show = async (text: string): Promise<void> => {
    if (isTalking) await context.print(text);
  };

  const me = programName(io.env);
  await show(openingText(context, state, folder, me));
  const player: Player =
    isTalking && io.outIsTerminal && process.stdin.isTTY
      ? promptPlayer(context, lang)
      : linePlayer(context, lang, isTalking);
  const stop = (): void => {
    // In a pipe Ctrl-C is a signal: what was reached is told, and nothing else runs after it.
    player.close();
    if (isTalking) process.stdout.write(resultText(context, result(state), lang, 'stopped'));
    process.exit(exitCode.interrupted);
  };
  process.prependListener('SIGINT', stop);
  let ended: 'done' | 'stopped' | 'input' = 'done';
  try {
    for (;;) {
      const question = currentQuestion(state);
      if (question === undefined) break;
      const reply = await player.ask(question);
      if (reply.kind === 'stop' || reply.kind === 'end') {
        ended = reply.kind === 'stop' ? 'stopped' : 'input';
        break;
      }
      if (reply.kind === 'hint') {
        const next = hint(state);
        await player.tell(next.text === undefined ? playWords.noHint[lang] : `${playWords.hint[lang]}: ${next.text}`);
        ({ state } = next);
        continue;
      }
      const step = reply.kind === 'pass' ? pass(state) : answer(state, reply.input);
      if (step.kind === 'over') break;
      if (step.kind === 'not-understood') {
        await player.tell(step.text);
        continue;
      }
      ({ state } = step);
      await show(feedbackText(context, step.feedback, lang, commandOf(me, step.feedback.command, folder, options.case)));
    }
  } finally {
    process.removeListener('SIGINT', stop);
    player.close();
  }
  if (isTalking) await context.print(resultText(context, result(state), lang, ended));
  else await context.print(json(asJson(state, ended === 'done')));
  return ended === 'stopped' ? exitCode.interrupted : exitCode.done;
} // prettier-ignore

/** The language of the terminal, as far as there is one of it. */
function languageOf(env: Context['io']['env']): Language {
  const { LC_ALL: all = '', LC_MESSAGES: messages = '', LANG: lang = '' } = env;
  return /^ja/i.test(all || messages || lang) ? 'ja' : 'en';
}

async function incidentIn(named: string): Promise<Incident> {
  const truth = await readTruth(named);
  const isFolder = await stat(named).then(
    (found) => found.isDirectory(),
    () => false,
  );
  return { truth, folder: isFolder ? named : path.dirname(named) };
}

async function newIncident(
  context: Context,
  lang: Language,
  { scenario, seed }: PlayOptions,
): Promise<Incident> {
  // Wrong arguments leave no folder behind.
  const number = wholeNumber(seed, '--seed');
  const { slug } = scenarioOf(scenario);
  const parent = await mkdtemp(path.join(await realpath(os.tmpdir()), 'konseki-practice-'));
  const folder = path.join(parent, 'incident');
  context.note(playWords.making[lang]);
  const options = { seed: number, out: folder };
  return { truth: (await generatePractice(slug, options, nodeEffects)).truth, folder };
}

/** A command of an explanation as this player would type it. */
function commandOf(
  me: string,
  command: string | null,
  folder: string,
  dir: string | undefined,
): string | null {
  if (command === null) return null;
  return command
    .replace(/^konseki /, `${me} `)
    .replace(/\bFILES\b/, shellWord(folder))
    .replace(/\bCASE\b/, dir === undefined ? 'CASE' : shellWord(dir));
}

type Json = Parameters<typeof json>[0];

function asJson(state: Exercise, isWhole: boolean): Json {
  const { points, most, percent, answered, questions, hints, phases, readAgain } = result(state);
  return {
    scenario: state.scenario,
    seed: state.seed,
    finished: isWhole,
    points,
    most,
    percent,
    answered,
    questions,
    hints,
    phases: phases.map((one) => ({ ...one })),
    readAgain: readAgain.map((one) => ({ ...one })),
    answers: state.done.map(({ question, given, grade, points: got, hints: seen }) => ({
      question,
      given: given === null ? null : given.kind === 'ids' ? given.ids : visible(given.text),
      grade,
      points: got,
      hints: seen,
    })),
  };
}
