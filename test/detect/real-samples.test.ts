import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadPack, shippedRules } from '../../src/detect/pack.js';
import { detect } from '../../src/detect/run.js';
import { addEvidence } from '../../src/ingest/add.js';
import { createCase } from '../../src/ingest/case.js';
import type { StoredFinding } from '../../src/store/detection.js';
import { now } from '../support/adding.js';
import { useScratch } from '../support/scratch.js';

/**
 * Real logs that nobody on this project wrote. They are not part of it: without them the tests are skipped,
 * each with its reason.
 */
const samples = path.resolve(import.meta.dirname, '../../../shared/samples');
const here = existsSync(samples);
const reason = here ? '' : ' (skipped: ../shared/samples is not there)';
const scratch = useScratch();
const minutes = 60_000;

async function findingsOf(...files: readonly string[]): Promise<readonly StoredFinding[]> {
  const opened = await createCase(await scratch.folder(), { now });
  try {
    await addEvidence(opened, files, { author: 'tester', now, copy: false });
    await detect(opened.store, { pack: await loadPack([shippedRules]), stamp: '' });
    return await opened.store.findings({ filter: {}, order: 'severity' });
  } finally {
    opened.close();
  }
}

const files = here
  ? readdirSync(path.join(samples, 'deteng')).filter((file) => /^t\d/.test(file))
  : ['deteng'];

/** `t1098.001_Add a user.csv` → `T1098.001` */
const techniqueIn = (file: string): string =>
  (/^t\d{4}(?:\.\d{3})?/.exec(file)?.[0] ?? '').toUpperCase();
const parentOf = (technique: string): string => technique.slice(0, 5);

describe.skipIf(!here)(`one technique a file${reason}`, () => {
  test.each(files)(
    '%s',
    async (file) => {
      const found = await findingsOf(path.join(samples, 'deteng', file));
      const wanted = techniqueIn(file);
      const techniques = [...new Set(found.flatMap((one) => one.techniques))];
      // Of its own technique, or of one that has the same parent.
      expect(techniques.map(parentOf)).toContain(parentOf(wanted));
    },
    minutes,
  );
});

test.skipIf(!here)(
  `service noise gives nothing above informational${reason}`,
  async () => {
    const found = await findingsOf(path.join(samples, 'techjollof/exchange_admin_noise.csv'));
    const above = found.filter(({ severity }) => severity !== 'informational');
    expect(above.map(({ severity, said, file }) => `${severity} ${path.basename(file)}: ${said.en}`)).toEqual([]);
  },
  minutes,
); // prettier-ignore
