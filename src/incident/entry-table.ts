import type { Said } from '../model/finding.js';

/** How somebody came in (W-10; the schema's `how`). */
export const entryKinds = [
  'aitm',
  'device-code',
  'consent',
  'password',
  'legacy',
  'cookie',
  'internal-phish',
  'unknown',
] as const;
export type EntryKind = (typeof entryKinds)[number];

/** Traces of findings that tell the way in; the first that is there is taken. */
export const entryTraces: readonly {
  readonly how: EntryKind;
  readonly traces: readonly string[];
}[] = [
  { how: 'device-code', traces: ['device-code-sign-in'] },
  { how: 'aitm', traces: ['aitm-sign-in', 'session-replayed'] },
  { how: 'legacy', traces: ['legacy-sign-in', 'legacy-protocol'] },
  {
    how: 'password',
    traces: ['password-known', 'password-sign-in', 'password-spray', 'brute-force', 'mfa-fatigue'],
  },
];

/** The application that Microsoft's sign-in page is opened for by relay kits: OfficeHome. */
export const officeHome = '4765445b-32c6-49b0-83e6-1d93765276ca';

export const entrySaid: Readonly<Record<EntryKind, Said>> = {
  aitm: {
    en: 'through a relayed sign-in (adversary in the middle): password and second factor were passed on, and the session taken over',
    ja: '中継型フィッシング (AiTM) によるサインイン: パスワードと第 2 要素が中継され、セッションが奪われた',
  },
  'device-code': {
    en: 'with a device code that the user was led to enter',
    ja: 'ユーザーに入力させたデバイスコードによる',
  },
  consent: {
    en: 'through an application that the user was led to consent to',
    ja: 'ユーザーに同意させたアプリケーションによる',
  },
  password: { en: 'with the password', ja: 'パスワードによる' },
  legacy: {
    en: 'with the password over a legacy protocol, which asks for no second factor',
    ja: '第 2 要素を要求しないレガシープロトコルでのパスワード認証による',
  },
  cookie: {
    en: "with the cookie or token of the user's own session, used at another place",
    ja: '本人のセッションの Cookie またはトークンを別の場所で使用',
  },
  'internal-phish': {
    en: "after a mail that the attacker sent from a colleague's account",
    ja: '攻撃者が同僚のアカウントから送信したメールの後',
  },
  unknown: { en: 'in a way that the logs do not tell', ja: 'ログからは不明な方法による' },
};
