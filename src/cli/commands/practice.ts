import { KonsekiError } from '../../errors.js';
import { json } from '../../output/json.js';
import { count, plural, table } from '../../output/table.js';
import { visible } from '../../output/visible.js';
import { scenarios } from '../../practice/attack/scenarios.js';
import { nodeEffects } from '../../practice/effects.js';
import { generatePractice } from '../../practice/generate.js';
import type { Entry, Part } from '../../practice/score/part.js';
import type { Score } from '../../practice/score/score.js';
import { scoreCase } from '../../practice/score/score.js';
import { readTruth } from '../../practice/score/truth-file.js';
import { documentClaims } from '../claims.js';
import { withIncidents } from '../incident-of.js';
import type { Context } from '../context.js';
import { programName, shellWord } from '../context.js';
import { exitCode } from '../exit-code.js';
import { printListing } from '../records.js';
import { sourceName } from '../words.js';

export interface NewOptions {
  readonly out: string;
  readonly seed: string;
  readonly users?: string;
  readonly days?: string;
  readonly events?: string;
}

/** Writes a practice incident. */
export async function practiceNew(
  context: Context,
  scenario: string,
  options: NewOptions,
): Promise<number> {
  const { out } = options;
  const { truth, files } = await generatePractice(
    scenario,
    {
      seed: wholeNumber(options.seed, '--seed'),
      ...given('users', options.users),
      ...given('days', options.days),
      ...given('events', options.events),
      out,
    },
    nodeEffects,
  );
  if (context.format === 'json') {
    const { seed, span, report, counts } = truth;
    await context.print(json({ scenario, seed, out, span, report, counts, files: truth.files }));
    return exitCode.done;
  }
  const records = truth.files.map(({ file, records: held }) => [file, count(held)]);
  const others = files.filter((file) => !truth.files.some((listed) => listed.file === file));
  await context.print(
    table(
      [{ title: 'File', least: 16 }, { title: 'Records', align: 'right', least: 0 }],
      [...records, ...others.map((file) => [file, ''])],
      context.layout,
    ),
  ); // prettier-ignore
  const events = Object.values(truth.counts).reduce((sum, held) => sum + held, 0);
  const me = programName(context.io.env);
  await context.print(
    `\n${plural(events, 'event')} over ${visible(truth.company.name)}'s ${plural(truth.company.users, 'user')}. The report: ${visible(truth.report.en)}\n` +
      `Nothing of it is real. truth.json tells what happened: read it last.\n\n` +
      `  ${me} investigate ${shellWord(out)} --case practice.case\n` +
      `  ${me} practice play ${shellWord(out)} --case practice.case\n` +
      `  ${me} practice score practice.case ${shellWord(out)}\n`,
  );
  return exitCode.done;
}

const given = (name: string, value: string | undefined): Record<string, number> =>
  value === undefined ? {} : { [name]: wholeNumber(value, `--${name}`) };

/** @throws KonsekiError `usage` */
export function wholeNumber(text: string, option: string): number {
  const value = Number(text);
  if (/^\d{1,15}$/.test(text.trim())) return value;
  throw new KonsekiError(`${option} "${text}" is not a whole number.`, {
    code: 'usage',
    hint: `Write digits only, e.g. ${option} 100.`,
  });
}

/** The scenarios, one a line. */
export async function practiceList(context: Context): Promise<number> {
  await printListing(context, {
    records: scenarios,
    columns: [
      { title: 'Scenario', least: 0, cell: ({ slug }) => slug },
      { title: 'What happens', least: 24, cell: ({ title }) => title },
      { title: 'Users', align: 'right', least: 0, cell: ({ users }) => count(users) },
      { title: 'Days', align: 'right', least: 0, cell: ({ days }) => count(days) },
      { title: 'Licence', least: 0, cell: ({ licence }) => licence },
    ],
    fields: ({ slug, title, users, days, licence }) => ({ slug, title, users, days, licence }),
  });
  return exitCode.done;
}

/** Compares a case with the truth. */
export async function practiceScore(
  context: Context,
  dir: string,
  truthFile: string,
): Promise<number> {
  const truth = await readTruth(truthFile);
  return withIncidents(context, dir, {}, async (built, { store }) => {
    const score = await scoreCase(store, truth, await documentClaims(store, built));
    if (context.format === 'json') await context.print(json(asJson(score)));
    else await context.print(scoreText(context, score));
    return exitCode.done;
  });
}

