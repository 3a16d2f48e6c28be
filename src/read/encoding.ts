/** How the text of a file is encoded. `utf-8-damaged` is UTF-8 with bytes in it that are none. */
export type Encoding =
  | 'utf-8'
  | 'utf-8-bom'
  | 'utf-8-damaged'
  | 'utf-16le'
  | 'utf-16be'
  | 'windows-1252'
  | 'shift_jis'
  /** Not text, or text whose reader wants the bytes as they are (mail). */
  | 'binary';

/** What a pass over a file that is not UTF-8 counts, to tell damage from another encoding. */
export interface EncodingCounts {
  /** Whole sequences of two bytes or more. */
  readonly utf8Sequences: number;
  /** Bytes that belong to no sequence. */
  readonly utf8Errors: number;
  /** 1-based line of the first of them; 0 when there is none. */
  readonly firstErrorLine: number;
  /** Every byte fits cp932. */
  readonly shiftJisClean: boolean;
  readonly shiftJisPairs: number;
  /** Two-byte characters next to another one: Japanese comes in runs, an accented letter does not. */
  readonly shiftJisInRuns: number;
  /** Bytes that windows-1252 leaves undefined. */
  readonly windowsUndefined: number;
  /** High bytes that are letters or common signs of windows-1252 with an ASCII letter beside them. */
  readonly besideLetters: number;
  readonly highBytes: number;
}

/** The encoding of a file that is not valid UTF-8. */
export function judgeEncoding(counts: EncodingCounts): Encoding {
  if (counts.utf8Sequences * 4 >= counts.utf8Errors && counts.utf8Sequences > 0)
    return 'utf-8-damaged';
  if (
    counts.shiftJisClean &&
    counts.shiftJisPairs > 0 &&
    counts.shiftJisInRuns * 2 >= counts.shiftJisPairs
  )
    return 'shift_jis';
  if (counts.windowsUndefined === 0 && counts.besideLetters * 2 >= counts.highBytes)
    return 'windows-1252';
  return 'utf-8-damaged';
}

const windowsUndefined = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);

function isLetter(byte: number): boolean {
  return (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
}

/** Counts what {@link judgeEncoding} judges by; fed chunk by chunk. */
export class EncodingCounter {
  #line = 1;
  #sequences = 0;
  #errors = 0;
  #firstErrorLine = 0;
  /** Bytes still wanted by the UTF-8 sequence at hand, and the range of the next one. */
  #wanted = 0;
  #low = 0x80;
  #high = 0xbf;
  #held = 0;
  #jisClean = true;
  #jisLead = false;
  #jisPairs = 0;
  #jisInRuns = 0;
  #jisRun = 0;
  #undefined = 0;
  #beside = 0;
  #highBytes = 0;
  #previous = 0;

  take(chunk: Buffer): void {
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0;
      this.#utf8(byte);
      if (this.#jisClean) this.#shiftJis(byte);
      if (byte >= 0x80) {
        this.#highBytes += 1;
        if (windowsUndefined.has(byte)) this.#undefined += 1;
        if (isLetter(this.#previous) || isLetter(chunk[at + 1] ?? 0)) this.#beside += 1;
      }
      this.#previous = byte;
      if (byte === 10) this.#line += 1;
    }
  }

  #error(bytes: number): void {
    if (this.#errors === 0) this.#firstErrorLine = this.#line;
    this.#errors += bytes;
  }

  #utf8(byte: number): void {
    if (this.#wanted > 0) {
      if (byte >= this.#low && byte <= this.#high) {
        this.#wanted -= 1;
        this.#held += 1;
        this.#low = 0x80;
        this.#high = 0xbf;
        if (this.#wanted === 0) this.#sequences += 1;
        return;
      }
      this.#error(this.#held);
      this.#wanted = 0;
    }
    if (byte < 0x80) return;
    this.#low = 0x80;
    this.#high = 0xbf;
    this.#held = 1;
    if (byte >= 0xc2 && byte <= 0xdf) this.#wanted = 1;
    else if (byte >= 0xe0 && byte <= 0xef) {
      this.#wanted = 2;
      if (byte === 0xe0) this.#low = 0xa0;
      if (byte === 0xed) this.#high = 0x9f;
    } else if (byte >= 0xf0 && byte <= 0xf4) {
      this.#wanted = 3;
      if (byte === 0xf0) this.#low = 0x90;
      if (byte === 0xf4) this.#high = 0x8f;
    } else this.#error(1);
  }

  #shiftJis(byte: number): void {
    if (this.#jisLead) {
      this.#jisLead = false;
      if (byte < 0x40 || byte === 0x7f || byte > 0xfc) {
        this.#jisClean = false;
        return;
      }
      this.#jisPairs += 1;
      this.#jisRun += 1;
      // The second of a run makes the first count too.
      if (this.#jisRun === 2) this.#jisInRuns += 2;
      else if (this.#jisRun > 2) this.#jisInRuns += 1;
      return;
    }
    if ((byte >= 0x81 && byte <= 0x9f) || (byte >= 0xe0 && byte <= 0xfc)) {
      this.#jisLead = true;
      return;
    }
    this.#jisRun = 0;
    if (byte === 0x80 || byte === 0xa0 || byte >= 0xfd) this.#jisClean = false;
  }

  finish(): EncodingCounts {
    if (this.#wanted > 0) this.#error(this.#held);
    return {
      utf8Sequences: this.#sequences,
      utf8Errors: this.#errors,
      firstErrorLine: this.#firstErrorLine,
      shiftJisClean: this.#jisClean && !this.#jisLead,
      shiftJisPairs: this.#jisPairs,
      shiftJisInRuns: this.#jisInRuns,
      windowsUndefined: this.#undefined,
      besideLetters: this.#beside,
      highBytes: this.#highBytes,
    };
  }
}

/** The encoding that a file's first bytes give away: by its mark, or by the NULs of UTF-16 without one. */
export function encodingOfHead(head: Buffer): 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be' {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8-bom';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const length = Math.min(head.length, 4096) & ~1;
  if (length < 4) return 'utf-8';
  let even = 0;
  let odd = 0;
  let nulPairs = 0;
  for (let at = 0; at < length; at += 2) {
    const first = head[at] === 0;
    const second = head[at + 1] === 0;
    if (first && second) nulPairs += 1;
    else if (first) even += 1;
    else if (second) odd += 1;
  }
  const units = length / 2;
  // Log exports are mostly ASCII even in Japanese tenants: keys, ids, times. Pairs of NULs are binary.
  if (nulPairs > units / 50) return 'utf-8';
  if (odd > units * 0.4 && even <= units / 50) return 'utf-16le';
  if (even > units * 0.4 && odd <= units / 50) return 'utf-16be';
  return 'utf-8';
}
