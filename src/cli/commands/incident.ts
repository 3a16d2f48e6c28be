import { json } from '../../output/json.js';
import type { Context } from '../context.js';
import { exitCode } from '../exit-code.js';
import type { FromOptions } from '../incident-of.js';
import { withIncidents } from '../incident-of.js';
import { printIncidents } from '../incident-view.js';

/** The incidents of a case: on one screen, or as the document. */
export function incident(context: Context, dir: string, options: FromOptions): Promise<number> {
  return withIncidents(context, dir, options, async ({ document }) => {
    if (context.format === 'json') await context.print(json(document));
    else await printIncidents(context, dir, document);
    return exitCode.done;
  });
}
