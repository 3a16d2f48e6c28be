/**
 * Checks a compound file ([MS-CFB], what a .msg is) before the .msg reader sees it: that reader
 * follows sector chains and the folder tree without counting, so a chain that bites its tail would
 * keep it busy until memory ends.
 */
const endOfChain = -2;
const noEntry = -1;
const maxDepth = 64;

interface Layout {
  readonly view: DataView;
  readonly sectorSize: number;
  readonly sectors: number;
}

/** Why the file is no sound compound file; undefined when it is one. */
export function compoundFileFault(bytes: Uint8Array): string | undefined {
  try {
    return faultOf(bytes);
  } catch (error) {
    if (error instanceof RangeError) return 'it ends before its tables do';
    throw error;
  }
}

function faultOf(bytes: Uint8Array): string | undefined {
  if (bytes.length < 1_024) return 'it is too short';
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0) !== 0xd0cf11e0 || view.getUint32(4) !== 0xa1b11ae1)
    return 'it does not start as a .msg does';
  const sectorSize = view.getUint8(30) === 0x0c ? 4_096 : 512;
  const layout: Layout = { view, sectorSize, sectors: Math.ceil(bytes.length / sectorSize) };

  const table = fatSectors(layout);
  if (table === undefined) return 'its sector table is damaged';
  const fat = readTable(layout, table);
  const directory = chain(fat, view.getInt32(0x30, true));
  const small = chain(fat, view.getInt32(0x3c, true));
  if (directory === undefined || small === undefined) return 'a chain of sectors leads into itself';
  const miniFat = readTable(layout, small);
  return treeFault(layout, fat, miniFat, directory);
}

/** Numbers of the sectors that hold the sector table: 109 in the header, more in further sectors. */
function fatSectors({ view, sectorSize, sectors }: Layout): readonly number[] | undefined {
  const count = view.getInt32(0x2c, true);
  const further = view.getInt32(0x48, true);
  const miniCount = view.getInt32(0x40, true);
  if (![count, further, miniCount].every((n) => n >= 0 && n <= sectors)) return undefined;
  const out: number[] = [];
  for (let at = 0; at < Math.min(count, 109); at++) out.push(view.getInt32(0x4c + at * 4, true));
  let sector = view.getInt32(0x44, true);
  const each = sectorSize / 4 - 1;
  for (let n = 0; n < further && sector >= 0 && out.length < count; n++) {
    const offset = (sector + 1) * sectorSize;
    for (let at = 0; at < each && out.length < count; at++)
      out.push(view.getInt32(offset + at * 4, true));
    sector = view.getInt32(offset + each * 4, true);
  }
  return out;
}

/** The entries of a table of chains; what lies outside the file ends a chain. */
function readTable({ view, sectorSize }: Layout, sectors: readonly number[]): Int32Array {
  const each = sectorSize / 4;
  const table = new Int32Array(sectors.length * each).fill(endOfChain);
  sectors.forEach((sector, index) => {
    const offset = (sector + 1) * sectorSize;
    if (sector < 0 || offset + sectorSize > view.byteLength) return;
    for (let at = 0; at < each; at++)
      table[index * each + at] = view.getInt32(offset + at * 4, true);
  });
  return table;
}

/** The sectors of a chain; undefined when it is longer than its table, that is, a ring. */
function chain(table: Int32Array, start: number): readonly number[] | undefined {
  const out: number[] = [];
  for (let at = start; at >= 0 && at < table.length; at = table[at] ?? endOfChain) {
    if (out.length > table.length) return undefined;
    out.push(at);
  }
  return out;
}

function treeFault(
  { view, sectorSize }: Layout,
  fat: Int32Array,
  miniFat: Int32Array,
  directory: readonly number[],
): string | undefined {
  const perSector = sectorSize / 128;
  const total = directory.length * perSector;
  const offsetOf = (entry: number): number =>
    ((directory[Math.floor(entry / perSector)] ?? 0) + 1) * sectorSize + (entry % perSector) * 128;
  const seen = new Set<number>([0]);
  let streamBytes = 0;
  let smallSectors = 0;
  if (total === 0) return 'it has no folder table';
  if (chain(fat, view.getInt32(offsetOf(0) + 0x74, true)) === undefined)
    return 'a chain of sectors leads into itself';

  const waiting = [{ entry: view.getInt32(offsetOf(0) + 0x4c, true), depth: 1 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { entry, depth } = next;
    if (entry === noEntry) continue;
    if (entry < 0 || entry >= total) return 'its folders lead nowhere';
    if (seen.has(entry)) return 'its folders lead into themselves';
    if (depth > maxDepth) return 'its folders are nested too deep';
    seen.add(entry);
    const offset = offsetOf(entry);
    waiting.push(
      { entry: view.getInt32(offset + 0x44, true), depth },
      { entry: view.getInt32(offset + 0x48, true), depth },
    );
    const type = view.getUint8(offset + 0x42);
    if (type === 1) waiting.push({ entry: view.getInt32(offset + 0x4c, true), depth: depth + 1 });
    if (type !== 2) continue;
    const size = view.getInt32(offset + 0x78, true);
    if (size < 0 || size > view.byteLength) return 'a part of it is larger than the file';
    streamBytes += size;
    if (size > 0 && size < 4_096) {
      const sectors = chain(miniFat, view.getInt32(offset + 0x74, true));
      if (sectors === undefined) return 'a chain of sectors leads into itself';
      smallSectors += sectors.length;
    }
    // Sound files share nothing between streams, so together they cannot exceed the file.
    if (streamBytes > view.byteLength * 2 || smallSectors > miniFat.length * 2 + 1_000)
      return 'its parts overlap';
  }
  return undefined;
}
