import type { GraphKind } from './graph.js';

export interface KindMark {
  readonly kind: GraphKind;
  /** In `@odata.context`, behind `$metadata#`. */
  readonly context: RegExp;
  /** `@odata.type` of an object, without `#microsoft.graph.`. */
  readonly types?: RegExp;
  /** Properties that only this kind has together: any of these sets. */
  readonly fields: readonly (readonly string[])[];
  /** An id that is the same in every tenant. */
  readonly id?: string;
  /** Of a file or of a property that holds the objects, without separators: when nothing else tells. */
  readonly name: RegExp;
}

/** How each kind of object is told, the more particular first. */
export const kindMarks: readonly KindMark[] = [
  { kind: 'conditionalAccessPolicies', context: /conditionalAccess\/policies/i, types: /^conditionalAccessPolicy$/i, fields: [['conditions', 'state'], ['conditions', 'grantControls'], ['conditions', 'sessionControls']], name: /conditionalaccess(policies|policy)?$|^ca(policies|policy)$|conditionalaccess/ },
  { kind: 'namedLocations', context: /namedLocations/i, types: /NamedLocation$/i, fields: [['ipRanges'], ['countriesAndRegions'], ['compliantNetworkType']], name: /namedlocation/ },
  { kind: 'authenticationStrengthPolicies', context: /authenticationStrength/i, types: /^authenticationStrengthPolicy$/i, fields: [['allowedCombinations']], name: /authentication?strength|authstrength/ },
  { kind: 'authorizationPolicy', context: /authorizationPolicy/i, types: /^authorizationPolicy$/i, fields: [['defaultUserRolePermissions'], ['guestUserRoleId'], ['allowInvitesFrom']], name: /authori[sz]ationpolic/ },
  { kind: 'deviceRegistrationPolicy', context: /deviceRegistrationPolicy/i, types: /^deviceRegistrationPolicy$/i, fields: [['multiFactorAuthConfiguration'], ['userDeviceQuota', 'azureADJoin']], name: /deviceregistration/ },
  { kind: 'adminConsentRequestPolicy', context: /adminConsentRequestPolicy/i, types: /^adminConsentRequestPolicy$/i, fields: [['notifyReviewers'], ['requestDurationInDays']], name: /adminconsent/ },
  { kind: 'securityDefaults', context: /identitySecurityDefaults/i, types: /^identitySecurityDefaultsEnforcementPolicy$/i, fields: [], id: '00000000-0000-0000-0000-000000000005', name: /securitydefault/ },
  { kind: 'uxSetting', context: /uxSetting/i, types: /^uxSetting$/i, fields: [['restrictNonAdminAccess']], name: /uxsetting/ },
  { kind: 'userRegistrationDetails', context: /userRegistrationDetails/i, types: /^userRegistrationDetails$/i, fields: [['isMfaCapable'], ['methodsRegistered']], name: /registrationdetails/ },
  { kind: 'servicePrincipalSignInActivities', context: /servicePrincipalSignInActivit/i, types: /^servicePrincipalSignInActivity$/i, fields: [['delegatedClientSignInActivity'], ['lastSignInActivity', 'appId']], name: /serviceprincipalsigninactivit/ },
  { kind: 'appRoleAssignments', context: /appRoleAssign/i, types: /^appRoleAssignment$/i, fields: [['appRoleId', 'principalId']], name: /approleassign/ },
  { kind: 'oauth2PermissionGrants', context: /oauth2PermissionGrants/i, types: /^oAuth2PermissionGrant$/i, fields: [['clientId', 'consentType']], name: /oauth2?permissiongrant|delegatedpermissiongrant/ },
  { kind: 'roleDefinitions', context: /roleDefinitions/i, types: /^unifiedRoleDefinition$/i, fields: [['rolePermissions']], name: /roledefinition/ },
  { kind: 'roleEligibilitySchedules', context: /roleEligibilitySchedule/i, types: /^unifiedRoleEligibilitySchedule/i, fields: [['roleDefinitionId', 'roleEligibilityScheduleId']], name: /roleeligib|eligiblerole/ },
  { kind: 'roleAssignmentSchedules', context: /roleAssignmentSchedule/i, types: /^unifiedRoleAssignmentSchedule/i, fields: [['roleDefinitionId', 'assignmentType']], name: /roleassignmentschedule/ },
  { kind: 'roleAssignments', context: /roleAssignments/i, types: /^unifiedRoleAssignment$/i, fields: [['roleDefinitionId', 'principalId']], name: /roleassignment/ },
  { kind: 'directoryRoles', context: /^directoryRoles/i, types: /^directoryRole$/i, fields: [['roleTemplateId']], name: /directoryrole/ },
  { kind: 'subscribedSkus', context: /subscribedSkus/i, types: /^subscribedSku$/i, fields: [['skuPartNumber', 'servicePlans'], ['skuPartNumber', 'capabilityStatus']], name: /subscribedsku|licen[cs]es?$/ },
  { kind: 'organization', context: /^organization/i, types: /^organization$/i, fields: [['verifiedDomains']], name: /^organi[sz]ation$/ },
  { kind: 'servicePrincipals', context: /^servicePrincipals(?:\(|\/\$entity|$)/i, types: /^servicePrincipal$/i, fields: [['servicePrincipalType'], ['appOwnerOrganizationId']], name: /serviceprincipals?$|enterpriseapp/ },
  { kind: 'applications', context: /^applications(?:\(|\/\$entity|$)/i, types: /^application$/i, fields: [['requiredResourceAccess'], ['signInAudience', 'appId'], ['appId', 'passwordCredentials']], name: /^applications?$|appregistration/ },
  { kind: 'groups', context: /^groups(?:\(|\/\$entity|$)/i, types: /^group$/i, fields: [['groupTypes'], ['securityEnabled', 'mailEnabled']], name: /^groups?$/ },
  { kind: 'users', context: /^users(?:\(|\/\$entity|$)/i, types: /^user$/i, fields: [['userPrincipalName']], name: /^(?:all)?(?:users?|guests?|guestusers)$/ },
]; // prettier-ignore
