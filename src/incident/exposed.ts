import type { Exposed } from '../model/exposed.js';
import type { RawRecord } from '../detect/raw-record.js';
import { parsedRecord } from '../detect/raw-record.js';
import type { Json } from '../detect/directory/json.js';
import { items, member, parsed, text } from '../detect/directory/json.js';
import { placeKey } from '../scope/scope.js';
import type { IncidentEvent } from './events.js';
import { rawOf } from './events.js';
import { fileDeeds, mailDeeds, noMail, restoring, searchOperations } from './exposed-table.js';
import type { Facts } from './facts.js';
import type { MessageNames } from './message-names.js';
import { both, isoMicros, minuteOf } from './texts.js';

type ExposedMessage = Exposed['messages'][number];
type ExposedFile = Exposed['files'][number];

/** One thing that one record says was read, sent, taken … */
interface Touched<D> {
  readonly did: D;
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly where: string | undefined;
  readonly owner: string;
  readonly certainty: 'certain' | 'possible';
  readonly event: IncidentEvent;
}

/** What the attacker read, sent, deleted, took and searched for, each with how certain that is. */
export async function exposedOf(facts: Facts, names: MessageNames): Promise<Exposed> {
  const { store, foreign } = facts;
  const known = foreign.filter(({ operation, source, outcome }) => {
    const op = operation.toLowerCase();
    return source === 'ual' && outcome !== 'failure' && (op in mailDeeds || op in fileDeeds || op in searchOperations); // prettier-ignore
  });
  const raw = await rawOf(store, known);
  const messages: Touched<ExposedMessage['did']>[] = [];
  const files: Touched<ExposedFile['did']>[] = [];
  const searches: Exposed['searches'] = [];
  const throttled: IncidentEvent[] = [];
  for (const event of known) {
    const op = event.operation.toLowerCase();
    const text = raw.get(placeKey(event)) ?? '';
    const mail = mailDeeds[op];
    const file = fileDeeds[op];
    const where = searchOperations[op];
    if (mail !== undefined) {
      if (isThrottled(text)) throttled.push(event);
      messages.push(...mailOf(event, mail, text));
    } else if (file !== undefined)
      files.push({ did: file, id: event.object, name: undefined, where: siteOf(event.object), owner: event.target ?? event.user ?? '', certainty: 'certain', event }); // prettier-ignore
    else if (where !== undefined && event.time !== undefined)
      searches.push({
        words: wordsOf(parsedRecord(text)) ?? event.object ?? '',
        where,
        at: isoMicros(event.time),
        events: [event.eventId],
      });
  }
  await names.learn(messages.flatMap(({ id }) => id ?? []));
  return {
    messages: messagesOf(messages, names),
    files: filesOf(files),
    searches,
    unknown: unknownOf(facts, known, throttled),
  };
}

/** `"IsThrottled","Value":"True"`, in either order, or flattened. */
const throttledRecord =
  /"IsThrottled"\s*,\s*"Value"\s*:\s*"?true|"Value"\s*:\s*"?true"?\s*,\s*"Name"\s*:\s*"IsThrottled"|"IsThrottled"\s*:\s*"?true/i;
const isThrottled = (raw: string): boolean => throttledRecord.test(raw.replaceAll('\\"', '"'));

const wordsOf = (record: RawRecord): string | undefined =>
  record.texts('QueryText', 'SearchQueryText', 'Query')[0];

function mailOf(
  event: IncidentEvent,
  did: ExposedMessage['did'],
  raw: string,
): readonly Touched<ExposedMessage['did']>[] {
  const owner = event.target ?? event.user ?? '';
  const touched = (
    id: string | undefined,
    name: string | undefined,
    where: string | undefined,
    deed = did,
    certainty: 'certain' | 'possible' = 'certain',
  ): Touched<ExposedMessage['did']> => ({ did: deed, id, name, where, owner, certainty, event });
  const record = parsed(raw);
  const list = (name: string): readonly Json[] => items(member(record, name));
  switch (event.operation.toLowerCase()) {
    case 'mailitemsaccessed': {
      const isSync = /"MailAccessType"\s*,\s*"Value"\s*:\s*"Sync"|"MailAccessType"\s*:\s*"Sync"/i.test(raw); // prettier-ignore
      const folders = list('Folders');
      if (isSync)
        return (folders.length === 0 ? [member(record, 'Item')] : folders).map((folder) =>
          touched(undefined, undefined, folderPath(folder) ?? event.folder, 'synced', 'possible'),
        );
      const found = folders.flatMap((folder) =>
        items(member(folder, 'FolderItems')).map((item) =>
          touched(text(member(item, 'InternetMessageId')), text(member(item, 'Subject')), text(member(folder, 'Path'))),
        ),
      ); // prettier-ignore
      return found.length > 0 ? found : [touched(event.messageId, event.subject, event.folder)];
    }
    case 'movetodeleteditems':
    case 'softdelete':
    case 'harddelete':
    case 'move':
    case 'copy': {
      const affected = list('AffectedItems').map((item) =>
        touched(text(member(item, 'InternetMessageId')), text(member(item, 'Subject')), text(member(member(item, 'ParentFolder'), 'Path'))),
      ); // prettier-ignore
      const all = affected.length > 0 ? affected : [touched(event.messageId, event.subject, event.folder)]; // prettier-ignore
      return all.filter(({ id, name }) => !noMail.test(name ?? '') && (id ?? name) !== undefined);
    }
    case 'create': {
      // Creating is also what a calendar or contact does: only drafts are told.
      const item = member(record, 'Item');
      const path = text(member(member(item, 'ParentFolder'), 'Path')) ?? event.folder;
      return (event.messageId ?? event.subject) === undefined || noMail.test(event.subject ?? '') ? [] : [touched(event.messageId, event.subject, path)]; // prettier-ignore
    }
    default:
      return noMail.test(event.subject ?? '') || (event.messageId ?? event.subject) === undefined ? [] : [touched(event.messageId, event.subject, event.folder)]; // prettier-ignore
  }
}

