/**
 * Draws that are the same for the same incident: a list is ordered by a hash of seed, key and item, so that
 * an exercise can be begun again, and a test can be repeated.
 */
export interface Draw {
  readonly shuffled: <T>(
    key: string,
    items: readonly T[],
    id?: (item: T) => string,
  ) => readonly T[];
  readonly some: <T>(
    key: string,
    items: readonly T[],
    most: number,
    id?: (item: T) => string,
  ) => readonly T[];
}

export function drawOf(seed: string): Draw {
  const shuffled: Draw['shuffled'] = (key, items, id = String) =>
    items
      .map((item) => ({ item, at: hash(`${seed}\n${key}\n${id(item)}`) }))
      .sort((a, b) => a.at - b.at)
      .map(({ item }) => item);
  return {
    shuffled,
    some: (key, items, most, id) => shuffled(key, items, id).slice(0, most),
  };
}

/** FNV-1a with a final mix: 32 bits, for order only. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    value ^= text.charCodeAt(at);
    value = Math.imul(value, 0x01000193);
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
