import type { Said } from '../model/finding.js';
import type { Source } from '../model/event.js';

/** One kind of log: its name, how long Microsoft keeps it (W-33), and what is not seen without it (W-12). */
export interface LogKind {
  readonly source: Source;
  readonly name: Said;
  readonly kept: Said | undefined;
  readonly hides: Said;
  /** `always`: an investigation needs it; else only where the incident has such a part. */
  readonly matters: 'always' | 'incident' | 'privileged' | 'application';
}

const entraKept: Said = {
  en: 'Kept 7 days with Entra ID Free, 30 with P1 or P2',
  ja: '保持期間は Entra ID Free で 7 日、P1・P2 で 30 日',
};

export const logTable: readonly LogKind[] = [
  {
    source: 'entra_signin',
    name: { en: 'Entra sign-in log', ja: 'Entra サインインログ' },
    kept: entraKept,
    hides: {
      en: 'entry of the password, second factor, device and risk of each sign-in, failed attempts, and sign-ins to services that the unified audit log does not record',
      ja: 'パスワードの入力、第 2 要素、各サインインのデバイスとリスク、失敗した試行、統合監査ログに残らないサービスへのサインイン',
    },
    matters: 'always',
  },
  {
    source: 'entra_audit',
    name: { en: 'Entra audit log', ja: 'Entra 監査ログ' },
    kept: entraKept,
    hides: {
      en: 'details of registered security info, devices, applications and roles, and with which session they were made',
      ja: 'セキュリティ情報、デバイス、アプリケーション、ロールの登録の詳細と、それを行ったセッション',
    },
    matters: 'always',
  },
  {
    source: 'ual',
    name: { en: 'Unified audit log', ja: '統合監査ログ' },
    kept: {
      en: 'Kept 180 days with Audit (Standard), a year or up to 10 with Audit (Premium)',
      ja: '保持期間は監査 (Standard) で 180 日、監査 (Premium) で 1 年 (最長 10 年)',
    },
    hides: {
      en: 'everything done in mailboxes, files, Teams and Power Automate: inbox rules, mail read, sent and deleted, files taken',
      ja: 'メールボックス、ファイル、Teams、Power Automate でのすべての操作: 受信トレイルール、メールの閲覧・送信・削除、ファイルの取得',
    },
    matters: 'always',
  },
  {
    source: 'message_trace',
    name: { en: 'Message trace', ja: 'メッセージ追跡' },
    kept: { en: 'Kept 90 days', ja: '保持期間は 90 日' },
    hides: {
      en: 'who else got the mail that started it and the mails that were sent from the accounts',
      ja: '発端のメールと、侵害されたアカウントから送信されたメールのほかの受信者',
    },
    matters: 'always',
  },
  {
    source: 'mail',
    name: { en: 'The phishing mail itself', ja: 'フィッシングメールの現物' },
    kept: undefined,
    hides: {
      en: 'the links, the sender and the servers of the mail that began it',
      ja: '発端となったメールのリンク、送信者、経路',
    },
    matters: 'incident',
  },
  {
    source: 'risk_detection',
    name: { en: 'Entra ID Protection risk detections', ja: 'Entra ID Protection のリスク検出' },
    kept: { en: 'With Entra ID P2 only', ja: 'Entra ID P2 のみ' },
    hides: {
      en: "Microsoft's own judgement of the sign-ins",
      ja: 'サインインに対する Microsoft 自身の判定',
    },
    matters: 'incident',
  },
  {
    source: 'azure_activity',
    name: { en: 'Azure activity log', ja: 'Azure アクティビティログ' },
    kept: { en: 'Kept 90 days', ja: '保持期間は 90 日' },
    hides: {
      en: 'what was done to Azure resources by an account with rights there',
      ja: '権限を持つアカウントによる Azure リソースの操作',
    },
    matters: 'privileged',
  },
  {
    source: 'graph_activity',
    name: { en: 'Microsoft Graph activity log', ja: 'Microsoft Graph アクティビティログ' },
    kept: { en: 'Only where it was switched on before', ja: '事前に有効化していた場合のみ' },
    hides: {
      en: 'which data the application asked Microsoft Graph for',
      ja: 'アプリケーションが Microsoft Graph に要求したデータ',
    },
    matters: 'application',
  },
];

/** Evidence warnings that are gaps: their code, and what kind. */
export const warningGaps: Readonly<Record<string, 'cut-export' | 'filtered-export'>> = {
  'round-row-count': 'cut-export',
  'result-count': 'cut-export',
  'one-user': 'filtered-export',
  'one-record-type': 'filtered-export',
};

/** Warnings for people, in Japanese; in English they say it themselves. */
export const warningsJa: Readonly<Record<string, string>> = {
  'round-row-count': '行数が出力上限とちょうど同じで、続きがある可能性がある',
  'result-count': '検索結果の件数 (ResultCount) より行数が少ない',
  'one-user': '1 人のユーザーのレコードだけが含まれている',
  'one-record-type': '1 種類のレコードだけが含まれている',
};
