import { describe, expect, it } from 'vitest';
import { at, read } from './testing.case.js';

/** One record in every shape in which the unified audit log is exported (formats.md §2). */

const rule = {
  AppAccessContext: {
    AADSessionId: 'E55A5C8E-aefe-4369-bd4a-c2eaad764e9b',
    IssuedAtTime: '2025-03-18T12:30:00',
    UniqueTokenId: '3kVZRE8tFkinHtPA7_EFAA',
  },
  CreationTime: '2025-03-18T12:40:51',
  Id: '1fd365c4-3744-4647-3e7a-08dd5ffc3921',
  Operation: 'New-InboxRule',
  OrganizationId: '70e7f470-ed25-47f5-aa2f-096f0f44c831',
  RecordType: 1,
  ResultStatus: 'True',
  UserKey: '10032002643F6746',
  UserType: 0,
  Version: 1,
  Workload: 'Exchange',
  ClientIP: '[2001:DB8::1]:23127',
  ObjectId: 'NAMPR05A001.PROD.OUTLOOK.COM/Microsoft Exchange Hosted Organizations/contoso.example/alice\\Direct',
  UserId: 'Alice@Contoso.example',
  AppId: '497effe9-df71-4043-a8bb-14cf78c4b63b',
  ClientAppId: '',
  CorrelationID: '',
  ExternalAccess: false,
  OrganizationName: 'contoso.example',
  OriginatingServer: 'DS7P223MB0504 (15.20.8511.025)\r\n',
  Parameters: [
    { Name: 'Name', Value: 'Direct' },
    { Name: 'SubjectContainsWords', Value: 'invoice' },
    { Name: 'DeleteMessage', Value: 'True' },
  ],
  SessionId: 'e55a5c8e-aefe-4369-bd4a-c2eaad764e9b',
  TokenObjectId: '3F35661A-fbe1-4e3a-b07c-1f0af8ad34a7',
}; // prettier-ignore
const text = JSON.stringify(rule);

const known = {
  event_id: '1fd365c4-3744-4647-3e7a-08dd5ffc3921',
  time: at('2025-03-18T12:40:51Z'),
  record_type: 1,
  record_type_name: 'ExchangeAdmin',
  workload: 'Exchange',
  operation: 'New-InboxRule',
  outcome: 'success',
  user: 'alice@contoso.example',
  user_id: '3f35661a-fbe1-4e3a-b07c-1f0af8ad34a7',
  user_kind: 'member',
  object: 'Direct',
  ip: '2001:db8::1',
  ip_port: 23127,
  session_id: 'e55a5c8e-aefe-4369-bd4a-c2eaad764e9b',
  token_id: '3kVZRE8tFkinHtPA7_EFAA',
  app_id: '497effe9-df71-4043-a8bb-14cf78c4b63b',
};

const search = {
  RecordType: 'ExchangeAdmin',
  // In the locale of the machine that exported: 3 April or 4 March, and not looked at.
  CreationDate: '3/4/2025 10:40:51',
  UserIds: 'Alice@Contoso.example',
  Operations: 'New-InboxRule',
  AuditData: text,
  ResultIndex: '1',
  ResultCount: '17',
  Identity: '1fd365c4-3744-4647-3e7a-08dd5ffc3921',
  IsValid: 'True',
  ObjectState: 'Unchanged',
};
const purview = {
  RecordId: '1fd365c4-3744-4647-3e7a-08dd5ffc3921',
  CreationDate: '2025-03-18T12:40:51.0000000Z ',
  RecordType: '1',
  Operation: 'New-InboxRule',
  UserId: 'Alice@Contoso.example',
  AuditData: text,
  AssociatedAdminUnits: '',
  AssociatedAdminUnitsNames: '',
};
const graph = {
  id: '1fd365c4-3744-4647-3e7a-08dd5ffc3921',
  createdDateTime: '2025-03-18T12:40:51Z',
  auditLogRecordType: 'exchangeAdmin',
  operation: 'New-InboxRule',
  organizationId: '70e7f470-ed25-47f5-aa2f-096f0f44c831',
  userType: 'regular',
  userId: '3f35661a-fbe1-4e3a-b07c-1f0af8ad34a7',
  service: 'Exchange',
  objectId: 'x',
  userPrincipalName: 'Alice@Contoso.example',
  clientIp: null,
  administrativeUnits: [''],
  auditData: { '@odata.type': '#microsoft.graph.security.defaultAuditData', ...rule, CreationTime: '2025-03-18T12:40:51Z' },
}; // prettier-ignore
const cloudApp = {
  Timestamp: '2025-03-18T12:42:00.5Z',
  ActionType: 'New-InboxRule',
  Application: 'Microsoft Exchange Online',
  ReportId: '1fd365c4-3744-4647-3e7a-08dd5ffc3921_20893',
  AccountObjectId: '3f35661a-fbe1-4e3a-b07c-1f0af8ad34a7',
  IPAddress: '2001:db8::1',
  CountryCode: 'jp',
  City: 'Osaka',
  UserAgent: 'x/1',
  OSPlatform: 'Windows 10',
};
const fromDefender = { country: 'JP', city: 'Osaka', user_agent: 'x/1', os: 'Windows 10' };

