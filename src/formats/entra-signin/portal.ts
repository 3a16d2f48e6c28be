import { constant, hash, id, lower, token, tokenOfRequest } from '../convert.js';
import type { Columns } from '../format.js';
import { defineFormat } from '../format.js';
import { always, endColumns, kindColumns, localTime } from './columns.js';
import { kindOfFile, kindOfIdentityType, kindOfToken } from './kind.js';
import { portalHeaders } from './portal-headers.js';
import { asn, cityOfLocation, countryOfLocation, objectId, userKind, userName } from './values.js';

/** What the user's and the application's portal CSV have in common. */
const portalColumns: Columns = {
  ...always,
  ...endColumns('Sign-in error code', ['Failure reason'], 'Status'),
  time: ['Date (UTC)', localTime('Date (UTC)')],
  ip: 'IP address',
  ip_port: 'IP address',
  country: { of: 'Location', as: countryOfLocation },
  city: { of: 'Location', as: cityOfLocation },
  correlation_id: 'Correlation ID',
  app_id: 'Application ID',
  resource_id: 'Resource ID',
  resource_name: 'Resource',
};

export const portalCsv = defineFormat({
  name: 'entra-signin-portal-csv',
  title: 'Entra user sign-ins, portal CSV download',
  source: 'entra_signin',
  richness: 80,
  recognise: {
    shapes: ['csv'],
    needs: [
      'Date (UTC)',
      'Username',
      'IP address',
      ['Status', 'Sign-in error code'],
      ['Request ID', 'Correlation ID', 'Sign-in error code', 'Client app'],
    ],
  },
  aliases: portalHeaders,
  columns: {
    ...portalColumns,
    ...kindColumns([
      { of: '@file', as: kindOfFile },
      { of: 'Incoming token type', as: kindOfToken },
    ]),
    event_id: [
      { of: 'Request ID', as: id },
      { of: ['Date (UTC)', 'Username', 'IP address', 'Application', 'Correlation ID'], as: hash },
    ],
    user: { of: 'Username', as: userName },
    user_id: { of: 'User ID', as: objectId },
    user_kind: { of: ['User type', 'Username', 'User ID'], as: userKind },
    asn: { of: 'Autonomous system number', as: asn },
    user_agent: 'User agent',
    browser: 'Browser',
    os: 'Operating System',
    client_app: 'Client app',
    device_id: { of: 'Device ID', as: objectId },
    session_id: 'Session ID',
    token_id: [
      { of: 'Unique token identifier', as: token },
      { of: 'Request ID', as: tokenOfRequest },
    ],
    app_name: 'Application',
  },
});

export const portalAppCsv = defineFormat({
  name: 'entra-signin-portal-app-csv',
  title: 'Entra service principal and managed identity sign-ins, portal CSV download',
  source: 'entra_signin',
  richness: 80,
  recognise: {
    shapes: ['csv'],
    needs: [
      'Date (UTC)',
      ['Service principal ID', 'Service principal name'],
      ['Status', 'Sign-in error code'],
    ],
  },
  aliases: portalHeaders,
  columns: {
    ...portalColumns,
    ...kindColumns([
      { of: '@file', as: kindOfFile },
      { of: 'Managed Identity type', as: kindOfIdentityType },
      { of: '@file', as: constant('service_principal') },
    ]),
    event_id: [
      { of: 'Request ID', as: id },
      { of: ['Date (UTC)', 'Service principal ID', 'IP address', 'Correlation ID'], as: hash },
    ],
    user: { of: 'Service principal name', as: lower },
    user_id: 'Service principal ID',
    user_kind: { of: '@file', as: constant('application') },
    session_id: 'Session ID',
    token_id: [
      { of: 'Unique token identifier', as: token },
      { of: 'Request ID', as: tokenOfRequest },
    ],
    app_name: ['Application', 'Service principal name'],
  },
});

/**
 * One row for each step of a sign-in. Whether the step succeeded is not how the sign-in ended, so
 * that is not said; the rows stand as further places where the sign-in was seen.
 */
export const authDetails = defineFormat({
  name: 'entra-signin-auth-details-csv',
  title: 'Entra sign-ins, authentication details, portal CSV download',
  source: 'entra_signin',
  richness: 10,
  recognise: {
    shapes: ['csv'],
    needs: ['Request ID', 'Authentication method', ['Succeeded', 'Result detail']],
  },
  aliases: portalHeaders,
  columns: {
    ...always,
    ...kindColumns([{ of: '@file', as: kindOfFile }]),
    event_id: { of: 'Request ID', as: id },
    time: ['Date (UTC)', localTime('Date (UTC)')],
    token_id: { of: 'Request ID', as: tokenOfRequest },
  },
});
