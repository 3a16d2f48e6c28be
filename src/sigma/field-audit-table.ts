import type { FieldEntry, FieldTable, NamedList, Simple } from './field-words.js';
import { any, column, field, operation, raw, says } from './field-words.js';
import { elevations, guideOperations, pimAlerts } from './vocabulary-table.js';

/**
 * Entra's audit log: Graph's directoryAudit, which diagnostic settings have under `properties`; the
 * columns of Log Analytics' AuditLogs, whose nested ones are JSON text; the portal's CSV with its numbered
 * targets (`Target1ModifiedProperty2NewValue`).
 */

/** Log Analytics renames a column that is dynamic in one table and text in another. */
const spellings = ['', '_dynamic'] as const;
const nested = (name: string, rest: string): readonly Simple[] =>
  spellings.map((suffix) => raw(`${name}${suffix}{}${rest}`));

/** The portal's CSV has three targets, of each five changes; the third is seldom changed. */
const ofTargets = (...rest: readonly string[]): readonly Simple[] =>
  [1, 2, 3].flatMap((target) => rest.map((name) => raw(`Target${target}${name}`)));
const ofChanges = (...rest: readonly string[]): readonly Simple[] =>
  [1, 2].flatMap((target) =>
    [1, 2, 3, 4, 5].flatMap((change) =>
      rest.map((name) => raw(`Target${target}ModifiedProperty${change}${name}`)),
    ),
  );

const details = [1, 2, 3, 4, 5, 6].map((number) => raw(`AdditionalDetail${number}Value`));

const resources = 'TargetResources';
const target = (name: string): string =>
  `TargetResources.${name} properties.targetResources.${name}`;

const modified: NamedList = {
  names: [
    'TargetResources.modifiedProperties',
    'properties.targetResources.modifiedProperties',
    'ModifiedProperties',
  ],
  at: spellings.map((suffix) => `${resources}${suffix}{}.modifiedProperties`),
  key: 'displayName',
  values: ['newValue', 'oldValue'],
  json: true,
};
const lists: readonly NamedList[] = [
  modified,
  {
    names: ['AdditionalDetails', 'properties.additionalDetails'],
    at: spellings.map((suffix) => `AdditionalDetails${suffix}`),
    key: 'key',
    values: ['value'],
    // The portal numbers them: which is which cannot be told here.
    otherwise: details,
  },
];

const changed = (name: 'newValue' | 'oldValue'): readonly Simple[] =>
  spellings.flatMap((suffix) => {
    const path = `${resources}${suffix}{}.modifiedProperties.${name}`;
    return [raw(`${path}{}`), raw(path)];
  });
const capital = { newValue: 'NewValue', oldValue: 'OldValue' } as const;

const consentBlocked = 'microsoft.online.security.userconsentblockedforriskyappsexception';

