import { isoSeconds } from '../company/clock.js';
import type { AuditEntry } from '../records/draft.js';
import type { SimpleFormat } from './output.js';
import { plain } from './output.js';

const targets = [1, 2, 3] as const;
const changes = [1, 2, 3, 4, 5] as const;
const details = [1, 2, 3, 4, 5, 6] as const;

/** The header of the portal's download of the audit log (2024). */
export const auditHeader: readonly string[] = [
  'Date (UTC)', 'CorrelationId', 'Service', 'Category', 'Activity', 'Result', 'ResultReason', 'User Agent',
  'ActorType', 'ActorDisplayName', 'ActorObjectId', 'ActorUserPrincipalName', 'IPAddress', 'ActorHomeTenantId',
  'ActorHomeTenantName', 'ActorServicePrincipalId', 'ActorServicePrincipalName',
  ...targets.flatMap((target) => [
    ...['Type', 'DisplayName', 'ObjectId', 'UserPrincipalName'].map((name) => `Target${target}${name}`),
    ...changes.flatMap((change) =>
      ['Name', 'OldValue', 'NewValue'].map((name) => `Target${target}ModifiedProperty${change}${name}`),
    ),
  ]),
  ...details.flatMap((detail) => [`AdditionalDetail${detail}Key`, `AdditionalDetail${detail}Value`]),
]; // prettier-ignore

/** What the log shows as changed, as JSON text. */
const asJson = (text: string): string => (/^[[{"]/.test(text) ? text : JSON.stringify(text));

function csvRow(entry: AuditEntry): string {
  const { by } = entry;
  const agent = entry.details.find(([key]) => key === 'User-Agent')?.[1] ?? '';
  const cells: string[] = [
    `${isoSeconds(entry.time)}.${entry.fraction}+00:00`,
    entry.correlation,
    entry.service,
    entry.category,
    entry.activity,
    entry.failed === null ? 'success' : 'failure',
    entry.failed ?? entry.reason,
    agent,
    by.kind === 'user' ? 'User' : 'Application',
    by.kind === 'user' ? '' : by.name,
    by.kind === 'user' ? by.user.id : '',
    by.kind === 'user' ? by.user.upn : '',
    by.kind === 'user' ? (by.place?.ip ?? '') : '',
    '',
    '',
    by.kind === 'user' ? '' : by.principal,
    '',
  ];
  for (const number of targets) {
    const target = entry.targets[number - 1];
    cells.push(target?.type ?? '', target?.name ?? '', target?.id ?? '', target?.upn ?? '');
    for (const change of changes) {
      const changed = target?.changed?.[change - 1];
      cells.push(
        changed?.name ?? '',
        changed?.before === undefined ? '' : asJson(changed.before),
        changed === undefined ? '' : asJson(changed.after),
      );
    }
  }
  for (const number of details) {
    const detail = entry.details[number - 1];
    cells.push(detail?.[0] ?? '', detail?.[1] ?? '');
  }
  return cells.map(plain).join(',');
}

/** `AuditLogs_<date>.csv`, the portal's download. */
export const auditCsv = (span: string): SimpleFormat => ({
  file: `AuditLogs_${span}.csv`,
  format: 'entra-audit-portal-csv',
  head: `\ufeff${auditHeader.join(',')}\n`,
  tail: '',
  between: '',
  text: (draft) => (draft.kind === 'audit' ? `${csvRow(draft)}\n` : undefined),
});

function graphEntry(entry: AuditEntry): object {
  const { by } = entry;
  return {
    id: entry.id,
    category: entry.category,
    correlationId: entry.correlation,
    result: entry.failed === null ? 'success' : 'failure',
    resultReason: entry.failed ?? entry.reason,
    activityDisplayName: entry.activity,
    activityDateTime: `${isoSeconds(entry.time)}.${entry.fraction}Z`,
    loggedByService: entry.service,
    operationType: entry.operation,
    initiatedBy:
      by.kind === 'user'
        ? {
            app: null,
            user: {
              id: by.user.id,
              displayName: null,
              userPrincipalName: by.user.upn,
              ipAddress: by.place?.ip ?? '',
              userType: null,
              homeTenantId: null,
              homeTenantName: null,
            },
            ...(entry.session === null
              ? {}
              : {
                  linkableIdentifiers: {
                    sessionId: entry.session,
                    deviceId: null,
                    ...(entry.token === null
                      ? {}
                      : { tokenDetails: { uniqueTokenIdentifier: entry.token } }),
                  },
                }),
          }
        : {
            user: null,
            app: {
              appId: null,
              displayName: by.name,
              servicePrincipalId: by.principal,
              servicePrincipalName: null,
            },
          },
    targetResources: entry.targets.map((target) => ({
      id: target.id,
      displayName: target.name,
      type: target.type,
      userPrincipalName: target.upn ?? null,
      groupType: null,
      modifiedProperties: (target.changed ?? []).map(({ name, before, after }) => ({
        displayName: name,
        oldValue: before === undefined ? null : asJson(before),
        newValue: asJson(after),
      })),
    })),
    additionalDetails: entry.details.map(([key, value]) => ({ key, value })),
  };
}

/** Microsoft Graph's answer with the same entries. */
export const auditJson: SimpleFormat = {
  file: 'directoryAudits.json',
  format: 'entra-audit-graph',
  head: '{"@odata.context":"https://graph.microsoft.com/beta/$metadata#auditLogs/directoryAudits","value":[\n',
  tail: '\n]}\n',
  between: ',\n',
  text: (draft) => (draft.kind === 'audit' ? JSON.stringify(graphEntry(draft)) : undefined),
};
