import { openCase } from '../../ingest/case.js';
import type { VerifyResult } from '../../ingest/verify.js';
import { verifyEvidence } from '../../ingest/verify.js';
import { plural } from '../../output/table.js';
import type { Context } from '../context.js';
import { exitCode } from '../exit-code.js';
import { printListing } from '../records.js';

/** Hashes the evidence again and says what is not as it was added. */
export async function verify(context: Context, dir: string): Promise<number> {
  const opened = await openCase(dir, 'read');
  const { store } = opened;
  try {
    const results = await verifyEvidence(store, dir);
    const { green, red } = context.colors;
    if (results.length > 0 || context.format !== 'table')
      await printListing(context, {
        records: results,
        columns: [
          {
            title: 'State',
            least: 0,
            style: (shown) => (shown.startsWith('intact') ? green(shown) : red(shown)),
            cell: ({ state }) => state,
          },
          { title: 'File', least: 16, cell: ({ evidence }) => evidence.file },
          { title: 'SHA-256', least: 16, cell: ({ evidence }) => evidence.sha256 },
          { title: 'Detail', cell: ({ detail }) => detail ?? '' },
        ],
        fields: (result) => ({
          file: result.evidence.file,
          state: result.state,
          sha256: result.evidence.sha256,
          archiveSha256: result.evidence.archiveSha256,
          onDisk: result.evidence.onDisk,
          detail: result.detail ?? null,
        }),
      });
    return conclude(context, results);
  } finally {
    opened.close();
  }
}

function conclude(context: Context, results: readonly VerifyResult[]): number {
  const bad = results.filter(({ state }) => state !== 'intact').length;
  if (results.length === 0) context.note('The case has no evidence yet.');
  else if (bad === 0) context.note(`${plural(results.length, 'file')}: all as they were added.`);
  else context.warn(`${bad} of ${plural(results.length, 'file')} not as added.`);
  return bad === 0 ? exitCode.done : exitCode.partly;
}
