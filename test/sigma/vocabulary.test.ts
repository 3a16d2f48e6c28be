import { describe, expect, it } from 'vitest';
import { canFire } from '../../src/sigma/can-fire.js';
import { parseRules } from '../../src/sigma/parse/parse.js';
import type { Rule } from '../../src/sigma/rule.js';
import { useScratch } from '../support/scratch.js';
import type { Exported } from './exporters.js';
import { activity, audit, officeActivity, risk, signIn, unified } from './exporters.js';
import { missed } from './judge.js';

/**
 * The field names of published rules, each in a rule of our own with an operation it is used with, on what
 * every exporter makes of one event. Both engines must find the event by each name.
 */
const scratch = useScratch();

/** `product/service`, the detection in YAML's JSON, and the records it must fire on. */
type Case = readonly [
  logsource: string,
  detection: Readonly<Record<string, unknown>>,
  on: readonly Exported[],
];

const without = (on: readonly Exported[], ...exporters: readonly string[]): readonly Exported[] =>
  on.filter(({ exporter }) => !exporters.includes(exporter));

const roleGiven = audit('Add member to role', {
  category: 'RoleManagement',
  target: {
    type: 'ServicePrincipal',
    name: 'Backup tool',
    changes: [
      { name: 'Role.DisplayName', to: 'Privileged Role Administrator' },
      { name: 'Role.TemplateId', to: 'e8611ab8-c189-46e8-94e1-60213ab1f814' },
    ],
  },
});
const userChanged = audit('Update user', {
  target: { changes: [{ name: 'UserType', from: ['Guest'], to: ['Member'] }] },
  details: { 'User-Agent': 'python-requests/2.31', UserType: 'Member' },
});
const invited = audit('Invite external user', {
  service: 'Invited Users',
  result: 'failure',
  reason: 'Not allowed here',
});
const failed = signIn({
  code: 50126,
  reason: 'Error validating credentials due to invalid username or password.',
  requirement: 'singleFactorAuthentication',
  logonError: 'InvalidUserNameOrPassword',
});
const entered = signIn({
  agent: 'python-requests/2.31',
  conditionalAccess: 'success',
  requirement: 'multiFactorAuthentication',
  device: { id: '44d7a1b2-4444-4c3d-9e5f-6a7b8c9d0e1f', compliant: true, trust: 'AzureAd' },
});
const deviceCode = signIn({ protocol: 'deviceCode', logonError: null });
const network = activity(
  'Microsoft.Network/publicIPAddresses/write',
  'Microsoft.Network/publicIPAddresses/ip1',
);
const forwarding = [
  { Name: 'Identity', Value: 'alice' },
  { Name: 'ForwardTo', Value: 'x@example.com' },
];
const exchange = [
  ...unified({
    Operation: 'Set-InboxRule',
    RecordType: 1,
    Workload: 'Exchange',
    Parameters: forwarding,
    ObjectId: 'alice\\1',
  }),
  officeActivity({
    Operation: 'Set-InboxRule',
    RecordType: 'ExchangeAdmin',
    OfficeWorkload: 'Exchange',
    Parameters: JSON.stringify(forwarding, null, 2),
    OfficeObjectId: 'alice\\1',
  }),
];
const teams = unified({
  Operation: 'MemberAdded',
  RecordType: 25,
  Workload: 'MicrosoftTeams',
  ExtraProperties: [{ Key: 'OsName', Value: 'windows' }],
});
const logon = unified({
  Operation: 'UserLoggedIn',
  RecordType: 15,
  Workload: 'AzureActiveDirectory',
  ResultStatus: 'Succeeded',
  ErrorNumber: '0',
  ApplicationId: '1fec8e78-bce4-4aaf-ab1b-5451cc387264',
  ObjectId: '00000002-0000-0ff1-ce00-000000000000',
  ExtendedProperties: [
    { Name: 'RequestType', Value: 'OAuth2:Token' },
    { Name: 'UserAuthenticationMethod', Value: '16457' },
  ],
  DeviceProperties: [{ Name: 'OS', Value: 'Linux' }],
});
const reported = unified({
  Operation: 'AlertTriggered',
  RecordType: 40,
  Workload: 'SecurityComplianceCenter',
  ResultStatus: 'Succeeded',
  Name: 'Mail sent in bulk',
  Source: 'Cloud App Security',
  Status: 'Active',
});

