import { open, stat } from 'node:fs/promises';
import { Transform, type Duplex, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { KonsekiError } from '../errors.js';
import { crc32 } from './crc32.js';
import { removeTemp, tempPath } from './temp.js';
import { spend, type ArchiveTally, type Budget } from './unpack-budget.js';
import { unpackError } from './unpack-errors.js';

/** What the archive says about a member. */
export interface MemberFacts {
  readonly name: string;
  readonly packedBytes: number;
  readonly crc?: number;
}

/** The temporary file with the member in it, as far as it could be unpacked. */
export type Extracted =
  | { readonly path: string; readonly error?: KonsekiError }
  | { readonly path?: undefined; readonly error: KonsekiError };

/** Unpacks one member into the temporary folder, counting; what a damaged one held up to the damage is kept. */
export async function extract(
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
    const file = await open(path, 'wx', 0o600);
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
    const explained = unpackError(error, facts.name);
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
