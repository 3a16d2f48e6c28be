import type { Facts } from '../facts.js';
import type { QuestionTemplate } from '../template.js';
import { always, drawn, free, right, shell, wrong } from '../template.js';
import { name, say, timeText } from '../text.js';
import { howNames } from '../words.js';
import { decoyTemplates } from './decoys.js';
import { otherAgents, otherSubjects, shiftedTimes, strangeAddresses } from './distractors.js';

const hasIncident = ({ truth }: Facts): boolean => truth.incident;

/** Log investigation, first part: was it an intrusion, who, how, from where. */
export const entry: readonly QuestionTemplate[] = [
  {
    id: 'order-of-looking',
    phase: 'investigation',
    rows: ['W-38'],
    appliesTo: always,
    pose: () => ({
      prompt: say(
        'In which order do you go through the record types of the unified audit log? (Two share the first place, two the second.)',
        '統合監査ログのレコード種別を、どの順序で確認しますか。(1 番目と 2 番目に 2 つずつ並びます)',
      ),
      task: {
        kind: 'order',
        items: [
          { id: 'rules', rank: 1, text: say('ExchangeAdmin: inbox rules created or deleted?', 'ExchangeAdmin: 受信トレイルールの作成・削除') },
          { id: 'flows', rank: 1, text: say('MicrosoftFlow: unusual Power Automate events?', 'MicrosoftFlow: 不審な Power Automate イベント') },
          { id: 'mail', rank: 2, text: say('ExchangeItem: unusual reading or deletion of mail?', 'ExchangeItem: 不審なメールの閲覧・削除') },
          { id: 'files', rank: 2, text: say('SharePointFileOperation: unusual reading or deletion of files?', 'SharePointFileOperation: 不審なファイルの閲覧・削除') },
        ],
      },
      hints: [
        say('First what is rare and telling, then what everybody does all day.', 'まず稀で特徴的なもの、次に誰もが一日中行うもの。'),
      ],
      explanation: say(
        'A new inbox rule or flow is rare and easy to judge. Reading and deleting is everyday life: it becomes telling only once session and time are known.',
        '受信トレイルールやフローの作成は稀で、判断しやすいものです。閲覧や削除は日常的なので、セッションと時間帯が分かって初めて意味を持ちます。',
      ),
      command: 'konseki events CASE --source ual --columns time,record_type_name,operation,user',
    }),
  },
  {
    id: 'two-countries',
    phase: 'investigation',
    rows: ['W-43'],
    appliesTo: always,
    pose: () => ({
      prompt: say(
        'Which pattern in the interactive sign-ins speaks most for an unauthorized login?',
        '対話型サインインログで、不正ログインを最も強く示すパターンはどれですか。',
      ),
      task: {
        kind: 'choice',
        choices: [
          right('countries', say('Accesses of one user from two or more countries within about 10 minutes', '同じユーザーが約 10 分以内に 2 か国以上からアクセスしている')),
          wrong('interrupt', say('An interrupted sign-in (MFA needed) followed by a successful one', '中断されたサインイン (MFA が必要) の後の成功'), say('That is how every sign-in with MFA looks.', 'MFA を使うサインインは通常こうなります。')),
          wrong('mobile', say('Many addresses of one mobile carrier within a day', '1 日のうちに同じ携帯キャリアの多数のアドレスから接続している'), say('Mobile networks change addresses all the time.', 'モバイル回線のアドレスは常に変わります。')),
          wrong('refresh', say('Dozens of background refreshes an hour', '1 時間に数十回のバックグラウンド更新'), say('Those are tokens renewed by the apps themselves.', 'アプリが自動的に行うトークンの更新です。')),
        ],
      },
      hints: [say('What can one person not do?', '一人の人間にはできないことは何ですか。')],
      explanation: say(
        'Ten minutes are a guide. A VPN can look the same, and an attacker in the user’s own country does not show it: it is one signal among others, like a sign-in risk of medium or higher.',
        '10 分は目安です。VPN でも同じように見えることがあり、ユーザーと同じ国からの攻撃では現れません。サインインリスク「中」以上などと同じく、手掛かりの一つです。',
      ),
      command: 'konseki sessions CASE',
    }),
  },
  {
    id: 'pivot',
    phase: 'investigation',
    rows: ['W-3A', 'W-35'],
    appliesTo: always,
    pose: () => ({
      prompt: say(
        'You have one record that is certainly the intruder’s. What is the quickest way to the whole flow of the attack?',
        '確実に侵入者のものと言えるレコードが 1 件見つかりました。攻撃の流れ全体をつかむ最も早い方法は何ですか。',
      ),
      task: {
        kind: 'choice',
        choices: [
          right('session', say('Take its SessionId and filter all logs on it', 'その SessionId を取り出し、すべてのログを絞り込む')),
          wrong('operation', say('Look at all records of the same operation', '同じ操作のレコードをすべて見る'), say('That shows what others did too, and not what else the intruder did.', '他人の操作も混ざり、侵入者のほかの行動は見えません。')),
          wrong('day', say('Read the whole day of the user from the morning on', 'ユーザーのその日の記録を朝から全部読む'), say('The user’s own work of the day is mixed in.', 'ユーザー自身の仕事が混ざります。')),
          wrong('keyword', say('Search all logs for suspicious words', '不審な単語ですべてのログを検索する'), say('You find only what you can already imagine.', '想像できるものしか見つかりません。')),
        ],
      },
      hints: [say('Which field stays the same for everything done after one sign-in?', '1 回のサインイン後のすべての操作で共通するフィールドは何ですか。')],
      explanation: say(
        'Start from what is known and expand by the session: sign-ins, mail, rules and applications of one session carry the same id. Addresses and clients of that session lead on to others.',
        '分かっているものから始め、セッションで広げます。同じセッションのサインイン、メール、ルール、アプリの記録には同じ ID が付きます。そのアドレスやクライアントから、さらに別のものへたどれます。',
      ),
      command: 'konseki sessions CASE',
    }),
  },
  {
    id: 'incident',
    phase: 'investigation',
    rows: ['W-35', 'W-10'],
    appliesTo: always,
    pose: ({ truth }) => {
      const yes = say('Yes: somebody other than the user acted with an account or its permissions', 'はい: ユーザー以外の誰かが、アカウントまたはその権限を使って行動した');
      const no = say('No: nothing happened; what looked strange is explained by the users’ own doing or was stopped', 'いいえ: 何も起きていない。不審に見えたものは本人の行動で説明できるか、阻止されている');
      return {
        prompt: say('Go through the logs now. Was there an intrusion at all?', 'ではログを調べてください。そもそも侵害はあったのでしょうか。'),
        task: {
          kind: 'choice',
          choices: [
            truth.incident ? right('yes', yes) : wrong('yes', yes, say('No session, rule, application or mail is anybody’s but the users’.', 'セッション、ルール、アプリ、メールのいずれも、ユーザー本人のものです。')),
            truth.incident ? wrong('no', no, say('The logs show actions that no user did.', 'ユーザーが行っていない操作がログに残っています。')) : right('no', no),
            wrong('denied', say('No: MFA is on, therefore it cannot have been', 'いいえ: MFA が有効なので、あり得ない'), say('MFA does not exclude it; only the logs can tell.', 'MFA があっても否定はできません。ログを見て判断します。')),
            wrong('country', say('Yes: there are sign-ins from abroad, that is proof enough', 'はい: 海外からのサインインがある。それだけで十分な証拠だ'), say('Travellers and VPNs sign in from abroad too; one sign is no proof.', '出張者や VPN も海外からサインインします。一つの兆候だけでは証明になりません。')),
          ],
        },
        hints: [
          say('Judge sessions by what was done in them, not by one address.', '一つのアドレスではなく、セッション内で何が行われたかで判断しましょう。'),
          say('Look for rules, applications, registrations and mass mail, and ask whose they are.', 'ルール、アプリ、登録、大量送信を探し、それが誰のものかを考えましょう。'),
        ],
        explanation: truth.incident
          ? say('Somebody was in. The next questions are how, with whose account, and what was done.', '侵入がありました。次は、どうやって、誰のアカウントで、何をしたのかを調べます。')
          : say('Nothing happened. Travel, VPN, mobile networks, a new phone or a phish that MFA stopped look alarming one by one; none was followed by anything an intruder does. Saying so, with reasons, is a result.', '何も起きていません。出張、VPN、モバイル回線、新しい携帯電話、MFA で止まったフィッシングは、単独では不審に見えますが、侵入者の行動は続いていません。理由とともにそう述べることも、立派な結果です。'),
        command: 'konseki investigate FILES --case CASE',
      };
    },
  },
  ...decoyTemplates,
  {
    id: 'victims',
    phase: 'investigation',
    rows: ['W-24', 'W-59'],
    appliesTo: (facts) => hasIncident(facts) && facts.victim !== undefined,
    pose: (facts) => {
      const { truth, person, draw } = facts;
      const foul = new Set(truth.victims.map(({ upn }) => upn.toLowerCase()));
      const notVictim = (upn: string): boolean => !foul.has(upn.toLowerCase());
      const others = [
        ...facts.internal.map(({ address }) => address),
        ...facts.decoys.map(({ user }) => user),
        ...draw.shuffled('victims', truth.company.people, ({ upn }) => upn).map(({ upn }) => upn),
      ].filter(notVictim);
      return {
        prompt: say('Whose accounts did the attacker use?', '攻撃者に使われたのは誰のアカウントですか。'),
        task: {
          kind: 'multi',
          choices: drawn(facts, 'victims', { right: truth.victims.map(({ upn }) => person(upn)), wrong: others.map(person) }),
        },
        hints: [
          say('Somebody who only received a mail is not yet a victim.', 'メールを受け取っただけの人は、まだ被害者とは言えません。'),
          say('Look for other users on the attacker’s addresses and clients.', '攻撃者のアドレスやクライアントを使っている他のユーザーを探しましょう。'),
        ],
        explanation: say(
          'Each of them has events that the attacker did. Addresses and clients of the first one’s sessions show the others.',
          'それぞれのアカウントに攻撃者の操作が残っています。最初の被害者のセッションのアドレスとクライアントから、ほかの被害者が分かります。',
        ),
        command: `konseki sessions CASE${truth.victims.slice(0, 3).map(({ upn }) => ` --user ${shell(upn)}`).join('')}`,
      };
    },
  },
  {
    id: 'how-in',
    phase: 'investigation',
    rows: ['W-10', 'W-11'],
    appliesTo: (facts) => hasIncident(facts) && facts.victim !== undefined,
    pose: (facts) => {
      const how = facts.victim?.how ?? 'aitm';
      // A colleague's mail may lead to a site in the middle too: those two are not set against each other.
      const offered = (['aitm', 'device-code', 'consent', 'password', 'cookie', 'internal-phish'] as const).filter(
        (one) => one === how || !(one === 'internal-phish' || (how === 'internal-phish' && one === 'aitm')),
      );
      const user = facts.nameOf(facts.victim?.upn ?? '');
      return {
        prompt: say(`How did the attacker first get in (${user})?`, `攻撃者は最初にどのようにして侵入しましたか (${user})。`),
        task: {
          kind: 'choice',
          choices: offered.map((one) => (one === how ? right(one, howNames[one]) : wrong(one, howNames[one], whyNot[one]))),
        },
        hints: [
          say('Look at the first sign-in: its protocol, its address, and whether MFA was answered.', '最初のサインインのプロトコル、アドレス、MFA の応答を確認しましょう。'),
          say('Then at what followed: the same session from another network, or an application acting for the user.', '次にその後を見ましょう。同じセッションが別のネットワークから使われたか、アプリがユーザーに代わって動いたか。'),
        ],
        explanation: howExplained[how],
        command: `konseki events CASE --user ${shell(facts.victim?.upn ?? '')} --source entra_signin --source ual`,
      };
    },
  },
  {
    id: 'first-access',
    phase: 'investigation',
    rows: ['W-61', 'W-43'],
    appliesTo: (facts) => hasIncident(facts) && facts.victim !== undefined,
    pose: (facts) => {
      const { truth, victim } = facts;
      const first = victim?.firstAccess ?? '';
      const when = (time: string) => name(timeText(time));
      const mail = truth.phish === null ? [] : [[when(truth.phish.sent), say('Then the mail was sent.', 'それはメールが送られた時刻です。')] as const];
      return {
        prompt: say('When did the attacker first have access (UTC)?', '攻撃者が最初にアクセスできたのはいつですか (UTC)。'),
        task: {
          kind: 'choice',
          choices: drawn(facts, 'first-access', {
            right: [when(first)],
            wrong: [
              ...mail,
              ...shiftedTimes(facts, first).map((time) => [when(time), say('Local time was taken for UTC.', 'ローカル時刻を UTC と取り違えています。')] as const),
              [when(truth.window?.to ?? truth.report.at), say('That is the end of it.', 'それは最後の時刻です。')],
              [when(truth.report.at), say('Then it was reported.', 'それは報告があった時刻です。')],
            ],
          }, { right: 1, wrong: 4 }),
        },
        hints: [say('The sign-in comes before whatever was done with it. Mind the time zone.', 'サインインは操作より前にあります。タイムゾーンに注意しましょう。')],
        explanation: say('From this event on the attacker was in; attempts just before it belong to the report’s window, too. All times in UTC.', 'このイベントから攻撃者はアクセスできるようになりました。直前の試行も報告の期間に含めます。時刻はすべて UTC です。'),
        command: firstAccessCommand(facts),
      };
    },
  },
  {
    id: 'first-mail',
    phase: 'investigation',
    rows: ['W-58', 'W-11'],
    appliesTo: ({ truth, hasSource }) => truth.phish !== null && truth.incident && (hasSource('mail') || hasSource('message_trace')),
    pose: (facts) => {
      const { phish } = facts.truth;
      const mail = (subject: string, sender: string) => name(`“${subject}” — ${sender}`);
      const senders = facts.draw.shuffled('first-mail', facts.truth.company.people, ({ upn }) => upn);
      const subjects = otherSubjects(facts).filter((subject) => subject !== phish?.subject);
      return {
        prompt: say('Which mail started it?', '発端となったメールはどれですか。'),
        task: {
          kind: 'choice',
          choices: drawn(facts, 'first-mail', {
            right: [mail(phish?.subject ?? '', phish?.sender ?? '')],
            wrong: subjects.map((subject, at) => mail(subject, senders[at % senders.length]?.upn ?? '')),
          }, { right: 1, wrong: 3 }),
        },
        hints: [say('It came shortly before the first access.', '最初のアクセスの少し前に届いています。'), say('Look at where its sender and its link really belong.', '差出人とリンク先が本当はどこのものかを確認しましょう。')],
        explanation: say('The mail asks for a sign-in at a page that is not Microsoft’s own, or for an approval. Who else got it is the next thing to find out; keep a sample of it.', 'このメールは、Microsoft のものではないページでのサインインや、承認を求めています。次に、ほかに誰が受け取ったかを調べます。現物は保存しておきましょう。'),
        command: `konseki events CASE --source mail --source message_trace --grep ${shell(escaped(phish?.subject ?? ''))}`,
      };
    },
  },
  {
    id: 'session',
    phase: 'investigation',
    rows: ['W-3A'],
    appliesTo: ({ attackerSessions, truth }) => truth.incident && attackerSessions.length > 0,
    pose: ({ attackerSessions, truth }) => ({
      prompt: say('In which session did the attacker act? Give its id (if there are several, any of them; 8 characters are enough).', '攻撃者が使ったセッションはどれですか。セッション ID を答えてください (複数ある場合はどれか 1 つ、先頭 8 文字以上で可)。'),
      task: free(attackerSessions.map(({ id }) => id), 8),
      hints: [
        say('Take a record that only the attacker can have made, and read its SessionId.', '攻撃者にしか作れないレコードを選び、その SessionId を見ましょう。'),
        say('Or list the sessions and look for one with more than one network or client.', 'またはセッションを一覧し、複数のネットワークやクライアントが現れるものを探しましょう。'),
      ],
      explanation: attackerSessions.some(({ verdict }) => verdict === 'mixed')
        ? say('A stolen cookie carries the user’s own session id: in such a session both act, and only address, client and time tell them apart.', '盗まれた Cookie にはユーザー自身のセッション ID が入っています。そのようなセッションでは両者の操作が混在し、アドレス、クライアント、時刻で見分けます。')
        : say('Everything in this session is the attacker’s. Filtering on it shows the flow from the sign-in to the last action.', 'このセッション内の操作はすべて攻撃者のものです。これで絞り込むと、サインインから最後の操作までの流れが見えます。'),
      command: `konseki events CASE --session ${shell((attackerSessions.find(({ user }) => user === truth.victims[0]?.upn) ?? attackerSessions[0])?.id ?? '')}`,
    }),
  },
  {
    id: 'addresses',
    phase: 'investigation',
    rows: ['W-63', 'W-30'],
    appliesTo: ({ truth }) => truth.incident && truth.infrastructure.ips.length > 0,
    pose: (facts) => {
      const { ips } = facts.truth.infrastructure;
      return {
        prompt: say('Which of these addresses are the attacker’s?', '次のアドレスのうち、攻撃者のものはどれですか。'),
        task: {
          kind: 'multi',
          choices: drawn(facts, 'addresses', { right: ips.map(({ ip }) => name(ip)), wrong: strangeAddresses(facts) }),
        },
        hints: [
          say('An address that many colleagues use, or Microsoft itself, is not the attacker’s.', '多くの同僚や Microsoft 自身が使うアドレスは、攻撃者のものではありません。'),
          say('Look at the addresses of the attacker’s session and at what was done from each. IPv6 counts too.', '攻撃者のセッションのアドレスと、それぞれから何が行われたかを見ましょう。IPv6 も対象です。'),
        ],
        explanation: say('These belong into the report. In a stolen session the user’s own address occurs as well, and services of Microsoft act from Microsoft’s addresses.', 'これらは報告に記載します。盗まれたセッションにはユーザー自身のアドレスも現れ、Microsoft のサービスは Microsoft のアドレスから動作します。'),
        command: `konseki events CASE${ips.slice(0, 2).map(({ ip }) => ` --ip ${shell(ip)}`).join('')}`,
      };
    },
  },
  {
    id: 'user-agent',
    phase: 'investigation',
    rows: ['W-63'],
    appliesTo: ({ truth }) => truth.incident && truth.infrastructure.userAgents.length > 0,
    pose: (facts) => ({
      prompt: say('Which of these user agents did the attacker use?', '攻撃者が使ったユーザーエージェントはどれですか。'),
      task: {
        kind: 'choice',
        choices: drawn(facts, 'user-agent', {
          right: facts.draw.some('agent', facts.truth.infrastructure.userAgents, 1).map(name),
          wrong: otherAgents(facts).map(name),
        }, { right: 1, wrong: 3 }),
      },
      hints: [say('Compare the client of the suspicious accesses with what the user has on other days.', '不審なアクセスのクライアントを、ユーザーが別の日に使っているものと比べましょう。')],
      explanation: say('A browser or system that the user never had is a strong sign, and the same string at other users’ accounts leads to further victims. But it is only text: an attacker can copy the user’s.', 'ユーザーが使ったことのないブラウザーや OS は強い手掛かりです。同じ文字列が他のアカウントにあれば、別の被害者につながります。ただし単なる文字列なので、攻撃者がまねることもできます。'),
      command: 'konseki sessions CASE',
    }),
  },
]; // prettier-ignore

