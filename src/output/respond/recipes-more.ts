import type { Recipe } from './recipe.js';

/** What intruders leave less often: add-ins, searches and exports of content, protocols, rights, deleted objects, read secrets. */

const exchange = {
  role: 'Exchange Administrator',
  licence: 'Exchange Online',
  connect: ['exchange'],
  scopes: [],
  modules: ['ExchangeOnlineManagement'],
} as const;

export const moreRecipes: readonly Recipe[] = [
  {
    ...exchange,
    kind: 'add-in',
    role: 'Exchange Administrator; for apps of Teams Teams Administrator',
    variables: ['Mailbox', 'UserId'],
    save: `$Apps = @(Get-App -Mailbox $Mailbox)
Save-Before 'add-ins' $Apps
$Apps | Select-Object -Property @('DisplayName', 'AppId', 'Enabled', 'Type', 'ProviderName') | Format-Table | Out-Host`,
    contain: `foreach ($App in @($Apps | Where-Object { $_.Enabled -and "$($_.Type)" -ne 'Default' })) {
    if ($PSCmdlet.ShouldProcess(('{0} in {1}' -f $App.DisplayName, $Mailbox), 'Disable the add-in')) {
        Disable-App -Mailbox $Mailbox -Identity $App.AppId -Confirm:$false
    }
}`,
    remove: `foreach ($App in @($Apps | Where-Object { "$($_.Type)" -ne 'Default' })) {
    if ($PSCmdlet.ShouldProcess(('{0} in {1}' -f $App.DisplayName, $Mailbox), 'Remove the add-in')) {
        Remove-App -Mailbox $Mailbox -Identity $App.AppId -Confirm:$false
    }
}`,
    verify: `Get-App -Mailbox $Mailbox | Select-Object -Property @('DisplayName', 'AppId', 'Enabled')`,
    graph: [
      { phase: 'save', method: 'GET', version: 'v1.0', path: '/users/{user}/teamwork/installedApps?$expand=teamsApp', permission: 'TeamsAppInstallation.ReadForUser.All' },
      { phase: 'remove', method: 'DELETE', version: 'v1.0', path: '/users/{user}/teamwork/installedApps/{id}', permission: 'TeamsAppInstallation.ReadWriteForUser.All' },
    ],
  },
  {
    ...exchange,
    kind: 'ediscovery',
    role: 'eDiscovery Manager (Purview)',
    licence: 'Audit (Standard) and eDiscovery',
    connect: ['purview'],
    variables: ['User'],
    save: `$Searches = @(Get-ComplianceSearch | Where-Object { $_.CreatedBy -eq $User -or $_.RunBy -eq $User })
$Exports = @(Get-ComplianceSearchAction | Where-Object { $_.CreatedBy -eq $User -or $_.RunBy -eq $User })
Save-Before 'searches' $Searches
Save-Before 'exports' $Exports
Save-Before 'cases' (Get-ComplianceCase)`,
    contain: `foreach ($Export in $Exports) {
    if ($PSCmdlet.ShouldProcess($Export.Name, 'Remove the export, so that it cannot be downloaded')) {
        Remove-ComplianceSearchAction -Identity $Export.Identity -Confirm:$false
    }
}`,
    remove: `foreach ($Search in $Searches) {
    if ($PSCmdlet.ShouldProcess($Search.Name, 'Remove the search')) {
        Remove-ComplianceSearch -Identity $Search.Identity -Confirm:$false
    }
}`,
    verify: `Get-ComplianceSearchAction | Select-Object -Property @('Name', 'Action', 'RunBy', 'Status')`,
    graph: [
      { phase: 'save', method: 'GET', version: 'v1.0', path: '/security/cases/ediscoveryCases', permission: 'eDiscovery.Read.All' },
    ],
  },
  {
    ...exchange,
    kind: 'protocols',
    variables: ['Mailbox'],
    save: `Save-Before 'protocols' (Get-CASMailbox -Identity $Mailbox)`,
    contain: `if ($PSCmdlet.ShouldProcess($Mailbox, 'Switch POP, IMAP and SMTP AUTH off')) {
    Set-CASMailbox -Identity $Mailbox -PopEnabled $false -ImapEnabled $false -SmtpClientAuthenticationDisabled $true -Confirm:$false
}`,
    verify: `Get-CASMailbox -Identity $Mailbox | Select-Object -Property @('Name', 'PopEnabled', 'ImapEnabled', 'SmtpClientAuthenticationDisabled', 'EwsEnabled', 'ActiveSyncEnabled')`,
    graph: [],
  },
  {
    ...exchange,
    kind: 'exchange-role',
    role: 'Exchange Administrator with Role Management',
    variables: ['User', 'From'],
    save: `$Assignments = @(Get-ManagementRoleAssignment -RoleAssignee $User)
Save-Before 'role-assignments' $Assignments
Save-Before 'role-groups' (Get-RoleGroup -ResultSize Unlimited)`,
    contain: `foreach ($Assignment in @($Assignments | Where-Object { $_.WhenCreated -ge ([datetime] $From) })) {
    if ($PSCmdlet.ShouldProcess(('{0} of {1}' -f $Assignment.Role, $User), 'Take the assignment back')) {
        Remove-ManagementRoleAssignment -Identity $Assignment.Identity -Confirm:$false
    }
}`,
    verify: `Get-ManagementRoleAssignment -RoleAssignee $User | Select-Object -Property @('Role', 'RoleAssigneeName', 'WhenCreated')`,
    graph: [],
  },
  {
    ...exchange,
    kind: 'mailbox-settings',
    variables: ['Mailbox'],
    save: `Save-Before 'mailbox' (Get-Mailbox -Identity $Mailbox)
Save-Before 'junk-mail' (Get-MailboxJunkEmailConfiguration -Identity $Mailbox)
$Requests = @(Get-MailboxRestoreRequest | Where-Object { "$($_.TargetMailbox)" -eq (Get-Mailbox -Identity $Mailbox).Identity })
Save-Before 'restore-requests' $Requests`,
    contain: `if ($PSCmdlet.ShouldProcess($Mailbox, 'Show the mailbox in the address lists again')) {
    Set-Mailbox -Identity $Mailbox -HiddenFromAddressListsEnabled $false -Confirm:$false
}
foreach ($Request in $Requests) {
    if ($PSCmdlet.ShouldProcess($Request.Identity, 'Remove the request that copies a deleted mailbox')) {
        Remove-MailboxRestoreRequest -Identity $Request.Identity -Confirm:$false
    }
}
Write-Warning 'Put the lists of safe and blocked senders back by hand, from what was saved.'`,
    verify: `Get-Mailbox -Identity $Mailbox | Select-Object -Property @('PrimarySmtpAddress', 'HiddenFromAddressListsEnabled')
Get-MailboxJunkEmailConfiguration -Identity $Mailbox | Select-Object -Property @('TrustedSendersAndDomains', 'BlockedSendersAndDomains')`,
    graph: [],
  },
  {
    kind: 'membership',
    role: 'Groups Administrator; for sites SharePoint Administrator',
    licence: 'Entra ID Free; SharePoint Online',
    connect: ['graph'],
    scopes: ['GroupMember.Read.All', 'AuditLog.Read.All'],
    modules: ['Microsoft.Graph.Authentication', 'Microsoft.Graph.Users'],
    variables: ['UserId'],
    save: `Save-Before 'member-of' (Get-MgUserMemberOf -UserId $UserId -All)`,
    contain: "Write-Warning 'Remove what was added: members of teams and groups in the Microsoft 365 admin center, administrators of sites in the SharePoint admin center.'",
    verify: `Get-MgUserMemberOf -UserId $UserId -All | ForEach-Object { $_.AdditionalProperties['displayName'] }`,
    graph: [
      { phase: 'save', method: 'GET', version: 'v1.0', path: '/users/{user}/memberOf', permission: 'GroupMember.Read.All' },
      { phase: 'contain', method: 'DELETE', version: 'v1.0', path: '/groups/{groupId}/members/{id}/$ref', permission: 'GroupMember.ReadWrite.All' },
    ],
  },
  {
    kind: 'restore-directory',
    role: 'User Administrator; for applications Application Administrator; for roles Privileged Role Administrator',
    licence: 'Entra ID Free',
    connect: ['graph'],
    scopes: ['Directory.Read.All', 'User.ReadWrite.All', 'Application.ReadWrite.All'],
    modules: ['Microsoft.Graph.Authentication', 'Microsoft.Graph.Identity.DirectoryManagement'],
    variables: ['From'],
    save: `$Deleted = @(Get-MgDirectoryDeletedItemAsUser -All) + @(Get-MgDirectoryDeletedItemAsApplication -All) + @(Get-MgDirectoryDeletedItemAsGroup -All)
Save-Before 'deleted-items' $Deleted
Save-Before 'role-assignments' (Invoke-MgGraphRequest -Method GET -Uri 'v1.0/roleManagement/directory/roleAssignments')`,
    contain: `foreach ($Item in @($Deleted | Where-Object { $_.DeletedDateTime -ge ([datetime] $From) })) {
    if ($PSCmdlet.ShouldProcess($Item.DisplayName, 'Restore what was deleted')) {
        Restore-MgDirectoryDeletedItem -DirectoryObjectId $Item.Id -Confirm:$false
    }
}`,
    verify: `Get-MgDirectoryDeletedItemAsUser -All | Select-Object -Property @('DisplayName', 'DeletedDateTime')`,
    graph: [
      { phase: 'save', method: 'GET', version: 'v1.0', path: '/directory/deletedItems/microsoft.graph.user', permission: 'User.Read.All' },
      { phase: 'save', method: 'GET', version: 'v1.0', path: '/directory/deletedItems/microsoft.graph.application', permission: 'Application.Read.All' },
      { phase: 'contain', method: 'POST', version: 'v1.0', path: '/directory/deletedItems/{id}/restore', permission: 'User.ReadWrite.All for users; Application.ReadWrite.All for applications; Group.ReadWrite.All for groups' },
    ],
  },
  {
    kind: 'device-secrets',
    role: 'Intune Administrator',
    licence: 'Intune; Windows LAPS in Entra ID',
    connect: ['graph'],
    scopes: ['AuditLog.Read.All', 'DeviceManagementManagedDevices.Read.All'],
    modules: ['Microsoft.Graph.Authentication', 'Microsoft.Graph.Reports'],
    variables: ['User', 'From'],
    save: `$Filter = "initiatedBy/user/userPrincipalName eq '{0}' and activityDateTime ge {1:yyyy-MM-ddTHH:mm:ssZ}" -f $User.Replace("'", "''"), ([datetime] $From).ToUniversalTime()
$Audits = @(Get-MgAuditLogDirectoryAudit -Filter $Filter -All)
Save-Before 'read-secrets' $Audits
$Audits | ForEach-Object { '{0} {1} {2}' -f $_.ActivityDateTime, $_.ActivityDisplayName, @($_.TargetResources.DisplayName) } | Out-Host`,
    contain: "Write-Warning 'Rotate the local administrator password and the BitLocker keys of each device that was named: in Intune, or by the requests of the plan.'",
    verify: "Write-Host 'In Intune each device shows when its password and keys were rotated last.'",
    graph: [
      { phase: 'save', method: 'GET', version: 'v1.0', path: "/auditLogs/directoryAudits?$filter=initiatedBy/user/userPrincipalName eq '{user}' and activityDateTime ge {from}", permission: 'AuditLog.Read.All' },
      { phase: 'contain', method: 'POST', version: 'beta', path: '/deviceManagement/managedDevices/{id}/rotateLocalAdminPassword', permission: 'DeviceManagementManagedDevices.PrivilegedOperations.All' },
      { phase: 'contain', method: 'POST', version: 'beta', path: '/deviceManagement/managedDevices/{id}/rotateBitLockerKeys', permission: 'DeviceManagementManagedDevices.PrivilegedOperations.All' },
    ],
  },
]; // prettier-ignore
