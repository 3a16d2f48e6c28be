import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { claimsOf } from '../../src/cli/claims.js';
import { loadPack, shippedRules } from '../../src/detect/pack.js';
import { detect } from '../../src/detect/run.js';
import { addEvidence } from '../../src/ingest/add.js';
import { createCase } from '../../src/ingest/case.js';
import { scenarios } from '../../src/practice/attack/scenarios.js';
import { nodeEffects } from '../../src/practice/effects.js';
import { generatePractice } from '../../src/practice/generate.js';
import { scoreCase } from '../../src/practice/score/score.js';
import { readTruth } from '../../src/practice/score/truth-file.js';
import type { StoredFinding } from '../../src/store/detection.js';
import type { Score } from '../../src/practice/score/score.js';
import { now } from '../support/adding.js';
import { useScratch } from '../support/scratch.js';

/**
 * The practice incidents: what the logs can show is found, and a month without an attack gives nothing that
 * is high. Each small, so that all of them are played.
 */
const scratch = useScratch();
const minutes = 60_000;
const size = { seed: 7, users: 30, days: 9 } as const;
/**
 * Who is quiet is known by what the user did in the weeks before, and by the provider of the household line: with
 * other seeds it is the victim's own, which the logs cannot tell from the victim at home.
 */
const other: Readonly<Record<string, Partial<Record<'seed' | 'users' | 'days', number>>>> = {
  quiet: { seed: 1, users: 60, days: 14 },
};
const pack = await loadPack([shippedRules]);

/**
 * Traces that no rule can tell from ordinary mail: what the phishing mail was is known only by what came of
 * it, which is for the scope to find (W-58).
 */
const beyondRules: Readonly<Record<string, readonly string[]>> = {
  'device-code': ['phishing-mail'],
  'consent-phish': ['phishing-mail'],
  quiet: ['phishing-mail'],
};

interface Played {
  readonly score: Score;
  readonly findings: readonly StoredFinding[];
}

async function play(scenario: string): Promise<Played> {
  const out = path.join(await scratch.folder(), 'exports');
  await generatePractice(scenario, { ...size, ...other[scenario], out }, nodeEffects);
  expect(existsSync(path.join(out, 'truth.json'))).toBe(true);
  const opened = await createCase(await scratch.folder(), { now });
  try {
    await addEvidence(opened, [out], { author: 'tester', now, copy: false });
    await detect(opened.store, { pack, stamp: '' });
    const truth = await readTruth(out);
    return {
      score: await scoreCase(opened.store, truth, await claimsOf(opened.store)),
      findings: await opened.store.findings({ filter: {}, order: 'severity' }),
    };
  } finally {
    opened.close();
  }
}

describe('detection over the practice incidents', () => {
  test.each(scenarios.map(({ slug }) => slug))(
    '%s',
    async (scenario) => {
      const { score, findings } = await play(scenario);
      const missed = score.traces
        .flatMap(({ part }) => (part.kind === 'scored' ? part.missed : []))
        .map(({ expected }) => expected?.split(':')[0] ?? '')
        .filter((trace) => beyondRules[scenario]?.includes(trace) !== true);
      expect(missed).toEqual([]);
      if (scenario !== 'no-attack') return;
      const grave = findings.filter(({ severity }) => severity === 'high' || severity === 'critical');
      expect(grave.map(({ said }) => said.en)).toEqual([]);
    },
    3 * minutes,
  ); // prettier-ignore
});
