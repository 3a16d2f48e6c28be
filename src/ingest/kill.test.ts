import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Row } from '../store/store.js';
import { add, allEvents, newCase, watched } from '../../test/support/adding.js';
import { startCaseProcess } from '../../test/support/case-process.js';
import { useScratch } from '../../test/support/scratch.js';
import { auditRecords, purviewCsv } from '../../test/support/ual.js';
import { isCase, openCase } from './case.js';

const scratch = useScratch();

interface Whole {
  readonly evidence: readonly unknown[];
  readonly events: readonly Row[];
  readonly journal: number;
  readonly tokens: readonly Row[];
  readonly unknown: readonly string[];
}

async function wholeOf(dir: string): Promise<Whole> {
  const opened = await openCase(dir, 'read');
  const { store } = opened;
  try {
    return {
      evidence: await store.evidence(),
      events: await allEvents(store),
      journal: (await store.journal()).length,
      tokens: await store.query('FROM token_sessions ORDER BY ALL'),
      unknown: await store.unknownAddresses(),
    };
  } finally {
    opened.close();
  }
}

/** KONSEKI_FUZZ=20 kills twenty times as often. */
const rounds = 10 * Number(process.env['KONSEKI_FUZZ'] ?? 1);

describe('an add that is killed', () => {
  /** Files that overlap: the second goes to the store's own reader, the third to ours. */
  async function someFiles(): Promise<string[]> {
    const token = (n: number): string => `tok${n % 40}`.padEnd(22, 'A');
    const withTokens = auditRecords(0, 12_000).map((it, n) => ({
      ...it,
      AppAccessContext: {
        UniqueTokenId: token(n),
        ...(n % 2 === 0 ? { AADSessionId: `s${n % 40}` } : {}),
      },
    }));
    const filler = {
      Parameters: Array.from({ length: 8 }, (_, n) => ({ Name: `P${n}`, Value: 'x'.repeat(60) })),
    };
    return [
      await scratch.write('small.csv', purviewCsv(auditRecords(0, 50))),
      await scratch.write('fast.csv', purviewCsv(withTokens.slice(0, 9000))),
      await scratch.write(
        'slow.json',
        JSON.stringify(
          withTokens.slice(6000).map((it) => ({ ...it, ...filler })),
          null,
          1,
        ),
      ),
    ];
  }

  it(
    'leaves each file in wholly or not at all, and the next completes it',
    async () => {
      const files = await someFiles();
      const undisturbed = path.join(await scratch.folder(), 'case');
      const started = performance.now();
      const first = startCaseProcess('add', undisturbed, files);
      await first.said('done');
      const length = performance.now() - started;
      const expected = await wholeOf(undisturbed);
      expect(expected.events).toHaveLength(12_000);
      expect(expected.tokens.length).toBeGreaterThan(0);

      let dir = path.join(await scratch.folder(), 'case');
      const reached: number[] = [];
      for (let round = 0; round < rounds; round++) {
        const child = startCaseProcess('add', dir, files);
        // Spread over the whole length, so that no phase is spared; a little of it by chance.
        const delay = length * ((round % 10) / 10 + Math.random() / 10);
        await Promise.race([sleep(delay), child.said('done').catch(() => undefined)]);
        await child.kill();
        if (!(await isCase(dir))) {
          reached.push(-1);
          continue;
        }
        const { evidence, events, journal } = await wholeOf(dir);
        reached.push(evidence.length);
        expect(evidence).toEqual(expected.evidence.slice(0, evidence.length));
        expect(journal).toBe(evidence.length);
        expect(events).toHaveLength([0, 50, 9000, 12_000][evidence.length] ?? -1);
        if (evidence.length < 3 && round % 5 < 4) continue;
        // To the end by the same command, then anew.
        const again = startCaseProcess('add', dir, files);
        await again.said('done');
        expect(await wholeOf(dir)).toEqual(expected);
        expect((await readdir(dir)).sort()).toEqual(['case.json', 'store.duckdb']);
        await rm(dir, { recursive: true });
        dir = path.join(await scratch.folder(), 'case');
      }
      // Some were killed before the end, or this would have shown nothing.
      expect(Math.min(...reached)).toBeLessThan(3);
      if (rounds > 10) expect(new Set(reached)).toEqual(new Set([-1, 0, 1, 2, 3]));
    },
    120_000 * (rounds / 10),
  );
});

describe('a case that another process has open', () => {
  it('to write is busy', async () => {
    const opened = await newCase(path.join(await scratch.folder(), 'case'));
    opened.close();
    const holder = startCaseProcess('write', opened.dir);
    await holder.said('open');
    for (const mode of ['read', 'write'] as const)
      await expect(openCase(opened.dir, mode)).rejects.toMatchObject({
        code: 'case-busy',
        message: `The case is in use by another process (PID ${holder.pid}).`,
        hint: expect.stringContaining('try again') as string,
      });
    await holder.release();
    (await openCase(opened.dir, 'write')).close();
  });

  it('while it is added to is busy, and the add is not disturbed', async () => {
    const file = await scratch.write('busy.csv', purviewCsv(auditRecords(0, 12_000)));
    const dir = path.join(await scratch.folder(), 'case');
    const adding = startCaseProcess('add', dir, [file]);
    await adding.said('open');
    let met = 0;
    const state = { done: false };
    const end = adding.said('done').then(() => {
      state.done = true;
    });
    while (!state.done) {
      const mode = met % 2 === 0 ? 'read' : 'write';
      const error: unknown = await openCase(dir, mode).then(
        (opened) => {
          opened.close();
          return undefined;
        },
        (caught: unknown) => caught,
      );
      // Between the last look and the end, the case may be free.
      if (error !== undefined) {
        expect(error).toMatchObject({ code: 'case-busy' });
        met++;
      }
      await sleep(20);
    }
    await end;
    expect(met).toBeGreaterThan(0);
    expect((await wholeOf(dir)).events).toHaveLength(12_000);
  }, 60_000);

  it('to read is open to others who read, and to nobody who writes', async () => {
    const opened = await newCase(path.join(await scratch.folder(), 'case'));
    await add(opened, [await scratch.write('read.csv', purviewCsv(auditRecords(0, 5)))]);
    opened.close();
    const reader = startCaseProcess('read', opened.dir);
    await reader.said('open');
    const mine = watched(await openCase(opened.dir, 'read'));
    expect(await mine.store.countEvents({})).toBe(5);
    mine.close();
    await expect(openCase(opened.dir, 'write')).rejects.toMatchObject({
      code: 'case-busy',
      message: expect.stringContaining(String(reader.pid)) as string,
    });
    await reader.release();
  });
});

it('a file of which memory could not hold the half is added by our own reader', async () => {
  const records = auditRecords(0, 25_000).map((it) => ({ ...it, Filler: 'x'.repeat(500) }));
  const file = await scratch.write(
    'array.json',
    `[${records.map((it) => JSON.stringify(it)).join(',')}]`,
  );
  const dir = path.join(await scratch.folder(), 'case');
  const child = startCaseProcess('add', dir, [file], 32);
  await child.said('done');
  expect((await wholeOf(dir)).events).toHaveLength(25_000);
}, 60_000);
