import type { Created, Facts } from '../facts.js';
import { factOf, listFact } from '../facts.js';
import type { QuestionTemplate } from '../template.js';
import { drawn, free, right, shell, wrong } from '../template.js';
import type { Text } from '../text.js';
import { name, say, timeText } from '../text.js';
import { createdText } from '../words.js';
import { shiftedTimes } from './distractors.js';
import { effectOf, otherEffects } from './rule-effect.js';

/** Log investigation, second part: what the attacker made. Each is asked of the first of its kind. */
const first = (facts: Facts, ...kinds: readonly Created['kind'][]): Created | undefined =>
  facts.truth.incident ? facts.created(...kinds)[0] : undefined;

const has =
  (...kinds: readonly Created['kind'][]) =>
  (facts: Facts): boolean =>
    first(facts, ...kinds) !== undefined;

/** Objects as people have them every day, none of them the attacker's. */
const everyday: readonly (readonly [Created['kind'], string])[] = [
  ['inbox-rule', 'Newsletters'],
  ['application', 'Travel Expenses'],
  ['device', 'LAPTOP-7Q2M'],
  ['flow', 'Remind me of meetings'],
  ['sharing-link', 'Product catalogue.pptx'],
];

export const traces: readonly QuestionTemplate[] = [
  {
    id: 'rule-name',
    phase: 'investigation',
    rows: ['W-45', 'W-38'],
    appliesTo: has('inbox-rule'),
    pose: (facts) => {
      const rules = facts.created('inbox-rule');
      const owners = [...new Set(rules.map(({ owner }) => facts.nameOf(owner)))];
      return {
        prompt: say(
          `The attacker made an inbox rule (${owners.slice(0, 3).join(', ')}). What is it called?`,
          `攻撃者は受信トレイルールを作成しました (${owners.slice(0, 3).join('、')})。ルールの名前は何ですか。`,
        ),
        task: free(rules.map((rule) => rule.name)),
        hints: [
          say('The operation is New-InboxRule; the name is one of its Parameters.', '操作は New-InboxRule、名前は Parameters の 1 つです。'),
          say('Attackers like names that catch no eye in a list.', '攻撃者は一覧で目立たない名前を好みます。'),
        ],
        explanation: say(
          'Rules of everyday life have names that say what they are for. A name of a sign or two, or none at all, is chosen so that it is overlooked.',
          '普段のルールには用途が分かる名前が付いています。記号が 1、2 文字だけの名前や空の名前は、見落とされるように選ばれたものです。',
        ),
        command: 'konseki events CASE --operation New-InboxRule',
      };
    },
  },
  {
    id: 'rule-effect',
    phase: 'investigation',
    rows: ['W-45', 'W-61'],
    appliesTo: (facts) => {
      const rule = first(facts, 'inbox-rule');
      return rule !== undefined && effectOf(rule) !== '';
    },
    pose: (facts) => {
      const rule = first(facts, 'inbox-rule');
      const effect = rule === undefined ? '' : effectOf(rule);
      return {
        prompt: say(
          `What does the rule in the mailbox of ${facts.nameOf(rule?.owner ?? '')} do?`,
          `${facts.nameOf(rule?.owner ?? '')} のメールボックスのルールは何をしますか。`,
        ),
        task: { kind: 'choice', choices: drawn(facts, 'rule-effect', { right: [name(effect)], wrong: otherEffects(facts, effect).map(name) }, { right: 1, wrong: 3 }) },
        hints: [
          say('Read the Parameters of the record: condition and action are separate entries.', 'レコードの Parameters を読みましょう。条件と処理は別々の項目です。'),
          say('Ask what the owner is meant not to see.', '持ち主に何を見せたくないのかを考えましょう。'),
        ],
        explanation: say(
          'Such a rule keeps answers and warnings from the owner’s eyes, or takes mail out. Condition and action are facts of the report: they say what was hidden.',
          'このようなルールは、返信や警告を持ち主の目から隠したり、メールを持ち出したりします。条件と処理は報告に書くべき事実です。何が隠されたかが分かります。',
        ),
        command: 'konseki events CASE --operation New-InboxRule --json',
      };
    },
  },
  {
    id: 'application-name',
    phase: 'investigation',
    rows: ['W-40', 'W-63'],
    appliesTo: has('application', 'consent'),
    pose: (facts) => {
      const apps = facts.created('application', 'consent');
      const ids = apps.flatMap((app) => [app.id, factOf(app, 'appId', 'clientId', 'applicationId')]).filter((id) => typeof id === 'string');
      return {
        prompt: say('The attacker brought an application into the tenant. What is its name (or its application id)?', '攻撃者はテナントにアプリケーションを追加しました。その名前 (またはアプリケーション ID) は何ですか。'),
        task: free([...apps.map((app) => app.name), ...ids]),
        hints: [
          say('Look for “Consent to application” and “Add service principal”.', '「Consent to application」と「Add service principal」を探しましょう。'),
          say('The target’s display name is in the same record.', '対象の表示名は同じレコードにあります。'),
        ],
        explanation: say(
          'An application keeps its access after sessions are revoked and passwords reset. Disable it first, then examine it.',
          'アプリは、セッションの取り消しやパスワードのリセットの後もアクセスを保ちます。まず無効化し、それから調べます。',
        ),
        command: "konseki events CASE --operation 'Consent to application' --operation 'Add service principal'",
      };
    },
  },
  {
    id: 'application-flow',
    phase: 'investigation',
    rows: ['W-40'],
    appliesTo: has('application'),
    pose: () => ({
      prompt: say('In which order do the records of adding an application appear? (Two of them may change places.)', 'アプリケーション追加の記録は、どの順に現れますか。(2 つは入れ替わることがあります)'),
      task: {
        kind: 'order',
        items: [
          { id: 'application', rank: 1, text: name('Add application + Add owner to application') },
          { id: 'principal', rank: 2, text: name('Add service principal + Add owner to service principal') },
          { id: 'grant', rank: 3, text: name('Add delegated permission grant') },
          { id: 'assignment', rank: 3, text: name('Add app role assignment grant to user') },
          { id: 'consent', rank: 4, text: name('Consent to application') },
        ],
      },
      hints: [
        say('The application is the definition, the service principal its instance in the tenant.', 'アプリケーションは定義、サービスプリンシパルはテナント内のその実体です。'),
        say('The summary record comes last.', '全体をまとめる記録は最後に現れます。'),
      ],
      explanation: say(
        'The definition, its instance, the permission, the assignment to the user, and the consent that sums it up. The same flow is found from the Entra audit log alone and from the unified audit log alone.',
        '定義、その実体、権限、ユーザーへの割り当て、そしてそれらをまとめる同意の順です。同じ流れは Entra 監査ログだけからも、統合監査ログだけからも見つけられます。',
      ),
      command: 'konseki events CASE --source entra_audit --source ual --grep application',
    }),
  },
  {
    id: 'application-scopes',
    phase: 'investigation',
    rows: ['W-63', 'W-61'],
    appliesTo: (facts) => appScopes(facts).length > 0,
    pose: (facts) => {
      const granted = appScopes(facts);
      const lower = new Set(granted.map((scope) => scope.toLowerCase()));
      const others = facts.draw.shuffled('scopes', commonScopes).filter((scope) => !lower.has(scope.toLowerCase()));
      // What every app asks for tells little; what reads and sends does.
      const telling = granted.filter((scope) => !/^(?:openid|profile|email|offline_access|User\.Read)$/i.test(scope));
      return {
        prompt: say('Which of these permissions (scopes) did the application get?', 'このアプリケーションが得た権限 (スコープ) はどれですか。'),
        task: { kind: 'multi', choices: drawn(facts, 'scopes', { right: (telling.length > 0 ? telling : granted).map(name), wrong: others.map(name) }) },
        hints: [
          say('They stand in DelegatedPermissionGrant.Scope, or in ConsentAction.Permissions.', 'DelegatedPermissionGrant.Scope または ConsentAction.Permissions に書かれています。'),
          say('Write down those for mail, files and Teams one by one.', 'メール、ファイル、Teams に関するものを一つずつ書き出しましょう。'),
        ],
        explanation: say(
          `Granted: ${granted.join(' ')}. The list says what the attacker can do through the application, and belongs in the report.`,
          `付与された権限: ${granted.join(' ')}。攻撃者がアプリを通じて何をできるかを示すもので、報告に記載します。`,
        ),
        command: "konseki events CASE --operation 'Add delegated permission grant' --json",
      };
    },
  },
  {
    id: 'consent-type',
    phase: 'investigation',
    rows: ['W-63', 'W-61'],
    appliesTo: (facts) => consentType(facts) !== undefined,
    pose: (facts) => {
      const isAll = consentType(facts) === 'allprincipals';
      const one = say('Principal: the one user who agreed', 'Principal: 同意したユーザーのみ');
      const all = say('AllPrincipals: every user of the tenant', 'AllPrincipals: テナントの全ユーザー');
      return {
        prompt: say('For whom do these permissions hold (ConsentType)?', 'その権限は誰に対して有効ですか (ConsentType)。'),
        task: {
          kind: 'choice',
          choices: [
            isAll ? wrong('one', one, say('An administrator consented for all.', '管理者が全員分に同意しています。')) : right('one', one),
            isAll ? right('all', all) : wrong('all', all, say('That takes an administrator’s consent.', 'それには管理者の同意が必要です。')),
            wrong('none', say('Nobody yet: an administrator must still approve', 'まだ誰にも有効ではない。管理者の承認が必要'), say('Then there would be no grant, only a request.', 'その場合は付与ではなく申請だけが記録されます。')),
          ],
        },
        hints: [say('It stands beside the scopes in the record of the grant.', '付与の記録の中で、スコープの隣に書かれています。')],
        explanation: isAll
          ? say('With AllPrincipals the application reaches all users’ data: everybody is in scope.', 'AllPrincipals ではアプリが全ユーザーのデータに届きます。全員が影響範囲です。')
          : say('With Principal the reach is what this user can reach: own mailbox and what is shared with it.', 'Principal では、そのユーザーが届く範囲、つまり自分のメールボックスと共有されたものに限られます。'),
        command: "konseki events CASE --operation 'Add delegated permission grant' --json",
      };
    },
  },
  when('security-info-when', 'security-info', 'W-41', say('new security info was registered', '新しいセキュリティ情報が登録された'), [
    say('Service “Authentication Methods”, activity “User registered security info”.', 'サービス「Authentication Methods」、アクティビティ「User registered security info」です。'),
    say('It happened within the attacker’s session, not on an earlier day.', '以前の日ではなく、攻撃者のセッションの間に起きています。'),
  ], say(
    'With a method of their own the attacker can answer MFA at any time, also after the password was reset. Remove it in the second step, when it is recorded.',
    '自分の認証方法を登録した攻撃者は、パスワードのリセット後もいつでも MFA に応答できます。記録を残した上で削除します。',
  )),
  when('device-when', 'device', 'W-42', say('a device was registered', 'デバイスが登録された'), [
    say('Service “Device Registration Service”, category Device.', 'サービス「Device Registration Service」、カテゴリ Device です。'),
  ], say(
    'A registered device gets tokens of its own that live long, and may pass rules that ask for a known device.',
    '登録デバイスは長く有効な独自のトークンを得られ、既知のデバイスを求めるルールを通過することもあります。',
  )),
  {
    id: 'device-name',
    phase: 'investigation',
    rows: ['W-42'],
    appliesTo: has('device'),
    pose: (facts) => ({
      prompt: say('What is the registered device called?', '登録されたデバイスの名前は何ですか。'),
      task: free(facts.created('device').flatMap((device) => [device.name, ...(device.id === null ? [] : [device.id])])),
      hints: [say('Look for the activity “Register device” or “Add device” and its target.', 'アクティビティ「Register device」または「Add device」の対象を見ましょう。')],
      explanation: say('With its name and id it can be disabled; deleting waits until the response is complete.', '名前と ID が分かれば無効化できます。削除は対応の完了後にします。'),
      command: "konseki events CASE --operation 'Register device' --operation 'Add device'",
    }),
  },
  {
    id: 'flow-name',
    phase: 'investigation',
    rows: ['W-48', 'W-38'],
    appliesTo: has('flow'),
    pose: (facts) => ({
      prompt: say('What is the Power Automate flow of the attacker called?', '攻撃者が作成した Power Automate フローの名前は何ですか。'),
      task: free(facts.created('flow').flatMap((flow) => [flow.name, ...(flow.id === null ? [] : [flow.id])])),
      hints: [
        say('Record type MicrosoftFlow, in the unified audit log.', '統合監査ログのレコード種別 MicrosoftFlow です。'),
        say('Look for a flow created within the attacker’s session.', '攻撃者のセッション中に作成されたフローを探しましょう。'),
      ],
      explanation: say('A flow goes on working with its own connections when rules are gone and sessions ended. It does not show among the inbox rules.', 'フローは、ルールを消しセッションを切っても、自身の接続で動き続けます。受信トレイルールの一覧には現れません。'),
      command: 'konseki events CASE --source ual --grep MicrosoftFlow',
    }),
  },
  {
    id: 'forwarding',
    phase: 'investigation',
    rows: ['W-54', 'W-44'],
    appliesTo: (facts) => first(facts, 'forwarding') !== undefined && forwardTargets(facts).length > 0,
    pose: (facts) => ({
      prompt: say('To which address does the attacker have mail forwarded?', '攻撃者はメールをどのアドレスへ転送させていますか。'),
      task: free(forwardTargets(facts)),
      hints: [say('Set-Mailbox, parameter ForwardingSmtpAddress, or a redirecting rule.', 'Set-Mailbox の ForwardingSmtpAddress、またはリダイレクトするルールを確認しましょう。')],
      explanation: say('Everything that came in since then has to be taken as read by the attacker.', 'それ以降に届いたメールは、すべて攻撃者に読まれたものとして扱います。'),
      command: 'konseki events CASE --operation Set-Mailbox --operation New-InboxRule',
    }),
  },
  {
    id: 'role',
    phase: 'investigation',
    rows: ['W-49', 'W-25'],
    appliesTo: has('directory-role', 'azure-role'),
    pose: (facts) => {
      const granted = facts.created('directory-role', 'azure-role');
      const own = new Set(granted.map((role) => role.name.toLowerCase()));
      const others = facts.draw.shuffled('roles', commonRoles).filter((role) => !own.has(role.toLowerCase()));
      return {
        prompt: say('Which roles did the attacker grant?', '攻撃者が付与したロールはどれですか。'),
        task: { kind: 'multi', choices: drawn(facts, 'roles', { right: granted.map((role) => name(role.name)), wrong: others.map(name) }) },
        hints: [say('“Add member to role” in the directory, role assignments in the Azure activity log.', 'ディレクトリの「Add member to role」と、Azure アクティビティログのロール割り当てです。')],
        explanation: say('A role granted to another account outlives everything done to the first. Take it back, and treat its holder as compromised until shown otherwise.', '別のアカウントに与えられたロールは、最初のアカウントへの対処では消えません。取り消し、保持者は無実と分かるまで侵害されたものとして扱います。'),
        command: "konseki events CASE --operation 'Add member to role' --source entra_audit --source azure_activity",
      };
    },
  },
  {
    id: 'azure-resources',
    phase: 'investigation',
    rows: ['W-49', 'W-25'],
    appliesTo: has('azure-resource'),
    pose: (facts) => {
      const made = facts.created('azure-resource').map((resource) => resource.name);
      return {
        prompt: say('Which Azure resources did the attacker create, change or delete?', '攻撃者が作成・変更・削除した Azure リソースはどれですか。'),
        task: { kind: 'multi', choices: drawn(facts, 'azure', { right: made.map(name), wrong: facts.draw.shuffled('azure', ['vm-web-01', 'streports', 'kv-payroll', 'sql-orders', 'vnet-office']).map(name) }, { right: 4, wrong: 3 }) },
        hints: [say('Filter the Azure activity log on the caller and on operations that write or delete.', 'Azure アクティビティログを、呼び出し元と書き込み・削除の操作で絞り込みましょう。')],
        explanation: say('This is where business stops. Each change has to be judged and, where needed, undone.', '業務停止につながる部分です。変更を一つずつ確認し、必要なら元に戻します。'),
        command: 'konseki events CASE --source azure_activity',
      };
    },
  },
  {
    id: 'created',
    phase: 'investigation',
    rows: ['W-44', 'W-11'],
    appliesTo: ({ truth }) => truth.incident && truth.created.length > 0,
    pose: (facts) => {
      const made = facts.truth.created.map(({ kind, name: called }) => createdText(kind, called));
      const names = new Set(facts.truth.created.map(({ name: called }) => called.toLowerCase()));
      const others = facts.draw
        .shuffled('created', everyday, ([kind]) => kind)
        .filter(([, called]) => !names.has(called.toLowerCase()))
        .map(([kind, called]): readonly [Text, Text] => [createdText(kind, called), say('Nothing in the attacker’s sessions made it.', '攻撃者のセッションで作られたものではありません。')]);
      return {
        prompt: say('Now all together: which of these are the attacker’s work?', 'まとめです。攻撃者が作成・設定したものはどれですか。'),
        task: { kind: 'multi', choices: drawn(facts, 'created', { right: made, wrong: others }, { right: 5, wrong: 3 }) },
        hints: [say('The flow of the session shows all that was made in it; an application’s own doings come after.', 'セッションの流れに、その中で作られたものがすべて現れます。アプリ自身の動作はその後に続きます。')],
        explanation: say('Each of these needs its own step of the response; one that is overlooked is the way back in.', 'これらにはそれぞれ対応が必要です。一つでも見落とすと、再侵入の経路になります。'),
        command: 'konseki investigate FILES --case CASE',
      };
    },
  },
]; // prettier-ignore

