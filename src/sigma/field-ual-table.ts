import type { ColumnAccessor, ConstantAccessor, RawAccessor } from './field.js';
import type { FieldEntry, FieldTable, NamedList, NamedObject } from './field-words.js';
import { any, column, field, operation, raw, says, whole } from './field-words.js';
import {
  directoryCategories,
  guideOperations,
  operationCategories,
  operationServices,
  resourceNames,
  signInErrorWords,
} from './vocabulary-table.js';

/**
 * The unified audit log: AuditData's own names (Office 365 Management Activity API schema), those of
 * Sentinel's OfficeActivity, those that Sigma's m365 rules use, and, for the records it copies from Entra,
 * those of Entra's own logs.
 */

type Words = Readonly<Record<string, readonly string[]>>;
const wordsFor = (table: Words, of: ColumnAccessor | RawAccessor): readonly ConstantAccessor[] =>
  Object.entries(table).map(([word, values]) => says(word, of, ...values));

const modified: NamedList = {
  names: [
    'ModifiedProperties',
    'TargetResources.modifiedProperties',
    'properties.targetResources.modifiedProperties',
  ],
  at: ['ModifiedProperties'],
  key: 'Name',
  values: ['NewValue', 'OldValue'],
  json: true,
};
const lists: readonly NamedList[] = [
  modified,
  {
    names: ['Parameters'],
    at: ['Parameters'],
    key: 'Name',
    values: ['Value'],
  },
  { names: ['OperationProperties'], at: ['OperationProperties'], key: 'Name', values: ['Value'] },
  { names: ['ExtendedProperties'], at: ['ExtendedProperties'], key: 'Name', values: ['Value'] },
  { names: ['DeviceProperties'], at: ['DeviceProperties'], key: 'Name', values: ['Value'] },
  { names: ['ExtraProperties'], at: ['ExtraProperties'], key: 'Key', values: ['Value'] },
];

const objects: readonly NamedObject[] = [
  {
    names: ['AdditionalDetails', 'properties.additionalDetails'],
    at: ['ExtendedProperties{}[Name=additionalDetails].Value{}'],
  },
];
const nested = { lists, objects, dotted: modified };

const ofLogon = (name: string) => raw(`ExtendedProperties{}[Name=${name}].Value`);
const ofDevice = (name: string) => raw(`DeviceProperties{}[Name=${name}].Value`);
const modifiedValues = (key: string) =>
  any(raw(`ModifiedProperties{}.${key}{}`), raw(`ModifiedProperties{}.${key}`));

const common: readonly FieldEntry[] = [
  field(
    'Operation Operations eventName Activity ActivityDisplayName ActivityType OperationName properties.message properties.activityDisplayName ActionType event.action',
    operation,
  ),
  field('Workload OfficeWorkload Service', column('workload')),
  // SharePoint's records have an EventSource of their own.
  field('eventSource', any(column('workload'), raw('EventSource'))),
  field('RecordType', any(column('record_type'), column('record_type_name'))),
  field('RecordTypeName AuditLogRecordType', column('record_type_name')),
  field('ResultStatus', any(raw('ResultStatus'), column('outcome'))),
  field('Status', any(column('outcome'), raw('Status'))),
  field('Result properties.result', column('outcome')),
  field(
    'UserId UserIds User userPrincipalName properties.userPrincipalName UserPrincipalName Username Caller AccountUpn userIdentity',
    column('user'),
  ),
  field('ObjectId OfficeObjectId', raw('ObjectId'), raw('OfficeObjectId')),
  field('ApplicationId', raw('ApplicationId'), column('app_id')),
  field('ClientAppId', raw('ClientAppId'), column('app_id')),
  field('AppId properties.appId', raw('AppId'), column('app_id')),
  field('MailboxOwnerUPN', raw('MailboxOwnerUPN'), column('target_user')),
  field('Parameters', raw('Parameters{}'), raw('Parameters')),
  field('OperationProperties', raw('OperationProperties{}'), raw('OperationProperties')),
  field('ExtendedProperties', raw('ExtendedProperties{}'), raw('ExtendedProperties')),
  field('DeviceProperties', raw('DeviceProperties{}'), raw('DeviceProperties')),
  field('ModifiedProperties', raw('ModifiedProperties{}'), raw('ModifiedProperties')),
  field('ModifiedProperties.Name ModifiedProperties.DisplayName', raw('ModifiedProperties{}.Name')),
  field('ModifiedProperties.NewValue', modifiedValues('NewValue')),
  field('ModifiedProperties.OldValue', modifiedValues('OldValue')),
  field('Source', raw('Source'), column('source')),
  field('Subject', column('subject')),
  field('Folder', raw('Folder'), column('folder')),
  // Of logons.
  field('RequestType', ofLogon('RequestType'), raw('RequestType')),
  field('ResultStatusDetail', ofLogon('ResultStatusDetail'), raw('ResultStatusDetail')),
  field('KeepMeSignedIn', ofLogon('KeepMeSignedIn'), raw('KeepMeSignedIn')),
  field('UserAuthenticationMethod', ofLogon('UserAuthenticationMethod')),
  field(
    'ErrorNumber ErrorCode ResultType properties.status.errorCode Status.errorCode properties.resultType',
    column('error_code'),
    says('0', column('outcome'), 'success'),
  ),
  field('LogonError', raw('LogonError'), column('error_reason')),
];

