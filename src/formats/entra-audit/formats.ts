import type { Conversion } from '../convert.js';
import { constant, hash, id, local, lower, text, token } from '../convert.js';
import type { Cell, Columns, Format } from '../format.js';
import { defineFormat, orElse } from '../format.js';
import { valueAt } from '../path.js';
import { auditHeaders, details, modified, targets } from './portal-headers.js';
import {
  agentOfDetails,
  kindOfActorType,
  matchKey,
  ofApplication,
  outcome,
  reason,
  userKind,
  userOfTargets,
} from './values.js';

/**
 * Microsoft Entra audit logs in every shape they are exported in (formats.md §4).
 *
 * Richness: Graph and the portal's JSON have the whole entry (90); diagnostic settings the same
 * without the session and token of Graph beta (85); the portal's CSV at most three targets and five
 * changes of each, and no id (80); Log Analytics the JSON as text (70); CSV made from objects has often
 * lost the nested ones (50).
 */

const localTime = (path: string): Cell => ({ of: path, as: local });
const workload = constant('AzureActiveDirectory');

/** An entry's columns, where `by`, `targets` and `more` lead to the initiator and the two lists. */
function entryColumns(
  by: string,
  resources: string,
  more: string,
  time: string,
  operation: string,
): Columns {
  return {
    event_id: { of: 'id', as: text },
    match_key: {
      of: [
        operation,
        time,
        'correlationId',
        `${resources}[0].id`,
        `${by}.user.userPrincipalName`,
        `${by}.app.displayName`,
        `${by}.user.displayName`,
      ],
      as: matchKey(1),
    },
    time: [time, localTime(time)],
    record_type_name: 'category',
    workload: 'loggedByService',
    operation,
    outcome: { of: 'result', as: outcome },
    error_reason: { of: ['result', 'resultReason'], as: reason },
    user: [
      `${by}.user.userPrincipalName`,
      `${by}.app.displayName`,
      `${by}.app.servicePrincipalName`,
      `${by}.user.displayName`,
    ],
    user_id: [`${by}.user.id`, `${by}.app.servicePrincipalId`],
    user_kind: {
      of: [
        `${by}.user.userPrincipalName`,
        `${by}.user.id`,
        `${by}.app.displayName`,
        `${by}.app.servicePrincipalId`,
      ],
      as: userKind,
    },
    target_user: [
      `${resources}[type=User].userPrincipalName`,
      `${resources}[0].userPrincipalName`,
      `${resources}[1].userPrincipalName`,
    ],
    object: [
      `${resources}[0].displayName`,
      `${resources}[0].userPrincipalName`,
      `${resources}[0].id`,
    ],
    ip: `${by}.user.ipAddress`,
    ip_port: `${by}.user.ipAddress`,
    user_agent: [`${more}[key=User-Agent].value`, 'userAgent'],
    device_id: `${by}.linkableIdentifiers.deviceId`,
    session_id: `${by}.linkableIdentifiers.sessionId`,
    token_id: {
      of: `${by}.linkableIdentifiers.tokenDetails.uniqueTokenIdentifier`,
      as: token,
    },
    correlation_id: 'correlationId',
    app_id: `${by}.app.appId`,
    app_name: `${by}.app.displayName`,
  };
}

const graphColumns = entryColumns(
  'initiatedBy',
  'targetResources',
  'additionalDetails',
  'activityDateTime',
  'activityDisplayName',
);

const graph = defineFormat({
  name: 'entra-audit-graph',
  title: "Entra audit log, Microsoft Graph or the portal's JSON download",
  source: 'entra_audit',
  richness: 90,
  recognise: {
    shapes: ['json'],
    needs: ['activityDateTime', 'activityDisplayName', ['initiatedBy', 'targetResources']],
    not: ['properties', 'TimeGenerated', 'riskEventType'],
  },
  columns: graphColumns,
});

const diagnostic = defineFormat({
  name: 'entra-audit-diagnostic',
  title: 'Entra audit log, diagnostic settings (storage account, event hub)',
  source: 'entra_audit',
  richness: 85,
  recognise: {
    shapes: ['json'],
    needs: ['properties', 'category', ['time', 'operationName']],
    accepts: (fields) => {
      const category = valueAt(fields, 'category');
      return typeof category === 'string' && category.toLowerCase() === 'auditlogs';
    },
  },
  body: 'properties',
  columns: orElse(graphColumns, {
    time: localTime('^time'),
    workload: { of: '@file', as: workload },
    operation: '^operationName',
    error_reason: { of: ['result', '^resultDescription'], as: reason },
    user: '^identity',
    ip: '^callerIpAddress',
    ip_port: '^callerIpAddress',
    correlation_id: '^correlationId',
  }),
});

const each = (name: (number: number) => readonly string[], numbers: readonly number[]): string[] =>
  numbers.flatMap((number) => name(number));

