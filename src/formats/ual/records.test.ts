import { describe, expect, it } from 'vitest';
import { at, read } from './testing.case.js';

/** Where each kind of record has its identifiers (formats.md §6), and the traps (§7). */

const guid = '445945de-2d4f-4816-a71e-d3c0eff10500';
const token = '3kVZRE8tFkinHtPA7_EFAA';
const session = 'e55a5c8e-aefe-4369-bd4a-c2eaad764e9b';
const user = '9b117c67-170e-4aed-9702-658b3fddc889';
const access = {
  AADSessionId: session.toUpperCase(),
  APIId: '00000002-0000-0ff1-ce00-000000000000',
  ClientAppId: '9199BF20-a13f-4107-85dc-02114787ef48',
  IssuedAtTime: '2025-03-18T12:30:00',
  UniqueTokenId: token,
};
const base = {
  CreationTime: '2025-03-18T12:40:51',
  Id: 'c9d2d808-0efe-48cb-eaec-08da3028eb80',
  OrganizationId: '70e7f470-ed25-47f5-aa2f-096f0f44c831',
  UserType: 0,
  Version: 1,
  UserKey: '10032002643F6746',
  UserId: 'Alice@Contoso.example',
};
const always = {
  event_id: base.Id,
  time: at('2025-03-18T12:40:51Z'),
  user: 'alice@contoso.example',
  user_kind: 'member',
};
const values = (record: object): unknown => read({ ...base, ...record }).values;

const mail = {
  ...base,
  Workload: 'Exchange',
  ResultStatus: 'Succeeded',
  AppAccessContext: access,
  ClientAppId: '',
  AppId: '00000002-0000-0ff1-ce00-000000000000',
  ClientInfoString: 'Client=OWA;Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120;',
  MailboxOwnerUPN: 'Grady@Contoso.example',
  TokenObjectId: user.toUpperCase(),
};
const ofMail = {
  ...always,
  workload: 'Exchange',
  outcome: 'success',
  user_id: user,
  target_user: 'grady@contoso.example',
  session_id: session,
  token_id: token,
  app_id: '9199bf20-a13f-4107-85dc-02114787ef48',
  resource_id: '00000002-0000-0ff1-ce00-000000000000',
  client_app: 'OWA',
  user_agent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120',
};

