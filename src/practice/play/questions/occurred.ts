import type { QuestionTemplate } from '../template.js';
import { always, right, wrong } from '../template.js';
import { say } from '../text.js';

/** Incident occurred: the report is in. */
export const occurred: readonly QuestionTemplate[] = [
  {
    id: 'order-of-work',
    phase: 'occurred',
    rows: ['W-20'],
    appliesTo: always,
    pose: () => ({
      prompt: say(
        'A report has come in. In which order will you work?',
        '報告が入りました。どの順序で対応しますか。',
      ),
      task: {
        kind: 'order',
        items: [
          { id: 'response', rank: 1, text: say('Initial response', '初動対応') },
          { id: 'collection', rank: 2, text: say('Log collection', 'ログ収集') },
          { id: 'investigation', rank: 3, text: say('Log investigation', 'ログ調査') },
          { id: 'reporting', rank: 4, text: say('Reporting', '報告') },
          { id: 'measures', rank: 5, text: say('Defensive measures', '防御策の実施') },
        ],
      },
      hints: [
        say(
          'First the damage must not grow; prevention for the future can wait.',
          'まず被害を広げないこと。将来の予防は後でもできます。',
        ),
        say(
          'You can investigate only what you hold, and report only what you found.',
          '手元にあるものしか調査できず、分かったことしか報告できません。',
        ),
      ],
      explanation: say(
        'Contain first, then secure the logs before they expire, investigate them, report, and close the way that was used. What the investigation finds sends you back to the response each time.',
        'まず封じ込め、次に期限が切れる前にログを確保し、調査し、報告し、使われた経路をふさぎます。調査で新しいことが見つかるたびに、対応に戻ります。',
      ),
      command: null,
    }),
  },
  {
    id: 'what-is-known',
    phase: 'occurred',
    rows: ['W-13', 'W-35'],
    appliesTo: always,
    pose: () => ({
      prompt: say(
        'What do you know for certain from the report alone?',
        'この報告だけから確実に言えることは何ですか。',
      ),
      task: {
        kind: 'choice',
        choices: [
          right(
            'unusual',
            say(
              'That somebody noticed something unusual; what happened the logs must tell',
              '誰かが異常に気付いたということ。何が起きたかはログで確かめる必要がある',
            ),
          ),
          wrong(
            'password',
            say('That an attacker has the password', '攻撃者がパスワードを持っているということ'),
            say(
              'An account can be entered with a session cookie, a device code or a consent, and a name in a sender field proves nothing.',
              'セッション Cookie、デバイスコード、同意でもアカウントは使われます。また、差出人の名前は何の証明にもなりません。',
            ),
          ),
          wrong(
            'insider',
            say(
              'That the account’s owner did it on purpose',
              'アカウントの持ち主が故意に行ったということ',
            ),
            say(
              'The owner is a witness whose help you need; nothing speaks for intent.',
              '持ち主は協力してもらうべき証人です。故意を示すものは何もありません。',
            ),
          ),
          wrong(
            'false-alarm',
            say(
              'That it is a false alarm, because MFA is on',
              'MFA が有効なので誤報であるということ',
            ),
            say(
              'A phishing site in the middle passes MFA on and keeps the session.',
              '中間者型のフィッシングサイトは MFA を中継し、セッションを奪います。',
            ),
          ),
        ],
      },
      hints: [
        say(
          'Tell what was observed from what is concluded.',
          '観察されたことと、そこからの推測を分けて考えましょう。',
        ),
      ],
      explanation: say(
        'A report is where the exploration starts, not its result. It may be a spoofed domain, an account used by somebody else, or everyday life that looks strange.',
        '報告は調査の出発点であり、結論ではありません。ドメインのなりすまし、アカウントの不正利用、あるいは奇妙に見える日常の出来事かもしれません。',
      ),
      command: null,
    }),
  },
  {
    id: 'mfa-bypassed',
    phase: 'occurred',
    rows: ['W-10'],
    appliesTo: always,
    pose: () => ({
      prompt: say(
        'The users sign in with a password and a one-time code. Can a phishing mail still lead to a session in a user’s name?',
        'ユーザーはパスワードとワンタイムコードでサインインしています。それでもフィッシングメールから、ユーザー名義のセッションを奪われることはありますか。',
      ),
      task: {
        kind: 'choice',
        choices: [
          right(
            'relay',
            say(
              'Yes: a site in the middle relays password and code to the real page and keeps the session cookie',
              'ある。中間のサイトがパスワードとコードを本物のページへ中継し、セッション Cookie を手に入れる',
            ),
          ),
          wrong(
            'never',
            say(
              'No: the code is valid once and only for a short time',
              'ない。コードは一度きりで、短時間しか使えない',
            ),
            say(
              'Once is enough: it is relayed at that very moment.',
              '一度で十分です。その瞬間に中継されます。',
            ),
          ),
          wrong(
            'malware',
            say(
              'Only if malware runs on the user’s computer',
              'ユーザーのコンピューターでマルウェアが動いている場合だけ',
            ),
            say(
              'Nothing needs to run there; the user types it all into a web page.',
              '何も動かす必要はありません。ユーザー自身が Web ページに入力します。',
            ),
          ),
          wrong(
            'admin',
            say('Only for administrators’ accounts', '管理者のアカウントの場合だけ'),
            say(
              'It works for every account whose session is worth stealing.',
              'セッションを盗む価値のあるすべてのアカウントで成立します。',
            ),
          ),
        ],
      },
      hints: [
        say(
          'Think of who talks to the real sign-in page.',
          '本物のサインインページと通信しているのは誰かを考えましょう。',
        ),
      ],
      explanation: say(
        'This is AiTM, the adversary in the middle. An ordinary phishing site gets ID and password only, and MFA stops it; here the site also gets the answer to MFA and with it the session.',
        'これが AiTM (中間者攻撃) です。通常のフィッシングサイトは ID とパスワードしか得られず MFA で止まりますが、AiTM は MFA の応答も中継し、セッションを手に入れます。',
      ),
      command: null,
    }),
  },
];
