import { openCase } from '../../ingest/case.js';
import type { Built } from '../../incident/build.js';
import { visible } from '../../output/visible.js';
import { markable } from '../../scope/marking.js';
import { markToWrite, noMark } from '../../scope/marks.js';
import { author } from '../adding.js';
import type { Context } from '../context.js';
import { exitCode } from '../exit-code.js';
import { builtFrom } from '../incident-of.js';
import { json } from '../../output/json.js';
import { openWithStrands } from '../with-strands.js';

export interface MarkOptions {
  readonly why?: string;
  readonly by?: string;
}

/** Keeps what a person says of a session, an address or a finding, and says what that changes. */
export async function mark(
  context: Context,
  dir: string,
  what: string,
  as: string,
  { why = '', by }: MarkOptions,
): Promise<number> {
  // Findings and strands are made first: they are what is marked.
  (await openWithStrands(context, dir)).close();
  const opened = await openCase(dir, 'write');
  try {
    const thing = await markable(opened.store, what, as);
    const before = await builtFrom(opened);
    const at = BigInt(context.io.now().getTime()) * 1000n;
    await opened.store.write(markToWrite({ ...thing, why, by: by ?? author(), at }));
    const after = await builtFrom(opened);
    const change = changed(before, after);
    if (context.format === 'json') {
      await context.print(json({ ...thing, why, by: by ?? author(), at, ...change }));
      return exitCode.done;
    }
    const done = thing.as === noMark ? 'The mark is taken back' : `Marked ${thing.as}`;
    await context.print(`${done}: ${visible(`${thing.kind}:${thing.value}`)}\n`);
    for (const line of change.changes) await context.print(`  ${visible(line)}\n`);
    if (change.changes.length === 0) await context.print('  That changes nothing in scope.\n');
    return exitCode.done;
  } finally {
    opened.close();
  }
}

interface Change {
  readonly incidents: number;
  readonly changes: readonly string[];
}

/** What is different, in a few lines. */
function changed(before: Built, after: Built): Change {
  const [was, is] = [before.document.incidents, after.document.incidents];
  const count = (list: typeof was): number => new Set(list.flatMap(({ scope }) => scope.events)).size; // prettier-ignore
  const verdicts = ({ ground }: Built): ReadonlyMap<string, string> =>
    new Map(ground.sessions.map(({ session, verdict }) => [session, verdict]));
  const [old, now] = [verdicts(before), verdicts(after)];
  const changes = [
    ...(was.length === is.length ? [] : [`${was.length} → ${is.length} incidents`]),
    ...(count(was) === count(is) ? [] : [`${count(was)} → ${count(is)} events in scope`]),
    ...[...now].flatMap(([session, verdict]) => {
      const other = old.get(session);
      return other === verdict ? [] : [`session ${session}: ${other ?? '?'} → ${verdict}`];
    }),
  ];
  return { incidents: is.length, changes: changes.slice(0, 20) };
}
