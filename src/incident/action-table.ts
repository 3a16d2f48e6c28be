import type { Said } from '../model/finding.js';
import type { EntityKind } from '../model/incident.js';

/** A kind of response step. Its texts in the plan are of another room; here is what it is, in one line. */
export interface ActionKind {
  readonly step: string;
  readonly order: number;
  /** `{target}` and `{user}` are put in. */
  readonly said: Said;
}

const kind = (step: string, order: number, en: string, ja: string): ActionKind => ({
  step,
  order,
  said: { en, ja },
});

/** For every account that the attacker acts as. Contain by disabling; remove when the evidence is saved (W-23). */
export const accountActions = {
  disable: kind('W-25', 0, 'Disable the account of {user}: it has rights', '{user} のアカウントを無効化する (権限を持つため)'),
  revoke: kind('W-50', 10, 'Revoke the sessions of {user}', '{user} のセッションを失効させる'),
  reset: kind('W-51', 20, 'Reset the password of {user}', '{user} のパスワードをリセットする'),
  signIns: kind('W-59', 110, 'Look at the sign-ins of {user} before and after', '{user} の前後のサインインを調べる'),
} as const; // prettier-ignore

/** For members of the scope that the attacker made or changed. */
export const memberActions: Partial<Readonly<Record<EntityKind, ActionKind>>> = {
  'security-info': kind('W-52', 30, 'Delete the security info "{target}"', 'セキュリティ情報「{target}」を削除する'),
  device: kind('W-53', 40, 'Disable the device "{target}"', 'デバイス「{target}」を無効化する'),
  'inbox-rule': kind('W-54', 50, 'Disable the inbox rule "{target}", and remove it when all is saved', '受信トレイルール「{target}」を無効化し、保全後に削除する'),
  flow: kind('W-55', 60, 'Switch off the Power Automate flow "{target}"', 'Power Automate フロー「{target}」を停止する'),
  app: kind('W-56', 70, 'Disable the application "{target}", and remove its permissions and secrets', 'アプリケーション「{target}」を無効化し、権限とシークレットを取り消す'),
  role: kind('role', 75, 'Take back the role {target}', 'ロール「{target}」の割り当てを取り消す'),
  'azure-resource': kind('azure', 76, 'Check and restore the Azure resource {target}', 'Azure リソース「{target}」を確認し、元に戻す'),
  file: kind('sharing', 80, 'Remove the sharing link of {target}', '「{target}」の共有リンクを削除する'),
  sender: kind('block', 95, 'Block the sender {target}', '送信者「{target}」をブロックする'),
  url: kind('block', 97, 'Block the address of the page {target}', 'URL「{target}」をブロックする'),
  domain: kind('block', 98, 'Block the domain {target}', 'ドメイン {target} をブロックする'),
  ip: kind('block', 96, 'Block the address {target}', 'アドレス {target} をブロックする'),
}; // prettier-ignore

