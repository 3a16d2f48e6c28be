import type { Warning } from '../model/evidence.js';
import type { ReadNote } from '../read/record.js';
import type { IntakeProfile } from '../store/store.js';

/** Exports stop at these numbers of rows: a page, a PowerShell call, a session or portal export. */
const rounds: Readonly<Record<number, string>> = {
  100: 'the default ResultSize of Search-UnifiedAuditLog',
  1_000: 'one page of Microsoft Graph',
  5_000: 'the most that one call of Search-UnifiedAuditLog returns',
  50_000: 'the most that a Purview export or one search session returns',
  100_000: 'the most that an Entra portal download of sign-ins holds',
};

/** Below so many records, one user or one record type is nothing strange. */
const few = 10;

const plural = (n: number, what: string): string => `${n.toLocaleString('en-US')} ${what}`;

/** Signs that an export is cut or filtered, and what the reader noticed, for one file. */
export function warningsOf(
  profile: IntakeProfile,
  notes: readonly ReadNote[],
  source: string | undefined,
): readonly Warning[] {
  const warnings: Warning[] = notes.map(({ code, message }) => ({ code, message }));
  const { rows } = profile;
  if (rows === 0)
    warnings.push({
      code: 'no-records',
      message: 'The file holds no record: the search found nothing, or the export failed.',
    });
  const round = rounds[rows];
  if (round !== undefined)
    warnings.push({
      code: 'round-row-count',
      message: `Exactly ${plural(rows, 'records')}: ${round}. There may be more; export in shorter spans of time.`,
    });
  for (const { count, rows: held, highest } of profile.results)
    if (held < count || highest < count)
      warnings.push({
        code: 'result-count',
        message: `The search found ${plural(count, 'records')} (ResultCount), and the file holds ${held.toLocaleString('en-US')} of them: it was cut or filtered.`,
      });
  if (rows >= few && profile.users === 1)
    warnings.push({
      code: 'one-user',
      message: 'All records are of one user: what others did is not in this file.',
    });
  if (rows >= few && source === 'ual' && profile.recordTypes === 1)
    warnings.push({
      code: 'one-record-type',
      message:
        'All records are of one record type: the other activities of that time are not in this file.',
    });
  return warnings;
}
