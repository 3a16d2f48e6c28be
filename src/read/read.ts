import type { ReadItem, ReadNote, Shape } from './record.js';
import { KonsekiError } from '../errors.js';
import { readCsv } from './csv.js';
import { decodeFile, readHead } from './decode.js';
import { encodingOfHead, type Encoding } from './encoding.js';
import { readJson } from './json.js';
import type { Leaf } from './leaf.js';
import { readMail } from './mail.js';
import type { OnNote, ReadOptions } from './options.js';
import { detectShape } from './shape.js';
import { surveyFile, type Survey } from './survey.js';
import type { OnProgress } from './progress.js';

const headBytes = 1024 * 1024;

/** A leaf whose encoding and shape are known: ready to be read, any number of times. */
export interface OpenedLeaf {
  readonly leaf: Leaf;
  /** UTF-8, with or without BOM; the leaf's own file where it is that already, or is no text. */
  readonly decodedPath: string;
  readonly encoding: Encoding;
  readonly shape: Shape;
  readonly notes: readonly ReadNote[];
  /** Of the decoded file; undefined for mail and for files that are no logs. */
  readonly survey: Survey | undefined;
  /** Removes the decoded copy, if there is one; the leaf is the caller's to dispose. */
  readonly dispose: () => Promise<void>;
}

export interface OpenOptions {
  readonly onProgress?: OnProgress;
}

/**
 * Finds out how a leaf is encoded and laid out; text that is not UTF-8 is copied into `tempDir` as UTF-8.
 *
 * @throws KonsekiError when the file cannot be read or the disk is full.
 */
export async function openLeaf(
  leaf: Leaf,
  tempDir: string,
  options: OpenOptions = {},
): Promise<OpenedLeaf> {
  const notes: ReadNote[] = [];
  if (leaf.damage !== undefined)
    notes.push({
      code: leaf.damage.code,
      message: leaf.damage.message,
      place: { file: leaf.name },
    });
  const head = await readHead(leaf.path, headBytes);
  const byHead = encodingOfHead(head);
  if (byHead === 'utf-8' || byHead === 'utf-8-bom') {
    const shape = detectShape(head, leaf.name);
    // Mail says itself how its parts are encoded; what is not a log is not worth decoding.
    if (shape.kind === 'eml' || shape.kind === 'msg' || shape.kind === 'unknown')
      return {
        leaf,
        decodedPath: leaf.path,
        encoding: 'binary',
        shape,
        notes,
        survey: undefined,
        dispose: () => Promise.resolve(),
      };
  }
  const surveyOptions = options.onProgress === undefined ? {} : { onProgress: options.onProgress };
  const received =
    byHead === 'utf-8' || byHead === 'utf-8-bom'
      ? await surveyFile(leaf.path, surveyOptions)
      : undefined;
  const decoded = await decodeFile(leaf.path, tempDir, received?.validUtf8, options.onProgress);
  try {
    const shape = detectShape(await readHead(decoded.path, headBytes), leaf.name);
    const isLog = shape.kind === 'csv' || shape.kind === 'json' || shape.kind === 'jsonl';
    const survey =
      decoded.copied || received === undefined
        ? isLog
          ? await surveyFile(decoded.path, surveyOptions)
          : undefined
        : received;
    return {
      leaf,
      decodedPath: decoded.path,
      encoding: decoded.encoding,
      shape,
      notes: [...notes, ...decoded.notes.map((note) => placed(note, leaf))],
      survey,
      dispose: decoded.dispose,
    };
  } catch (error) {
    await decoded.dispose();
    throw error;
  }
}

/** The reader of a temporary copy does not know what people call the file. */
function placed(note: ReadNote, leaf: Leaf): ReadNote {
  return { ...note, place: { ...note.place, file: leaf.name } };
}

/**
 * The records of an opened leaf in batches, by its shape. Notes come with the leaf's name as their file.
 *
 * @throws KonsekiError 'not-recognised' for a file that is no log; 'unreadable' and the like; for mail, what
 * `readMail` throws.
 */
export async function* readRecords(
  opened: OpenedLeaf,
  onNote?: OnNote,
  options: Omit<ReadOptions, 'onNote'> = {},
): AsyncGenerator<readonly ReadItem[], void, undefined> {
  const { shape, leaf, decodedPath } = opened;
  const passed: ReadOptions = { ...options, onNote: (note) => onNote?.(placed(note, leaf)) };
  switch (shape.kind) {
    case 'csv':
      yield* readCsv(decodedPath, shape, passed);
      return;
    case 'json':
    case 'jsonl':
      yield* readJson(decodedPath, shape.kind, passed);
      return;
    case 'eml':
    case 'msg':
      yield [await readMail(decodedPath, shape.kind)];
      return;
    case 'unknown':
      throw new KonsekiError(`${leaf.name} is no log: it looks like ${shape.looksLike}.`, {
        code: leaf.bytes === 0 ? 'empty-file' : 'not-recognised',
        place: { file: leaf.name },
        hint: 'Add log exports as CSV or JSON (also in .zip or .gz), or a mail as .eml or .msg.',
      });
  }
}
