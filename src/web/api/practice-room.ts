import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { KonsekiError, systemCode } from '../../errors.js';
import { addEvidence } from '../../ingest/add.js';
import { uploadDir } from '../../ingest/case.js';
import { practiceEntry, practiceFile } from '../../model/practice.js';
import { shellQuoted } from '../../output/text-safety/shell.js';
import { nodeEffects } from '../../practice/effects.js';
import { generatePractice } from '../../practice/generate.js';
import type { Exercise, Feedback, QuestionView, Step } from '../../practice/play/exercise.js';
import {
  answer,
  currentQuestion,
  hint,
  lastFeedback,
  pass,
  startExercise,
} from '../../practice/play/exercise.js';
import type { Result } from '../../practice/play/result.js';
import { result } from '../../practice/play/result.js';
import { resume, savedExercise, toSave } from '../../practice/play/saved.js';
import type { Language } from '../../practice/play/text.js';
import { readTruth } from '../../practice/score/truth-file.js';
import type { Truth } from '../../practice/truth.js';
import type { Workspace } from './workspace.js';

/** Where the exercise of a case stands, as a player may see it. */
export interface Play {
  /** `choose`: the case is empty; `other`: it holds evidence that no exercise is made of; `begin`: its incident can be played. */
  readonly state: 'choose' | 'other' | 'begin' | 'playing' | 'over';
  readonly opening: {
    readonly role: string;
    readonly company: readonly string[];
    readonly report: string;
    readonly reportedAt: string;
    readonly synthetic: string;
  } | null;
  readonly question: QuestionView | null;
  readonly feedback: Feedback | null;
  readonly result: Result | null;
} // prettier-ignore

/** What a player does. */
export type Move =
  | { readonly kind: 'answer'; readonly input: string | readonly string[] }
  | { readonly kind: 'hint' }
  | { readonly kind: 'pass' };

const folderOf = (dir: string): string => path.join(dir, 'practice');
const playFile = (dir: string): string => path.join(folderOf(dir), 'play.json');
/** Evidence that lies in the case is taken from here alone. */
const exportsOf = (dir: string): string => path.join(uploadDir(dir), 'practice');

/** Where the exercise of the case stands. */
export async function playOf(workspace: Workspace, lang: Language): Promise<Play> {
  const found = await incidentOf(workspace);
  if (found.kind !== 'truth') return { ...nothing, state: found.kind };
  const state = await read(workspace, found.truth, lang);
  if (state === undefined)
    return { ...nothing, state: 'begin', opening: openingIn(startExercise(found.truth, lang)) };
  const question = currentQuestion(state) ?? null;
  const feedback = lastFeedback(state);
  return {
    state: question === null ? 'over' : 'playing',
    opening: openingIn(state),
    question,
    feedback: feedback === undefined ? null : { ...feedback, command: commandIn(feedback.command, workspace.opened.dir, found.folder) },
    result: result(state, lang),
  }; // prettier-ignore
}

const nothing = { opening: null, question: null, feedback: null, result: null } as const;

const openingIn = ({ opening, lang }: Exercise): NonNullable<Play['opening']> => ({
  role: opening.role[lang],
  company: opening.company.map((text) => text[lang]),
  report: opening.report[lang],
  reportedAt: opening.reportedAt,
  synthetic: opening.synthetic[lang],
});

const commandIn = (command: string | null, dir: string, folder: string): string | null =>
  command?.replace(/\bFILES\b/, () => shellQuoted(folder)).replace(/\bCASE\b/, () => shellQuoted(dir)) ?? null; // prettier-ignore

/**
 * Makes a practice incident in the folder of an empty case and adds its exports.
 *
 * @throws KonsekiError `usage` for a scenario that there is not, and where the case holds evidence
 */
