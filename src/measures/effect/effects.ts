import type { Said } from '../../model/finding.js';
import type { Incident, IncidentFinding, IncidentSession } from '../../model/incident.js';
import type { Effect } from '../../model/measure.js';
import type { Stage } from '../../model/stage.js';

/** What a measure comes to: effects, or why it has none. */
export type Answer = readonly Omit<Effect, 'measure'>[] | Said;
export type Judge = (incident: Incident) => Answer;

const both = (en: string, ja: string): Said => ({ en, ja });
const minutes = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 60_000); // prettier-ignore
const later = (at: string, ms: number): string => new Date(Date.parse(at) + ms).toISOString().replace('.000Z', 'Z'); // prettier-ignore
const hour = 3_600_000;

/** Ways in by a sign-in of the attacker's own, with what the user gave away. */
const signedIn = ['aitm', 'password', 'legacy', 'internal-phish', 'unknown'];

interface Entry {
  readonly user: string;
  readonly how: string;
  readonly at: string;
  readonly events: readonly string[];
}
const entriesOf = ({ victims }: Incident): readonly Entry[] =>
  victims.flatMap(({ user, entry }) => (entry === null ? [] : [{ user, how: entry.how, at: entry.at, events: entry.events }])); // prettier-ignore

const ofTraces = ({ findings }: Incident, ...traces: readonly string[]): readonly IncidentFinding[] =>
  findings.filter(({ trace, first }) => traces.includes(trace) && first !== null).toSorted((a, b) => ((a.first ?? '') < (b.first ?? '') ? -1 : 1)); // prettier-ignore
const ofStage = ({ findings }: Incident, stage: Stage): readonly IncidentFinding[] =>
  findings.filter((finding) => finding.stage === stage && finding.first !== null && finding.severity !== 'informational').toSorted((a, b) => ((a.first ?? '') < (b.first ?? '') ? -1 : 1)); // prettier-ignore

/** A browser, not a program of Office: `Windows/Chrome`. */
const inBrowser = ({ strands }: IncidentSession): boolean => strands.every(({ client }) => client.includes('/')); // prettier-ignore

function shows(stage: Stage, found: readonly IncidentFinding[], because: Said, none: Said): Answer {
  const [first] = found;
  return first === undefined ? none : [{ stage, does: 'shows', how: 'surely', because, at: first.first ?? '', events: first.events.slice(0, 5) }];
} // prettier-ignore

