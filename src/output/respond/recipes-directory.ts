import type { Application, ServicePrincipal } from '@microsoft/microsoft-graph-types';
import type { Recipe } from './recipe.js';

/** W-55, W-56, roles, Conditional Access, settings of the tenant and Azure. */

const auditsOfWindow = {
  phase: 'save',
  method: 'GET',
  version: 'v1.0',
  path: '/auditLogs/directoryAudits?$filter=activityDateTime ge {from} and activityDateTime le {to}',
  permission: 'AuditLog.Read.All',
} as const;

export const directoryRecipes: readonly Recipe[] = [
  {
    kind: 'flow',
    role: 'Power Platform Administrator',
    licence: 'Power Automate (part of Microsoft 365)',
    connect: ['flow'],
    scopes: [],
    modules: ['Microsoft.PowerApps.Administration.PowerShell'],
    variables: ['Target', 'User'],
    save: `$Flows = @(Get-AdminFlow)
$Wanted = @($Flows | Where-Object { $_.FlowName -eq $Target -or $_.DisplayName -ceq $Target })
Save-Before 'flows' $Flows
foreach ($Flow in $Wanted) {
    Save-Before 'flow' (Get-AdminFlow -EnvironmentName $Flow.EnvironmentName -FlowName $Flow.FlowName)
    Save-Before 'flow-owners' (Get-AdminFlowOwnerRole -EnvironmentName $Flow.EnvironmentName -FlowName $Flow.FlowName)
}
if ($Wanted.Count -eq 0) { Write-Warning 'No such flow: look at the saved list and at the portal.' }`,
    contain: `foreach ($Flow in $Wanted) {
    if ($PSCmdlet.ShouldProcess($Flow.DisplayName, 'Turn the flow off')) {
        Disable-AdminFlow -EnvironmentName $Flow.EnvironmentName -FlowName $Flow.FlowName
    }
}`,
    remove: `foreach ($Flow in $Wanted) {
    if ($PSCmdlet.ShouldProcess($Flow.DisplayName, 'Delete the flow')) {
        Remove-AdminFlow -EnvironmentName $Flow.EnvironmentName -FlowName $Flow.FlowName
    }
}`,
    verify: `Get-AdminFlow | Where-Object { $_.FlowName -eq $Target -or $_.DisplayName -ceq $Target } | Select-Object -Property @('DisplayName', 'FlowName', 'Enabled')`,
    graph: [],
  },
  {
    kind: 'app',
    role: 'Cloud Application Administrator (application permissions: Privileged Role Administrator)',
    licence: 'Entra ID Free',
    connect: ['graph'],
    scopes: ['Application.ReadWrite.All', 'DelegatedPermissionGrant.ReadWrite.All', 'AppRoleAssignment.ReadWrite.All', 'Directory.Read.All'],
    modules: ['Microsoft.Graph.Authentication', 'Microsoft.Graph.Applications', 'Microsoft.Graph.Identity.SignIns'],
    variables: ['Target', 'From', 'To'],
    save: `$Since = ([datetime] $From).ToUniversalTime()
$All = @(Get-MgServicePrincipal -All -Property @('id', 'appId', 'displayName', 'accountEnabled', 'appOwnerOrganizationId', 'keyCredentials', 'passwordCredentials', 'createdDateTime'))
$Principals = @($All | Where-Object { $Target -ne '' -and ($_.AppId -eq $Target -or $_.Id -eq $Target -or $_.DisplayName -ceq $Target) })
if ($Principals.Count -eq 0) {
    Write-Warning 'The logs do not name the application: all that were added since the intrusion began are asked about.'
    $Principals = @($All | Where-Object { [datetime] $_.AdditionalProperties['createdDateTime'] -ge $Since })
}
Save-Before 'service-principals' $Principals
$Applications = @()
foreach ($Principal in $Principals) {
    Save-Before 'owners' (Get-MgServicePrincipalOwner -ServicePrincipalId $Principal.Id -All)
    Save-Before 'delegated-grants' (Get-MgServicePrincipalOauth2PermissionGrant -ServicePrincipalId $Principal.Id -All)
    Save-Before 'app-roles' (Get-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $Principal.Id -All)
    Save-Before 'assigned-to' (Get-MgServicePrincipalAppRoleAssignedTo -ServicePrincipalId $Principal.Id -All)
    $Applications += @(Get-MgApplication -Filter ("appId eq '{0}'" -f [guid] $Principal.AppId))
}
Save-Before 'applications' $Applications`,
    contain: `foreach ($Principal in $Principals) {
    $What = '{0} {1}' -f $Principal.DisplayName, $Principal.AppId
    if ($PSCmdlet.ShouldProcess($What, 'Disable the application for sign-in')) {
        Update-MgServicePrincipal -ServicePrincipalId $Principal.Id -AccountEnabled:$false -Confirm:$false
    }
    foreach ($Grant in @(Get-MgServicePrincipalOauth2PermissionGrant -ServicePrincipalId $Principal.Id -All)) {
        if ($PSCmdlet.ShouldProcess(('{0}: {1} {2}' -f $What, $Grant.ConsentType, $Grant.Scope), 'Revoke the delegated permissions')) {
            $Key = @{ OAuth2PermissionGrantId = $Grant.Id; Confirm = $false }
            Remove-MgOauth2PermissionGrant @Key
        }
    }
    foreach ($Role in @(Get-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $Principal.Id -All)) {
        if ($PSCmdlet.ShouldProcess(('{0}: {1} {2}' -f $What, $Role.ResourceDisplayName, $Role.AppRoleId), 'Revoke the application permission')) {
            Remove-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $Principal.Id -AppRoleAssignmentId $Role.Id -Confirm:$false
        }
    }
}
foreach ($Application in $Applications) {
    foreach ($Credential in @($Application.PasswordCredentials)) {
        if ($PSCmdlet.ShouldProcess(('{0}: secret {1} of {2}' -f $Application.DisplayName, $Credential.KeyId, $Credential.StartDateTime), 'Delete the client secret')) {
            Remove-MgApplicationPassword -ApplicationId $Application.Id -KeyId $Credential.KeyId -Confirm:$false
        }
    }
    if (@($Application.KeyCredentials).Count -gt 0) { Write-Warning ('{0} has certificates: delete them in the portal.' -f $Application.AppId) }
}`,
    remove: `foreach ($Application in $Applications) {
    if ($PSCmdlet.ShouldProcess(('{0} {1}' -f $Application.DisplayName, $Application.AppId), 'Delete the application')) {
        Remove-MgApplication -ApplicationId $Application.Id -Confirm:$false
    }
}
foreach ($Principal in $Principals) {
    if ($PSCmdlet.ShouldProcess(('{0} {1}' -f $Principal.DisplayName, $Principal.AppId), 'Delete the enterprise application')) {
        Remove-MgServicePrincipal -ServicePrincipalId $Principal.Id -Confirm:$false
    }
}`,
    verify: `foreach ($Principal in $Principals) { Get-MgServicePrincipal -ServicePrincipalId $Principal.Id -Property @('displayName', 'appId', 'accountEnabled') -ErrorAction SilentlyContinue | Select-Object -Property @('DisplayName', 'AppId', 'AccountEnabled') }`,
    graph: [
      { phase: 'save', method: 'GET', version: 'v1.0', path: "/servicePrincipals(appId='{target}')", permission: 'Application.Read.All' },
      { phase: 'save', method: 'GET', version: 'v1.0', path: "/servicePrincipals(appId='{target}')/oauth2PermissionGrants", permission: 'Directory.Read.All' },
      { phase: 'save', method: 'GET', version: 'v1.0', path: "/servicePrincipals(appId='{target}')/appRoleAssignments", permission: 'Application.Read.All' },
      { phase: 'contain', method: 'PATCH', version: 'v1.0', path: "/servicePrincipals(appId='{target}')", body: { accountEnabled: false } satisfies ServicePrincipal, permission: 'Application.ReadWrite.All' },
      { phase: 'contain', method: 'DELETE', version: 'v1.0', path: '/oauth2PermissionGrants/{id}', permission: 'DelegatedPermissionGrant.ReadWrite.All' },
      { phase: 'contain', method: 'DELETE', version: 'v1.0', path: '/servicePrincipals/{id}/appRoleAssignments/{id}', permission: 'AppRoleAssignment.ReadWrite.All' },
      { phase: 'contain', method: 'POST', version: 'v1.0', path: "/applications(appId='{target}')/removePassword", body: { keyId: '{keyId}' }, permission: 'Application.ReadWrite.All' },
      { phase: 'contain', method: 'PATCH', version: 'v1.0', path: "/applications(appId='{target}')", body: { requiredResourceAccess: [] } satisfies Application, permission: 'Application.ReadWrite.All' },
      { phase: 'remove', method: 'DELETE', version: 'v1.0', path: "/applications(appId='{target}')", permission: 'Application.ReadWrite.All' },
      { phase: 'remove', method: 'DELETE', version: 'v1.0', path: "/servicePrincipals(appId='{target}')", permission: 'Application.ReadWrite.All' },
      { phase: 'verify', method: 'GET', version: 'v1.0', path: "/servicePrincipals(appId='{target}')?$select=accountEnabled", permission: 'Application.Read.All' },
    ],
  },
  {
    kind: 'role',
    role: 'Privileged Role Administrator',
    licence: 'Entra ID Free (eligible assignments: P2)',
    connect: ['graph'],
    scopes: ['RoleManagement.ReadWrite.Directory', 'User.Read.All'],
    modules: ['Microsoft.Graph.Authentication', 'Microsoft.Graph.Identity.Governance', 'Microsoft.Graph.Users'],
    variables: ['UserId'],
    save: `$Who = Get-MgUser -UserId $UserId -Property @('id', 'userPrincipalName')
$Assignments = @(Get-MgRoleManagementDirectoryRoleAssignment -All -Filter ("principalId eq '{0}'" -f [guid] $Who.Id) -ExpandProperty roleDefinition)
Save-Before 'role-assignments' $Assignments
Save-Before 'role-eligibilities' (Get-MgRoleManagementDirectoryRoleEligibilitySchedule -All -Filter ("principalId eq '{0}'" -f [guid] $Who.Id) -ErrorAction SilentlyContinue)`,
    contain: `foreach ($Assignment in $Assignments) {
    if ($PSCmdlet.ShouldProcess(('{0}: {1} at {2}' -f $Who.UserPrincipalName, $Assignment.RoleDefinition.DisplayName, $Assignment.DirectoryScopeId), 'Take back the role')) {
        Remove-MgRoleManagementDirectoryRoleAssignment -UnifiedRoleAssignmentId $Assignment.Id -Confirm:$false
    }
}`,
    verify: `Get-MgRoleManagementDirectoryRoleAssignment -All -Filter ("principalId eq '{0}'" -f [guid] $Who.Id) | Select-Object -Property @('RoleDefinitionId', 'DirectoryScopeId')`,
    graph: [
      { phase: 'save', method: 'GET', version: 'v1.0', path: "/roleManagement/directory/roleAssignments?$filter=principalId eq '{user}'&$expand=roleDefinition", permission: 'RoleManagement.Read.Directory' },
      { phase: 'contain', method: 'DELETE', version: 'v1.0', path: '/roleManagement/directory/roleAssignments/{id}', permission: 'RoleManagement.ReadWrite.Directory' },
      { phase: 'verify', method: 'GET', version: 'v1.0', path: "/roleManagement/directory/roleAssignments?$filter=principalId eq '{user}'", permission: 'RoleManagement.Read.Directory' },
    ],
  },
  {
    kind: 'conditional-access',
    role: 'Conditional Access Administrator',
    licence: 'Entra ID P1',
    connect: ['graph'],
    scopes: ['Policy.Read.All', 'Policy.ReadWrite.ConditionalAccess', 'AuditLog.Read.All'],
    modules: ['Microsoft.Graph.Authentication', 'Microsoft.Graph.Identity.SignIns', 'Microsoft.Graph.Reports'],
    variables: ['From', 'To'],
    save: `$Since = ([datetime] $From).ToUniversalTime()
$Policies = @(Get-MgIdentityConditionalAccessPolicy -All)
Save-Before 'policies' $Policies
Save-Before 'named-locations' (Get-MgIdentityConditionalAccessNamedLocation -All)
$Deleted = @((Invoke-MgGraphRequest -Method GET -Uri 'beta/identity/conditionalAccess/deletedItems/policies').value)
Save-Before 'deleted-policies' $Deleted
Save-Before 'changes' (Get-MgAuditLogDirectoryAudit -All -Filter ('activityDateTime ge {0:yyyy-MM-ddTHH:mm:ssZ}' -f $Since) | Where-Object { $_.ActivityDisplayName -match 'conditional access|named location' })`,
    contain: `foreach ($Policy in $Deleted) {
    if ([datetime] $Policy.deletedDateTime -lt $Since) { continue }
    if ($PSCmdlet.ShouldProcess($Policy.displayName, 'Restore the deleted policy')) {
        Invoke-MgGraphRequest -Method POST -Uri ('beta/identity/conditionalAccess/deletedItems/policies/{0}/restore' -f [guid] $Policy.id) | Out-Null
    }
}
foreach ($Policy in @($Policies | Where-Object { $_.ModifiedDateTime -ge $Since -and $_.State -ne 'enabled' })) {
    if ($PSCmdlet.ShouldProcess(('{0}: {1}' -f $Policy.DisplayName, $Policy.State), 'Switch the policy on again')) {
        Update-MgIdentityConditionalAccessPolicy -ConditionalAccessPolicyId $Policy.Id -State 'enabled' -Confirm:$false
    }
}
Write-Warning 'Exclusions and locations are put back by hand: their values of before are in the saved changes.'`,
    verify: `Get-MgIdentityConditionalAccessPolicy -All | Select-Object -Property @('DisplayName', 'State', 'ModifiedDateTime')`,
    graph: [
      { phase: 'save', method: 'GET', version: 'v1.0', path: '/identity/conditionalAccess/policies', permission: 'Policy.Read.All' },
      auditsOfWindow,
      { phase: 'contain', method: 'PATCH', version: 'v1.0', path: '/identity/conditionalAccess/policies/{id}', body: { state: 'enabled' }, permission: 'Policy.Read.All and Policy.ReadWrite.ConditionalAccess' },
      { phase: 'contain', method: 'POST', version: 'beta', path: '/identity/conditionalAccess/deletedItems/policies/{id}/restore', permission: 'Policy.ReadWrite.ConditionalAccess' },
      { phase: 'verify', method: 'GET', version: 'v1.0', path: '/identity/conditionalAccess/policies?$select=displayName,state', permission: 'Policy.Read.All' },
    ],
  },
  {
    kind: 'tenant-setting',
    role: 'Global Reader to look, Global Administrator to change',
    licence: 'Entra ID Free',
    connect: ['graph'],
    scopes: ['Policy.Read.All', 'Domain.Read.All', 'AuditLog.Read.All'],
    modules: ['Microsoft.Graph.Authentication', 'Microsoft.Graph.Identity.SignIns', 'Microsoft.Graph.Identity.DirectoryManagement', 'Microsoft.Graph.Reports'],
    variables: ['From', 'To'],
    save: `Save-Before 'authorization-policy' (Get-MgPolicyAuthorizationPolicy)
Save-Before 'authentication-methods-policy' (Get-MgPolicyAuthenticationMethodPolicy)
Save-Before 'cross-tenant-access' (Get-MgPolicyCrossTenantAccessPolicyPartner -All)
Save-Before 'domains' (Get-MgDomain -All)
Save-Before 'changes' (Get-MgAuditLogDirectoryAudit -All -Filter ('activityDateTime ge {0:yyyy-MM-ddTHH:mm:ssZ}' -f ([datetime] $From).ToUniversalTime()))`,
    contain: "Write-Warning 'Every setting differs: put back by hand what the saved changes show, with the values of before in ModifiedProperties.'",
    verify: `Get-MgDomain -All | Select-Object -Property @('Id', 'AuthenticationType', 'IsVerified')`,
    graph: [
      { phase: 'save', method: 'GET', version: 'v1.0', path: '/policies/authorizationPolicy', permission: 'Policy.Read.All' },
      { phase: 'save', method: 'GET', version: 'v1.0', path: '/domains', permission: 'Domain.Read.All' },
      auditsOfWindow,
    ],
  },
  {
    kind: 'azure',
    role: 'Owner or User Access Administrator of the subscription (Azure)',
    licence: 'Azure subscription',
    connect: ['azure'],
    scopes: [],
    modules: ['Az.Accounts', 'Az.Resources', 'Az.Monitor'],
    variables: ['User', 'From', 'To'],
    save: `$Since = ([datetime] $From).ToUniversalTime()
$Until = ([datetime] $To).ToUniversalTime().AddMinutes(1)
$Found = @()
foreach ($Subscription in @(Get-AzSubscription)) {
    Set-AzContext -SubscriptionId $Subscription.Id -WhatIf:$false -Confirm:$false | Out-Null
    Save-Before 'activity-log' (Get-AzActivityLog -StartTime $Since -EndTime $Until -WarningAction SilentlyContinue)
    $Here = @(Get-AzRoleAssignment)
    Save-Before 'role-assignments' $Here
    $Found += @($Here | Where-Object { $User -ne '' -and $_.SignInName -eq $User })
}
$Root = @(Get-AzRoleAssignment -Scope '/' | Where-Object { $_.Scope -eq '/' })
Save-Before 'role-assignments-root' $Root
$Found += $Root`,
    contain: `foreach ($Assignment in $Found) {
    if ($PSCmdlet.ShouldProcess(('{0}: {1} at {2}' -f $Assignment.SignInName, $Assignment.RoleDefinitionName, $Assignment.Scope), 'Remove the Azure role')) {
        Remove-AzRoleAssignment -InputObject $Assignment -Confirm:$false
    }
}
Write-Warning 'Resources are put back by hand: the saved activity log lists what was changed.'`,
    verify: `Get-AzRoleAssignment -Scope '/' | Where-Object { $_.Scope -eq '/' } | Select-Object -Property @('SignInName', 'RoleDefinitionName', 'Scope')`,
    graph: [],
  },
]; // prettier-ignore
