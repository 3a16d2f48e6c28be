/**
 * The identifiers that join the logs (formats.md §6).
 *
 * A unique token identifier is the base64url text (22 characters) of the 16 bytes of the sign-in's
 * request GUID, in Microsoft's byte order: the first three groups little-endian.
 */
const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const zeroGuid = '00000000-0000-0000-0000-000000000000';
/** Written where there is no token: the zero GUID's token, and zeros (seen in UAL). */
export const noToken: readonly string[] = ['A'.repeat(22), '0'.repeat(22)];

export function isGuid(text: string): boolean {
  return guid.test(text);
}

/** Swaps between the text order of a GUID's hex digits and Microsoft's byte order: its own inverse. */
function swapGroups(bytes: Buffer): Buffer {
  return Buffer.from(
    [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15].map((at) => bytes[at] ?? 0),
  );
}

/** `445945de-2d4f-4816-a71e-d3c0eff10500` → `3kVZRE8tFkinHtPA7_EFAA`; null for no or the zero GUID. */
export function tokenFromGuid(text: string): string | null {
  if (!isGuid(text) || text === zeroGuid) return null;
  return swapGroups(Buffer.from(text.replaceAll('-', ''), 'hex')).toString('base64url');
}

/** `3kVZRE8tFkinHtPA7_EFAA` → `445945de-2d4f-4816-a71e-d3c0eff10500`; null when it is no such token. */
export function guidFromToken(token: string): string | null {
  if (!/^[A-Za-z0-9_-]{22}$/.test(token)) return null;
  const hex = swapGroups(Buffer.from(token, 'base64url')).toString('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}

/** Any spelling of a token id (token, GUID, base64 of a GUID's text) in the 22-character form. */
export function canonicalToken(text: string): string | null {
  const trimmed = text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '').replace(/=+$/, '');
  if (trimmed === '' || noToken.includes(trimmed)) return null;
  if (isGuid(trimmed)) return tokenFromGuid(trimmed.toLowerCase());
  if (trimmed.length === 48 && /^[A-Za-z0-9+/_-]+$/.test(trimmed)) {
    const decoded = Buffer.from(trimmed, 'base64').toString('latin1');
    if (isGuid(decoded)) return tokenFromGuid(decoded.toLowerCase());
  }
  return trimmed.replaceAll('+', '-').replaceAll('/', '_');
}
