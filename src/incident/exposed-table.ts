import type { Said } from '../model/finding.js';
import type { Exposed } from '../model/exposed.js';

type MessageDeed = Exposed['messages'][number]['did'];
type FileDeed = Exposed['files'][number]['did'];

/** What an operation (lower case) of the unified audit log did to mail. */
export const mailDeeds: Readonly<Record<string, MessageDeed>> = {
  mailitemsaccessed: 'read',
  messagebind: 'read',
  folderbind: 'synced',
  send: 'sent',
  sendas: 'sent',
  sendonbehalf: 'sent',
  create: 'drafted',
  copy: 'read',
  update: 'changed',
  move: 'moved',
  movetodeleteditems: 'deleted',
  softdelete: 'deleted',
  harddelete: 'deleted',
};

/** The same for files; SharePoint and OneDrive. */
export const fileDeeds: Readonly<Record<string, FileDeed>> = {
  fileaccessed: 'opened',
  fileaccessedextended: 'opened',
  filepreviewed: 'opened',
  filedownloaded: 'downloaded',
  filecopied: 'downloaded',
  filesyncdownloadedfull: 'synced',
  filesyncdownloadedpartial: 'synced',
  anonymouslinkcreated: 'shared',
  companylinkcreated: 'shared',
  securelinkcreated: 'shared',
  sharinglinkcreated: 'shared',
  sharingset: 'shared',
  sharinginvitationcreated: 'shared',
  addedtosecurelink: 'shared',
  filemodified: 'changed',
  filemodifiedextended: 'changed',
  fileuploaded: 'changed',
  filerenamed: 'changed',
  filemoved: 'changed',
  filedeleted: 'deleted',
  filerecycled: 'deleted',
  filedeletedfirststagerecyclebin: 'deleted',
  filedeletedsecondstagerecyclebin: 'deleted',
};

export const searchOperations: Readonly<Record<string, string>> = {
  searchqueryinitiatedexchange: 'Exchange',
  searchqueryinitiatedsharepoint: 'SharePoint',
  searchqueryperformed: 'SharePoint',
};

/** Whether and from where what was deleted comes back (W-46). Microsoft: "Recoverable Items folder in Exchange Online". */
export const restoring: Readonly<Record<string, Said>> = {
  movetodeleteditems: {
    en: 'In Deleted Items, unless it was emptied since: move it back.',
    ja: '「削除済みアイテム」にある (その後空にされていなければ)。元のフォルダーへ戻す。',
  },
  softdelete: {
    en: 'In Recoverable Items for 14 days (30 at most): Get-RecoverableItems, Restore-RecoverableItems.',
    ja: '「回復可能なアイテム」に 14 日間 (最長 30 日) 残る。Get-RecoverableItems と Restore-RecoverableItems で復元する。',
  },
  harddelete: {
    en: 'Purged: only single item recovery (14 days) or a hold still has it; Get-RecoverableItems, else a copy of a sender or recipient.',
    ja: '完全に削除済み。単一アイテムの回復 (14 日間) または保持の対象である場合のみ Get-RecoverableItems で復元できる。なければ送信者・受信者の控えを入手する。',
  },
};

/** Outlook's own storage of rules, which is no mail (W-46). */
export const noMail = /^(outlook rules organizer|ipm\.|outlook message manager)/i;
