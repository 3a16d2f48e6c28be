import { services } from '../company/apps-table.js';
import type { Company } from '../company/company.js';
import { microsoftNetworks } from '../company/networks-table.js';
import { drawV4 } from '../company/place.js';
import type { Random } from '../random.js';
import { serviceCommand } from '../records/exchange.js';
import type { Act, Life } from './act.js';

const host = 'NT AUTHORITY\\SYSTEM (Microsoft.Exchange.ServiceHost)';
const netCore = 'NT SERVICE\\MSExchangeServiceHostNetCore (Microsoft.Exchange.ServiceHost)';
const sync = 'NT AUTHORITY\\SYSTEM (Microsoft.Exchange.Management.ForwardSync)';

/** What Exchange's own services do in the admin log, by share (real exports: docs/practice.md). */
const commands: readonly (readonly [number, { readonly operation: string; readonly user: string; readonly pool: string; readonly parameters: readonly (readonly [string, string])[] }])[] = [
  [30, { operation: 'Set-Mailbox', user: host, pool: 'MSExchangeServiceHost', parameters: [['RecoverableItemsQuota', '30 GB (32,212,254,720 bytes)'], ['Force', 'True'], ['Arbitration', 'True'], ['UseDatabaseQuotaDefaults', 'False'], ['ProhibitSendReceiveQuota', '100 GB (107,374,182,400 bytes)']] }],
  [24, { operation: 'Set-MailboxPlan', user: host, pool: 'MSExchangeServiceHost', parameters: [['UseDatabaseRetentionDefaults', 'False'], ['RecoverableItemsQuota', '30 GB (32,212,254,720 bytes)']] }],
  [24, { operation: 'Set-ConditionalAccessPolicy', user: netCore, pool: 'MSExchangeServiceHostNetCore', parameters: [['PolicyDetails', '{"Version":1,"State":"Disabled"}']] }],
  [5, { operation: 'Set-User', user: sync, pool: 'MSExchangeForwardSync', parameters: [['SyncMailboxLocationGuids', 'True'], ['ErrorAction', 'Stop']] }],
  [5, { operation: 'Set-TransportConfig', user: host, pool: 'MSExchangeServiceHost', parameters: [['DomainController', ''], ['HygieneSuite', 'Premium']] }],
  [3, { operation: 'Set-OwaMailboxPolicy', user: host, pool: 'MSExchangeServiceHost', parameters: [['InstantMessagingType', 'Ocs']] }],
  [3, { operation: 'Set-AdminAuditLogConfig', user: host, pool: 'MSExchangeServiceHost', parameters: [['Identity', 'Admin Audit Log Settings']] }],
  [2, { operation: 'Set-TenantObjectVersion', user: host, pool: 'MSExchangeServiceHost', parameters: [['DomainController', '']] }],
  [2, { operation: 'Install-DataClassificationConfig', user: host, pool: 'MSExchangeServiceHost', parameters: [['DomainController', '']] }],
  [2, { operation: 'Add-MailboxPermission', user: host, pool: 'MSExchangeServiceHost', parameters: [['DomainController', ''], ['User', 'Discovery Management'], ['AccessRights', 'FullAccess']] }],
]; // prettier-ignore

const frontEnd = { operator: 'Microsoft', asn: 8075, country: 'JP' } as const;

/** What no person does: Exchange's services, and programs that sign in as themselves. */
export function serviceDay(root: Random, life: Life, day: number): Act[] {
  const { company } = life;
  const random = root.fork(`services/${day}`);
  const acts: Act[] = [];
  const size = company.people.length;
  const at = (): number => company.clock.start(day) + random.float() * 86_390_000;
  // They come in bursts: an object after the other.
  for (let bursts = Math.max(1, random.poisson(0.006 * size * life.scale)); bursts > 0; bursts--) {
    const begin = at();
    const [, command] = commands[0] ?? [];
    if (command === undefined) continue;
    for (let left = random.int(2, 9); left > 0; left--) {
      const time = begin + left * random.int(900, 4000);
      acts.push({ time, make: (emit) => emit(burst(random, company, time)) });
    }
  }
  for (const service of services) {
    const principal = root.fork(`principal/${service.id}`).guid();
    const home = root.fork(`host/${service.id}`);
    const ip = drawV4(home, home.pick(microsoftNetworks.frontEnd));
    for (let left = Math.max(1, random.poisson(0.012 * size * life.scale)); left > 0; left--) {
      const time = Math.floor(at() / 1000) * 1000;
      acts.push({
        time,
        make: (emit) =>
          emit({
            kind: 'app-sign-in',
            time,
            mark: undefined,
            requestId: random.requestId(),
            correlation: random.guid(),
            app: service,
            principal,
            resource: service.resource,
            place: {
              ip,
              asn: frontEnd.asn,
              country: frontEnd.country,
              city: 'Tokyo',
              state: 'Tokyo',
            },
          }),
      });
    }
  }
  return acts;
}

function burst(random: Random, company: Company, time: number): ReturnType<typeof serviceCommand> {
  const command = random.weighted(commands);
  const object =
    command.operation === 'Set-TransportConfig'
      ? `${company.initialDomain}\\Transport Settings`
      : `JPNPR01A004.PROD.OUTLOOK.COM/Microsoft Exchange Hosted Organizations/${company.initialDomain}/${random.pick(['DiscoverySearchMailbox{D919BA05-46A6-415f-80AD-7E09334BB852}', 'QuarantineOrgShard{368F7EFB-D8B2-448B-A304-41EA44801476}', 'ExchangeOnlineEnterprise-ad142677-3316-40a8-b449-4aa0fc98b13c', 'Migration.8f3e7716-2011-43e4-96b1-aba62d229136'])}`;
  return serviceCommand(random, company, {
    time,
    operation: command.operation,
    user: command.user,
    pool: command.pool,
    object,
    parameters: [['Identity', object], ...command.parameters],
  });
}
