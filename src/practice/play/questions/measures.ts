import type { Stage } from '../../../model/stage.js';
import type { Facts } from '../facts.js';
import type { QuestionTemplate } from '../template.js';
import { always, right, wrong } from '../template.js';
import { say } from '../text.js';
import { stageNames } from '../words.js';
import type { MeasureFact } from './measures-table.js';
import { kindNames, measureFacts } from './measures-table.js';

/** The stages that measures of the workshop aim at, each asked where the incident has it. */
const aimedAt: readonly Stage[] = [
  'session-theft',
  'login',
  'security-info',
  'device',
  'application',
  'evasion',
];

const planRank = { free: 0, p1: 1, p2: 2 } as const;

/** With a device code the user answers at the genuine page, and a cookie is taken after the answer: there the strongest method does not help. */
const withoutEffect = (facts: Facts, { row }: MeasureFact): boolean =>
  row === 'W-73' && cameBy(facts, 'device-code', 'cookie');

const cameBy = ({ truth }: Facts, ...hows: readonly string[]): boolean =>
  truth.victims.some(({ how }) => hows.includes(how));

/** What stops a stolen session stops the login with it, and the other way round: they are no distractors of each other. */
const near = (one: Stage, other: Stage): boolean =>
  [one, other].every((stage) => stage === 'session-theft' || stage === 'login');

function measuresOfStage(stage: Stage): QuestionTemplate {
  const own = measureFacts.filter(({ stages }) => stages.includes(stage));
  const rows = own.map(({ row }) => row);
  return {
    id: `measures-${stage}`,
    phase: 'measures',
    rows,
    appliesTo: (facts) => facts.truth.incident && facts.stages.includes(stage),
    pose: (facts) => {
      const others = measureFacts.filter((fact) => !own.includes(fact) && !fact.stages.some((one) => near(one, stage)));
      const fitting = own.filter((fact) => !withoutEffect(facts, fact));
      return {
        prompt: say(
          `Which measures are aimed at the stage “${stageNames[stage].en}”?`,
          `「${stageNames[stage].ja}」の段階に対する対策はどれですか。`,
        ),
        task: {
          kind: 'multi',
          choices: [
            ...fitting.map(({ row, text, kind }) => right(row, text, kindNames[kind])),
            ...facts.draw.some(`measures-${stage}`, others, 3, ({ row }) => row).map(({ row, text, stages }) =>
              wrong(row, text, say(
                `That is aimed at: ${stages.map((one) => stageNames[one].en).join(', ')}.`,
                `「${stages.map((one) => stageNames[one].ja).join('」「')}」への対策です。`,
              )),
            ),
          ],
        },
        hints: [
          say('Ask of each: would it have stopped, shortened or shown exactly this step?', 'それぞれについて、まさにこの段階を止め、短くし、または発見できたかを考えましょう。'),
          say(`${fitting.length === 1 ? 'One is' : `${fitting.length} are`} right.`, `正解は ${fitting.length} つです。`),
        ],
        explanation: say(
          `${fitting.map(({ text, kind }) => `${text.en} (${kindNames[kind].en})`).join('; ')}.${remarks(stage, facts).en}`,
          `${fitting.map(({ text, kind }) => `${text.ja} (${kindNames[kind].ja})`).join('、')}。${remarks(stage, facts).ja}`,
        ),
        command: null,
      };
    },
  };
} // prettier-ignore

function remarks(stage: Stage, facts: Facts): { readonly en: string; readonly ja: string } {
  if (stage === 'session-theft')
    return say(
      ' Token protection covers desktop clients on Windows, not browsers: alone it does not stop a stolen browser cookie.',
      'トークン保護の対象は Windows のデスクトップクライアントで、ブラウザーは含まれません。それだけでは盗まれたブラウザーの Cookie を止められません。',
    );
  if (stage === 'login' && cameBy(facts, 'device-code'))
    return say(
      ' Phishing-resistant MFA does not stop a device code: the user answers it at the genuine page. Block the device code flow where it is not needed.',
      'フィッシング耐性のある MFA でもデバイスコードは防げません。ユーザーが正規のページで応答するからです。不要ならデバイスコードフローをブロックします。',
    );
  if (stage === 'login' && cameBy(facts, 'cookie'))
    return say(
      ' Phishing-resistant MFA does not stop a cookie that is taken after the sign-in; managed computers do, and tokens bound to the device.',
      'フィッシング耐性のある MFA でも、サインイン後に盗まれる Cookie は防げません。管理されたコンピューターと、デバイスに紐づくトークンが有効です。',
    );
  if (stage === 'security-info')
    return say(
      ' Mind new users: without any security info they lock themselves out.',
      '新規ユーザーに注意しましょう。セキュリティ情報が未登録だと締め出されます。',
    );
  return say('', '');
}

