import type { Company } from '../company/company.js';
import { apps } from '../company/apps-table.js';
import type { Random } from '../random.js';
import { auditEntry, auditRecordOf, userTarget } from './audit.js';
import type { AuditEntry, AuditTarget, Changed, Emit } from './draft.js';
import type { Registration } from './registrations.js';

export interface ApplicationPlan extends Registration {
  readonly appId: string;
  readonly name: string;
  readonly scopes: string;
  /** Registered in this tenant, with an owner; else it is somebody else's that is consented to. */
  readonly registered: boolean;
}

/**
 * An application is added and consented to (W-40): with registration the five steps of the table,
 * without it those from the service principal on. Each entry stands in both logs.
 *
 * @returns object ids of the application and of its service principal
 */
export function addApplication(
  random: Random,
  company: Company,
  plan: ApplicationPlan,
  emit: Emit,
): { readonly application: string; readonly principal: string } {
  const { user } = plan;
  const application = random.guid();
  const principal = random.guid();
  const by: AuditEntry['by'] = { kind: 'user', user, place: plan.place };
  const registering = random.guid();
  const consenting = random.guid();
  let time = plan.time;
  const step = (
    activity: string,
    targets: readonly AuditTarget[],
    more: { readonly category?: string; readonly correlation: string; readonly pause: number },
  ): void => {
    const entry = auditEntry(random, {
      time,
      activity,
      category: more.category ?? 'ApplicationManagement',
      by,
      targets,
      details: [
        ['User-Agent', plan.agent],
        ['AppId', plan.appId],
      ],
      correlation: more.correlation,
      session: plan.session,
      token: plan.token,
      mark: plan.mark,
    });
    emit(entry);
    emit(auditRecordOf(random, company, entry));
    time += more.pause;
  };
  const names: readonly Changed[] = [{ name: 'TargetId.ServicePrincipalNames', after: plan.appId }];
  const app = (changed: readonly Changed[]): AuditTarget => ({
    type: 'Application',
    id: application,
    name: plan.name,
    changed,
  });
  const service = (changed: readonly Changed[]): AuditTarget => ({
    type: 'ServicePrincipal',
    id: principal,
    name: plan.name,
    changed: [...changed, ...names],
  });
  const graph = (changed: readonly Changed[]): AuditTarget => ({
    type: 'ServicePrincipal',
    id: graphPrincipal(company),
    name: apps.graph.name,
    changed,
  });

  if (plan.registered) {
    step('Add application', [app([
      { name: 'AppId', before: '[]', after: `["${plan.appId}"]` },
      { name: 'AvailableToOtherTenants', before: '[]', after: '[false]' },
      { name: 'DisplayName', before: '[]', after: `[${JSON.stringify(plan.name)}]` },
      { name: 'RequiredResourceAccess', before: '[]', after: JSON.stringify([{ ResourceAppId: apps.graph.id, EncodingVersion: 1 }]) },
      { name: 'Included Updated Properties', after: 'AppId, AvailableToOtherTenants, DisplayName, RequiredResourceAccess' },
    ])], { correlation: registering, pause: random.int(110, 300) }); // prettier-ignore
    step('Add owner to application', [userTarget(user, [
      { name: 'Application.ObjectID', after: application },
      { name: 'Application.DisplayName', after: plan.name },
      { name: 'Application.AppId', after: plan.appId },
    ]), app([])], { correlation: registering, pause: random.int(400, 900) }); // prettier-ignore
  }
  step('Add service principal', [service([
    { name: 'AccountEnabled', before: '[]', after: '[true]' },
    { name: 'AppPrincipalId', before: '[]', after: `["${plan.appId}"]` },
    { name: 'DisplayName', before: '[]', after: `[${JSON.stringify(plan.name)}]` },
  ])], { correlation: plan.registered ? registering : consenting, pause: random.int(150, 300) }); // prettier-ignore
  if (plan.registered)
    step('Add owner to service principal', [userTarget(user, [
      { name: 'ServicePrincipal.ObjectID', after: principal },
      { name: 'ServicePrincipal.DisplayName', after: plan.name },
      { name: 'ServicePrincipal.AppId', after: plan.appId },
    ]), service([])], { correlation: registering, pause: random.int(35, 70) * 1000 }); // prettier-ignore
  step('Add delegated permission grant', [graph([
    { name: 'DelegatedPermissionGrant.Scope', after: ` ${plan.scopes}` },
    { name: 'DelegatedPermissionGrant.ConsentType', after: 'Principal' },
    { name: 'ServicePrincipal.ObjectID', after: principal },
    { name: 'ServicePrincipal.DisplayName', after: plan.name },
    { name: 'ServicePrincipal.AppId', after: plan.appId },
  ]), service([])], { correlation: consenting, pause: random.int(120, 400) }); // prettier-ignore
  step('Add app role assignment grant to user', [service([
    { name: 'AppRole.Id', after: '00000000-0000-0000-0000-000000000000' },
    { name: 'User.ObjectID', after: user.id },
    { name: 'User.UPN', after: user.upn },
    { name: 'User.PUID', after: user.puid },
  ]), userTarget(user)], { category: 'UserManagement', correlation: consenting, pause: 1000 }); // prettier-ignore
  step('Consent to application', [service([
    { name: 'ConsentContext.IsAdminConsent', after: 'False' },
    { name: 'ConsentContext.IsAppOnly', after: 'False' },
    { name: 'ConsentContext.OnBehalfOfAll', after: 'False' },
    { name: 'ConsentContext.Tags', after: 'WindowsAzureActiveDirectoryIntegratedApp' },
    { name: 'ConsentAction.Permissions', after: `[] => [[Id: ${random.hex(43)}, ClientId: ${principal}, PrincipalId: ${user.id}, ResourceId: ${graphPrincipal(company)}, ConsentType: Principal, Scope:  ${plan.scopes}, CreatedDateTime: , LastModifiedDateTime ]]; ` },
  ])], { correlation: consenting, pause: 0 }); // prettier-ignore
  return { application, principal };
}

/** Microsoft Graph's service principal in the tenant. */
const graphPrincipal = (company: Company): string => `${company.tenantId.slice(0, 24)}0000a1b2c3d4`;