const cases: Readonly<Record<string, readonly Case[]>> = {
  'the unified audit log': [
    ['m365/audit', { Operation: 'Set-InboxRule', Workload: 'Exchange' }, exchange],
    [
      'm365/exchange',
      { eventSource: 'Exchange', eventName: 'Set-InboxRule', status: 'success' },
      exchange,
    ],
    ['m365/audit', { 'Parameters.ForwardTo|endswith': '@example.com' }, exchange],
    ['m365/audit', { 'parameters.forwardto': 'X@EXAMPLE.COM' }, exchange],
    ['m365/audit', { 'Parameters|contains': 'ForwardTo' }, exchange],
    ['m365/audit', { ObjectId: 'alice\\1', UserId: 'ALICE@contoso.test' }, exchange],
    ['m365/audit', { RecordType: 1 }, exchange],
    ['m365/audit', { RecordType: 'ExchangeAdmin' }, exchange],
    ['m365/audit', { ResultStatus: 'Success' }, exchange],
    ['m365/audit', { 'ClientIP|cidr': '203.0.113.0/24' }, exchange],
    ['office365/audit', { user: 'alice@contoso.test', operation: 'Set-InboxRule' }, exchange],
    ['m365/audit', { 'ExtraProperties.OsName': 'windows' }, teams],
    [
      'm365/audit',
      {
        RequestType: 'OAuth2:Token',
        ErrorNumber: 0,
        ApplicationId: '1fec8e78-bce4-4aaf-ab1b-5451cc387264',
      },
      logon,
    ],
    [
      'm365/audit',
      { 'ExtendedProperties.UserAuthenticationMethod': 16457, 'DeviceProperties.OS': 'Linux' },
      logon,
    ],
    [
      'azure/signinlogs',
      { ResourceDisplayName: 'Office 365 Exchange Online', ResultType: 0 },
      logon,
    ],
    [
      'm365/threat_management',
      {
        eventSource: 'SecurityComplianceCenter',
        eventName: 'Mail sent in bulk',
        status: 'success',
      },
      reported,
    ],
    [
      'm365/threat_detection',
      { eventName: 'AlertTriggered', Source: 'Cloud App Security' },
      reported,
    ],
    ['m365/threat_management', { status: 'Active' }, reported],
  ],
  "Entra's audit log, and its copies in the unified audit log": [
    ['azure/auditlogs', { 'properties.message': 'Add member to role' }, roleGiven],
    [
      'azure/auditlogs',
      { OperationName: 'Add member to role.', Category: 'RoleManagement' },
      roleGiven,
    ],
    [
      'azure/auditlogs',
      { ActivityDisplayName: 'add member to role', LoggedByService: 'Core Directory' },
      roleGiven,
    ],
    ['azure/auditlogs', { ActivityType: 'Add member to role', Result: 'success' }, roleGiven],
    ['azure/auditlogs', { 'properties.targetResources|contains': 'Privileged Role' }, roleGiven],
    ['azure/auditlogs', { 'TargetResources.type': 'Service Principal' }, roleGiven],
    ['azure/auditlogs', { 'targetResources.type': 'ServicePrincipal' }, roleGiven],
    ['azure/auditlogs', { 'TargetResources.displayName': 'Backup tool' }, roleGiven],
    [
      'azure/auditlogs',
      { 'TargetResources.ModifiedProperties.DisplayName': 'Role.TemplateId' },
      roleGiven,
    ],
    [
      'azure/auditlogs',
      { 'TargetResources.modifiedProperties.newValue|contains': 'e8611ab8-c189' },
      roleGiven,
    ],
    [
      'azure/auditlogs',
      { 'TargetResources.modifiedProperties|contains': 'Role.DisplayName' },
      roleGiven,
    ],
    [
      'azure/auditlogs',
      { 'ModifiedProperties.Role.DisplayName': 'Privileged Role Administrator' },
      without(roleGiven, 'portal'),
    ],
    [
      'azure/auditlogs',
      { 'Role.DisplayName.NewValue': 'Privileged Role Administrator' },
      without(roleGiven, 'portal'),
    ],
    [
      'azure/auditlogs',
      {
        'ModifiedProperties.UserType.NewValue': 'Member',
        'ModifiedProperties.UserType.OldValue': 'Guest',
      },
      without(userChanged, 'portal'),
    ],
    [
      'azure/auditlogs',
      { Initiatedby: 'alice@contoso.test', Target: 'bob@contoso.test' },
      userChanged,
    ],
    ['azure/auditlogs', { 'properties.initiatedBy|contains': 'alice' }, userChanged],
    [
      'azure/auditlogs',
      { 'InitiatedBy.user.userPrincipalName': 'alice@contoso.test' },
      userChanged,
    ],
    ['azure/auditlogs', { 'AdditionalDetails.UserType': 'Member' }, userChanged],
    ['azure/auditlogs', { 'additionalDetails.user-agent|contains': 'python' }, userChanged],
    ['azure/auditlogs', { 'userAgent|startswith': 'python' }, userChanged],
    [
      'azure/auditlogs',
      { Status: 'failure', 'properties.message': 'Invite external user' },
      invited,
    ],
    [
      'azure/auditlogs',
      { 'properties.result': 'failure', LoggedByService: 'Invited Users' },
      invited,
    ],
    ['azure/auditlogs', { Status: 'Not allowed here' }, without(invited, 'ual')],
    ['azure/auditlogs', { ResultReason: 'Not allowed here' }, invited],
    ['entra/auditlogs', { target_user: 'bob@contoso.test' }, userChanged],
    [
      'azure/activitylogs',
      { 'properties.message': 'Update device' },
      audit('Update device', { category: 'Device', target: { type: 'Device' } }),
    ],
    [
      'azure/pim',
      { riskEventType: 'redundantAssignmentAlertIncident' },
      audit('Triggered PIM alert', {
        service: 'PIM',
        target: { type: 'Other', name: "Administrators aren't using their privileged roles" },
        copy: null,
      }),
    ],
  ],
  "Entra's sign-in log, and the logons of the unified audit log": [
    ['azure/signinlogs', { ResultType: 50126 }, failed],
    [
      'azure/signinlogs',
      {
        ResultType: '50126',
        ResultDescription:
          'Invalid username or password or Invalid on-premises username or password.',
      },
      failed,
    ],
    ['azure/signinlogs', { 'Status.errorCode': 50126, Status: 'failure' }, failed],
    ['azure/signinlogs', { 'properties.status.errorCode|gt': 50000 }, failed],
    [
      'azure/signinlogs',
      { AuthenticationRequirement: 'singleFactorAuthentication' },
      without(failed, 'ual'),
    ],
    ['azure/signinlogs', { resultType: 0 }, entered],
    ['azure/signinlogs', { Status: 'Success', 'userAgent|contains': 'PYTHON' }, entered],
    [
      'azure/signinlogs',
      {
        AuthenticationRequirement: 'multiFactorAuthentication',
        conditionalAccessStatus: 'success',
      },
      without(entered, 'ual'),
    ],
    [
      'azure/signinlogs',
      { UserPrincipalName: 'alice@contoso.test', IPAddress: '203.0.113.24' },
      entered,
    ],
    ['azure/signinlogs', { 'properties.appId': '4765445b-32c6-49b0-83e6-1d93765276ca' }, entered],
    ['azure/signinlogs', { AppDisplayName: 'OfficeHome' }, without(entered, 'ual')],
    ['azure/signinlogs', { ResourceDisplayName: 'Microsoft Graph' }, entered],
    ['azure/signinlogs', { Location: 'JP' }, without(entered, 'ual')],
    ['azure/signinlogs', { 'properties.location|contains': 'JP' }, without(entered, 'ual')],
    ['azure/signinlogs', { 'DeviceDetail.isCompliant': 'true' }, entered],
    ['azure/signinlogs', { 'DeviceDetail.trusttype': 'AzureAd' }, without(entered, 'ual')],
    ['azure/signinlogs', { 'properties.deviceDetail.deviceId|startswith': '44d7a1b2' }, entered],
    ['azure/signinlogs', { 'DeviceDetail.operatingSystem': 'Windows10' }, entered],
    [
      'azure/signinlogs',
      { ClientAppUsed: 'Browser', Category: 'SignInLogs' },
      without(entered, 'ual', 'portal'),
    ],
    [
      'azure/signinlogs',
      { SessionId: 'e55a5c8e-8888-4369-bd4a-c2eaad764e9b' },
      without(entered, 'sentinel'),
    ],
    ['azure/signinlogs', { 'properties.message': 'Device Code' }, deviceCode],
    ['azure/signinlogs', { AuthenticationProtocol: 'deviceCode' }, deviceCode],
    ['azure/signinlogs', { NetworkLocationDetails: '[]' }, without(deviceCode, 'portal')],
    ['azure', { ResultType: 50126 }, failed],
  ],
  'the Azure activity log': [
    ['azure/activitylogs', { operationName: 'MICROSOFT.NETWORK/PUBLICIPADDRESSES/WRITE' }, network],
    [
      'azure/activitylogs',
      {
        OperationNameValue: 'Microsoft.Network/publicIPAddresses/write',
        CategoryValue: 'Administrative',
      },
      network,
    ],
    ['azure/activitylogs', { 'ResourceId|contains': 'publicipaddresses' }, network],
    [
      'azure/activitylogs',
      { ResourceProviderValue: 'Microsoft.Network' },
      without(network, 'diagnostic'),
    ],
    [
      'azure/activitylogs',
      { ActivityStatusValue: 'Success', Caller: 'alice@contoso.test' },
      network,
    ],
    [
      'azure.activitylogs',
      { 'claims.http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn': 'alice@contoso.test' },
      network,
    ],
  ],
  "Entra ID Protection's log": [
    [
      'azure/riskdetection',
      { riskEventType: 'unfamiliarFeatures', riskLevel: 'medium' },
      risk('unfamiliarFeatures'),
    ],
    [
      'azure/riskdetection',
      { riskState: 'atRisk', userPrincipalName: 'alice@contoso.test' },
      risk('unfamiliarFeatures'),
    ],
    ['azure/riskdetection', { riskEventType: 'impossibleTravel' }, risk('mcasImpossibleTravel')],
  ],
};

