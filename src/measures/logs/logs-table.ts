import type { LogKind } from '../../model/measure.js';
import type { Feature } from './licences-table.js';

/** How long a log is kept under the best of these that is there; a row without `needs` holds for everybody. */
export interface Kept {
  readonly needs?: Feature;
  /** Days; null: only what was sent elsewhere beforehand. */
  readonly days: number | null;
}
export type LogRow = LogKind & {
  /** The best first. None that fits: not under this licence. */
  readonly kept: readonly Kept[];
  /** One item is all there is to have. */
  readonly single?: boolean;
};

const checked = '2026-11-24';
const entra = { page: 'Microsoft Entra data retention', checked };

/** The logs of a Microsoft 365 tenant (W-12, W-30 … W-33, W-38), in the order of looking. */
export const logRows: readonly LogRow[] = [
  {
    id: 'entra-signins', source: 'entra_signin', order: 10,
    name: { en: 'Entra sign-ins (interactive)', ja: 'Entra サインイン (対話型)' },
    stages: ['credential', 'session-theft', 'login'],
    kept: [{ needs: 'P1', days: 30 }, { days: 7 }],
    shows: { en: 'Where the password and the second factor were given, addresses, devices, risk (W-30).', ja: 'パスワードと第 2 要素が入力された場所、アドレス、デバイス、リスク (W-30)。' },
    portal: { en: 'Microsoft Entra admin center › Monitoring & health › Sign-in logs › User sign-ins (interactive) › Download › JSON', ja: 'Microsoft Entra 管理センター › 監視と正常性 › サインイン ログ › ユーザーのサインイン (対話型) › ダウンロード › JSON' },
    powershell: 'Get-MgBetaAuditLogSignIn -All -Filter "createdDateTime ge <from>"',
    graph: "GET beta/auditLogs/signIns?$filter=createdDateTime ge {from} and signInEventTypes/any(t:t eq 'interactiveUser')",
    permission: 'Reports Reader; AuditLog.Read.All (Graph: P1)',
    pitfalls: { en: 'Version 1.0 of Graph and the short CSV have no session id: take beta or JSON. The portal downloads at most 100,000 rows (JSON; CSV fewer): filter by user and day.', ja: 'Graph v1.0 と簡易な CSV にはセッション ID がないため、beta または JSON を使う。ポータルのダウンロードには行数の上限がある (JSON で 100,000 行) ため、ユーザーと日で絞り込む。' },
    reference: entra,
  },
  {
    id: 'entra-signins-noninteractive', source: 'entra_signin', order: 12,
    name: { en: 'Entra sign-ins (non-interactive)', ja: 'Entra サインイン (非対話型)' },
    stages: ['session-theft', 'login'],
    kept: [{ needs: 'P1', days: 30 }, { days: 7 }],
    shows: { en: 'How a stolen session is renewed and used, from which addresses.', ja: '窃取されたセッションがどのアドレスから更新・利用されたか。' },
    portal: { en: 'Microsoft Entra admin center › Monitoring & health › Sign-in logs › User sign-ins (non-interactive) › Download › JSON', ja: 'Microsoft Entra 管理センター › 監視と正常性 › サインイン ログ › ユーザーのサインイン (非対話型) › ダウンロード › JSON' },
    powershell: `Get-MgBetaAuditLogSignIn -All -Filter "createdDateTime ge <from> and signInEventTypes/any(t:t eq 'nonInteractiveUser')"`,
    graph: "GET beta/auditLogs/signIns?$filter=createdDateTime ge {from} and signInEventTypes/any(t:t eq 'nonInteractiveUser')",
    permission: 'Reports Reader; AuditLog.Read.All (Graph: P1)',
    pitfalls: { en: 'Many rows: the portal groups them and cuts long exports. Without the event type in the filter Graph leaves them out.', ja: '件数が多く、ポータルでは集約され、長いエクスポートは途中で切れる。Graph では種類を指定しないと含まれない。' },
    reference: entra,
  },
  {
    id: 'entra-audit', source: 'entra_audit', order: 14,
    name: { en: 'Entra audit', ja: 'Entra 監査' },
    stages: ['security-info', 'device', 'application', 'privilege'],
    kept: [{ needs: 'P1', days: 30 }, { days: 7 }],
    shows: { en: 'Registered security info, devices, applications, roles (W-31).', ja: '登録されたセキュリティ情報、デバイス、アプリケーション、ロール (W-31)。' },
    portal: { en: 'Microsoft Entra admin center › Monitoring & health › Audit logs › Download › JSON', ja: 'Microsoft Entra 管理センター › 監視と正常性 › 監査ログ › ダウンロード › JSON' },
    powershell: 'Get-MgAuditLogDirectoryAudit -All -Filter "activityDateTime ge <from>"',
    graph: 'GET v1.0/auditLogs/directoryAudits?$filter=activityDateTime ge {from}',
    permission: 'Reports Reader; AuditLog.Read.All',
    pitfalls: { en: 'Azure MFA and Authentication Methods write their own rows: take all services, not Core Directory alone.', ja: 'Azure MFA と Authentication Methods は別の行として記録される。Core Directory だけでなくすべてのサービスを取得する。' },
    reference: entra,
  },
  {
    id: 'ual', source: 'ual', order: 20,
    name: { en: 'Unified audit log', ja: '統合監査ログ' },
    stages: ['login', 'security-info', 'device', 'application', 'info-theft', 'evasion', 'privilege', 'spread'],
    kept: [{ needs: 'AuditPremium', days: 365 }, { days: 180 }],
    shows: { en: 'All that was done from the login on (W-32). First ExchangeAdmin (inbox rules) and MicrosoftFlow, then ExchangeItem and SharePointFileOperation (W-38).', ja: 'ログイン以降のすべての操作 (W-32)。まず ExchangeAdmin (受信トレイルール) と MicrosoftFlow、次に ExchangeItem と SharePointFileOperation を見る (W-38)。' },
    portal: { en: 'Microsoft Purview portal › Audit › New search › Export', ja: 'Microsoft Purview ポータル › 監査 › 新しい検索 › エクスポート' },
    powershell: 'Search-UnifiedAuditLog -StartDate <from> -EndDate <to> -UserIds <user> -SessionCommand ReturnLargeSet -SessionId <new id> -ResultSize 5000',
    graph: 'POST v1.0/security/auditLog/queries, GET v1.0/security/auditLog/queries/{id}/records',
    permission: 'View-Only Audit Logs; AuditLogsQuery.Read.All',
    pitfalls: { en: 'Premium keeps Entra, Exchange and SharePoint records for 365 days, the rest 180; ten years need an add-on and a policy. A search gives 5,000 rows a call and 50,000 a session, an export 50,000 to 1,000,000: split by user and day, and look whether counts are round. Auditing may have been off.', ja: 'Premium では Entra、Exchange、SharePoint のレコードが 365 日、ほかは 180 日。10 年にはアドオンとポリシーが必要。1 回 5,000 行、1 セッション 50,000 行、エクスポートは 50,000～1,000,000 行が上限のため、ユーザーと日で分割し、件数が切りのよい数でないか確認する。監査がオフだった可能性もある。' },
    reference: { page: 'Learn about auditing solutions in Microsoft Purview', checked },
  },
  {
    id: 'mail-sample', source: 'mail', order: 30, single: true,
    name: { en: 'The mail that started it', ja: '発端となったメール' },
    stages: ['phishing'],
    kept: [{ days: 14 }],
    shows: { en: 'Sender, links, how it passed the filters. If it was deleted, it stays recoverable for 14 days unless the limit was raised (30 at most).', ja: '差出人、リンク、フィルターを通過した経緯。削除された場合、復元できるのは既定で 14 日間 (最大 30 日)。' },
    portal: { en: 'The user’s Outlook: the mail › … › Save as (.eml or .msg); or Microsoft Defender portal › Explorer › the mail › Download', ja: 'ユーザーの Outlook: メール › … › 名前を付けて保存 (.eml または .msg)。または Microsoft Defender ポータル › エクスプローラー › メール › ダウンロード' },
    powershell: 'Get-RecoverableItems -Identity <mailbox> -SubjectContains <words>',
    graph: 'GET v1.0/users/{id}/messages/{id}/$value',
    permission: 'The user; Mail.Read; Mailbox Import Export (recoverable items)',
    pitfalls: { en: 'A forwarded mail has lost its headers: save the original.', ja: '転送されたメールではヘッダーが失われるため、元のメールを保存する。' },
    reference: { page: 'Recoverable Items folder in Exchange Online', checked },
  },
  {
    id: 'message-trace', source: 'message_trace', order: 40,
    name: { en: 'Message trace', ja: 'メッセージ追跡' },
    stages: ['phishing', 'spread'],
    kept: [{ days: 90 }],
    shows: { en: 'Who else got the mail, and to whom the attacker wrote (W-58).', ja: 'ほかに誰がメールを受け取ったか、攻撃者が誰に送ったか (W-58)。' },
    portal: { en: 'Exchange admin center › Mail flow › Message trace', ja: 'Exchange 管理センター › メール フロー › メッセージ追跡' },
    powershell: 'Get-MessageTraceV2 -StartDate <from> -EndDate <to> -ResultSize 5000',
    graph: 'GET v1.0/admin/exchange/tracing/messageTraces?$filter=receivedDateTime ge {from} and receivedDateTime le {to}',
    permission: 'View-Only Recipients; ExchangeMessageTrace.Read.All',
    pitfalls: { en: 'Ten days a query, 5,000 rows a page.', ja: '1 回の照会は 10 日分、1 ページ 5,000 行まで。' },
    reference: { page: 'Message trace in the new Exchange admin center', checked },
  },
  {
    id: 'risk-detections', source: 'risk_detection', order: 5,
    name: { en: 'Entra ID Protection: risk detections', ja: 'Entra ID Protection: リスク検出' },
    stages: ['credential', 'session-theft', 'login'],
    kept: [{ needs: 'P2', days: 90 }],
    shows: { en: 'Microsoft’s own judgement of sign-ins: with P2 look here first (W-12).', ja: 'サインインに対する Microsoft 自身の判定。P2 がある場合は最初に見る (W-12)。' },
    portal: { en: 'Microsoft Entra admin center › ID Protection › Risk detections › Download', ja: 'Microsoft Entra 管理センター › ID 保護 › リスク検出 › ダウンロード' },
    powershell: 'Get-MgRiskDetection -All',
    graph: 'GET v1.0/identityProtection/riskDetections',
    permission: 'Security Reader; IdentityRiskEvent.Read.All',
    pitfalls: { en: 'A detection may come hours after the sign-in.', ja: '検出はサインインの数時間後になることがある。' },
    reference: entra,
  },
  {
    id: 'explorer', source: 'message_trace', order: 45,
    name: { en: 'Defender Explorer (mail)', ja: 'Defender エクスプローラー (メール)' },
    stages: ['phishing', 'spread'],
    kept: [{ needs: 'DefenderPlan2', days: 30 }],
    shows: { en: 'Recipients, verdicts, clicks on links.', ja: '受信者、判定、リンクのクリック。' },
    portal: { en: 'Microsoft Defender portal › Email & collaboration › Explorer › Export', ja: 'Microsoft Defender ポータル › メールとコラボレーション › エクスプローラー › エクスポート' },
    powershell: null,
    graph: 'POST v1.0/security/runHuntingQuery (EmailEvents, UrlClickEvents)',
    permission: 'Security Reader; ThreatHunting.Read.All',
    pitfalls: { en: 'An export holds 200,000 rows at most.', ja: 'エクスポートは 200,000 行まで。' },
    reference: { page: 'Threat Explorer and Real-time detections', checked },
  },
  {
    id: 'service-principals', source: 'entra_signin', order: 50,
    name: { en: 'Entra sign-ins of applications', ja: 'アプリケーションの Entra サインイン' },
    stages: ['application'],
    kept: [{ needs: 'P1', days: 30 }, { days: 7 }],
    shows: { en: 'Whether an application that was added has been used, and from where.', ja: '追加されたアプリケーションが使われたか、どこからか。' },
    portal: { en: 'Microsoft Entra admin center › Monitoring & health › Sign-in logs › Service principal sign-ins › Download', ja: 'Microsoft Entra 管理センター › 監視と正常性 › サインイン ログ › サービス プリンシパルのサインイン › ダウンロード' },
    powershell: `Get-MgBetaAuditLogSignIn -All -Filter "createdDateTime ge <from> and signInEventTypes/any(t:t eq 'servicePrincipal')"`,
    graph: "GET beta/auditLogs/signIns?$filter=createdDateTime ge {from} and signInEventTypes/any(t:t eq 'servicePrincipal')",
    permission: 'Reports Reader; AuditLog.Read.All (Graph: P1)',
    pitfalls: { en: 'Delegated use of an application stands among the users’ non-interactive sign-ins.', ja: '委任されたアクセスは、ユーザーの非対話型サインインに記録される。' },
    reference: entra,
  },
  {
    id: 'azure-activity', source: 'azure_activity', order: 60,
    name: { en: 'Azure activity (where the account has privileges, W-25)', ja: 'Azure アクティビティ (アカウントに権限がある場合、W-25)' },
    stages: ['privilege'],
    kept: [{ days: 90 }],
    shows: { en: 'What was made, changed or deleted in Azure, and who was given rights.', ja: 'Azure で作成・変更・削除されたものと、付与された権限。' },
    portal: { en: 'Azure portal › Monitor › Activity log › Download as CSV, for each subscription', ja: 'Azure portal › モニター › アクティビティ ログ › CSV のダウンロード (サブスクリプションごと)' },
    powershell: 'Get-AzActivityLog -StartTime <from> -EndTime <to> -MaxRecord 1000',
    graph: null,
    permission: 'Reader of the subscription',
    pitfalls: { en: 'One subscription at a time; the tenant’s own (elevated access) is the directory activity.', ja: 'サブスクリプションごとに取得する。テナント自体の操作 (アクセス権の昇格) はディレクトリ アクティビティにある。' },
    reference: { page: 'Activity log in Azure Monitor', checked },
  },
  {
    id: 'graph-activity', source: 'graph_activity', order: 70,
    name: { en: 'Microsoft Graph activity', ja: 'Microsoft Graph アクティビティ' },
    stages: ['application', 'info-theft'],
    kept: [{ needs: 'P1', days: null }],
    shows: { en: 'Which data an application asked Microsoft Graph for.', ja: 'アプリケーションが Microsoft Graph に要求したデータ。' },
    portal: { en: 'Where it was sent: Log Analytics workspace, storage account or event hub (MicrosoftGraphActivityLogs)', ja: '送信先: Log Analytics ワークスペース、ストレージ アカウント、イベント ハブ (MicrosoftGraphActivityLogs)' },
    powershell: null,
    graph: null,
    permission: 'Log Analytics Reader',
    pitfalls: { en: 'Nothing is kept unless a diagnostic setting was made before.', ja: '事前に診断設定を作成していなければ、何も残らない。' },
    reference: { page: 'Access Microsoft Graph activity logs', checked },
  },
]; // prettier-ignore

