import { copyFile, mkdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { KonsekiError } from '../errors.js';
import { languageError, refusedLanguage } from '../formats/languages.js';
import { normalise } from '../formats/normalise.js';
import { recogniser } from '../formats/registry.js';
import type { Evidence } from '../model/evidence.js';
import type { Leaf } from '../read/leaf.js';
import type { OpenedLeaf } from '../read/read.js';
import { openLeaf, readRecords } from '../read/read.js';
import type { ReadItem, ReadNote, ReadRecord } from '../read/record.js';
import type { FileHash } from '../read/survey.js';
import { hashFile } from '../read/survey.js';
import { unpack } from '../read/unpack.js';
import type { WalkedFile } from '../read/walk.js';
import { walk } from '../read/walk.js';
import type { FastLoad, Intake, NewEvent, NewReject } from '../store/store.js';
import type { Case } from './case.js';
import { copyDir, tempDir } from './case.js';
import { enrich } from './enrich/enrich.js';
import { fastPlan, loadFast, recordOf } from './fast.js';
import type { AddProgress, AddReport, FileResult } from './report.js';
import type { Sample } from './sample.js';
import { takeSample } from './sample.js';
import { warningsOf } from './warnings.js';

export interface AddOptions {
  /** Who adds it, for the journal. */
  readonly author: string;
  readonly now: () => Date;
  /** Take each file into the case, too. */
  readonly copy?: boolean;
  /** Better address databases (.mmdb), the best first. */
  readonly mmdb?: readonly string[];
  readonly onProgress?: (progress: AddProgress) => void;
  readonly onResult?: (result: FileResult) => void;
}

/**
 * Adds files, folders and archives to a case. One file that cannot be read costs no other; each is
 * in the case wholly or not at all. What became of each is in the report.
 *
 * @throws KonsekiError only where nothing more can be added: the disk is full, the case is gone.
 */
export async function addEvidence(
  opened: Case,
  paths: readonly string[],
  options: AddOptions,
): Promise<AddReport> {
  const results: FileResult[] = [];
  const tell = (result: FileResult): void => {
    results.push(result);
    options.onResult?.(result);
  };
  const temp = tempDir(opened.dir);
  await mkdir(temp, { recursive: true });
  try {
    const found = await walk(paths);
    for (const { path: file, error } of found.problems) tell({ kind: 'failed', file, error });
    for (const { path: file, reason } of found.skipped) tell({ kind: 'skipped', file, reason });
    const files = found.files.filter(({ realPath }) => !isInside(realPath, opened.dir));
    const meter = makeMeter(files, options.onProgress);
    for (const file of files) {
      for await (const leaf of unpack(file.path, temp)) {
        switch (leaf.kind) {
          case 'problem':
            tell({ kind: 'failed', file: leaf.name, error: leaf.error });
            break;
          case 'skipped':
            tell({ kind: 'skipped', file: leaf.name, reason: leaf.reason });
            break;
          case 'leaf':
            try {
              tell(await addLeaf(opened, leaf, file, temp, options, meter));
            } catch (error) {
              const known = asFailure(error, leaf.name);
              if (isFatal(known)) throw known;
              tell({ kind: 'failed', file: leaf.name, error: known });
            } finally {
              await leaf.dispose();
            }
        }
      }
      meter.done(file);
    }
    if (results.some(({ kind }) => kind === 'added') || options.mmdb !== undefined) {
      await enrich(opened.store, options.mmdb);
      await opened.store.joinTokens();
    }
    return { results };
  } finally {
    await rm(temp, { recursive: true, force: true });
  }
}

function isInside(file: string, dir: string): boolean {
  const from = path.relative(path.resolve(dir), file);
  return from !== '' && !from.startsWith('..') && !path.isAbsolute(from);
}

/** An error of ours is a result; any other is a fault, told with the file it happened at. */
function asFailure(error: unknown, file: string): KonsekiError {
  if (error instanceof KonsekiError) return error;
  return new KonsekiError(
    `The file could not be added: ${error instanceof Error ? error.message : String(error)}`,
    {
      code: 'internal',
      place: { file },
      hint: 'Nothing of it is in the case. Please report this with the first lines of the file.',
      cause: error,
    },
  );
}

const isFatal = ({ code }: KonsekiError): boolean =>
  code === 'disk-full' || code === 'case-busy' || code === 'read-only';

async function addLeaf(
  opened: Case,
  leaf: Leaf,
  file: WalkedFile,
  temp: string,
  options: AddOptions,
  meter: Meter,
): Promise<FileResult> {
  const { store } = opened;
  // A file of a size that is there already is hashed first: it may be the very same.
  const sameSize = (await store.evidence()).some(({ bytes }) => bytes === leaf.bytes);
  const early = sameSize ? await hashFile(leaf.path, meter.hashing(file)) : undefined;
  const known = early === undefined ? undefined : await store.evidenceBySha256(early.sha256);
  if (known !== undefined) return { kind: 'already', file: leaf.name, evidence: known };

  const log = await openLeaf(leaf, temp);
  try {
    if (log.shape.kind === 'unknown') return strange(leaf, file, log.shape.looksLike, undefined);
    const sample = await takeSample(log);
    if (sample.formats.length === 0) return unrecognised(leaf, file, log, sample);
    const { evidence, problem } = await fill(
      opened,
      leaf,
      file,
      log,
      sample,
      options,
      meter,
      early,
    );
    await store.write({
      at: micros(options.now()),
      author: options.author,
      kind: 'evidence-added',
      text: `${evidence.file}: ${evidence.events} events, ${evidence.duplicates} duplicates, ${evidence.rejects} rejects`,
      detail: {
        evidenceId: evidence.evidenceId,
        sha256: evidence.sha256,
        records: evidence.records,
      },
    });
    return {
      kind: 'added',
      file: leaf.name,
      evidence,
      ...(problem === undefined ? {} : { problem }),
    };
  } finally {
    await log.dispose();
  }
}

function strange(
  leaf: Leaf,
  file: WalkedFile,
  looksLike: string,
  hint: string | undefined,
): FileResult {
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
    hint,
    named: file.named && leaf.name === file.path,
  };
}

