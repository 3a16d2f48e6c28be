import { openCase } from '../../ingest/case.js';
import { count, plural } from '../../output/table.js';
import { visible } from '../../output/visible.js';
import { mustExist } from '../../detect/pack.js';
import type { Context } from '../context.js';
import { programName, shellWord } from '../context.js';
import { exitCode } from '../exit-code.js';
import { countByStage, countText, printByStage } from '../finding-view.js';
import { make } from '../with-findings.js';
import { printFindings } from './findings.js';

export interface DetectOptions {
  readonly rules?: readonly string[];
  readonly limit?: string;
}

/** Findings of one stage that a terminal gets. */
const terminalLimit = 12;

/** Makes the findings of a case anew, and shows them by stage. */
export async function detect(
  context: Context,
  dir: string,
  options: DetectOptions,
): Promise<number> {
  const folders = options.rules ?? [];
  for (const folder of folders) mustExist(folder);
  const opened = await openCase(dir, 'write');
  try {
    const made = await make(context, opened, folders);
    if (context.format !== 'table') {
      await printFindings(context, opened.store, { filter: {}, order: 'stage' });
      return exitCode.done;
    }
    const counts = await countByStage(opened.store);
    await context.print(
      made.findings === 0
        ? `No findings by ${plural(made.rules, 'rule')}.\n`
        : `${context.colors.bold(plural(made.findings, 'finding'))} by ${count(made.rules)} rules: ${countText(counts)}\n`,
    );
    await printByStage(context, opened, context.io.outIsTerminal ? terminalLimit : undefined);
    if (made.findings > 0 && !context.quiet) {
      const [first] = await opened.store.findings({ filter: {}, order: 'severity', limit: 1 });
      const me = programName(context.io.env);
      await context.print(
        `\nTo open one: ${context.colors.dim(visible(`${me} finding ${shellWord(dir)} ${first?.id ?? 'ID'}`))}\n`,
      );
    }
    return exitCode.done;
  } finally {
    opened.close();
  }
}
