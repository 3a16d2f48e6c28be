import type { ChildProcessByStdio } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';

/** A process of its own at work on a case (case-process.mjs, on the built code). */
export interface CaseProcess {
  readonly pid: number;
  /** Resolves when it has said the word; rejects when it ends without. */
  readonly said: (word: string) => Promise<string>;
  /** SIGKILL, as from a full memory or a pulled plug; resolves when it is gone. */
  readonly kill: () => Promise<void>;
  /** Lets one that holds a case go. */
  readonly release: () => Promise<void>;
}

const script = path.join(import.meta.dirname, 'case-process.mjs');

export function startCaseProcess(
  what: 'add' | 'read' | 'write',
  dir: string,
  files: readonly string[] = [],
  heapMegabytes?: number,
): CaseProcess {
  const child: ChildProcessByStdio<Writable, Readable, Readable> = spawn(
    process.execPath,
    [
      ...(heapMegabytes === undefined ? [] : [`--max-old-space-size=${heapMegabytes}`]),
      ...[script, what, dir, ...files],
    ],
    { stdio: ['pipe', 'pipe', 'pipe'] },
  );
  let out = '';
  let err = '';
  let wake: () => void = () => undefined;
  let ended = false;
  child.stdout.on('data', (data: Buffer) => {
    out += data.toString();
    wake();
  });
  child.stderr.on('data', (data: Buffer) => {
    err += data.toString();
  });
  const gone = once(child, 'close').then(() => {
    ended = true;
    wake();
  });
  return {
    pid: child.pid ?? -1,
    said: async (word) => {
      for (;;) {
        const line = out.split('\n').find((text) => text.startsWith(word));
        if (line !== undefined) return line;
        if (ended) throw new Error(`it ended without "${word}": ${out}${err}`);
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    kill: async () => {
      child.kill('SIGKILL');
      await gone;
    },
    release: async () => {
      child.stdin.end();
      await gone;
    },
  };
}
