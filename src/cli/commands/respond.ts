import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { KonsekiError, systemCode } from '../../errors.js';
import { openCase } from '../../ingest/case.js';
import type { Incident, IncidentDocument } from '../../model/incident.js';
import { json } from '../../output/json.js';
import type { Language } from '../../output/language/translate.js';
import { languages, translator } from '../../output/language/translate.js';
import { scriptFiles } from '../../output/respond/files.js';
import type { Plan, PlanStep } from '../../output/respond/plan.js';
import { planOf, stepsOf } from '../../output/respond/plan.js';
import { recordOf } from '../../output/respond/record.js';
import type { RecordedState, StepState } from '../../output/respond/states.js';
import { statesIn, stateToWrite, stepPhases, stepStates } from '../../output/respond/states.js';
import { planJson, planText } from '../../output/respond/view.js';
import { visible } from '../../output/visible.js';
import { author } from '../adding.js';
import type { Context } from '../context.js';
import { exitCode } from '../exit-code.js';
import { builtFrom } from '../incident-of.js';
import { openWithStrands } from '../with-strands.js';

export interface RespondOptions {
  readonly lang?: string;
  readonly incident?: string;
  readonly script?: string;
  readonly full?: boolean;
  readonly phase?: string;
  readonly note?: string;
  readonly why?: string;
  readonly by?: string;
}

/** The response plan of a case; or, with a state and a step, what was done, kept in the journal. */
export async function respond(
  context: Context,
  dir: string,
  state: string | undefined,
  step: string | undefined,
  options: RespondOptions,
): Promise<number> {
  const language = languageOf(options.lang);
  if (state !== undefined) return record(context, dir, stateOf(state), step, language, options);
  const opened = await openWithStrands(context, dir);
  try {
    const { document } = await builtFrom(opened);
    const plan = planIn(document, options.incident, statesIn(await opened.store.journal()), language); // prettier-ignore
    if (plan === undefined && options.script !== undefined) {
      context.note('No intrusion was found, so there are no scripts to write.');
      return exitCode.nothing;
    }
    if (plan === undefined)
      await context.print(context.format === 'json' ? json(null) : `${translator(language)('respond.none')}\n`); // prettier-ignore
    else if (options.script !== undefined)
      await writeScripts(context, plan, options.script, language); // prettier-ignore
    else if (context.format === 'json') await context.print(json(planJson(plan, language)));
    else await context.print(planText(plan, language, context.colors, () => options.full === true));
    return exitCode.done;
  } finally {
    opened.close();
  }
}

async function record(
  context: Context,
  dir: string,
  state: StepState,
  wanted: string | undefined,
  language: Language,
  { incident, phase = 'contain', note, why, by = author() }: RespondOptions,
): Promise<number> {
  if (wanted === undefined)
    throw new KonsekiError(`Which step is ${state}?`, {
      code: 'usage',
      hint: `konseki respond CASE ${state} STEP: the number or the id (a-…) of a step, or W-54 where there is one of it.`,
    });
  const part = stepPhases.find((each) => each === phase);
  if (part === undefined)
    throw new KonsekiError(`--phase "${phase}" is not a phase.`, { code: 'usage', hint: 'Write contain or remove.' }); // prettier-ignore
  const reason = (why ?? note ?? '').trim();
  // Findings and strands are made first: the steps rest on them.
  (await openWithStrands(context, dir)).close();
  const opened = await openCase(dir, 'write');
  try {
    const { document } = await builtFrom(opened);
    const states = statesIn(await opened.store.journal());
    const plan = planIn(document, incident, states, language);
    const step = stepIn(plan, wanted);
    const at = BigInt(context.io.now().getTime()) * 1000n;
    const told = recordOf(step, { state, phase: part, note: reason, by, at });
    await opened.store.write(stateToWrite(told));
    if (context.format === 'json') await context.print(json({ ...told, title: step.title }));
    else
      await context.print(
        `${translator(language)(`respond.state.${state}`)}${part === 'remove' ? ' (remove)' : ''}: ${visible(`${step.no}. ${step.action.step} ${step.title}`)}\n`,
      );
    return exitCode.done;
  } finally {
    opened.close();
  }
}

