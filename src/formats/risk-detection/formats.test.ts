import { describe, expect, it } from 'vitest';
import type { Normalised } from '../../model/event.js';
import type { Fields } from '../../read/record.js';
import { compileSelect } from '../compile.js';
import { normalise } from '../normalise.js';
import { makeRecogniser } from '../recognise.js';
import { riskDetectionFormats } from './formats.js';

const recogniser = makeRecogniser(riskDetectionFormats);

function read(
  fields: Fields,
  shape: 'csv' | 'json' = 'json',
): { format: string; values: Partial<Normalised> } {
  const format = recogniser.recognise(fields, shape);
  if (format === undefined) throw new Error('not recognised');
  const event = normalise(format, { kind: 'record', recordNo: 1, fields }, 'risk.json');
  if (event.kind === 'unreadable') throw new Error(event.reason);
  expect(event.damage).toBeNull();
  const values = Object.fromEntries(
    Object.entries(event.values).filter(([, value]) => value !== null),
  );
  return { format: format.name, values };
}

const at = (iso: string): bigint => BigInt(Date.parse(iso)) * 1000n;

const agent =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:125.0) Gecko/20100101 Firefox/125.0';
const info = [
  { Key: 'riskReasons', Value: ['UnfamiliarASN', 'UnfamiliarBrowser'] },
  { Key: 'userAgent', Value: agent },
  { Key: 'alertUrl', Value: null },
];
const id = '661b3630a381bc220d8b84c965daa092f4113dbff677c21450582fd5ca322a19';

const graph = {
  id,
  requestId: '445945de-2d4f-4816-a71e-d3c0eff10500',
  correlationId: '39E1E8C0-A497-4E5B-B8A5-354D297C68A9',
  riskType: 'unfamiliarFeatures',
  riskEventType: 'unfamiliarFeatures',
  riskState: 'atRisk',
  riskLevel: 'Medium',
  riskDetail: 'none',
  source: 'IdentityProtection',
  detectionTimingType: 'realtime',
  activity: 'signin',
  tokenIssuerType: 'AzureAD',
  ipAddress: '152.42.161.220',
  activityDateTime: '2024-05-10T09:25:56.5365166Z',
  detectedDateTime: '2024-05-10T09:27:00.0000000Z',
  lastUpdatedDateTime: '2024-05-10T09:28:06.256866Z',
  userId: '5289E9C7-3945-4FFD-8FD3-D56124BAF45D',
  userDisplayName: 'Alice Aoki',
  userPrincipalName: 'Alice@example0.jp',
  additionalInfo: JSON.stringify(info),
  location: {
    city: 'Singapore',
    state: 'Central Singapore',
    countryOrRegion: 'sg',
    geoCoordinates: { latitude: 1.29, longitude: 103.85 },
  },
};

const expected = {
  event_id: id,
  time: at('2024-05-10T09:25:56.536Z') + 516n,
  record_type_name: 'UserRiskEvents',
  workload: 'IdentityProtection',
  operation: 'unfamiliarFeatures',
  user: 'alice@example0.jp',
  user_id: '5289e9c7-3945-4ffd-8fd3-d56124baf45d',
  ip: '152.42.161.220',
  country: 'SG',
  city: 'Singapore',
  user_agent: agent,
  token_id: '3kVZRE8tFkinHtPA7_EFAA',
  correlation_id: '39e1e8c0-a497-4e5b-b8a5-354d297c68a9',
  risk_level: 'medium',
};

const pascal = (fields: Fields): Fields =>
  Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [
      key.slice(0, 1).toUpperCase() + key.slice(1),
      value,
    ]),
  );

