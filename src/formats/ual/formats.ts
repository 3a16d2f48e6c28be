import { local, guidOnly } from '../convert.js';
import type { Columns, Format } from '../format.js';
import { defineFormat, inJsonText, orElse } from '../format.js';
import { auditDataColumns } from './columns.js';
import { valueAt } from '../path.js';
import { recordTypeNameOf, recordTypeNumberOf } from './record-type.js';
import { outcome, ruleName, userKind } from './values.js';

/** The unified audit log in every shape it is exported in (formats.md §2). */

/** What stands beside AuditData, for rows whose AuditData cannot be read to that point. */
const beside = (columns: {
  readonly id?: string;
  readonly time: string;
  readonly type?: string;
  readonly operation: string;
  readonly user: string;
}): Columns =>
  orElse(auditDataColumns, {
    ...(columns.id === undefined ? {} : { event_id: columns.id }),
    time: { of: columns.time, as: local },
    ...(columns.type === undefined
      ? {}
      : {
          record_type: [columns.type, { of: columns.type, as: recordTypeNumberOf }],
          record_type_name: { of: columns.type, as: recordTypeNameOf },
        }),
    operation: columns.operation,
    user: columns.user,
  });

const purviewCsv = defineFormat({
  name: 'ual-purview-csv',
  title: 'Unified audit log, Purview portal export (CSV)',
  source: 'ual',
  richness: 80,
  recognise: { shapes: ['csv'], needs: ['RecordId', 'AuditData'] },
  body: 'AuditData',
  repeats: { RecordId: 'Id', RecordType: 'RecordType', Operation: 'Operation', UserId: 'UserId' },
  columns: beside({
    id: '^RecordId',
    time: '^CreationDate',
    type: '^RecordType',
    operation: '^Operation',
    user: '^UserId',
  }),
});

const searchColumns = beside({
  id: '^Identity',
  time: '^CreationDate',
  type: '^RecordType',
  operation: '^Operations',
  user: '^UserIds',
});

const searchCsv = defineFormat({
  name: 'ual-search-csv',
  title: 'Unified audit log, Search-UnifiedAuditLog (CSV)',
  source: 'ual',
  richness: 80,
  recognise: { shapes: ['csv'], needs: ['AuditData'], not: ['auditLogRecordType'] },
  body: 'AuditData',
  repeats: { Identity: 'Id', Operations: 'Operation', UserIds: 'UserId' },
  columns: searchColumns,
});

const searchJson = defineFormat({
  name: 'ual-search-json',
  title: 'Unified audit log, Search-UnifiedAuditLog (JSON)',
  source: 'ual',
  richness: 80,
  recognise: { shapes: ['json'], needs: ['AuditData'], not: ['auditLogRecordType'] },
  body: 'AuditData',
  columns: searchColumns,
});

const graph = defineFormat({
  name: 'ual-graph',
  title: 'Unified audit log, Microsoft Graph auditLogRecord',
  source: 'ual',
  richness: 80,
  recognise: { shapes: ['csv', 'json'], needs: ['auditData', 'auditLogRecordType'] },
  body: 'auditData',
  columns: orElse(
    beside({
      id: '^id',
      time: '^createdDateTime',
      type: '^auditLogRecordType',
      operation: '^operation',
      user: '^userPrincipalName',
    }),
    {
      workload: '^service',
      user: '^userId',
      object: '^objectId',
      ip: '^clientIp',
      ip_port: '^clientIp',
      user_kind: { of: ['^userType', '^userPrincipalName'], as: userKind },
    },
  ),
});

const record = defineFormat({
  name: 'ual-record',
  title: 'Unified audit log, bare records (Management Activity API, SOF-ELK, JSON Lines)',
  source: 'ual',
  richness: 80,
  recognise: {
    shapes: ['json'],
    needs: ['CreationTime', 'Operation', ['Workload', 'RecordType', 'OrganizationId']],
  },
  columns: auditDataColumns,
});

