import { describe, expect, it } from 'vitest';
import type { Normalised } from '../../model/event.js';
import type { Fields } from '../../read/record.js';
import { compileSelect } from '../compile.js';
import { normalise } from '../normalise.js';
import { makeRecogniser } from '../recognise.js';
import { azureActivityFormats } from './formats.js';

const recogniser = makeRecogniser(azureActivityFormats);

function read(
  fields: Fields,
  shape: 'csv' | 'json' = 'json',
): { format: string; values: Partial<Normalised>; damage: string | null } {
  const format = recogniser.recognise(fields, shape);
  if (format === undefined) throw new Error('not recognised');
  const event = normalise(format, { kind: 'record', recordNo: 1, fields }, 'azure.json');
  if (event.kind === 'unreadable') throw new Error(event.reason);
  const values = Object.fromEntries(
    Object.entries(event.values).filter(([, value]) => value !== null),
  );
  return { format: format.name, values, damage: event.damage };
}

const at = (iso: string): bigint => BigInt(Date.parse(iso)) * 1000n;

const subscription = '/subscriptions/8f153238-e602-427e-a7c0-3043fbe50918';
const resource = `${subscription}/resourceGroups/prod-rg/providers/Microsoft.Authorization/roleAssignments/5d0a4f6e-51f0-4e2c-8f2a-1f0f8f6f8d11`;
const claims = {
  aud: 'https://management.core.windows.net/',
  iss: 'https://sts.windows.net/2ad3fc79-1859-42fa-9011-6f8df2251b22/',
  appid: 'C44B4083-3BB0-49C1-B47D-974E53CBDF3C',
  'http://schemas.microsoft.com/2012/01/devicecontext/claims/identifier':
    '0B6F0D4E-6E0B-4E0B-9B2B-7A2D5C1F0E11',
  'http://schemas.microsoft.com/identity/claims/objectidentifier':
    '9b117c67-170e-4aed-9702-658b3fddc889',
  'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn': 'Alice@example0.jp',
  idtyp: 'user',
  ipaddr: '203.0.113.200',
  sid: 'E55A5C8E-AEFE-4369-BD4A-C2EAAD764E9B',
  uti: '3kVZRE8tFkinHtPA7_EFAA',
};
const whoAndWhere = {
  user: 'alice@example0.jp',
  user_id: '9b117c67-170e-4aed-9702-658b3fddc889',
  app_id: 'c44b4083-3bb0-49c1-b47d-974e53cbdf3c',
  device_id: '0b6f0d4e-6e0b-4e0b-9b2b-7a2d5c1f0e11',
  session_id: 'e55a5c8e-aefe-4369-bd4a-c2eaad764e9b',
  token_id: '3kVZRE8tFkinHtPA7_EFAA',
  ip: '152.42.161.220',
  correlation_id: 'a2bba39a-d17f-404d-9919-e59039e73ad4',
  workload: 'Azure',
  record_type_name: 'Administrative',
};

const diagnostic = {
  RoleLocation: 'Japan East',
  time: '2024-05-10T10:12:14.0293077Z',
  resourceId: resource.toUpperCase(),
  operationName: 'MICROSOFT.AUTHORIZATION/ROLEASSIGNMENTS/WRITE',
  category: 'Administrative',
  resultType: 'Success',
  resultSignature: 'Succeeded.Created',
  durationMs: '412',
  callerIpAddress: '152.42.161.220',
  correlationId: 'a2bba39a-d17f-404d-9919-e59039e73ad4',
  identity: {
    authorization: {
      action: 'Microsoft.Authorization/roleAssignments/write',
      evidence: { role: 'Owner', principalType: 'User' },
    },
    claims,
  },
  level: 'Information',
  properties: { statusCode: 'Created', eventCategory: 'Administrative' },
  tenantId: '2ad3fc79-1859-42fa-9011-6f8df2251b22',
};

const rest = {
  authorization: { action: 'Microsoft.Authorization/roleAssignments/write', scope: resource },
  caller: 'Alice@example0.jp',
  category: { value: 'Administrative', localizedValue: '管理' },
  claims,
  correlationId: 'a2bba39a-d17f-404d-9919-e59039e73ad4',
  eventDataId: '6F5CA24C-DE95-451A-B91E-7A7AB209C28B',
  eventName: { value: 'EndRequest', localizedValue: '要求の終了' },
  eventTimestamp: '2024-05-10T10:12:14.0293077Z',
  httpRequest: {
    clientRequestId: '1b1f6f0e-8a9c-4f5e-8f6e-2d3c4b5a6978',
    clientIpAddress: '152.42.161.220',
    method: 'PUT',
  },
  level: 'Informational',
  operationName: {
    value: 'Microsoft.Authorization/roleAssignments/write',
    localizedValue: 'ロールの割り当ての作成',
  },
  resourceId: resource,
  status: { value: 'Succeeded', localizedValue: '成功' },
  subStatus: { value: 'Created', localizedValue: '作成済み (HTTP 状態コード: 201)' },
  submissionTimestamp: '2024-05-10T10:14:00.0000000Z',
  subscriptionId: '8f153238-e602-427e-a7c0-3043fbe50918',
};

