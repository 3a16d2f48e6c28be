import { hash, id, lower, token, tokenOfRequest } from '../convert.js';
import type { Cell } from '../format.js';
import { defineFormat } from '../format.js';
import { always, endColumns, kindFromCategory, localTime } from './columns.js';
import { kindOfFile, kindOfParties } from './kind.js';
import { asn, countryOfLocation, objectId, riskLevel, userKind, userName } from './values.js';

/** The three spellings of a dynamic column of Log Analytics. */
const dynamic = (name: string, rest: string): readonly string[] =>
  [name, `${name}_dynamic`, `${name}_string`].map((column) => `${column}{}.${rest}`);
const cells = (paths: readonly string[], as: Exclude<Cell, string>['as']): readonly Cell[] =>
  paths.map((of) => ({ of, as }));

export const sentinel = defineFormat({
  name: 'entra-signin-sentinel',
  title: 'Entra sign-ins, Sentinel / Log Analytics',
  source: 'entra_signin',
  richness: 70,
  recognise: {
    shapes: ['csv', 'json'],
    needs: [
      ['TimeGenerated', 'CreatedDateTime'],
      'ResultType',
      ['UserPrincipalName', 'ServicePrincipalId', 'ServicePrincipalName'],
      ['AppDisplayName', 'AppId', 'IPAddress'],
    ],
    not: ['properties', 'ActivityDateTime', 'OperationNameValue', 'RequestUri', 'RiskEventType'],
  },
  aliases: {
    TimeGenerated: ['TimeGenerated [UTC]'],
    CreatedDateTime: ['CreatedDateTime [UTC]'],
  },
  columns: {
    ...always,
    ...endColumns('ResultType', ['ResultDescription', ...dynamic('Status', 'failureReason')]),
    ...kindFromCategory(
      ['Category', 'Type'],
      [
        { of: ['IsInteractive', 'UserId', 'ServicePrincipalId'], as: kindOfParties },
        { of: '@file', as: kindOfFile },
      ],
    ),
    event_id: [
      { of: 'Id', as: id },
      {
        of: [
          'CreatedDateTime',
          'TimeGenerated',
          'CorrelationId',
          'UserId',
          'IPAddress',
          'AppId',
          'ServicePrincipalId',
        ],
        as: hash,
      },
    ],
    time: ['CreatedDateTime', localTime('CreatedDateTime'), localTime('TimeGenerated')],
    user: [
      { of: 'UserPrincipalName', as: userName },
      { of: 'SignInIdentifier', as: userName },
      { of: 'ServicePrincipalName', as: lower },
    ],
    user_id: [
      { of: 'UserId', as: objectId },
      { of: 'ServicePrincipalId', as: objectId },
    ],
    user_kind: {
      of: ['UserType', 'UserPrincipalName', 'UserId', 'ServicePrincipalId'],
      as: userKind,
    },
    ip: 'IPAddress',
    ip_port: 'IPAddress',
    country: [
      ...cells(dynamic('LocationDetails', 'countryOrRegion'), countryOfLocation),
      { of: 'Location', as: countryOfLocation },
    ],
    city: dynamic('LocationDetails', 'city'),
    asn: { of: 'AutonomousSystemNumber', as: asn },
    user_agent: 'UserAgent',
    browser: dynamic('DeviceDetail', 'browser'),
    os: dynamic('DeviceDetail', 'operatingSystem'),
    client_app: 'ClientAppUsed',
    device_id: cells(dynamic('DeviceDetail', 'deviceId'), objectId),
    session_id: 'SessionId',
    token_id: [
      { of: 'UniqueTokenIdentifier', as: token },
      { of: 'Id', as: tokenOfRequest },
    ],
    correlation_id: 'CorrelationId',
    app_id: 'AppId',
    app_name: ['AppDisplayName', 'ServicePrincipalName'],
    // ResourceId is the path of the log's own resource; this is the one the token is for.
    resource_id: 'ResourceIdentity',
    resource_name: 'ResourceDisplayName',
    risk_level: {
      of: ['RiskLevelDuringSignIn', 'RiskLevelAggregated', 'RiskState'],
      as: riskLevel,
    },
  },
});
