import { isSet } from '../snapshot/record.js';
import type { Gap, Judgement, PostureObject, Says, Verdict } from '../../model/posture.js';
import { says } from '../../model/posture.js';
import { answerTo } from '../snapshot/answers.js';
import { matchesUsers } from './users.js';
import { blocks } from './controls.js';
import type { Tenant } from './tenant.js';

/** One of several settings that make up a measure. */
interface Part {
  readonly state: 'closed' | 'partly' | 'open' | 'unknown';
  /** What is left open, or not known. */
  readonly says?: Says;
}

const closed: Part = { state: 'closed' };
const stated = (one: Says): Gap => ({ kind: 'stated', says: one });

function verdictOf(parts: readonly Part[]): Verdict {
  const known = parts.filter(({ state }) => state !== 'unknown');
  const unknown = known.length < parts.length;
  if (known.length === 0) return 'not-judged';
  if (known.every(({ state }) => state === 'open')) return 'absent';
  if (known.every(({ state }) => state === 'closed')) return unknown ? 'not-decidable' : 'enforced';
  return 'enforced-with-gaps';
}

function judged(
  id: string,
  parts: readonly Part[],
  objects: readonly PostureObject[],
  remarks: readonly Says[],
): Judgement {
  const verdict = verdictOf(parts);
  return {
    id,
    verdict,
    basis: verdict === 'not-judged' ? 'none' : 'configuration',
    because: [says(`because.parts-${verdict}`)],
    gaps: parts.flatMap((part) => (part.says === undefined ? [] : [stated(part.says)])),
    moreGaps: false,
    objects: [...objects],
    remarks: [...remarks],
  };
}

function policyObject(tenant: Tenant, decides: string): readonly PostureObject[] {
  return tenant.snapshot
    .of('authorizationPolicy')
    .items.slice(0, 1)
    .map(({ value, file, path }) => ({
      kind: 'authorizationPolicy',
      id: value.id ?? '',
      name: '',
      file,
      path: `${path}.${decides}`,
      role: 'decides',
      why: [],
    }));
}

const selfGrant = /^managePermissionGrantsForSelf\./i;
/** Microsoft's own consent policies and how much each lets users consent to ("Manage app consent policies"). */
const consentCodes: readonly (readonly [RegExp, Part['state'], string])[] = [
  [/microsoft-user-default-legacy$/i, 'open', 'gap.consent-legacy'],
  [/microsoft-user-default-low$/i, 'partly', 'gap.consent-low'],
  [/microsoft-user-default-recommended$/i, 'partly', 'gap.consent-recommended'],
];

/** W-7B: users register no applications, and consent to none: any policy for consent for oneself leaves it open. */
export function judgeApplications(tenant: Tenant): Judgement {
  const policy = tenant.snapshot.of('authorizationPolicy').items[0]?.value;
  const create = policy?.defaultUserRolePermissions?.allowedToCreateApps;
  const register: Part =
    create === false
      ? closed
      : create === true
        ? { state: 'open', says: says('gap.apps-created') }
        : { state: 'unknown', says: says('gap.apps-created-unknown') };
  const v1 = policy?.defaultUserRolePermissions?.permissionGrantPoliciesAssigned;
  const assigned = v1 ?? policy?.permissionGrantPolicyIdsAssignedToDefaultUserRole;
  const own = (assigned ?? []).filter((one) => selfGrant.test(one));
  const consents: readonly Part[] =
    !isSet(assigned)
      ? [{ state: 'unknown', says: says('gap.consent-unknown') }]
      : own.length === 0
        ? [closed]
        : own.map((one) => {
            const known = consentCodes.find(([pattern]) => pattern.test(one));
            if (known === undefined) return { state: 'partly', says: says('gap.consent-custom', { policy: one }) };
            return { state: known[1], says: says(known[2]) };
          }); // prettier-ignore
  const worst = consents.find(({ state }) => state === 'open') ?? consents[0] ?? closed;
  const remarks: Says[] = [];
  if ((assigned ?? []).some((one) => /^managePermissionGrantsForOwnedResource\./i.test(one)))
    remarks.push(says('remark.owner-consent'));
  const request = tenant.snapshot.of('adminConsentRequestPolicy').items[0]?.value;
  if (request?.isEnabled === false) remarks.push(says('remark.no-consent-requests'));
  const result = judged('W-7B', [register, worst], policyObject(tenant, 'defaultUserRolePermissions'), remarks); // prettier-ignore
  const more = consents.filter((one) => one !== worst).flatMap((part) => (part.says === undefined ? [] : [stated(part.says)])); // prettier-ignore
  return { ...result, gaps: [...result.gaps, ...more] };
}

const guestRoles: Readonly<Record<string, Part>> = {
  'a0b1b346-4d3e-4e8b-98f8-753987be4970': { state: 'open', says: says('gap.guest-as-member') },
  '10dae51f-b6af-4016-8d66-8c2a99b929b3': { state: 'partly', says: says('gap.guest-limited') },
  '2af84b1e-32c8-42b7-82bc-daa82404023b': closed,
};
const invites: Readonly<Record<string, Part>> = {
  everyone: { state: 'open', says: says('gap.invites-everyone') },
  adminsGuestInvitersAndAllMembers: { state: 'partly', says: says('gap.invites-members') },
  adminsAndGuestInviters: closed,
  none: closed,
};

