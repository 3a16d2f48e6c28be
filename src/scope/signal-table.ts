import type { Said } from '../model/finding.js';

/**
 * The signals of a verdict. A weight is what one signal adds to a strand; `thresholds` says what the sum
 * means. Changing a number here changes verdicts, and tests say which.
 *
 * `why` is the reason of the weight, `source` where the fact comes from.
 */
export interface SignalKind {
  readonly weight: number;
  readonly title: Said;
  readonly why: string;
  readonly source: string;
}

/** Least sums. What is below `suspicious` and not the user's own is `unknown`. */
export const thresholds = { attacker: 80, suspicious: 50, user: 10 } as const;

const kind = (weight: number, en: string, ja: string, why: string, source: string): SignalKind => ({
  weight,
  title: { en, ja },
  why,
  source,
});

export const signalKinds = {
  'new-network': kind(
    15,
    'A network that this user has not worked from in any other session',
    'このユーザーの他のセッションでは使われたことのないネットワーク',
    'Travel, a hotel, a new provider do the same, so it weighs little alone.',
    'W-30; peers.md: mobile roaming was 16 % of the false alerts',
  ),
  'hosting-network': kind(
    20,
    'The network of a hosting provider, where people do not sit',
    'ホスティング事業者のネットワーク (通常の利用者の接続元ではない)',
    'AiTM kits and their operators run on rented servers; VPN services do, too.',
    'peers.md 4 and 5',
  ),
  'anonymiser-network': kind(
    20,
    'The network of an anonymiser',
    '匿名化サービスのネットワーク',
    'Hides who is there; some users do it for other reasons.',
    'peers.md 5',
  ),
  'new-country': kind(
    10,
    'A country that this user has not been in in any other session',
    'このユーザーの他のセッションには現れない国',
    'Business travel does the same.',
    'W-43',
  ),
  'country-nobody-uses': kind(
    10,
    'A country from which nobody else in the tenant works',
    'テナント内の他の誰も利用していない国',
    'A branch office would be seen with others.',
    'W-43',
  ),
  'new-client': kind(
    10,
    'A browser or system that this user does not use otherwise',
    'このユーザーが普段使わないブラウザーまたは OS',
    'A new phone or computer does the same.',
    'W-63',
  ),
  'new-network-and-client': kind(
    25,
    'Network and browser are both new',
    'ネットワークとブラウザーの両方が新しい',
    'A traveller brings the own device, a new device starts on the usual network: both at once is rare.',
    'W-3A; peers.md: one session on several addresses',
  ),
  'new-address-and-client': kind(
    15,
    'Addresses and browser are both new',
    'アドレスとブラウザーの両方が新しい',
    "As above, within a provider that the user's other addresses belong to.",
    'W-3A',
  ),
  'device-missing': kind(
    20,
    "Not on a managed device, although this user's browsers always are",
    'このユーザーのブラウザーは常に管理デバイス上なのに、管理デバイスではない',
    'A relayed sign-in cannot bring the device along.',
    'W-72, W-10',
  ),
  'after-phishing': kind(
    30,
    'From a new place within a day after a phishing mail came',
    'フィッシングメール受信後 1 日以内の、新しい場所からの利用',
    'Who gives the password to a phishing site mostly does so soon after its mail came.',
    'W-58, W-59',
  ),
  'session-moved': kind(
    35,
    'Signed in at one new place and soon used from another',
    '新しい場所でサインインし、まもなく別の新しい場所から使われている',
    'The kit signs in, its operator works: a desktop browser does not change its address within the hour; without the usual device, within the day.',
    'W-10, W-3A',
  ),
  'attackers-session': kind(
    60,
    'In a session that somebody else began',
    '他者が開始したセッションの中',
    'Whoever has the session is the same, wherever the next address is.',
    'W-3A',
  ),
  'script-client': kind(
    20,
    'A script or tool, not a browser or an Office program',
    'ブラウザーや Office ではなく、スクリプトまたはツールからの利用',
    'Kits relay and replay with HTTP libraries.',
    'peers.md 5',
  ),
  'session-shared': kind(
    40,
    'The same session is used from another network with another browser',
    '同じセッションが別のネットワークの別のブラウザーからも使われている',
    'A session cookie does not move to another browser by itself: it was taken along.',
    'W-10, W-3A',
  ),
  'risk-medium': kind(
    30,
    'Entra ID Protection rated it medium',
    'Entra ID Protection がリスク「中」と評価',
    "Microsoft's own judgement; not rarely a traveller.",
    'W-12, W-43, W-75',
  ),
  'risk-high': kind(
    45,
    'Entra ID Protection rated it high',
    'Entra ID Protection がリスク「高」と評価',
    "Microsoft's own judgement, from known bad infrastructure or token anomalies.",
    'W-12, W-43, W-75',
  ),
  finding: kind(
    0,
    'What was done',
    '行われた操作',
    'Its weight is that of the deed: deedWeights.',
    'W-40 … W-49',
  ),
  'usual-address': kind(
    -40,
    'From addresses that this user works from again and again',
    'このユーザーが繰り返し使っているアドレスから',
    'The user is there.',
    'DESIGN.md 4.2',
  ),
  'usual-network': kind(
    -15,
    "From other addresses of a provider that this user's come from",
    'このユーザーが普段使う通信事業者の、別のアドレスから',
    'A provider has millions of customers; residential proxies are among them.',
    'DESIGN.md 4.2',
  ),
  'company-address': kind(
    -30,
    'From addresses that many users of the tenant work from',
    'テナントの多くのユーザーが使うアドレスから',
    'The office, or the company VPN.',
    'DESIGN.md 4.2, 4.4',
  ),
  'usual-client': kind(
    -10,
    'With the browser and system that this user always uses',
    'このユーザーがいつも使うブラウザーと OS で',
    'Weighs little: the commonest browser is the attacker’s, too.',
    'DESIGN.md 4.2',
  ),
  'same-agent': kind(
    -15,
    'With exactly the browser version that this user has on the usual network',
    '普段のネットワークで使われているものと全く同じ版のブラウザーで',
    'The own computer, taken along. A kit can copy the user agent it relays.',
    'DESIGN.md 4.2',
  ),
  'own-device': kind(
    -50,
    "On the organisation's managed device",
    '組織が管理するデバイス上で',
    'The device proves itself with a key that a phishing site cannot relay.',
    'W-72',
  ),
  'known-device': kind(
    -30,
    'On a device that this user has used before',
    'このユーザーが以前から使っているデバイスで',
    'The device proves itself with a key that a phishing site cannot relay.',
    'W-72',
  ),
} as const satisfies Record<string, SignalKind>;

export type SignalSlug = keyof typeof signalKinds;

/**
 * What a finding in a strand adds, by its severity: deeds of one trace count once. Where the strand is the
 * user's own by network, the deed is as likely the user's: see `usual-network`.
 */
export const deedWeights = {
  informational: 0,
  low: 3,
  medium: 15,
  high: 45,
  critical: 70,
} as const;
/** Findings of how somebody came in say which strand is meant only where it is new; they count there. */
export const entryTraces: ReadonlySet<string> = new Set(['login', 'session-theft', 'credential']);
/** All deeds together add no more. */
export const mostOfDeeds = 90;
/** What is new weighs so much where too little is known of the user. */
export const coldShare = 0.3;
