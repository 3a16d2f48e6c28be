import type { Created, Facts } from '../facts.js';
import type { OrderItem } from '../question.js';
import type { QuestionTemplate } from '../template.js';
import { drawn, right, wrong } from '../template.js';
import type { Text } from '../text.js';
import { name, say, spanText } from '../text.js';
import { offsetOf } from './distractors.js';

interface ActionStep {
  readonly row: string;
  readonly text: Text;
  /** Does this incident call for it? */
  readonly needed: (facts: Facts) => boolean;
  /** Offered as wrong where it is not needed. */
  readonly tempting: boolean;
  /** False: the workshop gives it no place in the order. */
  readonly placed?: boolean;
}

const hasMade =
  (...kinds: readonly Created['kind'][]) =>
  (facts: Facts): boolean =>
    facts.created(...kinds).length > 0;
const inAny = ({ truth }: Facts): boolean => truth.incident;

/** The steps of the response in their order (W-50…59), high privilege first (W-25). */
const steps: readonly ActionStep[] = [
  { row: 'W-25', text: say('Disable the privileged account', '高権限アカウントを無効化する'), needed: ({ privileged }) => privileged, tempting: false },
  { row: 'W-50', text: say('Revoke the sessions of the victims', '被害者のセッションを取り消す'), needed: inAny, tempting: false },
  { row: 'W-51', text: say('Reset their passwords', 'パスワードをリセットする'), needed: inAny, tempting: false },
  { row: 'W-52', text: say('Remove the suspicious security info', '不審なセキュリティ情報を削除する'), needed: hasMade('security-info'), tempting: true },
  { row: 'W-53', text: say('Disable the suspicious registered device', '不審な登録デバイスを無効化する'), needed: hasMade('device'), tempting: true },
  { row: 'W-54', text: say('Disable, later remove, the suspicious inbox rule, forwarding or delegation', '不審な受信トレイルール・転送・委任を無効化し、後で削除する'), needed: hasMade('inbox-rule', 'forwarding', 'delegation'), tempting: true },
  { row: 'W-55', text: say('Stop the suspicious Power Automate flow', '不審な Power Automate フローを停止する'), needed: hasMade('flow'), tempting: true },
  { row: 'W-56', text: say('Disable the suspicious application and take back its permissions', '不審なアプリケーションを無効化し、権限を取り消す'), needed: hasMade('application', 'consent'), tempting: true },
  { row: 'W-49', text: say('Take back the granted roles and undo the changes to resources', '付与されたロールを取り消し、リソースへの変更を元に戻す'), needed: hasMade('directory-role', 'azure-role', 'azure-resource'), tempting: true, placed: false },
  { row: 'W-44', text: say('Remove the sharing link', '共有リンクを削除する'), needed: hasMade('sharing-link'), tempting: true, placed: false },
  { row: 'W-57', text: say('Request, collect and investigate the logs', 'ログを取得・収集し、調査する'), needed: inAny, tempting: false },
  { row: 'W-58', text: say('Examine the other recipients of the mail that started it', '発端となったメールの他の受信者を調べる'), needed: ({ truth }) => truth.incident && truth.phish !== null, tempting: false },
  { row: 'W-59', text: say('Examine suspicious sign-ins for other compromised users, and repeat for each', '不審なサインインから他の被害者を調べ、見つかるたびに繰り返す'), needed: inAny, tempting: false },
]; // prettier-ignore

const notFound = say(
  'Nothing of the kind was found in this incident.',
  'このインシデントでは見つかっていません。',
);

