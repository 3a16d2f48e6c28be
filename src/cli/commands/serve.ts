import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { KonsekiError } from '../../errors.js';
import type { Case } from '../../ingest/case.js';
import { visible } from '../../output/visible.js';
import type { RunCommand } from '../../web/api/routes/command.js';
import { serveCase } from '../../web/api/serve.js';
import { author, openOrCreate } from '../adding.js';
import type { Context } from '../context.js';
import { tellError } from '../errors.js';
import { exitCode } from '../exit-code.js';
import type { Again } from '../io.js';
import { version } from '../version.js';

export interface ServeCommandOptions {
  readonly port?: string;
  readonly open: boolean;
}

/** Opens the workbench on a case, which is made if it is not there, until Ctrl-C. */
export async function serve(
  context: Context,
  dir: string,
  options: ServeCommandOptions,
  again: Again,
): Promise<number> {
  const port = portOf(options.port);
  const { opened } = await openOrCreate(context, dir);
  return serveOpened(context, opened, port, options.open, again);
}

export async function serveOpened(
  context: Context,
  opened: Case,
  port: number,
  open: boolean,
  again: Again,
): Promise<number> {
  const serving = await serveCase({
    opened,
    port,
    version: version(),
    author: author(),
    now: context.io.now,
    ui: fileURLToPath(new URL('../../../dist/ui', import.meta.url)),
    run: runHere(context, again),
    onFault: (error) => void tellError(context.io, error),
  }).catch((error: unknown) => {
    opened.close();
    throw error;
  });
  await context.print(
    context.format === 'json'
      ? `${JSON.stringify({ url: serving.url, port: serving.port, case: opened.dir })}\n`
      : `The workbench on ${visible(opened.dir)}:\n\n  ${serving.url}\n\nIt answers this computer only, and only with this address. Ctrl-C ends it.\n`,
  );
  if (open && context.io.outIsTerminal) openBrowser(serving.url);
  await new Promise<void>((resolve) => {
    process.removeAllListeners('SIGINT');
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  context.note('Stopping; what is under way is finished first.');
  await serving.stop();
  return exitCode.done;
}

/** @throws KonsekiError `usage` */
function portOf(value: string | undefined): number {
  if (value === undefined) return 0;
  const port = Number(value);
  if (/^\d{1,5}$/.test(value) && port <= 65_535) return port;
  throw new KonsekiError(`--port "${value}" is not a port.`, { code: 'usage', hint: 'Write a number from 1 to 65535, or 0 for any free one.' }); // prettier-ignore
}

/** Commands of other terminals on this case, one after another: their paths are relative to where they were typed. */
const runHere =
  (context: Context, again: Again): RunCommand =>
  async (command, tell) => {
    const before = process.cwd();
    try {
      process.chdir(command.cwd);
    } catch {
      // The folder is not there any more: absolute paths are still right.
    }
    try {
      return await again(command.argv, {
        out: tell.out,
        err: tell.err,
        outIsTerminal: command.outIsTerminal,
        errIsTerminal: false,
        columns: command.columns,
        env: command.env,
        now: context.io.now,
      });
    } finally {
      process.chdir(before);
    }
  };

/** Nobody is told when there is no browser to open: the address is on the screen. */
function openBrowser(url: string): void {
  const [command, args] =
    process.platform === 'darwin'
      ? ['open', [url]]
      : process.platform === 'win32'
        ? ['rundll32', ['url.dll,FileProtocolHandler', url]]
        : ['xdg-open', [url]];
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.once('error', () => undefined);
  child.unref();
}
