import type { Source } from '../../../model/event.js';
import type { Text } from '../text.js';
import { say } from '../text.js';
import { sourceNames } from '../words.js';

/** What a gap of each kind hides, by words in the truth's kind. */
const kinds: readonly (readonly [RegExp, (log: Text) => Text])[] = [
  [/throttl/i, () => say('Which mails were read while the recording of mail access was throttled', 'メールアクセスの記録が抑制されていた間に、どのメールが読まれたか')],
  [/expired|retention/i, (log) => say(`What ${log.en} would have shown: it is not to be had any more`, `${log.ja}に残っていたはずの内容 (もう取得できない)`)],
  [/missing|absent|unavailable/i, (log) => say(`What ${log.en} would have shown: it was not collected`, `${log.ja}で分かったはずの内容 (取得されていない)`)],
  [/gap|hole|outage/i, (log) => say(`What happened in the hours that ${log.en} does not hold`, `${log.ja}が欠けている時間帯に起きたこと`)],
  [/damage/i, (log) => say(`What stood in the damaged records of ${log.en}`, `${log.ja}の破損したレコードの内容`)],
  [/cut|truncat|filter|limit|partial/i, (log) => say(`What the export of ${log.en} left out: it was cut or filtered`, `${log.ja}のエクスポートに含まれなかった内容 (途中で切れている、または絞り込まれている)`)],
]; // prettier-ignore

export function gapText(kind: string, source: Source | null): Text {
  const log = source === null ? say('the logs', 'ログ') : sourceNames[source];
  const known = kinds.find(([pattern]) => pattern.test(kind));
  return known?.[1](log) ?? say(`What ${log.en} does not hold`, `${log.ja}に記録されていないこと`);
}

/** What every investigation can say. */
export const knownTexts: readonly Text[] = [
  say(
    'Which files were given to you for the investigation',
    '調査のためにどのファイルを受け取ったか',
  ),
  say('From when to when each log reaches', '各ログがいつからいつまでの記録を含むか'),
];