const portalCsv = defineFormat({
  name: 'entra-audit-portal-csv',
  title: 'Entra audit log, portal CSV download',
  source: 'entra_audit',
  richness: 80,
  recognise: {
    shapes: ['csv'],
    needs: [
      'Date (UTC)',
      'Activity',
      ['ActorType', 'ActorDisplayName', 'ActorUserPrincipalName', 'ActorObjectId'],
      ['Target1Type', 'Target1DisplayName', 'Target1ObjectId', 'CorrelationId'],
    ],
  },
  aliases: auditHeaders,
  columns: {
    // There is no id: everything that the portal writes alike in every language tells rows apart.
    event_id: {
      of: [
        'Date (UTC)',
        'CorrelationId',
        'Activity',
        'ActorDisplayName',
        'ActorObjectId',
        'ActorUserPrincipalName',
        ...each((target) => [`Target${target}ObjectId`], [1, 2, 3]),
        ...each(
          (change) => [
            `Target1ModifiedProperty${change}Name`,
            `Target1ModifiedProperty${change}OldValue`,
            `Target1ModifiedProperty${change}NewValue`,
          ],
          modified,
        ),
      ],
      as: hash,
    },
    match_key: {
      of: [
        'Activity',
        'Date (UTC)',
        'CorrelationId',
        'Target1ObjectId',
        'ActorUserPrincipalName',
        'ActorDisplayName',
      ],
      as: matchKey(1),
    },
    time: ['Date (UTC)', localTime('Date (UTC)')],
    record_type_name: 'Category',
    workload: 'Service',
    operation: 'Activity',
    outcome: { of: 'Result', as: outcome },
    error_reason: { of: ['Result', 'ResultReason'], as: reason },
    user: ['ActorUserPrincipalName', 'ActorDisplayName', 'ActorServicePrincipalName'],
    user_id: ['ActorObjectId', 'ActorServicePrincipalId'],
    user_kind: [
      { of: 'ActorType', as: kindOfActorType },
      {
        of: [
          'ActorUserPrincipalName',
          'ActorObjectId',
          'ActorServicePrincipalName',
          'ActorServicePrincipalId',
        ],
        as: userKind,
      },
    ],
    target_user: {
      of: each((target) => [`Target${target}Type`, `Target${target}UserPrincipalName`], targets),
      as: userOfTargets,
    },
    object: ['Target1DisplayName', 'Target1UserPrincipalName', 'Target1ObjectId'],
    ip: 'IPAddress',
    ip_port: 'IPAddress',
    user_agent: [
      'User Agent',
      {
        of: each(
          (detail) => [`AdditionalDetail${detail}Key`, `AdditionalDetail${detail}Value`],
          details,
        ),
        as: agentOfDetails,
      },
    ],
    correlation_id: 'CorrelationId',
    app_name: { of: ['ActorType', 'ActorDisplayName'], as: ofApplication },
  },
});

const inJsOnly = ({ name, js }: Conversion): Conversion => ({ name, js });

const spellings = ['', '_dynamic', '_string'] as const;

/**
 * The match key, over all spellings that Log Analytics gives its dynamic columns. Without SQL, which
 * leaves the whole table to the reference: the fast path reads no list at the top of JSON text, and
 * an audit log is small.
 */
const logAnalyticsKey = (operation: string, time: string): Cell => {
  const all = (column: string, rest: string): string[] =>
    spellings.map((suffix) => `${column}${suffix}{}${rest}`);
  return {
    of: [
      operation,
      time,
      'CorrelationId',
      ...all('TargetResources', '[0].id'),
      ...all('InitiatedBy', '.user.userPrincipalName'),
      ...all('InitiatedBy', '.app.displayName'),
      ...all('InitiatedBy', '.user.displayName'),
    ],
    as: inJsOnly(matchKey(spellings.length)),
  };
};

/** The columns once for each of those spellings. */
const logAnalytics = spellings
  .map((suffix) =>
    entryColumns(
      `InitiatedBy${suffix}{}`,
      `TargetResources${suffix}{}`,
      `AdditionalDetails${suffix}{}`,
      'ActivityDateTime',
      'ActivityDisplayName',
    ),
  )
  .reduce((first, then) => orElse(first, then));

const logAnalyticsColumns = orElse(
  {
    ...logAnalytics,
    match_key: [
      logAnalyticsKey('ActivityDisplayName', 'ActivityDateTime'),
      logAnalyticsKey('OperationName', 'TimeGenerated'),
    ],
  },
  {
    time: localTime('TimeGenerated'),
    workload: { of: '@file', as: workload },
    operation: 'OperationName',
    error_reason: { of: ['Result', 'ResultDescription'], as: reason },
    user: { of: 'Identity', as: lower },
    correlation_id: { of: 'CorrelationId', as: id },
  },
);
const nestedFields = ['InitiatedBy', 'TargetResources'].flatMap((column) =>
  spellings.map((suffix) => `${column}${suffix}`),
);

const sentinel = defineFormat({
  name: 'entra-audit-sentinel',
  title: 'Entra audit log, Sentinel / Log Analytics AuditLogs',
  source: 'entra_audit',
  richness: 70,
  recognise: {
    shapes: ['csv', 'json'],
    needs: [
      'TimeGenerated',
      ['OperationName', 'ActivityDisplayName'],
      [...nestedFields, 'AADOperationType'],
    ],
    not: ['properties'],
  },
  aliases: {
    TimeGenerated: ['TimeGenerated [UTC]'],
    ActivityDateTime: ['ActivityDateTime [UTC]'],
  },
  columns: logAnalyticsColumns,
});

/** PowerShell's Export-Csv, which makes type names of the nested values, or tools that keep them as JSON. */
const flatCsv = defineFormat({
  name: 'entra-audit-flat-csv',
  title: "Entra audit log, Graph's fields as CSV columns (PowerShell Export-Csv and the like)",
  source: 'entra_audit',
  richness: 50,
  recognise: {
    shapes: ['csv'],
    needs: ['ActivityDateTime', 'ActivityDisplayName', [...nestedFields, 'LoggedByService']],
    not: ['TimeGenerated', 'TimeGenerated [UTC]'],
  },
  columns: logAnalyticsColumns,
});

/** The more specific before the more general. */
export const entraAuditFormats: readonly Format[] = [
  diagnostic,
  graph,
  portalCsv,
  sentinel,
  flatCsv,
];
