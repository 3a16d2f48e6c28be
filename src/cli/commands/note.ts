import { KonsekiError } from '../../errors.js';
import { openCase } from '../../ingest/case.js';
import { json } from '../../output/json.js';
import { parseTime } from '../../output/time.js';
import { visible } from '../../output/visible.js';
import { noteToWrite } from '../../scope/marks.js';
import { author } from '../adding.js';
import type { Context } from '../context.js';
import { exitCode } from '../exit-code.js';
import { timeText } from '../words.js';

export interface NoteOptions {
  readonly time?: string;
  readonly by?: string;
}

/** Keeps a fact from outside the logs; it stands in the timeline at its time. */
export async function note(
  context: Context,
  dir: string,
  words: string,
  { time, by }: NoteOptions,
): Promise<number> {
  const text = words.trim();
  if (text === '')
    throw new KonsekiError('A note needs words.', {
      code: 'usage',
      hint: 'konseki note CASE --time 2024-05-10T11:20 "Alice was called; she did not sign in from Singapore."',
    });
  const written = BigInt(context.io.now().getTime()) * 1000n;
  const at = time === undefined ? written : parseTime(time, '--time');
  const opened = await openCase(dir, 'write');
  try {
    await opened.store.write(noteToWrite({ at, text, by: by ?? author(), written }));
    if (context.format === 'json')
      await context.print(json({ at, text, by: by ?? author(), written }));
    else await context.print(`Noted: ${timeText(context, at)}  ${visible(text)}\n`);
    return exitCode.done;
  } finally {
    opened.close();
  }
}