describe('Entra ID Protection', () => {
  it('reads Graph, v1.0 and beta', () => {
    expect(read(graph)).toEqual({ format: 'risk-detection-graph', values: expected });
    const { riskType: _, ...v1 } = graph;
    expect(read(v1).values).toEqual(expected);
  });

  it('reads PowerShell’s JSON', () => {
    const fields = { ...pascal(graph), Location: pascal(graph.location), AdditionalProperties: {} };
    expect(read(fields)).toEqual({ format: 'risk-detection-graph', values: expected });
  });

  it('reads Microsoft-Extractor-Suite’s CSV', () => {
    const row = {
      Activity: 'signin',
      ActivityDateTime: '2024-05-10T09:25:56.5365166Z',
      AdditionalInfo: JSON.stringify(info),
      CorrelationId: graph.correlationId,
      DetectedDateTime: '5/10/2024 9:27:00 AM',
      IPAddress: '152.42.161.220',
      Id: id,
      LastUpdatedDateTime: '5/10/2024 9:28:06 AM',
      City: 'Singapore',
      CountryOrRegion: 'SG',
      State: 'Central Singapore',
      RequestId: graph.requestId,
      RiskDetail: 'adminConfirmedSigninCompromised',
      RiskEventType: 'unfamiliarFeatures',
      RiskLevel: 'medium',
      RiskState: 'confirmedCompromised',
      UserDisplayName: 'Alice Aoki',
      UserId: graph.userId,
      UserPrincipalName: graph.userPrincipalName,
      AdditionalProperties: '',
    };
    expect(read(row, 'csv')).toEqual({
      format: 'risk-detection-graph',
      values: { ...expected, error_reason: 'adminConfirmedSigninCompromised' },
    });
    // What Export-Csv makes of it in a machine's American notation.
    const american = { ...row, ActivityDateTime: '5/10/2024 9:25:56 AM' };
    expect(read(american, 'csv').values.time).toBe(at('2024-05-10T09:25:56Z'));
  });

  it('reads the diagnostic settings, whose hours can have one digit', () => {
    const record = {
      time: '5/10/2024 9:28:06 AM',
      resourceId: '/tenants/2ad3fc79-1859-42fa-9011-6f8df2251b22/providers/microsoft.aadiam',
      operationName: 'User Risk Detection',
      operationVersion: '1.0',
      category: 'UserRiskEvents',
      tenantId: '2ad3fc79-1859-42fa-9011-6f8df2251b22',
      resultSignature: 'None',
      durationMs: 0,
      callerIpAddress: '152.42.161.220',
      correlationId: id,
      identity: 'alice aoki',
      Level: 4,
      location: 'jpe',
      properties: {
        ...graph,
        activityDateTime: '2024-05-10T9:25:56.536Z',
        userType: 'guest',
        crossTenantAccessType: 'b2bCollaboration',
      },
    };
    expect(read(record)).toEqual({
      format: 'risk-detection-diagnostic',
      values: { ...expected, time: at('2024-05-10T09:25:56.536Z'), user_kind: 'guest' },
    });
  });

  it('reads Sentinel’s AADUserRiskEvents', () => {
    const { activityDateTime, detectedDateTime, location, additionalInfo, ...others } = graph;
    const row = {
      TenantId: '7c759f10-811c-4db8-ad6d-f07d8ae3f8ea',
      ...pascal(others),
      'TimeGenerated [UTC]': '5/10/2024, 9:30:00.000 AM',
      'ActivityDateTime [UTC]': '5/10/2024, 9:25:56.536 AM',
      'DetectedDateTime [UTC]': '5/10/2024, 9:27:00.000 AM',
      Location: JSON.stringify(location),
      AdditionalInfo: additionalInfo,
      Type: 'AADUserRiskEvents',
    };
    expect(read(row, 'csv')).toEqual({
      format: 'risk-detection-sentinel',
      values: { ...expected, time: at('2024-05-10T09:25:56.536Z') },
    });
    const json = {
      ...pascal(others),
      TimeGenerated: '2024-05-10T09:30:00Z',
      ActivityDateTime: activityDateTime,
      DetectedDateTime: detectedDateTime,
      Location: location,
      AdditionalInfo: info,
    };
    expect(read(json)).toEqual({ format: 'risk-detection-sentinel', values: expected });
  });

  it('reads detections of applications and agents', () => {
    const application = {
      id: 'f8a18e4f6139a9c5d4c3a9fcbd311498e0b5ec7c1291fa98862a26e09f3ab71f',
      requestId: null,
      correlationId: null,
      riskEventType: 'leakedCredentials',
      riskState: 'atRisk',
      riskLevel: 'high',
      riskDetail: 'none',
      activity: 'servicePrincipal',
      ipAddress: null,
      activityDateTime: '2024-05-10T11:00:00Z',
      detectedDateTime: '2024-05-10T11:00:00Z',
      servicePrincipalId: '99b8d28b-11ae-4e84-9bef-0e767e286abc',
      servicePrincipalDisplayName: '..',
      appId: '3F691A1C-CB53-41E5-A56E-ACFB23AE6CA5',
      keyIds: ['9d9fea98-74eb-4ec7-b1c5-6c9b6a4c2f11'],
      additionalInfo: '[]',
    };
    const values = {
      event_id: application.id,
      time: at('2024-05-10T11:00:00Z'),
      record_type_name: 'ServicePrincipalRiskEvents',
      workload: 'IdentityProtection',
      operation: 'leakedCredentials',
      user: '..',
      user_id: '99b8d28b-11ae-4e84-9bef-0e767e286abc',
      user_kind: 'application',
      app_id: '3f691a1c-cb53-41e5-a56e-acfb23ae6ca5',
      risk_level: 'high',
    };
    expect(read(application)).toEqual({ format: 'risk-detection-application', values });
    expect(
      read({
        time: '5/10/2024 11:01:00 AM',
        category: 'ServicePrincipalRiskEvents',
        properties: application,
      }),
    ).toEqual({ format: 'risk-detection-application-diagnostic', values });
    expect(
      read({
        id: '57351803f2c982e317214ec26c3760c8f5512f3f036e442e470aa37e1005e744',
        agentId: '7d5472af-9f94-4b62-bbc2-bfbecbd2aad8',
        agentDisplayName: 'Agent',
        activityDateTime: '2024-05-10T11:00:00.5229451Z',
        riskEventType: 'adminConfirmedAgentCompromised',
        riskLevel: 'high',
        riskState: 'confirmedCompromised',
        clientSessionId: 'e55a5c8e-aefe-4369-bd4a-c2eaad764e9b',
        signInRequestId: '445945de-2d4f-4816-a71e-d3c0eff10500',
        signInCorrelationId: '39e1e8c0-a497-4e5b-b8a5-354d297c68a9',
      }).values,
    ).toMatchObject({
      user: 'agent',
      user_id: '7d5472af-9f94-4b62-bbc2-bfbecbd2aad8',
      session_id: 'e55a5c8e-aefe-4369-bd4a-c2eaad764e9b',
      token_id: '3kVZRE8tFkinHtPA7_EFAA',
      correlation_id: '39e1e8c0-a497-4e5b-b8a5-354d297c68a9',
    });
  });

  it('reads risky users: one change of state is one event in every export', () => {
    const user = {
      id: '5289E9C7-3945-4FFD-8FD3-D56124BAF45D',
      isDeleted: false,
      isGuest: false,
      isProcessing: false,
      riskLastUpdatedDateTime: '2024-05-10T09:28:06.2568661Z',
      riskLevel: 'none',
      riskState: 'remediated',
      riskDetail: 'userPerformedSecuredPasswordReset',
      userDisplayName: 'Alice Aoki',
      userPrincipalName: 'Alice@example0.jp',
    };
    const values = {
      event_id: expect.stringMatching(/^h-[0-9a-f]{32}$/) as string,
      time: at('2024-05-10T09:28:06.256Z') + 866n,
      record_type_name: 'RiskyUsers',
      workload: 'IdentityProtection',
      operation: 'Risky user remediated',
      error_reason: 'userPerformedSecuredPasswordReset',
      user: 'alice@example0.jp',
      user_id: '5289e9c7-3945-4ffd-8fd3-d56124baf45d',
      user_kind: 'member',
      risk_level: 'none',
    };
    const fromGraph = read(user);
    expect(fromGraph).toEqual({ format: 'risk-user', values });
    const fromSettings = read({
      time: '5/10/2024 9:28:06 AM',
      category: 'RiskyUsers',
      operationName: 'Risky user',
      properties: { ...user, riskLastUpdatedDateTime: '2024-05-10T9:28:06.256Z' },
    });
    expect(fromSettings).toEqual({
      format: 'risk-user-diagnostic',
      values: { ...values, time: at('2024-05-10T09:28:06.256Z') },
    });
    expect(fromSettings.values.event_id).toBe(fromGraph.values.event_id);
    const { riskLastUpdatedDateTime: _, isGuest: __, ...others } = user;
    const row = {
      ...pascal(others),
      'RiskLastUpdatedDateTime [UTC]': '5/10/2024, 9:28:06.256 AM',
    };
    expect(read(row, 'csv').values.event_id).toBe(fromGraph.values.event_id);
    expect(read({ ...user, riskState: 'atRisk' }).values.event_id).not.toBe(
      fromGraph.values.event_id,
    );
  });

  it('reads risky applications', () => {
    const application = {
      id: '99b8d28b-11ae-4e84-9bef-0e767e286abc',
      appId: '3f691a1c-cb53-41e5-a56e-acfb23ae6ca5',
      displayName: '..',
      isEnabled: true,
      riskLastUpdatedDateTime: '2024-05-10T11:02:00Z',
      riskLevel: 'high',
      riskState: 'atRisk',
      riskDetail: 'none',
      servicePrincipalType: 'Application',
    };
    const values = {
      event_id: expect.stringMatching(/^h-/) as string,
      time: at('2024-05-10T11:02:00Z'),
      record_type_name: 'RiskyServicePrincipals',
      workload: 'IdentityProtection',
      operation: 'Risky application atRisk',
      user: '..',
      user_id: '99b8d28b-11ae-4e84-9bef-0e767e286abc',
      user_kind: 'application',
      app_id: '3f691a1c-cb53-41e5-a56e-acfb23ae6ca5',
      risk_level: 'high',
    };
    expect(read(application)).toEqual({ format: 'risk-application', values });
    expect(
      read({ time: 'x', category: 'RiskyServicePrincipals', properties: application }),
    ).toEqual({ format: 'risk-application-diagnostic', values });
  });

  it('leaves sign-ins alone, though they have risk fields', () => {
    const signIn = {
      createdDateTime: '2024-05-10T09:25:56Z',
      userPrincipalName: 'alice@example0.jp',
      riskEventTypes: [],
      riskEventTypes_v2: ['unfamiliarFeatures'],
      riskState: 'atRisk',
      riskDetail: 'none',
      riskLevelDuringSignIn: 'medium',
    };
    expect(recogniser.recognise(signIn, 'json')).toBeUndefined();
    expect(
      recogniser.recognise({ time: 'x', category: 'SignInLogs', properties: signIn }, 'json'),
    ).toBeUndefined();
  });

  it('survives additional information that is no list', () => {
    for (const additionalInfo of ['', 'x', '{}', '[1]', '[{"Key":"userAgent"}]', null])
      expect(read({ ...graph, additionalInfo }).values.user_agent).toBeUndefined();
  });

  it('has tables that the fast path can look at', () => {
    for (const format of riskDetectionFormats)
      expect(() => compileSelect(format, { kind: 'jsonl', name: 'line' }, 't', 'f')).not.toThrow();
  });
});
