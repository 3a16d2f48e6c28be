import type { MessageRule } from '@microsoft/microsoft-graph-types';
import type { Recipe } from './recipe.js';

/** W-54, W-46 and what else stands in mailboxes and in the mail flow. */

const exchange = {
  role: 'Exchange Administrator',
  licence: 'Exchange Online',
  connect: ['exchange'],
  scopes: [],
  modules: ['ExchangeOnlineManagement'],
} as const;

export const mailboxRecipes: readonly Recipe[] = [
  {
    ...exchange,
    kind: 'inbox-rule',
    variables: ['Mailbox', 'RuleName'],
    save: `$Rules = @(Get-InboxRule -Mailbox $Mailbox -IncludeHidden)
Save-Before 'inbox-rules' $Rules
$Wanted = @($Rules | Where-Object { $RuleName -eq '' -or $_.Name -ceq $RuleName })
if ($Wanted.Count -eq 0) { Write-Warning 'No rule of this name: look at the saved list.' }`,
    contain: `foreach ($Rule in $Wanted) {
    if ($PSCmdlet.ShouldProcess(('{0} in {1}' -f $Rule.Name, $Mailbox), 'Disable the inbox rule')) {
        Disable-InboxRule -Mailbox $Mailbox -Identity $Rule.Identity -Confirm:$false
    }
}`,
    remove: `foreach ($Rule in $Wanted) {
    if ($PSCmdlet.ShouldProcess(('{0} in {1}' -f $Rule.Name, $Mailbox), 'Remove the inbox rule')) {
        Remove-InboxRule -Mailbox $Mailbox -Identity $Rule.Identity -Confirm:$false
    }
}`,
    verify: `Get-InboxRule -Mailbox $Mailbox -IncludeHidden | Select-Object -Property @('Name', 'Enabled', 'Identity')`,
    graph: [
      { phase: 'save', method: 'GET', version: 'v1.0', path: '/users/{user}/mailFolders/inbox/messageRules', permission: 'MailboxSettings.Read' },
      { phase: 'contain', method: 'PATCH', version: 'v1.0', path: '/users/{user}/mailFolders/inbox/messageRules/{id}', body: { isEnabled: false } satisfies MessageRule, permission: 'MailboxSettings.ReadWrite' },
      { phase: 'remove', method: 'DELETE', version: 'v1.0', path: '/users/{user}/mailFolders/inbox/messageRules/{id}', permission: 'MailboxSettings.ReadWrite' },
      { phase: 'verify', method: 'GET', version: 'v1.0', path: '/users/{user}/mailFolders/inbox/messageRules', permission: 'MailboxSettings.Read' },
    ],
  },
  {
    ...exchange,
    kind: 'forwarding',
    variables: ['Mailbox'],
    save: `Save-Before 'mailbox' (Get-Mailbox -Identity $Mailbox)
Save-Before 'inbox-rules' (Get-InboxRule -Mailbox $Mailbox -IncludeHidden)
Save-Before 'mail-contacts' (Get-MailContact -ResultSize Unlimited)`,
    contain: `if ($PSCmdlet.ShouldProcess($Shown, 'Switch the forwarding off')) {
    Set-Mailbox -Identity $Mailbox -ForwardingSmtpAddress $null -ForwardingAddress $null -DeliverToMailboxAndForward $false -Confirm:$false
}
foreach ($Rule in @(Get-InboxRule -Mailbox $Mailbox -IncludeHidden | Where-Object { $_.ForwardTo -or $_.RedirectTo -or $_.ForwardAsAttachmentTo })) {
    if ($PSCmdlet.ShouldProcess(('{0} in {1}' -f $Rule.Name, $Mailbox), 'Disable the rule that forwards')) {
        Disable-InboxRule -Mailbox $Mailbox -Identity $Rule.Identity -Confirm:$false
    }
}`,
    verify: `Get-Mailbox -Identity $Mailbox | Select-Object -Property @('PrimarySmtpAddress', 'ForwardingSmtpAddress', 'ForwardingAddress', 'DeliverToMailboxAndForward')`,
    graph: [],
  },
  {
    ...exchange,
    kind: 'delegation',
    variables: ['Mailbox'],
    save: `$Full = @(Get-MailboxPermission -Identity $Mailbox | Where-Object { -not $_.IsInherited -and $_.User -ne 'NT AUTHORITY\\SELF' })
$SendAs = @(Get-RecipientPermission -Identity $Mailbox | Where-Object { $_.Trustee -ne 'NT AUTHORITY\\SELF' })
$Folders = @(Get-MailboxFolderStatistics -Identity $Mailbox | ForEach-Object { Get-MailboxFolderPermission -Identity ('{0}:{1}' -f $Mailbox, $_.FolderId) -ErrorAction SilentlyContinue })
Save-Before 'mailbox-permissions' $Full
Save-Before 'send-as' $SendAs
Save-Before 'folder-permissions' $Folders
Save-Before 'mailbox' (Get-Mailbox -Identity $Mailbox)`,
    contain: `foreach ($Right in $Full) {
    if ($PSCmdlet.ShouldProcess(('{0}: {1} of {2}' -f $Mailbox, ($Right.AccessRights -join ','), $Right.User), 'Take away the access')) {
        Remove-MailboxPermission -Identity $Mailbox -User $Right.User -AccessRights $Right.AccessRights -Confirm:$false
    }
}
foreach ($Right in $SendAs) {
    if ($PSCmdlet.ShouldProcess(('{0}: send as, {1}' -f $Mailbox, $Right.Trustee), 'Take away the right')) {
        Remove-RecipientPermission -Identity $Mailbox -Trustee $Right.Trustee -AccessRights SendAs -Confirm:$false
    }
}
foreach ($Right in $Folders) {
    if ($Right.User.UserType.Value -in 'Default', 'Anonymous') { continue }
    if ($PSCmdlet.ShouldProcess(('{0}: {1}' -f $Right.Identity, $Right.User), 'Take away the access to the folder')) {
        Remove-MailboxFolderPermission -Identity $Right.Identity -User $Right.User -Confirm:$false
    }
}`,
    verify: `Get-MailboxPermission -Identity $Mailbox | Where-Object { -not $_.IsInherited } | Select-Object -Property @('User', 'AccessRights')
Get-RecipientPermission -Identity $Mailbox | Select-Object -Property @('Trustee', 'AccessRights')`,
    graph: [],
  },
  {
    ...exchange,
    kind: 'transport',
    variables: ['From', 'To'],
    save: `$Rules = @(Get-TransportRule)
Save-Before 'transport-rules' $Rules
$Inbound = @(Get-InboundConnector)
$Outbound = @(Get-OutboundConnector)
Save-Before 'inbound-connectors' $Inbound
Save-Before 'outbound-connectors' $Outbound
$Since = ([datetime] $From).ToUniversalTime()`,
    contain: `foreach ($Rule in @($Rules | Where-Object { $_.WhenChanged -ge $Since })) {
    if ($PSCmdlet.ShouldProcess($Rule.Name, 'Disable the mail flow rule')) {
        Disable-TransportRule -Identity $Rule.Guid.ToString() -Confirm:$false
    }
}
foreach ($Connector in @($Inbound | Where-Object { $_.WhenChanged -ge $Since })) {
    if ($PSCmdlet.ShouldProcess($Connector.Name, 'Disable the inbound connector')) {
        Set-InboundConnector -Identity $Connector.Guid.ToString() -Enabled $false -Confirm:$false
    }
}
foreach ($Connector in @($Outbound | Where-Object { $_.WhenChanged -ge $Since })) {
    if ($PSCmdlet.ShouldProcess($Connector.Name, 'Disable the outbound connector')) {
        Set-OutboundConnector -Identity $Connector.Guid.ToString() -Enabled $false -Confirm:$false
    }
}`,
    remove: `foreach ($Rule in @($Rules | Where-Object { $_.State -eq 'Disabled' -and $_.WhenChanged -ge $Since })) {
    if ($PSCmdlet.ShouldProcess($Rule.Name, 'Remove the mail flow rule')) {
        Remove-TransportRule -Identity $Rule.Guid.ToString() -Confirm:$false
    }
}`,
    verify: `Get-TransportRule | Select-Object -Property @('Name', 'State', 'WhenChanged')`,
    graph: [],
  },
  {
    ...exchange,
    kind: 'audit',
    variables: ['User'],
    save: `$Config = Get-AdminAuditLogConfig
Save-Before 'audit-config' $Config
Save-Before 'audit-bypass' (Get-MailboxAuditBypassAssociation -ResultSize Unlimited | Where-Object { $_.AuditBypassEnabled })
Save-Before 'organization-config' (Get-OrganizationConfig)
Save-Before 'anti-phish-policies' (Get-AntiPhishPolicy)
Save-Before 'spam-policies' (Get-HostedContentFilterPolicy)
Save-Before 'malware-policies' (Get-MalwareFilterPolicy)
Save-Before 'safe-links-policies' (Get-SafeLinksPolicy -ErrorAction SilentlyContinue)
Save-Before 'safe-attachment-policies' (Get-SafeAttachmentPolicy -ErrorAction SilentlyContinue)`,
    contain: `if (-not $Config.UnifiedAuditLogIngestionEnabled -and $PSCmdlet.ShouldProcess('the organisation', 'Switch the unified audit log on')) {
    Set-AdminAuditLogConfig -UnifiedAuditLogIngestionEnabled $true -Confirm:$false
}
if ((Get-OrganizationConfig).AuditDisabled -and $PSCmdlet.ShouldProcess('the organisation', 'Switch mailbox auditing on')) {
    Set-OrganizationConfig -AuditDisabled $false -Confirm:$false
}
foreach ($Bypass in @(Get-MailboxAuditBypassAssociation -ResultSize Unlimited | Where-Object { $_.AuditBypassEnabled })) {
    if ($PSCmdlet.ShouldProcess($Bypass.Name, 'Take away the bypass of auditing')) {
        Set-MailboxAuditBypassAssociation -Identity $Bypass.Identity -AuditBypassEnabled $false -Confirm:$false
    }
}`,
    verify: `Get-AdminAuditLogConfig | Select-Object -Property @('UnifiedAuditLogIngestionEnabled')
Get-OrganizationConfig | Select-Object -Property @('AuditDisabled')`,
    graph: [],
  },
  {
    kind: 'restore-mail',
    role: 'Exchange Administrator with the role Mailbox Import Export',
    licence: 'Exchange Online (litigation hold: Plan 2)',
    connect: ['exchange'],
    scopes: [],
    modules: ['ExchangeOnlineManagement'],
    variables: ['Mailbox', 'From', 'To'],
    save: `$Items = @(Get-RecoverableItems -Identity $Mailbox -FilterItemType 'IPM.Note' -FilterStartTime ([datetime] $From) -FilterEndTime ([datetime] $To).AddMinutes(1) -ResultSize Unlimited)
Save-Before 'recoverable-items' $Items
Save-Before 'mailbox' (Get-Mailbox -Identity $Mailbox)
if ($PSCmdlet.ShouldProcess($Mailbox, 'Put a litigation hold on the mailbox, so that nothing more is purged')) {
    Set-Mailbox -Identity $Mailbox -LitigationHoldEnabled $true -Confirm:$false
}`,
    contain: `foreach ($Item in $Items) {
    if ($PSCmdlet.ShouldProcess(('{0} {1}' -f $Item.LastModifiedTime, $Item.Subject), 'Restore the mail')) {
        Restore-RecoverableItems -Identity $Mailbox -EntryID $Item.EntryID -FilterItemType 'IPM.Note' -Confirm:$false
    }
}`,
    verify: `Get-RecoverableItems -Identity $Mailbox -FilterItemType 'IPM.Note' -FilterStartTime ([datetime] $From) -FilterEndTime ([datetime] $To).AddMinutes(1) -ResultSize Unlimited | Select-Object -Property @('Subject', 'SourceFolder', 'LastParentPath')`,
    graph: [
      { phase: 'save', method: 'GET', version: 'v1.0', path: '/users/{user}/mailFolders/recoverableitemsdeletions/messages?$select=id,subject,internetMessageId,parentFolderId,lastModifiedDateTime', permission: 'Mail.ReadBasic.All' },
      { phase: 'contain', method: 'POST', version: 'v1.0', path: '/users/{user}/messages/{id}/move', body: { destinationId: 'inbox' }, permission: 'Mail.ReadWrite' },
      { phase: 'verify', method: 'GET', version: 'v1.0', path: '/users/{user}/mailFolders/inbox/messages?$select=subject,internetMessageId', permission: 'Mail.ReadBasic.All' },
    ],
  },
]; // prettier-ignore
