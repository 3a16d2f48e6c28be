import type { Conversion } from '../convert.js';
import { constant, id, local, lower, token, tokenOfRequest, upper } from '../convert.js';
import type { Cell, Columns } from '../format.js';
import { orElse } from '../format.js';
import {
  asCategory,
  categoryName,
  kindOfCategory,
  kindOfEventTypes,
  kindOfFile,
  kindOfIdentityType,
  kindOfParties,
} from './kind.js';
import { errorCode, knownReason, loggedReason, signInOutcome } from './outcome.js';
import { asn, objectId, riskLevel, userKind, userName } from './values.js';

/** A time in any notation, after the ISO one that the fast path reads. */
export const localTime = (path: string): Cell => ({ of: path, as: local });

/** What holds for every sign-in. */
export const always: Columns = {
  workload: { of: '@file', as: constant('AzureActiveDirectory') },
  operation: { of: '@file', as: constant('Sign-in activity') },
};

/** A conversion of a sign-in's kind, with the paths it takes. */
export interface KindCell {
  readonly of: string | readonly string[];
  readonly as: Conversion;
}

/** sign_in_kind from the first cell that knows, and record_type_name from the same. */
export function kindColumns(cells: readonly KindCell[]): Columns {
  return {
    record_type_name: cells.map(({ of, as }): Cell => ({ of, as: asCategory(as) })),
    sign_in_kind: [...cells, { of: '@file', as: constant('unknown') }],
  };
}

/** From a diagnostic category or a Log Analytics table, before anything else. */
export function kindFromCategory(paths: readonly string[], then: readonly KindCell[]): Columns {
  const cells = kindColumns([...paths.map((of) => ({ of, as: kindOfCategory })), ...then]);
  return orElse({ record_type_name: paths.map((of): Cell => ({ of, as: categoryName })) }, cells);
}

/** Error code, code and reason as logged → the columns that say how it ended. */
export function endColumns(code: string, reasons: readonly string[], word?: string): Columns {
  return {
    outcome: { of: word === undefined ? code : [code, word], as: signInOutcome },
    error_code: { of: code, as: errorCode },
    error_reason: [
      ...reasons.map((reason): Cell => ({ of: [code, reason], as: loggedReason })),
      { of: code, as: knownReason },
    ],
  };
}

export const graphKinds: readonly KindCell[] = [
  { of: 'signInEventTypes', as: kindOfEventTypes },
  { of: 'managedServiceIdentity.msiType', as: kindOfIdentityType },
  { of: ['isInteractive', 'userId', 'servicePrincipalId'], as: kindOfParties },
  { of: '@file', as: kindOfFile },
];

/** Microsoft Graph's signIn, without what tells its kind (Graph beta, "signIn resource type"). */
export const graphSignIn: Columns = {
  ...always,
  ...endColumns('status.errorCode', ['status.failureReason']),
  event_id: { of: 'id', as: id },
  time: 'createdDateTime',
  user: [
    { of: 'userPrincipalName', as: userName },
    { of: 'signInIdentifier', as: userName },
    { of: 'servicePrincipalName', as: lower },
  ],
  user_id: [
    { of: 'userId', as: objectId },
    { of: 'servicePrincipalId', as: objectId },
  ],
  user_kind: {
    of: ['userType', 'userPrincipalName', 'userId', 'servicePrincipalId'],
    as: userKind,
  },
  ip: 'ipAddress',
  ip_port: 'ipAddress',
  country: { of: 'location.countryOrRegion', as: upper },
  city: 'location.city',
  asn: { of: 'autonomousSystemNumber', as: asn },
  user_agent: 'userAgent',
  browser: 'deviceDetail.browser',
  os: 'deviceDetail.operatingSystem',
  client_app: 'clientAppUsed',
  device_id: { of: 'deviceDetail.deviceId', as: objectId },
  session_id: 'sessionId',
  token_id: [
    { of: 'uniqueTokenIdentifier', as: token },
    { of: 'id', as: tokenOfRequest },
  ],
  correlation_id: 'correlationId',
  app_id: 'appId',
  app_name: ['appDisplayName', 'servicePrincipalName'],
  resource_id: 'resourceId',
  resource_name: 'resourceDisplayName',
  risk_level: {
    of: ['riskLevelDuringSignIn', 'riskLevelAggregated', 'riskState'],
    as: riskLevel,
  },
};
