import type { Device, User } from '@microsoft/microsoft-graph-types';
import type { Recipe } from './recipe.js';

/** W-25, W-50 … W-53: the account, its sessions, its second factors and its devices. */

const userSelect =
  'id,userPrincipalName,displayName,accountEnabled,onPremisesSyncEnabled,lastPasswordChangeDateTime,signInSessionsValidFromDateTime,userType';
const readUser = {
  phase: 'save',
  method: 'GET',
  version: 'v1.0',
  path: `/users/{user}?$select=${userSelect}`,
  permission: 'User.Read.All',
} as const;
const saveUser = `$Before = Get-MgUser -UserId $UserId -Property '${userSelect}'
Save-Before 'user' $Before
Save-Before 'user-member-of' (Get-MgUserMemberOf -UserId $UserId -All)`;
const warnHybrid = `if ($Before.OnPremisesSyncEnabled) { Write-Warning 'This account is synchronised from Active Directory: do the same there.' }`;
const off = { accountEnabled: false } satisfies User & Device;

const switchedOff = (kind: 'disable' | 'account'): Recipe => ({
  kind,
  role: 'User Administrator (for administrators: Privileged Authentication Administrator)',
  licence: 'Entra ID Free',
  connect: ['graph'],
  scopes: ['User.EnableDisableAccount.All', 'User.Read.All', 'GroupMember.Read.All'],
  modules: ['Microsoft.Graph.Authentication', 'Microsoft.Graph.Users'],
  variables: ['UserId'],
  save: saveUser,
  contain: `${warnHybrid}
if ($PSCmdlet.ShouldProcess($Shown, 'Disable the account')) {
    Update-MgUser -UserId $UserId -AccountEnabled:$false -Confirm:$false
}`,
  verify: `Get-MgUser -UserId $UserId -Property @('id', 'userPrincipalName', 'accountEnabled') | Select-Object -Property @('Id', 'UserPrincipalName', 'AccountEnabled')`,
  graph: [
    readUser,
    { phase: 'contain', method: 'PATCH', version: 'v1.0', path: '/users/{user}', body: off, permission: 'User.EnableDisableAccount.All' },
    { phase: 'verify', method: 'GET', version: 'v1.0', path: '/users/{user}?$select=accountEnabled', permission: 'User.Read.All' },
  ],
}); // prettier-ignore

