import type { IpNamedLocation } from '@microsoft/microsoft-graph-types';
import type { Recipe } from './recipe.js';

/** W-57 … W-59, what is blocked, and files. */

const allow = {
  role: 'Security Administrator',
  licence: 'Exchange Online Protection',
  connect: ['exchange'],
  scopes: [],
  modules: ['ExchangeOnlineManagement'],
  variables: ['Target'],
  graph: [],
} as const;
const signIns = {
  phase: 'save',
  method: 'GET',
  version: 'beta',
  path: "/auditLogs/signIns?$filter=createdDateTime ge {from} and createdDateTime le {to} and userPrincipalName eq '{user}' and signInEventTypes/any(t:t eq 'interactiveUser' or t eq 'nonInteractiveUser')",
  permission: 'AuditLog.Read.All',
} as const;
const blocked = (kind: 'block-sender' | 'block-domain' | 'block-url', list: string): Recipe => ({
  ...allow,
  kind,
  save: `Save-Before 'allow-block-list' (Get-TenantAllowBlockListItems -ListType ${list})`,
  contain: `if ($PSCmdlet.ShouldProcess($Shown, 'Block for 90 days')) {
    New-TenantAllowBlockListItems -ListType ${list} -Block -Entries $Target -ExpirationDate ((Get-Date).AddDays(90)) -Notes 'Konseki' -Confirm:$false
}`,
  verify: `Get-TenantAllowBlockListItems -ListType ${list} -Block | Select-Object -Property @('Value', 'ExpirationDate')`,
});

