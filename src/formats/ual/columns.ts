import { guidOnly, integer, plainId } from '../convert.js';
import type { Columns } from '../format.js';
import { recordTypeNameOf, recordTypeNumberOf } from './record-type.js';
import {
  clientAgent,
  clientName,
  errorCode,
  logonToken,
  ofLogon,
  outcome,
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
  error_code: { of: 'ErrorNumber', as: errorCode },
  error_reason: 'LogonError',
  user: 'UserId',
  user_id: [{ of: 'UserKey', as: guidOnly }, 'TokenObjectId'],
  user_kind: { of: 'UserType', as: userKind },
  target_user: ['MailboxOwnerUPN', 'Target[Type=5].ID'],
  object: ['ObjectId', 'ItemName'],
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
  browser: 'DeviceProperties[Name=BrowserType].Value',
  os: 'DeviceProperties[Name=OS].Value',
  client_app: { of: 'ClientInfoString', as: clientName },
  device_id: ['DeviceProperties[Name=Id].Value', { of: 'DeviceId', as: guidOnly }],
  session_id: [
    'AppAccessContext.AADSessionId',
    'DeviceProperties[Name=SessionId].Value',
    'SessionId',
  ],
  token_id: ['AppAccessContext.UniqueTokenId', { of: ['RecordType', 'Id'], as: logonToken }],
  correlation_id: ['CorrelationId', 'AppAccessContext.CorrelationId', 'InterSystemsId'],
  app_id: ['ClientAppId', 'ApplicationId', 'AppId', 'AppAccessContext.ClientAppId', 'AadAppId'],
  app_name: ['ApplicationDisplayName', 'ClientAppName', 'AppAccessContext.ClientAppName'],
  resource_id: { of: ['RecordType', 'ObjectId'], as: ofLogon },
  subject: ['Item.Subject', 'AffectedItems[0].Subject', 'Subject'],
  message_id: ['Item.InternetMessageId', 'AffectedItems[0].InternetMessageId', 'InternetMessageId'],
  folder: [
    'Item.ParentFolder.Path',
    'Folder.Path',
    'AffectedItems[0].ParentFolder.Path',
    'Folders[0].Path',
    'SourceRelativeUrl',
  ],
};
