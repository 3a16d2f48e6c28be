import { z } from 'zod';
import type { Said, Severity } from '../../model/finding.js';
import type { Analyser, AnalyserMatch } from '../analyser.js';
import type { DirectoryAct } from '../directory/act.js';
import { accountOf, changeOf, targetOf } from '../directory/act.js';
import { distinct, groupByKeys, hour, listed, minute, placesOf } from '../directory/groups.js';
import { exactly, readActs } from '../directory/read.js';
import { directoryRoles } from './roles-table.js';

/**
 * "Add member to role", "Add eligible member to role", "Add scoped member to role" of the directory and
 * their variants in Privileged Identity Management ("… in PIM completed (permanent)", "… outside of PIM
 * (permanent)", "… completed (PIM activation)").
 */
const granting = '^add (?:eligible |scoped |role )?member to role';
const notDone = /requested|denied|cancell?ed|expired|failed|remind|approv/;

const parameters = z.strictObject({
  /** Acts about one member and role are one finding while less than this lies between. */
  minutes: z.number().positive().default(15),
  /** An account younger than this is new. */
  newHours: z.number().positive().default(24),
});
type Parameters = z.infer<typeof parameters>;

interface Grant {
  readonly act: DirectoryAct;
  readonly time: bigint;
  readonly member: string;
  readonly isApplication: boolean;
  readonly role: string | undefined;
  readonly tier: 0 | 1 | 2;
  readonly activated: boolean;
  readonly eligible: boolean;
}

/** What the log calls a role → its entry in the table. */
export function tierOf(...names: readonly (string | undefined)[]): {
  readonly name: string | undefined;
  readonly tier: 0 | 1 | 2;
} {
  const plain = names.map((name) => name?.trim().toLowerCase());
  const found = directoryRoles.find((role) =>
    plain.some(
      (name) =>
        name !== undefined &&
        (name === role.templateId || role.names.some((one) => one.toLowerCase() === name)),
    ),
  );
  const own = names.find((name) => name !== undefined && !/^[0-9a-f-]{36}$/i.test(name));
  return { name: own ?? found?.names[0], tier: found?.tier ?? 2 };
}

/** The name of a role that an act grants or takes, from wherever the log has it. */
export function roleOf(act: DirectoryAct, when: 'before' | 'after'): ReturnType<typeof tierOf> {
  const value = (name: string): string | undefined => changeOf(act, name)?.[when];
  const target = targetOf(act, 'role', 'directoryrole', 'roledefinition');
  return tierOf(
    value('Role.DisplayName'),
    value('RoleName') ?? target?.name,
    act.details.get('rolename') ?? act.details.get('role name'),
    value('Role.TemplateId'),
    value('Role.WellKnownObjectName'),
    act.details.get('roledefinitionoriginid') ?? act.details.get('templateid'),
    target?.id,
  );
}

function grantOf(act: DirectoryAct): Grant | undefined {
  const member = accountOf(act);
  const application = targetOf(act, 'serviceprincipal', 'application');
  const group = targetOf(act, 'group');
  const { name, tier } = roleOf(act, 'after');
  const who = member ?? application?.name ?? application?.id ?? group?.name ?? group?.id;
  if (who === undefined) return undefined;
  // Services of Microsoft's give their own applications small roles ("Directory Readers").
  if (tier === 2 && (act.byApplication || act.by === 'certificate')) return undefined;
  return {
    act,
    time: act.time,
    member: who,
    isApplication: application !== undefined && targetOf(act, 'user') === undefined,
    role: name,
    tier,
    activated: act.operation.includes('pim activation'),
    eligible: act.operation.includes('eligible'),
  };
}

const said = (en: string, ja: string): Said => ({ en, ja });

interface Weight {
  readonly severity: Severity;
  readonly why: readonly Said[];
}

function weigh(group: readonly Grant[], isNew: boolean): Weight {
  const tier = Math.min(...group.map((grant) => grant.tier));
  const activation = group.some(({ activated }) => activated);
  if (activation) return { severity: tier === 0 ? 'low' : 'informational', why: [] };
  const why: Said[] = [];
  let severity: Severity = tier === 2 ? 'low' : 'medium';
  if (tier === 0) why.push(said('whoever has this role can take over the tenant', 'この役割を持つとテナント全体を掌握できる')); // prettier-ignore
  const byPeople = group.filter(({ act }) => !act.byApplication);
  if (byPeople.some(({ act, member }) => act.by === member)) {
    severity = tier === 2 ? 'medium' : 'high';
    why.push(said('the account gave it to itself', '自分自身に付与している'));
  }
  if (group.some(({ isApplication }) => isApplication) && tier < 2) {
    severity = 'high';
    why.push(said('the member is an application', '付与先がアプリケーションである'));
  }
  if (isNew && tier < 2) {
    severity = 'high';
    why.push(
      said('the account was made within a day before', '作成から 1 日以内のアカウントである'),
    );
  }
  return { severity, why };
}

function matchOf(group: readonly Grant[], added: readonly DirectoryAct[]): AnalyserMatch {
  const { severity, why } = weigh(group, added.length > 0);
  const roles = distinct(group.map(({ role }) => role));
  const by = distinct(group.flatMap(({ act }) => (act.byApplication ? [] : [act.by])));
  const eligible = group.some((grant) => grant.eligible) && !group.some((grant) => grant.activated);
  return {
    events: placesOf([...added, ...group.map(({ act }) => act)]),
    severity,
    values: {
      by: listed(by.length > 0 ? by : distinct(group.map(({ act }) => act.by))),
      member: listed(distinct(group.map(({ member }) => member))),
      ...(roles.length === 0 ? {} : { role: listed(roles) }),
      ...(group.some(({ activated }) => activated)
        ? { how: said('activated for a while', '一時的な有効化') }
        : eligible
          ? { how: said('as eligible', '資格として') }
          : {}),
      ...(why.length === 0
        ? {}
        : { why: said(why.map(({ en }) => en).join('; '), why.map(({ ja }) => ja).join('、')) }),
    },
  }; // prettier-ignore
}

/** A role of the directory is granted, for good, as eligible, or activated (W-25, W-49). */
export const roleGranted: Analyser<Parameters> = {
  slug: 'role-granted',
  parameters,
  run: async (store, { minutes, newHours }) => {
    const acts = (await readActs(store, granting)).filter(
      ({ operation, failed }) => !failed && !notDone.test(operation),
    );
    if (acts.length === 0) return [];
    const grants = acts.map(grantOf).filter((grant) => grant !== undefined);
    const groups = groupByKeys(
      grants,
      ({ member, tier, role }) => [`${member}|${tier}|${tier === 2 ? (role ?? '') : ''}`],
      BigInt(Math.round(minutes * 60)) * (minute / 60n),
    );
    const made = await readActs(store, exactly(['add user']));
    const span = BigInt(Math.round(newHours * 60)) * (hour / 60n);
    return groups.map((group) => {
      const first = group[0];
      const added = made.filter(
        (act) =>
          first !== undefined &&
          !act.failed &&
          accountOf(act) === first.member &&
          act.time <= first.time &&
          first.time - act.time <= span,
      );
      return matchOf(group, added);
    });
  },
};
