import type { Exports, Scenario } from './attack/scenario.js';
import { everyone } from './attack/scenario.js';
import type { Scene } from './attack/scene.js';
import { makeScene } from './attack/scene.js';
import { makeClock } from './company/clock.js';
import type { Company } from './company/company.js';
import { makeCompany } from './company/company.js';
import type { PracticeEffects } from './effects.js';
import { runDays } from './engine.js';
import type { Act, Life } from './life/act.js';
import { makeLife } from './life/act.js';
import { companyDay } from './life/company-day.js';
import { personDay } from './life/person-day.js';
import { serviceDay } from './life/service-noise.js';
import type { PracticeOptions, Sizes } from './options.js';
import { freshFolder, perPersonDay, scenarioOf, sizesOf } from './options.js';
import { makeRandom } from './random.js';
import type { Draft } from './records/draft.js';
import { practiceFile } from '../model/practice.js';
import { markerText, readmeText } from './readme.js';
import { makeTally } from './tally.js';
import type { Truth } from './truth.js';
import { auditCsv, auditJson } from './write/audit.js';
import { mailOutput } from './write/mail.js';
import { azureJson, messageTraceCsv, riskJson } from './write/others.js';
import type { Output } from './write/output.js';
import { simpleOutput } from './write/output.js';
import { appSignInCsv, signInCsv } from './write/sign-in-csv.js';
import { signInJson } from './write/sign-in-json.js';
import { purviewOutput, searchOutput } from './write/ual.js';

export interface PracticeResult {
  readonly truth: Truth;
  /** Files written, `truth.json` and the rest included. */
  readonly files: readonly string[];
}

/**
 * Writes a practice incident: the exports that a response team would receive, `truth.json` with what
 * really happened, a README and the marker `KONSEKI-PRACTICE.txt`. Streamed: a million events take
 * well under a minute and little memory.
 *
 * @throws KonsekiError `usage` for an unknown scenario or impossible sizes, `case-exists` where the
 *   folder is not empty, `read-only`, `disk-full`
 */
export async function generatePractice(
  slug: string,
  options: PracticeOptions,
  effects: PracticeEffects,
): Promise<PracticeResult> {
  return generateScenario(scenarioOf(slug), options, effects);
}

/** The same for a scenario that is in no list. */
export async function generateScenario(
  scenario: Scenario,
  options: PracticeOptions,
  effects: PracticeEffects,
): Promise<PracticeResult> {
  const { slug } = scenario;
  const sizes = sizesOf(scenario, options);
  await freshFolder(options.out, effects);

  const random = makeRandom(options.seed);
  const clock = makeClock(scenario.last, sizes.days);
  const company = makeCompany(random.fork('company'), {
    users: sizes.users,
    cast: scenario.castFor?.(sizes.days) ?? everyone,
    licence: scenario.licence,
    clock,
  });
  const life = makeLife(company, scaleOf(company, sizes));
  const scene = makeScene(company, random.fork(`attack/${slug}`));
  scenario.play(scene);
  const exports = scenario.exports(company, random.fork(`exports/${slug}`));

  const span = { from: clock.start(0), to: clock.start(clock.days) };
  const outputs = outputsOf(company, exports, scene, options.out, effects);
  const tally = makeTally(new Set(scene.story.decoys.keys()));
  const write = (draft: Draft): void => {
    if (draft.time < span.from || draft.time >= span.to) return;
    if (inHole(exports, draft)) return;
    let held = false;
    for (const output of outputs) held = output.take(draft) || held;
    if (held) tally.count(draft);
  };
  const flush = async (): Promise<void> => {
    for (const output of outputs) await output.flush();
  };
  const script = byDay(scene, clock.days);
  await runDays(
    clock.days,
    (day) => [...dayOf(life, random.fork('life'), day), ...(script.get(day) ?? [])],
    (day) => clock.start(day),
    { write, flush, endDay: () => outputs.forEach((output) => output.endDay?.()) },
  );
  const files = [];
  for (const output of outputs) files.push(...(await output.close()));

  // A search that found no more than it may return was not cut.
  if (
    !files.some(
      ({ format, records }) => format === 'ual-search-csv' && records === exports.searchCut,
    )
  )
    scene.story.gaps = scene.story.gaps.filter(({ kind }) => kind !== 'cut');
  const truth = tally.truth({ scenario: slug, seed: options.seed, company, scene, span, files });
  const texts = [
    ['truth.json', `${JSON.stringify(truth, null, 2)}\n`],
    ['README.md', readmeText(company, truth)],
    [practiceFile, markerText(truth)],
  ] as const;
  for (const [name, text] of texts) {
    const sink = await effects.create(options.out, name);
    await sink.write(text);
    await sink.close();
  }
  return { truth, files: [...files.map(({ file }) => file), ...texts.map(([name]) => name)] };
}