function unrecognised(leaf: Leaf, file: WalkedFile, log: OpenedLeaf, sample: Sample): FileResult {
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
    leaf,
    file,
    sample.fields.length === 0 ? 'JSON without records' : `${kind} ${names}${more}`,
    undefined,
  );
}

const micros = (date: Date): bigint => BigInt(date.getTime()) * 1000n;

async function fill(
  opened: Case,
  leaf: Leaf,
  file: WalkedFile,
  log: OpenedLeaf,
  sample: Sample,
  options: AddOptions,
  meter: Meter,
  early: FileHash | undefined,
): Promise<{ readonly evidence: Evidence; readonly problem: KonsekiError | undefined }> {
  const archive = leaf.path === leaf.origin ? null : (await hashFile(leaf.origin)).sha256;
  const copy = options.copy === true ? await takeCopy(opened.dir, leaf.origin) : null;
  const intake = await opened.store.intake({
    file: leaf.name,
    onDisk: path.resolve(leaf.origin),
    archiveSha256: archive,
    bytes: leaf.bytes,
    copy,
  });
  const notes: ReadNote[] = [...log.notes];
  try {
    const plan = fastPlan(log, sample);
    const hashing = early ?? hashFile(leaf.path, meter.hashing(file));
    // The hash is reckoned while the store reads.
    const [fast, hash] = await Promise.all([
      plan === undefined ? false : loadFast(intake, log, plan),
      hashing,
    ]);
    if (plan !== undefined && fast) await settleDoubtful(intake, plan, leaf.name);
    else await readAll(intake, log, sample, notes, meter, file);
    const profile = await intake.profile();
    const evidence = await intake.complete({
      sha256: hash.sha256,
      encoding: log.encoding,
      warnings: warningsOf(profile, notes, sample.formats[0]?.source),
      addedAt: micros(options.now()),
      addedBy: options.author,
    });
    return { evidence, problem: leaf.damage };
  } catch (error) {
    await intake.abandon();
    throw error;
  }
}

/** The rows that the fast path left in doubt, through the reference. */
async function settleDoubtful(intake: Intake, plan: FastLoad, file: string): Promise<void> {
  for (const row of await intake.takeDoubtful()) {
    const record = recordOf(plan, row);
    if (record === undefined) throw new Error(`row ${row.recordNo} of ${file} changed under us`);
    const made = interpret(record, plan.layout.kind === 'csv' ? 'csv' : 'json', file);
    if (made.kind === 'event') await intake.append([made.event]);
    else await intake.reject([made.reject]);
  }
}

