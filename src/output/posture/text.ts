import type { DormantDocument, DormantFinding } from '../../model/dormant.js';
import type {
  PostureDocument,
  PostureObject,
  StagedJudgement,
  Verdict,
} from '../../model/posture.js';
import type { Translate } from '../language/translate.js';
import type { TableOptions } from '../table.js';
import { table } from '../table.js';
import { visible } from '../visible.js';
import { gapText, messageKey, sayIt } from './says.js';

export interface PostureTextOptions {
  readonly layout: TableOptions;
  readonly bold: (text: string) => string;
  readonly color: (verdict: Verdict, text: string) => string;
}

/** Everything in a snapshot may be hostile: each line is made visible as it is written. */
const lines = (all: readonly string[]): string => all.map((line) => `${visible(line)}\n`).join('');

const titleOf = (t: Translate, part: 'what' | 'matters' | 'setting', id: string): string => {
  const key = messageKey(`posture.${part}.${id}`);
  return key === undefined ? id : t(key);
};

/** The table of measures, and below it each in full that is not simply enforced. */
export function postureText(
  document: PostureDocument,
  t: Translate,
  { layout, bold, color }: PostureTextOptions,
): string {
  const { tenant, measures, problems, missing, files } = document;
  const name = tenant === undefined || tenant.name === '' ? t('posture.this-tenant') : tenant.name;
  const said = new Map(measures.map(({ verdict }) => [t(`posture.verdict.${verdict}`), verdict]));
  const style = (cell: string): string => {
    const verdict = said.get(cell.trimEnd());
    return verdict === undefined ? cell : color(verdict, cell);
  };
  const overview = table(
    [
      { title: t('posture.head.measure'), least: 0 },
      { title: t('posture.head.verdict'), least: 0, style },
      { title: t('posture.head.what'), least: 24 },
      { title: t('posture.head.why') },
    ],
    measures.map((one) => [
      one.id,
      t(`posture.verdict.${one.verdict}`),
      titleOf(t, 'what', one.id),
      one.because.map((because) => sayIt(t, because)).join(' '),
    ]),
    layout,
  );
  const cut = files.filter((file) => file.cut).map(({ file }) => t('posture.cut', { file }));
  const unread = problems.map(({ file, says }) => `${file}: ${sayIt(t, says)}`);
  return [
    `${bold(visible(t('posture.title', { tenant: name })))}\n`,
    lines([licenceText(document, t)]),
    '\n',
    overview,
    ...measures.map((one) => `\n${measureText(one, t, bold)}`),
    section(t('posture.problems'), [...cut, ...unread], bold),
    missing.length === 0 ? '' : section(t('posture.missing'), [missing.join(', ')], bold),
  ].join('');
}

function section(head: string, all: readonly string[], bold: (text: string) => string): string {
  return all.length === 0 ? '' : `\n${bold(head)}\n${lines(all.map((line) => `  ${line}`))}`;
}

function licenceText({ licences, licenceBasis }: PostureDocument, t: Translate): string {
  if (licenceBasis === 'unknown') return t('posture.licence.unknown');
  const all = licences ?? [];
  return t('posture.licences', {
    licences: all.length === 0 ? t('posture.licence.free') : all.join(', '),
    basis: t(`posture.licence.${licenceBasis}`),
  });
}

function measureText(one: StagedJudgement, t: Translate, bold: (text: string) => string): string {
  const head = `${one.id} ${titleOf(t, 'what', one.id)}: ${t(`posture.verdict.${one.verdict}`)}`;
  const body: string[] = one.because.map((because) => `  ${sayIt(t, because)}`);
  const list = (title: string, all: readonly string[]): void => {
    if (all.length > 0) body.push(`  ${title}:`, ...all.map((line) => `    - ${line}`));
  };
  const more = one.moreGaps ? [t('posture.more')] : [];
  list(t('posture.gaps'), [...one.gaps.map((gap) => gapText(t, gap)), ...more]);
  list(
    t('posture.objects'),
    one.objects.map((object) => objectText(object, t)),
  );
  list(
    t('posture.remarks'),
    one.remarks.map((remark) => sayIt(t, remark)),
  );
  if (one.verdict !== 'enforced')
    body.push(
      `  ${t('posture.stops')}: ${one.stages.join(', ')}`,
      `  ${t('posture.matters')}: ${titleOf(t, 'matters', one.id)}`,
      `  ${t('posture.setting')}: ${titleOf(t, 'setting', one.id)}`,
    );
  return `${bold(visible(head))}\n${lines(body)}`;
}

function objectText(object: PostureObject, t: Translate): string {
  const { kind, id, name, file, path, role, why } = object;
  const who = [name === '' ? kind : `"${name}"`, ...(id === '' || id === kind ? [] : [`[${id}]`])];
  const reasons = why.map((one) => sayIt(t, one)).join('; ');
  return `${who.join(' ')} ${t(`posture.role.${role}`)}${reasons === '' ? '' : `: ${reasons}`} (${file} ${path})`;
}

/** What a finding of `konseki dormant` says, in one line. */
export const dormantSays = (finding: DormantFinding, t: Translate): string =>
  t(`dormant.says.${finding.kind}`, finding.values);

export function dormantText(
  document: DormantDocument,
  t: Translate,
  { layout, bold }: PostureTextOptions,
): string {
  const { findings, days, now, accounts, notJudged } = document;
  const title = t('dormant.title', { count: findings.length, days, now: now.slice(0, 10), accounts }); // prettier-ignore
  const rows = findings.map((one) => [
    t(`dormant.kind.${one.kind}`),
    one.subject.name === '' ? one.subject.id : one.subject.name,
    dormantSays(one, t),
  ]);
  const columns = [
    { title: t('dormant.head.kind'), least: 0 },
    { title: t('dormant.head.subject'), least: 20 },
    { title: t('dormant.head.says') },
  ];
  return [
    `${bold(visible(title))}\n\n`,
    rows.length === 0 ? `${t('dormant.none')}\n` : table(columns, rows, layout),
    section(
      t('dormant.not-judged'),
      notJudged.map((one) => sayIt(t, one)),
      bold,
    ),
  ].join('');
}
