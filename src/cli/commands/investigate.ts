import { existsSync } from 'node:fs';
import { freshness } from '../../detect/findings.js';
import { KonsekiError, placeText } from '../../errors.js';
import type { Built } from '../../incident/build.js';
import type { Case } from '../../ingest/case.js';
import { holdsPracticeData } from '../../ingest/practice-data.js';
import type { AddReport } from '../../ingest/report.js';
import type { JsonValue } from '../../output/json.js';
import { json } from '../../output/json.js';
import { visible } from '../../output/visible.js';
import { coverage } from '../../scope/coverage.js';
import { parseFrom } from '../../scope/seed-text.js';
import { inboxRuleAnswer } from '../../scope/first-answer.js';
import { listUsers } from '../../scope/users.js';
import type { AddingOptions } from '../adding.js';
import {
  addTo,
  defaultCase,
  dropEmptyCase,
  mustBeFiles,
  mustExist,
  openOrCreate,
} from '../adding.js';
import { answerJson, printAnswer, printCoverage, printUsers } from '../answer-view.js';
import type { Context } from '../context.js';
import { exitCode } from '../exit-code.js';
import { countByStage, printGravest } from '../finding-view.js';
import { findingJson } from '../finding-words.js';
import type { FromOptions } from '../incident-of.js';
import { builtFrom } from '../incident-of.js';
import { printIncidents } from '../incident-view.js';
import { make } from '../with-findings.js';
import { tellPractice } from '../practice-notice.js';
import { exitCodeOfReport, printReport, resultFields, tellProblems } from '../evidence-list.js';

export interface InvestigateOptions extends AddingOptions, FromOptions {
  readonly case?: string;
}

/** What people get of each (events: on a terminal); programs get all. */
const forPeople = { events: 200, stories: 3, users: 15, findings: 10 } as const;

/** Adds the evidence to a case, making it if need be, and tells the incident. */
export async function investigate(
  context: Context,
  paths: readonly string[],
  options: InvestigateOptions,
): Promise<number> {
  mustExist(paths);
  mustBeFiles(options.mmdb);
  // What is not understood is told before anything is read.
  for (const from of options.from ?? []) parseFrom(from);
  const dir = options.case ?? defaultCase(paths[0] ?? '.');
  const wasThere = existsSync(dir);
  const { opened, created } = await openOrCreate(context, dir);
  let useless = false;
  try {
    const report = await addTo(context, opened, paths, options);
    useless = created && !hasEvidence(report);
    const found = useless ? undefined : await look(context, opened);
    const code = Math.max(exitCodeOfReport(report), found === false ? exitCode.partly : 0);
    const built = useless ? undefined : await incidentsOf(opened, options);
    if (context.format === 'json') await printJson(context, opened, created, report, built);
    else await printPeople(context, opened, created, report, built);
    tellProblems(context, report);
    if (useless) context.warn('nothing usable was found, so no case was made.');
    return code;
  } finally {
    opened.close();
    if (useless && !wasThere) await dropEmptyCase(dir);
  }
}

/**
 * Makes the findings where they are not there yet. @returns whether it could: rules that are wrong must not
 * cost what was read.
 */
async function look(context: Context, opened: Case): Promise<boolean> {
  const state = await freshness(opened.store);
  if (state.kind === 'fresh') return true;
  try {
    await make(context, opened, state.kind === 'stale' ? state.folders : []);
    return true;
  } catch (error) {
    if (!(error instanceof KonsekiError) || error.code !== 'rules') throw error;
    context.warn(`${placeText(error.place)}: ${error.message} ${error.hint ?? ''}`);
    return false;
  }
}

/** The incidents, with strands made where that is due. */
async function incidentsOf(opened: Case, { from }: FromOptions): Promise<Built> {
  await opened.store.weaveStrands();
  return builtFrom(opened, from);
}

const hasEvidence = ({ results }: AddReport): boolean =>
  results.some(({ kind }) => kind === 'added' || kind === 'already');

async function printPeople(
  context: Context,
  { dir, store }: Case,
  created: boolean,
  report: AddReport,
  built: Built | undefined,
): Promise<void> {
  const { bold } = context.colors;
  if (built === undefined) {
    await printReport(context, report);
    return;
  }
  await context.print(`${bold('Case')} ${visible(dir)}${created ? ' (new)' : ''}\n\n`);
  await printReport(context, report);
  await tellPractice(context, store);
  const limited = context.io.outIsTerminal;
  const covered = await coverage(store);
  await printCoverage(context, covered);
  // An incident tells who and what; without one, these are where to begin.
  if (built.document.incidents.length === 0) {
    await printUsers(context, await listUsers(store, forPeople.users));
    await printGravest(context, { dir, store }, forPeople.findings);
  }
  const answer = await inboxRuleAnswer(store, {
    stories: forPeople.stories,
    ...(limited ? { events: forPeople.events } : {}),
  });
  await printAnswer(
    context,
    answer,
    covered.map(({ source }) => source),
  );
  await context.print('\n');
  await printIncidents(context, dir, built.document);
}

async function printJson(
  context: Context,
  { dir, name, store }: Case,
  created: boolean,
  report: AddReport,
  built: Built | undefined,
): Promise<void> {
  const { users, total } = await listUsers(store);
  await context.print(
    json({
      case: { dir, name, created, practice: await holdsPracticeData(store) },
      files: report.results.map(resultFields),
      coverage: (await coverage(store)).map((log) => ({ ...log })),
      users: users.map((user) => ({ ...user })),
      userCount: total,
      findingCounts: (await countByStage(store)).map((one) => ({ ...one })),
      findings: await findingsJson(store),
      firstAnswer: answerJson(await inboxRuleAnswer(store)),
      document: built?.document ?? null,
    }),
  );
}

/** Those of at least medium severity, the gravest first. */
async function findingsJson(store: Case['store']): Promise<readonly JsonValue[]> {
  const found = await store.findings({ filter: { severity: 'medium' }, order: 'severity' });
  const events = await store.findingEvents(found.map(({ id }) => id));
  return found.map((finding) => findingJson(finding, events.get(finding.id) ?? []));
}
