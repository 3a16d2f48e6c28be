import zlib from 'node:zlib';

const table = new Int32Array(256);
for (let byte = 0; byte < 256; byte += 1) {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  table[byte] = value;
}

function bytewise(data: Uint8Array, start: number): number {
  let crc = ~start;
  for (const byte of data) crc = (table[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return ~crc >>> 0;
}

/** CRC-32 as zip and gzip use it, continued from `start`. Node has it built in from 20.15 on. */
export const crc32: (data: Uint8Array, start: number) => number =
  typeof zlib.crc32 === 'function' ? zlib.crc32 : bytewise;
