import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { KonsekiError } from '../errors.js';
import type { Io } from './io.js';

const lockFile = z.object({ url: z.string(), token: z.string() });
const line = z.union([
  z.object({ out: z.string() }),
  z.object({ err: z.string() }),
  z.object({ code: z.number() }),
]);

/**
 * Has a command run by the workbench that has its case open (DESIGN.md §7): DuckDB admits one process.
 *
 * @returns its exit code; undefined where no workbench answers
 */
export async function runServed(
  error: unknown,
  argv: readonly string[],
  io: Io,
): Promise<number | undefined> {
  if (!(error instanceof KonsekiError) || error.code !== 'case-busy') return undefined;
  const lock = lockOf(error.place?.file);
  if (lock === undefined) return undefined;
  const answer = await fetch(`${lock.url}/api/command`, {
    method: 'POST',
    headers: { authorization: `Bearer ${lock.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      argv,
      cwd: process.cwd(),
      outIsTerminal: io.outIsTerminal,
      errIsTerminal: io.errIsTerminal,
      ...(io.columns === undefined ? {} : { columns: io.columns }),
      env: Object.fromEntries(
        ['NO_COLOR', 'TERM', 'KONSEKI_DEBUG', 'npm_lifecycle_event'].flatMap((name) =>
          io.env[name] === undefined ? [] : [[name, io.env[name]]],
        ),
      ),
    }),
  }).catch(() => undefined);
  if (answer?.ok !== true || answer.body === null) return undefined;
  let code: number | undefined;
  let rest = '';
  const say = async (text: string): Promise<void> => {
    const said = line.parse(JSON.parse(text));
    if ('out' in said) await io.out(said.out);
    else if ('err' in said) io.err(said.err);
    else code = said.code;
  };
  for await (const part of answer.body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + part).split('\n');
    rest = lines.pop() ?? '';
    for (const one of lines) await say(one);
  }
  if (code !== undefined) return code;
  throw new KonsekiError('The workbench that has the case open ended before the command did.', {
    code: 'case-busy',
    hint: 'Run the command again.',
  });
}

function lockOf(store: string | undefined): z.infer<typeof lockFile> | undefined {
  if (store === undefined) return undefined;
  try {
    const read: unknown = JSON.parse(readFileSync(path.join(path.dirname(store), 'serving.json'), 'utf8')); // prettier-ignore
    return lockFile.parse(read);
  } catch {
    return undefined;
  }
}