describe('one record in every shape', () => {
  it.each([
    ['Search-UnifiedAuditLog, EXO v3', 'ual-search-csv', 'csv', search],
    ['older remoting', 'ual-search-csv', 'csv', { PSComputerName: 'outlook.office365.com', RunspaceId: 'x', PSShowComputerName: 'False', ...search }],
    ['hand-picked subset', 'ual-search-csv', 'csv', { CreationDate: '25/3/2025 1:00:00', UserIds: 'x', Operations: 'y', AuditData: text }],
    ['AuditData alone', 'ual-search-csv', 'csv', { AuditData: text }],
    ['Purview portal, 2026', 'ual-purview-csv', 'csv', purview],
    ['Purview portal, 2023', 'ual-purview-csv', 'csv', { ...purview, CreationDate: '3/18/2025 12:40:51 PM' }],
    ['PowerShell 5.1 JSON, AuditData as text', 'ual-search-json', 'json', { ...search, CreationDate: '\\/Date(1742301651000)\\/', ResultIndex: 1 }],
    ['PowerShell 5.1 JSON, AuditData as object', 'ual-search-json', 'json', { ...search, CreationDate: '\\/Date(1742301651000)\\/', AuditData: rule }],
    ['Splunk', 'ual-search-csv', 'csv', { ...search, CreationDate: '18/03/2025 12:40', _raw: text.slice(0, 100), _time: '2025-03-18T12:40:51.000+0000' }],
    ['Graph auditLogRecord, JSON', 'ual-graph', 'json', graph],
    ['Graph auditLogRecord, CSV', 'ual-graph', 'csv', { ...graph, auditData: JSON.stringify(graph.auditData), clientIp: '', administrativeUnits: '' }],
    ['Management Activity API, SOF-ELK, -AuditDataOnly JSON', 'ual-record', 'json', rule],
  ] as const)('%s', (_, format, shape, fields) => {
    const event = read(fields, shape);
    expect(event).toMatchObject({ format, damage: null });
    expect(event.values).toEqual(known);
  }); // prettier-ignore

  it('CloudAppEvents: a row, a CSV row, the streaming API', () => {
    for (const [fields, shape, format] of [
      [{ ...cloudApp, RawEventData: rule }, 'json', 'ual-cloud-app-events'],
      [{ ...cloudApp, RawEventData: text }, 'csv', 'ual-cloud-app-events'],
      [{ ...cloudApp, RawEventData_dynamic: text }, 'csv', 'ual-cloud-app-events'],
      [{ time: '2025-03-18T12:43:00Z', operationName: 'Publish', category: 'AdvancedHunting-CloudAppEvents', properties: { ...cloudApp, RawEventData: rule } }, 'json', 'ual-cloud-app-events-streamed'],
    ] as const) {
      const event = read(fields, shape);
      expect(event).toMatchObject({ format, damage: null });
      expect(event.values).toEqual({ ...known, ...fromDefender });
    }
  }); // prettier-ignore

  it('CloudAppEvents of a connected app, whose record is its own', () => {
    const { values, damage } = read({
      ...cloudApp,
      Application: 'Google Workspace',
      ActionType: 'login_success',
      AccountUpn: 'Alice@Contoso.example',
      RawEventData: { kind: 'admin#reports#activity', id: { time: 'x', uniqueQualifier: '1' } },
    });
    expect(damage).toBeNull();
    expect(values).toEqual({
      ...fromDefender,
      event_id: '1fd365c4-3744-4647-3e7a-08dd5ffc3921_20893',
      time: at('2025-03-18T12:42:00.5Z'),
      workload: 'Google Workspace',
      operation: 'login_success',
      user: 'alice@contoso.example',
      user_id: '3f35661a-fbe1-4e3a-b07c-1f0af8ad34a7',
      ip: '2001:db8::1',
    });
  });

  it('Microsoft-Extractor-Suite flattened: nested values are PowerShell’s text', () => {
    const cells = Object.fromEntries(
      Object.entries(rule).map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)]),
    );
    const fields = {
      ...cells,
      AppAccessContext: '@{AADSessionId=E55A5C8E-aefe-4369-bd4a-c2eaad764e9b; IssuedAtTime=2025-03-18T12:30:00; UniqueTokenId=3kVZRE8tFkinHtPA7_EFAA}',
      CreationTime: '3/18/2025 12:40:51 PM',
      Parameters: 'System.Object[]',
    };
    const event = read(fields, 'csv');
    expect(event).toMatchObject({ format: 'ual-flat-csv', damage: null });
    // The rule's name is then read off the object.
    expect(event.values).toEqual(known);
    // Excel, Power Query: one column a field.
    const { AppAccessContext: _, ...rest } = fields;
    const spread = { ...rest, AppAccessContext_AADSessionId: known.session_id, 'AppAccessContext.UniqueTokenId': known.token_id };
    expect(read({ ...spread, SessionId: '' }, 'csv').values).toEqual(known);
  }); // prettier-ignore

  it('ConvertTo-Json beyond its depth: list members are PowerShell’s text', () => {
    const { values } = read({
      ...search,
      AuditData: {
        ...rule,
        AppAccessContext: '@{AADSessionId=E55A5C8E-aefe-4369-bd4a-c2eaad764e9b; UniqueTokenId=3kVZRE8tFkinHtPA7_EFAA}',
        Parameters: ['@{Name=Name; Value=Direct}', '@{Name=DeleteMessage; Value=True}'],
      },
    });
    expect(values).toEqual(known);
  }); // prettier-ignore

  const officeActivity = {
    TenantId: '7c759f10-811c-4db8-ad6d-f07d8ae3f8ea',
    SourceSystem: 'OfficeActivityManager',
    'TimeGenerated [UTC]': '3/18/2025, 12:40:51.000 PM',
    OfficeId: known.event_id,
    RecordType: 'ExchangeAdmin',
    Operation: 'New-InboxRule',
    OrganizationId: rule.OrganizationId,
    OrganizationId_: rule.OrganizationId,
    UserType: 'Regular',
    UserKey: rule.UserKey,
    OfficeWorkload: 'Exchange',
    ResultStatus: 'TRUE',
    OfficeObjectId: rule.ObjectId,
    UserId: 'Alice@Contoso.example',
    UserId_: 'Alice@Contoso.example',
    ClientIP: '[2001:DB8::1]:23127',
    Client_IPAddress: '',
    SessionId: rule.SessionId,
    AppId: rule.AppId,
    ClientAppId: '',
    Parameters: JSON.stringify(rule.Parameters, null, 2).replaceAll('\n', '\r\n'),
    'Start_Time [UTC]': '3/18/2025, 12:40:50.000 PM',
    Type: 'OfficeActivity',
  };
  const { user_id: _id, token_id: _token, ...fromSentinel } = known;

  it('Sentinel OfficeActivity, CSV', () => {
    const event = read(officeActivity, 'csv');
    expect(event).toMatchObject({ format: 'ual-sentinel', damage: null });
    expect(event.values).toEqual(fromSentinel);
    expect(read({ ...officeActivity, RecordType: '1' }, 'csv').values).toEqual(fromSentinel);
    const { 'TimeGenerated [UTC]': _, ...cut } = officeActivity;
    expect(read(cut, 'csv').values.time).toBe(at('2025-03-18T12:40:50Z'));
  });

  it('Log Analytics API row', () => {
    const { 'TimeGenerated [UTC]': _, 'Start_Time [UTC]': __, ...rest } = officeActivity;
    const event = read({ ...rest, TimeGenerated: '2025-03-18T12:40:51Z', RecordType: '1' });
    expect(event).toMatchObject({ format: 'ual-sentinel', damage: null });
    expect(event.values).toEqual(fromSentinel);
  });

  it('keys in another case', () => {
    const lower = Object.fromEntries(
      Object.entries(rule).map(([key, value]) => [key.toLowerCase(), value]),
    );
    expect(read(lower).values).toEqual(known);
  });
});

