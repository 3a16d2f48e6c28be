import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
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

interface Found {
  readonly findings: readonly StoredFinding[];
  /** By the end of the file's name: the findings that one of its events proves. */
  readonly byFile: ReadonlyMap<string, readonly StoredFinding[]>;
}

async function findingsOf(...files: readonly string[]): Promise<Found> {
  const opened = await createCase(await scratch.folder(), { now });
  const { store } = opened;
  try {
    await addEvidence(opened, files, { author: 'tester', now, copy: false });
    await detect(store, { pack: await loadPack([shippedRules]), stamp: '' });
    const findings = await store.findings({ filter: {}, order: 'severity' });
    const events = await store.findingEvents(findings.map(({ id }) => id));
    // An event of two files is kept once: both prove it.
    const places = await store.query(
      `SELECT e.evidence_id AS kept, e.record_no, v.file FROM events e JOIN evidence v USING (evidence_id)
       UNION ALL SELECT e.evidence_id, e.record_no, v.file FROM events e
       JOIN sightings s USING (source, event_id) JOIN evidence v ON v.evidence_id = s.evidence_id`,
    );
    const byFile = new Map<string, StoredFinding[]>();
    for (const finding of findings) {
      const proof = new Set(
        events.get(finding.id)?.map(({ evidenceId, recordNo }) => `${evidenceId}:${recordNo}`),
      );
      const proven = places.filter((row) =>
        proof.has(`${String(row['kept'])}:${String(row['record_no'])}`),
      );
      for (const file of new Set(proven.map((row) => path.basename(String(row['file'])))))
        byFile.set(file, [...(byFile.get(file) ?? []), finding]);
    }
    return { findings, byFile };
  } finally {
    opened.close();
  }
}

const files = here
  ? readdirSync(path.join(samples, 'deteng')).filter((file) => /^t\d/.test(file))
  : ['deteng'];

/** `t1098.001_Add a user.csv` → `T1098` */
const parentIn = (file: string): string => (/^t\d{4}/.exec(file)?.[0] ?? '').toUpperCase();

describe.skipIf(!here)(`one technique a file${reason}`, () => {
  let found: Found;
  beforeAll(async () => {
    found = await findingsOf(...files.map((file) => path.join(samples, 'deteng', file)));
  }, 2 * minutes);

  test.each(files)('%s', (file) => {
    const techniques = (found.byFile.get(file) ?? []).flatMap((one) => one.techniques);
    // Its own technique, or one that has the same parent.
    expect(new Set(techniques.map((id) => id.slice(0, 5)))).toContain(parentIn(file));
  });
});

/** What another finding takes along must not be what finds it. */
describe.skipIf(!here || process.env['KONSEKI_SLOW'] === undefined)(
  `each file by itself${reason === '' ? ' (skipped without KONSEKI_SLOW: it takes minutes)' : reason}`,
  () => {
    test.each(files)(
      '%s',
      async (file) => {
        const { findings } = await findingsOf(path.join(samples, 'deteng', file));
        const techniques = findings.flatMap((one) => one.techniques);
        expect(new Set(techniques.map((id) => id.slice(0, 5)))).toContain(parentIn(file));
      },
      minutes,
    );
  },
);

test.skipIf(!here)(
  `service noise gives nothing above informational${reason}`,
  async () => {
    const { findings } = await findingsOf(path.join(samples, 'techjollof/exchange_admin_noise.csv'));
    const above = findings.filter(({ severity }) => severity !== 'informational');
    expect(above.map(({ severity, said, file }) => `${severity} ${path.basename(file)}: ${said.en}`)).toEqual([]);
  },
  minutes,
); // prettier-ignore
