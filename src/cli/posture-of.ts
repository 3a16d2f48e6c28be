import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { KonsekiError, systemCode } from '../errors.js';
import { says } from '../model/posture.js';
import type { Verdict } from '../model/posture.js';
import type { Answer } from '../measures/snapshot/answers.js';
import { askable, readAnswers } from '../measures/snapshot/answers.js';
import type { Snapshot } from '../measures/snapshot/snapshot.js';
import { readSnapshot } from '../measures/snapshot/snapshot.js';
import { parseTime } from '../output/time.js';
import type { Context } from './context.js';
import type { PostureTextOptions } from '../output/posture/text.js';
import { readSnapshotFiles } from './snapshot-files.js';

/** @throws KonsekiError `not-recognised` when nothing in it is an object of Graph */
export async function snapshotAt(
  named: string,
  answers: readonly Answer[] = [],
): Promise<Snapshot> {
  const { texts, problems } = await readSnapshotFiles(named);
  const read = readSnapshot(texts);
  const unread = problems.map(({ file, message }) => ({ file, says: says('problem.unread', { message }) })); // prettier-ignore
  const snapshot: Snapshot = {
    ...read,
    problems: [...read.problems, ...unread],
    answers: [...read.answers, ...answers],
  };
  if (snapshot.files.some(({ objects, kinds }) => objects > 0 || kinds.length > 0)) return snapshot;
  const [first] = read.problems;
  const place = first?.says.values['line'];
  throw new KonsekiError(
    first?.says.code === 'problem.malformed'
      ? `${first.file} is not JSON: line ${place ?? '?'}, column ${first.says.values['column'] ?? '?'}.`
      : `No object of Microsoft Graph was recognised in ${named}.`,
    {
      code: 'not-recognised',
      place: { file: first?.file ?? named, ...(place === undefined ? {} : { line: Number(place) }) },
      hint: 'A snapshot is JSON as Graph returns it, e.g. of /identity/conditionalAccess/policies; see docs/posture.md.',
    },
  ); // prettier-ignore
}

/** @throws KonsekiError `usage`: not a number of days */
export function daysOf(text: string | undefined): number {
  if (text === undefined) return 90;
  if (/^\d{1,5}$/.test(text) && Number(text) > 0) return Number(text);
  throw new KonsekiError(`--days "${text}" is not a number of days.`, {
    code: 'usage',
    hint: 'Write a number from 1, e.g. --days 90.',
  });
}

export const nowOf = (context: Context, text: string | undefined): Date =>
  text === undefined ? context.io.now() : new Date(Number(parseTime(text, '--now') / 1000n));

/** Answers of a file, JSON or YAML. @throws KonsekiError */
export async function answersAt(file: string, mayBeMissing: boolean): Promise<readonly Answer[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    if (mayBeMissing && systemCode(cause) === 'ENOENT') return [];
    throw new KonsekiError(`Cannot read ${file}.`, { code: 'not-found', place: { file }, cause });
  }
  let value: unknown;
  try {
    value = parse(text, { maxAliasCount: 0 });
  } catch (cause) {
    const says = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : '';
    throw new KonsekiError(`${file} is neither YAML nor JSON: ${says}`, { code: 'not-recognised', place: { file }, cause }); // prettier-ignore
  }
  const { answers, wrong } = readAnswers(value, file);
  if (wrong.length === 0) return answers;
  throw new KonsekiError(`${file} has an answer that is none: ${wrong.join(', ')}.`, {
    code: 'not-recognised',
    place: { file },
    hint: `Questions are ${askable.join(', ')}; answers are yes, partly and no.`,
  });
}

export function postureLook(context: Context): PostureTextOptions {
  const { green, yellow, red, dim, bold } = context.colors;
  const colors: Readonly<Record<Verdict, (text: string) => string>> = {
    enforced: green,
    'enforced-with-gaps': yellow,
    'report-only': yellow,
    absent: red,
    'not-possible': dim,
    'not-decidable': dim,
    'not-judged': dim,
  };
  return { layout: context.layout, bold, color: (verdict, text) => colors[verdict](text) };
}
