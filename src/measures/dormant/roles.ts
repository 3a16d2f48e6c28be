import { isSet } from '../snapshot/record.js';
import type { DormantFinding } from '../../model/dormant.js';
import { globalAdministrator, privilegedRoles } from '../posture/roles-table.js';
import type { Tenant } from '../posture/tenant.js';
import type { Told } from './told.js';
import { lower, timeOf, userFinding } from './told.js';
import { strongMethods } from './permissions-table.js';

/** Microsoft advises fewer than five ("Best practices for Microsoft Entra roles"). */
const mostGlobalAdmins = 4;

/** Privileged accounts: their methods, where they come from, and privilege that is held all the time. */
export function roleFindings(tenant: Tenant): Told {
  const { snapshot, directory, breakGlass } = tenant;
  const findings: DormantFinding[] = [];
  const notJudged: Told['notJudged'][number][] = [];
  const given = snapshot.of('roleAssignments').given || snapshot.of('directoryRoles').items.some(({ value }) => isSet(value.members)); // prettier-ignore
  if (!given) return { findings, notJudged: [{ code: 'not-judged.roles', values: {} }] };
  const held = [...directory.roles].filter(([role]) => privilegedRoles.has(role));
  const holders = new Map<string, string[]>();
  for (const [role, members] of held)
    for (const member of members) {
      const roles = holders.get(member) ?? [];
      roles.push(directory.nameOf(role) || role);
      holders.set(member, roles);
    }
  const details = snapshot.of('userRegistrationDetails');
  if (!details.given) notJudged.push({ code: 'not-judged.methods', values: {} });
  const methods = new Map(details.items.map(({ value }) => [lower(value.id), value]));
  for (const [id, roles] of holders) {
    const user = directory.user(id);
    if (user === undefined || user.value.accountEnabled === false) continue;
    const named = { roles: roles.join(', ') };
    if (user.value.onPremisesSyncEnabled === true) findings.push(userFinding('synced-admin', user, named)); // prettier-ignore
    const registered = methods.get(id);
    if (registered === undefined) continue;
    const list = registered.methodsRegistered;
    if (registered.isMfaCapable === false) findings.push(userFinding('admin-without-mfa', user, named)); // prettier-ignore
    else if (isSet(list) && !list.some((one) => strongMethods.has(one)))
      findings.push(userFinding('admin-without-strong', user, { ...named, methods: list.join(', ') || '-' })); // prettier-ignore
  }
  const global = [...(directory.roles.get(globalAdministrator) ?? [])].filter((id) => !breakGlass.includes(id) && directory.user(id)?.value.accountEnabled !== false); // prettier-ignore
  if (global.length > mostGlobalAdmins) {
    const [place] = [...snapshot.of('roleAssignments').items.filter(({ value }) => lower(value.roleDefinitionId) === globalAdministrator), ...snapshot.of('directoryRoles').items.filter(({ value }) => lower(value.roleTemplateId) === globalAdministrator)]; // prettier-ignore
    findings.push({
      kind: 'too-many-global-admins',
      subject: { kind: 'role', id: globalAdministrator, name: 'Global Administrator' },
      values: { count: String(global.length), names: global.map((id) => directory.nameOf(id) || id).join(', ') },
      file: place?.file ?? '',
      path: place?.path ?? '',
    }); // prettier-ignore
  }
  findings.push(...permanent(tenant));
  return { findings, notJudged };
}

/** Roles held for ever, where the schedules say which are and which are only for a time. */
function permanent({ snapshot, directory, breakGlass }: Tenant): readonly DormantFinding[] {
  return snapshot.of('roleAssignmentSchedules').items.flatMap(({ value, file, path }) => {
    const role = lower(value.roleDefinitionId);
    const user = directory.user(value.principalId);
    if (user === undefined || !privilegedRoles.has(role)) return [];
    if (breakGlass.includes(lower(value.principalId))) return [];
    const ends = timeOf(value.endDateTime) ?? timeOf(value.scheduleInfo?.expiration?.endDateTime);
    if (ends !== undefined || lower(value.assignmentType) === 'activated') return [];
    const finding = userFinding('permanent-role', user, { role: directory.nameOf(role) || role });
    return [{ ...finding, file, path }];
  });
}
