import type { Said } from '../model/finding.js';
import type { IncidentAction, IncidentGap, IncidentVictim } from '../model/incident.js';
import type { Containment } from './containment.js';
import { both, few, unique } from './texts.js';

/** The three steps to take now: out with the attacker, off with what was left behind, then what is not seen. */
export function nextOf(
  victims: readonly IncidentVictim[],
  containments: readonly Containment[],
  actions: readonly IncidentAction[],
  gaps: readonly IncidentGap[],
): Said[] {
  const acting = victims.filter(({ how }) => how === 'signs-in');
  const shut = new Set(containments.flatMap(({ shutsOut, user }) => (shutsOut ? [user] : [])));
  const again = acting.filter(({ afterContainment }) => afterContainment.length > 0);
  const open = acting.filter(({ user }) => !shut.has(user));
  const who = (list: readonly IncidentVictim[]): string => few(list.map(({ user }) => user), 4); // prettier-ignore
  const steps: Said[] = [];
  if (again.length > 0)
    steps.push(both(
      `Shut the attacker out again: revoke the sessions of ${who(again)}, reset the password, and look for what let them back in (security info, device, application).`,
      `攻撃者を再度締め出す: ${who(again)} のセッションを失効させ、パスワードをリセットし、再侵入の手段 (セキュリティ情報、デバイス、アプリケーション) を探す。`,
    )); // prettier-ignore
  if (open.length > 0)
    steps.push(both(
      `Revoke the sessions of ${who(open)} and reset the password${open.some(({ privileged }) => privileged) ? '; disable accounts with rights first' : ''}.`,
      `${who(open)} のセッションを失効させ、パスワードをリセットする${open.some(({ privileged }) => privileged) ? '。権限を持つアカウントはまず無効化する' : ''}。`,
    )); // prettier-ignore
  const left = actions.filter(({ order }) => order >= 30 && order < 90);
  if (left.length > 0)
    steps.push(both(
      `Take away what was left behind: ${few(left.map(({ said }) => said.en), 3)}.`,
      `残されたものを取り除く: ${few(left.map(({ said }) => said.ja), 3)}。`,
    )); // prettier-ignore
  const mails = actions.filter(({ step }) => step === 'W-58');
  if (mails.length > 0)
    steps.push(both(`${few(mails.map(({ said }) => said.en), 2)}.`, `${few(mails.map(({ said }) => said.ja), 2)}。`)); // prettier-ignore
  const missing = unique(actions.filter(({ step }) => step === 'W-57').map(({ said }) => said.en));
  if (missing.length > 0 || gaps.length > 0) {
    const logs = actions.filter(({ step }) => step === 'W-57');
    if (logs.length > 0)
      steps.push(both(`${few(missing, 3)}.`, `${few(unique(logs.map(({ said }) => said.ja)), 3)}。`)); // prettier-ignore
  }
  steps.push(
    both(
      'Look at the sign-ins of the accounts before and after, mark what the users say was theirs, and investigate again.',
      '該当アカウントの前後のサインインを調べ、本人の操作と確認できたものをマークして、再度調査する。',
    ),
    both(
      'Save the evidence and note what was done when: phone calls, payments, decisions.',
      '証拠を保全し、いつ何をしたか (電話、支払い、判断) を記録する。',
    ),
    both('Confirm with the users of the incident what they did themselves.', '関係するユーザーに、本人の操作を確認する。'), // prettier-ignore
  );
  return steps.slice(0, 3);
}
