import type { QuestionTemplate } from '../template.js';
import { always, right, wrong } from '../template.js';
import { say } from '../text.js';

/** Initial response: before anything is investigated. */
export const response: readonly QuestionTemplate[] = [
  {
    id: 'first-response',
    phase: 'response',
    rows: ['W-21', 'W-22', 'W-23'],
    appliesTo: always,
    pose: () => ({
      prompt: say(
        'The reported account may be in somebody else’s hands. What do you do first?',
        '報告されたアカウントは他人に使われているかもしれません。最初に何をしますか。',
      ),
      task: {
        kind: 'choice',
        choices: [
          right(
            'revoke',
            say(
              'Revoke the account’s sessions and reset its password',
              'アカウントのセッションを取り消し、パスワードをリセットする',
            ),
          ),
          wrong(
            'network',
            say('Disconnect the company network', '会社のネットワークを切断する'),
            say(
              'The attacker is in the cloud and comes from elsewhere: it stops the company’s work, not the attacker.',
              '攻撃者は社外からクラウドに入っています。止まるのは業務だけで、攻撃者は止まりません。',
            ),
          ),
          wrong(
            'computer',
            say(
              'Collect the user’s computer and clean it',
              'ユーザーのコンピューターを回収してクリーンアップする',
            ),
            say(
              'The stolen session lives on the attacker’s computer, and cleaning destroys traces.',
              '盗まれたセッションは攻撃者のコンピューターで使われ続けます。また、クリーンアップは痕跡を消します。',
            ),
          ),
          wrong(
            'delete',
            say('Delete the account from the tenant', 'テナントからアカウントを削除する'),
            say(
              'Deleting takes mailbox, rules and other traces with it, and sessions may live on for a while.',
              '削除するとメールボックスやルールなどの痕跡も失われ、セッションはしばらく残ることがあります。',
            ),
          ),
        ],
      },
      hints: [
        say(
          'Where does the attacker’s access live: in the office, on the computer, or in the cloud?',
          '攻撃者のアクセスはどこにありますか。社内か、コンピューターか、クラウドか。',
        ),
        say(
          'Prefer what can be undone and keeps the traces.',
          '元に戻せて、痕跡が残る方法を選びましょう。',
        ),
      ],
      explanation: say(
        'Revoking ends the stolen session, the new password keeps the thief from signing in again. It costs the user a new sign-in, destroys nothing, and is right even if it turns out that nothing happened. A password reset alone does not end a session; check that continuous access evaluation is on. It does not touch an application that was granted access.',
        'セッションの取り消しで盗まれたセッションが終わり、新しいパスワードで再ログインを防げます。ユーザーの負担は再サインインだけで、何も壊さず、結果的に何も起きていなかったとしても正しい対応です。パスワードのリセットだけではセッションは終わりません。継続的アクセス評価が有効か確認しましょう。なお、許可済みのアプリのアクセスはこれでは止まりません。',
      ),
      command: null,
    }),
  },
  {
    id: 'privileged-first',
    phase: 'response',
    rows: ['W-25'],
    appliesTo: always,
    pose: (facts) => ({
      prompt: say(
        'Suppose that the account has high privileges, such as a directory role or ownership of an Azure subscription. What comes first then?',
        'そのアカウントがディレクトリロールや Azure サブスクリプションの所有権などの高い権限を持っていたとします。その場合、まず何をしますか。',
      ),
      task: {
        kind: 'choice',
        choices: [
          right(
            'disable',
            say(
              'Disable the account, then examine the Entra audit and Azure activity logs for what was done with it',
              'アカウントを無効化し、Entra 監査ログと Azure アクティビティログで何が行われたかを調べる',
            ),
          ),
          wrong(
            'watch',
            say(
              'Watch the account for some days to learn the attacker’s aims',
              '攻撃者の狙いを知るために、数日間アカウントを監視する',
            ),
            say(
              'Within minutes such an account can make others and destroy infrastructure.',
              'このようなアカウントは数分で別のアカウントを作り、基盤を破壊できます。',
            ),
          ),
          wrong(
            'mail',
            say(
              'Warn the account’s owner by mail and wait for an answer',
              'アカウントの持ち主にメールで警告し、返事を待つ',
            ),
            say(
              'The attacker reads that mail first. Call, and do not wait.',
              'そのメールを先に読むのは攻撃者です。電話をかけ、返事を待たずに動きましょう。',
            ),
          ),
          wrong(
            'delete-roles',
            say(
              'Delete the account and make a new one with the same roles',
              'アカウントを削除し、同じロールを持つ新しいアカウントを作る',
            ),
            say(
              'Deleting destroys traces, and what the attacker added elsewhere stays.',
              '削除すると痕跡が失われ、攻撃者がほかに追加したものは残ります。',
            ),
          ),
        ],
      },
      hints: [
        say(
          'Privileges can be used faster than sessions run out.',
          'セッションが切れるより早く、権限は悪用されます。',
        ),
        say(
          'Look for a “disable” before a “delete”.',
          '「削除」の前に「無効化」がないか探しましょう。',
        ),
      ],
      explanation: say(
        'Privilege escalation is the greatest threat: reconnaissance, then an account with more rights, then the Azure infrastructure, then the business stops. Therefore the account is disabled at once, and the logs of directory and Azure are examined too.',
        '権限昇格は最大の脅威です。偵察、高権限アカウントの侵害、Azure 基盤の侵害、そして業務停止へと進みます。そのため直ちにアカウントを無効化し、ディレクトリと Azure のログも調べます。',
      ),
      command: facts.hasSource('azure_activity')
        ? 'konseki events CASE --source entra_audit --source azure_activity'
        : null,
    }),
  },
  {
    id: 'keep-traces',
    phase: 'response',
    rows: ['W-23', 'W-35'],
    appliesTo: always,
    pose: () => ({
      prompt: say(
        'During the first hour you come across something suspicious that is still active, say an unknown application. What do you do with it?',
        '最初の 1 時間のうちに、見知らぬアプリケーションなど、まだ有効な不審なものを見つけました。どうしますか。',
      ),
      task: {
        kind: 'choice',
        choices: [
          right(
            'disable',
            say(
              'Disable it at once, save its settings, and remove it when the response is complete',
              'すぐに無効化し、設定を保存しておき、対応が完了してから削除する',
            ),
          ),
          wrong(
            'delete',
            say('Delete it at once', 'すぐに削除する'),
            say(
              'With it goes what it could do and to whom; that is evidence and belongs in the report.',
              '何ができて誰に影響したかという情報まで消えます。それは証拠であり、報告に必要です。',
            ),
          ),
          wrong(
            'leave',
            say('Leave it alone until the investigation is complete', '調査が完了するまで触らない'),
            say('It goes on doing harm meanwhile.', 'その間も被害が続きます。'),
          ),
          wrong(
            'rename',
            say(
              'Rename it, so that nobody uses it by mistake',
              '誤って使われないように名前を変える',
            ),
            say(
              'A new name stops nothing and changes the evidence.',
              '名前を変えても何も止まらず、証拠を変えてしまいます。',
            ),
          ),
        ],
      },
      hints: [
        say(
          'It must stop working, and you still want to look at it.',
          '動作は止めたい、しかし中身は後で調べたい。',
        ),
      ],
      explanation: say(
        'Respond to what is found at once, but keep the traces: in general do not delete, look for a way to disable. What was disabled can be examined, and switched on again if it was harmless.',
        '見つけたものにはすぐに対応しますが、痕跡は残します。原則として削除せず、無効化する方法を探します。無効化したものは調べられ、無害であれば元に戻せます。',
      ),
      command: null,
    }),
  },
  {
    id: 'aims-of-response',
    phase: 'response',
    rows: ['W-22', 'W-23', 'W-24'],
    appliesTo: always,
    pose: () => ({
      prompt: say(
        'Which of these belong to the aims of the initial response?',
        '初動対応の目的に含まれるものはどれですか。',
      ),
      task: {
        kind: 'multi',
        choices: [
          right('contain', say('Contain the intrusion', '侵害を封じ込める')),
          right('keep', say('Keep the traces', '痕跡を消さない')),
          right(
            'scope',
            say(
              'Check whether others in the organization are affected in the same way',
              '組織内に同様の侵害がないか確認する',
            ),
          ),
          wrong(
            'culprit',
            say('Find out who the attacker is', '攻撃者が誰かを突き止める'),
            say(
              'The logs show addresses and clients, not persons; it delays what protects.',
              'ログで分かるのはアドレスやクライアントであり、人物ではありません。防御が遅れるだけです。',
            ),
          ),
          wrong(
            'clean',
            say(
              'Remove everything suspicious as quickly as possible',
              '不審なものをできるだけ早くすべて取り除く',
            ),
            say(
              'That erases the traces on which everything later depends.',
              'その後のすべての拠り所となる痕跡を消してしまいます。',
            ),
          ),
        ],
      },
      hints: [say('There are three.', '3 つあります。')],
      explanation: say(
        'Contain by ending the sessions and by disabling what the attacker registered; keep the traces; look for the same in other accounts.',
        'セッションを切断し、攻撃者が登録したものを無効化して封じ込め、痕跡を残し、他のアカウントでも同じことが起きていないか確認します。',
      ),
      command: null,
    }),
  },
];
