/**
 * Words of published rules for what the logs say otherwise. Microsoft's "Microsoft Entra security
 * operations guide" names errors and activities by the words of older portals, and rules were written from it.
 */

/** Sign-in error code → texts by which rules know it, beside the text that is logged. */
export const signInErrorWords: Readonly<Record<string, readonly string[]>> = {
  '50034': ['User does not exist in directory'],
  '50053': ['Account is locked'],
  '50055': ['Password is expired'],
  '50057': ['User account is disabled. The account has been disabled by an administrator.'],
  '50074': ['Strong Auth required'],
  '50076': ['UserStrongAuthClientAuthNRequired'],
  '50097': ['Device authentication is required', 'DeviceAuthenticationRequired'],
  '50126': [
    'Invalid username or password or Invalid on-premises username or password.',
    'Invalid username or password or Invalid on-premise username or password.',
  ],
  '50155': ['DeviceAuthenticationFailed'],
  '50158': [
    'ExternalSecurityChallenge - External security challenge was not satisfied',
    'ExternalSecurityChallenge',
  ],
  '53003': ['Blocked by Conditional Access', 'BlockedByConditionalAccess'],
  '500121': ['Authentication failed during strong authentication request'],
};

/** The guide's name of an activity → operations as the audit log writes them, in lower case. */
export const guideOperations: Readonly<Record<string, readonly string[]>> = {
  'Request Approved/Denied': [
    'request approved',
    'request denied',
    'add member to role request approved (pim activation)',
    'add member to role request denied (pim activation)',
  ],
  'Add eligible member (permanent)': [
    'add eligible member to role in pim requested (permanent)',
    'add eligible member to role in pim completed (permanent)',
  ],
  'Add eligible member (eligible)': [
    'add eligible member to role in pim requested (timebound)',
    'add eligible member to role in pim completed (timebound)',
  ],
  'Remove eligible member (permanent)': [
    'remove eligible member from role in pim requested (permanent)',
    'remove eligible member from role in pim completed (permanent)',
  ],
  'Remove eligible member (eligible)': [
    'remove eligible member from role in pim requested (timebound)',
    'remove eligible member from role in pim completed (timebound)',
  ],
  'Update Service principal/Update Application': ['update service principal', 'update application'],
};

/** Elevation of access to all subscriptions, as the logs name it. */
export const elevations = [
  'microsoft.authorization/elevateaccess/action',
  'assigns the caller to user access administrator role',
  'user has elevated their access to user access administrator for their azure resources',
] as const;

/**
 * Graph's type of a PIM alert → its title, which is what the audit log's "Triggered PIM alert" names as its
 * target ("Configure security alerts for Microsoft Entra roles in PIM"), in lower case.
 */
export const pimAlerts: Readonly<Record<string, readonly string[]>> = {
  staleSignInAlertIncident: ['potential stale accounts in a privileged role'],
  invalidLicenseAlertIncident: [
    "the organization doesn't have microsoft entra id p2 or microsoft entra id governance",
    "the organization doesn't have microsoft entra premium p2",
    "the organization doesn't have azure ad premium p2",
    "the organization doesn't have microsoft entra id p2",
  ],
  rolesAssignedOutsidePrivilegedIdentityManagementAlertConfiguration: [
    'roles are being assigned outside of privileged identity management',
    'role assigned outside of pim',
  ],
  sequentialActivationRenewalsAlertIncident: ['roles are being activated too frequently'],
  noMfaOnRoleActivationAlertIncident: [
    "roles don't require multifactor authentication for activation",
    "roles don't require multi-factor authentication for activation",
  ],
  redundantAssignmentAlertIncident: ["administrators aren't using their privileged roles"],
  tooManyGlobalAdminsAssignedToTenantAlertIncident: ['there are too many global administrators'],
};

/** UAL `extendedAuditEventCategory` of a directory record → the audit log's category. */
export const directoryCategories: Readonly<Record<string, readonly string[]>> = {
  UserManagement: ['user'],
  GroupManagement: ['group'],
  RoleManagement: ['role'],
  ApplicationManagement: ['application', 'serviceprincipal'],
  Device: ['device'],
  Policy: ['policy'],
  DirectoryManagement: ['company', 'domain', 'partner', 'subscription'],
  AdministrativeUnit: ['administrativeunit'],
};

/** Category → operations whose directory record does not carry it, in lower case. */
export const operationCategories: Readonly<Record<string, readonly string[]>> = {
  KeyManagement: ['read bitlocker key', 'add bitlocker key', 'delete bitlocker key'],
  Policy: [
    'set device registration policies',
    'update user risk and mfa registration policy',
    'update sign-in risk policy',
    'add conditional access policy',
    'update conditional access policy',
    'delete conditional access policy',
  ],
  Device: [
    'register device',
    'unregister device',
    'device no longer compliant',
    'device no longer managed',
    'recover device local administrator password',
  ],
  UserManagement: [
    'user registered security info',
    'user started security info registration',
    'user registered all required security info',
    'user changed default security info',
    'user updated security info',
    'user deleted security info',
    'user reviewed security info',
    'user canceled security info registration',
    'admin registered security info',
    'admin updated security info',
    'admin deleted security info',
    'invite external user',
    'redeem external user invite',
  ],
  ApplicationManagement: ['authentication methods policy update'],
};

/** Service → operations that it logs; every other directory record is Core Directory's. In lower case. */
export const operationServices: Readonly<Record<string, readonly string[]>> = {
  'Authentication Methods': [
    'user registered security info',
    'user started security info registration',
    'user registered all required security info',
    'user changed default security info',
    'user updated security info',
    'user deleted security info',
    'user reviewed security info',
    'user canceled security info registration',
    'admin registered security info',
    'admin updated security info',
    'admin deleted security info',
    'authentication methods policy update',
  ],
  'Device Registration Service': [
    'register device',
    'unregister device',
    'read bitlocker key',
    'add bitlocker key',
    'delete bitlocker key',
    'set device registration policies',
    'recover device local administrator password',
  ],
  'Conditional Access': [
    'add conditional access policy',
    'update conditional access policy',
    'delete conditional access policy',
    'add named location',
    'update named location',
    'delete named location',
  ],
  'AAD Management UX': [
    'update user risk and mfa registration policy',
    'update sign-in risk policy',
  ],
  'Invited Users': ['invite external user', 'redeem external user invite', 'viral user creation'],
};

/** Resource's application id → its name, for logs that have only the id. */
export const resourceNames: Readonly<Record<string, string>> = {
  '00000002-0000-0000-c000-000000000000': 'Windows Azure Active Directory',
  '00000003-0000-0000-c000-000000000000': 'Microsoft Graph',
  '00000002-0000-0ff1-ce00-000000000000': 'Office 365 Exchange Online',
  '00000003-0000-0ff1-ce00-000000000000': 'Office 365 SharePoint Online',
  '01cb2876-7ebd-4aa4-9cc9-d28bd4d359a9': 'Device Registration Service',
  '797f4846-ba00-4fd7-ba43-dac1f8f63013': 'Windows Azure Service Management API',
};
