import { createHash, type Hash } from 'node:crypto';
import { isUtf8 } from 'node:buffer';
import { open } from 'node:fs/promises';
import type { OnProgress } from './progress.js';
import { systemError } from './system-error.js';

const CHUNK = 1024 * 1024;
const LF = 10;
const CR = 13;
const QUOTE = 0x22;

export interface FileHash {
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
}

/** What one pass over a file tells about its bytes. Lines are as their ends make them. */
export interface Survey {
  readonly bytes: number;
  /** Lower-case hexadecimal; only when asked for. */
  readonly sha256: string | undefined;
  /** Line feeds, with or without a carriage return before them. */
  readonly newlines: number;
  /** Line feeds with a carriage return before them. */
  readonly crlf: number;
  /** Carriage returns without a line feed after them. */
  readonly loneCr: number;
  readonly hasNul: boolean;
  readonly validUtf8: boolean;
  /** Bytes of the longest line, without its line feed. */
  readonly longestLine: number;
  readonly endsWithNewline: boolean;
}

export interface SurveyOptions {
  /** Hash the same bytes in the same pass. */
  readonly hash?: boolean;
  readonly onProgress?: OnProgress;
}

/** Reads a file chunk by chunk; `take` gets a view that is void after it returns. */
export async function eachChunk(
  path: string,
  take: (chunk: Buffer) => void,
  onProgress?: OnProgress,
): Promise<number> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      // Two buffers: the next chunk is read while this one is looked at.
      let buffer = Buffer.allocUnsafe(CHUNK);
      let spare = Buffer.allocUnsafe(CHUNK);
      let bytes = 0;
      let { bytesRead } = await file.read(buffer, 0, CHUNK, 0);
      while (bytesRead > 0) {
        bytes += bytesRead;
        const next = file.read(spare, 0, CHUNK, bytes);
        try {
          take(buffer.subarray(0, bytesRead));
          onProgress?.({ bytes, totalBytes: size, records: 0 });
        } catch (error) {
          await next.catch(() => undefined);
          throw error;
        }
        ({ bytesRead } = await next);
        [buffer, spare] = [spare, buffer];
      }
      return bytes;
    } finally {
      await file.close();
    }
  } catch (error) {
    throw systemError(error, path, 'read');
  }
}

/** SHA-256 and size of a file as it was received, streamed. */
export async function hashFile(path: string, onProgress?: OnProgress): Promise<FileHash> {
  const hash = createHash('sha256');
  const bytes = await eachChunk(path, (chunk) => hash.update(chunk), onProgress);
  return { sha256: hash.digest('hex'), bytes };
}

/** One pass over a file, near the disk's speed: what decides whether the fast path may read it. */
export async function surveyFile(path: string, options: SurveyOptions = {}): Promise<Survey> {
  const hash: Hash | undefined = options.hash === true ? createHash('sha256') : undefined;
  const utf8 = newUtf8Check();
  let bytes = 0;
  let newlines = 0;
  let crlf = 0;
  let cr = 0;
  let hasNul = false;
  let longestLine = 0;
  let lineStart = 0;
  let last = 0;
  await eachChunk(
    path,
    (chunk) => {
      hash?.update(chunk);
      utf8.take(chunk);
      if (!hasNul) hasNul = chunk.includes(0);
      const hasCr = chunk.includes(CR);
      for (let at = chunk.indexOf(LF); at !== -1; at = chunk.indexOf(LF, at + 1)) {
        newlines += 1;
        if ((at === 0 ? last : chunk[at - 1]) === CR) crlf += 1;
        const length = bytes + at - lineStart;
        if (length > longestLine) longestLine = length;
        lineStart = bytes + at + 1;
      }
      if (hasCr) cr += count(chunk, CR);
      last = chunk[chunk.length - 1] ?? last;
      bytes += chunk.length;
    },
    options.onProgress,
  );
  return {
    bytes,
    sha256: hash?.digest('hex'),
    newlines,
    crlf,
    loneCr: cr - crlf,
    hasNul,
    validUtf8: utf8.finish(),
    longestLine: Math.max(longestLine, bytes - lineStart),
    endsWithNewline: bytes > 0 && last === LF,
  };
}

function count(chunk: Buffer, byte: number): number {
  let found = 0;
  for (let at = chunk.indexOf(byte); at !== -1; at = chunk.indexOf(byte, at + 1)) found += 1;
  return found;
}

