import type { Fields } from '../../src/read/record.js';

/**
 * One thing that happened, as each exporter writes it. The shapes are those of formats.md §2 to §5 (real
 * headers and keys), the values are invented.
 */
export interface Exported {
  /** `graph`, `diagnostic`, `sentinel`, `portal`, `ual` … */
  readonly exporter: string;
  readonly shape: 'csv' | 'json';
  readonly fields: Fields;
}

const user = {
  id: '5f2c1d40-1111-4a7b-9c1d-0a1b2c3d4e5f',
  name: 'alice@contoso.test',
  ip: '203.0.113.24',
};
const time = '2024-05-10T10:09:08Z';
const correlation = '7a1e0c52-2222-4d3e-8f4a-5b6c7d8e9f00';
const tenant = '0d4c9f3e-3333-4b5a-8c6d-7e8f9a0b1c2d';
const aadiam = `/tenants/${tenant}/providers/Microsoft.aadiam`;

/** A CSV row: every cell is text, nested values are JSON text. */
const row = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, cellOf(value)]));
const cellOf = (value: unknown): string => {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
};

export interface Change {
  readonly name: string;
  readonly from?: unknown;
  readonly to?: unknown;
}
export interface AuditFacts {
  readonly category?: string;
  readonly service?: string;
  readonly result?: string;
  readonly reason?: string;
  readonly target?: {
    readonly type?: string;
    readonly name?: string | null;
    readonly upn?: string;
    readonly changes?: readonly Change[];
  };
  readonly details?: Readonly<Record<string, string>>;
  /** UAL: the name there, where it is not the activity with a final stop; null where the UAL has no copy. */
  readonly copy?: string | null;
}

const jsonOf = (value: unknown): string | null =>
  value === undefined ? null : JSON.stringify(value);
const pretty = (value: unknown): string => {
  if (value === undefined) return '';
  if (typeof value === 'string') return value;
  return JSON.stringify(value, null, 2).replaceAll('\n', '\r\n');
};

const copyCategories: Readonly<Record<string, string>> = {
  UserManagement: 'User',
  GroupManagement: 'Group',
  RoleManagement: 'Role',
  ApplicationManagement: 'ServicePrincipal',
  Device: 'Device',
  Policy: 'Policy',
  DirectoryManagement: 'Company',
};