export async function makeIncident(
  workspace: Workspace,
  { scenario, seed }: { readonly scenario: string; readonly seed: number },
): Promise<void> {
  const { opened, author, now } = workspace;
  if ((await opened.store.evidence()).length > 0)
    throw new KonsekiError('This case holds evidence already: an exercise needs an empty case.', {
      code: 'usage',
      hint: 'Open one of its own with "konseki serve practice.case".',
    });
  const out = exportsOf(opened.dir);
  await workspace.change(async (tell) => {
    // What an earlier try left behind was never evidence.
    await rm(out, { recursive: true, force: true });
    const { truth } = await generatePractice(scenario, { seed, out }, nodeEffects);
    // One by one: a folder inside a case is not looked through.
    const files = [...truth.files.map(({ file }) => file), practiceFile].map((file) =>
      path.join(out, file),
    );
    const { results } = await addEvidence(opened, files, {
      author,
      now,
      onProgress: ({ bytesDone, bytesTotal }) => {
        tell({ step: 'adding', done: bytesDone, total: bytesTotal, file: scenario });
      },
    });
    for (const result of results) if (result.kind === 'failed') throw result.error;
    if (!results.some(({ kind }) => kind === 'added')) throw new Error('no export was added');
  });
}

/** Begins, or begins again: what was answered before is gone. */
export async function begin(workspace: Workspace, lang: Language): Promise<void> {
  await write(workspace, startExercise(await truthIn(workspace), lang));
}

/** @throws KonsekiError `usage` for an answer that cannot be understood, or before the beginning */
export async function move(workspace: Workspace, done: Move, lang: Language): Promise<void> {
  const state = await read(workspace, await truthIn(workspace), lang);
  if (state === undefined)
    throw new KonsekiError('The exercise has not begun.', { code: 'usage', hint: 'Begin it on the Practice page.' }); // prettier-ignore
  if (done.kind === 'hint') {
    await write(workspace, hint(state).state);
    return;
  }
  const step: Step = done.kind === 'pass' ? pass(state) : answer(state, done.input);
  if (step.kind === 'not-understood') throw new KonsekiError(step.text, { code: 'usage' });
  await write(workspace, step.state);
}

type Found =
  | { readonly kind: 'truth'; readonly truth: Truth; readonly folder: string }
  | { readonly kind: 'choose' | 'other' };

/** The truth of the incident that the case was made of: beside its exports. */
const incidentOf = (workspace: Workspace): Promise<Found> =>
  workspace.kept('practice-truth', async () => {
    const { store } = workspace.opened;
    const evidence = await store.evidence();
    if (evidence.length === 0) return { kind: 'choose' };
    if (!(await store.journal()).some(({ kind }) => kind === practiceEntry)) return { kind: 'other' };
    for (const folder of new Set(evidence.map(({ onDisk }) => path.dirname(onDisk)))) {
      const truth = await readTruth(folder).catch(() => undefined);
      if (truth !== undefined) return { kind: 'truth', truth, folder };
    }
    return { kind: 'other' };
  }); // prettier-ignore

async function truthIn(workspace: Workspace): Promise<Truth> {
  const found = await incidentOf(workspace);
  if (found.kind === 'truth') return found.truth;
  throw new KonsekiError('This case was not made of a practice incident whose truth is at hand.', {
    code: 'usage',
    hint: 'Open an empty case with "konseki serve practice.case" and choose a scenario there.',
  });
}

/** A file that is damaged or of another incident is no exercise: it begins anew. */
async function read(
  { opened }: Workspace,
  truth: Truth,
  lang: Language,
): Promise<Exercise | undefined> {
  try {
    const saved = savedExercise.safeParse(JSON.parse(await readFile(playFile(opened.dir), 'utf8')));
    return saved.success ? resume(truth, saved.data, lang) : undefined;
  } catch {
    return undefined;
  }
}

async function write({ opened }: Workspace, state: Exercise): Promise<void> {
  const file = playFile(opened.dir);
  try {
    await mkdir(folderOf(opened.dir), { recursive: true, mode: 0o700 });
    await writeFile(`${file}.new`, JSON.stringify(toSave(state)), { mode: 0o600 });
    await rename(`${file}.new`, file);
  } catch (cause) {
    throw new KonsekiError('The answer cannot be kept.', {
      code: systemCode(cause) === 'ENOSPC' ? 'disk-full' : 'read-only',
      place: { file },
      hint: 'Make room, or allow writing in the folder of the case; then answer again.',
      cause,
    });
  }
}
