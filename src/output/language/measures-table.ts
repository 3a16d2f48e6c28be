import type { Said } from '../../model/finding.js';

const t = (en: string, ja: string): Said => ({ en, ja });

/** Sentences of the measures of an incident. */
export const measuresMessages = {
  'measures.title': t('Measures that would have stopped, ended or shown it', '防げた・早く終わらせた・気付けた対策'),
  'measures.lead': t('Judged on what the logs of this incident show, in the order of its stages.', 'このインシデントのログに基づく判定 (段階の順)。'),
  'measures.kind.prevent': t('prevent', '防止'),
  'measures.kind.contain': t('contain', '封じ込め'),
  'measures.kind.detect': t('detect', '検知'),
  'measures.does.stops': t('would have stopped it', '防げた'),
  'measures.does.shortens': t('would have ended it sooner', '早く終わらせた'),
  'measures.does.shows': t('would have shown it', '気付けた'),
  'measures.how.partly': t(' in part', ' (一部)'),
  'measures.col.measure': t('Measure', '対策'),
  'measures.col.stage': t('Stage', '段階'),
  'measures.col.time': t('Time', '時刻'),
  'measures.col.effect': t('Effect', '効果'),
  'measures.col.why': t('Why', '理由'),
  'measures.col.licence': t('Licence', 'ライセンス'),
  'measures.col.state': t('In this tenant', 'このテナントでの状態'),
  'measures.without': t('Without effect here', '今回は効果がないもの'),
  'measures.today': t('Today', '現在の仕様'),
  'measures.none': t('The case has no incident.', 'この案件にインシデントはありません。'),
  'measures.rollout': t('Before it is switched on', '有効化の前に'),
  'measures.policy-written': t('Written to {{file}}, in the report-only state: nobody is locked out by it yet.', '{{file}} に書き出した (レポート専用の状態のため、まだ誰もブロックされない)。'),
  'measures.setting-written': t('Written to {{file}}: the body of {{request}}.', '{{file}} に書き出した ({{request}} の本文)。'),
  'measures.break-glass': t('No break-glass account was named: the policy excludes the placeholder "{{placeholder}}", which Graph refuses. Put the object ids of your emergency accounts there, or run it again with --break-glass ID.', '緊急用アカウントの指定がない: 除外に置いた「{{placeholder}}」は Graph で拒否される。緊急用アカウントのオブジェクト ID に置き換えるか、--break-glass ID を付けて再実行する。'),
} as const satisfies Readonly<Record<string, Said>>; // prettier-ignore