/** For kinds of findings that no member of the scope stands for. */
export const traceActions: readonly (ActionKind & { readonly traces: readonly string[] })[] = [
  { ...kind('forwarding', 51, 'Take away the forwarding of {user}', '{user} の転送設定を解除する'), traces: ['mailbox-forwarding', 'forwarding-rule', 'mail-contact', 'mail-forwarded'] },
  { ...kind('delegation', 52, 'Take away the access to the mailbox of {user}', '{user} のメールボックスへのアクセス権を取り消す'), traces: ['mailbox-delegated', 'other-mailbox'] },
  { ...kind('transport', 53, 'Take back the mail flow rule or connector', 'メールフロールールまたはコネクタを取り消す'), traces: ['mail-flow-rule', 'connector'] },
  { ...kind('W-56', 71, 'Disable the application that {user} added or consented to', '{user} が追加または同意したアプリケーションを無効化する'), traces: ['application-added', 'application-credential', 'abused-application'] },
  { ...kind('W-46', 85, 'Restore the mail deleted from {user}', '{user} から削除されたメールを復元する'), traces: ['mail-deleted'] },
  { ...kind('W-52', 31, 'Delete the security info that was registered for {user}', '{user} に登録されたセキュリティ情報を削除する'), traces: ['security-info-registered', 'security-info-changed', 'temporary-access-pass', 'mfa-disabled'] },
  { ...kind('W-53', 41, 'Disable the device that was registered for {user}', '{user} に登録されたデバイスを無効化する'), traces: ['device-registered'] },
  { ...kind('audit', 54, 'Switch auditing and protection on again', '監査と保護の設定を元に戻す'), traces: ['audit-off', 'mail-audit-gap', 'protection-removed', 'filter-bypassed', 'hold-removed', 'journal-removed', 'dlp-changed'] },
  { ...kind('conditional-access', 55, 'Put the Conditional Access policies back', '条件付きアクセスポリシーを元に戻す'), traces: ['conditional-access-weakened', 'conditional-access-deleted', 'conditional-access-changed', 'named-location-changed', 'security-defaults-disabled'] },
  { ...kind('tenant', 56, 'Put the changed settings of the tenant back', '変更されたテナント設定を元に戻す'), traces: ['federation-changed', 'domain-added', 'partner-added', 'cross-tenant-access-changed', 'authorization-policy-changed', 'authentication-methods-changed', 'consent-policy-opened', 'synchronisation-changed', 'pim-settings-changed', 'sharing-policy-changed', 'auto-forward-allowed'] },
  { ...kind('account', 57, 'Disable the account {user}: made, enabled or invited in the intrusion', 'アカウント {user} を無効化する (侵入時に作成・有効化・招待されたもの)'), traces: ['user-created', 'account-made', 'account-enabled', 'guest-invited'] },
  { ...kind('role', 75, 'Take back the roles given to {user}', '{user} に付与されたロールを取り消す'), traces: ['role-granted'] },
  { ...kind('azure', 77, 'Take back what was given and changed in Azure', 'Azure で付与・変更されたものを元に戻す'), traces: ['access-elevated', 'azure-role-assigned', 'azure-compute', 'azure-compute-many', 'azure-network-opened', 'azure-backup-deleted', 'azure-resources-deleted', 'azure-protection-removed', 'azure-logging-removed', 'azure-automation', 'key-vault-access', 'storage-keys', 'disk-exported', 'subscription-moved', 'vm-command', 'vm-extension', 'managed-identity-federated'] },
  { ...kind('files', 86, 'Restore the files of {user} that were deleted or encrypted', '{user} の削除または暗号化されたファイルを復元する'), traces: ['files-deleted', 'files-encrypted'] },
  { ...kind('add-in', 72, 'Disable the add-ins and Teams apps that {user} got', '{user} に追加されたアドインと Teams アプリを無効化する'), traces: ['add-in', 'teams-app'] },
  { ...kind('ediscovery', 58, 'Remove the content searches and exports of {user}', '{user} によるコンテンツ検索とエクスポートを削除する'), traces: ['content-searched', 'content-exported', 'mailbox-exported'] },
  { ...kind('protocols', 59, 'Switch off the legacy protocols of {user}', '{user} のレガシプロトコルを無効化する'), traces: ['legacy-protocol'] },
  { ...kind('exchange-role', 75, 'Take back the Exchange roles of {user}', '{user} の Exchange ロールを取り消す'), traces: ['impersonation'] },
  { ...kind('membership', 78, 'Take {user} out of the teams, groups and site administrators', '{user} をチーム、グループ、サイト管理者から外す'), traces: ['site-admin', 'team-member'] },
  { ...kind('mailbox-settings', 60, 'Put the settings of the mailbox of {user} back', '{user} のメールボックス設定を元に戻す'), traces: ['mailbox-hidden', 'mailbox-restored', 'junk-settings'] },
  { ...kind('restore-directory', 84, 'Restore the accounts, applications and rights that were taken away', '削除されたアカウント、アプリケーション、権限を復元する'), traces: ['users-deleted', 'directory-objects-deleted', 'application-deleted', 'admin-removed'] },
  { ...kind('device-secrets', 79, 'Rotate the device passwords and recovery keys that {user} read', '{user} が閲覧したデバイスのパスワードと回復キーを更新する'), traces: ['device-secret-read', 'device-secrets-read-many'] },
]; // prettier-ignore

/**
 * Kinds of findings with no step of their own, and what answers them: the steps for every account (W-50, W-51, W-59),
 * what the scope names, the other recipients (W-58), or nothing, since what was read cannot be unread.
 */
export const answeredBy = {
  account: [
    'account-locked', 'account-probe', 'aitm-sign-in', 'alert', 'app-access', 'brute-force', 'client-sweep', 'device-code-sign-in',
    'directory-enumeration', 'disabled-account', 'dormant-account', 'guest-sign-in', 'hunting-tool', 'legacy-sign-in', 'mfa-fatigue',
    'mfa-probe', 'new-network', 'password-changed', 'password-entered', 'password-known', 'password-reset', 'password-reset-self',
    'password-sign-in', 'password-spray', 'risky-sign-in', 'script-sign-in', 'security-info-deleted', 'session-replayed', 'two-countries',
    'two-places', 'unusual-client',
  ],
  scope: ['application-owner', 'flow-created', 'hiding-rule', 'inbox-rule', 'link-shared', 'malware-file', 'rule-removed'],
  recipients: [
    'bec-mail', 'internal-phishing', 'link-clicked', 'mail-drafted', 'mail-sent', 'mass-spam', 'phishing-attempt', 'phishing-mail',
    'quarantine-released', 'sent-as', 'teams-phishing',
  ],
  exposed: ['attachments-touched', 'files-read', 'files-searched', 'files-synced', 'mail-read', 'mail-searched'],
} as const; // prettier-ignore

export const caseActions = {
  logs: kind('W-57', 90, 'Get the missing log: {target}', '不足しているログを入手する: {target}'),
  recipients: kind('W-58', 100, 'Ask the other recipients of "{target}", and delete it from their mailboxes', '「{target}」の他の受信者に確認し、メールボックスから削除する'),
} as const; // prettier-ignore
