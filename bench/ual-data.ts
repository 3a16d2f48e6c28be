import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';

/**
 * Synthetic unified audit log for benchmarks: the mix, field lengths and identifiers of real
 * exports, 5 % of the rows a copy of an earlier one. Deterministic: the same size, the same bytes.
 */
export async function writeUal(
  path: string,
  kind: 'csv' | 'jsonl',
  targetBytes: number,
): Promise<{ readonly rows: number; readonly bytes: number }> {
  const random = generator(42);
  const world = makeWorld(random);
  const out = createWriteStream(path, { highWaterMark: 1 << 20 });
  let rows = 0;
  let bytes = 0;
  const recent: string[] = [];
  const put = async (text: string): Promise<void> => {
    bytes += Buffer.byteLength(text);
    if (!out.write(text)) await once(out, 'drain');
  };
  if (kind === 'csv')
    await put(
      '"RecordType","CreationDate","UserIds","Operations","AuditData","ResultIndex","ResultCount","Identity","IsValid","ObjectState"\n',
    );
  let chunk = '';
  while (bytes + chunk.length < targetBytes) {
    let line: string;
    if (recent.length > 100 && random() < 0.05)
      line = recent[Math.floor(random() * recent.length)] ?? '';
    else {
      const record = auditRecord(random, world, rows);
      const json = JSON.stringify(record);
      line =
        kind === 'jsonl'
          ? `${json}\n`
          : [
              record['RecordType'] === 1 ? 'ExchangeAdmin' : 'ExchangeItem',
              String(record['CreationTime']),
              String(record['UserId']),
              String(record['Operation']),
              json.replaceAll('"', '""'),
              String((rows % 5000) + 1),
              '5000',
              String(record['Id']),
              'True',
              'Unchanged',
            ]
              .map((cell) => `"${cell}"`)
              .join(',') + '\n';
      if (recent.length < 5000) recent.push(line);
      else recent[Math.floor(random() * 5000)] = line;
    }
    chunk += line;
    rows++;
    if (chunk.length > 1 << 20) {
      await put(chunk);
      chunk = '';
    }
  }
  await put(chunk);
  out.end();
  await finished(out);
  return { rows, bytes };
}

/** mulberry32: a small seeded generator, 0 ≤ x < 1. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), 1 | state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Random = () => number;
const pick = <T>(random: Random, list: readonly T[]): T =>
  list[Math.floor(random() * list.length)] as T;
const hex = (random: Random, digits: number): string => {
  let text = '';
  while (text.length < digits)
    text += Math.floor(random() * 4_294_967_296)
      .toString(16)
      .padStart(8, '0');
  return text.slice(0, digits);
};
const guid = (random: Random): string => {
  const digits = hex(random, 30);
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(12, 15)}-a${digits.slice(15, 18)}-${digits.slice(18)}`;
};

interface Person {
  readonly upn: string;
  readonly key: string;
  readonly objectId: string;
  readonly mailbox: string;
  readonly sid: string;
  readonly addresses: readonly string[];
  readonly agent: string;
  session: string;
  token: string;
}
interface World {
  readonly people: readonly Person[];
  readonly apps: readonly string[];
  readonly sites: readonly { readonly site: string; readonly web: string; readonly list: string }[];
  readonly tenant: string;
}

/** A tenant: what a month of its log repeats over and over. */
function makeWorld(random: Random): World {
  const address = (): string =>
    random() < 0.2
      ? `2001:db8:${hex(random, 3).replace(/^0+/, '') || '1'}::${hex(random, 2).replace(/^0/, '') || '1'}`
      : `203.0.${Math.floor(random() * 56)}.${Math.floor(random() * 256)}`;
  return {
    tenant: guid(random),
    apps: Array.from({ length: 40 }, () => guid(random)),
    sites: Array.from({ length: 60 }, () => ({
      site: guid(random),
      web: guid(random),
      list: guid(random),
    })),
    people: Array.from({ length: 300 }, (_, at) => ({
      upn: `user${String(at).padStart(3, '0')}@contoso.example`,
      key: hex(random, 16).toUpperCase(),
      objectId: guid(random),
      mailbox: guid(random),
      sid: `S-1-5-21-${Math.floor(random() * 1e9)}-${Math.floor(random() * 1e9)}-${1000 + at}`,
      addresses: Array.from({ length: 50 }, address),
      agent: pick(random, agents),
      session: guid(random),
      token: hex(random, 32),
    })),
  };
}

const agents = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36 Edg/124.0.0.0',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148',
];
const operations: readonly (readonly [string, number, string])[] = [
  ['MailItemsAccessed', 50, 'Exchange'],
  ['MailItemsAccessed', 50, 'Exchange'],
  ['FileAccessed', 6, 'SharePoint'],
  ['FileModified', 6, 'OneDrive'],
  ['UserLoggedIn', 15, 'AzureActiveDirectory'],
  ['Send', 2, 'Exchange'],
  ['HardDelete', 3, 'Exchange'],
  ['Set-Mailbox', 1, 'Exchange'],
];

