import type { Source } from '../../model/event.js';
import type { Stage } from '../../model/stage.js';
import type { Truth } from '../truth.js';
import type { Problem } from './answer.js';
import type { Phase } from './question.js';
import type { Text } from './text.js';
import { name, say } from './text.js';

export const phaseNames: Readonly<Record<Phase, Text>> = {
  occurred: say('Incident occurred', 'インシデント発生'),
  response: say('Initial response', '初動対応'),
  collection: say('Log collection', 'ログ収集'),
  investigation: say('Log investigation', 'ログ調査'),
  reporting: say('Reporting', '報告'),
  measures: say('Defensive measures', '防御策'),
};

export const problemTexts: Readonly<Record<Problem, Text>> = {
  empty: say('Nothing was answered.', '回答がありません。'),
  'no-such-choice': say('There is no such choice.', 'その選択肢はありません。'),
  'one-only': say('Choose one only.', '1 つだけ選んでください。'),
  'not-all': say(
    'Name every item once, in order.',
    'すべての項目を 1 回ずつ、順番に挙げてください。',
  ),
};

export const stageNames: Readonly<Record<Stage, Text>> = {
  phishing: say('receiving the phishing mail', 'フィッシングメールの受信'),
  credential: say('entering ID, password and MFA', 'ID・パスワード・MFA の入力'),
  'session-theft': say('theft of the session cookie', 'セッション Cookie の窃取'),
  login: say('unauthorized sign-in', '不正ログイン'),
  'security-info': say('registering security info', 'セキュリティ情報の登録'),
  device: say('registering a device', 'デバイスの登録'),
  application: say('adding an application', 'アプリケーションの追加'),
  'info-theft': say('theft of information', '情報窃取'),
  evasion: say('evading detection', '検知の回避'),
  privilege: say('escalating privileges', '権限昇格'),
  spread: say('attacking other people', '他者への攻撃'),
};

export const sourceNames: Readonly<Record<Source, Text>> = {
  ual: say('the unified audit log (UAL)', '統合監査ログ (UAL)'),
  entra_signin: say('the Entra sign-in logs', 'Entra サインインログ'),
  entra_audit: say('the Entra audit log', 'Entra 監査ログ'),
  azure_activity: say('the Azure activity log', 'Azure アクティビティログ'),
  graph_activity: say('the Graph activity log', 'Graph アクティビティログ'),
  risk_detection: say(
    'the risk detections of Entra ID Protection',
    'Entra ID Protection のリスク検出',
  ),
  message_trace: say('the message trace', 'メッセージ追跡'),
  mail: say('the mail itself', 'メールそのもの'),
};

type CreatedKind = Truth['created'][number]['kind'];

export const createdNames: Readonly<Record<CreatedKind, Text>> = {
  'inbox-rule': say('inbox rule', '受信トレイルール'),
  forwarding: say('mailbox forwarding', 'メールボックスの転送設定'),
  delegation: say('mailbox delegation', 'メールボックスの委任'),
  application: say('application', 'アプリケーション'),
  consent: say('consent to an application', 'アプリケーションへの同意'),
  'security-info': say('security info', 'セキュリティ情報'),
  device: say('registered device', '登録デバイス'),
  flow: say('Power Automate flow', 'Power Automate フロー'),
  'directory-role': say('directory role', 'ディレクトリロール'),
  'azure-role': say('Azure role', 'Azure ロール'),
  'azure-resource': say('Azure resource', 'Azure リソース'),
  'sharing-link': say('sharing link', '共有リンク'),
};

type How = Truth['victims'][number]['how'];

export const howNames: Readonly<Record<How, Text>> = {
  aitm: say(
    'By a phishing site in the middle (AiTM) that relayed ID, password and MFA and kept the session cookie',
    '中間者型フィッシングサイト (AiTM) が ID・パスワード・MFA を中継し、セッション Cookie を奪った',
  ),
  'device-code': say(
    'By device code phishing: the user entered the code of the attacker’s sign-in at the genuine page',
    'デバイスコードフィッシング: 攻撃者のサインインのコードを、ユーザーが正規のページで入力した',
  ),
  consent: say(
    'By consent phishing: the user granted permissions to the attacker’s application; no password was taken',
    '同意フィッシング: ユーザーが攻撃者のアプリに権限を与えた。パスワードは奪われていない',
  ),
  password: say(
    'With the right password alone: it was known or guessed, and no MFA was asked',
    '正しいパスワードだけで: 知られていたか推測され、MFA は要求されなかった',
  ),
  cookie: say(
    'By malware on the user’s computer, which took the session cookie from the browser',
    'ユーザーのコンピューターのマルウェアが、ブラウザーからセッション Cookie を盗んだ',
  ),
  'internal-phish': say(
    'By a phishing mail that came from a colleague’s compromised account',
    '侵害された同僚のアカウントから届いたフィッシングメールで',
  ),
};

/** `inbox rule “.”` */
export function createdText(kind: CreatedKind, called: string): Text {
  const { en, ja } = createdNames[kind];
  return say(`${en} “${called}”`, `${ja}「${called}」`);
}

/** A person and the address, as both languages write it. */
export const personText = (full: string, upn: string): Text =>
  name(full === upn ? upn : `${full} <${upn}>`);
