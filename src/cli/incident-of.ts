import type { Built } from '../incident/build.js';
import { buildIncidents } from '../incident/build.js';
import type { Case } from '../ingest/case.js';
import type { Ground } from '../scope/ground.js';
import type { Seed } from '../scope/scope.js';
import type { Context } from './context.js';
import { version } from './version.js';
import { openWithStrands } from './with-strands.js';

/** Options of the commands that tell an incident. */
export interface FromOptions {
  /** What the analyst begins with: `user:alice@…`. */
  readonly from?: readonly string[];
}

/** The incidents of a case that is open; its findings and strands must be there. */
export const builtFrom = (
  { store, name }: Case,
  from: readonly string[] = [],
  seeds?: (ground: Ground) => Promise<readonly Seed[]>,
): Promise<Built> =>
  buildIncidents(store, {
    from,
    version: version(),
    caseName: name,
    ...(seeds === undefined ? {} : { seeds }),
  });

/** Opens a case, builds its incidents and answers. */
export async function withIncidents(
  context: Context,
  dir: string,
  { from = [] }: FromOptions,
  answer: (built: Built, opened: Case) => Promise<number>,
): Promise<number> {
  const opened = await openWithStrands(context, dir);
  try {
    return await answer(await builtFrom(opened, from), opened);
  } finally {
    opened.close();
  }
}
