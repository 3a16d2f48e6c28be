import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import type { Normalised } from '../../model/event.js';
import type { Fields } from '../../read/record.js';
import { compileSelect } from '../compile.js';
import type { Conversion } from '../convert.js';
import { literal } from '../convert.js';
import { normalise } from '../normalise.js';
import { makeRecogniser } from '../recognise.js';
import { graphActivityFormats } from './formats.js';
import { errorCode, outcome, request, targetUser, userKind } from './values.js';

const recogniser = makeRecogniser(graphActivityFormats);

function read(
  fields: Fields,
  shape: 'csv' | 'json' = 'json',
): { format: string; values: Partial<Normalised> } {
  const format = recogniser.recognise(fields, shape);
  if (format === undefined) throw new Error('not recognised');
  const event = normalise(format, { kind: 'record', recordNo: 1, fields }, 'graph.json');
  if (event.kind === 'unreadable') throw new Error(event.reason);
  expect(event.damage).toBeNull();
  const values = Object.fromEntries(
    Object.entries(event.values).filter(([, value]) => value !== null),
  );
  return { format: format.name, values };
}

const at = (iso: string): bigint => BigInt(Date.parse(iso)) * 1000n;

const uri =
  'https://graph.microsoft.com/v1.0//users/Alice%40example0.jp/messages?$select=subject&$top=50';
const expected = {
  event_id: '8a566ebb-77a1-4f60-9855-d4eb4019e562',
  time: at('2024-05-10T10:13:45.015Z') + 970n,
  record_type_name: 'MicrosoftGraphActivityLogs',
  workload: 'MicrosoftGraph',
  operation: 'GET /v1.0/users/Alice%40example0.jp/messages',
  outcome: 'success',
  user_id: '87d30957-9758-4040-949e-9e9fe9c7cfcf',
  target_user: 'alice@example0.jp',
  object: uri,
  ip: '240b:10:32c1:ab00:857:889:3734:e93',
  user_agent: 'python-requests/2.32.5',
  device_id: '0b6f0d4e-6e0b-4e0b-9b2b-7a2d5c1f0e11',
  session_id: 'e55a5c8e-aefe-4369-bd4a-c2eaad764e9b',
  token_id: '3kVZRE8tFkinHtPA7_EFAA',
  correlation_id: '513747a0-3cdf-4806-ada0-ac1b8c36d1d1',
  app_id: '3f691a1c-cb53-41e5-a56e-acfb23ae6ca5',
  resource_id: '00000003-0000-0000-c000-000000000000',
  resource_name: 'Microsoft Graph',
};

const diagnostic = {
  time: '2024-05-10T10:13:45.0159703Z',
  resourceId: '/TENANTS/2AD3FC79-1859-42FA-9011-6F8DF2251B22/PROVIDERS/MICROSOFT.AADIAM',
  operationName: 'Microsoft Graph Activity',
  operationVersion: 'v1.0',
  category: 'MicrosoftGraphActivityLogs',
  resultSignature: '200',
  durationMs: '497815',
  callerIpAddress: '240b:10:32c1:ab00:857:889:3734:e93',
  correlationId: '8a566ebb-77a1-4f60-9855-d4eb4019e562',
  level: 'Informational',
  location: 'Japan East',
  properties: {
    timeGenerated: '2024-05-10T10:13:45.0159703Z',
    requestId: '8a566ebb-77a1-4f60-9855-d4eb4019e562',
    operationId: '513747a0-3cdf-4806-ada0-ac1b8c36d1d1',
    clientRequestId: '513747a0-3cdf-4806-ada0-ac1b8c36d1d1',
    apiVersion: 'v1.0',
    requestMethod: 'GET',
    responseStatusCode: 200,
    signInActivityId: '3kVZRE8tFkinHtPA7_EFAA',
    roles: '',
    appId: '3f691a1c-cb53-41e5-a56e-acfb23ae6ca5',
    UserPrincipalObjectID: '87d30957-9758-4040-949e-9e9fe9c7cfcf',
    scopes: 'email Mail.ReadWrite.Shared Mail.Send.Shared openid User.Read',
    clientAuthMethod: '0',
    C_Idtyp: 'user',
    C_Iat: '1715335530',
    C_Sid: 'E55A5C8E-AEFE-4369-BD4A-C2EAAD764E9B',
    C_DeviceId: '0b6f0d4e-6e0b-4e0b-9b2b-7a2d5c1f0e11',
    ipAddress: '240b:10:32c1:ab00:857:889:3734:e93',
    userAgent: 'python-requests/2.32.5',
    requestUri: uri,
    userId: '87d30957-9758-4040-949e-9e9fe9c7cfcf',
    servicePrincipalId: '',
    tokenIssuedAt: '2024-05-10T10:05:30.0000000Z',
  },
  tenantId: '2ad3fc79-1859-42fa-9011-6f8df2251b22',
};

