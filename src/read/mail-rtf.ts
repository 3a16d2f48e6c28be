/** Text of a .msg that is kept as compressed RTF only ([MS-OXRTFCP]). */

const dictionary =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript ' +
  '\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par ' +
  '\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx';
const windowSize = 4_096;
const compressed = 0x75465a4c;
const plain = 0x414c454d;

/** The RTF, at most `max` bytes of it, one byte a character; empty when it is damaged. */
export function decompressRtf(bytes: Uint8Array, max: number): string {
  if (bytes.length < 16) return '';
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = Math.min(view.getUint32(4, true), max);
  const kind = view.getUint32(8, true);
  if (kind === plain) return Buffer.from(bytes.subarray(16, 16 + size)).toString('latin1');
  if (kind !== compressed) return '';

  const window = Buffer.alloc(windowSize);
  let writeAt = window.write(dictionary, 'latin1');
  const out: number[] = [];
  let at = 16;
  const put = (byte: number): void => {
    out.push(byte);
    window[writeAt] = byte;
    writeAt = (writeAt + 1) % windowSize;
  };
  while (at < bytes.length && out.length < size) {
    const control = bytes[at++] ?? 0;
    for (let bit = 0; bit < 8 && at < bytes.length && out.length < size; bit++) {
      if ((control & (1 << bit)) === 0) {
        put(bytes[at++] ?? 0);
        continue;
      }
      const token = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
      at += 2;
      const from = token >> 4;
      if (from === writeAt) return Buffer.from(out).toString('latin1');
      for (let n = 0; n < (token & 15) + 2; n++) put(window[(from + n) % windowSize] ?? 0);
    }
  }
  return Buffer.from(out).toString('latin1');
}
