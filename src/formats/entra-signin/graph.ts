import { defineFormat, orElse } from '../format.js';
import { valueAt } from '../path.js';
import { graphKinds, graphSignIn, kindColumns, kindFromCategory, localTime } from './columns.js';
import { errorCode, knownReason, loggedReason, signInOutcome } from './outcome.js';
import { countryOfLocation } from './values.js';

const betaOnly = [
  'uniqueTokenIdentifier',
  'sessionId',
  'signInEventTypes',
  'authenticationDetails',
  'autonomousSystemNumber',
  'incomingTokenType',
] as const;
const signInFields = [
  'createdDateTime',
  'status',
  'correlationId',
  ['userPrincipalName', 'servicePrincipalId'],
  ['ipAddress', 'appId'],
] as const;
const otherLogs = [
  'properties',
  'activityDateTime',
  'TimeGenerated',
  'auditLogRecordType',
] as const;

/** Every column of Graph's signIn. */
export const graphColumns = orElse(
  { ...graphSignIn, ...kindColumns(graphKinds) },
  { time: localTime('createdDateTime') },
);

export const graphBeta = defineFormat({
  name: 'entra-signin-graph-beta',
  title: "Entra sign-ins, Microsoft Graph beta or the portal's JSON download",
  source: 'entra_signin',
  richness: 90,
  recognise: { shapes: ['json'], needs: [...signInFields, betaOnly], not: otherLogs },
  columns: graphColumns,
});

export const graph = defineFormat({
  name: 'entra-signin-graph',
  title: 'Entra sign-ins, Microsoft Graph v1.0',
  source: 'entra_signin',
  richness: 60,
  recognise: { shapes: ['json'], needs: signInFields, not: [...otherLogs, ...betaOnly] },
  columns: graphColumns,
});

const diagnosticCategories: ReadonlySet<string> = new Set([
  'signinlogs',
  'noninteractiveusersigninlogs',
  'serviceprincipalsigninlogs',
  'microsoftserviceprincipalsigninlogs',
  'managedidentitysigninlogs',
  'adfssigninlogs',
]);

export const diagnostic = defineFormat({
  name: 'entra-signin-diagnostic',
  title: 'Entra sign-ins, diagnostic settings (storage account, event hub)',
  source: 'entra_signin',
  richness: 89,
  recognise: {
    shapes: ['json'],
    needs: ['properties', 'category', ['time', 'operationName']],
    accepts: (fields) => {
      const category = valueAt(fields, 'category');
      return typeof category === 'string' && diagnosticCategories.has(category.toLowerCase());
    },
  },
  body: 'properties',
  columns: orElse(
    {
      ...graphSignIn,
      ...kindFromCategory(['^category'], graphKinds),
      error_reason: [
        { of: ['status.errorCode', 'status.failureReason'], as: loggedReason },
        { of: ['^resultType', '^resultDescription'], as: loggedReason },
        { of: 'status.errorCode', as: knownReason },
        { of: '^resultType', as: knownReason },
      ],
    },
    {
      // `time` is when the record was sent, minutes later: only where nothing else is left.
      time: [localTime('createdDateTime'), localTime('^time')],
      outcome: { of: '^resultType', as: signInOutcome },
      error_code: { of: '^resultType', as: errorCode },
      ip: '^callerIpAddress',
      ip_port: '^callerIpAddress',
      country: { of: '^location', as: countryOfLocation },
      correlation_id: '^correlationId',
    },
  ),
});
