import type { Said } from '../../model/finding.js';

/** Words that several outputs use. */
export const commonMessages = {
  'common.unknown': { en: 'not known', ja: '不明' },
  'common.none': { en: 'none', ja: 'なし' },
  'common.events': { en: '{{count}} events', ja: '{{count}} 件のイベント' },
  'common.practice': {
    en: 'Practice data: nothing of it is real.',
    ja: '演習データ: 実際の事案ではありません。',
  },
} as const satisfies Readonly<Record<string, Said>>;
