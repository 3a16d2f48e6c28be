import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { createGunzip } from 'node:zlib';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { KonsekiError } from '../errors.js';
import { readHead } from './decode.js';
import type { Leaf, LeafProblem, Unpacked } from './leaf.js';
import { unpackLimits, type UnpackLimits } from './limits.js';
import { isGzip, isZip, officeKind } from './magic.js';
import { systemError } from './system-error.js';
import { removeTemp } from './temp.js';
import type { ArchiveTally, Budget } from './unpack-budget.js';
import { restError, zipError } from './unpack-errors.js';
import { extract } from './unpack-extract.js';
import { litterReason } from './walk.js';
import { memberName } from './zip-names.js';

interface Packed {
  readonly name: string;
  readonly path: string;
  readonly origin: string;
  readonly level: number;
  readonly damage?: KonsekiError;
}

/**
 * The files to read records from in a file: itself, or the members of the zip or gzip it is, archives in
 * archives included. Archives are told by their content. Members are unpacked one by one into `tempDir`, under
 * names of our own, when the caller asks for the next; `dispose` each when it is read. What cannot be unpacked
 * is a problem of its own and costs no other member.
 */
export async function* unpack(
  path: string,
  tempDir: string,
  limits: UnpackLimits = unpackLimits,
): AsyncGenerator<Unpacked, void, undefined> {
  const budget: Budget = { limits, totalBytes: 0 };
  yield* open({ name: path, path, origin: path, level: 0 }, tempDir, budget);
}

async function* open(
  packed: Packed,
  tempDir: string,
  budget: Budget,
): AsyncGenerator<Unpacked, void, undefined> {
  const { name, path } = packed;
  let head: Buffer;
  let bytes: number;
  try {
    head = await readHead(path, 8);
    bytes = (await stat(path)).size;
  } catch (error) {
    yield problem(name, systemError(error, name, 'read'));
    return;
  }
  const isArchive = isZip(head) || isGzip(head);
  if (isArchive && packed.level >= budget.limits.nesting) {
    await discard(packed);
    yield problem(
      name,
      new KonsekiError(
        `${name} is an archive inside ${packed.level} others; that deep is not read.`,
        {
          code: 'too-large',
          place: { file: name },
          hint: 'Unpack the outer archives and add the files.',
        },
      ),
    );
    return;
  }
  if (isZip(head)) yield* openZip(packed, bytes, tempDir, budget);
  else if (isGzip(head)) yield* openGzip(packed, bytes, tempDir, budget);
  else yield leafOf(packed, bytes);
}

function leafOf(packed: Packed, bytes: number): Leaf {
  const { name, path, origin, damage } = packed;
  return {
    kind: 'leaf',
    name,
    path,
    bytes,
    origin,
    ...(damage === undefined ? {} : { damage }),
    dispose: () => discard(packed),
  };
}

/** Removes a member's temporary file; a named file stays. */
async function discard(packed: Packed): Promise<void> {
  if (packed.level > 0) await removeTemp(packed.path);
}

function problem(name: string, error: KonsekiError): LeafProblem {
  return { kind: 'problem', name, error };
}

async function* openGzip(
  packed: Packed,
  bytes: number,
  tempDir: string,
  budget: Budget,
): AsyncGenerator<Unpacked, void, undefined> {
  const inner = basename(packed.name.split('!/').at(-1) ?? packed.name).replace(
    /\.gz(?:ip)?$/i,
    '',
  );
  const name = `${packed.name}!/${inner}`;
  const tally: ArchiveTally = {
    name: packed.name,
    packedBytes: bytes,
    unpackedBytes: 0,
    exhausted: false,
  };
  const gunzip = createGunzip();
  const made = await extract(
    // Small reads: what a read unpacks to is lost when there is damage further on in it.
    () => Promise.resolve([createReadStream(packed.path, { highWaterMark: 16 * 1024 }), gunzip]),
    { name, packedBytes: bytes },
    tally,
    tempDir,
    budget,
  );
  // The decoder stops without a word at the first member whose magic bytes are damaged.
  const rest =
    made.error === undefined ? await restBytes(packed.path, gunzip.bytesWritten, bytes) : 0;
  const error = rest === 0 ? made.error : restError(name, rest);
  await discard(packed);
  if (made.path === undefined) yield problem(packed.name, made.error);
  else yield* open(member(packed, name, made.path, error), tempDir, budget);
}

