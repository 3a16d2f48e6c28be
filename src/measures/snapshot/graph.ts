import { z } from 'zod';

/**
 * The objects of Microsoft Graph that the posture is judged by (v1.0, and where noted beta), with the
 * properties that decide; all others are kept. Graph leaves out what was not selected and writes null for
 * what is not set, so that nothing but what tells an object apart is required.
 */
const text = z.string().nullish();
const flag = z.boolean().nullish();
const list = z.array(z.string()).nullish();
const entity = { id: text, displayName: text };

const guests = z
  .looseObject({
    /** Graph v1.0 writes the kinds with commas; PowerShell may write a list. */
    guestOrExternalUserTypes: z.union([z.string(), z.array(z.string())]).nullish(),
    externalTenants: z.looseObject({ membershipKind: text, members: list }).nullish(),
  })
  .nullish();
const filter = z.looseObject({ mode: text, rule: text }).nullish();
const commas = z.union([z.string(), z.array(z.string())]).nullish();

const strength = z.looseObject({
  ...entity,
  policyType: text,
  allowedCombinations: list,
});

const policy = z.looseObject({
  ...entity,
  state: text,
  conditions: z
    .looseObject({
      users: z
        .looseObject({
          includeUsers: list,
          excludeUsers: list,
          includeGroups: list,
          excludeGroups: list,
          includeRoles: list,
          excludeRoles: list,
          includeGuestsOrExternalUsers: guests,
          excludeGuestsOrExternalUsers: guests,
        })
        .nullish(),
      applications: z
        .looseObject({
          includeApplications: list,
          excludeApplications: list,
          includeUserActions: list,
          includeAuthenticationContextClassReferences: list,
          applicationFilter: filter,
        })
        .nullish(),
      clientApplications: z.looseObject({ includeServicePrincipals: list }).nullish(),
      clientAppTypes: list,
      platforms: z.looseObject({ includePlatforms: list, excludePlatforms: list }).nullish(),
      locations: z.looseObject({ includeLocations: list, excludeLocations: list }).nullish(),
      devices: z.looseObject({ deviceFilter: filter }).nullish(),
      signInRiskLevels: list,
      userRiskLevels: list,
      insiderRiskLevels: commas,
      authenticationFlows: z.looseObject({ transferMethods: commas }).nullish(),
    })
    .nullish(),
  grantControls: z
    .looseObject({
      operator: text,
      builtInControls: list,
      customAuthenticationFactors: list,
      termsOfUse: list,
      authenticationStrength: strength.nullish(),
    })
    .nullish(),
  sessionControls: z
    .looseObject({
      signInFrequency: z
        .looseObject({
          isEnabled: flag,
          type: text,
          value: z.number().nullish(),
          frequencyInterval: text,
          authenticationType: text,
        })
        .nullish(),
      secureSignInSession: z.looseObject({ isEnabled: flag }).nullish(),
    })
    .nullish(),
});

const location = z.looseObject({
  ...entity,
  '@odata.type': text,
  isTrusted: flag,
  ipRanges: z.array(z.looseObject({ cidrAddress: text, lowerAddress: text, upperAddress: text })).nullish(),
  countriesAndRegions: list,
  includeUnknownCountriesAndRegions: flag,
  compliantNetworkType: text,
}); // prettier-ignore

const activity = z
  .looseObject({
    lastSignInDateTime: text,
    lastNonInteractiveSignInDateTime: text,
    lastSuccessfulSignInDateTime: text,
  })
  .nullish();

const credential = z.looseObject({
  keyId: text,
  displayName: text,
  startDateTime: text,
  endDateTime: text,
});
const principal = z.looseObject({ ...entity, '@odata.type': text, userPrincipalName: text });

const assignment = z.looseObject({
  id: text,
  principalId: z.string(),
  roleDefinitionId: z.string(),
  directoryScopeId: text,
  assignmentType: text,
  endDateTime: text,
  principal: principal.nullish(),
  roleDefinition: z.looseObject(entity).nullish(),
  scheduleInfo: z
    .looseObject({ expiration: z.looseObject({ type: text, endDateTime: text }).nullish() })
    .nullish(),
});