const fields: readonly FieldEntry[] = [
  field(
    'Operation Activity ActivityDisplayName ActivityType eventName properties.activityDisplayName properties.operationName',
    operation,
  ),
  field(
    'OperationName',
    any(
      operation,
      says('Assigns the caller to user access admin', column('operation'), ...elevations),
    ),
  ),
  field(
    'properties.message',
    any(
      operation,
      ...Object.entries(guideOperations).map(([word, operations]) =>
        says(word, column('operation'), ...operations),
      ),
    ),
  ),
  field(
    'Category properties.category',
    any(
      column('record_type_name'),
      says('Administrative', column('record_type_name'), 'azurerbacrolemanagementelevateaccess'),
    ),
  ),
  field(
    'LoggedByService properties.loggedByService Service eventSource Workload',
    column('workload'),
  ),
  field('Result properties.result ResultStatus', column('outcome')),
  field('Status', any(column('outcome'), raw('resultReason'), raw('ResultDescription'))),
  field(
    'ResultReason ResultDescription properties.resultReason properties.resultDescription failure_status_reason statusReason',
    any(
      raw('resultReason'),
      raw('ResultDescription'),
      ...nested('AdditionalDetails', '[key=Reason].value'),
      says(
        'Microsoft.online.Security.userConsentBlockedForRiskyAppsExceptions',
        raw('resultReason'),
        consentBlocked,
      ),
      says(
        'Microsoft.online.Security.userConsentBlockedForRiskyAppsExceptions',
        raw('ResultDescription'),
        consentBlocked,
      ),
      says(
        'Microsoft.online.Security.userConsentBlockedForRiskyAppsExceptions',
        raw(`${resources}{}.modifiedProperties[displayName=MethodExecutionResult.].newValue{}`),
        consentBlocked,
      ),
    ),
  ),
  field(
    'InitiatedBy properties.initiatedBy Initiated.By Initiatied.By Actor InitiatedBy.user properties.initiatedBy.user',
    any(column('user'), column('user_id')),
  ),
  field('UserPrincipalName User UserId Caller Identity ActorUserPrincipalName', column('user')),
  field(
    'InitiatedBy.user.userPrincipalName properties.initiatedBy.user.userPrincipalName',
    ...nested('InitiatedBy', '.user.userPrincipalName'),
    raw('ActorUserPrincipalName'),
  ),
  field(
    'InitiatedBy.user.id properties.initiatedBy.user.id',
    ...nested('InitiatedBy', '.user.id'),
    raw('ActorObjectId'),
  ),
  field('InitiatedBy.user.ipAddress properties.initiatedBy.user.ipAddress', column('ip')),
  field(
    'InitiatedBy.app.displayName properties.initiatedBy.app.displayName',
    column('app_name'),
    ...nested('InitiatedBy', '.app.displayName'),
  ),
  field(
    'InitiatedBy.app.servicePrincipalId properties.initiatedBy.app.servicePrincipalId',
    ...nested('InitiatedBy', '.app.servicePrincipalId'),
    raw('ActorServicePrincipalId'),
  ),
  field(
    'TargetResources properties.targetResources',
    ...nested(resources, ''),
    any(
      ...ofTargets('DisplayName', 'ObjectId', 'UserPrincipalName'),
      ...ofChanges('Name', 'NewValue'),
    ),
  ),
  field(
    'Target',
    any(
      column('object'),
      column('target_user'),
      ...nested(resources, '.id'),
      ...ofTargets('ObjectId'),
    ),
  ),
  field(
    target('type'),
    any(
      ...nested(resources, '.type'),
      ...ofTargets('Type'),
      ...[...nested(resources, '.type'), ...ofTargets('Type')].flatMap((of) =>
        of.kind === 'raw'
          ? [
              says('Service Principal', of, 'serviceprincipal'),
              says('ServicePrincipal', of, 'service principal'),
            ]
          : [],
      ),
    ),
  ),
  field(
    target('displayName'),
    ...nested(resources, '.displayName'),
    any(...ofTargets('DisplayName')),
  ),
  field(target('id'), ...nested(resources, '.id'), any(...ofTargets('ObjectId'))),
  field(
    target('userPrincipalName'),
    ...nested(resources, '.userPrincipalName'),
    any(...ofTargets('UserPrincipalName')),
  ),
  field(
    `${target('modifiedProperties')} ModifiedProperties`,
    ...nested(resources, '.modifiedProperties'),
    any(...ofChanges('Name', 'NewValue')),
  ),
  field(
    `${target('modifiedProperties.displayName')} ${target('modifiedProperties.name')} ModifiedProperties.displayName ModifiedProperties.Name`,
    ...nested(resources, '.modifiedProperties.displayName'),
    any(...ofChanges('Name')),
  ),
  ...(['newValue', 'oldValue'] as const).map((name) =>
    field(
      `${target(`modifiedProperties.${name}`)} ModifiedProperties.${name}`,
      any(...changed(name)),
      any(...ofChanges(capital[name])),
    ),
  ),
  field(
    'AdditionalDetails properties.additionalDetails',
    ...nested('AdditionalDetails', ''),
    any(...details),
  ),
  field(
    'OperationType AADOperationType properties.operationType',
    raw('operationType'),
    raw('AADOperationType'),
  ),
  // PIM's alerts by the names that Graph gives them.
  field(
    'riskEventType properties.riskEventType',
    any(
      ...Object.entries(pimAlerts).map(([type, titles]) => says(type, column('object'), ...titles)),
    ),
  ),
];

export const auditTable: FieldTable = { source: 'entra_audit', fields, lists, dotted: modified };
