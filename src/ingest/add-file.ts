import path from 'node:path';
import { KonsekiError } from '../errors.js';
import { languageError, refusedLanguage } from '../formats/languages.js';
import type { Evidence } from '../model/evidence.js';
import type { Leaf } from '../read/leaf.js';
import type { OpenedLeaf } from '../read/read.js';
import { openLeaf, readRecords } from '../read/read.js';
import type { ReadNote } from '../read/record.js';
import { hashFile } from '../read/survey.js';
import type { WalkedFile } from '../read/walk.js';
import type { FastLoad, Intake, NewEvent, NewReject } from '../store/store.js';
import type { Case } from './case.js';
import { fastPlan, loadFast, recordOf } from './fast.js';
import { interpret } from './interpret.js';
import type { Meter } from './meter.js';
import type { AddOptions } from './options.js';
import type { Origin } from './origin.js';
import type { FileResult } from './report.js';
import type { Sample } from './sample.js';
import { takeSample } from './sample.js';
import { warningsOf } from './warnings.js';

/** What adding one file, or one member of an archive, needs to know. */
export interface Job {
  readonly opened: Case;
  readonly leaf: Leaf;
  /** The file that was found: the leaf itself, or the archive it is in. */
  readonly file: WalkedFile;
  readonly origin: Origin;
  readonly temp: string;
  readonly options: AddOptions;
  readonly meter: Meter;
  /** Whether evidence of so many bytes is in the case, which may then be the very same. */
  readonly hasSize: (bytes: number) => boolean;
}

/** Adds the file, wholly or not at all. @throws KonsekiError when it cannot be read or stored. */
export async function addFile(job: Job): Promise<FileResult> {
  const { leaf, temp } = job;
  const { store } = job.opened;
  const early = job.hasSize(leaf.bytes) ? await hashOf(job) : undefined;
  const known = early === undefined ? undefined : await store.evidenceBySha256(early);
  if (known !== undefined) return { kind: 'already', file: leaf.name, evidence: known };

  const log = await openLeaf(leaf, temp);
  try {
    if (log.shape.kind === 'unknown') return strange(job, log.shape.looksLike);
    const sample = await takeSample(log);
    if (sample.formats.length === 0) return unrecognised(job, log, sample);
    const evidence = await fill(job, log, sample, early);
    job.meter.stored(job.file, evidence.records);
    return {
      kind: 'added',
      file: leaf.name,
      evidence,
      ...(leaf.damage === undefined ? {} : { problem: leaf.damage }),
    };
  } finally {
    await log.dispose();
  }
}

/** Of the bytes as received: of the member, where it is one. */
function hashOf({ leaf, file, origin, meter }: Job): Promise<string> {
  if (leaf.path === origin.path) return origin.sha256(meter.hashing(file));
  return hashFile(leaf.path).then(({ sha256 }) => sha256);
}

function strange({ leaf, file }: Job, looksLike: string): FileResult {
  // What is left of a damaged archive need not look like the log that was in it.
  if (leaf.damage !== undefined) return { kind: 'failed', file: leaf.name, error: leaf.damage };
  if (leaf.bytes === 0)
    return {
      kind: 'failed',
      file: leaf.name,
      error: new KonsekiError('The file is empty.', {
        code: 'empty-file',
        place: { file: leaf.name },
        hint: 'Export it again; an export that found nothing still has a header.',
      }),
    };
  return {
    kind: 'not-recognised',
    file: leaf.name,
    looksLike,
    hint: undefined,
    named: file.named && leaf.name === file.path,
  };
}

function unrecognised(job: Job, log: OpenedLeaf, sample: Sample): FileResult {
  const { leaf } = job;
  if (log.shape.kind === 'csv') {
    const language = refusedLanguage(log.shape.header);
    if (language !== undefined)
      return {
        kind: 'failed',
        file: leaf.name,
        error: languageError(language, { file: leaf.name, line: log.shape.skipLines + 1 }),
      };
  }
  const names = sample.fields.slice(0, 8).join(', ');
  const more = sample.fields.length > 8 ? ', …' : '';
  const kind = log.shape.kind === 'csv' ? 'CSV with the columns' : 'JSON with the keys';
  return strange(
    job,
    sample.fields.length === 0 ? 'JSON without records' : `${kind} ${names}${more}`,
  );
}

const micros = (date: Date): bigint => BigInt(date.getTime()) * 1000n;

async function fill(
  job: Job,
  log: OpenedLeaf,
  sample: Sample,
  early: string | undefined,
): Promise<Evidence> {
  const { opened, leaf, origin, options } = job;
  const copy = options.copy === true ? await origin.copy(opened.dir, job.temp) : null;
  const archive = leaf.path === origin.path ? null : await origin.sha256();
  const intake = await opened.store.intake({
    file: leaf.name,
    onDisk: path.resolve(origin.path),
    archiveSha256: archive,
    bytes: leaf.bytes,
    copy,
  });
  // The hash is reckoned while the store reads, and waited for whatever happens.
  const hashing = early === undefined ? hashOf(job) : Promise.resolve(early);
  const hashed = hashing.then(
    () => undefined,
    () => undefined,
  );
  try {
    const notes: ReadNote[] = [...log.notes];
    const plan = fastPlan(log, sample, options.limits?.fastFrom);
    const fast = plan !== undefined && (await loadFast(intake, log, plan));
    if (plan !== undefined && fast) await settleDoubtful(intake, plan, leaf.name);
    else await readAll(job, intake, log, sample, notes);
    const profile = await intake.profile();
    const sha256 = await hashing;
    await origin.mustBeUnchanged();
    const addedAt = micros(options.now());
    return await intake.complete(
      {
        sha256,
        encoding: log.encoding,
        format: sample.formats[0]?.name ?? null,
        warnings: warningsOf(profile, notes, sample.formats[0]?.source),
        addedAt,
        addedBy: options.author,
      },
      (evidence) => ({
        at: addedAt,
        author: options.author,
        kind: 'evidence-added',
        text: `${evidence.file}: ${evidence.events} events, ${evidence.duplicates} duplicates, ${evidence.rejects} rejects`,
        detail: { evidenceId: evidence.evidenceId, sha256, records: evidence.records },
      }),
    );
  } catch (error) {
    await intake.abandon();
    throw error;
  } finally {
    await hashed;
  }
}

/** The rows that the fast path left in doubt, through the reference. */
async function settleDoubtful(intake: Intake, plan: FastLoad, file: string): Promise<void> {
  const shape = plan.layout.kind === 'csv' ? 'csv' : 'json';
  for (const row of await intake.takeDoubtful()) {
    const record = recordOf(plan, row);
    if (record === undefined) throw new Error(`row ${row.recordNo} of ${file} changed under us`);
    const made = interpret(record, shape, file, plan.format);
    if (made.kind === 'event') await intake.append([made.event]);
    else await intake.reject([made.reject]);
  }
}

/** Every record of the file, through the reference. */
async function readAll(
  job: Job,
  intake: Intake,
  log: OpenedLeaf,
  sample: Sample,
  notes: ReadNote[],
): Promise<void> {
  const onProgress = job.meter.reading(job.file);
  const expected = sample.formats.length === 1 ? sample.formats[0] : undefined;
  for await (const batch of readRecords(log, (note) => notes.push(note), { onProgress })) {
    const events: NewEvent[] = [];
    const rejects: NewReject[] = [];
    for (const item of batch) {
      const made = interpret(item, sample.shape, log.leaf.name, expected);
      if (made.kind === 'event') events.push(made.event);
      else rejects.push(made.reject);
    }
    await intake.append(events);
    await intake.reject(rejects);
  }
}
