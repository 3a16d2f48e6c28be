import { open } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';
import iconv from 'iconv-lite';
import type { ReadNote } from './record.js';
import { encodingOfHead, judgeEncoding, newEncodingCounter, type Encoding } from './encoding.js';
import { eachChunk } from './survey.js';
import { systemError } from './system-error.js';
import { removeTemp, tempPath } from './temp.js';
import type { OnProgress } from './progress.js';

/** A file that the readers can read: UTF-8, with or without BOM. */
export interface Decoded {
  /** The file itself when it is UTF-8 already, otherwise a copy in the temporary folder. */
  readonly path: string;
  readonly encoding: Encoding;
  /** True when `path` is a copy. */
  readonly copied: boolean;
  readonly notes: readonly ReadNote[];
  /** Removes the copy, if there is one. */
  readonly dispose: () => Promise<void>;
}

/** Turns bytes into UTF-8, chunk by chunk; characters may be split between chunks. */
interface Transcoder {
  readonly write: (chunk: Buffer) => string;
  readonly end: () => string;
}

function transcoder(encoding: Exclude<Encoding, 'utf-8' | 'utf-8-bom' | 'binary'>): Transcoder {
  switch (encoding) {
    case 'utf-16le':
      return utf16(false);
    case 'utf-16be':
      return utf16(true);
    case 'utf-8-damaged': {
      const decoder = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true });
      return {
        write: (chunk) => decoder.decode(chunk, { stream: true }),
        end: () => decoder.decode(),
      };
    }
    case 'windows-1252':
    case 'shift_jis': {
      const decoder = iconv.getDecoder(encoding === 'shift_jis' ? 'cp932' : 'windows-1252');
      return { write: (chunk) => decoder.write(chunk), end: () => decoder.end() ?? '' };
    }
  }
}

function utf16(bigEndian: boolean): Transcoder {
  const decoder = new StringDecoder('utf16le');
  let odd: number | undefined;
  let first = true;
  const withoutBom = (text: string): string => {
    if (!first || text === '') return text;
    first = false;
    return text.startsWith('\ufeff') ? text.slice(1) : text;
  };
  return {
    write: (chunk) => {
      const joined = odd === undefined ? chunk : Buffer.concat([Buffer.from([odd]), chunk]);
      const even = joined.length & ~1;
      odd = even < joined.length ? joined[even] : undefined;
      const whole = Buffer.from(joined.subarray(0, even));
      return withoutBom(decoder.write(bigEndian ? whole.swap16() : whole));
    },
    // Half a character at the end is shown as what it is, not dropped.
    end: () => withoutBom(decoder.end()) + (odd === undefined ? '' : '\ufffd'),
  };
}

async function copyDecoded(
  path: string,
  target: string,
  encoding: Exclude<Encoding, 'utf-8' | 'utf-8-bom' | 'binary'>,
  onProgress?: OnProgress,
): Promise<void> {
  const decoder = transcoder(encoding);
  try {
    const [source, file] = [await open(path, 'r'), await open(target, 'wx', 0o600)];
    try {
      const { size } = await source.stat();
      const buffer = Buffer.allocUnsafe(1024 * 1024);
      let bytes = 0;
      for (;;) {
        const { bytesRead } = await source.read(buffer, 0, buffer.length, bytes);
        if (bytesRead === 0) break;
        bytes += bytesRead;
        await file.writeFile(decoder.write(buffer.subarray(0, bytesRead)), 'utf8');
        onProgress?.({ bytes, totalBytes: size, records: 0 });
      }
      await file.writeFile(decoder.end(), 'utf8');
    } finally {
      await source.close();
      await file.close();
    }
  } catch (error) {
    await removeTemp(target);
    throw systemError(error, path, 'decode');
  }
}

const names: Readonly<Record<Encoding, string>> = {
  'utf-8': 'UTF-8',
  'utf-8-bom': 'UTF-8 with BOM',
  'utf-8-damaged': 'damaged UTF-8',
  'utf-16le': 'UTF-16 (little-endian)',
  'utf-16be': 'UTF-16 (big-endian)',
  'windows-1252': 'Windows-1252 (Western European)',
  shift_jis: 'Shift_JIS (Japanese, cp932)',
  binary: 'binary',
};

/**
 * Finds out how a file is encoded and, unless it is UTF-8, writes a UTF-8 copy into `tempDir`.
 *
 * @param validUtf8 - what a survey of the file found, if one was made; saves a pass.
 * @throws KonsekiError 'disk-full', 'unreadable', 'not-found'.
 */
export async function decodeFile(
  path: string,
  tempDir: string,
  validUtf8?: boolean,
  onProgress?: OnProgress,
): Promise<Decoded> {
  const byHead = encodingOfHead(await readHead(path, 4096));
  const notes: ReadNote[] = [];
  let encoding: Encoding = byHead;
  if (byHead === 'utf-8' || byHead === 'utf-8-bom') {
    if (validUtf8 !== true) {
      const counter = newEncodingCounter();
      await eachChunk(path, (chunk) => counter.take(chunk), onProgress);
      const counts = counter.finish();
      if (counts.utf8Errors > 0) {
        encoding = byHead === 'utf-8-bom' ? 'utf-8-damaged' : judgeEncoding(counts);
        const line = counts.firstErrorLine;
        notes.push({
          code: 'encoding',
          message:
            encoding === 'utf-8-damaged'
              ? `${counts.utf8Errors} bytes are not UTF-8, the first on line ${line}; each was read as U+FFFD.`
              : `The file is not UTF-8 (first seen on line ${line}); it was read as ${names[encoding]}, which is a guess.`,
          place: { line },
        });
      }
    }
  } else {
    notes.push({ code: 'encoding', message: `The file was read as ${names[encoding]}.` });
  }
  if (encoding === 'utf-8' || encoding === 'utf-8-bom' || encoding === 'binary')
    return { path, encoding, copied: false, notes, dispose: () => Promise.resolve() };
  const target = tempPath(tempDir);
  await copyDecoded(path, target, encoding, onProgress);
  return { path: target, encoding, copied: true, notes, dispose: () => removeTemp(target) };
}

/** The first bytes of a file, at most `length`. */
export async function readHead(path: string, length: number): Promise<Buffer> {
  try {
    const file = await open(path, 'r');
    try {
      const buffer = Buffer.alloc(length);
      let filled = 0;
      while (filled < length) {
        const { bytesRead } = await file.read(buffer, filled, length - filled, filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return buffer.subarray(0, filled);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw systemError(error, path, 'read');
  }
}
