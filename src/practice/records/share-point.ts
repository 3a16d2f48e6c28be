import { isoSeconds } from '../company/clock.js';
import type { Company, Site } from '../company/company.js';
import { microsoftNetworks } from '../company/networks-table.js';
import { drawV4 } from '../company/place.js';
import type { Random } from '../random.js';
import type { Access } from './access.js';
import { sharePointContext } from './access.js';
import type { AuditRecord } from './draft.js';

/** A file on a site; `url` ends in the name. */
export interface FileRef {
  readonly site: Site;
  readonly workload: 'SharePoint' | 'OneDrive';
  readonly folder: string;
  readonly name: string;
  readonly unique: string;
}

export const fileUrl = (file: FileRef): string => `${file.site.url}${file.folder}/${file.name}`;

const typeOf: Readonly<Record<string, number>> = {
  PageViewed: 4,
  ListViewed: 36,
  AnonymousLinkCreated: 14,
  SharingSet: 14,
  AddedToSecureLink: 14,
  SecureLinkCreated: 14,
};

export interface FilePlan {
  readonly time: number;
  readonly operation: string;
  readonly file: FileRef;
  /** Office on the web or a preview service did it for the user, from Microsoft's own address. */
  readonly service?: boolean;
  /** Done by the sync client. */
  readonly sync?: boolean;
}

/** A record of a file (type 6), a page (4), a list (36) or a share (14). */
export function fileRecord(
  random: Random,
  company: Company,
  access: Access,
  plan: FilePlan,
): AuditRecord {
  const { file } = plan;
  const context = sharePointContext(random, access);
  const ip =
    plan.service === true
      ? drawV4(random, random.pick(microsoftNetworks.officeOnline))
      : access.place.ip;
  const type = typeOf[plan.operation] ?? 6;
  const isFile = type === 6 || type === 14;
  const extension = file.name.slice(file.name.lastIndexOf('.') + 1);
  const agent =
    plan.service === true
      ? 'MSWAC'
      : plan.sync === true
        ? 'Microsoft SkyDriveSync 24.076.0414.0005 ship; Windows NT 10.0 (22631)'
        : (access.agent?.text ?? 'Microsoft Office/16.0 (iOS/17.4.1)');
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
      RecordType: type,
      UserKey: `i:0h.f|membership|${access.user.puid.toLowerCase()}@live.com`,
      UserType: 0,
      Version: 1,
      Workload: file.workload,
      ClientIP: ip,
      UserId: access.user.upn,
      ...(plan.sync === true || plan.service === true ? {} : { ApplicationId: access.app.id }),
      AuthenticationType: 'OAuth',
      BrowserName: access.agent === null ? '' : access.agent.browser.replace(/ [\d.]+$/, ''),
      BrowserVersion: /[\d.]+$/.exec(access.agent?.browser ?? '')?.[0] ?? '',
      CorrelationId: random.guid(),
      EventSource: 'SharePoint',
      IsManagedDevice: false,
      ItemType: type === 4 ? 'Page' : type === 36 ? 'List' : 'File',
      ListId: file.site.list,
      ListItemUniqueId: file.unique,
      Platform: plan.sync === true ? 'WinDesktop' : 'NotSpecified',
      Site: file.site.site,
      UserAgent: agent,
      WebId: file.site.web,
      DeviceDisplayName: ip,
      ...(plan.operation === 'AnonymousLinkCreated'
        ? { EventData: '<Type>View</Type>', UniqueSharingId: random.guid() }
        : {}),
      ...(isFile
        ? {
            HighPriorityMediaProcessing: false,
            SourceFileExtension: extension,
            SiteUrl: file.site.url,
            SourceFileName: file.name,
            SourceRelativeUrl: file.folder,
          }
        : {}),
      ObjectId: isFile ? fileUrl(file) : `${file.site.url}SitePages/Home.aspx`,
    },
  };
}
