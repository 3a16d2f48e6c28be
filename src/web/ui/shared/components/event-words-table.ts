import type { Table } from '../language.js';

export const eventWords = {
  event: { en: 'Event', ja: 'イベント' },
  open: { en: 'Open the event {{id}}', ja: 'イベント {{id}} を開く' },
  loading: { en: 'Loading the event', ja: 'イベントを読み込み中' },
  record: { en: 'The record as it stands in the evidence', ja: '証拠に記録されているレコード' },
  columns: { en: 'Columns', ja: '項目' },
  from: { en: 'From', ja: '出典' },
  recordNo: { en: 'record {{no}}', ja: 'レコード {{no}}' },
  also: { en: 'Also seen in', ja: '他の出典' },
  copy: { en: 'Copy', ja: 'コピー' },
  copied: { en: 'Copied', ja: 'コピーしました' },
  session: { en: 'Open its session', ja: 'セッションを開く' },
} as const satisfies Table; // prettier-ignore