describe('Exchange', () => {
  it('administration (1), before 2025: session, no token, address with port', () => {
    expect(
      values({
        RecordType: 1,
        Workload: 'Exchange',
        Operation: 'Set-Mailbox',
        ResultStatus: 'True',
        UserType: 2,
        ClientIP: '203.0.113.24:49152',
        SessionId: session,
        AppId: '',
        ClientAppId: '',
        ObjectId: 'a88ae17c-f562-4c1f-a377-8910b6847d76',
        Parameters: [
          { Name: 'Identity', Value: 'Grady@Contoso.example' },
          { Name: 'ForwardingSmtpAddress', Value: 'smtp:x@evil.example' },
        ],
      }),
    ).toEqual({
      ...always,
      record_type: 1,
      record_type_name: 'ExchangeAdmin',
      workload: 'Exchange',
      operation: 'Set-Mailbox',
      outcome: 'success',
      user_kind: 'admin',
      target_user: 'grady@contoso.example',
      object: 'a88ae17c-f562-4c1f-a377-8910b6847d76',
      ip: '203.0.113.24',
      ip_port: 49152,
      session_id: session,
    });
  });

  it('mail sent as another (2)', () => {
    expect(
      read({
        ...mail,
        RecordType: 2,
        Operation: 'SendAs',
        ClientIP: '203.0.113.24',
        ClientIPAddress: '203.0.113.24',
        SendAsUserSmtp: 'CEO@Contoso.example',
        MailboxOwnerUPN: 'alice@contoso.example',
        Item: { Id: 'Unknown', InternetMessageId: '<a@b>', Subject: 'Invoice', ParentFolder: { Path: '\\Sent Items' } },
      }).values,
    ).toEqual({
      ...ofMail,
      record_type: 2,
      record_type_name: 'ExchangeItem',
      operation: 'SendAs',
      target_user: 'ceo@contoso.example',
      ip: '203.0.113.24',
      subject: 'Invoice',
      message_id: '<a@b>',
      folder: '\\Sent Items',
    });
  }); // prettier-ignore

  it('deleted mail (3), by Outlook', () => {
    for (const Operation of ['MoveToDeletedItems', 'HardDelete', 'SoftDelete'])
      expect(
        read({
          ...mail,
          RecordType: 3,
          Operation,
          ClientInfoString: 'Client=MSExchangeRPC',
          ActorInfoString: 'OUTLOOK.EXE/16.0.10417.20051',
          ClientIP: '::1',
          AffectedItems: [
            { Subject: 'Re: Invoice', InternetMessageId: '<c@d>', ParentFolder: { Path: '\\Inbox' } },
            { Subject: 'another' },
          ],
          Folder: { Path: '\\Inbox' },
          DestFolder: { Path: '\\Deleted Items' },
        }).values,
      ).toEqual({
        ...ofMail,
        record_type: 3,
        record_type_name: 'ExchangeItemGroup',
        operation: Operation,
        ip: '::1',
        client_app: 'MSExchangeRPC',
        user_agent: 'OUTLOOK.EXE/16.0.10417.20051',
        subject: 'Re: Invoice',
        message_id: '<c@d>',
        folder: '\\Inbox',
      });
  }); // prettier-ignore

  const accessed = {
    ...mail,
    Operation: 'MailItemsAccessed',
    ClientAppId: '27922004-5251-4030-b22d-91ecd9a37ea4',
    ClientIPAddress: '2603:1026:C09:834::5',
    ClientInfoString: 'Client=REST;Client=RESTSystem;;',
    DeviceId: user.toUpperCase(),
    OperationProperties: [
      { Name: 'MailAccessType', Value: 'Bind' },
      { Name: 'IsThrottled', Value: 'False' },
    ],
    Folders: [{ Path: '\\Inbox', FolderItems: [{ InternetMessageId: '<e@f>' }, { InternetMessageId: '<g@h>' }] }],
  }; // prettier-ignore
  const { user_agent: _, ...withoutAgent } = ofMail;
  const ofAccess = {
    ...withoutAgent,
    operation: 'MailItemsAccessed',
    app_id: '27922004-5251-4030-b22d-91ecd9a37ea4',
    client_app: 'REST',
    device_id: user,
    ip: '2603:1026:c09:834::5',
    message_id: '<e@f>',
    folder: '\\Inbox',
  };

  it('mail accessed (50), and its Sync with record type 2', () => {
    expect(read({ ...accessed, RecordType: 50 }).values).toEqual({
      ...ofAccess,
      record_type: 50,
      record_type_name: 'ExchangeItemAggregated',
    });
    const { message_id: __, ...sync } = ofAccess;
    expect(
      read({ ...accessed, RecordType: 2, Folders: undefined, Item: { ParentFolder: { Path: '\\Inbox' } } }).values,
    ).toEqual({ ...sync, record_type: 2, record_type_name: 'ExchangeItem' });
  }); // prettier-ignore

  it('mail accessed with no session and no token', () => {
    for (const UniqueTokenId of ['A'.repeat(22), '0'.repeat(22), '']) {
      const event = read({ ...accessed, RecordType: 50, AppAccessContext: { UniqueTokenId } });
      expect(event.values.session_id).toBeUndefined();
      expect(event.values.token_id).toBeUndefined();
    }
  });

  it('an inbox rule made by Outlook (UpdateInboxRules)', () => {
    expect(
      read({
        ...mail,
        RecordType: 2,
        Operation: 'UpdateInboxRules',
        AppAccessContext: {},
        ClientIP: '203.0.113.24',
        ClientInfoString: 'Client=MSExchangeRPC',
        OperationProperties: [
          { Name: 'RuleOperation', Value: 'AddMailboxRule' },
          { Name: 'RuleState' },
          { Name: 'RuleName', Value: '..' },
          { Name: 'RuleActions', Value: '[{"ActionType":"Delete"}]' },
        ],
        Item: { ParentFolder: { Path: '\\Inbox' } },
      }).values,
    ).toMatchObject({ object: '..', target_user: 'grady@contoso.example', folder: '\\Inbox' });
  });

  it('names a rule whoever made it, and the mailbox where it is given', () => {
    const made = (record: object): object => {
      const { object, target_user } = read({ ...base, RecordType: 1, Workload: 'Exchange', ...record }).values;
      return { object, target_user };
    };
    const parameters = (Value: string, more: object[] = []): object[] => [{ Name: 'Identity', Value }, ...more];
    expect(made({ Operation: 'Set-InboxRule', ObjectId: '311b45d6\\1763', Parameters: parameters('Accounts', [{ Name: 'Name', Value: 'Accounts' }]) })).toEqual({ object: 'Accounts', target_user: undefined });
    expect(made({ Operation: 'Remove-InboxRule', ObjectId: '', Parameters: parameters('grady@contoso.example\\Old') })).toEqual({ object: undefined, target_user: 'grady@contoso.example' });
    expect(made({ Operation: 'Enable-InboxRule', ObjectId: 'x/y/grady\\Old', Parameters: [{ Name: 'Mailbox', Value: 'Grady@contoso.example' }] })).toEqual({ object: 'Old', target_user: 'grady@contoso.example' });
    expect(made({ Operation: 'Add-MailboxPermission', ObjectId: 'grady_1ea0eb0f93', Parameters: parameters('Grady@contoso.example', [{ Name: 'User', Value: 'eve@contoso.example' }, { Name: 'AccessRights', Value: 'FullAccess' }]) })).toEqual({ object: 'grady_1ea0eb0f93', target_user: 'grady@contoso.example' });
    expect(made({ Operation: 'Add-MailboxFolderPermission', ObjectId: 'x', Parameters: parameters('grady@contoso.example:\\Calendar') })).toEqual({ object: 'x', target_user: 'grady@contoso.example' });
    // Parameters as a string
    expect(made({ Operation: 'Remove-DlpCompliancePolicy', ObjectId: 'p', Parameters: '-Identity "Yzk2"' })).toEqual({ object: 'p', target_user: undefined });
  }); // prettier-ignore
});

