import type { ConditionalAccessPolicy } from '@microsoft/microsoft-graph-types';
import type { Said } from '../../model/finding.js';

/** What Graph takes of a policy; the types name strings that are enumerations there. */
type Policy = Pick<ConditionalAccessPolicy, 'displayName' | 'state'> & {
  readonly conditions: object;
  readonly grantControls?: object;
  readonly sessionControls?: object;
};

export type MeasureSetting =
  /** A Conditional Access policy, to be sent to POST /identity/conditionalAccess/policies. */
  | { readonly kind: 'policy'; readonly make: (breakGlass: readonly string[]) => Policy; readonly rollout: readonly Said[] }
  /** The body of another request. */
  | { readonly kind: 'setting'; readonly request: string; readonly body: object; readonly rollout: readonly Said[] }
  /** Neither: what to do instead. */
  | { readonly kind: 'neither'; readonly said: Said }; // prettier-ignore

/** Stands where no emergency account was named; no user has such an id, so Graph refuses the policy. */
export const placeholder = 'REPLACE-WITH-BREAK-GLASS-OBJECT-ID';

const said = (en: string, ja: string): Said => ({ en, ja });
const exchange = '00000002-0000-0ff1-ce00-000000000000';
const sharePoint = '00000003-0000-0ff1-ce00-000000000000';
/** Built-in strength "Phishing-resistant MFA" ("authenticationStrengthPolicy resource type"). */
const phishingResistant = '00000000-0000-0000-0000-000000000004';

const users = (breakGlass: readonly string[]): object => ({
  includeUsers: ['All'],
  excludeUsers: breakGlass.length === 0 ? [placeholder] : [...breakGlass],
});
const policy = (
  displayName: string,
  rest: (of: object) => Omit<Policy, 'displayName' | 'state'>,
  ...rollout: readonly Said[]
): MeasureSetting => ({
  kind: 'policy',
  make: (breakGlass) => ({
    displayName,
    // Report-only: the sign-in logs say who would have been stopped, and nobody is.
    state: 'enabledForReportingButNotEnforced',
    ...rest(users(breakGlass)),
  }),
  rollout: [...rollout, ...everybody],
});

const everybody: readonly Said[] = [
  said('Leave it report-only for a week or two, and look at Sign-in logs › Report-only: who would have been stopped?', '1～2 週間はレポート専用のままにし、サインイン ログの「レポート専用」でブロックされるはずのユーザーを確認する。'),
  said('Exclude two emergency accounts, and try to sign in with one of them after switching it on.', '緊急用アカウントを 2 つ除外し、有効化後にその 1 つでサインインを試す。'),
  said('Begin with a pilot group, then all users.', 'まず試験グループ、続いて全ユーザーに適用する。'),
]; // prettier-ignore
const siem = (id: string): MeasureSetting => ({
  kind: 'neither',
  said: said(`${id} is a detection: "konseki rules export --to kql,sentinel,sigma --out DIR" writes its rules for a SIEM.`, `${id} は検知であり、「konseki rules export --to kql,sentinel,sigma --out DIR」で SIEM 用のルールを書き出す。`),
}); // prettier-ignore

