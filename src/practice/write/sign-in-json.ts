import { tokenFromGuid } from '../../formats/ids.js';
import { isoSeconds } from '../company/clock.js';
import type { Company } from '../company/company.js';
import type { SignIn } from '../records/draft.js';
import { signInErrors } from '../records/errors-table.js';
import type { SimpleFormat } from './output.js';

const lowerFirst = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1);

/** A sign-in as Microsoft Graph beta gives it ("signIn resource type"). */
function graphSignIn(company: Company, signIn: SignIn): object {
  const { user, place, device, agent } = signIn;
  const error = signInErrors[signIn.code];
  return {
    id: signIn.requestId,
    createdDateTime: `${isoSeconds(signIn.time)}Z`,
    userDisplayName: user.name,
    userPrincipalName: user.upn,
    userId: user.id,
    appId: signIn.app.id,
    appDisplayName: signIn.app.name,
    ipAddress: place.ip,
    ipAddressFromResourceProvider: null,
    clientAppUsed: signIn.clientApp,
    userAgent: agent?.text ?? null,
    correlationId: signIn.correlation,
    conditionalAccessStatus: 'success',
    originalRequestId: signIn.requestId,
    isInteractive: signIn.interactive,
    tokenIssuerName: '',
    tokenIssuerType: 'AzureAD',
    clientCredentialType: 'none',
    processingTimeInMilliseconds: signIn.latency,
    riskDetail: 'none',
    riskLevelAggregated: signIn.risk,
    riskLevelDuringSignIn: signIn.risk,
    riskState: signIn.risk === 'none' ? 'none' : 'atRisk',
    riskEventTypes_v2: signIn.risk === 'none' ? [] : ['unfamiliarFeatures'],
    resourceDisplayName: signIn.resource.name,
    resourceId: signIn.resource.id,
    resourceTenantId: company.tenantId,
    homeTenantId: company.tenantId,
    authenticationRequirement:
      signIn.factor === 'none' ? 'singleFactorAuthentication' : 'multiFactorAuthentication',
    signInIdentifier: user.upn,
    userType: 'member',
    flaggedForReview: false,
    autonomousSystemNumber: place.asn,
    crossTenantAccessType: 'none',
    uniqueTokenIdentifier: tokenFromGuid(signIn.requestId),
    sessionId: signIn.session,
    incomingTokenType: lowerFirst(signIn.incoming.replaceAll(' t', 'T').replaceAll(' r', 'R')),
    authenticationProtocol:
      signIn.protocol === 'Device Code'
        ? 'deviceCode'
        : signIn.protocol === 'ROPC'
          ? 'ropc'
          : 'none',
    originalTransferMethod: signIn.protocol === 'Device Code' ? 'deviceCodeFlow' : 'none',
    signInEventTypes: [signIn.interactive ? 'interactiveUser' : 'nonInteractiveUser'],
    status: {
      errorCode: signIn.code,
      failureReason: error?.reason ?? 'Other.',
      additionalDetails: null,
    },
    deviceDetail: {
      deviceId: device?.id ?? '',
      displayName: device?.name ?? '',
      operatingSystem: agent?.os ?? '',
      browser: agent?.browser ?? '',
      isCompliant: device?.compliant ?? false,
      isManaged: device?.compliant ?? false,
      trustType: device?.joined ?? '',
    },
    location: {
      city: place.city,
      state: place.state,
      countryOrRegion: place.country,
      geoCoordinates: {},
    },
    appliedConditionalAccessPolicies: [],
    authenticationDetails: [],
    mfaDetail: null,
  };
}

/** Interactive sign-ins of some users as Graph's answer. */
export function signInJson(company: Company, users: ReadonlySet<string>): SimpleFormat {
  return {
    file: 'signIns_graph_beta.json',
    format: 'entra-signin-graph-beta',
    head: '{"@odata.context":"https://graph.microsoft.com/beta/$metadata#auditLogs/signIns","value":[\n',
    tail: '\n]}\n',
    between: ',\n',
    text: (draft) =>
      draft.kind === 'sign-in' &&
      users.has(draft.user.upn) &&
      (draft.interactive || draft.mark !== undefined)
        ? JSON.stringify(graphSignIn(company, draft))
        : undefined,
  };
}