/** Bytes after the last member of a gzip, unless they are padding. */
async function restBytes(path: string, from: number, size: number): Promise<number> {
  if (from >= size) return 0;
  try {
    for await (const chunk of createReadStream(path, { start: from }))
      if (Buffer.isBuffer(chunk) && chunk.some((byte) => byte !== 0)) return size - from;
    return 0;
  } catch {
    return size - from;
  }
}

function member(
  packed: Packed,
  name: string,
  path: string,
  damage: KonsekiError | undefined,
): Packed {
  const worse = damage ?? packed.damage;
  return {
    name,
    path,
    origin: packed.origin,
    level: packed.level + 1,
    ...(worse === undefined ? {} : { damage: worse }),
  };
}

async function* openZip(
  packed: Packed,
  bytes: number,
  tempDir: string,
  budget: Budget,
): AsyncGenerator<Unpacked, void, undefined> {
  const { name } = packed;
  let zip: ZipFile;
  try {
    // Names are not decoded by yauzl: it would refuse the archive for one name with `..` in it.
    zip = await openPromise(packed.path, { autoClose: false, decodeStrings: false });
  } catch (error) {
    await discard(packed);
    yield problem(name, zipError(error, name));
    return;
  }
  let isDocument = false;
  try {
    if (zip.entryCount > budget.limits.members) {
      yield problem(name, tooMany(name, zip.entryCount, budget.limits.members));
      return;
    }
    const { entries, error } = await listEntries(zip, name, budget.limits.members);
    isDocument = officeKind(entries.map(memberName)) !== undefined;
    if (isDocument) yield leafOf(packed, bytes);
    else {
      const tally: ArchiveTally = { name, packedBytes: bytes, unpackedBytes: 0, exhausted: false };
      for (const [index, entry] of entries.entries()) {
        yield* openMember(zip, entry, packed, tally, tempDir, budget);
        if (!tally.exhausted && budget.totalBytes <= budget.limits.totalBytes) continue;
        const left = entries.length - index - 1;
        if (left > 0)
          yield { kind: 'skipped', name, reason: `its last ${left} members were not unpacked` };
        break;
      }
      if (error !== undefined) yield problem(name, error);
    }
  } finally {
    zip.close();
    if (!isDocument) await discard(packed);
  }
}

function tooMany(name: string, found: number, allowed: number): KonsekiError {
  return new KonsekiError(`${name} has ${found} members; more than ${allowed} are not read.`, {
    code: 'too-large',
    place: { file: name },
    hint: 'Unpack it yourself and add the folder.',
  });
}

/** The members of a zip as its directory lists them, and what ended the list early, if anything did. */
async function listEntries(
  zip: ZipFile,
  name: string,
  most: number,
): Promise<{ readonly entries: readonly Entry[]; readonly error?: KonsekiError }> {
  const entries: Entry[] = [];
  try {
    for await (const entry of zip.eachEntry()) {
      entries.push(entry);
      if (entries.length > most) return { entries: [], error: tooMany(name, entries.length, most) };
    }
    return { entries };
  } catch (error) {
    return { entries, error: zipError(error, name) };
  }
}

async function* openMember(
  zip: ZipFile,
  entry: Entry,
  packed: Packed,
  tally: ArchiveTally,
  tempDir: string,
  budget: Budget,
): AsyncGenerator<Unpacked, void, undefined> {
  const inside = memberName(entry).replaceAll('\\', '/');
  if (inside.endsWith('/')) return;
  const name = `${packed.name}!/${inside}`;
  const litter = inside
    .split('/')
    .map((part) => (part === '..' || part === '.' ? undefined : litterReason(part)))
    .find((reason) => reason !== undefined);
  if (litter !== undefined) {
    yield { kind: 'skipped', name, reason: litter };
    return;
  }
  if (entry.isEncrypted()) {
    yield problem(
      name,
      new KonsekiError(`${name} is encrypted.`, {
        code: 'unreadable',
        place: { file: name },
        hint: 'Unpack the archive with its password first, then add the files.',
      }),
    );
    return;
  }
  if (!entry.canDecodeFileData()) {
    yield problem(
      name,
      new KonsekiError(
        `${name} is packed with zip method ${entry.compressionMethod}, which is not supported.`,
        {
          code: 'unreadable',
          place: { file: name },
          hint: 'Unpack the archive with another program and add the files.',
        },
      ),
    );
    return;
  }
  const made = await extract(
    async () => [await zip.openReadStreamPromise(entry)],
    { name, packedBytes: entry.compressedSize, crc: entry.crc32 },
    tally,
    tempDir,
    budget,
  );
  if (made.path === undefined) yield problem(name, made.error);
  else yield* open(member(packed, name, made.path, made.error), tempDir, budget);
}