/** What to set up before an incident (W-34). */
export const beforehandRows: readonly {
  readonly id: string;
  readonly said: { readonly en: string; readonly ja: string };
  readonly reference: { readonly page: string; readonly checked: string };
}[] = [
  { id: 'audit-on', said: { en: 'Auditing is on: Get-AdminAuditLogConfig says UnifiedAuditLogIngestionEnabled True.', ja: '監査が有効である: Get-AdminAuditLogConfig の UnifiedAuditLogIngestionEnabled が True。' }, reference: { page: 'Turn auditing on or off', checked } },
  { id: 'mailbox-audit', said: { en: 'Mailbox auditing is on by default (AuditDisabled False), and no account bypasses it (Get-MailboxAuditBypassAssociation).', ja: 'メールボックス監査が既定で有効 (AuditDisabled が False) で、バイパスするアカウントがない (Get-MailboxAuditBypassAssociation)。' }, reference: { page: 'Manage mailbox auditing', checked } },
  { id: 'export', said: { en: 'Sign-ins of all four kinds, audit and Graph activity go to a Log Analytics workspace, storage or SIEM by a diagnostic setting: 7 or 30 days are too short.', ja: '4 種類のサインイン、監査、Graph アクティビティを診断設定で Log Analytics、ストレージ、SIEM に送る。7 日や 30 日では短すぎる。' }, reference: { page: 'Configure Microsoft Entra diagnostic settings', checked } },
  { id: 'retention', said: { en: 'Audit retention policies keep what an investigation needs for as long as intrusions stay unseen (Premium: 365 days, ten years with the add-on).', ja: '監査保持ポリシーで、侵入が発覚するまでの期間を保持する (Premium: 365 日、アドオンで 10 年)。' }, reference: { page: 'Manage audit log retention policies', checked } },
  { id: 'recoverable', said: { en: 'Deleted mail stays recoverable for 30 days instead of 14 (Set-Mailbox -RetainDeletedItemsFor 30).', ja: '削除済みメールの保持を 14 日から 30 日に延ばす (Set-Mailbox -RetainDeletedItemsFor 30)。' }, reference: { page: 'Change how long permanently deleted items are kept for an Exchange Online mailbox', checked } },
  { id: 'cae', said: { en: 'Continuous access evaluation is on: a revoked session ends in minutes instead of an hour.', ja: '継続的アクセス評価が有効である: 失効したセッションが 1 時間ではなく数分で終わる。' }, reference: { page: 'Continuous access evaluation', checked } },
  { id: 'who', said: { en: 'Who may fetch which log is decided and tried: the roles above, a second person for each, and the policy of response.', ja: 'どのログを誰が取得できるかを決めて試しておく: 上記のロール、それぞれの代理者、対応方針。' }, reference: { page: 'W-34', checked } },
]; // prettier-ignore
