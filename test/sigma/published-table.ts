import type { AuditFacts, Exported } from './exporters.js';
import { activity, audit, officeActivity, risk, signIn, unified } from './exporters.js';

/**
 * For each rule that SigmaHQ publishes for m365 and azure, by id: records of the kind it is written for, of
 * which it must fire on every one, or why it cannot fire. The records are ours; the rules are not in this
 * repository (published.test.ts reads them from a folder).
 */
export type Published =
  | { readonly kind: 'fires'; readonly on: readonly Exported[] }
  /** What the reason that `rules check` gives must say. */
  | { readonly kind: 'cannot'; readonly because: RegExp };

const fires = (on: readonly Exported[]): Published => ({ kind: 'fires', on });
const cannot = (because: RegExp): Published => ({ kind: 'cannot', because });
/** Where an exporter leaves out what the rule asks for. */
const without = (on: readonly Exported[], ...exporters: readonly string[]): readonly Exported[] =>
  on.filter(({ exporter }) => !exporters.includes(exporter));
const only = (on: readonly Exported[], ...exporters: readonly string[]): readonly Exported[] =>
  on.filter(({ exporter }) => exporters.includes(exporter));

const application = (name: string, facts: AuditFacts = {}): Published =>
  fires(
    audit(name, {
      category: 'ApplicationManagement',
      target: { type: 'ServicePrincipal', name: 'Invoice Viewer' },
      ...facts,
    }),
  );
const role = (changes: NonNullable<AuditFacts['target']>['changes'], type = 'User'): Published =>
  fires(
    audit('Add member to role', {
      category: 'RoleManagement',
      target: { type, ...(changes === undefined ? {} : { changes }) },
    }),
  );
const policy = (name: string): Published =>
  fires(
    audit(name, {
      category: 'Policy',
      service: 'Conditional Access',
      target: { type: 'Policy', name: 'Block legacy' },
    }),
  );
const pimActivity = (name: string): Published =>
  fires(
    audit(name, {
      category: 'RoleManagement',
      service: 'PIM',
      target: { type: 'Role', name: 'Global Administrator' },
    }),
  );
const pimAlert = (title: string): Published =>
  fires(
    audit('Triggered PIM alert', {
      category: 'RoleManagement',
      service: 'PIM',
      target: { type: 'Other', name: title },
      copy: null,
    }),
  );
const device = (name: string): Published =>
  fires(audit(name, { category: 'Device', target: { type: 'Device', name: 'LAPTOP-1' } }));
const azure = (...operations: readonly string[]): Published =>
  fires(operations.flatMap((name) => activity(name)));

/** A cmdlet as Exchange Online logs it, and as Sentinel has it. */
const cmdlet = (
  name: string,
  parameters: Readonly<Record<string, string>>,
): readonly Exported[] => {
  const list = Object.entries(parameters).map(([Name, Value]) => ({ Name, Value }));
  return [
    ...unified({
      Operation: name,
      RecordType: 1,
      Workload: 'Exchange',
      ObjectId: 'alice',
      Parameters: list,
    }),
    officeActivity({
      Operation: name,
      RecordType: 'ExchangeAdmin',
      OfficeWorkload: 'Exchange',
      OfficeObjectId: 'alice',
      Parameters: JSON.stringify(list, null, 2),
    }),
  ];
};

