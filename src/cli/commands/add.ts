import { openCase } from '../../ingest/case.js';
import { json, jsonLine } from '../../output/json.js';
import type { AddingOptions } from '../adding.js';
import { addTo, mustBeFiles, mustExist } from '../adding.js';
import type { Context } from '../context.js';
import { exitCodeOfReport, printReport, resultFields, tellProblems } from '../evidence-list.js';

/** Adds evidence to a case that is there. */
export async function add(
  context: Context,
  dir: string,
  paths: readonly string[],
  options: AddingOptions,
): Promise<number> {
  mustBeFiles(options.mmdb);
  const opened = await openCase(dir, 'write');
  try {
    mustExist(paths);
    const report = await addTo(context, opened, paths, options);
    if (context.format === 'json') await context.print(json(report.results.map(resultFields)));
    else if (context.format === 'jsonl')
      for (const result of report.results) await context.print(jsonLine(resultFields(result)));
    else await printReport(context, report);
    tellProblems(context, report);
    return exitCodeOfReport(report);
  } finally {
    opened.close();
  }
}