/** Measures of prevention and containment for the stages seen, that only a licence decides. */
const decidedByLicence = (facts: Facts): readonly MeasureFact[] =>
  measureFacts.filter(
    ({ more, kind, stages }) =>
      more === undefined && kind !== 'detect' && stages.some((stage) => facts.stages.includes(stage)),
  ); // prettier-ignore

const isPossible = ({ licence }: Facts, { entra, intune }: MeasureFact): boolean =>
  licence !== undefined &&
  planRank[licence.entra] >= planRank[entra] &&
  (intune !== true || licence.intune);

/** Defensive measures: what would have prevented or shown it. */
export const measures: readonly QuestionTemplate[] = [
  ...aimedAt.map(measuresOfStage),
  {
    id: 'measures-under-licence',
    phase: 'measures',
    rows: ['W-70', 'W-71', 'W-72', 'W-76', 'W-7B'],
    appliesTo: (facts) => {
      const all = decidedByLicence(facts);
      const possible = all.filter((fact) => isPossible(facts, fact));
      return facts.licence !== undefined && possible.length > 0 && possible.length < all.length;
    },
    pose: (facts) => ({
      prompt: say(
        `Which of these can be set up with the licence that is there (${facts.licence?.name ?? ''})?`,
        `現在のライセンス (${facts.licence?.name ?? ''}) で設定できるものはどれですか。`,
      ),
      task: {
        kind: 'multi',
        choices: decidedByLicence(facts).map((fact) => {
          const needs = `Entra ID ${fact.entra === 'free' ? 'Free' : fact.entra.toUpperCase()}${fact.intune === true ? ' + Intune' : ''}`;
          const why = say(`It needs ${needs}.`, `必要なライセンス: ${needs}`);
          return isPossible(facts, fact) ? right(fact.row, fact.text, why) : wrong(fact.row, fact.text, why);
        }),
      },
      hints: [say('Conditional Access begins with Entra ID P1.', '条件付きアクセスは Entra ID P1 から使えます。'), say('Microsoft’s risk ratings and token protection belong to P2.', 'リスク評価とトークン保護は P2 に含まれます。')],
      explanation: say('What can be done today is done first. In every policy exclude the break-glass accounts, and try it in report-only mode.', '今できることから始めます。どのポリシーでも緊急用アカウントを除外し、まずレポート専用モードで試しましょう。'),
      command: null,
    }),
  },
  {
    id: 'measures-in-general',
    phase: 'measures',
    rows: ['W-26', 'W-7E'],
    appliesTo: always,
    pose: () => ({
      prompt: say('Which of these lessen the harm of account intrusions in general?', 'アカウント侵害の影響を全般的に減らすものはどれですか。'),
      task: {
        kind: 'multi',
        choices: [
          right('least', say('Give each account the least privilege it needs', '各アカウントの権限を必要最小限にする')),
          right('dormant', say('Disable dormant accounts', '使われていないアカウントを無効にする')),
          right('guests', say('Restrict guest accounts and access to the administration center', 'ゲストアカウントと管理センターへのアクセスを制限する')),
          wrong('change', say('Have everybody change the password every month', '全員に毎月パスワードを変更させる'), say('It leads to weak passwords and does not end a stolen session.', '弱いパスワードを招き、盗まれたセッションも止まりません。')),
          wrong('logs', say('Keep logs only as long as they are needed today', 'ログの保持期間を今必要な分だけに短縮する'), say('The next incident is noticed later than you think.', '次のインシデントに気付くのは、思うより後になります。')),
        ],
      },
      hints: [say('What an account cannot do, its thief cannot do either.', 'アカウントにできないことは、それを奪った者にもできません。'), say('There are three.', '3 つあります。')],
      explanation: say('Least privilege, no dormant accounts, restricted guests: they need no further licence and work against every way in.', '最小権限、休眠アカウントの無効化、ゲストの制限。追加ライセンスは不要で、どの侵入経路にも有効です。'),
      command: null,
    }),
  },
]; // prettier-ignore
