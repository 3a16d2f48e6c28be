/**
 * Looks an address up in a sorted CSV of ranges (`start,end,asn,"organisation"`, numbers in
 * decimal) without parsing it: a binary search over the bytes. Loading is one read of the file, so
 * a start costs milliseconds, and 20 lines are looked at for an address.
 */

export interface AsnRange {
  readonly asn: number;
  readonly organisation: string;
}

const newline = 0x0a;
const comma = 0x2c;

/** @param address the address as an unsigned integer */
export function findRange(csv: Buffer, address: bigint): AsnRange | undefined {
  const wanted = Buffer.from(address.toString());
  // The last line whose start is not above the address begins in [low, high).
  let low = 0;
  let high = csv.length;
  let found = -1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const line = lineStart(csv, middle);
    if (compareNumber(csv, line, wanted) <= 0) {
      found = line;
      low = lineEnd(csv, middle) + 1;
    } else {
      high = line;
    }
  }
  if (found < 0) return undefined;
  const end = csv.indexOf(comma, found) + 1;
  if (compareNumber(csv, end, wanted) < 0) return undefined;
  const [asn, organisation] = split(
    csv.toString('utf8', csv.indexOf(comma, end) + 1, lineEnd(csv, found)),
  );
  return { asn: Number(asn), organisation: unquote(organisation) };
}

function lineStart(csv: Buffer, at: number): number {
  return at === 0 ? 0 : csv.lastIndexOf(newline, at - 1) + 1;
}

function lineEnd(csv: Buffer, at: number): number {
  const end = csv.indexOf(newline, at);
  return end < 0 ? csv.length : end;
}

/** Compares the decimal number that starts at `at` and ends at a comma with another one. */
function compareNumber(csv: Buffer, at: number, other: Buffer): number {
  const end = csv.indexOf(comma, at);
  const byLength = end - at - other.length;
  return byLength !== 0 ? byLength : csv.compare(other, 0, other.length, at, end);
}

function split(text: string): [string, string] {
  const at = text.indexOf(',');
  return [text.slice(0, at), text.slice(at + 1)];
}

function unquote(cell: string): string {
  return cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
}
