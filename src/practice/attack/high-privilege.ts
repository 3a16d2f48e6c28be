import { apps } from '../company/apps-table.js';
import { attackAgents } from '../company/agents-table.js';
import { attackNetworks } from '../company/networks-table.js';
import { auditEntry, auditRecordOf, userTarget } from '../records/audit.js';
import { azureEvents, riskOf } from '../records/azure.js';
import type { TraceInstance } from '../records/draft.js';
import { aitmLogin, report } from './login.js';
import { phishingMail } from './phishing.js';
import type { Scenario } from './scenario.js';
import { everyone } from './scenario.js';

/** An administrator of roles is the victim: a role, access to all of Azure, and machines for mining (W-25). */
export const highPrivilege: Scenario = {
  slug: 'high-privilege',
  title: 'A privileged victim: role granted, Owner in Azure, resources changed',
  last: '2025-07-11',
  leastUsers: 8,
  leastDays: 2,
  users: 250,
  days: 30,
  licence: 'e5',
  cast: everyone,
  exports: (company) => ({
    signIns: true,
    audit: true,
    trace: true,
    azure: true,
    risk: true,
    search: company.people.slice(7, 8),
  }),
  play: (scene) => {
    const { company, random, story, emit } = scene;
    const { clock } = company;
    const victim = scene.person('Lee', 'Gu');
    const subscription = random.guid();
    const group = `/subscriptions/${subscription}/resourceGroups/rg-production`;
    // What the cloud engineers do every working day.
    for (let day = 0; day <= scene.lastDay; day++) {
      if (!clock.isWorkday(day)) continue;
      const time = clock.at(day, 10, random.int(0, 59));
      const access = { ...scene.ownAccess(victim, 'browser', time), app: apps.azurePortal };
      for (let at = random.int(1, 3); at > 0; at--)
        azureEvents(random, company, access, {
          time: time + at * 600_000,
          operation: random.pick([
            'Microsoft.Compute/virtualMachines/restart/action',
            'Microsoft.Resources/deployments/write',
            'Microsoft.Storage/storageAccounts/listKeys/action',
            'Microsoft.Resources/tags/write',
          ]),
          resource: `${group}/providers/Microsoft.Compute/virtualMachines/app-${random.int(1, 6)}`,
        }).forEach(emit);
    }
    const begin = clock.at(scene.lastDay, 18, 30);
    phishingMail(scene, {
      time: begin,
      subject: 'Azure service health: action required',
      fromName: 'Azure',
      from: 'azure-noreply@azure-health.example',
      returnPath: 'azure-noreply@azure-health.example',
      server: { name: 'o1.azure-health.example', ip: '192.0.2.140' },
      to: victim,
      url: 'https://portal.azure-health.example/alerts',
      text: ['A resource of yours needs attention.', 'Sign in to see the advisory.'],
    });
    const proxy = scene.attackPlace(attackNetworks.digitalOceanSg, 'AiTM proxy');
    const replay = scene.attackPlace(attackNetworks.torExit, 'replay of the stolen session, Tor');
    const { intruder, first } = aitmLogin(scene, {
      victim,
      at: begin + 700_000,
      proxy,
      replay,
      agent: attackAgents.chromeLinux,
      risk: 'medium',
    });
    emit(
      riskOf(random, first, {
        type: 'unfamiliarFeatures',
        level: 'medium',
        mark: intruder.mark(
          intruder.trace('aitm-sign-in', 'Entra ID Protection rated the sign-in medium.'),
        ),
      }),
    );

    const directory = (
      time: number,
      trace: TraceInstance,
      activity: string,
      target: Parameters<typeof auditEntry>[1]['targets'],
      service = 'Core Directory',
    ): void => {
      const access = intruder.access(trace);
      const entry = auditEntry(random, {
        time,
        activity,
        category: 'RoleManagement',
        service,
        operation: 'Assign',
        by: { kind: 'user', user: victim, place: access.place },
        targets: target,
        details: [['User-Agent', attackAgents.chromeLinux.text]],
        session: intruder.session,
        token: access.token,
        mark: intruder.mark(trace),
      });
      emit(entry);
      if (service === 'Core Directory') emit(auditRecordOf(random, company, entry));
    };
    const granted = intruder.trace(
      'role-granted',
      'Lee Gu was made Global Administrator by his own account.',
    );
    const role = random.guid();
    intruder.signIn(
      begin + 1_900_000,
      intruder.trace('session-replayed', 'The session opened the Azure portal.'),
      { app: apps.azurePortal, resource: apps.azureManagement },
    );
    directory(begin + 2_000_000, granted, 'Add member to role', [
      userTarget(victim, [
        { name: 'Role.ObjectID', after: role },
        { name: 'Role.DisplayName', after: 'Global Administrator' },
        { name: 'Role.TemplateId', after: '62e90394-69f5-4237-9190-012177145e10' },
        { name: 'Role.WellKnownObjectName', after: 'TenantAdmins' },
      ]),
      { type: 'Role', id: role, name: 'Global Administrator' },
    ]);
    story.created.push({
      kind: 'directory-role',
      name: 'Global Administrator',
      id: role,
      owner: victim.upn,
      facts: { role: 'Global Administrator', member: victim.upn },
      mark: granted,
    });

    const elevated = intruder.trace(
      'access-elevated',
      'Access to all subscriptions was taken by "elevate access".',
    );
    const portal = () => intruder.access(elevated, apps.azurePortal);
    azureEvents(random, company, portal(), {
      time: begin + 2_200_000,
      operation: 'Microsoft.Authorization/elevateAccess/action',
      resource: '/providers/Microsoft.Authorization',
    }).forEach(emit);
    const owner = intruder.trace(
      'azure-role-assigned',
      `Lee Gu was made Owner of subscription ${subscription}.`,
    );
    const assignment = random.guid();
    azureEvents(random, company, intruder.access(owner, apps.azurePortal), {
      time: begin + 2_420_000,
      operation: 'Microsoft.Authorization/roleAssignments/write',
      resource: `/subscriptions/${subscription}/providers/Microsoft.Authorization/roleAssignments/${assignment}`,
      body: {
        Properties: {
          PrincipalId: victim.id,
          RoleDefinitionId: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
          Scope: `/subscriptions/${subscription}`,
        },
      },
    }).forEach(emit);
    story.created.push({
      kind: 'azure-role',
      name: 'Owner',
      id: assignment,
      owner: victim.upn,
      facts: { role: 'Owner', scope: `/subscriptions/${subscription}` },
      mark: owner,
    });

    const changed = intruder.trace(
      'azure-resource-changed',
      'Large machines were made, a network rule was opened and a backup vault was deleted.',
    );
    const steps = [
      [
        'Microsoft.Compute/virtualMachines/write',
        `${group}/providers/Microsoft.Compute/virtualMachines/gpu-01`,
      ],
      [
        'Microsoft.Compute/virtualMachines/write',
        `${group}/providers/Microsoft.Compute/virtualMachines/gpu-02`,
      ],
      [
        'Microsoft.Network/networkSecurityGroups/securityRules/write',
        `${group}/providers/Microsoft.Network/networkSecurityGroups/nsg-app/securityRules/any`,
      ],
      [
        'Microsoft.KeyVault/vaults/accessPolicies/write',
        `${group}/providers/Microsoft.KeyVault/vaults/kv-production`,
      ],
      [
        'Microsoft.RecoveryServices/vaults/delete',
        `${group}/providers/Microsoft.RecoveryServices/vaults/backup`,
      ],
    ] as const;
    steps.forEach(([operation, resource], at) => {
      azureEvents(random, company, intruder.access(changed, apps.azurePortal), {
        time: begin + 2_700_000 + at * 240_000,
        operation,
        resource,
      }).forEach(emit);
      story.created.push({
        kind: 'azure-resource',
        name: resource.split('/').at(-1) ?? resource,
        id: resource,
        owner: victim.upn,
        facts: { operation },
        mark: changed,
      });
    });
    report(
      scene,
      clock.at(scene.lastDay, 20, 15),
      scene.person('Megan', 'Bowen').upn,
      'An alert on cost: two large virtual machines nobody ordered. Lee says he did not make them.',
      '覚えのない大型の仮想マシンが二台作られ、コストの警告が出ています。Lee さんは作っていないそうです。',
    );
  },
};