interface Line {
  readonly name: string;
  readonly part: Part;
}

const linesOf = (score: Score): readonly Line[] => [
  { name: "Attacker's events in the case", part: score.events },
  { name: 'with the right time', part: score.times },
  { name: 'with the right user', part: score.users },
  { name: 'in the right session', part: score.sessions },
  ...score.traces.map(({ stage, part }) => ({ name: `Traces: ${stage}`, part })),
  { name: 'Events in scope', part: score.scope },
  { name: 'Verdicts on sessions', part: score.verdicts },
];

/** As many missed and wrong ones of each part as a terminal should show. */
const mostShown = 10;

function scoreText(context: Context, score: Score): string {
  const { bold } = context.colors;
  const lines = linesOf(score);
  const rows = lines.map(({ name, part }) =>
    part.kind === 'not-scored'
      ? [name, '', '', '', '', '', '', part.reason]
      : [
          name,
          count(part.expected),
          count(part.found),
          count(part.missed.length),
          count(part.wrong.length),
          share(part.recall),
          share(part.precision),
          part.absent.length > 0 ? `${count(part.absent.length)} more not in the evidence` : '',
        ],
  );
  const right = { align: 'right', least: 0 } as const;
  let out = `${bold(`Scenario ${visible(score.scenario)}, seed ${score.seed}`)}\n`;
  out += table(
    [
      { title: 'Part', least: 0 },
      { title: 'Expected', ...right },
      { title: 'Found', ...right },
      { title: 'Missed', ...right },
      { title: 'Wrong', ...right },
      { title: 'Recall', ...right },
      { title: 'Precision', ...right },
      { title: 'Remark', least: 12 },
    ],
    rows,
    context.layout,
  );
  out += `\n${bold('Events by log')}\n`;
  out += table(
    [
      { title: 'Log', least: 0 },
      { title: 'In the truth', ...right },
      { title: 'In the case', ...right },
      { title: '', least: 0 },
    ],
    score.counts.map(({ source, expected, found }) => [
      sourceName(source),
      count(expected),
      count(found),
      expected === found ? '' : found < expected ? `${count(expected - found)} missing` : `${count(found - expected)} more`,
    ]),
    context.layout,
  ); // prettier-ignore
  for (const { name, part } of lines)
    if (part.kind === 'scored') {
      out += entriesText(context, `${name}: missed`, part.missed);
      out += entriesText(context, `${name}: wrong`, part.wrong);
    }
  return out;
}

function entriesText(context: Context, title: string, entries: readonly Entry[]): string {
  if (entries.length === 0) return '';
  const shown = entries.slice(0, mostShown);
  const more = entries.length - shown.length;
  const rows = shown.map(({ id, expected, found }) => [id, expected ?? '', found ?? '']);
  return (
    `\n${context.colors.bold(title)}\n` +
    table(
      [{ title: 'Id', least: 0 }, { title: 'Expected', least: 16 }, { title: 'Found', least: 8 }],
      rows,
      context.layout,
    ) +
    (more > 0 ? `… and ${count(more)} more; --json has all.\n` : '')
  ); // prettier-ignore
}

/** `100.0 %`; never rounded up to all. */
function share(value: number | null): string {
  if (value === null) return '–';
  return `${(Math.floor(value * 1000) / 10).toFixed(1)} %`;
}

type Json = Parameters<typeof json>[0];

function asJson(score: Score): Json {
  const part = (one: Part): Json =>
    one.kind === 'not-scored'
      ? { scored: false, reason: one.reason }
      : {
          scored: true,
          expected: one.expected,
          found: one.found,
          recall: one.recall,
          precision: one.precision,
          missed: one.missed.map((entry) => ({ ...entry })),
          wrong: one.wrong.map((entry) => ({ ...entry })),
          absent: one.absent.map((entry) => ({ ...entry })),
        };
  const { scenario, seed, events, times, users, sessions, counts, traces, scope, verdicts } = score;
  return {
    scenario,
    seed,
    events: part(events),
    times: part(times),
    users: part(users),
    sessions: part(sessions),
    counts: counts.map((one) => ({ ...one })),
    traces: Object.fromEntries(traces.map((one) => [one.stage, part(one.part)])),
    scope: part(scope),
    verdicts: part(verdicts),
  };
}
