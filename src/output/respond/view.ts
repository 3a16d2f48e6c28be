import type { Language } from '../language/translate.js';
import { translator } from '../language/translate.js';
import type { JsonValue } from '../json.js';
import { visible, visibleLines } from '../visible.js';
import type { Plan, PlanStep } from './plan.js';
import { assignmentsOf } from './script.js';
import { pathOf } from './values.js';

/** How the parts of a line are coloured. */
export interface Paint {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
}

const marks = { todo: '[ ]', done: '[x]', 'not-needed': '[-]', reopened: '[!]' } as const;

/** The plan for a terminal: each part in order; `only` one step in full, else each on two lines. */
export function planText(
  plan: Plan,
  language: Language,
  { bold, dim, red, green }: Paint,
  full: (step: PlanStep) => boolean,
): string {
  const t = translator(language);
  const state = (is: PlanStep['state'], because: string): string => {
    const word = t(`respond.state.${is}`);
    const shown = is === 'reopened' ? red(word) : is === 'done' ? green(word) : word;
    return because === '' ? shown : `${shown} ${dim(`(${visible(because)})`)}`;
  };
  const out = [`${bold(t('respond.title'))}  ${visible(plan.incident.id)}`, t('respond.order')];
  for (const { user, privileged, steps, unasked } of plan.parts) {
    out.push('', bold(visible(user === null ? t('respond.tenant') : t('respond.for', { user }))));
    if (privileged !== null) out.push(red(visible(privileged)));
    for (const step of steps) {
      const removal = step.removal === null ? '' : dim(`, ${t(`respond.removal.${step.removal}`)}`);
      out.push(`${marks[step.state]} ${String(step.no).padStart(2)}. ${step.action.step.padEnd(5)} ${visible(step.title)}`); // prettier-ignore
      out.push(`        ${step.action.id}  ${state(step.state, step.because)}${removal}`);
      if (full(step)) out.push(...details(step, language, { bold }));
    }
    for (const { row, title, state: is, because } of unasked)
      out.push(`${marks[is]}     ${row.padEnd(5)} ${title}: ${state(is, because)}`);
  }
  return `${out.join('\n')}\n`;
}

function details(
  { recipe, values, action, findings }: PlanStep,
  language: Language,
  { bold }: Pick<Paint, 'bold'>,
): readonly string[] {
  if (recipe === undefined) return [];
  const t = translator(language);
  const said = (part: 'why' | 'save' | 'portal' | 'undo' | 'verify' | 'reach'): string => t(`respond.${recipe.kind}.${part}`); // prettier-ignore
  const block = (head: string, text: string): readonly string[] => [
    `        ${bold(head)}`,
    ...visibleLines(text).split('\n').map((line) => `          ${line}`),
  ]; // prettier-ignore
  const asked = [
    ...findings.slice(0, 8).map(({ id, title }) => `${id}  ${title}`),
    t('respond.count.events', { count: action.events.length }) + action.events.slice(0, 3).map((id) => `  ${id}`).join(''),
  ]; // prettier-ignore
  const graph = recipe.graph.map((request) => {
    const body = request.body === undefined ? '' : ` ${JSON.stringify(request.body)}`;
    return `${request.method} /${request.version}${pathOf(request, values)}${body}  [${request.permission}]`;
  });
  return [
    ...block(t('respond.head.why'), said('why')),
    ...block(t('respond.head.asked'), asked.join('\n')),
    ...block(t('respond.head.save'), said('save')),
    ...block(t('respond.head.portal'), said('portal')),
    ...block(t('respond.head.powershell'), [...assignmentsOf(recipe, values), recipe.contain].join('\n')),
    ...(recipe.remove === undefined ? [] : block(t('respond.head.remove'), recipe.remove)),
    ...block(t('respond.head.graph'), graph.length === 0 ? t('respond.graph.none') : graph.join('\n')),
    ...block(t('respond.head.rights'), `${recipe.role}\n${recipe.licence}`),
    ...block(t('respond.head.undo'), said('undo')),
    ...block(t('respond.head.verify'), said('verify')),
    ...block(t('respond.head.reach'), said('reach')),
  ]; // prettier-ignore
}

/** The plan for programs: everything of every step, texts in the language asked for. */
export function planJson(plan: Plan, language: Language): JsonValue {
  const t = translator(language);
  return {
    incident: plan.incident.id,
    language,
    parts: plan.parts.map(({ user, privileged, steps, unasked }) => ({
      user,
      privileged,
      steps: steps.map((step) => stepJson(step, t)),
      unasked: unasked.map((each) => ({ ...each })),
    })),
  };
}

function stepJson(step: PlanStep, t: ReturnType<typeof translator>): JsonValue {
  const { recipe, values, action } = step;
  return {
    no: step.no,
    id: action.id,
    step: action.step,
    kind: recipe?.kind ?? null,
    user: action.user,
    target: action.target === null ? null : { ...action.target },
    title: step.title,
    state: step.state,
    because: step.because,
    removal: step.removal,
    findings: step.findings.map((each) => ({ ...each })),
    events: action.events,
    ...(recipe === undefined
      ? {}
      : {
          why: t(`respond.${recipe.kind}.why`),
          save: t(`respond.${recipe.kind}.save`),
          portal: t(`respond.${recipe.kind}.portal`).split('\n'),
          undo: t(`respond.${recipe.kind}.undo`),
          verify: t(`respond.${recipe.kind}.verify`),
          reach: t(`respond.${recipe.kind}.reach`),
          role: recipe.role,
          licence: recipe.licence,
          powershell: {
            modules: recipe.modules,
            scopes: recipe.scopes,
            variables: assignmentsOf(recipe, values),
            save: recipe.save,
            contain: recipe.contain,
            remove: recipe.remove ?? null,
            verify: recipe.verify,
          },
          graph: recipe.graph.map((request) => ({
            phase: request.phase,
            method: request.method,
            url: `https://graph.microsoft.com/${request.version}${pathOf(request, values)}`,
            body: request.body === undefined ? null : JSON.parse(JSON.stringify(request.body)) as JsonValue,
            permission: request.permission,
          })),
        }),
  }; // prettier-ignore
}
