import { id, lookup, lower, token, tokenOfRequest } from '../convert.js';
import { defineFormat } from '../format.js';
import { always, endColumns, kindColumns, localTime } from './columns.js';
import { kindOfEventTypes, kindOfFile } from './kind.js';
import { objectId, userKind, userName } from './values.js';

export const xdr = defineFormat({
  name: 'entra-signin-xdr',
  title:
    'Entra sign-ins, Defender XDR (AADSignInEventsBeta, EntraIdSignInEvents and the Spn tables)',
  source: 'entra_signin',
  richness: 55,
  recognise: {
    shapes: ['csv', 'json'],
    needs: [
      'Timestamp',
      'ErrorCode',
      'CorrelationId',
      ['RequestId', 'ReportId'],
      ['AccountUpn', 'AccountObjectId', 'ServicePrincipalId'],
    ],
    not: ['ActionType'],
  },
  columns: {
    ...always,
    ...endColumns('ErrorCode', []),
    ...kindColumns([
      { of: 'LogonType', as: kindOfEventTypes },
      {
        of: 'IsManagedIdentity',
        as: lookup('kindOfFlag', {
          true: 'managed_identity',
          '1': 'managed_identity',
          false: 'service_principal',
          '0': 'service_principal',
        }),
      },
      { of: '@file', as: kindOfFile },
    ]),
    event_id: [
      { of: 'RequestId', as: id },
      { of: 'ReportId', as: id },
    ],
    time: ['Timestamp', localTime('Timestamp')],
    user: [
      { of: 'AccountUpn', as: userName },
      { of: 'AlternateSignInName', as: userName },
      { of: 'ServicePrincipalName', as: lower },
    ],
    user_id: [
      { of: 'AccountObjectId', as: objectId },
      { of: 'ServicePrincipalId', as: objectId },
    ],
    user_kind: [
      {
        of: 'IsGuestUser',
        as: lookup('guestFlag', { true: 'guest', '1': 'guest', false: 'member', '0': 'member' }),
      },
      { of: ['UserType', 'AccountUpn', 'AccountObjectId', 'ServicePrincipalId'], as: userKind },
    ],
    ip: 'IPAddress',
    ip_port: 'IPAddress',
    country: 'Country',
    city: 'City',
    user_agent: 'UserAgent',
    browser: 'Browser',
    os: 'OSPlatform',
    client_app: 'ClientAppUsed',
    device_id: [
      { of: 'EntraIdDeviceId', as: objectId },
      { of: 'AadDeviceId', as: objectId },
    ],
    session_id: 'SessionId',
    token_id: [
      { of: 'UniqueTokenId', as: token },
      { of: 'RequestId', as: tokenOfRequest },
    ],
    correlation_id: 'CorrelationId',
    app_id: 'ApplicationId',
    app_name: ['Application', 'ServicePrincipalName'],
    resource_id: 'ResourceId',
    resource_name: 'ResourceDisplayName',
    risk_level: {
      of: 'RiskLevelAggregated',
      as: lookup('xdrRisk', {
        '1': 'none',
        '10': 'low',
        '50': 'medium',
        '100': 'high',
        none: 'none',
        low: 'low',
        medium: 'medium',
        high: 'high',
      }),
    },
  },
});