/** How each measure bears on an incident; judged on what was seen, not on the measure's name. */
export const judges: Readonly<Record<string, Judge>> = {
  'W-70': ({ sessions }) => {
    const programs = sessions.filter((session) => !inBrowser(session));
    const [first] = programs;
    return first === undefined
      ? both('The session was used in a browser, which token protection does not cover.', 'セッションはブラウザーで使われており、トークン保護の対象外。')
      : [{ stage: 'session-theft', does: 'stops', how: 'partly', at: first.first, events: [], because: both('Programs were used with the session, too: on Windows their tokens would not have worked on another device. What was done in a browser is not covered.', 'セッションはブラウザー以外のプログラムでも使われた。Windows のプログラムではトークンが別のデバイスで使えなかったはず。ブラウザーでの操作は対象外。') }];
  },
  'W-71': ({ sessions, findings }) => {
    const long = sessions.filter(({ first, last, apps }) => Date.parse(last) - Date.parse(first) > hour && apps.some((app) => /outlook|exchange|officehome/i.test(app)));
    if (long.length === 0) return both('No session of the attacker in Outlook on the web lasted more than an hour.', '攻撃者の Outlook on the web のセッションで 1 時間を超えたものはない。');
    return long.map(({ id, first, last }): Omit<Effect, 'measure'> => {
      const end = later(first, hour);
      const after = findings.filter((finding) => finding.sessions.includes(id) && finding.first !== null && finding.first > end);
      return {
        stage: 'session-theft', does: 'shortens', how: after.length > 0 ? 'surely' : 'partly', at: end, events: after.flatMap(({ events }) => events).slice(0, 5),
        because: both(
          `The session was used for ${minutes(first, last)} minutes: after the first hour a new sign-in would have been asked for. ${after.length} findings are later than that.`,
          `セッションは ${minutes(first, last)} 分間使われた。最初の 1 時間で再サインインが求められたはず。それより後の検出結果は ${after.length} 件。`,
        ),
      };
    });
  },
  'W-72': (incident) => {
    const found = entriesOf(incident).filter(({ how }) => signedIn.includes(how) || how === 'device-code' || how === 'cookie');
    if (found.length === 0) return both('The attacker did not sign in: a managed device would not have been asked for.', '攻撃者自身のサインインがないため、管理対象デバイスは求められない。');
    return found.map(({ user, how, at, events }) => ({
      stage: 'login', does: 'stops', how: how === 'cookie' ? 'partly' : 'surely', at, events,
      because: how === 'cookie'
        ? both(`The cookie of ${user} came from a device that had it already: a new sign-in elsewhere would have failed, the cookie itself works until it is asked for again.`, `${user} の Cookie は端末から盗まれたもの。別の場所での新しいサインインは失敗するが、Cookie 自体は再認証まで使える。`)
        : both(`The attacker signed in as ${user} from a device that the organisation does not manage.`, `攻撃者は組織が管理していないデバイスから ${user} としてサインインした。`),
    }));
  },
  'W-73': (incident) => {
    const found = entriesOf(incident).filter(({ how }) => signedIn.includes(how));
    const [entry] = entriesOf(incident);
    if (found.length > 0)
      return found.map(({ user, at, events }) => ({
        stage: 'login', does: 'stops', how: 'surely', at, events,
        because: both(`A key of ${user} would not have signed for the phishing site: there would have been no session to steal.`, `${user} のキーはフィッシングサイトには応答しないため、盗まれるセッション自体が作られなかった。`),
      }));
    switch (entry?.how) {
      case 'device-code':
        return both('With a device code the user signs in at the real site: a key answers there. Block the device code flow instead.', 'デバイスコードではユーザーが正規のサイトでサインインするため、キーも応答してしまう。デバイスコードフロー自体をブロックする。');
      case 'consent':
        return both('The user consented while really signed in: no kind of MFA stops that.', 'ユーザーが正規にサインインした状態で同意しているため、MFA では防げない。');
      case 'cookie':
        return both('The cookie was stolen after the sign-in: no kind of MFA stops that.', 'サインイン後に Cookie が盗まれているため、MFA では防げない。');
      default:
        return both('How the attacker came in is not in the logs.', '侵入の経路がログにない。');
    }
  },
  'W-74': (incident) => shows('login', ofTraces(incident, 'two-countries'),
    both('Two countries within minutes stand in the sign-ins.', '数分以内に 2 か国からのサインインがある。'),
    both('No two countries within 10 minutes stand in the sign-ins.', '10 分以内に 2 か国からのサインインはない。')),
  'W-75': (incident) => shows('login', ofTraces(incident, 'risky-sign-in', 'aitm-sign-in').filter(({ rows, trace }) => trace === 'risky-sign-in' || rows.includes('W-75')),
    both('Entra ID Protection rated it medium or higher.', 'Entra ID Protection が「中」以上と評価した。'),
    incident.gaps.some(({ source }) => source === 'risk_detection')
      ? both('Whether Entra ID Protection saw it is not known: its detections are not among the evidence.', 'Entra ID Protection が検出したかは不明 (検出結果が証拠に含まれていない)。')
      : both('Entra ID Protection rated nothing of it medium or higher.', 'Entra ID Protection は「中」以上と評価していない。')),
  'W-76': (incident) => {
    const [first] = ofStage(incident, 'security-info');
    return first === undefined
      ? both('No security info was registered.', 'セキュリティ情報は登録されていない。')
      : [{ stage: 'security-info', does: 'stops', how: 'surely', at: first.first ?? '', events: first.events.slice(0, 5), because: both('The registration came from the attacker’s address. The policy must block or ask for a managed device: MFA alone is no hindrance, the stolen session has it already.', '登録は攻撃者のアドレスから行われた。ポリシーはブロックまたは管理対象デバイスを求めるものにする。盗まれたセッションは MFA 済みのため、MFA だけでは防げない。') }];
  },
  'W-77': (incident) => shows('security-info', ofStage(incident, 'security-info'),
    both('The registration stands in the audit log.', '登録が監査ログに記録されている。'), both('No security info was registered.', 'セキュリティ情報は登録されていない。')),
  'W-78': (incident) => {
    const [first] = ofStage(incident, 'device');
    return first === undefined
      ? both('No device was registered.', 'デバイスは登録されていない。')
      : [{ stage: 'device', does: 'stops', how: 'partly', at: first.first ?? '', events: first.events.slice(0, 5), because: both('A session that has passed MFA passes this policy, too: it stops the registration only with an authentication strength that a phishing site cannot relay.', 'MFA 済みのセッションはこのポリシーも通過する。登録を防げるのは、フィッシングサイトで中継できない認証強度を求めた場合のみ。') }];
  },
  'W-79': (incident) => shows('device', ofStage(incident, 'device'),
    both('The user would have been told of a device that is not theirs (devices enrolled in Intune).', '本人のものでないデバイスの登録がユーザーに通知された (Intune に登録されたデバイスの場合)。'), both('No device was registered.', 'デバイスは登録されていない。')),
  'W-7A': (incident) => shows('device', ofStage(incident, 'device'),
    both('The registration stands in the audit log.', '登録が監査ログに記録されている。'), both('No device was registered.', 'デバイスは登録されていない。')),
  'W-7B': (incident) => {
    const found = ofTraces(incident, 'application-added', 'abused-application', 'application-credential');
    const [first] = found;
    if (first === undefined) return both('No application was added or consented to.', 'アプリケーションの追加や同意はない。');
    const admin = incident.victims.some(({ user, privileged }) => privileged && first.users.includes(user));
    return [{
      stage: 'application', does: 'stops', how: admin ? 'partly' : 'surely', at: first.first ?? '', events: first.events.slice(0, 5),
      because: admin
        ? both('The account has roles: administrators may register and consent whatever the setting is.', 'アカウントがロールを持つ。管理者は設定に関係なく登録と同意ができる。')
        : both('A user without a role registered the application or consented to it.', 'ロールのないユーザーがアプリケーションを登録または同意した。'),
    }];
  },
  'W-7C': (incident) => shows('application', ofTraces(incident, 'application-added', 'abused-application', 'application-credential'),
    both('The steps stand in the audit log.', '一連の操作が監査ログに記録されている。'), both('No application was added or consented to.', 'アプリケーションの追加や同意はない。')),
  'W-7D': (incident) => shows('evasion', ofTraces(incident, 'hiding-rule', 'inbox-rule', 'forwarding-rule'),
    both('The inbox rule stands in the audit log. Other steps of this stage are hard to tell from ordinary use.', '受信トレイルールの作成が監査ログに記録されている。この段階のほかの操作は通常の利用と見分けにくい。'),
    both('No inbox rule was made.', '受信トレイルールは作成されていない。')),
  'W-7E': (incident) => {
    const [first] = ofTraces(incident, 'directory-enumeration', 'guest-invited', 'guest-sign-in');
    return first === undefined
      ? both('Neither guests nor the directory’s listing played a part.', 'ゲストやディレクトリの閲覧は関与していない。')
      : [{ stage: first.stage, does: 'stops', how: 'partly', at: first.first ?? '', events: first.events.slice(0, 5), because: both('Less would have been seen and invited. Restricting the admin centre hides pages, not the interfaces behind them.', '閲覧や招待が制限されたはず。管理センターの制限は画面を隠すだけで、API には及ばない。') }];
  },
  'W-26': (incident) => {
    const dormant = ofTraces(incident, 'dormant-account', 'disabled-account');
    const powerful = incident.victims.filter(({ privileged }) => privileged);
    const [first] = dormant;
    if (first !== undefined)
      return [{ stage: 'login', does: 'stops', how: 'surely', at: first.first ?? '', events: first.events.slice(0, 5), because: both('An account was used that nobody needed.', '使われていないアカウントが悪用された。') }];
    const [victim] = powerful;
    return victim === undefined
      ? both('The accounts have no roles, and were in use.', '被害アカウントはロールを持たず、日常的に使われていた。')
      : [{ stage: 'privilege', does: 'stops', how: 'partly', at: victim.firstAccess ?? incident.window.from, events: victim.entry?.events.slice(0, 5) ?? [], because: both(`${victim.user} has ${victim.roles.slice(0, 3).join(', ')}: with less, less was within reach.`, `${victim.user} は ${victim.roles.slice(0, 3).join('、')} を持つ。権限が少なければ被害も限られた。`) }];
  },
}; // prettier-ignore
