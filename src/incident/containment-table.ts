import type { Said } from '../model/finding.js';

/** One kind of recorded response. */
export interface ContainmentKind {
  /** Searched in the operation of a directory act, lower case. */
  readonly operation: RegExp;
  /** `shuts-out`: the attacker's sessions end or cannot be renewed. `removes`: takes away what was left behind. */
  readonly does: 'shuts-out' | 'removes';
  readonly said: Said;
}

/**
 * What responders do to an account and the audit logs record (W-50 … W-56). Operations of the Entra audit
 * log and of the unified audit log, record type AzureActiveDirectory.
 */
export const containmentTable: readonly ContainmentKind[] = [
  {
    operation: /^reset (user )?password|^reset password \(by admin\)/,
    does: 'shuts-out',
    said: { en: 'Password reset by an administrator', ja: '管理者によるパスワードのリセット' },
  },
  {
    operation: /^(change (user )?password|reset password \(self-service\)|change password \(self-service\))/,
    does: 'shuts-out',
    said: { en: 'Password changed', ja: 'パスワードの変更' },
  },
  {
    operation: /^set force change user password/,
    does: 'removes',
    said: { en: 'Password change required at the next sign-in', ja: '次回サインイン時のパスワード変更を要求' },
  },
  {
    operation: /^(update stsrefreshtokenvalidfrom( timestamp)?|revoke(d)? (all )?(user )?(sign-?in sessions|sessions|refresh tokens)|admin revoked? .*sessions|user revoked? .*sessions)/,
    does: 'shuts-out',
    said: { en: 'Sessions revoked', ja: 'セッションの失効' },
  },
  {
    operation: /^(disable account|block sign-?in)/,
    does: 'shuts-out',
    said: { en: 'Account disabled', ja: 'アカウントの無効化' },
  },
  {
    operation: /^(hard )?delete user/,
    does: 'shuts-out',
    said: { en: 'Account deleted', ja: 'アカウントの削除' },
  },
  {
    operation: /^(admin deleted security info|user deleted security info|delete .*authentication method)/,
    does: 'removes',
    said: { en: 'Security info deleted', ja: 'セキュリティ情報の削除' },
  },
  {
    operation: /^(delete device|disable device|unregister device)/,
    does: 'removes',
    said: { en: 'Device disabled or deleted', ja: 'デバイスの無効化または削除' },
  },
  {
    operation: /^(remove (delegated permission grant|oauth2permissiongrant|app role assignment|service principal)|(hard )?delete (application|service principal)|disable service principal|revoke consent)/,
    does: 'removes',
    said: { en: 'Application or its permissions removed', ja: 'アプリケーションまたはその権限の削除' },
  },
]; // prettier-ignore

/** The same in Exchange: operations of the unified audit log, lower case. */
export const mailboxContainmentTable: readonly {
  readonly operations: readonly string[];
  readonly said: Said;
}[] = [
  {
    operations: ['remove-inboxrule', 'disable-inboxrule'],
    said: { en: 'Inbox rule removed or disabled', ja: '受信トレイルールの削除または無効化' },
  },
  {
    operations: ['remove-mailboxpermission', 'remove-recipientpermission', 'remove-mailboxfolderpermission'],
    said: { en: 'Access to the mailbox taken away', ja: 'メールボックスへのアクセス権の削除' },
  },
]; // prettier-ignore
