import type { Table } from '../../shared/language.js';

export const scopeWords = {
  title: { en: 'Scope', ja: '影響範囲' },
  lead: { en: 'What belongs to the intrusion, how it came in, and on what evidence: round by round until nothing new came.', ja: '侵害に属するものと、その経緯・根拠。新しいものがなくなるまでの拡大を順に示します。' },
  loading: { en: 'Loading', ja: '読み込み中' },
  none: { en: 'The case has no incident', ja: 'この案件にインシデントはありません' },
  round: { en: 'Up to round {{round}} of {{rounds}}', ja: '{{rounds}} 回中 {{round}} 回目まで' },
  graph: { en: 'Members and what led to them', ja: '要素とつながり' },
  drawing: { en: 'Drawing', ja: '描画中' },
  many: { en: 'The first {{count}} are drawn; the list has all.', ja: '最初の {{count}} 件を描画。一覧には全件あります。' },
  members: { en: '{{count}} members', ja: '要素 {{count}} 件' },
  roundOf: { en: 'round {{round}}', ja: '{{round}} 回目' },
  chain: { en: 'Chain of evidence', ja: '根拠のつながり' },
  why: { en: 'Why is it in scope, or why not?', ja: '影響範囲に含まれる理由・含まれない理由' },
  whyHint: { en: 'An address, user, session, app, file …', ja: 'アドレス、ユーザー、セッション、アプリ、ファイル…' },
  ask: { en: 'Ask', ja: '調べる' },
  inScope: { en: 'in scope', ja: '含まれる' },
  notInScope: { en: 'not in scope', ja: '含まれない' },
  nothing: { en: 'The case knows nothing of it.', ja: '案件に記録がありません。' },
  excluded: { en: 'Looked at and left out ({{count}})', ja: '確認のうえ除外 ({{count}})' },
} as const satisfies Table; // prettier-ignore
