import type { Accessor } from './field.js';
import type { FieldEntry, FieldTable, Simple } from './field-words.js';
import { any, column, field, operation, raw, says, whole } from './field-words.js';
import { signInErrorWords } from './vocabulary-table.js';

/**
 * Entra's sign-in log: Graph's signIn, which diagnostic settings have under `properties`; the columns of
 * Log Analytics' SigninLogs and its sister tables; the headers of the portal's CSV; Defender XDR's tables.
 */

/** A dynamic column of Log Analytics, whose CSV holds JSON as text and may split it by type. */
const dynamic = (name: string, rest: string): readonly Simple[] =>
  ['', '_dynamic', '_string'].map((suffix) => raw(`${name}${suffix}{}${rest}`));

const yes = ['true', 'yes', '1', 'はい', 'sí', 'oui'];
const no = ['false', 'no', '0', 'いいえ', 'non'];
const flag = (path: string): readonly Simple[] => [
  says('true', raw(path), ...yes),
  says('false', raw(path), ...no),
];

const detail = (name: string, ...otherwise: readonly Accessor[]): FieldEntry =>
  field(
    `DeviceDetail.${name} properties.deviceDetail.${name}`,
    ...dynamic('DeviceDetail', `.${name}`),
    ...otherwise,
  );

/** Legacy protocols as Microsoft's guide calls them, and as the log does (Graph, clientAppUsed). */
const clientNames: Readonly<Record<string, readonly string[]>> = {
  'Other client': ['other clients'],
  IMAP: ['imap4', 'imap'],
  POP: ['pop3', 'pop'],
  POP3: ['pop'],
  MAPI: ['mapi over http'],
  SMTP: ['authenticated smtp'],
  'Legacy Authentication Clients': ['other clients', 'imap4', 'pop3', 'authenticated smtp'],
};

