import type { Company } from '../company/company.js';
import { personalSite } from '../company/company.js';
import { fileNames, folders } from '../company/content-table.js';
import type { Person, Surface } from '../company/person.js';
import type { Random } from '../random.js';
import { makeRandom } from '../random.js';
import type { Access } from '../records/access.js';
import type { Emit } from '../records/draft.js';
import type { FileRef } from '../records/share-point.js';
import { fileRecord } from '../records/share-point.js';
import { fill } from './mail.js';

const known = new Map<string, FileRef>();
/** The one file of this name in this folder: its ids are drawn from its address. */
function fileAt(
  company: Company,
  person: Person,
  own: boolean,
  folder: string,
  name: string,
): FileRef {
  const key = own ? `${person.upn}/${folder}/${name}` : `${person.site}/${folder}/${name}`;
  const address = `${company.tenantId}/${key}`;
  let file = known.get(address);
  if (file !== undefined) return file;
  const drawn = makeRandom(0, address);
  const shared = company.sites[person.site];
  const ids = makeRandom(0, `${company.tenantId}/${person.upn}`);
  file = {
    site:
      own || shared === undefined
        ? { url: personalSite(person), site: ids.guid(), web: ids.guid(), list: ids.guid() }
        : shared,
    workload: own ? 'OneDrive' : 'SharePoint',
    folder: own ? 'Documents' : `Shared Documents/${folder}`,
    name,
    unique: drawn.guid(),
  };
  if (known.size > 50_000) known.clear();
  known.set(address, file);
  return file;
}

/** A file that somebody works with: their own or the department's. */
export function someFile(
  random: Random,
  company: Company,
  person: Person,
  own = random.chance(0.4),
): FileRef {
  return fileAt(
    company,
    person,
    own,
    random.pick(folders),
    fill(random, random.pick(fileNames), company),
  );
}

/** Something is done to a file. */
export function fileWork(
  random: Random,
  company: Company,
  person: Person,
  access: Access,
  surface: Surface,
  time: number,
  emit: Emit,
): void {
  const file = someFile(random, company, person);
  const operation = random.weighted([
    [38, 'FileAccessed'],
    [16, 'FilePreviewed'],
    [14, 'PageViewed'],
    [6, 'ListViewed'],
    [9, 'FileModified'],
    [5, 'FileUploaded'],
    [4, 'FileDownloaded'],
    [5, 'FileSyncDownloadedFull'],
    [3, 'FileSyncUploadedFull'],
  ] as const);
  const sync = operation.startsWith('FileSync');
  if (sync && surface !== 'native') return;
  const service =
    operation === 'FilePreviewed' || (operation === 'FileModified' && random.chance(0.5));
  emit(fileRecord(random, company, access, { time, operation, file, service, sync }));
  // Opening in the browser makes the service read it, too.
  if (operation === 'FileAccessed' && random.chance(0.25))
    emit(
      fileRecord(random, company, access, {
        time: time + 1000,
        operation: 'FilePreviewed',
        file,
        service: true,
      }),
    );
}
