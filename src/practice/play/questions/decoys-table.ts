import type { Text } from '../text.js';
import { say } from '../text.js';

/** Why a session that looks strange is the user's own, by what the truth says of it in English; the first that fits. */
const reasons: readonly (readonly [RegExp, Text])[] = [
  [/travel|trip|abroad|hotel/i, say('A business trip: the known device in another country', '出張。いつものデバイスが別の国から接続している')],
  [/\bvpn\b|gateway/i, say('A VPN: the same device suddenly has another address', 'VPN。同じデバイスのアドレスが急に変わる')],
  [/\brules?\b/i, say('An inbox rule that the user made for a reason of their own', 'ユーザー自身が理由があって作成した受信トレイルール')],
  [/new (?:tele)?phone|new (?:device|laptop|computer)|(?:tele)?phone was/i, say('A new phone, which the user set up and registered', '新しい携帯電話。ユーザー自身が設定し、登録した')],
  [/consent|application/i, say('An ordinary application that the user needs and agreed to', 'ユーザーが業務に必要で同意した通常のアプリケーション')],
  [/reset|administrator/i, say('Work of the IT administrators: many accounts within a short time', 'IT 管理者の作業。短時間に多数のアカウントが対象になる')],
  [/mobile|roaming|carrier/i, say('A mobile network: the addresses of a carrier change all the time', 'モバイル回線。キャリアのアドレスは絶えず変わる')],
  [/ipv6|ipv4/i, say('One network with IPv4 and IPv6: both belong to the same connection', 'IPv4 と IPv6 の両方を持つ 1 つのネットワーク。同じ接続のもの')],
  [/home|remote work|telework/i, say('Work from home: the user’s own line', '在宅勤務。ユーザー自身の回線')],
]; // prettier-ignore

/** For what the table does not know. */
const otherwise = say(
  'The user’s own everyday work, from an unusual place',
  'ユーザー本人の普段の仕事を、いつもと違う場所から行っている',
);

export const decoyText = (why: string): Text =>
  reasons.find(([pattern]) => pattern.test(why))?.[1] ?? otherwise;

/** Reasons that do not explain it, not even in part. */
export const otherReasons = (why: string): readonly Text[] =>
  reasons.filter(([pattern]) => !pattern.test(why)).map(([, text]) => text);