/** An alert: of Defender and Purview's policies, and where Defender for Cloud Apps writes it itself. */
const alert = (name: string): Published =>
  fires([
    ...unified({
      Operation: 'AlertTriggered',
      RecordType: 40,
      Workload: 'SecurityComplianceCenter',
      ResultStatus: 'Succeeded',
      UserId: 'SecurityComplianceAlerts',
      UserType: 4,
      ObjectId: '0a1b2c3d-bbbb-4d5e-8f6a-7b8c9d0e1f2a',
      AlertId: '0a1b2c3d-bbbb-4d5e-8f6a-7b8c9d0e1f2a',
      AlertType: 'System',
      Category: 'ThreatManagement',
      Name: name,
      Severity: 'Medium',
      Source: 'Cloud App Security',
      Status: 'Active',
      Data: '{"f3u":"alice@contoso.test"}',
    }),
    ...unified({
      Operation: 'MCAS_ALERT_ANUBIS_DETECTION',
      RecordType: 98,
      Workload: 'MCAS',
      ResultStatus: 'New',
      AlertDisplayName: name,
      AlertSeverity: 'Medium',
      AlertCategory: 'ANOMALY_DETECTION',
    }),
  ]);

const placeholderUpn = /UPN/;

export const published: Readonly<Record<string, Published>> = {
  // rules/cloud/m365
  '13f2d3f5-6497-44a7-bf5f-dc13ffafe5dc': fires(
    unified({
      Operation: 'UserLoggedIn',
      RecordType: 15,
      Workload: 'AzureActiveDirectory',
      ResultStatus: 'Success',
      ApplicationId: '9ba1a5c7-f17a-4de9-a1f1-6178c8d51223',
      ObjectId: '00000003-0000-0000-c000-000000000000',
      ExtendedProperties: [
        { Name: 'ResultStatusDetail', Value: 'Redirect' },
        { Name: 'RequestType', Value: 'Cmsi:Cmsi' },
      ],
    }),
  ),
  '60de9b57-dc4d-48b9-a6a0-b39e0469f876': fires(
    only(audit('Disable Strong Authentication'), 'ual'),
  ),
  '58f88172-a73d-442b-94c9-95eaed3cbb36': fires([
    ...cmdlet('Add-FederatedDomain', { DomainName: 'example.com' }),
    ...unified({
      Operation: 'Add unverified domain.',
      RecordType: 8,
      Workload: 'AzureActiveDirectory',
    }),
  ]),
  '3569aefd-e535-4391-8c18-24bd01a21eaf': fires(
    unified({
      Operation: 'TIMailData',
      RecordType: 28,
      Workload: 'ThreatIntelligence',
      DeliveryAction: 'Delivered',
      Directionality: 'Inbound',
      P2Sender: 'x@example.com',
    }),
  ),
  '42127bdd-9133-474f-a6f1-97b6c08a4339': fires(
    cmdlet('Add-FederatedDomain', { DomainName: 'example.com' }),
  ),
  'a3501e8e-af9e-43c6-8cd6-9360bdaae498': alert('Activity from suspicious IP addresses'),
  '2e669ed8-742e-4fe5-b3c4-5a59b486c2ee': alert('Activity performed by terminated user'),
  'd8b0a4fe-07a8-41be-bd39-b14afa025d95': alert('Activity from anonymous IP addresses'),
  '0f2468a2-5055-4212-a368-7321198ee706': alert('Activity from infrequent country'),
  '2b669496-d215-47d8-bd9a-f4a45bf07cda': alert('Data exfiltration to unsanctioned apps'),
  'd7eab125-5f94-43df-8710-795b80fa1189': alert('Impossible travel activity'),
  'c191e2fa-f9d6-4ccf-82af-4f2aba08359f': alert('Log on from a risky IP address'),
  'bd132164-884a-48f1-aa2d-c6d646b04c69': alert('Potential ransomware activity'),
  '18b88d08-d73e-4f21-bc25-4b9892a4fdd0': alert('eDiscovery search started or exported'),
  '6897cd82-6664-11ed-9022-0242ac120002': fires(
    unified({
      Operation: 'New-ComplianceSearchAction',
      RecordType: 18,
      Workload: 'SecurityComplianceCenter',
      Parameters:
        '-SearchName "Case 1" -Export "True" -Format "FxStream" -ExchangeArchiveFormat "PerUserPst"',
    }),
  ),
  '6c220477-0b5b-4b25-bb90-66183b4089e8': alert('Suspicious inbox forwarding'),
  'ee111937-1fe7-40f0-962a-0eb44d57d174': alert('Suspicious OAuth app file download activities'),
  '78a34b67-3c39-4886-8fb4-61c46dc18ecd': alert('Unusual volume of file deletion'),
  'ff246f56-7f24-402a-baca-b86540e3925c': alert('User restricted from sending email'),

  // rules/cloud/azure/activity_logs
  '288a39fc-4914-4831-9ada-270e9dc12cb4': fires(
    activity(
      'Microsoft.ADHybridHealthService/services/servicemembers/action',
      'Microsoft.ADHybridHealthService/services/AdFederationService-sts.contoso.test',
    ),
  ),
  '48739819-8230-4ee3-a8ea-e0289d1fb0ff': fires(
    activity(
      'Microsoft.ADHybridHealthService/services/delete',
      'Microsoft.ADHybridHealthService/services/AdFederationService-sts.contoso.test',
    ),
  ),
  'ad87d14e-7599-4633-ba81-aeb60cfe8cd6': azure('Microsoft.Network/applicationGateways/write'),
  '835747f1-9329-40b5-9cc3-97d465754ce6': azure(
    'Microsoft.Network/applicationSecurityGroups/delete',
  ),
  '93e0ef48-37c8-49ed-a02c-038aab23628e': azure('Microsoft.ContainerRegistry/registries/write'),
  'd2d901db-7a75-45a1-bc39-0cbf00812192': azure('Microsoft.Compute/virtualMachines/write'),
  '46530378-f9db-4af9-a9e5-889c177d3881': device('Delete device'),
  'af6925b0-8826-47f1-9324-337507a0babd': azure('Microsoft.Network/dnszones/A/write'),
  '512cf937-ea9b-4332-939c-4c2c94baadcd': azure('Microsoft.Network/azureFirewalls/delete'),
  '025c9fe7-db72-49f9-af0d-31341dd7dd57': azure(
    'Microsoft.Network/azureFirewalls/natRuleCollections/write',
  ),
  'a622fcd2-4b5a-436a-b8a2-a4171161833c': azure('Microsoft.Authorization/roleAssignments/write'),
  '80eeab92-0979-4152-942d-96749e11df40': azure('Microsoft.KeyVault/vaults/keys/create/action'),
  '459a2970-bb84-4e6a-a32e-ff0fbd99448d': azure('Microsoft.KeyVault/vaults/accessPolicies/write'),
  'b831353c-1971-477b-abb6-2828edc3bca1': azure('Microsoft.KeyVault/vaults/secrets/write'),
  'a61a3c56-4ce2-4351-a079-88ae4cbd2b58': azure(
    'Microsoft.ContainerService/managedClusters/admissionregistration.k8s.io/mutatingwebhookconfigurations/write',
  ),
  '9541f321-7cba-4b43-80fc-fbd1fb922808': azure('Microsoft.Kubernetes/connectedClusters/delete'),
  '1c71e254-6655-42c1-b2d6-5e4718d7fc0a': azure(
    'Microsoft.Kubernetes/connectedClusters/batch/cronjobs/write',
  ),
  '225d8b09-e714-479c-a0e4-55e6f29adf35': azure(
    'Microsoft.Kubernetes/connectedClusters/events.k8s.io/events/delete',
  ),
  '08d6ac24-c927-4469-b3b7-2e422d6e3c43': azure(
    'Microsoft.Kubernetes/connectedClusters/networking.k8s.io/networkpolicies/write',
  ),
  'b02f9591-12c3-4965-986a-88028629b2e1': azure(
    'Microsoft.Kubernetes/connectedClusters/pods/delete',
  ),
  '818fee0c-e0ec-4e45-824e-83e4817b0887': azure(
    'Microsoft.Kubernetes/connectedClusters/rbac.authorization.k8s.io/clusterroles/bind/action',
  ),
  '25cb259b-bbdc-4b87-98b7-90d7c72f8743': azure(
    'Microsoft.Kubernetes/connectedClusters/rbac.authorization.k8s.io/rolebindings/write',
  ),
  '7ee0b4aa-d8d4-4088-b661-20efdf41a04c': azure(
    'Microsoft.Kubernetes/connectedClusters/secrets/write',
  ),
  '12d027c3-b48c-4d9d-8bb6-a732200034b2': azure(
    'Microsoft.Kubernetes/connectedClusters/serviceaccounts/delete',
  ),
  '83c17918-746e-4bd9-920b-8e098bf88c23': azure('Microsoft.Network/firewallPolicies/write'),
  '2a7d64cf-81fa-4daf-ab1b-ab80b789c067': azure(
    'Microsoft.Network/firewallPolicies/ruleCollectionGroups/delete',
  ),
  'd9557b75-267b-4b43-922f-a775e2d1f792': azure('Microsoft.Network/p2sVpnGateways/reset/action'),
  'd22b4df4-5a67-4859-a578-8c9a0b5af9df': azure(
    'Microsoft.Network/networkSecurityGroups/securityRules/write',
  ),
  '15ef3fac-f0f0-4dc4-ada0-660aa72980b3': azure('Microsoft.Network/networkInterfaces/write'),
  '72af37e2-ec32-47dc-992b-bc288a2708cb': azure('Microsoft.Portal/consoles/write'),
  'c1182e02-49a3-481c-b3de-0fadc4091488': azure(
    'Microsoft.Storage/storageAccounts/listKeys/action',
  ),
  '09438caa-07b1-4870-8405-1dbafe3dad95': azure('Microsoft.Authorization/elevateAccess/action'),
  '92cc3e5d-eb57-419d-8c16-5c63f325a401': azure('Microsoft.Security/alertsSuppressionRules/write'),
  'bcfcc962-0e4a-4fd9-84bb-a833e672df3f': azure('Microsoft.Network/virtualNetworks/subnets/write'),
  '61171ffc-d79c-4ae5-8e10-9323dba19cd3': azure(
    'Microsoft.Network/vpnGateways/vpnConnections/write',
  ),

  // rules/cloud/azure/audit_logs
  '26e7c5e2-6545-481e-b7e6-050143459635': policy('Delete Conditional Access policy'),
  '50a3c7aa-ec29-44a4-92c1-fce229eef6fc': policy('Update Conditional Access policy'),
  '0922467f-db53-4348-b7bf-dee8d0d348c6': policy('Add Conditional Access policy'),
  '6f583da0-3a90-4566-a4ed-83c09fe18bbf': fires([...audit('Add user'), ...audit('Delete user')]),
  'a0413867-daf3-43dd-9245-734b3a787942': fires(
    audit('Read BitLocker key', {
      category: 'KeyManagement',
      service: 'Device Registration Service',
      target: { type: 'Device', name: 'LAPTOP-1' },
    }),
  ),
  'c2496b41-16a9-4016-a776-b23f8910dc58': fires(
    audit('Authentication Methods Policy Update', {
      category: 'ApplicationManagement',
      service: 'Authentication Methods',
      target: {
        type: 'Policy',
        name: 'Authentication Methods Policy',
        changes: [
          {
            name: 'AuthenticationMethodsPolicy',
            from: { x509: 'disabled' },
            to: { x509: 'enabled' },
          },
        ],
      },
    }),
  ),
  '9494bff8-959f-4440-bbce-fb87a208d517': fires(
    audit('Set device registration policies', {
      category: 'Policy',
      service: 'Device Registration Service',
    }),
  ),
  '4bb80281-3756-4ec8-a88e-523c5a6fda9e': fires(
    audit('Set Company Information', {
      category: 'DirectoryManagement',
      target: {
        type: 'Directory',
        changes: [
          { name: 'TrustedCAsForPasswordlessAuth', from: [], to: [{ AuthorityType: 1 }] },
          { name: 'Included Updated Properties', to: 'TrustedCAsForPasswordlessAuth' },
        ],
      },
    }),
  ),
  'ebbeb024-5b1d-4e16-9c0c-917f86c708a7': role([
    { name: 'Role.DisplayName', to: 'Global Administrator' },
  ]),
  '11c767ae-500b-423b-bae3-b234450736ed': role([
    { name: 'Role.TemplateId', to: '62e90394-69f5-4237-9190-012177145e10' },
  ]),
  '1b45b0d1-773f-4f23-aedc-814b759563b1': application('Update service principal'),
  'cbb67ecc-fb70-4467-9350-c910bdf7c628': application(
    'Update application – Certificates and secrets management ',
    { copy: 'Update application – Certificates and secrets management ' },
  ),
  'a6355fbe-f36f-45d8-8efc-ab42465cbc52': application('Add delegated permission grant'),
  '9b2cc4c4-2ad4-416d-8e8e-ee6aa6f5035a': fires(
    // The portal's CSV numbers names and values: which value is IsAdminConsent's cannot be asked.
    without(
      audit('Consent to application', {
        category: 'ApplicationManagement',
        target: {
          type: 'ServicePrincipal',
          name: 'Invoice Viewer',
          changes: [
            { name: 'ConsentContext.IsAdminConsent', to: 'False' },
            { name: 'ConsentContext.IsAppOnly', to: 'False' },
          ],
        },
      }),
      'portal',
    ),
  ),
  '7091372f-623c-4293-bc37-20c32b3492be': application('Consent to application', {
    result: 'failure',
    reason: 'Microsoft.Online.Security.UserConsentBlockedForRiskyAppsException',
  }),
  '74298991-9fc4-460e-a92e-511aa60baec1': application('Add owner to application'),
  'c1d147ae-a951-48e5-8b41-dcd0170c7213': application(
    'Add app role assignment to service principal',
  ),
  '5aecf3d5-f8a0-48e7-99be-3a759df7358f': application(
    'Add app role assignment to service principal',
  ),
  'b04934b2-0a68-4845-8a19-bdfed3a68a7a': role(
    [{ name: 'Role.DisplayName', to: 'Global Reader' }],
    'ServicePrincipal',
  ),
  '0055ad1f-be85-4798-83cf-a6da17c993b3': cannot(/AppAddress/),
  '410d2a41-1e6d-452f-85e5-abdd8257a823': application('Hard Delete application'),
  'a4b25073-8947-489c-a8dd-93b41c23f26d': fires(
    audit('Recover device local administrator password', {
      category: 'Device',
      service: 'Device Registration Service',
      target: { type: 'Device', name: 'LAPTOP-1' },
      details: {
        AdditionalInfo: 'Successfully recovered local credential by device id',
        'Device Id': '44d7a1b2-4444-4c3d-9e5f-6a7b8c9d0e1f',
      },
    }),
  ),
  '4d78a000-ab52-4564-88a5-7ab5242b20c7': fires(
    audit('User registered security info', { service: 'Authentication Methods' }),
  ),
  '542b9912-c01f-4e3f-89a8-014c48cdca7d': device('Device no longer compliant'),
  '352a54e1-74ba-4929-9d47-8193d67aba1e': fires(
    audit('Set federation settings on domain', {
      category: 'DirectoryManagement',
      target: { type: 'Other', name: 'contoso.test' },
    }),
  ),
  '91c95675-1f27-46d0-bead-d1ae96b97cd3': cannot(/Add member to group/),
  '665e2d43-70dc-4ccc-9d27-026c9dd7ed9c': fires(
    audit('Remove member from group', { category: 'GroupManagement' }),
  ),
  '0b4b72e3-4c53-4d5b-b198-2c58cfef39a9': fires(
    audit('Invite external user', {
      service: 'Invited Users',
      result: 'failure',
      reason: 'Guest invitations not allowed',
    }),
  ),
  '8dee7a0d-43fd-4b3c-8cd1-605e189d195e': cannot(/UserType/),
  '7ea78478-a4f9-42a6-9dcd-f861816122bf': fires(audit('Disable Strong Authentication')),
  '636e30d5-3736-42ea-96b1-e6e2f8429fd6': application('Remove owner from service principal'),
  '039a7469-0296-4450-84c0-f6966b16dc6d': pimActivity(
    'Add member to role request approved (PIM activation)',
  ),
  'aeaef14c-e5bf-4690-a9c8-835caad458bd': pimActivity('Disable PIM Alert'),
  'db6c06c4-bf3b-421c-aa88-15672b88c743': pimActivity('Update role setting in PIM'),
  '49a268a4-72f4-4e38-8a7b-885be690c5b5': pimActivity(
    'Add eligible member to role in PIM completed (permanent)',
  ),
  '102e11e3-2db5-4c9e-bc26-357d42585d21': pimActivity(
    'Remove eligible member from role in PIM completed (timebound)',
  ),
  'f7b5b004-dece-46e4-a4a5-f6fd0e1c6947': cannot(/Add user/),
  '0ddcff6d-d262-40b0-804b-80eb592de8e3': application('Add service principal'),
  '448fd1ea-2116-4c62-9cde-a92d120e0f08': application('Remove service principal'),
  'ca9bf243-465e-494a-9e54-bf9fc239057d': fires([
    ...activity('Microsoft.Authorization/elevateAccess/action'),
    ...without(
      audit(
        'User has elevated their access to User Access Administrator for their Azure Resources',
        {
          category: 'AzureRBACRoleManagementElevateAccess',
          service: 'Azure RBAC (Elevated Access)',
        },
      ),
      // Not known whether the UAL copies it.
      'ual',
    ),
  ]),
  'fa84aaf5-8142-43cd-9ec2-78cfebf878ce': fires(
    // The copy in the UAL does not carry the reason of a success.
    without(
      audit('Admin registered security info', {
        service: 'Authentication Methods',
        reason: 'Admin registered temporary access pass method for user',
      }),
      'ual',
    ),
  ),
  'd4c7758e-9417-4f2e-9109-6125d66dabef': fires(
    audit('Update User Risk and MFA Registration Policy', {
      category: 'Policy',
      service: 'AAD Management UX',
    }),
  ),
  'b18454c8-0be3-41f7-86bc-9c614611b839': fires(
    audit('Update user', {
      target: {
        changes: [
          {
            name: 'StrongAuthenticationRequirement',
            from: [
              {
                RelyingParty: '*',
                State: 1,
                RememberDevicesNotIssuedBefore: '2024-05-01T00:00:00Z',
              },
            ],
            to: [
              {
                RelyingParty: '*',
                State: 0,
                RememberDevicesNotIssuedBefore: '2024-05-01T00:00:00Z',
              },
            ],
          },
        ],
      },
    }),
  ),
  '340ee172-4b67-4fb4-832f-f961bdc1f3aa': cannot(placeholderUpn),

  // rules/cloud/azure/identity_protection
  '6555754e-5e7f-4a67-ad1c-4041c413a007': fires(risk('anomalousToken')),
  '258b6593-215d-4a26-a141-c8e31c1299a6': fires(risk('anomalousUserActivity')),
  'be4d9c86-d702-4030-b52e-c7859110e5e8': fires(risk('riskyIPAddress')),
  '53acd925-2003-440d-a1f3-71a5253fe237': fires(risk('anonymizedIPAddress')),
  '1a41023f-1e70-4026-921a-4d9341a9038e': fires(risk('unlikelyTravel')),
  'b2572bf9-e20a-4594-b528-40bde666525a': fires([
    ...risk('impossibleTravel'),
    ...risk('mcasImpossibleTravel'),
  ]),
  '27e4f1d6-ae72-4ea0-8a67-77a73a289c3d': fires(risk('suspiciousInboxForwarding')),
  'ceb55fd0-726e-4656-bf4e-b585b7f7d572': fires(risk('mcasSuspiciousInboxManipulationRules')),
  '19128e5e-4743-48dc-bd97-52e5775af817': fires(risk('leakedCredentials')),
  'a3f55ebd-0c01-4ed6-adc0-8fb76d8cd3cd': fires(risk('maliciousIPAddress')),
  '36440e1c-5c22-467a-889b-593e66498472': fires(risk('suspiciousIPAddress')),
  '821b4dc3-1295-41e7-b157-39ab212dd6bd': fires(risk('malwareInfectedIPAddress')),
  'adf9f4d2-559e-4f5c-95be-c28dff0b1476': fires(risk('newCountry')),
  '28ecba0a-c743-4690-ad29-9a8f6f25a6f9': fires(risk('passwordSpray')),
  'a84fc3b1-c9ce-4125-8e74-bdcdb24021f1': fires(risk('attemptedPrtAccess')),
  '944f6adb-7a99-4c69-80c1-b712579e93e6': fires(risk('suspiciousBrowser')),
  'a2cb56ff-4f46-437a-a0fa-ffa4d1303cba': fires(risk('investigationsThreatIntelligence')),
  'e3393cba-31f0-4207-831e-aef90ab17a8c': fires(risk('tokenIssuerAnomaly')),
  '128faeef-79dd-44ca-b43c-a9e236a60f49': fires(risk('unfamiliarFeatures')),

  // rules/cloud/azure/privileged_identity_management
  'e402c26a-267a-45bd-9615-bd9ceda6da85': pimAlert('Potential stale accounts in a privileged role'),
  '58af08eb-f9e1-43c8-9805-3ad9b0482bd8': pimAlert(
    "The organization doesn't have Microsoft Entra ID P2 or Microsoft Entra ID Governance",
  ),
  'b1bc08d1-8224-4758-a0e6-fbcfc98c73bb': pimAlert(
    'Roles are being assigned outside of Privileged Identity Management',
  ),
  '645fd80d-6c07-435b-9e06-7bc1b5656cba': pimAlert('Roles are being activated too frequently'),
  '94a66f46-5b64-46ce-80b2-75dcbe627cc0': pimAlert(
    "Roles don't require multifactor authentication for activation",
  ),
  '8c6ec464-4ae4-43ac-936a-291da66ed13d': pimAlert(
    "Administrators aren't using their privileged roles",
  ),
  '7bbc309f-e2b1-4eb1-8369-131a367d67d3': pimAlert('There are too many Global Administrators'),

  // rules/cloud/azure/signin_logs
  '2b7d6fc0-71ac-4cf7-8ed1-b5788ee5257a': fires(signIn({ code: 50053, logonError: 'IdsLocked' })),
  '35b781cc-1a08-4a5a-80af-42fd7c315c6b': fires(signIn({ agent: 'azurehound/v2.1.7' })),
  '5afa454e-030c-4ab4-9253-a90aa7fcc581': fires(
    signIn({
      resource: { name: 'Device Registration Service', id: '01cb2876-7ebd-4aa4-9cc9-d28bd4d359a9' },
      conditionalAccess: 'success',
      requirement: 'singleFactorAuthentication',
      // The UAL tells neither the requirement nor Conditional Access.
      logonError: null,
    }),
  ),
  '28eea407-28d7-4e42-b0be-575d5ba60b2c': fires(
    signIn({ requirement: 'singleFactorAuthentication', logonError: null }),
  ),
  '572b12d4-9062-11ed-a1eb-0242ac120002': fires(
    // The portal's CSV has no risk state.
    without(
      signIn({ requirement: 'singleFactorAuthentication', riskState: 'atRisk', logonError: null }),
      'portal',
    ),
  ),
  '4f77e1d7-3982-4ee0-8489-abf2d6b75284': fires(signIn({ device: { compliant: false } })),
  '4d136857-6a1a-432a-82fc-5dd497ee5e7c': fires(
    // The portal's CSV has no network location details.
    without(signIn({ requirement: 'singleFactorAuthentication', logonError: null }), 'portal'),
  ),
  '53bb4f7f-48a8-4475-ac30-5a82ddfdf6fc': fires(signIn({ agent: 'BAV2ROPC' })),
  '248649b7-d64f-46f0-9fb2-a52774166fb5': fires(
    signIn({ protocol: 'deviceCode', logonError: null }),
  ),
  '55695bc0-c8cf-461f-a379-2535f563c854': fires(signIn({ protocol: 'ropc', logonError: null })),
  '4afac85c-224a-4dd7-b1af-8da40e1c60bd': fires(
    signIn({ code: 50057, logonError: 'UserDisabled' }),
  ),
  'b4a6d707-9430-4f5f-af68-0337f52d5c42': fires(
    signIn({
      code: 53003,
      reason:
        'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
      logonError: 'BlockedByConditionalAccess',
    }),
  ),
  '60f6535a-760f-42a9-be3f-c9a0a025906e': cannot(placeholderUpn),
  '908655e0-25cf-4ae1-b775-1c8ce9cf43d8': fires(
    signIn({
      code: 50057,
      reason: 'User account is disabled. The account has been disabled by an administrator.',
      logonError: 'UserDisabled',
    }),
  ),
  'e40f4962-b02b-4192-9bfe-245f7ece1f99': fires(
    signIn({
      code: 500121,
      reason: 'Authentication failed during strong authentication request.',
      more: 'MFA denied; user declined the authentication',
      logonError: null,
    }),
  ),
  '5496ff55-42ec-4369-81cb-00f417029e25': fires([
    ...signIn({
      code: 50074,
      reason: 'Strong Authentication is required.',
      logonError: 'UserStrongAuthClientAuthNRequiredInterrupt',
    }),
    ...signIn({
      code: 500121,
      reason: 'Authentication failed during strong authentication request.',
    }),
  ]),
  '8366030e-7216-476b-9927-271d79f13cf3': fires([
    ...signIn({
      code: 50097,
      reason: 'Device authentication is required.',
      logonError: 'DeviceAuthenticationRequired',
    }),
    ...signIn({ code: 50155, reason: 'Device authentication failed for this user.' }),
    ...signIn({ code: 50158, reason: 'External security challenge was not satisfied.' }),
  ]),
  '9a60e676-26ac-44c3-814b-0c2a8b977adf': fires(
    signIn({ code: 53003, logonError: 'BlockedByConditionalAccess' }),
  ),

  // rules-threat-hunting
  'ea1a07f0-3dac-47a2-aeb4-86f5379ba2b4': fires(signIn({ agent: 'axios/1.6.8' })),
  'c726e007-2cd0-4a55-abfb-79730fbedee5': fires([
    ...cmdlet('New-InboxRule', { Name: '.', ForwardTo: 'x@example.com' }),
    ...cmdlet('Set-Mailbox', { Identity: 'alice', ForwardingSmtpAddress: 'smtp:x@example.com' }),
    ...unified({
      Operation: 'UpdateInboxRules',
      RecordType: 2,
      Workload: 'Exchange',
      OperationProperties: [
        { Name: 'RuleOperation', Value: 'AddMailboxRule' },
        { Name: 'RuleActions', Value: '[{"ActionType":"Forward","Recipients":["x@example.com"]}]' },
      ],
    }),
  ]),
  'd3577be1-42c9-44a7-b56e-2e8de97349d3': fires(
    cmdlet('New-InboxRule', { Name: '.', MoveToFolder: 'Deleted Items', MarkAsRead: 'True' }),
  ),
};
