import { licenceOf } from '../licences.js';
import type { Truth } from '../truth.js';
import type { Text } from './text.js';
import { say, timeText } from './text.js';

/** What the exercise opens with: who you are, where, and the report that comes in (W-80, W-83). */
export interface Opening {
  readonly role: Text;
  readonly company: readonly Text[];
  readonly report: Text;
  readonly reportedAt: string;
  readonly synthetic: Text;
}

export function openingOf({ company, report }: Truth): Opening {
  const licence = licenceOf(company.licence)?.name ?? company.licence;
  return {
    role: say(
      `You are on the incident response team (CSIRT) of ${company.name}.`,
      `あなたは ${company.name} の CSIRT の一員です。`,
    ),
    company: [
      say(`Users: ${company.users}`, `ユーザー数: ${company.users}`),
      say(`Licence: ${licence}`, `ライセンス: ${licence}`),
      say(`Mail domain: ${company.domain}`, `メールドメイン: ${company.domain}`),
      say(`Time zone: ${company.timeZone}`, `タイムゾーン: ${company.timeZone}`),
    ],
    report: say(report.en, report.ja),
    reportedAt: timeText(report.at),
    synthetic: say(
      'Everything here is made up: no real company, people or logs.',
      'ここに出てくるものはすべて架空です。実在の企業・人物・ログではありません。',
    ),
  };
}
