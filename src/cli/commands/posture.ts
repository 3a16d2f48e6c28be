import path from 'node:path';
import { KonsekiError } from '../../errors.js';
import { measureRows } from '../../measures/posture/measures-table.js';
import { judgePosture } from '../../measures/posture/judge.js';
import type { Answer } from '../../measures/snapshot/answers.js';
import { answersKind, askable, askableOf } from '../../measures/snapshot/answers.js';
import { translator } from '../../output/language/translate.js';
import { postureJson } from '../../output/posture/json.js';
import { postureText } from '../../output/posture/text.js';
import { visibleJson } from '../../output/visible.js';
import type { Context } from '../context.js';
import { exitCode } from '../exit-code.js';
import { languageOf, oneOf, writeFiles } from '../output-options.js';
import { answersAt, daysOf, nowOf, postureLook, snapshotAt } from '../posture-of.js';

export interface PostureCommandOptions {
  readonly measure?: readonly string[];
  readonly licence?: string;
  readonly breakGlass?: readonly string[];
  readonly answers?: string;
  readonly answer?: readonly string[];
  readonly note?: string;
  readonly by?: string;
  readonly days?: string;
  readonly now?: string;
  readonly lang?: string;
}

/** Judges the defensive measures by a tenant's configuration, and keeps answers to what it does not tell. */
export async function posture(
  context: Context,
  named: string,
  options: PostureCommandOptions,
): Promise<number> {
  const language = languageOf(options.lang);
  const wanted = (options.measure ?? []).map((text) => measureOf(text));
  const days = daysOf(options.days);
  const now = nowOf(context, options.now);
  const answers = await answersOf(options, now);
  const snapshot = await snapshotAt(named, answers);
  const judged = judgePosture(snapshot, {
    now,
    days,
    breakGlass: options.breakGlass ?? [],
    licence: options.licence,
  });
  const document =
    wanted.length === 0
      ? judged
      : { ...judged, measures: judged.measures.filter(({ id }) => wanted.includes(id)) };
  await context.print(
    context.format === 'json'
      ? `${visibleJson(JSON.stringify(postureJson(document, language), undefined, 2))}\n`
      : postureText(document, translator(language), postureLook(context)),
  );
  const partly = document.problems.length > 0 || document.files.some(({ cut }) => cut);
  return partly ? exitCode.partly : exitCode.done;
}

function measureOf(text: string): string {
  const found = measureRows.find(({ id }) => id.toLowerCase() === text.trim().toLowerCase());
  if (found !== undefined) return found.id;
  throw new KonsekiError(`There is no measure "${text}".`, {
    code: 'usage',
    hint: `Measures are ${measureRows.map(({ id }) => id).join(', ')}.`,
  });
}

/** The answers of --answers, with those of --answer added and written back. */
async function answersOf(options: PostureCommandOptions, now: Date): Promise<readonly Answer[]> {
  const given = options.answer ?? [];
  const { answers: file } = options;
  if (file === undefined) {
    if (given.length === 0) return [];
    throw new KonsekiError('--answer needs the file to keep the answer in.', {
      code: 'usage',
      hint: 'Name it: --answers answers.json. It is made if it is not there.',
    });
  }
  const kept = await answersAt(file, given.length > 0);
  if (given.length === 0) return kept;
  const added = given.map((text): Answer => {
    const [name = '', answer = ''] = text.split('=');
    const measure = askableOf(name);
    if (measure === undefined)
      throw new KonsekiError(`"${name}" is no question that is asked.`, {
        code: 'usage',
        hint: `Questions are ${askable.join(', ')}; write --answer W-74=yes.`,
      });
    const word = oneOf(['yes', 'partly', 'no'] as const, answer, '--answer');
    return { measure, answer: word, note: options.note ?? '', by: options.by ?? '', at: now.toISOString(), file }; // prettier-ignore
  });
  const all = [...new Map([...kept, ...added].map((one) => [one.measure, one])).values()];
  const entries = all.map(({ measure, answer, note, by, at }) => [measure, { answer, note, by, at }] as const); // prettier-ignore
  const content = { kind: answersKind, answers: Object.fromEntries(entries) };
  await writeFiles(path.dirname(file), [path.basename(file)], true, (files) =>
    files.write(path.basename(file), [`${JSON.stringify(content, undefined, 2)}\n`]),
  );
  return all;
}
