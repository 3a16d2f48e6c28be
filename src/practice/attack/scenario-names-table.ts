import type { Text } from '../play/text.js';
import { scenarios } from './scenarios.js';

/** Titles of the scenarios in Japanese; their English ones stand in the scenarios. */
const japanese: Readonly<Record<string, string>> = {
  workshop: 'ワークショップのインシデント: AiTM フィッシングから他者への攻撃まで',
  'bec-lookalike': 'ビジネスメール詐欺: 類似ドメインからの差し替え請求書',
  'chain-of-three': '内部フィッシングによる 3 人の連鎖被害',
  'consent-phish': 'パスワード窃取を伴わない OAuth 同意フィッシング',
  'device-code': 'デバイスコードフィッシング',
  'flow-forward': 'Power Automate フローによるメールの外部転送',
  gaps: '欠落のあるログ: メール監査の抑制と打ち切られたエクスポート',
  'high-privilege': '高権限の被害者: ロール付与、Azure の所有者、リソースの変更',
  'mass-spam': '被害者自身のアカウントからの大量スパムと返信を隠すルール',
  'no-attack': '攻撃なし: 出張、VPN、新しい電話、MFA が止めたフィッシング、失敗したスプレー',
  persistence: 'セキュリティ情報とデバイスの登録、パスワードリセット後の再侵入',
  quiet: '目立たない攻撃者: 被害者と同じ国の住宅用プロキシ、閲覧のみ',
  'stolen-cookie': 'マルウェアによる Cookie 窃取: 本人のセッション内での攻撃',
  'ual-only': '統合監査ログのみ: Entra のログは保持期間切れ',
};

/** Every scenario with its title in both languages, in the order of the list. */
export const scenarioNames: readonly { readonly slug: string; readonly title: Text }[] =
  scenarios.map(({ slug, title }) => ({ slug, title: { en: title, ja: japanese[slug] ?? title } }));
