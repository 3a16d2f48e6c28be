import { isoSeconds } from '../company/clock.js';
import type { Company } from '../company/company.js';
import type { Random } from '../random.js';
import { tokenFromGuid } from '../../formats/ids.js';
import type { AuditEntry, AuditRecord, AuditTarget, Mark } from './draft.js';

export interface AuditPlan {
  readonly time: number;
  readonly activity: string;
  readonly category: string;
  readonly service?: string;
  readonly operation?: string;
  readonly by: AuditEntry['by'];
  readonly targets: readonly AuditTarget[];
  readonly details?: readonly (readonly [string, string])[];
  readonly correlation?: string;
  readonly failed?: string;
  readonly reason?: string;
  readonly session?: string | null;
  /** Request id of the sign-in that issued the token. */
  readonly token?: string | null;
  readonly mark?: Mark | undefined;
}

/** An entry of the Entra audit log. */
export function auditEntry(random: Random, plan: AuditPlan): AuditEntry {
  const service = plan.service ?? 'Core Directory';
  const correlation = plan.correlation ?? random.guid();
  const prefix = service === 'Core Directory' ? 'Directory' : service;
  return {
    kind: 'audit',
    time: plan.time,
    mark: plan.mark,
    id: `${prefix}_${correlation}_${random.hex(5).toUpperCase()}_${random.int(100_000_000, 999_999_999)}`,
    fraction:
      String(Math.floor(plan.time % 1000)).padStart(3, '0') +
      String(random.int(0, 9999)).padStart(4, '0'),
    activity: plan.activity,
    category: plan.category,
    service,
    operation: plan.operation ?? plan.activity.split(' ')[0] ?? 'Update',
    failed: plan.failed ?? null,
    reason: plan.reason ?? '',
    correlation,
    by: plan.by,
    targets: plan.targets,
    details: plan.details ?? [],
    // The JSON is what Graph beta gives today, whatever the year of the incident, like the columns of
    // the portal's sign-in CSV: it tells both.
    session: plan.session ?? null,
    token: plan.token === undefined || plan.token === null ? null : tokenFromGuid(plan.token),
  };
}

const categories: Readonly<Record<AuditTarget['type'], string>> = {
  User: 'User',
  Application: 'Application',
  ServicePrincipal: 'ServicePrincipal',
  Device: 'Device',
  Role: 'Role',
  Group: 'Group',
  Other: 'Other',
};

/** Real records name a service principal by its names, a user by the principal name, others by type and id. */
function objectIdOf(target: AuditTarget | undefined): string {
  if (target === undefined) return 'Not Available';
  const names = target.changed?.find(({ name }) => name === 'TargetId.ServicePrincipalNames');
  return names?.after ?? target.upn ?? `${target.type}_${target.id}`;
}

/** Of what kind the changed object is, which need not be the first target. */
function extendedCategory(entry: AuditEntry): string {
  if (entry.category === 'RoleManagement') return 'Role';
  if (entry.activity === 'Add owner to application') return 'Application';
  if (entry.activity === 'Add owner to service principal') return 'ServicePrincipal';
  if (entry.activity === 'Add app role assignment grant to user') return 'User';
  return categories[entry.targets[0]?.type ?? 'Other'];
}

/** The same entry in the unified audit log (type 8): the activity ends in a full stop. */
export function auditRecordOf(random: Random, company: Company, entry: AuditEntry): AuditRecord {
  const { by } = entry;
  const target = entry.targets[0];
  const user = by.kind === 'user' ? by.user : null;
  return {
    kind: 'ual',
    time: entry.time,
    mark: entry.mark,
    data: {
      CreationTime: isoSeconds(entry.time),
      Id: random.guid(),
      Operation: `${entry.activity}.`,
      OrganizationId: company.tenantId,
      RecordType: 8,
      ResultStatus: entry.failed === null ? 'Success' : 'Failure',
      UserKey: user === null ? 'Not Available' : `${user.puid}@${company.initialDomain}`,
      UserType: user === null ? 4 : 0,
      Version: 1,
      Workload: 'AzureActiveDirectory',
      ObjectId: objectIdOf(target),
      UserId: by.kind === 'user' ? by.user.upn : `ServicePrincipal_${by.principal}`,
      AzureActiveDirectoryEventType: 1,
      ExtendedProperties: [
        { Name: 'additionalDetails', Value: JSON.stringify(Object.fromEntries(entry.details)) },
        {
          Name: 'extendedAuditEventCategory',
          Value: extendedCategory(entry),
        },
      ],
      ModifiedProperties: (target?.changed ?? []).map(({ name, before, after }) => ({
        Name: name,
        NewValue: after,
        OldValue: before ?? '',
      })),
      Actor:
        by.kind === 'user'
          ? [
              { ID: by.user.upn, Type: 5 },
              { ID: by.user.puid, Type: 3 },
              { ID: `User_${by.user.id}`, Type: 2 },
              { ID: by.user.id, Type: 2 },
              { ID: 'User', Type: 2 },
            ]
          : [
              { ID: by.name, Type: 1 },
              { ID: `ServicePrincipal_${by.principal}`, Type: 2 },
              { ID: by.principal, Type: 2 },
              { ID: 'ServicePrincipal', Type: 2 },
            ],
      ActorContextId: company.tenantId,
      InterSystemsId: entry.correlation,
      IntraSystemId: random.guid(),
      SupportTicketId: '',
      Target:
        target === undefined
          ? []
          : [
              { ID: `${target.type}_${target.id}`, Type: 2 },
              { ID: target.id, Type: 2 },
              { ID: target.type, Type: 2 },
              ...(target.upn === undefined ? [] : [{ ID: target.upn, Type: 5 }]),
              ...(target.puid === undefined ? [] : [{ ID: target.puid, Type: 3 }]),
              ...(target.name === null ? [] : [{ ID: target.name, Type: 1 }]),
            ],
      TargetContextId: company.tenantId,
    },
  };
}

/** A user as the target of an entry. */
export const userTarget = (
  user: { readonly id: string; readonly upn: string; readonly puid: string },
  changed: AuditTarget['changed'] = [],
): AuditTarget => ({
  type: 'User',
  id: user.id,
  name: null,
  upn: user.upn,
  puid: user.puid,
  changed,
});

/** Services of Microsoft that write to the directory, by their object ids in this tenant. */
export const directoryServices = {
  mfa: { kind: 'app', name: 'Azure MFA StrongAuthenticationService', principal: 'b5a60e17-278b-4c92-a4e2-b9262e66bb28' },
  device: { kind: 'app', name: 'Device Registration Service', principal: '3f1c9c5e-2e4b-4a55-9f3c-88a1f4d20c17' },
  provisioning: { kind: 'app', name: 'Microsoft Azure AD Internal - Jit Provisioning', principal: '96ff4394-9197-43aa-b393-6a41652e21f8' },
  licensing: { kind: 'app', name: 'Microsoft Substrate Management', principal: '5dd4d5a4-7b1e-4f9c-8d61-29f3d10f2b6e' },
} as const satisfies Record<string, AuditEntry['by']>; // prettier-ignore
