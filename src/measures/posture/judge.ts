import type { Judgement, PostureDocument, Says } from '../../model/posture.js';
import { says } from '../../model/posture.js';
import { dormantOf } from '../dormant/dormant.js';
import type { Askable } from '../snapshot/answers.js';
import { answerTo, askableOf } from '../snapshot/answers.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import { missingKinds } from '../snapshot/snapshot.js';
import { directoryOf } from './directory.js';
import { licencesOf, unitsOf } from './licence.js';
import type { MeasureRow } from './measures-table.js';
import { measureRows } from './measures-table.js';
import { judgePolicies } from './policy-measure.js';
import { judgeApplications, judgeGuests, withDeviceSetting } from './settings.js';
import type { Tenant } from './tenant.js';

export interface PostureOptions {
  readonly now: Date;
  readonly days: number;
  /** Ids, user principal names or group names of break-glass accounts, as a person named them. */
  readonly breakGlass: readonly string[];
  /** `--licence`: overrules the snapshot. */
  readonly licence?: string | undefined;
}

export function tenantOf(snapshot: Snapshot, options: PostureOptions): Tenant {
  const directory = directoryOf(snapshot);
  return {
    snapshot,
    directory,
    licences: licencesOf(snapshot, options.licence),
    breakGlass: options.breakGlass.map((one) => directory.idOf(one)),
    now: options.now.getTime(),
    days: options.days,
  };
}

/**
 * Judges every measure by a tenant's configuration. What the snapshot does not hold is never a pass.
 *
 * @throws KonsekiError `usage`: no such licence
 */
export function judgePosture(snapshot: Snapshot, options: PostureOptions): PostureDocument {
  const tenant = tenantOf(snapshot, options);
  const organization = snapshot.of('organization').items[0]?.value;
  return {
    kind: 'konseki-posture',
    version: 1,
    ...(organization === undefined ? {} : { tenant: { id: organization.id ?? '', name: organization.displayName ?? '' } }), // prettier-ignore
    ...(tenant.licences.basis === 'unknown' ? {} : { licences: [...tenant.licences.plans].sort() }),
    licenceBasis: tenant.licences.basis,
    measures: measureRows.map((row) => ({ stages: [...row.stages], ...judge(row, tenant) })),
    files: [...snapshot.files],
    problems: [...snapshot.problems],
    missing: [...missingKinds(snapshot)],
  };
}

const empty = { gaps: [], moreGaps: false, objects: [], remarks: [] };

function judge(row: MeasureRow, tenant: Tenant): Judgement {
  const missing = row.requires.filter((kind) => !tenant.snapshot.of(kind).given);
  const licence = withLicence(row, tenant);
  const judgement =
    missing.length > 0
      ? notJudged(row.id, missing.map((kind) => says('because.missing', { kind })), tenant)
      : judgeRow(row, tenant); // prettier-ignore
  return licence(judgement);
}

/** A file of that name may be there and not be readable: then that is the reason. */
function notJudged(id: string, because: readonly Says[], { snapshot }: Tenant): Judgement {
  const broken = snapshot.problems.length > 0 ? [says('remark.problems')] : [];
  return { id, verdict: 'not-judged', basis: 'none', because: [...because], ...empty, remarks: broken }; // prettier-ignore
}

function judgeRow(row: MeasureRow, tenant: Tenant): Judgement {
  switch (row.kind) {
    case 'policy': {
      const judgement = withDefaults(judgePolicies(row, tenant), tenant);
      return row.control === 'mfa-grant' ? withDeviceSetting(judgement, tenant) : judgement;
    }
    case 'applications':
      return judgeApplications(tenant);
    case 'guests':
      return judgeGuests(tenant);
    case 'dormant':
      return judgeDormant(row.id, tenant);
    case 'ask': {
      const question = askableOf(row.id);
      return question === undefined ? notJudged(row.id, [], tenant) : judgeAnswer(question, tenant);
    }
  }
}

