import { tokenFromGuid } from '../../formats/ids.js';
import { isoSeconds } from '../company/clock.js';
import type { Company } from '../company/company.js';
import type { Draft, SignIn } from '../records/draft.js';
import { signInErrors } from '../records/errors-table.js';
import type { SimpleFormat } from './output.js';
import { quoted } from './output.js';

/** The header of the portal's download of user sign-ins, 2025: 57 columns (formats.md §3). */
export const signInHeader = [
  'Date (UTC)', 'Request ID', 'User agent', 'Correlation ID', 'User ID', 'User', 'Username', 'User type',
  'Cross tenant access type', 'Incoming token type', 'Authentication Protocol', 'Unique token identifier',
  'Original transfer method', 'Client credential type', 'Token Protection - Sign In Session',
  'Token Protection - Sign In Session StatusCode', 'Application', 'Application ID ', 'App owner tenant ID', 'Resource',
  'Resource ID ', 'Resource tenant ID', 'Resource owner tenant ID', 'Home tenant ID', 'Home tenant name', 'IP address',
  'Location', 'Status', 'Sign-in error code', 'Failure reason', 'Client app', 'Device ID', 'Browser', 'Operating System',
  'Compliant', 'Managed', 'Join Type', 'Multifactor authentication result', 'Multifactor authentication auth method',
  'Multifactor authentication auth detail', 'Authentication requirement', 'Sign-in identifier', 'Session ID',
  'IP address (seen by resource)', 'Through Global Secure Access', 'Global Secure Access IP address',
  'Autonomous system  number', 'Flagged for review', 'Token issuer type', 'Incoming token type', 'Token issuer name',
  'Latency', 'Conditional Access', 'Managed Identity type', 'Associated Resource Id', 'Federated Token Id',
  'Federated Token Issuer',
] as const; // prettier-ignore

/** Tenant that owns Microsoft's own applications. */
const microsoftTenant = 'f8cdef31-a31e-4b4a-93e4-5f571e91255a';

const factorText: Readonly<Record<SignIn['factor'], readonly [result: string, method: string]>> = {
  none: ['', ''],
  earlier: ['MFA requirement satisfied by claim in the token', ''],
  code: ['MFA completed in Azure AD', 'Mobile app verification code'],
  approved: ['MFA completed in Azure AD', 'Mobile app notification'],
  denied: ['MFA denied; user declined the authentication', 'Mobile app notification'],
  failed: ['MFA denied; invalid verification code', 'Mobile app verification code'],
};

const bom = '\ufeff';

function row(company: Company, signIn: SignIn): string {
  const { user, place, device, agent } = signIn;
  const error = signInErrors[signIn.code];
  const status = error === undefined ? 'Success' : error.interrupt ? 'Interrupted' : 'Failure';
  const [mfa, method] = factorText[signIn.factor];
  const native = signIn.device !== null && signIn.agent === null;
  return [
    `${isoSeconds(signIn.time)}Z`,
    signIn.requestId,
    // The log keeps no agent of the apps, and of background requests only now and then.
    agent === null || (!signIn.interactive && signIn.latency % 3 !== 0) ? '' : agent.text,
    signIn.correlation,
    user.id,
    user.name,
    user.upn,
    'Member',
    'None',
    signIn.incoming,
    signIn.protocol,
    tokenFromGuid(signIn.requestId) ?? '',
    signIn.protocol === 'Device Code' ? 'Device code flow' : 'None',
    'None',
    native ? 'Bound' : 'Unbound',
    native ? '' : '1002',
    signIn.app.name,
    signIn.app.id,
    microsoftTenant,
    signIn.resource.name,
    signIn.resource.id,
    company.tenantId,
    microsoftTenant,
    company.tenantId,
    company.name,
    place.ip,
    `${place.city}, ${place.state}, ${place.country}`,
    status,
    signIn.code === 0 ? '' : String(signIn.code),
    error?.reason ?? 'Other.',
    signIn.clientApp,
    device?.id ?? '',
    agent?.browser ?? '',
    agent?.os ?? (device === null ? '' : 'Windows10'),
    device === null ? '' : String(device.compliant),
    device === null ? '' : String(device.compliant),
    device?.joined ?? '',
    mfa,
    method,
    '',
    signIn.factor === 'none' ? 'Single-factor authentication' : 'Multifactor authentication',
    signIn.interactive ? user.upn : '',
    signIn.session ?? '',
    '',
    'No',
    '',
    String(place.asn),
    'No',
    'Azure AD',
    signIn.incoming === 'Refresh token'
      ? 'refreshToken'
      : signIn.incoming === 'Primary refresh token'
        ? 'primaryRefreshToken'
        : 'none',
    '',
    String(signIn.latency),
    'Success',
    'None',
    '',
    '',
    '',
  ]
    .map(quoted)
    .join(',');
}

/** `InteractiveSignIns_…csv` or `NonInteractiveSignIns_…csv`. */
export function signInCsv(company: Company, interactive: boolean, span: string): SimpleFormat {
  return {
    file: `${interactive ? 'InteractiveSignIns' : 'NonInteractiveSignIns'}_${span}.csv`,
    format: 'entra-signin-portal-csv',
    head: `${bom}${signInHeader.map(quoted).join(',')}\n`,
    tail: '',
    between: '',
    text: (draft: Draft) =>
      draft.kind === 'sign-in' && draft.interactive === interactive
        ? `${row(company, draft)}\n`
        : undefined,
  };
}

/** The header of the download of programs' sign-ins: 22 columns. */
const appHeader = [
  'Date (UTC)', 'Request ID', 'Correlation ID', 'Service principal ID', 'Service principal name', 'Credential key ID',
  'Credential thumbprint', 'Application', 'Application ID ', 'App owner tenant ID', 'Resource', 'Resource ID ',
  'Resource tenant ID', 'Resource owner tenant ID', 'Home tenant ID', 'Home tenant name', 'IP address', 'Location',
  'Status', 'Sign-in error code', 'Failure reason', 'Conditional Access',
] as const; // prettier-ignore

/** `ApplicationSignIns_…csv`. */
export function appSignInCsv(company: Company, span: string): SimpleFormat {
  return {
    file: `ApplicationSignIns_${span}.csv`,
    format: 'entra-signin-portal-app-csv',
    head: `${bom}${appHeader.map(quoted).join(',')}\n`,
    tail: '',
    between: '',
    text: (draft) => {
      if (draft.kind !== 'app-sign-in') return undefined;
      const cells = [
        `${isoSeconds(draft.time)}Z`,
        draft.requestId,
        draft.correlation,
        draft.principal,
        draft.app.name,
        '',
        '',
        draft.app.name,
        draft.app.id,
        company.tenantId,
        draft.resource.name,
        draft.resource.id,
        company.tenantId,
        microsoftTenant,
        company.tenantId,
        company.name,
        draft.place.ip,
        `${draft.place.city}, ${draft.place.state}, ${draft.place.country}`,
        'Success',
        '',
        'Other.',
        'Not applied',
      ];
      return `${cells.map(quoted).join(',')}\n`;
    },
  };
}
