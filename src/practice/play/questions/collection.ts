import type { Source } from '../../../model/event.js';
import { dateText, daysAfter, retentionDays } from '../../licences.js';
import type { Facts } from '../facts.js';
import type { Choice, Posed } from '../question.js';
import type { QuestionTemplate } from '../template.js';
import { always, right, wrong } from '../template.js';
import type { Text } from '../text.js';
import { name, say } from '../text.js';
import { sourceNames } from '../words.js';

/** Log collection: which logs, in time. */
export const collection: readonly QuestionTemplate[] = [
  {
    id: 'logs-to-request',
    phase: 'collection',
    rows: ['W-12', 'W-30', 'W-31', 'W-32'],
    appliesTo: always,
    pose: () => ({
      prompt: say(
        'Which logs do you request for a suspected intrusion into a mail account?',
        'メールアカウントへの侵害が疑われるとき、どのログを取得しますか。',
      ),
      task: {
        kind: 'multi',
        choices: [
          right('sign-ins', sourceNames.entra_signin, say('They show suspicious sign-ins and their addresses.', '不審なサインインと接続元アドレスが分かります。')),
          right('audit', sourceNames.entra_audit, say('It shows registered security info, devices and applications.', 'セキュリティ情報・デバイス・アプリの登録が分かります。')),
          right('ual', sourceNames.ual, say('It shows what was done with mail and files.', 'メールやファイルへの操作が分かります。')),
          right('mail', say('A sample of the suspicious mail and the message trace', '不審なメールの現物とメッセージ追跡'), say('They show what came in, and who else got it.', '何が届き、ほかに誰が受け取ったかが分かります。')),
          wrong('print', say('The log of the print server', 'プリントサーバーのログ'), say('The cloud account leaves nothing there.', 'クラウドのアカウントの操作はそこには残りません。')),
          wrong('health', say('The service health history of Microsoft 365', 'Microsoft 365 のサービス正常性の履歴'), say('It tells of outages, not of what accounts did.', '障害の情報であり、アカウントの操作は分かりません。')),
          wrong('usage', say('The monthly usage report', '月次の利用状況レポート'), say('It counts and sums up; single actions cannot be seen.', '集計値だけで、個々の操作は見えません。')),
        ],
      },
      hints: [
        say('You need sign-ins, changes in the directory, and what was done with mail and files.', 'サインイン、ディレクトリの変更、メールとファイルへの操作が必要です。'),
        say('Four are right.', '正解は 4 つです。'),
      ],
      explanation: say(
        'Entra sign-in logs for the accesses, the Entra audit log for registrations, the unified audit log for mail and files, the mail for what started it. Non-interactive sign-ins too: most of a session is there.',
        'アクセスは Entra サインインログ、登録は Entra 監査ログ、メールとファイルは統合監査ログ、発端はメールそのもの。非対話型サインインも忘れずに。セッションの大半はそこにあります。',
      ),
      command: 'konseki evidence CASE',
    }),
  },
  logFor('log-of-mail', 'W-32', 'ual', say(
    'Where do you see that mail was read, deleted or searched, that files were opened, and which inbox rules were made?',
    'メールの閲覧・削除・検索、ファイルの閲覧、受信トレイルールの作成は、どこで分かりますか。',
  ), say('Exchange and SharePoint write there.', 'Exchange と SharePoint が記録する場所です。')),
  logFor('log-of-sign-ins', 'W-30', 'entra_signin', say(
    'Where do you look first for the addresses, clients and results of accesses to an account?',
    'アカウントへのアクセスの接続元アドレス、クライアント、結果は、まずどこで確認しますか。',
  ), say('Each access is one or several entries there, failed ones too.', 'アクセスごとに 1 件以上の記録があり、失敗も残ります。')),
  logFor('log-of-registrations', 'W-31', 'entra_audit', say(
    'Where is it quickest to see that security info, a device or an application was registered?',
    'セキュリティ情報、デバイス、アプリケーションの登録は、どこを見るのが最も早いですか。',
  ), say('Changes to objects of the directory are written there.', 'ディレクトリのオブジェクトへの変更が記録される場所です。')),
  {
    id: 'protection-first',
    phase: 'collection',
    rows: ['W-12'],
    appliesTo: ({ licence }) => licence?.entra === 'p2',
    pose: ({ licence }) => ({
      prompt: say(
        `Your licence is ${licence?.name ?? ''}. What do you look at even before the Entra logs?`,
        `ライセンスは ${licence?.name ?? ''} です。Entra のログより先に見るべきものは何ですか。`,
      ),
      task: {
        kind: 'choice',
        choices: [
          right('protection', say('The alerts of Entra ID Protection', 'Entra ID Protection のアラート')),
          wrong('score', say('The secure score', 'セキュアスコア'), say('It judges settings, not events.', '評価するのは設定であり、出来事ではありません。')),
          wrong('licences', say('The list of assigned licences', '割り当て済みライセンスの一覧'), say('It says what is possible, not what happened.', '何が可能かは分かりますが、何が起きたかは分かりません。')),
          wrong('defender', say('The antivirus reports of the computers', 'コンピューターのウイルス対策レポート'), say('A stolen session leaves nothing on them.', '盗まれたセッションは何も残しません。')),
        ],
      },
      hints: [say('Something has judged each sign-in already.', '個々のサインインをすでに評価しているものがあります。')],
      explanation: say(
        'With Entra ID P2 the service has rated the risk of each sign-in; its detections lead to the suspicious ones at once. They are a beginning only: what it did not see is no proof.',
        'Entra ID P2 では各サインインのリスクがすでに評価されており、不審なものにすぐたどり着けます。ただし出発点にすぎず、検出がないことは安全の証明になりません。',
      ),
      command: 'konseki events CASE --source risk_detection --source entra_signin',
    }),
  },
  {
    id: 'retention-entra',
    phase: 'collection',
    rows: ['W-33'],
    appliesTo: hasLicence,
    pose: (facts) => retention(facts, 'entra_signin', say('the Entra logs', 'Entra のログ')),
  },
  {
    id: 'retention-ual',
    phase: 'collection',
    rows: ['W-33'],
    appliesTo: hasLicence,
    pose: (facts) => retention(facts, 'ual', sourceNames.ual),
  },
  {
    id: 'entra-expired',
    phase: 'collection',
    rows: ['W-34', 'W-33'],
    appliesTo: (facts) => !facts.hasSource('entra_signin') && facts.hasSource('ual'),
    pose: () => ({
      prompt: say(
        'The Entra logs of those days are not to be had any more. What now?',
        '当時の Entra のログはもう取得できません。どうしますか。',
      ),
      task: {
        kind: 'choice',
        choices: [
          right('ual', say('Work with the unified audit log alone: it holds the traces from the sign-in on; and write down what is missing', '統合監査ログだけで進める。ログイン以降の痕跡は残っている。欠けているものは明記する')),
          wrong('stop', say('End the investigation: without sign-in logs nothing can be said', '調査を終える。サインインログがなければ何も言えない'), say('Real incidents have been solved with the unified audit log alone.', '統合監査ログだけで解決した実際の事例があります。')),
          wrong('wait', say('Ask Microsoft to restore them, and wait', 'Microsoft に復元を依頼して待つ'), say('What has expired is gone, and the other logs expire while you wait.', '期限切れのログは戻らず、待つ間に他のログも失われます。')),
          wrong('clean', say('Report that no suspicious sign-in was found', '不審なサインインは見つからなかったと報告する'), say('Nothing was looked at: that is a gap, not a finding.', '見ていないだけです。それは空白であって、結果ではありません。')),
        ],
      },
      hints: [say('Which log keeps its records longer?', '保持期間がより長いログはどれですか。')],
      explanation: say(
        'The unified audit log is kept longer and shows sign-ins, applications, rules, mail and files. Addresses and session ids stand there too. That logs are missing, and what they would have shown, belongs in the report.',
        '統合監査ログはより長く保持され、ログイン、アプリ、ルール、メール、ファイルの操作を示します。アドレスやセッション ID も含まれます。欠けているログと、それによって分からないことは報告に書きます。',
      ),
      command: 'konseki events CASE --source ual --operation UserLoggedIn',
    }),
  },
  {
    id: 'beforehand',
    phase: 'collection',
    rows: ['W-34', 'W-35'],
    appliesTo: always,
    pose: () => ({
      prompt: say(
        'What should have been settled before the incident?',
        'インシデントが起きる前に整理しておくべきことはどれですか。',
      ),
      task: {
        kind: 'multi',
        choices: [
          right('logs', say('Which logs are needed', '必要なログ')),
          right('retention', say('Licences, and how long each log is kept under them', 'ライセンスと、各ログの保持期間')),
          right('policy', say('Who investigates and responds, and how', '調査と対応の方針')),
          wrong('addresses', say('The list of all attackers’ addresses', 'すべての攻撃者のアドレス一覧'), say('There is no such list; each incident has its own.', 'そのような一覧はありません。インシデントごとに異なります。')),
          wrong('wording', say('That every incident is reported as a false alarm first', 'どのインシデントもまず誤報として報告すること'), say('It costs the hours that count.', '最も大切な時間を失います。')),
        ],
      },
      hints: [say('Think of what made this morning slow.', '対応を遅らせるものは何かを考えましょう。')],
      explanation: say(
        'The necessary logs, their retention, and the policies of investigation and response are organized beforehand; otherwise they are looked for while logs expire.',
        '必要なログ、その保持期間、調査と対応の方針は事前に整理しておきます。そうしないと、探している間にログの期限が切れます。',
      ),
      command: null,
    }),
  },
]; // prettier-ignore

