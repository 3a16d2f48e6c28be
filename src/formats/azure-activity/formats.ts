import type { Conversion } from '../convert.js';
import { constant, guidOnly, id, local, lower, token, utc } from '../convert.js';
import type { Cell, Columns, Format } from '../format.js';
import { defineFormat, orElse } from '../format.js';
import { valueAt } from '../path.js';
import { failedSignature, matchKey, ofFailed, outcome, portalTime, userKind } from './values.js';

/**
 * The Azure activity log: what was done to resources and role assignments through Azure Resource
 * Manager (formats.md §5). Shapes from "Azure Activity Log event schema" and real exports.
 */

const claimNames = {
  upn: '"http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn"',
  name: '"http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name"',
  objectId: '"http://schemas.microsoft.com/identity/claims/objectidentifier"',
  device: '"http://schemas.microsoft.com/2012/01/devicecontext/claims/identifier"',
} as const;

/**
 * What the claims of the caller's token say. `uti` is its unique token identifier, `sid` the
 * session. The claim `ipaddr` is not read: it is where the token was issued, and a stolen token is
 * used elsewhere.
 */
function claimColumns(roots: readonly string[], evidence: readonly string[]): Columns {
  const cells = (claim: string, as: Conversion): Cell[] =>
    roots.map((root) => ({ of: `${root}.${claim}`, as }));
  const kinds = roots.flatMap((root) =>
    evidence.map((path): Cell => ({
      of: [`${root}.idtyp`, `${path}.principalType`],
      as: userKind,
    })),
  );
  return {
    user: [
      ...cells(claimNames.upn, lower),
      ...cells(claimNames.name, lower),
      // The REST API's `caller` of an application is its object id: the same here.
      ...cells(claimNames.objectId, lower),
    ],
    user_id: cells(claimNames.objectId, guidOnly),
    user_kind: kinds,
    device_id: [...cells(claimNames.device, id), ...cells('deviceid', id)],
    session_id: cells('sid', guidOnly),
    token_id: cells('uti', token),
    app_id: cells('appid', id),
  };
}

const workload: Cell = { of: [], as: constant('Azure') };

const categories: ReadonlySet<string> = new Set([
  'administrative',
  'write',
  'delete',
  'action',
  'policy',
  'security',
  'alert',
  'autoscale',
  'recommendation',
  'resourcehealth',
  'servicehealth',
]);

const diagnostic = defineFormat({
  name: 'azure-activity-diagnostic',
  title: 'Azure activity log, diagnostic settings (storage account, event hub)',
  source: 'azure_activity',
  richness: 80,
  recognise: {
    shapes: ['json'],
    needs: ['time', 'operationName', 'resourceId', 'category'],
    not: ['eventTimestamp'],
    accepts: (fields) => {
      const category = valueAt(fields, 'category');
      const resource = valueAt(fields, 'resourceId');
      return (
        typeof category === 'string' &&
        categories.has(category.toLowerCase()) &&
        !(typeof resource === 'string' && /microsoft\.aadiam/i.test(resource))
      );
    },
  },
  columns: orElse(
    {
      // The records have no id of their own.
      match_key: matchKey({
        correlation: ['correlationId'],
        operation: ['operationName'],
        status: ['resultType'],
        resource: ['resourceId'],
        time: ['time'],
        category: ['category'],
      }),
      time: [
        { of: 'time', as: utc },
        { of: 'time', as: local },
      ],
      record_type_name: 'category',
      workload,
      operation: 'operationName',
      outcome: { of: 'resultType', as: outcome },
      error_code: [
        { of: ['resultType', 'resultSignature'], as: failedSignature },
        { of: ['resultType', 'properties.statusCode'], as: ofFailed },
      ],
      error_reason: [
        { of: ['resultType', 'properties.statusMessage{}.error.message'], as: ofFailed },
        { of: ['resultType', 'properties.statusMessage'], as: ofFailed },
        { of: ['resultType', 'resultDescription'], as: ofFailed },
      ],
      user: 'caller',
      object: 'resourceId',
      ip: 'callerIpAddress',
      ip_port: 'callerIpAddress',
      correlation_id: 'correlationId',
    },
    claimColumns(['identity.claims'], ['identity.authorization.evidence']),
  ),
});