const firstAccessCommand = ({ victim }: Facts): string => {
  const event = victim?.event ?? null;
  return event === null
    ? `konseki events CASE --user ${shell(victim?.upn ?? '')}`
    : `konseki event CASE ${shell(event)}`;
};

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const whyNot = {
  aitm: say('There is no sign-in relayed by a site in the middle and no session replayed from another network after it.', '中間サイトを経由したサインインも、その後に別のネットワークから再利用されたセッションもありません。'),
  'device-code': say('No sign-in uses the device code protocol.', 'デバイスコードのプロトコルを使ったサインインはありません。'),
  consent: say('It was not an application’s permission that opened the account.', 'アカウントの侵害はアプリへの許可によるものではありません。'),
  password: say('MFA was answered, or none of the sign-ins is by password alone.', 'MFA の応答があるか、パスワードだけのサインインではありません。'),
  cookie: say('The session did not begin on the user’s own computer.', 'セッションはユーザー自身のコンピューターで始まったものではありません。'),
  'internal-phish': say('The mail did not come from a colleague’s account.', 'メールは同僚のアカウントから届いたものではありません。'),
} as const; // prettier-ignore

const howExplained = {
  aitm: say(
    'The first sign-in comes from the proxy’s address with the right password and MFA answered; then the same session goes on from elsewhere. MFA was not missing, it was passed on.',
    '最初のサインインはプロキシのアドレスから、正しいパスワードと MFA の応答で行われ、その後同じセッションが別の場所から続きます。MFA がなかったのではなく、中継されたのです。',
  ),
  'device-code': say(
    'The sign-in carries the device code protocol: the attacker asked for a code, the user entered it at the genuine page, and the attacker got the tokens. No false page was involved.',
    'サインインにデバイスコードのプロトコルが記録されています。攻撃者が要求したコードをユーザーが正規のページで入力し、攻撃者がトークンを得ました。偽のページは使われていません。',
  ),
  consent: say(
    'The user agreed to the permissions of the attacker’s application. It reads with its own tokens: neither a new password nor MFA stops it.',
    'ユーザーが攻撃者のアプリの要求する権限に同意しました。アプリは独自のトークンで読み取るため、パスワード変更や MFA では止まりません。',
  ),
  password: say(
    'The sign-in needed the password only. Where it came from the logs seldom tell; that no MFA was asked they do.',
    'サインインに必要だったのはパスワードだけでした。その入手元はログからは分からないことが多いですが、MFA が要求されなかったことは分かります。',
  ),
  cookie: say(
    'There is no sign-in of the attacker: the user’s own session, begun on the user’s computer, goes on from another network at the same time. Clean that computer too, or the next cookie goes the same way.',
    '攻撃者のサインインはありません。ユーザーのコンピューターで始まった本人のセッションが、同時に別のネットワークから使われています。そのコンピューターも対処しないと、次の Cookie も盗まれます。',
  ),
  'internal-phish': say(
    'The mail came from a colleague’s real account, therefore it was trusted. What happened to that colleague happened here again.',
    'メールは同僚の本物のアカウントから届いたため、信用されました。その同僚に起きたことが、ここでも繰り返されました。',
  ),
} as const;
