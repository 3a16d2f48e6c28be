import { isoSeconds } from '../company/clock.js';
import type { Company } from '../company/company.js';
import type { Identity } from '../company/person.js';
import type { Random } from '../random.js';
import { tokenFromGuid } from '../../formats/ids.js';
import type { Access } from './access.js';
import type { AuditRecord } from './draft.js';

/** A record of Teams (type 25). */
export function teamsRecord(
  random: Random,
  company: Company,
  access: Access,
  plan: {
    readonly time: number;
    readonly operation:
      'TeamsSessionStarted' | 'MessageSent' | 'ChatCreated' | 'MeetingParticipantDetail';
    readonly others: readonly Identity[];
  },
): AuditRecord {
  const token = access.token === null ? null : tokenFromGuid(access.token);
  const { ip } = access.place;
  return {
    kind: 'ual',
    time: plan.time,
    mark: access.mark,
    data: {
      ...(token === null ? {} : { AppAccessContext: { UniqueTokenId: token } }),
      CreationTime: isoSeconds(plan.time),
      Id: random.guid(),
      Operation: plan.operation,
      OrganizationId: company.tenantId,
      RecordType: 25,
      UserKey: access.user.id,
      UserType: 0,
      Version: 1,
      Workload: 'MicrosoftTeams',
      ClientIP: ip.includes(':') ? ip : `::ffff:${ip}`,
      UserId: access.user.upn,
      ...(plan.operation === 'TeamsSessionStarted'
        ? { ObjectId: access.agent === null ? 'Unknown(Teams mobile)' : 'Unknown(UnknownClient)' }
        : {
            ChatThreadId: `19:${access.user.id}_${plan.others[0]?.id ?? random.guid()}@unq.gbl.spaces`,
            CommunicationType: plan.others.length > 1 ? 'GroupChat' : 'OneOnOne',
            ExtraProperties: [
              { Key: 'TimeZone', Value: company.clock.timeZone },
              { Key: 'OsName', Value: access.agent === null ? 'ios' : 'windows' },
              { Key: 'Country', Value: access.place.country.toLowerCase() },
              { Key: 'ClientName', Value: 'skypeteams' },
              { Key: 'ClientVersion', Value: '49/24051622207' },
            ],
            Members: [access.user, ...plan.others].map(({ name, upn }) => ({
              OrganizationId: company.tenantId,
              DisplayName: name,
              UPN: upn,
            })),
          }),
    },
  };
}

/** A record of Power Automate (type 30). It tells neither address nor session. */
export function flowRecord(
  random: Random,
  company: Company,
  access: Access,
  plan: {
    readonly time: number;
    readonly operation: 'CreateFlow' | 'EditFlow' | 'DeleteFlow' | 'PutConnection';
    readonly flow: string;
    readonly connectors: string;
  },
): AuditRecord {
  const environment = `Default-${company.tenantId}`;
  return {
    kind: 'ual',
    time: plan.time,
    mark: access.mark,
    data: {
      CreationTime: isoSeconds(plan.time),
      Id: random.guid(),
      Operation: plan.operation,
      OrganizationId: company.tenantId,
      RecordType: 30,
      ResultStatus: 'Success',
      UserKey: access.user.id,
      UserType: 0,
      Version: 1,
      Workload: 'MicrosoftFlow',
      UserId: access.user.upn,
      FlowConnectorNames: plan.connectors,
      FlowDetailsUrl: `https://make.powerautomate.com/environments/${environment}/flows/${plan.flow}/details`,
      LicenseDisplayName: 'Microsoft Power Automate Free',
      UserTypeInitiated: 1,
      UserUPN: access.user.upn,
    },
  };
}