function logFor(id: string, row: string, source: Source, prompt: Text, hint: Text): QuestionTemplate {
  const offered: readonly Source[] = ['ual', 'entra_signin', 'entra_audit', 'azure_activity'];
  const whys: Partial<Record<Source, Text>> = {
    ual: say('It has much of this, but is made for mail and files and needs more work.', '一部は記録されますが、主にメールとファイルのためのログで、手間がかかります。'),
    entra_signin: say('It holds sign-ins only.', 'サインインだけが記録されます。'),
    entra_audit: say('It holds changes in the directory only.', 'ディレクトリの変更だけが記録されます。'),
    azure_activity: say('It holds changes to Azure resources only.', 'Azure リソースの変更だけが記録されます。'),
  };
  return {
    id,
    phase: 'collection',
    rows: [row, 'W-12'],
    appliesTo: always,
    pose: (facts) => ({
      prompt,
      task: {
        kind: 'choice',
        choices: offered.map((one): Choice =>
          one === source ? right(one, sourceNames[one]) : wrong(one, sourceNames[one], whys[one] ?? null),
        ),
      },
      hints: [hint],
      explanation: explanations[source] ?? hint,
      command: facts.hasSource(source) ? `konseki events CASE --source ${source}` : null,
    }),
  };
} // prettier-ignore