/** The chunk four bytes at a time; empty when it does not lie on a boundary of four in memory. */
function wordsOf(chunk: Buffer): Int32Array {
  return chunk.byteOffset % 4 === 0
    ? new Int32Array(chunk.buffer, chunk.byteOffset, chunk.length >> 2)
    : new Int32Array(0);
}

/** 1 when `byte` occurs an odd number of times: four bytes at a time, for there are many quotes in a CSV. */
function oddCountIn(
  chunk: Buffer,
  words: Int32Array,
  byte: number,
  from: number,
  to: number,
): number {
  const firstWord = (from + 3) >> 2;
  const lastWord = Math.min(words.length, to >> 2);
  let odd = 0;
  if (firstWord >= lastWord) {
    for (let at = from; at < to; at += 1) if (chunk[at] === byte) odd ^= 1;
    return odd;
  }
  for (let at = from; at < firstWord * 4; at += 1) if (chunk[at] === byte) odd ^= 1;
  for (let at = lastWord * 4; at < to; at += 1) if (chunk[at] === byte) odd ^= 1;
  const pattern = byte * 0x01010101;
  let lanes = 0;
  for (let index = firstWord; index < lastWord; index += 1) {
    const differs = (words[index] ?? 0) ^ pattern;
    // The top bit of each lane is set exactly when its byte is the one looked for.
    lanes ^= ~(((differs & 0x7f7f7f7f) + 0x7f7f7f7f) | differs | 0x7f7f7f7f);
  }
  lanes ^= lanes >>> 16;
  return odd ^ (((lanes >>> 15) ^ (lanes >>> 7)) & 1);
}

/** Tells whether a stream of chunks is valid UTF-8, sequences split between chunks included. */
export interface Utf8Check {
  readonly take: (chunk: Buffer) => void;
  /** True when everything taken is valid and ends with a whole sequence. */
  readonly finish: () => boolean;
}

export function newUtf8Check(): Utf8Check {
  let carry: Buffer = Buffer.alloc(0);
  let valid = true;
  const check = (part: Buffer): void => {
    const tail = incompleteTail(part);
    carry = Buffer.from(part.subarray(part.length - tail));
    if (!isUtf8(part.subarray(0, part.length - tail))) valid = false;
  };
  return {
    take: (chunk) => {
      if (!valid || chunk.length === 0) return;
      if (carry.length === 0) {
        check(chunk);
        return;
      }
      // The few bytes that may complete the sequence, then the rest.
      const missing = sequenceLength(carry[0] ?? 0) - carry.length;
      check(Buffer.concat([carry, chunk.subarray(0, missing)]));
      if (chunk.length > missing) check(chunk.subarray(missing));
    },
    finish: () => valid && carry.length === 0,
  };
}

/** Bytes of the UTF-8 sequence that `lead` starts; 1 when it starts none. */
function sequenceLength(lead: number): number {
  if (lead >= 0xf0 && lead <= 0xf4) return 4;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  return 1;
}

/** Bytes at the chunk's end that are the beginning of a longer sequence. */
function incompleteTail(chunk: Buffer): number {
  for (let back = 1; back <= 3 && back <= chunk.length; back += 1) {
    const byte = chunk[chunk.length - back] ?? 0;
    if (byte >= 0xc0) return sequenceLength(byte) > back ? back : 0;
    if (byte < 0x80) return 0;
  }
  return 0;
}

/**
 * Record-ending newlines outside quotes plus a last record without one, blank lines left out: how many records
 * a strict reader of RFC 4180 must find in a CSV file, header included. About a second a gigabyte.
 */
export async function countCsvRecords(path: string, onProgress?: OnProgress): Promise<number> {
  const counts = { records: 0, odd: 0, content: false };
  await eachChunk(
    path,
    (chunk) => {
      const words = wordsOf(chunk);
      let from = 0;
      while (from < chunk.length) {
        const lf = chunk.indexOf(LF, from);
        const to = lf === -1 ? chunk.length : lf;
        // A line is blank when nothing but a carriage return stands in it, and no quote is open.
        if (to - from > 1 || (to > from && chunk[from] !== CR)) counts.content = true;
        counts.odd ^= oddCountIn(chunk, words, QUOTE, from, to);
        if (lf !== -1 && counts.odd === 0) {
          if (counts.content) counts.records += 1;
          counts.content = false;
        }
        from = to + 1;
      }
    },
    onProgress,
  );
  return counts.content ? counts.records + 1 : counts.records;
}
