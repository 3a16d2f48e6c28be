import type { Said } from '../../model/finding.js';
import type { Incident, IncidentAction, IncidentDocument } from '../../model/incident.js';
import type { Language, Translate } from '../language/translate.js';
import { inLanguage, translator } from '../language/translate.js';
import type { Recipe } from './recipe.js';
import { recipeKindOf } from './recipe.js';
import { recipeOf } from './recipes.js';
import { recordedTable } from './recorded-table.js';
import type { RecordedState } from './states.js';
import { stateKey } from './states.js';
import type { Values } from './values.js';
import { valuesOf } from './values.js';

export type PlanState = 'todo' | 'done' | 'not-needed' | 'reopened';

/** One step of the plan, in the language asked for. */
export interface PlanStep {
  /** Its place in the plan, from 1. */
  readonly no: number;
  readonly action: IncidentAction;
  readonly title: string;
  readonly recipe: Recipe | undefined;
  readonly values: Values;
  readonly findings: readonly { readonly id: string; readonly title: string }[];
  readonly state: PlanState;
  readonly because: string;
  /** Of the second phase (W-23); null where the step has none. */
  readonly removal: 'todo' | 'done' | null;
}

/** A row of the workshop that nothing asks for. */
export interface PlanGap {
  readonly row: string;
  readonly title: string;
  readonly state: 'not-needed' | 'todo';
  readonly because: string;
}

export interface PlanPart {
  /** Null: for the organisation. */
  readonly user: string | null;
  readonly privileged: string | null;
  readonly steps: readonly PlanStep[];
  readonly unasked: readonly PlanGap[];
}

export interface Plan {
  readonly incident: Incident;
  readonly parts: readonly PlanPart[];
}

const rows = ['W-52', 'W-53', 'W-54', 'W-55', 'W-56'] as const;

/** The plan of an incident: for each victim in the order of the work, then for the organisation. */
export function planOf(
  document: IncidentDocument,
  incident: Incident,
  states: ReadonlyMap<string, RecordedState>,
  language: Language,
): Plan {
  const t = translator(language);
  const signIns = incident.victims.filter(({ how }) => how === 'signs-in').map(({ user }) => user);
  const own = new Set([...signIns, ...incident.actions.flatMap(({ user }) => user ?? [])]);
  const groups = [...own, null].map((user) => ({
    user,
    actions: incident.actions
      .filter((action) => action.user === user)
      .sort((a, b) => a.order - b.order),
  }));
  let no = 0;
  const parts = groups.map(({ user, actions }): PlanPart => {
    const victim = incident.victims.find((each) => each.user === user);
    return {
      user,
      privileged: victim?.privileged === true ? t('respond.privileged', { roles: victim.roles.join(', ') }) : null,
      steps: actions.map((action) => stepOf(incident, action, states, language, t, (no += 1))),
      unasked: user === null || victim?.how !== 'signs-in' ? [] : unasked(document, actions, t),
    };
  }); // prettier-ignore
  return { incident, parts: parts.filter(({ steps }) => steps.length > 0) };
}

export const stepsOf = ({ parts }: Plan): readonly PlanStep[] =>
  parts.flatMap(({ steps }) => steps);

function stepOf(
  incident: Incident,
  action: IncidentAction,
  states: ReadonlyMap<string, RecordedState>,
  language: Language,
  t: Translate,
  no: number,
): PlanStep {
  const kind = recipeKindOf(action);
  const recipe = kind === undefined ? undefined : recipeOf(kind);
  const found = new Set(action.findings);
  const removal = states.get(stateKey(action.id, 'remove'));
  return {
    no,
    action,
    title: inLanguage(action.said, language),
    recipe,
    values: valuesOf(incident, action),
    findings: incident.findings
      .filter(({ id }) => found.has(id))
      .map(({ id, title }) => ({ id, title: inLanguage(title, language) })),
    ...stateOf(incident, action, recipe, states, (said) => inLanguage(said, language), t),
    removal: recipe?.remove === undefined ? null : removal?.state === 'done' && newSince(action, removal) === 0 ? 'done' : 'todo',
  }; // prettier-ignore
}

const newSince = ({ events }: IncidentAction, { events: known }: RecordedState): number =>
  events.filter((id) => !known.includes(id)).length;

/** What a person recorded counts first; then what the logs record. New evidence reopens either. */
function stateOf(
  incident: Incident,
  action: IncidentAction,
  recipe: Recipe | undefined,
  states: ReadonlyMap<string, RecordedState>,
  say: (said: Said) => string,
  t: Translate,
): { readonly state: PlanState; readonly because: string } {
  const told = states.get(stateKey(action.id, 'contain'));
  if (told !== undefined) {
    const { by, note } = told;
    const at = minute(new Date(Number(told.at / 1000n)).toISOString());
    const because = note === '' ? t('respond.because.journal-bare', { by, at }) : t('respond.because.journal', { by, at, note }); // prettier-ignore
    if (told.state === 'todo') return { state: 'todo', because };
    const count = newSince(action, told);
    return count === 0 ? { state: told.state, because } : { state: 'reopened', because: t('respond.because.evidence', { count }) }; // prettier-ignore
  }
  const victim = incident.victims.find(({ user }) => user === action.user);
  const texts = recordedTable.flatMap(({ kind, begins }) => (kind === recipe?.kind ? begins : []));
  const recorded = victim?.contained.filter(({ what }) => texts.some((text) => what.en.startsWith(text))).at(-1); // prettier-ignore
  if (victim === undefined || recorded === undefined) return { state: 'todo', because: '' };
  const count = victim.afterContainment.length;
  if (count > 0) return { state: 'reopened', because: t('respond.because.active', { count }) };
  return { state: 'done', because: t('respond.because.recorded', { what: say(recorded.what), at: minute(recorded.at) }) }; // prettier-ignore
}

/** `2024-05-10 09:26 UTC` */
const minute = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;

/** The rows that nothing asks for: not needed, unless the log that would ask is missing. */
function unasked(
  { coverage }: IncidentDocument,
  actions: readonly IncidentAction[],
  t: Translate,
): readonly PlanGap[] {
  const has = (source: string): boolean => coverage.some((each) => each.source === source && each.events > 0); // prettier-ignore
  return rows
    .filter((row) => !actions.some(({ step }) => step === row))
    .map((row) => {
      const seen = row === 'W-54' || row === 'W-55' ? has('ual') : has('ual') || has('entra_audit');
      return {
        row,
        title: t(`respond.rows.${row}`),
        state: seen ? 'not-needed' : 'todo',
        because: t(seen ? 'respond.because.nothing' : 'respond.because.blind'),
      };
    });
}