/** Reporting: what to do about it, in which order, and how to say it. */
export const reporting: readonly QuestionTemplate[] = [
  {
    id: 'actions',
    phase: 'reporting',
    rows: ['W-62', 'W-50', 'W-52', 'W-54', 'W-56'],
    appliesTo: inAny,
    pose: (facts) => ({
      prompt: say('Which response actions does this incident call for?', 'このインシデントに必要な対応はどれですか。'),
      task: {
        kind: 'multi',
        choices: [
          ...steps.filter((step) => step.needed(facts)).map(({ row, text }) => right(row, text)),
          ...facts.draw.some('actions', steps.filter((step) => step.tempting && !step.needed(facts)), 3, ({ row }) => row).map(({ row, text }) => wrong(row, text, notFound)),
          wrong('delete', say('Delete the victims’ accounts', '被害者のアカウントを削除する'), say('Disable rather than delete: the traces go with the account.', '削除ではなく無効化します。アカウントとともに痕跡が失われます。')),
        ],
      },
      hints: [
        say('Every object that the attacker made has its step; what was not made needs none.', '攻撃者が作ったものごとに対応が必要です。作られていないものへの対応は不要です。'),
      ],
      explanation: say('Sessions and password for each victim, one step for each thing the attacker left, and the search for further victims.', '被害者ごとのセッションとパスワード、攻撃者が残したものごとの対応、そして他の被害者の調査です。'),
      command: null,
    }),
  },
  {
    id: 'order-of-actions',
    phase: 'reporting',
    rows: ['W-50', 'W-51', 'W-57', 'W-59'],
    appliesTo: inAny,
    pose: (facts) => ({
      prompt: say('In which order are they carried out?', 'どの順序で実施しますか。'),
      task: {
        kind: 'order',
        items: steps.filter((step) => step.needed(facts) && step.placed !== false).map(({ row, text }, rank): OrderItem => ({ id: row, rank, text })),
      },
      hints: [
        say('What gives the attacker access now comes first, the search for more last.', '今まさに攻撃者にアクセスを与えているものが最初、さらなる調査が最後です。'),
        say('Identity, then devices, then rules and flows, then applications, then logs.', 'ID、デバイス、ルールとフロー、アプリ、ログの順です。'),
      ],
      explanation: say('First what lets the attacker in, then what brings the attacker back, then the search; and the round begins again for each further victim. Contain by disabling; remove when the evidence is saved and the response complete.', 'まず侵入を許しているもの、次に再侵入を許すもの、そして調査です。被害者が見つかるたびに最初から繰り返します。無効化で封じ込め、削除は証拠を保存し対応が完了してから行います。'),
      command: null,
    }),
  },
  {
    id: 'application-handling',
    phase: 'reporting',
    rows: ['W-56', 'W-23'],
    appliesTo: (facts) => facts.truth.incident && hasMade('application', 'consent')(facts),
    pose: () => ({
      prompt: say('How is the suspicious application dealt with?', '不審なアプリケーションをどう扱いますか。'),
      task: {
        kind: 'choice',
        choices: [
          right('disable', say('Set “Enabled for users to sign in” to No, remove secrets and permissions, and delete it only after the response is complete', '「ユーザーのサインインが有効になっていますか」を「いいえ」にし、シークレットと権限を削除する。アプリの削除は対応完了後に行う')),
          wrong('delete', say('Delete it under Enterprise applications at once', 'エンタープライズアプリケーションからすぐに削除する'), say('Its permissions and history are then hard to prove.', '権限や履歴を後から証明しにくくなります。')),
          wrong('password', say('Nothing: the password reset has ended its access', '何もしない。パスワードのリセットでアクセスは終わっている'), say('It has tokens of its own.', 'アプリは独自のトークンを持っています。')),
          wrong('rename', say('Remove it from the user’s app list only', 'ユーザーのアプリ一覧から外すだけにする'), say('It stays in the tenant with all its permissions.', 'すべての権限を持ったままテナントに残ります。')),
        ],
      },
      hints: [say('The same rule as for all traces.', 'ほかの痕跡と同じ原則です。')],
      explanation: say('Disabled, it can still be read: owner, secrets, permissions, sign-ins. That needs an application administrator.', '無効化しても、所有者、シークレット、権限、サインインは確認できます。操作にはアプリケーション管理者の権限が必要です。'),
      command: null,
    }),
  },
  {
    id: 'window',
    phase: 'reporting',
    rows: ['W-61'],
    appliesTo: ({ truth }) => truth.incident && truth.window !== null,
    pose: (facts) => {
      const { truth } = facts;
      const from = truth.window?.from ?? truth.report.at;
      const to = truth.window?.to ?? truth.report.at;
      const offset = offsetOf(truth.company.timeZone, new Date(from));
      const moved = (by: number): Text => name(spanText(new Date(Date.parse(from) + by), new Date(Date.parse(to) + by)));
      const day = `${from.slice(0, 10)}T00:00:00Z`;
      return {
        prompt: say('Which time window does the report give for the attacker’s activities?', '攻撃者の活動期間として、報告に書くべきものはどれですか。'),
        task: {
          kind: 'choice',
          choices: drawn(facts, 'window', {
            right: [moved(0)],
            wrong: [
              ...(offset === 0 ? [] : [[moved(offset), say('Local time was taken for UTC.', 'ローカル時刻を UTC と取り違えています。')] as const]),
              [name(spanText(from, truth.report.at)), say('It ends with the last activity, not with the report.', '終わりは報告の時刻ではなく、最後の活動の時刻です。')],
              [name(spanText(day, new Date(Date.parse(day) + 86_399_000))), say('The whole day says nothing.', '丸一日では何も示していません。')],
              [name(spanText(truth.span.from, truth.span.to)), say('That is what the logs cover.', 'それはログの範囲です。')],
            ],
          }, { right: 1, wrong: 3 }),
        },
        hints: [say('From the first to the last event of the attacker, in UTC.', '攻撃者の最初から最後のイベントまで、UTC で書きます。')],
        explanation: say('The window is given in UTC, to the second, so that everybody can compare it with their own logs.', '期間は UTC で秒まで書きます。誰でも自分のログと照合できるようにするためです。'),
        command: 'konseki investigate FILES --case CASE',
      };
    },
  },
  {
    id: 'summary',
    phase: 'reporting',
    rows: ['W-61', 'W-60'],
    appliesTo: inAny,
    pose: (facts) => ({
      prompt: say('What belongs in the summary of the report?', '報告の概要に書くべきことはどれですか。'),
      task: {
        kind: 'multi',
        choices: [
          right('window', say('The time window, in UTC, of the suspicious activities, and whose accounts', '不審な活動の期間 (UTC) と対象アカウント')),
          ...(facts.internal.length > 0 ? [right('mail', say('Whether colleagues got the mail, and whether they followed it', '同僚がメールを受け取ったか、リンクを開いたか'))] : []),
          ...(hasMade('inbox-rule')(facts) ? [right('rule', say('The inbox rule, and what it hides', '受信トレイルールと、それが何を隠すか'))] : []),
          ...(hasMade('application', 'consent')(facts) ? [right('app', say('The application, and how far its permissions reach', 'アプリケーションと、その権限が及ぶ範囲'))] : []),
          ...(facts.truth.gaps.length > 0 ? [right('gaps', say('What could not be examined, and what that may hide', '調査できなかったことと、それによって分からないこと'))] : []),
          right('actions', say('The recommended response actions', '推奨する対応')),
          wrong('blame', say('Whose fault it was', '誰の責任か'), say('The next victim would not report.', '次の被害者が報告しなくなります。')),
          wrong('origin', say('The attacker’s nationality, from the country of the addresses', 'アドレスの国から推定した攻撃者の国籍'), say('Addresses are rented; they show no nationality.', 'アドレスは借りられるもので、国籍を示しません。')),
          wrong('raw', say('All records as they are', 'すべてのレコードをそのまま'), say('They belong in an appendix; a summary is to be read.', 'それは付録に載せます。概要は読まれるためのものです。')),
        ],
      },
      hints: [say('What must the reader know to confirm it and to act?', '読み手が確認し、行動するために必要なことは何ですか。')],
      explanation: say('When, whose account, who else, what was left behind and what it does, what to do. Only what the logs prove; what is assumed is called so.', 'いつ、誰のアカウントで、ほかに誰が、何が残されて何をするのか、どうすべきか。ログで証明できることだけを書き、推測は推測と明記します。'),
      command: null,
    }),
  },
  {
    id: 'details',
    phase: 'reporting',
    rows: ['W-63'],
    appliesTo: inAny,
    pose: () => ({
      prompt: say('And in its details, so that others can search for the same?', '他の人が同じものを探せるように、詳細欄に書くべきことはどれですか。'),
      task: {
        kind: 'multi',
        choices: [
          right('ips', say('The attacker’s addresses, IPv4 and IPv6', '攻撃者のアドレス (IPv4 と IPv6)')),
          right('agents', say('The attacker’s user agents', '攻撃者のユーザーエージェント')),
          right('objects', say('Names, ids and settings of what the attacker left, as far as there is any', '攻撃者が残したものがあれば、その名前、ID、設定')),
          wrong('password', say('The user’s old and new password', 'ユーザーの旧パスワードと新パスワード'), say('Passwords are written down nowhere.', 'パスワードはどこにも書きません。')),
          wrong('office', say('The addresses of the company’s own offices as suspicious', '自社オフィスのアドレスを不審なものとして'), say('Others would block their own people.', '自社の社員を遮断してしまいます。')),
        ],
      },
      hints: [say('There are three.', '3 つあります。')],
      explanation: say('Addresses and user agents; of an application display name, id, scopes and consent type; of a rule name, condition and action.', 'アドレスとユーザーエージェント。アプリなら表示名、ID、スコープ、同意の種類。ルールなら名前、条件、処理です。'),
      command: null,
    }),
  },
  {
    id: 'opening-of-report',
    phase: 'reporting',
    rows: ['W-60'],
    appliesTo: inAny,
    pose: () => ({
      prompt: say('How does the report begin?', '報告はどのように書き始めますか。'),
      task: {
        kind: 'choice',
        choices: [
          right('confirm', say('With what was detected, and the request to confirm whether it was expected and to review the actions', '検知した内容と、それが想定されたものかの確認および対応事項の検討のお願いから')),
          wrong('blame', say('With the mistake that the user made', 'ユーザーが犯した間違いから'), say('It helps nobody and silences witnesses.', '誰の役にも立たず、証言者を黙らせます。')),
          wrong('lesson', say('With an account of how phishing works', 'フィッシングの仕組みの解説から'), say('The reader wants to know what happened here.', '読み手が知りたいのは、ここで何が起きたかです。')),
          wrong('certain', say('With the statement that everything has been found and nothing is left', 'すべて発見し、何も残っていないという断言から'), say('Nobody can know that; say what was examined.', 'それは誰にも分かりません。調べた範囲を述べましょう。')),
        ],
      },
      hints: [say('Some of it may be known to the reader as legitimate.', '中には、読み手が正当なものと知っている操作もあるかもしれません。')],
      explanation: say('The reader may know of things that the logs do not tell. Begin with what was seen, ask for confirmation, name the actions; end with the offer to answer questions.', '読み手はログにないことを知っているかもしれません。見つけたことから始め、確認をお願いし、対応事項を示します。結びに、質問を歓迎する旨を添えます。'),
      command: null,
    }),
  },
  {
    id: 'report-of-nothing',
    phase: 'reporting',
    rows: ['W-60', 'W-61'],
    appliesTo: ({ truth }) => !truth.incident,
    pose: () => ({
      prompt: say('What do you report?', '何を報告しますか。'),
      task: {
        kind: 'choice',
        choices: [
          right('nothing', say('That no intrusion was found, which logs and days were examined, and what explains each thing that stood out', '侵害は見つからなかったこと、調べたログと期間、目立った点それぞれの説明')),
          wrong('silence', say('Nothing: there was no incident', '何も報告しない。インシデントではなかったから'), say('Those who reported want an answer, and the next report depends on it.', '報告した人は答えを待っています。次の報告もそれにかかっています。')),
          wrong('possible', say('A possible intrusion, to be on the safe side', '念のため、侵害の可能性ありと報告する'), say('It sets a response going that harms users and helps nobody.', '不要な対応が始まり、ユーザーに迷惑をかけるだけです。')),
          wrong('impossible', say('That an intrusion is impossible in this tenant', 'このテナントで侵害は起こり得ないと報告する'), say('Only what was looked at can be spoken of.', '言えるのは調べた範囲のことだけです。')),
        ],
      },
      hints: [say('An all-clear is worth as much as its reasons.', '「問題なし」の価値は、その根拠で決まります。')],
      explanation: say('An all-clear with its reasons, and thanks to those who reported. What still helps: the phish that MFA stopped is a reason to reset that password.', '根拠を添えた「問題なし」と、報告者への感謝を伝えます。もし MFA で止まったフィッシングがあれば、そのパスワードは変更しておきましょう。'),
      command: 'konseki evidence CASE',
    }),
  },
]; // prettier-ignore