/** Alerts of Defender and Purview (40: their name is `Name`) and of Defender for Cloud Apps (98: `AlertDisplayName`). */
const alerts: readonly FieldEntry[] = [
  field('eventName', any(operation, raw('Name'), raw('AlertDisplayName'))),
  field(
    'eventSource',
    any(column('workload'), says('SecurityComplianceCenter', column('record_type'), '98')),
  ),
  // An alert that was raised says `New`, `Active` or nothing where a portal's log says success.
  field(
    'status',
    any(column('outcome'), raw('Status'), says('success', column('record_type'), '98')),
  ),
  // What the portal was asked to do: the command and all it was given.
  field(
    'Payload',
    any(
      column('operation'),
      raw('Parameters'),
      raw('NonPIIParameters'),
      raw('Cmdlet'),
      raw('ExtendedProperties'),
      raw('ObjectId'),
      raw('Query'),
      whole('CaseData'),
    ),
  ),
];

/** Directory records (type 8) under the names of Entra's audit log. */
const directory: readonly FieldEntry[] = [
  field('properties.message', any(operation, ...wordsFor(guideOperations, column('operation')))),
  field(
    'Category properties.category',
    any(
      ...wordsFor(operationCategories, column('operation')),
      ...wordsFor(
        directoryCategories,
        raw('ExtendedProperties{}[Name=extendedAuditEventCategory].Value'),
      ),
      raw('Category'),
    ),
  ),
  field(
    'LoggedByService properties.loggedByService',
    any(...wordsFor(operationServices, column('operation'))),
    says('Core Directory', column('workload'), 'azureactivedirectory'),
  ),
  field(
    'ResultReason ResultDescription properties.resultReason failure_status_reason statusReason',
    any(
      raw('ModifiedProperties{}[Name=MethodExecutionResult.].NewValue'),
      raw('ResultReason'),
      column('error_reason'),
      says(
        'Microsoft.online.Security.userConsentBlockedForRiskyAppsExceptions',
        raw('ModifiedProperties{}[Name=MethodExecutionResult.].NewValue'),
        'microsoft.online.security.userconsentblockedforriskyappsexception',
      ),
    ),
  ),
  field(
    'InitiatedBy properties.initiatedBy Initiated.By Initiatied.By Actor',
    any(column('user'), column('user_id'), raw('Actor.ID')),
  ),
  field(
    'InitiatedBy.user.userPrincipalName properties.initiatedBy.user.userPrincipalName Identity',
    column('user'),
  ),
  field('InitiatedBy.user.id properties.initiatedBy.user.id', column('user_id')),
  field('InitiatedBy.user.ipAddress properties.initiatedBy.user.ipAddress', column('ip')),
  field(
    'TargetResources properties.targetResources',
    any(
      column('object'),
      column('target_user'),
      raw('Target.ID'),
      raw('ModifiedProperties{}'),
      raw('ModifiedProperties{}.NewValue{}'),
    ),
  ),
  field('Target', any(column('target_user'), column('object'), raw('Target.ID'))),
  field(
    'TargetResources.type properties.targetResources.type',
    any(
      ...['User', 'Group', 'Device', 'Role', 'Application', 'ServicePrincipal', 'Policy'].map(
        (type) => says(type, raw('Target.ID'), type.toLowerCase()),
      ),
      says('Service Principal', raw('Target.ID'), 'serviceprincipal'),
    ),
  ),
  field(
    'TargetResources.displayName properties.targetResources.displayName',
    any(raw('Target[Type=1].ID'), column('object')),
  ),
  field(
    'TargetResources.userPrincipalName properties.targetResources.userPrincipalName',
    column('target_user'),
  ),
  field('TargetResources.id properties.targetResources.id', raw('Target.ID')),
  field(
    'TargetResources.modifiedProperties properties.targetResources.modifiedProperties',
    raw('ModifiedProperties{}'),
    raw('ModifiedProperties'),
  ),
  field(
    'TargetResources.modifiedProperties.displayName properties.targetResources.modifiedProperties.displayName',
    raw('ModifiedProperties{}.Name'),
  ),
  field(
    'TargetResources.modifiedProperties.newValue properties.targetResources.modifiedProperties.newValue',
    modifiedValues('NewValue'),
  ),
  field(
    'TargetResources.modifiedProperties.oldValue properties.targetResources.modifiedProperties.oldValue',
    modifiedValues('OldValue'),
  ),
  field('AdditionalDetails properties.additionalDetails', ofLogon('additionalDetails')),
];