/** Every record of the file, through the reference. */
async function readAll(
  intake: Intake,
  log: OpenedLeaf,
  sample: Sample,
  notes: ReadNote[],
  meter: Meter,
  file: WalkedFile,
): Promise<void> {
  const onProgress = meter.reading(file);
  for await (const batch of readRecords(log, (note) => notes.push(note), { onProgress })) {
    const events: NewEvent[] = [];
    const rejects: NewReject[] = [];
    for (const item of batch) {
      const made = interpret(item, sample.shape, log.leaf.name);
      if (made.kind === 'event') events.push(made.event);
      else rejects.push(made.reject);
    }
    await intake.append(events);
    await intake.reject(rejects);
  }
}

type Made =
  | { readonly kind: 'event'; readonly event: NewEvent }
  | { readonly kind: 'reject'; readonly reject: NewReject };

function interpret(item: ReadItem, shape: Sample['shape'], file: string): Made {
  if (item.kind === 'reject')
    return {
      kind: 'reject',
      reject: {
        recordNo: item.recordNo,
        line: item.line ?? null,
        reason: item.reason,
        text: item.text,
        readable: null,
      },
    };
  const format = recogniser.recognise(item.fields, shape);
  if (format === undefined)
    return rejected(
      item,
      `a record of no known format, with ${Object.keys(item.fields).slice(0, 8).join(', ')}`,
    );
  const event = normalise(format, item, file);
  if (event.kind === 'unreadable') return rejected(item, event.reason);
  return {
    kind: 'event',
    event: { recordNo: item.recordNo, format: format.name, source: format.source, event },
  };
}

const rejectText = 2_000;

function rejected(item: ReadRecord, reason: string): Made {
  const readable = Object.entries(item.fields)
    .filter(([, value]) => typeof value === 'string' && value !== '' && value.length < 200)
    .slice(0, 6)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(', ');
  return {
    kind: 'reject',
    reject: {
      recordNo: item.recordNo,
      line: item.line ?? null,
      reason,
      text: (item.text ?? JSON.stringify(item.fields)).slice(0, rejectText),
      readable: readable === '' ? null : readable,
    },
  };
}

/** Copies a file into the case, under its hash, and says where it is, relative to the case. */
async function takeCopy(dir: string, file: string): Promise<string> {
  const { sha256 } = await hashFile(file);
  const relative = path.join('evidence', `${sha256.slice(0, 16)}-${path.basename(file)}`);
  await mkdir(copyDir(dir), { recursive: true });
  const target = path.join(dir, relative);
  const there = await stat(target).catch(() => undefined);
  if (there === undefined) await copyFile(file, target);
  return relative;
}

interface Meter {
  readonly hashing: (file: WalkedFile) => (progress: { readonly bytes: number }) => void;
  readonly reading: (
    file: WalkedFile,
  ) => (progress: { readonly bytes: number; readonly records: number }) => void;
  readonly done: (file: WalkedFile) => void;
}

/** Progress over all files, in bytes on disk. */
function makeMeter(
  files: readonly WalkedFile[],
  onProgress: ((progress: AddProgress) => void) | undefined,
): Meter {
  const bytesTotal = files.reduce((sum, { bytes }) => sum + bytes, 0);
  let before = 0;
  let records = 0;
  const tell = (file: WalkedFile, phase: AddProgress['phase'], bytes: number, more: number): void =>
    onProgress?.({
      file: file.path,
      phase,
      bytesDone: Math.min(before + bytes, before + file.bytes),
      bytesTotal,
      records: records + more,
    });
  let seen = 0;
  return {
    hashing: (file) => (progress) => {
      tell(file, 'hashing', progress.bytes, 0);
    },
    reading: (file) => (progress) => {
      seen = progress.records;
      tell(file, 'reading', progress.bytes, progress.records);
    },
    done: (file) => {
      records += seen;
      seen = 0;
      before += file.bytes;
      tell(file, 'storing', 0, 0);
    },
  };
}
