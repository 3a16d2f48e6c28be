import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { useScratch } from '../support/scratch.js';
import { auditRecords, purviewCsv } from '../support/ual.js';
import { konseki, root } from './run.js';

const scratch = useScratch();
const bin = fileURLToPath(new URL('../../bin/konseki.mjs', import.meta.url));

interface Served {
  readonly url: string;
  /** Ends it as Ctrl-C does. @returns its exit code */
  readonly stop: () => Promise<number | null>;
}

/** `konseki serve` as another process, until it has printed its address. */
async function serve(dir: string): Promise<Served> {
  const child = spawn(process.execPath, [bin, 'serve', dir, '--no-open'], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] }); // prettier-ignore
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const url = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (part: Buffer) => {
      text += part.toString('utf8');
      const found = /http:\/\/\S+/.exec(text)?.[0];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', () => {
      reject(new Error(`ended: ${text}`));
    });
  });
  return {
    url,
    stop: () => {
      child.kill('SIGINT');
      return ended;
    },
  };
}

describe('commands on a case that the workbench has open', () => {
  let dir = '';
  let served: Served;
  beforeAll(async () => {
    dir = scratch.path('served.case');
    await scratch.write('ual.csv', purviewCsv(auditRecords(0, 40)));
    await scratch.write('more.csv', purviewCsv(auditRecords(30, 60)));
    expect(konseki('investigate', scratch.path('ual.csv'), '--case', dir).code).toBe(0);
    served = await serve(dir);
  });
  afterAll(async () => {
    await served.stop();
  });

  test('run through it, and answer as without it', () => {
    const ran = konseki('events', dir, '--json', '--limit', '5');
    expect(ran.code).toBe(0);
    expect(JSON.parse(ran.out)).toHaveLength(5);
    expect(konseki('events', dir, '--user', 'nobody@nowhere.test').code).toBe(3);
    const wrong = konseki('event', dir, 'none-such');
    expect(wrong.code).toBe(3);
    expect(wrong.err).toMatch(/^konseki: .+\n$/);
  });

  test('may write: what they add is there in the workbench at once', async () => {
    const added = konseki('add', dir, scratch.path('more.csv'));
    expect([added.code, added.err]).toEqual([0, expect.not.stringContaining('in use')]);
    const token = new URL(served.url).searchParams.get('token') ?? '';
    const count = await fetch(new URL('/api/events/count', served.url), { headers: { authorization: `Bearer ${token}` } }); // prettier-ignore
    expect(await count.json()).toEqual({ events: 60 });
  });

  test('say that the case is in use, when it is another program that has it', async () => {
    const other = scratch.path('second.case');
    const mine = await serve(other);
    try {
      const { status } = await fetch(mine.url, { redirect: 'manual' });
      expect(status).toBe(303);
      expect(konseki('evidence', other).code).toBe(0);
    } finally {
      expect(await mine.stop()).toBe(0);
    }
    expect(existsSync(path.join(other, 'serving.json'))).toBe(false);
    expect(konseki('evidence', other).code).toBe(0);
  });
});

describe('what cannot be served', () => {
  test('is said in a sentence, with an exit code', async () => {
    const file = await scratch.write('a-file', 'x');
    const cases: readonly (readonly string[])[] = [
      ['serve', file],
      ['serve', scratch.path('x.case'), '--port', 'eighty'],
      ['serve', scratch.path('x.case'), '--port', '70000'],
    ];
    for (const argv of cases) {
      const { code, err } = konseki(...argv);
      expect([argv, code !== 0 && code !== 70]).toEqual([argv, true]);
      expect(err).toMatch(/^konseki: [^\n]+\.\n$/);
    }
    expect(existsSync(scratch.path('x.case'))).toBe(false);
  });
});