/** Logons (types 9 and 15) under the names of Entra's sign-in log. */
const logon: readonly FieldEntry[] = [
  field(
    'properties.message',
    any(
      operation,
      says('Sign-in activity', column('operation'), 'userloggedin', 'userloginfailed'),
    ),
  ),
  field(
    'OperationName',
    any(
      operation,
      says('Sign-in activity', column('operation'), 'userloggedin', 'userloginfailed'),
    ),
  ),
  field(
    'ActivityDetails',
    says('Sign-ins', column('operation'), 'userloggedin', 'userloginfailed'),
  ),
  field('Status', any(column('outcome'), column('error_reason'))),
  field(
    'ResultDescription properties.status.failureReason Status.failureReason failureReason',
    any(
      column('error_reason'),
      ...Object.entries(signInErrorWords).flatMap(([code, words]) =>
        words.map((word) => says(word, column('error_code'), code)),
      ),
      says('Failure', column('outcome'), 'failure', 'interrupted'),
    ),
  ),
  field('AppDisplayName properties.appDisplayName', column('app_name')),
  field('AppId properties.appId ApplicationId', column('app_id')),
  field(
    'ResourceDisplayName properties.resourceDisplayName',
    column('resource_name'),
    any(
      ...Object.entries(resourceNames).map(([id, name]) => says(name, column('resource_id'), id)),
    ),
  ),
  field('ResourceIdentity ResourceId properties.resourceId', column('resource_id')),
  field(
    'Location properties.location Country properties.location.countryOrRegion',
    column('country'),
  ),
  field('DeviceDetail.deviceId properties.deviceDetail.deviceId', ofDevice('Id')),
  field('DeviceDetail.displayName properties.deviceDetail.displayName', ofDevice('DisplayName')),
  field('DeviceDetail.operatingSystem properties.deviceDetail.operatingSystem', column('os')),
  field('DeviceDetail.browser properties.deviceDetail.browser', column('browser')),
  field(
    'DeviceDetail.isCompliant properties.deviceDetail.isCompliant',
    ofDevice('IsCompliant'),
    ofDevice('IsCompliantAndManaged'),
  ),
  field(
    'DeviceDetail.isManaged properties.deviceDetail.isManaged',
    ofDevice('IsCompliantAndManaged'),
  ),
  field('DeviceDetail.trustType properties.deviceDetail.trustType', ofDevice('TrustType')),
  field('DeviceDetail DeviceInfo properties.deviceDetail', raw('DeviceProperties{}')),
];

/** What the same record is called by depends on whose rule asks: the first table that has the name answers. */
export const ualTables: Readonly<Record<'audit' | 'alerts' | 'directory' | 'logon', FieldTable>> = {
  audit: { source: 'ual', fields: [...common, ...directory, ...logon, ...alerts], ...nested },
  alerts: { source: 'ual', fields: [...alerts, ...common], ...nested },
  directory: { source: 'ual', fields: [...directory, ...common], ...nested },
  logon: { source: 'ual', fields: [...logon, ...common, ...directory], ...nested },
};