const app = z.looseObject({
  ...entity,
  appId: text,
  createdDateTime: text,
  passwordCredentials: z.array(credential).nullish(),
  keyCredentials: z.array(credential).nullish(),
});

export const graphSchemas = {
  conditionalAccessPolicies: policy,
  namedLocations: location,
  authenticationStrengthPolicies: strength,
  authorizationPolicy: z.looseObject({
    id: text,
    guestUserRoleId: text,
    allowInvitesFrom: text,
    defaultUserRolePermissions: z
      .looseObject({ allowedToCreateApps: flag, permissionGrantPoliciesAssigned: list })
      .nullish(),
    /** beta. */
    permissionGrantPolicyIdsAssignedToDefaultUserRole: list,
  }),
  deviceRegistrationPolicy: z.looseObject({
    id: text,
    /** v1.0 words; beta wrote 0 and 1. */
    multiFactorAuthConfiguration: z.union([z.string(), z.number()]).nullish(),
  }),
  adminConsentRequestPolicy: z.looseObject({ isEnabled: flag }),
  securityDefaults: z.looseObject({ id: text, isEnabled: flag }),
  /** beta `/admin/entra/uxSetting`. */
  uxSetting: z.looseObject({
    restrictNonAdminAccess: z.union([z.string(), z.boolean()]).nullish(),
  }),
  users: z.looseObject({
    id: text,
    displayName: text,
    userPrincipalName: text,
    accountEnabled: flag,
    userType: text,
    externalUserState: text,
    externalUserStateChangeDateTime: text,
    createdDateTime: text,
    onPremisesSyncEnabled: flag,
    assignedLicenses: z.array(z.looseObject({ skuId: text })).nullish(),
    signInActivity: activity,
  }),
  userRegistrationDetails: z.looseObject({
    id: text,
    userPrincipalName: text,
    isMfaCapable: flag,
    isPasswordlessCapable: flag,
    methodsRegistered: list,
  }),
  groups: z.looseObject({
    ...entity,
    members: z.array(principal).nullish(),
    transitiveMembers: z.array(principal).nullish(),
    'members@odata.nextLink': text,
  }),
  directoryRoles: z.looseObject({
    ...entity,
    roleTemplateId: text,
    members: z.array(principal).nullish(),
  }),
  roleAssignments: assignment,
  roleAssignmentSchedules: assignment,
  roleEligibilitySchedules: assignment,
  roleDefinitions: z.looseObject({ ...entity, templateId: text, isBuiltIn: flag }),
  applications: app,
  servicePrincipals: app.extend({
    accountEnabled: flag,
    servicePrincipalType: text,
    appOwnerOrganizationId: text,
    appRoles: z.array(z.looseObject({ id: text, value: text })).nullish(),
  }),
  oauth2PermissionGrants: z.looseObject({
    clientId: z.string(),
    consentType: text,
    principalId: text,
    resourceId: text,
    scope: text,
  }),
  appRoleAssignments: z.looseObject({
    appRoleId: z.string(),
    principalId: z.string(),
    principalDisplayName: text,
    principalType: text,
    resourceId: text,
    resourceDisplayName: text,
  }),
  /** beta `/reports/servicePrincipalSignInActivities`. */
  servicePrincipalSignInActivities: z.looseObject({ appId: text, lastSignInActivity: activity }),
  organization: z.looseObject({ ...entity }),
  subscribedSkus: z.looseObject({
    skuPartNumber: text,
    capabilityStatus: text,
    prepaidUnits: z.looseObject({ enabled: z.number().nullish() }).nullish(),
    servicePlans: z
      .array(z.looseObject({ servicePlanName: text, provisioningStatus: text }))
      .nullish(),
  }),
} as const satisfies Readonly<Record<string, z.ZodType>>;

export type GraphKind = keyof typeof graphSchemas;
export type GraphObject<K extends GraphKind> = z.infer<(typeof graphSchemas)[K]>;
export type Policy = GraphObject<'conditionalAccessPolicies'>;
export type NamedLocation = GraphObject<'namedLocations'>;
export const graphKinds = Object.keys(graphSchemas) as readonly GraphKind[];
