/**
 * `npm run bench:scope`: the time from the findings of a case of a million events to its incident document (strands, verdicts,
 * scope, document), against the time to add it, in one run. `--events N`, `--scenario NAME`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { makeFindings } from '../src/detect/findings.js';
import { buildIncidentDocument } from '../src/incident/build.js';
import { addEvidence } from '../src/ingest/add.js';
import { createCase } from '../src/ingest/case.js';
import { nodeEffects } from '../src/practice/effects.js';
import { generatePractice } from '../src/practice/generate.js';

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '1000000' },
    scenario: { type: 'string', default: 'chain-of-three' },
  },
});
const root = await mkdtemp(path.join(tmpdir(), 'konseki-scope-'));
const now = (): Date => new Date(0);

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}
const row = (what: string, value: string, target = ''): void => {
  console.log(`  ${what.padEnd(44)} ${value.padStart(10)}   ${target}`);
};

try {
  const out = path.join(root, 'exports');
  const events = Number(values.events);
  await generatePractice(values.scenario, { seed: 1, events, out }, nodeEffects);
  const opened = await createCase(path.join(root, 'case'), { now });
  const { store } = opened;
  const adding = await seconds(() => addEvidence(opened, [out], { author: 'bench', now }));
  const detecting = await seconds(() => makeFindings(store, { folders: [] }));
  const weaving = await seconds(() => store.weaveStrands());
  const build = (): Promise<unknown> =>
    buildIncidentDocument(store, { from: [], version: 'bench', caseName: 'bench' });
  const building = await seconds(build);
  console.log(`\n${values.scenario}: ${await store.countEvents({})} events`);
  row('adding', `${adding.toFixed(1)} s`);
  row('findings', `${detecting.toFixed(1)} s`);
  row('strands and index', `${weaving.toFixed(1)} s`);
  row('verdicts, scope and document', `${building.toFixed(1)} s`);
  row('strands to document / adding', `${((weaving + building) / adding).toFixed(2)} x`, 'target <= 1.0'); // prettier-ignore
  opened.close();
} finally {
  await rm(root, { recursive: true, force: true });
}
