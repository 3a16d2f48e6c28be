import type { Table } from '../../shared/language.js';

export const measuresWords = {
  title: { en: 'Measures', ja: '対策' },
  lead: { en: 'Which measure would have stopped, ended or shown which step of this incident, judged on what its logs show.', ja: 'このインシデントのどの段階を、どの対策が防ぎ・終わらせ・検知できたか (ログに基づく判定)。' },
  loading: { en: 'Loading', ja: '読み込み中' },
  none: { en: 'The case has no incident', ja: 'この案件にインシデントはありません' },
  figure: { en: 'Prevent, contain, detect over the stages', ja: '段階ごとの防止・封じ込め・検知' },
  'kind.prevent': { en: 'prevent', ja: '防止' },
  'kind.contain': { en: 'contain', ja: '封じ込め' },
  'kind.detect': { en: 'detect', ja: '検知' },
  'does.stops': { en: 'would have stopped it', ja: '防げた' },
  'does.shortens': { en: 'would have ended it sooner', ja: '早く終わらせた' },
  'does.shows': { en: 'would have shown it', ja: '気付けた' },
  partly: { en: 'in part', ja: '一部' },
  'col.measure': { en: 'Measure', ja: '対策' },
  'col.effect': { en: 'Effect', ja: '効果' },
  'col.why': { en: 'Why', ja: '理由' },
  'col.licence': { en: 'Licence', ja: 'ライセンス' },
  without: { en: 'without effect here', ja: '今回は効果なし' },
  policy: { en: 'Its setting: konseki measures policy {{id}} --out FILE', ja: '設定の書き出し: konseki measures policy {{id}} --out FILE' },
} as const satisfies Table; // prettier-ignore
