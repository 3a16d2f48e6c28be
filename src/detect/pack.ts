import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { KonsekiError } from '../errors.js';
import type { Problem } from '../sigma/parse/problem.js';
import { byPlace, problemText } from '../sigma/parse/problem.js';
import type { RuleCheck } from '../sigma/check.js';
import { checkRules } from '../sigma/check.js';
import type { Pack } from '../sigma/pack.js';
import { loadRules } from '../sigma/pack.js';
import type { AnalyserRule, Correlation, Rule } from '../sigma/rule.js';
import { compileAlone, compileProblem } from './compiled.js';
import { foreignRule } from './foreign.js';
import { ownRule } from './konseki-block.js';
import type { DetectRule } from './rule.js';

/** Rules ready to run. */
export interface DetectPack {
  /** That give findings, in order of path and place. */
  readonly rules: readonly DetectRule[];
  /** Everything to run, also what correlations are made of; a rule's number is its place here. */
  readonly sigma: readonly (Rule | Correlation)[];
  readonly problems: readonly Problem[];
}

/** The rules that come with Konseki: beside `dist`, and beside `src`. */
export const shippedRules = fileURLToPath(new URL('../../rules', import.meta.url));

/** Loads files and folders of rules. What is wrong with one keeps no other from loading. */
export async function loadPack(paths: readonly string[]): Promise<DetectPack> {
  return packOf(await loadRules(paths));
}

/** The same, judged: what is wrong in rules, and which can never find anything. */
export async function checkPack(paths: readonly string[]): Promise<RuleCheck> {
  const pack = await loadRules(paths);
  const checked = checkRules(pack, compileAlone);
  const ours = packOf(pack).problems;
  const known = new Set(checked.errors.map(problemText));
  const more = ours.filter((problem) => !known.has(problemText(problem)));
  return { ...checked, errors: [...checked.errors, ...more].sort(byPlace) };
}

function packOf(pack: Pack): DetectPack {
  const problems: Problem[] = [...pack.problems];
  const rules = pack.rules.filter((rule) => {
    const wrong = compileProblem(rule);
    if (wrong !== undefined) problems.push(wrong);
    return wrong === undefined;
  });
  // A correlation of a rule that is wrong is told with that rule.
  const usable = new Set(rules.map(({ id }) => id));
  const correlations = pack.correlations.filter((correlation) => {
    const whole = correlation.rules.every((id) => usable.has(id));
    if (whole) usable.add(correlation.id);
    return whole;
  });
  const sigma = [...rules, ...correlations];
  const found: DetectRule[] = [];
  const take = (read: Rule | Correlation | AnalyserRule, number: number): void => {
    if (pack.parts.has(read.id)) return;
    const yaml = pack.written.get(read.id);
    if (read.kind !== 'analyser' && (yaml === undefined || read.custom['konseki'] === undefined)) {
      found.push({ ...foreignRule(read), number });
      return;
    }
    if (yaml === undefined) return;
    const own = ownRule(read, yaml);
    if (own.kind === 'rule') found.push({ ...own.rule, number });
    else problems.push(...own.problems);
  };
  for (const [number, rule] of sigma.entries()) take(rule, number);
  for (const [at, rule] of pack.analysers.entries()) take(rule, sigma.length + at);
  return { rules: found.toSorted(byFile), sigma, problems: problems.sort(byPlace) };
}

function byFile(a: DetectRule, b: DetectRule): number {
  if (a.place.file !== b.place.file) return a.place.file < b.place.file ? -1 : 1;
  return a.place.line - b.place.line;
}

/**
 * The shipped rules and those of more folders. @throws KonsekiError naming the first place where a rule is
 * wrong: a rule that is left out finds nothing, and nobody would know.
 */
export async function loadForDetection(folders: readonly string[]): Promise<DetectPack> {
  for (const folder of folders) mustExist(folder);
  const pack = await loadPack([shippedRules, ...folders]);
  const [first] = pack.problems;
  if (first === undefined) return pack;
  const more = pack.problems.length - 1;
  throw new KonsekiError(
    `The rules cannot be used: ${first.rule === undefined ? '' : `${first.rule}: `}${first.message}${more > 0 ? ` (and ${more} more)` : ''}.`,
    {
      code: 'rules',
      place: first.place,
      hint: `${first.hint === undefined ? '' : `${sentence(first.hint)} `}"konseki rules check DIR" lists everything that is wrong; a rule is never left out silently.`,
    },
  );
}

const sentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.?!]$/.test(text) ? '' : '.'}`;

/** @throws KonsekiError `not-found` */
export function mustExist(path: string): void {
  if (!existsSync(path))
    throw new KonsekiError('There is no such file or folder of rules.', {
      code: 'not-found',
      place: { file: path },
      hint: 'Name a folder of Sigma rules (.yml), or one rule.',
    });
}