/** How busy everybody must be for so many events. */
function scaleOf(company: Company, { users, events }: Sizes): number {
  if (events === undefined) return 1;
  let days = 0;
  for (let day = 0; day < company.clock.days; day++)
    days += company.clock.isWorkday(day) ? 1 : 0.045;
  const each = events / (users * Math.max(days, 0.045));
  return Math.max(0.02, (each - perPersonDay.fixed) / perPersonDay.scaled);
}

function dayOf(life: Life, random: ReturnType<typeof makeRandom>, day: number): Act[] {
  const acts: Act[] = [];
  for (const live of life.people)
    for (const act of personDay(random, life, live, day)) acts.push(act);
  for (const act of companyDay(random, life, day)) acts.push(act);
  for (const act of serviceDay(random, life, day)) acts.push(act);
  return acts;
}

/** The script's records as acts of their day. */
function byDay(scene: Scene, days: number): ReadonlyMap<number, readonly Act[]> {
  const found = new Map<number, Act[]>();
  for (const draft of scene.drafts) {
    const day = Math.max(0, Math.min(days - 1, scene.company.clock.dayOf(draft.time)));
    const acts = found.get(day) ?? [];
    acts.push({ time: draft.time, make: (emit) => emit(draft) });
    found.set(day, acts);
  }
  return found;
}

function inHole(exports: Exports, draft: Draft): boolean {
  return (exports.holes ?? []).some(({ source, from, to }) => {
    if (draft.time < from || draft.time >= to) return false;
    switch (source) {
      case 'ual':
        return draft.kind === 'ual';
      case 'entra_signin':
        return draft.kind === 'sign-in' || draft.kind === 'app-sign-in';
      case 'entra_audit':
        return draft.kind === 'audit';
      case 'message_trace':
        return draft.kind === 'trace';
      case 'azure_activity':
        return draft.kind === 'azure';
      case 'risk_detection':
        return draft.kind === 'risk';
      case 'graph_activity':
      case 'mail':
        return false;
    }
  });
}

function outputsOf(
  company: Company,
  exports: Exports,
  scene: Scene,
  folder: string,
  effects: PracticeEffects,
): readonly Output[] {
  const { clock } = company;
  const span = `${clock.first}_${clock.date(clock.days - 1)}`;
  const simple = (format: Parameters<typeof simpleOutput>[2]): Output =>
    simpleOutput(effects, folder, format);
  const outputs: Output[] = [purviewOutput(effects, folder, { span, modern: company.modern })];
  if (exports.search.length > 0)
    outputs.push(
      searchOutput(effects, folder, {
        file: `UAL_${exports.search.map(({ upn }) => upn.split('@')[0] ?? '').join('_')}.csv`,
        users: new Set(exports.search.map(({ upn }) => upn)),
        ...(exports.searchCut === undefined ? {} : { cut: exports.searchCut }),
      }),
    );
  if (exports.signIns)
    outputs.push(
      simple(signInCsv(company, true, span)),
      simple(signInCsv(company, false, span)),
      simple(appSignInCsv(company, span)),
    );
  if (exports.graphSignIns !== undefined)
    outputs.push(simple(signInJson(company, new Set(exports.graphSignIns.map(({ upn }) => upn)))));
  if (exports.audit) outputs.push(simple(auditCsv(span)), simple(auditJson));
  if (exports.trace) outputs.push(simple(messageTraceCsv(company, span)));
  if (exports.azure === true) outputs.push(simple(azureJson));
  if (exports.risk === true) outputs.push(simple(riskJson));
  if (scene.drafts.some(({ kind }) => kind === 'mail')) outputs.push(mailOutput(effects, folder));
  return outputs;
}