function planIn(
  document: IncidentDocument,
  wanted: string | undefined,
  states: ReadonlyMap<string, RecordedState>,
  language: Language,
): Plan | undefined {
  const incident = incidentIn(document, wanted);
  return incident === undefined ? undefined : planOf(document, incident, states, language);
}

/** @throws KonsekiError `not-found` */
function incidentIn(
  { incidents }: IncidentDocument,
  wanted: string | undefined,
): Incident | undefined {
  // prettier-ignore
  if (wanted === undefined) return incidents[0];
  const found = incidents.filter(({ id }) => id.startsWith(wanted));
  if (found.length !== 1)
    throw new KonsekiError(`${found.length === 0 ? 'No incident has' : 'Several incidents have'} the id "${wanted}".`, {
      code: 'not-found',
      hint: incidents.length === 0 ? 'The case has no incident.' : `The case has ${incidents.map(({ id }) => id).join(', ')}.`,
    }); // prettier-ignore
  return found[0];
}

/** By number, by id or its beginning, or by row where one step has it. @throws KonsekiError */
function stepIn(plan: Plan | undefined, wanted: string): PlanStep {
  const steps = plan === undefined ? [] : stepsOf(plan);
  const word = wanted.toLowerCase();
  const found = steps.filter(
    ({ no, action }) =>
      (/^\d+$/.test(word) && Number(word) === no) ||
      (word.length >= 3 && action.id.startsWith(word)) ||
      action.step.toLowerCase() === word,
  );
  const [only] = found;
  if (found.length === 1 && only !== undefined) return only;
  throw new KonsekiError(
    found.length === 0 ? `The plan has no step "${wanted}".` : `${found.length} steps are "${wanted}".`,
    {
      code: found.length === 0 ? 'not-found' : 'usage',
      hint:
        found.length === 0
          ? 'konseki respond CASE lists the steps with their numbers and ids.'
          : `Name one: ${found.slice(0, 8).map(({ action }) => action.id).join(', ')}.`,
    },
  ); // prettier-ignore
}

function languageOf(wanted = 'en'): Language {
  const found = languages.find((each) => each === wanted);
  if (found !== undefined) return found;
  throw new KonsekiError(`--lang "${wanted}" is not a language of the outputs.`, { code: 'usage', hint: `Write ${languages.join(' or ')}.` }); // prettier-ignore
}

function stateOf(wanted: string): StepState {
  const found = stepStates.find((each) => each === wanted);
  if (found !== undefined) return found;
  throw new KonsekiError(`"${wanted}" is not a state of a step.`, { code: 'usage', hint: `Write ${stepStates.join(', ')}.` }); // prettier-ignore
}

/** Into a folder that is empty or not there: nothing is written over, and all come or none. */
async function writeScripts(
  context: Context,
  plan: Plan,
  folder: string,
  language: Language,
): Promise<void> {
  const target = path.resolve(folder);
  const half = `${target}.konseki-tmp-${process.pid}`;
  const files = scriptFiles(plan, language);
  try {
    if ((await readdir(target).catch(() => [])).length > 0)
      throw new KonsekiError('The folder for the scripts is not empty.', {
        code: 'case-exists',
        place: { file: folder },
        hint: 'Name a new folder: what was saved by earlier scripts must stay.',
      });
    await mkdir(half, { recursive: true });
    for (const { name, text } of files) await writeFile(path.join(half, name), text, { flag: 'wx' });
    await rename(half, target);
  } catch (error) {
    await rm(half, { recursive: true, force: true }).catch(() => undefined);
    if (error instanceof KonsekiError) throw error;
    throw new KonsekiError('The scripts cannot be written there.', {
      code: systemCode(error) === 'ENOSPC' ? 'disk-full' : 'read-only',
      place: { file: folder },
      hint: 'Name a folder that you may write to.',
      cause: error,
    });
  } // prettier-ignore
  if (context.format === 'json')
    await context.print(json({ folder: target, files: files.map(({ name }) => name) }));
  else await context.print(`${visible(`${files.length} → ${folder}`)}\n${files.map(({ name }) => `  ${name}\n`).join('')}`); // prettier-ignore
}
