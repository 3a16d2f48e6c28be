/** The day that ZIP files count from. */
export const epoch = new Date('1980-01-01T00:00:00Z');

/** DOS date of 1 January 1980. */
const firstDay = 0x0021;
const endOfDirectory = 0x06054b50;
const directoryEntry = 0x02014b50;
const localHeader = 0x04034b50;

/**
 * A ZIP file with all its entries dated 1 January 1980: the libraries that write DOCX and XLSX put the
 * time of day there, and the same report would not be the same file.
 */
export function fixZipDates(zip: Buffer): Buffer {
  const out = Buffer.from(zip);
  let end = out.length - 22;
  while (end >= 0 && out.readUInt32LE(end) !== endOfDirectory) end -= 1;
  if (end < 0) throw new Error('This is no ZIP file.');
  let at = out.readUInt32LE(end + 16);
  for (let left = out.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (out.readUInt32LE(at) !== directoryEntry) throw new Error('This ZIP file has no directory.');
    dated(out, at + 12);
    const local = out.readUInt32LE(at + 42);
    if (out.readUInt32LE(local) === localHeader) dated(out, local + 10);
    at += 46 + out.readUInt16LE(at + 28) + out.readUInt16LE(at + 30) + out.readUInt16LE(at + 32);
  }
  return out;
}

function dated(zip: Buffer, at: number): void {
  zip.writeUInt16LE(0, at);
  zip.writeUInt16LE(firstDay, at + 2);
}
