import { isoSeconds } from '../company/clock.js';
import type { Company } from '../company/company.js';
import { microsoftNetworks } from '../company/networks-table.js';
import { drawSite, drawV6 } from '../company/place.js';
import type { Random } from '../random.js';
import type { Access } from './access.js';
import { exchangeContext, writtenName } from './access.js';
import type { AuditRecord } from './draft.js';
import type { Message } from './message.js';
import { folderId, itemId } from './message.js';

/** The client of a mailbox, as Exchange writes it. */
export type MailClient = 'owa' | 'outlook' | 'mobile' | 'rest';

const organisation = (company: Company): string => company.initialDomain;
/** The servers that hold the tenant's mailboxes. */
export const serverOf = (random: Random): string =>
  `TY${random.pick(['0', 'C', 'W'])}PR01MB${random.int(1000, 1019)} (15.20.${random.pick(['7544', '7562', '7587'])}.0${random.int(20, 49)})`;

function clientFields(random: Random, access: Access, client: MailClient): object {
  switch (client) {
    case 'owa':
      return {
        AppId: '00000002-0000-0ff1-ce00-000000000000',
        ClientAppId: access.app.id,
        ClientInfoString: random.chance(0.3)
          ? 'Client=OWA;Action=ViaProxy'
          : `Client=OWA;${access.agent?.text ?? ''};`,
      };
    case 'outlook':
      return {
        ClientInfoString: 'Client=MSExchangeRPC',
        ClientProcessName: 'OUTLOOK.EXE',
        ClientVersion: '16.0.17531.20124',
      };
    case 'mobile':
      return {
        AppId: access.app.id,
        ClientAppId: access.app.id,
        ClientInfoString: `Client=OutlookService;Outlook-${/[0-9]$/.test(access.user.puid) ? 'iOS' : 'Android'}/2.0;`,
      };
    case 'rest':
      return {
        AppId: access.app.id,
        ClientAppId: access.app.id,
        ClientInfoString: 'Client=REST;Client=RESTSystem;;',
        ClientRequestId: random.guid(),
      };
  }
}

/** Microsoft's own address where a service reads for the user; else the client's. */
function addressOf(random: Random, access: Access, client: MailClient): string {
  if (client !== 'rest') return access.place.ip;
  return drawV6(random, drawSite(random, random.pick(microsoftNetworks.exchange)));
}

interface MailboxPlan {
  readonly time: number;
  readonly operation: string;
  readonly type: 2 | 3 | 50;
  readonly client: MailClient;
  readonly fields: object;
  readonly partly?: boolean;
}

/** A record of a mailbox's own audit log (types 2, 3, 50). */
function mailbox(random: Random, company: Company, access: Access, plan: MailboxPlan): AuditRecord {
  const { user } = access;
  const { context, session } = exchangeContext(random, company, access);
  const ip = addressOf(random, access, plan.client);
  const aggregated = plan.type === 50;
  return {
    kind: 'ual',
    time: plan.time,
    mark: access.mark,
    data: {
      ...(context === undefined ? {} : { AppAccessContext: context }),
      CreationTime: isoSeconds(plan.time),
      Id: random.recordId(plan.time),
      Operation: plan.operation,
      OrganizationId: company.tenantId,
      RecordType: plan.type,
      ResultStatus: plan.partly === true ? 'PartiallySucceeded' : 'Succeeded',
      UserKey: user.puid,
      UserType: 0,
      Version: 1,
      Workload: 'Exchange',
      ...(aggregated ? {} : { ClientIP: ip }),
      UserId: writtenName(random, user.upn),
      ClientIPAddress: ip,
      ...clientFields(random, access, plan.client),
      ExternalAccess: false,
      InternalLogonType: 0,
      LogonType: 0,
      LogonUserSid: user.sid,
      MailboxGuid: user.mailbox,
      MailboxOwnerSid: user.sid,
      MailboxOwnerUPN: user.upn,
      OrganizationName: organisation(company),
      OriginatingServer: `${serverOf(random)}\r\n`,
      ...(session === undefined ? {} : { SessionId: session }),
      ...(company.modern
        ? { TokenObjectId: user.id, TokenTenantId: company.tenantId, TokenType: 'V1AppActAs' }
        : {}),
      ...plan.fields,
    },
  };
}

