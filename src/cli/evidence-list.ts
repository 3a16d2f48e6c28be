import type { KonsekiError } from '../errors.js';
import { formatNamed } from '../formats/registry.js';
import type { AddReport, FileResult } from '../ingest/report.js';
import type { Evidence } from '../model/evidence.js';
import type { JsonValue } from '../output/json.js';
import { count, plural } from '../output/table.js';
import { visible } from '../output/visible.js';
import type { Context } from './context.js';
import { errorText } from './errors.js';
import { exitCode, exitCodeOf } from './exit-code.js';
import type { Column, Fields } from './records.js';
import { tableOf } from './records.js';
import { span } from './words.js';

export const formatTitle = (name: string): string => formatNamed(name)?.title ?? name;

/** The folder all of them are in, with its slash; empty when there is none. */
function commonFolder(files: readonly string[]): string {
  const [first = ''] = files;
  if (files.length < 2) return '';
  let end = first.length;
  for (const file of files) while (!file.startsWith(first.slice(0, end))) end -= 1;
  const shared = first.slice(0, end);
  return shared.slice(0, Math.max(shared.lastIndexOf('/'), shared.lastIndexOf('\\')) + 1);
}

export function evidenceColumns(
  context: Context,
  files: readonly Evidence[],
): readonly Column<Evidence>[] {
  const folder = commonFolder(files.map(({ file }) => file));
  const number = { align: 'right', least: 0 } as const;
  return [
    {
      title: folder === '' ? 'File' : `File in ${folder}`,
      least: 24,
      cell: ({ file }) => file.slice(folder.length),
    },
    { title: 'Format', cell: ({ formats }) => formats.map(formatTitle).join(' + ') },
    { title: 'Records', ...number, cell: ({ records }) => count(records) },
    { title: 'Events', ...number, cell: ({ events }) => count(events) },
    { title: 'Dup.', ...number, cell: ({ duplicates }) => count(duplicates) },
    { title: 'Rejects', ...number, cell: ({ rejects }) => count(rejects) },
    {
      title: `First – last (${context.zone})`,
      least: 0,
      cell: (e) => span(context, e.first, e.last),
    },
  ];
}

/** What programs get of a file in the case. */
export function evidenceFields(evidence: Evidence): Fields & { readonly file: string } {
  return {
    file: evidence.file,
    sha256: evidence.sha256,
    bytes: evidence.bytes,
    format: evidence.formats[0] ?? null,
    records: evidence.records,
    events: evidence.events,
    duplicates: evidence.duplicates,
    rejects: evidence.rejects,
    first: evidence.first,
    last: evidence.last,
    damaged: evidence.damaged,
    formats: evidence.formats,
    encoding: evidence.encoding,
    warnings: evidence.warnings.map(({ code, message }) => `${code}: ${message}`),
    evidenceId: evidence.evidenceId,
    onDisk: evidence.onDisk,
    archiveSha256: evidence.archiveSha256,
    copy: evidence.copy,
    addedAt: evidence.addedAt,
    addedBy: evidence.addedBy,
  };
}

/** The same as JSON: each warning with its code and message. */
export function evidenceJson(evidence: Evidence): Readonly<Record<string, JsonValue>> {
  return {
    ...evidenceFields(evidence),
    warnings: evidence.warnings.map(({ code, message }) => ({ code, message })),
  };
}

function errorFields({ code, message, hint, place }: KonsekiError): JsonValue {
  return {
    code,
    message,
    hint: hint ?? null,
    place: place === undefined ? null : { ...place },
  };
}

/** What programs get of a file that was to be added. */
export function resultFields(result: FileResult): JsonValue {
  switch (result.kind) {
    case 'added':
      return {
        ...evidenceJson(result.evidence),
        already: false,
        ...(result.problem === undefined ? {} : { error: errorFields(result.problem) }),
      };
    case 'already': {
      const { records, rejects } = result.evidence;
      return {
        ...evidenceJson(result.evidence),
        file: result.file,
        events: 0,
        duplicates: records - rejects,
        already: true,
        sameAs: result.evidence.file,
      };
    }
    case 'not-recognised':
      return {
        file: result.file,
        notRecognised: result.looksLike,
        ...(result.hint === undefined ? {} : { hint: result.hint }),
      };
    case 'skipped':
      return { file: result.file, skipped: result.reason };
    case 'failed':
      return { file: result.file, error: errorFields(result.error) };
  }
}