export const accountRecipes: readonly Recipe[] = [
  switchedOff('disable'),
  switchedOff('account'),
  {
    kind: 'revoke',
    role: 'User Administrator (for administrators: Privileged Authentication Administrator)',
    licence: 'Entra ID Free',
    connect: ['graph'],
    scopes: ['User.RevokeSessions.All', 'User.Read.All', 'AuditLog.Read.All', 'GroupMember.Read.All'],
    modules: ['Microsoft.Graph.Authentication', 'Microsoft.Graph.Users', 'Microsoft.Graph.Users.Actions'],
    variables: ['UserId'],
    save: saveUser,
    contain: `if ($PSCmdlet.ShouldProcess($Shown, 'Revoke all sessions')) {
    Revoke-MgUserSignInSession -UserId $UserId -Confirm:$false | Out-Null
}`,
    verify: `Get-MgUser -UserId $UserId -Property @('id', 'signInSessionsValidFromDateTime') | Select-Object -Property @('Id', 'SignInSessionsValidFromDateTime')`,
    graph: [
      readUser,
      { phase: 'contain', method: 'POST', version: 'v1.0', path: '/users/{user}/revokeSignInSessions', permission: 'User.RevokeSessions.All' },
      { phase: 'verify', method: 'GET', version: 'v1.0', path: '/users/{user}?$select=signInSessionsValidFromDateTime', permission: 'User.Read.All' },
    ],
  },
  {
    kind: 'reset',
    role: 'User Administrator (for administrators: Privileged Authentication Administrator)',
    licence: 'Entra ID Free (hybrid accounts: P1 with password writeback)',
    connect: ['graph'],
    scopes: ['User-PasswordProfile.ReadWrite.All', 'User.Read.All', 'GroupMember.Read.All'],
    modules: ['Microsoft.Graph.Authentication', 'Microsoft.Graph.Users'],
    variables: ['UserId'],
    save: saveUser,
    contain: `${warnHybrid}
if ($PSCmdlet.ShouldProcess($Shown, 'Reset the password')) {
    # The password is asked for, so that it stands neither here nor in the transcript.
    $Secret = Read-Host -Prompt 'New password' -AsSecureString
    $Plain = [System.Net.NetworkCredential]::new('', $Secret).Password
    Update-MgUser -UserId $UserId -PasswordProfile @{ password = $Plain; forceChangePasswordNextSignIn = $true } -Confirm:$false
    $Plain = $null
}`,
    verify: `Get-MgUser -UserId $UserId -Property @('id', 'lastPasswordChangeDateTime') | Select-Object -Property @('Id', 'LastPasswordChangeDateTime')`,
    graph: [
      readUser,
      { phase: 'contain', method: 'PATCH', version: 'v1.0', path: '/users/{user}', body: { passwordProfile: { password: '<new password>', forceChangePasswordNextSignIn: true } } satisfies User, permission: 'User-PasswordProfile.ReadWrite.All' },
      { phase: 'verify', method: 'GET', version: 'v1.0', path: '/users/{user}?$select=lastPasswordChangeDateTime', permission: 'User.Read.All' },
    ],
  },
  {
    kind: 'security-info',
    role: 'Authentication Administrator (for administrators: Privileged Authentication Administrator)',
    licence: 'Entra ID Free',
    connect: ['graph'],
    scopes: ['UserAuthenticationMethod.ReadWrite.All'],
    modules: ['Microsoft.Graph.Authentication', 'Microsoft.Graph.Identity.SignIns'],
    variables: ['UserId', 'Target'],
    save: `Write-Host ('Registered in the intrusion: ' + $Shown)
$Methods = @(Get-MgUserAuthenticationMethod -UserId $UserId -All)
Save-Before 'authentication-methods' $Methods`,
    contain: `# Every method is asked about; the default one is refused while others exist, so it is tried again.
$Chosen = @()
foreach ($Method in $Methods) {
    $Type = [string] $Method.AdditionalProperties['@odata.type']
    if ($Type -eq '#microsoft.graph.passwordAuthenticationMethod') { continue }
    $What = '{0} {1} {2}' -f $Type, $Method.Id, $Method.AdditionalProperties['displayName']
    if ($PSCmdlet.ShouldProcess($What, 'Delete the security info')) { $Chosen += $Method }
}
foreach ($Try in 1, 2) {
    $Left = @()
    foreach ($Method in $Chosen) {
        if ($PSCmdlet.ShouldProcess($Method.Id, 'Delete')) {
            try {
                switch ([string] $Method.AdditionalProperties['@odata.type']) {
                    '#microsoft.graph.microsoftAuthenticatorAuthenticationMethod' { Remove-MgUserAuthenticationMicrosoftAuthenticatorMethod -UserId $UserId -MicrosoftAuthenticatorAuthenticationMethodId $Method.Id -Confirm:$false }
                    '#microsoft.graph.phoneAuthenticationMethod' { Remove-MgUserAuthenticationPhoneMethod -UserId $UserId -PhoneAuthenticationMethodId $Method.Id -Confirm:$false }
                    '#microsoft.graph.softwareOathAuthenticationMethod' { Remove-MgUserAuthenticationSoftwareOathMethod -UserId $UserId -SoftwareOathAuthenticationMethodId $Method.Id -Confirm:$false }
                    '#microsoft.graph.fido2AuthenticationMethod' { $Key = @{ UserId = $UserId; Fido2AuthenticationMethodId = $Method.Id; Confirm = $false }; Remove-MgUserAuthenticationFido2Method @Key }
                    '#microsoft.graph.emailAuthenticationMethod' { Remove-MgUserAuthenticationEmailMethod -UserId $UserId -EmailAuthenticationMethodId $Method.Id -Confirm:$false }
                    '#microsoft.graph.temporaryAccessPassAuthenticationMethod' { Remove-MgUserAuthenticationTemporaryAccessPassMethod -UserId $UserId -TemporaryAccessPassAuthenticationMethodId $Method.Id -Confirm:$false }
                    '#microsoft.graph.windowsHelloForBusinessAuthenticationMethod' { Remove-MgUserAuthenticationWindowsHelloForBusinessMethod -UserId $UserId -WindowsHelloForBusinessAuthenticationMethodId $Method.Id -Confirm:$false }
                    default { Write-Warning ('Delete this kind in the portal: ' + $_) }
                }
            } catch { $Left += $Method; Write-Warning $_.Exception.Message }
        }
    }
    $Chosen = $Left
}`,
    verify: "Get-MgUserAuthenticationMethod -UserId $UserId -All | ForEach-Object { '{0} {1}' -f $_.AdditionalProperties['@odata.type'], $_.Id }",
    graph: [
      { phase: 'save', method: 'GET', version: 'v1.0', path: '/users/{user}/authentication/methods', permission: 'UserAuthenticationMethod.Read.All' },
      ...['microsoftAuthenticatorMethods', 'phoneMethods', 'softwareOathMethods', 'fido2Methods', 'emailMethods', 'temporaryAccessPassMethods', 'windowsHelloForBusinessMethods'].map(
        (methods) => ({ phase: 'contain', method: 'DELETE', version: 'v1.0', path: `/users/{user}/authentication/${methods}/{id}`, permission: 'UserAuthenticationMethod.ReadWrite.All' }) as const,
      ),
      { phase: 'verify', method: 'GET', version: 'v1.0', path: '/users/{user}/authentication/methods', permission: 'UserAuthenticationMethod.Read.All' },
    ],
  },
  {
    kind: 'device',
    role: 'Cloud Device Administrator',
    licence: 'Entra ID Free',
    connect: ['graph'],
    scopes: ['Device.Read.All', 'Directory.AccessAsUser.All'],
    modules: ['Microsoft.Graph.Authentication', 'Microsoft.Graph.Identity.DirectoryManagement', 'Microsoft.Graph.Users'],
    variables: ['UserId', 'Target'],
    save: `$Guid = [guid]::Empty
$Devices = @(Get-MgUserRegisteredDevice -UserId $UserId -All | ForEach-Object { Get-MgDevice -DeviceId $_.Id })
$Wanted = @($Devices | Where-Object { $_.Id -eq $Target -or $_.DeviceId -eq $Target -or $_.DisplayName -ceq $Target })
if ($Wanted.Count -eq 0 -and [guid]::TryParse($Target, [ref] $Guid)) {
    $Wanted = @(Get-MgDevice -Filter ("deviceId eq '{0}' or id eq '{0}'" -f $Guid))
}
Save-Before 'devices-of-user' $Devices
Save-Before 'device' $Wanted
foreach ($Device in $Wanted) {
    Save-Before 'device-owners' (Get-MgDeviceRegisteredOwner -DeviceId $Device.Id -All)
    Save-Before 'device-users' (Get-MgDeviceRegisteredUser -DeviceId $Device.Id -All)
}
if ($Wanted.Count -eq 0) { Write-Warning 'No such device: look at devices-of-user and at the portal.' }`,
    contain: `foreach ($Device in $Wanted) {
    if ($PSCmdlet.ShouldProcess(('{0} {1}' -f $Device.DisplayName, $Device.DeviceId), 'Disable the device')) {
        Update-MgDevice -DeviceId $Device.Id -AccountEnabled:$false -Confirm:$false
    }
}`,
    remove: `foreach ($Device in $Wanted) {
    if ($PSCmdlet.ShouldProcess(('{0} {1}' -f $Device.DisplayName, $Device.DeviceId), 'Delete the device')) {
        Remove-MgDevice -DeviceId $Device.Id -Confirm:$false
    }
}`,
    verify: `Get-MgUserRegisteredDevice -UserId $UserId -All | ForEach-Object { Get-MgDevice -DeviceId $_.Id } | Select-Object -Property @('DisplayName', 'DeviceId', 'AccountEnabled')`,
    graph: [
      { phase: 'save', method: 'GET', version: 'v1.0', path: "/devices?$filter=deviceId eq '{target}'&$expand=registeredOwners", permission: 'Device.Read.All' },
      { phase: 'contain', method: 'PATCH', version: 'v1.0', path: '/devices/{id}', body: off, permission: 'Device.ReadWrite.All' },
      { phase: 'remove', method: 'DELETE', version: 'v1.0', path: '/devices/{id}', permission: 'Device.ReadWrite.All' },
      { phase: 'verify', method: 'GET', version: 'v1.0', path: '/devices/{id}?$select=accountEnabled', permission: 'Device.Read.All' },
    ],
  },
]; // prettier-ignore