/** MailItemsAccessed, Bind: these messages were read. Several in two minutes are one record. */
export function mailRead(
  random: Random,
  company: Company,
  access: Access,
  plan: {
    readonly time: number;
    readonly client: MailClient;
    readonly messages: readonly Message[];
    readonly throttled?: boolean;
  },
): AuditRecord {
  const byFolder = new Map<string, Message[]>();
  for (const message of plan.messages)
    byFolder.set(message.folder, [...(byFolder.get(message.folder) ?? []), message]);
  return mailbox(random, company, access, {
    time: plan.time,
    operation: 'MailItemsAccessed',
    type: 50,
    client: plan.client,
    fields: {
      OperationProperties: [
        { Name: 'MailAccessType', Value: 'Bind' },
        { Name: 'IsThrottled', Value: plan.throttled === true ? 'True' : 'False' },
      ],
      Folders: [...byFolder].map(([folder, messages]) => ({
        FolderItems: messages.map(({ id, size }) => ({ InternetMessageId: id, SizeInBytes: size })),
        Id: folderId(access.user, folder),
        Path: folder,
      })),
      OperationCount: plan.messages.length,
    },
  });
}

/** MailItemsAccessed, Sync: a folder was fetched whole. Seen with record type 2. */
export function mailSynced(
  random: Random,
  company: Company,
  access: Access,
  plan: { readonly time: number; readonly client: MailClient; readonly folder: string },
): AuditRecord {
  const id = folderId(access.user, plan.folder);
  return mailbox(random, company, access, {
    time: plan.time,
    operation: 'MailItemsAccessed',
    type: 2,
    client: plan.client,
    fields: {
      OperationProperties: [
        { Name: 'MailAccessType', Value: 'Sync' },
        { Name: 'IsThrottled', Value: 'False' },
      ],
      Item: { Id: id, ParentFolder: { Id: id, Name: plan.folder.slice(1), Path: plan.folder } },
    },
  });
}

/** Send, Create, Update: one message. */
export function mailItem(
  random: Random,
  company: Company,
  access: Access,
  plan: {
    readonly time: number;
    readonly client: MailClient;
    readonly operation: 'Send' | 'Create' | 'Update' | 'SendAs';
    readonly message: Message;
    readonly attachments?: string;
    readonly changed?: readonly string[];
    readonly sentAs?: { readonly address: string; readonly mailbox: string };
  },
): AuditRecord {
  const { message } = plan;
  return mailbox(random, company, access, {
    time: plan.time,
    operation: plan.operation,
    type: 2,
    client: plan.client,
    fields: {
      Item: {
        ...(plan.attachments === undefined ? {} : { Attachments: plan.attachments }),
        Id: itemId(random, access.user),
        InternetMessageId: message.id,
        IsRecord: false,
        ParentFolder: { Id: folderId(access.user, message.folder), Path: message.folder },
        SizeInBytes: message.size,
        Subject: message.subject,
      },
      ...(plan.changed === undefined ? {} : { ModifiedProperties: plan.changed }),
      ...(plan.sentAs === undefined
        ? {}
        : { SendAsUserMailboxGuid: plan.sentAs.mailbox, SendAsUserSmtp: plan.sentAs.address }),
    },
  });
}

/** MoveToDeletedItems, SoftDelete, HardDelete, Move: several messages of one folder. */
export function mailMoved(
  random: Random,
  company: Company,
  access: Access,
  plan: {
    readonly time: number;
    readonly client: MailClient;
    readonly operation: 'MoveToDeletedItems' | 'SoftDelete' | 'HardDelete' | 'Move';
    readonly messages: readonly Message[];
    readonly to?: string;
  },
): AuditRecord {
  const folder = plan.messages[0]?.folder ?? '\\Inbox';
  const to = plan.to ?? (plan.operation === 'MoveToDeletedItems' ? '\\Deleted Items' : undefined);
  return mailbox(random, company, access, {
    time: plan.time,
    operation: plan.operation,
    type: 3,
    client: plan.client,
    partly: random.chance(0.02),
    fields: {
      AffectedItems: plan.messages.map((message) => ({
        ...(message.attachments === undefined ? {} : { Attachments: message.attachments }),
        Id: itemId(random, access.user),
        InternetMessageId: message.id,
        ParentFolder: { Id: folderId(access.user, message.folder), Path: message.folder },
        Subject: message.subject,
      })),
      CrossMailboxOperation: false,
      ...(to === undefined ? {} : { DestFolder: { Id: folderId(access.user, to), Path: to } }),
      Folder: { Id: folderId(access.user, folder), Path: folder },
    },
  });
}

