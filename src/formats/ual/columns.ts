import { guidOnly, integer, plainId } from '../convert.js';
import type { Columns } from '../format.js';
import { recordTypeNameOf, recordTypeNumberOf } from './record-type.js';
import {
  addressOf,
  clientAgent,
  clientName,
  errorCode,
  errorCodeOfName,
  guidInName,
  guidOfActor,
  logonToken,
  ofLogon,
  outcome,
  ruleName,
  unquoted,
  userKind,
} from './values.js';

/**
 * Where a unified audit log record (AuditData) says what. The paths, per record type, are those of
 * formats.md §6; the order is from the most to the least specific.
 */
export const auditDataColumns: Columns = {
  event_id: { of: 'Id', as: plainId },
  time: ['CreationTime', 'ActivityStartTime'],
  record_type: [
    { of: 'RecordType', as: integer },
    { of: 'RecordType', as: recordTypeNumberOf },
  ],
  record_type_name: { of: 'RecordType', as: recordTypeNameOf },
  workload: 'Workload',
  operation: 'Operation',
  outcome: { of: ['Operation', 'ResultStatus', 'ErrorNumber', 'LogonError'], as: outcome },
  error_code: [
    { of: 'ErrorNumber', as: errorCode },
    { of: 'LogonError', as: errorCodeOfName },
  ],
  error_reason: 'LogonError',
  user: 'UserId',
  user_id: [
    { of: 'UserKey', as: guidOnly },
    'TokenObjectId',
    { of: 'Actor', as: guidOfActor },
    { of: 'UserId', as: guidInName },
  ],
  user_kind: { of: ['UserType', 'UserId'], as: userKind },
  // Whom mail was sent as, whose mailbox it was, whose mailbox or account was set up, who was let in.
  target_user: [
    { of: 'SendAsUserSmtp', as: addressOf },
    { of: 'SendOnBehalfOfUserSmtp', as: addressOf },
    'MailboxOwnerUPN',
    'Target[Type=5].ID',
    { of: 'Parameters[Name=Mailbox].Value', as: addressOf },
    { of: 'Parameters[Name=Identity].Value', as: addressOf },
    { of: 'TargetUserOrGroupName', as: addressOf },
    'Members[0].UPN',
  ],
  object: [
    { of: ['Operation', 'Parameters[Name=Name].Value', 'ObjectId'], as: ruleName },
    'OperationProperties[Name=RuleName].Value',
    { of: 'ModifiedProperties[Name=Role.DisplayName].NewValue', as: unquoted },
    { of: 'ModifiedProperties[Name=Role.DisplayName].OldValue', as: unquoted },
    { of: 'ModifiedProperties[Name=Group.DisplayName].NewValue', as: unquoted },
    { of: 'ModifiedProperties[Name=Group.DisplayName].OldValue', as: unquoted },
    // The name of an application, device or group; a user has none.
    'Target[Type=1].ID',
    'ObjectId',
    'ItemName',
  ],
  ip: ['ClientIP', 'ClientIPAddress', 'ActorIpAddress', 'UserIp'],
  ip_port: ['ClientIP', 'ClientIPAddress'],
  user_agent: [
    'UserAgent',
    'ExtendedProperties[Name=UserAgent].Value',
    'ExtendedProperties[Name=additionalDetails].Value{}.User-Agent',
    { of: 'ClientInfoString', as: clientAgent },
    { of: 'ActorInfoString', as: clientAgent },
    'ExtraProperties[Key=UserAgent].Value',
  ],
  browser: ['DeviceProperties[Name=BrowserType].Value', 'BrowserName'],
  os: ['DeviceProperties[Name=OS].Value', 'ExtraProperties[Key=OsName].Value'],
  client_app: [{ of: 'ClientInfoString', as: clientName }, 'ExtraProperties[Key=ClientName].Value'],
  device_id: ['DeviceProperties[Name=Id].Value', { of: 'DeviceId', as: guidOnly }],
  session_id: [
    'AppAccessContext.AADSessionId',
    'DeviceProperties[Name=SessionId].Value',
    'SessionId',
  ],
  token_id: ['AppAccessContext.UniqueTokenId', { of: ['RecordType', 'Id'], as: logonToken }],
  correlation_id: ['CorrelationId', 'AppAccessContext.CorrelationId', 'InterSystemsId'],
  // AppId is often the service itself.
  app_id: ['ClientAppId', 'ApplicationId', 'AppAccessContext.ClientAppId', 'AppId', 'AadAppId'],
  app_name: ['ApplicationDisplayName', 'ClientAppName', 'AppAccessContext.ClientAppName'],
  resource_id: [{ of: ['RecordType', 'ObjectId'], as: ofLogon }, 'AppAccessContext.APIId'],
  subject: ['Item.Subject', 'AffectedItems[0].Subject', 'Subject'],
  // Of several messages the first; `raw` has all.
  message_id: [
    'Item.InternetMessageId',
    'AffectedItems[0].InternetMessageId',
    'Folders[0].FolderItems[0].InternetMessageId',
    'InternetMessageId',
  ],
  folder: [
    'Item.ParentFolder.Path',
    'Folder.Path',
    'AffectedItems[0].ParentFolder.Path',
    'Folders[0].Path',
    'SourceRelativeUrl',
  ],
};
