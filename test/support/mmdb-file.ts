import ipaddr from 'ipaddr.js';

type Value = string | number | boolean | bigint | { readonly [key: string]: Value };

/** Bytes of a small MaxMind database (format 2.0, IPv6 tree, 24-bit records), for tests. */
export function mmdbFile(records: Readonly<Record<string, Value>>): Buffer {
  const data: Buffer[] = [];
  let dataSize = 0;
  const nodes: [Slot, Slot][] = [[undefined, undefined]];
  for (const [network, value] of Object.entries(records)) {
    const bytes = encode(value);
    insert(nodes, bitsOf(network), { offset: dataSize });
    data.push(bytes);
    dataSize += bytes.length;
  }
  const tree = Buffer.alloc(nodes.length * 6);
  nodes.forEach((node, index) => {
    node.forEach((slot, side) => {
      let record = nodes.length;
      if (typeof slot === 'number') record = slot;
      else if (slot !== undefined) record = nodes.length + 16 + slot.offset;
      tree.writeUIntBE(record, index * 6 + side * 3, 3);
    });
  });
  const metadata = encode({
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1_700_000_000n,
    database_type: 'Test',
    description: { en: 'made by a test' },
    ip_version: 6,
    languages: {},
    node_count: nodes.length,
    record_size: 24,
  });
  const marker = Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1');
  return Buffer.concat([tree, Buffer.alloc(16), ...data, marker, metadata]);
}

/** Nothing, the number of a node, or a place in the data. */
type Slot = undefined | number | { readonly offset: number };

function insert(nodes: [Slot, Slot][], bits: readonly (0 | 1)[], leaf: Slot): void {
  let at = 0;
  bits.forEach((bit, depth) => {
    const node = nodes[at]!;
    if (depth === bits.length - 1) {
      node[bit] = leaf;
      return;
    }
    let next = node[bit];
    if (typeof next !== 'number') {
      next = nodes.push([undefined, undefined]) - 1;
      node[bit] = next;
    }
    at = next;
  });
}

function bitsOf(network: string): (0 | 1)[] {
  const [address, length] = ipaddr.parseCIDR(network);
  const bytes =
    address.kind() === 'ipv4' ? [...zeros(12), ...address.toByteArray()] : address.toByteArray();
  const prefix = address.kind() === 'ipv4' ? 96 + length : length;
  const bits = bytes.flatMap((byte) =>
    [7, 6, 5, 4, 3, 2, 1, 0].map((bit) => ((byte >> bit) & 1 ? 1 : 0)),
  );
  return bits.slice(0, prefix);
}

function zeros(count: number): number[] {
  return Array.from({ length: count }, () => 0);
}

function encode(value: Value): Buffer {
  if (typeof value === 'string') {
    const text = Buffer.from(value);
    return Buffer.concat([control(2, text.length), text]);
  }
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return Buffer.concat([control(6, 4), bytes]);
  }
  if (typeof value === 'bigint') {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64BE(value);
    return Buffer.concat([control(9, 8), bytes]);
  }
  if (typeof value === 'boolean') return control(14, value ? 1 : 0);
  const entries = Object.entries(value);
  return Buffer.concat([
    control(7, entries.length),
    ...entries.flatMap(([key, inner]) => [encode(key), encode(inner)]),
  ]);
}

function control(type: number, size: number): Buffer {
  if (size > 28 + 256) throw new Error('too large for this test');
  const short = Math.min(size, 29);
  const head = type > 7 ? [short, type - 7] : [(type << 5) | short];
  return Buffer.from(size > 28 ? [...head, size - 29] : head);
}