const pretty = (value: unknown): string => JSON.stringify(value, null, 2).replaceAll('\n', '\r\n');

/** As Sentinel's portal exports it: BOM gone, JSON pretty-printed in cells, American times. */
const sentinel = {
  TenantId: '7c759f10-811c-4db8-ad6d-f07d8ae3f8ea',
  SourceSystem: 'Azure',
  CallerIpAddress: '152.42.161.220',
  CategoryValue: 'Administrative',
  CorrelationId: 'a2bba39a-d17f-404d-9919-e59039e73ad4',
  Authorization: pretty(diagnostic.identity.authorization),
  Authorization_d: JSON.stringify(diagnostic.identity.authorization),
  Claims: pretty(claims),
  Claims_d: JSON.stringify(claims),
  Level: '',
  OperationNameValue: 'MICROSOFT.AUTHORIZATION/ROLEASSIGNMENTS/WRITE',
  Properties: pretty({ statusCode: 'Created' }),
  Properties_d: '{"statusCode":"Created"}',
  Caller: 'Alice@example0.jp',
  EventDataId: '6f5ca24c-de95-451a-b91e-7a7ab209c28b',
  'EventSubmissionTimestamp [UTC]': '5/10/2024, 10:14:00.000 AM',
  HTTPRequest: '{"clientIpAddress":"152.42.161.220"}',
  ActivityStatusValue: 'Success',
  ActivitySubstatusValue: 'Created',
  'TimeGenerated [UTC]': '5/10/2024, 10:12:14.029 AM',
  OperationName: '',
  ActivityStatus: '',
  Category: '',
  ResourceId: '',
  Type: 'AzureActivity',
  _ResourceId: resource.toLowerCase(),
};