/** What no object of Graph decides: a person's answer, kept with its date. */
function judgeAnswer(question: Askable, { snapshot }: Tenant): Judgement {
  const answer = answerTo(snapshot.answers, question);
  if (answer === undefined)
    return { id: question, verdict: 'not-decidable', basis: 'none', because: [says('because.ask')], ...empty }; // prettier-ignore
  const { note, by, at, file } = answer;
  const verdict = answer.answer === 'yes' ? 'enforced' : answer.answer === 'no' ? 'absent' : 'enforced-with-gaps'; // prettier-ignore
  return {
    id: question,
    verdict,
    basis: 'answer',
    because: [says('because.answer', { answer: answer.answer, by: by === '' ? '?' : by, at: at === '' ? '?' : at, file })],
    ...empty,
    gaps: answer.answer === 'partly' ? [{ kind: 'stated', says: says('gap.answer', { note: note === '' ? '?' : note }) }] : [],
    remarks: note === '' || answer.answer === 'partly' ? [] : [says('remark.note', { note })],
  }; // prettier-ignore
}

/** Security defaults and policies exclude each other: a snapshot that says both is of two moments, or wrong. */
function withDefaults(judgement: Judgement, { snapshot }: Tenant): Judgement {
  const on = snapshot.of('securityDefaults').items.some(({ value }) => value.isEnabled === true);
  if (!on) return judgement;
  if (judgement.verdict !== 'enforced' && judgement.verdict !== 'enforced-with-gaps')
    return { ...judgement, remarks: [...judgement.remarks, says('remark.security-defaults')] };
  return {
    ...judgement,
    verdict: 'enforced-with-gaps',
    gaps: [{ kind: 'stated', says: says('gap.security-defaults') }, ...judgement.gaps],
  };
}

function judgeDormant(id: string, tenant: Tenant): Judgement {
  const { findings, notJudged: unknown } = dormantOf(tenant);
  const because = unknown.map(({ code, values }) => says(code, values));
  const counts = new Map<string, number>();
  for (const { kind } of findings) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const gaps = [...counts].map(([kind, count]) => ({ kind: 'stated' as const, says: says(`gap.dormant-${kind}`, { count: String(count) }) })); // prettier-ignore
  const signIns = unknown.some(({ code }) => code === 'not-judged.sign-ins');
  const verdict = signIns && gaps.length === 0 ? 'not-judged' : gaps.length > 0 ? 'enforced-with-gaps' : unknown.length > 0 ? 'not-judged' : 'enforced'; // prettier-ignore
  return {
    id,
    verdict,
    basis: verdict === 'not-judged' ? 'none' : 'configuration',
    because: verdict === 'not-judged' ? because : [says(gaps.length > 0 ? 'because.dormant' : 'because.nothing-dormant', { days: String(tenant.days) })],
    gaps,
    moreGaps: false,
    objects: [],
    remarks: verdict === 'not-judged' ? [] : because,
  }; // prettier-ignore
}

/** Where the licence lacks what a measure needs: not possible, unless something is in force all the same. */
function withLicence(row: MeasureRow, tenant: Tenant): (judgement: Judgement) => Judgement {
  const { licences, directory, snapshot } = tenant;
  if (licences.basis === 'unknown' || row.needs.length === 0) return (judgement) => judgement;
  const lacks = row.needs.filter((plan) => !licences.plans.has(plan));
  if (lacks.length > 0) {
    const licence = lacks.join(' + ');
    return (judgement) => {
      switch (judgement.verdict) {
        case 'enforced':
        case 'enforced-with-gaps':
          return { ...judgement, verdict: 'enforced-with-gaps', gaps: [...judgement.gaps, { kind: 'stated', says: says('gap.licence', { licence }) }] }; // prettier-ignore
        case 'report-only':
        case 'absent':
        case 'not-possible':
        case 'not-decidable':
        case 'not-judged':
          return { ...judgement, verdict: 'not-possible', basis: 'configuration', because: [says('because.licence', { licence })] }; // prettier-ignore
      }
    };
  }
  const users = directory.users.filter(({ value }) => value.accountEnabled === true && value.userType !== 'Guest'); // prettier-ignore
  const short = row.needs.flatMap((plan) => {
    const units = licences.basis === 'snapshot' ? unitsOf(snapshot, plan) : undefined;
    return units !== undefined && units < users.length ? [says('remark.units', { licence: plan, units: String(units), users: String(users.length) })] : []; // prettier-ignore
  });
  return (judgement) => ({ ...judgement, remarks: [...judgement.remarks, ...short] });
}
