import type { Facts } from '../facts.js';
import type { QuestionTemplate } from '../template.js';
import { always, drawn, free, right, shell, wrong } from '../template.js';
import type { Text } from '../text.js';
import { listed, name, say } from '../text.js';
import { stageNames } from '../words.js';
import { otherSubjects, strangeSubjects } from './distractors.js';
import { gapText, knownTexts } from './gaps-table.js';
import { lookalikes } from './lookalike.js';

const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)];

/** Outlook keeps its rules in a hidden item of this subject: a trace of a rule, not a mail (W-46). */
const rulesOrganizer = 'Outlook Rules Organizer';

/** Only the message trace tells recipients. */
const recipientsAreKnown = ({ truth, internal, hasSource }: Facts): boolean =>
  truth.incident && internal.length > 0 && hasSource('message_trace');

const victimOf = (facts: Facts): string => shell(facts.victim?.upn ?? '');

/** Log investigation, third part: what was exposed, to whom, and what cannot be known. */
export const reach: readonly QuestionTemplate[] = [
  {
    id: 'searches',
    phase: 'investigation',
    rows: ['W-44'],
    appliesTo: ({ truth }) => truth.incident && truth.exposed.searches.length > 0,
    pose: (facts) => ({
      prompt: say('What did the attacker search for?', '攻撃者は何を検索しましたか。'),
      task: { kind: 'multi', choices: drawn(facts, 'searches', { right: distinct(facts.truth.exposed.searches).map(name), wrong: facts.draw.shuffled('searches', ['holiday plan', 'cafeteria', 'parking permit', 'birthday', 'training']).map(name) }, { right: 4, wrong: 3 }) },
      hints: [say('Searches are records of their own: SearchQueryInitiated….', '検索は SearchQueryInitiated… という独立したレコードです。')],
      explanation: say('The words tell what the attacker is after, and so what comes next, for instance a changed invoice.', '検索語から攻撃者の狙い、つまり次に起きること (請求書の改ざんなど) が分かります。'),
      command: 'konseki events CASE --grep SearchQueryInitiated',
    }),
  },
  {
    id: 'mail-read',
    phase: 'investigation',
    rows: ['W-44', 'W-47'],
    appliesTo: ({ truth }) => truth.incident && truth.exposed.read.some(({ certain }) => certain),
    pose: (facts) => {
      const { read } = facts.truth.exposed;
      const sure = distinct(read.filter(({ certain }) => certain).map(({ subject }) => subject));
      const possible = distinct(read.filter(({ certain }) => !certain).map(({ subject }) => subject)).filter((subject) => !sure.includes(subject));
      return {
        prompt: say('Which of these mails did the attacker certainly read?', '攻撃者が確実に読んだメールはどれですか。'),
        task: {
          kind: 'multi',
          choices: drawn(facts, 'mail-read', {
            right: sure.map(name),
            wrong: [
              ...facts.draw.some('possible', possible, 2).map((subject) => [name(subject), say('Possible, not certain: only its folder was synchronized.', '可能性はありますが確実ではありません。フォルダーが同期されただけです。')] as const),
              ...strangeSubjects(facts, 'unread').map(name),
            ],
          }, { right: 4, wrong: 3 }),
        },
        hints: [
          say('MailItemsAccessed has two kinds of access: Bind and Sync.', 'MailItemsAccessed のアクセスには Bind と Sync の 2 種類があります。'),
          say('A Bind names the single message.', 'Bind は個々のメッセージを示します。'),
        ],
        explanation: say('A Bind by the attacker’s session means that this message was opened. A Sync of a folder means that all in it may have been taken. Report the two apart.', '攻撃者のセッションによる Bind は、そのメッセージが開かれたことを意味します。フォルダーの Sync は、中のすべてが取得された可能性を意味します。報告では両者を区別します。'),
        command: `konseki events CASE --operation MailItemsAccessed --user ${victimOf(facts)}`,
      };
    },
  },
  {
    id: 'mail-deleted',
    phase: 'investigation',
    rows: ['W-46'],
    appliesTo: ({ truth }) => truth.incident && truth.exposed.deleted.some(({ subject }) => subject !== rulesOrganizer),
    pose: (facts) => {
      const gone = distinct(facts.truth.exposed.deleted.map(({ subject }) => subject)).filter((subject) => subject !== rulesOrganizer);
      return {
        prompt: say('The attacker deleted mail. Which of these messages were deleted, and have to be checked and, where they are the user’s, restored?', '攻撃者はメールを削除しました。削除され、確認と (ユーザーのものであれば) 復元が必要なメッセージはどれですか。'),
        task: {
          kind: 'multi',
          choices: drawn(facts, 'mail-deleted', {
            right: gone.map(name),
            wrong: [
              [name(rulesOrganizer), say('That is where Outlook keeps its rules: a sign of a rule, not a mail.', 'Outlook がルールを保存する項目です。ルールの痕跡であり、メールではありません。')],
              ...strangeSubjects(facts, 'kept').map(name),
            ],
          }, { right: 4, wrong: 3 }),
        },
        hints: [say('SoftDelete, HardDelete and MoveToDeletedItems list AffectedItems.', 'SoftDelete、HardDelete、MoveToDeletedItems のレコードに AffectedItems があります。'), say('Not every affected item is a mail.', '対象項目がすべてメールとは限りません。')],
        explanation: say('The AffectedItems give subject, message id and folder: with them the mails can be found again and restored. What was deleted is mostly what would have warned somebody.', 'AffectedItems には件名、メッセージ ID、フォルダーがあり、それを使ってメールを探して復元できます。削除されたのは、多くの場合、誰かに気付かせたはずのメールです。'),
        command: `konseki events CASE --operation HardDelete --operation SoftDelete --operation MoveToDeletedItems --user ${victimOf(facts)}`,
      };
    },
  },
  {
    id: 'files',
    phase: 'investigation',
    rows: ['W-44'],
    appliesTo: ({ truth }) => truth.incident && truth.exposed.files.length > 0,
    pose: (facts) => {
      const paths = distinct(facts.truth.exposed.files.map(({ path }) => path));
      const [sample = ''] = paths;
      const folder = sample.includes('/') ? sample.slice(0, sample.lastIndexOf('/') + 1) : '';
      const others = facts.draw.shuffled('files', ['Seating plan.docx', 'Holiday calendar.xlsx', 'Logo.png', 'House rules.pdf']).map((file) => `${folder}${file}`);
      return {
        prompt: say('Which of these files did the attacker open, download or share?', '攻撃者が開いた、ダウンロードした、または共有したファイルはどれですか。'),
        task: { kind: 'multi', choices: drawn(facts, 'files', { right: paths.map(name), wrong: others.map(name) }, { right: 4, wrong: 3 }) },
        hints: [say('FileAccessed, FileDownloaded and sharing operations in the attacker’s session.', '攻撃者のセッション中の FileAccessed、FileDownloaded、共有操作を確認しましょう。')],
        explanation: say('Opened, downloaded, shared: the three weigh differently, and a link stays open until it is removed.', '「開いた」「ダウンロードした」「共有した」は重みが違います。共有リンクは削除するまで有効です。'),
        command: `konseki events CASE --operation FileDownloaded --operation FileAccessed --user ${victimOf(facts)}`,
      };
    },
  },
  {
    id: 'mail-sent',
    phase: 'investigation',
    rows: ['W-13', 'W-44'],
    appliesTo: ({ truth }) => truth.incident && truth.exposed.sent.length > 0,
    pose: (facts) => {
      const sent = distinct(facts.truth.exposed.sent.map(({ subject }) => subject));
      const others = otherSubjects(facts).filter((subject) => !sent.includes(subject));
      return {
        prompt: say('What is the subject of mail that the attacker sent?', '攻撃者が送信したメールの件名はどれですか。'),
        task: { kind: 'choice', choices: drawn(facts, 'mail-sent', { right: facts.draw.some('sent', sent, 1).map(name), wrong: others.map(name) }, { right: 1, wrong: 3 }) },
        hints: [say('Send and SendAs records of the attacker’s session, and the message trace.', '攻撃者のセッションの Send・SendAs のレコードと、メッセージ追跡を見ましょう。')],
        explanation: say('With subject and time the message trace shows every recipient. A rule that hides answers often names the same words.', '件名と時刻が分かれば、メッセージ追跡ですべての受信者が分かります。返信を隠すルールにも同じ語がよく使われます。'),
        command: `konseki events CASE --operation Send --operation SendAs --user ${victimOf(facts)}`,
      };
    },
  },
  {
    id: 'lookalike-domain',
    phase: 'investigation',
    rows: ['W-13'],
    appliesTo: ({ truth }) => truth.incident && lookalikes(truth).length > 0,
    pose: ({ truth }) => ({
      prompt: say('One domain in the mail only looks like the company’s or a partner’s. Which? (You may write it defanged.)', 'メールに、自社または取引先のものに似せたドメインが 1 つあります。どれですか。(無害化した表記でも可)'),
      task: free(lookalikes(truth)),
      hints: [
        say('Compare senders letter by letter with the company’s domain and its partners’.', '差出人を、自社や取引先のドメインと一文字ずつ比べましょう。'),
        say('A capital I looks like a small l, a zero like an O, rn like m.', '大文字の I は小文字の l に、数字の 0 は O に、rn は m に見えます。'),
      ],
      explanation: say('Mail from such a domain passes all checks of the sender, for the domain is real: it is only not the one people read. Tell the partners, and block it.', 'このようなドメインは実在するため、送信元の検査をすべて通過します。人が読み違えるだけです。取引先に知らせ、遮断します。'),
      command: `konseki events CASE --source message_trace --grep ${shell((lookalikes(truth)[0] ?? '').replaceAll('.', '\\.'))}`,
    }),
  },
  {
    id: 'colleagues-written-to',
    phase: 'investigation',
    rows: ['W-58', 'W-24'],
    appliesTo: recipientsAreKnown,
    pose: (facts) => {
      const got = new Set(facts.internal.map(({ address }) => address.toLowerCase()));
      const others = facts.draw.shuffled('colleagues', facts.truth.company.people, ({ upn }) => upn).map(({ upn }) => upn).filter((upn) => !got.has(upn.toLowerCase()));
      return {
        prompt: say('Which of these colleagues got mail of the attacker?', '次のうち、攻撃者のメールを受け取った社内の人は誰ですか。'),
        task: {
          kind: 'multi',
          choices: drawn(facts, 'colleagues', {
            right: distinct(facts.internal.map(({ address }) => address)).map(facts.person),
            wrong: [
              ...others.map((upn) => facts.person(upn)),
              say('Everybody in the company', '全社員'),
            ],
          }),
        },
        hints: [say('Search the message trace for sender and subject, from the phish on.', 'メッセージ追跡を、フィッシングメール以降の差出人と件名で検索しましょう。')],
        explanation: say('Each of them has to be asked and looked at: who got the mail may be the next victim. The message trace, Explorer and the mailbox log show them.', '受け取った人は次の被害者かもしれません。一人ずつ尋ね、確認します。メッセージ追跡、エクスプローラー、メールボックスのログで分かります。'),
        command: 'konseki events CASE --source message_trace --columns time,user,target_user,subject',
      };
    },
  },
  {
    id: 'who-clicked',
    phase: 'investigation',
    rows: ['W-61', 'W-59'],
    appliesTo: recipientsAreKnown,
    pose: (facts) => {
      const names = (list: Facts['internal']): Text => {
        const all = distinct(list.map(({ address }) => facts.nameOf(address)));
        const shown = listed(all.slice(0, 4).map(name));
        const more = all.length - 4;
        return more > 0 ? say(`${shown.en} and ${more} more`, `${shown.ja} ほか ${more} 名`) : shown;
      };
      const followed = facts.internal.filter(({ did }) => did === 'clicked' || did === 'signed-in');
      const rest = facts.internal.filter((one) => !followed.includes(one));
      const nobody = say('Nobody', '誰もいない');
      const everybody = say('All who got it', '受け取った全員');
      const all = followed.length === facts.internal.length;
      return {
        prompt: say('Who of the colleagues followed the mail’s link or signed in there?', 'メールのリンクを開いた、またはそこでサインインした社内の人は誰ですか。'),
        task: {
          kind: 'choice',
          choices: drawn(facts, 'clicked', {
            right: [all ? everybody : followed.length === 0 ? nobody : names(followed)],
            wrong: [
              ...(followed.length === 0 ? [] : [nobody]),
              ...(all ? [] : [everybody]),
              ...(rest.length > 0 && rest.length < facts.internal.length ? [names(rest)] : []),
              ...(followed.length === 1 || facts.internal.length === 1 ? [] : facts.internal.slice(0, 3).map((one) => names([one]))),
              say('It cannot be said at all: there are no logs of it', 'ログがないため、まったく分からない'),
            ],
          }, { right: 1, wrong: 3 }),
        },
        hints: [say('Look at the recipients’ sign-ins after the mail arrived, and ask the recipients.', 'メール到着後の受信者のサインインを確認し、本人にも尋ねましょう。')],
        explanation: say('The report’s summary says this in a sentence: who got the mail, and whether anybody followed it. Whoever signed in there is treated like the first victim.', '報告の概要には、誰が受け取り、誰かがリンクを開いたかを一文で書きます。サインインしてしまった人は、最初の被害者と同様に扱います。'),
        command: 'konseki events CASE --source entra_signin --columns time,user,ip,outcome,app_name',
      };
    },
  },
  {
    id: 'other-victims-how',
    phase: 'investigation',
    rows: ['W-59', 'W-58', 'W-24'],
    appliesTo: ({ truth }) => truth.incident,
    pose: () => ({
      prompt: say('How do you find further compromised users?', 'ほかに侵害されたユーザーを、どのように見つけますか。'),
      task: {
        kind: 'choice',
        choices: [
          right('around', say('Examine suspicious sign-ins of all recipients before and after they got the mail, and the attacker’s addresses and clients at other users; then begin again for each', 'メールを受け取った全員の、受信前後の不審なサインインと、攻撃者のアドレスやクライアントを使った他のユーザーを調べ、見つかるたびに最初から繰り返す')),
          wrong('wait', say('Wait until they report themselves', '本人からの申告を待つ'), say('Most victims notice nothing.', 'ほとんどの被害者は何も気付きません。')),
          wrong('all', say('Reset the passwords of all users without looking further', 'それ以上調べず、全ユーザーのパスワードをリセットする'), say('Sessions, applications and registered methods survive that, and nobody knows what was done.', 'セッション、アプリ、登録された認証方法は残り、何が行われたかも分からないままです。')),
          wrong('admins', say('Look at administrators only', '管理者だけを調べる'), say('The attacker takes whoever follows the mail.', '攻撃者はメールに応じた人なら誰でも狙います。')),
        ],
      },
      hints: [say('Use what the first victim’s sessions taught you.', '最初の被害者のセッションから分かったことを使いましょう。')],
      explanation: say('Recipients first, then the attacker’s infrastructure elsewhere in the tenant. The work is repeated until nothing new is found.', 'まず受信者、次にテナント内のほかの場所に現れる攻撃者のインフラです。新しいものが見つからなくなるまで繰り返します。'),
      command: 'konseki sessions CASE',
    }),
  },
  {
    id: 'stages',
    phase: 'investigation',
    rows: ['W-11', 'W-12'],
    appliesTo: (facts) => facts.truth.incident && facts.stages.length > 0,
    pose: (facts) => {
      const seen = new Set(facts.stages);
      // Those may have happened out of sight: not offered as wrong.
      const absent = (['security-info', 'device', 'application', 'evasion', 'privilege', 'spread', 'info-theft'] as const).filter((stage) => !seen.has(stage));
      return {
        prompt: say('Which stages of the attack do the logs show?', 'ログから確認できる攻撃の段階はどれですか。'),
        task: {
          kind: 'multi',
          choices: [
            ...facts.stages.map((stage) => right(stage, stageNames[stage])),
            ...absent.map((stage) => wrong(stage, stageNames[stage], say('No record shows it.', 'それを示すレコードはありません。'))),
            wrong('ransom', say('encrypting files for ransom', 'ファイルを暗号化して身代金を要求'), say('No record shows it.', 'それを示すレコードはありません。')),
          ],
        },
        hints: [say('Go along the session from the sign-in on and name each step.', 'サインインから順にセッションをたどり、各操作に名前を付けましょう。')],
        explanation: say('The stages give the report its order and the timeline its lanes, and each has measures of its own.', '段階は報告の順序とタイムラインの区分になり、それぞれに対応する対策があります。'),
        command: 'konseki investigate FILES --case CASE',
      };
    },
  },
  {
    id: 'gaps',
    phase: 'investigation',
    rows: ['W-34', 'W-33'],
    appliesTo: ({ truth }) => truth.gaps.length > 0,
    pose: (facts) => ({
      prompt: say('What cannot be known from the logs that you have?', '手元のログからは分からないことはどれですか。'),
      task: {
        kind: 'multi',
        choices: drawn(facts, 'gaps', {
          right: facts.truth.gaps.map(({ kind, source }) => gapText(kind, source)),
          wrong: knownTexts.map((text) => [text, say('The logs you have do show that.', '手元のログで分かります。')] as const),
        }, { right: 4, wrong: 2 }),
      },
      hints: [say('Compare the first and last time of each log with the incident, and look for holes and throttling.', '各ログの最初と最後の時刻をインシデントの期間と比べ、欠落や抑制がないか確認しましょう。')],
      explanation: say('A gap is no proof that nothing happened. The report says what is missing and what that may hide.', '記録がないことは、何もなかった証明ではありません。何が欠け、それで何が隠れうるかを報告に書きます。'),
      command: 'konseki evidence CASE',
    }),
  },
  {
    id: 'interview',
    phase: 'investigation',
    rows: ['W-39'],
    appliesTo: always,
    pose: () => ({
      prompt: say('Some activities remain of which you cannot tell whose they are. What do you do?', '誰の操作か判断できない記録が残りました。どうしますか。'),
      task: {
        kind: 'choice',
        choices: [
          right('ask', say('Ask the user in person which of them are their own, and note the answers', 'ユーザー本人に、どれが自分の操作か直接確認し、回答を記録する')),
          wrong('attacker', say('Count them all as the attacker’s', 'すべて攻撃者の操作とみなす'), say('Then the report is wrong about what was exposed.', '何が漏れたかについて、誤った報告になります。')),
          wrong('drop', say('Leave them out', '記録から除外する'), say('The one that mattered may be among them.', '重要なものが含まれているかもしれません。')),
          wrong('mail', say('Send a mail to the account with the question', 'そのアカウントに質問のメールを送る'), say('As long as it is compromised, the attacker answers.', '侵害されている間は、攻撃者が返事をします。')),
        ],
      },
      hints: [say('Who knows what they did that morning?', 'その朝何をしたかを知っているのは誰ですか。')],
      explanation: say('Logs do not tell a new phone from a stranger’s; the user does. Speak to them, not by the mailbox in question.', '新しい携帯電話か他人のものかはログでは分かりませんが、本人には分かります。問題のメールボックス以外の手段で話しましょう。'),
      command: null,
    }),
  },
]; // prettier-ignore
