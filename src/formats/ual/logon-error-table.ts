/**
 * LogonError of UserLoginFailed and the number it stands for ("Microsoft Entra authentication and
 * authorization error codes"; those of real records are marked *). Old records have only the name.
 */
export const logonErrorTable: Readonly<Record<string, string>> = {
  SelectUserAccount: '16000',
  UserAccountSelectionInvalid: '16001',
  SsoUserAccountNotFoundInResourceTenant: '16003',
  InvalidReplyTo: '50011', // *
  UserAccountNotFound: '50034',
  IdsLocked: '50053', // *
  OldPasswordUsed: '50054',
  InvalidPasswordExpiredPassword: '50055', // *
  PasswordNotSet: '50056',
  UserDisabled: '50057',
  UserInformationNotProvided: '50058', // *
  MissingTenantRealmAndNoUserInformationProvided: '50059',
  CredentialAuthenticationError: '50064',
  UserStrongAuthEnrollmentRequiredInterrupt: '50072', // *
  UserStrongAuthClientAuthNRequiredInterrupt: '50074',
  UserStrongAuthClientAuthNRequired: '50076',
  UserStrongAuthExpired: '50078',
  UserStrongAuthEnrollmentRequired: '50079',
  FlowTokenExpired: '50089', // *
  DeviceAuthenticationRequired: '50097',
  EntitlementGrantsNotFound: '50105',
  PasswordResetRegistrationRequiredInterrupt: '50125',
  InvalidUserNameOrPassword: '50126', // *
  BrokerAppNotInstalled: '50127',
  DeviceIsNotWorkplaceJoined: '50129',
  ConditionalAccessFailed: '50131',
  SsoArtifactInvalidOrExpired: '50132', // *
  SsoArtifactRevoked: '50133', // *
  KmsiInterrupt: '50140',
  InvalidPasswordExpiredOnPremPassword: '50144',
  InvalidPasswordExpiredOnPremisesPassword: '50144',
  ExternalSecurityChallengeNotSatisfied: '50158',
  FreshTokenNeeded: '50173',
  CmsiInterrupt: '50199',
  ForceReauthDueToInsufficientAuth: '51006',
  DelegationDoesNotExistForLinkedIn: '52004',
  DeviceNotCompliant: '53000',
  DeviceNotDomainJoined: '53001',
  ApplicationUsedIsNotAnApprovedApp: '53002',
  BlockedByConditionalAccess: '53003',
  BlockedByConditionalAccessOnSecurityPolicy: '530032',
  ProofUpBlockedDueToRisk: '53004',
  DelegationDoesNotExist: '65001', // *
  UserDeclinedConsent: '65004',
  ExpiredOrRevokedGrant: '70008',
  BadTokenDueToSignInFrequency: '70043',
  DesktopSsoAuthTokenInvalid: '81010',
  DesktopSsoMismatchBetweenTokenUpnAndChosenUpn: '81012',
  InvalidResourceServicePrincipalNotFound: '500011', // *
  AuthenticationFailedSasError: '500121', // *
  UnauthorizedClient_DoesNotMatchRequest: '700016',
  AdminConsentRequiredDueToRiskyApp: '900941', // *
  UserNotBoundError: '1000000', // *
};
