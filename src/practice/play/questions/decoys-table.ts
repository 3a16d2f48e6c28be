import type { Text } from '../text.js';
import { say } from '../text.js';

/** Why a session that looks strange is the user's own, by what the truth says of it in English. */
const reasons: readonly (readonly [RegExp, Text])[] = [
  [/\bvpn\b/i, say('The company’s or a provider’s VPN: the same device suddenly has another address', '会社やプロバイダーの VPN。同じデバイスのアドレスが急に変わる')],
  [/travel|trip|abroad|hotel/i, say('A business trip: the known device in another country', '出張。いつものデバイスが別の国から接続している')],
  [/mobile|roaming|carrier/i, say('Mobile roaming: the addresses of a carrier change all the time', 'モバイル回線。キャリアのアドレスは絶えず変わる')],
  [/new (?:phone|device|laptop|computer)|phone/i, say('A new phone: the user set it up and registered it', '新しい携帯電話。ユーザー自身が設定し、登録した')],
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

export const everydayReasons: readonly Text[] = reasons.map(([, text]) => text);
