import type { Measure } from '../../model/measure.js';

const checked = '2026-11-24';
const free = { en: 'Entra ID Free', ja: 'Entra ID Free' };
const p1 = { en: 'Entra ID P1', ja: 'Entra ID P1' };
const siem = { en: 'Entra ID Free, and a SIEM', ja: 'Entra ID Free と SIEM' };

/** The defensive measures of the workshop (W-26, W-70 … W-7E), and what holds today where that differs. */
export const catalogue: readonly Measure[] = [
  {
    id: 'W-70', kind: 'prevent', stages: ['session-theft'],
    title: { en: 'Token protection: tokens are bound to the device', ja: 'トークン保護: トークンをデバイスに結び付ける' },
    licence: { en: 'Entra ID P2 (workshop)', ja: 'Entra ID P2 (ワークショップの記載)' },
    today: { en: 'Covers Windows desktop clients of Exchange Online and SharePoint Online, not browsers.', ja: '対象は Exchange Online と SharePoint Online の Windows デスクトップクライアントで、ブラウザーは対象外。' },
    reference: { page: 'Microsoft Entra Conditional Access: Token protection', checked },
  },
  {
    id: 'W-71', kind: 'contain', stages: ['session-theft'],
    title: { en: 'Outlook on the web asks for a sign-in every hour', ja: 'Outlook on the web に 1 時間ごとの再サインインを求める' },
    licence: p1, today: undefined,
    reference: { page: 'Conditional Access adaptive session lifetime policies', checked },
  },
  {
    id: 'W-72', kind: 'prevent', stages: ['login'],
    title: { en: 'Managed devices only', ja: '管理対象デバイスだけを許可する' },
    licence: { en: 'Entra ID P1 and Intune', ja: 'Entra ID P1 と Intune' }, today: undefined,
    reference: { page: 'Require compliant, hybrid joined devices, or MFA', checked },
  },
  {
    id: 'W-73', kind: 'prevent', stages: ['login'],
    title: { en: 'Phishing-resistant MFA', ja: 'フィッシング耐性のある MFA' },
    licence: { en: 'Entra ID P1 and keys or passkeys', ja: 'Entra ID P1 とセキュリティキーまたはパスキー' }, today: undefined,
    reference: { page: 'Conditional Access authentication strengths', checked },
  },
  {
    id: 'W-74', kind: 'detect', stages: ['login'],
    title: { en: 'Alert: two or more countries within 10 minutes', ja: '検知: 10 分以内に 2 か国以上' },
    licence: siem, today: undefined, reference: { page: 'W-43', checked },
  },
  {
    id: 'W-75', kind: 'detect', stages: ['login'],
    title: { en: 'Alert: sign-in risk medium or higher', ja: '検知: サインインリスク「中」以上' },
    licence: { en: 'Entra ID P2', ja: 'Entra ID P2' }, today: undefined,
    reference: { page: 'Microsoft Entra ID Protection notifications', checked },
  },
  {
    id: 'W-76', kind: 'prevent', stages: ['security-info'],
    title: { en: 'Security info only from trusted locations', ja: 'セキュリティ情報の登録は信頼できる場所からのみ' },
    licence: p1, today: undefined,
    reference: { page: 'Combined security information registration', checked },
  },
  {
    id: 'W-77', kind: 'detect', stages: ['security-info'],
    title: { en: 'Alert: security info registered', ja: '検知: セキュリティ情報の登録' },
    licence: siem, today: undefined, reference: { page: 'W-41', checked },
  },
  {
    id: 'W-78', kind: 'prevent', stages: ['device'],
    title: { en: 'MFA to register a device', ja: 'デバイスの登録に MFA を求める' },
    licence: p1,
    today: { en: 'For this user action Microsoft enforces MFA or an authentication strength only, not device or location conditions of the slide.', ja: 'このユーザー操作で強制できるのは MFA または認証強度のみで、スライドにあるデバイスや場所の条件は使えない。' },
    reference: { page: 'Conditional Access: Target resources, user actions', checked },
  },
  {
    id: 'W-79', kind: 'detect', stages: ['device'],
    title: { en: 'Users are told of enrolments', ja: 'デバイス登録をユーザーに通知する' },
    licence: { en: 'Entra ID P1 and Intune', ja: 'Entra ID P1 と Intune' }, today: undefined,
    reference: { page: 'Set up enrollment notifications in Intune', checked },
  },
  {
    id: 'W-7A', kind: 'detect', stages: ['device'],
    title: { en: 'Alert: device registered', ja: '検知: デバイスの登録' },
    licence: { en: 'Entra ID P1, and a SIEM', ja: 'Entra ID P1 と SIEM' }, today: undefined, reference: { page: 'W-42', checked },
  },
  {
    id: 'W-7B', kind: 'prevent', stages: ['application'],
    title: { en: 'Users register no applications and consent to none', ja: 'ユーザーによるアプリの登録と同意を禁止する' },
    licence: free, today: undefined,
    reference: { page: 'Configure how users consent to applications', checked },
  },
  {
    id: 'W-7C', kind: 'detect', stages: ['application'],
    title: { en: 'Alert: application added, consent given', ja: '検知: アプリケーションの追加と同意' },
    licence: siem, today: undefined, reference: { page: 'W-40', checked },
  },
  {
    id: 'W-7D', kind: 'detect', stages: ['info-theft', 'evasion'],
    title: { en: 'Alert: inbox rule made', ja: '検知: 受信トレイルールの作成' },
    licence: { en: 'Audit (Standard), Exchange Online, and a SIEM', ja: '監査 (Standard)、Exchange Online と SIEM' }, today: undefined, reference: { page: 'W-45', checked },
  },
  {
    id: 'W-7E', kind: 'prevent', stages: ['login', 'info-theft', 'privilege'],
    title: { en: 'Guests and the admin centre restricted', ja: 'ゲストと管理センターへのアクセスを制限する' },
    licence: { en: 'not stated', ja: '記載なし' }, today: undefined,
    reference: { page: 'Restrict guest access permissions in Microsoft Entra ID', checked },
  },
  {
    id: 'W-26', kind: 'prevent', stages: ['login', 'privilege'],
    title: { en: 'Least privilege, no dormant accounts, guests restricted', ja: '最小権限、休眠アカウントの無効化、ゲストの制限' },
    licence: free, today: undefined,
    reference: { page: 'Best practices for Microsoft Entra roles', checked },
  },
]; // prettier-ignore

export const measureOf = (id: string): Measure | undefined =>
  catalogue.find((measure) => measure.id === id.toUpperCase());