/** How each measure is set, as Microsoft Graph takes it (graph.md §3). */
export const settings: Readonly<Record<string, MeasureSetting>> = {
  'W-70': policy('Konseki W-70: token protection', (of) => ({
    conditions: { users: of, applications: { includeApplications: [exchange, sharePoint] }, clientAppTypes: ['mobileAppsAndDesktopClients'], platforms: { includePlatforms: ['windows'] } },
    sessionControls: { secureSignInSession: { isEnabled: true } },
  }), said('Devices that are not registered or joined lose desktop Office; browsers are not covered.', '登録・参加していないデバイスではデスクトップ版 Office が使えなくなる。ブラウザーは対象外。')),
  'W-71': policy('Konseki W-71: Outlook on the web for one hour', (of) => ({
    conditions: { users: of, applications: { includeApplications: [exchange] }, clientAppTypes: ['browser'] },
    sessionControls: { signInFrequency: { isEnabled: true, type: 'hours', value: 1, frequencyInterval: 'timeBased', authenticationType: 'primaryAndSecondaryAuthentication' } },
  }), said('Everybody who works in Outlook on the web signs in every hour; managed devices can be left out by a device filter.', 'Outlook on the web の利用者は 1 時間ごとにサインインする。管理対象デバイスはデバイスフィルターで除外できる。')),
  'W-72': policy('Konseki W-72: managed devices only', (of) => ({
    conditions: { users: of, applications: { includeApplications: ['All'] }, clientAppTypes: ['all'] },
    grantControls: { operator: 'OR', builtInControls: ['compliantDevice', 'domainJoinedDevice'] },
  }), said('Private devices, guests, and devices that are not compliant yet are locked out. Enrol first; add no MFA beside it by OR, or that alone is enough.', '私物の端末、ゲスト、まだ準拠していないデバイスは締め出される。先に登録を済ませる。MFA を OR で並べると MFA だけで通過できてしまう。')),
  'W-73': policy('Konseki W-73: phishing-resistant MFA', (of) => ({
    conditions: { users: of, applications: { includeApplications: ['All'] }, clientAppTypes: ['all'] },
    grantControls: { operator: 'OR', builtInControls: [], authenticationStrength: { id: phishingResistant } },
  }), said('Users without a passkey, security key, Windows Hello for Business or certificate are locked out: hand them out first, with Temporary Access Passes for the registration.', 'パスキー、セキュリティキー、Windows Hello for Business、証明書のいずれも持たないユーザーは締め出される。先に配布し、登録には一時アクセスパスを使う。')),
  'W-76': policy('Konseki W-76: security info only from trusted locations', (of) => ({
    conditions: { users: of, applications: { includeUserActions: ['urn:user:registersecurityinfo'] }, clientAppTypes: ['all'], locations: { includeLocations: ['All'], excludeLocations: ['AllTrusted'] } },
    grantControls: { operator: 'OR', builtInControls: ['block'] },
  }), said('Users without security info who are not at a trusted location are locked out: register them on site, or with a Temporary Access Pass. Mark no location as trusted that is everybody’s.', '信頼できる場所にいない、セキュリティ情報未登録のユーザーは締め出される。社内か一時アクセスパスで登録させる。誰でも使える場所を信頼済みにしない。')),
  'W-78': policy('Konseki W-78: MFA to register a device', (of) => ({
    conditions: { users: of, applications: { includeUserActions: ['urn:user:registerdevice'] }, clientAppTypes: ['all'] },
    grantControls: { operator: 'OR', builtInControls: ['mfa'] },
  }), said('Devices › Device settings › "Require Multifactor Authentication to register or join devices" must be No, or this policy has no effect.', 'デバイス › デバイスの設定 ›「デバイスの登録または参加に多要素認証を要求する」を「いいえ」にしないと、このポリシーは効かない。'), said('Users without MFA cannot set up a new device.', 'MFA 未登録のユーザーは新しいデバイスを設定できない。')),
  'W-7B': { kind: 'setting', request: 'PATCH v1.0/policies/authorizationPolicy (Policy.ReadWrite.Authorization)', body: { defaultUserRolePermissions: { allowedToCreateApps: false, permissionGrantPoliciesAssigned: [] } }, rollout: [
    said('Users ask for applications from now on: name reviewers in the admin consent workflow first. Applications that have consent keep it.', '以後、ユーザーはアプリの利用を申請することになる。先に管理者の同意ワークフローで承認者を決める。既存の同意は残る。'),
    said('The list is written anew: where it holds owned-resource policies (ManagePermissionGrantsForOwnedResource.*), add them to the body.', 'このリストは置き換えられる。所有リソースのポリシー (ManagePermissionGrantsForOwnedResource.*) がある場合は本文に加える。'),
  ] },
  'W-7E': { kind: 'setting', request: 'PATCH v1.0/policies/authorizationPolicy (Policy.ReadWrite.Authorization)', body: { guestUserRoleId: '2af84b1e-32c8-42b7-82bc-daa82404023b', allowInvitesFrom: 'adminsAndGuestInviters' }, rollout: [
    said('Guests see their own objects only; teams that invite guests themselves must ask. The admin centre is restricted in the portal: Users › User settings.', 'ゲストは自分のオブジェクトだけを閲覧できる。ゲストを招待しているチームは申請が必要になる。管理センターの制限はポータルの「ユーザー」›「ユーザー設定」で行う。'),
  ] },
  'W-74': siem('W-74'),
  'W-77': siem('W-77'),
  'W-7A': siem('W-7A'),
  'W-7C': siem('W-7C'),
  'W-7D': siem('W-7D'),
  'W-75': { kind: 'neither', said: said('W-75 is set in the portal: Microsoft Entra admin center › ID Protection › Users at risk detected alerts, level Medium (P2).', 'W-75 はポータルで設定する: Microsoft Entra 管理センター › ID 保護 › 危険な状態のユーザーが検出されたアラート、レベル「中」(P2)。') },
  'W-79': { kind: 'neither', said: said('W-79 is set in the portal: Microsoft Intune admin center › Devices › Enrollment › Enrollment notifications.', 'W-79 はポータルで設定する: Microsoft Intune 管理センター › デバイス › 登録 › 登録通知。') },
  'W-26': { kind: 'neither', said: said('W-26 is no single setting: "konseki dormant SNAPSHOT" lists what to disable or take away.', 'W-26 は単一の設定ではない。「konseki dormant SNAPSHOT」が停止・削除すべきものを一覧する。') },
}; // prettier-ignore