/** As Log Analytics gives it in JSON. */
const table = {
  TenantId: '7c759f10-811c-4db8-ad6d-f07d8ae3f8ea',
  TimeGenerated: '2024-05-10T10:13:45.0159703Z',
  Location: 'Japan East',
  RequestId: '8a566ebb-77a1-4f60-9855-d4eb4019e562',
  OperationId: '513747a0-3cdf-4806-ada0-ac1b8c36d1d1',
  ClientRequestId: '513747a0-3cdf-4806-ada0-ac1b8c36d1d1',
  ApiVersion: 'v1.0',
  RequestMethod: 'GET',
  ResponseStatusCode: 200,
  AadTenantId: '2ad3fc79-1859-42fa-9011-6f8df2251b22',
  IPAddress: '240b:10:32c1:ab00:857:889:3734:e93',
  UserAgent: 'python-requests/2.32.5',
  RequestUri: uri,
  SignInActivityId: '3kVZRE8tFkinHtPA7_EFAA',
  SessionId: 'e55a5c8e-aefe-4369-bd4a-c2eaad764e9b',
  DeviceId: '0b6f0d4e-6e0b-4e0b-9b2b-7a2d5c1f0e11',
  AppId: '3f691a1c-cb53-41e5-a56e-acfb23ae6ca5',
  UserId: '87d30957-9758-4040-949e-9e9fe9c7cfcf',
  ServicePrincipalId: '',
  Type: 'MicrosoftGraphActivityLogs',
};

describe('Microsoft Graph activity log', () => {
  it('reads the diagnostic settings', () => {
    expect(read(diagnostic)).toEqual({ format: 'graph-activity-diagnostic', values: expected });
  });

  it('reads Log Analytics', () => {
    expect(read(table)).toEqual({ format: 'graph-activity-sentinel', values: expected });
  });

  it('reads Sentinel’s CSV', () => {
    const { TimeGenerated: _, ...others } = table;
    const row = {
      'TimeGenerated [UTC]': '5/10/2024, 10:13:45.015 AM',
      ...others,
      ResponseStatusCode: '200',
    };
    expect(read(row, 'csv')).toEqual({
      format: 'graph-activity-sentinel',
      values: { ...expected, time: at('2024-05-10T10:13:45.015Z') },
    });
  });

  it('reads Defender’s advanced hunting', () => {
    const row = {
      Timestamp: '2024-05-10T10:13:45.0159703Z',
      IdentityProvider: '',
      ApiVersion: 'v1.0',
      ApplicationId: '3f691a1c-cb53-41e5-a56e-acfb23ae6ca5',
      IPAddress: '240b:10:32c1:ab00:857:889:3734:e93',
      ClientRequestId: '513747a0-3cdf-4806-ada0-ac1b8c36d1d1',
      EntityType: 'user',
      RequestUri: uri,
      AccountObjectId: '87d30957-9758-4040-949e-9e9fe9c7cfcf',
      OperationId: '513747a0-3cdf-4806-ada0-ac1b8c36d1d1',
      RequestId: '8a566ebb-77a1-4f60-9855-d4eb4019e562',
      RequestMethod: 'GET',
      ResponseStatusCode: '200',
      UniqueTokenIdentifier: '3kVZRE8tFkinHtPA7_EFAA',
    };
    const { user_agent: _, device_id: __, session_id: ___, ...others } = expected;
    expect(read(row, 'csv')).toEqual({
      format: 'graph-activity-defender',
      values: { ...others, record_type_name: 'GraphApiAuditEvents' },
    });
  });

  it('tells an application by its token', () => {
    const principal = 'f2a04c71-31e3-4065-91a3-4b2dfb0f50f1';
    const application = { userId: null, servicePrincipalId: principal, C_Idtyp: 'app' };
    const properties = { ...diagnostic.properties, ...application, responseStatusCode: 403 };
    expect(read({ ...diagnostic, properties }).values).toMatchObject({
      user_id: principal,
      user_kind: 'application',
      outcome: 'failure',
      error_code: '403',
    });
    expect(read({ ...table, UserId: '', ServicePrincipalId: principal }).values).toMatchObject({
      user_id: principal,
      user_kind: 'application',
    });
  });

  it('reads the log of the Azure AD Graph', () => {
    const properties = {
      requestId: '7b0f1d7c-9d66-4f4c-9a39-5f1b4a9f2e10',
      actorType: 'User',
      apiVersion: '1.61-internal',
      appId: '1B730954-1685-4B74-9BFD-DAC224A7B894',
      callerIpAddress: '152.42.161.220',
      deviceId: '',
      requestMethod: 'GET',
      requestUri: 'https://graph.windows.net/example0.jp/users?api-version=1.61-internal',
      responseStatusCode: 200,
      sessionId: 'e55a5c8e-aefe-4369-bd4a-c2eaad764e9b',
      signInActivityId: '3kVZRE8tFkinHtPA7_EFAA==',
      userAgent: 'Python/3.12 aiohttp/3.9.5',
      userId: '87d30957-9758-4040-949e-9e9fe9c7cfcf',
    };
    const values = {
      event_id: '7b0f1d7c-9d66-4f4c-9a39-5f1b4a9f2e10',
      time: at('2024-05-10T10:20:00Z'),
      record_type_name: 'AzureADGraphActivityLogs',
      workload: 'MicrosoftGraph',
      operation: 'GET /example0.jp/users',
      outcome: 'success',
      user_id: '87d30957-9758-4040-949e-9e9fe9c7cfcf',
      object: 'https://graph.windows.net/example0.jp/users?api-version=1.61-internal',
      ip: '152.42.161.220',
      user_agent: 'Python/3.12 aiohttp/3.9.5',
      session_id: 'e55a5c8e-aefe-4369-bd4a-c2eaad764e9b',
      token_id: '3kVZRE8tFkinHtPA7_EFAA',
      app_id: '1b730954-1685-4b74-9bfd-dac224a7b894',
      resource_id: '00000002-0000-0000-c000-000000000000',
      resource_name: 'Windows Azure Active Directory',
    };
    expect(
      read({
        time: '2024-05-10T10:20:00.0000000Z',
        category: 'AzureADGraphActivityLogs',
        properties,
      }),
    ).toEqual({ format: 'graph-activity-aad-diagnostic', values });
    const { TimeGenerated, ...row } = { TimeGenerated: '2024-05-10T10:20:00Z', ...properties };
    expect(read({ TimeGenerated, ...row })).toEqual({
      format: 'graph-activity-aad-sentinel',
      values,
    });
  });

  it('leaves other logs alone', () => {
    const none = { time: 'x', properties: {}, category: 'SignInLogs' };
    expect(recogniser.recognise(none, 'json')).toBeUndefined();
    const { category: _, ...without } = diagnostic;
    expect(recogniser.recognise(without, 'json')).toBeUndefined();
  });

  it('has tables that the fast path can take whole', () => {
    for (const format of graphActivityFormats) {
      expect(compileSelect(format, { kind: 'jsonl', name: 'line' }, 't', 'f')).toBeDefined();
    }
  });
});

