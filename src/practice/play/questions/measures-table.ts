import type { Stage } from '../../../model/stage.js';
import type { Text } from '../text.js';
import { say } from '../text.js';

/** A defensive measure (W-70…7E) as the exercise needs it. */
export interface MeasureFact {
  readonly row: string;
  readonly stages: readonly Stage[];
  readonly kind: 'prevent' | 'contain' | 'detect';
  readonly text: Text;
  /** The plan of Entra ID it needs. */
  readonly entra: 'free' | 'p1' | 'p2';
  readonly intune?: boolean;
  /** Needs something that no licence gives: a SIEM, strong devices, audited Exchange. */
  readonly more?: 'siem' | 'keys';
}

export const measureFacts: readonly MeasureFact[] = [
  { row: 'W-70', stages: ['session-theft'], kind: 'prevent', entra: 'p2', text: say('Conditional Access: require token protection for sign-in sessions', '条件付きアクセス: サインインセッションのトークン保護を必須にする') },
  { row: 'W-71', stages: ['session-theft'], kind: 'contain', entra: 'p1', text: say('Conditional Access: sign in to Outlook on the web anew every hour', '条件付きアクセス: Outlook on the web で 1 時間ごとに再認証させる') },
  { row: 'W-72', stages: ['login'], kind: 'prevent', entra: 'p1', intune: true, text: say('Conditional Access: allow only compliant or hybrid joined devices', '条件付きアクセス: 準拠デバイスまたはハイブリッド参加デバイスのみ許可する') },
  { row: 'W-73', stages: ['login'], kind: 'prevent', entra: 'p1', more: 'keys', text: say('Conditional Access: require phishing-resistant MFA', '条件付きアクセス: フィッシング耐性のある MFA を必須にする') },
  { row: 'W-74', stages: ['login'], kind: 'detect', entra: 'free', more: 'siem', text: say('Detect interactive sign-ins from two or more countries within 10 minutes', '対話型サインインで 10 分以内の 2 か国以上からのアクセスを検知する') },
  { row: 'W-75', stages: ['login'], kind: 'detect', entra: 'p2', text: say('Alert administrators when the sign-in risk is medium or higher', 'サインインリスクが「中」以上なら管理者に通知する') },
  { row: 'W-76', stages: ['security-info'], kind: 'prevent', entra: 'p1', text: say('Conditional Access: protect “Register security information” outside trusted locations', '条件付きアクセス: 信頼できる場所以外での「セキュリティ情報の登録」を制限する') },
  { row: 'W-77', stages: ['security-info'], kind: 'detect', entra: 'free', more: 'siem', text: say('Watch the audit log for registered, changed and deleted security info', 'セキュリティ情報の登録・変更・削除を監査ログで監視する') },
  { row: 'W-78', stages: ['device'], kind: 'prevent', entra: 'p1', text: say('Conditional Access: protect “Register or join devices”', '条件付きアクセス: 「デバイスの登録または参加」を制限する') },
  { row: 'W-79', stages: ['device'], kind: 'detect', entra: 'p1', intune: true, text: say('Send enrollment notifications to users', 'デバイス登録の通知をユーザーに送る') },
  { row: 'W-7A', stages: ['device'], kind: 'detect', entra: 'p1', more: 'siem', text: say('Watch the audit log for “Register device”', '監査ログの「Register device」を監視する') },
  { row: 'W-7B', stages: ['application'], kind: 'prevent', entra: 'free', text: say('Users may neither register applications nor consent to them', 'ユーザーによるアプリの登録と同意を禁止する') },
  { row: 'W-7C', stages: ['application'], kind: 'detect', entra: 'free', more: 'siem', text: say('Watch the audit log for added applications, service principals, grants and consent', 'アプリ、サービスプリンシパル、権限付与、同意の追加を監査ログで監視する') },
  { row: 'W-7D', stages: ['info-theft', 'evasion'], kind: 'detect', entra: 'free', more: 'siem', text: say('Watch the unified audit log for New-InboxRule', '統合監査ログの New-InboxRule を監視する') },
]; // prettier-ignore

export const kindNames = {
  prevent: say('prevents', '防止'),
  contain: say('contains', '封じ込め'),
  detect: say('detects', '検知'),
} as const;
