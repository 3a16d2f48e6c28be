import type { Said } from '../model/finding.js';
import type { RulePart, RuleParts } from './inbox-rule.js';

/** `$` stands for the value; without one, the words before and after close up. */
type Words = readonly [en: string, ja: string];

const conditionTable: Readonly<Record<string, Words>> = {
  subjectcontainswords: ['its subject contains $', '件名に$を含む'],
  bodycontainswords: ['its body contains $', '本文に$を含む'],
  subjectorbodycontainswords: ['its subject or body contains $', '件名または本文に$を含む'],
  fromaddresscontainswords: ["its sender's address contains $", '差出人アドレスに$を含む'],
  recipientaddresscontainswords: ["a recipient's address contains $", '宛先アドレスに$を含む'],
  headercontainswords: ['its header contains $', 'ヘッダーに$を含む'],
  from: ['it is from $', '差出人が$である'],
  sentto: ['it is sent to $', '宛先が$である'],
  hasattachment: ['it has an attachment', '添付ファイルがある'],
  senttoonlytome: ['it is sent only to the user', '本人のみに送られた'],
  mynameintobox: ['the user is in To', '宛先(To)に本人がいる'],
  mynameinccbox: ['the user is in Cc', 'Ccに本人がいる'],
  mynameintoorccbox: ['the user is in To or Cc', 'ToまたはCcに本人がいる'],
  mynamenotintobox: ['the user is not in To', '宛先(To)に本人がいない'],
  receivedafterdate: ['it came after $', '$より後に受信した'],
  receivedbeforedate: ['it came before $', '$より前に受信した'],
  messagetypematches: ['it is of type $', '種類が$である'],
  condition: ['$', '条件「$」に合う'],
};

const actionTable: Readonly<Record<string, Words>> = {
  movetofolder: ['moves $1 to $', '「$」へ移動'],
  // Outlook names the folder by an id only.
  moved: ['moves $1 to another folder', '別のフォルダーへ移動'],
  copytofolder: ['copies $1 to $', '「$」へコピー'],
  softdeletemessage: ['deletes $1', '削除'],
  deletemessage: ['deletes $1', '削除'],
  markasread: ['marks $1 read', '既読にする'],
  forwardto: ['forwards $1 to $', '$へ転送'],
  forwardasattachmentto: ['forwards $1 as an attachment to $', '添付ファイルとして$へ転送'],
  redirectto: ['redirects $1 to $', '$へリダイレクト'],
  sendtextmessagenotificationto: ['sends a text message to $', '$へSMSで通知'],
};

/** What the rule does and to which mail, as a phrase; undefined where nothing can be said. */
export function ruleEffect({ conditions, actions }: RuleParts): Said | undefined {
  const told = actions.map(named).filter(({ key }) => actionTable[key] !== undefined);
  if (told.length === 0) return undefined;
  const en = told.map((part, at) =>
    put(actionTable[part.key]?.[0] ?? '', part).replace('$1', at === 0 ? 'mail' : 'it'),
  );
  const ja = told.map((part) => put(actionTable[part.key]?.[1] ?? '', part));
  const known = conditions.filter(({ key }) => conditionTable[key] !== undefined);
  const when = known.filter(({ except }) => !except);
  const but = known.filter(({ except }) => except);
  const enIf = (parts: readonly RulePart[], word: string): string =>
    parts.length === 0 ? '' : ` ${word} ${parts.map((part) => put(conditionTable[part.key]?.[0] ?? '', part)).join(' and ')}`; // prettier-ignore
  const jaIf = (parts: readonly RulePart[]): string =>
    parts.map((part) => put(conditionTable[part.key]?.[1] ?? '', part, true)).join('、かつ');
  return {
    en: `${and(en)}${enIf(when, 'if')}${enIf(but, 'unless')}`,
    ja: `${when.length === 0 ? 'メール' : `${jaIf(when)}メール`}${but.length === 0 ? '' : `(${jaIf(but)}ものを除く)`}を${ja.join('、')}`,
  };
}

const named = (part: RulePart): RulePart =>
  part.key === 'movetofolder' && part.value === '' ? { ...part, key: 'moved' } : part;

const put = (words: string, { key, value }: RulePart, ja = false): string =>
  words.replace(/\$(?!1)/, () => (ja && key.endsWith('words') ? value.replaceAll('" or "', '」または「').replace(/^"(.*)"$/s, '「$1」') : value)); // prettier-ignore

function and(list: readonly string[]): string {
  if (list.length < 2) return list.join('');
  return `${list.slice(0, -1).join(', ')} and ${list.at(-1) ?? ''}`;
}