const flatCsv = defineFormat({
  name: 'ual-flat-csv',
  title: 'Unified audit log, AuditData spread over columns (CSV)',
  source: 'ual',
  richness: 60,
  recognise: {
    shapes: ['csv'],
    needs: ['CreationTime', 'Operation', ['Workload', 'RecordType', 'OrganizationId']],
    not: ['AuditData'],
  },
  columns: orElse(inJsonText(auditDataColumns), {
    time: { of: 'CreationTime', as: local },
    session_id: ['AppAccessContext_AADSessionId', '"AppAccessContext.AADSessionId"'],
    token_id: ['AppAccessContext_UniqueTokenId', '"AppAccessContext.UniqueTokenId"'],
  }),
});

const sentinel = defineFormat({
  name: 'ual-sentinel',
  title: 'Unified audit log, Sentinel / Log Analytics OfficeActivity',
  source: 'ual',
  richness: 70,
  recognise: {
    shapes: ['csv', 'json'],
    needs: ['OfficeWorkload', 'Operation', ['TimeGenerated', 'OfficeId']],
  },
  aliases: {
    TimeGenerated: ['TimeGenerated [UTC]'],
    Start_Time: ['Start_Time [UTC]'],
  },
  columns: orElse(
    {
      event_id: ['OfficeId', 'SourceRecordId'],
      time: [
        { of: 'TimeGenerated', as: local },
        { of: 'Start_Time', as: local },
        { of: 'ElevationTime', as: local },
      ],
      workload: 'OfficeWorkload',
      outcome: { of: ['Operation', 'ResultStatus', 'ErrorNumber', 'LoginStatus'], as: outcome },
      user: ['UserId', 'UserId_'],
      user_id: { of: 'UserKey', as: guidOnly },
      object: {
        of: ['Operation', 'Parameters{}[Name=Name].Value', 'OfficeObjectId'],
        as: ruleName,
      },
      ip: ['ClientIP', 'Client_IPAddress', 'ActorIpAddress'],
      ip_port: ['ClientIP', 'Client_IPAddress'],
      app_id: ['ClientAppId', 'ApplicationId', 'AppId', 'AzureADAppId'],
    },
    orElse(inJsonText(auditDataColumns), { object: 'OfficeObjectId' }),
  ),
});

const cloudAppColumns = (envelope: string): Columns =>
  orElse(auditDataColumns, {
    event_id: `${envelope}ReportId`,
    time: { of: `${envelope}Timestamp`, as: local },
    workload: `${envelope}Application`,
    operation: `${envelope}ActionType`,
    user: `${envelope}AccountUpn`,
    user_id: `${envelope}AccountObjectId`,
    ip: `${envelope}IPAddress`,
    country: `${envelope}CountryCode`,
    city: `${envelope}City`,
    user_agent: `${envelope}UserAgent`,
    os: `${envelope}OSPlatform`,
  });

/** Defender's tables exported together leave the column empty in rows that are no audit records. */
const says = (value: unknown): boolean =>
  value !== undefined && value !== null && value !== '' && value !== 'null';

const cloudAppEvents = defineFormat({
  name: 'ual-cloud-app-events',
  title: 'Unified audit log inside Defender CloudAppEvents',
  source: 'ual',
  richness: 85,
  recognise: {
    shapes: ['csv', 'json'],
    needs: ['RawEventData', 'ActionType'],
    accepts: (fields) => says(valueAt(fields, 'RawEventData', ['raweventdata_dynamic'])),
  },
  aliases: { RawEventData: ['RawEventData_dynamic'] },
  body: 'RawEventData',
  columns: cloudAppColumns('^'),
});

const cloudAppStreamed = defineFormat({
  name: 'ual-cloud-app-events-streamed',
  title: 'Unified audit log inside Defender CloudAppEvents (streaming API)',
  source: 'ual',
  richness: 85,
  recognise: {
    shapes: ['json'],
    needs: ['properties'],
    accepts: ({ properties }) => says(valueAt(properties, 'RawEventData')),
  },
  body: 'properties.RawEventData',
  columns: cloudAppColumns('^properties.'),
});

export const ualFormats: readonly Format[] = [
  purviewCsv,
  searchCsv,
  graph,
  searchJson,
  cloudAppEvents,
  cloudAppStreamed,
  sentinel,
  record,
  flatCsv,
];
