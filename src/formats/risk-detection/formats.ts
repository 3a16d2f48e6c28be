import type { Cell, Columns, Format } from '../format.js';
import { constant, local, tokenOfRequest, utc } from '../convert.js';
import { defineFormat } from '../format.js';
import { valueAt } from '../path.js';
import {
  agentOfInfo,
  detail,
  guestOrMember,
  riskLevel,
  stateId,
  stateOperation,
  userKind,
} from './values.js';

/**
 * Entra ID Protection: risk detections, of users and of applications, and the risk state that
 * users and applications have come to (formats.md §5). Shapes from Graph's riskDetection,
 * riskyUser, servicePrincipalRiskDetection and agentRiskDetection, the tables AADUserRiskEvents
 * and AADRiskyUsers, Microsoft-Extractor-Suite, and real records.
 */

const always = (value: string): Cell => ({ of: [], as: constant(value) });

/** Real records of the diagnostic settings have hours of one digit: `2023-10-26T5:32:08.107Z`. */
const times = (...paths: string[]): Cell[] => [
  ...paths.flatMap((of): Cell[] => [
    { of, as: utc },
    { of, as: local },
  ]),
];

function detectionColumns(of: (name: string) => string): Columns {
  return {
    event_id: of('id'),
    // The activity that was risky; an offline detection comes hours or days later.
    time: times(of('activityDateTime'), of('detectedDateTime')),
    workload: always('IdentityProtection'),
    operation: [of('riskEventType'), of('riskType')],
    error_reason: { of: of('riskDetail'), as: detail },
    user: [of('userPrincipalName'), of('servicePrincipalDisplayName'), of('agentDisplayName')],
    user_id: [of('userId'), of('servicePrincipalId'), of('agentId')],
    user_agent: { of: of('additionalInfo'), as: agentOfInfo },
    ip: of('ipAddress'),
    ip_port: of('ipAddress'),
    session_id: of('clientSessionId'),
    // The sign-in's request id is its token (formats.md §6).
    token_id: [
      { of: of('requestId'), as: tokenOfRequest },
      { of: of('signInRequestId'), as: tokenOfRequest },
    ],
    correlation_id: [of('correlationId'), of('signInCorrelationId')],
    app_id: of('appId'),
    risk_level: { of: of('riskLevel'), as: riskLevel },
  };
}

const applicationKeys = ['servicePrincipalId', 'agentId'] as const;
const isApplication = (fields: Readonly<Record<string, unknown>>): boolean =>
  applicationKeys.some((key) => {
    const value = valueAt(fields, key);
    return typeof value === 'string' && value.trim() !== '';
  });

const rowColumns: Columns = {
  ...detectionColumns((name) => name),
  record_type_name: always('UserRiskEvents'),
  user_kind: { of: 'userType', as: userKind },
  // An object in Graph, JSON text in Sentinel, columns of their own in Microsoft-Extractor-Suite.
  country: ['location{}.countryOrRegion', 'CountryOrRegion'],
  city: ['location{}.city', 'City'],
};

const rowAliases = {
  activityDateTime: ['ActivityDateTime [UTC]'],
  detectedDateTime: ['DetectedDateTime [UTC]'],
  // Sentinel's table: when the record came in, of use where nothing better was exported.
  TimeGenerated: ['TimeGenerated [UTC]'],
};

const rowNeeds = [
  ['riskEventType', 'riskType'],
  ['activityDateTime', 'detectedDateTime', 'TimeGenerated'],
  ['riskState', 'riskLevel'],
];

const application = defineFormat({
  name: 'risk-detection-application',
  title: 'Entra ID Protection, risk detections of applications and agents',
  source: 'risk_detection',
  richness: 80,
  recognise: {
    shapes: ['csv', 'json'],
    needs: [...rowNeeds, applicationKeys],
    accepts: isApplication,
  },
  aliases: rowAliases,
  columns: {
    ...rowColumns,
    time: times('activityDateTime', 'detectedDateTime', 'TimeGenerated'),
    record_type_name: always('ServicePrincipalRiskEvents'),
    user_kind: always('application'),
  },
});

const sentinel = defineFormat({
  name: 'risk-detection-sentinel',
  title: 'Entra ID Protection, Sentinel / Log Analytics AADUserRiskEvents',
  source: 'risk_detection',
  richness: 75,
  recognise: { shapes: ['csv', 'json'], needs: [...rowNeeds, 'TimeGenerated'] },
  aliases: rowAliases,
  columns: {
    ...rowColumns,
    time: times('activityDateTime', 'detectedDateTime', 'TimeGenerated'),
  },
});

const graph = defineFormat({
  name: 'risk-detection-graph',
  title: 'Entra ID Protection, risk detections (Graph, PowerShell, Microsoft-Extractor-Suite)',
  source: 'risk_detection',
  richness: 80,
  recognise: {
    shapes: ['csv', 'json'],
    needs: [...rowNeeds, ['userPrincipalName', 'userId']],
  },
  aliases: rowAliases,
  columns: rowColumns,
});

const diagnosticNeeds = ['category', 'properties', 'time'];

const categoryIs =
  (...wanted: string[]) =>
  (fields: Readonly<Record<string, unknown>>): boolean => {
    const category = valueAt(fields, 'category');
    return typeof category === 'string' && wanted.includes(category.toLowerCase());
  };

