import type { Said } from '../model/finding.js';
import { stages } from '../model/stage.js';
import type { Stage } from '../model/stage.js';
import type { IncidentFinding, IncidentVictim, ScopeMember } from '../model/incident.js';
import type { FirstAccess } from './first-access.js';
import { entrySaid } from './entry-table.js';
import type { Facts } from './facts.js';
import { isGrave } from './findings.js';
import { both, counted, few, minuteOf, unique } from './texts.js';

const stageWords: Readonly<Record<Stage, Said>> = {
  phishing: { en: 'phishing mail', ja: 'フィッシングメール' },
  credential: { en: 'credentials entered', ja: '認証情報の入力' },
  'session-theft': { en: 'session theft', ja: 'セッションの窃取' },
  login: { en: 'unauthorized login', ja: '不正ログイン' },
  'security-info': { en: 'security info registered', ja: 'セキュリティ情報の登録' },
  device: { en: 'device registered', ja: 'デバイスの登録' },
  application: { en: 'application added', ja: 'アプリケーションの追加' },
  'info-theft': { en: 'information theft', ja: '情報窃取' },
  evasion: { en: 'evading detection', ja: '検知の回避' },
  privilege: { en: 'privileges', ja: '権限昇格' },
  spread: { en: 'attacks on others', ja: '他者への攻撃' },
};

/** The incident in a sentence or two. */
export function titleOf(
  facts: Facts,
  victims: readonly IncidentVictim[],
  first: FirstAccess | undefined,
  findings: readonly IncidentFinding[],
): Said {
  const acting = victims.filter(({ how }) => how === 'signs-in').map(({ user }) => user);
  const done = stages.filter((stage) =>
    findings.some((finding) => finding.stage === stage && isGrave(finding.severity)),
  );
  const until = minuteOf(facts.to);
  if (acting.length === 0 && facts.scope.strands.every(({ done: deeds }) => deeds === 0))
    return both(
      `Tried from ${minuteOf(facts.from)} to ${until}: no success is recorded.`,
      `${minuteOf(facts.from)} から ${until} までの試行。成功した記録はない。`,
    );
  const who = acting.length === 0 ? both('accounts that the logs do not name', 'ログからは特定できないアカウント') : both(few(acting, 3), few(acting, 3)); // prettier-ignore
  const start = minuteOf(facts.from);
  const how = first === undefined ? both('', '') : both(`, ${entrySaid[first.how].en}`, `侵入方法: ${entrySaid[first.how].ja}。`); // prettier-ignore
  const what =
    done.length === 0
      ? both('', '')
      : both(
          ` What was done: ${done.map((stage) => stageWords[stage].en).join(', ')}.`,
          `行われたこと: ${done.map((stage) => stageWords[stage].ja).join('、')}。`,
        );
  const beside = besideOf(facts.scope.members, acting);
  return both(
    `Somebody else used ${counted(acting.length, 'account')}, ${who.en}, from ${start} to ${until}${how.en}.${what.en}${beside.en}`,
    `${start} から ${until} まで、${who.ja} (${acting.length} アカウント) が第三者に不正使用された。${how.ja}${what.ja}${beside.ja}`,
  );
}

function besideOf(members: readonly ScopeMember[], acting: readonly string[]): Said {
  const others = unique(members.flatMap(({ kind, value }) => (kind === 'user' && !acting.includes(value) ? [value] : []))); // prettier-ignore
  return others.length === 0
    ? both('', '')
    : both(
        ` ${counted(others.length, 'more user')} in scope: ${few(others, 3)}.`,
        `ほかに範囲内のユーザー ${others.length} 人: ${few(others, 3)}。`,
      );
}
