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
  /** ASCII letters next to a high byte, as in `José`: counted once for each side. */
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
export interface EncodingCounter {
  readonly take: (chunk: Buffer) => void;
  readonly finish: () => EncodingCounts;
}

export function newEncodingCounter(): EncodingCounter {
  let line = 1;
  const utf8 = { sequences: 0, errors: 0, firstErrorLine: 0, wanted: 0, held: 0, low: 0, high: 0 };
  const jis = { clean: true, lead: false, pairs: 0, inRuns: 0, run: 0 };
  let undefinedBytes = 0;
  let besideLetters = 0;
  let highBytes = 0;
  let previous = 0;

  const addErrors = (bytes: number): void => {
    if (utf8.errors === 0) utf8.firstErrorLine = line;
    utf8.errors += bytes;
  };

  const takeUtf8 = (byte: number): void => {
    if (utf8.wanted > 0) {
      if (byte >= utf8.low && byte <= utf8.high) {
        utf8.wanted -= 1;
        utf8.held += 1;
        utf8.low = 0x80;
        utf8.high = 0xbf;
        if (utf8.wanted === 0) utf8.sequences += 1;
        return;
      }
      addErrors(utf8.held);
      utf8.wanted = 0;
    }
    if (byte < 0x80) return;
    utf8.held = 1;
    // The second byte's range rules out overlong forms, surrogates and what lies beyond U+10FFFF.
    utf8.low = byte === 0xe0 ? 0xa0 : byte === 0xf0 ? 0x90 : 0x80;
    utf8.high = byte === 0xed ? 0x9f : byte === 0xf4 ? 0x8f : 0xbf;
    if (byte >= 0xc2 && byte <= 0xdf) utf8.wanted = 1;
    else if (byte >= 0xe0 && byte <= 0xef) utf8.wanted = 2;
    else if (byte >= 0xf0 && byte <= 0xf4) utf8.wanted = 3;
    else addErrors(1);
  };

  const takeJis = (byte: number): void => {
    if (jis.lead) {
      jis.lead = false;
      if (byte < 0x40 || byte === 0x7f || byte > 0xfc) jis.clean = false;
      jis.pairs += 1;
      jis.run += 1;
      // The second of a run makes the first count too.
      if (jis.run === 2) jis.inRuns += 2;
      else if (jis.run > 2) jis.inRuns += 1;
    } else if ((byte >= 0x81 && byte <= 0x9f) || (byte >= 0xe0 && byte <= 0xfc)) {
      jis.lead = true;
    } else {
      jis.run = 0;
      if (byte === 0x80 || byte === 0xa0 || byte >= 0xfd) jis.clean = false;
    }
  };

  return {
    take: (chunk) => {
      for (const byte of chunk) {
        takeUtf8(byte);
        if (jis.clean) takeJis(byte);
        if (byte >= 0x80) {
          highBytes += 1;
          if (windowsUndefined.has(byte)) undefinedBytes += 1;
          if (isLetter(previous)) besideLetters += 1;
        } else if (previous >= 0x80 && isLetter(byte)) besideLetters += 1;
        previous = byte;
        if (byte === 10) line += 1;
      }
    },
    finish: () => {
      if (utf8.wanted > 0) addErrors(utf8.held);
      utf8.wanted = 0;
      return {
        utf8Sequences: utf8.sequences,
        utf8Errors: utf8.errors,
        firstErrorLine: utf8.firstErrorLine,
        shiftJisClean: jis.clean && !jis.lead,
        shiftJisPairs: jis.pairs,
        shiftJisInRuns: jis.inRuns,
        windowsUndefined: undefinedBytes,
        besideLetters,
        highBytes,
      };
    },
  };
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
