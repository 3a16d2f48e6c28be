import { deflateRawSync } from 'node:zlib';
import { crc32 } from '../../read/crc32.js';

export interface ZipEntry {
  /** With `/` between folders. */
  readonly name: string;
  readonly bytes: Buffer;
}

/** DOS date of 1 January 1980, the first that a ZIP file can tell. */
const firstDay = 0x0021;
const utf8Names = 0x0800;
const deflated = 8;

/**
 * A ZIP file of these entries, in this order and without times: the same entries give the same bytes.
 * For what is in memory anyway; sizes are below 4 GiB. Layout: PKWARE APPNOTE 6.3, sections 4.3 and 4.4.
 */
export function zipOf(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, bytes } of entries) {
    const file = Buffer.from(name);
    const data = deflateRawSync(bytes, { level: 9 });
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(utf8Names, 2);
    common.writeUInt16LE(deflated, 4);
    common.writeUInt16LE(firstDay, 8);
    common.writeUInt32LE(crc32(bytes, 0), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(file.length, 22);
    parts.push(Buffer.from('PK\x03\x04'), common, file, data);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    // Made by version 2.0 for MS-DOS: no modes, no owners.
    directory.push(Buffer.from('PK\x01\x02\x14\x00'), common, rest, file);
    at += 4 + common.length + file.length + data.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(listed.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...parts, listed, Buffer.from('PK\x05\x06'), end]);
}
