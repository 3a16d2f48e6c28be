import { openCase } from '../../ingest/case.js';
import type { Evidence, Reject } from '../../model/evidence.js';
import { count } from '../../output/table.js';
import type { Context } from '../context.js';
import { evidenceColumns, evidenceFields, evidenceJson, printWarnings } from '../evidence-list.js';
import { exitCode } from '../exit-code.js';
import { tellPractice } from '../practice-notice.js';
import { printListing } from '../records.js';
import { timeText } from '../words.js';

export interface EvidenceOptions {
  readonly rejects?: boolean;
}

/** Lists the files of a case, or the records in them that could not become events. */
export async function evidence(
  context: Context,
  dir: string,
  options: EvidenceOptions,
): Promise<number> {
  const opened = await openCase(dir, 'read');
  const { store } = opened;
  try {
    const files = await store.evidence();
    if (options.rejects === true) await printRejects(context, files, await store.rejects());
    else {
      await printFiles(context, files);
      if (context.format === 'table') await tellPractice(context, store);
    }
    return exitCode.done;
  } finally {
    opened.close();
  }
}

async function printFiles(context: Context, files: readonly Evidence[]): Promise<void> {
  if (files.length === 0) context.note('The case has no evidence yet.');
  if (files.length === 0 && context.format === 'table') return;
  await printListing(context, {
    records: files,
    columns: [
      ...evidenceColumns(context, files),
      { title: 'SHA-256', cell: ({ sha256 }) => sha256 },
      { title: 'Added', cell: ({ addedAt, addedBy }) => `${timeText(context, addedAt)} ${addedBy}` },
    ],
    fields: evidenceFields,
    json: evidenceJson,
  }); // prettier-ignore
  if (context.format === 'table') await printWarnings(context, files);
}

async function printRejects(
  context: Context,
  files: readonly Evidence[],
  rejects: readonly Reject[],
): Promise<void> {
  const name = new Map(files.map(({ evidenceId, file }) => [evidenceId, file]));
  if (rejects.length === 0) context.note('No record was rejected.');
  if (rejects.length === 0 && context.format === 'table') return;
  await printListing(context, {
    records: rejects,
    columns: [
      { title: 'File', least: 16, cell: ({ evidenceId }) => name.get(evidenceId) ?? '' },
      { title: 'Record', align: 'right', least: 0, cell: ({ recordNo }) => count(recordNo) },
      { title: 'Line', align: 'right', least: 0, cell: ({ line }) => (line === null ? '' : count(line)) },
      { title: 'Reason', least: 24, cell: ({ reason }) => reason },
      { title: 'Readable', cell: ({ readable }) => readable ?? '' },
      { title: 'Text', cell: ({ text }) => text },
    ],
    fields: (reject) => ({
      file: name.get(reject.evidenceId) ?? null,
      record: reject.recordNo,
      line: reject.line,
      reason: reject.reason,
      readable: reject.readable,
      text: reject.text,
    }),
  }); // prettier-ignore
}