describe('SharePoint and Teams', () => {
  it('files (6): the address is bare, DeviceDisplayName is none', () => {
    expect(
      values({
        RecordType: 6,
        Workload: 'OneDrive',
        Operation: 'FileDownloaded',
        AppAccessContext: { AADSessionId: session, CorrelationId: guid, UniqueTokenId: token },
        ApplicationId: 'D3590ED6-52b3-4102-aeff-aad2292ab01c',
        ApplicationDisplayName: 'Microsoft Office',
        CorrelationId: guid.toUpperCase(),
        ClientIP: '203.0.113.24',
        DeviceDisplayName: '198.51.100.7',
        BrowserName: 'Edge',
        UserAgent: 'Mozilla/5.0 Edg/130',
        UserKey: 'i:0h.f|membership|10032002643f6746@live.com',
        SourceRelativeUrl: 'Documents/Sales',
        SourceFileName: 'plan.docx',
        ObjectId: 'https://contoso-my.sharepoint.example/personal/alice/Documents/Sales/plan.docx',
      }),
    ).toEqual({
      ...always,
      record_type: 6,
      record_type_name: 'SharePointFileOperation',
      workload: 'OneDrive',
      operation: 'FileDownloaded',
      object: 'https://contoso-my.sharepoint.example/personal/alice/Documents/Sales/plan.docx',
      ip: '203.0.113.24',
      user_agent: 'Mozilla/5.0 Edg/130',
      browser: 'Edge',
      session_id: session,
      token_id: token,
      correlation_id: guid,
      app_id: 'd3590ed6-52b3-4102-aeff-aad2292ab01c',
      app_name: 'Microsoft Office',
      folder: 'Documents/Sales',
    });
  });

  it('sharing (14): with whom', () => {
    const shared = { RecordType: 14, Workload: 'SharePoint', Operation: 'SharingSet' };
    expect(values({ ...shared, TargetUserOrGroupName: 'Bob@Evil.example' })).toMatchObject({ target_user: 'bob@evil.example' });
    expect(values({ ...shared, TargetUserOrGroupName: 'Site Owners' })).not.toHaveProperty('target_user');
  }); // prettier-ignore

  it('Teams (25): a mapped address, Key and Value', () => {
    expect(
      values({
        RecordType: 25,
        Workload: 'MicrosoftTeams',
        Operation: 'MessageCreatedHasLink',
        AppAccessContext: { UniqueTokenId: token },
        ClientIP: '::ffff:203.0.113.24',
        UserKey: user,
        ExtraProperties: [
          { Key: 'ClientName', Value: 'skypeteams' },
          { Key: 'OsName', Value: 'windows' },
        ],
        Members: [{ UPN: 'Bob@Contoso.example', Role: 0 }],
        ItemName: '19:x@unq.gbl.spaces',
      }),
    ).toEqual({
      ...always,
      record_type: 25,
      record_type_name: 'MicrosoftTeams',
      workload: 'MicrosoftTeams',
      operation: 'MessageCreatedHasLink',
      user_id: user,
      target_user: 'bob@contoso.example',
      object: '19:x@unq.gbl.spaces',
      ip: '203.0.113.24',
      os: 'windows',
      client_app: 'skypeteams',
      token_id: token,
    });
  });
});