/** 0, 1, 3 or 5: docs/exit-codes.md */
export function exitCodeOfReport({ results }: AddReport): number {
  const fatal = results.flatMap((result) => {
    const code = result.kind === 'failed' ? exitCodeOf(result.error.code) : 0;
    return code === exitCode.cannotOpen || code === exitCode.busy ? [code] : [];
  })[0];
  if (fatal !== undefined) return fatal;
  if (!results.some(({ kind }) => kind === 'added' || kind === 'already')) return exitCode.nothing;
  const whole = results.every((result) => {
    switch (result.kind) {
      case 'added':
        return result.problem === undefined && result.evidence.rejects === 0;
      case 'already':
      case 'skipped':
        return true;
      case 'not-recognised':
        return !result.named;
      case 'failed':
        return false;
    }
  });
  return whole ? exitCode.done : exitCode.partly;
}

const listed = 20;

/** What was read, for people. */
export async function printReport(context: Context, { results }: AddReport): Promise<void> {
  const { colors } = context;
  const added = results.flatMap((result) => (result.kind === 'added' ? [result.evidence] : []));
  if (added.length > 0) {
    await context.print(tableOf(context, evidenceColumns(context, added), added));
    await context.print(`${colors.dim(sumLine(added))}\n`);
  }
  for (const result of results)
    if (result.kind === 'already')
      await context.print(`${alreadyLine(result.file, result.evidence)}\n`);
  await printOthers(context, 'Not recognised as a log', unrecognised(results));
  const skipped = results.flatMap((result) =>
    result.kind === 'skipped' ? [`${result.file}: ${result.reason}`] : [],
  );
  await printOthers(context, 'Left out', skipped);
  await printWarnings(context, added);
}

/** One sentence on standard error for each file that was named and not read, or not wholly. */
export function tellProblems(context: Context, { results }: AddReport): void {
  for (const result of results) {
    if (result.kind === 'failed') context.warn(failure(result.file, result.error));
    if (result.kind === 'added' && result.problem !== undefined)
      context.warn(failure(result.file, result.problem));
    if (result.kind === 'added' && result.evidence.rejects > 0)
      context.warn(
        `${result.file}: ${plural(result.evidence.rejects, 'record')} of ${count(result.evidence.records)} could not become events; "konseki evidence <case> --rejects" says which and why.`,
      );
    if (result.kind === 'not-recognised' && result.named)
      context.warn(
        `${result.file}: not a log that Konseki knows; it looks like ${result.looksLike}.${result.hint === undefined ? '' : ` ${result.hint}`}`,
      );
  }
}

function failure(file: string, error: KonsekiError): string {
  const text = errorText(error);
  return text.startsWith(visible(file)) || text.includes(visible(file)) ? text : `${file}: ${text}`;
}

function sumLine(added: readonly Evidence[]): string {
  const sum = (of: (evidence: Evidence) => number): number =>
    added.reduce((total, evidence) => total + of(evidence), 0);
  const damaged = sum((e) => e.damaged);
  return (
    `${plural(added.length, 'file')}: ${plural(
      sum((e) => e.records),
      'record',
    )} = ` +
    `${plural(
      sum((e) => e.events),
      'new event',
    )} + ${plural(
      sum((e) => e.duplicates),
      'duplicate',
    )} + ` +
    plural(
      sum((e) => e.rejects),
      'reject',
    ) +
    (damaged === 0 ? '' : `; ${plural(damaged, 'event')} from damaged records`)
  );
}

function alreadyLine(file: string, evidence: Evidence): string {
  const same = evidence.file === file ? '' : ` as ${evidence.file}`;
  return visible(
    `${file}: in the case already${same}; nothing added (${plural(evidence.records, 'record')}, all known).`,
  );
}

const unrecognised = (results: readonly FileResult[]): readonly string[] =>
  results.flatMap((result) =>
    result.kind === 'not-recognised' && !result.named
      ? [
          `${result.file}: ${result.looksLike}${result.hint === undefined ? '' : `. ${result.hint}`}`,
        ]
      : [],
  );

async function printOthers(
  context: Context,
  title: string,
  lines: readonly string[],
): Promise<void> {
  if (lines.length === 0) return;
  await context.print(`\n${context.colors.bold(`${title} (${lines.length})`)}\n`);
  for (const line of lines.slice(0, listed)) await context.print(`  ${visible(line)}\n`);
  if (lines.length > listed)
    await context.print(`  and ${lines.length - listed} more; --json lists them all\n`);
}

/** Signs that an export is not whole. */
export async function printWarnings(
  context: Context,
  evidence: readonly Evidence[],
): Promise<void> {
  const warned = evidence.filter(({ warnings }) => warnings.length > 0);
  if (warned.length === 0) return;
  await context.print(`\n${context.colors.bold('Warnings')}\n`);
  for (const { file, warnings } of warned)
    for (const { message } of warnings)
      await context.print(`  ${context.colors.yellow('!')} ${visible(`${file}: ${message}`)}\n`);
}
