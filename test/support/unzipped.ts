import { inflateRawSync } from 'node:zlib';

/** The files of a ZIP file, by name, read off its directory. */
export function unzipped(zip: Buffer): ReadonlyMap<string, Buffer> {
  const files = new Map<string, Buffer>();
  let at = zip.readUInt32LE(zip.length - 6);
  while (zip.readUInt32LE(at) === 0x02014b50) {
    const [size, name, extra, note] = [zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32)]; // prettier-ignore
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const data = zip.subarray(start, start + size);
    const path = zip.toString('utf8', at + 46, at + 46 + name);
    if (!path.endsWith('/'))
      files.set(path, zip.readUInt16LE(at + 10) === 0 ? data : inflateRawSync(data));
    at += 46 + name + extra + note;
  }
  return files;
}