describe('Entra', () => {
  const signIn = {
    Id: guid,
    RecordType: 15,
    Workload: 'AzureActiveDirectory',
    Operation: 'UserLoggedIn',
    ResultStatus: 'Success',
    UserKey: user,
    ClientIP: '203.0.113.24',
    ActorIpAddress: '203.0.113.24',
    ApplicationId: '4765445B-32c6-49b0-83e6-1d93765276ca',
    ObjectId: '00000003-0000-0000-C000-000000000000',
    InterSystemsId: 'A2BBA39A-d17f-404d-9919-e59039e73ad4',
    IntraSystemId: guid,
    ErrorNumber: '0',
    Actor: [{ ID: user, Type: 0 }],
    Target: [{ ID: '00000003-0000-0000-C000-000000000000', Type: 0 }],
    ExtendedProperties: [
      { Name: 'ResultStatusDetail', Value: 'Redirect' },
      { Name: 'UserAgent', Value: 'Mozilla/5.0 (Macintosh)' },
      { Name: 'RequestType', Value: 'OAuth2:Authorize' },
    ],
    DeviceProperties: [
      { Name: 'Id', Value: user.toUpperCase() },
      { Name: 'OS', Value: 'MacOs' },
      { Name: 'BrowserType', Value: 'Safari' },
      { Name: 'SessionId', Value: session.toUpperCase() },
    ],
  };
  const ofSignIn = {
    ...always,
    event_id: guid,
    record_type: 15,
    record_type_name: 'AzureActiveDirectoryStsLogon',
    workload: 'AzureActiveDirectory',
    operation: 'UserLoggedIn',
    outcome: 'success',
    user_id: user,
    object: '00000003-0000-0000-C000-000000000000',
    ip: '203.0.113.24',
    user_agent: 'Mozilla/5.0 (Macintosh)',
    browser: 'Safari',
    os: 'MacOs',
    device_id: user,
    session_id: session,
    token_id: token,
    correlation_id: 'a2bba39a-d17f-404d-9919-e59039e73ad4',
    app_id: '4765445b-32c6-49b0-83e6-1d93765276ca',
    resource_id: '00000003-0000-0000-c000-000000000000',
  };

  it('a login (15): its own Id is the token it issued', () => {
    expect(values(signIn)).toEqual(ofSignIn);
  });

  it('a failed login says Success: the operation and the error decide', () => {
    const failed = { ...signIn, Operation: 'UserLoginFailed', ErrorNumber: '50126', LogonError: 'InvalidUserNameOrPassword' };
    expect(values(failed)).toEqual({
      ...ofSignIn,
      operation: 'UserLoginFailed',
      outcome: 'failure',
      error_code: '50126',
      error_reason: 'InvalidUserNameOrPassword',
    });
    expect(values({ ...failed, ErrorNumber: undefined })).toMatchObject({ outcome: 'failure', error_code: '50126' });
    expect(values({ ...failed, ErrorNumber: '50074', LogonError: 'UserStrongAuthClientAuthNRequiredInterrupt' })).toMatchObject({ outcome: 'interrupted', error_code: '50074' });
    expect(values({ ...failed, ErrorNumber: '53003', LogonError: 'BlockedByConditionalAccess' })).toMatchObject({ outcome: 'interrupted' });
  }); // prettier-ignore

  const audit = {
    RecordType: 8,
    Workload: 'AzureActiveDirectory',
    ResultStatus: 'Success',
    ClientIP: '<null>',
    UserKey: '10032002643F6746@contoso.example',
    InterSystemsId: guid,
    Actor: [
      { ID: 'Alice@Contoso.example', Type: 5 },
      { ID: '10032002643F6746', Type: 3 },
      { ID: '00000006-0000-0ff1-ce00-000000000000', Type: 2 },
      { ID: `User_${user}`, Type: 2 },
      { ID: user, Type: 2 },
      { ID: 'User', Type: 2 },
    ],
    ExtendedProperties: [{ Name: 'additionalDetails', Value: '{"User-Agent":"EvoSTS"}' }],
  };
  const ofAudit = {
    ...always,
    record_type: 8,
    record_type_name: 'AzureActiveDirectory',
    workload: 'AzureActiveDirectory',
    outcome: 'success',
    user_id: user,
    user_agent: 'EvoSTS',
    correlation_id: guid,
  };

  it('a role given (8): to whom, and which', () => {
    const grant = {
      ...audit,
      Operation: 'Add member to role.',
      ObjectId: 'Eve@Contoso.example',
      Target: [
        { ID: `User_${guid}`, Type: 2 },
        { ID: guid, Type: 2 },
        { ID: 'Eve@Contoso.example', Type: 5 },
      ],
      ModifiedProperties: [
        { Name: 'Role.ObjectID', NewValue: guid, OldValue: '' },
        { Name: 'Role.DisplayName', NewValue: '"Global Administrator"', OldValue: '' },
      ],
    };
    const expected = {
      ...ofAudit,
      operation: 'Add member to role',
      target_user: 'eve@contoso.example',
      object: 'Global Administrator',
    };
    expect(values(grant)).toEqual(expected);
    expect(
      values({
        ...grant,
        Operation: 'Remove member from role.',
        ModifiedProperties: [
          { Name: 'Role.DisplayName', NewValue: '', OldValue: 'Global Administrator' },
        ],
      }),
    ).toEqual({ ...expected, operation: 'Remove member from role' });
  });

  it('an application (8): its name', () => {
    expect(
      values({
        ...audit,
        Operation: 'Update application – Certificates and secrets management ',
        ObjectId: `Application_${guid}`,
        Target: [
          { ID: `Application_${guid}`, Type: 2 },
          { ID: 'rclone', Type: 1 },
        ],
      }),
    ).toEqual({
      ...ofAudit,
      operation: 'Update application - Certificates and secrets management',
      object: 'rclone',
    });
  });

  it('a user that is none', () => {
    for (const [UserId, kind, id] of [
      [`ServicePrincipal_${guid.toUpperCase()}`, 'application', guid],
      ['Certificate', 'system', undefined],
      ['NT AUTHORITY\\SYSTEM (Microsoft.Exchange.ServiceHost)', 'system', undefined],
      ['S-1-5-18', 'system', undefined],
      ['bob_evil.example#EXT#@contoso.example', 'guest', undefined],
    ] as const) {
      const event = read({ ...base, ...audit, Operation: 'x', Actor: [], UserType: 4, UserId });
      expect([UserId, event.values.user, event.values.user_kind, event.values.user_id]).toEqual([
        UserId,
        UserId.toLowerCase(),
        kind,
        id,
      ]);
    }
  });

  it('an address that is none', () => {
    for (const ClientIP of ['<null>', '', null, undefined, 'unknown'])
      expect(values({ ...audit, Operation: 'x', ClientIP })).not.toHaveProperty('ip');
    expect(values({ ...audit, Operation: 'x', ActorIpAddress: '203.0.113.24' })).toMatchObject({ ip: '203.0.113.24' });
  }); // prettier-ignore
});
