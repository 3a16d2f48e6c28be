import type { Said } from '../../model/finding.js';

/** The interview of the user and of colleagues (W-39). */
export const interviewMessages = {
  'interview.title': { en: 'Questions about incident {{id}}', ja: 'インシデント {{id}} の聞き取り票' },
  'interview.intro': {
    en: 'Ask by phone or in person: the attacker may read the mailbox. Write the answers down, then run the command that belongs to the answer. Times: {{zone}}.',
    ja: '攻撃者がメールを読んでいる可能性があるため、電話または対面で確認してください。回答を記入した後、回答に応じたコマンドを実行します。時刻: {{zone}}',
  },
  'interview.none': {
    en: 'No intrusion was found, so there is nothing to ask.',
    ja: '侵害は見つかっていないため、確認する質問はありません。',
  },
  'interview.asked': {
    en: 'Asked: ____________ By: ____________ When: ____________',
    ja: '回答者: ____________ 聞き手: ____________ 日時: ____________',
  },
  'interview.user': { en: 'For {{user}}', ja: '{{user}} への質問' },
  'interview.colleagues': { en: 'For colleagues who got the mail', ja: 'メールを受け取った同僚への質問' },
  'interview.admin': { en: 'For the administrator', ja: '管理者への質問' },
  'interview.answer': { en: 'Answer', ja: '回答' },
  'interview.yes': { en: 'Yes', ja: 'はい' },
  'interview.no': { en: 'No', ja: 'いいえ' },
  'interview.unsure': { en: 'Not sure', ja: 'わからない' },
  'interview.leave': { en: 'leave it as it is', ja: '変更しません' },
  'interview.q.mail': {
    en: 'A mail "{{subject}}" from {{sender}} came at {{time}}. Did you open its link or attachment, and enter your password or approve a sign-in?',
    ja: '{{time}} に {{sender}} からメール「{{subject}}」が届いています。リンクまたは添付ファイルを開き、パスワードの入力やサインインの承認をしましたか。',
  },
  'interview.q.session': {
    en: 'Between {{from}} and {{to}} somebody was signed in to your account from {{places}}, with {{agents}}. Was all of it you?',
    ja: '{{from}} から {{to}} の間に、{{places}} から {{agents}} であなたのアカウントが使用されました。すべてご本人の操作ですか。',
  },
  'interview.q.finding': {
    en: 'At {{time}}: {{said}} Did you do this, or ask somebody to?',
    ja: '{{time}} の記録: {{said}} これはご本人の操作、または依頼した操作ですか。',
  },
  'interview.q.ip': {
    en: 'Is the address {{ip}} ({{about}}) one of yours: an office, a VPN, a travelling colleague?',
    ja: 'アドレス {{ip}} ({{about}}) は自社のものですか (拠点、VPN、出張中の社員など)。',
  },
  'interview.q.received': {
    en: '{{address}}: did you open the link or attachment of "{{subject}}" ({{time}}), or enter your password?',
    ja: '{{address}} さん: 「{{subject}}」({{time}}) のリンクや添付ファイルを開いたり、パスワードを入力したりしましたか。',
  },
  'interview.q.else': {
    en: 'Did anything else strike you: unexpected sign-in prompts, calls, payments or changed bank details, missing mail?',
    ja: 'ほかに気になることはありましたか (身に覚えのないサインイン要求、電話、送金や振込先変更の依頼、メールの消失など)。',
  },
  'interview.more': {
    en: '{{count}} more recipients are listed by: konseki recipients {{case}}',
    ja: 'ほか {{count}} 名の受信者の一覧: konseki recipients {{case}}',
  },
  'interview.why.user': { en: 'the user says it was them', ja: '本人の操作であることを確認' },
  'interview.why.notUser': { en: 'the user says it was not them', ja: '本人の操作ではないことを確認' },
  'interview.why.expected': { en: 'the user did this', ja: '本人による操作であることを確認' },
  'interview.why.ours': { en: 'ours, says the administrator', ja: '自社のアドレスであることを管理者に確認' },
  'interview.why.theirs': { en: 'not ours, says the administrator', ja: '自社のアドレスではないことを管理者に確認' },
  'interview.note.entered': { en: '{{user}} says: entered the password or approved', ja: '{{user}} がパスワードの入力または承認をしたと回答' },
  'interview.note.notEntered': { en: '{{user}} says: entered nothing', ja: '{{user}} は何も入力していないと回答' },
  'interview.note.else': { en: '{{user}} says: ', ja: '{{user}} の回答: ' },
} as const satisfies Readonly<Record<string, Said>>; // prettier-ignore
