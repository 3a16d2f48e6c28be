/**
 * Our own column names (docs/rules.md) in the words of published Sigma rules, so that other tools can convert ours.
 * Names: SigmaHQ's taxonomy and its rules for m365 and azure; values: Office 365 Management Activity API schema
 * ("User Type"), Graph's directoryAudit and signIn. What has no name there is missing here, and a rule that
 * asks for it is reported as not exported.
 */
export interface PublishedName {
  readonly name: string;
  /** Our value → theirs, where they differ; one that is missing cannot be said. */
  readonly values?: Readonly<Record<string, readonly (string | number | boolean)[]>>;
  /** The field is asked whether it is there, whatever the value: `|exists`. */
  readonly exists?: true;
}

type Names = Readonly<Record<string, PublishedName>>;

const named = (name: string, values?: PublishedName['values']): PublishedName =>
  values === undefined ? { name } : { name, values };

const m365: Names = {
  operation: named('Operation'),
  user: named('UserId'),
  ip: named('ClientIP'),
  workload: named('Workload'),
  record_type: named('RecordType'),
  object: named('ObjectId'),
  target_user: named('MailboxOwnerUPN'),
  user_agent: named('UserAgent'),
  client_app: named('ClientInfoString'),
  subject: named('Item.Subject'),
  folder: named('Item.ParentFolder.Path'),
  outcome: named('ResultStatus', {
    success: ['Success', 'Succeeded', 'PartiallySucceeded', 'True'],
    failure: ['Failed', 'Failure', 'False'],
  }),
  user_kind: named('UserType', {
    member: [0],
    admin: [2, 9],
    service: [3],
    system: [4, 7, 8],
    application: [5, 6],
    guest: [10],
  }),
};

/** By product, then service; the empty service is any other. */
export const publishedNames: Readonly<Record<string, Readonly<Record<string, Names>>>> = {
  m365: { '': m365 },
  azure: {
    signinlogs: {
      operation: named('OperationName'),
      user: named('UserPrincipalName'),
      ip: named('IPAddress'),
      country: named('Location'),
      user_agent: named('UserAgent'),
      client_app: named('ClientAppUsed'),
      error_code: named('ResultType'),
      app_id: named('AppId'),
      app_name: named('AppDisplayName'),
      risk_level: named('RiskLevelDuringSignIn'),
      outcome: named('ResultType', { success: [0] }),
    },
    auditlogs: {
      operation: named('OperationName'),
      user: named('InitiatedBy.user.userPrincipalName'),
      ip: named('InitiatedBy.user.ipAddress'),
      outcome: named('Result', { success: ['success'], failure: ['failure'] }),
      // A user's name is there or an application's, never both.
      user_kind: { name: 'InitiatedBy.app.displayName', values: { application: [true], system: [] }, exists: true }, // prettier-ignore
    },
    activitylogs: {
      operation: named('OperationNameValue'),
      user: named('Caller'),
      ip: named('CallerIpAddress'),
      outcome: named('ActivityStatusValue', {
        success: ['Success', 'Succeeded'],
        failure: ['Failure', 'Failed'],
      }),
    },
    riskdetection: {
      user: named('UserPrincipalName'),
      risk_level: named('riskLevel'),
    },
  },
};
