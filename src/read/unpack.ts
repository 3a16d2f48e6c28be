import { createReadStream } from 'node:fs';
import { open as openFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Transform, type Duplex, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { KonsekiError, systemCode } from '../errors.js';
import { crc32 } from './crc32.js';
import { readHead } from './decode.js';
import type { Leaf, LeafProblem, Unpacked } from './leaf.js';
import { unpackLimits, type UnpackLimits } from './limits.js';
import { isGzip, isZip, officeKind } from './magic.js';
import { systemError } from './system-error.js';
import { removeTemp, tempPath } from './temp.js';
import { spend, type ArchiveTally, type Budget } from './unpack-budget.js';
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
  const made = await extract(
    () => Promise.resolve([createReadStream(packed.path), createGunzip()]),
    { name, packedBytes: bytes, gzip: true },
    tally,
    tempDir,
    budget,
  );
  await discard(packed);
  if (made.path === undefined) yield problem(packed.name, made.error);
  else yield* open(member(packed, name, made.path, made.error), tempDir, budget);
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

interface MemberFacts {
  readonly name: string;
  readonly packedBytes: number;
  readonly crc?: number;
  readonly gzip?: boolean;
}

type Extracted =
  | { readonly path: string; readonly error?: KonsekiError }
  | { readonly path?: undefined; readonly error: KonsekiError };

/** Unpacks one member into the temporary folder, counting; what a damaged one held up to the damage is kept. */
async function extract(
  source: () => Promise<readonly [Readable, ...Duplex[]]>,
  facts: MemberFacts,
  tally: ArchiveTally,
  tempDir: string,
  budget: Budget,
): Promise<Extracted> {
  const path = tempPath(tempDir);
  const member = { name: facts.name, packedBytes: facts.packedBytes, unpackedBytes: 0 };
  let crc = 0;
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      try {
        spend(budget, tally, member, chunk.length);
        if (facts.crc !== undefined) crc = crc32(chunk, crc);
        done(null, chunk);
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
      }
    },
  });
  try {
    // Opened before anything can fail: a stream that opens its file late would leave it behind.
    const file = await openFile(path, 'wx', 0o600);
    try {
      const streams = await source();
      await pipeline([...streams, counter, file.createWriteStream()]);
    } finally {
      await file.close();
    }
    if (facts.crc !== undefined && crc !== facts.crc)
      return {
        path,
        error: new KonsekiError(`${facts.name} is corrupt: its checksum does not match.`, {
          code: 'corrupt',
          place: { file: facts.name },
          hint: 'Download or copy the archive again; what could be unpacked was read.',
        }),
      };
    return { path };
  } catch (error) {
    const explained = unpackError(error, facts);
    const salvaged =
      member.unpackedBytes > 0 && (explained.code === 'truncated' || explained.code === 'corrupt');
    if (salvaged && ((await sizeOf(path)) ?? 0) > 0) return { path, error: explained };
    await removeTemp(path);
    return { error: explained };
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch {
    return undefined;
  }
}

function unpackError(error: unknown, facts: MemberFacts): KonsekiError {
  if (error instanceof KonsekiError) return error;
  const code = systemCode(error);
  const place = { file: facts.name };
  const says = error instanceof Error ? error.message : String(error);
  if (
    code === 'Z_BUF_ERROR' ||
    /unexpected end of file|unexpected EOF|not enough bytes/i.test(says)
  )
    return new KonsekiError(`${facts.name} is cut: the archive ends before it does.`, {
      code: 'truncated',
      place,
      hint: 'Download or copy the archive again; what could be unpacked was read.',
      cause: error,
    });
  if (code?.startsWith('Z_') === true || code === undefined)
    return new KonsekiError(`${facts.name} is corrupt: ${says}.`, {
      code: 'corrupt',
      place,
      hint: 'Download or copy the archive again.',
      cause: error,
    });
  return systemError(error, facts.name, 'unpack');
}

function zipError(error: unknown, name: string): KonsekiError {
  if (error instanceof KonsekiError) return error;
  if (systemCode(error) !== undefined) return systemError(error, name, 'read');
  const says = error instanceof Error ? error.message : String(error);
  const place = { file: name };
  if (/end of central directory/i.test(says))
    return new KonsekiError(`${name} is cut: the directory at the end of the zip is missing.`, {
      code: 'truncated',
      place,
      hint: 'Download or copy it again, or repair it with "zip -FF" and add the result.',
      cause: error,
    });
  if (/encrypt/i.test(says))
    return new KonsekiError(`${name} is encrypted.`, {
      code: 'unreadable',
      place,
      hint: 'Unpack the archive with its password first, then add the files.',
      cause: error,
    });
  if (/multi-disk/i.test(says))
    return new KonsekiError(`${name} is one part of a zip split into several.`, {
      code: 'unreadable',
      place,
      hint: 'Unpack all parts together with another program and add the files.',
      cause: error,
    });
  return new KonsekiError(`${name} is a corrupt zip: ${says}`, {
    code: 'corrupt',
    place,
    hint: 'Download or copy it again.',
    cause: error,
  });
}