/** An entry of Entra's audit log. */
export function audit(activity: string, facts: AuditFacts = {}): readonly Exported[] {
  const { category = 'UserManagement', service = 'Core Directory', result = 'success' } = facts;
  const { type = 'User', name = null, upn = 'bob@contoso.test', changes = [] } = facts.target ?? {};
  const target = {
    id: '44d7a1b2-4444-4c3d-9e5f-6a7b8c9d0e1f',
    displayName: name,
    type,
    ...(type === 'User' ? { userPrincipalName: upn } : {}),
    modifiedProperties: changes.map(({ name: property, from, to }) => ({
      displayName: property,
      oldValue: jsonOf(from),
      newValue: jsonOf(to),
    })),
    administrativeUnits: [],
  };
  const details = Object.entries(facts.details ?? {}).map(([key, value]) => ({ key, value }));
  const initiatedBy = {
    app: null,
    user: {
      id: user.id,
      displayName: null,
      userPrincipalName: user.name,
      ipAddress: user.ip,
      roles: [],
    },
  };
  const graph = {
    id: `Directory_${correlation}_AB1CD_12345678`,
    category,
    correlationId: correlation,
    result,
    resultReason: facts.reason ?? '',
    activityDisplayName: activity,
    activityDateTime: time,
    loggedByService: service,
    operationType: 'Update',
    initiatedBy,
    targetResources: [target],
    additionalDetails: details,
  };
  const exported: Exported[] = [
    { exporter: 'graph', shape: 'json', fields: graph },
    {
      exporter: 'diagnostic',
      shape: 'json',
      fields: {
        time,
        resourceId: aadiam,
        operationName: activity,
        operationVersion: '1.0',
        category: 'AuditLogs',
        tenantId: tenant,
        resultSignature: 'None',
        durationMs: 0,
        callerIpAddress: user.ip,
        correlationId: correlation,
        Level: 4,
        properties: graph,
      },
    },
    {
      exporter: 'sentinel',
      shape: 'csv',
      fields: row({
        'TimeGenerated [UTC]': '5/10/2024, 10:09:08.000 AM',
        ResourceId: aadiam,
        OperationName: activity,
        Category: category,
        ResultSignature: 'None',
        ResultDescription: facts.reason ?? '',
        CorrelationId: correlation,
        Level: '4',
        AdditionalDetails: details,
        Id: graph.id,
        InitiatedBy: { user: initiatedBy.user },
        LoggedByService: service,
        Result: result,
        ResultReason: facts.reason ?? '',
        TargetResources: [target],
        AADOperationType: 'Update',
        ActivityDateTime: '',
        ActivityDisplayName: activity,
        Type: 'AuditLogs',
      }),
    },
    {
      exporter: 'portal',
      shape: 'csv',
      fields: row({
        'Date (UTC)': time,
        CorrelationId: correlation,
        Service: service,
        Category: category,
        Activity: activity,
        Result: result,
        ResultReason: facts.reason ?? '',
        'User Agent': '',
        ActorType: 'User',
        ActorDisplayName: '',
        ActorObjectId: user.id,
        ActorUserPrincipalName: user.name,
        IPAddress: user.ip,
        Target1Type: type,
        Target1DisplayName: name,
        Target1ObjectId: target.id,
        Target1UserPrincipalName: type === 'User' ? upn : '',
        ...Object.fromEntries(
          target.modifiedProperties.slice(0, 5).flatMap((change, at) => [
            [`Target1ModifiedProperty${at + 1}Name`, change.displayName],
            [`Target1ModifiedProperty${at + 1}OldValue`, change.oldValue],
            [`Target1ModifiedProperty${at + 1}NewValue`, change.newValue],
          ]),
        ),
        ...Object.fromEntries(
          details.flatMap(({ key, value }, at) => [
            [`AdditionalDetail${at + 1}Key`, key],
            [`AdditionalDetail${at + 1}Value`, value],
          ]),
        ),
      }),
    },
  ];
  if (facts.copy !== null)
    exported.push({
      exporter: 'ual',
      shape: 'json',
      fields: {
        CreationTime: time.slice(0, -1),
        Id: 'b1946ac9-5555-4e6f-8a7b-8c9d0e1f2a3b',
        Operation: facts.copy ?? `${activity}.`,
        OrganizationId: tenant,
        RecordType: 8,
        ResultStatus: result === 'success' ? 'Success' : 'Failure',
        UserKey: '10032001A0B1C2D3@contoso.test',
        UserType: 0,
        Version: 1,
        Workload: 'AzureActiveDirectory',
        ObjectId: type === 'User' ? upn : target.id,
        UserId: user.name,
        AzureActiveDirectoryEventType: 1,
        ExtendedProperties: [
          { Name: 'additionalDetails', Value: JSON.stringify(facts.details ?? {}) },
          {
            Name: 'extendedAuditEventCategory',
            Value: type === 'Application' ? 'Application' : (copyCategories[category] ?? category),
          },
        ],
        ModifiedProperties: [
          ...changes.map(({ name: property, from, to }) => ({
            Name: property,
            NewValue: pretty(to),
            OldValue: pretty(from),
          })),
          ...(facts.reason === undefined || result === 'success'
            ? []
            : [{ Name: 'MethodExecutionResult.', NewValue: facts.reason, OldValue: '' }]),
        ],
        Actor: [
          { ID: user.name, Type: 5 },
          { ID: `User_${user.id}`, Type: 2 },
          { ID: user.id, Type: 2 },
          { ID: 'User', Type: 2 },
        ],
        Target: [
          { ID: `${type}_${target.id}`, Type: 2 },
          { ID: target.id, Type: 2 },
          { ID: type, Type: 2 },
          ...(name === null ? [] : [{ ID: name, Type: 1 }]),
          ...(type === 'User' ? [{ ID: upn, Type: 5 }] : []),
        ],
        InterSystemsId: correlation,
        IntraSystemId: '6b1f7c3d-6666-4f7a-8b9c-0d1e2f3a4b5c',
      },
    });
  return exported;
}

