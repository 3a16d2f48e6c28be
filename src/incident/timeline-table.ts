import type { Said } from '../model/finding.js';
import type { Stage } from '../model/stage.js';

/** How operations are told in a timeline. */
export interface DeedWords {
  /** Searched in the operation, lower case. */
  readonly operation: RegExp;
  readonly stage: Stage | null;
  readonly said: Said;
}

const words = (operation: RegExp, stage: Stage | null, en: string, ja: string): DeedWords => ({
  operation,
  stage,
  said: { en, ja },
});

/** The first that fits is taken; events of one of these, close together, are one entry. */
export const deedTable: readonly DeedWords[] = [
  words(/^(sign-in activity|userloggedin|userloginfailed)/, 'login', 'Sign-in', 'サインイン'),
  words(/^mailitemsaccessed|^messagebind|^folderbind/, 'info-theft', 'Mail read', 'メールの閲覧'),
  words(/^searchquery/, 'info-theft', 'Search', '検索'),
  words(/^(send|sendas|sendonbehalf)$/, 'spread', 'Mail sent', 'メールの送信'),
  words(/^create$/, null, 'Draft made', '下書きの作成'),
  words(/^update$/, null, 'Mail changed', 'メールの変更'),
  words(/^move$/, 'evasion', 'Mail moved', 'メールの移動'),
  words(/^(movetodeleteditems|softdelete|harddelete)$/, 'evasion', 'Mail deleted', 'メールの削除'),
  words(/inboxrule/, 'evasion', 'Inbox rule', '受信トレイルール'),
  words(/^(file(accessed|previewed))/, 'info-theft', 'File opened', 'ファイルを開く'),
  words(/^file(downloaded|copied|syncdownloaded)/, 'info-theft', 'File taken', 'ファイルの取得'),
  words(/^file/, null, 'File changed', 'ファイルの変更'),
  words(/(link(created|updated)|sharing)/, 'info-theft', 'File shared', 'ファイルの共有'),
  words(/^(pageviewed|listviewed|listaccessed)/, 'info-theft', 'Site looked at', 'サイトの閲覧'),
  words(/flow|connection$/, 'info-theft', 'Power Automate flow', 'Power Automate フロー'),
  words(/security info|authentication method|temporary access pass/, 'security-info', 'Security info', 'セキュリティ情報'),
  words(/device/, 'device', 'Device', 'デバイス'),
  words(/member to role|role assignment|elevateaccess|roleassignments/, 'privilege', 'Role', 'ロール'),
  words(/application|service principal|delegated permission|consent|app role/, 'application', 'Application', 'アプリケーション'),
  words(/^microsoft\./, 'privilege', 'Azure resource', 'Azure リソース'),
  words(/password|stsrefreshtoken|revoke|disable account/, null, 'Account', 'アカウント'),
  words(/mailboxpermission|recipientpermission/, 'evasion', 'Mailbox access', 'メールボックスのアクセス権'),
  words(/^set-mailbox/, 'evasion', 'Mailbox settings', 'メールボックスの設定'),
  words(/^(message|chat|teams|meeting)/, null, 'Teams', 'Teams'),
]; // prettier-ignore
