import { mkdtempSync, realpathSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Context } from '../context.js';
import { investigate } from './investigate.js';

export interface DemoOptions {
  readonly case?: string;
}

/** Investigates the practice incident that comes with Konseki, in a case of its own. */
export async function demo(context: Context, options: DemoOptions): Promise<number> {
  const logs = fileURLToPath(new URL('../../../demo/incident/', import.meta.url));
  const dir =
    options.case ??
    path.join(mkdtempSync(path.join(realpathSync(os.tmpdir()), 'konseki-demo-')), 'demo.case');
  context.note(
    'The practice incident: on 10 May 2024 Alice’s account at a trading company sends strange mail.',
  );
  // Shown relative to where the user stands, as for files of their own.
  const named = path.relative(process.cwd(), logs) || '.';
  return investigate(context, [named.startsWith('..') ? logs : named], { case: dir });
}
