import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeFindings } from '../../src/detect/findings.js';
import { addEvidence } from '../../src/ingest/add.js';
import { createCase } from '../../src/ingest/case.js';
import type { IncidentDocument } from '../../src/model/incident.js';
import { incidentDocument } from '../../src/model/incident.js';
import { nodeEffects } from '../../src/practice/effects.js';
import { generatePractice } from '../../src/practice/generate.js';
import type { Truth } from '../../src/practice/truth.js';
import { buildIncidentDocument } from '../../src/incident/build.js';

/** Small practice incidents: what the document says is held against what really happened. */
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'konseki-scenarios-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function told(...slugs: readonly string[]): Promise<{
  readonly document: IncidentDocument;
  readonly truths: readonly Truth[];
}> {
  const name = slugs.join('+');
  const opened = await createCase(path.join(folder, `${name}.case`), { now: () => new Date(0) });
  try {
    const truths: Truth[] = [];
    for (const slug of slugs) {
      const out = path.join(folder, `${name}-${slug}`);
      truths.push((await generatePractice(slug, { seed: 11, users: 16, days: 10, out }, nodeEffects)).truth);
      await addEvidence(opened, [out], { author: 'test', now: () => new Date(0) });
    }
    await makeFindings(opened.store, { folders: [] });
    const document = await buildIncidentDocument(opened.store, { from: [], version: '0', caseName: name });
    return { document: incidentDocument.parse(document), truths };
  } finally {
    opened.close();
  }
} // prettier-ignore

const micros = (iso: string): string => iso.replace(/(?:\.(\d+))?Z$/, (_, fraction: string | undefined) => `.${(fraction ?? '').padEnd(6, '0')}Z`); // prettier-ignore

describe('what really happened', () => {
  test.each(['workshop', 'stolen-cookie', 'device-code'])('%s', async (slug) => {
    const { document, truths } = await told(slug);
    const [truth] = truths;
    const [incident] = document.incidents;
    expect(document.practice).toBe(true);
    expect(document.incidents).toHaveLength(1);
    expect(incident?.firstAccess).toMatchObject({
      user: truth?.victims[0]?.upn,
      how: truth?.victims[0]?.how,
      at: micros(truth?.victims[0]?.firstAccess ?? ''),
      certain: true,
    });
    expect(incident?.window.from).toBe(micros(truth?.window?.from ?? ''));
    const read = new Set(incident?.exposed.messages.map(({ messageId }) => messageId));
    expect(truth?.exposed.read.filter(({ messageId, certain }) => certain && !read.has(messageId))).toEqual([]);
    const taken = new Set(incident?.exposed.files.map(({ path: file }) => file));
    expect(truth?.exposed.files.filter((file) => !taken.has(file.path))).toEqual([]);
    const got = new Set(incident?.recipients.map(({ address }) => address));
    expect(truth?.contacted.filter(({ address }) => !got.has(address))).toEqual([]);
  }, 120_000); // prettier-ignore

  test('consent-phish: the session in which the consent was given is mixed, and says why', async () => {
    const { document, truths } = await told('consent-phish');
    const mixed = truths[0]?.sessions.find(({ verdict }) => verdict === 'mixed');
    const session = document.incidents[0]?.sessions.find(({ id }) => id === mixed?.id);
    expect(session?.verdict).toBe('mixed');
    expect(session?.signals.map(({ signal }) => signal)).toContain('consent-given');
    expect(document.incidents[0]?.firstAccess?.how).toBe('consent');
  }, 120_000);

  test('no-attack: no incident', async () => {
    const { document } = await told('no-attack');
    expect(document.incidents).toEqual([]);
    expect(document.sessions.filter(({ verdict }) => verdict === 'attacker')).toEqual([]);
  }, 120_000);

  test('gaps: a hole in each log, throttling and the missing trace are told', async () => {
    const { document } = await told('gaps');
    const kinds = document.incidents[0]?.gaps.map(({ kind, source }) => `${kind} ${source ?? ''}`);
    expect(kinds).toEqual(expect.arrayContaining(['throttled ual', 'missing-log message_trace']));
  }, 120_000);

  test('two intrusions in one tenant are two incidents', async () => {
    const { document, truths } = await told('device-code', 'flow-forward');
    expect(document.incidents).toHaveLength(2);
    expect(new Set(document.incidents.flatMap(({ firstAccess }) => firstAccess?.user ?? []))).toEqual(
      new Set(truths.flatMap(({ victims }) => victims.map(({ upn }) => upn))),
    ); // prettier-ignore
  }, 180_000);
});
