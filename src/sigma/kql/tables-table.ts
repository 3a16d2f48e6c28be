import { entraInterrupts } from '../../formats/entra-errors.js';
import { commaText } from './words.js';
import type { KqlColumn, KqlTable, NoteKey } from './table.js';

/**
 * Which table of a workspace holds the records of a log, and what the columns of events are in it: the same
 * that formats/ makes of these tables' own exports, as expressions. Columns of the tables: schemas-table.ts.
 * To add one, add a line; a column that is missing here is said in the head of the queries that ask for it.
 */

const text = (expression: string, note?: NoteKey): KqlColumn =>
  note === undefined ? { text: expression } : { text: expression, note };
const extended = (name: string, expression: string, note?: NoteKey): KqlColumn => ({
  ...text(name, note),
  extend: `${name} = ${expression}`,
});

/** An address without brackets and port (formats/address.ts). */
const address = (column: string): string =>
  `coalesce(extract(@"^\\[([0-9A-Fa-f:.]+)\\](?::\\d+)?$", 1, ${column}), extract(@"^(?:::ffff:)?(\\d{1,3}(?:\\.\\d{1,3}){3})(?::\\d+)?$", 1, ${column}), ${column})`;

/** An operation's name as the column `operation` has it: any dash is `-`, one blank, no final stop. */
const operationName = (column: string): string =>
  `trim(@"[ .]+", replace_regex(replace_regex(${column}, @"[\\x{2010}-\\x{2015}\\x{2212}]", "-"), @"\\s+", " "))`;

/** Sign-ins that wait for a step of the person: neither success nor failure (formats/entra-errors.ts). */
const interrupts = commaText(entraInterrupts);

/** SigninLogs has dynamic columns where its sister has JSON text. */
function signIns(
  name: 'SigninLogs' | 'AADNonInteractiveUserSignInLogs',
  open: (column: string) => string,
): KqlTable {
  const country = name === 'SigninLogs' ? 'Location' : `tostring(${open('LocationDetails')}.countryOrRegion)`; // prettier-ignore
  return {
    name,
    source: 'entra_signin',
    columns: {
      time: text('tostring(TimeGenerated)'),
      operation: text('OperationName'),
      workload: text('"Azure Active Directory"'),
      record_type_name: text('Category'),
      sign_in_kind: text(name === 'SigninLogs' ? '"interactive"' : '"non_interactive"'),
      outcome: extended('SignInOutcome', `case(ResultType == "0", "success", ResultType in (${interrupts}), "interrupted", isempty(ResultType), "unknown", "failure")`, 'siem.note.outcome'), // prettier-ignore
      error_code: text('iff(ResultType == "0", "", ResultType)'),
      error_reason: text('iff(ResultType == "0", "", ResultDescription)'),
      user: text('UserPrincipalName'),
      user_id: text('UserId'),
      user_kind: text('iff(UserPrincipalName has "#ext#", "guest", tolower(UserType))'),
      ip: text(address('IPAddress')),
      country: text(country),
      city: text(`tostring(${open('LocationDetails')}.city)`),
      asn: text('AutonomousSystemNumber'),
      user_agent: text('UserAgent'),
      browser: text(`tostring(${open('DeviceDetail')}.browser)`),
      os: text(`tostring(${open('DeviceDetail')}.operatingSystem)`),
      client_app: text('ClientAppUsed'),
      device_id: text(`tostring(${open('DeviceDetail')}.deviceId)`),
      session: text('column_ifexists("SessionId", "")'),
      session_id: text('column_ifexists("SessionId", "")'),
      token_id: text('UniqueTokenIdentifier'),
      correlation_id: text('CorrelationId'),
      app_id: text('AppId'),
      app_name: text('AppDisplayName'),
      resource_id: text('ResourceIdentity'),
      resource_name: text('ResourceDisplayName'),
      risk_level: text('iff(RiskLevelDuringSignIn in~ ("low", "medium", "high"), RiskLevelDuringSignIn, RiskLevelAggregated)', 'siem.note.risk'), // prettier-ignore
    },
    roots: { ipaddress: 'IPAddress', location: 'LocationDetails' },
    account: 'UserPrincipalName',
    address: address('IPAddress'),
    connector: { id: 'AzureActiveDirectory', dataType: name },
  };
}