const commonScopes = [
  'Mail.Read', 'Mail.ReadWrite', 'Mail.Send', 'Files.ReadWrite.All', 'Directory.ReadWrite.All', 'Contacts.Read',
  'Calendars.ReadWrite', 'Sites.FullControl.All', 'RoleManagement.ReadWrite.Directory', 'Chat.Read',
]; // prettier-ignore

const commonRoles = [
  'Reports Reader', 'Helpdesk Administrator', 'Teams Administrator', 'Billing Administrator', 'Reader', 'Guest Inviter',
]; // prettier-ignore

const appScopes = (facts: Facts): readonly string[] =>
  facts.truth.incident
    ? facts
        .created('application', 'consent')
        .map((app) => listFact(app, 'scopes', 'scope', 'permissions'))
        .find((scopes) => scopes.length > 0) ?? []
    : []; // prettier-ignore

const consentType = (facts: Facts): 'principal' | 'allprincipals' | undefined => {
  if (!facts.truth.incident) return undefined;
  const said = facts
    .created('application', 'consent')
    .map((app) => factOf(app, 'consentType'))
    .find((type) => type !== undefined)
    ?.toLowerCase();
  return said === 'principal' || said === 'allprincipals' ? said : undefined;
};

const forwardTargets = (facts: Facts): readonly string[] =>
  facts
    .created('forwarding')
    .flatMap((one) => [one.name, ...Object.values(one.facts)])
    .flatMap((text) => text.match(/[\w.+-]+@[\w.-]+\.\w+/g) ?? []);