function auditRecord(random: Random, world: World, row: number): Record<string, unknown> {
  const [operation, type, workload] = pick(random, operations);
  const person = pick(random, world.people);
  if (random() < 0.02) person.session = guid(random);
  if (random() < 0.1) person.token = hex(random, 32);
  const { upn: user, session } = person;
  const address = pick(random, person.addresses);
  const site = pick(random, world.sites);
  const at = new Date(Date.UTC(2024, 3, 10) + row * 4000).toISOString().slice(0, 19);
  const id = guid(random);
  const base = {
    CreationTime: at,
    Id: id,
    Operation: operation,
    OrganizationId: world.tenant,
    RecordType: type,
    ResultStatus: 'Succeeded',
    UserKey: workload === 'AzureActiveDirectory' ? person.objectId : person.key,
    UserType: 0,
    Version: 1,
    Workload: workload,
    UserId: user,
  };
  const correlation = guid(random);
  const context = {
    AppAccessContext: {
      AADSessionId: session,
      // SharePoint repeats its correlation id here; Exchange says when the token was issued.
      ...(workload === 'Exchange' ? { IssuedAtTime: at } : { CorrelationId: correlation }),
      UniqueTokenId: Buffer.from(person.token, 'hex').toString('base64url'),
    },
  };
  switch (workload) {
    case 'AzureActiveDirectory':
      return {
        ...base,
        ClientIP: address,
        ObjectId: '00000003-0000-0000-c000-000000000000',
        AzureActiveDirectoryEventType: 1,
        ExtendedProperties: [
          { Name: 'ResultStatusDetail', Value: 'Success' },
          { Name: 'UserAgent', Value: person.agent },
          { Name: 'RequestType', Value: 'OAuth2:Authorize' },
        ],
        ModifiedProperties: [],
        Actor: [
          { ID: person.objectId, Type: 0 },
          { ID: user, Type: 5 },
        ],
        ActorContextId: world.tenant,
        ActorIpAddress: address,
        InterSystemsId: guid(random),
        IntraSystemId: id,
        SupportTicketId: '',
        Target: [{ ID: '00000003-0000-0000-c000-000000000000', Type: 0 }],
        TargetContextId: world.tenant,
        ApplicationId: pick(random, world.apps),
        DeviceProperties: [
          { Name: 'OS', Value: 'Windows10' },
          { Name: 'BrowserType', Value: 'Edge' },
          { Name: 'IsCompliantAndManaged', Value: 'False' },
          { Name: 'SessionId', Value: session },
        ],
        ErrorNumber: '0',
      };
    case 'Exchange':
      return {
        ...context,
        ...base,
        ClientIPAddress: address,
        ClientInfoString: `Client=OWA;${person.agent};`,
        ExternalAccess: false,
        InternalLogonType: 0,
        LogonType: 0,
        LogonUserSid: person.sid,
        MailboxGuid: person.mailbox,
        MailboxOwnerUPN: user,
        OrganizationName: 'contoso.onmicrosoft.example',
        OriginatingServer: 'TYZPR04MB4321 (15.20.7587.000)\r\n',
        SessionId: session,
        OperationProperties: [
          { Name: 'MailAccessType', Value: 'Bind' },
          { Name: 'IsThrottled', Value: 'False' },
        ],
        Folders: [
          {
            FolderItems: Array.from({ length: 1 + Math.floor(random() * 6) }, () => ({
              InternetMessageId: `<${hex(random, 24)}@TYZPR04MB4321.apcprd04.prod.outlook.com>`,
              SizeInBytes: Math.floor(random() * 90_000),
            })),
            Id: `LgAAAAD${person.mailbox.replaceAll('-', '').repeat(2)}AAAB`,
            Path: '\\Inbox',
          },
        ],
        OperationCount: 1,
      };
    default:
      return {
        ...context,
        ...base,
        ClientIP: address,
        ObjectId: `https://contoso.sharepoint.example/sites/sales/Shared Documents/quote-${row}.xlsx`,
        ApplicationId: pick(random, world.apps),
        AuthenticationType: 'OAuth',
        BrowserName: 'Edge',
        BrowserVersion: '124.0.0.0',
        CorrelationId: correlation,
        EventSource: 'SharePoint',
        IsManagedDevice: false,
        ItemType: 'File',
        ListId: site.list,
        ListItemUniqueId: guid(random),
        Platform: 'WinDesktop',
        Site: site.site,
        UserAgent: person.agent,
        WebId: site.web,
        DeviceDisplayName: address,
        HighPriorityMediaProcessing: false,
        SourceFileExtension: 'xlsx',
        SiteUrl: 'https://contoso.sharepoint.example/sites/sales/',
        SourceFileName: `quote-${row}.xlsx`,
        SourceRelativeUrl: 'Shared Documents',
      };
  }
}