const initiator = 'InitiatedBy.user';
const auditLogs: KqlTable = {
  name: 'AuditLogs',
  source: 'entra_audit',
  columns: {
    time: text('tostring(TimeGenerated)'),
    operation: extended('OperationPlain', operationName('OperationName')),
    workload: text('LoggedByService'),
    record_type_name: text('Category'),
    outcome: text('case(Result =~ "success", "success", Result in~ ("failure", "timeout"), "failure", "unknown")', 'siem.note.outcome'), // prettier-ignore
    error_reason: text('iff(Result =~ "success", "", ResultReason)'),
    user: text(`coalesce(tostring(${initiator}.userPrincipalName), tostring(InitiatedBy.app.displayName))`), // prettier-ignore
    user_id: text(`coalesce(tostring(${initiator}.id), tostring(InitiatedBy.app.servicePrincipalId))`), // prettier-ignore
    user_kind: text(`case(tostring(${initiator}.userPrincipalName) contains "#ext#@", "guest", isnotempty(${initiator}.userPrincipalName) or isnotempty(${initiator}.id), "", isnotempty(InitiatedBy.app.displayName) or isnotempty(InitiatedBy.app.servicePrincipalId), "application", "")`, 'siem.note.userKind'), // prettier-ignore
    target_user: text('tostring(TargetResources[0].userPrincipalName)', 'siem.note.first'),
    object: text('coalesce(tostring(TargetResources[0].displayName), tostring(TargetResources[0].userPrincipalName), tostring(TargetResources[0].id))', 'siem.note.first'), // prettier-ignore
    ip: text(address(`tostring(${initiator}.ipAddress)`)),
    user_agent: extended('AuditUserAgent', 'extract(@"User-Agent.,.value.:.([^\\x22]+)", 1, tostring(AdditionalDetails))'), // prettier-ignore
    correlation_id: text('CorrelationId'),
    app_name: text('tostring(InitiatedBy.app.displayName)'),
  },
  roots: { resultdescription: 'ResultDescription' },
  account: `tostring(${initiator}.userPrincipalName)`,
  address: address(`tostring(${initiator}.ipAddress)`),
  connector: { id: 'AzureActiveDirectory', dataType: 'AuditLogs' },
};

/** UserType, UserId → kind of user (formats/ual/values.ts): numbers in the record, names in OfficeActivity. */
const ualKind = (type: string, user: string): string =>
  `case(${user} contains "#ext#" or ${user} startswith "urn:spo:guest" or ${user} startswith "urn:spo:anon", "guest", ` +
  `${user} startswith "ServicePrincipal_" or ${user} startswith "app@sharepoint", "application", ` +
  `${user} startswith @"NT AUTHORITY\\" or ${user} startswith @"NT SERVICE\\" or ${user} startswith "S-1-5-18" or ${user} startswith @"SHAREPOINT\\system", "system", ` +
  `${type} in~ ("0", "Regular"), "member", ${type} in~ ("2", "Admin", "9", "PartnerTechnician"), "admin", ${type} in~ ("3", "DcAdmin"), "service", ` +
  `${type} in~ ("5", "Application", "6", "ServicePrincipal"), "application", ${type} in~ ("4", "System", "7", "CustomPolicy", "8", "SystemPolicy"), "system", ` +
  `${type} in~ ("10", "Guest"), "guest", "")`;
const ualOutcome = (status: string): string =>
  `case(${status} in~ ("success", "successful", "succeeded", "partiallysucceeded", "true"), "success", ${status} in~ ("failed", "failure", "false"), "failure", "unknown")`;