describe('Azure activity log', () => {
  it('reads the diagnostic settings', () => {
    const { format, values, damage } = read(diagnostic);
    expect(format).toBe('azure-activity-diagnostic');
    expect(damage).toBeNull();
    expect(values).toEqual({
      ...whoAndWhere,
      event_id: expect.stringMatching(/^h-[0-9a-f]{32}$/) as string,
      match_key: expect.stringMatching(/^h-[0-9a-f]{32}$/) as string,
      time: at('2024-05-10T10:12:14.029Z') + 307n,
      operation: 'MICROSOFT.AUTHORIZATION/ROLEASSIGNMENTS/WRITE',
      outcome: 'success',
      object: resource.toUpperCase(),
    });
  });

  it('reads the REST API', () => {
    const { format, values } = read(rest);
    expect(format).toBe('azure-activity-rest');
    expect(values).toEqual({
      ...whoAndWhere,
      event_id: '6f5ca24c-de95-451a-b91e-7a7ab209c28b',
      match_key: expect.stringMatching(/^h-/) as string,
      time: at('2024-05-10T10:12:14.029Z') + 307n,
      operation: 'Microsoft.Authorization/roleAssignments/write',
      outcome: 'success',
      object: resource,
    });
  });

  it('reads Sentinel’s table', () => {
    const { format, values } = read(sentinel, 'csv');
    expect(format).toBe('azure-activity-sentinel');
    expect(values).toEqual({
      ...whoAndWhere,
      event_id: '6f5ca24c-de95-451a-b91e-7a7ab209c28b',
      match_key: expect.stringMatching(/^h-/) as string,
      time: at('2024-05-10T10:12:14.029Z'),
      operation: 'MICROSOFT.AUTHORIZATION/ROLEASSIGNMENTS/WRITE',
      outcome: 'success',
      object: resource.toLowerCase(),
    });
  });

  it('knows one event in all three', () => {
    const keys = [read(diagnostic), read(rest), read(sentinel, 'csv')].map(
      ({ values }) => values.match_key,
    );
    expect(new Set(keys).size).toBe(1);
    const started = read({ ...rest, status: { value: 'Started' } }).values.match_key;
    expect(started).not.toBe(keys[0]);
    // Several policies can be audited in one millisecond.
    expect(read({ ...rest, category: { value: 'Policy' } }).values.match_key).toBeUndefined();
  });

  it('reads Sentinel’s older table, whose operation is a display name', () => {
    const { values } = read(
      {
        OperationName: 'Update Incidents',
        Level: 'Informational',
        ActivityStatus: 'Started',
        ActivitySubstatus: '',
        ResourceGroup: 'prod-rg',
        CorrelationId: 'd31b683d-803d-4f56-a92b-1d9e5082372d',
        Caller: 'alice@example0.jp',
        CallerIpAddress: '',
        Category: 'Administrative',
        HTTPRequest: pretty({ clientRequestId: '', clientIpAddress: '2001:DB8::1', method: 'PUT' }),
        Properties: pretty({ message: 'Microsoft.SecurityInsights/incidents/write' }),
        Authorization: pretty({ action: 'Microsoft.SecurityInsights/incidents/write' }),
        ResourceId: `${subscription}/resourceGroups/prod-rg`,
        EventDataId: '245f7f29-993c-40f8-a235-eb935eb71911',
        'TimeGenerated [UTC]': '4/26/2021, 7:17:58.447 PM',
      },
      'csv',
    );
    expect(values).toEqual({
      event_id: '245f7f29-993c-40f8-a235-eb935eb71911',
      match_key: expect.stringMatching(/^h-/) as string,
      time: at('2021-04-26T19:17:58.447Z'),
      record_type_name: 'Administrative',
      workload: 'Azure',
      operation: 'Microsoft.SecurityInsights/incidents/write',
      outcome: 'unknown',
      user: 'alice@example0.jp',
      object: `${subscription}/resourceGroups/prod-rg`,
      ip: '2001:db8::1',
      correlation_id: 'd31b683d-803d-4f56-a92b-1d9e5082372d',
    });
  });

  it('says why an operation failed', () => {
    const statusMessage = JSON.stringify({
      error: { code: 'AuthorizationFailed', message: 'The client has no permission.' },
    });
    const failed = { outcome: 'failure', error_code: 'Forbidden' };
    const reason = { ...failed, error_reason: 'The client has no permission.' };
    expect(
      read({
        ...diagnostic,
        resultType: 'Failure',
        resultSignature: 'Failed.Forbidden',
        properties: { statusCode: 'Forbidden', statusMessage },
      }).values,
    ).toMatchObject(reason);
    expect(
      read({
        ...rest,
        status: { value: 'Failed' },
        subStatus: { value: 'Forbidden' },
        properties: { statusMessage },
      }).values,
    ).toMatchObject(reason);
    const cell = JSON.stringify({ statusCode: 'Forbidden', statusMessage: 'No.' });
    expect(
      read({ ...sentinel, ActivityStatusValue: 'Failure', Properties_d: cell }, 'csv').values,
    ).toMatchObject({ ...failed, error_reason: 'No.' });
  });

  it('names an application by the id that the REST API calls its caller', () => {
    const principal = 'e7b8d8a2-52b4-4d0f-9a55-0f5f0d6b7c31';
    const ofApplication = {
      appid: '7b6a5c4d-3e2f-4a1b-8c9d-0e1f2a3b4c5d',
      idtyp: 'app',
      'http://schemas.microsoft.com/identity/claims/objectidentifier': principal,
    };
    const expected = { user: principal, user_id: principal, user_kind: 'application' };
    expect(read({ ...diagnostic, identity: { claims: ofApplication } }).values).toMatchObject(
      expected,
    );
    expect(read({ ...rest, caller: principal, claims: ofApplication }).values).toMatchObject(
      expected,
    );
  });

  it('does not take the address where the token was issued for the client’s', () => {
    const { callerIpAddress: _, ...without } = diagnostic;
    expect(read(without).values.ip).toBeUndefined();
  });

  it('reads Get-AzActivityLog, old and new', () => {
    const old = read({
      Authorization: { Action: 'Microsoft.Authorization/roleAssignments/write' },
      Claims: { Content: claims },
      Caller: 'Alice@example0.jp',
      CorrelationId: rest.correlationId,
      Category: 'Administrative',
      EventTimestamp: '/Date(1715335934029)/',
      EventDataId: rest.eventDataId,
      HttpRequest: { ClientIpAddress: '152.42.161.220', Method: 'PUT' },
      OperationName: 'Microsoft.Authorization/roleAssignments/write',
      ResourceId: resource,
      Status: 'Succeeded',
      SubStatus: 'Created (HTTP Status Code: 201)',
    });
    expect(old.values).toEqual({
      ...whoAndWhere,
      event_id: '6f5ca24c-de95-451a-b91e-7a7ab209c28b',
      match_key: read(rest).values.match_key,
      time: at('2024-05-10T10:12:14.029Z'),
      operation: 'Microsoft.Authorization/roleAssignments/write',
      outcome: 'success',
      object: resource,
    });
    const now = read({
      AuthorizationAction: 'Microsoft.Authorization/roleAssignments/write',
      Caller: 'Alice@example0.jp',
      CategoryValue: 'Administrative',
      Claim: claims,
      CorrelationId: rest.correlationId,
      EventDataId: rest.eventDataId,
      EventTimestamp: '2024-05-10T10:12:14.0293077Z',
      HttpRequestClientIPAddress: '152.42.161.220',
      OperationNameValue: 'Microsoft.Authorization/roleAssignments/write',
      OperationNameLocalizedValue: 'Create role assignment',
      ResourceId: resource,
      StatusValue: 'Succeeded',
      SubStatusValue: 'Created',
    });
    expect(now.values).toEqual(read(rest).values);
  });

  const portal = {
    'Correlation id': 'a2bba39a-d17f-404d-9919-e59039e73ad4',
    'Operation name': 'Create role assignment',
    Status: 'Succeeded',
    'Event category': 'Administrative',
    Level: 'Informational',
    Time: 'Fri May 10 2024 19:12:14 GMT+0900 (Japan Standard Time)',
    Subscription: '8f153238-e602-427e-a7c0-3043fbe50918',
    'Event initiated by': 'Alice@example0.jp',
    'Resource type': 'Microsoft.Authorization/roleAssignments',
    'Resource group': 'prod-rg',
    Resource: '/5d0a4f6e-51f0-4e2c-8f2a-1f0f8f6f8d11',
  };
  const fromPortal = {
    event_id: expect.stringMatching(/^h-/) as string,
    time: at('2024-05-10T10:12:14Z'),
    record_type_name: 'Administrative',
    workload: 'Azure',
    operation: 'Create role assignment',
    outcome: 'success',
    user: 'alice@example0.jp',
    object: '/5d0a4f6e-51f0-4e2c-8f2a-1f0f8f6f8d11',
    correlation_id: 'a2bba39a-d17f-404d-9919-e59039e73ad4',
  };

  it('reads the portal’s CSV', () => {
    const { format, values } = read(portal, 'csv');
    expect(format).toBe('azure-activity-portal-csv');
    expect(values).toEqual(fromPortal);
    expect(read({ ...portal, Time: '2024-05-10T10:12:14Z' }, 'csv').values.time).toBe(
      fromPortal.time,
    );
  });

  it('takes no time from the portal that is in an unknown zone', () => {
    const { values, damage } = read({ ...portal, Time: '5/10/2024, 7:12:14 PM' }, 'csv');
    expect(values.time).toBeUndefined();
    expect(damage).toBe('no time can be read in it');
  });

  it('reads the portal’s CSV in Japanese', () => {
    const { values } = read(
      {
        '関連付け ID': portal['Correlation id'],
        操作名: 'ロールの割り当ての作成',
        状態: '失敗',
        'イベント カテゴリ': '管理',
        レベル: '情報',
        時刻: portal.Time,
        サブスクリプション: portal.Subscription,
        イベント開始者: 'Alice@example0.jp',
        リソースの種類: portal['Resource type'],
        'リソース グループ': 'prod-rg',
        リソース: portal.Resource,
      },
      'csv',
    );
    expect(values).toEqual({
      ...fromPortal,
      record_type_name: '管理',
      operation: 'ロールの割り当ての作成',
      outcome: 'failure',
    });
  });

  it('leaves the logs of Entra and of resources alone', () => {
    const resourceId = '/tenants/2ad3fc79/providers/microsoft.aadiam';
    for (const category of ['SignInLogs', 'AuditLogs', 'AuditEvent', 'RiskyUsers', 'Alert'])
      expect(recogniser.recognise({ ...diagnostic, category, resourceId }, 'json')).toBeUndefined();
    expect(recogniser.recognise({ ...diagnostic, category: 'AuditEvent' }, 'json')).toBeUndefined();
  });

  it('has tables that the fast path can look at', () => {
    for (const format of azureActivityFormats) {
      const line = { kind: 'jsonl', name: 'line' } as const;
      const header = Object.keys(sentinel);
      expect(() => compileSelect(format, line, 't', 'f')).not.toThrow();
      expect(() =>
        compileSelect(format, { kind: 'csv', header, names: header }, 't', 'f'),
      ).not.toThrow();
    }
  });
});