const rest = defineFormat({
  name: 'azure-activity-rest',
  title: 'Azure activity log, REST API, Azure CLI, portal JSON, Get-AzActivityLog',
  source: 'azure_activity',
  richness: 85,
  recognise: {
    shapes: ['csv', 'json'],
    needs: [
      'eventTimestamp',
      ['operationName', 'OperationNameValue'],
      ['correlationId', 'eventDataId', 'caller', 'resourceId'],
    ],
  },
  aliases: { claims: ['Claim'], properties: ['Property'] },
  columns: orElse(
    {
      event_id: { of: 'eventDataId', as: id },
      match_key: matchKey({
        correlation: ['correlationId'],
        operation: ['operationName.value', 'OperationNameValue', 'operationName'],
        status: ['status.value', 'StatusValue', 'status'],
        resource: ['resourceId'],
        time: ['eventTimestamp'],
        category: ['category.value', 'CategoryValue', 'category'],
      }),
      time: [
        { of: 'eventTimestamp', as: utc },
        { of: 'eventTimestamp', as: local },
      ],
      record_type_name: ['category.value', 'CategoryValue', 'category'],
      workload,
      operation: [
        'operationName.value',
        'OperationNameValue',
        'authorization.action',
        'AuthorizationAction',
        'operationName',
      ],
      outcome: [
        { of: 'status.value', as: outcome },
        { of: 'StatusValue', as: outcome },
        { of: 'status', as: outcome },
      ],
      error_code: ['status.value', 'StatusValue', 'status'].flatMap((status) => [
        { of: [status, 'subStatus.value'], as: ofFailed },
        { of: [status, 'SubStatusValue'], as: ofFailed },
        { of: [status, 'properties.statusCode'], as: ofFailed },
      ]),
      error_reason: ['status.value', 'StatusValue', 'status'].flatMap((status) => [
        { of: [status, 'properties.statusMessage{}.error.message'], as: ofFailed },
        { of: [status, 'properties.statusMessage'], as: ofFailed },
      ]),
      user: 'caller',
      object: 'resourceId',
      ip: ['httpRequest.clientIpAddress', 'HttpRequestClientIPAddress', 'callerIpAddress'],
      correlation_id: 'correlationId',
    },
    claimColumns(['claims', 'claims.Content'], ['authorization.evidence']),
  ),
});

const statuses = ['ActivityStatusValue', 'ActivityStatus'] as const;

const sentinel = defineFormat({
  name: 'azure-activity-sentinel',
  title: 'Azure activity log, Sentinel / Log Analytics AzureActivity',
  source: 'azure_activity',
  richness: 70,
  recognise: {
    shapes: ['csv', 'json'],
    needs: [
      'Caller',
      ['OperationNameValue', 'OperationName'],
      ['ActivityStatusValue', 'ActivityStatus'],
      ['TimeGenerated', 'EventSubmissionTimestamp'],
    ],
  },
  aliases: {
    TimeGenerated: ['TimeGenerated [UTC]'],
    EventSubmissionTimestamp: ['EventSubmissionTimestamp [UTC]'],
  },
  columns: orElse(
    {
      event_id: { of: 'EventDataId', as: id },
      match_key: matchKey({
        correlation: ['CorrelationId'],
        operation: ['OperationNameValue', 'Properties_d{}.message', 'Properties{}.message'],
        status: statuses,
        resource: ['ResourceId', '_ResourceId'],
        time: ['TimeGenerated'],
        category: ['CategoryValue', 'Category'],
      }),
      time: [
        { of: 'TimeGenerated', as: utc },
        { of: 'TimeGenerated', as: local },
        { of: 'EventSubmissionTimestamp', as: local },
      ],
      record_type_name: ['CategoryValue', 'Category'],
      workload,
      operation: [
        'OperationNameValue',
        'Properties_d{}.message',
        'Properties{}.message',
        'Authorization_d{}.action',
        'Authorization{}.action',
        'OperationName',
      ],
      outcome: statuses.map((of) => ({ of, as: outcome })),
      error_code: statuses.flatMap((status) => [
        { of: [status, 'Properties_d{}.statusCode'], as: ofFailed },
        { of: [status, 'Properties{}.statusCode'], as: ofFailed },
        { of: [status, 'ActivitySubstatusValue'], as: ofFailed },
        { of: [status, 'ActivitySubstatus'], as: ofFailed },
      ]),
      error_reason: statuses.flatMap((status) =>
        ['Properties_d{}', 'Properties{}'].flatMap((properties) => [
          { of: [status, `${properties}.statusMessage{}.error.message`], as: ofFailed },
          { of: [status, `${properties}.statusMessage`], as: ofFailed },
        ]),
      ),
      user: 'Caller',
      object: ['ResourceId', '_ResourceId', 'Properties_d{}.entity', 'Properties{}.entity'],
      ip: ['CallerIpAddress', 'HTTPRequest{}.clientIpAddress'],
      ip_port: 'CallerIpAddress',
      correlation_id: 'CorrelationId',
    },
    claimColumns(
      ['Claims_d{}', 'Claims{}'],
      ['Authorization_d{}.evidence', 'Authorization{}.evidence'],
    ),
  ),
});

/**
 * The portal's CSV. The English header is Microsoft's; the Japanese one is made of the words of
 * the portal's interface and has not been seen in a file.
 */
const portalCsv = defineFormat({
  name: 'azure-activity-portal-csv',
  title: 'Azure activity log, Azure portal download (CSV)',
  source: 'azure_activity',
  richness: 40,
  recognise: {
    shapes: ['csv'],
    needs: ['Operation name', 'Event initiated by', 'Time', ['Correlation id', 'Event category']],
  },
  aliases: {
    'Correlation id': ['関連付け ID', '相関 ID'],
    'Operation name': ['操作名'],
    Status: ['状態'],
    'Event category': ['イベント カテゴリ'],
    Time: ['時刻', 'タイム スタンプ'],
    'Event initiated by': ['イベント開始者'],
    'Resource group': ['リソース グループ'],
    Resource: ['リソース'],
  },
  columns: {
    time: { of: 'Time', as: portalTime },
    record_type_name: 'Event category',
    workload,
    operation: 'Operation name',
    outcome: { of: 'Status', as: outcome },
    user: 'Event initiated by',
    object: ['Resource', 'Resource group'],
    correlation_id: 'Correlation id',
  },
});

export const azureActivityFormats: readonly Format[] = [diagnostic, rest, sentinel, portalCsv];
