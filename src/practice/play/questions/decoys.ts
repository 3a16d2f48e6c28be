import type { Facts, SessionTruth } from '../facts.js';
import type { QuestionTemplate } from '../template.js';
import { drawn, shell } from '../template.js';
import { say } from '../text.js';
import { decoyText, otherReasons } from './decoys-table.js';

/** How many of the sessions that only look like an attack are asked about. */
const most = { withIncident: 1, without: 4 } as const;

/** One session of each explanation. */
function asked(facts: Facts): readonly SessionTruth[] {
  const reasons = new Set<string>();
  const different = facts.draw
    .shuffled('decoys', facts.decoys, ({ id }) => id)
    .filter(({ why }) => {
      const { en } = decoyText(why);
      const isNew = !reasons.has(en);
      reasons.add(en);
      return isNew;
    });
  return different.slice(0, facts.truth.incident ? most.withIncident : most.without);
}

/** Sessions that look like an attack and are not: what explains each? */
export const decoyTemplates: readonly QuestionTemplate[] = Array.from(
  { length: most.without },
  (_, at): QuestionTemplate => ({
    id: `decoy-${at + 1}`,
    phase: 'investigation',
    rows: ['W-39', 'W-43'],
    appliesTo: (facts) => asked(facts)[at] !== undefined,
    pose: (facts) => {
      const session = asked(facts)[at];
      const { user = '', id = '', why = '', ips = [] } = session ?? {};
      const reason = decoyText(why);
      const shown = ips.slice(0, 4).join(', ');
      return {
        prompt: say(
          `A session of ${facts.nameOf(user)} stands out (${id.slice(0, 8)}…${shown === '' ? '' : `, from ${shown}`}). What explains it best?`,
          `${facts.nameOf(user)} のセッションが目立っています (${id.slice(0, 8)}…${shown === '' ? '' : `、接続元 ${shown}`})。最もよく説明できるのはどれですか。`,
        ),
        task: {
          kind: 'choice',
          choices: drawn(
            facts,
            `decoy-${at}`,
            {
              right: [reason],
              wrong: [
                [
                  say(
                    'An attacker who replays the user’s stolen session',
                    '攻撃者が盗んだセッションを再利用している',
                  ),
                  say(
                    'Nothing was done in it that is not the user’s everyday work.',
                    'ユーザーの普段の仕事以外の操作は行われていません。',
                  ),
                ],
                ...facts.draw.shuffled(`decoy-${at}`, otherReasons(why), ({ en }) => en),
              ],
            },
            { right: 1, wrong: 3 },
          ),
        },
        hints: [
          say(
            'Look at client and device, at whose network it is, and at what was done.',
            'クライアントとデバイス、ネットワークの持ち主、行われた操作を確認しましょう。',
          ),
        ],
        explanation: say(
          `${reason.en}. It is the user’s own session; asking the user would confirm it. Calling it an attack would send the response after the wrong thing.`,
          `${reason.ja}。ユーザー本人のセッションであり、本人に尋ねれば確認できます。攻撃と誤認すると、見当違いの対応をすることになります。`,
        ),
        command: `konseki events CASE --session ${shell(id)}`,
      };
    },
  }),
);
