import type { Table } from '../language.js';

export const markWords = {
  mark: { en: 'Mark…', ja: '判定を付ける…' },
  title: { en: 'Mark {{what}}', ja: '{{what}} に判定を付ける' },
  lead: { en: 'What people say overrules what the logs suggest. The incident is worked out anew; the mark, its author and the reason are kept in the journal.', ja: '人の判断はログからの推定より優先されます。インシデントは再計算され、判定・記入者・理由は記録に残ります。' },
  as: { en: 'It is', ja: '判定' },
  why: { en: 'Reason', ja: '理由' },
  whyHint: { en: 'e.g. Alice says it was her, on the phone, 14:05', ja: '例: 本人に電話で確認 (14:05)' },
  save: { en: 'Save', ja: '保存' },
  cancel: { en: 'Cancel', ja: 'キャンセル' },
  marked: { en: 'Marked {{as}} by {{by}}: {{why}}', ja: '判定「{{as}}」({{by}}): {{why}}' },
  'as.attacker': { en: 'the attacker’s', ja: '攻撃者のもの' },
  'as.user': { en: 'the user’s own', ja: '本人のもの' },
  'as.ours': { en: 'our own', ja: '自組織のもの' },
  'as.expected': { en: 'expected', ja: '想定どおり' },
  'as.none': { en: 'no mark', ja: '判定なし' },
} as const satisfies Table; // prettier-ignore
