import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { scenarios } from '../../src/practice/attack/scenarios.js';
import { nodeEffects } from '../../src/practice/effects.js';
import { generatePractice } from '../../src/practice/generate.js';
import { holdAgainstCase } from './truth.case.js';

/**
 * What the truth says holds for any seed. The suite tries a few; all hundred:
 * `KONSEKI_SEEDS=100 npx vitest run test/practice/seeds.test.ts`.
 */
const seeds = Number(process.env['KONSEKI_SEEDS'] ?? 4);

let root = '';
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'konseki-seeds-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe('whatever the seed', () => {
  it.each(
    Array.from({ length: seeds }, (_, at) => ({
      seed: 1000 + at * 7919,
      slug: scenarios[(at * 5) % scenarios.length]?.slug ?? 'workshop',
      users: 8 + (at % 9),
    })),
  )('$slug, seed $seed, $users users', async ({ seed, slug, users }) => {
    const out = path.join(root, `${slug}-${seed}`);
    const { truth } = await generatePractice(slug, { seed, users, days: 5, out }, nodeEffects);
    await holdAgainstCase(out, truth);
    await rm(out, { recursive: true, force: true });
  });
});