const fields: readonly FieldEntry[] = [
  field('Operation OperationName Activity ActivityDisplayName eventName', operation),
  field(
    'properties.message',
    any(
      operation,
      says('Device Code', raw('authenticationProtocol'), 'devicecode', 'device code'),
      says('Device Code', raw('"Authentication Protocol"'), 'device code', 'devicecode'),
      says('Device Code', raw('originalTransferMethod'), 'devicecodeflow'),
      says('Device Code', raw('"Original transfer method"'), 'device code flow'),
      says('ROPC', raw('authenticationProtocol'), 'ropc'),
      says('ROPC', raw('"Authentication Protocol"'), 'ropc'),
    ),
  ),
  field('ActivityDetails', says('Sign-ins', column('operation'), 'sign-in activity')),
  field('Category properties.category', column('record_type_name')),
  field('Workload LoggedByService', column('workload')),
  field(
    'ResultType properties.resultType Status.errorCode properties.status.errorCode ErrorCode errorNumber',
    column('error_code'),
    says('0', column('outcome'), 'success'),
  ),
  field('Sign-in error code', column('error_code'), says('0', column('outcome'), 'success')),
  field(
    'ResultDescription properties.resultDescription Status.failureReason properties.status.failureReason FailureReason LogonError',
    any(
      column('error_reason'),
      ...Object.entries(signInErrorWords).flatMap(([code, words]) =>
        words.map((word) => says(word, column('error_code'), code)),
      ),
      says('Failure', column('outcome'), 'failure', 'interrupted'),
    ),
  ),
  field('Failure reason', column('error_reason')),
  field(
    'Status properties.status',
    any(
      column('outcome'),
      ...['Status', 'Status_dynamic', 'Status_string'].map((name) => raw(name)),
      raw('"Multifactor authentication result"'),
      column('error_reason'),
    ),
  ),
  field(
    'Status.additionalDetails properties.status.additionalDetails',
    ...dynamic('Status', '.additionalDetails'),
    raw('"Multifactor authentication result"'),
  ),
  field('ResultStatus Result properties.result', column('outcome')),
  field(
    'AuthenticationRequirement properties.authenticationRequirement',
    raw('authenticationRequirement'),
    any(
      ...['Authentication requirement', '認証の要件', '認証要件'].flatMap((header) => [
        says(
          'singleFactorAuthentication',
          raw(`"${header}"`),
          'single-factor authentication',
          'singlefactorauthentication',
          '単一要素認証',
        ),
        says(
          'multiFactorAuthentication',
          raw(`"${header}"`),
          'multifactor authentication',
          'multi-factor authentication',
          'multifactorauthentication',
          '多要素認証',
        ),
        raw(`"${header}"`),
      ]),
    ),
  ),
  field(
    'ConditionalAccessStatus properties.conditionalAccessStatus',
    raw('conditionalAccessStatus'),
    any(
      says('success', raw('"Conditional Access"'), 'success', '成功'),
      says('failure', raw('"Conditional Access"'), 'failure', '失敗'),
      says('notApplied', raw('"Conditional Access"'), 'not applied', 'notapplied', '未適用'),
      raw('"Conditional Access"'),
    ),
  ),
  detail('deviceId', raw('"Device ID"'), column('device_id')),
  detail('displayName', raw('DeviceName')),
  detail('operatingSystem', column('os')),
  detail('browser', column('browser')),
  detail('isCompliant', any(...flag('Compliant'), ...flag('IsCompliant'))),
  detail('isManaged', any(...flag('Managed'), ...flag('IsManaged'))),
  detail('trustType', raw('"Join Type"'), raw('DeviceTrustType')),
  field(
    'DeviceDetail DeviceInfo properties.deviceDetail',
    ...['DeviceDetail', 'DeviceDetail_dynamic', 'DeviceDetail_string'].map((name) => raw(name)),
  ),
  field(
    'NetworkLocationDetails properties.networkLocationDetails',
    ...['', '_dynamic', '_string'].map((suffix) => whole(`NetworkLocationDetails${suffix}{}`)),
    raw('NetworkLocationDetails'),
  ),
  field('Location properties.location', column('country'), raw('Location')),
  field(
    'Location.countryOrRegion properties.location.countryOrRegion LocationDetails.countryOrRegion Country',
    column('country'),
  ),
  field('Location.city properties.location.city LocationDetails.city City', column('city')),
  field(
    'Location.state properties.location.state LocationDetails.state',
    raw('Location.state'),
    ...dynamic('LocationDetails', '.state'),
    raw('State'),
  ),
  field(
    'UserPrincipalName Username User AccountUpn properties.userPrincipalName Initiated.By Initiatied.By InitiatedBy SignInIdentifier properties.signInIdentifier',
    column('user'),
  ),
  field('UserId properties.userId AccountObjectId', column('user_id')),
  field('UserDisplayName properties.userDisplayName Identity', raw('userDisplayName'), raw('User')),
  field('AppDisplayName properties.appDisplayName Application', column('app_name')),
  field('AppId properties.appId ApplicationId', column('app_id')),
  field('Application ID', column('app_id')),
  field('ResourceDisplayName properties.resourceDisplayName', column('resource_name')),
  field('Resource', column('resource_name'), raw('Resource')),
  field('ResourceIdentity ResourceId properties.resourceId', column('resource_id')),
  field('Resource ID', column('resource_id')),
  field(
    'ClientAppUsed ClientApp properties.clientAppUsed',
    any(
      column('client_app'),
      ...Object.entries(clientNames).map(([word, values]) =>
        says(word, column('client_app'), ...values),
      ),
    ),
  ),
  field('Client app', column('client_app')),
  field('Browser', column('browser')),
  field('OperatingSystem', column('os')),
  field(
    'IsInteractive properties.isInteractive',
    raw('isInteractive'),
    any(
      says('true', column('sign_in_kind'), 'interactive'),
      says(
        'false',
        column('sign_in_kind'),
        'non_interactive',
        'service_principal',
        'managed_identity',
      ),
    ),
  ),
  field('UserType properties.userType', raw('userType'), raw('"User type"')),
  field(
    'IncomingTokenType properties.incomingTokenType',
    raw('incomingTokenType'),
    raw('"Incoming token type"'),
  ),
  field(
    'AuthenticationProtocol properties.authenticationProtocol',
    raw('authenticationProtocol'),
    any(
      says('deviceCode', raw('"Authentication Protocol"'), 'device code'),
      says('ropc', raw('"Authentication Protocol"'), 'ropc'),
      raw('"Authentication Protocol"'),
    ),
  ),
  field(
    'OriginalTransferMethod properties.originalTransferMethod',
    raw('originalTransferMethod'),
    any(
      says('deviceCodeFlow', raw('"Original transfer method"'), 'device code flow'),
      says('authenticationTransfer', raw('"Original transfer method"'), 'authentication transfer'),
      raw('"Original transfer method"'),
    ),
  ),
  field('HomeTenantId properties.homeTenantId', raw('homeTenantId'), raw('"Home tenant ID"')),
  field(
    'ResourceTenantId properties.resourceTenantId',
    raw('resourceTenantId'),
    raw('"Resource tenant ID"'),
  ),
  field(
    'CrossTenantAccessType properties.crossTenantAccessType',
    raw('crossTenantAccessType'),
    raw('"Cross tenant access type"'),
  ),
  field('AutonomousSystemNumber properties.autonomousSystemNumber', column('asn')),
  field('RiskLevel', column('risk_level')),
  field(
    'RiskEventTypes properties.riskEventTypes RiskEventTypes_V2 properties.riskEventTypes_v2 riskEventType',
    raw('riskEventTypes_v2{}'),
    raw('riskEventTypes{}'),
  ),
  field('RequestId', column('event_id')),
];

export const signInTable: FieldTable = { source: 'entra_signin', fields };
