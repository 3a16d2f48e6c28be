import type { Readiness, ReadinessPlan } from '../../model/measure.js';
import type { Language, Translate } from '../language/translate.js';
import { inLanguage, translator } from '../language/translate.js';
import { markdownText } from '../text-safety/markdown.js';
import { visible } from '../visible.js';

/** How the parts of a line are set apart; Markdown has its own. */
export interface PlanPaint {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
}

const boxes: Readonly<Record<Readiness['state'], string>> = {
  there: '[x]',
  'part-there': '[ ]',
  fetch: '[ ]',
  soon: '[!]',
  'partly-gone': '[!]',
  beforehand: '[?]',
  'rest-gone': '[-]',
  expired: '[-]',
  'not-licensed': '[-]',
};

const minute = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 16)}`;

/** What there is to say of one log, a label and a text each. */
function linesOf(row: Readiness, t: Translate, language: Language, now: string): readonly (readonly [string, string])[] {
  const { log, keptDays, fetchBy, fetchFrom, goneBefore, have } = row;
  const open = !['expired', 'rest-gone', 'not-licensed', 'there'].includes(row.state);
  const times = [
    row.state === 'not-licensed' ? '' : keptDays === null ? t('plan.kept-not') : t('plan.kept', { days: keptDays }),
    fetchBy === null || row.state === 'there' ? '' : t(fetchBy > now ? 'plan.by' : 'plan.by-past', { time: minute(fetchBy) }),
    goneBefore !== null && (fetchBy === null || fetchBy <= now) && open ? t('plan.gone', { time: minute(goneBefore) }) : '',
    fetchFrom !== null && open ? t('plan.from', { time: minute(fetchFrom) }) : '',
    have === null ? '' : t('plan.have', { first: minute(have.first), last: minute(have.last) }),
  ].filter((text) => text !== '');
  return [
    ['', times.join(language === 'ja' ? '。' : '. ')],
    [t('plan.shows'), inLanguage(log.shows, language)],
    ...(row.state === 'not-licensed'
      ? []
      : ([
          [t('plan.portal'), inLanguage(log.portal, language)],
          ...(log.powershell === null ? [] : [[t('plan.powershell'), log.powershell] as const]),
          ...(log.graph === null ? [] : [[t('plan.graph'), log.graph] as const]),
          [t('plan.permission'), log.permission],
          [t('plan.careful'), inLanguage(log.pitfalls, language)],
        ] as const)),
    ['', t('plan.source', { ...log.reference })],
  ];
} // prettier-ignore

const head = (plan: ReadinessPlan, t: Translate): readonly string[] => [
  plan.licences.length === 0 ? t('plan.licences-none') : t('plan.licences', { names: plan.licences.join(', ') }),
  plan.start === null || plan.end === null
    ? t('plan.now', { now: minute(plan.now) })
    : t('plan.incident', { start: minute(plan.start), end: minute(plan.end), now: minute(plan.now) }),
  t('plan.order'),
]; // prettier-ignore

/** The plan for a terminal: a checklist. */
export function planText(plan: ReadinessPlan, language: Language, { bold, dim, red }: PlanPaint): string {
  const t = translator(language);
  const out = [bold(t('plan.title')), ...head(plan, t)];
  for (const row of plan.rows) {
    const state = t(`plan.state.${row.state}`);
    const shown = row.state === 'soon' || row.state === 'partly-gone' ? red(state) : state;
    out.push('', `${boxes[row.state]} ${bold(inLanguage(row.log.name, language))}: ${shown}`);
    for (const [label, text] of linesOf(row, t, language, plan.now))
      if (text !== '') out.push(`    ${label === '' ? dim(visible(text)) : `${dim(`${label}: `)}${visible(text)}`}`);
  }
  out.push('', bold(t('plan.beforehand')));
  for (const { said, reference } of plan.beforehand)
    out.push(`  - ${inLanguage(said, language)} ${dim(t('plan.source', { ...reference }))}`);
  return `${out.join('\n')}\n`;
} // prettier-ignore

/** The same as Markdown, to be sent to those who fetch. */
export function planMarkdown(plan: ReadinessPlan, language: Language): string {
  const t = translator(language);
  const out = [`# ${t('plan.title')}`, '', ...head(plan, t).map(markdownText), ''];
  for (const row of plan.rows) {
    const done = row.state === 'there' ? 'x' : ' ';
    out.push(`- [${done}] **${markdownText(inLanguage(row.log.name, language))}**: ${t(`plan.state.${row.state}`)}`);
    for (const [label, text] of linesOf(row, t, language, plan.now))
      if (text !== '') out.push(`  - ${label === '' ? '' : `${label}: `}${markdownText(text)}`);
  }
  out.push('', `## ${t('plan.beforehand')}`, '');
  for (const { said, reference } of plan.beforehand)
    out.push(`- ${markdownText(inLanguage(said, language))} ${markdownText(t('plan.source', { ...reference }))}`);
  return `${out.join('\n')}\n`;
} // prettier-ignore