describe('damaged rows', () => {
  it('AuditData cut at 32,767 characters, as Excel does', () => {
    const long = JSON.stringify({ ...rule, Parameters: [{ Name: 'From', Value: 'x'.repeat(40_000) }] });
    const event = read({ ...search, AuditData: long.slice(0, 32_767) }, 'csv');
    expect(event.damage).toBe('AuditData is cut or damaged (32767 characters)');
    // Parameters and what follows are gone; the rule's name is then read off the object.
    const { session_id: _, user_id: __, ...before } = known;
    expect(event.values).toEqual({ ...before, session_id: known.session_id });
  }); // prettier-ignore

  it('no AuditData: what stands beside it', () => {
    const event = read({ ...purview, AuditData: '' }, 'csv');
    expect(event.damage).toBe('AuditData is empty');
    expect(event.values).toEqual({
      event_id: known.event_id,
      time: known.time,
      record_type: 1,
      record_type_name: 'ExchangeAdmin',
      operation: known.operation,
      user: known.user,
    });
  });

  it('a time that could be two is none', () => {
    const event = read({ ...search, AuditData: '{"Id":"x' }, 'csv');
    expect(event.values.time).toBeUndefined();
    expect(event.damage).toBe('AuditData is cut or damaged (8 characters); no time can be read in it');
  }); // prettier-ignore
});