/** The audit logs of Exchange, SharePoint with OneDrive, and Teams; nothing else of the unified audit log. */
const officeActivity: KqlTable = {
  name: 'OfficeActivity',
  source: 'ual',
  columns: {
    time: text('tostring(TimeGenerated)'),
    record_type_name: text('RecordType'),
    workload: text('OfficeWorkload'),
    operation: text('Operation'),
    outcome: extended('OfficeOutcome', ualOutcome('ResultStatus'), 'siem.note.outcome'),
    user: text('UserId'),
    user_kind: extended('OfficeUserKind', ualKind('UserType', 'UserId')),
    target_user: text('coalesce(SendAsUserSmtp, SendOnBehalfOfUserSmtp, MailboxOwnerUPN, TargetUserOrGroupName)', 'siem.note.first'), // prettier-ignore
    object: text('OfficeObjectId', 'siem.note.first'),
    ip: text(address('coalesce(ClientIP, Client_IPAddress, ActorIpAddress)')),
    user_agent: text('UserAgent'),
    client_app: text('ClientInfoString'),
    app_id: text('coalesce(ClientAppId, AppId, ApplicationId)'),
    subject: text('coalesce(tostring(parse_json(Item).Subject), tostring(parse_json(AffectedItems)[0].Subject))', 'siem.note.first'), // prettier-ignore
    folder: text('coalesce(tostring(parse_json(Item).ParentFolder.Path), tostring(parse_json(Folder).Path), tostring(parse_json(AffectedItems)[0].ParentFolder.Path), tostring(parse_json(Folders)[0].Path), SourceRelativeUrl)', 'siem.note.first'), // prettier-ignore
    correlation_id: text('InterSystemsId'),
  },
  roots: {
    objectid: 'OfficeObjectId',
    logontype: 'Logon_Type',
    eventdata: 'Event_Data',
    clientipaddress: 'Client_IPAddress',
    siteurl: 'Site_Url',
    site: 'Site_',
    workload: 'OfficeWorkload',
    id: 'OfficeId',
  },
  carries:
    /^(?:(?:New|Set|Add|Remove|Update|Enable|Disable|Install|Uninstall|Start|Stop|Import|Export|Search|Complete|Upgrade|Connect|Get|Clear|Move|Restore|Suspend|Resume|Write)-(?!ComplianceSearch|ComplianceCase|CaseHold|RetentionCompliance|HoldCompliance|AppRetention|Dlp|UnifiedAuditLogRetention|ProtectionAlert|ActivityAlert)[A-Za-z]+|MailItemsAccessed|Send(?:As|OnBehalf)?|(?:Hard|Soft)Delete|Move(?:ToDeletedItems)?|Copy|Create|Update|UpdateInboxRules|(?:Update|Add|Remove|Modify)Folder(?:Permissions?|Delegation)s?|AddFolderPermissions|UpdateCalendarDelegation|FolderBind|MessageBind|MailboxLogin|AttachmentAccess|RecordDelete|ApplyRecord|File[A-Z].*|Folder[A-Z].*|(?:Anonymous|Company|Secure|Sharing)[A-Z].*|AddedTo.*|RemovedFrom.*|Site[A-Z].*|.*SearchQuery.*|SearchViewed|PageViewed.*|ListItem.*|.*SyncClient.*|Permission.*|Group(?:Added|Removed|Updated)|DeviceAccessPolicyChanged|NetworkAccessPolicyChanged|Team[A-Z].*|Member(?:Added|Removed|RoleChanged)|Channel[A-Z].*|Chat[A-Z].*|Message[A-Z].*|Meeting[A-Z].*|App[A-Z].*|Bot[A-Z].*|Connector[A-Z].*|Tab[A-Z].*|PersonalApp.*|InviteSent)$/i, // prettier-ignore
  account: 'UserId',
  address: address('coalesce(ClientIP, Client_IPAddress)'),
  connector: { id: 'Office365', dataType: 'OfficeActivity' },
};

