import { createHash } from 'node:crypto';

/** RFC 9562, version 5: the same name in the same namespace has the same id. */
export function uuid5(namespace: string, name: string): string {
  const hash = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name, 'utf8')
    .digest();
  const hex = hash.subarray(0, 16);
  hex[6] = ((hex[6] ?? 0) & 0x0f) | 0x50;
  hex[8] = ((hex[8] ?? 0) & 0x3f) | 0x80;
  return hex.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Ours, for what is no STIX observable. */
export const konsekiNamespace = '6a1f3c52-0a77-4d4e-9a3c-7f0e6b1d9c11';
