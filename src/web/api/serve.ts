import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { serve as listen } from '@hono/node-server';
import { z } from 'zod';
import { KonsekiError, systemCode } from '../../errors.js';
import { shareCase } from '../../ingest/case.js';
import { createApp } from './app.js';
import type { RunCommand } from './routes/command.js';
import type { WorkspaceOptions } from './workspace.js';
import { openWorkspace } from './workspace.js';

export interface ServeOptions extends WorkspaceOptions {
  /** 0: any free one. */
  readonly port: number;
  readonly ui: string;
  readonly run: RunCommand;
}

export interface Serving {
  /** With the token. */
  readonly url: string;
  readonly port: number;
  /** Ends what is under way, closes the case. */
  stop(): Promise<void>;
}

/** Beside the case, readable by its owner only: how other commands reach the one that has it open. */
export const lockName = 'serving.json';
export const lockFile = z.object({ pid: z.number(), url: z.string(), token: z.string() });
const host = '127.0.0.1';

/** @throws KonsekiError `usage`: the port is taken or not ours to take */
export async function serveCase(options: ServeOptions): Promise<Serving> {
  const { opened } = options;
  const token = randomBytes(24).toString('base64url');
  const workspace = openWorkspace(options);
  let port = options.port;
  const app = createApp({ workspace, guard: { token, port: () => port }, run: options.run, ui: options.ui }); // prettier-ignore
  const server = await new Promise<ReturnType<typeof listen>>((resolve, reject) => {
    const made = listen({ fetch: app.fetch, port, hostname: host }, (info) => {
      port = info.port;
      resolve(made);
    });
    made.once('error', (error: Error) => {
      reject(portError(error, port));
    });
  });
  const unshare = shareCase(opened);
  const lock = path.join(opened.dir, lockName);
  const url = `http://${host}:${port}`;
  await rm(lock, { force: true });
  await writeFile(lock, JSON.stringify({ pid: process.pid, url, token }), { mode: 0o600, flag: 'wx' });
  return {
    url: `${url}/?token=${token}`,
    port,
    stop: async () => {
      await rm(lock, { force: true });
      server.close();
      if ('closeAllConnections' in server) server.closeAllConnections();
      await workspace.settled();
      unshare();
      opened.close();
    },
  };
} // prettier-ignore

function portError(error: Error, port: number): Error {
  const code = systemCode(error);
  if (code !== 'EADDRINUSE' && code !== 'EACCES') return error;
  return new KonsekiError(
    code === 'EACCES' ? `Port ${port} is not ours to take.` : `Port ${port} is taken by another program.`,
    { code: 'usage', hint: 'Name another with --port, or leave it out for any free one.', cause: error },
  ); // prettier-ignore
}