describe('conversions', () => {
  const cases: readonly (readonly [Conversion, readonly (readonly (string | null)[])[]])[] = [
    [
      request,
      [
        ['get', 'https://graph.microsoft.com/v1.0/me/messages?$top=1'],
        ['GET', 'https://graph.microsoft.com/beta//users/7ef3c2ad/photos/48x48/$value'],
        ['POST', 'https://graph.microsoft.com/v1.0/$batch/'],
        ['GET', 'https://graph.microsoft.com/'],
        ['GET', 'https://graph.microsoft.com'],
        ['GET', 'xxx://host/a#b?c'],
        [null, '/v1.0/me'],
        ['GET', null],
        ['GET', ''],
        [' patch ', " https://graph.microsoft.com/v1.0/users('a')/x \n"],
        ['GET', '//evil//'],
      ],
    ],
    [outcome, [['200'], ['204'], ['302'], ['404'], ['503'], ['0'], [''], [null], ['2000']]],
    [errorCode, [['200'], ['404'], [' 429 '], ['abc'], [null]]],
    [
      userKind,
      [
        ['app', null, null],
        ['user', null, 'sp'],
        ['', 'Application', null],
        [null, 'User', 'sp'],
        [null, null, 'sp'],
        [null, null, ' '],
        [null, null, null],
      ],
    ],
    [
      targetUser,
      [
        ['https://graph.microsoft.com/v1.0/users/Alice@Example0.jp/messages'],
        ['https://graph.microsoft.com/v1.0/users/Alice%40example0.jp'],
        ["https://graph.microsoft.com/v1.0/USERS('bob@example0.jp')/x"],
        ['https://graph.microsoft.com/v1.0/users/87d30957-9758-4040-949e-9e9fe9c7cfcf'],
        ['https://graph.microsoft.com/v1.0/me?x=a@b'],
        [null],
      ],
    ],
  ];

  it('makes a request of a method and a URI', () => {
    const requests = cases[0]?.[1].map((found) => request.js(found));
    expect(requests).toEqual([
      'GET /v1.0/me/messages',
      'GET /beta/users/7ef3c2ad/photos/48x48/$value',
      'POST /v1.0/$batch',
      'GET /',
      null,
      'GET /a',
      '/v1.0/me',
      null,
      null,
      "PATCH /v1.0/users('a')/x",
      'GET /evil',
    ]);
  });

  it('says the same in SQL', async () => {
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    for (const [conversion, rows] of cases)
      for (const found of rows) {
        const values = found.map((value) => (value === null ? 'NULL::VARCHAR' : literal(value)));
        const answer = await connection.runAndReadAll(`SELECT ${conversion.sql?.(values) ?? ''}`);
        expect([conversion.name, found, answer.getRows()[0]?.[0]]).toEqual([
          conversion.name,
          found,
          conversion.js(found),
        ]);
      }
    connection.closeSync();
    instance.closeSync();
  });
});