const record = (key: string): string => `tostring(RawEventData.${key})`;
const cloudAppEvents: KqlTable = {
  name: 'CloudAppEvents',
  source: 'ual',
  record: 'RawEventData',
  columns: {
    time: text('tostring(TimeGenerated)'),
    record_type: text(record('RecordType')),
    record_type_name: text(record('RecordType'), 'siem.note.first'),
    workload: text(record('Workload')),
    operation: extended('OperationPlain', operationName('ActionType')),
    outcome: extended('RecordOutcome', ualOutcome(record('ResultStatus')), 'siem.note.outcome'),
    error_code: text(record('ErrorNumber')),
    error_reason: text(record('LogonError')),
    user: text(record('UserId')),
    user_id: text('AccountObjectId'),
    user_kind: extended('RecordUserKind', ualKind(record('UserType'), record('UserId'))),
    target_user: text(`coalesce(${['SendAsUserSmtp', 'SendOnBehalfOfUserSmtp', 'MailboxOwnerUPN', 'TargetUserOrGroupName', 'Members[0].UPN'].map(record).join(', ')})`, 'siem.note.first'), // prettier-ignore
    object: text(`coalesce(ObjectName, ${record('ObjectId')}, ${record('ItemName')})`, 'siem.note.first'), // prettier-ignore
    ip: text(address(`coalesce(${['ClientIP', 'ClientIPAddress', 'ActorIpAddress', 'UserIp'].map(record).join(', ')}, IPAddress)`)), // prettier-ignore
    country: text('CountryCode'),
    city: text('City'),
    user_agent: text(`coalesce(${record('UserAgent')}, UserAgent)`),
    client_app: text(record('ClientInfoString')),
    session: text(`coalesce(${record('AppAccessContext.AADSessionId')}, ${record('SessionId')})`),
    session_id: text(`coalesce(${record('AppAccessContext.AADSessionId')}, ${record('SessionId')})`), // prettier-ignore
    token_id: text(record('AppAccessContext.UniqueTokenId')),
    correlation_id: text(`coalesce(${['CorrelationId', 'AppAccessContext.CorrelationId', 'InterSystemsId'].map(record).join(', ')})`), // prettier-ignore
    app_id: text(`coalesce(${['ClientAppId', 'ApplicationId', 'AppAccessContext.ClientAppId', 'AppId', 'AadAppId'].map(record).join(', ')})`), // prettier-ignore
    app_name: text(`coalesce(${['ApplicationDisplayName', 'ClientAppName', 'AppAccessContext.ClientAppName'].map(record).join(', ')})`), // prettier-ignore
    subject: text(`coalesce(${['Item.Subject', 'AffectedItems[0].Subject', 'Subject'].map(record).join(', ')})`, 'siem.note.first'), // prettier-ignore
    folder: text(`coalesce(${['Item.ParentFolder.Path', 'Folder.Path', 'AffectedItems[0].ParentFolder.Path', 'Folders[0].Path', 'SourceRelativeUrl'].map(record).join(', ')})`, 'siem.note.first'), // prettier-ignore
  },
  notes: ['siem.note.carried'],
  account: 'coalesce(tostring(RawEventData.UserId), AccountId)',
  address: 'IPAddress',
  connector: { id: 'MicrosoftThreatProtection', dataType: 'CloudAppEvents' },
};

const azureActivity: KqlTable = {
  name: 'AzureActivity',
  source: 'azure_activity',
  columns: {
    time: text('tostring(TimeGenerated)'),
    operation: text('OperationNameValue'),
    workload: text('"Azure"'),
    record_type_name: text('CategoryValue'),
    outcome: text('case(ActivityStatusValue in~ ("Success", "Succeeded", "Resolved"), "success", ActivityStatusValue in~ ("Failure", "Failed"), "failure", "unknown")', 'siem.note.outcome'), // prettier-ignore
    user: text('Caller'),
    user_id: text('tostring(Claims_d["http://schemas.microsoft.com/identity/claims/objectidentifier"])'), // prettier-ignore
    user_kind: text('iff(tostring(Claims_d.idtyp) =~ "app" or tostring(Authorization_d.evidence.principalType) =~ "ServicePrincipal", "application", "")', 'siem.note.userKind'), // prettier-ignore
    object: text('coalesce(_ResourceId, ResourceId)'),
    ip: text(address('CallerIpAddress')),
    session: text('tostring(Claims_d.sid)'),
    token_id: text('tostring(Claims_d.uti)'),
    correlation_id: text('CorrelationId'),
    app_id: text('tostring(Claims_d.appid)'),
  },
  roots: { claims: 'Claims_d', properties: 'Properties_d', authorization: 'Authorization_d' },
  account: 'iff(Caller has "@", Caller, "")',
  address: address('CallerIpAddress'),
  connector: { id: 'AzureActivity', dataType: 'AzureActivity' },
};