const explanations: Partial<Record<Source, Text>> = {
  ual: say(
    'The unified audit log shows suspicious mail and file activities of a user. It has all traces from the sign-in on, so that it can do alone where others have expired.',
    '統合監査ログはユーザーの不審なメール・ファイル操作を示します。ログイン以降の痕跡がすべて残るため、他のログの期限が切れていても単独で調査できます。',
  ),
  entra_signin: say(
    'The sign-in logs show who came from where, with what, and how it ended. The unified audit log has logins too, with less about them.',
    'サインインログは、誰がどこから何を使って接続し、どう終わったかを示します。統合監査ログにもログインはありますが、情報は少なめです。',
  ),
  entra_audit: say(
    'The Entra audit log shows registrations of security info, devices and applications with their details. The unified audit log has many of them too, but a first check is quicker here.',
    'Entra 監査ログは、セキュリティ情報・デバイス・アプリの登録を詳しく示します。統合監査ログにもその多くはありますが、最初の確認はこちらの方が早くできます。',
  ),
};

function hasLicence({ licence }: Facts): boolean {
  return licence !== undefined;
}

/** Until when a log of the oldest day must be fetched: the choices are dates. */
function retention({ licence, oldest }: Facts, source: Source, log: Text): Posed {
  const days = (licence === undefined ? null : retentionDays(licence, source)) ?? 0;
  const others = [7, 30, 90, 180, 365].filter((other) => other !== days);
  const until = (count: number): Text => name(dateText(daysAfter(oldest, count)));
  const day = dateText(new Date(oldest));
  return {
    prompt: say(
      `The licence is ${licence?.name ?? ''}. The oldest events you need are of ${day}. Until when can you still get ${log.en} of that day?`,
      `ライセンスは ${licence?.name ?? ''} です。必要な最も古いイベントは ${day} のものです。${log.ja}のその日の分は、いつまで取得できますか。`,
    ),
    task: {
      kind: 'choice',
      choices: [
        right(`days-${days}`, until(days)),
        ...others.map((other) =>
          wrong(
            `days-${other}`,
            until(other),
            say(`That would be ${other} days.`, `それは保持期間が ${other} 日の場合です。`),
          ),
        ),
      ],
    },
    hints:
      source === 'ual'
        ? [
            say('Is auditing Standard or Premium under this licence?', 'このライセンスの監査は Standard ですか、Premium ですか。'),
            say('Standard is about half a year, Premium a year unless a policy says otherwise.', 'Standard は約半年、Premium はポリシーで変えなければ 1 年です。'),
          ]
        : [
            say('Which plan of Entra ID does the licence contain?', 'このライセンスに含まれる Entra ID のプランは何ですか。'),
            say('Free is a week; P1 and P2 are about a month.', 'Free は 1 週間、P1 と P2 は約 1 か月です。'),
          ],
    explanation: say(
      `${day} + ${days} days. Entra logs: Free 7 days, P1 and P2 30 days. Unified audit log: Standard 180 days, Premium 1 year by default and up to 10 years with an add-on. Know this before anything happens.`,
      `${day} の ${days} 日後です。Entra のログは Free が 7 日、P1 と P2 が 30 日。統合監査ログは Standard が 180 日、Premium は既定で 1 年、アドオンで最長 10 年です。何かが起きる前に把握しておきましょう。`,
    ),
    command: null,
  };
} // prettier-ignore