/** When something was registered, by the time of its event. */
function when(id: string, kind: Created['kind'], row: string, what: Text, hints: readonly Text[], explanation: Text): QuestionTemplate {
  const timesOf = (facts: Facts): readonly string[] => {
    const made = new Set(first(facts, kind)?.events);
    return facts.truth.events.filter((event) => made.has(event.id)).map(({ time }) => time).sort();
  };
  return {
    id,
    phase: 'investigation',
    rows: [row, 'W-31'],
    appliesTo: (facts) => timesOf(facts).length > 0,
    pose: (facts) => {
      const object = first(facts, kind);
      const times = timesOf(facts);
      const [at = ''] = times.slice(-1);
      // Others of its own records are minutes or seconds away, and as right.
      const others = facts.truth.events
        .map(({ time }) => time)
        .filter((time) => times.every((own) => Math.abs(Date.parse(own) - Date.parse(time)) > 300_000));
      const owner = facts.nameOf(object?.owner ?? '');
      return {
        prompt: say(`When was it that ${what.en} for ${owner} (UTC)?`, `${owner} のアカウントに${what.ja}のはいつですか (UTC)。`),
        task: {
          kind: 'choice',
          choices: drawn(facts, id, {
            right: [name(timeText(at))],
            wrong: [
              ...shiftedTimes(facts, at).map((time) => [name(timeText(time)), say('Local time was taken for UTC.', 'ローカル時刻を UTC と取り違えています。')] as const),
              ...facts.draw.some(id, others, 2).map((time) => name(timeText(time))),
              name(timeText(facts.truth.report.at)),
              name(timeText(facts.truth.window?.to ?? facts.truth.report.at)),
            ].filter((one) => !times.some((time) => timeText(time) === ('en' in one ? one.en : one[0].en))),
          }, { right: 1, wrong: 3 }),
        },
        hints,
        explanation,
        command: `konseki event CASE ${shell(facts.truth.events.find((event) => event.time === at && object?.events.includes(event.id))?.id ?? '')}`,
      };
    },
  };
} // prettier-ignore
