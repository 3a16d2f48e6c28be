import type { Said } from '../../model/finding.js';

const t = (en: string, ja: string): Said => ({ en, ja });

/** Sentences of the plan of logs. */
export const planMessages = {
  'plan.title': t('Log readiness', 'ログの準備状況'),
  'plan.licences': t('Licences: {{names}}', 'ライセンス: {{names}}'),
  'plan.licences-none': t('No licence named: what holds for every tenant (Entra ID Free, Audit Standard). Name yours with --licence.', 'ライセンスの指定なし: すべてのテナントに共通の内容 (Entra ID Free、監査 Standard)。--licence で指定できる。'),
  'plan.incident': t('Incident from {{start}} to {{end}}; now {{now}} (UTC)', 'インシデントの期間 {{start}} – {{end}}、現在 {{now}} (UTC)'),
  'plan.now': t('Now {{now}} (UTC). With --incident-start, or a case, each log gets its own date.', '現在 {{now}} (UTC)。--incident-start または案件を指定すると、ログごとの期限が示される。'),
  'plan.order': t('Fetch in this order: what is about to go first, then the order of looking (W-38).', 'この順に取得する: まもなく失われるもの、続いて調査の順 (W-38)。'),
  'plan.state.there': t('in the case', '案件にある'),
  'plan.state.part-there': t('in the case in part: fetch the rest', '案件に一部のみ: 残りを取得する'),
  'plan.state.rest-gone': t('in the case in part: the rest is gone', '案件に一部のみ: 残りは失われている'),
  'plan.state.fetch': t('fetch', '取得する'),
  'plan.state.soon': t('FETCH NOW', '至急取得する'),
  'plan.state.partly-gone': t('FETCH NOW: a part is gone', '至急取得する: 一部は失われている'),
  'plan.state.expired': t('gone', '失われている'),
  'plan.state.not-licensed': t('not under this licence', 'このライセンスでは利用できない'),
  'plan.state.beforehand': t('only if set up beforehand', '事前の設定がある場合のみ'),
  'plan.kept': t('Kept {{days}} days', '保持 {{days}} 日'),
  'plan.kept-not': t('Not kept unless it was sent elsewhere', '別の場所に送っていなければ保持されない'),
  'plan.by': t('The start of the incident is gone after {{time}}', 'インシデント開始時の記録は {{time}} に失われる'),
  'plan.by-past': t('The start of the incident was gone on {{time}}', 'インシデント開始時の記録は {{time}} に失われた'),
  'plan.gone': t('What is older than {{time}} is gone', '{{time}} より古いものは失われている'),
  'plan.from': t('Fetch from {{time}}: the days before show what is usual', '{{time}} 以降を取得する (それ以前の平常時の比較に用いる)'),
  'plan.have': t('The case has {{first}} – {{last}}', '案件にある期間 {{first}} – {{last}}'),
  'plan.shows': t('Shows', 'わかること'),
  'plan.portal': t('Portal', 'ポータル'),
  'plan.powershell': t('PowerShell', 'PowerShell'),
  'plan.graph': t('Graph', 'Graph'),
  'plan.permission': t('Permission', '権限'),
  'plan.careful': t('Careful', '注意'),
  'plan.source': t('From "{{page}}", checked {{checked}}', '出典「{{page}}」({{checked}} 確認)'),
  'plan.beforehand': t('To set up before the next incident (W-34)', '次のインシデントに備えて設定すること (W-34)'),
} as const satisfies Readonly<Record<string, Said>>; // prettier-ignore
