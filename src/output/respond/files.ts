import type { Language } from '../language/translate.js';
import { translator } from '../language/translate.js';
import { markdownText } from '../text-safety/markdown.js';
import { visible } from '../visible.js';
import type { Plan, PlanStep } from './plan.js';
import { stepsOf } from './plan.js';
import { scriptOf } from './script.js';

export interface ScriptFile {
  readonly name: string;
  readonly text: string;
}

const baseOf = ({ no, action, recipe }: PlanStep): string =>
  `${String(no).padStart(3, '0')}-${action.step.replaceAll(/[^\w-]/g, '')}-${recipe?.kind ?? 'step'}`;

/** Names that Markdown would read as marks, links or HTML. */
const markdown = (text: string): string => markdownText(visible(text));

/** One script a step, and a README that tells the order. The same plan gives the same bytes. */
export function scriptFiles(plan: Plan, language: Language): readonly ScriptFile[] {
  const t = translator(language);
  const scripts = stepsOf(plan).flatMap((step): readonly ScriptFile[] =>
    step.recipe === undefined
      ? []
      : [{ name: `${baseOf(step)}.ps1`, text: scriptOf(plan.incident, step.action, step.recipe, step.values, baseOf(step)) }],
  ); // prettier-ignore
  const lines = [
    `# ${t('respond.script.readme', { incident: markdown(plan.incident.id) })}`,
    '',
    ...(['first', 'phases', 'shown', 'record'] as const).flatMap((key) => [t(`respond.script.${key}`), '']),
    `## ${t('respond.script.order')}`,
    ...plan.parts.flatMap(({ user, privileged, steps }) => [
      '',
      `### ${user === null ? t('respond.tenant') : t('respond.for', { user: markdown(user) })}`,
      '',
      ...(privileged === null ? [] : [markdown(privileged), '']),
      ...steps.map((step) => `${step.no}. ${markdown(step.title)} (${t(`respond.state.${step.state}`)}): ${step.recipe === undefined ? '' : `\`${baseOf(step)}.ps1\``}${step.removal === null ? '' : ', `-Phase Remove`'}`),
    ]),
    '',
  ]; // prettier-ignore
  return [...scripts, { name: 'README.md', text: lines.join('\n') }];
}
