import { mkdtempSync, realpathSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { nodeEffects } from '../../practice/effects.js';
import { generatePractice } from '../../practice/generate.js';
import { openCase } from '../../ingest/case.js';
import type { Context } from '../context.js';
import { programName, shellWord } from '../context.js';
import { exitCode } from '../exit-code.js';
import type { Again } from '../io.js';
import { investigate } from './investigate.js';
import { serveOpened } from './serve.js';

export interface DemoOptions {
  readonly case?: string;
  /** False: end after the answer, as on a pipe. */
  readonly serve: boolean;
  readonly open: boolean;
}

/** A company small enough for the demo to take seconds; the incident is the workshop's, whole. */
const size = { seed: 1, users: 40, days: 10 } as const;

/** Makes the workshop's practice incident, investigates it in a case of its own, and opens the workbench on it. */
export async function demo(context: Context, options: DemoOptions, again: Again): Promise<number> {
  const scratch = mkdtempSync(path.join(realpathSync(os.tmpdir()), 'konseki-demo-'));
  const exports = path.join(scratch, 'exports');
  await generatePractice('workshop', { ...size, out: exports }, nodeEffects);
  context.note(
    'The practice incident: on 10 May 2024 Alice’s account at a trading company sends strange mail.',
  );
  const dir = options.case ?? path.join(scratch, 'demo.case');
  const code = await investigate(context, [exports], { case: dir });
  if (code !== exitCode.done || context.format !== 'table') return code;
  if (!context.io.outIsTerminal || !options.serve) {
    context.note(`The same in the browser: ${programName(context.io.env)} serve ${shellWord(dir)}`);
    return code;
  }
  await context.print('\n');
  return serveOpened(context, await openCase(dir, 'write'), 0, options.open, again);
}
