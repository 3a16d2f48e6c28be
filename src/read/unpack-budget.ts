import { KonsekiError } from '../errors.js';
import type { UnpackLimits } from './limits.js';

/** What one archive has unpacked so far. */
export interface ArchiveTally {
  readonly name: string;
  readonly packedBytes: number;
  unpackedBytes: number;
}

/** What everything in one named file has unpacked so far. */
export interface Budget {
  readonly limits: UnpackLimits;
  totalBytes: number;
}

/** A failure that concerns the archive as a whole: its further members are not unpacked. */
export class ArchiveLimit extends KonsekiError {}

const hint =
  'If you trust the archive, unpack it yourself and add the files; otherwise treat it as an attack.';

/**
 * Counts `bytes` more unpacked for a member; throws a {@link KonsekiError} 'too-large' when a limit is passed,
 * an {@link ArchiveLimit} when it is the archive's.
 */
export function spend(
  budget: Budget,
  archive: ArchiveTally,
  member: { readonly name: string; readonly packedBytes: number; unpackedBytes: number },
  bytes: number,
): void {
  const { limits } = budget;
  budget.totalBytes += bytes;
  archive.unpackedBytes += bytes;
  member.unpackedBytes += bytes;
  const place = { file: member.name };
  if (budget.totalBytes > limits.totalBytes)
    throw new ArchiveLimit(
      `${archive.name} unpacks to more than ${limits.totalBytes} bytes; unpacking stopped in ${member.name}.`,
      { code: 'too-large', place, hint },
    );
  if (exceeds(archive.unpackedBytes, archive.packedBytes, limits))
    throw new ArchiveLimit(
      `${archive.name} unpacks to more than ${limits.ratio} times its size; unpacking stopped in ${member.name}.`,
      { code: 'too-large', place, hint },
    );
  if (exceeds(member.unpackedBytes, member.packedBytes, limits))
    throw new KonsekiError(
      `${member.name} in ${archive.name} unpacks to more than ${limits.ratio} times its size.`,
      { code: 'too-large', place, hint },
    );
}

function exceeds(unpacked: number, packed: number, limits: UnpackLimits): boolean {
  return unpacked > limits.ratioFromBytes && unpacked > packed * limits.ratio;
}
