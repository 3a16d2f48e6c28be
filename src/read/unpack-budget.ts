import { KonsekiError } from '../errors.js';
import type { UnpackLimits } from './limits.js';

/** What one archive has unpacked so far. */
export interface ArchiveTally {
  readonly name: string;
  readonly packedBytes: number;
  unpackedBytes: number;
  /** A limit of the whole archive was passed: its further members are not unpacked. */
  exhausted: boolean;
}

/** What everything in one named file has unpacked so far. */
export interface Budget {
  readonly limits: UnpackLimits;
  totalBytes: number;
}

/** One member being unpacked. */
export interface MemberTally {
  readonly name: string;
  readonly packedBytes: number;
  unpackedBytes: number;
}

/**
 * Counts `bytes` more unpacked for a member.
 *
 * @throws KonsekiError 'too-large' when that passes a limit.
 */
export function spend(
  budget: Budget,
  archive: ArchiveTally,
  member: MemberTally,
  bytes: number,
): void {
  const { limits } = budget;
  budget.totalBytes += bytes;
  archive.unpackedBytes += bytes;
  member.unpackedBytes += bytes;
  if (budget.totalBytes > limits.totalBytes) {
    archive.exhausted = true;
    throw tooLarge(member, `${archive.name} unpacks to more than ${limits.totalBytes} bytes`);
  }
  if (exceeds(archive, limits)) {
    archive.exhausted = true;
    throw tooLarge(member, `${archive.name} unpacks to more than ${limits.ratio} times its size`);
  }
  if (exceeds(member, limits))
    throw tooLarge(member, `it unpacks to more than ${limits.ratio} times its size`);
}

function tooLarge(member: MemberTally, says: string): KonsekiError {
  return new KonsekiError(`${member.name} was not unpacked: ${says}.`, {
    code: 'too-large',
    place: { file: member.name },
    hint: 'If you trust the archive, unpack it yourself and add the files; otherwise treat it as an attack.',
  });
}

function exceeds(tally: MemberTally, limits: UnpackLimits): boolean {
  const { unpackedBytes, packedBytes } = tally;
  return unpackedBytes > limits.ratioFromBytes && unpackedBytes > packedBytes * limits.ratio;
}