const folderPath = (folder: Json | undefined): string | undefined =>
  text(member(folder, 'Path')) ?? text(member(member(folder, 'ParentFolder'), 'Path'));

const siteOf = (path: string | undefined): string | undefined =>
  /^(https?:\/\/[^/]+\/(?:personal|sites|teams)\/[^/]+)/i.exec(path ?? '')?.[1];

/** One entry for each message and deed. */
function messagesOf(
  touched: readonly Touched<ExposedMessage['did']>[],
  names: MessageNames,
): ExposedMessage[] {
  const found = new Map<string, ExposedMessage>();
  for (const { did, id, name, where, owner, certainty, event } of touched) {
    if (event.time === undefined) continue;
    const at = isoMicros(event.time);
    const key = [did, owner, id ?? `${where ?? ''} ${name ?? ''}`].join('\u0000');
    const known = found.get(key);
    found.set(key, {
      messageId: id ?? null,
      subject: known?.subject ?? name ?? (id === undefined ? null : (names.subject(id) ?? null)),
      mailbox: owner,
      folder: known?.folder ?? where ?? null,
      did,
      certainty,
      first: known?.first ?? at,
      last: at,
      // The last way of deleting it counts.
      restore: did === 'deleted' ? { ...(restoring[event.operation.toLowerCase()] ?? both('', '')) } : null,
      events: [...new Set([...(known?.events ?? []), event.eventId])],
    });
  } // prettier-ignore
  return [...found.values()].sort(byFirst(({ messageId, did }) => `${messageId ?? ''} ${did}`));
}

function filesOf(touched: readonly Touched<ExposedFile['did']>[]): ExposedFile[] {
  const found = new Map<string, ExposedFile>();
  for (const { did, id, where, certainty, event } of touched) {
    if (event.time === undefined || id === undefined) continue;
    const at = isoMicros(event.time);
    const known = found.get(`${did} ${id}`);
    found.set(`${did} ${id}`, {
      path: id,
      site: where ?? null,
      did,
      certainty,
      first: known?.first ?? at,
      last: at,
      events: [...new Set([...(known?.events ?? []), event.eventId])],
    });
  }
  return [...found.values()].sort(byFirst(({ path, did }) => `${path} ${did}`));
}

const byFirst =
  <T extends { readonly first: string }>(key: (one: T) => string) =>
  (a: T, b: T): number =>
    a.first !== b.first ? (a.first < b.first ? -1 : 1) : key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0; // prettier-ignore

/** What the records that are there leave open. */
function unknownOf(
  { coverage, users, foreign }: Facts,
  known: readonly IncidentEvent[],
  throttled: readonly IncidentEvent[],
): Exposed['unknown'] {
  const found: Exposed['unknown'] = [];
  const [first] = throttled;
  if (first !== undefined)
    found.push({
      said: both(
        `Recording of mail reading was throttled from ${minuteOf(first.time ?? 0n)}: more than 1,000 accesses in 24 hours; all mail of ${first.target ?? first.user ?? 'the mailbox'} may have been read.`,
        `${minuteOf(first.time ?? 0n)} からメールの閲覧記録が制限された (24 時間に 1,000 件を超えるアクセス)。${first.target ?? first.user ?? '当該メールボックス'} のすべてのメールが閲覧された可能性がある。`,
      ),
      events: throttled.map(({ eventId }) => eventId),
    });
  if (!coverage.some(({ source }) => source === 'ual'))
    found.push({
      said: both(
        'Without the unified audit log nothing is known of mail and files: everything the accounts can reach may have been read.',
        '統合監査ログがないため、メールとファイルの操作は一切不明。該当アカウントがアクセスできるすべてが閲覧された可能性がある。',
      ),
      events: [],
    });
  else if (users.length > 0 && !known.some(({ operation }) => /^(mailitemsaccessed|messagebind)$/i.test(operation)))
    found.push({
      said: both(
        "No reading of mail is recorded in the attacker's sessions. Where the mailbox's licence or settings do not log MailItemsAccessed, mail may have been read all the same.",
        '攻撃者のセッションにメール閲覧の記録がない。ライセンスや設定により MailItemsAccessed が記録されない場合、記録がなくても閲覧された可能性がある。',
      ),
      events: [],
    }); // prettier-ignore
  const graph = foreign.filter(({ source }) => source === 'graph_activity');
  if (graph.length > 0)
    found.push({
      said: both(
        `${graph.length} requests to Microsoft Graph: what they returned is not logged.`,
        `Microsoft Graph への要求 ${graph.length} 件。返された内容は記録されない。`,
      ),
      events: graph.map(({ eventId }) => eventId),
    });
  return found;
}
