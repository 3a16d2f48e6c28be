import { tokenFromGuid } from '../../formats/ids.js';
import type { Company } from '../company/company.js';
import type { Random } from '../random.js';
import type { Access } from './access.js';
import type { AzureEvent, Mark, RiskDetection, SignIn } from './draft.js';

const exact = (time: number, random: Random): string =>
  `${new Date(time).toISOString().slice(0, -1)}${String(random.int(0, 9999)).padStart(4, '0')}Z`;

const both = (value: string): { readonly value: string; readonly localizedValue: string } => ({
  value,
  localizedValue: value,
});

export interface AzurePlan {
  readonly time: number;
  readonly operation: string;
  readonly resource: string;
  readonly body?: object;
}

/** An operation in Azure: an event when it starts and one when it has succeeded. */
export function azureEvents(
  random: Random,
  company: Company,
  access: Access,
  plan: AzurePlan,
): AzureEvent[] {
  const correlation = random.guid();
  const operationId = random.guid();
  const { user } = access;
  const [, , subscription = ''] = plan.resource.split('/');
  const provider = /providers\/([^/]+)/.exec(plan.resource)?.[1] ?? 'Microsoft.Resources';
  const token = access.token === null ? null : tokenFromGuid(access.token);
  const one = (time: number, status: string, name: string): AzureEvent => {
    const id = random.guid();
    return {
      kind: 'azure',
      time,
      mark: access.mark,
      data: {
        authorization: {
          action: plan.operation,
          scope: plan.resource,
          evidence: {
            role: 'Owner',
            roleAssignmentScope: `/subscriptions/${subscription}`,
            principalType: 'User',
          },
        },
        caller: user.upn,
        channels: 'Operation',
        claims: {
          aud: 'https://management.core.windows.net/',
          iss: `https://sts.windows.net/${company.tenantId}/`,
          appid: access.app.id,
          ipaddr: access.place.ip,
          name: user.name,
          'http://schemas.microsoft.com/identity/claims/objectidentifier': user.id,
          puid: user.puid,
          'http://schemas.microsoft.com/identity/claims/tenantid': company.tenantId,
          'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name': user.upn,
          'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn': user.upn,
          ...(company.modern ? { sid: access.session } : {}),
          ...(token === null ? {} : { uti: token }),
          ver: '1.0',
        },
        correlationId: correlation,
        description: '',
        eventDataId: id,
        eventName: both(name),
        category: both('Administrative'),
        eventTimestamp: exact(time, random),
        httpRequest: {
          clientRequestId: random.guid(),
          clientIpAddress: access.place.ip,
          method: 'PUT',
        },
        id: `${plan.resource}/events/${id}`,
        level: 'Informational',
        operationId,
        operationName: both(plan.operation),
        resourceGroupName: /resourceGroups\/([^/]+)/.exec(plan.resource)?.[1] ?? '',
        resourceProviderName: both(provider),
        resourceType: both(plan.operation.split('/').slice(0, 2).join('/')),
        resourceId: plan.resource,
        status: both(status),
        subStatus: both(''),
        submissionTimestamp: exact(time + 60_000, random),
        subscriptionId: subscription,
        tenantId: company.tenantId,
        properties: {
          ...(plan.body === undefined ? {} : { requestbody: JSON.stringify(plan.body) }),
          entity: plan.resource,
        },
        relatedEvents: [],
      },
    };
  };
  return [
    one(plan.time, 'Started', 'BeginRequest'),
    one(plan.time + random.int(700, 4000), 'Succeeded', 'EndRequest'),
  ];
}

/** A detection of Entra ID Protection of a sign-in. */
export function riskOf(
  random: Random,
  signIn: SignIn,
  plan: {
    readonly type: string;
    readonly level: 'low' | 'medium' | 'high';
    readonly state?: string;
    readonly mark?: Mark | undefined;
  },
): RiskDetection {
  const at = `${new Date(signIn.time).toISOString().slice(0, -4)}${String(random.int(0, 9_999_999)).padStart(7, '0')}Z`;
  return {
    kind: 'risk',
    time: signIn.time,
    mark: plan.mark,
    data: {
      id: random.hex(64),
      requestId: signIn.requestId,
      correlationId: signIn.correlation,
      riskType: plan.type,
      riskEventType: plan.type,
      riskState: plan.state ?? 'atRisk',
      riskLevel: plan.level,
      riskDetail: plan.state === 'remediated' ? 'userPassedMFADrivenByRiskBasedPolicy' : 'none',
      source: 'IdentityProtection',
      detectionTimingType: 'realtime',
      activity: 'signin',
      tokenIssuerType: 'AzureAD',
      ipAddress: signIn.place.ip,
      activityDateTime: at,
      detectedDateTime: at,
      lastUpdatedDateTime: at,
      userId: signIn.user.id,
      userDisplayName: signIn.user.name,
      userPrincipalName: signIn.user.upn,
      additionalInfo: JSON.stringify([{ Key: 'userAgent', Value: signIn.agent?.text ?? '' }]),
      location: {
        city: signIn.place.city,
        state: signIn.place.state,
        countryOrRegion: signIn.place.country,
        geoCoordinates: null,
      },
    },
  };
}
