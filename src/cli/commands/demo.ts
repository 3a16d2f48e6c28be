import { mkdtempSync, realpathSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { nodeEffects } from '../../practice/effects.js';
import { generatePractice } from '../../practice/generate.js';
import type { Context } from '../context.js';
import { investigate } from './investigate.js';

export interface DemoOptions {
  readonly case?: string;
}

/** A company small enough for the demo to take seconds; the incident is the workshop's, whole. */
const size = { seed: 1, users: 40, days: 10 } as const;

/** Makes the workshop's practice incident and investigates it, in a case of its own. */
export async function demo(context: Context, options: DemoOptions): Promise<number> {
  const scratch = mkdtempSync(path.join(realpathSync(os.tmpdir()), 'konseki-demo-'));
  const exports = path.join(scratch, 'exports');
  await generatePractice('workshop', { ...size, out: exports }, nodeEffects);
  context.note(
    'The practice incident: on 10 May 2024 Alice’s account at a trading company sends strange mail.',
  );
  return investigate(context, [exports], { case: options.case ?? path.join(scratch, 'demo.case') });
}
