import { constant, local, utc } from '../convert.js';
import type { Cell, Columns, Format } from '../format.js';
import { defineFormat } from '../format.js';
import { valueAt } from '../path.js';
import { errorCode, outcome, request, targetUser, userKind } from './values.js';

/**
 * Requests to Microsoft Graph, and to the Azure AD Graph before it (formats.md §5). Shapes from
 * "MicrosoftGraphActivityLogs", "AADGraphActivityLogs" (Azure Monitor Logs reference),
 * "GraphApiAuditEvents" (Defender XDR advanced hunting), and real records.
 */

/** The resource that the token is for: its application id, and what sign-in logs call it. */
const graph = { id: '00000003-0000-0000-c000-000000000000', name: 'Microsoft Graph' };
const aadGraph = {
  id: '00000002-0000-0000-c000-000000000000',
  name: 'Windows Azure Active Directory',
};

function requestColumns(of: (name: string) => string, api: typeof graph): Columns {
  const always = (value: string): Cell => ({ of: [], as: constant(value) });
  return {
    event_id: of('requestId'),
    workload: always('MicrosoftGraph'),
    operation: { of: [of('requestMethod'), of('requestUri')], as: request },
    outcome: { of: of('responseStatusCode'), as: outcome },
    error_code: { of: of('responseStatusCode'), as: errorCode },
    user_id: [of('userId'), of('servicePrincipalId'), of('UserPrincipalObjectID')],
    user_kind: { of: [of('C_Idtyp'), of('actorType'), of('servicePrincipalId')], as: userKind },
    target_user: { of: of('requestUri'), as: targetUser },
    object: of('requestUri'),
    user_agent: of('userAgent'),
    device_id: [of('C_DeviceId'), of('deviceId')],
    session_id: [of('C_Sid'), of('sessionId')],
    token_id: [of('signInActivityId'), of('uniqueTokenId')],
    // The same for all requests of one batch.
    correlation_id: of('operationId'),
    app_id: of('appId'),
    resource_id: always(api.id),
    resource_name: always(api.name),
  };
}

const within = (name: string): string => `properties.${name}`;

const categoryIs =
  (wanted: string) =>
  (fields: Readonly<Record<string, unknown>>): boolean => {
    const category = valueAt(fields, 'category');
    return typeof category === 'string' && category.toLowerCase() === wanted.toLowerCase();
  };

function diagnosticFormat(
  name: string,
  title: string,
  category: string,
  api: typeof graph,
): Format {
  return defineFormat({
    name,
    title,
    source: 'graph_activity',
    richness: 85,
    recognise: {
      shapes: ['json'],
      needs: ['category', 'properties', 'time'],
      accepts: categoryIs(category),
    },
    columns: {
      ...requestColumns(within, api),
      time: [
        { of: 'properties.timeGenerated', as: utc },
        { of: 'time', as: utc },
        { of: 'time', as: local },
      ],
      record_type_name: 'category',
      ip: ['properties.ipAddress', 'properties.callerIpAddress', 'callerIpAddress'],
      ip_port: ['properties.ipAddress', 'properties.callerIpAddress', 'callerIpAddress'],
    },
  });
}

const diagnostic = diagnosticFormat(
  'graph-activity-diagnostic',
  'Microsoft Graph activity log, diagnostic settings (storage account, event hub)',
  'MicrosoftGraphActivityLogs',
  graph,
);

const aadDiagnostic = diagnosticFormat(
  'graph-activity-aad-diagnostic',
  'Azure AD Graph activity log, diagnostic settings (storage account, event hub)',
  'AzureADGraphActivityLogs',
  aadGraph,
);

function tableColumns(api: typeof graph, category: string): Columns {
  return {
    ...requestColumns((name) => name, api),
    time: [
      { of: 'TimeGenerated', as: utc },
      { of: 'TimeGenerated', as: local },
    ],
    record_type_name: { of: [], as: constant(category) },
    ip: ['IPAddress', 'CallerIpAddress'],
    ip_port: ['IPAddress', 'CallerIpAddress'],
  };
}

const columnAliases = { TimeGenerated: ['TimeGenerated [UTC]'] };

/** The table of Azure AD Graph has `CallerIpAddress`, the table of Microsoft Graph `IPAddress`. */
const aadTable = defineFormat({
  name: 'graph-activity-aad-sentinel',
  title: 'Azure AD Graph activity log, Sentinel / Log Analytics AADGraphActivityLogs',
  source: 'graph_activity',
  richness: 75,
  recognise: {
    shapes: ['csv', 'json'],
    needs: ['TimeGenerated', 'RequestUri', 'RequestMethod', 'CallerIpAddress'],
    not: ['IPAddress'],
  },
  aliases: columnAliases,
  columns: tableColumns(aadGraph, 'AzureADGraphActivityLogs'),
});

const table = defineFormat({
  name: 'graph-activity-sentinel',
  title: 'Microsoft Graph activity log, Sentinel / Log Analytics MicrosoftGraphActivityLogs',
  source: 'graph_activity',
  richness: 75,
  recognise: { shapes: ['csv', 'json'], needs: ['TimeGenerated', 'RequestUri', 'RequestMethod'] },
  aliases: columnAliases,
  columns: tableColumns(graph, 'MicrosoftGraphActivityLogs'),
});

const hunting = defineFormat({
  name: 'graph-activity-defender',
  title: 'Microsoft Graph activity log, Defender XDR GraphApiAuditEvents',
  source: 'graph_activity',
  richness: 65,
  recognise: { shapes: ['csv', 'json'], needs: ['Timestamp', 'RequestUri', 'RequestMethod'] },
  aliases: {
    appId: ['ApplicationId'],
    userId: ['AccountObjectId'],
    signInActivityId: ['UniqueTokenIdentifier'],
    actorType: ['EntityType'],
  },
  columns: {
    ...requestColumns((name) => name, graph),
    time: [
      { of: 'Timestamp', as: utc },
      { of: 'Timestamp', as: local },
    ],
    record_type_name: { of: [], as: constant('GraphApiAuditEvents') },
    ip: 'IPAddress',
    ip_port: 'IPAddress',
  },
});

export const graphActivityFormats: readonly Format[] = [
  diagnostic,
  aadDiagnostic,
  aadTable,
  table,
  hunting,
];