export interface SignInFacts {
  readonly code?: number;
  readonly reason?: string;
  readonly more?: string;
  readonly agent?: string;
  readonly requirement?: 'singleFactorAuthentication' | 'multiFactorAuthentication';
  readonly conditionalAccess?: 'success' | 'failure' | 'notApplied';
  readonly resource?: { readonly name: string; readonly id: string };
  readonly protocol?: string;
  readonly riskState?: string;
  readonly device?: { readonly id?: string; readonly compliant?: boolean; readonly trust?: string };
  /** UAL: LogonError; null where the UAL has no copy of this. */
  readonly logonError?: string | null;
}

const portalProtocols: Readonly<Record<string, string>> = {
  deviceCode: 'Device Code',
  ropc: 'ROPC',
};

/** A sign-in in Entra's log, and the UAL's logon. */
export function signIn(facts: SignInFacts = {}): readonly Exported[] {
  const { code = 0, requirement = 'multiFactorAuthentication', protocol = 'none' } = facts;
  const agent = facts.agent ?? 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/124.0.0.0';
  const resource = facts.resource ?? {
    name: 'Microsoft Graph',
    id: '00000003-0000-0000-c000-000000000000',
  };
  const { id = '', compliant = false, trust = '' } = facts.device ?? {};
  const reason = facts.reason ?? (code === 0 ? 'Other.' : 'The sign-in failed.');
  const client = { name: 'OfficeHome', id: '4765445b-32c6-49b0-83e6-1d93765276ca' };
  const request = '8c1d2e3f-7777-4a8b-9c0d-1e2f3a4b5c6d';
  const conditional = facts.conditionalAccess ?? 'notApplied';
  const deviceDetail = {
    deviceId: id,
    displayName: '',
    operatingSystem: 'Windows10',
    browser: 'Chrome 124.0.0',
    isCompliant: compliant,
    isManaged: compliant,
    trustType: trust,
  };
  const status = { errorCode: code, failureReason: reason, additionalDetails: facts.more ?? '' };
  const location = { city: 'Osaka', state: 'Osaka', countryOrRegion: 'JP', geoCoordinates: {} };
  const graph = {
    id: request,
    createdDateTime: time,
    userDisplayName: 'Alice Aoki',
    userPrincipalName: user.name,
    userId: user.id,
    appId: client.id,
    appDisplayName: client.name,
    ipAddress: user.ip,
    clientAppUsed: 'Browser',
    userAgent: agent,
    correlationId: correlation,
    conditionalAccessStatus: conditional,
    appliedConditionalAccessPolicies: [],
    isInteractive: true,
    authenticationRequirement: requirement,
    authenticationProtocol: protocol,
    riskState: facts.riskState ?? 'none',
    riskLevelDuringSignIn: 'none',
    riskLevelAggregated: 'none',
    resourceDisplayName: resource.name,
    resourceId: resource.id,
    networkLocationDetails: [],
    uniqueTokenIdentifier: '3kVZRE8tFkinHtPA7_EFAA',
    sessionId: 'e55a5c8e-8888-4369-bd4a-c2eaad764e9b',
    signInEventTypes: ['interactiveUser'],
    status,
    deviceDetail,
    location,
  };
  const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
  const exported: Exported[] = [
    { exporter: 'graph', shape: 'json', fields: graph },
    {
      exporter: 'diagnostic',
      shape: 'json',
      fields: {
        time: '2024-05-10T10:13:59Z',
        resourceId: aadiam,
        operationName: 'Sign-in activity',
        operationVersion: '1.0',
        category: 'SignInLogs',
        tenantId: tenant,
        resultType: String(code),
        resultSignature: 'None',
        resultDescription: code === 0 ? '' : reason,
        durationMs: 0,
        callerIpAddress: user.ip,
        correlationId: correlation,
        identity: 'Alice Aoki',
        Level: 4,
        location: 'JP',
        properties: graph,
      },
    },
    {
      exporter: 'sentinel',
      shape: 'csv',
      fields: row({
        'TimeGenerated [UTC]': '5/10/2024, 10:13:59.000 AM',
        ResourceId: aadiam,
        OperationName: 'Sign-in activity',
        Category: 'SignInLogs',
        ResultType: String(code),
        ResultDescription: code === 0 ? '' : reason,
        CorrelationId: correlation,
        Identity: 'Alice Aoki',
        Level: '4',
        Location: 'JP',
        AppDisplayName: client.name,
        AppId: client.id,
        AuthenticationRequirement: requirement,
        AuthenticationProtocol: protocol,
        ClientAppUsed: 'Browser',
        ConditionalAccessStatus: conditional,
        'CreatedDateTime [UTC]': '5/10/2024, 10:09:08.000 AM',
        DeviceDetail: deviceDetail,
        IsInteractive: 'true',
        Id: request,
        IPAddress: user.ip,
        LocationDetails: location,
        NetworkLocationDetails: '[]',
        RiskState: facts.riskState ?? 'none',
        ResourceDisplayName: resource.name,
        ResourceIdentity: resource.id,
        Status: status,
        UserAgent: agent,
        UserDisplayName: 'Alice Aoki',
        UserId: user.id,
        UserPrincipalName: user.name,
        Type: 'SigninLogs',
      }),
    },
    {
      exporter: 'portal',
      shape: 'csv',
      fields: row({
        'Date (UTC)': time,
        'Request ID': request,
        'User agent': agent,
        'Correlation ID': correlation,
        'User ID': user.id,
        User: 'Alice Aoki',
        Username: user.name,
        'User type': 'member',
        'Incoming token type': 'none',
        'Authentication Protocol': portalProtocols[protocol] ?? 'None',
        'Unique token identifier': '3kVZRE8tFkinHtPA7_EFAA',
        'Original transfer method': 'None',
        Application: client.name,
        'Application ID ': client.id,
        Resource: resource.name,
        'Resource ID ': resource.id,
        'IP address': user.ip,
        Location: 'Osaka, Osaka, JP',
        Status:
          code === 0 ? 'Success' : code === 50074 || code === 50097 ? 'Interrupted' : 'Failure',
        'Sign-in error code': code === 0 ? '' : String(code),
        'Failure reason': code === 0 ? 'Other.' : reason,
        'Client app': 'Browser',
        'Device ID': id,
        Browser: 'Chrome 124.0.0',
        'Operating System': 'Windows10',
        Compliant: compliant ? 'Yes' : 'No',
        Managed: compliant ? 'Yes' : 'No',
        'Join Type': trust,
        'Multifactor authentication result': facts.more ?? '',
        'Authentication requirement':
          requirement === 'singleFactorAuthentication'
            ? 'Single-factor authentication'
            : 'Multifactor authentication',
        'Session ID': 'e55a5c8e-8888-4369-bd4a-c2eaad764e9b',
        'Autonomous system  number': '64496',
        'Conditional Access': conditional === 'notApplied' ? 'Not Applied' : capital(conditional),
      }),
    },
  ];
  if (facts.logonError !== null)
    exported.push({
      exporter: 'ual',
      shape: 'json',
      fields: {
        CreationTime: time.slice(0, -1),
        Id: request,
        Operation: code === 0 ? 'UserLoggedIn' : 'UserLoginFailed',
        OrganizationId: tenant,
        RecordType: 15,
        ResultStatus: 'Success',
        UserKey: user.id,
        UserType: 0,
        Version: 1,
        Workload: 'AzureActiveDirectory',
        ClientIP: user.ip,
        ObjectId: resource.id,
        UserId: user.name,
        AzureActiveDirectoryEventType: 1,
        ExtendedProperties: [
          { Name: 'ResultStatusDetail', Value: 'Redirect' },
          { Name: 'UserAgent', Value: agent },
          { Name: 'RequestType', Value: 'OAuth2:Authorize' },
        ],
        ModifiedProperties: [],
        ActorIpAddress: user.ip,
        DeviceProperties: [
          ...(id === '' ? [] : [{ Name: 'Id', Value: id }]),
          { Name: 'OS', Value: 'Windows10' },
          { Name: 'BrowserType', Value: 'Chrome' },
          { Name: 'IsCompliantAndManaged', Value: compliant ? 'True' : 'False' },
          { Name: 'SessionId', Value: 'e55a5c8e-8888-4369-bd4a-c2eaad764e9b' },
        ],
        ErrorNumber: String(code),
        ...(facts.logonError === undefined ? {} : { LogonError: facts.logonError }),
        ApplicationId: client.id,
      },
    });
  return exported;
}