const within = (name: string): string => `properties.${name}`;

const diagnostic = defineFormat({
  name: 'risk-detection-diagnostic',
  title: 'Entra ID Protection, risk detections, diagnostic settings (UserRiskEvents)',
  source: 'risk_detection',
  richness: 85,
  recognise: {
    shapes: ['json'],
    needs: diagnosticNeeds,
    accepts: categoryIs('userriskevents'),
  },
  columns: {
    ...detectionColumns(within),
    time: times(within('activityDateTime'), within('detectedDateTime'), 'time'),
    record_type_name: 'category',
    user_kind: { of: 'properties.userType', as: userKind },
    country: 'properties.location.countryOrRegion',
    city: 'properties.location.city',
  },
});

const applicationDiagnostic = defineFormat({
  name: 'risk-detection-application-diagnostic',
  title: 'Entra ID Protection, risk detections, diagnostic settings (ServicePrincipalRiskEvents)',
  source: 'risk_detection',
  richness: 85,
  recognise: {
    shapes: ['json'],
    needs: diagnosticNeeds,
    accepts: categoryIs('serviceprincipalriskevents', 'agentriskevents'),
  },
  columns: {
    ...detectionColumns(within),
    time: times(within('activityDateTime'), within('detectedDateTime'), 'time'),
    record_type_name: 'category',
    user_kind: always('application'),
    country: 'properties.location.countryOrRegion',
    city: 'properties.location.city',
  },
});

function stateColumns(of: (name: string) => string): Columns {
  return {
    event_id: { of: [of('id'), of('riskLastUpdatedDateTime'), of('riskState')], as: stateId },
    workload: always('IdentityProtection'),
    error_reason: { of: of('riskDetail'), as: detail },
    user: [of('userPrincipalName'), of('displayName')],
    user_id: of('id'),
    app_id: of('appId'),
    risk_level: { of: of('riskLevel'), as: riskLevel },
  };
}

const riskyUser = stateOperation('Risky user');
const riskyApplication = stateOperation('Risky application');

const userStateDiagnostic = defineFormat({
  name: 'risk-user-diagnostic',
  title: 'Entra ID Protection, risky users, diagnostic settings (RiskyUsers)',
  source: 'risk_detection',
  richness: 85,
  recognise: { shapes: ['json'], needs: diagnosticNeeds, accepts: categoryIs('riskyusers') },
  columns: {
    ...stateColumns(within),
    time: times('properties.riskLastUpdatedDateTime', 'time'),
    record_type_name: 'category',
    operation: { of: 'properties.riskState', as: riskyUser },
    user_kind: { of: 'properties.isGuest', as: guestOrMember },
  },
});

const applicationStateDiagnostic = defineFormat({
  name: 'risk-application-diagnostic',
  title: 'Entra ID Protection, risky applications, diagnostic settings (RiskyServicePrincipals)',
  source: 'risk_detection',
  richness: 85,
  recognise: {
    shapes: ['json'],
    needs: diagnosticNeeds,
    accepts: categoryIs('riskyserviceprincipals'),
  },
  columns: {
    ...stateColumns(within),
    time: times('properties.riskLastUpdatedDateTime', 'time'),
    record_type_name: 'category',
    operation: { of: 'properties.riskState', as: riskyApplication },
    user_kind: always('application'),
  },
});

const stateAliases = {
  riskLastUpdatedDateTime: ['RiskLastUpdatedDateTime [UTC]'],
};

const userState = defineFormat({
  name: 'risk-user',
  title: 'Entra ID Protection, risky users (Graph, PowerShell, Sentinel AADRiskyUsers)',
  source: 'risk_detection',
  richness: 80,
  recognise: {
    shapes: ['csv', 'json'],
    needs: ['riskLastUpdatedDateTime', 'riskState', 'userPrincipalName'],
    not: ['riskEventType'],
  },
  aliases: stateAliases,
  columns: {
    ...stateColumns((name) => name),
    time: times('riskLastUpdatedDateTime'),
    record_type_name: always('RiskyUsers'),
    operation: { of: 'riskState', as: riskyUser },
    user_kind: { of: 'isGuest', as: guestOrMember },
  },
});

const applicationState = defineFormat({
  name: 'risk-application',
  title: 'Entra ID Protection, risky applications (Graph, Sentinel AADRiskyServicePrincipals)',
  source: 'risk_detection',
  richness: 80,
  recognise: {
    shapes: ['csv', 'json'],
    needs: ['riskLastUpdatedDateTime', 'riskState', 'appId'],
    not: ['riskEventType', 'userPrincipalName'],
  },
  aliases: stateAliases,
  columns: {
    ...stateColumns((name) => name),
    time: times('riskLastUpdatedDateTime'),
    record_type_name: always('RiskyServicePrincipals'),
    operation: { of: 'riskState', as: riskyApplication },
    user_kind: always('application'),
  },
});

export const riskDetectionFormats: readonly Format[] = [
  diagnostic,
  applicationDiagnostic,
  userStateDiagnostic,
  applicationStateDiagnostic,
  application,
  sentinel,
  graph,
  userState,
  applicationState,
];