/** A command of Exchange (type 1) that a person gives: rules, forwarding. */
export function exchangeCommand(
  random: Random,
  company: Company,
  access: Access,
  plan: {
    readonly time: number;
    readonly operation: string;
    readonly object: string;
    readonly parameters: readonly (readonly [string, string])[];
    readonly admin?: boolean;
  },
): AuditRecord {
  const { context, session } = exchangeContext(random, company, access);
  const { ip } = access.place;
  const port = random.int(1025, 65_500);
  return {
    kind: 'ual',
    time: plan.time,
    mark: access.mark,
    data: {
      ...(context === undefined ? {} : { AppAccessContext: context }),
      CreationTime: isoSeconds(plan.time),
      Id: random.recordId(plan.time),
      Operation: plan.operation,
      OrganizationId: company.tenantId,
      RecordType: 1,
      ResultStatus: 'True',
      UserKey: access.user.puid,
      UserType: 2,
      Version: 1,
      Workload: 'Exchange',
      ClientIP: ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`,
      ObjectId: plan.object,
      UserId: writtenName(random, access.user.upn),
      AppId: plan.admin === true ? access.app.id : '00000002-0000-0ff1-ce00-000000000000',
      AppPoolName: plan.admin === true ? 'MSExchangeAdminApiNetCore' : 'MSExchangeOWAAppPool',
      ClientAppId: plan.admin === true ? access.app.id : '',
      CorrelationID: '',
      ExternalAccess: false,
      OrganizationName: organisation(company),
      OriginatingServer: serverOf(random),
      Parameters: plan.parameters.map(([Name, Value]) => ({ Name, Value })),
      RequestId: random.guid(),
      // A person's command always tells the session; how, depends on the year.
      ...(session === undefined && (context === undefined || !('AADSessionId' in context))
        ? { SessionId: access.session }
        : session === undefined
          ? {}
          : { SessionId: session }),
    },
  };
}

/** A search in the mailbox (type 101) or in SharePoint (type 102): what was looked for. */
export function searched(
  random: Random,
  company: Company,
  access: Access,
  plan: {
    readonly time: number;
    readonly where: 'Exchange' | 'SharePoint';
    readonly query: string;
  },
): AuditRecord {
  const { context, session } = exchangeContext(random, company, access);
  return {
    kind: 'ual',
    time: plan.time,
    mark: access.mark,
    data: {
      ...(context === undefined ? {} : { AppAccessContext: context }),
      CreationTime: isoSeconds(plan.time),
      Id: random.guid(),
      Operation: `SearchQueryInitiated${plan.where}`,
      OrganizationId: company.tenantId,
      RecordType: plan.where === 'Exchange' ? 101 : 102,
      UserKey: access.user.puid,
      UserType: 0,
      Version: 1,
      Workload: plan.where,
      ClientIP: access.place.ip,
      UserId: access.user.upn,
      ClientAppId: access.app.id,
      ...(session === undefined ? {} : { SessionId: session }),
      QueryText: plan.query,
      QuerySource: plan.where === 'Exchange' ? 'OWA' : 'SharePointOnline',
      ScenarioName: plan.where === 'Exchange' ? 'owa.react' : 'SPHomeWeb',
    },
  };
}

/** An ExchangeAdmin record that nobody asked for: services keep the tenant's settings in shape. */
export function serviceCommand(
  random: Random,
  company: Company,
  plan: {
    readonly time: number;
    readonly operation: string;
    readonly user: string;
    readonly pool: string;
    readonly object: string;
    readonly parameters: readonly (readonly [string, string])[];
  },
): AuditRecord {
  return {
    kind: 'ual',
    time: plan.time,
    mark: undefined,
    data: {
      ...(company.modern ? { AppAccessContext: {} } : {}),
      CreationTime: isoSeconds(plan.time),
      Id: random.recordId(plan.time),
      Operation: plan.operation,
      OrganizationId: company.tenantId,
      RecordType: 1,
      ResultStatus: 'True',
      UserKey: plan.user,
      UserType: 3,
      Version: 1,
      Workload: 'Exchange',
      ObjectId: plan.object,
      UserId: plan.user,
      AppId: '',
      AppPoolName: plan.pool,
      ClientAppId: '',
      CorrelationID: '',
      ExternalAccess: true,
      OrganizationName: organisation(company),
      OriginatingServer: serverOf(random),
      Parameters: plan.parameters.map(([Name, Value]) => ({ Name, Value })),
      RequestId: random.guid(),
    },
  };
}