/** W-7E: guests see only themselves, administrators invite them, and others stay out of the administration centre. */
export function judgeGuests(tenant: Tenant): Judgement {
  const policy = tenant.snapshot.of('authorizationPolicy').items[0]?.value;
  const role = policy?.guestUserRoleId?.toLowerCase();
  const guest: Part =
    (!isSet(role) ? undefined : guestRoles[role]) ??
    ({ state: 'unknown', says: says(!isSet(role) ? 'gap.guest-unknown' : 'gap.guest-other-role', { role: role ?? '' }) } satisfies Part); // prettier-ignore
  const from = policy?.allowInvitesFrom;
  const invite: Part =
    (!isSet(from) ? undefined : invites[from]) ??
    ({ state: 'unknown', says: says('gap.invites-unknown') } satisfies Part);
  const { part, objects, remarks } = adminCentre(tenant);
  return judged(
    'W-7E',
    [guest, invite, part],
    [...policyObject(tenant, 'guestUserRoleId'), ...policyObject(tenant, 'allowInvitesFrom'), ...objects], // prettier-ignore
    remarks,
  );
}

/** Microsoft's switch (beta), a policy that keeps users out of the portals, or a person's answer. */
function adminCentre(tenant: Tenant): {
  readonly part: Part;
  readonly objects: readonly PostureObject[];
  readonly remarks: readonly Says[];
} {
  const { snapshot } = tenant;
  const everyone = { marks: new Set<string>(), item: { kind: 'everyone', id: '*', name: '', members: [] } }; // prettier-ignore
  const policy = snapshot.of('conditionalAccessPolicies').items.find(({ value }) => {
    const apps = value.conditions?.applications?.includeApplications ?? [];
    return value.state === 'enabled' && blocks(value) && apps.includes('MicrosoftAdminPortals') && matchesUsers(value, everyone);
  }); // prettier-ignore
  if (policy !== undefined)
    return {
      part: closed,
      objects: [{ kind: 'conditionalAccessPolicy', id: policy.value.id ?? '', name: policy.value.displayName ?? '', file: policy.file, path: `${policy.path}.conditions`, role: 'decides', why: [] }],
      remarks: [],
    }; // prettier-ignore
  const setting = snapshot.of('uxSetting').items[0];
  const value = setting?.value.restrictNonAdminAccess;
  if (setting !== undefined && isSet(value)) {
    const on = String(value).toLowerCase() === 'true';
    return {
      part: on ? closed : { state: 'open', says: says('gap.admin-centre') },
      objects: [{ kind: 'uxSetting', id: '', name: '', file: setting.file, path: `${setting.path}.restrictNonAdminAccess`, role: 'decides', why: [] }],
      remarks: on ? [says('remark.admin-centre-portal-only')] : [],
    }; // prettier-ignore
  }
  const answer = answerTo(snapshot.answers, 'W-7E.admin-centre');
  if (answer === undefined)
    return { part: { state: 'unknown', says: says('gap.admin-centre-ask') }, objects: [], remarks: [] }; // prettier-ignore
  const remark = says('remark.admin-centre-answer', { note: answer.note });
  const part: Part =
    answer.answer === 'yes'
      ? closed
      : { state: answer.answer === 'no' ? 'open' : 'partly', says: says('gap.admin-centre') };
  return { part, objects: [], remarks: answer.note === '' ? [] : [remark] };
}

/** W-78 rests on a switch as well: with it on, Entra ID does not enforce policies for the action (graph.md §3). */
export function withDeviceSetting(judgement: Judgement, tenant: Tenant): Judgement {
  const placed = tenant.snapshot.of('deviceRegistrationPolicy').items[0];
  const value = placed?.value.multiFactorAuthConfiguration;
  if (placed === undefined || !isSet(value)) {
    const missing = says('because.device-setting-missing');
    return { ...judgement, verdict: 'not-judged', basis: 'none', because: [missing] };
  }
  const required = value === 1 || String(value).toLowerCase() === 'required';
  if (!required) return judgement;
  const object: PostureObject = { kind: 'deviceRegistrationPolicy', id: placed.value.id ?? '', name: '', file: placed.file, path: `${placed.path}.multiFactorAuthConfiguration`, role: 'decides', why: [] }; // prettier-ignore
  const hasPolicy = judgement.objects.some(({ role }) => role === 'decides');
  return {
    ...judgement,
    verdict: hasPolicy ? 'enforced-with-gaps' : 'enforced',
    basis: 'configuration',
    because: [says('because.device-setting')],
    gaps: hasPolicy ? [stated(says('gap.device-setting-conflict')), ...judgement.gaps] : [],
    objects: [object, ...judgement.objects],
    remarks: hasPolicy ? judgement.remarks : [says('remark.device-setting-old'), ...judgement.remarks], // prettier-ignore
  };
}
