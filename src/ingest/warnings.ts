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
  const rows = profile.rows + profile.rejects;
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
  // A script that asks hour by hour makes many searches in one file: one warning for all.
  const cut = profile.results.filter(
    ({ count, rows: held, highest }) => held < count || highest < count,
  );
  const found = cut.reduce((sum, { count }) => sum + count, 0);
  const held = cut.reduce((sum, { rows: of }) => sum + of, 0);
  if (cut.length > 0)
    warnings.push({
      code: 'result-count',
      message:
        cut.length === 1
          ? `The search found ${plural(found, 'records')} (ResultCount), and the file holds ${held.toLocaleString('en-US')} of them: it was cut or filtered.`
          : `${plural(cut.length, 'searches')} found ${plural(found, 'records')} or more (ResultCount), and the file holds ${held.toLocaleString('en-US')} of them: it was cut or filtered.`,
    });
  if (profile.rows >= few && profile.users === 1)
    warnings.push({
      code: 'one-user',
      message: 'All records are of one user: what others did is not in this file.',
    });
  if (profile.rows >= few && source === 'ual' && profile.recordTypes === 1)
    warnings.push({
      code: 'one-record-type',
      message:
        'All records are of one record type: the other activities of that time are not in this file.',
    });
  return warnings;
}