/** An operation in the Azure activity log. */
export function activity(operation: string, resource = 'thing'): readonly Exported[] {
  const resourceId = `/subscriptions/${tenant}/resourceGroups/rg/providers/${resource}`;
  const [provider = ''] = operation.split('/');
  const claims = { 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn': user.name };
  return [
    {
      exporter: 'diagnostic',
      shape: 'json',
      fields: {
        time,
        resourceId: resourceId.toUpperCase(),
        operationName: operation.toUpperCase(),
        category: 'Administrative',
        resultType: 'Success',
        resultSignature: 'Succeeded.',
        durationMs: 0,
        callerIpAddress: user.ip,
        correlationId: correlation,
        identity: { authorization: { action: operation }, claims },
        level: 'Information',
        properties: { eventCategory: 'Administrative', entity: resourceId, message: operation },
      },
    },
    {
      exporter: 'rest',
      shape: 'json',
      fields: {
        authorization: { action: operation, scope: resourceId },
        caller: user.name,
        category: { value: 'Administrative', localizedValue: 'Administrative' },
        claims,
        correlationId: correlation,
        eventDataId: '9d1e2f3a-9999-4b8c-8d9e-0f1a2b3c4d5e',
        eventTimestamp: time,
        httpRequest: { clientIpAddress: user.ip },
        operationName: { value: operation, localizedValue: 'Do something' },
        resourceProviderName: { value: provider, localizedValue: provider },
        resourceId,
        status: { value: 'Succeeded', localizedValue: 'Succeeded' },
      },
    },
    {
      exporter: 'sentinel',
      shape: 'csv',
      fields: row({
        'TimeGenerated [UTC]': '5/10/2024, 10:09:08.000 AM',
        OperationNameValue: operation.toUpperCase(),
        OperationName: 'Do something',
        Level: 'Informational',
        ActivityStatusValue: 'Success',
        Caller: user.name,
        CallerIpAddress: user.ip,
        CategoryValue: 'Administrative',
        CorrelationId: correlation,
        EventDataId: '9d1e2f3a-9999-4b8c-8d9e-0f1a2b3c4d5e',
        ResourceId: resourceId,
        ResourceProviderValue: provider.toUpperCase(),
        Claims_d: claims,
        Type: 'AzureActivity',
      }),
    },
  ];
}

/** A risk detection of Entra ID Protection. */
export function risk(type: string): readonly Exported[] {
  const graph = {
    id: 'c'.repeat(64),
    requestId: '8c1d2e3f-7777-4a8b-9c0d-1e2f3a4b5c6d',
    correlationId: correlation,
    riskEventType: type,
    riskType: type,
    riskState: 'atRisk',
    riskLevel: 'medium',
    riskDetail: 'none',
    source: 'IdentityProtection',
    detectionTimingType: 'offline',
    activity: 'signin',
    ipAddress: user.ip,
    activityDateTime: time,
    detectedDateTime: time,
    lastUpdatedDateTime: time,
    userId: user.id,
    userDisplayName: 'Alice Aoki',
    userPrincipalName: user.name,
    additionalInfo: '[]',
    location: { city: 'Osaka', state: 'Osaka', countryOrRegion: 'JP' },
  };
  return [
    { exporter: 'graph', shape: 'json', fields: graph },
    {
      exporter: 'diagnostic',
      shape: 'json',
      fields: {
        time: '5/10/2024 10:20:00 AM',
        resourceId: aadiam,
        operationName: 'User Risk Detection',
        category: 'UserRiskEvents',
        tenantId: tenant,
        identity: 'alice aoki',
        properties: graph,
      },
    },
    {
      exporter: 'sentinel',
      shape: 'csv',
      fields: row({
        'TimeGenerated [UTC]': '5/10/2024, 10:20:00.000 AM',
        OperationName: 'User Risk Detection',
        'ActivityDateTime [UTC]': '5/10/2024, 10:09:08.000 AM',
        Id: graph.id,
        IpAddress: user.ip,
        Location: graph.location,
        RequestId: graph.requestId,
        RiskEventType: type,
        RiskLevel: 'medium',
        RiskState: 'atRisk',
        UserId: user.id,
        UserPrincipalName: user.name,
        Type: 'AADUserRiskEvents',
      }),
    },
  ];
}

/** A record of the unified audit log, bare and in the two CSV exports. */
export function unified(more: Fields): readonly Exported[] {
  const record = {
    CreationTime: time.slice(0, -1),
    Id: 'd3b07384-aaaa-4c5d-8e6f-7a8b9c0d1e2f',
    OrganizationId: tenant,
    ResultStatus: 'True',
    UserKey: '10032001A0B1C2D3',
    UserType: 0,
    Version: 1,
    UserId: user.name,
    ClientIP: `${user.ip}:50123`,
    ...more,
  };
  const text = JSON.stringify(record);
  const operation = String(more['Operation']);
  return [
    { exporter: 'record', shape: 'json', fields: record },
    {
      exporter: 'search',
      shape: 'csv',
      fields: {
        RecordType: String(more['RecordType']),
        CreationDate: '10/05/2024 10:09:08',
        UserIds: user.name,
        Operations: operation,
        AuditData: text,
        ResultIndex: '1',
        ResultCount: '1',
        Identity: record.Id,
        IsValid: 'True',
        ObjectState: 'Unchanged',
      },
    },
    {
      exporter: 'purview',
      shape: 'csv',
      fields: {
        RecordId: record.Id,
        CreationDate: '2024-05-10T10:09:08.0000000Z ',
        RecordType: String(more['RecordType']),
        Operation: operation,
        UserId: user.name,
        AuditData: text,
        AssociatedAdminUnits: '',
        AssociatedAdminUnitsNames: '',
      },
    },
  ];
}

/** A unified audit log row of Sentinel's OfficeActivity, whose lists are text. */
export function officeActivity(more: Fields): Exported {
  return {
    exporter: 'sentinel',
    shape: 'csv',
    fields: row({
      'TimeGenerated [UTC]': '5/10/2024, 10:09:08.000 AM',
      OfficeId: 'd3b07384-aaaa-4c5d-8e6f-7a8b9c0d1e2f',
      ResultStatus: 'True',
      UserId: user.name,
      ClientIP: `${user.ip}:50123`,
      ...more,
    }),
  };
}