const graphActivity: KqlTable = {
  name: 'MicrosoftGraphActivityLogs',
  source: 'graph_activity',
  columns: {
    time: text('tostring(TimeGenerated)'),
    workload: text('"MicrosoftGraph"'),
    // Method and path, as formats/graph-activity makes them: without host and query.
    operation: extended('GraphRequest', 'strcat(RequestMethod, " ", replace_regex(replace_regex(RequestUri, @"^https?://[^/]+", ""), @"[?#].*$", ""))'), // prettier-ignore
    outcome: text('case(ResponseStatusCode between (200 .. 399), "success", ResponseStatusCode between (400 .. 599), "failure", "unknown")'), // prettier-ignore
    error_code: text('iff(ResponseStatusCode >= 400, tostring(ResponseStatusCode), "")'),
    user_id: text('coalesce(UserId, ServicePrincipalId)'),
    user_kind: text('iff(isempty(UserId) and isnotempty(ServicePrincipalId), "application", "")', 'siem.note.userKind'), // prettier-ignore
    object: text('RequestUri'),
    ip: text(address('IPAddress')),
    user_agent: text('UserAgent'),
    session: text('SessionId'),
    session_id: text('SessionId'),
    token_id: text('SignInActivityId'),
    correlation_id: text('OperationId'),
    app_id: text('AppId'),
  },
  account: 'UserId',
  address: address('IPAddress'),
  connector: { id: 'AzureActiveDirectory', dataType: 'MicrosoftGraphActivityLogs' },
};

const riskEvents: KqlTable = {
  name: 'AADUserRiskEvents',
  source: 'risk_detection',
  columns: {
    time: text('tostring(TimeGenerated)'),
    operation: text('RiskEventType'),
    workload: text('"IdentityProtection"'),
    user: text('UserPrincipalName'),
    user_id: text('UserId'),
    ip: text(address('IpAddress')),
    country: text('tostring(Location.countryOrRegion)'),
    city: text('tostring(Location.city)'),
    risk_level: text('RiskLevel'),
    correlation_id: text('CorrelationId'),
  },
  account: 'UserPrincipalName',
  address: address('IpAddress'),
  connector: { id: 'AzureActiveDirectoryIdentityProtection', dataType: 'AADUserRiskEvents' },
};

/** Defender's view of mail: the nearest to a message trace that a workspace has. */
const emailEvents: KqlTable = {
  name: 'EmailEvents',
  source: 'message_trace',
  columns: {
    time: text('tostring(TimeGenerated)'),
    operation: text('"Email event"'),
    workload: text('"Exchange"'),
    outcome: text('case(DeliveryAction in~ ("Delivered", "Junked", "Replaced"), "success", DeliveryAction =~ "Blocked", "failure", "unknown")', 'siem.note.outcome'), // prettier-ignore
    user: text('SenderFromAddress'),
    target_user: text('RecipientEmailAddress'),
    object: text('RecipientEmailAddress'),
    ip: text('coalesce(SenderIPv4, SenderIPv6)'),
    subject: text('Subject'),
    message_id: text('InternetMessageId'),
    folder: text('DeliveryLocation'),
  },
  notes: ['siem.note.mail'],
  account: 'RecipientEmailAddress',
  address: 'SenderIPv4',
  connector: { id: 'MicrosoftThreatProtection', dataType: 'EmailEvents' },
};

export const kqlTables: readonly KqlTable[] = [
  signIns('SigninLogs', (column) => column),
  signIns('AADNonInteractiveUserSignInLogs', (column) => `parse_json(${column})`),
  auditLogs,
  officeActivity,
  cloudAppEvents,
  azureActivity,
  riskEvents,
  graphActivity,
  emailEvents,
];