function ruleOf([logsource, detection]: Case): Rule {
  const [product, service] = logsource.startsWith('azure.')
    ? ['azure', logsource]
    : logsource.split('/');
  const text = JSON.stringify({
    title: `${logsource} ${JSON.stringify(detection)}`,
    logsource: { product, ...(service === undefined ? {} : { service }) },
    detection: { one: detection, condition: 'one' },
    level: 'low',
  });
  const { documents, problems } = parseRules(text, 'rule.yml');
  expect(problems).toEqual([]);
  const [rule] = documents;
  if (rule?.kind !== 'rule') throw new Error('no rule');
  return { ...rule, id: rule.title };
}

describe.each(Object.entries(cases))('field names of rules on %s', (_, list) => {
  it('find the event in every export', async () => {
    const wanted = list.map((one) => ({ rule: ruleOf(one), on: one[2] }));
    expect(await missed(wanted, await scratch.folder())).toEqual([]);
  });

  it('are thought able to fire', () => {
    const dead = list.map(ruleOf).filter((rule) => canFire(rule).kind === 'cannot');
    expect(dead.map(({ title }) => title)).toEqual([]);
  });
});

describe('what a rule does not ask for', () => {
  /** The same rules on other events: a vocabulary that says yes to everything would pass all of the above. */
  it('is not found', async () => {
    const others: readonly Case[] = [
      ['azure/auditlogs', { 'TargetResources.type': 'Service Principal' }, userChanged],
      ['azure/auditlogs', { Category: 'RoleManagement' }, userChanged],
      ['azure/auditlogs', { LoggedByService: 'PIM' }, userChanged],
      ['azure/auditlogs', { 'ModifiedProperties.UserType.NewValue': 'Guest' }, userChanged],
      ['azure/auditlogs', { 'properties.message': 'Request Approved/Denied' }, userChanged],
      ['azure/auditlogs', { Status: 'failure' }, userChanged],
      ['azure/signinlogs', { ResultType: 0 }, failed],
      ['azure/signinlogs', { ResultDescription: 'Blocked by Conditional Access' }, failed],
      ['azure/signinlogs', { AuthenticationRequirement: 'multiFactorAuthentication' }, failed],
      ['azure/signinlogs', { 'properties.message': 'Device Code' }, failed],
      ['azure/signinlogs', { 'DeviceDetail.isCompliant': 'true' }, failed],
      ['azure/signinlogs', { operation: 'Add member to role' }, roleGiven],
      ['azure/pim', { riskEventType: 'redundantAssignmentAlertIncident' }, userChanged],
      ['azure/riskdetection', { riskEventType: 'impossibleTravel' }, risk('newCountry')],
      ['m365/exchange', { operation: 'UserLoggedIn' }, logon],
      ['m365/threat_management', { operation: 'Set-InboxRule' }, exchange],
      ['m365/audit', { 'Parameters.MoveToFolder|exists': true }, exchange],
    ];
    const wanted = others.map((one) => ({ rule: ruleOf(one), on: one[2] }));
    const all = others.flatMap((one) => one[2].length * 2).reduce((sum, count) => sum + count, 0);
    expect(await missed(wanted, await scratch.folder())).toHaveLength(all);
  });
});
