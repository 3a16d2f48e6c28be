/** Scalar types of the Kusto Query Language that the tables have. */
export const kqlTypes = ['string', 'dynamic', 'datetime', 'bool', 'int', 'long', 'real'] as const;
export type KqlType = (typeof kqlTypes)[number];

/**
 * The published columns of the tables that queries are written for: from "Azure Monitor Logs reference", one
 * page a table. A column that a page has not is not asked for by name (`column_ifexists`).
 */
export interface Schema {
  readonly page: string;
  /** Date of the page that the columns were taken from. */
  readonly dated: string;
  readonly checked: string;
  readonly columns: Readonly<Partial<Record<KqlType, readonly string[]>>>;
}

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

export const schemas = {
  SigninLogs: {
    page: 'Azure Monitor Logs reference - SigninLogs',
    dated: '2024-07-30',
    checked: '2026-11-24',
    columns: {
      string: words(
        `AADTenantId AlternateSignInName AppDisplayName AppId AppliedConditionalAccessPolicies AuthenticationContextClassReferences AuthenticationDetails AuthenticationMethodsUsed AuthenticationProcessingDetails AuthenticationProtocol AuthenticationRequirement AuthenticationRequirementPolicies AutonomousSystemNumber Category ClientAppUsed ConditionalAccessStatus CorrelationId CrossTenantAccessType HomeTenantId Id Identity IPAddress IPAddressFromResourceProvider _IsBillable Level Location NetworkLocationDetails OperationName OperationVersion OriginalRequestId ProcessingTimeInMilliseconds Resource ResourceDisplayName ResourceGroup ResourceId ResourceIdentity ResourceProvider ResourceServicePrincipalId ResourceTenantId ResultDescription ResultSignature ResultType RiskDetail RiskEventTypes RiskEventTypes_V2 RiskLevel RiskLevelAggregated RiskLevelDuringSignIn RiskState ServicePrincipalId ServicePrincipalName SessionLifetimePolicies SignInIdentifier SignInIdentifierType SourceSystem TokenIssuerName TokenIssuerType Type UniqueTokenIdentifier UserAgent UserDisplayName UserId UserPrincipalName UserType`,
      ),
      dynamic: words(
        `AppliedEventListeners ConditionalAccessPolicies DeviceDetail LocationDetails MfaDetail Status`,
      ),
      real: words(`_BilledSize`),
      datetime: words(`CreatedDateTime TimeGenerated`),
      long: words(`DurationMs`),
      bool: words(`FlaggedForReview IsInteractive IsRisky`),
    },
  },
  AADNonInteractiveUserSignInLogs: {
    page: 'Azure Monitor Logs reference - AADNonInteractiveUserSignInLogs',
    dated: '2026-07-27',
    checked: '2026-11-24',
    columns: {
      string: words(
        `AADTenantId Agent AlternateSignInName AppDisplayName AppId AppOwnerTenantId AuthenticationContextClassReferences AuthenticationDetails AuthenticationMethodsUsed AuthenticationProcessingDetails AuthenticationProtocol AuthenticationRequirement AuthenticationRequirementPolicies AuthenticatorAppLocation AutonomousSystemNumber Category ClientAppUsed ClientCredentialType ClientSessionId ConditionalAccessAudiences ConditionalAccessPolicies ConditionalAccessStatus CorrelationId CrossTenantAccessType DeviceDetail FederatedCredentialId GlobalSecureAccessIpAddress HomeTenantId HomeTenantName IPAddress Id Identity IncomingTokenType Level Location LocationDetails MfaDetail NetworkLocationDetails OperationName OperationVersion OriginalRequestId OriginalTransferMethod ProcessingTimeInMs ResourceDisplayName ResourceGroup ResourceIdentity ResourceOwnerTenantId ResourceServicePrincipalId ResourceTenantId ResultDescription ResultSignature ResultType RiskDetail RiskEventTypes RiskEventTypes_V2 RiskLevelAggregated RiskLevelDuringSignIn RiskState ServicePrincipalId SessionId SessionLifetimePolicies SignInEventTypes SignInIdentifierType SourceSystem Status TenantId TokenIssuerName TokenIssuerType TokenProtectionStatusDetails Type UniqueTokenIdentifier UserAgent UserDisplayName UserId UserPrincipalName UserType _IsBillable`,
      ),
      dynamic: words(`AppliedEventListeners`),
      real: words(`_BilledSize`),
      datetime: words(`CreatedDateTime TimeGenerated`),
      long: words(`DurationMs`),
      bool: words(`IsInteractive IsRisky IsTenantRestricted IsThroughGlobalSecureAccess`),
    },
  },
  AuditLogs: {
    page: 'Azure Monitor Logs reference - AuditLogs',
    dated: '2024-08-08',
    checked: '2026-11-24',
    columns: {
      string: words(
        `AADOperationType AADTenantId ActivityDisplayName Category CorrelationId Id Identity _IsBillable Level Location LoggedByService OperationName OperationVersion Resource ResourceGroup ResourceId ResourceProvider Result ResultDescription ResultReason ResultSignature ResultType SourceSystem Type`,
      ),
      datetime: words(`ActivityDateTime TimeGenerated`),
      dynamic: words(`AdditionalDetails InitiatedBy TargetResources`),
      real: words(`_BilledSize`),
      long: words(`DurationMs`),
    },
  },
  OfficeActivity: {
    page: 'Azure Monitor Logs reference - OfficeActivity',
    dated: '2024-08-08',
    checked: '2026-11-24',
    columns: {
      string: words(
        `AADGroupId AADTarget Activity Actor ActorContextId ActorIpAddress AddOnGuid AddonName AddOnType AffectedItems AppDistributionMode AppId Application ApplicationId AppPoolName AzureActiveDirectory_EventType AzureADAppId ChannelGuid ChannelName ChannelType ChatName ChatThreadId Client Client_IPAddress ClientAppId ClientInfoString ClientIP ClientMachineName ClientProcessName ClientVersion CommunicationType CustomEvent DestFolder DestinationFileExtension DestinationFileName DestinationRelativeUrl DestMailboxId DestMailboxOwnerMasterAccountSid DestMailboxOwnerSid DestMailboxOwnerUPN EffectiveOrganization ElevationApprover ElevationRequestId ElevationRole Event_Data EventSource ExtendedProperties ExternalAccess Folder Folders GenericInfo InterSystemsId IntraSystemId _IsBillable Item ItemName ItemType Logon_Type LogonUserDisplayName LogonUserSid MachineDomainInfo MachineId MailboxGuid MailboxOwnerMasterAccountSid MailboxOwnerSid MailboxOwnerUPN MessageId ModifiedObjectResolvedName ModifiedProperties Name NewValue OfficeId OfficeObjectId OfficeTenantId OfficeWorkload OldValue Operation OperationScope OrganizationId OrganizationName OriginatingServer Parameters RecordType _ResourceId ResultReasonType ResultStatus SendAsUserMailboxGuid SendAsUserSmtp SendonBehalfOfUserMailboxGuid SendOnBehalfOfUserSmtp SharingType Site_ Site_Url Source_Name SourceFileExtension SourceFileName SourceRecordId SourceRelativeUrl SourceSystem SRPolicyId SRPolicyName _SubscriptionId SupportTicketId TabType TargetContextId TargetUserId TargetUserOrGroupName TargetUserOrGroupType TeamGuid TeamName TenantId Type UserAgent UserDomain UserId UserKey UserSharedWith UserType`,
      ),
      real: words(`_BilledSize`),
      bool: words(`CrossMailboxOperations IsManagedDevice`),
      int: words(`DataCenterSecurityEventType ElevationDuration InternalLogonType LoginStatus`),
      datetime: words(`ElevationApprovedTime ElevationTime Start_Time TimeGenerated`),
      dynamic: words(`ExtraProperties Members OperationProperties SRRuleMatchDetails`),
    },
  },
  CloudAppEvents: {
    page: 'Azure Monitor Logs reference - CloudAppEvents',
    dated: '2024-08-08',
    checked: '2026-11-24',
    columns: {
      string: words(
        `AccountDisplayName AccountId AccountObjectId AccountType ActionType ActivityType Application City CountryCode DeviceType IPAddress IPCategory _IsBillable ISP ObjectId ObjectName ObjectType OSPlatform ReportId SourceSystem TenantId Type UserAgent`,
      ),
      dynamic: words(`ActivityObjects AdditionalFields IPTags RawEventData UserAgentTags`),
      int: words(`AppInstanceId ApplicationId`),
      real: words(`_BilledSize`),
      bool: words(`IsAdminOperation IsAnonymousProxy IsExternalUser IsImpersonated`),
      datetime: words(`TimeGenerated`),
    },
  },
  AzureActivity: {
    page: 'Azure Monitor Logs reference - AzureActivity',
    dated: '2024-08-08',
    checked: '2026-11-24',
    columns: {
      string: words(
        `ActivityStatus ActivityStatusValue ActivitySubstatus ActivitySubstatusValue Authorization Caller CallerIpAddress Category CategoryValue Claims CorrelationId EventDataId Hierarchy HTTPRequest _IsBillable Level OperationId OperationName OperationNameValue Properties Resource ResourceGroup ResourceId _ResourceId ResourceProvider ResourceProviderValue SourceSystem SubscriptionId _SubscriptionId TenantId Type`,
      ),
      dynamic: words(`Authorization_d Claims_d Properties_d`),
      real: words(`_BilledSize`),
      datetime: words(`EventSubmissionTimestamp TimeGenerated`),
    },
  },
  AADUserRiskEvents: {
    page: 'Azure Monitor Logs reference - AADUserRiskEvents',
    dated: '2024-07-30',
    checked: '2026-11-24',
    columns: {
      string: words(
        `Activity CorrelationId DetectionTimingType Id IpAddress _IsBillable OperationName RequestId RiskDetail RiskEventType RiskLevel RiskState Source SourceSystem TenantId TokenIssuerType Type UserDisplayName UserId UserPrincipalName`,
      ),
      datetime: words(`ActivityDateTime DetectedDateTime LastUpdatedDateTime TimeGenerated`),
      dynamic: words(`AdditionalInfo Location`),
      real: words(`_BilledSize`),
    },
  },
  MicrosoftGraphActivityLogs: {
    page: 'Azure Monitor Logs reference - MicrosoftGraphActivityLogs',
    dated: '2026-07-27',
    checked: '2026-11-24',
    columns: {
      string: words(
        `ATContent ATContentH ATContentP AadTenantId ApiVersion AppId ClientRequestId DeviceId IPAddress IdentityProvider Location OperationId RequestId RequestMethod RequestUri Roles Scopes ServicePrincipalId SessionId SignInActivityId SourceSystem TenantId Type UniqueTokenId UserAgent UserId Wids _IsBillable`,
      ),
      real: words(`_BilledSize`),
      int: words(`ClientAuthMethod DurationMs ResponseSizeBytes ResponseStatusCode`),
      datetime: words(`TimeGenerated TokenIssuedAt`),
    },
  },
  EmailEvents: {
    page: 'Azure Monitor Logs reference - EmailEvents',
    dated: '2024-07-30',
    checked: '2026-11-24',
    columns: {
      dynamic: words(`AdditionalFields`),
      int: words(`AttachmentCount BulkComplaintLevel UrlCount`),
      string: words(
        `AuthenticationDetails ConfidenceLevel Connectors DeliveryAction DeliveryLocation DetectionMethods EmailAction EmailActionPolicy EmailActionPolicyGuid EmailDirection EmailLanguage InternetMessageId _IsBillable LatestDeliveryAction LatestDeliveryLocation NetworkMessageId OrgLevelAction OrgLevelPolicy RecipientEmailAddress RecipientObjectId ReportId SenderDisplayName SenderFromAddress SenderFromDomain SenderIPv4 SenderIPv6 SenderMailFromAddress SenderMailFromDomain SenderObjectId SourceSystem Subject TenantId ThreatNames ThreatTypes Type UserLevelAction UserLevelPolicy`,
      ),
      real: words(`_BilledSize`),
      long: words(`EmailClusterId`),
      datetime: words(`TimeGenerated`),
    },
  },
} as const satisfies Readonly<Record<string, Schema>>;

export type TableName = keyof typeof schemas;

/** Columns with their types, by the column's name in lower case. */
export function columnsOf(
  table: TableName,
): ReadonlyMap<string, { readonly name: string; readonly type: KqlType }> {
  const schema: Schema = schemas[table];
  return new Map(
    kqlTypes.flatMap((type) =>
      (schema.columns[type] ?? []).map((name) => [name.toLowerCase(), { name, type }] as const),
    ),
  );
}
