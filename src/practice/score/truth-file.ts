import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { z } from 'zod';
import { KonsekiError, systemCode } from '../../errors.js';
import type { Truth } from '../truth.js';
import { truthSchema } from '../truth.js';

/** The only version of truth.json there is. */
const version = 1;
const fileName = 'truth.json';
const remake =
  'Make the practice incident anew with "konseki practice new", or name its truth.json.';

/**
 * Reads a `truth.json`, or that of a practice incident's folder.
 *
 * @throws KonsekiError `not-found`, `unreadable`, `corrupt` (says where), `not-recognised` (another version)
 */
export async function readTruth(named: string): Promise<Truth> {
  const { file, text } = await textOf(named);
  return parseTruth(text, file);
}

/** The same from its text; `file` is for messages. */
export function parseTruth(text: string, file: string): Truth {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    const line = lineOf(text, cause);
    throw new KonsekiError('This truth is not JSON.', {
      code: 'corrupt',
      place: { file, ...(line === undefined ? {} : { line }) },
      hint: remake,
      cause,
    });
  }
  mustBeTruth(value, file);
  const parsed = truthSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [first, ...others] = parsed.error.issues;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  throw new KonsekiError(
    `The truth is malformed at ${first === undefined ? 'its root' : issueText(first)}${more}.`,
    { code: 'corrupt', place: { file }, hint: remake, cause: parsed.error },
  );
}

/** Tells a truth of another version from what is no truth at all, before the fields are looked at. */
function mustBeTruth(value: unknown, file: string): void {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const stated: unknown = isObject && 'truth' in value ? value.truth : undefined;
  if (stated === version) return;
  if (typeof stated === 'number')
    throw new KonsekiError(`The truth has version ${stated}; this Konseki knows ${version}.`, {
      code: 'not-recognised',
      place: { file },
      hint:
        stated > version
          ? 'Install a newer Konseki.'
          : 'Make the practice incident anew with "konseki practice new".',
    });
  throw new KonsekiError('This is no truth of a practice incident: it does not say "truth": 1.', {
    code: 'not-recognised',
    place: { file },
    hint: remake,
  });
}

async function textOf(named: string): Promise<{ readonly file: string; readonly text: string }> {
  const inFolder = path.join(named, fileName);
  try {
    return { file: named, text: await readFile(named, 'utf8') };
  } catch (error) {
    if (systemCode(error) !== 'EISDIR') throw fileError(error, named);
  }
  try {
    return { file: inFolder, text: await readFile(inFolder, 'utf8') };
  } catch (error) {
    throw fileError(error, inFolder);
  }
}

function fileError(cause: unknown, file: string): KonsekiError {
  const isMissing = ['ENOENT', 'ENOTDIR'].includes(systemCode(cause) ?? '');
  return new KonsekiError(isMissing ? 'There is no such file.' : 'The file cannot be read.', {
    code: isMissing ? 'not-found' : 'unreadable',
    place: { file },
    hint: 'Name the truth.json of a practice incident, or its folder.',
    cause,
  });
}

/** `events[3].time: Invalid ISO datetime` */
function issueText({ path: steps, message }: z.core.$ZodIssue): string {
  const place = steps
    .map((step, at) =>
      typeof step === 'number' ? `[${step}]` : `${at === 0 ? '' : '.'}${String(step)}`,
    )
    .join('');
  return `${place === '' ? 'its root' : place}: ${message}`;
}

/** Node tells the offset, or line and column, in the message only. */
function lineOf(text: string, error: unknown): number | undefined {
  const message = error instanceof Error ? error.message : '';
  const line = /line (\d+)/.exec(message)?.[1];
  if (line !== undefined) return Number(line);
  const offset = /position (\d+)/.exec(message)?.[1];
  if (offset !== undefined) return text.slice(0, Number(offset)).split('\n').length;
  return message.includes('end of JSON') ? text.split('\n').length : undefined;
}
