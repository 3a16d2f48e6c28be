import { isSet } from '../snapshot/record.js';
import type { DormantFinding } from '../../model/dormant.js';
import type { GraphObject } from '../snapshot/graph.js';
import type { Placed } from '../snapshot/snapshot.js';
import { privilegedRoles } from '../posture/roles-table.js';
import type { Tenant } from '../posture/tenant.js';
import type { Told } from './told.js';
import { dateOf, dayLong, lower, timeOf } from './told.js';
import { highPermissions, isHighPermission } from './permissions-table.js';

/** Secrets that live longer are long-lived: a year and a day for leap years. */
const longLife = 366 * dayLong;
/** Microsoft's own tenant, in which its service principals are at home. */
const microsoftTenants = new Set(['f8cdef31-a31e-4b4a-93e4-5f571e91255a', '72f988bf-86f1-41af-91ab-2d7cd011db47']); // prettier-ignore

type App = Placed<GraphObject<'applications'>>;

/** Applications: secrets, permissions, roles, and whether anybody uses them. */
export function appFindings(tenant: Tenant): Told {
  const { snapshot, now } = tenant;
  const notJudged: Told['notJudged'][number][] = [];
  const apps = snapshot.of('applications');
  const principals = snapshot.of('servicePrincipals');
  if (!apps.given) notJudged.push({ code: 'not-judged.applications', values: {} });
  const findings: DormantFinding[] = [
    ...apps.items.flatMap((app) => secrets(app, 'application', now)),
    ...principals.items.flatMap((app) => secrets(app, 'servicePrincipal', now)),
    ...permissions(tenant),
    ...roles(tenant),
  ];
  if (!snapshot.of('appRoleAssignments').given && !snapshot.of('oauth2PermissionGrants').given)
    notJudged.push({ code: 'not-judged.permissions', values: {} });
  if (!snapshot.of('servicePrincipalSignInActivities').given)
    notJudged.push({ code: 'not-judged.app-use', values: {} });
  else findings.push(...unused(tenant));
  return { findings, notJudged };
}

const finding = (
  kind: DormantFinding['kind'],
  subject: 'application' | 'servicePrincipal',
  { value, file, path }: App,
  values: Readonly<Record<string, string>>,
): DormantFinding => ({
  kind,
  subject: { kind: subject, id: value.id ?? '', name: value.displayName ?? value.appId ?? value.id ?? '' },
  values: { ...values },
  file,
  path,
}); // prettier-ignore

function secrets(app: App, kind: 'application' | 'servicePrincipal', now: number): readonly DormantFinding[] {
  const lists = { passwordCredentials: app.value.passwordCredentials, keyCredentials: app.value.keyCredentials };
  return Object.entries(lists).flatMap(([name, list]) =>
    (list ?? []).flatMap((one, index) => {
      const end = timeOf(one.endDateTime);
      const start = timeOf(one.startDateTime);
      if (end === undefined) return [];
      const place = { ...app, path: `${app.path}.${name}[${index}]` };
      const values = { secret: one.displayName ?? one.keyId ?? '?', end: dateOf(end) };
      if (end < now) return [finding('secret-expired', kind, place, values)];
      // Certificates of single sign-on live three years by Microsoft's own default.
      if (name === 'keyCredentials' && kind === 'servicePrincipal') return [];
      return start !== undefined && end - start > longLife ? [finding('secret-long', kind, place, values)] : [];
    }),
  );
} // prettier-ignore

function principalOf({ snapshot }: Tenant, id: string): App | undefined {
  return snapshot.of('servicePrincipals').items.find(({ value }) => lower(value.id) === lower(id));
}

function permissions(tenant: Tenant): readonly DormantFinding[] {
  const { snapshot, directory } = tenant;
  const found = new Map<string, { readonly at: App; readonly names: Set<string> }>();
  const add = (at: App, name: string): void => {
    const known = found.get(lower(at.value.id)) ?? { at, names: new Set<string>() };
    known.names.add(name);
    found.set(lower(at.value.id), known);
  };
  const roleNames = new Map(snapshot.of('servicePrincipals').items.flatMap(({ value }) => (value.appRoles ?? []).map((role) => [lower(role.id), role.value ?? ''] as const))); // prettier-ignore
  for (const { value, file, path } of snapshot.of('appRoleAssignments').items) {
    const name = highPermissions.get(lower(value.appRoleId)) ?? roleNames.get(lower(value.appRoleId)) ?? ''; // prettier-ignore
    if (!isHighPermission(name)) continue;
    const known = principalOf(tenant, value.principalId);
    add(known ?? { file, path, value: { id: value.principalId, displayName: value.principalDisplayName } }, name); // prettier-ignore
  }
  for (const { value, file, path } of snapshot.of('oauth2PermissionGrants').items) {
    // Consent for one user reaches that user's own data alone.
    if (value.consentType !== 'AllPrincipals') continue;
    const known = principalOf(tenant, value.clientId);
    const at = known ?? { file, path, value: { id: value.clientId, displayName: directory.nameOf(value.clientId) || value.clientId } }; // prettier-ignore
    for (const name of (value.scope ?? '').split(/\s+/).filter(isHighPermission))
      add(at, `${name} (delegated)`);
  }
  return [...found.values()].map(({ at, names }) =>
    finding('app-permission', 'servicePrincipal', at, {
      permissions: [...names].sort().join(', '),
    }),
  );
}

function roles(tenant: Tenant): readonly DormantFinding[] {
  return [...tenant.directory.roles].flatMap(([role, held]) =>
    !privilegedRoles.has(role)
      ? []
      : [...held].flatMap((id) => {
          const at = principalOf(tenant, id);
          return at === undefined ? [] : [finding('privileged-app', 'servicePrincipal', at, { role: tenant.directory.nameOf(role) || role })];
        }),
  ); // prettier-ignore
}

function unused({ snapshot, now, days }: Tenant): readonly DormantFinding[] {
  const last = new Map<string, number>();
  for (const { value } of snapshot.of('servicePrincipalSignInActivities').items) {
    const times = [value.lastSignInActivity?.lastSignInDateTime, value.lastSignInActivity?.lastSuccessfulSignInDateTime].flatMap((text) => timeOf(text) ?? []); // prettier-ignore
    last.set(lower(value.appId), Math.max(0, ...times));
  }
  return snapshot.of('servicePrincipals').items.flatMap((placed) => {
    const { value } = placed;
    if (value.accountEnabled === false || !isSet(value.appId)) return [];
    if (microsoftTenants.has(lower(value.appOwnerOrganizationId))) return [];
    if (isSet(value.servicePrincipalType) && value.servicePrincipalType !== 'Application') return [];
    const created = timeOf(value.createdDateTime);
    const used = last.get(lower(value.appId)) ?? 0;
    if (now - Math.max(used, created ?? 0) <= days * dayLong) return [];
    return [finding('app-unused', 'servicePrincipal', placed, { last: used === 0 ? '-' : dateOf(used) })];
  });
} // prettier-ignore