export const mailRecipes: readonly Recipe[] = [
  blocked('block-sender', 'Sender'),
  blocked('block-domain', 'Sender'),
  blocked('block-url', 'Url'),
  {
    kind: 'block-ip',
    role: 'Conditional Access Administrator',
    licence: 'Entra ID P1',
    connect: ['graph'],
    scopes: ['Policy.Read.All', 'Policy.ReadWrite.ConditionalAccess'],
    modules: ['Microsoft.Graph.Authentication', 'Microsoft.Graph.Identity.SignIns'],
    variables: ['Target'],
    save: `Save-Before 'named-locations' (Get-MgIdentityConditionalAccessNamedLocation -All)
Save-Before 'policies' (Get-MgIdentityConditionalAccessPolicy -All)
$Address = [System.Net.IPAddress]::Parse($Target)
$IsV6 = $Address.AddressFamily -eq [System.Net.Sockets.AddressFamily]::InterNetworkV6
$Range = @{
    '@odata.type' = $(if ($IsV6) { '#microsoft.graph.iPv6CidrRange' } else { '#microsoft.graph.iPv4CidrRange' })
    cidrAddress   = '{0}/{1}' -f $Address, $(if ($IsV6) { 128 } else { 32 })
}`,
    contain: `if ($PSCmdlet.ShouldProcess($Shown, 'Make a named location, and a report-only policy that blocks it')) {
    $Location = New-MgIdentityConditionalAccessNamedLocation -BodyParameter @{
        '@odata.type' = '#microsoft.graph.ipNamedLocation'
        displayName   = 'Konseki: {0}' -f $Address
        isTrusted     = $false
        ipRanges      = @($Range)
    } -Confirm:$false
    New-MgIdentityConditionalAccessPolicy -BodyParameter @{
        displayName   = 'Konseki: block {0}' -f $Address
        state         = 'enabledForReportingButNotEnforced'
        conditions    = @{
            users        = @{ includeUsers = @('All') }
            applications = @{ includeApplications = @('All') }
            locations    = @{ includeLocations = @($Location.Id) }
        }
        grantControls = @{ operator = 'OR'; builtInControls = @('block') }
    } -Confirm:$false
    Write-Warning 'Exclude the break-glass accounts from the policy, then switch it on.'
}`,
    verify: `Get-MgIdentityConditionalAccessPolicy -All | Where-Object { $_.DisplayName -like "Konseki:*" } | Select-Object -Property @('DisplayName', 'State')`,
    graph: [
      { phase: 'save', method: 'GET', version: 'v1.0', path: '/identity/conditionalAccess/namedLocations', permission: 'Policy.Read.All' },
      { phase: 'contain', method: 'POST', version: 'v1.0', path: '/identity/conditionalAccess/namedLocations', body: { '@odata.type': '#microsoft.graph.ipNamedLocation', displayName: 'Konseki', isTrusted: false, ipRanges: [{ '@odata.type': '#microsoft.graph.iPv4CidrRange', cidrAddress: '<address>/32' }] } satisfies IpNamedLocation & Readonly<Record<'@odata.type', string>> & { readonly ipRanges: readonly object[] }, permission: 'Policy.Read.All and Policy.ReadWrite.ConditionalAccess' },
      { phase: 'contain', method: 'POST', version: 'v1.0', path: '/identity/conditionalAccess/policies', body: { displayName: 'Konseki: block', state: 'enabledForReportingButNotEnforced', conditions: { users: { includeUsers: ['All'], excludeUsers: ['<break-glass account>'] }, applications: { includeApplications: ['All'] }, locations: { includeLocations: ['{id}'] } }, grantControls: { operator: 'OR', builtInControls: ['block'] } }, permission: 'Policy.Read.All and Policy.ReadWrite.ConditionalAccess' },
    ],
  },
  {
    kind: 'sharing',
    role: 'SharePoint Administrator (access to the file)',
    licence: 'SharePoint Online',
    connect: ['graph'],
    scopes: ['Files.ReadWrite.All', 'Sites.Read.All'],
    modules: ['Microsoft.Graph.Authentication', 'Microsoft.Graph.Files'],
    variables: ['Target'],
    save: `# The address of the file, as a share id of Graph.
$Share = 'u!' + [System.Convert]::ToBase64String([System.Text.Encoding]::UTF8.GetBytes($Target)).TrimEnd('=').Replace('/', '_').Replace('+', '-')
$Item = Invoke-MgGraphRequest -Method GET -Uri ('v1.0/shares/{0}/driveItem' -f $Share)
$Permissions = @(Get-MgDriveItemPermission -DriveId $Item.parentReference.driveId -DriveItemId $Item.id -All)
Save-Before 'file' $Item
Save-Before 'permissions' $Permissions`,
    contain: `foreach ($Permission in @($Permissions | Where-Object { $_.Link.Type })) {
    if ($PSCmdlet.ShouldProcess(('{0}: {1} {2}' -f $Item.name, $Permission.Link.Scope, $Permission.Link.Type), 'Remove the sharing link')) {
        Remove-MgDriveItemPermission -DriveId $Item.parentReference.driveId -DriveItemId $Item.id -PermissionId $Permission.Id -Confirm:$false
    }
}`,
    verify: `Get-MgDriveItemPermission -DriveId $Item.parentReference.driveId -DriveItemId $Item.id -All | Select-Object -Property @('Id', 'Roles')`,
    graph: [
      { phase: 'save', method: 'GET', version: 'v1.0', path: '/shares/{shareId}/driveItem?$expand=permissions', permission: 'Files.ReadWrite.All' },
      { phase: 'contain', method: 'DELETE', version: 'v1.0', path: '/drives/{driveId}/items/{itemId}/permissions/{id}', permission: 'Files.ReadWrite.All' },
      { phase: 'verify', method: 'GET', version: 'v1.0', path: '/drives/{driveId}/items/{itemId}/permissions', permission: 'Files.Read.All' },
    ],
  },
  {
    kind: 'restore-files',
    role: 'SharePoint Administrator (owner of the site)',
    licence: 'SharePoint Online',
    connect: ['graph'],
    scopes: ['Files.Read.All'],
    modules: ['Microsoft.Graph.Authentication', 'Microsoft.Graph.Files', 'Microsoft.Graph.Users'],
    variables: ['UserId'],
    save: `$Drive = Get-MgUserDefaultDrive -UserId $UserId
Save-Before 'drive' $Drive
Save-Before 'files' (Get-MgDriveRootChild -DriveId $Drive.Id -All)`,
    contain: "Write-Warning 'Restore from the recycle bin, or the whole OneDrive or library to a time before: in the portal.'",
    verify: `Get-MgDriveRootChild -DriveId $Drive.Id -All | Select-Object -Property @('Name', 'LastModifiedDateTime')`,
    graph: [
      { phase: 'save', method: 'GET', version: 'v1.0', path: '/users/{user}/drive/root/delta', permission: 'Files.Read.All' },
    ],
  },
  {
    kind: 'logs',
    role: 'Security Reader; for the unified audit log View-Only Audit Logs (Exchange)',
    licence: 'Sign-ins by Graph: Entra ID P1; unified audit log: Audit (Standard)',
    connect: ['exchange'],
    scopes: [],
    modules: ['ExchangeOnlineManagement'],
    variables: ['From', 'To'],
    save: `# Pages of 5,000, at most 50,000 in a session: shorten the span when so many come.
$Session = [guid]::NewGuid().ToString()
$Page = 0
do {
    $Records = @(Search-UnifiedAuditLog -StartDate ([datetime] $From).AddDays(-7) -EndDate ([datetime] $To).AddDays(7) -SessionId $Session -SessionCommand ReturnLargeSet -ResultSize 5000)
    $Page += 1
    if ($Records.Count -gt 0) {
        $Records | Export-Csv -LiteralPath (Join-Path $Saved ('UAL-{0}-{1:d3}.csv' -f $Session, $Page)) -NoTypeInformation -Encoding UTF8 -WhatIf:$false -Confirm:$false
    }
} while ($Records.Count -gt 0)`,
    contain: "Write-Host 'Add the files to the case: konseki add CASE FILES'",
    verify: "Get-ChildItem -LiteralPath $Saved -Filter 'UAL-*.csv' | Get-FileHash -Algorithm SHA256",
    graph: [
      { phase: 'save', method: 'GET', version: 'beta', path: '/auditLogs/signIns?$filter=createdDateTime ge {from} and createdDateTime le {to}', permission: 'AuditLog.Read.All' },
      { phase: 'save', method: 'GET', version: 'v1.0', path: '/auditLogs/directoryAudits?$filter=activityDateTime ge {from} and activityDateTime le {to}', permission: 'AuditLog.Read.All' },
      { phase: 'save', method: 'POST', version: 'v1.0', path: '/security/auditLog/queries', body: { '@odata.type': '#microsoft.graph.security.auditLogQuery', displayName: 'Konseki', filterStartDateTime: '{from}', filterEndDateTime: '{to}' }, permission: 'AuditLogsQuery.Read.All' },
    ],
  },
  {
    kind: 'recipients',
    role: 'Security Administrator; for the search eDiscovery Manager with Search And Purge (Purview)',
    licence: 'Exchange Online; Explorer and Graph: Defender for Office 365 Plan 2',
    connect: ['exchange', 'purview'],
    scopes: [],
    modules: ['ExchangeOnlineManagement'],
    variables: ['Subject', 'Senders', 'MessageIds', 'Addresses', 'From', 'To'],
    save: `# A trace goes back 90 days, in spans of 10.
$Trace = @()
foreach ($Id in $MessageIds) {
    $Trace += @(Get-MessageTraceV2 -MessageId $Id -StartDate ([datetime] $From).AddDays(-1) -EndDate ([datetime] $From).AddDays(8) -ResultSize 5000)
}
Save-Before 'message-trace' $Trace
$Trace | Select-Object -Property @('Received', 'SenderAddress', 'RecipientAddress', 'Subject', 'Status') | Format-Table
$Mailboxes = @($Addresses) + @($Trace | ForEach-Object { $_.RecipientAddress }) | Where-Object { $_ } | Sort-Object -Unique`,
    contain: `# A quotation mark would end the words of the query.
$Query = 'subject:"{0}" AND received>={1:yyyy-MM-dd}' -f $Subject.Replace('"', ' '), ([datetime] $From).AddDays(-1)
if ($Senders.Count -gt 0) {
    $Query += ' AND ({0})' -f (@($Senders | ForEach-Object { 'from:"{0}"' -f $_.Replace('"', ' ') }) -join ' OR ')
}
$Name = 'Konseki-{0}' -f [guid]::NewGuid()
if ($PSCmdlet.ShouldProcess(('{0} mailboxes' -f @($Mailboxes).Count), ('Search: ' + $Query))) {
    New-ComplianceSearch -Name $Name -ExchangeLocation $Mailboxes -AllowNotFoundExchangeLocationsEnabled $true -ContentMatchQuery $Query -Confirm:$false | Out-Null
    Start-ComplianceSearch -Identity $Name -Confirm:$false
    do {
        Start-Sleep -Seconds 10
        $Search = Get-ComplianceSearch -Identity $Name
    } while ($Search.Status -notin 'Completed', 'Failed', 'Stopped')
    Save-Before 'search' $Search
    if ($PSCmdlet.ShouldProcess(('{0} mails found' -f $Search.Items), 'Soft-delete them from the mailboxes')) {
        New-ComplianceSearchAction -SearchName $Name -Purge -PurgeType SoftDelete -Confirm:$false
    }
}`,
    verify: `Get-ComplianceSearchAction | Select-Object -Property @('Name', 'Status')`,
    graph: [
      { phase: 'save', method: 'GET', version: 'v1.0', path: '/admin/exchange/tracing/messageTraces?$filter=receivedDateTime ge {from} and receivedDateTime le {to}', permission: 'ExchangeMessageTrace.Read.All' },
      { phase: 'contain', method: 'POST', version: 'v1.0', path: '/security/collaboration/analyzedEmails/remediate', body: { displayName: 'Konseki', description: 'Konseki', severity: 'high', action: 'softDelete', remediateSendersCopy: false, analyzedEmails: [{ networkMessageId: '{networkMessageId}', recipientEmailAddress: '{recipient}' }] }, permission: 'SecurityAnalyzedMessage.ReadWrite.All' },
    ],
  },
  {
    kind: 'sign-ins',
    role: 'Security Reader',
    licence: 'Entra ID P1',
    connect: ['graph'],
    scopes: ['AuditLog.Read.All'],
    modules: ['Microsoft.Graph.Authentication'],
    variables: ['User', 'From', 'To'],
    save: `$Uri = 'beta/auditLogs/signIns?$filter=' + [uri]::EscapeDataString(("createdDateTime ge {0:yyyy-MM-ddTHH:mm:ssZ} and createdDateTime le {1:yyyy-MM-ddTHH:mm:ssZ} and userPrincipalName eq '{2}' and signInEventTypes/any(t:t eq 'interactiveUser' or t eq 'nonInteractiveUser')" -f ([datetime] $From).ToUniversalTime().AddDays(-7), ([datetime] $To).ToUniversalTime().AddDays(7), $User.Replace("'", "''")))
$SignIns = @()
while ($Uri) {
    $Answer = Invoke-MgGraphRequest -Method GET -Uri $Uri
    $SignIns += @($Answer.value)
    $Uri = $Answer['@odata.nextLink']
}
Save-Before 'sign-ins' $SignIns`,
    contain: "Write-Host 'Add the file to the case: konseki add CASE FILES'",
    verify: "$SignIns | ForEach-Object { '{0} {1} {2} {3}' -f $_.createdDateTime, $_.ipAddress, $_.location.countryOrRegion, $_.appDisplayName }",
    graph: [signIns],
  },
]; // prettier-ignore
